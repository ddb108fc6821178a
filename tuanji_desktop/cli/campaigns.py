"""`campaign open|list|show|check|unlisted|done|close|report`: the verification of every record."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..campaigns.plan import CheckPlan, Finding, plan_checks
from ..campaigns.queries import (
    BranchRow,
    Campaign,
    MemberRow,
    Progress,
    load_branch,
    load_campaigns,
    load_progress,
)
from ..campaigns.report import save_report
from ..campaigns.results import RESULTS
from ..campaigns.service import (
    Done,
    Terms,
    add_unlisted,
    apply_checks,
    close_campaign,
    open_campaign,
    report_done,
    terms_of,
)
from ..office.context import Context
from ..orgs import queries as orgs
from .session import Session, session

app = typer.Typer(help="信息核对：开始、登记结果、报告完成、结束、总结。", no_args_is_help=True)

Number = Annotated[int, typer.Argument(metavar="核对编号")]
Day = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD")]
Plan = Annotated[bool, typer.Option("--plan", help="只核对，不写入（默认）")]
Apply = Annotated[bool, typer.Option("--apply", help="写入")]


@app.command(name="open")
def open_(
    ctx: typer.Context,
    title: Annotated[str, typer.Option(help="名称，默认按规则包")] = "",
    org: Annotated[str | None, typer.Option(help="这个组织之下，默认全部")] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="开始")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="结束")] = None,
    branches_by: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="团支部完成期限")
    ] = None,
    forms_by: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="登记表上报期限")
    ] = None,
) -> None:
    """开始一次信息核对；不写的日期按规则包。"""
    this = session(ctx)
    with this.open() as context:
        terms = _terms(context, title, first, last, branches_by, forms_by)
        done = open_campaign(context, terms=terms, org_id=_org(context, org))
        found = load_progress(context, done.campaign_id)
    this.tell(
        {"operation": done.operation, **_progress(found, this.day(), branches=False)},
        f"{done.words}，编号 {done.campaign_id}。",
    )


def _terms(
    context: Context,
    title: str,
    first: str | None,
    last: str | None,
    branches_by: str | None,
    forms_by: str | None,
) -> Terms:
    base = terms_of(context.policy)
    first_on = _day(first) or (base.first_on if base else None)
    last_on = _day(last) or (base.last_on if base else None)
    if first_on is None or last_on is None:
        raise typer.BadParameter("所用规则包没有规定核对时间，请写 --from 和 --to。")
    return Terms(
        title=title or (base.title if base else ""),
        first_on=first_on,
        last_on=last_on,
        branches_done_by=_day(branches_by) or (base.branches_done_by if base else None),
        forms_due=_day(forms_by) or (base.forms_due if base else None),
    )


@app.command(name="list")
def list_campaigns(ctx: typer.Context) -> None:
    """全部信息核对，进行中的在前。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        found = load_campaigns(context)
    this.tell(
        {"campaigns": [_campaign(one, this.day()) for one in found]},
        "\n".join(
            f"{one.id}\t{one.title}\t{one.unit}\t{one.first_on}—{one.last_on}\t"
            + (f"已结束 {one.closed_on}" if one.closed_on else "进行中")
            for one in found
        )
        or "没有信息核对。",
    )


@app.command()
def show(
    ctx: typer.Context,
    number: Number,
    branch: Annotated[str | None, typer.Option(help="只看这个团支部的团员")] = None,
) -> None:
    """各团支部的进度，落后的在前；或一个团支部的团员。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        found = load_progress(context, number)
        people = (
            load_branch(context, number, _org(context, branch) or 0) if branch is not None else ()
        )
    data = _progress(found, this.day(), branches=branch is None)
    lines = [one.words for one in found.campaign.deadlines(this.day())]
    if branch is not None:
        data["people"] = [_person(one) for one in people]
        lines += [f"{one.id}\t{one.name}\t{one.result_words}\t{one.lacking}" for one in people]
    else:
        lines += [
            f"{row.code}\t{row.name}\t{row.checked}/{row.members}\t{row.done_on or '未完成'}"
            for row in found.rows
        ]
    this.tell(data, "\n".join(lines))


@app.command()
def check(
    ctx: typer.Context,
    number: Number,
    member_ids: Annotated[list[int], typer.Argument(metavar="团员编号…")],
    result: Annotated[str, typer.Option(help=f"结果：{'、'.join(list(RESULTS)[:-1])}")],
    wrong: Annotated[
        str, typer.Option(help="哪项有误：name,sex,id_number,development_number")
    ] = "",
    note: Annotated[str, typer.Option(help="说明")] = "",
    plan_only: Plan = False,
    apply: Apply = False,
) -> None:
    """登记核对结果，可以多人一次。"""
    this = session(ctx)
    applied = apply and not plan_only
    with this.open(read_only=not applied) as context:
        finding = Finding(
            campaign_id=number,
            member_ids=tuple(dict.fromkeys(member_ids)),
            result=result,
            fields=tuple(part.strip() for part in wrong.split(",") if part.strip()),
            note=note,
        )
        plan = plan_checks(context, finding)
        done = apply_checks(context, plan) if applied else None
    this.tell(_plan(plan, done), _plan_words(plan, done))


@app.command()
def unlisted(
    ctx: typer.Context,
    number: Number,
    branch: Annotated[str, typer.Option(help="团支部编码")],
    name: Annotated[str, typer.Option(help="姓名")],
    id_number: Annotated[str, typer.Option(help="身份证号")],
    verified: Annotated[bool, typer.Option("--verified", help="已核实无误")] = False,
    note: Annotated[str, typer.Option(help="说明")] = "",
) -> None:
    """登记未录入系统、核实无误须补录的团员。"""
    this = session(ctx)
    with this.open() as context:
        done = add_unlisted(
            context,
            campaign_id=number,
            branch_id=_org(context, branch) or 0,
            name=name,
            id_number=id_number,
            verified=verified,
            note=note,
        )
    _tell_done(this, done)


@app.command(name="done")
def done_(
    ctx: typer.Context,
    number: Number,
    branches: Annotated[list[str], typer.Argument(metavar="团支部编码…")],
) -> None:
    """团支部报告完成：每个人都有核对结果以后。"""
    this = session(ctx)
    with this.open() as context:
        ids = [_org(context, code) or 0 for code in branches]
        done = report_done(context, campaign_id=number, branch_ids=ids)
    _tell_done(this, done)


@app.command()
def close(
    ctx: typer.Context,
    number: Number,
    reason: Annotated[str, typer.Option(help="团支部没有全部完成时的原因")] = "",
) -> None:
    """结束信息核对。"""
    this = session(ctx)
    with this.open() as context:
        done = close_campaign(context, campaign_id=number, reason=reason)
    _tell_done(this, done)


@app.command()
def report(
    ctx: typer.Context,
    number: Number,
    out: Annotated[Path, typer.Option(help="保存为 .pdf 或 .xlsx")],
) -> None:
    """核对总结：打印件或电子表格。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        save_report(context, number, out)
    this.tell({"file": str(out), "bytes": out.stat().st_size}, f"已存为 {out}。")


def _tell_done(this: Session, done: Done) -> None:
    this.tell({"operation": done.operation, "campaign": done.campaign_id}, f"{done.words}。")


def _campaign(one: Campaign, today: date) -> dict[str, object]:
    return {
        "no": one.id,
        "title": one.title,
        "unit": one.unit,
        "from": one.first_on,
        "to": one.last_on,
        "clause": one.clause,
        "deadlines": [
            {"key": row.key, "on": row.on, "days": row.days, "clause": row.clause}
            for row in one.deadlines(today)
        ],
        "opened_on": one.opened_on,
        "closed_on": one.closed_on or None,
    }


def _progress(found: Progress, today: date, *, branches: bool) -> dict[str, object]:
    data = {
        **_campaign(found.campaign, today),
        "branches": len(found.rows),
        "branches_done": found.done,
        "members": found.members,
        "checked": found.checked,
        "results": {code: found.count(code) for code in RESULTS},
        "followed": {code: found.followed.get(code, 0) for code in RESULTS if RESULTS[code].wish},
    }
    return {**data, "rows": [_branch(row) for row in found.rows]} if branches else data


def _branch(row: BranchRow) -> dict[str, object]:
    return {
        "code": row.code,
        "name": row.name,
        "graduating": row.graduating,
        "members": row.members,
        "checked": row.checked,
        "left": row.left,
        "results": dict(row.results),
        "done_on": row.done_on or None,
        "done": row.done,
    }


def _person(one: MemberRow) -> dict[str, object]:
    return {
        "member": one.member_id,
        "name": one.name,
        "result": one.result or None,
        "fields": list(one.fields),
        "note": one.note,
        "act": RESULTS[one.result].wish if one.result else "",
        "followed": one.followed,
        "missing": list(one.missing),
        "expected": list(one.expected),
        "checked_on": one.checked_on or None,
    }


def _plan(plan: CheckPlan, done: Done | None) -> dict[str, object]:
    return {
        "applied": done is not None,
        "operation": done.operation if done else None,
        "rows": [
            {
                "member": row.member_id,
                "name": row.name,
                "before": row.before or None,
                "after": plan.finding.result if row.ready else row.before or None,
                **({"code": row.refused, "why": row.why, "clause": row.clause} if row.why else {}),
            }
            for row in plan.rows
        ],
    }


def _plan_words(plan: CheckPlan, done: Done | None) -> str:
    label = RESULTS[plan.finding.result].label
    lines = [
        f"{row.member_id}\t{row.name}\t{label if row.ready else f'不登记：{row.why}'}"
        for row in plan.rows
    ]
    end = f"{done.words}。" if done else "只核对，没有写入；加 --apply 写入。"
    return "\n".join([*lines, end])


def _org(context: Context, code: str | None) -> int | None:
    if code is None:
        return None
    with context.database.read() as connection:
        return orgs.by_code(connection, code).id


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"日期“{text}”应写成 YYYY-MM-DD。") from None
