"""Writing lists for offices and schools: .xlsx or .csv, equal data giving equal bytes.

The .xlsx is written as a stream of XML with its texts in place: 100,000 rows take a quarter of
XlsxWriter's time and no memory to speak of. A cell is text unless its column says otherwise, for
an ID number that Excel takes for a number loses its last three digits.
"""

import zipfile
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from tuanji_desktop.core.errors import BadInput, FileRefused
from tuanji_desktop.sheets.column import Column, Row, Written
from tuanji_desktop.sheets.csv_text import ENCODINGS, write_csv
from tuanji_desktop.sheets.notices import CHOICES_SHEET
from tuanji_desktop.sheets.sheet_stream import SheetStream, choices_xml, notes_xml
from tuanji_desktop.sheets.target import whole_file
from tuanji_desktop.sheets.workbook_xml import COMPRESSION, frame_parts, sheet_title

__all__ = ["NOTES_SHEET", "Column", "Row", "Written", "write_list", "write_table"]

NOTES_SHEET = "填写说明"


def write_table(
    path: Path,
    *,
    columns: Sequence[Column],
    rows: Iterable[Row],
    title: str = "",
    sheet_name: str = "名单",
    to_fill: Sequence[Collection[int]] = (),
) -> int:
    """Writes the list and says how many rows it has: `write_list` for whoever wants no more."""
    return write_list(
        path, columns=columns, rows=rows, title=title, sheet_name=sheet_name, to_fill=to_fill
    ).rows


def write_list(
    path: Path,
    *,
    columns: Sequence[Column],
    rows: Iterable[Row],
    title: str = "",
    sheet_name: str = "名单",
    foot: str = "",
    to_fill: Sequence[Collection[int]] = (),
    notes: Sequence[Sequence[str]] = (),
    encoding: str = "utf-8-bom",
    seal: Callable[[int], None] = lambda _rows: None,
) -> Written:
    """Writes the list; the suffix of `path` decides the format.

    `foot`: what stands at the foot of each printed page, else the sheet's name. `to_fill`: for each
    row the columns (from 0) whose cells somebody is to fill; in a workbook they have a ground of
    their own. `notes`: rows of a second sheet, the first a heading. `encoding` of a .csv:
    `utf-8-bom` or `gb18030`. `seal` is told the rows when everything is written and nobody sees the
    file yet.

    Raises FileRefused (`file.unwritable`, `file.too_large`); then whatever stood at `path` stands
    there still. An exception from `rows`, such as Cancelled, or from `seal` has the same effect.
    """
    suffix = path.suffix.lower()
    if suffix not in {".xlsx", ".csv"}:
        raise FileRefused(
            "file.unwritable", f"“{path.name}”无法保存：文件名请以 .xlsx 或 .csv 结尾。"
        )
    if encoding not in ENCODINGS:
        known = "、".join(ENCODINGS)
        raise BadInput("export.encoding", f"没有名为“{encoding}”的编码，可用 {known}。")
    with whole_file(path) as beside:
        if suffix == ".csv":
            found = write_csv(beside, columns=columns, rows=rows, title=title, encoding=encoding)
        else:
            found = _write_xlsx(
                beside, columns, rows, title, sheet_title(sheet_name), foot, to_fill, notes
            )
        seal(found.rows)
    return found


def _write_xlsx(
    path: Path,
    columns: Sequence[Column],
    rows: Iterable[Row],
    title: str,
    name: str,
    foot: str,
    to_fill: Sequence[Collection[int]],
    notes: Sequence[Sequence[str]],
) -> Written:
    # Entries opened by name carry no clock (1980): equal lists give equal bytes.
    lists = [column.choices for column in columns if column.choices]
    others = [(NOTES_SHEET, False, notes_xml(notes))] if notes else []
    others += [(CHOICES_SHEET, True, choices_xml(lists))] if lists else []
    sheets = [(name, False), *((other, hidden) for other, hidden, _ in others)]
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            sheet = SheetStream(part, columns, title, foot=foot or name, to_fill=to_fill)
            count = sheet.write(rows)
        parts = {
            f"xl/worksheets/sheet{number}.xml": text for number, (*_, text) in enumerate(others, 2)
        }
        parts |= frame_parts(sheets, filtered=sheet.absolute_filter_range, head=sheet.head)
        for part_name, text in parts.items():
            with archive.open(part_name, "w") as part:
                part.write(text.encode())
    return Written(count, sheet.told())
