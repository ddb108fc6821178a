"""`compare FILE`, `compare list|show|settle|export|close`: a list of the official system beside the
roster, and the work list it leaves."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ..comparison import queries, settling
from ..comparison.export import export_handover, work_list
from ..comparison.kinds import FILTERS, KINDS, SAID, STATES
from ..comparison.plan import REFUSED, ROW_KINDS, ComparisonPlan
from ..comparison.queries import Board, LineRow
from ..comparison.reader import COMPARISON_LABELS, comparison_headings
from ..comparison.service import KIND, placed, plan_comparison, start_comparison
from ..comparison.taking import Taking, plan_theirs
from ..core.errors import BadInput, NotFound
from ..kit.export_act import carry_out
from ..members.bulk import apply_bulk
from ..office.context import Context
from ..orgs import queries as orgs
from ..rules.fields import label_of
from . import list_options as options
from .list_options import Said
from .session import Session, session

_NOBODY = "none"
_TAKE, _REOPEN = "theirs", "reopen"
_RUN = "run"


class _FileFirst(TyperGroup):
    """`compare FILE` is `compare run FILE`: what is no command is a file."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, "--help"):
            args = [_RUN, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_FileFirst,
    help="名单比对：系统导出的名单与花名册逐人逐项比对。"
    "比对一份：compare 文件 [--org 编码] [--apply]，选项见 compare run --help。",
    no_args_is_help=True,
)

Number = Annotated[int | None, typer.Option("--comparison", help="比对编号，默认最新一次")]
Org = Annotated[str | None, typer.Option(help="组织编码")]


def _org_id(context: Context, code: str | None) -> int | None:
    if not code:
        return None
    with context.database.read() as connection:
        return orgs.by_code(connection, code).id


@app.command(name=_RUN, hidden=True)
def compare(
    ctx: typer.Context,
    file: options.File,
    org: Annotated[
        str | None, typer.Option(help="名单应包括的组织（编码），默认按名单判断")
    ] = None,
    plan: options.Plan = False,
    apply: options.Apply = False,
    sheet: options.Sheet = None,
    mapping: options.Map = None,
    recipe: options.RecipeFile = None,
    decisions: options.Decisions = None,
    list_password_file: options.ListPassword = None,
    return_workbook: Annotated[
        Path | None, typer.Option("--return-workbook", help="另存标出差异的名单")
    ] = None,
) -> None:
    """比对一份名单；--apply 才写下待处理的清单。"""
    write = options.which(plan, apply)
    this = session(ctx)
    said = Said(sheet, mapping, recipe, None, decisions)
    with this.open(read_only=not write) as context:
        workbook = options.open_list(this, file, list_password_file)
        reading = said.reading(KIND, workbook, comparison_headings(), COMPARISON_LABELS)
        planned = plan_comparison(
            context,
            file,
            org_id=_org_id(context, org),
            reading=reading,
            progress=this.progress,
            workbook=workbook,
        )
        options.check_rows(reading, [row.number for row in planned.rows])
        options.send_list_back(workbook, return_workbook, planned.source, planned.findings)
        operation = start_comparison(context, planned, progress=this.progress) if write else None
        newest = queries.load_comparisons(context)[0].id if write else None
    _tell_plan(this, planned, operation, newest)


def _tell_plan(
    this: Session, planned: ComparisonPlan, operation: int | None, number: int | None
) -> None:
    data: dict[str, object] = {
        **options.source_json(planned.source),
        "scope": {
            "org": planned.scope.org_id,
            "name": planned.scope.name,
            "guessed": planned.scope.guessed,
            "members": planned.members,
        },
        "fields": list(planned.fields),
        "same": planned.rows_of("same"),
        "refused": planned.rows_of(REFUSED),
        "differing_rows": planned.rows_of("differs"),
        **{kind: planned.count(kind) for kind in KINDS},
        "by_field": dict(planned.by_field()),
        "by_branch": {str(one): number for one, number in planned.by_unit().most_common()},
        "carried": planned.carried,
        "alarms": list(planned.alarms),
        "notes": list(planned.notes),
        "lines": [
            {
                "kind": line.kind,
                "sheet": line.sheet or None,
                "row": line.row,
                "member": line.member_id,
                "name": line.name,
                "id_number": line.id_number,
                "field": line.field,
                "here": line.here,
                "there": line.there,
                "candidates": list(line.candidates),
            }
            for line in (placed(planned, one) for one in planned.lines)
        ],
        "findings": [found.as_json() for found in planned.findings],
    }
    if operation is not None:
        data |= {"operation": operation, "comparison": number}
    lines = [*planned.alarms, *planned.notes]
    for kind, words in ROW_KINDS.items():
        if planned.rows_of(kind):
            lines.append(f"{words}\t{planned.rows_of(kind):,} 行")
    lines += [f"{label_of(name)}\t{count:,} 处不同" for name, count in planned.by_field().items()]
    done = f"已列为第 {number} 次比对（第 {operation} 号操作）。" if number else "没有写入。"
    this.tell(data, "\n".join([*lines, f"{planned.words()}{done}"]))


# -------------------------------------------------------------------------- the work list
def _chosen(context: Context, number: int | None) -> int:
    found = queries.load_comparisons(context)
    if number is not None:
        if all(one.id != number for one in found):
            raise NotFound("comparison.unknown", f"没有编号为 {number} 的名单比对。")
        return number
    if not found:
        raise NotFound("comparison.none", "还没有比对过名单。请先用 compare 文件 --apply。")
    return found[0].id


@app.command(name="list")
def list_comparisons(ctx: typer.Context) -> None:
    """比对过的名单，各有多少条待处理。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        found = queries.load_comparisons(context)
        boards = {one.id: queries.load_board(context, one.id) for one in found}
    rows = [
        {
            "comparison": one.id,
            "file": one.file_name,
            "scope": one.org_name,
            "rows": one.rows,
            "by": one.compared_by,
            "on": one.compared_on,
            "closed_on": one.closed_on,
            "states": dict(boards[one.id].states),
        }
        for one in found
    ]
    words = [
        f"{one.id}\t{one.words}\t待处理 {boards[one.id].states['open']:,}" for one in found
    ] or ["还没有比对过名单。"]
    this.tell({"comparisons": rows}, "\n".join(words))


@app.command()
def show(
    ctx: typer.Context,
    comparison: Annotated[int | None, typer.Argument(metavar="比对编号")] = None,
    state: Annotated[
        str,
        typer.Option(
            help="open pending handed done all（待处理、办理中、待系统更正、已了结、全部）"
        ),
    ] = "open",
    kind: Annotated[str, typer.Option(help="here there differs unsure double")] = "",
    field: Annotated[str, typer.Option(help="只看一个字段")] = "",
    org: Org = None,
    limit: Annotated[int, typer.Option(min=1, help="最多列出几条")] = 1_000,
) -> None:
    """一次比对的清单：每条现在怎样、可以怎么办。"""
    if state not in FILTERS:
        raise typer.BadParameter(f"--state 可用 {' '.join(FILTERS)}。")
    if kind and kind not in KINDS:
        raise typer.BadParameter(f"--kind 可用 {' '.join(KINDS)}。")
    this = session(ctx)
    with this.open(read_only=True) as context:
        board = queries.load_board(
            context,
            _chosen(context, comparison),
            org_id=_org_id(context, org),
            shown=state,
            kind=kind,
            field=field,
        )
        ids = board.ids[:limit]
        known = queries.load_lines(context, ids)
    rows = [known[one] for one in ids]
    this.tell(_board_json(board, rows), _board_text(board, rows))


def _board_json(board: Board, rows: Sequence[LineRow]) -> dict[str, object]:
    return {
        "comparison": board.comparison.id,
        "file": board.comparison.file_name,
        "states": dict(board.states),
        "kinds": {kind: number for kind, number in board.kinds.items() if number},
        "fields": dict(board.fields),
        "units": [
            {"id": one, "name": name, "lines": number}
            for one, (name, number) in board.units.items()
        ],
        "count": len(board.ids),
        "lines": [
            {
                "line": row.id,
                "kind": row.kind,
                "state": row.state,
                "name": row.name,
                "id_number": row.id_number or None,
                "branch": row.unit,
                "sheet": row.sheet or None,
                "row": row.row,
                "member": row.member_id,
                "field": row.field or None,
                "here": row.here or None,
                "there": row.there or None,
                "words": row.words,
                "note": row.note or None,
                "acts": sorted(row.acts),
            }
            for row in rows
        ],
    }


def _board_text(board: Board, rows: Sequence[LineRow]) -> str:
    lines = [
        f"{row.id}\t{row.label}\t{row.name}\t{row.unit}\t{row.here}\t{row.there}\t"
        f"{STATES[row.state]}\t{row.words}"
        for row in rows
    ]
    counts = "，".join(
        f"{words} {board.states[key]:,}" for key, (words, _states) in FILTERS.items()
    )
    return "\n".join([*lines, f"{board.comparison.words}：{counts}。"])


@app.command()
def settle(
    ctx: typer.Context,
    lines: Annotated[list[int], typer.Argument(metavar="条目编号…")],
    said: Annotated[
        str | None,
        typer.Option(
            "--as",
            help="theirs（采用名单）correct_there（请系统更正）not_ours（非本单位）aside（搁置）reopen（重新打开）",
        ),
    ] = None,
    who: Annotated[
        str | None, typer.Option("--is", metavar="团员编号|none", help="待认人的是谁")
    ] = None,
    note: Annotated[str, typer.Option(help="说明；搁置必填")] = "",
    plan: options.Plan = False,
    apply: Annotated[bool, typer.Option("--apply", help="theirs 才需要：写入")] = False,
) -> None:
    """处理清单里的条目。"""
    known = (*SAID, _TAKE, _REOPEN)
    if (said is None) == (who is None):
        raise typer.BadParameter("--as 和 --is 要选一个，只选一个。")
    if said is not None and said not in known:
        raise typer.BadParameter(f"--as 可用 {' '.join(known)}。")
    if said == _TAKE:
        _take(session(ctx), lines, write=options.which(plan, apply))
        return
    this = session(ctx)
    with this.open() as context:
        if who is not None:
            operation = settling.decide_line(context, line_id=_one(lines), member_id=_member(who))
        elif said == _REOPEN:
            operation = settling.reopen_lines(context, line_ids=lines)
        else:
            operation = settling.settle_lines(context, line_ids=lines, said=said or "", note=note)
    this.tell(
        {"settled": list(lines), "operation": operation},
        f"已处理 {len(lines):,} 条（第 {operation} 号操作，可撤销）。",
    )


def _one(lines: Sequence[int]) -> int:
    if len(lines) > 1:
        raise typer.BadParameter("--is 一次只认一条。")
    return lines[0]


def _member(who: str) -> int | None:
    if who == _NOBODY:
        return None
    if not who.isdecimal():
        raise typer.BadParameter("--is 要写团员编号，或 none（台账里没有此人）。")
    return int(who)


def _take(this: Session, lines: Sequence[int], *, write: bool) -> None:
    with this.open(read_only=not write) as context:
        taking = plan_theirs(context, line_ids=lines, progress=this.progress)
        operation = apply_bulk(context, taking.plan, progress=this.progress) if write else None
    data = _taking_json(taking)
    if operation is not None:
        data["operation"] = operation
    done = f"已写入（第 {operation} 号操作）。" if operation is not None else "没有写入。"
    this.tell(data, f"{taking.plan.words()}{done}")


def _taking_json(taking: Taking) -> dict[str, object]:
    plan = taking.plan
    return {
        "lines": taking.lines,
        "left": taking.left,
        **{kind: plan.count(kind) for kind in ("changed", "submitted", "draft", "unchanged", "refused")},
        "members": [
            {
                "id": row.id,
                "name": row.name,
                "kind": row.kind,
                "fields": [
                    {
                        "field": cell.field,
                        "before": cell.before,
                        "after": cell.after,
                        "kind": cell.kind,
                        "clause": cell.clause or None,
                        "message": cell.message or None,
                    }
                    for cell in row.cells
                ],
            }
            for row in plan.rows
        ],
    }  # fmt: skip


@app.command()
def export(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件或文件夹")],
    comparison: Number = None,
    state: Annotated[str, typer.Option(help="open pending handed done all")] = "all",
    handover: Annotated[
        bool, typer.Option("--handover", help="移交更正单：请在系统中更正的条目")
    ] = False,
    each: Annotated[
        bool, typer.Option("--each", help="移交更正单每个单位一份，存到文件夹")
    ] = False,
    masked: Annotated[bool, typer.Option("--masked", help="证件号、手机号打码")] = False,
    org: Org = None,
) -> None:
    """导出清单，或移交给管系统的人的更正单。"""
    if state not in FILTERS:
        raise typer.BadParameter(f"--state 可用 {' '.join(FILTERS)}。")
    if each and not handover:
        raise typer.BadParameter("--each 只用于 --handover。")
    if masked and handover:
        raise BadInput("comparison.masked", "更正单要有完整证件号，系统那边才找得到人，不能打码。")
    this = session(ctx)
    with this.open(read_only=masked) as context:
        number, org_id = _chosen(context, comparison), _org_id(context, org)
        if handover:
            made = export_handover(
                context, number, file, each=each, org_id=org_id, progress=this.progress
            )
            data: dict[str, object] = {
                "files": [str(path) for path in made.paths],
                "lines": made.lines,
            }
            words = "\n".join(map(str, made.paths)) + f"\n共 {made.lines:,} 条。"
        else:
            board = queries.load_board(context, number, org_id=org_id, shown=state)
            lines = work_list(context, number, ids=board.ids)
            wish = replace(lines.wish(), masked=masked)
            written = carry_out(context, lines, wish, file, progress=this.progress)
            data = {"files": [str(file)], "lines": written.rows, "masked": masked}
            words = f"已导出 {written.rows:,} 条到 {file}。"
    this.tell(data, words)


@app.command()
def close(
    ctx: typer.Context, comparison: Annotated[int, typer.Argument(metavar="比对编号")]
) -> None:
    """结束一次比对，清单留作查看。"""
    this = session(ctx)
    with this.open() as context:
        operation = settling.close_comparison(context, comparison_id=comparison)
    this.tell(
        {"comparison": comparison, "operation": operation},
        f"第 {comparison} 次比对已结束（第 {operation} 号操作）。",
    )
