"""`export roster|organizations|graduates|template` and `export definitions`: lists out."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from ..core.errors import BadInput
from ..graduates.export import entries_exportable
from ..kit.export_act import carry_out
from ..members.export import EVERYBODY, roster_exportable, whole_roster
from ..members.templates import TEMPLATES, write_template
from ..office.context import Context
from ..office.export_definitions import (
    definition,
    delete_definition,
    list_definitions,
    rename_definition,
    save_definition,
)
from ..orgs import queries as orgs
from ..orgs.export import organizations_exportable
from ..sheets.csv_text import ENCODINGS
from ..sheets.exportable import (
    CSV,
    CSV_GB18030,
    FORMATS,
    XLSX,
    Exportable,
    Wish,
    fitting,
    read_wish,
    wish_text,
)
from .session import Session, session

exporting = typer.Typer(help="导出花名册、团组织、毕业生和空白模板。", no_args_is_help=True)
definitions = typer.Typer(help="保存下来的导出方案。", no_args_is_help=True)
exporting.add_typer(definitions, name="definitions")

File = Annotated[Path, typer.Argument(metavar="文件")]
Org = Annotated[str | None, typer.Option(help="只导出这个组织之下")]
Masked = Annotated[bool, typer.Option("--masked", help="证件号、手机号打码")]
Columns = Annotated[str | None, typer.Option(help="要导出的栏目和次序，用逗号隔开")]
Encoding = Annotated[str | None, typer.Option(help="utf-8-bom 或 gb18030，只用于 .csv")]
Named = Annotated[str | None, typer.Option("--definition", help="照保存的方案导出")]
Reason = Annotated[str, typer.Option(help="完整号码的用途，记入日志")]
Kind = Annotated[str, typer.Option(help="方案所属的名单：roster、organizations、graduates 等")]
Name = Annotated[str, typer.Argument(metavar="名称")]


def _org_id(context: Context, code: str | None) -> int | None:
    if not code:
        return None
    with context.database.read() as connection:
        return orgs.by_code(connection, code).id


def _wished(
    context: Context,
    exportable: Exportable,
    *,
    columns: str | None,
    masked: bool,
    encoding: str | None,
    name: str | None,
) -> tuple[Wish, tuple[str, ...]]:
    """A saved definition, or all that is usual; options of the line go before it."""
    wish = replace(exportable.wish(), masked=masked)
    gone: tuple[str, ...] = ()
    if name:
        saved = definition(context, kind=exportable.kind, name=name)
        wish, gone = fitting(read_wish(saved.text), exportable)
        wish = replace(wish, scope=exportable.scopes[0].key, masked=masked or wish.masked)
    if columns:
        wish = replace(wish, columns=exportable.keys_of(_words(columns)))
    if encoding is not None:
        if encoding not in ENCODINGS:
            known = "、".join(ENCODINGS)
            raise BadInput("export.encoding", f"没有名为“{encoding}”的编码，可用 {known}。")
        wish = replace(wish, format=CSV_GB18030 if encoding == "gb18030" else CSV)
    return wish, gone


def _words(text: str) -> Sequence[str]:
    return [word.strip() for word in text.replace("，", ",").split(",") if word.strip()]


def _export(
    this: Session,
    context: Context,
    exportable: Exportable,
    wish: Wish,
    gone: Sequence[str],
    file: Path,
    reason: str,
) -> None:
    if file.suffix.lower() == ".xlsx" and wish.format != XLSX:
        wish = replace(wish, format=XLSX)
    written = carry_out(context, exportable, wish, file, reason=reason, progress=this.progress)
    told = list(written.told)
    if gone:
        told.append(f"方案里的栏目 {'、'.join(gone)} 已经没有，没有导出。")
    data = {
        "rows": written.rows,
        "masked": wish.masked,
        "columns": list(wish.columns),
        "told": told,
    }
    lines = [f"已导出 {written.rows} {exportable.unit}到 {file}。", *told]
    this.tell(data, "\n".join(lines))


@exporting.command()
def roster(
    ctx: typer.Context,
    file: File,
    org: Org = None,
    masked: Masked = False,
    columns: Columns = None,
    encoding: Encoding = None,
    name: Named = None,
    reason: Reason = "",
) -> None:
    """导出花名册（.xlsx 或 .csv）。"""
    this = session(ctx)
    with this.open(read_only=masked) as context:
        exportable = whole_roster(context, org_id=_org_id(context, org))
        wish, gone = _wished(
            context, exportable, columns=columns, masked=masked, encoding=encoding, name=name
        )
        _export(this, context, exportable, replace(wish, scope=EVERYBODY), gone, file, reason)


@exporting.command()
def organizations(
    ctx: typer.Context,
    file: File,
    org: Org = None,
    masked: Masked = False,
    columns: Columns = None,
    encoding: Encoding = None,
    name: Named = None,
    reason: Reason = "",
) -> None:
    """导出团组织（.xlsx 或 .csv），可以原样再导入。"""
    this = session(ctx)
    with this.open(read_only=masked or not (columns or name)) as context:
        exportable = organizations_exportable(context, org_id=_org_id(context, org))
        wish, gone = _wished(
            context, exportable, columns=columns, masked=masked, encoding=encoding, name=name
        )
        _export(this, context, exportable, wish, gone, file, reason)


@exporting.command()
def graduates(
    ctx: typer.Context,
    file: File,
    year: Annotated[int, typer.Option(help="毕业年份", min=1980, max=2100)],
    school: Annotated[str | None, typer.Option(help="学校组织编码")] = None,
    masked: Masked = False,
    columns: Columns = None,
    encoding: Encoding = None,
    name: Named = None,
    reason: Reason = "",
) -> None:
    """导出一届毕业生名单（.xlsx 或 .csv）。"""
    this = session(ctx)
    with this.open(read_only=masked) as context:
        exportable = entries_exportable(context, year=year, org_id=_org_id(context, school))
        wish, gone = _wished(
            context, exportable, columns=columns, masked=masked, encoding=encoding, name=name
        )
        _export(this, context, exportable, wish, gone, file, reason)


@exporting.command()
def template(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="|".join(TEMPLATES))],
    file: File,
    org: Annotated[str | None, typer.Option(help="下拉选项只列这个组织之下的团支部")] = None,
) -> None:
    """空白模板，发给学校填写。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        rows = write_template(context, file, kind=kind, org_id=_org_id(context, org))
    this.tell({"rows": rows}, f"模板已存为 {file}。")


@definitions.command(name="list")
def list_all(
    ctx: typer.Context,
    kind: Annotated[str | None, typer.Option(help="只列一种名单的方案")] = None,
) -> None:
    """列出保存的方案。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        found = list_definitions(context, kind=kind)
    rows = []
    for one in found:
        wish = read_wish(one.text)
        rows.append(
            {
                "kind": one.kind,
                "name": one.name,
                "columns": list(wish.columns),
                "format": wish.format,
                "masked": wish.masked,
                "saved_by": one.saved_by,
                "saved_at": one.saved_at,
            }
        )
    lines = [f"{one.kind}\t{one.name}\t{one.saved_by} {one.saved_at[:10]}" for one in found]
    this.tell({"definitions": rows}, "\n".join([*lines, f"共 {len(found)} 个导出方案"]))


@definitions.command()
def save(
    ctx: typer.Context,
    name: Name,
    columns: Annotated[str, typer.Option(help="栏目和次序，用逗号隔开")],
    kind: Kind = "roster",
    format: Annotated[
        str, typer.Option("--format", metavar="|".join(FORMATS), help="文件格式")
    ] = XLSX,
    masked: Masked = False,
) -> None:
    """保存一个方案；同名的换成新的。"""
    if format not in FORMATS:
        raise BadInput("export.format", f"没有名为“{format}”的格式，可用 {'、'.join(FORMATS)}。")
    this = session(ctx)
    with this.open() as context:
        exportable = _exportable(context, kind)
        wish = Wish(exportable.keys_of(_words(columns)), exportable.scopes[0].key, format, masked)
        saved = save_definition(context, kind=kind, name=name, text=wish_text(wish))
    this.tell({"kind": kind, "name": saved.name}, f"已保存导出方案“{saved.name}”。")


@definitions.command()
def rename(ctx: typer.Context, name: Name, new_name: Name, kind: Kind = "roster") -> None:
    """改名。"""
    this = session(ctx)
    with this.open() as context:
        saved = rename_definition(context, kind=kind, name=name, new_name=new_name)
    this.tell({"kind": kind, "name": saved.name}, f"已改名为“{saved.name}”。")


@definitions.command()
def delete(ctx: typer.Context, name: Name, kind: Kind = "roster") -> None:
    """删除一个方案。"""
    this = session(ctx)
    with this.open() as context:
        delete_definition(context, kind=kind, name=name)
    this.tell({"kind": kind, "name": name}, f"已删除导出方案“{name}”。")


def _exportable(context: Context, kind: str) -> Exportable:
    """The list a definition is for, as the command line can export it."""
    if kind == "roster":
        return roster_exportable(context)
    if kind == "organizations":
        return organizations_exportable(context)
    if kind == "graduates":
        return entries_exportable(context, year=context.today.year)
    raise BadInput(
        "export.kind", f"没有名为“{kind}”的名单，可用 roster、organizations、graduates。"
    )
