"""The sheets of a written workbook on their way into the archive, row by row."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import IO
from xml.sax.saxutils import quoteattr

from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.sheets.column import Column, Row
from tuanji_desktop.sheets.heading import column_letter
from tuanji_desktop.sheets.notices import CHOICES_SHEET
from tuanji_desktop.sheets.workbook_xml import (
    DATE,
    HEAD,
    LAST_ROW,
    LONGEST_TEXT,
    MAIN,
    NOT_IN_XML,
    SHARE,
    TEXT,
    TITLE,
    TO_FILL,
    WRAPPED,
    XML,
    cell_xml,
    footer_xml,
    within,
)

_LARGEST_PART = (1 << 31) - (1 << 20)
"""What a zip entry may hold without zip64, which Excel dislikes."""
_BLOCK = 500
_AIR = 2
_WIDEST = 60
_PROMPT = 255  # characters that Excel shows of a hint
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,9})?", re.ASCII)
_SHARE_OF = re.compile(r"(\d{1,3}(?:\.\d)?)%", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DAY_ZERO = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)
"""Before it Excel counts a 29 February that never was."""


class SheetStream:
    """The list; knows afterwards where its heading and its last row stand, and what did not fit."""

    def __init__(
        self,
        part: IO[bytes],
        columns: Sequence[Column],
        title: str,
        *,
        foot: str = "",
        to_fill: Sequence[Collection[int]] = (),
    ) -> None:
        self._part = part
        self._to_fill = to_fill
        self._columns = columns
        self._title = title
        self._foot = foot
        self._letters = [column_letter(index) for index in range(len(columns))]
        self._numbers = frozenset(n for n, column in enumerate(columns) if column.number)
        self._dates = frozenset(n for n, column in enumerate(columns) if column.date)
        self._typed = tuple(sorted(self._numbers | self._dates))
        self._days: dict[str, int | None] = {}
        self._cut = self._cleaned = 0
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

    def told(self) -> tuple[str, ...]:
        """What Excel could not hold as it was."""
        found = []
        if self._cut:
            found.append(
                f"{self._cut} 格超过 {LONGEST_TEXT:,} 个字，Excel 放不下，已截短。要完整的请导出为 .csv。"
            )
        if self._cleaned:
            found.append(f"{self._cleaned} 格里有看不见的控制字符，写入时已去掉。")
        return tuple(found)

    def write(self, rows: Iterable[Row]) -> int:
        """Writes all of it and says how many rows it has."""
        rows = iter(rows)
        first = [[value or "" for value in row] for row in islice(rows, _BLOCK)]
        self._part.write(self._opening(fitted(self._columns, first)).encode())
        block: list[str] = []
        for number, row in enumerate(chain(first, rows), self.head + 1):
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
        if self.last > LAST_ROW or self._size > _LARGEST_PART:
            raise FileRefused(
                "file.too_large",
                "一个 Excel 工作表最多 1,048,576 行、约 2 GB 内容，这份名单放不下。请改存为 .csv。",
            )
        self._part.write(data)
        block.clear()

    def _row(self, number: int, row: Row) -> str:
        values = [value or "" for value in row]
        if self._to_fill:
            return self._row_to_fill(number, values, self._to_fill[number - self.head - 1])
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
            and "|=" not in line
            and "|+" not in line
            and "|-" not in line
            and "|@" not in line
            and "|'" not in line
            and len(line) <= LONGEST_TEXT // 2
        ):
            cells = [
                f'<c r="{letter}{number}" s="1" t="inlineStr"><is><t>{value}</t></is></c>'
                if value
                else ""
                for letter, value in zip(self._letters, values, strict=True)
            ]
        else:
            cells = [
                self._text(f"{letter}{number}", value) if value else ""
                for letter, value in zip(self._letters, values, strict=True)
            ]
        for place in self._typed:
            if value := values[place]:
                cells[place] = self._value(place, number, value) or cells[place]
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _text(self, reference: str, value: str) -> str:
        self._cut += within(value, LONGEST_TEXT) != value
        self._cleaned += NOT_IN_XML.search(value) is not None
        return cell_xml(reference, value, TEXT)

    def _value(self, place: int, number: int, value: str) -> str:
        """A cell of a number, a share or a day; '' for what is none of them and stays text."""
        reference = f"{self._letters[place]}{number}"
        if place in self._numbers:
            if share := _SHARE_OF.fullmatch(value):
                part = round(float(share[1]) / 100, 6)
                return f'<c r="{reference}" s="{SHARE}"><v>{part!r}</v></c>'
            return f'<c r="{reference}"><v>{value}</v></c>' if _NUMBER.fullmatch(value) else ""
        if value not in self._days:
            self._days[value] = _serial(value)
        day = self._days[value]
        return "" if day is None else f'<c r="{reference}" s="{DATE}"><v>{day}</v></c>'

    def _row_to_fill(self, number: int, values: Sequence[str], wanted: Collection[int]) -> str:
        cells = []
        for place, (letter, value) in enumerate(zip(self._letters, values, strict=True)):
            style = TO_FILL if place in wanted else TEXT
            if value:
                cells.append(cell_xml(f"{letter}{number}", value, style))
            elif place in wanted:
                cells.append(f'<c r="{letter}{number}" s="{style}"/>')
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _opening(self, widths: Sequence[int]) -> str:
        columns = "".join(
            f'<col min="{i}" max="{i}" width="{width + _AIR}" style="{TEXT}" customWidth="1"/>'
            for i, width in enumerate(widths, 1)
        )
        heading = "".join(
            cell_xml(f"{letter}{self.head}", column.label, HEAD)
            for letter, column in zip(self._letters, self._columns, strict=True)
        )
        title = f'<row r="1" ht="30" customHeight="1">{cell_xml("A1", self._title, TITLE)}</row>'
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
        everything = f"A1:{self._letters[-1]}{LAST_ROW}"
        return (
            f'</sheetData><autoFilter ref="{self.filter_range}"/>'
            f"{merged if self._title and len(self._columns) > 1 else ''}{self._validations()}"
            '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
            f"{footer_xml(self._foot)}"
            f'<ignoredErrors><ignoredError sqref="{everything}" numberStoredAsText="1"/>'
            "</ignoredErrors></worksheet>"
        )

    def _validations(self) -> str:
        """Drop-downs and hints, from the first row below the heading to the end of the sheet."""
        found: list[str] = []
        lists = 0
        for letter, column in zip(self._letters, self._columns, strict=True):
            prompt = quoteattr(within(column.hint, _PROMPT))
            hint = f' showInputMessage="1" prompt={prompt}' if column.hint else ""
            place = f'{hint} sqref="{letter}{self.head + 1}:{letter}{LAST_ROW}"'
            if column.choices:
                source = column_letter(lists)
                lists += 1
                found.append(
                    '<dataValidation type="list" errorStyle="warning" allowBlank="1"'
                    ' showErrorMessage="1" errorTitle="不在选项之列"'
                    f' error="填写的内容不在下拉选项之列，仍要保留吗？"{place}>'
                    f"<formula1>{CHOICES_SHEET}!${source}$1:${source}${len(column.choices)}"
                    "</formula1></dataValidation>"
                )
            elif hint:
                found.append(f'<dataValidation allowBlank="1"{place}/>')
        count = len(found)
        return f'<dataValidations count="{count}">{"".join(found)}</dataValidations>' * bool(found)


def fitted(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    """How wide each column is to be: as its content, its heading in any case; without rows as the
    column itself says."""
    widths = [max(column.width, wide(column.label)) for column in columns]
    if rows:
        widths = [
            max(wide(column.label), *map(wide, cells))
            for column, cells in zip(columns, zip(*rows, strict=True), strict=True)
        ]
    return [min(_WIDEST, width) for width in widths]


def wide(text: str) -> int:
    """Half-width characters that the widest line of a text takes."""
    if text.isascii() and "\n" not in text:
        return len(text)
    return max(sum(1 if one.isascii() else 2 for one in line) for line in text.split("\n"))


def _serial(value: str) -> int | None:
    """A day as a spreadsheet counts it; None for what is no day."""
    if not _DAY.fullmatch(value):
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return (day - _DAY_ZERO).days if day >= _FIRST_DAY else None


def choices_xml(lists: Sequence[Sequence[str]]) -> str:
    """The hidden sheet out of which the drop-downs offer."""
    return _plain_sheet(
        (
            [choices[number] if number < len(choices) else "" for choices in lists]
            for number in range(max(len(choices) for choices in lists))
        ),
        style=TEXT,
    )


def notes_xml(rows: Sequence[Sequence[str]]) -> str:
    """A sheet to read: its first row is a heading, long texts are wrapped."""
    widths = [min(_WIDEST, max(map(wide, cells))) for cells in zip(*rows, strict=True)]
    columns = "".join(
        f'<col min="{i}" max="{i}" width="{width + _AIR}" customWidth="1"/>'
        for i, width in enumerate(widths, 1)
    )
    return _plain_sheet(rows, style=WRAPPED, before=f"<cols>{columns}</cols>", heading=True)


def _plain_sheet(
    rows: Iterable[Sequence[str]], *, style: int, before: str = "", heading: bool = False
) -> str:
    lines = "".join(
        f'<row r="{number}">{"".join(_cells(number, row, HEAD if heading and number == 1 else style))}</row>'
        for number, row in enumerate(rows, 1)
    )
    return f"{XML}<worksheet {MAIN}>{before}<sheetData>{lines}</sheetData></worksheet>"


def _cells(number: int, row: Sequence[str], style: int) -> Iterator[str]:
    for place, value in enumerate(row):
        if value:
            yield cell_xml(f"{column_letter(place)}{number}", value, style)
