"""`transfer introduction issue|void|list|block`: numbered letters and the stub book."""

from pathlib import Path
from typing import Annotated

import typer

from ..orgs.queries import by_code
from ..sheets.target import whole_file
from ..transfers import introductions
from ..transfers.introductions import Stub
from .papers import ByHand, pen_of
from .session import session

app = typer.Typer(help="组织关系介绍信：编号、作废、存根簿。", no_args_is_help=True)


@app.command()
def issue(
    ctx: typer.Context,
    transfer: Annotated[int, typer.Argument(metavar="转接编号")],
    out: Annotated[Path | None, typer.Option(help="同时存为 PDF 文件")] = None,
    write_by_hand: ByHand = None,
) -> None:
    """开一封介绍信：取号、成文、归档。"""
    this = session(ctx)
    with this.open() as context:
        made = introductions.issue_letter(
            context, transfer_id=transfer, by_hand=pen_of(write_by_hand)
        )
        with context.database.read() as connection:
            left = introductions.remaining(connection, context.today.year)
    if out is not None:
        with whole_file(out) as beside:
            beside.write_bytes(made.paper.pdf)
    this.tell(
        {
            "letter": made.letter_id,
            "number": made.number,
            "transfer": transfer,
            "member": made.member_id,
            "name": made.name,
            "issued_on": made.issued_on.isoformat(),
            "valid_days": made.valid_days,
            "remaining": left,
            "pages": made.paper.pages,
            "sha256": made.paper.sha256,
            "operation": made.operation,
        },
        f"已开介绍信 {made.number}：{made.name}。"
        + ("" if left is None else f"本册剩余 {left} 号。"),
    )


@app.command()
def void(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="介绍信编号")],
    reason: Annotated[str, typer.Option(help="作废原因")],
) -> None:
    """作废一封介绍信；这个号不再使用。"""
    this = session(ctx)
    with this.open() as context:
        operation = introductions.void_letter(context, number=number, reason=reason)
    this.tell(
        {"number": number, "voided": True, "reason": reason, "operation": operation},
        f"已作废介绍信 {number}。",
    )


@app.command(name="list")
def list_letters(
    ctx: typer.Context,
    year: Annotated[int | None, typer.Option(help="只列这一年开具的")] = None,
    org: Annotated[str | None, typer.Option(help="只列从这个组织之下转出的")] = None,
) -> None:
    """存根簿：每个号给了谁、转到哪里、是否作废。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        org_id = None
        if org:
            with context.database.read() as connection:
                org_id = by_code(connection, org).id
        found = introductions.load_stubs(context, year=year, org_id=org_id)
        with context.database.read() as connection:
            left = introductions.remaining(connection, context.today.year)
            form = introductions.block(connection)
    this.tell(
        {
            "count": len(found),
            "voided": sum(one.voided for one in found),
            "remaining": left,
            "series": form.series,
            "first": form.first,
            "last": form.last,
            "valid_days": form.days,
            "letters": [_data(one) for one in found],
        },
        "\n".join(
            f"{one.number}\t{one.issued_on}\t{one.name}\t{one.source} → {one.target}\t"
            f"{one.state_label}\t{one.remark}"
            for one in found
        )
        or "还没有开过介绍信。",
    )


@app.command()
def block(
    ctx: typer.Context,
    first: Annotated[int | None, typer.Option(help="首号")] = None,
    last: Annotated[int | None, typer.Option(help="末号；0 为不限")] = None,
    series: Annotated[str | None, typer.Option(help="编号格式，如 {年}-{序号}")] = None,
    days: Annotated[int | None, typer.Option(help="介绍信有效天数")] = None,
) -> None:
    """设置介绍信的编号：格式、首号、末号、有效天数。"""
    this = session(ctx)
    with this.open() as context:
        found = introductions.set_block(context, series=series, first=first, last=last, days=days)
        year = context.today.year
    ends = "不限" if found.last is None else found.number(found.last, year)
    this.tell(
        {
            "series": found.series,
            "first": found.first,
            "last": found.last,
            "valid_days": found.days,
        },
        f"介绍信从 {found.number(found.first, year)} 起，末号 {ends}，有效 {found.days} 天。",
    )


def _data(one: Stub) -> dict[str, object]:
    return {
        "letter": one.letter_id,
        "number": one.number,
        "transfer": one.transfer_id,
        "member": one.member_id,
        "name": one.name,
        "from": one.source,
        "to": one.target,
        "state": one.state,
        "state_label": one.state_label,
        "issued_on": one.issued_on,
        "issued_by": one.issued_by,
        "voided": one.voided,
        "void_reason": one.void_reason or None,
        "void_on": one.void_on or None,
        "remark": one.remark,
    }
