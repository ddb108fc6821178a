"""From the records to the deletion paper: what a batch says, drawn, checked, filed.

A batch is drawn once, when it is numbered, and those bytes are kept: a reprint is the same
paper. The other form of the same batch is drawn afresh from the records.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection

from ..core.errors import BadInput, NotFound
from ..members.form_rows import member_values
from ..members.own_forms import GONE, own_form, own_forms
from ..office.archive import keep_paper
from ..office.context import Context
from ..office.prints import undertaken
from ..orgs.kinds import unit_in_title
from ..papers import preflight
from ..papers.paper import Paper
from ..papers.preflight import PaperFinding
from ..papers.table import Row
from ..papers.table_form import TableForm, shipped_form
from ..rules.policy import Policy
from .form import (
    GUANGDONG,
    SHIPPED,
    DeletionForm,
    GuangdongForm,
    GuangdongRow,
    OwnForm,
    QiluForm,
    QiluRow,
    content_hash,
    draw,
)
from .guards import OPEN_STATES
from .reasons import phrases, reasons_of
from .stale import stale_fields
from .steps import VOIDED

FORM_TITLES: Mapping[str, str] = MappingProxyType(
    {form: shipped_form(code).name for form, code in SHIPPED.items()}
)
"""The forms of the two documents; the office's own are in `form_titles`."""

OPEN = f"({', '.join(repr(state) for state in OPEN_STATES)})"
_HAND_WRITTEN = frozenset({"contact", "contact_phone", "filled_by", "phone", "id_number"})
"""Fields that may stay empty on paper: written by hand, or empty in the system as well, which
Q 附件1 填写要求3 wants to see; a member's ID number is locked and cannot be supplied."""


@dataclass(frozen=True, slots=True)
class BatchHead:
    """What stands above and below the table: the unit, the day, whom to ask."""

    number: str
    unit: str
    filled_on: date
    contact: str
    contact_phone: str


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One request as a form needs it; every value as recorded, the reason in its words."""

    request_id: int
    member_id: int
    name: str
    id_number: str
    mobile: str
    branch: str
    reason: str
    status: str


def form_titles(connection: Connection) -> Mapping[str, str]:
    """Every form that a batch can be made with: the documents', then the office's own."""
    own = {one.code: one.name for one in own_forms(connection, "deletion")}
    return {**FORM_TITLES, **own}


def form_title(connection: Connection, form: str) -> str:
    """What a form is called; of one that was removed, what its kept papers call it."""
    titles = form_titles(connection)
    if form in titles:
        return titles[form]
    row = connection.exec_driver_sql(
        "SELECT p.title, b.number FROM papers AS p JOIN deletion_batches AS b ON b.id = p.batch_id "
        "WHERE p.form = ? AND b.form = ? ORDER BY p.id DESC LIMIT 1",
        (f"deletion-{form}", form),
    ).one_or_none()
    return row[0].removesuffix(f" {row[1]}") if row is not None else form


def known_form(connection: Connection, form: str) -> str:
    """The form's code, or BadInput naming the forms there are."""
    titles = form_titles(connection)
    if form not in titles:
        known = "、".join(f"{code}（{title}）" for code, title in titles.items())
        raise BadInput("deletion.form_unknown", f"没有“{form}”这种删除表。可用的有：{known}。")
    return form


def lines_where(
    connection: Connection,
    policy: Policy,
    condition: str,
    parameters: Sequence[object],
    *,
    order: str,
) -> tuple[BatchLine, ...]:
    """Requests as lines; the condition speaks of `r` (requests), `m` and `o`."""
    source = (
        "FROM deletion_requests AS r JOIN members AS m ON m.id = r.member_id "
        f"JOIN organizations AS o ON o.id = m.branch_id WHERE {condition}"
    )
    rows = connection.exec_driver_sql(
        f"SELECT r.id, m.id, m.name, m.id_number, m.mobile, o.full_name, m.status "
        f"{source} ORDER BY {order}",
        tuple(parameters),
    ).all()
    reasons = reasons_of(connection, f"SELECT r.id {source}", parameters)
    return tuple(
        BatchLine(
            request_id=request_id,
            member_id=member_id,
            name=name or "",
            id_number=id_number or "",
            mobile=mobile or "",
            branch=branch,
            reason=phrases(policy, reasons.get(request_id, ())),
            status=status,
        )
        for request_id, member_id, name, id_number, mobile, branch, status in rows
    )


def batch_form(
    connection: Connection, policy: Policy, batch_id: int, form: str | None = None
) -> DeletionForm:
    """What a batch says today on one of the forms (None: on its own)."""
    row = connection.exec_driver_sql(
        "SELECT b.number, b.form, o.full_name, b.created_on, b.contact, b.contact_phone "
        "FROM deletion_batches AS b JOIN organizations AS o ON o.id = b.org_id WHERE b.id = ?",
        (batch_id,),
    ).one_or_none()
    if row is None:
        raise NotFound("deletion.batch_unknown", f"没有序号为 {batch_id} 的删除批次。")
    number, own, unit, created_on, contact, phone = row
    head = BatchHead(number, unit, date.fromisoformat(created_on), contact or "", phone or "")
    lines = lines_where(connection, policy, "r.batch_id = ?", (batch_id,), order="r.line")
    return fill(connection, form or own, head, lines)


def filled(
    context: Context, form: str, head: BatchHead, lines: Sequence[BatchLine]
) -> DeletionForm:
    """The data of a batch made now on one of the forms; BadInput where there is no such form."""
    with context.database.read() as connection:
        return fill(connection, known_form(connection, form), head, lines)


def fill(
    connection: Connection, form: str, head: BatchHead, lines: Sequence[BatchLine]
) -> DeletionForm:
    """The data of one form; names and numbers as recorded, organisations by their full names.

    NotFound `form.removed` where the office has taken its form away.
    """
    if form not in SHIPPED:
        return _fill_own(connection, own_form(connection, form), head, lines)
    if form == GUANGDONG:
        return GuangdongForm(
            unit=head.unit,
            filled_on=head.filled_on,
            contact=head.contact,
            contact_phone=head.contact_phone,
            rows=tuple(
                GuangdongRow(one.member_id, one.name, one.mobile, one.branch, one.reason)
                for one in lines
            ),
            batch=head.number,
        )
    return QiluForm(
        unit=head.unit,
        filled_by=head.contact,
        phone=head.contact_phone,
        rows=tuple(
            QiluRow(one.member_id, one.branch, one.name, one.id_number, one.reason) for one in lines
        ),
        batch=head.number,
        title_unit=unit_in_title(head.unit),
    )


def _fill_own(
    connection: Connection, form: TableForm, head: BatchHead, lines: Sequence[BatchLine]
) -> OwnForm:
    known = member_values(connection, form, [one.member_id for one in lines])
    rows = [
        Row(
            one.member_id,
            form.cells(number, {**known.get(one.member_id, {}), "reason": one.reason}),
        )
        for number, one in enumerate(lines, start=1)
    ]
    return OwnForm(
        form=form,
        unit=head.unit,
        title_unit=unit_in_title(head.unit),
        filled_on=head.filled_on,
        contact=head.contact,
        contact_phone=head.contact_phone,
        rows=tuple(rows),
        batch=head.number,
    )


def blocking(
    findings: Sequence[PaperFinding], *, written: Collection[str] = ()
) -> tuple[PaperFinding, ...]:
    """The findings with which this paper does not go out; `written` are the characters that the
    clerk undertook to write by hand."""
    return preflight.blocking(findings, by_hand=_HAND_WRITTEN, written=written)


def refused_kinds(
    connection: Connection, policy: Policy, lines: Sequence[BatchLine]
) -> tuple[PaperFinding, ...]:
    """Requests whose reason the pack in force refuses, or does not know: it may have come into
    force after them (G 三)."""
    marks = ", ".join("?" * len(lines))
    given = reasons_of(connection, marks, [one.request_id for one in lines])
    known = policy.reasons
    found = []
    for line in lines:
        for reason in given.get(line.request_id, ()):
            kind = known.get(reason.code)
            if kind is None or not kind.accepted:
                label = kind.label if kind else reason.code
                message = (
                    f"现行规则不接受以“{label}”为删除原因。请退回这份申请，按规则改走别的途径。"
                )
                found.append(PaperFinding("kind.refused", message, line.member_id, "reason"))
    return tuple(found)


def undertaken_for_batch(connection: Connection, batch_id: int) -> tuple[str, ...]:
    """The characters that were undertaken to be written by hand on papers of a batch."""
    papers = connection.exec_driver_sql(
        "SELECT id FROM papers WHERE batch_id = ?", (batch_id,)
    ).scalars()
    return undertaken(connection, papers.all())


def archive(
    connection: Connection,
    paper: Paper,
    *,
    form: str,
    title: str,
    batch_id: int,
    made_at: str,
    number: str,
    content_hash: str,
) -> None:
    """Keeps the bytes in the office file; the same bytes are kept once. `number` and
    `content_hash` are what the code on the pages says."""
    keep_paper(
        connection,
        paper.pdf,
        form=f"deletion-{form}",
        title=title,
        pages=paper.pages,
        made_at=made_at,
        number=number,
        content_hash=content_hash,
        batch_id=batch_id,
    )


def batch_paper(context: Context, *, batch_id: int, form: str | None = None) -> Paper:
    """A batch on paper: its own form as it was archived, byte for byte; another one afresh.

    `findings` are today's: what would be wrong with it now, `batch.stale` among them. A batch whose
    form was removed has its archived paper, with the finding `form.removed`, and no other.
    """
    with context.database.read() as connection:
        own = connection.exec_driver_sql(
            "SELECT form FROM deletion_batches WHERE id = ?", (batch_id,)
        ).scalar()
        wanted = form and (form if form == own else known_form(connection, form))
        kept = connection.exec_driver_sql(
            "SELECT p.pages, p.sha256, b.content FROM papers AS p "
            "JOIN blobs AS b ON b.sha256 = p.sha256 "
            "WHERE p.batch_id = ? AND p.form = ? ORDER BY p.id LIMIT 1",
            (batch_id, f"deletion-{wanted or own}"),
        ).one_or_none()
        try:
            data = batch_form(connection, context.policy, batch_id, wanted)
        except NotFound as gone:
            if gone.code not in GONE or kept is None:
                raise
            pages, sha256, pdf = kept
            finding = PaperFinding("form.removed", gone.message, None, "rows")
            return Paper(pdf, pages, sha256, (finding,))
        standing = (
            *voided_finding(connection, batch_id),
            *_returned_finding(connection, batch_id),
            *stale_findings(connection, context.policy, batch_id),
            *refused_kinds(connection, context.policy, _open_lines(connection, context, batch_id)),
        )
    drawn = draw(data)
    findings = (*standing, *drawn.findings)
    if kept is None:
        return Paper(drawn.pdf, drawn.pages, drawn.sha256, findings)
    pages, sha256, pdf = kept
    return Paper(pdf, pages, sha256, findings)


def is_stale(connection: Connection, policy: Policy, batch_id: int) -> bool:
    """Whether what the batch says today is no longer what was printed; unprinted: it is not.

    Of a batch whose form was removed nobody can say so: its paper stays as it is. A voided one is
    history.
    """
    row = connection.exec_driver_sql(
        "SELECT content_hash, state FROM deletion_batches WHERE id = ?", (batch_id,)
    ).one_or_none()
    if row is not None and row.state == VOIDED:
        return False
    try:
        now = content_hash(batch_form(connection, policy, batch_id))
    except NotFound as gone:
        if gone.code not in GONE:
            raise
        return False
    return row is not None and row.content_hash is not None and now != row.content_hash


def voided_finding(connection: Connection, batch_id: int) -> tuple[PaperFinding, ...]:
    """That a batch was made anew under another number: none of its papers goes out any more."""
    found = connection.exec_driver_sql(
        "SELECT o.number, n.number FROM deletion_batches AS o JOIN deletion_batches AS n "
        "ON n.id = o.replaced_by WHERE o.id = ?",
        (batch_id,),
    ).one_or_none()
    if found is None:
        return ()
    message = f"批次 {found[0]} 已作废，改编为批次 {found[1]}，它的纸件不能再送出。"
    return (PaperFinding("batch.voided", message, None, "rows"),)


def _returned_finding(connection: Connection, batch_id: int) -> tuple[PaperFinding, ...]:
    """Lines of an open batch that went back stand on its paper as well: a question, no fault."""
    lines = connection.exec_driver_sql(
        "SELECT r.line FROM deletion_requests AS r JOIN deletion_batches AS b ON b.id = r.batch_id "
        f"WHERE b.id = ? AND b.state IN {OPEN} AND r.state = 'returned' ORDER BY r.line",
        (batch_id,),
    ).scalars()
    numbers = "、".join(map(str, lines))
    if not numbers:
        return ()
    message = f"第 {numbers} 行已退回，纸面上还在。送出时请注明；还没有上报的，可以作废重编。"
    return (PaperFinding("line.returned", message, None, "rows"),)


def _open_lines(connection: Connection, context: Context, batch_id: int) -> tuple[BatchLine, ...]:
    return lines_where(
        connection,
        context.policy,
        f"r.batch_id = ? AND r.state IN {OPEN}",
        (batch_id,),
        order="r.line",
    )


def stale_findings(
    connection: Connection, policy: Policy, batch_id: int
) -> tuple[PaperFinding, ...]:
    """What the paper says otherwise than the records, each with its member. It keeps the paper of
    an open batch back; that of a decided one is history (`batch.changed`)."""
    if not is_stale(connection, policy, batch_id):
        return ()
    number, state = connection.exec_driver_sql(
        "SELECT number, state FROM deletion_batches WHERE id = ?", (batch_id,)
    ).one()
    code = "batch.stale" if state in OPEN_STATES else "batch.changed"
    way = "请退回该行，或者作废重编；已经上报的只能退回。" if state in OPEN_STATES else ""
    said = f"批次 {number} 打印之后，{{}}，纸面与现在的记录不一致。{way}"
    changed = stale_fields(connection, batch_id)
    if not changed:
        return (PaperFinding(code, said.format("表中团员的档案有过修改"), None, "rows"),)
    return tuple(
        PaperFinding(
            code,
            said.format(f"{one.label}由“{one.old or '空'}”改为“{one.new or '空'}”"),
            one.member_id or None,
            one.field,
        )
        for one in changed
    )
