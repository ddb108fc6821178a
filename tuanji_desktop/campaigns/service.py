"""A campaign as acts: open it, record results, name those not in the system, report, close."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from ..core.errors import BadInput, NotFound, RuleRefused
from ..members.queries import by_id_numbers
from ..office.archive import Attachment, insert_row, keep_attachment, keep_paper
from ..office.context import Context
from ..orgs.queries import by_id
from ..rules.cells import normalise
from ..rules.policy import Policy
from ..store.bulk import insert_many, update_many
from ..store.case_tables import campaign_checks
from .form import CampaignReport, draw_report
from .plan import CheckPlan, judge_rows, open_campaign_of, refusal
from .queries import BranchRow, Campaign, campaign_by_id, campaigns, in_scope, progress
from .report import campaign_report, kept_as, write_sheet
from .results import RESULTS, UNLISTED, VERIFIED_CLAUSE, WRONG, labels, wrong_fields

_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a campaign is called, from when to when, and by when what is due."""

    title: str
    first_on: date
    last_on: date
    branches_done_by: date | None = None
    forms_due: date | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: the operation, its words, the campaign; `left` says why some were not."""

    operation: int
    words: str
    campaign_id: int
    left: tuple[str, ...] = ()


def terms_of(policy: Policy) -> Terms | None:
    """What the pack prescribes (Q 二, 五.1, 五.4); None where it prescribes nothing."""
    rule = policy.campaign
    if rule is None:
        return None
    return Terms(
        title=rule.title,
        first_on=rule.first,
        last_on=rule.last,
        branches_done_by=rule.branches_done_by,
        forms_due=rule.forms_due,
    )


def open_campaign(context: Context, *, terms: Terms, org_id: int | None = None) -> Done:
    """Opens a campaign over all branches below a unit, graduating ones too (Q 一); None: over all.

    Raises `BadInput` for terms that contradict themselves, `RuleRefused` where the same scope has
    an open campaign.
    """
    title = terms.title.strip()
    _check_terms(title, terms)
    with context.database.read() as connection:
        unit = "全部团组织"
        if org_id is not None:
            org = by_id(connection, org_id)
            unit = org.short_name or org.full_name
        for one in campaigns(connection):
            if one.open and one.org_id == org_id:
                raise RuleRefused(
                    "campaign.open_already",
                    f"{unit}正在进行《{one.title}》，结束以后才能开始下一次。",
                )
    operation = context.operation("campaign.open", f"开始信息核对《{title}》（{unit}）")
    rule = context.policy.campaign
    with context.database.write(operation) as writing:
        campaign_id = insert_row(
            writing.connection,
            "campaigns",
            title=title,
            org_id=org_id,
            first_on=terms.first_on.isoformat(),
            last_on=terms.last_on.isoformat(),
            branches_done_by=_iso(terms.branches_done_by),
            forms_due=_iso(terms.forms_due),
            clause=rule.clause if rule else None,
            opened_by=context.operator,
            opened_on=context.today.isoformat(),
        )
    return Done(writing.number, operation.words, campaign_id)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _check_terms(title: str, terms: Terms) -> None:
    if not title:
        raise BadInput("campaign.title", "信息核对的名称要填写。")
    if terms.last_on < terms.first_on:
        raise BadInput("campaign.dates", "结束日期早于开始日期，请核对。")
    for label, day in (("团支部完成", terms.branches_done_by), ("登记表上报", terms.forms_due)):
        if day is not None and not terms.first_on <= day <= terms.last_on:
            raise BadInput(
                "campaign.dates",
                f"{label}的期限 {day} 不在 {terms.first_on} 至 {terms.last_on} 之间，请核对。",
            )


def apply_checks(context: Context, plan: CheckPlan) -> Done:
    """Records what the plan says, in one operation; a later word takes the place of the earlier.

    Raises `RuleRefused` where nothing would be recorded and `BadInput` (`campaign.stale`) where
    something moved since the plan was made; then nothing is written.
    """
    finding = plan.finding
    if not plan.ready:
        raise refusal(plan)
    fields = ",".join(wrong_fields(finding.fields)) if finding.result == WRONG else None
    words = f"信息核对：{_names([row.name for row in plan.ready])} {RESULTS[finding.result].label}"
    if fields:
        words += f"（{labels(fields.split(','))}）"
    note = finding.note.strip() or None
    operation = context.operation("campaign.check", words, reason=note)
    stamp = (context.operator, context.today.isoformat())
    with context.database.write(operation) as writing:
        if judge_rows(writing.connection, context, finding) != plan.rows:
            raise BadInput("campaign.stale", "核对期间有团员的情况又有变化，没有登记。请重新登记。")
        insert_many(
            writing.connection,
            campaign_checks,
            ("campaign_id", "branch_id", "member_id", "result", "fields", "note", "checked_by",
             "checked_on"),
            [
                (finding.campaign_id, row.branch_id, row.member_id, finding.result, fields, note,
                 *stamp)
                for row in plan.ready
                if row.check_id is None
            ],
        )  # fmt: skip
        update_many(
            writing.connection,
            campaign_checks,
            ("branch_id", "result", "fields", "note", "checked_by", "checked_on"),
            [
                (row.branch_id, finding.result, fields, note, *stamp, row.check_id)
                for row in plan.ready
                if row.check_id is not None
            ],
        )
    left = tuple(f"{row.name}：{row.why}" for row in plan.refused)
    return Done(writing.number, words, finding.campaign_id, left)


def add_unlisted(
    context: Context,
    *,
    campaign_id: int,
    branch_id: int,
    name: str,
    id_number: str,
    verified: bool,
    note: str = "",
) -> Done:
    """Names somebody of a branch who is not in the system, once it is verified (Q 三.1).

    Raises `RuleRefused` where nobody verified it or the number is on the roster already.
    """
    if not verified:
        raise RuleRefused(
            "campaign.not_verified",
            "未录入的团员须先核实无误，才能登记补录。请核实团籍和身份信息后再登记。",
            clause=VERIFIED_CLAUSE,
        )
    person = _person(context, name, id_number)
    words = f"信息核对：{person[0]} {RESULTS[UNLISTED].label}，核实无误"
    with context.database.write(context.operation("campaign.unlisted", words)) as writing:
        connection = writing.connection
        campaign = open_campaign_of(connection, campaign_id)
        _branches(connection, campaign, (branch_id,))
        _refuse_known(connection, campaign_id, *person)
        insert_row(
            connection,
            "campaign_checks",
            campaign_id=campaign_id,
            branch_id=branch_id,
            result=UNLISTED,
            note=note.strip() or None,
            name=person[0],
            id_number=person[1],
            checked_by=context.operator,
            checked_on=context.today.isoformat(),
        )
    return Done(writing.number, words, campaign_id)


def _person(context: Context, name: str, id_number: str) -> tuple[str, str]:
    """Name and number in their canonical form."""
    found = []
    for field, label, raw in (("name", "姓名", name), ("id_number", "身份证号", id_number)):
        cell = normalise(field, raw.strip(), policy=context.policy)
        error = next((one for one in cell.findings if one.level == "error"), None)
        if error is not None:
            raise BadInput(error.code, error.message, fields=(field,))
        if not cell.value:
            raise BadInput("campaign.person", f"{label}要填写。", fields=(field,))
        found.append(cell.value)
    return found[0], found[1]


def _refuse_known(connection: Connection, campaign_id: int, name: str, number: str) -> None:
    for one in by_id_numbers(connection, [number], roster_only=True).get(number, []):
        raise RuleRefused(
            "campaign.listed_already",
            f"这个身份证号已在系统中：{one.name}，{one.values['branch']}。"
            "不在本支部的，办理组织关系转接。",
        )
    taken = connection.exec_driver_sql(
        "SELECT count(*) FROM campaign_checks WHERE campaign_id = ? AND result = ? "
        "AND id_number = ?",
        (campaign_id, UNLISTED, number),
    ).scalar_one()
    if taken:
        raise BadInput("campaign.unlisted_twice", f"{name}已经登记过未录入。")


def report_done(context: Context, *, campaign_id: int, branch_ids: Sequence[int]) -> Done:
    """Branches report that they are done: only when every member has a result (Q 五.1)."""
    wanted = tuple(dict.fromkeys(branch_ids))
    with context.database.read() as connection:
        open_campaign_of(connection, campaign_id)
        rows = {row.id: row for row in progress(connection, campaign_id).rows}
    chosen = [rows[one] for one in wanted if one in rows]
    if len(chosen) < len(wanted) or not chosen:
        raise NotFound("campaign.branch_unknown", "所选的组织不是核对范围内的团支部。")
    _refuse_unready(chosen)
    words = f"信息核对：{_names([row.name for row in chosen], unit='个团支部')} 报告完成"
    with context.database.write(context.operation("campaign.done", words)) as writing:
        connection = writing.connection
        open_campaign_of(connection, campaign_id)
        now = {row.id: row for row in progress(connection, campaign_id).rows}
        _refuse_unready([now[one] for one in wanted])
        for one in wanted:
            connection.exec_driver_sql(
                "INSERT INTO campaign_branches (campaign_id, branch_id, done_on, done_by) "
                "VALUES (?, ?, ?, ?)",
                (campaign_id, one, context.today.isoformat(), context.operator),
            )
    return Done(writing.number, words, campaign_id)


def _refuse_unready(rows: Sequence[BranchRow]) -> None:
    behind = [row for row in rows if row.left]
    if behind:
        first = behind[0]
        more = f"；共 {len(behind)} 个团支部没有核对完" if len(behind) > 1 else ""
        raise RuleRefused(
            "campaign.unchecked",
            f"{first.name}还有 {first.left:,} 人没有核对结果{more}。每个人都有结果以后才能报告完成。",
            clause="Q 五.1",
        )
    twice = [row.name for row in rows if row.done_on]
    if twice:
        raise BadInput(
            "campaign.done_already", f"{_names(twice, unit='个团支部')} 已经报告过完成。"
        )


def close_campaign(context: Context, *, campaign_id: int, reason: str = "") -> Done:
    """Closes a campaign and keeps its report; while branches are not done, a reason is needed."""
    with context.database.read() as connection:
        campaign = open_campaign_of(connection, campaign_id)
        found = progress(connection, campaign_id)
    behind = len(found.rows) - found.done
    if behind and not reason.strip():
        raise RuleRefused(
            "campaign.branches_open",
            f"还有 {behind:,} 个团支部没有完成核对。现在结束要写明原因。",
            clause="Q 五.1",
        )
    data = campaign_report(context, campaign_id)
    paper, sheet = draw_report(data), _sheet(data)
    words = f"结束信息核对《{campaign.title}》：{found.done:,} / {len(found.rows):,} 个团支部完成"
    operation = context.operation("campaign.close", words, reason=reason.strip() or None)
    with context.database.write(operation) as writing:
        if not campaign_by_id(writing.connection, campaign_id).open:
            raise BadInput("campaign.stale", f"《{campaign.title}》刚刚已经结束。")
        writing.connection.exec_driver_sql(
            "UPDATE campaigns SET closed_on = ?, closed_by = ? WHERE id = ?",
            (context.today.isoformat(), context.operator, campaign_id),
        )
        keep_paper(
            writing.connection,
            paper.pdf,
            form=kept_as(campaign_id),
            title=data.heading,
            pages=paper.pages,
            made_at=context.stamp(),
        )
        keep_attachment(
            writing.connection,
            Attachment(kept_as(campaign_id), sheet, f"{data.heading}.xlsx"),
            sheet,
        )
    return Done(writing.number, words, campaign_id)


def _sheet(data: CampaignReport) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        write_sheet(data, path)
        return path.read_bytes()


def _branches(connection: Connection, campaign: Campaign, ids: Sequence[int]) -> None:
    if in_scope(connection, campaign, ids) != frozenset(ids):
        raise NotFound("campaign.branch_unknown", "所选的组织不是核对范围内的团支部。")


def _names(names: Sequence[str], *, unit: str = "人") -> str:
    shown = "、".join(names[:_SHOWN])
    return shown + (f"等 {len(names):,} {unit}" if len(names) > _SHOWN else "")
