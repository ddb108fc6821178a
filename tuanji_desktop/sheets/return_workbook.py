"""The list that goes back to the school: its own file, the wrong cells red and the reasons told.

What the school corrects in it can be imported again as it is: the column 失败原因 is no field.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.core.progress import Progress, Quiet
from tuanji_desktop.sheets.child import MergedRange
from tuanji_desktop.sheets.findings import ListSource, SheetFinding
from tuanji_desktop.sheets.marking import mark_file
from tuanji_desktop.sheets.marks import CellNote, Marks, marks_of
from tuanji_desktop.sheets.package import NotPlain
from tuanji_desktop.sheets.places import Part
from tuanji_desktop.sheets.reader import Sheet, Workbook
from tuanji_desktop.sheets.rebuilt import write_rebuilt
from tuanji_desktop.sheets.target import whole_file

__all__ = ["NOT_OWN", "CellNote", "NotedSheet", "send_back", "write_return_workbook"]

NOT_OWN: Final = (
    "原来的文件改动过、不在原处，或写法特殊，退回的是同样版式的新表，图片、公式等没有带上。"
)
_OWN_FORMATS = frozenset({"xlsx", "xlsm"})
_MERGED_CELLS = 1_000_000


@dataclass(frozen=True, slots=True)
class NotedSheet:
    """A sheet of the list, where its heading is, and what is wrong in it."""

    name: str
    heading_rows: Sequence[int]
    findings: Sequence[CellNote]
    first_row: int = 0


def send_back(
    workbook: Workbook,
    target: Path,
    *,
    found: ListSource,
    findings: Sequence[SheetFinding],
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> str:
    """Writes what goes back to the school from what an import found in its list; gives what is to
    be said of it, '' for nothing."""
    places = found.places
    notes: defaultdict[str, list[CellNote]] = defaultdict(list)
    for one in findings:
        part = places.part(one.row)
        place = places.column_of(one.row, one.cell)
        column = None if place is None else places.column(one.row, place)
        name = part.sheet if part is not None else found.sheet
        side = f"{part.side}：" if part is not None and part.side else ""
        notes[name].append(CellNote(places.row(one.row), column, one.message, side))
    parts = {part.sheet: part for part in reversed(places.parts)}
    sheets = [
        NotedSheet(name, part.heading_rows, notes[name], part.first_row)
        for name, part in parts.items()
        if notes[name] or len(parts) == 1 or _was_returned(workbook, part)
    ]
    if not parts:
        sheets = [NotedSheet(found.sheet, found.heading_rows, notes[found.sheet], found.first_row)]
    own = write_return_workbook(workbook, target, sheets, progress=progress)
    return "" if own or workbook.protected or workbook.format not in _OWN_FORMATS else NOT_OWN


def _was_returned(workbook: Workbook, part: Part) -> bool:
    """Whether the sheet has marks of an earlier return, to be taken away."""
    sheet = _sheet(workbook, part.sheet)
    return marks_of(sheet, part.heading_rows, part.first_row, ()).again


def write_return_workbook(
    workbook: Workbook,
    target: Path,
    sheets: Sequence[NotedSheet],
    *,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> bool:
    """Writes `target` (.xlsx): the workbook with every finding where it belongs; says whether it
    is the school's own.

    The school's own .xlsx keeps everything it has (but macros); any other format, a protected file
    and one that is no longer what was read become an .xlsx of the same layout. A mark left by an
    earlier return is taken away first. A row with a finding is shown, were it hidden. Sheets that are
    not named stay as they are.

    Raises FileRefused `file.own_list` where `target` is the school's own file, which stays as it is.
    """
    if _is_same_file(workbook.path, target):
        raise FileRefused(
            "file.own_list", f"退回名单不能覆盖原来的名单“{target.name}”，请换一个文件名。"
        )
    marks: dict[str, Marks] = {}
    for one in sheets:
        first = one.first_row or (one.heading_rows[-1] + 1 if one.heading_rows else 1)
        marks[one.name] = marks_of(
            _sheet(workbook, one.name), one.heading_rows, first, one.findings
        )
    with whole_file(target) as beside:
        own = _marked_in_own_file(workbook, beside, marks, progress)
        if not own:
            _marked_anew(workbook, beside, marks, progress)
    return own


def _sheet(workbook: Workbook, name: str) -> Sheet:
    sheet = next((one for one in workbook.sheets if one.name == name), None)
    if sheet is None:
        raise FileRefused(
            "file.no_sheet",
            f"“{workbook.path.name}”里没有名为“{name}”的工作表，无法写出退回表。",
        )
    return sheet


def _is_same_file(path: Path, target: Path) -> bool:
    try:
        return path.samefile(target)
    except OSError:  # one of them is not there: a new file, or a pasted list
        return False


def _marked_in_own_file(
    workbook: Workbook, beside: Path, marks: Mapping[str, Marks], progress: Progress
) -> bool:
    """Whether the marks could be put into the very file that was read."""
    if workbook.format not in _OWN_FORMATS or workbook.protected:
        return False
    if any(
        _in_the_way(one, marks[name]) for name in marks for one in _sheet(workbook, name).merged
    ):
        return False
    if not _unchanged(workbook):
        return False
    try:
        mark_file(workbook.path, beside, marks, progress=progress)
    except NotPlain:
        return False
    return True


def _marked_anew(
    workbook: Workbook, beside: Path, marks: Mapping[str, Marks], progress: Progress
) -> None:
    sheets = tuple(_without_odd_merges(one, marks.get(one.name)) for one in workbook.sheets)
    plain = beside.with_name(f"{beside.name}.plain")
    try:
        names = write_rebuilt(replace(workbook, sheets=sheets), plain, progress=progress)
        anew = {names[name]: one for name, one in marks.items()}
        mark_file(plain, beside, anew, progress=progress)
    finally:
        plain.unlink(missing_ok=True)


def _without_odd_merges(sheet: Sheet, marks: Marks | None) -> Sheet:
    """The sheet without what is merged over the reasons, or over a million cells."""
    kept = tuple(
        one
        for one in sheet.merged
        if _cells(one) <= _MERGED_CELLS and (marks is None or not _in_the_way(one, marks))
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
