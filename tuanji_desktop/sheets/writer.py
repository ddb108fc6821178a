"""Writing lists for offices and schools: .xlsx or .csv, equal data giving equal bytes.

The .xlsx is written as a stream of XML with its texts in place: 100,000 rows take a quarter of
XlsxWriter's time and no memory to speak of. Every cell is text, for an ID number that Excel takes
for a number loses its last three digits.
"""

import csv
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.sheets.heading import column_letter
from tuanji_desktop.sheets.target import whole_file

Row = Sequence[str | None]

_LAST_ROW = 1_048_576
_LARGEST_PART = (1 << 31) - (
    1 << 20
)  # what a zip entry may hold without zip64, which Excel dislikes
_LONGEST_TEXT = 32_767
_BLOCK = 500
COMPRESSION = 3  # a fifth smaller than 1 at little cost; 6 takes twice the time
_TEXT, _HEAD, _TITLE, _TO_FILL = 1, 2, 3, 4  # places in _STYLES' cellXfs
_CHOICES_SHEET = "选项"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a written list.

    `width` is in half-width characters (one ideograph counts two). `choices` become a drop-down
    that warns but does not forbid; `hint` is shown while a cell of the column is selected.
    The cells of a `number` column are numbers to a spreadsheet, which adds them up.
    """

    label: str
    width: int = 12
    choices: tuple[str, ...] = ()
    hint: str = ""
    number: bool = False


def write_table(
    path: Path,
    *,
    columns: Sequence[Column],
    rows: Iterable[Row],
    title: str = "",
    sheet_name: str = "名单",
    to_fill: Sequence[Collection[int]] = (),
) -> int:
    """Writes the list and says how many rows it has; the suffix of `path` decides the format.

    `to_fill`: for each row the columns (from 0) whose cells somebody is to fill; in a workbook they
    have a ground of their own.

    Raises FileRefused (`file.unwritable`, `file.too_large`); then whatever stood at `path` stands
    there still. An exception from `rows`, such as Cancelled, has the same effect.
    """
    suffix = path.suffix.lower()
    if suffix not in {".xlsx", ".csv"}:
        raise FileRefused(
            "file.unwritable", f"“{path.name}”无法保存：文件名请以 .xlsx 或 .csv 结尾。"
        )
    with whole_file(path) as beside:
        if suffix == ".csv":
            return _write_csv(beside, columns, rows, title)
        return _write_xlsx(beside, columns, rows, title, sheet_name, to_fill)


def _write_csv(path: Path, columns: Sequence[Column], rows: Iterable[Row], title: str) -> int:
    count = 0
    with path.open("x", encoding="utf-8-sig", newline="", errors="replace") as file:
        writer = csv.writer(file)
        if title:
            writer.writerow([title])
        writer.writerow([column.label for column in columns])
        for row in rows:
            # Excel would run a cell that begins like a formula; a tab before it keeps it text.
            writer.writerow(
                [f"\t{v}" if v and v.startswith(_FORMULA_STARTS) else v or "" for v in row]
            )
            count += 1
    return count


def _write_xlsx(
    path: Path,
    columns: Sequence[Column],
    rows: Iterable[Row],
    title: str,
    sheet_name: str,
    to_fill: Sequence[Collection[int]],
) -> int:
    # Entries opened by name carry no clock (1980): equal lists give equal bytes.
    lists = [column.choices for column in columns if column.choices]
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            sheet = _SheetStream(part, columns, title, to_fill)
            count = sheet.write(rows)
        if lists:
            with archive.open("xl/worksheets/sheet2.xml", "w") as part:
                part.write(_choices_xml(lists).encode())
        for name, text in _frame_parts(sheet, sheet_name, with_choices=bool(lists)).items():
            with archive.open(name, "w") as part:
                part.write(text.encode())
    return count


class _SheetStream:
    """The sheet on its way into the archive; knows where its heading and its last row stand."""

    def __init__(
        self,
        part: IO[bytes],
        columns: Sequence[Column],
        title: str,
        to_fill: Sequence[Collection[int]],
    ) -> None:
        self._part = part
        self._to_fill = to_fill
        self._columns = columns
        self._title = title
        self._letters = [column_letter(index) for index in range(len(columns))]
        self._numbers = frozenset(n for n, column in enumerate(columns) if column.number)
        self.head = 2 if title else 1
        self.last = self.head
        self._size = 0

    @property
    def filter_range(self) -> str:
        """The cells under the filter, heading included, as in A1:C9."""
        return f"A{self.head}:{self._letters[-1]}{self.last}"

    @property
    def absolute_filter_range(self) -> str:
        """The same as a defined name wants it: $A$1:$C$9."""
        return f"$A${self.head}:${self._letters[-1]}${self.last}"

    def write(self, rows: Iterable[Row]) -> int:
        self._part.write(self._opening().encode())
        block: list[str] = []
        for number, row in enumerate(rows, self.head + 1):
            block.append(self._row(number, row))
            self.last = number
            if len(block) == _BLOCK:
                self._flush(block)
        self._flush(block)
        self._part.write(self._closing().encode())
        return self.last - self.head

    def _flush(self, block: list[str]) -> None:
        data = "".join(block).encode()
        self._size += len(data)
        if self.last > _LAST_ROW or self._size > _LARGEST_PART:
            raise FileRefused(
                "file.too_large",
                "一个 Excel 工作表最多 1,048,576 行，这份名单放不下。请改存为 .csv。",
            )
        self._part.write(data)
        block.clear()

    def _row(self, number: int, row: Row) -> str:
        values = [value or "" for value in row]
        if self._to_fill:
            return self._row_to_fill(number, values, self._to_fill[number - self.head - 1])
        if self._numbers:
            return self._row_with_numbers(number, values)
        # One look at the whole row spares looking at each cell: nearly all rows are clean.
        line = f"|{'|'.join(values)}|"
        if (
            line.isprintable()
            and "&" not in line
            and "<" not in line
            and ">" not in line
            and "_x" not in line
            and "| " not in line
            and " |" not in line
        ):
            cells = [
                f'<c r="{letter}{number}" s="1" t="inlineStr"><is><t>{value}</t></is></c>'
                for letter, value in zip(self._letters, values, strict=True)
                if value
            ]
        else:
            cells = [
                cell_xml(f"{letter}{number}", value, _TEXT)
                for letter, value in zip(self._letters, values, strict=True)
                if value
            ]
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _row_with_numbers(self, number: int, values: Sequence[str]) -> str:
        cells = [
            f'<c r="{letter}{number}"><v>{value}</v></c>'
            if place in self._numbers
            else cell_xml(f"{letter}{number}", value, _TEXT)
            for place, (letter, value) in enumerate(zip(self._letters, values, strict=True))
            if value
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _row_to_fill(self, number: int, values: Sequence[str], wanted: Collection[int]) -> str:
        cells = []
        for place, (letter, value) in enumerate(zip(self._letters, values, strict=True)):
            style = _TO_FILL if place in wanted else _TEXT
            if value:
                cells.append(cell_xml(f"{letter}{number}", value, style))
            elif place in wanted:
                cells.append(f'<c r="{letter}{number}" s="{style}"/>')
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _opening(self) -> str:
        columns = "".join(
            f'<col min="{i}" max="{i}" width="{column.width + 2}" style="{_TEXT}" customWidth="1"/>'
            for i, column in enumerate(self._columns, 1)
        )
        heading = "".join(
            cell_xml(f"{letter}{self.head}", column.label, _HEAD)
            for letter, column in zip(self._letters, self._columns, strict=True)
        )
        title = f'<row r="1" ht="30" customHeight="1">{cell_xml("A1", self._title, _TITLE)}</row>'
        below = f"A{self.head + 1}"
        return (
            f"{XML}<worksheet {MAIN}>"
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            '<sheetViews><sheetView tabSelected="1" workbookViewId="0">'
            f'<pane ySplit="{self.head}" topLeftCell="{below}" activePane="bottomLeft"'
            f' state="frozen"/><selection pane="bottomLeft" activeCell="{below}" sqref="{below}"/>'
            '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="18" customHeight="1"/>'
            f"<cols>{columns}</cols><sheetData>{title if self._title else ''}"
            f'<row r="{self.head}" ht="24" customHeight="1">{heading}</row>'
        )

    def _closing(self) -> str:
        merged = f'<mergeCells count="1"><mergeCell ref="A1:{self._letters[-1]}1"/></mergeCells>'
        everything = f"A1:{self._letters[-1]}{_LAST_ROW}"
        return (
            f'</sheetData><autoFilter ref="{self.filter_range}"/>'
            f"{merged if self._title and len(self._columns) > 1 else ''}{self._validations()}"
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
            f'<ignoredErrors><ignoredError sqref="{everything}" numberStoredAsText="1"/>'
            "</ignoredErrors></worksheet>"
        )

    def _validations(self) -> str:
        """Drop-downs and hints, from the first row below the heading to the end of the sheet."""
        found: list[str] = []
        lists = 0
        for letter, column in zip(self._letters, self._columns, strict=True):
            hint = f' showInputMessage="1" prompt={quoteattr(column.hint)}' if column.hint else ""
            place = f'{hint} sqref="{letter}{self.head + 1}:{letter}{_LAST_ROW}"'
            if column.choices:
                source = column_letter(lists)
                lists += 1
                found.append(
                    '<dataValidation type="list" errorStyle="warning" allowBlank="1"'
                    ' showErrorMessage="1" errorTitle="不在选项之列"'
                    f' error="填写的内容不在下拉选项之列，仍要保留吗？"{place}>'
                    f"<formula1>{_CHOICES_SHEET}!${source}$1:${source}${len(column.choices)}"
                    "</formula1></dataValidation>"
                )
            elif hint:
                found.append(f'<dataValidation allowBlank="1"{place}/>')
        count = len(found)
        return f'<dataValidations count="{count}">{"".join(found)}</dataValidations>' * bool(found)


def cell_xml(reference: str, value: str, style: int) -> str:
    """A cell of text, whatever the text looks like; `style` is its place in the styles."""
    text = _NOT_IN_XML.sub("", value)[:_LONGEST_TEXT]
    text = escape(_LOOKS_ESCAPED.sub("_x005F_", text))
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t{space}>{text}</t></is></c>'


def _choices_xml(lists: Sequence[Sequence[str]]) -> str:
    rows = "".join(
        f'<row r="{number + 1}">{"".join(_choice_cells(lists, number))}</row>'
        for number in range(max(len(choices) for choices in lists))
    )
    return f"{XML}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"


def _choice_cells(lists: Sequence[Sequence[str]], number: int) -> Iterator[str]:
    for index, choices in enumerate(lists):
        if number < len(choices):
            yield cell_xml(f"{column_letter(index)}{number + 1}", choices[number], _TEXT)


def _frame_parts(sheet: _SheetStream, sheet_name: str, *, with_choices: bool) -> dict[str, str]:
    """Everything around the sheets: what they are called, where they lie, how they look."""
    name = re.sub(r"[\\/?*:\[\]']", " ", sheet_name)[:31]
    quoted = escape(f"'{name}'")
    numbers = (1, 2) if with_choices else (1,)
    sheets = f'<sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/>'
    if with_choices:
        sheets += f'<sheet name="{_CHOICES_SHEET}" sheetId="2" state="hidden" r:id="rId2"/>'
    return {
        "xl/workbook.xml": (
            f"{XML}<workbook {MAIN} {R}><sheets>{sheets}</sheets><definedNames>"
            '<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'
            f"{quoted}!{sheet.absolute_filter_range}</definedName>"
            '<definedName name="_xlnm.Print_Titles" localSheetId="0">'
            f"{quoted}!$1:${sheet.head}</definedName></definedNames></workbook>"
        ),
        "xl/styles.xml": _STYLES,
        "xl/_rels/workbook.xml.rels": relations_xml(
            *(("worksheet", f"worksheets/sheet{number}.xml") for number in numbers),
            ("styles", "styles.xml"),
        ),
        "_rels/.rels": relations_xml(("officeDocument", "xl/workbook.xml")),
        "[Content_Types].xml": (
            f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{PACKAGE}relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{SML}sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{SML}styles+xml"/>'
            + "".join(
                f'<Override PartName="/xl/worksheets/sheet{number}.xml"'
                f' ContentType="{SML}worksheet+xml"/>'
                for number in numbers
            )
            + "</Types>"
        ),
    }


def relations_xml(*targets: tuple[str, str]) -> str:
    """What a part of the workbook points to: kinds and targets."""
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{XML}<Relationships xmlns="{_PACKAGE_RELATIONS}">{entries}</Relationships>'


XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
R = f'xmlns:r="{_RELATIONS}"'
PACKAGE = "application/vnd.openxmlformats-package."
SML = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_EDGES = ("left", "right", "top", "bottom")
_STYLES = (
    f"{XML}<styleSheet {MAIN}>"
    '<fonts count="3"><font><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="16"/><name val="宋体"/></font></fonts>'
    '<fills count="4"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FFE8EEF4"/><bgColor indexed="64"/></patternFill></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFFFF2CC"/><bgColor indexed="64"/>'
    "</patternFill></fill></fills>"
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>'
    + "".join(f'<{edge} style="thin"><color rgb="FFBFA24A"/></{edge}>' for edge in _EDGES)
    + "<diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1"'
    ' applyFont="1" applyFill="1" applyAlignment="1">'
    '<alignment horizontal="center" vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="2" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"'
    ' applyFont="1" applyAlignment="1"><alignment horizontal="center" vertical="center"/></xf>'
    '<xf numFmtId="49" fontId="0" fillId="3" borderId="1" xfId="0" applyNumberFormat="1"'
    ' applyFill="1" applyBorder="1"/></cellXfs><cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
