"""The list that goes back to the school: its own file, the wrong cells red and the reasons told.

What the school corrects in it can be imported again as it is: the column 失败原因 is no field.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.sheets.addresses import column_index
from tuanji_desktop.sheets.child import MergedRange
from tuanji_desktop.sheets.findings import ListSource, SheetFinding
from tuanji_desktop.sheets.marking import mark_file
from tuanji_desktop.sheets.marks import CellNote, Marks, marks_of
from tuanji_desktop.sheets.package import NotPlain
from tuanji_desktop.sheets.reader import Sheet, Workbook
from tuanji_desktop.sheets.rebuilt import write_rebuilt
from tuanji_desktop.sheets.target import whole_file

__all__ = ["CellNote", "send_back", "write_return_workbook"]

_MERGED_CELLS = 1_000_000


def send_back(
    workbook: Workbook, target: Path, *, found: ListSource, findings: Sequence[SheetFinding]
) -> None:
    """Writes what goes back to the school from what an import found in its list."""
    write_return_workbook(
        workbook,
        target,
        sheet_name=found.sheet,
        heading_rows=found.heading_rows,
        first_row=found.first_row,
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
    workbook: Workbook,
    target: Path,
    *,
    sheet_name: str,
    heading_rows: Sequence[int],
    findings: Sequence[CellNote],
    first_row: int = 0,
) -> None:
    """Writes `target` (.xlsx): the workbook with every finding where it belongs.

    The school's own .xlsx keeps everything it has (but macros); any other format, a protected file
    and one that is no longer what was read become an .xlsx of the same layout. A mark left by an
    earlier return is taken away first. A row with a finding is shown, were it hidden.

    Raises FileRefused `file.own_list` where `target` is the school's own file, which stays as it is.
    """
    if _is_same_file(workbook.path, target):
        raise FileRefused(
            "file.own_list", f"退回名单不能覆盖原来的名单“{target.name}”，请换一个文件名。"
        )
    sheet = next((one for one in workbook.sheets if one.name == sheet_name), None)
    if sheet is None:
        raise FileRefused(
            "file.no_sheet",
            f"“{workbook.path.name}”里没有名为“{sheet_name}”的工作表，无法写出退回表。",
        )
    first = first_row or (heading_rows[-1] + 1 if heading_rows else 1)
    marks = marks_of(sheet, heading_rows, first, findings)
    with whole_file(target) as beside:
        if not _marked_in_own_file(workbook, beside, sheet, marks):
            _marked_anew(workbook, beside, sheet, marks)


def _is_same_file(path: Path, target: Path) -> bool:
    try:
        return path.samefile(target)
    except OSError:  # one of them is not there: a new file, or a pasted list
        return False


def _marked_in_own_file(workbook: Workbook, beside: Path, sheet: Sheet, marks: Marks) -> bool:
    """Whether the marks could be put into the very file that was read."""
    if workbook.format not in {"xlsx", "xlsm"} or workbook.protected:
        return False
    if any(_in_the_way(one, marks) for one in sheet.merged) or not _unchanged(workbook):
        return False
    try:
        mark_file(workbook.path, beside, sheet_name=sheet.name, marks=marks)
    except NotPlain:
        return False
    return True


def _marked_anew(workbook: Workbook, beside: Path, sheet: Sheet, marks: Marks) -> None:
    sheets = tuple(_without_odd_merges(one, marks, sheet) for one in workbook.sheets)
    plain = beside.with_name(f"{beside.name}.plain")
    try:
        names = write_rebuilt(replace(workbook, sheets=sheets), plain)
        mark_file(plain, beside, sheet_name=names[sheet.name], marks=marks)
    finally:
        plain.unlink(missing_ok=True)


def _without_odd_merges(sheet: Sheet, marks: Marks, marked: Sheet) -> Sheet:
    """The sheet without what is merged over the reasons, or over a million cells."""
    kept = tuple(
        one
        for one in sheet.merged
        if _cells(one) <= _MERGED_CELLS and not (sheet is marked and _in_the_way(one, marks))
    )
    return replace(sheet, merged=kept)


def _in_the_way(merged: MergedRange, marks: Marks) -> bool:
    """Whether reasons would vanish under merged cells."""
    _top, left, bottom, right = merged
    begins = marks.heading_row or marks.first
    return left <= marks.reason_column <= right and bottom >= begins - 1


def _cells(merged: MergedRange) -> int:
    top, left, bottom, right = merged
    return (bottom - top + 1) * (right - left + 1)


def _unchanged(workbook: Workbook) -> bool:
    """Whether the file is still the one that was read."""
    try:
        with workbook.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == workbook.sha256
    except OSError:
        return False
