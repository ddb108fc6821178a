"""The board's numbers: the members as they stood on a day, by one measure; the people behind each."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from ..core.errors import BadInput
from ..office.context import Context
from ..orgs.kinds import BRANCH_KINDS
from ..store.connection import raw
from .measures import BRANCH_MEASURES, MEASURES, Measure
from .states import last_row, on_roster, scope_sql, state_sql


@dataclass(frozen=True, slots=True)
class Slice:
    """A group of a measure with its count; `red` of them lack a starred field."""

    group: str
    label: str
    count: int
    red: int


@dataclass(frozen=True, slots=True)
class Tally:
    """One measure of the board; its counts add up to all members of the scope."""

    key: str
    title: str
    definition: str
    slices: tuple[Slice, ...]

    @property
    def members(self) -> int:
        """Everybody."""
        return sum(one.count for one in self.slices)

    @property
    def red(self) -> int:
        """The red names among them."""
        return sum(one.red for one in self.slices)

    @property
    def red_share(self) -> float:
        """Red names of all, 0…1; of nobody it is 0."""
        return self.red / self.members if self.slices else 0.0


@dataclass(frozen=True, slots=True)
class Board:
    """Everybody on the roster of a scope at the end of a day."""

    day: date
    members: int
    red: int
    units: Tally
    tallies: tuple[Tally, ...]


UNITS = "units"
RED = "red"
_UNIT_WORDS = "在册团员按下一级团组织统计（按现在的组织树）；直接属于本级的团支部各算一个单位。"


def load_board(context: Context, *, org_id: int | None, day: date | None = None) -> Board:
    """Every measure of a scope."""
    units = load_tally(context, org_id=org_id, day=day, measure=UNITS)
    keys = (*MEASURES, *(one.key for one in BRANCH_MEASURES))
    tallies = tuple(load_tally(context, org_id=org_id, day=day, measure=key) for key in keys)
    return Board(day or context.today, units.members, units.red, units, tallies)


def load_tally(
    context: Context, *, org_id: int | None, day: date | None = None, measure: str
) -> Tally:
    """One measure of a scope; "units" and the kinds of branches are today's kept counts.

    Raises `BadInput` for a measure there is not.
    """
    on = day or context.today
    with context.database.read() as connection:
        if measure in MEASURES:
            return _tally(MEASURES[measure], _counted(connection, org_id, on, MEASURES[measure]))
        per_branch = _per_branch(connection, org_id, on)
        branches = _branches(connection)
        if measure == UNITS:
            return _units(per_branch, _unit_of(connection, org_id), branches)
        known = next((one for one in BRANCH_MEASURES if one.key == measure), None)
        if known is None:
            raise _unknown(measure)
        values = [
            (getattr(branches[branch], known.sql), red, count) for branch, red, count in per_branch
        ]
        return _tally(known, values)


def people_of(
    context: Context, *, org_id: int | None, day: date | None, measure: str = "", group: str = ""
) -> tuple[int, ...]:
    """The members behind a number, by branch and name; `measure` may be "units" (`group` an id),
    "red" or "" for everybody. Raises `BadInput` for a measure there is not."""
    on = day or context.today
    if measure not in ("", RED, UNITS, *MEASURES, *(one.key for one in BRANCH_MEASURES)):
        raise _unknown(measure)
    if measure == UNITS and not group.isdecimal():
        raise BadInput("board.unit_unknown", f"“{group}”不是组织的编号。")
    chosen = {one.key: one for one in (*MEASURES.values(), *BRANCH_MEASURES)}.get(measure)
    column = "''"
    if chosen is not None:
        column = f"o.{chosen.sql}" if chosen in BRANCH_MEASURES else chosen.sql
    where = scope_sql(int(group), "s.branch_id") if measure == UNITS else "1"
    if measure == RED:
        where = "s.missing <> ''"
    with context.database.read() as connection:
        rows = raw(connection).execute(
            f"SELECT s.id, {column} FROM ({state_sql(last_row(connection, on))}) AS s "
            "JOIN members AS n ON n.id = s.id "  # who was undone since has no card to show
            "LEFT JOIN organizations AS o ON o.id = s.branch_id "
            f"WHERE {on_roster('s')} AND {scope_sql(org_id, 's.branch_id')} AND {where} "
            "ORDER BY o.code, n.name_pinyin, s.id",
            {"day": _number(on)},
        )
        return tuple(
            member for member, value in rows if chosen is None or chosen.group(value) == group
        )


_Counted = tuple[Any, Any, int]
"""A value, whether the name is red, how many."""


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _unknown(measure: str) -> BadInput:
    return BadInput("board.measure_unknown", f"没有“{measure}”这个统计项目。")


def _counted(
    connection: Connection, org_id: int | None, on: date, measure: Measure
) -> list[_Counted]:
    return list(
        raw(connection).execute(
            f"SELECT {measure.sql}, s.missing <> '', count(*) "
            f"FROM ({state_sql(last_row(connection, on), all_of_them=org_id is None)}) AS s "
            f"WHERE {on_roster('s')} AND {scope_sql(org_id, 's.branch_id')} GROUP BY 1, 2",
            {"day": _number(on)},
        )
    )


def _per_branch(connection: Connection, org_id: int | None, on: date) -> list[_Counted]:
    """Branch, red or not, how many: kept for today, counted for a day that is past."""
    after = last_row(connection, on)
    if after is None:
        kinds = ", ".join(f"'{kind}'" for kind in sorted(BRANCH_KINDS))
        rows = raw(connection).execute(
            "SELECT c.org_id, c.members - c.incomplete, c.incomplete FROM org_counts AS c "
            f"JOIN organizations AS o ON o.id = c.org_id WHERE o.kind IN ({kinds}) "
            f"AND c.members > 0 AND {scope_sql(org_id, 'c.org_id')}"
        )
        both = [((branch, 0, full), (branch, 1, red)) for branch, full, red in rows]
        return [one for pair in both for one in pair if one[2]]
    rows = raw(connection).execute(
        "SELECT s.branch_id, s.missing <> '', count(*) "
        f"FROM ({state_sql(after, all_of_them=org_id is None)}) AS s "
        f"WHERE {on_roster('s')} AND {scope_sql(org_id, 's.branch_id')} GROUP BY 1, 2"
    )
    return list(rows)


def _tally(measure: Measure, counted: Iterable[_Counted]) -> Tally:
    """From (value, red, count) to the groups of a measure."""
    groups: dict[Any, str] = {}
    counts: Counter[str] = Counter()
    reds: Counter[str] = Counter()
    for value, red, count in counted:
        if value not in groups:
            groups[value] = measure.group(value)
        counts[groups[value]] += count
        if red:
            reds[groups[value]] += count
    slices = tuple(Slice(one, one, counts[one], reds[one]) for one in measure.sorted(counts))
    return Tally(measure.key, measure.title, measure.definition, slices)


@dataclass(frozen=True, slots=True)
class _Unit:
    """An organisation as it is now; one whose entry was undone since has nothing but these words."""

    code: str = ""
    short_name: str = "（已撤销录入的组织）"
    kind: str = "branch"
    branch_sort: str | None = None


def _branches(connection: Connection) -> Mapping[int, _Unit]:
    """Every organisation, as it is now."""
    rows = connection.exec_driver_sql(
        "SELECT id, code, short_name, kind, branch_sort FROM organizations"
    )
    return defaultdict(_Unit, {one: _Unit(*values) for one, *values in rows})


def _unit_of(connection: Connection, org_id: int | None) -> dict[int, int]:
    """Every branch of the scope → the unit directly below the scope's head that it belongs to."""
    head = org_id
    if head is None:
        roots = connection.exec_driver_sql(
            "SELECT id FROM organizations WHERE parent_id IS NULL"
        ).all()
        head = roots[0].id if len(roots) == 1 else None
    below = "o.parent_id IS NULL" if head is None else f"o.parent_id = {int(head)}"
    rows = connection.exec_driver_sql(
        "SELECT a.org_id, a.ancestor_id FROM org_ancestors AS a "
        f"JOIN organizations AS o ON o.id = a.ancestor_id WHERE {below}"
    )
    return {row.org_id: row.ancestor_id for row in rows}


def _units(
    per_branch: Iterable[_Counted], units: Mapping[int, int], branches: Mapping[int, _Unit]
) -> Tally:
    counts: Counter[int] = Counter()
    reds: Counter[int] = Counter()
    for branch, red, count in per_branch:
        unit = units.get(branch, branch)
        counts[unit] += count
        if red:
            reds[unit] += count
    ordered = sorted(counts, key=lambda unit: str(branches[unit].code))
    slices = tuple(
        Slice(str(unit), branches[unit].short_name, counts[unit], reds[unit]) for unit in ordered
    )
    return Tally(UNITS, "团组织", _UNIT_WORDS, slices)
