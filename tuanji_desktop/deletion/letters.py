"""The letters of the deletion desk: the formal one upwards, the statement, the self-criticism.

The formal letter carries a batch's form (G 三.1). A mistaken approval is explained and criticised in
writing, level by level upwards (G 三.2); both papers can be made before there is a request, for it
is refused without them. What only the branch knows is left free to be written in by hand.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection

from ..core.by_hand import by_hand_way
from ..core.errors import BadInput, NotFound, RuleRefused
from ..office.archive import kept_paper
from ..office.context import Context
from ..office.letter_texts import own_letter
from ..office.letterhead import letterhead
from ..papers.letter import Letter, chinese_date, draw_letter
from ..papers.letter_template import fill, in_force
from ..papers.paper import Paper
from ..papers.preflight import blocking, told, without_glyph
from ..rules.lifecycle import Actor
from .papers import form_title, voided_finding
from .steps import LEVELS

LETTER = "letter"
STATEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "statement": "关于误审核通过团员报到的情况说明",
        "self-criticism": "关于误审核通过团员报到的检讨",
    }
)

_CODES = {"statement": "QK", "self-criticism": "JT"}
_CARRIED = (
    "WHERE r.batch_id = b.id AND (r.state <> 'returned' OR NOT EXISTS (SELECT 1 "
    "FROM deletion_requests AS k WHERE k.batch_id = b.id AND k.state <> 'returned'))"
)
"""What a letter asks for: the lines that did not go back; of a batch that went back whole, all."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistaken approval as both papers tell it (G 三.2); "" is left free for the pen."""

    name: str
    id_number: str
    branch: str
    superiors: tuple[str, ...]
    approved_on: str
    right_branch: str
    cause: str
    issuer: str
    document: str
    day: date
    member_id: int

    def code(self, kind: str) -> str:
        """The number in the code of its pages: QK2018-12 is the statement, JT2018-12 the other."""
        return f"{_CODES[kind]}{self.day.year}-{self.member_id}"

    def hash(self, kind: str) -> str:
        """SHA-256 of what the paper says."""
        return _hash(asdict(self) | {"kind": kind})


def draw_statement(kind: str, mistake: Mistake, *, own: str | None = None) -> Paper:
    """情况说明 or 检讨 of a branch to its superiors, level by level; `own` is the office's text."""
    if kind not in STATEMENTS:
        raise BadInput("deletion.paper_unknown", f"没有“{kind}”这种文书。")
    template = in_force(kind, own)
    words = fill(
        template,
        {
            "支部": mistake.branch,
            "主送单位": "、".join(mistake.superiors),
            "日期": chinese_date(mistake.day),
            "姓名": mistake.name,
            "身份证号": mistake.id_number,
            "审核日期": mistake.approved_on,
            "应报到支部": mistake.right_branch,
            "误审核原因": mistake.cause,
            "依据单位": mistake.issuer,
            "依据文件": mistake.document,
        },
    )
    letter = Letter(
        **asdict(words),
        document_number="",
        sender=mistake.branch,
        day=mistake.day,
        numbered=False,
        number=mistake.code(kind),
    )
    return draw_letter(letter, content_hash=mistake.hash(kind))


@dataclass(frozen=True, slots=True)
class Statement:
    """One of the two papers, with what the code on its pages says."""

    paper: Paper
    number: str
    content_hash: str


def statement_paper(
    context: Context, *, kind: str, member_id: int, right_branch: str = "", cause: str = ""
) -> Statement:
    """One of the two papers for a member whose report-in was approved by mistake."""
    with context.database.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT m.name, m.id_number, o.id, o.full_name FROM members AS m "
            "JOIN organizations AS o ON o.id = m.branch_id WHERE m.id = ?",
            (member_id,),
        ).one_or_none()
        if row is None:
            raise NotFound("member.unknown", f"没有编号为 {member_id} 的团员。")
        name, id_number, branch_id, branch = row
        superiors = tuple(
            connection.exec_driver_sql(
                "SELECT o.full_name FROM org_ancestors AS a JOIN organizations AS o "
                "ON o.id = a.ancestor_id WHERE a.org_id = ? AND a.depth > 0 ORDER BY a.depth",
                (branch_id,),
            ).scalars()
        )
        approved = _approved_on(connection, member_id)
        own = own_letter(connection, kind)
    info = context.policy.info
    mistake = Mistake(
        name=name or "",
        id_number=id_number or "",
        branch=branch,
        superiors=superiors,
        approved_on=chinese_date(date.fromisoformat(approved)) if approved else "",
        right_branch=right_branch.strip(),
        cause=cause.strip(),
        issuer=info.issuer,
        document=info.document,
        day=context.today,
        member_id=member_id,
    )
    paper = draw_statement(kind, mistake, own=own)
    return Statement(paper, mistake.code(kind), mistake.hash(kind))


def _approved_on(connection: Connection, member_id: int) -> str:
    """The day of the approval that let the member in; "" where a list brought them."""
    day = connection.exec_driver_sql(
        "SELECT max(o.day) FROM journal_operations AS o JOIN journal_rows AS r "
        "ON r.operation = o.number WHERE r.table_name = 'members' AND r.row_id = ? "
        "AND o.kind = 'report_in.approve'",
        (member_id,),
    ).scalar()
    return str(day or "")


def letter_words(context: Context, *, batch_id: int, document_number: str = "") -> Letter:
    """The formal letter that carries a batch upwards, as it would be written today."""
    policy = context.policy
    with context.database.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT b.number, b.form, o.full_name, (SELECT count(DISTINCT m.branch_id) "
            f"FROM deletion_requests AS r JOIN members AS m ON m.id = r.member_id {_CARRIED}), "
            f"(SELECT count(*) FROM deletion_requests AS r {_CARRIED}), b.contact, b.contact_phone, p.full_name, o.kind "
            "FROM deletion_batches AS b JOIN organizations AS o ON o.id = b.org_id "
            "LEFT JOIN organizations AS p ON p.id = o.parent_id WHERE b.id = ?",
            (batch_id,),
        ).one_or_none()
        if row is None:
            raise NotFound("deletion.batch_unknown", f"没有序号为 {batch_id} 的删除批次。")
        number, form, unit, branches, people, contact, phone, superior, kind = row
        borne = document_number or _own_number(connection, batch_id, kind)
        head = letterhead(connection)
        own = own_letter(connection, LETTER)
        title = form_title(connection, form)
    words = fill(
        in_force(LETTER, own),
        {
            "单位": unit,
            "主送单位": superior or head.superior,
            "文号": borne,
            "日期": chinese_date(context.today),
            "联系人": contact or "",
            "联系电话": phone or "",
            "人数": str(people),
            "支部数": str(branches),
            "表名": title,
            "批次号": number,
            "依据单位": policy.info.issuer,
            "依据文件": policy.info.document,
        },
    )
    return Letter(
        **asdict(words),
        document_number=borne,
        sender=unit,
        day=context.today,
        contact=contact or "",
        contact_phone=phone or "",
        number=number,
        signer=head.signer_of(unit),
    )


def _own_number(connection: Connection, batch_id: int, kind: str) -> str:
    """The number under which the batch's own unit wrote; those of the levels above are theirs."""
    level = LEVELS.get(kind, Actor.BRANCH)
    found = connection.exec_driver_sql(
        "SELECT document_number FROM deletion_steps WHERE batch_id = ? AND level = ? "
        "AND act IN ('gather', 'forward', 'send') AND document_number IS NOT NULL "
        "ORDER BY id DESC LIMIT 1",
        (batch_id, level.value),
    ).scalar()
    return str(found or "")


def issued_letter(
    context: Context, words: Letter, *, number: str, written: Collection[str] = ()
) -> Paper | None:
    """The letter as it goes out with the batch; None where it bears no number: then there is none.

    One that lacks what a letter must say, or has a character that no font has and that is not
    `written` by hand, does not go out, and the batch stays where it is.
    """
    if not words.document_number:
        return None
    paper = batch_letter_of(words)
    lacking = blocking(paper.findings, written=written)
    if lacking:
        raise RuleRefused(
            "deletion.letter_incomplete",
            f"批次 {number} 的正式行文还不完整：{told(lacking, {})}请补上后再登记上报。"
            f"{by_hand_way(without_glyph(lacking), where='在“正式行文稿”里')}",
            clause=context.policy.deletion.clause,
        )
    return paper


def batch_letter_of(words: Letter) -> Paper:
    """The letter as PDF; its code names what it says."""
    return draw_letter(words, content_hash=letter_hash(words))


def letter_hash(words: Letter) -> str:
    """SHA-256 of what a letter says: its head stands in the code of the pages."""
    return _hash(asdict(words))


def batch_letter(context: Context, *, batch_id: int) -> Paper:
    """The letter of a batch's own unit: as it went out, byte for byte; before that a draft of today."""
    drawn = batch_letter_of(letter_words(context, batch_id=batch_id))
    with context.database.read() as connection:
        kept = kept_paper(connection, form=f"deletion-{LETTER}", batch_id=batch_id)
        findings = (*voided_finding(connection, batch_id), *drawn.findings)
    if kept is None:
        return replace(drawn, findings=findings)
    return Paper(kept.pdf, kept.pages, kept.sha256, findings)


def _hash(values: Mapping[str, object]) -> str:
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
