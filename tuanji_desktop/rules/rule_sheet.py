"""The rule sheet: all fields of a member by every step of the life cycle, on one day.

Pure. It answers "what would be allowed then?": of a member as he is filled in now, at any stage
and on any day, so that a dated window shows on the days that lie in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tuanji_desktop.rules.fields import FIELDS
from tuanji_desktop.rules.lifecycle import LEFT, STAGE_LABELS, Stage
from tuanji_desktop.rules.policy import TIER_LABELS, ChangePath, Policy, Tier, Values

TIER_SIGNS = {Tier.LOCKED: "锁", Tier.REVIEW: "审", Tier.FREE: "改"}
"""One character for each tier: a sheet of 46 fields by 12 steps has no room for more."""


@dataclass(frozen=True, slots=True)
class RuleCell:
    """A field at one step. `starred`: the step cannot be left while the field is empty."""

    tier: Tier
    clause: str
    reason: str
    path: ChangePath
    starred: bool

    @property
    def sign(self) -> str:
        """The cell in a few characters, never by colour alone."""
        return f"{TIER_SIGNS[self.tier]}{' *' if self.starred else ''}"

    @property
    def words(self) -> str:
        """The cell in full: tier, clause, reason."""
        return f"{TIER_LABELS[self.tier]}（{self.clause}）：{self.reason}"


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One field over all steps; `star_clause` is the clause that stars it, '' where none does."""

    field: str
    label: str
    group: str
    star_clause: str
    cells: tuple[RuleCell, ...]


@dataclass(frozen=True, slots=True)
class RuleSheet:
    """The table: rows are fields, columns are the stages in the order of the life cycle."""

    day: date
    stages: tuple[Stage, ...]
    rows: tuple[RuleRow, ...]

    def cell(self, field: str, stage: Stage) -> RuleCell:
        """The state of one field at one step."""
        place = self.stages.index(stage)
        return next(row.cells[place] for row in self.rows if row.field == field)

    def differing(self, other: "RuleSheet") -> frozenset[tuple[str, Stage]]:
        """The cells that another day's sheet has otherwise, as (field, stage)."""
        return frozenset(
            (mine.field, stage)
            for mine, its in zip(self.rows, other.rows, strict=True)
            for stage, one, two in zip(self.stages, mine.cells, its.cells, strict=True)
            if one != two
        )


def rule_sheet(policy: Policy, values: Values, day: date) -> RuleSheet:
    """The sheet of a member with these values on a day."""
    stages = tuple(Stage)
    starred = frozenset(policy.required(values))
    rows = []
    for name, field in FIELDS.items():
        star = policy.requirement_clause(name) if name in starred else ""
        cells = []
        for stage in stages:
            state = policy.field_state(name, stage=stage, values=values, today=day)
            needed = name in starred and stage not in LEFT
            cells.append(RuleCell(state.tier, state.clause, state.reason, state.path, needed))
        rows.append(RuleRow(name, field.label, field.group, star, tuple(cells)))
    return RuleSheet(day, stages, tuple(rows))


def turning_days(policy: Policy) -> tuple[tuple[date, str], ...]:
    """The days on which the sheet may change, in order: each end of each window and the day beside."""
    found: dict[date, str] = {}
    for window in policy.windows:
        label = FIELDS[window.field].label
        if window.last is not None:
            found.setdefault(window.first - timedelta(days=1), f"{label}开放前一日")
            found[window.first] = f"{label}开放首日"
            found[window.last] = f"{label}开放末日"
            found.setdefault(window.last + timedelta(days=1), f"{label}开放结束次日")
        else:
            found.setdefault(window.first, f"{label}自此日起另行规定")
    return tuple(sorted(found.items()))


def sheet_headings(sheet: RuleSheet) -> tuple[str, ...]:
    """The headings of the sheet as a list: group, field, star, then the steps."""
    return ("分组", "字段", "必填依据", *(STAGE_LABELS[stage] for stage in sheet.stages))


def sheet_rows(sheet: RuleSheet) -> Iterator[tuple[str, ...]]:
    """The sheet as rows of a list, every cell in full."""
    for row in sheet.rows:
        cells = (f"{cell.words}{'（必填）' if cell.starred else ''}" for cell in row.cells)
        yield (row.group, row.label, row.star_clause, *cells)
