"""The board's numbers: the members as they stood on a day, by one measure; the people behind each."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection

from ..core.errors import BadInput
from ..core.progress import Progress, Quiet
from ..office.context import Context
from ..store.connection import raw, stoppable
from .counts import Counts, count_units, count_values, number_of, value_of_branch
from .measures import BRANCH_MEASURES, MEASURES, Measure
from .people import People, people_among
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
_UNDONE_UNIT = "（已撤销录入的组织）"
_MEASURES: Mapping[str, Measure] = MappingProxyType(
    {**MEASURES, **{one.key: one for one in BRANCH_MEASURES}}
)
_UNIT_WORDS = "在册团员按下一级团组织统计（按现在的组织树）；直接属于本级的团支部各算一个单位。"


def load_board(
    context: Context,
    *,
    org_id: int | None,
    day: date | None = None,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> Board:
    """Every measure of a scope."""
    units, *tallies = (
        load_tally(context, org_id=org_id, day=day, measure=key, progress=progress)
        for key in (UNITS, *_MEASURES)
    )
    return Board(day or context.today, units.members, units.red, units, tuple(tallies))


def load_tally(
    context: Context,
    *,
    org_id: int | None,
    day: date | None = None,
    measure: str,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> Tally:
    """One measure of a scope. Raises `BadInput` for a measure there is not."""
    on = day or context.today
    if measure not in (UNITS, *_MEASURES):
        raise _unknown(measure)
    with context.database.read() as connection, stoppable(connection, progress):
        if measure == UNITS:
            return _units(connection, count_units(connection, org_id=org_id, on=on))
        known = _MEASURES[measure]
        return _tally(known, count_values(connection, known, org_id=org_id, on=on))


def people_of(
    context: Context,
    *,
    org_id: int | None,
    day: date | None,
    measure: str = "",
    group: str = "",
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> People:
    """The members behind a number, by branch and name; `measure` may be "units" (`group` an id),
    "red" or "" for everybody. Raises `BadInput` for a measure there is not."""
    on = day or context.today
    if measure not in ("", RED, UNITS, *_MEASURES):
        raise _unknown(measure)
    if measure == UNITS and not group.isdecimal():
        raise BadInput("board.unit_unknown", f"“{group}”不是组织的编号。")
    with context.database.read() as connection, stoppable(connection, progress):
        after = last_row(connection, on)
        if after is None:
            # over all branches an index would lead to the rows in another order than they lie in
            everywhere = org_id is None and measure in ("", *MEASURES)
            here = f"members AS s{' NOT INDEXED' if everywhere else ''}"
            rows_of, name = f"{here} JOIN organizations AS o ON o.id = s.branch_id", "s"
        else:
            rows_of, name = (
                f"({state_sql(after)}) AS s LEFT JOIN members AS n ON n.id = s.id "
                "LEFT JOIN organizations AS o ON o.id = s.branch_id",
                "n",
            )
        rows = raw(connection).execute(
            f"SELECT s.id FROM {rows_of} "
            f"WHERE {on_roster('s')} AND {scope_sql(org_id, 's.branch_id')} "
            f"AND {_behind(connection, measure, group, org_id, on)} "
            f"ORDER BY o.code, {name}.name_pinyin",
            {"day": number_of(on)},
        )
        ids = tuple(member for (member,) in rows)
        return People(ids) if after is None else people_among(connection, ids)


def _behind(connection: Connection, measure: str, group: str, org_id: int | None, on: date) -> str:
    """The condition on the state `s` (and its branch `o`) that is a group of a measure."""
    if measure == UNITS:
        unit = int(group)
        return f"(s.branch_id = {unit} OR {scope_sql(unit, 's.branch_id')})"
    if measure == RED:
        return "s.missing <> ''"
    if not measure:
        return "1"
    known = _MEASURES[measure]
    found = {value for value, _red in count_values(connection, known, org_id=org_id, on=on)}
    chosen = [value for value in found if known.group(value) == group]
    column = value_of_branch(known) if known in BRANCH_MEASURES else f"nullif({known.sql}, '')"
    alike = ", ".join(_quoted(value) for value in chosen if value is not None)
    return (
        f"({column} IN ({alike}) OR {column} IS NULL)"
        if None in chosen
        else f"{column} IN ({alike})"
    )


def _quoted(value: str | int) -> str:
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def _unknown(measure: str) -> BadInput:
    return BadInput("board.measure_unknown", f"没有“{measure}”这个统计项目。")


def _tally(measure: Measure, counted: Counts) -> Tally:
    """From values to the groups of a measure."""
    counts: Counter[str] = Counter()
    reds: Counter[str] = Counter()
    for (value, red), count in counted.items():
        label = measure.group(value)
        counts[label] += count
        if red:
            reds[label] += count
    slices = tuple(Slice(one, one, counts[one], reds[one]) for one in measure.sorted(counts))
    return Tally(measure.key, measure.title, measure.definition, slices)


def _units(connection: Connection, counted: Counts) -> Tally:
    ids = ", ".join(str(unit) for unit in {unit for unit, _red in counted})
    names = {
        one: (code, name)
        for one, code, name in raw(connection).execute(
            f"SELECT id, code, short_name FROM organizations WHERE id IN ({ids})"
        )
    }
    slices = tuple(
        Slice(
            str(unit),
            names.get(unit, ("", _UNDONE_UNIT))[1],
            counted[unit, False] + counted[unit, True],
            counted[unit, True],
        )
        for unit in sorted(
            {unit for unit, _red in counted}, key=lambda one: names.get(one, ("", ""))[0]
        )
    )
    return Tally(UNITS, "团组织", _UNIT_WORDS, slices)
