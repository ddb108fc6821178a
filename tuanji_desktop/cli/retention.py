"""`retention list|start|resume|review`: the register of those who stay members elsewhere."""

from datetime import date
from typing import Annotated

import typer

from ..office.context import Context
from ..orgs import queries as orgs
from ..retention.plan import RESUME, RETAIN, NewBranch, RetentionPlan, Wish, plan_retention
from ..retention.queries import load_register
from ..retention.service import Done, apply_retention, review_retentions
from .session import Session, session

app = typer.Typer(help="团籍保留：先核对（--plan），再登记（--apply）。", no_args_is_help=True)

Members = Annotated[list[int], typer.Argument(metavar="团员编号…")]
Day = Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="日期，默认今天")]
Unit = Annotated[str | None, typer.Option("--org", help="这个组织之下")]
Branch = Annotated[str | None, typer.Option(help="转入的团支部编码")]
Plan = Annotated[bool, typer.Option("--plan", help="只核对，不写入（默认）")]
Apply = Annotated[bool, typer.Option("--apply", help="写入")]


@app.command(name="list")
def list_retentions(ctx: typer.Context, org: Unit = None) -> None:
    """团籍保留登记簿，待复核的在前。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        found = load_register(context, org_id=_org(context, org))
    day = this.day()
    this.tell(
        {
            "count": len(found),
            "open": sum(one.open for one in found),
            "due": sum(one.due(day) for one in found),
            "retentions": [
                {
                    "no": one.id,
                    "member": one.member_id,
                    "name": one.name,
                    "branch": one.branch,
                    "from": one.from_branch,
                    "reason": one.reason,
                    "cause": one.cause,
                    "retained_on": one.retained_on,
                    "review_on": one.review_on,
                    "due": one.due(day),
                    "ended_on": one.ended_on or None,
                    "end_reason": one.end_reason or None,
                    "reviews": one.reviews,
                }
                for one in found
            ],
        },
        "\n".join(
            f"{one.id}\t{one.name}\t{one.branch}\t{one.reason}\t{one.retained_on}\t"
            + (f"已结束 {one.ended_on}" if one.ended_on else f"复核 {one.review_on}")
            for one in found
        )
        or "没有团籍保留的登记。",
    )


@app.command()
def start(
    ctx: typer.Context,
    member_ids: Members,
    reason: Annotated[str, typer.Option(help="保留原因")],
    cause: Annotated[str, typer.Option(help="具体情况")] = "",
    on: Day = None,
    review: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="复核日期")] = None,
    branch: Branch = None,
    new_branch: Annotated[str, typer.Option(help="新建的保留团支部：上级编码,编码,组织全称")] = "",
    plan_only: Plan = False,
    apply: Apply = False,
) -> None:
    """登记团籍保留，可以一并转入（新建的）保留团支部。"""
    this = session(ctx)
    with this.open(read_only=not apply) as context:
        wish = Wish(
            act=RETAIN,
            member_ids=tuple(dict.fromkeys(member_ids)),
            on=_day(on) or this.day(),
            reason=reason,
            cause=cause,
            review_on=_day(review),
            branch_id=_org(context, branch),
            new_branch=_new_branch(context, new_branch),
        )
        _carry_out(this, context, wish, apply=apply and not plan_only)


@app.command()
def resume(
    ctx: typer.Context,
    member_ids: Members,
    reason: Annotated[str, typer.Option(help="结束保留的原因")],
    on: Day = None,
    branch: Branch = None,
    plan_only: Plan = False,
    apply: Apply = False,
) -> None:
    """结束团籍保留，回到原团支部或另一团支部。"""
    this = session(ctx)
    with this.open(read_only=not apply) as context:
        wish = Wish(
            act=RESUME,
            member_ids=tuple(dict.fromkeys(member_ids)),
            on=_day(on) or this.day(),
            reason=reason,
            branch_id=_org(context, branch),
        )
        _carry_out(this, context, wish, apply=apply and not plan_only)


@app.command()
def review(
    ctx: typer.Context,
    numbers: Annotated[list[int], typer.Argument(metavar="登记编号…")],
    finding: Annotated[str, typer.Option(help="复核情况")],
    next_on: Annotated[
        str | None, typer.Option("--next", metavar="YYYY-MM-DD", help="下次复核日期，默认一年后")
    ] = None,
) -> None:
    """登记一次复核。"""
    this = session(ctx)
    with this.open() as context:
        operation = review_retentions(
            context, retention_ids=numbers, finding=finding, next_on=_day(next_on)
        )
    this.tell({"reviewed": numbers, "operation": operation}, f"已登记 {len(numbers)} 人的复核。")


def _carry_out(this: Session, context: Context, wish: Wish, *, apply: bool) -> None:
    plan = plan_retention(context, wish)
    done = apply_retention(context, plan) if apply else None
    this.tell(_data(plan, done), _words(plan, done))


def _data(plan: RetentionPlan, done: Done | None) -> dict[str, object]:
    return {
        "applied": done is not None,
        "operation": done.operation if done else None,
        "branch": done.branch_id if done else None,
        "rows": [
            {
                "member": row.member_id,
                "name": row.name,
                "before": row.before,
                "after": row.after,
                "branch": row.new_branch,
                **({"code": row.refused, "why": row.why, "clause": row.clause} if row.why else {}),
            }
            for row in plan.rows
        ],
    }


def _words(plan: RetentionPlan, done: Done | None) -> str:
    lines = [f"{row.member_id}\t{row.name}\t{row.words}" for row in plan.rows]
    end = f"{done.words}。" if done else "只核对，没有写入；加 --apply 写入。"
    return "\n".join([*lines, end])


def _org(context: Context, code: str | None) -> int | None:
    if code is None:
        return None
    with context.database.read() as connection:
        return orgs.by_code(connection, code).id


def _new_branch(context: Context, text: str) -> NewBranch | None:
    if not text:
        return None
    parts = [part.strip() for part in text.replace("，", ",").split(",")]
    if len(parts) != 3 or not all(parts):
        raise typer.BadParameter("新建的团支部应写作：上级编码,编码,组织全称。")
    return NewBranch(_org(context, parts[0]) or 0, parts[1], parts[2])


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"日期“{text}”应写成 YYYY-MM-DD。") from None
