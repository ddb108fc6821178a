"""The list that goes back to the school: its own file, the wrong cells red and the reasons told.

What the school corrects in it can be imported again as it is: the column 失败原因 is no field.
"""

import warnings
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.sheets.findings import ListSource, SheetFinding
from tuanji_desktop.sheets.heading import FAILURE_HEADING, column_index, normalised
from tuanji_desktop.sheets.reader import Sheet, Workbook, read_workbook
from tuanji_desktop.sheets.target import whole_file

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook as Book
    from openpyxl.worksheet.worksheet import Worksheet

_AUTHOR: Final = "团籍台账"
_RED: Final = "FFFFC7CE"
_DARK_RED: Final = "FF9C0006"
_MARK: Final = "【团籍台账】"
"""Parts what the school wrote in a comment from what was found, so that it can be taken away."""

_REASON_WIDTH = 40
_MERGED_CELLS = 1_000_000


@dataclass(frozen=True, slots=True)
class CellNote:
    """What is wrong in one cell (sheet row from 1, column from 0), or in the whole row."""

    row: int
    column: int | None
    message: str


def send_back(
    source: Path, target: Path, *, found: ListSource, findings: Sequence[SheetFinding]
) -> None:
    """Writes what goes back to the school from what an import found in its list."""
    write_return_workbook(
        source,
        target,
        sheet_name=found.sheet,
        heading_rows=found.heading_rows,
        findings=[
            CellNote(
                finding.row,
                column_index(letters) if (letters := found.columns.get(finding.field)) else None,
                finding.message,
            )
            for finding in findings
        ],
    )


def write_return_workbook(
    source: Path,
    target: Path,
    *,
    sheet_name: str,
    heading_rows: Sequence[int],
    findings: Sequence[CellNote],
) -> None:
    """Writes `target` (.xlsx): the workbook `source` with every finding where it belongs.

    An .xlsx keeps its looks, with formulas replaced by their values; any other format becomes an
    .xlsx of the same layout. A mark left by an earlier return is taken away first.
    """
    read = read_workbook(source)  # refuses what must not be opened here
    as_it_is = read.format in {"xlsx", "xlsm"} and not any(map(_merges_too_much, read.sheets))
    book = _opened(source) if as_it_is else _rebuilt(read)
    if sheet_name not in book.sheetnames:
        raise FileRefused(
            "file.no_sheet", f"“{source.name}”里没有名为“{sheet_name}”的工作表，无法写出退回表。"
        )
    sheet = book[sheet_name]
    rows = next(found.rows for found in read.sheets if found.name == sheet_name)
    reason_column = _reason_column(rows, heading_rows)
    head = heading_rows[-1]
    _forget_earlier_marks(sheet, reason_column, first=head + 1, last=len(rows))
    _mark(sheet, findings, reason_column=reason_column, heading_row=head)
    with whole_file(target) as beside:
        book.save(beside)


def _opened(source: Path) -> "Book":
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # What openpyxl cannot keep (slicers, extended validations) is no part of a list.
        warnings.simplefilter("ignore")
        try:
            with source.open("rb") as file:  # by content, whatever the name ends with
                return load_workbook(file, data_only=True)
        except Exception as error:  # a workbook calamine reads may still be too odd for openpyxl
            raise FileRefused(
                "file.unreadable",
                f"“{source.name}”的格式特殊，无法在原表上标注。请另存为标准 .xlsx 后再导入。",
            ) from error


def _merges_too_much(sheet: Sheet) -> bool:
    """Whether openpyxl, which makes an object of every merged cell, would choke on this sheet."""
    cells = sum(
        (bottom - top + 1) * (right - left + 1) for top, left, bottom, right in sheet.merged
    )
    return cells > _MERGED_CELLS


def _rebuilt(read: Workbook) -> "Book":
    """The same cells at the same addresses in a new workbook."""
    from openpyxl import Workbook as NewBook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = NewBook()
    book.remove(book.worksheets[0])
    for found in read.sheets:
        sheet = book.create_sheet(found.name)
        sheet.sheet_state = "hidden" if found.hidden else "visible"
        for number, row in enumerate(found.rows, 1):
            for column, value in enumerate(row, 1):
                if isinstance(value, str):
                    cell = sheet.cell(number, column)
                    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
                    cell.data_type = "s"  # a text that begins with = is no formula
                    cell.number_format = "@"
                elif value is not None:
                    sheet.cell(number, column, value)
        for top, left, bottom, right in () if _merges_too_much(found) else found.merged:
            sheet.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
    return book


def _reason_column(rows: Sequence[Sequence[object]], heading_rows: Sequence[int]) -> int:
    """The column (from 1) of an earlier return, else the first one behind everything written."""
    for number in heading_rows:
        for index, value in enumerate(rows[number - 1]):
            if isinstance(value, str) and normalised(value) == FAILURE_HEADING:
                return index + 1
    return max(len(row) for row in rows) + 1


def _forget_earlier_marks(sheet: "Worksheet", reason_column: int, *, first: int, last: int) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    for row in sheet.iter_rows(min_row=first, max_row=last, max_col=reason_column):
        for cell in row:
            if cell.has_style and cell.fill.fgColor.rgb == _RED:
                cell.fill = PatternFill()
            if cell.comment and _MARK in cell.comment.text:
                kept = cell.comment.text.split(_MARK)[0].rstrip()
                cell.comment = Comment(kept, cell.comment.author) if kept else None
        own = _written_cell(sheet, row[0].row, reason_column)
        own.value = None


def _written_cell(sheet: "Worksheet", row: int, column: int) -> "Cell":
    """The cell that holds what is seen at this place: the first one where cells are merged."""
    cell = sheet.cell(row, column)
    for merged in sheet.merged_cells.ranges if type(cell).__name__ == "MergedCell" else ():
        if cell.coordinate in merged:
            return sheet.cell(merged.min_row, merged.min_col)
    return cell


def _mark(
    sheet: "Worksheet", findings: Iterable[CellNote], *, reason_column: int, heading_row: int
) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    red = PatternFill("solid", fgColor=_RED)
    reasons: dict[int, list[str]] = defaultdict(list)
    notes: dict[tuple[int, int], list[str]] = defaultdict(list)
    for finding in findings:
        reasons[finding.row].append(finding.message)
        if finding.column is not None:
            notes[finding.row, finding.column + 1].append(finding.message)
    for (row, column), messages in notes.items():
        cell = _written_cell(sheet, row, column)
        cell.fill = red
        said = f"{cell.comment.text}\n" if cell.comment else ""
        text = "\n".join([said + _MARK, *messages])
        cell.comment = Comment(text, _AUTHOR, height=80, width=260)
    heading = _written_cell(sheet, heading_row, reason_column)
    heading.value = FAILURE_HEADING
    heading.font = Font(bold=True, color=_DARK_RED)
    heading.alignment = Alignment(horizontal="center", vertical="center")
    for row, messages in reasons.items():
        cell = _written_cell(sheet, row, reason_column)
        cell.value = "；".join(dict.fromkeys(messages))
        cell.font = Font(color=_DARK_RED)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cell.number_format = "@"
    sheet.column_dimensions[get_column_letter(reason_column)].width = _REASON_WIDTH
