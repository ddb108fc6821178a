"""How far a year's transfers are: three rates per school, each with the people behind (§8).

One aggregate over the year's entries answers for all schools. Today's answer stands on the entries'
progress; a past day's on the transfers and their steps, with the lists as they were then.
"""

import json
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection

from ..office.context import Context
from .kept_rates import Group, RatesKeeper
from .whereabouts import people_sql

RATES: Mapping[str, str] = MappingProxyType(
    {"started": "发起率", "completion": "完成率", "employer": "就业转入率"}
)
RULES: Mapping[str, str] = MappingProxyType(
    {
        "started": "发起率＝已发起（含已转入）÷应转接",
        "completion": "完成率＝已转入÷应转接",
        "employer": "就业转入率＝已转入工作单位团组织÷（毕业生－升学）",
        "due": "应转接不含延迟毕业和教职工；等待新生团支部的单列，不算逾期",
    }
)
PARTS: Mapping[str, str] = MappingProxyType(
    {
        "due": "应转接",
        "started": "已发起（含已转入）",
        "received": "已转入",
        "unfinished": "未完成",
        "open": "未发起",
        "under_way": "已发起未转入",
        "waiting": "等待新生团支部",
        "retained": "已登记团籍保留",
        "employer_received": "已转入工作单位",
        "not_further": "毕业生（不含升学）",
        "excluded": "不计入",
    }
)
"""The groups of people that the numbers count."""

NO_SCHOOL = "（未归入学校）"

_DUE = "state NOT IN ('excluded', 'waiting')"
_WHERE = {
    "due": _DUE,
    "started": "state IN ('started', 'received')",
    "received": "state = 'received'",
    "unfinished": f"{_DUE} AND state <> 'received'",
    "open": "state IN ('unsettled', 'due') AND NOT retained",
    "under_way": "state = 'started'",
    "waiting": "state = 'waiting'",
    "retained": "state IN ('unsettled', 'due') AND retained",
    "employer_received": "employed AND NOT further",
    "not_further": "state <> 'excluded' AND NOT further",
    "excluded": "state = 'excluded'",
}


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with what it is made of; `above` and `below` are keys of `PARTS`."""

    key: str
    numerator: int
    denominator: int
    above: str
    below: str

    @property
    def value(self) -> float | None:
        """0 to 1; None of nobody."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def words(self) -> str:
        """87.5%, rounded down, so that 100% means all."""
        return percent(self.value)

    @property
    def rule(self) -> str:
        """How it is counted."""
        return RULES[self.key]


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many people are where; the names are keys of `PARTS`."""

    due: int = 0
    started: int = 0
    received: int = 0
    unfinished: int = 0
    open: int = 0
    under_way: int = 0
    waiting: int = 0
    retained: int = 0
    employer_received: int = 0
    not_further: int = 0
    excluded: int = 0

    def rate(self, key: str) -> Rate:
        """One of `RATES`."""
        above, below = {
            "started": ("started", "due"),
            "completion": ("received", "due"),
            "employer": ("employer_received", "not_further"),
        }[key]
        return Rate(key, getattr(self, above), getattr(self, below), above, below)


@dataclass(frozen=True, slots=True)
class SchoolRates:
    """A school's numbers. `rank`: 1 is the furthest on; None where nobody is due."""

    org_id: int | None
    code: str
    short_name: str
    full_name: str
    school_kind: str
    numbers: Numbers
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class YearRates:
    """All schools of a year on a day, laggards first; `unlisted` sent no list though a class ends."""

    year: int
    day: date
    total: Numbers
    schools: tuple[SchoolRates, ...]
    unlisted: tuple[str, ...]

    @property
    def by_kind(self) -> Mapping[str, Numbers]:
        """The numbers of each kind of school (G 四 sets 市属高校 against 省属高校), laggards first."""
        kinds: dict[str, list[Numbers]] = {}
        for one in self.schools:
            kinds.setdefault(one.school_kind, []).append(one.numbers)
        found = {kind: together(numbers) for kind, numbers in kinds.items() if kind}
        return dict(sorted(found.items(), key=lambda item: item[1].rate("completion").value or 0.0))

    def of(self, org_id: int | None) -> SchoolRates | None:
        """One school's row."""
        return next((one for one in self.schools if one.org_id == org_id), None)


def together(parts: Sequence[Numbers]) -> Numbers:
    """The sums of several numbers."""
    return Numbers(*(sum(getattr(one, own.name) for one in parts) for own in fields(Numbers)))


def percent(value: float | None) -> str:
    """0.875 as 87.5%, rounded down: 99.99 % is not all."""
    return "—" if value is None else f"{int(value * 1000 + 1e-9) / 10:g}%"


def year_rates(
    context: Context, *, year: int, day: date | None = None, scope: int | None = None
) -> YearRates:
    """The numbers of every school with entries, as of a day (today if not given)."""
    with context.database.read() as connection:
        return load_rates(connection, year=year, day=day, today=context.today, scope=scope)


def load_rates(
    connection: Connection,
    *,
    year: int,
    today: date,
    day: date | None = None,
    scope: int | None = None,
    keeper: RatesKeeper | None = None,
) -> YearRates:
    """As `year_rates`, inside a reading; a `keeper` counts only what changed since its last look."""
    groups = (
        _groups(connection, year, day, today)
        if keeper is None
        else keeper.groups(connection, year=year, day=day, today=today)
    )
    names = [one.name for one in fields(Numbers)]
    sums = ", ".join(f"sum(CASE WHEN {_WHERE[name]} THEN n ELSE 0 END)" for name in names)
    below = "" if scope is None else f"WHERE {_within('c.school_id', scope)} "
    columns = ("school_id", "state", "retained", "employed", "further", "n")
    parts = ", ".join(f"value ->> {place} AS {name}" for place, name in enumerate(columns))
    rows = connection.exec_driver_sql(
        f"WITH together AS MATERIALIZED (SELECT {parts} FROM json_each(?)) "
        "SELECT c.school_id, o.code, o.short_name, o.full_name, o.school_kind, "
        f"{sums} FROM together AS c LEFT JOIN organizations AS o ON o.id = c.school_id "
        f"{below}GROUP BY c.school_id",
        (json.dumps(groups),),
    ).all()
    found = [
        SchoolRates(
            row[0],
            row[1] or "",
            row[2] or NO_SCHOOL,
            row[3] or NO_SCHOOL,
            row[4] or "",
            Numbers(*row[5:]),
        )
        for row in rows
    ]
    total = together([one.numbers for one in found])
    return YearRates(
        year, day or today, total, _ranked(found), _unlisted(connection, year, found, scope)
    )


def _groups(
    connection: Connection, year: int, day: date | None, today: date
) -> list[tuple[*Group, int]]:
    """How many are in each group, everybody counted."""
    rows = connection.exec_driver_sql(
        "SELECT school_id, state, retained, employed, further, count(*) "
        f"FROM ({people_sql(year, day, today)}) GROUP BY 1, 2, 3, 4, 5"
    )
    return [tuple(row) for row in rows]


def people_where(
    part: str, *, year: int, today: date, day: date | None = None, school_id: int | None = None
) -> str:
    """An SQL condition on `e` (graduate_entries): exactly the people of one of `PARTS`."""
    school = "" if school_id is None else f" AND school_id = {int(school_id)}"
    return (
        f"e.id IN (WITH people AS MATERIALIZED ({people_sql(year, day, today)}) "
        f"SELECT id FROM people WHERE {_WHERE[part]}{school})"
    )


def people(
    context: Context,
    part: str,
    *,
    year: int,
    day: date | None = None,
    school_id: int | None = None,
) -> "array[int]":
    """Ids of the entries that a number counts, by school and row."""
    where = people_where(part, year=year, today=context.today, day=day, school_id=school_id)
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT e.id FROM graduate_entries AS e WHERE {where} "
            "ORDER BY e.school_id, e.list_id, e.id"
        )
        return array("q", (row[0] for row in rows))


def _within(column: str, scope: int) -> str:
    """Schools below a node, or the school that the node is part of."""
    return (
        f"{column} IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = {int(scope)} "
        f"UNION SELECT ancestor_id FROM org_ancestors WHERE org_id = {int(scope)})"
    )


def _ranked(found: Iterable[SchoolRates]) -> tuple[SchoolRates, ...]:
    """Laggards first: by completion, then by what is started; equal ones share a rank."""

    def standing(one: SchoolRates) -> tuple[float, float]:
        numbers = one.numbers
        return (
            numbers.rate("completion").value or 0.0,
            numbers.rate("started").value or 0.0,
        )

    ranked = [(standing(one), one) for one in found if one.numbers.due]
    rest = [one for one in found if not one.numbers.due]
    all_standings = sorted(own for own, _ in ranked)
    ranked.sort(key=lambda pair: (*pair[0], -pair[1].numbers.unfinished, pair[1].code or "~"))
    placed = [
        replace(one, rank=1 + len(ranked) - bisect_right(all_standings, own)) for own, one in ranked
    ]
    return (*placed, *sorted(rest, key=lambda one: one.code or "~"))


def _unlisted(
    connection: Connection, year: int, found: Iterable[SchoolRates], scope: int | None
) -> tuple[str, ...]:
    """Schools with classes that graduate this year and no entry yet."""
    listed = {one.org_id for one in found}
    below = "" if scope is None else f"AND {_within('s.id', scope)} "
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT s.id, s.short_name, s.code FROM organizations AS b "
        "JOIN org_ancestors AS a ON a.org_id = b.id "
        "JOIN organizations AS s ON s.id = a.ancestor_id AND s.school_kind IS NOT NULL "
        f"WHERE b.graduating_year = ? AND b.status = 'active' {below}ORDER BY s.code",
        (year,),
    )
    return tuple(name for org_id, name, _code in rows if org_id not in listed)
