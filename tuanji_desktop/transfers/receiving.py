"""The receiving side's end of a transfer: the branch allotted, the member taken in or let go."""

from typing import Any

from sqlalchemy import Connection, Row

from ..core.errors import BadInput
from ..office.context import Context
from ..orgs.kinds import BRANCH_KINDS
from ..orgs.queries import Organization, by_id
from ..rules.lifecycle import MEMBERSHIP, next_state
from .newcomers import take_in
from .plan import OPEN_CORRECTIONS, require_ready


def home_of(connection: Connection, row: Row[Any], branch_id: int | None) -> Organization | None:
    """The branch of this office that receives; None where the target lies outside.

    Raises `BadInput`: `transfer.branch_needed` where a superior unit still has to allot one.
    """
    if row.target_id is None:
        return None
    unit = by_id(connection, int(row.target_id))
    if unit.status != "active":
        raise BadInput("branch.unknown", f"“{unit.full_name}”已经撤销，请退回这件转接，重新发起。")
    if unit.kind in BRANCH_KINDS:
        if branch_id is not None and branch_id != unit.id:
            raise BadInput(
                "transfer.allotted",
                f"转入的已是团支部“{unit.short_name}”，不能再分配到别的团支部。",
            )
        return unit
    if branch_id is None:
        raise BadInput(
            "transfer.branch_needed", f"转入的是“{unit.short_name}”，请选择分配到哪个团支部。"
        )
    branch = by_id(connection, branch_id)
    below = connection.exec_driver_sql(
        "SELECT 1 FROM org_ancestors WHERE org_id = ? AND ancestor_id = ?", (branch.id, unit.id)
    ).scalar()
    if branch.kind not in BRANCH_KINDS or branch.status != "active" or not below:
        raise BadInput(
            "branch.unknown", f"“{branch.full_name}”不是“{unit.short_name}”之下在用的团支部。"
        )
    return branch


def allot(connection: Connection, row: Row[Any], home: Organization | None) -> bool:
    """Writes the branch that a superior unit assigned; whether there was anything to assign."""
    if home is None or home.id == row.target_id:
        return False
    connection.exec_driver_sql(
        "UPDATE transfers SET target_id = ?, target = ? WHERE id = ?",
        (home.id, home.full_name, row.id),
    )
    return True


def require_free(connection: Connection, context: Context, row: Row[Any]) -> None:
    """At the last approval: the member may still go, and nothing else was opened meanwhile."""
    if row.member_id is None:
        return
    deletion, correction = connection.exec_driver_sql(
        "SELECT EXISTS (SELECT 1 FROM deletion_requests WHERE member_id = :id "
        "AND state IN ('requested', 'endorsed', 'sent')), "
        f"(SELECT min(field) FROM corrections WHERE member_id = :id AND state IN {OPEN_CORRECTIONS})",
        {"id": row.member_id},
    ).one()
    require_ready(context, row.status, deletion, correction)


def receive(
    connection: Connection, context: Context, row: Row[Any], home: Organization | None
) -> None:
    """What the last approval does to the member."""
    day = context.today.isoformat()
    if row.member_id is None:
        assert home is not None  # whoever comes in comes to a unit of this office
        member_id = take_in(connection, context, row, home)
        connection.exec_driver_sql(
            "UPDATE transfers SET member_id = ? WHERE id = ?", (member_id, row.id)
        )
        return
    after = next_state(MEMBERSHIP, row.status, "transfer_out")  # refuses who is off the roster
    if home is not None:
        connection.exec_driver_sql(
            "UPDATE members SET branch_id = ?, status_on = ?, "
            "status_reason = iif(status = 'retained', NULL, status_reason), "
            "status = iif(status = 'retained', 'active', status) WHERE id = ?",
            (home.id, day, row.member_id),
        )
        _end_retention(connection, context, row.member_id)
        return
    connection.exec_driver_sql(
        "UPDATE members SET status = ?, status_on = ?, status_reason = ? WHERE id = ?",
        (after, day, f"转往 {row.target}", row.member_id),
    )
    _end_retention(connection, context, row.member_id)
    connection.exec_driver_sql(
        "UPDATE change_fields SET state = 'withdrawn', decided_by = ?, decided_at = ?, "
        "decision_reason = '团员已转出' WHERE state = 'pending' AND request_id IN "
        "(SELECT id FROM change_requests WHERE member_id = ?)",
        (context.operator, day, row.member_id),
    )


def _end_retention(connection: Connection, context: Context, member_id: int) -> None:
    """Who was received elsewhere is not kept where they were any longer."""
    connection.exec_driver_sql(
        "UPDATE retentions SET ended_on = ?, end_reason = '组织关系已转接', ended_by = ? "
        "WHERE member_id = ? AND ended_on IS NULL",
        (context.today.isoformat(), context.operator, member_id),
    )
