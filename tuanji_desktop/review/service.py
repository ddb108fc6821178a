"""Deciding change requests: field by field, by the branch (G 一.3), conflicts never overwritten."""

from collections.abc import Collection
from dataclasses import dataclass

from ..core.errors import BadInput, RuleRefused
from ..members import queries as members
from ..members.service import write_reviewed
from ..office.context import Context
from ..rules.fields import FIELDS
from ..rules.lifecycle import LEFT
from . import queries


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of each field; a conflict stays pending."""

    accepted: tuple[str, ...]
    returned: tuple[str, ...]
    conflicts: tuple[str, ...]
    operation: int | None


def decide_change(
    context: Context,
    *,
    request_id: int,
    accept: Collection[str] = (),
    return_: Collection[str] = (),
    reason: str | None = None,
    accept_conflicts: bool = False,
) -> Decided:
    """Accepts some fields of a request and returns others with a reason.

    A field whose record changed after the request was made is a conflict: it is not written
    unless the reviewer has seen both values and says so.
    """
    if return_ and not (reason or "").strip():
        raise BadInput("change.reason", "退回要写明原因，申请人才知道改什么。")
    if set(accept) & set(return_):
        raise BadInput("change.both", "同一字段不能既通过又退回。")
    with context.database.read() as connection:
        request = queries.request(connection, request_id)
        member = members.member(connection, request.member_id)
    pending = {field.field: field for field in request.pending}
    for name in (*accept, *return_):
        if name not in pending:
            label = FIELDS[name].label if name in FIELDS else name
            raise BadInput("change.not_pending", f"申请 {request_id} 没有待审核的“{label}”。")
    if accept and member.status in LEFT:
        raise RuleRefused("change.left", f"{member.name} 已不在册，只能退回这项申请。")
    conflicts = tuple(name for name in accept if pending[name].conflict and not accept_conflicts)
    accepted = tuple(name for name in accept if name not in conflicts)
    returned = tuple(return_)
    if not accepted and not returned:
        return Decided((), (), conflicts, None)
    parts = []
    if accepted:
        parts.append("通过" + "、".join(FIELDS[name].label for name in accepted))
    if returned:
        parts.append("退回" + "、".join(FIELDS[name].label for name in returned))
    words = f"审核 {member.name} 的修改申请：{'，'.join(parts)}"
    operation = context.operation("change.decide", words, reason=reason, document=request.basis)
    at = context.stamp()
    with context.database.write(operation) as writing:
        connection = writing.connection
        write_reviewed(
            connection, context.policy, member, {name: pending[name].new for name in accepted}
        )
        connection.exec_driver_sql(
            "UPDATE change_fields SET state = ?, decided_by = ?, decided_at = ?, "
            "decision_reason = ? WHERE id = ?",
            [
                (state, context.operator, at, reason, pending[name].id)
                for state, names in (("accepted", accepted), ("returned", returned))
                for name in names
            ],
        )
    return Decided(accepted, returned, conflicts, writing.number)
