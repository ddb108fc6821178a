"""Deciding change requests: field by field, by the branch (G 一.3), conflicts never overwritten.

Where the pack says so, the proposer does not decide; in an office of one operator it is marked.
Several at once go only where nothing has to be weighed; report-ins that wait are let in or sent
back (G 一.1).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.errors import BadInput, RuleRefused, TuanjiError
from ..core.progress import Progress, Quiet, watched
from ..members import queries as members
from ..members.service import find_doubles, report_in, write_reviewed
from ..office.context import Context
from ..rules.fields import FIELDS, Group
from ..rules.lifecycle import CHANGE_REQUEST, LEFT, Actor, next_state
from . import queries
from .guards import MARK, Reviewer, closed_state, reviewer
from .queries import ReviewField, ReviewRequest

_WEIGHED = frozenset({Group.IDENTITY, Group.LEAGUE})
"""Groups whose fields say who is a member since when: each of them is looked at by itself."""

OWN = "由您提出，须由另一位操作员审核"


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of each field; a conflict stays pending. `single_handed`: the only operator of
    the office decided an own request, which is marked."""

    accepted: tuple[str, ...]
    returned: tuple[str, ...]
    conflicts: tuple[str, ...]
    operation: int | None
    single_handed: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Which fields were taken back."""

    fields: tuple[str, ...]
    operation: int


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
    unless `seen` gives the value that the record has now, as the reviewer saw it. Refused:
    `change.two_persons` (the proposer, where the pack wants another one), `change.left`,
    `change.locked` (the pack does not let it be changed).
    """
    reason = (reason or "").strip() or None
    _require_reason(return_, reason)
    if set(accept) & set(return_):
        raise BadInput("change.both", "同一字段不能既通过又退回。")
    with context.database.read() as connection:
        request = queries.request(connection, request_id)
        member = members.member(connection, request.member_id)
        at_desk = reviewer(context, connection)
    pending = _pending(request, (*accept, *return_))
    _require_other_person(at_desk, request)
    conflicts = tuple(name for name in accept if _unseen(pending[name], seen or {}))
    accepted = tuple(name for name in accept if name not in conflicts)
    returned = tuple(return_)
    if accept and (why := why_closed(context, request, member, accepted)):
        raise why
    if not accepted and not returned:
        return Decided((), (), conflicts, None)
    values = {name: pending[name].new for name in accepted}
    with context.database.read() as connection:
        _require_free_numbers(connection, values, member.id)
    parts = []
    if accepted:
        parts.append(f"通过{_labels(accepted)}")
    if returned:
        parts.append(f"退回{_labels(returned)}")
    alone = at_desk.single_handed(request.proposed_by)
    words = f"审核 {member.name} 的修改申请：{'，'.join(parts)}{_mark(alone)}"
    operation = context.operation("change.decide", words, reason=reason, document=request.basis)
    with context.database.write(operation) as writing:
        connection = writing.connection
        write_reviewed(connection, context.policy, member, values)
        decision = _marked(reason, alone)
        _record(connection, context, [pending[name] for name in accepted], "accepted", decision)
        _record(connection, context, [pending[name] for name in returned], "returned", decision)
    return Decided(accepted, returned, conflicts, writing.number, alone)


def withdraw_change(
    context: Context,
    *,
    request_id: int,
    fields: Collection[str] = (),
    reason: str | None = None,
) -> Withdrawn:
    """Takes pending fields of a request back (none named: all), by the one who proposed it.

    Another operator does so for the member, and writes down how the member asked for it.
    """
    reason = (reason or "").strip() or None
    with context.database.read() as connection:
        request = queries.request(connection, request_id)
    names = tuple(fields) or tuple(field.field for field in request.pending)
    pending = _pending(request, names)
    if not pending:
        raise BadInput("change.not_pending", f"申请 {request_id} 已经办结，不能撤回。")
    if reason is None and request.proposed_by != context.operator:
        raise BadInput(
            "change.withdraw_reason",
            f"这件申请由{request.proposed_by}提出。代团员撤回，请写明情况，例如“团员本人来电撤回”。",
        )
    state = next_state(CHANGE_REQUEST, "pending", "withdraw", actor=Actor.MEMBER)
    words = f"撤回 {request.name} 的修改申请：{_labels(names)}"
    operation = context.operation("change.withdraw", words, reason=reason, document=request.basis)
    with context.database.write(operation) as writing:
        taken = [pending[name] for name in names]
        _record(writing.connection, context, taken, state, reason or "提出人撤回")
    return Withdrawn(names, writing.number)


def why_closed(
    context: Context,
    request: ReviewRequest,
    member: members.Member,
    fields: Collection[str],
) -> RuleRefused | None:
    """Why the fields may not be written at all; such a request can only go back."""
    if member.status in LEFT:
        return RuleRefused("change.left", f"{member.name} 已不在册，只能退回这项申请。")
    for name in fields:
        state = closed_state(
            context.policy,
            name,
            stage=member.status,
            values=member.values,
            proposed_on=request.proposed_on,
        )
        if state is not None:
            message = f"“{_label(name)}”现在不能改：{state.reason}这项申请只能退回。"
            return RuleRefused("change.locked", message, clause=state.clause)
    return None


def why_single(fields: Collection[str], conflicts: Collection[str]) -> str:
    """Why a request is not accepted together with others, in words; '' where it is harmless."""
    for name in fields:
        if name in conflicts:
            return f"“{_label(name)}”有冲突，须逐件选择"
        if name not in FIELDS or FIELDS[name].group in _WEIGHED:
            return f"“{_label(name)}”须逐件核对"
    return ""


def accept_several(
    context: Context,
    *,
    request_ids: Collection[int],
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> Several:
    """Accepts all fields of several requests in one operation; what has to be weighed is left."""
    with context.database.read() as connection:
        found = [one for one in queries.requests(connection, request_ids) if one.pending]
        people = {
            one.id: one
            for one in members.members(connection, sorted({one.member_id for one in found}))
        }
        at_desk = reviewer(context, connection)
    left, chosen = [], []
    for one in found:
        if why := _why_left(context, at_desk, one, people[one.member_id]):
            left.append((one.id, f"{one.name}：{why}"))
        else:
            chosen.append(one)
    if not chosen:
        return Several((), tuple(left))
    alone = any(at_desk.single_handed(one.proposed_by) for one in chosen)
    words = f"通过 {len(chosen)} 件修改申请：{_names(chosen)}{_mark(alone)}"
    with context.database.write(
        context.operation("change.decide", words), progress=progress
    ) as writing:
        connection = writing.connection
        wanted: dict[int, dict[str, str | None]] = {}
        for one in chosen:  # several of one member are one write: what is missing follows from all
            wanted.setdefault(one.member_id, {}).update({f.field: f.new for f in one.pending})
        for member_id, values in watched(list(wanted.items()), progress, "写入"):
            write_reviewed(connection, context.policy, people[member_id], values)
        _record_all(connection, context, at_desk, chosen, "accepted", None)
    return Several(tuple(one.id for one in chosen), tuple(left))


def return_several(context: Context, *, request_ids: Collection[int], reason: str) -> Several:
    """Returns all pending fields of several requests with one reason, in one operation."""
    reason = reason.strip()
    _require_reason(request_ids, reason)
    with context.database.read() as connection:
        found = [one for one in queries.requests(connection, request_ids) if one.pending]
        at_desk = reviewer(context, connection)
    left = tuple((one.id, f"{one.name}：{OWN}") for one in found if at_desk.barred(one.proposed_by))
    chosen = [one for one in found if not at_desk.barred(one.proposed_by)]
    if not chosen:
        return Several((), left)
    alone = any(at_desk.single_handed(one.proposed_by) for one in chosen)
    words = f"退回 {len(chosen)} 件修改申请：{_names(chosen)}{_mark(alone)}"
    operation = context.operation("change.decide", words, reason=reason)
    with context.database.write(operation) as writing:
        _record_all(writing.connection, context, at_desk, chosen, "returned", reason)
    return Several(tuple(one.id for one in chosen), left)


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


def _why_left(
    context: Context, at_desk: Reviewer, request: ReviewRequest, member: members.Member
) -> str:
    """Why a request is not among those accepted together, in a few words."""
    names = [field.field for field in request.pending]
    if at_desk.barred(request.proposed_by):
        return OWN
    if member.status in LEFT:
        return "已不在册，只能退回"
    if refused := why_closed(context, request, member, names):
        return refused.message
    return why_single(names, [field.field for field in request.pending if field.conflict])


def _require_other_person(at_desk: Reviewer, request: ReviewRequest) -> None:
    if at_desk.barred(request.proposed_by):
        raise RuleRefused(
            "change.two_persons",
            f"{request.name} 的这件申请由您（{request.proposed_by}）提出，须由另一位操作员审核。"
            "不想改了，可以撤回申请。",
            clause=at_desk.rule.clause,
        )


def _require_reason(returned: Collection[object], reason: str | None) -> None:
    if returned and not reason:
        raise BadInput("change.reason", "退回要写明原因，申请人才知道改什么。")


def _require_free_numbers(
    connection: Connection, values: Mapping[str, str | None], member_id: int
) -> None:
    """A number that somebody else was given since the request was made is not given twice."""
    for found in find_doubles(connection, values, but=member_id):
        if found.level == "error":
            raise BadInput(found.code, found.message)


def _pending(request: ReviewRequest, names: Collection[str]) -> dict[str, ReviewField]:
    """The pending fields of a request by name; those named must be among them."""
    pending = {field.field: field for field in request.pending}
    for name in names:
        if name not in pending:
            raise BadInput(
                "change.not_pending", f"申请 {request.id} 没有待审核的“{_label(name)}”。"
            )
    return pending


def _unseen(field: ReviewField, seen: Mapping[str, str | None]) -> bool:
    """Whether the record says something that the reviewer did not see before accepting."""
    return field.conflict and not (field.field in seen and seen[field.field] == field.current)


def _label(name: str) -> str:
    return FIELDS[name].label if name in FIELDS else name


def _labels(names: Collection[str]) -> str:
    return "、".join(_label(name) for name in names)


def _names(chosen: Sequence[ReviewRequest]) -> str:
    names = list(dict.fromkeys(one.name for one in chosen))
    return "、".join(names[:4]) + (f"等 {len(names)} 人" if len(names) > 4 else "")


def _mark(alone: bool) -> str:
    return f"（{MARK}）" if alone else ""


def _marked(reason: str | None, alone: bool) -> str | None:
    """The words kept with a decision."""
    if not alone:
        return reason
    return f"{reason}（{MARK}）" if reason else MARK


def _record_all(
    connection: Connection,
    context: Context,
    at_desk: Reviewer,
    chosen: Sequence[ReviewRequest],
    state: str,
    reason: str | None,
) -> None:
    for alone in (False, True):
        fields = [
            field
            for one in chosen
            if at_desk.single_handed(one.proposed_by) is alone
            for field in one.pending
        ]
        _record(connection, context, fields, state, _marked(reason, alone))


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
