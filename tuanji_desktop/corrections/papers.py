"""From the records to the two papers of a list: the list itself and the letter that carries it.

The list is drawn once, when it is numbered (again when it is renewed); the letter when it is sent,
with its document number. Those bytes are kept: a reprint is the same paper. Before it is sent the
letter is a draft, drawn from the records each time.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row

from ..core.errors import BadInput, NotFound
from ..office.archive import keep_paper, kept_paper
from ..office.context import Context
from ..office.letter_texts import own_letter
from ..office.letterhead import letterhead
from ..office.prints import undertaken
from ..papers import preflight
from ..papers.letter import chinese_date, draw_letter
from ..papers.letter_template import in_force
from ..papers.paper import Paper
from ..papers.preflight import PaperFinding
from ..rules.fields import FIELDS, Kind
from ..rules.policy import Policy
from .form import CorrectionLine, ListForm, content_hash, draw_list, list_title
from .letter import KIND as LETTER
from .letter import Places, fill_letter
from .stale import moved_since

KINDS: Mapping[str, str] = MappingProxyType({"list": "更正清单", "letter": "正式行文"})
"""The papers of a list."""

ORDER = "o.code, m.name_pinyin, m.name, c.id"
_HAND_WRITTEN = frozenset({"contact", "contact_phone", "id_number"})
"""Fields that may stay empty on paper: written by hand, or empty in the system as well."""


@dataclass(frozen=True, slots=True)
class ListHead:
    """What stands above the list and in the letter's head; `letter` is the office's own text of
    it, `signer` who signs where the office itself sends it."""

    number: str
    unit: str
    created_on: date
    contact: str
    contact_phone: str
    sender: str
    addressee: str
    document_number: str = ""
    signer: str = ""
    letter: str | None = None


def known_kind(kind: str) -> str:
    """The code of a paper, or BadInput naming those there are."""
    if kind not in KINDS:
        known = "、".join(f"{code}（{title}）" for code, title in KINDS.items())
        raise BadInput("correction.paper_unknown", f"没有“{kind}”这种纸件。可用的有：{known}。")
    return kind


def shown_value(field: str, value: str | None) -> str:
    """A value as papers and screens write it: 2016年5月; 空 where there is none."""
    if not value:
        return "空"
    if FIELDS[field].kind is Kind.MONTH:
        year, month = value.split("-")
        return f"{int(year)}年{int(month)}月"
    if FIELDS[field].kind is Kind.DATE:
        return chinese_date(date.fromisoformat(value))
    return value


def lines_where(
    connection: Connection,
    policy: Policy,
    condition: str,
    parameters: Sequence[object],
    *,
    order: str = ORDER,
) -> tuple[CorrectionLine, ...]:
    """Cases as lines of the paper; the condition speaks of `c`, `l`, `m` and `o`."""
    source = (
        "FROM corrections AS c JOIN members AS m ON m.id = c.member_id "
        "JOIN organizations AS o ON o.id = m.branch_id "
        f"LEFT JOIN correction_lists AS l ON l.id = c.list_id WHERE {condition}"
    )
    rows = connection.exec_driver_sql(
        "SELECT c.id, m.id AS member_id, m.name, m.id_number, o.full_name, c.field, "
        f"c.base_value, c.new_value, c.reason, c.finding {source} ORDER BY {order}",
        tuple(parameters),
    ).all()
    kinds: dict[int, list[str]] = {}
    for owner, kind in connection.exec_driver_sql(
        "SELECT correction_id, kind FROM attachments WHERE correction_id IN "
        f"(SELECT c.id {source}) ORDER BY id",
        tuple(parameters),
    ):
        kinds.setdefault(owner, []).append(kind)
    return tuple(_line(row, policy, kinds.get(row.id, [])) for row in rows)


def _line(row: Row[Any], policy: Policy, kinds: Sequence[str]) -> CorrectionLine:
    rule = policy.correction
    labels = {proof.code: proof.label for proof in (rule.proofs if rule else ())}
    proofs = dict.fromkeys(labels.get(kind, kind) for kind in kinds)
    return CorrectionLine(
        member_id=row.member_id,
        name=row.name or "",
        id_number=row.id_number or "",
        branch=row.full_name,
        before=shown_value(row.field, row.base_value),
        after=shown_value(row.field, row.new_value),
        reason=row.reason,
        proofs="、".join(proofs),
        finding=row.finding or "",
    )


def fill(label: str, head: ListHead, lines: Sequence[CorrectionLine]) -> ListForm:
    """The data of the list."""
    return ListForm(
        label=label,
        unit=head.unit,
        filled_on=head.created_on,
        contact=head.contact,
        contact_phone=head.contact_phone,
        rows=tuple(lines),
        number=head.number,
    )


def list_head(connection: Connection, list_id: int) -> ListHead:
    """What a list says of itself; NotFound where there is none."""
    row = connection.exec_driver_sql(
        "SELECT l.number, o.full_name, l.created_on, l.contact, l.contact_phone, l.sender, "
        "l.addressee, l.document_number FROM correction_lists AS l "
        "JOIN organizations AS o ON o.id = l.org_id WHERE l.id = ?",
        (list_id,),
    ).one_or_none()
    if row is None:
        raise NotFound("correction.list_unknown", f"没有序号为 {list_id} 的更正清单。")
    number, unit, created_on, *texts = row
    head = ListHead(number, unit, date.fromisoformat(created_on), *(one or "" for one in texts))
    signer = letterhead(connection).signer_of(head.sender)
    return replace(head, signer=signer, letter=own_letter(connection, LETTER))


def list_form(connection: Connection, policy: Policy, list_id: int) -> ListForm:
    """What a list says today. Until it is sent, cases that went back are not in it any more."""
    head = list_head(connection, list_id)
    lines = lines_where(
        connection,
        policy,
        "c.list_id = ? AND c.line IS NOT NULL AND (l.state <> 'verified' OR c.state = 'verified')",
        (list_id,),
        order="c.line",
    )
    return fill(_label(connection, list_id), head, lines)


def _label(connection: Connection, list_id: int) -> str:
    field: str | None = connection.exec_driver_sql(
        "SELECT field FROM corrections WHERE list_id = ? LIMIT 1", (list_id,)
    ).scalar()
    return FIELDS[field].label if field else ""


def letter_code(number: str) -> str:
    """The number on the letter's pages: 函, so that they are told from those of the list."""
    return f"{number}-H"


def draw_letter_for(policy: Policy, head: ListHead, data: ListForm, day: date) -> Paper:
    """The letter that carries a list."""
    places = Places(
        label=data.label,
        issuer=policy.info.issuer,
        document=policy.info.document,
        unit=head.unit,
        branches=len({one.branch for one in data.rows}),
        count=len(data.rows),
        number=letter_code(head.number),
        list_title=list_title(data.label),
    )
    letter = fill_letter(
        in_force(LETTER, head.letter),
        places,
        sender=head.sender,
        addressee=head.addressee,
        document_number=head.document_number,
        day=day,
        contact=head.contact,
        contact_phone=head.contact_phone,
        signer=head.signer,
    )
    return draw_letter(letter, content_hash=content_hash(data))


def blocking(
    findings: Sequence[PaperFinding], *, written: Collection[str] = ()
) -> tuple[PaperFinding, ...]:
    """The findings with which a list or its letter does not go out; `written` are the characters
    without a font that the clerk undertook to write by hand."""
    return preflight.blocking(findings, by_hand=_HAND_WRITTEN, written=written)


def undertaken_for_list(context: Context, *, list_id: int) -> tuple[str, ...]:
    """The characters that were undertaken to be written by hand on papers of a list."""
    with context.database.read() as connection:
        papers = connection.exec_driver_sql(
            "SELECT id FROM papers WHERE correction_list_id = ?", (list_id,)
        ).scalars()
        return undertaken(connection, papers.all())


def archive(
    connection: Connection,
    context: Context,
    paper: Paper,
    *,
    kind: str,
    number: str,
    content: str,
    list_id: int,
) -> None:
    """Keeps the bytes of a list or a letter; `content` is the hash of what the list says."""
    keep_paper(
        connection,
        paper.pdf,
        form=f"correction-{kind}",
        title=f"{KINDS[kind]} {number}",
        pages=paper.pages,
        made_at=context.clock().isoformat(timespec="seconds"),
        number=letter_code(number) if kind == "letter" else number,
        content_hash=content,
        correction_list_id=list_id,
    )


def list_paper(context: Context, *, list_id: int, kind: str) -> Paper:
    """The list or the letter: as it was kept, byte for byte; the letter before it is sent afresh.

    `findings` are today's: what would be wrong with it now, `list.stale` among them.
    """
    known_kind(kind)
    with context.database.read() as connection:
        head = list_head(connection, list_id)
        data = list_form(connection, context.policy, list_id)
        kept = kept_paper(connection, form=f"correction-{kind}", correction_list_id=list_id)
        stale = stale_findings(connection, context.policy, list_id)
    if kind == "list":
        drawn = draw_list(data)
    else:
        drawn = draw_letter_for(context.policy, head, data, context.today)
    findings = (*stale, *drawn.findings)
    if kept is None:
        return Paper(drawn.pdf, drawn.pages, drawn.sha256, findings)
    return Paper(kept.pdf, kept.pages, kept.sha256, findings)


def is_stale(connection: Connection, policy: Policy, list_id: int) -> bool:
    """Whether the list says something else today than its paper, or a record moved."""
    stored = connection.exec_driver_sql(
        "SELECT content_hash FROM correction_lists WHERE id = ?", (list_id,)
    ).scalar()
    return stored is not None and stored != content_hash(list_form(connection, policy, list_id))


def stale_findings(
    connection: Connection, policy: Policy, list_id: int
) -> tuple[PaperFinding, ...]:
    """What a list says otherwise than the records, each with its member. It keeps the papers of an
    open list back; those of a decided one are history (`list.changed`)."""
    if not is_stale(connection, policy, list_id):
        return ()
    number, state = connection.exec_driver_sql(
        "SELECT number, state FROM correction_lists WHERE id = ?", (list_id,)
    ).one()
    ways = {
        "verified": "请重新编制清单。",
        "sent": "已经行文，不能重新编制；需要更正的，退回该行后重新提出。",
    }
    code = "list.stale" if state in ways else "list.changed"
    said = f"清单 {number} 编成之后，{{}}，纸面与现在的记录不一致。{ways.get(state, '')}"
    moved = moved_since(connection, list_id)
    if not moved:
        return (PaperFinding(code, said.format("表中团员的档案有过修改"), None, "rows"),)
    return tuple(
        PaperFinding(code, said.format(one.words), one.member_id, one.field) for one in moved
    )
