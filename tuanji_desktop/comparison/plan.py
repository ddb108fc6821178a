"""What a comparison finds, as a frozen plan: nothing has been written."""

import dataclasses
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..sheets.findings import ListSource, SheetFinding, sentence
from .kinds import DIFFERS, DOUBLE, HERE, KINDS, THERE, UNSURE
from .scope import Scope

SAME: Final = "same"
LEFT_OUT: Final = "left"
REFUSED: Final = "refused"
ROW_KINDS: Final[Mapping[str, str]] = {
    DIFFERS: KINDS[DIFFERS],
    THERE: KINDS[THERE],
    UNSURE: KINDS[UNSURE],
    DOUBLE: KINDS[DOUBLE],
    SAME: "一致",
    LEFT_OUT: "不比对",
    REFUSED: "读不出",
}
"""The sorts of rows of the list; whoever is only on the roster has no row."""


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row of the list and what became of it; `member_id` is who it is."""

    number: int
    kind: str
    name: str
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One difference. `unit_id` is the branch it is counted under; `branch_id` and `branch` are
    the list's own (of somebody who is only here: the record's). `sheet` is that of the row, where the
    list is on several and `row` is said for the clerk."""

    kind: str
    name: str
    row: int | None = None
    member_id: int | None = None
    id_number: str | None = None
    unit_id: int | None = None
    branch_id: int | None = None
    branch: str | None = None
    field: str | None = None
    here: str | None = None
    there: str | None = None
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    candidates: tuple[int, ...] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A row that may be one of several persons: what it says, by field, and who they are."""

    values: Mapping[str, str]
    candidates: tuple[Mapping[str, str], ...]
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ComparisonPlan:
    """`fields` are compared. `members`: on the roster within the scope. `previous`: the open
    comparison of this scope that the new one closes; `carried`: lines of it that stay settled as
    they were. `journal` is the last journal row that the plan knows of."""

    source: ListSource
    scope: Scope
    fields: tuple[str, ...]
    rows: tuple[ListedRow, ...]
    lines: tuple[Line, ...]
    findings: tuple[SheetFinding, ...]
    questions: Mapping[int, Question]
    members: int
    alarms: tuple[str, ...]
    notes: tuple[str, ...]
    previous: int | None
    carried: int
    journal: int

    def count(self, kind: str) -> int:
        """How many lines of a kind there are."""
        return sum(line.kind == kind for line in self.lines)

    def rows_of(self, kind: str) -> int:
        """How many rows of the list are of a sort."""
        return sum(row.kind == kind for row in self.rows)

    def by_field(self) -> Counter[str]:
        """Differing cells by field."""
        return Counter(line.field for line in self.lines if line.field is not None)

    def by_unit(self) -> Counter[int]:
        """Lines by the branch they belong to; those whose branch nobody knows are left out."""
        return Counter(line.unit_id for line in self.lines if line.unit_id is not None)

    def words(self) -> str:
        """The plan in one sentence."""
        return (
            sentence(
                (
                    (self.rows_of(SAME), "人一致"),
                    (self.rows_of(DIFFERS), f"人有 {self.count(DIFFERS):,} 处不同"),
                    (self.count(THERE), "人仅名单有"),
                    (self.count(HERE), "人仅台账有"),
                    (self.count(UNSURE), "行要认人"),
                    (self.count(DOUBLE), "行名单重复"),
                    (self.rows_of(LEFT_OUT), "行不比对"),
                    (self.rows_of(REFUSED), "行读不出"),
                )
            )
            + "。"
        )
