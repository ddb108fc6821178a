"""`quality board|list|sheet|return|distinct`: what is wrong with the data, and who mends it."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from ..members.queries import Member
from ..members.reader import LABELS
from ..office.backups import automatic_backup
from ..office.context import Context
from ..orgs import queries as orgs
from ..quality import service
from ..quality.checks import LEVELS, MEMBERS, PAIRS, RED
from ..quality.reminders import write_reminders
from ..quality.returns import QUALITY_RETURN, apply_return, plan_return, return_headings
from ..quality.scan import Inspection
from ..quality.service import Board, Listing
from ..quality.sheet import SheetPlan, chosen, plan_sheets
from . import list_options as options
from .lists import tell_roster
from .session import Session, session

app = typer.Typer(help="数据质量：检查、名单、催办表。", no_args_is_help=True)
USUAL_DAYS = 10

Org = Annotated[str | None, typer.Option(help="只看这个组织之下（组织编码）")]
CheckCode = Annotated[str, typer.Argument(metavar="检查项目")]


def _org_id(context: Context, code: str | None) -> int | None:
    if not code:
        return None
    with context.database.read() as connection:
        return orgs.by_code(connection, code).id


@app.command()
def board(ctx: typer.Context, org: Org = None) -> None:
    """各项检查的数目，和下属各单位的数目。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        org_id = _org_id(context, org)
        inspection = service.inspected(context, this.progress)
        found = service.board(inspection, org_id)
    this.tell(_board_json(found), _board_text(found))


def _board_json(found: Board) -> dict[str, object]:
    return {
        "members": found.members,
        "checks": [
            {
                "code": one.code,
                "label": one.label,
                "group": one.group,
                "level": one.level,
                "kind": one.kind,
                "clause": one.clause,
                "parent": one.parent,
                "count": found.counts.get(one.code, 0),
            }
            for one in found.checks
        ],
        "units": [
            {
                "code": row.org.code,
                "name": row.org.short_name,
                "members": row.org.members,
                "counts": {code: number for code, number in row.counts.items() if number},
            }
            for row in found.units
        ],
    }


def _board_text(found: Board) -> str:
    lines = [
        f"{'  ' if one.parent else ''}{one.label}\t{LEVELS[one.level]}\t"
        f"{found.counts[one.code]:,}\t{one.code}"
        for one in found.checks
        if found.counts.get(one.code)
    ]
    return "\n".join([*(lines or ["没有发现问题。"]), f"共检查 {found.members:,} 人。"])


@app.command(name="list")
def list_check(ctx: typer.Context, check: CheckCode, org: Org = None) -> None:
    """一项检查背后的名单，与数目一一对应。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        service.check_named(context, check)
        org_id = _org_id(context, org)
        inspection = service.inspected(context, this.progress)
        found = service.listing(inspection, check, org_id)
        key, rows, lines = _rows(inspection, found)
    this.tell(
        {"check": check, "label": found.check.label, "count": len(found), key: rows},
        "\n".join([*lines, f"{found.check.label}：{len(found)}。"]),
    )


def _rows(inspection: Inspection, found: Listing) -> tuple[str, list[dict[str, object]], list[str]]:
    if found.check.kind == PAIRS:
        pairs = service.fetch_pairs(inspection.context, found.pairs)
        return (
            "pairs",
            [{"one": _brief(row.one), "other": _brief(row.other)} for row in pairs],
            [f"{_words(row.one)}\t{_words(row.other)}" for row in pairs],
        )
    if found.check.kind == MEMBERS:
        people = service.fetch_members(inspection, found.check, found.ids)
        rows = [people[one] for one in found.ids if one in people]
        return (
            "members",
            [{**_brief(row.member), "words": row.words} for row in rows],
            [f"{_words(row.member)}\t{row.words}" for row in rows],
        )
    known = service.fetch_units(inspection, found.check, found.ids)
    units = [known[one] for one in found.ids if one in known]
    return (
        "units",
        [
            {
                "code": row.org.code,
                "name": row.org.full_name,
                "kind": row.org.kind,
                "members": row.org.members,
                "words": row.words,
            }
            for row in units
        ],
        [f"{row.org.code}\t{row.org.short_name}\t{row.words}" for row in units],
    )


def _brief(member: Member) -> dict[str, object]:
    return {
        "id": member.id,
        "name": member.name,
        "id_number": member.values.get("id_number"),
        "branch": member.values.get("branch"),
        "missing": list(member.missing),
    }


def _words(member: Member) -> str:
    return f"{member.id}\t{member.name}\t{member.branch_short}"


@app.command()
def sheet(
    ctx: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="文件或文件夹")],
    org: Org = None,
    check: Annotated[
        list[str] | None, typer.Option(help="只列这些检查项目的人，可多次；默认红名")
    ] = None,
    deadline: Annotated[str | None, typer.Option(help="交回期限 YYYY-MM-DD，默认十天后")] = None,
    each: Annotated[bool, typer.Option("--each", help="下属单位每个一份，存到文件夹")] = False,
    letter: Annotated[bool, typer.Option("--letter", help="另附催办函 PDF")] = False,
) -> None:
    """催办表：只列缺的和错的栏目，填好后用 quality return 读回。"""
    this = session(ctx)
    last = _deadline(this, deadline)
    codes = check or [RED]
    with this.open() as context:
        for code in codes:
            service.check_named(context, code)
        org_id = _org_id(context, org)
        inspection = service.inspected(context, this.progress)
        ids = chosen(service.listing(inspection, code, org_id) for code in codes)
        plan = plan_sheets(
            context,
            ids,
            org_id=org_id,
            each=each,
            deadline=last,
            code=codes[0] if len(codes) == 1 else "",
            progress=this.progress,
        )
        made = write_reminders(context, plan, out, letters=letter, progress=this.progress)
    this.tell(
        {
            "people": plan.people,
            "deadline": last.isoformat(),
            "sheets": _sheets_json(plan, made.sheets),
            "letters": [str(path) for path in made.letters],
        },
        "\n".join(
            f"{path}：{len(one.rows)} 人"
            for path, one in zip(made.sheets, plan.sheets, strict=True)
        ),
    )


def _deadline(this: Session, text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else this.day() + timedelta(days=USUAL_DAYS)
    except ValueError:
        raise typer.BadParameter(f"日期“{text}”应写成 YYYY-MM-DD。") from None


def _sheets_json(plan: SheetPlan, paths: Sequence[Path]) -> list[dict[str, object]]:
    return [
        {
            "file": str(path),
            "unit": one.org.code,
            "people": len(one.rows),
            "fields": list(one.fields),
        }
        for path, one in zip(paths, plan.sheets, strict=True)
    ]


@app.command(name="return")
def take_return(
    ctx: typer.Context,
    file: options.File,
    plan: options.Plan = False,
    apply: options.Apply = False,
    sheet: options.Sheet = None,
    mapping: options.Map = None,
    recipe: options.RecipeFile = None,
    save_recipe: options.SaveRecipe = None,
    decisions: options.Decisions = None,
    list_password_file: options.ListPassword = None,
    return_workbook: options.Return = None,
) -> None:
    """读回填好的催办表：只采用要求补正的栏目，不会新增团员。"""
    write = options.which(plan, apply)
    this = session(ctx)
    said = options.Said(sheet, mapping, recipe, None, decisions)
    with this.open(read_only=not write) as context:
        workbook = options.open_list(this, file, list_password_file)
        reading = said.reading(QUALITY_RETURN, workbook, return_headings(), LABELS)
        planned = plan_return(
            context, file, reading=reading, progress=this.progress, workbook=workbook
        )
        options.check_rows(reading, [row.number for row in planned.rows])
        if save_recipe is not None:
            options.save_recipe(save_recipe, QUALITY_RETURN, reading, planned.source, {})
        options.send_list_back(workbook, return_workbook, planned.source, planned.findings)
        operation = None
        if write:
            automatic_backup(context, reason="before", progress=this.progress)
            operation = apply_return(context, planned, progress=this.progress)
    tell_roster(this, planned, operation)


@app.command()
def distinct(
    ctx: typer.Context,
    one: Annotated[int, typer.Argument(metavar="编号")],
    other: Annotated[int, typer.Argument(metavar="编号")],
    reason: Annotated[str | None, typer.Option(help="依据")] = None,
) -> None:
    """记下两人不是同一人，以后不再列为疑似重复。"""
    this = session(ctx)
    with this.open() as context:
        number = service.say_distinct(context, one=one, other=other, reason=reason)
    this.tell({"operation": number}, f"已记为不是同一人（第 {number} 号操作，可撤销）。")
