"""`board show|people|moves|months|return`: the numbers of the desk 统计."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from ..board.export import write_return
from ..board.movement import WORDS, load_movement
from ..board.queries import load_board, people_of
from ..board.series import load_series
from ..office.context import Context
from ..orgs import queries as orgs
from .session import session

app = typer.Typer(help="统计：构成、进出、逐月、年报表。", no_args_is_help=True)
Org = Annotated[str | None, typer.Option(help="只看这个组织之下（组织编码）")]
Day = Annotated[
    datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="统计日，默认今天")
]


def _org(context: Context, code: str | None) -> int | None:
    if not code:
        return None
    with context.database.read() as connection:
        return orgs.by_code(connection, code).id


def _day(value: datetime | None) -> date | None:
    return value.date() if value is not None else None


@app.command()
def show(ctx: typer.Context, org: Org = None, day: Day = None) -> None:
    """某一天在册团员的构成，各项都有口径。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        found = load_board(
            context, org_id=_org(context, org), day=_day(day), progress=this.progress
        )
    tallies = (found.units, *found.tallies)
    this.tell(
        {
            "day": found.day.isoformat(),
            "members": found.members,
            "red": found.red,
            "measures": [
                {
                    "key": tally.key,
                    "title": tally.title,
                    "definition": tally.definition,
                    "groups": [
                        {"group": one.group, "label": one.label, "count": one.count, "red": one.red}
                        for one in tally.slices
                    ],
                }
                for tally in tallies
            ],
        },
        "\n".join(
            [
                f"{found.day} 在册 {found.members:,} 人，红名 {found.red:,} 人。",
                *(
                    f"{tally.title}："
                    + "，".join(f"{one.label} {one.count:,}" for one in tally.slices)
                    for tally in tallies[1:]
                ),
            ]
        ),
    )


@app.command()
def people(
    ctx: typer.Context,
    measure: Annotated[str, typer.Argument(metavar="项目", help="如 sex、age、red、units")],
    group: Annotated[str, typer.Argument(metavar="分组")] = "",
    org: Org = None,
    day: Day = None,
) -> None:
    """一个数字背后的团员编号；录入后来撤销了的另列姓名。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        found = people_of(
            context,
            org_id=_org(context, org),
            day=_day(day),
            measure=measure,
            group=group,
            progress=this.progress,
        )
    this.tell(
        {
            "count": len(found),
            "members": list(found.ids),
            "undone": [{"id": one.id, "name": one.name} for one in found.undone],
        },
        f"{len(found):,} 人{f'，其中 {found.mark}' if found.undone else ''}。",
    )


@app.command()
def moves(
    ctx: typer.Context,
    since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="起始日")],
    org: Org = None,
    day: Day = None,
) -> None:
    """两天之间谁来了、谁走了。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        until = _day(day) or context.today
        found = load_movement(context, org_id=_org(context, org), since=since.date(), until=until)
    some = {key: ids for key, ids in found.people.items() if ids}
    this.tell(
        {
            "before": found.before,
            "after": found.after,
            "moves": {key: {"count": len(ids), "members": list(ids)} for key, ids in some.items()},
        },
        "\n".join(
            [
                f"{found.before:,} 人 → {found.after:,} 人。",
                *(f"{WORDS[key]} {len(ids):,} 人" for key, ids in some.items()),
            ]
        ),
    )


@app.command()
def months(
    ctx: typer.Context,
    org: Org = None,
    number: Annotated[int, typer.Option(min=1, max=600, help="几个月")] = 13,
) -> None:
    """逐月在册团员和红名。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        points = load_series(context, org_id=_org(context, org), months=number)
    this.tell(
        {
            "months": [
                {"day": one.day.isoformat(), "members": one.members, "red": one.red}
                for one in points
            ]
        },
        "\n".join(f"{one.day:%Y-%m}　{one.members:,} 人，红名 {one.red:,}" for one in points),
    )


@app.command(name="return")
def yearly_return(
    ctx: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="文件")],
    org: Org = None,
    day: Day = None,
) -> None:
    """年报表：每个单位一行（.xlsx 或 .csv）。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        rows = write_return(
            context, out, org_id=_org(context, org), day=_day(day), progress=this.progress
        )
    this.tell({"rows": rows}, f"已写出 {rows} 行：{out}")
