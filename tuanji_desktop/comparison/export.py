"""The work list as a workbook, and the sheet that asks a unit to put the official system right."""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..core.errors import BadInput
from ..core.masks import mask_id
from ..core.progress import Progress, Quiet
from ..office.context import Context
from ..office.exports import sealed
from ..orgs import queries as orgs
from ..rules.fields import FIELDS
from ..sheets.column import Column, Row
from ..sheets.exportable import Exportable, ExportColumn, Scope
from ..sheets.target import refused_by_system
from ..sheets.writer import write_list
from .kinds import DOUBLE, HERE, KINDS, NOT_OURS, STATES
from .queries import LineRow, load_board, load_lines, on_sheets

_STEP = 2_000
_NUMBERS = re.compile(r"(?<![\d*])(?:\d{17}[\dXx]|\d{15}|1\d{10})(?!\d)")


def _masked(text: str) -> str:
    """ID and phone numbers with their ends only; the same for all lengths."""
    return _NUMBERS.sub(lambda found: mask_id(found.group()), text)


_LIST = (
    ExportColumn("kind", Column("类别", 10)),
    ExportColumn("name", Column("姓名", 10)),
    ExportColumn("id_number", Column("身份证号", 20), mask_id),
    ExportColumn("unit", Column("团支部", 24)),
    ExportColumn("field", Column("项目", 14)),
    ExportColumn("here", Column("台账", 28), _masked),
    ExportColumn("there", Column("名单", 28), _masked),
    ExportColumn("sheet", Column("名单工作表", 14)),
    ExportColumn("row", Column("名单行号", 9, number=True)),
    ExportColumn("state", Column("办理情况", 12)),
    ExportColumn("words", Column("说明", 30)),
)
_HANDOVER = (
    Column("姓名", 10), Column("身份证号", 20), Column("团支部", 24), Column("请更正的项目", 16),
    Column("系统现为", 28), Column("应为", 28), Column("说明", 40), Column("更正情况", 14),
)  # fmt: skip
_NO_UNIT = "单位不明"


def work_list(
    context: Context,
    comparison_id: int,
    *,
    ids: Sequence[int] | None = None,
    chosen: Sequence[int] = (),
) -> Exportable:
    """The work list as it may be exported: `ids` are the lines in sight (None: all of them),
    `chosen` those that a clerk picked out."""
    seen = ids if ids is not None else load_board(context, comparison_id, shown="all").ids
    scopes = [Scope("seen", "这份清单", len(seen))]
    if chosen:
        scopes.append(Scope("chosen", "选中的条目", len(chosen)))

    def rows(scope: str, keys: tuple[str, ...]) -> Iterator[Row]:
        for line in _lines(context, chosen if scope == "chosen" else seen, Quiet()):
            cells = _cells(line)
            yield tuple(cells[key] for key in keys)

    keys = tuple(
        one.key for one in _LIST if one.key != "sheet" or on_sheets(context, comparison_id)
    )
    return Exportable("comparison", "名单比对", _LIST, keys, tuple(scopes), rows, unit="条")


def _cells(line: LineRow) -> dict[str, str | None]:
    return {
        "kind": KINDS[line.kind],
        "name": line.name,
        "id_number": line.id_number or None,
        "unit": line.unit,
        "field": FIELDS[line.field].label if line.field else None,
        "here": line.here or None,
        "there": line.there or None,
        "sheet": line.sheet or None,
        "row": str(line.row) if line.row else None,
        "state": STATES[line.state],
        "words": "；".join(filter(None, (line.words, line.note))),
    }


@dataclass(frozen=True, slots=True)
class Handed:
    """The files that were written, and how many lines are in them."""

    paths: tuple[Path, ...]
    lines: int


def export_handover(
    context: Context,
    comparison_id: int,
    target: Path,
    *,
    each: bool = False,
    org_id: int | None = None,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> Handed:
    """请在系统中更正: all lines of which it was said that the official system is wrong, to one file
    or, with `each`, to one a superior unit in the folder `target`.

    Raises BadInput `comparison.nothing_to_hand` where nothing was said of any line.
    """
    board = load_board(context, comparison_id, org_id=org_id, shown="handed")
    if not board.ids:
        raise BadInput(
            "comparison.nothing_to_hand",
            "还没有记为“请系统更正”或“不是本单位的”条目，没有可以移交的内容。",
        )
    lines = list(_lines(context, board.ids, progress))
    title = f"请在系统中更正的团员信息（{context.today.isoformat()}）"
    if each:
        some = _by_superior(context, lines)
        parts = [
            (target / f"请在系统中更正-{_file_part(name)}.xlsx", f"{name}：{title}", of_one)
            for name, of_one in sorted(some.items())
        ]
    else:
        parts = [(target, title, lines)]
    seal = sealed(
        context,
        kind="handover",
        title="请在系统中更正的清单",
        name=target.name if not each else f"{target.name}（{len(parts)} 个文件）",
        unit="条",
    )
    if each:
        _make_folder(target)
    for path, heading, of_one in parts:
        _write(path, heading, of_one, seal)
    return Handed(tuple(path for path, _heading, _lines in parts), len(lines))


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refused_by_system(path, error) from error


def _write(path: Path, title: str, lines: Sequence[LineRow], seal: Callable[[int], None]) -> None:
    write_list(
        path,
        columns=_HANDOVER,
        rows=(
            (
                line.name, line.id_number or None, line.unit, *_asked(line), line.note or None, None
            )
            for line in lines
        ),
        title=title,
        sheet_name="请在系统中更正",
        seal=seal,
    )  # fmt: skip


def _asked(line: LineRow) -> tuple[str, str | None, str | None]:
    """What is asked, what the system has, what it should have."""
    if line.kind == HERE:
        return "补录", "系统中没有此人", "在册团员"
    if line.state == NOT_OURS:
        return "转出或删除", "列为本单位团员", "不是本单位团员"
    if line.kind == DOUBLE:
        return "删除重复", f"名单{line.place}重复录入", "保留一条"
    if not line.field:
        return "办理离团或转出", "列为在册团员", line.words
    return FIELDS[line.field].label, line.there or "（空）", line.here or "（空）"


def _by_superior(context: Context, lines: Sequence[LineRow]) -> dict[str, list[LineRow]]:
    """Lines by the unit above their branch: who gets a sheet of its own. Units of the same short
    name stand apart by their codes, for nobody is to read of another's members."""
    wanted = {line.unit_id for line in lines if line.unit_id is not None}
    with context.database.read() as connection:
        branches = orgs.by_ids(connection, wanted) if wanted else {}
        above = {node.parent_id for node in branches.values() if node.parent_id is not None}
        superiors = orgs.by_ids(connection, above) if above else {}
    names = Counter(_file_part(one.short_name).casefold() for one in superiors.values())
    found: dict[str, list[LineRow]] = defaultdict(list)
    for line in lines:
        branch = branches.get(line.unit_id or 0)
        superior = superiors.get(branch.parent_id or 0) if branch else None
        name = superior.short_name if superior else _NO_UNIT
        if superior and names[_file_part(name).casefold()] > 1:
            name = f"{name}（{superior.code}）"
        found[name].append(line)
    return found


def _file_part(name: str) -> str:
    return "".join("_" if one in '\\/:*?"<>|' else one for one in name)


def _lines(
    context: Context, ids: "Sequence[int] | array[int]", progress: Progress
) -> Iterator[LineRow]:
    for start in range(0, len(ids), _STEP):
        progress.stop_if_cancelled()
        progress(start, len(ids), "导出")
        part = ids[start : start + _STEP]
        found = load_lines(context, part)
        yield from (found[one] for one in part if one in found)
