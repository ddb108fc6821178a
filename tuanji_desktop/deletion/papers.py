"""From the records to the deletion paper: what a batch says, drawn, checked, filed.

A batch is drawn once, when it is numbered, and those bytes are kept: a reprint is the same
paper. The other form of the same batch is drawn afresh from the records.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection

from ..core.errors import BadInput, NotFound
from ..office.archive import keep_paper
from ..office.context import Context
from ..orgs.kinds import unit_in_title
from ..papers.paper import Paper
from ..papers.preflight import PaperFinding
from ..rules.policy import Policy
from .form import (
    GUANGDONG_TITLE,
    QILU_TITLE,
    GuangdongForm,
    GuangdongRow,
    QiluForm,
    QiluRow,
    content_hash,
    draw_guangdong,
    draw_qilu,
)
from .reasons import phrases, reasons_of

FORM_TITLES: Mapping[str, str] = MappingProxyType(
    {"guangdong": GUANGDONG_TITLE, "qilu": QILU_TITLE}
)

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


def known_form(form: str) -> str:
    """The form's code, or BadInput naming the forms there are."""
    if form not in FORM_TITLES:
        known = "、".join(f"{code}（{title}）" for code, title in FORM_TITLES.items())
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
) -> GuangdongForm | QiluForm:
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
    return fill(form or own, head, lines)


def fill(form: str, head: BatchHead, lines: Sequence[BatchLine]) -> GuangdongForm | QiluForm:
    """The data of one form; names and numbers as recorded, organisations by their full names."""
    if known_form(form) == "guangdong":
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


def draw(data: GuangdongForm | QiluForm) -> Paper:
    """The PDF of either form."""
    return draw_guangdong(data) if isinstance(data, GuangdongForm) else draw_qilu(data)


def blocking(findings: Sequence[PaperFinding]) -> tuple[PaperFinding, ...]:
    """Findings with which a paper does not go out: an empty table, an empty cell to be filled.

    A character that no font has is named and written in by hand; it keeps nobody's form back.
    """
    return tuple(
        finding
        for finding in findings
        if finding.code == "rows.empty"
        or (finding.code == "field.missing" and finding.field not in _HAND_WRITTEN)
    )


def archive(
    connection: Connection, paper: Paper, *, form: str, title: str, batch_id: int, made_at: str
) -> None:
    """Keeps the bytes in the office file; the same bytes are kept once."""
    keep_paper(
        connection,
        paper.pdf,
        form=f"deletion-{form}",
        title=title,
        pages=paper.pages,
        made_at=made_at,
        batch_id=batch_id,
    )


def batch_paper(context: Context, *, batch_id: int, form: str | None = None) -> Paper:
    """A batch on paper: its own form as it was archived, byte for byte; the other one afresh.

    `findings` are today's: what would be wrong with it now, `batch.stale` among them.
    """
    with context.database.read() as connection:
        data = batch_form(connection, context.policy, batch_id, form and known_form(form))
        own = "guangdong" if isinstance(data, GuangdongForm) else "qilu"
        kept = connection.exec_driver_sql(
            "SELECT p.pages, p.sha256, b.content FROM papers AS p "
            "JOIN blobs AS b ON b.sha256 = p.sha256 "
            "WHERE p.batch_id = ? AND p.form = ? ORDER BY p.id LIMIT 1",
            (batch_id, f"deletion-{own}"),
        ).one_or_none()
        stale = is_stale(connection, context.policy, batch_id)
    drawn = draw(data)
    findings = (*_stale_finding(data.batch, stale), *drawn.findings)
    if kept is None:
        return Paper(drawn.pdf, drawn.pages, drawn.sha256, findings)
    pages, sha256, pdf = kept
    return Paper(pdf, pages, sha256, findings)


def is_stale(connection: Connection, policy: Policy, batch_id: int) -> bool:
    """Whether what the batch says today is no longer what was printed; unprinted: it is not."""
    stored = connection.exec_driver_sql(
        "SELECT content_hash FROM deletion_batches WHERE id = ?", (batch_id,)
    ).scalar()
    now = content_hash(batch_form(connection, policy, batch_id))
    return stored is not None and now != stored


def _stale_finding(number: str, stale: bool) -> tuple[PaperFinding, ...]:
    if not stale:
        return ()
    message = (
        f"批次 {number} 打印之后，表中团员的档案有过修改，纸面与现在的记录不一致。"
        "请核对；需要更正的，退回该行后重新申请。"
    )
    return (PaperFinding("batch.stale", message, None, "rows"),)
