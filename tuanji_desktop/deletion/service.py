"""What a clerk does on the deletion desk: request, number a batch, pass it on, enter decisions.

Deletion corrects wrong data and nothing else (domain.md §7). The right to approve was taken from
every grass-roots committee: they pass on or return, the levels that the pack names gather, send
by formal letter and decide (G 三.1, Q 五.4). An approved member leaves the roster; the record,
its history and its papers stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ..core.errors import BadInput
from ..office.archive import Attachment, content_of, insert_row, keep_attachment
from ..office.context import Context
from ..office.second import require_second_operator
from ..rules.lifecycle import next_state
from .attempts import record_attempt
from .batches import (
    Batch,
    BatchPlan,
    create_batch,
    plan_batch,
    preflight,
    remake_batch,
    remake_by_hand,
)
from .chain import Stepped, step_batch
from .decisions import (
    Decided,
    DecidedLine,
    decide_batch,
    enter_decision,
    return_all,
    return_requests,
)
from .guards import (
    Verification,
    member_record,
    previous_request,
    require_attachments,
    require_on_roster,
    require_own_number,
    smells,
    unfinished_transfers,
)
from .reasons import Reason, admitted, labels

__all__ = [
    "Attachment", "Batch", "BatchPlan", "Decided", "DecidedLine", "Override", "Reason", "Requested",
    "Stepped", "Verification", "create_batch", "decide_batch", "enter_decision", "plan_batch",
    "preflight", "remake_batch", "remake_by_hand", "request_deletion", "return_all", "return_requests", "step_batch",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Requested:
    """A new request; `flags` are questions (`guards.FLAG_WORDS`), no refusals."""

    request_id: int
    status: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Override:
    """A graduate whose transfer is unfinished is requested all the same: why, and the second
    operator who answers for it – by their own password where the file has one (domain.md §7)."""

    reason: str
    by: str
    password: str | None = None


def request_deletion(
    context: Context,
    *,
    member_id: int,
    reasons: Sequence[Reason],
    note: str | None = None,
    attachments: Sequence[Attachment] = (),
    previous_id: int | None = None,
    verification: Verification | None = None,
    override: Override | None = None,
) -> Requested:
    """A branch asks to have a wrong record deleted.

    Refused: kinds that the pack refuses, a graduate whose transfer is unfinished (G 三) – unless
    a second operator answers for it with a reason, which never admits a refused kind –, a
    mistaken approval without 情况说明 and 检讨 (G 三.2), a second open request, a record that is
    not on the roster. After a return only a new request counts: it is linked to the returned one
    (`previous_id`, by default the member's last) and `verification` records by whom and when it
    was 认真核查 (G 三.3).
    """
    policy = context.policy
    with context.database.read() as connection:
        member = member_record(connection, member_id)
        name = str(member["name"] or "")
        require_on_roster(policy, name, str(member["status"]))
        clean = admitted(policy, reasons, member, today=context.today)
        require_attachments(policy, clean, [one.kind for one in attachments])
        require_own_number(connection, policy, member_id, clean)
        unfinished = unfinished_transfers(connection, policy, {member_id: name})
    if unfinished is not None and override is None:
        record_attempt(context, member_id=member_id, name=name, reasons=clean, why=unfinished[0])
        raise unfinished[0]
    with context.database.read() as connection:
        previous = previous_request(
            connection, policy, member_id, previous_id, verification, today=context.today
        )
        flags = smells(connection, int(member["branch_id"] or 0), clean, today=context.today)
    why, second = _second(context, override, needed=unfinished is not None, name=name)
    contents = [content_of(attachment) for attachment in attachments]
    state = next_state(policy.deletion_machine, "draft", "request")
    words = f"申请删除 {name}（{labels(policy, clean)}）"
    if second:
        flags = ("unfinished_transfer", *flags)
        words += f"，转接尚未完成，经第二操作员 {second} 同意特别办理：{why}"
    check = verification if previous is not None else None
    with context.database.write(
        context.operation("deletion.request", words, reason=note)
    ) as writing:
        connection = writing.connection
        request_id = insert_row(
            connection,
            "deletion_requests",
            member_id=member_id,
            state=state,
            note=note,
            flags=",".join(flags),
            requested_by=context.operator,
            requested_on=context.today.isoformat(),
            previous_id=previous,
            override_reason=why,
            override_by=second,
            verified_by=check.by.strip() if check else None,
            verified_on=check.on.isoformat() if check and check.on else None,
        )
        for reason in clean:
            insert_row(
                connection,
                "deletion_reasons",
                request_id=request_id,
                code=reason.code,
                corrected=reason.corrected,
            )
        for attachment, content in zip(attachments, contents, strict=True):
            keep_attachment(
                connection, attachment, content, request_id=request_id, member_id=member_id
            )
    return Requested(request_id, state, flags)


def _second(
    context: Context, override: Override | None, *, needed: bool, name: str
) -> tuple[str | None, str | None]:
    """Reason and second operator of an override; it needs both, and something to override."""
    if override is None:
        return None, None
    if not needed:
        raise BadInput(
            "deletion.override_needless",
            f"{name} 没有未完成的转接，不需要特别办理，请直接提出申请。",
        )
    why = override.reason.strip()
    if not why:
        raise BadInput(
            "deletion.override_reason", "特别办理须写明理由，说明为什么不是以删除代替转接。"
        )
    return why, require_second_operator(context, name=override.by, password=override.password)
