"""Marks in the XML of one sheet, as it streams by: only the rows concerned are touched."""

import re
from collections.abc import Collection, Iterator
from typing import IO, Final

from .addresses import address, column_index, column_letter
from .lexicon import FAILURE_HEADING
from .mark_styles import MarkStyles
from .marks import Marks
from .package import RELATIONS, NotPlain
from .workbook_xml import cell_xml

_CHUNK: Final = 1 << 20
_LONGEST_HEAD: Final = 16 << 20
_LONGEST_BLANK: Final = 200
_BLOCK: Final = 500
_REASON_WIDTH: Final = 40
_USUAL_WIDTH: Final = 12

_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d+)["']""")
_HIDDEN_OR_SPANS = re.compile(rb"""\s(?:hidden|spans)\s*=\s*["'][^"']*["']""")
_SPANS = re.compile(rb"""\sspans\s*=\s*["'][^"']*["']""")
_ROW_BEGINS = re.compile(rb"\s*(<row(?=[\s/>]))")
_ODD_ROW = re.compile(rb"\s*<(?:row|!|\w+:row)")
_CELL = re.compile(rb"<c(?=[\s/>])([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Z]+)\d+["']""")
_STYLE = re.compile(rb"""\ss\s*=\s*["'](\d+)["']""")
_DIMENSION = re.compile(r"<dimension\b[^>]*?(?:/>|>\s*</dimension>)")
_COLS = re.compile(r"<cols\b[^>]*>(.*?)</cols>", re.DOTALL)
_COL = re.compile(r"<col\b([^>]*?)/?>")
_COL_BOUND = re.compile(r"""\s(min|max)\s*=\s*["'](\d+)["']""")
_AFTER_DRAWING = re.compile(
    r"<(?:legacyDrawingHF|drawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst"
    r"|mc:AlternateContent)\b"
)
_HIDDEN = re.compile(r"""\s(?:hidden|collapsed)\s*=\s*["'](?:1|true)["']""")
_NO_WIDTH = re.compile(r"""\swidth\s*=\s*["']0(?:\.0*)?["']""")
_LEGACY = re.compile(r"<legacyDrawing\b([^>]*?)/?>")


class SheetMarker:
    """Puts the marks of one sheet into its XML. `drawing` is the relation under which the shapes of
    comments lie, '' where the sheet names one itself or has no comments."""

    def __init__(self, marks: Marks, styles: MarkStyles, *, drawing: str) -> None:
        self._marks, self._styles, self._drawing = marks, styles, drawing
        self._letters = column_letter(marks.reason_column).encode()
        self._touched = {*marks.reasons, *marks.red, marks.heading_row} - {0}
        self._waiting = sorted(self._touched)
        red = "|".join(map(str, styles.earlier()))
        self._red = re.compile(rf"""\ss\s*=\s*["'](?:{red})["']""".encode()) if red else None

    def marked(self, part: IO[bytes]) -> Iterator[bytes]:
        """The sheet, marked."""
        buffer = b""
        while (opened := _opening_end(buffer)) < 0:
            more = part.read(_CHUNK)
            buffer += more
            if not more or len(buffer) > _LONGEST_HEAD:
                raise NotPlain("sheetData")
        yield self._head(buffer[:opened])
        rows = _Rows(buffer[opened:], part)
        number = 0
        block: list[bytes] = []
        for row in rows:
            told = _ROW_NUMBER.search(row, 0, row.index(b">") + 1)
            number = int(told[1]) if told else number + 1
            block += self._missing(number)
            block.append(self._row(row, number))
            if len(block) > _BLOCK:
                yield b"".join(block)
                block.clear()
        yield b"".join([*block, *self._missing(1 << 21)])
        yield self._tail(rows.rest())

    # ------------------------------------------------------------------------------------- rows
    def _missing(self, number: int) -> Iterator[bytes]:
        """Rows that are to be marked and stand nowhere in the file."""
        while self._waiting and self._waiting[0] < number:
            yield self._row(b'<row r="%d"/>' % self._waiting[0], self._waiting[0])
        if self._waiting and self._waiting[0] == number:
            self._waiting.pop(0)

    def _row(self, row: bytes, number: int) -> bytes:
        marks = self._marks
        if self._waiting and self._waiting[0] == number:
            self._waiting.pop(0)
        again = marks.again and marks.first <= number <= marks.last
        if number not in self._touched and not (again and self._was_marked(row, number)):
            return row
        close = row.index(b">")
        empty = row[close - 1 : close] == b"/"
        opening = row[: close - 1 if empty else close]
        cells, behind = ({}, b"") if empty else _cells(row[close + 1 : -len(b"</row>")])
        for column, cell in cells.items():
            if again and self._styles.is_red(_style(cell)):
                cells[column] = _with_style(cell, self._styles.plain(_style(cell)))
        for column in marks.red.get(number, ()):
            cell = cells.get(column, b'<c r="%s"/>' % address(number, column).encode())
            cells[column] = _with_style(cell, self._styles.red(_style(cell)))
        place = address(number, marks.reason_column)
        if number in marks.reasons:
            words = cell_xml(place, marks.reasons[number], self._styles.reason())
            cells[marks.reason_column] = words.encode()
            opening = _HIDDEN_OR_SPANS.sub(b"", opening)  # what is to be corrected must be seen
        elif number == marks.heading_row:
            words = cell_xml(place, FAILURE_HEADING, self._styles.heading())
            cells[marks.reason_column] = words.encode()
        elif again:
            cells.pop(marks.reason_column, None)
        opening = _SPANS.sub(b"", opening)
        inside = b"".join(_placed(cell, number, column) for column, cell in sorted(cells.items()))
        return opening + b">" + inside + behind + b"</row>"

    def _was_marked(self, row: bytes, number: int) -> bool:
        """Whether an earlier return may have left something in the row."""
        if self._red is not None and self._red.search(row):
            return True
        return b'"%s%d"' % (self._letters, number) in row

    # ------------------------------------------------------------------------------ around the rows
    def _head(self, data: bytes) -> bytes:
        text = _decoded(data)
        if "<worksheet" not in text or "<!DOCTYPE" in text:
            raise NotPlain("worksheet")
        empty = text.endswith("/>")
        text = _DIMENSION.sub("", text)
        start = text.rindex("<sheetData")
        before = text[:start]
        cols = _COLS.search(before)
        red = {column + 1 for columns in self._marks.red.values() for column in columns}
        inside = _with_width(cols[1] if cols else "", self._marks.reason_column + 1, seen=red)
        if cols:
            before = before[: cols.start()] + f"<cols>{inside}</cols>" + before[cols.end() :]
        else:
            before += f"<cols>{inside}</cols>"
        return (before + ("<sheetData>" if empty else text[start:])).encode()

    def _tail(self, rest: bytes) -> bytes:
        text = _decoded(rest)
        if not text.startswith("</sheetData>"):
            text = "</sheetData>" + text  # it was <sheetData/>
        if not self._drawing:
            return text.encode()
        text = _LEGACY.sub("", text)  # it led nowhere
        place = _AFTER_DRAWING.search(text)
        at = place.start() if place else text.rindex("</worksheet>")
        drawing = f'<legacyDrawing xmlns:r="{RELATIONS}" r:id="{self._drawing}"/>'
        return (text[:at] + drawing + text[at:]).encode()


def _opening_end(buffer: bytes) -> int:
    """Where the rows begin: behind <sheetData>; -1 if that is not there yet."""
    start = buffer.find(b"<sheetData")
    return buffer.find(b">", start) + 1 or -1 if start >= 0 else -1


class _Rows:
    """The rows at the beginning of a stream; `rest` is what comes after them."""

    def __init__(self, buffer: bytes, part: IO[bytes]) -> None:
        self._buffer, self._part, self._at = buffer, part, 0

    def __iter__(self) -> Iterator[bytes]:
        while (end := self._end()) > 0:
            yield self._buffer[self._at : end]
            self._at = end

    def rest(self) -> bytes:
        return self._buffer[self._at :] + self._part.read()

    def _end(self) -> int:
        """Where the next row ends; 0 if there is none."""
        searched = 0
        while True:
            begins = _ROW_BEGINS.match(self._buffer, self._at)
            if begins is not None:
                self._at = begins.start(1)
                close = self._buffer.find(b">", self._at)
                if close > 0 and self._buffer[close - 1 : close] == b"/":
                    return close + 1
                behind = max(close, searched)
                end = self._buffer.find(b"</row>", behind) if close > 0 else -1
                if end >= 0:
                    return end + len(b"</row>")
                searched = max(close, len(self._buffer) - len(b"</row>"))
            elif len(self._buffer) - self._at > _LONGEST_BLANK:
                if _ODD_ROW.match(self._buffer, self._at):
                    raise NotPlain("row")
                return 0
            more = self._part.read(_CHUNK)
            if not more:
                return 0
            searched -= self._at
            self._buffer = self._buffer[self._at :] + more
            self._at = 0


def _cells(inside: bytes) -> tuple[dict[int, bytes], bytes]:
    """Column → cell, and what stands behind the cells."""
    if b"<![CDATA[" in inside or b"<!--" in inside:
        raise NotPlain("cell")
    cells: dict[int, bytes] = {}
    column, end = -1, 0
    for found in _CELL.finditer(inside):
        told = _PLACE.search(found[1])
        column = column_index(told[1].decode()) if told else column + 1
        cells[column], end = found[0], found.end()
    return cells, inside[end:].strip()


def _opening(cell: bytes) -> tuple[bytes, bytes]:
    """The tag that opens a cell without its end, and everything behind."""
    close = cell.index(b">")
    at = close - 1 if cell[close - 1 : close] == b"/" else close
    return cell[:at], cell[at:]


def _style(cell: bytes) -> int:
    found = _STYLE.search(_opening(cell)[0])
    return int(found[1]) if found else 0


def _with_style(cell: bytes, style: int) -> bytes:
    opening, rest = _opening(cell)
    return _STYLE.sub(b"", opening) + b' s="%d"' % style + rest


def _placed(cell: bytes, row: int, column: int) -> bytes:
    """The cell with its address, which a file may leave out."""
    opening, rest = _opening(cell)
    if _PLACE.search(opening):
        return cell
    return b'<c r="%s"' % address(row, column).encode() + opening[2:] + rest


def _with_width(cols: str, number: int, *, seen: Collection[int]) -> str:
    """The widths of the columns (from 1) with one of them wide enough for reasons, and none of
    those hidden in which there is something to be corrected."""
    kept: list[tuple[int, str]] = []
    for found in _COL.finditer(cols):
        bounds = {name: int(value) for name, value in _COL_BOUND.findall(found[1])}
        if bounds.keys() != {"min", "max"}:
            raise NotPlain("col")
        look = _COL_BOUND.sub("", found[1])
        first, last = bounds["min"], bounds["max"]
        hidden = _HIDDEN.search(look) is not None
        apart = {number, *seen} if hidden else {number}
        for one in sorted(one for one in apart if first <= one <= last):
            kept += [(first, _col(first, one - 1, look))] if first < one else []
            shown = _NO_WIDTH.sub(f' width="{_USUAL_WIDTH}"', _HIDDEN.sub("", look))
            kept += [(one, _col(one, one, shown))] if one != number else []
            first = one + 1
        kept += [(first, _col(first, last, look))] if first <= last else []
    own = _col(number, number, f' width="{_REASON_WIDTH}" customWidth="1"')
    return "".join(text for _, text in sorted([*kept, (number, own)]))


def _col(first: int, last: int, look: str) -> str:
    return f'<col min="{first}" max="{last}"{look}/>'


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotPlain("encoding") from error
