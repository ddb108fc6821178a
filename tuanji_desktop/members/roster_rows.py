"""What the plan of a roster list is made of: its rows, and what the clerk decided of some of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from ..core.errors import BadInput
from ..rules.lifecycle import Stage
from ..sheets.findings import ListSource, SheetFinding
from ..sheets.heading import Table
from ..sheets.places import ADDED, PLAIN, Places
from ..sheets.reading import LEAVE, MEMBER, NEW, POLICIES, SKIP, UPDATE, Reading
from . import queries

DEDUCED = ("class_name", "grade")
"""The fields that the name of a sheet, or a line above, may say in the place of a cell."""
NEW_STAGE = Stage.ACTIVE
"""A roster comes from branches that have approved their members."""

_NONE: Mapping[Any, Any] = MappingProxyType({})


class PlannedRow(NamedTuple):
    """One row of the list and what applying the plan does with it.

    `candidates` are the members it may mean, where a clerk can decide that; `incoming` is then what
    its cells say, `may_be_new` whether it may also be nobody yet known, `decided` the answer given.
    """

    number: int
    kind: str  # new | unchanged | updated | ambiguous | refused
    name: str
    member: queries.Member | None = None
    branch_id: int | None = None
    saved: Mapping[str, str | None] = _NONE
    submitted: Mapping[str, str | None] = _NONE
    missing: tuple[str, ...] = ()
    candidates: tuple[int, ...] = ()
    incoming: Mapping[str, str] = _NONE
    may_be_new: bool = False
    decided: str = ""


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """What an import would do; applying it does exactly this, or nothing."""

    source: ListSource
    rows: tuple[PlannedRow, ...]
    findings: tuple[SheetFinding, ...]
    branches: Mapping[int, tuple[object, ...]] = field(default_factory=lambda: _NONE)
    """How the branches that rows go to stood in the tree (`roster_stale.standing`)."""
    head: tuple[int, str] | None = None
    """The newest operation that it knows (`journal.head`): with no later one nothing has moved."""

    def count(self, kind: str) -> int:
        return sum(row.kind == kind for row in self.rows)

    @property
    def submitted(self) -> int:
        """Rows of which review fields become change requests."""
        return sum(bool(row.submitted) for row in self.rows)


def summary(plan: RosterPlan) -> Counter[str]:
    """Counts by kind."""
    return Counter(row.kind for row in plan.rows)


def member_decided(decision: str) -> int | None:
    """The member that a decision names; None where it names none."""
    return int(decision.removeprefix(MEMBER)) if decision.startswith(MEMBER) else None


def decisions_of(reading: Reading, places: Places = PLAIN) -> dict[int, str]:
    """Row → decision; refuses what is none (`import.decision`)."""
    for row, decision in reading.decisions:
        named = decision.startswith(MEMBER) and decision.removeprefix(MEMBER).isdecimal()
        if decision not in (NEW, LEAVE) and not named:
            raise BadInput(
                "import.decision",
                f"{places.words(row)}的决定“{decision}”读不懂，可以是 member:编号、new（新团员）、"
                "leave（不导入）。",
            )
    return dict(reading.decisions)


def deduced(table: Table, reading: Reading) -> dict[str, frozenset[int]]:
    """Field → the rows in which nobody wrote it: the name of their sheet says it, or a line above them.
    It may fill a blank; what is recorded it changes only where the clerk asks for it."""
    places, asked = table.places, dict(reading.policies)
    found = {}
    for name in DEDUCED if places else ():
        column = table.columns.get(name)
        if column is None or name in asked:
            continue
        written = {row for row, at, _text in reading.mended if at == column}
        rows = (row.number for row in table.rows if row.number not in written)
        found[name] = frozenset(
            number for number in rows if places.address(number, column) in ("", ADDED)
        )
    return {name: rows for name, rows in found.items() if rows}


def policies_of(reading: Reading) -> tuple[frozenset[str], frozenset[str]]:
    """The fields to skip and those to fill only where blank; refuses other words."""
    found = dict(reading.policies)
    for name, policy in found.items():
        if policy not in POLICIES:
            words = "、".join(f"{key}（{label}）" for key, label in POLICIES.items())
            raise BadInput("import.policy", f"栏目 {name} 的写入方式“{policy}”应为：{words}。")
    skipped = frozenset(name for name, policy in found.items() if policy == SKIP)
    filled = frozenset(name for name, policy in found.items() if policy not in (SKIP, UPDATE))
    return skipped, filled
