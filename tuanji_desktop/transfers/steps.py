"""A transfer as its acts see it, and the line that each act leaves."""

from typing import Any

from sqlalchemy import Connection, Row

from ..core.errors import NotFound
from ..office.archive import insert_row
from ..office.context import Context
from ..rules.lifecycle import TRANSFERS, Actor

SIDE = (Actor.RECEIVING_BRANCH, Actor.RECEIVING_SUPERIOR)


def transfer_of(connection: Connection, transfer_id: int) -> Row[Any]:
    """A transfer with what its acts depend on."""
    row = connection.exec_driver_sql(
        "SELECT t.id, t.member_id, coalesce(m.name, t.name) AS name, t.kind, t.machine, t.state, "
        "t.source_id, t.source, t.target_id, t.target, t.in_province, t.started_by, t.entry_id, "
        "t.id_number, t.mobile, m.status, m.branch_id FROM transfers AS t "
        "LEFT JOIN members AS m ON m.id = t.member_id WHERE t.id = ?",
        (transfer_id,),
    ).one_or_none()
    if row is None:
        raise NotFound("transfer.unknown", f"没有编号为 {transfer_id} 的转接。")
    return row


def receivers_turn(row: Row[Any]) -> bool:
    """Whether the next approval is the receiving side's."""
    steps = TRANSFERS[row.machine].steps_from(row.state)
    return any(one.act == "approve" and one.actor in SIDE for one in steps)


def record_step(
    connection: Connection,
    context: Context,
    transfer_id: int,
    act: str,
    actor: Actor,
    *,
    reason: str | None = None,
    day: str = "",
) -> None:
    """One line of what happened to a transfer; `day` is today where it is not given."""
    insert_row(
        connection,
        "transfer_steps",
        transfer_id=transfer_id,
        act=act,
        level=actor.value,
        reason=reason,
        done_by=context.operator,
        done_on=day or context.today.isoformat(),
    )
