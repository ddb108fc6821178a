"""Who did what with a list, on which paper."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import Connection

from ..office.archive import insert_row
from ..office.context import Context
from ..rules.lifecycle import Actor

LEVELS: Mapping[str, Actor] = MappingProxyType(
    {
        "county": Actor.COUNTY,
        "committee": Actor.COMMITTEE,
        "work_committee": Actor.COMMITTEE,
        "general_branch": Actor.GENERAL_BRANCH,
    }
)
"""The level of the League that a kind of organisation stands for; a branch is `Actor.BRANCH`."""


def record_step(
    connection: Connection,
    context: Context,
    list_id: int,
    act: str,
    level: Actor,
    *,
    lines: Sequence[int] = (),
    document_number: str | None = None,
    reason: str | None = None,
) -> None:
    """A step of a list with date, person and document number."""
    insert_row(
        connection,
        "correction_steps",
        list_id=list_id,
        act=act,
        level=level.value,
        lines=",".join(map(str, lines)) or None,
        document_number=document_number,
        reason=reason,
        done_by=context.operator,
        done_on=context.today.isoformat(),
    )
