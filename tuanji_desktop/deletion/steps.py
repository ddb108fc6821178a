"""What every act on a batch writes or looks up: rows, and who did what on which paper."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row

from ..core.errors import NotFound
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
    batch_id: int,
    act: str,
    level: Actor,
    *,
    lines: Sequence[int] = (),
    document_number: str | None = None,
    reason: str | None = None,
) -> None:
    """A step of the batch with date, person and document number."""
    insert_row(
        connection,
        "deletion_steps",
        batch_id=batch_id,
        act=act,
        level=level.value,
        lines=",".join(map(str, lines)) or None,
        document_number=document_number,
        reason=reason,
        done_by=context.operator,
        done_on=context.today.isoformat(),
    )


def batch_row(connection: Connection, batch_id: int) -> Row[Any]:
    """What the acts need of a batch; NotFound where there is none."""
    row = connection.exec_driver_sql(
        "SELECT b.id, b.number, b.state, b.document_number, o.kind FROM deletion_batches AS b "
        "JOIN organizations AS o ON o.id = b.org_id WHERE b.id = ?",
        (batch_id,),
    ).one_or_none()
    if row is None:
        raise NotFound("deletion.batch_unknown", f"没有序号为 {batch_id} 的删除批次。")
    return row
