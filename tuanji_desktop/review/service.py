"""Deciding change requests: field by field, by the branch (G 一.3), conflicts never overwritten.

Several at once go only where nothing has to be weighed; report-ins that wait are let in or sent
back (G 一.1).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.errors import BadInput, RuleRefused, TuanjiError
from ..members import queries as members
from ..members.service import report_in, write_reviewed
from ..office.context import Context
from ..rules.fields import FIELDS, Group
from ..rules.lifecycle import LEFT
from . import queries
from .queries import ReviewField, ReviewRequest

_WEIGHED = frozenset({Group.IDENTITY, Group.LEAGUE})
"""Groups whose fields say who is a member since when: each of them is looked at by itself."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of each field; a conflict stays pending."""

    accepted: tuple[str, ...]
    returned: tuple[str, ...]
    conflicts: tuple[str, ...]
    operation: int | None


@dataclass(frozen=True, slots=True)
class Several:
    """What became of several: ids that were decided, and who was left with the reason in words."""

    decided: tuple[int, ...]
    left: tuple[tuple[int, str], ...]


def decide_change(
    context: Context,
    *,
    request_id: int,
    accept: Collection[str] = (),
    return_: Collection[str] = (),
    reason: str | None = None,
    seen: Mapping[str, str | None] | None = None,
) -> Decided:
    """Accepts some fields of a request and returns others with a reason.

    A field whose record changed after the request was made is a conflict: it is not written
    unless `seen` gives the value that the record has now, as the reviewer saw it.
    """
    reason = (reason or "").strip() or None
    _require_reason(return_, reason)
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
    conflicts = tuple(name for name in accept if _unseen(pending[name], seen or {}))
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
    with context.database.write(operation) as writing:
        connection = writing.connection
        write_reviewed(
            connection, context.policy, member, {name: pending[name].new for name in accepted}
        )
        _record(connection, context, [pending[name] for name in accepted], "accepted", reason)
        _record(connection, context, [pending[name] for name in returned], "returned", reason)
    return Decided(accepted, returned, conflicts, writing.number)


def why_single(request: ReviewRequest) -> str:
    """Why a request is not accepted together with others, in words; '' where it is harmless."""
    for field in request.pending:
        label = FIELDS[field.field].label
        if field.conflict:
            return f"“{label}”有冲突，须逐件选择"
        if FIELDS[field.field].group in _WEIGHED:
            return f"“{label}”须逐件核对"
    return ""


def accept_several(context: Context, *, request_ids: Collection[int]) -> Several:
    """Accepts all fields of several requests in one operation; what has to be weighed is left."""
    with context.database.read() as connection:
        found = queries.requests(connection, request_ids)
        people = {
            one.id: one
            for one in members.members(connection, sorted({one.member_id for one in found}))
        }
    left, chosen = [], []
    for one in found:
        gone = people[one.member_id].status in LEFT
        why = "已不在册，只能退回" if gone else why_single(one)
        if why:
            left.append((one.id, f"{one.name}：{why}"))
        elif one.pending:
            chosen.append(one)
    if not chosen:
        return Several((), tuple(left))
    words = f"通过 {len(chosen)} 件修改申请：{_names(chosen)}"
    with context.database.write(context.operation("change.decide", words)) as writing:
        connection = writing.connection
        wanted: dict[int, dict[str, str | None]] = {}
        for one in chosen:  # several of one member are one write: what is missing follows from all
            wanted.setdefault(one.member_id, {}).update({f.field: f.new for f in one.pending})
        for member_id, values in wanted.items():
            write_reviewed(connection, context.policy, people[member_id], values)
        fields = [field for one in chosen for field in one.pending]
        _record(connection, context, fields, "accepted", None)
    return Several(tuple(one.id for one in chosen), tuple(left))


def return_several(context: Context, *, request_ids: Collection[int], reason: str) -> Several:
    """Returns all pending fields of several requests with one reason, in one operation."""
    reason = reason.strip()
    _require_reason(request_ids, reason)
    with context.database.read() as connection:
        chosen = [one for one in queries.requests(connection, request_ids) if one.pending]
    if not chosen:
        return Several((), ())
    words = f"退回 {len(chosen)} 件修改申请：{_names(chosen)}"
    operation = context.operation("change.decide", words, reason=reason)
    with context.database.write(operation) as writing:
        fields = [field for one in chosen for field in one.pending]
        _record(writing.connection, context, fields, "returned", reason)
    return Several(tuple(one.id for one in chosen), ())


def decide_report_ins(
    context: Context, *, member_ids: Sequence[int], act: str, reason: str | None = None
) -> Several:
    """Lets report-ins in (`approve`) or sends them back (`return`), each an operation of its own;
    one that is refused does not hold up the others."""
    done, left = [], []
    for member_id in member_ids:
        try:
            report_in(context, member_id=member_id, act=act, reason=reason)
            done.append(member_id)
        except TuanjiError as error:
            if len(member_ids) == 1:
                raise
            with context.database.read() as connection:
                name = members.member(connection, member_id).name
            left.append((member_id, f"{name}：{error.message}"))
    return Several(tuple(done), tuple(left))


def _require_reason(returned: Collection[object], reason: str | None) -> None:
    if returned and not reason:
        raise BadInput("change.reason", "退回要写明原因，申请人才知道改什么。")


def _unseen(field: ReviewField, seen: Mapping[str, str | None]) -> bool:
    """Whether the record says something that the reviewer did not see before accepting."""
    return field.conflict and not (field.field in seen and seen[field.field] == field.current)


def _names(chosen: Sequence[ReviewRequest]) -> str:
    names = list(dict.fromkeys(one.name for one in chosen))
    return "、".join(names[:4]) + (f"等 {len(names)} 人" if len(names) > 4 else "")


def _record(
    connection: Connection,
    context: Context,
    fields: Sequence[ReviewField],
    state: str,
    reason: str | None,
) -> None:
    if fields:
        at = context.stamp()
        connection.exec_driver_sql(
            "UPDATE change_fields SET state = ?, decided_by = ?, decided_at = ?, "
            "decision_reason = ? WHERE id = ?",
            [(state, context.operator, at, reason, field.id) for field in fields],
        )
