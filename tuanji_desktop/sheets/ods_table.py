"""Reading .ods: rows, merged cells, what is hidden and what went wrong, in one pass.

Not by calamine: it keeps neither merged cells nor hidden rows, gives up on files of other programs,
and believes a cell that says it repeats itself a thousand million times. Runs in the child.
"""

import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Final
from xml.parsers import expat

from tuanji_desktop.sheets.chunks import plain
from tuanji_desktop.sheets.notices import ERRORS, address
from tuanji_desktop.sheets.plain_table import BLANK, MOST_COLUMNS, MOST_ROWS, PlainTable
from tuanji_desktop.sheets.refusals import (
    DAMAGED,
    LARGE,
    TOO_LARGE,
    UNKNOWN_LOCK,
    UNREADABLE,
    Refused,
)

_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns"
_TABLE, _TEXT, _OFFICE, _STYLE, _DRAW = (
    f"{_OASIS}:{name}:1.0 " for name in ("table", "text", "office", "style", "drawing")
)
_CHUNK = 1 << 18
_DEEPEST = 500
_MOST_MERGED = 100_000
_HIDDEN = frozenset({"collapse", "filter"})
_Attributes = dict[str, str]


def ods_tables_of(source: IO[bytes], *, cells: int) -> Iterator[PlainTable]:
    """The tables in their order, each as soon as its end is reached."""
    with zipfile.ZipFile(source) as archive:
        if "META-INF/manifest.xml" in archive.namelist():
            with archive.open("META-INF/manifest.xml") as manifest:
                if b"encryption-data" in manifest.read(_CHUNK):
                    raise Refused(UNREADABLE, UNKNOWN_LOCK)
        reader = _Reader(cells)
        with archive.open("content.xml") as content:
            more = True
            while more:
                chunk = content.read(_CHUNK)
                more = bool(chunk)
                try:
                    reader.parser.Parse(chunk, not more)
                except expat.ExpatError:
                    raise Refused(UNREADABLE, DAMAGED) from None
                yield from reader.done
                reader.done.clear()


class _Reader:
    def __init__(self, cells: int) -> None:
        self.done: list[PlainTable] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = _refuse_entity
        self._room = cells
        self._depth = 0
        self._skipped = 0  # the depth at which something began that is no cell text
        self._style = ""
        self._hidden_styles: set[str] = set()
        self._table: PlainTable | None = None
        self._nested = 0
        self._column = 0
        self._blanks = 0  # rows without anything that came before
        self._row: list[object] = []
        self._repeat = 1
        self._cell: _Attributes | None = None
        self._lines: list[list[str]] = []
        self._starts: dict[str, Callable[[_Attributes], None]] = {
            f"{_STYLE}style": self._start_style,
            f"{_STYLE}table-properties": self._start_properties,
            f"{_TABLE}table": self._start_table,
            f"{_TABLE}table-column": self._start_column,
            f"{_TABLE}table-row": self._start_row,
            f"{_TABLE}table-cell": self._start_cell,
            f"{_TABLE}covered-table-cell": self._start_cell,
            f"{_TEXT}p": self._start_line,
            f"{_TEXT}s": self._start_blanks,
            f"{_TEXT}tab": lambda _: self._text("\t"),
            f"{_TEXT}line-break": self._start_line,
            f"{_OFFICE}annotation": self._skip,
            f"{_TABLE}shapes": self._skip,
            f"{_TABLE}tracked-changes": self._skip,
            f"{_OFFICE}dde-source": self._skip,
        }
        self._ends: dict[str, Callable[[], None]] = {
            f"{_TABLE}table": self._end_table,
            f"{_TABLE}table-row": self._end_row,
            f"{_TABLE}table-cell": self._end_cell,
            f"{_TABLE}covered-table-cell": self._end_cell,
        }

    def _start(self, tag: str, attributes: _Attributes) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Refused(UNREADABLE, DAMAGED)
        if self._skipped:
            return
        if tag.startswith(_DRAW):
            self._skip(attributes)
        elif (act := self._starts.get(tag)) is not None:
            act({name.rsplit(" ", 1)[-1]: value for name, value in attributes.items()})

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self._skipped:
            if self._depth < self._skipped:
                self._skipped = 0
        elif (act := self._ends.get(tag)) is not None:
            act()

    def _skip(self, _: _Attributes) -> None:
        self._skipped = self._depth

    def _text(self, data: str) -> None:
        if self._cell is not None and self._lines and not self._skipped:
            self._lines[-1].append(data)

    def _start_style(self, held: _Attributes) -> None:
        self._style = held.get("name", "")

    def _start_properties(self, held: _Attributes) -> None:
        if held.get("display") == "false":
            self._hidden_styles.add(self._style)

    def _start_table(self, held: _Attributes) -> None:
        name = held.get("name", "")
        if self._table is not None or name.startswith("'file:"):
            self._skip(held)  # a table inside a cell; what is kept of another file
            return
        self._spend(10)
        self._table = PlainTable(name, held.get("style-name") in self._hidden_styles)
        self._column = self._blanks = 0

    def _end_table(self) -> None:
        if self._table is not None:
            self.done.append(self._table)
            self._table = None

    def _start_column(self, held: _Attributes) -> None:
        times = _whole(held.get("number-columns-repeated"))
        if self._table is not None and held.get("visibility") in _HIDDEN and times < 256:
            columns = range(self._column, self._column + times)
            self._table.noticed.hidden_columns.extend(columns)
        self._column += times

    def _start_row(self, held: _Attributes) -> None:
        self._row, self._column = [], 0
        self._repeat = _whole(held.get("number-rows-repeated"))
        if self._table is not None and held.get("visibility") in _HIDDEN:
            first = len(self._table.rows) + self._blanks + 1
            if first + self._repeat < MOST_ROWS:  # all that follows: no row of the list
                self._table.noticed.hide_rows(first, self._repeat)
                self._table.noticed.filtered |= held["visibility"] == "filter"

    def _end_row(self) -> None:
        if self._table is None:
            return
        rows = self._table.rows
        if not self._row:
            self._blanks += self._repeat
            return
        if len(rows) + self._blanks + self._repeat > MOST_ROWS:
            raise Refused(LARGE, TOO_LARGE)
        self._spend(self._blanks + (len(self._row) + 10) * self._repeat)
        rows.extend([BLANK] * self._blanks)
        rows.extend([self._row] * self._repeat)
        self._blanks = 0

    def _start_cell(self, held: _Attributes) -> None:
        self._cell, self._lines = held, []

    def _start_line(self, _: _Attributes) -> None:
        if self._cell is not None:
            self._lines.append([])

    def _start_blanks(self, held: _Attributes) -> None:
        self._text(" " * min(_whole(held.get("c")), 100))

    def _end_cell(self) -> None:
        held, self._cell = self._cell, None
        if held is None or self._table is None:
            return
        first, times = self._column, _whole(held.get("number-columns-repeated"))
        self._column += times
        row = len(self._table.rows) + self._blanks
        across = _whole(held.get("number-columns-spanned"))
        down = _whole(held.get("number-rows-spanned"))
        if across * down > 1 and len(self._table.merged) < _MOST_MERGED:
            self._table.merged.append((row, first, row + down - 1, first + across - 1))
        value = self._value(held, address(row + 1, first) if "formula" in held else "")
        if value is None:
            return
        if first + times > MOST_COLUMNS:
            raise Refused(LARGE, TOO_LARGE)
        self._row.extend([None] * (first - len(self._row)))
        self._row.extend([value] * times)

    def _value(self, held: _Attributes, formula: str) -> object:
        kind = held.get("value-type", "")
        text = "\n".join("".join(line) for line in self._lines) or held.get("string-value", "")
        if formula and self._table is not None:
            if text in ERRORS or text.startswith("Err:"):
                self._table.noticed.errors.append((formula, text))
                return None
            if not kind and not text:
                self._table.noticed.uncalculated.append(formula)
        if kind in {"float", "percentage", "currency"} and "value" in held:
            return _number(held["value"], text)
        if kind == "date" and "date-value" in held:
            return _moment(held["date-value"], text)
        if kind == "boolean":
            return held.get("boolean-value") == "true"
        return text or None

    def _spend(self, cells: int) -> None:
        self._room -= cells
        if self._room < 0:
            raise Refused(LARGE, TOO_LARGE)


def _refuse_entity(*_: object) -> None:
    raise Refused(UNREADABLE, DAMAGED)


def _number(value: str, text: str) -> object:
    try:
        return plain(float(value))
    except ValueError:
        return text or None


def _moment(value: str, text: str) -> object:
    try:
        moment = datetime.fromisoformat(value).replace(tzinfo=None)
    except ValueError:
        return text or value
    return moment if "T" in value else moment.date()


def _whole(value: str | None) -> int:
    if not value or not (value.isascii() and value.isdigit()):
        return 1
    return max(int(value), 1) if len(value) < 9 else 10**9
