"""`import roster|graduates`: lists in."""

from typing import Annotated

import typer

from ..graduates.service import apply_graduates, plan_graduates
from ..members.reader import LABELS, member_headings, roster_headings
from ..members.roster_import import apply_roster, plan_roster
from ..members.roster_rows import RosterPlan
from ..office.backups import automatic_backup
from ..orgs import queries as orgs
from ..sheets.findings import sentence
from ..sheets.recipe import lasting
from . import list_options as options
from .list_options import Said
from .session import Session, session

importing = typer.Typer(
    help="导入名单：先核对（--plan），再写入（--apply）。", no_args_is_help=True
)


@importing.command()
def roster(
    ctx: typer.Context,
    file: options.File,
    org: Annotated[str | None, typer.Option(help="为哪个组织导入（组织编码）")] = None,
    plan: options.Plan = False,
    apply: options.Apply = False,
    sheet: options.Sheet = None,
    mapping: options.Map = None,
    recipe: options.RecipeFile = None,
    save_recipe: options.SaveRecipe = None,
    policy: options.Policy = None,
    decisions: options.Decisions = None,
    list_password_file: options.ListPassword = None,
    return_workbook: options.Return = None,
) -> None:
    """团员花名册。"""
    write = options.which(plan, apply)
    this = session(ctx)
    said = Said(sheet, mapping, recipe, policy, decisions)
    with this.open(read_only=not write) as context:
        workbook = options.open_list(this, file, list_password_file)
        reading = said.reading("roster", workbook, roster_headings(), LABELS)
        org = org or said.answers("roster").get("unit")
        unit = None
        if org:
            with context.database.read() as connection:
                unit = orgs.by_code(connection, org).id
        planned = plan_roster(
            context,
            file,
            org_id=unit,
            reading=reading,
            progress=this.progress,
            workbook=workbook,
        )
        options.check_rows(reading, [row.number for row in planned.rows])
        if save_recipe is not None:
            answers = {"unit": org} if org else {}
            options.save_recipe(save_recipe, "roster", reading, planned.source, answers)
        options.send_list_back(workbook, return_workbook, planned.source, planned.findings)
        operation = None
        if write:
            automatic_backup(context, reason="before", progress=this.progress)
            operation = apply_roster(context, planned, progress=this.progress)
    tell_roster(this, planned, operation)


def tell_roster(this: Session, planned: RosterPlan, operation: int | None) -> None:
    """The numbers of a roster plan, whether it was written or not."""
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
    options.tell_import(this, planned.source, counts, words, planned.findings, operation)


@importing.command()
def graduates(
    ctx: typer.Context,
    file: options.File,
    year: Annotated[int, typer.Option(help="毕业年份", min=1980, max=2100)],
    school: Annotated[str | None, typer.Option(help="学校组织编码")] = None,
    plan: options.Plan = False,
    apply: options.Apply = False,
    sheet: options.Sheet = None,
    mapping: options.Map = None,
    recipe: options.RecipeFile = None,
    save_recipe: options.SaveRecipe = None,
    policy: options.Policy = None,
    decisions: options.Decisions = None,
    list_password_file: options.ListPassword = None,
    return_workbook: options.Return = None,
) -> None:
    """学校的毕业生名单。"""
    write = options.which(plan, apply)
    this = session(ctx)
    said = Said(sheet, mapping, recipe, policy, decisions)
    with this.open(read_only=not write) as context:
        workbook = options.open_list(this, file, list_password_file)
        reading = said.reading("graduates", workbook, member_headings("name"), LABELS)
        school_id = None
        school = school or said.answers("graduates").get("school")
        if school:
            with context.database.read() as connection:
                school_id = orgs.by_code(connection, school).id
        planned = plan_graduates(
            context,
            file,
            year=year,
            school_id=school_id,
            reading=reading,
            progress=this.progress,
            workbook=workbook,
        )
        options.check_rows(reading, [row.number for row in planned.rows])
        if save_recipe is not None:
            answers = {"year": str(year)} | ({"school": school} if school else {})
            options.save_recipe(
                save_recipe,
                "graduates",
                reading,
                planned.source,
                lasting(answers, year=this.day().year),
            )
        options.send_list_back(workbook, return_workbook, planned.source, planned.findings)
        operation = None
        if write:
            automatic_backup(context, reason="before", progress=this.progress)
            operation = apply_graduates(context, planned, progress=this.progress)
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
    options.tell_import(this, planned.source, counts, words, planned.findings, operation)
