"""`import roster|graduates` and `export roster|template`: lists in and out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ..core.errors import BadInput
from ..graduates.service import apply_graduates, plan_graduates
from ..members.export import export_roster, write_template
from ..members.roster_import import apply_roster, plan_roster
from ..office.backups import automatic_backup
from ..orgs import queries as orgs
from ..rules.fields import FIELDS
from ..sheets.findings import ListSource, SheetFinding, sentence
from ..sheets.reading import Reading
from ..sheets.return_workbook import send_back
from .session import Session, session

importing = typer.Typer(
    help="导入名单：先核对（--plan），再写入（--apply）。", no_args_is_help=True
)
exporting = typer.Typer(help="导出花名册和空白模板。", no_args_is_help=True)

File = Annotated[Path, typer.Argument(metavar="文件")]
Plan = Annotated[bool, typer.Option("--plan", help="只核对，不写入（默认）")]
Apply = Annotated[bool, typer.Option("--apply", help="写入")]
Sheet = Annotated[str | None, typer.Option(help="工作表名")]
Map = Annotated[list[str] | None, typer.Option("--map", help="表头=字段，可多次")]
Return = Annotated[Path | None, typer.Option("--return-workbook", help="另存退回学校改正的名单")]


def mapping_of(pairs: Sequence[str] | None) -> tuple[tuple[str, str], ...]:
    """`--map 证件=id_number` as heading and field; Chinese labels are understood too."""
    labels = {field.label: name for name, field in FIELDS.items()}
    found = []
    for pair in pairs or []:
        heading, equals, name = pair.rpartition("=")
        if not equals or not heading:
            raise typer.BadParameter(f"“{pair}”应写成 表头=字段。")
        found.append((heading, labels.get(name, name)))
    return tuple(found)


def _which(plan: bool, apply: bool) -> bool:
    if plan and apply:
        raise typer.BadParameter("--plan 和 --apply 只能选一个。")
    return apply


def source_json(source: ListSource) -> dict[str, object]:
    """Where a list was read."""
    return {
        "sheet": source.sheet,
        "heading_rows": list(source.heading_rows),
        "columns": dict(source.columns),
        "unmapped": list(source.unmapped),
        "rows": source.rows,
    }


def _tell(
    this: Session,
    source: ListSource,
    counts: dict[str, int],
    words: str,
    findings: Sequence[SheetFinding],
    operation: int | None,
) -> None:
    data: dict[str, object] = {
        **source_json(source),
        **counts,
        "findings": [found.as_json() for found in findings],
    }
    if operation is not None:
        data["operation"] = operation
    lines = [f"第 {f.row} 行 {f.cell}：{f.message}" for f in findings]
    done = f"已写入（第 {operation} 号操作）。" if operation is not None else "没有写入。"
    this.tell(data, "\n".join([*lines, f"工作表“{source.sheet}”{source.rows} 行：{words}。{done}"]))


@importing.command()
def roster(
    ctx: typer.Context,
    file: File,
    plan: Plan = False,
    apply: Apply = False,
    sheet: Sheet = None,
    mapping: Map = None,
    return_workbook: Return = None,
) -> None:
    """团员花名册。"""
    write = _which(plan, apply)
    this = session(ctx)
    with this.open(read_only=not write) as context:
        planned = plan_roster(
            context, file, reading=Reading(sheet, mapping_of(mapping)), progress=this.progress
        )
        operation = None
        if write:
            automatic_backup(context, reason="before", progress=this.progress)
            operation = apply_roster(context, planned, progress=this.progress)
    if return_workbook:
        send_back(file, return_workbook, found=planned.source, findings=planned.findings)
    counts = {
        kind: planned.count(kind)
        for kind in ("new", "unchanged", "updated", "ambiguous", "refused")
    }
    counts["matched"] = counts["unchanged"] + counts["updated"]
    counts["submitted"] = planned.submitted
    words = sentence(
        (
            (counts["new"], "人新增"),
            (counts["updated"], "人更新"),
            (counts["submitted"], "人提交审核"),
            (counts["unchanged"], "人未变"),
            (counts["ambiguous"], "行待确认"),
            (counts["refused"], "行拒绝"),
        )
    )
    _tell(this, planned.source, counts, words, planned.findings, operation)


@importing.command()
def graduates(
    ctx: typer.Context,
    file: File,
    year: Annotated[int, typer.Option(help="毕业年份", min=1980, max=2100)],
    school: Annotated[str | None, typer.Option(help="学校组织编码")] = None,
    plan: Plan = False,
    apply: Apply = False,
    sheet: Sheet = None,
    mapping: Map = None,
    return_workbook: Return = None,
) -> None:
    """学校的毕业生名单。"""
    write = _which(plan, apply)
    this = session(ctx)
    with this.open(read_only=not write) as context:
        school_id = None
        if school:
            with context.database.read() as connection:
                school_id = orgs.by_code(connection, school).id
        planned = plan_graduates(
            context,
            file,
            year=year,
            school_id=school_id,
            reading=Reading(sheet, mapping_of(mapping)),
            progress=this.progress,
        )
        operation = None
        if write:
            automatic_backup(context, reason="before", progress=this.progress)
            operation = apply_graduates(context, planned, progress=this.progress)
    if return_workbook:
        send_back(file, return_workbook, found=planned.source, findings=planned.findings)
    counts = {kind: planned.count(kind) for kind in ("matched", "new", "ambiguous", "refused")}
    counts["unchanged"] = counts["updated"] = 0
    words = sentence(
        (
            (counts["matched"], "人匹配"),
            (counts["new"], "人不在册"),
            (counts["ambiguous"], "行待确认"),
            (counts["refused"], "行拒绝"),
        )
    )
    _tell(this, planned.source, counts, words, planned.findings, operation)


@exporting.command(name="roster")
def export_list(
    ctx: typer.Context,
    file: File,
    org: Annotated[str | None, typer.Option(help="只导出这个组织之下")] = None,
    masked: Annotated[bool, typer.Option("--masked", help="证件号、手机号打码")] = False,
) -> None:
    """导出花名册（.xlsx 或 .csv）。"""
    this = session(ctx)
    with this.open() as context:
        org_id = None
        if org:
            with context.database.read() as connection:
                org_id = orgs.by_code(connection, org).id
        rows = export_roster(context, file, org_id=org_id, masked=masked)
    this.tell({"rows": rows, "masked": masked}, f"已导出 {rows} 人到 {file}。")


@exporting.command()
def template(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="roster|graduates")],
    file: File,
) -> None:
    """空白模板，发给学校填写。"""
    if kind not in ("roster", "graduates"):
        raise BadInput("template.unknown", f"没有名为“{kind}”的模板，可用 roster、graduates。")
    this = session(ctx)
    with this.open(read_only=True) as context:
        rows = write_template(context, file, kind=kind)
    this.tell({"rows": rows}, f"模板已存为 {file}。")
