"""The cells of a list that was read, at the same addresses in a plain new .xlsx.

For formats that nothing can be marked in: .xls, .csv, .ods, what was pasted, what has a password.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Final
from xml.sax.saxutils import quoteattr

from ..core.progress import Progress, Quiet
from .addresses import address, column_letter
from .child import MergedRange
from .reader import Sheet, Workbook
from .workbook_xml import (
    COMPRESSION,
    LAST_ROW,
    MAIN,
    PACKAGE,
    SML,
    XML,
    R,
    cell_xml,
    relations_xml,
    sheet_title,
)

_TEXT, _DAY, _MOMENT, _TIME = 1, 2, 3, 4  # places in cellXfs; 5 is `workbook_xml.QUOTED`
_DAY_ZERO = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)
"""Before it Excel counts a 29 February that never was."""
_DAY_SECONDS = 86_400
_BLOCK = 500
_MERGES: Final = 20_000
_WIDTHS_FROM = 200
_NARROWEST, _WIDEST = 8, 40

_STYLES = (
    f"{XML}<styleSheet {MAIN}>"
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="6">'
    + "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0"'
        f' applyNumberFormat="1"{quoted}/>'
        for number, quoted in (
            (0, ""),
            (49, ""),
            (164, ""),
            (165, ""),
            (21, ""),
            (49, ' quotePrefix="1"'),
        )
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def write_rebuilt(
    read: Workbook,
    path: Path,
    *,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> dict[str, str]:
    """Writes the workbook and says what its sheets are called there, by what they were called."""
    names: dict[str, str] = {}
    for sheet in read.sheets:
        names[sheet.name] = _free_name(sheet_title(sheet.name), names.values())
    numbers = range(1, len(read.sheets) + 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
        for number, sheet in zip(numbers, read.sheets, strict=True):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                _write_sheet(part, sheet, progress)
        for name, text in _frame(read.sheets, names).items():
            with archive.open(name, "w") as part:
                part.write(text.encode())
    return names


def _free_name(name: str, taken: Iterable[str]) -> str:
    known = {one.lower() for one in taken}
    number, free = 2, name
    while free.lower() in known:
        free = f"{name[:28]}_{number}"
        number += 1
    return free


def _frame(sheets: Sequence[Sheet], names: dict[str, str]) -> dict[str, str]:
    numbers = range(1, len(sheets) + 1)
    all_hidden = all(sheet.hidden for sheet in sheets)
    entries = "".join(
        f'<sheet name={quoteattr(names[sheet.name])} sheetId="{number}"'
        f"{' state=' + quoteattr('hidden') if sheet.hidden and not all_hidden else ''}"
        f' r:id="rId{number}"/>'
        for number, sheet in zip(numbers, sheets, strict=True)
    )
    first = next((place for place, one in enumerate(sheets) if all_hidden or not one.hidden), 0)
    return {
        "xl/workbook.xml": f'{XML}<workbook {MAIN} {R}><bookViews><workbookView activeTab="{first}"/>'
        f"</bookViews><sheets>{entries}</sheets></workbook>",
        "xl/styles.xml": _STYLES,
        "xl/_rels/workbook.xml.rels": relations_xml(
            *(("worksheet", f"worksheets/sheet{number}.xml") for number in numbers),
            ("styles", "styles.xml"),
        ),
        "_rels/.rels": relations_xml(("officeDocument", "xl/workbook.xml")),
        "[Content_Types].xml": f"{XML}<Types "
        'xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{PACKAGE}relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SML}sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{SML}styles+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{number}.xml"'
            f' ContentType="{SML}worksheet+xml"/>'
            for number in numbers
        )
        + "</Types>",
    }


def _write_sheet(part: IO[bytes], sheet: Sheet, progress: Progress) -> None:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(_widths(sheet), 1)
    )
    opening = f"{XML}<worksheet {MAIN} {R}>" + (f"<cols>{columns}</cols>" if columns else "")
    part.write(f"{opening}<sheetData>".encode())
    block: list[str] = []
    for row in _rows(sheet):
        block.append(row)
        if len(block) == _BLOCK:
            progress.stop_if_cancelled()
            part.write("".join(block).encode())
            block.clear()
    merges = sheet.merged[:_MERGES]
    parts = [*block, "</sheetData>"]
    if merges:
        refs = "".join(f'<mergeCell ref="{_range(one)}"/>' for one in merges)
        parts.append(f'<mergeCells count="{len(merges)}">{refs}</mergeCells>')
    part.write("".join([*parts, "</worksheet>"]).encode())


def _rows(sheet: Sheet) -> Iterator[str]:
    for number, row in enumerate(sheet.rows[:LAST_ROW], 1):
        cells = "".join(
            _cell(address(number, column), value)
            for column, value in enumerate(row)
            if value is not None and value != ""
        )
        hidden = ' hidden="1"' if number in sheet.hidden_rows else ""
        if cells or hidden:
            yield f'<row r="{number}"{hidden}>{cells}</row>'


def _cell(reference: str, value: object) -> str:
    if isinstance(value, bool):
        return f'<c r="{reference}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{reference}"><v>{value!r}</v></c>'
    if isinstance(value, time):
        return f'<c r="{reference}" s="{_TIME}"><v>{_share_of_day(value)!r}</v></c>'
    if isinstance(value, datetime):
        day, share = value.date(), _share_of_day(value.time())
    elif isinstance(value, date):
        day, share = value, 0.0
    else:
        return cell_xml(reference, str(value), _TEXT)
    if day < _FIRST_DAY:
        return cell_xml(reference, value.isoformat(), _TEXT)
    days = (day - _DAY_ZERO).days
    if share:
        return f'<c r="{reference}" s="{_MOMENT}"><v>{days + share!r}</v></c>'
    return f'<c r="{reference}" s="{_DAY}"><v>{days}</v></c>'


def _share_of_day(value: time) -> float:
    return (value.hour * 3600 + value.minute * 60 + value.second) / _DAY_SECONDS


def _widths(sheet: Sheet) -> list[int]:
    """As wide as what stands in the upper rows; an ideograph is two wide."""
    widths: list[int] = []
    for row in sheet.rows[:_WIDTHS_FROM]:
        if len(row) - row.count(None) < 2:  # a title is drawn across
            continue
        widths += [_NARROWEST] * (len(row) - len(widths))
        for place, value in enumerate(row):
            if isinstance(value, str):
                lines = value.splitlines() or [""]
                wide = max(sum(1 + (sign > "\xff") for sign in line) for line in lines) + 2
                widths[place] = min(max(widths[place], wide), _WIDEST)
            elif value is not None:
                widths[place] = max(widths[place], 12)
    return widths[:200]


def _range(merged: MergedRange) -> str:
    top, left, bottom, right = merged
    return f"{column_letter(left)}{top + 1}:{column_letter(right)}{bottom + 1}"
