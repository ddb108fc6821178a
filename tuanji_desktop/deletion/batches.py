"""A batch: the open requests of a unit numbered on one paper, and made anew under another number."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from ..core.by_hand import as_reason, by_hand_way
from ..core.errors import BadInput, NotFound, RuleRefused
from ..office.archive import insert_row
from ..office.context import Context
from ..office.document_numbers import hand_number_on, proper, use_number
from ..office.service import get_setting
from ..papers.preflight import PaperFinding, told, without_glyph
from ..rules.lifecycle import Actor
from .form import content_hash, draw
from .guards import OPEN_STATES, require_finished_transfer, require_on_roster
from .papers import (
    BatchHead,
    BatchLine,
    archive,
    blocking,
    filled,
    form_title,
    lines_where,
    refused_kinds,
    undertaken_for_batch,
)
from .questions import hand_answers_on
from .questions_paper import FORM
from .steps import LEVELS, VOIDED, act_day, bears, last_day, open_batch, record_step


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """A batch as it would be made now: what its paper says, and what would be wrong with it."""

    head: BatchHead
    lines: tuple[BatchLine, ...]
    findings: tuple[PaperFinding, ...]

    def blocking(self, *, by_hand: Collection[str] = ()) -> tuple[PaperFinding, ...]:
        """Those findings that keep it back; `by_hand` are characters that will be written."""
        return blocking(self.findings, written=by_hand)


@dataclass(frozen=True, slots=True)
class Batch:
    """A numbered batch whose paper is filed; `hash` is of its content, `sha256` of the bytes."""

    id: int
    number: str
    requests: tuple[int, ...]
    pages: int
    hash: str
    sha256: str


def create_batch(
    context: Context,
    *,
    form: str,
    org_id: int,
    contact: str | None = None,
    contact_phone: str | None = None,
    document_number: str | None = None,
    by_hand: Collection[str] = (),
) -> Batch:
    """Numbers the open requests below an organisation as one batch and files its paper.

    The order is fixed: by branch code, then by name. Whom to ask comes from the arguments, else
    from the office's settings (`office.contact`, `office.contact_phone`), else from the
    organisation. Refused, with nothing written, where there is no open request or the paper has
    a finding that keeps it back. `by_hand` are the characters without a font that the clerk
    undertakes to write on the paper: that is kept with it.
    """
    org, head, lines = _next_batch(context, org_id, contact, contact_phone)
    with context.database.read() as connection:
        document_number = proper(connection, document_number) or None
        act_day(context, None, after=_last_request(connection, lines))
    return _file(
        context,
        form,
        org,
        head,
        lines,
        kind="deletion.batch",
        words=f"编成删除批次 {head.number}（{len(lines)} 人）：{org.full_name}",
        document_number=document_number,
        by_hand=by_hand,
    )


def remake_batch(
    context: Context,
    *,
    batch_id: int,
    reason: str,
    form: str | None = None,
    by_hand: Collection[str] = (),
) -> Batch:
    """Makes a printed batch anew under the next number, from the records as they are now; the old
    one is voided, its paper kept. Only while nothing of it has been passed on.

    The lines are those of the old batch that are still open, in the order of a new paper; what
    was undertaken to be written by hand on the old paper holds for the new one.
    """
    why = reason.strip()
    if not why:
        raise BadInput("deletion.void_reason", "作废重编须写明原因，例如：打印之后更正了手机号。")
    old, org, head, lines, written = _anew(context, batch_id)
    return _file(
        context,
        form or old.form,
        org,
        head,
        lines,
        kind="deletion.remake",
        words=f"作废删除批次 {old.number}，改编为批次 {head.number}（{len(lines)} 人）",
        reason=why,
        old=old,
        by_hand=(*by_hand, *written),
    )


def remake_by_hand(context: Context, *, batch_id: int) -> tuple[str, ...]:
    """The characters without a font that the new paper of a batch would have and that nobody has
    undertaken yet to write; writes nothing. Raises `RuleRefused` as `remake_batch`."""
    old, _, head, lines, written = _anew(context, batch_id)
    paper = draw(filled(context, old.form, head, lines))
    return tuple(one for one in without_glyph(paper.findings) if one not in written)


def _anew(
    context: Context, batch_id: int
) -> tuple[Row[Any], Row[Any], BatchHead, tuple[BatchLine, ...], tuple[str, ...]]:
    """The old batch, its unit, head and lines of the new one, what is undertaken already."""
    with context.database.read() as connection:
        old = open_batch(connection, batch_id)
        _require_unsent(connection, context, old)
        org = _organization(connection, old.org_id)
        head = _head(connection, context, org, old.contact, old.contact_phone)
        lines = _fit_lines(connection, context, f"r.batch_id = {batch_id:d}", ())
        written = undertaken_for_batch(connection, batch_id)
    if not lines:
        raise RuleRefused(
            "deletion.nothing_open",
            f"批次 {old.number} 没有还在办理的申请，不需要重编。",
            clause=context.policy.deletion.clause,
        )
    return old, org, head, lines, written


def plan_batch(context: Context, *, form: str, org_id: int) -> BatchPlan:
    """The batch that would be made now, with the findings of its paper; writes nothing.

    Raises `RuleRefused` as `create_batch`.
    """
    _, head, lines = _next_batch(context, org_id, None, None)
    findings = draw(filled(context, form, head, lines)).findings
    return BatchPlan(head, lines, (*_refused(context, lines), *findings))


def preflight(context: Context, *, form: str, org_id: int) -> tuple[PaperFinding, ...]:
    """What would be wrong with the paper of a batch made now; writes nothing.

    Those that keep the batch back are `papers.blocking`. Raises `RuleRefused` as `create_batch`.
    """
    return plan_batch(context, form=form, org_id=org_id).findings


def _file(
    context: Context,
    form: str,
    org: Row[Any],
    head: BatchHead,
    lines: tuple[BatchLine, ...],
    *,
    kind: str,
    words: str,
    reason: str | None = None,
    document_number: str | None = None,
    old: Row[Any] | None = None,
    by_hand: Collection[str] = (),
) -> Batch:
    """Draws, checks, numbers and files a batch; voids the one in whose place it comes."""
    data = filled(context, form, head, lines)
    paper = draw(data)
    _require_printable((*_refused(context, lines), *paper.findings), lines, by_hand)
    pen = [one for one in without_glyph(paper.findings) if one in by_hand]
    borne = document_number or (old.document_number if old is not None else None)
    digest = content_hash(data)
    level = LEVELS.get(org.kind, Actor.BRANCH)
    operation = context.operation(
        kind, words, reason=as_reason(pen, reason), document=document_number
    )
    with context.database.write(operation) as writing:
        connection = writing.connection
        if old is not None:
            _void(connection, context, old, level, f"改编为批次 {head.number}：{reason}")
        batch_id = insert_row(
            connection,
            "deletion_batches",
            number=head.number,
            form=form,
            org_id=org.id,
            state="requested",
            document_number=borne,
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
        if old is not None:
            connection.exec_driver_sql(
                "UPDATE deletion_batches SET replaced_by = ? WHERE id = ?", (batch_id, old.id)
            )
        record_step(connection, context, batch_id, "gather", level, document_number=borne)
        if old is not None:
            hand_number_on(connection, bears(old.number), bears(head.number))
            hand_answers_on(connection, old.id, batch_id)
        use_number(connection, context, document_number, subject=words, used_for=bears(head.number))
        archive(
            connection,
            paper,
            form=form,
            title=f"{form_title(connection, form)} {head.number}",
            batch_id=batch_id,
            made_at=context.stamp(),
            number=head.number,
            content_hash=digest,
        )
    requests = tuple(one.request_id for one in lines)
    return Batch(batch_id, head.number, requests, paper.pages, digest, paper.sha256)


def _void(connection: Connection, context: Context, old: Row[Any], level: Actor, why: str) -> None:
    """The paper holds no more and says so; its bytes and its steps stay."""
    connection.exec_driver_sql(
        "UPDATE deletion_batches SET state = ? WHERE id = ?", (VOIDED, old.id)
    )
    record_step(connection, context, old.id, VOID_ACT, level, reason=why)
    papers = connection.exec_driver_sql(
        "SELECT id FROM papers WHERE batch_id = ? AND form <> ? ORDER BY id", (old.id, FORM)
    ).scalars()
    for paper_id in papers.all():
        insert_row(
            connection,
            "spoiled_sheets",
            paper_id=paper_id,
            reason=why,
            voided_by=context.operator,
            voided_on=context.today.isoformat(),
        )


VOID_ACT = "void"
"""Act of the step that voids a batch."""


def _require_unsent(connection: Connection, context: Context, old: Row[Any]) -> None:
    """What was passed on is out of the house: there only its lines can be returned."""
    clause = context.policy.deletion.clause
    if old.state not in OPEN_STATES:
        raise RuleRefused(
            "deletion.remake_decided", f"批次 {old.number} 已办结，不能作废重编。", clause=clause
        )
    gone = connection.exec_driver_sql(
        "SELECT 1 FROM deletion_steps WHERE batch_id = ? AND act IN ('forward', 'endorse', 'send') "
        "LIMIT 1",
        (old.id,),
    ).scalar()
    if gone is not None:
        raise RuleRefused(
            "deletion.remake_sent",
            f"批次 {old.number} 已经上报，不能作废重编。需要更正的，请退回该行，认真核查后重新申请。",
            clause=clause,
        )
    act_day(context, None, after=last_day(connection, old.id))


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
    lines = _fit_lines(
        connection,
        context,
        "r.batch_id IS NULL AND m.branch_id IN "
        "(SELECT org_id FROM org_ancestors WHERE ancestor_id = ?)",
        (org.id,),
    )
    if not lines:
        raise RuleRefused(
            "deletion.nothing_open",
            f"{org.full_name} 及其下级没有尚未编入批次的删除申请。请先由团支部提出申请。",
            clause=context.policy.deletion.clause,
        )
    return lines


def _fit_lines(
    connection: Connection, context: Context, condition: str, parameters: tuple[object, ...]
) -> tuple[BatchLine, ...]:
    """Requests in the order of the paper: on the roster, and no graduate on the way whom no
    second operator admitted."""
    policy = context.policy
    lines = lines_where(
        connection,
        policy,
        f"r.state = 'requested' AND {condition}",
        parameters,
        order="o.code, m.name_pinyin, m.name, r.id",
    )
    for one in lines:
        require_on_roster(policy, one.name, one.status)
    admitted = set(
        connection.exec_driver_sql(
            "SELECT r.id FROM deletion_requests AS r JOIN members AS m ON m.id = r.member_id "
            f"WHERE r.override_by <> '' AND {condition}",
            parameters,
        ).scalars()
    )
    names = {one.member_id: one.name for one in lines if one.request_id not in admitted}
    require_finished_transfer(connection, policy, names)
    return lines


def _last_request(connection: Connection, lines: Sequence[BatchLine]) -> str:
    """The day of the latest of these requests: none can be gathered before it was made."""
    marks = ", ".join(str(one.request_id) for one in lines)
    return str(
        connection.exec_driver_sql(
            f"SELECT max(requested_on) FROM deletion_requests WHERE id IN ({marks})"
        ).scalar()
    )


def _next_number(connection: Connection, year: int) -> str:
    # the journal knows those too that were undone: their sheets may lie on somebody's desk
    last = connection.exec_driver_sql(
        "SELECT max(cast(substr(json_extract(after, '$.number'), 6) AS integer)) FROM journal_rows "
        "WHERE table_name = 'deletion_batches' AND json_extract(after, '$.number') LIKE ?",
        (f"{year}-%",),
    ).scalar()
    return f"{year}-{(last or 0) + 1:03d}"


def _refused(context: Context, lines: Sequence[BatchLine]) -> tuple[PaperFinding, ...]:
    with context.database.read() as connection:
        return refused_kinds(connection, context.policy, lines)


def _require_printable(
    findings: Sequence[PaperFinding], lines: Sequence[BatchLine], by_hand: Collection[str]
) -> None:
    """A paper that fails its pre-flight does not come into being."""
    faults = blocking(findings, written=by_hand)
    if faults:
        names = {one.member_id: one.name for one in lines}
        raise RuleRefused(
            "deletion.preflight",
            f"申请表还不能打印，没有编批次。{told(faults, names)}请补正后重试。"
            f"{by_hand_way(without_glyph(faults))}",
        )
