"""`transfer import`: a list of those who go, or (--incoming) of those who come in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import typer

from ..office.backups import automatic_backup
from ..office.context import Context
from ..orgs import queries as orgs
from ..sheets.findings import ListSource, SheetFinding, sentence
from ..sheets.heading import Headings
from ..sheets.reader import Workbook
from ..sheets.reading import Reading
from ..transfers import incoming_import, list_import
from ..transfers.reader import (
    IN_FIELDS,
    OUT_FIELDS,
    incoming_headings,
    labels,
    transfer_headings,
)
from . import list_options as options
from .list_options import Said
from .session import Session, session

Incoming = Annotated[bool, typer.Option("--incoming", help="外单位转来的名单（登记转入）")]
Kind = Annotated[str, typer.Option(help="没写转接原因的按这个，如 升学")]
Day = Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="没写日期的按这天")]
Into = Annotated[str | None, typer.Option("--to", help="转入名单：转入本台账的哪个组织（编码）")]


@dataclass(frozen=True, slots=True)
class _Planned:
    """A plan of either sort, with what the result says of it."""

    source: ListSource
    findings: Sequence[SheetFinding]
    rows: Sequence[int]
    counts: Mapping[str, int]
    apply: Callable[[], int | None]


def import_list(
    ctx: typer.Context,
    file: options.File,
    incoming: Incoming = False,
    plan: options.Plan = False,
    apply: options.Apply = False,
    kind: Kind = "",
    on: Day = None,
    to: Into = None,
    sheet: options.Sheet = None,
    mapping: options.Map = None,
    recipe: options.RecipeFile = None,
    save_recipe: options.SaveRecipe = None,
    decisions: options.Decisions = None,
    list_password_file: options.ListPassword = None,
    return_workbook: options.Return = None,
) -> None:
    """导入转接名单：逐人核对，可以办的一次全部发起。"""
    write = options.which(plan, apply)
    this = session(ctx)
    code = incoming_import.KIND if incoming else list_import.KIND
    headings, fields = _looks(incoming)
    said = Said(sheet, options.by_label(mapping, fields), recipe, None, decisions)
    with this.open(read_only=not write) as context:
        workbook = options.open_list(this, file, list_password_file)
        reading = said.reading(code, workbook, headings, fields)
        answers = said.answers(code)
        to, kind = to or answers.get("unit"), kind or answers.get("kind", "")
        if incoming:
            planned = _incoming(this, context, workbook, reading, to)
        else:
            planned = _outgoing(this, context, workbook, reading, kind, _day(on))
        options.check_rows(reading, planned.rows)
        if save_recipe is not None:
            answers = {"unit": to or ""} if incoming else {"kind": kind}
            options.save_recipe(save_recipe, code, reading, planned.source, answers)
        options.send_list_back(workbook, return_workbook, planned.source, planned.findings)
        operation = None
        if write:
            automatic_backup(context, reason="before", progress=this.progress)
            operation = planned.apply()
    counts = planned.counts
    words = sentence(
        (
            (counts["new"], "人登记转入" if incoming else "人发起转接"),
            (counts["unchanged"], "人已在办理"),
            (counts["ambiguous"], "行待确认"),
            (counts["refused"], "行拒绝"),
        )
    )
    options.tell_import(this, planned.source, counts, words, planned.findings, operation)


def _looks(incoming: bool) -> tuple[Headings, Mapping[str, str]]:
    if incoming:
        return incoming_headings(), labels(IN_FIELDS)
    return transfer_headings(), labels(OUT_FIELDS)


def _outgoing(
    this: Session,
    context: Context,
    workbook: Workbook,
    reading: Reading,
    kind: str,
    on: date | None,
) -> _Planned:
    plan = list_import.plan_transfer_list(
        context,
        workbook.path,
        kind=kind,
        on=on,
        reading=reading,
        progress=this.progress,
        workbook=workbook,
    )
    return _Planned(
        plan.source,
        plan.findings,
        [row.number for row in plan.rows],
        _counts({one: plan.count(one) for one in ("new", "unchanged", "ambiguous", "refused")}),
        lambda: list_import.apply_transfer_list(context, plan, progress=this.progress),
    )


def _incoming(
    this: Session, context: Context, workbook: Workbook, reading: Reading, to: str | None
) -> _Planned:
    unit = None
    if to:
        with context.database.read() as connection:
            unit = orgs.by_code(connection, to).id
    plan = incoming_import.plan_incoming_list(
        context,
        workbook.path,
        org_id=unit,
        reading=reading,
        progress=this.progress,
        workbook=workbook,
    )
    return _Planned(
        plan.source,
        plan.findings,
        [row.number for row in plan.rows],
        _counts({one: plan.count(one) for one in ("new", "unchanged", "refused")}),
        lambda: incoming_import.apply_incoming_list(context, plan, progress=this.progress),
    )


def _counts(found: Mapping[str, int]) -> dict[str, int]:
    """The numbers that every import tells."""
    names = ("new", "matched", "unchanged", "updated", "ambiguous", "refused")
    return dict.fromkeys(names, 0) | dict(found)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"日期“{text}”应写成 YYYY-MM-DD。") from None


def register(app: typer.Typer) -> None:
    """Puts the command beside the others of `transfer`."""
    app.command(name="import")(import_list)
