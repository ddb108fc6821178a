"""Finding the list in a workbook: which sheets it is on, which rows are the heading, which column is
which field.

    find_table(sheet, …)  -> Table | None
    pick_sheet(workbook, …) -> Table          FileRefused: file.no_heading, file.no_sheet

What a heading means is not known here: the caller brings the aliases of its list (domain.md §10)
and, for columns that no heading tells, the look of their values (`rules.looks`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.sheets.addresses import address, column_index, column_letter, column_name
from tuanji_desktop.sheets.data_rows import DataRow
from tuanji_desktop.sheets.finder import find_table, is_turned, likely_headings
from tuanji_desktop.sheets.lexicon import FAILURE_HEADING, GUESSED, Headings
from tuanji_desktop.sheets.places import ADDED
from tuanji_desktop.sheets.reader import Sheet, Workbook
from tuanji_desktop.sheets.reading import ALL_ALIKE
from tuanji_desktop.sheets.sheet_columns import normalised
from tuanji_desktop.sheets.sheet_names import set_aside
from tuanji_desktop.sheets.stacked import Found, found_in, is_like, joined, together
from tuanji_desktop.sheets.table import Table

__all__ = [
    "FAILURE_HEADING",
    "DataRow",
    "Headings",
    "Table",
    "address",
    "column_index",
    "column_letter",
    "column_name",
    "find_table",
    "likely_headings",
    "normalised",
    "pick_sheet",
]


def pick_sheet(
    workbook: Workbook,
    headings: Headings,
    *,
    labels: Mapping[str, str] = MappingProxyType({}),
    sheet_name: str | None = None,
    chosen: Mapping[str, str] | None = None,
    heading: tuple[int, int] | None = None,
    headings_of: Mapping[str, tuple[int, int]] = MappingProxyType({}),
    names: Collection[str] = (),
    said: Mapping[int, str] = MappingProxyType({}),
) -> Table:
    """The list of the visible sheets: the best table and those of the same sort, or that of the sheet
    named (`ALL_ALIKE` names none).

    A table whose headings name persons beats one that seems to hold some, more fields beat more
    rows, and a table with rows beats an empty one. `labels` (field → label) only serve messages.
    `heading` was said of the first sheet of the list, `headings_of` of single others by name.
    `names` are the sheets to read where that is known already; for `said` see `stacked.joined`.
    """
    chosen = chosen or {}
    if names:
        sheets = [sheet for sheet in workbook.sheets if sheet.name in names]
    else:
        sheets = _asked_for(workbook, None if sheet_name == ALL_ALIKE else sheet_name)
    found = _found(workbook, sheets, headings, chosen, heading, headings_of, labels)
    if not found:
        raise FileRefused(
            "file.no_heading", _nothing_found(workbook, sheets, headings, labels, heading)
        )
    best = max(found, key=lambda one: _worth(one, headings))
    read, told = ([best], []) if len(found) == 1 else together(found, best)
    if names:
        read, told = found, []
    table = joined(read, headings, chosen=chosen, labels=labels, said=said)
    _check_chosen(chosen, table, read)
    others = [one for one in found if one not in read and _also_a_list(one.table, best.table)]
    others = [one for one in others if not is_like(one.table, best.table)]
    if others:
        told = [*told, _left_unread(table, others)]
    return replace(table, told=(*table.told, *told)) if told else table


def _asked_for(workbook: Workbook, name: str | None) -> list[Sheet]:
    if name is None:
        return [sheet for sheet in workbook.sheets if not sheet.hidden]
    sheets = [sheet for sheet in workbook.sheets if sheet.name == name]
    if not sheets:
        names = "、".join(f"“{sheet.name}”" for sheet in workbook.sheets)
        raise FileRefused(
            "file.no_sheet", f"“{workbook.path.name}”里没有名为“{name}”的工作表，现有：{names}。"
        )
    return sheets


def _found(
    workbook: Workbook,
    sheets: Sequence[Sheet],
    headings: Headings,
    chosen: Mapping[str, str],
    heading: tuple[int, int] | None,
    headings_of: Mapping[str, tuple[int, int]],
    labels: Mapping[str, str],
) -> list[Found]:
    """The lists of the sheets. Where the clerk said which rows are the heading, that was said of the
    first; another sheet may have the same heading elsewhere."""
    found: list[Found] = []
    for place, sheet in enumerate(workbook.sheets):
        if not any(sheet is one for one in sheets):
            continue
        one, own = None, headings_of.get(sheet.name)
        tries = (own,) if own else (None, heading) if heading and found else (heading,)
        for where in tries:
            one = one or found_in(
                sheet, place, headings, chosen=chosen, heading=where, labels=labels
            )
            if where is None and heading and one and not _same_texts(one.table, found[0].table):
                one = None
        if one is not None:
            found.append(one)
    return found


def _same_texts(table: Table, other: Table) -> bool:
    ours, theirs = (sorted(map(normalised, one.headings.values())) for one in (table, other))
    return ours == theirs


def _check_chosen(chosen: Mapping[str, str], table: Table, read: Sequence[Found]) -> None:
    """Refuses what was said of a column that is not there."""
    known = {ADDED}
    for one in (table, *(half for found in read for half in found.halves)):
        known |= set(one.headings.values()) | {normalised(text) for text in one.headings.values()}
        known |= {column_name(index) for index in one.headings}
    for text in chosen:
        if text not in known and normalised(text) not in known:
            raise FileRefused(
                "file.no_heading", f"工作表“{table.sheet_name}”里没有“{text}”这一列。"
            )


def _worth(found: Found, headings: Headings) -> tuple[bool, bool, int, int, int]:
    telling = headings.telling or headings.required
    table = found.table
    sure = sum(table.certainty.get(name, 0) > GUESSED for name in telling)
    meant = not set_aside(found.sheet.name)
    return bool(table.rows), meant, sure, len(table.columns), found.rows


def _also_a_list(table: Table, best: Table) -> bool:
    """Whether a sheet beside the one that is read is a list of the same sort, not a summary."""
    shared = table.columns.keys() & best.columns.keys()
    return bool(table.rows) and len(shared) * 3 >= len(best.columns) * 2


def _left_unread(table: Table, others: Sequence[Found]) -> str:
    names = "、".join(f"“{one.sheet.name}”（{one.rows:,} 行）" for one in others[:5])
    more = f"等 {len(others)} 张" if len(others) > 5 else ""
    return (
        f"另有工作表{names}{more}也是名单，栏目不同，这次只读“{table.sheet_name}”。"
        "其余的请换工作表再导入一次。"
    )


def _nothing_found(
    workbook: Workbook,
    sheets: Sequence[Sheet],
    headings: Headings,
    labels: Mapping[str, str],
    heading: tuple[int, int] | None,
) -> str:
    wanted = "、".join(labels.get(name, name) for name in headings.required)
    where = "、".join(f"“{sheet.name}”" for sheet in sheets) or "（没有可见的工作表）"
    what = f"“{workbook.path.name}”的工作表{where}"
    if heading and heading[1] == 0:
        return (
            f"{what}从第 {heading[0]} 行起没有表头，也看不出哪一列是“{wanted}”。请为各列选定字段。"
        )
    if heading:
        last = heading[0] + heading[1] - 1
        rows = f"第 {heading[0]} 行" if heading[1] == 1 else f"第 {heading[0]}–{last} 行"
        return f"{what}以{rows}为表头时找不到“{wanted}”。请另选表头所在的行，或为各列选定字段。"
    if any(is_turned(sheet, headings) for sheet in sheets):
        return (
            f"{what}像是横着排的名单（一列一个人）或一人一张的登记表，只能读一行一个人的名单。"
            "请在表格里复制，用“选择性粘贴”的“转置”排成一行一人，再导入。"
        )
    return (
        f"{what}里找不到表头：前十几行没有一行写有“{wanted}”。"
        "请检查是否选错文件，或补上表头后再导入。"
    )
