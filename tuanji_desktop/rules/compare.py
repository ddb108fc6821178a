"""Two packs side by side: what each says of the same thing, and on which clause it rests.

Both packs are laid out by `rules.describe`; the same rule has the same key in each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from tuanji_desktop.rules.describe import SECTIONS
from tuanji_desktop.rules.policy import Policy
from tuanji_desktop.rules.policy_parts import RuleLine


class Kind(StrEnum):
    """In what two packs differ about one thing."""

    SAME = "same"
    CHANGED = "changed"
    WORDING = "wording"
    ONLY_FIRST = "only_first"
    ONLY_SECOND = "only_second"


KIND_LABELS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.SAME: "相同",
        Kind.CHANGED: "规定不同",
        Kind.WORDING: "仅依据或说明不同",
        Kind.ONLY_FIRST: "仅前者有",
        Kind.ONLY_SECOND: "仅后者有",
    }
)


@dataclass(frozen=True, slots=True)
class Said:
    """What one pack says: the rule, its explanation and its clause; all '' where it is silent."""

    text: str = ""
    note: str = ""
    clause: str = ""

    @property
    def words(self) -> str:
        """The rule with its explanation."""
        return f"{self.text}。{self.note}" if self.note else self.text


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that at least one of the packs rules."""

    section: str
    key: str
    subject: str
    first: Said
    second: Said
    kind: Kind


SILENT = Said()


def compare(first: Policy, second: Policy) -> tuple[Difference, ...]:
    """Everything that the two packs rule, by section; equal rules are `SAME`.

    A clause that only one pack quotes is no difference of rules and is left out; and so is a field
    that neither rules by itself where only the clause of the general rule is another.
    """
    lines = {row.key: row for row in first.describe()}
    others = {row.key: row for row in second.describe()}
    keys = _woven(list(lines), list(others))
    found = [_difference(lines.get(key), others.get(key)) for key in keys]
    order = {section: place for place, section in enumerate(SECTIONS)}
    ruled = {f"tier.{name}" for name in (*first.rules, *second.rules)}
    kept = [row for row in found if not _told_elsewhere(row, ruled)]
    return tuple(sorted(kept, key=lambda row: order[row.section]))


def _told_elsewhere(row: Difference, ruled: set[str]) -> bool:
    if row.key.startswith("clause."):
        return SILENT in (row.first, row.second)
    return row.kind is Kind.WORDING and row.key.startswith("tier.") and row.key not in ruled


def _woven(keys: list[str], others: list[str]) -> list[str]:
    """All keys in an order that keeps each list's own where the lists allow it."""
    woven = list(keys)
    known = set(keys)
    before = -1
    for key in others:
        if key in known:
            before = woven.index(key)
        else:
            before += 1
            woven.insert(before, key)
    return woven


def _difference(one: RuleLine | None, other: RuleLine | None) -> Difference:
    line = one or other
    assert line is not None
    first, second = _said(one), _said(other)
    if one is None or other is None:
        kind = Kind.ONLY_SECOND if one is None else Kind.ONLY_FIRST
    elif one.text != other.text:
        kind = Kind.CHANGED
    else:
        kind = Kind.SAME if first == second else Kind.WORDING
    return Difference(line.section, line.key, line.subject, first, second, kind)


def _said(line: RuleLine | None) -> Said:
    return Said(line.text, line.note, line.clause) if line else SILENT
