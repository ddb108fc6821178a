"""From the records to the notice sheet (G 三.2): what it says, drawn, kept in the office file."""

from collections.abc import Collection

from sqlalchemy import Connection

from ..core.by_hand import as_reason
from ..core.errors import NotFound, RuleRefused
from ..office.context import Context
from ..office.prints import KeepAs
from ..orgs import queries as orgs
from ..papers.paper import Paper
from ..papers.preflight import require_ready
from ..rules.lifecycle import BEFORE_APPROVAL, ON_ROSTER, STAGE_LABELS, Stage
from ..rules.policy import Policy
from ..rules.why import deletion_reason_for, document_words
from . import queries
from .notice_form import NOTICE_TITLE, Notice, Quoted, draw_notice
from .standing import entered, steps_of

FORM = "report-in-notice"
_PAPER_WORDS = {"statement": "情况说明", "self_criticism": "检讨"}


def load_notice(
    context: Context, *, member_id: int, right_branch_id: int | None = None
) -> tuple[Notice, Paper]:
    """The sheet as it would be today; writes nothing. Refused unless the report-in waits."""
    with context.database.read() as connection:
        data = _data(context, connection, member_id, right_branch_id)
    return data, draw_notice(data)


def keep_of(data: Notice) -> KeepAs:
    """As what the sheet is kept."""
    return KeepAs(FORM, NOTICE_TITLE, {"member_id": data.member_id})


def file_notice(
    context: Context,
    *,
    member_id: int,
    right_branch_id: int | None = None,
    by_hand: Collection[str] = (),
) -> Paper:
    """The sheet, kept among the member's papers: the same sheet once. `by_hand` are the characters
    without a font that the clerk undertakes to write on it."""
    data, paper = load_notice(context, member_id=member_id, right_branch_id=right_branch_id)
    with context.database.read() as connection:
        kept = connection.exec_driver_sql(
            "SELECT EXISTS (SELECT 1 FROM papers WHERE member_id = ? AND form = ? AND sha256 = ?)",
            (member_id, FORM, paper.sha256),
        ).scalar()
    if kept:
        return paper
    pen = require_ready(paper.findings, NOTICE_TITLE, written=by_hand)
    operation = context.operation(
        f"paper.{FORM}", f"出具报到更正通知单：{data.name}", reason=as_reason(pen)
    )
    with context.database.write(operation) as writing:
        writing.connection.exec_driver_sql(
            "INSERT OR IGNORE INTO blobs (sha256, content) VALUES (?, ?)",
            (paper.sha256, paper.pdf),
        )
        writing.connection.exec_driver_sql(
            "INSERT INTO papers (form, title, member_id, pages, sha256, made_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (FORM, NOTICE_TITLE, member_id, paper.pages, paper.sha256, context.stamp()),
        )
    return paper


def _data(
    context: Context, connection: Connection, member_id: int, right_branch_id: int | None
) -> Notice:
    member = queries.member(connection, member_id)
    policy = context.policy
    if member.status is not Stage.SUBMITTED:
        raise _refusal(policy, member)
    right = orgs.by_id(connection, right_branch_id).full_name if right_branch_id else ""
    contact = connection.exec_driver_sql(
        "SELECT contact, contact_phone FROM organizations WHERE id = ?", (member.branch_id,)
    ).one_or_none()
    if contact is None:
        raise NotFound("org.unknown", "所选的团支部已经不存在。")
    since = entered(steps_of(connection, member_id), member.status)
    state = policy.field_state(
        "branch", stage=member.status, values=member.values, today=context.today
    )
    code = deletion_reason_for(policy, "branch")
    clauses = [state.clause, policy.reasons[code].clause] if code else [state.clause]
    branch = member.values["branch"] or ""
    return Notice(
        member_id=member_id,
        name=member.name,
        branch=branch,
        right_branch=right,
        submitted_on=since.day if since else None,
        unit=branch,
        contact=contact[0] or "",
        contact_phone=contact[1] or "",
        day=context.today,
        papers=tuple(_PAPER_WORDS[one] for one in _papers(policy, code)),
        quoted=tuple(
            Quoted(one, policy.clause_text(one), document_words(policy.document_of(one)))
            for one in dict.fromkeys(clauses)
        ),
    )


def _papers(policy: Policy, code: str) -> tuple[str, ...]:
    return policy.reasons[code].attachments if code else ()


def _refusal(policy: Policy, member: queries.Member) -> RuleRefused:
    label = STAGE_LABELS[member.status]
    code = deletion_reason_for(policy, "branch")
    if member.status in ON_ROSTER and code:
        advice = (
            f"报错团支部而被误审核通过的，请申请删除（原因选“{policy.reasons[code].label}”），"
            "批准后重新向正确的团支部报到。"
        )
        clause = policy.reasons[code].clause
    elif member.status in BEFORE_APPROVAL:
        advice = "报到没有在等待审核，可以直接改报其他团支部再提交。"
        clause = policy.stages[member.status].clause
    else:
        advice = "通知单只用于报到待审核的团员。"
        clause = None
    message = f"{member.name}现为“{label}”，不能出具报到更正通知单。{advice}"
    return RuleRefused("notice.stage", message, clause=clause)
