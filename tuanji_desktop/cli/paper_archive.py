"""`papers list|show|void|prints|printed`: the kept papers, reprinted, voided, told."""

from pathlib import Path
from typing import Annotated

import typer

from ..catalogue import standing
from ..core.by_hand import named
from ..core.page_ranges import pages_in_words
from ..orgs.queries import by_code
from ..papers.paper import Paper
from ..paperwork import queries
from ..paperwork.service import keep_as, record_print, void_sheet
from ..sheets.target import whole_file
from .papers import findings_json, let_go
from .session import session

app = typer.Typer(help="纸件档案：列出、重印（原件字节）、作废、打印记录。", no_args_is_help=True)

Number = Annotated[int, typer.Argument(metavar="纸件编号")]


@app.command(name="list")
def list_papers(
    ctx: typer.Context,
    org: Annotated[str | None, typer.Option(help="这个组织之下")] = None,
    form: Annotated[str, typer.Option(help="表式代码")] = "",
    year: Annotated[int | None, typer.Option(help="哪一年的")] = None,
    only: Annotated[str, typer.Option(help="all、unprinted、awaited（未归扫描件）、void")] = "all",
    find: Annotated[str, typer.Option(help="编号、名称、姓名、单位")] = "",
    limit: Annotated[int, typer.Option(min=1, help="最多列出几份")] = 200,
) -> None:
    """列出存档的纸件，新的在前。"""
    this = session(ctx)
    if only not in queries.FILTERS:
        known = "、".join(queries.FILTERS)
        raise typer.BadParameter(f"没有“{only}”这种筛选。可用的有：{known}。")
    with this.open(read_only=True) as context:
        org_id = None
        if org is not None:
            with context.database.read() as connection:
                org_id = by_code(connection, org).id
        wanted = queries.Wanted(org_id, form, year, only, find)
        ids = queries.load_ids(context, wanted)
        rows = queries.load_rows(context, ids[:limit])
    shown = [rows[one] for one in ids[:limit]]
    this.tell(
        {"count": len(ids), "papers": [_row(one) for one in shown]},
        "\n".join(
            f"{one.id}\t{one.made_at[:10]}\t{one.title}\t{one.number}\t{one.about}\t"
            f"{one.pages} 页\t打印 {one.prints} 次\t{one.state}"
            for one in shown
        )
        or "没有存档的纸件。",
    )


@app.command()
def show(
    ctx: typer.Context,
    number: Number,
    out: Annotated[Path | None, typer.Option(help="把原件存为 PDF：重印就印它")] = None,
) -> None:
    """一份纸件的来龙去脉；--out 取出原件，一字不差。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        found = queries.load_paper(context, paper_id=number, standing=standing)
        paper = Paper(found.pdf, found.row.pages, found.sha256, found.faults)
        if out is not None:
            let_go(this, context, keep_as(found), paper, ())
    if out is not None:
        with whole_file(out) as beside:
            beside.write_bytes(found.pdf)
    row = found.row
    lines = [f"{row.title}　{row.number}　{row.about}　{row.pages} 页　{row.state}"]
    lines += [
        f"{one.at[:16].replace('T', ' ')} 打印 第 {one.pages} 页 {one.copies} 份"
        f"　{one.printer}　{one.by}"
        for one in found.prints
    ]
    lines += [
        f"{one.on[:10]} 作废 {f'第 {one.page} 页' if one.page else '整份'}：{one.reason}"
        f"　{one.by}{'（已重印）' if one.replaced else ''}"
        for one in found.spoiled
    ]
    lines += [
        f"{one.at[:16].replace('T', ' ')} 归档扫描件 第 {pages_in_words(one.pages)} 页"
        f"　{one.file_name}"
        for one in found.scans
    ]
    lines += [f"打印后在〓处手写 {named(one)}" for one in found.by_hand]
    instead = found.replaced_by
    lines += [f"这一批已作废，改用批次 {instead}，原件不能再送出。"] if instead else []
    lines += [one.message for one in found.faults]
    lines += [f"原件已存为 {out}。"] if out is not None else []
    this.tell(
        {
            **_row(row),
            "sha256": found.sha256,
            "bytes": len(found.pdf),
            "write_by_hand": list(found.by_hand),
            "replaced_by": instead or None,
            "findings": findings_json(paper),
            "prints": [_print(one) for one in found.prints],
            "spoiled": [
                {
                    "page": one.page,
                    "reason": one.reason,
                    "by": one.by,
                    "on": one.on,
                    "replaced": one.replaced,
                }
                for one in found.spoiled
            ],
            "scans": [
                {
                    "file": one.file_name,
                    "sha256": one.sha256,
                    "pages": list(one.pages),
                    "by": one.by,
                    "at": one.at,
                }
                for one in found.scans
            ],
        },
        "\n".join(lines),
    )


@app.command()
def void(
    ctx: typer.Context,
    number: Number,
    reason: Annotated[str, typer.Option(help="原因")],
    page: Annotated[int | None, typer.Option(help="第几页，默认整份")] = None,
) -> None:
    """作废盖坏、撕坏的纸；文件和编号不变，重印补上。"""
    this = session(ctx)
    with this.open() as context:
        done = void_sheet(context, paper_id=number, page=page, reason=reason)
    this.tell(
        {"paper": number, "page": page, "operation": done.operation},
        f"已{done.words}，重印后编号不变。",
    )


@app.command()
def prints(ctx: typer.Context, number: Number) -> None:
    """一份纸件打印过几次。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        found = queries.load_paper(context, paper_id=number).prints
    this.tell(
        {"paper": number, "count": len(found), "prints": [_print(one) for one in found]},
        "\n".join(
            f"{one.at[:16].replace('T', ' ')}\t第 {one.pages} 页\t{one.copies} 份\t"
            f"{one.printer}\t{one.by}"
            for one in found
        )
        or "还没有打印过。",
    )


@app.command()
def printed(
    ctx: typer.Context,
    number: Number,
    pages: Annotated[str, typer.Option(help="页码，例如 1-3,5；默认全部")] = "",
    copies: Annotated[int, typer.Option(min=1, help="份数")] = 1,
    printer: Annotated[str, typer.Option(help="打印机")] = "别的电脑",
) -> None:
    """补记一次在别处的打印。"""
    this = session(ctx)
    with this.open() as context:
        done = record_print(context, paper_id=number, pages=pages, printer=printer, copies=copies)
    this.tell({"paper": number, "operation": done.operation}, "已登记打印。")


def _row(one: queries.PaperRow) -> dict[str, object]:
    return {
        "no": one.id,
        "form": one.form,
        "title": one.title,
        "number": one.number or None,
        "about": one.about,
        "made_at": one.made_at,
        "pages": one.pages,
        "printed": one.prints,
        "void_pages": list(one.void),
        "scanned_pages": list(one.scanned),
        "state": one.state,
    }


def _print(one: queries.PrintLine) -> dict[str, object]:
    return {
        "pages": one.pages,
        "copies": one.copies,
        "printer": one.printer,
        "by": one.by,
        "at": one.at,
    }
