"""Which fields make sense for many at once, and what may be done with each. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..rules.checks import Finding, normalise
from ..rules.fields import FIELDS, GROUPS, Field, Kind
from ..rules.lifecycle import Stage
from ..rules.policy import FieldState, Policy, Tier
from .bulk_plan import BulkChange, Mode

ONES_OWN = frozenset(
    "name id_kind id_number sex born_on mobile branch development_number other_contact email qq "
    "wechat student_number".split()
)
"""Fields whose value is one person's own, or follows from one that is."""
_WRITTEN = (Kind.TEXT, Kind.NOTES)


@dataclass(frozen=True, slots=True)
class Offered:
    """A field of the dialog's list with the rule for members on the roster."""

    field: Field
    state: FieldState
    choices: tuple[str, ...]

    @property
    def modes(self) -> tuple[Mode, ...]:
        """What may be done with it: only words are searched for words."""
        written = self.field.kind in _WRITTEN
        return (Mode.SET, Mode.FILL, Mode.CLEAR, *((Mode.REPLACE,) if written else ()))

    def note(self) -> str:
        """The rule in words; '' where everybody may change it."""
        if self.state.tier is Tier.FREE:
            return ""
        clause = f"（{self.state.clause}）" if self.state.clause else ""
        words = f"{self.state.reason.rstrip('。')}{clause}。"
        if self.state.tier is Tier.LOCKED:
            return f"在册团员不能改：{words}报到尚未提交的可以改。"
        return words


def offered(policy: Policy, today: date) -> Mapping[str, Offered]:
    """The fields of the list, by the groups of the card."""
    rows = sorted(FIELDS.values(), key=lambda row: GROUPS.index(row.group))
    return {
        row.name: Offered(
            row,
            policy.field_state(row.name, stage=Stage.ACTIVE, values={}, today=today),
            policy.choices(row.name),
        )
        for row in rows
        if row.name not in ONES_OWN
    }


def tidy(change: BulkChange, policy: Policy) -> tuple[str, tuple[Finding, ...]]:
    """The value in its usual spelling, and what is wrong with it for anybody."""
    if change.mode in (Mode.CLEAR, Mode.REPLACE) or not change.value:
        return change.value, ()
    value, findings = normalise(change.field, change.value, policy=policy)
    wrong = any(found.level == "error" for found in findings)
    return (change.value if wrong or value is None else value), findings
