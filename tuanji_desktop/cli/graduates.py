"""`graduates list|match|settle|rates`: the year's entries, and how far their transfers are."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from ..core.errors import BadInput
from ..graduates import destinations, queries, service
from ..graduates.export import export_standing
from ..graduates.loading import Standing, load_standing
from ..graduates.milestones import Goal
from ..graduates.rates import PARTS, RATES, RULES, Numbers, people
from ..graduates.school_sheet import write_school_sheet
from ..graduates.series import DEFINITION, load_rate_series
from ..orgs.queries import by_code
from .session import session

app = typer.Typer(help="毕业生去向。", no_args_is_help=True)


@app.command(name="list")
def list_entries(ctx: typer.Context, year: Annotated[int, typer.Option(help="毕业年份")]) -> None:
    """列出一年的毕业生条目和各类人数。"""
    this = session(ctx)
    wanted = queries.EntryFilter(year)
    with this.open(read_only=True) as context, context.database.read() as connection:
        by_match, by_progress = queries.counts(connection, wanted)
        found = queries.entries(connection, queries.entry_ids(connection, wanted))
    this.tell(
        {
            "count": len(found),
            "match": by_match,
            "progress": by_progress,
            "entries": [
                {
                    "id": one.id,
                    "name": one.name,
                    "id_number": one.id_number,
                    "school": one.school,
                    "match": one.match,
                    "member": one.member_id,
                    "destination": one.destination,
                    "progress": one.progress,
                }
                for one in found
            ],
        },
        "\n".join(f"{one.id}\t{one.name}\t{one.school}\t{one.destination or ''}" for one in found),
    )


@app.command()
def match(
    ctx: typer.Context,
    entry: Annotated[int, typer.Argument(metavar="条目编号")],
    member: Annotated[int | None, typer.Option(help="团员编号；不给则确认不在册")] = None,
) -> None:
    """对待确认的条目作答：是哪名团员，或不在册。"""
    this = session(ctx)
    with this.open() as context:
        service.settle_match(context, entry_id=entry, member_id=member)
    this.tell({"entry": entry, "member": member}, "已确认。")


@app.command()
def settle(
    ctx: typer.Context,
    entries: Annotated[list[int], typer.Argument(metavar="条目编号…")],
    destination: Annotated[str | None, typer.Option(help="毕业去向，如 升学、就业")] = None,
    target: Annotated[str | None, typer.Option(help="转入组织的全称；写“”清空")] = None,
    in_province: Annotated[
        bool | None, typer.Option("--in-province/--out-of-province", help="升学的高校是否在省内")
    ] = None,
    note: Annotated[str | None, typer.Option(help="备注")] = None,
    plan: Annotated[bool, typer.Option("--plan", help="只核对，不写入")] = False,
) -> None:
    """登记一人或多人的毕业去向。"""
    this = session(ctx)
    wish = destinations.Wish(
        entry_ids=tuple(entries),
        destination=destination,
        target=target,
        in_province=None if in_province is None else "是" if in_province else "否",
        note=note,
    )
    with this.open(read_only=plan) as context:
        found = destinations.plan_destinations(context, wish)
        done = None if plan else destinations.apply_destinations(context, found)
    refused = [
        {"entry": one.entry_id, "code": one.refused, "message": one.why} for one in found.refused
    ]
    changes = [
        {"entry": one.entry_id, "before": one.before, "after": one.after, "progress": one.progress}
        for one in found.ready
    ]
    told = {"settled": changes, "refused": refused, "warning": found.warning}
    this.tell(
        told | ({"operation": done.operation} if done else {}),
        f"{'可以登记' if plan else '已登记'} {len(changes)} 人，{len(refused)} 人不登记。{found.warning}",
    )


@app.command()
def rates(
    ctx: typer.Context,
    year: Annotated[int, typer.Option(help="毕业年份")],
    as_of: Annotated[str | None, typer.Option(help="截至哪一天，例如 2018-09-30")] = None,
    org: Annotated[str | None, typer.Option(help="组织编码：只看这个组织之下的学校")] = None,
    people_of: Annotated[
        str | None, typer.Option("--people", help=f"列出一个数字背后的人：{'、'.join(PARTS)}")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="另存为 .xlsx 或 .csv")] = None,
) -> None:
    """各校的发起率、完成率和就业转入率，落后的在前；时间节点和差距。"""
    if people_of is not None and people_of not in PARTS:
        raise typer.BadParameter(f"没有“{people_of}”这一类人。可用的有：{'、'.join(PARTS)}。")
    this, day = session(ctx), _day(as_of)
    with this.open(read_only=True) as context:
        scope = None
        if org is not None:
            with context.database.read() as connection:
                scope = by_code(connection, org).id
        found = load_standing(context, year=year, day=day, scope=scope)
        told = _standing(found)
        if people_of is not None:
            ids = people(context, people_of, year=year, day=day, school_id=scope)
            told["people"] = {"part": people_of, "entries": list(ids)}
    if out is not None:
        export_standing(found, out)
    this.tell(told, "\n".join(_lines(found)))


@app.command()
def sheet(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件")],
    school: Annotated[str, typer.Option(help="学校的组织编码")],
    year: Annotated[int, typer.Option(help="毕业年份")],
) -> None:
    """一所学校还没有办完的人和各缺什么（.xlsx），填好寄回后可以直接导入。"""
    this = session(ctx)
    with this.open() as context:
        with context.database.read() as connection:
            school_id = by_code(connection, school).id
        done = write_school_sheet(context, file, school_id=school_id, year=year)
    this.tell(
        {"people": done.people, "unsettled": done.unsettled},
        f"已存 {done.people} 人的待办理名单：{file}。",
    )


@app.command(name="rates-over-time")
def rates_over_time(
    ctx: typer.Context,
    year: Annotated[int, typer.Option(help="毕业年份，默认最近一届")] = 0,
    org: Annotated[str | None, typer.Option(help="组织编码")] = None,
) -> None:
    """逐月和各时间节点的发起率、完成率。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        scope = None
        if org is not None:
            with context.database.read() as connection:
                scope = by_code(connection, org).id
        points = load_rate_series(context, org_id=scope, year=year, progress=this.progress)
    this.tell(
        {
            "points": [
                {
                    "year": one.year,
                    "day": one.day.isoformat(),
                    "milestone": one.label,
                    **_numbers(one.numbers),
                }
                for one in points
            ],
            "definition": DEFINITION,
        },
        "\n".join(
            f"{one.day}\t发起 {one.numbers.rate('started').words}"
            f"\t完成 {one.numbers.rate('completion').words}\t{one.label}"
            for one in points
        ),
    )


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("date.unreadable", f"“{text}”不是日期，请写成 2018-09-30。") from error


def _standing(found: Standing) -> dict[str, Any]:
    return {
        "year": found.rates.year,
        "day": found.rates.day.isoformat(),
        "total": _numbers(found.rates.total),
        "schools": [
            {
                "code": one.code,
                "short_name": one.short_name,
                "school_kind": one.school_kind,
                "rank": one.rank,
                **_numbers(one.numbers),
            }
            for one in found.rates.schools
        ],
        "kinds": {kind: _numbers(one) for kind, one in found.rates.by_kind.items()},
        "without_list": list(found.rates.unlisted),
        "attempts": found.attempts,
        "milestones": [_goal(goal) for goal in found.goals],
        "rules": dict(RULES),
    }


def _numbers(numbers: Numbers) -> dict[str, Any]:
    counts = {key: getattr(numbers, key) for key in PARTS}
    return {**counts, **{f"{key}_rate": numbers.rate(key).value for key in RATES}}


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        "label": goal.milestone.label,
        "due_on": goal.due_on.isoformat(),
        "days_left": goal.days_left,
        "overdue": goal.overdue,
        "rate": goal.milestone.rate,
        "target": goal.milestone.target,
        "numerator": goal.rate.numerator,
        "denominator": goal.rate.denominator,
        "value": goal.rate.value,
        "school_kinds": list(goal.milestone.school_kinds),
        "behind": [one.code for one in goal.behind],
        "clause": goal.milestone.clause,
    }


def _lines(found: Standing) -> list[str]:
    rows = [("名次", "学校", "应转接", "已发起", "已转入", "等待", *RATES.values())]
    shown = [
        *((str(one.rank or ""), one.short_name, one.numbers) for one in found.rates.schools),
        ("", "合计", found.rates.total),
    ]
    for rank, name, numbers in shown:
        counts = (numbers.due, numbers.started, numbers.received, numbers.waiting)
        shares = (numbers.rate(key).words for key in RATES)
        rows.append((rank, name, *map(str, counts), *shares))
    goals = (f"{goal.due_on} {goal.days}：{goal.milestone.label}" for goal in found.goals)
    return [*("\t".join(row) for row in rows), *goals]
