"""What a clerk does on the deletion desk: request, number a batch, pass it on, enter decisions.

Deletion corrects wrong data and nothing else (domain.md §7). The right to approve was taken from
every grass-roots committee: they pass on or return, the levels that the pack names gather, send
by formal letter and decide (G 三.1, Q 五.4). An approved member leaves the roster; the record,
its history and its papers stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from ..core.errors import NotFound, RuleRefused
from ..office.archive import Attachment, content_of, insert_row, keep_attachment
from ..office.context import Context
from ..office.service import get_setting
from ..papers.preflight import PaperFinding
from ..rules.lifecycle import Actor, next_state
from .decisions import (
    Decided,
    DecidedLine,
    Stepped,
    decide_batch,
    return_all,
    step_batch,
)
from .form import content_hash
from .guards import (
    member_record,
    previous_request,
    require_attachments,
    require_finished_transfer,
    require_on_roster,
    smells,
)
from .papers import (
    FORM_TITLES,
    BatchHead,
    BatchLine,
    archive,
    blocking,
    draw,
    fill,
    known_form,
    lines_where,
)
from .reasons import Reason, admitted, labels
from .steps import LEVELS, record_step

__all__ = [
    "Attachment", "Batch", "BatchPlan", "Decided", "DecidedLine", "Reason", "Requested", "Stepped",
    "create_batch", "decide_batch", "plan_batch", "preflight", "request_deletion", "return_all", "step_batch",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Requested:
    """A new request; `flags` are questions (`guards.FLAG_WORDS`), no refusals."""

    request_id: int
    status: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """A batch as it would be made now: what its paper says, and what would be wrong with it."""

    head: BatchHead
    lines: tuple[BatchLine, ...]
    findings: tuple[PaperFinding, ...]

    @property
    def blocking(self) -> tuple[PaperFinding, ...]:
        """Those findings that keep it back."""
        return blocking(self.findings)


@dataclass(frozen=True, slots=True)
class Batch:
    """A numbered batch whose paper is filed; `hash` is of its content, `sha256` of the bytes."""

    id: int
    number: str
    requests: tuple[int, ...]
    pages: int
    hash: str
    sha256: str


# ---------------------------------------------------------------- the request
def request_deletion(
    context: Context,
    *,
    member_id: int,
    reasons: Sequence[Reason],
    note: str | None = None,
    attachments: Sequence[Attachment] = (),
    previous_id: int | None = None,
) -> Requested:
    """A branch asks to have a wrong record deleted.

    Refused: kinds that the pack refuses, a graduate whose transfer is unfinished (G 三), a
    mistaken approval without 情况说明 and 检讨 (G 三.2), a second open request, a record that is
    not on the roster. After a return only a new request counts: it is linked to the returned one
    (`previous_id`, by default the member's last) and its `note` records the 认真核查 (G 三.3).
    """
    policy = context.policy
    with context.database.read() as connection:
        member = member_record(connection, member_id)
        name = str(member["name"] or "")
        require_on_roster(policy, name, str(member["status"]))
        clean = admitted(policy, reasons, member, today=context.today)
        require_attachments(policy, clean, [one.kind for one in attachments])
        require_finished_transfer(connection, policy, {member_id: name})
        previous = previous_request(connection, policy, member_id, previous_id, note)
        flags = smells(connection, int(member["branch_id"] or 0), clean, today=context.today)
    contents = [content_of(attachment) for attachment in attachments]
    state = next_state(policy.deletion_machine, "draft", "request")
    words = f"申请删除 {name}（{labels(policy, clean)}）"
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


# ------------------------------------------------------------------ the batch
def create_batch(
    context: Context,
    *,
    form: str,
    org_id: int,
    contact: str | None = None,
    contact_phone: str | None = None,
    document_number: str | None = None,
) -> Batch:
    """Numbers the open requests below an organisation as one batch and files its paper.

    The order is fixed: by branch code, then by name. Whom to ask comes from the arguments, else
    from the office's settings (`office.contact`, `office.contact_phone`), else from the
    organisation. Refused, with nothing written, where there is no open request or the paper has
    a finding that keeps it back.
    """
    known_form(form)
    org, head, lines = _next_batch(context, org_id, contact, contact_phone)
    data = fill(form, head, lines)
    paper = draw(data)
    _require_printable(paper.findings, lines)
    digest = content_hash(data)
    words = f"编成删除批次 {head.number}（{len(lines)} 人）：{org.full_name}"
    operation = context.operation("deletion.batch", words, document=document_number)
    with context.database.write(operation) as writing:
        connection = writing.connection
        batch_id = insert_row(
            connection,
            "deletion_batches",
            number=head.number,
            form=form,
            org_id=org_id,
            state="requested",
            document_number=document_number,
            created_by=context.operator,
            created_on=context.today.isoformat(),
            content_hash=digest,
            contact=head.contact,
            contact_phone=head.contact_phone,
        )
        connection.exec_driver_sql(
            "UPDATE deletion_requests SET batch_id = ?, line = ? WHERE id = ?",
            [(batch_id, number, one.request_id) for number, one in enumerate(lines, start=1)],
        )
        level = LEVELS.get(org.kind, Actor.BRANCH)
        record_step(connection, context, batch_id, "gather", level, document_number=document_number)
        made_at = context.clock().isoformat(timespec="seconds")
        title = f"{FORM_TITLES[form]} {head.number}"
        archive(connection, paper, form=form, title=title, batch_id=batch_id, made_at=made_at)
    requests = tuple(one.request_id for one in lines)
    return Batch(batch_id, head.number, requests, paper.pages, digest, paper.sha256)


def plan_batch(context: Context, *, form: str, org_id: int) -> BatchPlan:
    """The batch that would be made now, with the findings of its paper; writes nothing.

    Raises `RuleRefused` as `create_batch`.
    """
    known_form(form)
    _, head, lines = _next_batch(context, org_id, None, None)
    return BatchPlan(head, lines, draw(fill(form, head, lines)).findings)


def preflight(context: Context, *, form: str, org_id: int) -> tuple[PaperFinding, ...]:
    """What would be wrong with the paper of a batch made now; writes nothing.

    Those that keep the batch back are `papers.blocking`. Raises `RuleRefused` as `create_batch`.
    """
    return plan_batch(context, form=form, org_id=org_id).findings


def _next_batch(
    context: Context, org_id: int, contact: str | None, contact_phone: str | None
) -> tuple[Row[Any], BatchHead, tuple[BatchLine, ...]]:
    """Organisation, head and lines of a batch made now."""
    with context.database.read() as connection:
        org = _organization(connection, org_id)
        lines = _open_lines(connection, context, org)
        return org, _head(connection, context, org, contact, contact_phone), lines


def _organization(connection: Connection, org_id: int) -> Row[Any]:
    row = connection.exec_driver_sql(
        "SELECT id, full_name, kind, contact, contact_phone FROM organizations WHERE id = ?",
        (org_id,),
    ).one_or_none()
    if row is None:
        raise NotFound("org.unknown", f"没有编号为 {org_id} 的团组织。")
    return row


def _head(
    connection: Connection,
    context: Context,
    org: Row[Any],
    contact: str | None,
    contact_phone: str | None,
) -> BatchHead:
    """The next number of the year, and whom to ask: as said, the office's, the organisation's."""
    office = [get_setting(connection, f"office.{key}") for key in ("contact", "contact_phone")]
    return BatchHead(
        _next_number(connection, context.today.year),
        org.full_name,
        context.today,
        contact or office[0] or org.contact or "",
        contact_phone or office[1] or org.contact_phone or "",
    )


def _open_lines(connection: Connection, context: Context, org: Row[Any]) -> tuple[BatchLine, ...]:
    """The open requests below an organisation in the order of the paper, fit to be sent."""
    lines = lines_where(
        connection,
        context.policy,
        "r.state = 'requested' AND r.batch_id IS NULL AND m.branch_id IN "
        "(SELECT org_id FROM org_ancestors WHERE ancestor_id = ?)",
        (org.id,),
        order="o.code, m.name_pinyin, m.name, r.id",
    )
    if not lines:
        raise RuleRefused(
            "deletion.nothing_open",
            f"{org.full_name} 及其下级没有尚未编入批次的删除申请。请先由团支部提出申请。",
            clause=context.policy.deletion.clause,
        )
    for one in lines:
        require_on_roster(context.policy, one.name, one.status)
    names = {one.member_id: one.name for one in lines}
    require_finished_transfer(connection, context.policy, names)
    return lines


def _next_number(connection: Connection, year: int) -> str:
    last = connection.exec_driver_sql(
        "SELECT max(cast(substr(number, 6) AS integer)) FROM deletion_batches WHERE number LIKE ?",
        (f"{year}-%",),
    ).scalar()
    return f"{year}-{(last or 0) + 1:03d}"


def _require_printable(findings: Sequence[PaperFinding], lines: Sequence[BatchLine]) -> None:
    """A paper that fails its pre-flight does not come into being."""
    faults = blocking(findings)
    if faults:
        names = {one.member_id: one.name for one in lines}
        found = "".join(
            f"{names[fault.record]}：{fault.message}" if fault.record in names else fault.message
            for fault in faults[:5]
        )
        more = f"（共 {len(faults)} 处）" if len(faults) > 5 else ""
        raise RuleRefused(
            "deletion.preflight", f"申请表还不能打印，没有编批次。{found}{more}请补正后重试。"
        )
