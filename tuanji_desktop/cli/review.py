"""`change list|decide|withdraw|windows`: the review queue and the dated windows."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from ..office.context import Context
from ..orgs import queries as orgs
from ..review import queries, service, windows
from ..review.words import STATE_LABELS
from ..rules.fields import FIELDS
from .session import session

app = typer.Typer(help="修改申请的审核，限期开放的修改窗口。", no_args_is_help=True)
_STATES = {
    **{state: (state,) for state in queries.STATES},
    "decided": ("accepted", "returned", "withdrawn"),
    "all": queries.STATES,
}
Org = Annotated[str | None, typer.Option(help="只看该组织之下（组织编码）")]
Number = Annotated[int, typer.Argument(metavar="申请编号")]


@app.command(name="list")
def list_changes(
    ctx: typer.Context,
    state: Annotated[
        str, typer.Option(help="pending accepted returned withdrawn decided all 之一")
    ] = "pending",
    window: Annotated[int | None, typer.Option(help="只看第几个修改窗口内提交的")] = None,
    org: Org = None,
    field: Annotated[str | None, typer.Option(help="只看改这个字段的")] = None,
    mine: Annotated[bool, typer.Option("--mine", help="只看本人提出的")] = False,
    others: Annotated[bool, typer.Option("--others", help="只看他人提出的")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="只看超期的")] = False,
    limit: Annotated[int, typer.Option(help="最多列出多少件", min=1)] = 1_000,
) -> None:
    """列出修改申请，默认是待审核的。"""
    this = session(ctx)
    if state not in _STATES:
        raise typer.BadParameter(f"没有“{state}”这种状态。可用的有：{'、'.join(_STATES)}。")
    if field is not None and field not in FIELDS:
        raise typer.BadParameter(f"没有名为“{field}”的字段。")
    if mine and others:
        raise typer.BadParameter("--mine 和 --others 只能选一个。")
    with this.open(read_only=True) as context:
        wanted = queries.Filter(
            org_id=_org(context, org),
            who="mine" if mine else "others" if others else "",
            overdue=overdue,
            field=field or "",
        )
        if window is not None:
            inside = windows.load_report(context, number=window).state.window
            wanted = replace(wanted, field=inside.field, first=inside.first, last=inside.last)
        with context.database.read() as connection:
            found = queries.find_requests(
                context, connection, states=_STATES[state], wanted=wanted, limit=limit
            )
        late = context.policy.review.overdue_days
    shown = [
        (
            one,
            [f for f in one.fields if f.state in _STATES[state] and wanted.field in ("", f.field)],
        )
        for one in found
    ]
    this.tell(
        {
            "count": len(found),
            "changes": [_change(one, fields, this.day(), late) for one, fields in shown],
        },
        "\n".join(
            f"{one.id}\t{one.name}\t{one.branch}\t{one.proposed_by}\t{one.proposed_at[:10]}\t"
            + "；".join(
                f"{FIELDS[f.field].label}：{f.base or '空'} → {f.new or '空'}"
                + (f"（{_state_words(f)}）" if f.state != "pending" else "（有冲突）" * f.conflict)
                for f in fields
            )
            for one, fields in shown
        )
        or ("没有待审核的修改申请。" if state == "pending" else "没有这样的修改申请。"),
    )


def _change(
    one: queries.ReviewRequest, fields: list[queries.ReviewField], day: object, late: int
) -> dict[str, object]:
    from datetime import date

    assert isinstance(day, date)
    age = one.age(day)
    return {
        "no": one.id,
        "member": one.member_id,
        "name": one.name,
        "branch": one.branch,
        "proposed_by": one.proposed_by,
        "proposed_at": one.proposed_at,
        "reason": one.reason,
        "basis": one.basis,
        "age": age,
        "overdue": age > late and bool(one.pending),
        "fields": [
            {
                "field": field.field,
                "base": field.base,
                "current": field.current,
                "new": field.new,
                "clause": field.clause,
                "conflict": field.conflict,
                "state": field.state,
                "decided_by": field.decided_by,
                "decided_at": field.decided_at,
                "decision_reason": field.decision_reason,
                "single_handed": field.single_handed,
            }
            for field in fields
        ],
    }


def _state_words(field: queries.ReviewField) -> str:
    return f"{STATE_LABELS[field.state]}，{field.decided_by}，{(field.decided_at or '')[:10]}"


def _org(context: Context, code: str | None) -> int | None:
    if code is None:
        return None
    with context.database.read() as connection:
        return orgs.by_code(connection, code).id


def names_of(text: str | None) -> tuple[str, ...]:
    """`a,b` as names."""
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


@app.command()
def decide(
    ctx: typer.Context,
    number: Number,
    accept: Annotated[str | None, typer.Option(help="通过的字段，逗号分隔")] = None,
    return_: Annotated[str | None, typer.Option("--return", help="退回的字段，逗号分隔")] = None,
    reason: Annotated[str | None, typer.Option(help="退回原因")] = None,
) -> None:
    """逐字段通过或退回。"""
    this = session(ctx)
    accepted, returned = names_of(accept), names_of(return_)
    if not accepted and not returned:
        raise typer.BadParameter("请用 --accept 或 --return 写明字段。")
    if both := [name for name in accepted if name in returned]:
        raise typer.BadParameter(f"“{both[0]}”不能既通过又退回。")
    with this.open() as context:
        done = service.decide_change(
            context,
            request_id=number,
            accept=accepted,
            return_=returned,
            reason=reason,
        )
    this.tell(
        {
            "decided": [*done.accepted, *done.returned],
            "accepted": list(done.accepted),
            "returned": list(done.returned),
            "conflicts": list(done.conflicts),
            "single_handed": done.single_handed,
        },
        f"通过 {len(done.accepted)} 项，退回 {len(done.returned)} 项，冲突 {len(done.conflicts)} 项。"
        + ("已注明单人办公。" if done.single_handed else ""),
    )


@app.command()
def withdraw(
    ctx: typer.Context,
    number: Number,
    fields: Annotated[str | None, typer.Option(help="撤回的字段，逗号分隔，默认全部")] = None,
    reason: Annotated[str | None, typer.Option(help="撤回原因；代团员撤回必须写明")] = None,
) -> None:
    """撤回还没有审核的修改申请。"""
    this = session(ctx)
    with this.open() as context:
        done = service.withdraw_change(
            context, request_id=number, fields=names_of(fields), reason=reason
        )
    this.tell(
        {"withdrawn": list(done.fields), "operation": done.operation},
        f"已撤回 {len(done.fields)} 项。",
    )


@app.command(name="windows")
def list_windows(
    ctx: typer.Context,
    window: Annotated[int | None, typer.Option(help="只看第几个窗口，并列出团支部")] = None,
    org: Org = None,
    out: Annotated[Path | None, typer.Option(help="把窗口内的修改导出为 .xlsx 或 .csv")] = None,
) -> None:
    """限期开放的修改窗口：起止、还有几天、窗口内的修改、大批量误填的团支部。"""
    this = session(ctx)
    if out is not None and window is None:
        raise typer.BadParameter("请用 --window 指定导出第几个窗口。")
    with this.open(read_only=True) as context:
        org_id = _org(context, org)
        states = windows.load_windows(context)
        reports = [
            windows.load_report(context, number=number, org_id=org_id)
            for number in ([window] if window is not None else [one.number for one in states])
        ]
        if out is not None and window is not None:
            windows.export_report(context, out, number=window, org_id=org_id)
        notice = windows.window_notice(context)
    this.tell(
        {
            "notice": notice.words if notice else None,
            "windows": [_window(report) for report in reports],
        },
        "\n".join(_window_text(report) for report in reports) or "现行规则包没有限期开放的窗口。",
    )


def _window(report: windows.WindowReport) -> dict[str, object]:
    state = report.state
    last = state.window.last
    return {
        "no": state.number,
        "field": state.window.field,
        "from": state.window.first.isoformat(),
        "to": last.isoformat() if last else None,
        "clause": state.window.rule.clause,
        "state": state.phase,
        "days_left": max(state.days_left, 0) if state.phase == "open" else None,
        "submitted": state.submitted,
        "pending": state.pending,
        "accepted": state.accepted,
        "returned": state.returned,
        "withdrawn": state.withdrawn,
        "branches": [
            {
                "id": one.id,
                "branch": one.name,
                "members": one.members,
                "submitted": one.submitted,
                "pending": one.pending,
                "accepted": one.accepted,
                "flagged": bool(one.why),
                "why": one.why,
                "people": list(one.people),
            }
            for one in report.branches
        ],
        "flagged": [one.name for one in report.flagged],
    }


def _window_text(report: windows.WindowReport) -> str:
    state = report.state
    lines = [
        f"{state.number}\t{state.label}\t{windows.PHASES[state.phase]}\t已提交 {state.submitted}\t"
        f"待审核 {state.pending}\t通过 {state.accepted}\t退回 {state.returned}"
    ]
    lines += [f"\t大批量误填：{one.name}，{one.why}" for one in report.flagged]
    return "\n".join(lines)
