"""What every act on a batch writes or looks up: rows, and who did what on which paper."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row

from ..core.errors import BadInput, NotFound, RuleRefused
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

VOIDED = "voided"
"""State of a batch whose paper holds no more: its lines went to another number."""
VOIDED_LABEL = "已作废"


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
    done_on: date | None = None,
) -> None:
    """A step of the batch with date (today's where none is said), person and document number."""
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
        done_on=(done_on or context.today).isoformat(),
    )


def bears(number: str) -> str:
    """A batch's paper as the register of 文号 names it."""
    return f"删除批次 {number}"


def act_day(context: Context, done_on: date | None, *, after: str | None) -> date:
    """The day of an act: today, or an earlier one that is entered afterwards, not before what
    came before it (`after`)."""
    day = done_on or context.today
    if day > context.today:
        raise BadInput("deletion.day_future", f"办理日期 {day} 在今天之后。请填写实际办理的日期。")
    if after and day.isoformat() < after:
        raise BadInput(
            "deletion.day_early", f"办理日期 {day} 早于上一步的 {after}。请按先后顺序登记。"
        )
    return day


def last_day(connection: Connection, batch_id: int) -> str | None:
    """The day of the batch's last step."""
    day: str | None = connection.exec_driver_sql(
        "SELECT max(done_on) FROM deletion_steps WHERE batch_id = ?", (batch_id,)
    ).scalar()
    return day


def batch_row(connection: Connection, batch_id: int) -> Row[Any]:
    """What the acts need of a batch; NotFound where there is none."""
    row = connection.exec_driver_sql(
        "SELECT b.id, b.number, b.state, b.form, b.org_id, b.document_number, b.contact, "
        "b.contact_phone, o.kind, n.number AS replaced_by FROM deletion_batches AS b "
        "JOIN organizations AS o ON o.id = b.org_id "
        "LEFT JOIN deletion_batches AS n ON n.id = b.replaced_by WHERE b.id = ?",
        (batch_id,),
    ).one_or_none()
    if row is None:
        raise NotFound("deletion.batch_unknown", f"没有序号为 {batch_id} 的删除批次。")
    return row


def open_batch(connection: Connection, batch_id: int) -> Row[Any]:
    """The same for an act; a voided batch is refused and names the one in its place."""
    row = batch_row(connection, batch_id)
    if row.state == VOIDED:
        raise RuleRefused(
            "deletion.voided",
            f"批次 {row.number} 已作废，改编为批次 {row.replaced_by}。请办理批次 {row.replaced_by}。",
        )
    return row
