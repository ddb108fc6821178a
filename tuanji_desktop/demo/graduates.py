"""This year's graduates: what about twenty schools sent in, and how far each one is.

The lists are brought in as entries, as the import room leaves them, and settled in a second act.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from random import Random

from sqlalchemy import Connection

from ..graduates.states import first_progress
from ..office.context import Context
from ..store.bulk import insert_many
from ..store.schema import graduate_entries
from .names import misheard
from .people import COLUMNS, People, Row
from .tree import Unit

Act = Callable[[Context], None]

_COLUMNS = (
    "list_id", "year", "school_id", "row_number", "match", "member_id", "name", "id_number", "sex",
    "mobile", "class_name", "destination", "target", "note", "progress",
)  # fmt: skip
_Row = tuple[str | int | None, ...]

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


def school_lists(
    units: Sequence[Unit], people: People, rng: Random, number: int
) -> Iterator[tuple[Act, Act]]:
    """For each school that has sent its list: bringing it in, and settling it."""
    classes: dict[int, list[Unit]] = {}
    for unit in units:
        if unit.kind == "graduate_branch" and unit.parent_id is not None:
            classes.setdefault(unit.parent_id, []).append(unit)
    by_id = {unit.id: unit for unit in units}
    schools = sorted(classes)
    chosen = sorted(rng.sample(schools, min(number, len(schools))))
    for school in chosen:
        pace = rng.choice((0.15, 0.5, 0.8, 0.95))
        seed = rng.getrandbits(32)
        yield (
            _bring(by_id[school], classes[school], people, seed),
            _settle(by_id[school], _year(classes[school]), pace, seed + 1),
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


def _settle(school: Unit, year: int, pace: float, seed: int) -> Act:
    def act(context: Context) -> None:
        rng = Random(seed)
        with context.database.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT id, destination FROM graduate_entries WHERE school_id = ? AND year = ? "
                "AND match = 'matched' AND progress = 'due' ORDER BY id",
                (school.id, year),
            ).all()
        done = [
            (*_outcome(destination, rng, young=school.school_kind == "初中"), entry)
            for entry, destination in rows
            if rng.random() < pace
        ]
        if not done:
            return
        words = f"登记 {school.short_name} 毕业生去向和转接进度 {len(done)} 人"
        with context.database.write(context.operation("graduates.settle", words)) as writing:
            writing.connection.exec_driver_sql(
                "UPDATE graduate_entries SET progress = ?, in_province = ? WHERE id = ?", done
            )

    return act


def _outcome(destination: str | None, rng: Random, *, young: bool) -> tuple[str, str | None]:
    """How far a transfer is, and whether the new school is inside the province."""
    luck = rng.random()
    if destination == "升学" and not young and luck < 0.6:
        return ("waiting" if luck < 0.35 else "started"), "是"
    if destination == "出国（境）":
        return "excluded", None
    inside = ("是" if young else "否") if destination == "升学" else None
    return ("received" if luck < 0.75 else "started"), inside
