"""This year's graduates: what about twenty schools sent in, and how far each one is.

The lists are brought in as entries, as the import room leaves them; then the transfers are
started, and some days later decided, by the acts of the room of transfers. Who is received is
received inside the county, so that its roster keeps its size.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from sqlalchemy import Connection

from ..graduates.states import first_progress
from ..office.context import Context
from ..rules.lifecycle import TRANSFER
from ..store.bulk import insert_many
from ..store.schema import graduate_entries
from ..transfers.kinds import kinds
from ..transfers.plan import Wish, plan_transfers
from ..transfers.receiving import home_of, require_free
from ..transfers.service import apply_transfers, write_step
from ..transfers.steps import transfer_of
from .names import misheard
from .people import COLUMNS, People, Row
from .tree import COUNTY, Unit

Act = Callable[[Context], None]

_COLUMNS = (
    "list_id", "year", "school_id", "row_number", "match", "member_id", "name", "id_number", "sex",
    "mobile", "class_name", "destination", "target", "note", "progress",
)  # fmt: skip
_Row = tuple[str | int | None, ...]

_HIGHER = ("普通高中", "完全中学", "中职", "中专")
_WAYS: dict[str, tuple[tuple[str | None, int, tuple[str, ...]], ...]] = {
    "初中": (
        ("升学", 82, ("青溪县第一中学", "青溪县民族中学", "青溪县中等职业学校")),
        ("就业", 6, ("外出务工",)),
        ("未就业", 7, ("",)),
        (None, 3, ("",)),
        ("其他", 2, ("随家人迁居",)),
    ),
    "": (
        ("升学", 66, ("市职业技术学院", "省师范学院", "省理工大学", "外省高校")),
        ("就业", 10, ("青溪县农村商业银行", "外地企业")),
        ("创业", 1, ("自办网店",)),
        ("未就业", 12, ("",)),
        ("参军入伍", 3, ("",)),
        ("出国（境）", 1, ("",)),
        ("延迟毕业", 2, ("",)),
        (None, 4, ("",)),
        ("其他", 1, ("在家复读",)),
    ),
}


@dataclass(frozen=True, slots=True)
class Homes:
    """Where graduates go inside the county: full names of branches."""

    classes: tuple[str, ...]
    employers: tuple[str, ...]
    villages: tuple[str, ...]


def _homes(units: Sequence[Unit]) -> Homes:
    by_id = {unit.id: unit for unit in units}

    def names(*sorts: str) -> tuple[str, ...]:
        return tuple(one.full_name for one in units if one.kind == "branch" and one.sort in sorts)

    high = tuple(
        one.full_name
        for one in units
        if one.kind == "branch"
        and one.sort == "student"
        and one.parent_id is not None
        and by_id[one.parent_id].school_kind in _HIGHER
    )
    return Homes(high, names("enterprise"), names("village", "community"))


def school_lists(
    units: Sequence[Unit], people: People, rng: Random, number: int
) -> Iterator[tuple[Act, Act, Act]]:
    """For each school that has sent its list: bringing it in, starting the transfers, deciding."""
    classes: dict[int, list[Unit]] = {}
    for unit in units:
        if unit.kind == "graduate_branch" and unit.parent_id is not None:
            classes.setdefault(unit.parent_id, []).append(unit)
    by_id = {unit.id: unit for unit in units}
    homes = _homes(units)
    schools = sorted(classes)
    chosen = sorted(rng.sample(schools, min(number, len(schools))))
    for school in chosen:
        pace = rng.choice((0.15, 0.5, 0.8, 0.95))
        seed = rng.getrandbits(32)
        year = _year(classes[school])
        yield (
            _bring(by_id[school], classes[school], people, seed),
            _start(by_id[school], year, pace, homes, seed + 1),
            _decide(by_id[school], year, seed + 2),
        )


def _year(classes: Sequence[Unit]) -> int:
    """The year in which these classes leave: in January the lists of last autumn are not it."""
    return classes[0].leaves_in or 0


def _bring(school: Unit, classes: Sequence[Unit], people: People, seed: int) -> Act:
    def act(context: Context) -> None:
        rng = Random(seed)
        year = _year(classes)
        with context.database.read() as connection:
            rows = list(_entries(connection, school, classes, year, people, rng))
        if not rows:
            return
        file_name = f"{school.short_name.removesuffix('团委')}{year}届毕业生团员名单.xlsx"
        digest = hashlib.sha256(repr(rows).encode()).hexdigest()
        operation = context.operation(
            "import.graduates",
            f"导入 {school.short_name} {year} 届毕业生 {len(rows)} 行（{file_name}）",
            document=file_name,
        )
        with context.database.write(operation) as writing:
            list_id = writing.connection.exec_driver_sql(
                "INSERT INTO graduate_lists (year, school_id, file_name, file_sha256, imported_at) "
                "VALUES (?, ?, ?, ?, ?) RETURNING id",
                (year, school.id, file_name, digest, context.clock().astimezone().isoformat()),
            ).scalar_one()
            insert_many(
                writing.connection, graduate_entries, _COLUMNS, ((list_id, *row) for row in rows)
            )

    return act


def _entries(
    connection: Connection,
    school: Unit,
    classes: Sequence[Unit],
    year: int,
    people: People,
    rng: Random,
) -> Iterator[_Row]:
    """Nine in ten are members; some are on no roster, some could be one or another member."""
    marks = ", ".join("?" * len(classes))
    by_id = {unit.id: unit for unit in classes}
    rows = connection.exec_driver_sql(
        "SELECT id, branch_id, name, id_number, sex, mobile FROM members "
        f"WHERE branch_id IN ({marks}) AND status = 'active' ORDER BY id",
        tuple(by_id),
    ).all()
    ways = _WAYS.get(school.school_kind or "", _WAYS[""])
    weights = [weight for _, weight, _ in ways]
    known = frozenset(way for way, _, _ in ways if way)
    for number, (member, branch, *values) in enumerate(rows, start=3):
        person: list[str | None] = values
        destination, _, targets = rng.choices(ways, weights)[0]
        match, found = "matched", member
        if number % 29 == 5:
            match, found = "new", None
            person = _stranger(people.another(by_id[branch], number))
        elif number % 31 == 7:
            match, found = "ambiguous", None
            if number % 2:
                person[1] = None  # without an ID number: which of them is it?
            else:
                person[0] = misheard(person[0] or "", rng)  # the number of somebody else
        yield (
            year, school.id, number, match, found, *person, by_id[branch].class_name,
            destination, rng.choice(targets) or None, None, first_progress(destination, known),
        )  # fmt: skip


def _stranger(row: Row) -> list[str | None]:
    """Name, ID number, sex and phone of a person who is on no roster."""
    values = dict(zip(COLUMNS, row, strict=True))
    return [str(values[name]) for name in ("name", "id_number", "sex", "mobile")]


def _start(school: Unit, year: int, pace: float, homes: Homes, seed: int) -> Act:
    def act(context: Context) -> None:
        rng = Random(seed)
        known = kinds(context.policy)
        with context.database.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT member_id, destination, coalesce(target, '') FROM graduate_entries "
                "WHERE school_id = ? AND year = ? AND match = 'matched' AND progress = 'due' "
                "ORDER BY id",
                (school.id, year),
            ).all()
        groups: dict[tuple[str, str | None], list[tuple[int, str]]] = {}
        for member, destination, written in rows:
            if rng.random() >= pace or destination not in known or known[destination].on_paper:
                continue
            inside, target = _way(destination, written, homes, rng, school.school_kind == "初中")
            if target:
                groups.setdefault((destination, inside), []).append((member, target))
        for (destination, inside), targets in groups.items():
            wish = Wish(
                member_ids=tuple(member for member, _ in targets),
                kind=destination,
                on=context.today,
                in_province=inside,
                targets=tuple(targets),
            )
            plan = plan_transfers(context, wish)
            if plan.ready:
                apply_transfers(context, plan)

    return act


def _way(
    destination: str, written: str, homes: Homes, rng: Random, young: bool
) -> tuple[str | None, str]:
    """Whether the college is inside the province, and the unit to go to; none: not yet."""
    if destination == "升学" and not young:
        outside = "外省" in written
        return ("否" if outside else "是"), "" if outside and rng.random() < 0.88 else written
    if destination == "就业" and not written.startswith(COUNTY):
        return None, written if rng.random() < 0.15 else ""
    places = {"升学": homes.classes, "就业": homes.employers}.get(destination, homes.villages)
    return None, rng.choice(places) if places else ""


def _decide(school: Unit, year: int, seed: int) -> Act:
    def act(context: Context) -> None:
        rng = Random(seed)
        with context.database.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT t.id, t.target_id, t.in_province FROM transfers AS t "
                "JOIN graduate_entries AS e ON e.id = t.entry_id "
                "WHERE e.school_id = ? AND e.year = ? AND t.finished_on IS NULL ORDER BY t.id",
                (school.id, year),
            ).all()
        words = f"办理 {school.short_name} 毕业生转接 {len(rows)} 件"
        with context.database.write(context.operation("transfer.approve", words)) as writing:
            for transfer, target_id, inside in rows:
                luck = rng.random()
                if inside == "是":
                    acts = ["wait"] if luck < 0.97 else []
                elif target_id is not None and luck < 0.96:
                    acts = ["approve"] * len(TRANSFER.states)
                else:
                    acts = ["approve"] * rng.randrange(4)
                _steps(writing.connection, context, transfer, acts)

    return act


def _steps(connection: Connection, context: Context, transfer: int, acts: Sequence[str]) -> None:
    """Approves as often as there is somebody to approve, or lets wait."""
    for act in acts:
        row = transfer_of(connection, transfer)
        step = next((one for one in TRANSFER.steps_from(row.state) if one.act == act), None)
        if step is None:
            return
        home = None
        if step.target == "received":
            require_free(connection, context, row)
            home = home_of(connection, row, None)
        write_step(
            connection,
            context,
            row,
            act,
            step.target,
            home=home,
            in_province=row.in_province,
        )
