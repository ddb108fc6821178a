"""The letters of the deletion desk: the formal one upwards, the statement, the self-criticism.

The formal letter carries a batch's form (G 三.1). A mistaken approval is explained and criticised in
writing, level by level upwards (G 三.2); both papers can be made before there is a request, for it
is refused without them. What only the branch knows is left free to be written in by hand.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection

from ..core.errors import BadInput, NotFound
from ..office.archive import kept_paper
from ..office.context import Context
from ..office.service import get_setting
from ..papers.letter import Letter, chinese_date, draw_letter
from ..papers.paper import Paper
from .papers import FORM_TITLES, batch_form

LETTER = "letter"
STATEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "statement": "关于误审核通过团员报到的情况说明",
        "self-criticism": "关于误审核通过团员报到的检讨",
    }
)
SUPERIOR = "office.superior"
"""Setting: the full name of the body that the office writes to."""

_BLANK = "＿＿＿＿＿＿＿＿＿＿＿＿"


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


def draw_statement(kind: str, mistake: Mistake) -> Paper:
    """情况说明 or 检讨 of a branch to its superiors, level by level."""
    if kind not in STATEMENTS:
        raise BadInput("deletion.paper_unknown", f"没有“{kind}”这种文书。")
    when = f"于{mistake.approved_on}" if mistake.approved_on else ""
    what = (
        f"我支部{when}审核团员报到时，误将{mistake.name}（身份证号：{mistake.id_number or _BLANK}）"
        f"的报到审核通过。该团员应报到的团支部为：{mistake.right_branch or _BLANK}。"
    )
    why = f"误审核通过的原因：{mistake.cause or _BLANK * 2}。"
    ground = f"根据{mistake.issuer}《{mistake.document}》的要求，"
    if kind == "statement":
        paragraphs: tuple[str, ...] = (
            what,
            why,
            f"{ground}现将有关情况逐级向上级团组织作出书面说明，并申请删除误报的信息；"
            "删除后由该团员向正确的团支部重新报到。",
        )
        ending = "特此说明。"
    else:
        paragraphs = (
            what,
            f"这一失误反映出我支部对团籍管理这项严肃的政治工作重视不够，审核时没有逐项认真核对。{why}",
            f"{ground}我支部就此逐级向上级团组织作出检讨，并采取以下措施："
            "一是对本支部全部报到信息重新核对一遍；二是今后审核报到须与本人当面或电话核实所在单位和班级；"
            "三是支部书记对每一件审核结果负责。",
        )
        ending = "以上检讨，请上级团组织批评指正。"
    letter = Letter(
        title=STATEMENTS[kind],
        document_number="",
        addressee="、".join(mistake.superiors),
        paragraphs=paragraphs,
        ending=ending,
        enclosures=(),
        sender=mistake.branch,
        day=mistake.day,
        numbered=False,
    )
    return draw_letter(letter, content_hash=_hash(asdict(mistake) | {"kind": kind}))


def statement_paper(
    context: Context, *, kind: str, member_id: int, right_branch: str = "", cause: str = ""
) -> Paper:
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
    )
    return draw_statement(kind, mistake)


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
        data = batch_form(connection, policy, batch_id)
        number, form, unit, branches, sent, contact, phone, superior = connection.exec_driver_sql(
            "SELECT b.number, b.form, o.full_name, (SELECT count(DISTINCT m.branch_id) "
            "FROM deletion_requests AS r JOIN members AS m ON m.id = r.member_id "
            "WHERE r.batch_id = b.id), b.document_number, b.contact, b.contact_phone, p.full_name "
            "FROM deletion_batches AS b JOIN organizations AS o ON o.id = b.org_id "
            "LEFT JOIN organizations AS p ON p.id = o.parent_id WHERE b.id = ?",
            (batch_id,),
        ).one()
        addressee = superior or get_setting(connection, SUPERIOR) or ""
    count = len(data.rows)
    return Letter(
        title=f"关于报请审批{count}名团员删除申请的请示",
        document_number=document_number or sent or "",
        addressee=addressee,
        paragraphs=(
            f"根据{policy.info.issuer}《{policy.info.document}》关于“删除团员”审批权限的要求，"
            "我单位对所辖团支部发起的删除申请逐人进行了核定。",
            f"经核定，{unit}所辖{branches}个团支部共{count}名团员确需删除，原因已在附件中逐人写明；"
            "其中为更正信息而删除的，批准后由所在团支部按正确的信息重新录入。",
            "我单位对上述情况的真实性负责。",
        ),
        ending="妥否，请批示。",
        enclosures=(f"{FORM_TITLES[form]}（共{count}人）",),
        sender=unit,
        day=context.today,
        contact=contact or "",
        contact_phone=phone or "",
        number=number,
    )


def batch_letter_of(words: Letter) -> Paper:
    """The letter as PDF; its code names what it says."""
    return draw_letter(words, content_hash=_hash(asdict(words)))


def batch_letter(context: Context, *, batch_id: int) -> Paper:
    """A batch's formal letter: as it was sent, byte for byte; before that a draft of today."""
    drawn = batch_letter_of(letter_words(context, batch_id=batch_id))
    with context.database.read() as connection:
        kept = kept_paper(connection, form=f"deletion-{LETTER}", batch_id=batch_id)
    if kept is None:
        return drawn
    return Paper(kept.pdf, kept.pages, kept.sha256, drawn.findings)


def _hash(values: Mapping[str, object]) -> str:
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
