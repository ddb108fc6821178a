"""Spreadsheets in one XML file ("XML 表格 2003"), which office systems like to call .xls.

Runs in the child. Entities are refused before the parser sees them.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final
from xml.parsers import expat

from tuanji_desktop.sheets.chunks import plain
from tuanji_desktop.sheets.notices import address
from tuanji_desktop.sheets.plain_table import BLANK, MOST_COLUMNS, MOST_ROWS, PlainTable
from tuanji_desktop.sheets.refusals import DAMAGED, LARGE, TOO_LARGE, UNREADABLE, Refused

_SPACE: Final = "urn:schemas-microsoft-com:office:spreadsheet"
_DEEPEST = 200
_NO_CHARACTER = re.compile(
    r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));", re.IGNORECASE
)


def looks_like_xml_table(text: str) -> bool:
    """Whether the text is such a file."""
    head = text[:4000]
    return head.lstrip("\ufeff \t\r\n").startswith(("<?xml", "<Workbook", "<ss:Workbook")) and (
        _SPACE in head
    )


def xml_tables_of(text: str, *, cells: int) -> list[PlainTable]:
    """The sheets in their order. Refused where it is no well-formed XML, or too much."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Refused(UNREADABLE, DAMAGED)
    reader = _Reader(cells)
    try:
        # Programs write blanks before the first tag, and characters that XML does not know.
        reader.parser.Parse(_NO_CHARACTER.sub("", text.lstrip("\ufeff \t\r\n")), True)
    except expat.ExpatError:
        raise Refused(UNREADABLE, DAMAGED) from None
    for sheet in reader.sheets:
        while sheet.rows and not sheet.rows[-1]:
            sheet.rows.pop()
    return reader.sheets


class _Reader:
    def __init__(self, cells: int) -> None:
        self.sheets: list[PlainTable] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._room = cells
        self._depth = 0
        self._column = 0
        self._cell: dict[str, str] = {}
        self._type = ""
        self._pieces: list[str] | None = None
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            f"{_SPACE} Worksheet": self._start_sheet,
            f"{_SPACE} Row": self._start_row,
            f"{_SPACE} Cell": self._start_cell,
            f"{_SPACE} Data": self._start_data,
        }

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Refused(UNREADABLE, DAMAGED)
        if (act := self._starts.get(tag)) is not None:
            act({name.rsplit(" ", 1)[-1]: value for name, value in attributes.items()})
        elif tag.endswith(" Visible") and self.sheets:
            self._pieces, self._type = [], "Visible"

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self._pieces is None or not tag.endswith((" Data", " Visible")):
            return
        text, self._pieces = "".join(self._pieces), None
        if tag.endswith(" Visible"):
            self.sheets[-1].hidden = text.startswith("SheetHidden") or text == "SheetVeryHidden"
        elif text:
            self._put(text)

    def _text(self, data: str) -> None:
        if self._pieces is not None:
            self._pieces.append(data)

    def _start_sheet(self, held: dict[str, str]) -> None:
        self._spend(10)
        self.sheets.append(PlainTable(held.get("Name", "")))

    def _start_row(self, held: dict[str, str]) -> None:
        sheet = self._sheet()
        index = _whole(held.get("Index"), len(sheet.rows) + 1, MOST_ROWS)
        blanks = max(index - 1 - len(sheet.rows), 0)
        self._spend(10 + blanks)
        sheet.rows.extend([BLANK] * blanks)
        sheet.rows.append([])
        self._column = 0
        if held.get("Hidden") == "1":
            sheet.noticed.hide_rows(len(sheet.rows), 1)

    def _start_cell(self, held: dict[str, str]) -> None:
        sheet = self._sheet()
        if not sheet.rows or sheet.rows[-1] is BLANK:
            raise Refused(UNREADABLE, DAMAGED)
        self._column = _whole(held.get("Index"), self._column + 1, MOST_COLUMNS) - 1
        self._cell = held
        self._type = ""
        across = _whole(held.get("MergeAcross"), 0, MOST_COLUMNS)
        down = _whole(held.get("MergeDown"), 0, MOST_ROWS)
        row, first = len(sheet.rows) - 1, self._column
        if across or down:
            sheet.merged.append((row, first, row + down, first + across))
        self._column += 1 + across

    def _start_data(self, held: dict[str, str]) -> None:
        self._pieces, self._type = [], held.get("Type", "String")

    def _put(self, text: str) -> None:
        sheet = self._sheet()
        if not sheet.rows:
            raise Refused(UNREADABLE, DAMAGED)
        row = sheet.rows[-1]
        across = _whole(self._cell.get("MergeAcross"), 0, MOST_COLUMNS)
        column = max(self._column - 1 - across, 0)
        if self._type == "Error":
            sheet.noticed.errors.append((address(len(sheet.rows), column), text))
            return
        self._spend(1 + max(column - len(row), 0))
        row.extend([None] * (column + 1 - len(row)))
        row[column] = _value(self._type, text)

    def _sheet(self) -> PlainTable:
        if not self.sheets:
            raise Refused(UNREADABLE, DAMAGED)
        return self.sheets[-1]

    def _spend(self, cells: int) -> None:
        self._room -= cells
        if self._room < 0:
            raise Refused(LARGE, TOO_LARGE)


def _value(kind: str, text: str) -> object:
    try:
        if kind == "Number":
            return plain(float(text))
        if kind == "DateTime":
            moment = datetime.fromisoformat(text)
            return moment.date() if text.endswith("T00:00:00.000") else moment
    except (ValueError, OverflowError):
        return text
    return text == "1" if kind == "Boolean" else text


def _whole(value: str | None, default: int, most: int) -> int:
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 9):
        raise Refused(UNREADABLE, DAMAGED)
    number = int(value)
    if number > most:
        raise Refused(LARGE, TOO_LARGE)
    return number
