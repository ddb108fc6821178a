"""`document-number list|take|void`: the register of the office's own 文号."""

from pathlib import Path
from typing import Annotated

import typer

from ..office.document_numbers import load_register, reserve_number, void_number
from ..settings_room.numbers import export_register
from .session import session

app = typer.Typer(help="发文登记：文号取到第几号，哪些作废。", no_args_is_help=True)


@app.command(name="list")
def list_numbers(
    ctx: typer.Context,
    year: Annotated[int | None, typer.Option(metavar="年份", help="默认今年")] = None,
    series: Annotated[str | None, typer.Option(metavar="字号", help="例如 青团字")] = None,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="文件", help="存为 .xlsx 或 .csv")
    ] = None,
) -> None:
    """一年的文号，连同空号和下一个号。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        found = load_register(context, year=year, series=series)
    rows = export_register(found, export) if export is not None else None
    data: dict[str, object] = {
        "year": found.year,
        "numbers": [
            {
                "document_number": str(one.number),
                "series": one.number.series,
                "number": one.number.number,
                "subject": one.subject,
                "used_for": one.used_for or None,
                "taken_by": one.taken_by,
                "taken_on": one.taken_on,
                "void_reason": one.void_reason or None,
            }
            for one in found.taken
        ],
        "gaps": [str(one) for one in found.gaps],
        "next": {one.series: str(one) for one in found.next},
    }
    if rows is not None:
        data |= {"file": str(export), "rows": rows}
    lines = [
        f"{one.number}\t{one.taken_on}\t{one.taken_by}\t{one.state}\t{one.subject}"
        + (f"（{one.void_reason}）" if one.void else "")
        for one in found.taken
    ]
    lines += [f"空号：{'、'.join(map(str, found.gaps))}"] if found.gaps else []
    lines += [f"下一个：{'、'.join(map(str, found.next))}"] if found.next else []
    this.tell(data, "\n".join(lines) or f"{found.year} 年还没有取过文号。")


@app.command()
def take(
    ctx: typer.Context,
    subject: Annotated[str, typer.Option("--subject", metavar="事由", help="用在什么公文上")],
    series: Annotated[
        str, typer.Option("--series", metavar="字号", help="有几种发文字号时须指明")
    ] = "",
    number: Annotated[
        str, typer.Option("--number", metavar="文号", help="登记指定的号，默认取下一号")
    ] = "",
) -> None:
    """取下一号，或登记一个已经用了的号。"""
    this = session(ctx)
    with this.open() as context:
        given = reserve_number(context, subject=subject, series=series, number=number)
    this.tell({"document_number": str(given), "subject": subject}, f"{given}：{subject}")


@app.command()
def void(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="文号")],
    reason: Annotated[str, typer.Option("--reason", metavar="原因")],
) -> None:
    """作废一个文号；作废的号不再使用。"""
    this = session(ctx)
    with this.open() as context:
        held = void_number(context, number=number, reason=reason)
    this.tell(
        {"document_number": str(held.number), "void_reason": reason}, f"已作废 {held.number}。"
    )
