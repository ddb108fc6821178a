"""The alarm for columns that have slipped: when a whole list would change what hardly ever changes."""

from collections import Counter
from dataclasses import dataclass

from ..rules.fields import label_of
from .roster_rows import RosterPlan

STABLE = frozenset(
    "name id_kind sex born_on ethnicity mobile branch joined_on development_number joined_at "
    "political_status party_joined_on household_place address email qq wechat student_number".split()
)
"""Fields that few members of a list change between two lists."""

STABLE_SHARE = 0.30
LOCKED_SHARE = 0.05
FEWEST = 3
"""Below so many rows a share says nothing: in a list of ten, one corrected phone is a tenth."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A field that suspiciously many matched rows would change."""

    field: str
    rows: int
    matched: int
    locked: bool

    @property
    def loud(self) -> bool:
        """Whether so much of the list is concerned that it must be looked at before writing."""
        return self.rows >= STABLE_SHARE * self.matched

    @property
    def words(self) -> str:
        """What the clerk should look at."""
        share = round(100 * self.rows / self.matched)
        label = label_of(self.field)
        tier = "（锁定字段）" if self.locked else ""
        return (
            f"“{label}”{tier}与在册不同的有 {self.rows} 行，占已匹配 {self.matched} 行的 {share}%，"
            "像是串了列或串了行。请回到“表头与栏目”核对后再写入。"
        )


def column_shifts(plan: RosterPlan) -> tuple[Shift, ...]:
    """Fields over the thresholds, the worst first."""
    matched = {row.number for row in plan.rows if row.member is not None}
    locked: Counter[str] = Counter(
        found.field for found in plan.findings if found.code == "field.locked"
    )
    # Quite another name beside a member's number: what a list sorted in one column only looks like.
    locked["name"] += sum(
        found.code == "id.belongs_elsewhere" and found.row in matched for found in plan.findings
    )
    changed: Counter[str] = Counter(locked)
    for row in plan.rows:
        if row.member is not None:
            changed.update({*row.saved, *row.submitted} & STABLE)
    shifts = []
    for field, rows in changed.most_common():
        if rows < FEWEST:
            continue
        if locked[field] >= LOCKED_SHARE * len(matched) and locked[field] >= FEWEST:
            shifts.append(Shift(field, locked[field], len(matched), True))
        elif field in STABLE and rows >= STABLE_SHARE * len(matched):
            shifts.append(Shift(field, rows, len(matched), False))
    return tuple(shifts)
