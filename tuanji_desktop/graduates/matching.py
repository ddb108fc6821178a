"""What a graduate list would do: its rows matched with the roster and with the year's entries."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import Connection

from ..core.progress import Progress, Quiet
from ..members.person_matching import PersonMatcher, PersonRow
from ..members.queries import Member
from ..office.imports import Seen
from ..rules.checks import Finding
from ..rules.destination_words import Detailed, guess_destination, is_unit, with_detail
from ..rules.policy import Policy
from ..sheets.findings import ListSource, SheetFinding
from ..sheets.heading import Table
from ..sheets.prepared import text_of
from ..sheets.reading import Reading

FIELDS = frozenset(
    {
        "name",
        "id_kind",
        "id_number",
        "sex",
        "mobile",
        "class_name",
        "destination",
        "target",
        "notes",
    }
)


GraduateRow = PersonRow

_LAST_DAYS = (6, 1)
"""Whenever the list of a year comes, it calls the classes as they were called at their end."""


def class_day(year: int) -> date:
    """The day on which the classes had the names that the list of a year has for them."""
    return date(year, *_LAST_DAYS)


@dataclass(frozen=True, slots=True)
class GraduatePlan:
    """What an import of a graduate list would do; applying it does exactly this, or nothing.

    `added` are the row numbers that become entries of the year, `changed` those that bring
    something new to an entry that is there (row → column → before and after); the rest of the list
    is known already. `people` are the candidates of the rows.
    """

    source: ListSource
    year: int
    school_id: int | None
    rows: tuple[GraduateRow, ...]
    findings: tuple[SheetFinding, ...]
    seen: Seen | None = None
    added: frozenset[int] = frozenset()
    changed: Mapping[int, Mapping[str, tuple[str, str]]] = field(default_factory=dict)
    policies: tuple[tuple[str, str], ...] = ()
    people: Mapping[int, Member] = field(default_factory=dict)

    def count(self, kind: str) -> int:
        return sum(row.kind == kind for row in self.rows)


def matcher_of(
    connection: Connection,
    table: Table,
    *,
    policy: Policy,
    school_id: int | None,
    today: date,
    year: int,
    reading: Reading = Reading(),  # noqa: B008 - frozen
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> PersonMatcher:
    """Matches the rows of a `year`'s graduate list; for an unknown destination it proposes what may be meant."""
    destinations = policy.choices("destination")

    def suggest(found: Finding) -> str | None:
        if found.field != "destination":
            return None
        return guess_destination(found.value, destinations)[0] or None

    return PersonMatcher(
        connection,
        table,
        policy=policy,
        fields=FIELDS,
        org_id=school_id,
        today=today,
        class_day=class_day(year),
        reading=reading,
        suggest=suggest,
        progress=progress,
    )


def without_details(table: Table, policy: Policy) -> tuple[Table, Mapping[int, str]]:
    """The list with destinations alone in their column, and by row what stood behind them: 升学到贵州
    大学 is 升学 and 贵州大学."""
    place = table.columns.get("destination")
    if place is None:
        return table, {}
    rows, details = [], {}
    known: dict[str, Detailed | None] = {}
    for row in table.rows:
        written = text_of(row.written["destination"])
        if written not in known:
            known[written] = with_detail(written, policy)
        found = known[written]
        if found is not None and text_of(row.view["destination"]) in (written, found.word):
            word, details[row.number] = found
            cells = {table.columns[name]: cell for name, cell in row.values.items()}
            row = row.taken_for({**cells, place: word})  # noqa: PLW2901
        rows.append(row)
    return (replace(table, rows=rows), details) if details else (table, {})


def with_detail_kept(row: GraduateRow, detail: str | None) -> GraduateRow:
    """The row with what stood behind its destination: where it goes, if that is not said otherwise,
    else a note."""
    target, notes = row.values.get("target", ""), row.values.get("notes", "")
    if not detail or detail in target or detail in notes:
        return row
    if not target and is_unit(detail):
        return replace(row, values={**row.values, "target": detail})
    return replace(row, values={**row.values, "notes": f"{notes}；{detail}" if notes else detail})


def summary(plan: GraduatePlan) -> Counter[str]:
    """Counts by kind."""
    return Counter(row.kind for row in plan.rows)
