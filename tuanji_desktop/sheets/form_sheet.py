"""A table paper as a workbook: schools ask for the electronic table beside the printed one.

The same content as the paper: title, head lines, headings, rows, notes; every cell is text. Equal
content gives equal bytes.
"""

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape

from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.sheets.heading import column_letter
from tuanji_desktop.sheets.target import whole_file
from tuanji_desktop.sheets.workbook_xml import (
    COMPRESSION,
    MAIN,
    PACKAGE,
    SML,
    XML,
    R,
    cell_xml,
    relations_xml,
)

_TEXT, _HEAD, _TITLE, _LINE = 1, 2, 3, 4  # places in _STYLES' cellXfs
_PORTRAIT, _LANDSCAPE = 92, 140  # half-width characters on a sheet
_LEAST = 5
_LINE_HEIGHT = 15.0  # points
_AIR = 5.0
_TITLE_HEIGHT = 34.0
_TITLE_FACTOR = 1.6  # a character of the title is so much wider
_TALLEST = 400.0  # Excel knows 409
_SHEET = "表格"
_LAST_ROW = 1_048_576


def write_form_sheet(
    path: Path,
    *,
    title: str,
    headings: Sequence[str],
    widths: Sequence[float],
    rows: Iterable[Sequence[str]],
    above: Sequence[str] = (),
    below: Sequence[str] = (),
    landscape: bool = False,
) -> int:
    """Writes the workbook and says how many rows its table has.

    `above` stands between title and headings, `below` under the rows, each line over the whole
    width; `widths` are shares. Raises FileRefused (`file.unwritable`, `file.too_large`); then
    whatever stood at `path` stands there still.
    """
    if path.suffix.lower() != ".xlsx":
        raise FileRefused("file.unwritable", f"“{path.name}”无法保存：文件名请以 .xlsx 结尾。")
    sheet = _Sheet(title, above, headings, widths, landscape)
    with (
        whole_file(path) as beside,
        # Entries opened by name carry no clock (1980): equal tables give equal bytes.
        zipfile.ZipFile(beside, "x", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive,
    ):
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            count = sheet.write(part, rows, below)
        for name, text in _parts(sheet.head).items():
            with archive.open(name, "w") as part:
                part.write(text.encode())
    return count


class _Sheet:
    """The one sheet; `head` is the row of the headings."""

    def __init__(
        self,
        title: str,
        above: Sequence[str],
        headings: Sequence[str],
        widths: Sequence[float],
        landscape: bool,
    ) -> None:
        self._title = title
        self._above = above
        self._headings = headings
        self._landscape = landscape
        room = _LANDSCAPE if landscape else _PORTRAIT
        self._widths = [max(_LEAST, round(one * room / sum(widths), 1)) for one in widths]
        self._whole = sum(self._widths)
        self._letters = [column_letter(index) for index in range(len(headings))]
        self._merged: list[int] = []
        self.head = 2 + len(above)

    def write(self, part: IO[bytes], rows: Iterable[Sequence[str]], below: Sequence[str]) -> int:
        part.write(self._opening().encode())
        number = self.head
        for number, row in enumerate(rows, self.head + 1):
            if number + len(below) > _LAST_ROW:
                raise FileRefused(
                    "file.too_large", "一个 Excel 工作表最多 1,048,576 行，这张表放不下。"
                )
            part.write(self._row(number, row, _TEXT).encode())
        count = number - self.head
        for number, text in enumerate(below, number + 1):  # noqa: B020 - goes on where it is
            part.write(self._line(number, text, _LINE).encode())
        part.write(self._closing().encode())
        return count

    def _opening(self) -> str:
        columns = "".join(
            f'<col min="{place}" max="{place}" width="{width:g}" customWidth="1"/>'
            for place, width in enumerate(self._widths, 1)
        )
        beneath = f"A{self.head + 1}"
        lines = "".join(
            self._line(number, text, _LINE) for number, text in enumerate(self._above, 2)
        )
        return (
            f"{XML}<worksheet {MAIN}>"
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            '<sheetViews><sheetView tabSelected="1" workbookViewId="0">'
            f'<pane ySplit="{self.head}" topLeftCell="{beneath}" activePane="bottomLeft"'
            f' state="frozen"/><selection pane="bottomLeft" activeCell="{beneath}"'
            f' sqref="{beneath}"/></sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="18"/><cols>{columns}</cols><sheetData>'
            f"{self._line(1, self._title, _TITLE)}{lines}"
            f"{self._row(self.head, self._headings, _HEAD)}"
        )

    def _row(self, number: int, values: Sequence[str], style: int) -> str:
        """A row of the table; its empty cells are framed as well."""
        cells = "".join(
            cell_xml(f"{letter}{number}", value, style)
            if value
            else f'<c r="{letter}{number}" s="{style}"/>'
            for letter, value in zip(self._letters, values, strict=True)
        )
        lines = max(_lines(value, width) for value, width in zip(values, self._widths, strict=True))
        return f'<row r="{number}" ht="{_height(lines)}" customHeight="1">{cells}</row>'

    def _line(self, number: int, text: str, style: int) -> str:
        """A text over the whole width."""
        self._merged.append(number)
        factor = _TITLE_FACTOR if style == _TITLE else 1.0
        least = _TITLE_HEIGHT if style == _TITLE else 0.0
        height = max(least, _height(_lines(text, self._whole / factor)) * factor)
        return (
            f'<row r="{number}" ht="{min(height, _TALLEST):g}" customHeight="1">'
            f"{cell_xml(f'A{number}', text, style)}</row>"
        )

    def _closing(self) -> str:
        last = self._letters[-1]
        merged = "".join(f'<mergeCell ref="A{row}:{last}{row}"/>' for row in self._merged)
        orientation = "landscape" if self._landscape else "portrait"
        whole = f'<mergeCells count="{len(self._merged)}">{merged}</mergeCells>'
        return (
            f"</sheetData>{whole if len(self._letters) > 1 else ''}"
            '<printOptions horizontalCentered="1"/>'
            '<pageMargins left="0.6" right="0.6" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>'
            f'<pageSetup paperSize="9" orientation="{orientation}" fitToWidth="1" fitToHeight="0"/>'
            "<headerFooter><oddFooter>&amp;C第&amp;P页 共&amp;N页</oddFooter></headerFooter>"
            f'<ignoredErrors><ignoredError sqref="A1:{last}{_LAST_ROW}" numberStoredAsText="1"/>'
            "</ignoredErrors></worksheet>"
        )


def _lines(text: str, width: float) -> int:
    """On how many lines a text stands in so many half-width characters."""
    room = max(2.0, width - 1)
    return sum(
        max(1, -int(-sum(1 if one.isascii() else 2 for one in line) // room))
        for line in text.split("\n")
    )


def _height(lines: int) -> float:
    return min(_TALLEST, lines * _LINE_HEIGHT + _AIR)


def _parts(head: int) -> dict[str, str]:
    """Everything around the sheet; its heading is printed on every page."""
    name = escape(f"'{_SHEET}'")
    return {
        "xl/workbook.xml": (
            f'{XML}<workbook {MAIN} {R}><sheets><sheet name="{_SHEET}" sheetId="1" r:id="rId1"/>'
            '</sheets><definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">'
            f"{name}!${head}:${head}</definedName></definedNames></workbook>"
        ),
        "xl/styles.xml": _STYLES,
        "xl/_rels/workbook.xml.rels": relations_xml(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")
        ),
        "_rels/.rels": relations_xml(("officeDocument", "xl/workbook.xml")),
        "[Content_Types].xml": (
            f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{PACKAGE}relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{SML}sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{SML}styles+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SML}worksheet+xml"/>'
            "</Types>"
        ),
    }


def _style(font: int, border: int, horizontal: str) -> str:
    return (
        f'<xf numFmtId="49" fontId="{font}" fillId="0" borderId="{border}" xfId="0"'
        ' applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1">'
        f'<alignment horizontal="{horizontal}" vertical="center" wrapText="1"/></xf>'
    )


_STYLES = (
    f"{XML}<styleSheet {MAIN}>"
    '<fonts count="3"><font><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="18"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>'
    + "".join(
        f'<{edge} style="thin"><color auto="1"/></{edge}>'
        for edge in ("left", "right", "top", "bottom")
    )
    + "<diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    + _style(0, 1, "center")
    + _style(1, 1, "center")
    + _style(2, 0, "center")
    + _style(0, 0, "left")
    + '</cellXfs><cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
