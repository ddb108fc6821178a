"""Who may decide a change request, and which of them can still be written.

Pure but for `reviewer`, which asks who works in this office. The window and the command line
come here alike: the one to say beforehand why a button is off, the service to refuse.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ..office.context import Context
from ..office.service import operators
from ..rules.lifecycle import LEFT, Stage
from ..rules.policy import FieldState, Policy, ReviewRule, Tier

MARK = "单人办公，本人提出本人审核"
"""Kept with every decision that the office's only operator took on an own request, and in the
words of the operation."""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """The operator at the desk before the pack's two-person rule; `alone`: nobody else works here."""

    operator: str
    alone: bool
    rule: ReviewRule

    def barred(self, proposed_by: str) -> bool:
        """Whether a request is this operator's own and somebody else has to decide it."""
        return self._own(proposed_by) and not self.alone

    def single_handed(self, proposed_by: str) -> bool:
        """Whether a decision is to be marked: own request, and nobody else there to decide it."""
        return self._own(proposed_by) and self.alone

    def _own(self, proposed_by: str) -> bool:
        return self.rule.two_persons and proposed_by == self.operator


def reviewer(context: Context, connection: Connection) -> Reviewer:
    """The present operator as a reviewer."""
    alone = len(operators(connection)) <= 1
    return Reviewer(context.operator, alone, context.policy.review)


def closed_state(
    policy: Policy,
    field: str,
    *,
    stage: Stage,
    values: Mapping[str, str | None],
    proposed_on: date,
) -> FieldState | None:
    """Why a submitted change may not be written under the pack in force; None where it may.

    The day it was submitted counts: what came in by the last day of a window is decided later
    (G 二). Locked it can be because the pack was changed, or the member's stage.
    """
    state = policy.field_state(field, stage=stage, values=values, today=proposed_on)
    return state if state.tier is Tier.LOCKED and stage not in LEFT else None
