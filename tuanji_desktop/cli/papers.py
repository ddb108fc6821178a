"""`paper FORM`: any paper of the office as PDF, or its electronic table as a workbook."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from ..catalogue import kind_of, kinds_of
from ..core.by_hand import read_characters
from ..core.errors import BadInput, RuleRefused
from ..members.paper_kinds import ROSTER
from ..members.roster_paper import log_full_roster
from ..office.context import Context
from ..office.document_numbers import register_number, require_number
from ..office.prints import KeepAs, Printed, keep_saved
from ..orgs.queries import by_code
from ..papers.kinds import Grid, MadePaper, PaperKind, PaperWish
from ..papers.paper import Paper
from ..papers.preflight import outdated
from ..paperwork.service import keep_of, ready_to_leave
from ..sheets.target import whole_file
from .scans import READ, read_scan_command
from .session import Session, session

_OPTIONS = {
    "batch": "用 --batch 指定批号或清单编号",
    "member": "用 --member 指定团员",
    "org": "用 --org 指定组织",
    "year": "用 --year 指定毕业年份",
    "change": "用 --change 指定修改申请",
    "transfer": "用 --transfer 指定转接",
    "campaign": "用 --campaign 指定信息核对",
}


ByHand = Annotated[
    list[str] | None,
    typer.Option(help="没有字库、打印后在〓处手写的字：直接写字或 U+2EBF0，可写几次"),
]


def pen_of(words: list[str] | None) -> tuple[str, ...]:
    """The characters that the clerk undertakes to write by hand."""
    return read_characters(words or ())


def register(app: typer.Typer) -> None:
    """Adds the command to the root."""
    app.command(name="paper")(paper)


def paper(
    ctx: typer.Context,
    form: Annotated[str, typer.Argument(metavar="表格")],
    scans: Annotated[
        list[Path] | None, typer.Argument(metavar="扫描件", help="paper read：盖章后的扫描件")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="保存为 .pdf；以 .xlsx 结尾则存电子表格")] = None,
    batch: Annotated[str, typer.Option(help="删除批号或更正清单编号")] = "",
    member: Annotated[int | None, typer.Option(help="团员编号")] = None,
    change: Annotated[int | None, typer.Option(help="修改申请编号")] = None,
    org: Annotated[str | None, typer.Option(help="组织编码")] = None,
    year: Annotated[int | None, typer.Option(help="毕业年份（催办函、通报）")] = None,
    transfer: Annotated[int | None, typer.Option(help="转接编号（介绍信）")] = None,
    campaign: Annotated[int | None, typer.Option(help="信息核对编号")] = None,
    to: Annotated[str, typer.Option(help="主送单位（催办函、通报）；通报不给则留空手写")] = "",
    document_number: Annotated[str, typer.Option(help="文号（催办函、通报）")] = "",
    branch: Annotated[str, typer.Option(help="应报到的团支部（情况说明、检讨、通知单）")] = "",
    cause: Annotated[str, typer.Option(help="误审核的原因（情况说明、检讨）")] = "",
    masked: Annotated[
        bool | None, typer.Option("--masked/--full", help="号码是否部分隐藏（花名册、档案）")
    ] = None,
    code: Annotated[
        list[str] | None, typer.Option(help="paper read：没有认出的页，页码=编号")
    ] = None,
    write_by_hand: ByHand = None,
    plan: Annotated[bool, typer.Option("--plan", help="paper read：只看结果，不归档")] = False,
    again: Annotated[bool, typer.Option("--again", help="paper read：归档过的页再归一次")] = False,
) -> None:
    """出一份纸件（PDF），或它的电子表格（.xlsx）；paper read 识别并归档盖章后的扫描件。"""
    this = session(ctx)
    if form == READ:
        if not scans:
            raise typer.BadParameter("请写明要读的扫描件，例如 paper read 盖章件.pdf。")
        read_scan_command(this, scans, codes=code or (), plan=plan, again=again)
        return
    if scans:
        raise typer.BadParameter("只有 paper read 才跟扫描件。出纸件请用 --out 指定文件。")
    if out is None:
        raise typer.BadParameter("请用 --out 指定保存到哪个文件。")
    # who asks for whole numbers is written down
    whole = masked is False or (form == ROSTER and masked is None)
    pen = pen_of(write_by_hand)
    with this.open(read_only=not (whole or document_number.strip() or pen)) as context:
        kind = _kind(context, form)
        wish = PaperWish(
            batch=batch.strip(),
            member=member,
            org=_org(context, org),
            year=year,
            change=change,
            transfer=transfer,
            campaign=campaign,
            document_number=document_number,
            addressee=to,
            branch=branch,
            cause=cause,
            masked=masked,
        )
        _require(kind, wish)
        made = kind.make(context, wish)
        bears = made.bears or made.name
        require_number(context, made.document_number, used_for=bears)
        leaves = made.paper
        if is_sheet(out):
            leaves = replace(leaves, findings=outdated(leaves.findings))
        let_go(this, context, keep_of(kind, made), leaves, pen)
        content = _save(made, out)
        register_number(context, made.document_number, subject=made.name, used_for=bears)
        if form == ROSTER and whole:
            log_full_roster(context, name=made.name, file_name=out.name)
    _tell(this, made, out, content)


def _kind(context: Context, form: str) -> PaperKind:
    kinds = kinds_of(context)
    kind = kind_of(form, kinds)
    if kind is None:
        known = "、".join(f"{one.code}（{one.title}）" for one in kinds)
        raise typer.BadParameter(f"没有名为“{form}”的纸件。可用的有：{known}。")
    return kind


def _require(kind: PaperKind, wish: PaperWish) -> None:
    lacking = kind.lacks(wish)
    if lacking:
        words = "，".join("或".join(_OPTIONS[one] for one in group) for group in lacking)
        raise typer.BadParameter(f"“{kind.title}”还需要：{words}。")
    for group in kind.needs:
        given = [one for one in group if getattr(wish, one)]
        if len(given) > 1:
            raise typer.BadParameter(
                f"“{kind.title}”只能指定一项：{'、'.join(_OPTIONS[one] for one in given)}。"
            )


def let_go(
    this: Session, context: Context, keep: KeepAs, paper: Paper, pen: tuple[str, ...]
) -> None:
    """Refuses a paper that its pre-flight keeps back, naming every finding with its member; what
    the clerk undertakes to write on it is kept with it before its file is there."""
    try:
        ready = ready_to_leave(context, keep, paper, by_hand=pen)
    except RuleRefused as refusal:
        if this.as_json:
            data = {"error": refusal.as_json(), "findings": findings_json(paper)}
            typer.echo(json.dumps(data, ensure_ascii=False))
        typer.echo(refusal.message, err=True)
        raise typer.Exit(1) from refusal
    if ready.by_hand:
        keep_saved(context, Printed(ready, paper.pdf, paper.sha256, paper.pages, ""))


def findings_json(paper: Paper) -> list[dict[str, object]]:
    """What the pre-flight of a paper found."""
    return [
        {"code": one.code, "message": one.message, "member": one.record} for one in paper.findings
    ]


def _save(made: MadePaper, out: Path) -> bytes:
    """Writes the file that its name asks for; returns its bytes."""
    if not is_sheet(out):
        with whole_file(out) as beside:
            beside.write_bytes(made.paper.pdf)
    elif made.grid is None:
        changed = any(one.code == "batch.changed" for one in made.paper.findings)
        why = "的档案后来有过修改，现在的表格与纸面不符" if changed else "不是表格"
        raise BadInput("paper.no_table", f"“{made.name}”{why}，没有电子表格可存，请存为 PDF。")
    else:
        write_grid(made.grid, out)
    return out.read_bytes()


def is_sheet(out: Path) -> bool:
    """Whether the electronic table is asked for."""
    return out.suffix.lower() == ".xlsx"


def write_grid(grid: Grid, out: Path) -> None:
    """The electronic table as a workbook."""
    from ..sheets.form_sheet import write_form_sheet

    write_form_sheet(
        out,
        title=grid.title,
        above=grid.above,
        headings=grid.headings,
        widths=grid.widths,
        rows=grid.rows,
        below=grid.below,
        landscape=grid.landscape,
    )


def _tell(this: Session, made: MadePaper, out: Path, content: bytes) -> None:
    found = made.paper
    this.tell(
        {
            "pages": found.pages,
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "number": made.number or None,
            "rows": len(made.grid.rows) if made.grid is not None else None,
            "findings": findings_json(found),
        },
        "\n".join([f"已存为 {out}：{found.pages} 页。", *(one.message for one in found.findings)]),
    )


def _org(context: Context, code: str | None) -> int | None:
    if code is None:
        return None
    with context.database.read() as connection:
        return by_code(connection, code).id
