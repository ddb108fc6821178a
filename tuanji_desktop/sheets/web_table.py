"""Web pages that pretend to be spreadsheets: school systems write an HTML table and call it .xls.

Runs in the child. The page is cut into tags by one pattern that never looks back, because Python's
own parser takes hours for pages that are made to hold it up.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from tuanji_desktop.sheets.plain_table import MOST_COLUMNS
from tuanji_desktop.sheets.refusals import LARGE, TOO_LARGE, UNREADABLE, Refused

_MOST_SPAN_DOWN = 65_534
_DEEPEST = 50  # tables in tables
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:]{0,40})([^<>]{0,8000})>")
_COMMENT, _COMMENT_END = "<!--", "-->"
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
_ACROSS = re.compile(r"\bcolspan\s?=\s?[\"']?(\d{1,8})\b", re.IGNORECASE)
_DOWN = re.compile(r"\browspan\s?=\s?[\"']?(\d{1,8})\b", re.IGNORECASE)
_UNSEEN_ROW = re.compile(r"display\s?:\s?none|\shidden\b", re.IGNORECASE)
_NO_TABLE = (
    "这其实是网页，里面没有表格（可能只是另一个文件的目录页）。"
    "请用 WPS/Excel 打开后另存为 .xlsx 再导入。"
)
_BREAK = "\v"
_BREAKS: Final = frozenset({"br", "p", "div", "li"})
_NO_TEXT: Final = frozenset({"script", "style", "title", "xml"})


@dataclass(slots=True)
class WebTable:
    """One table: rows as `reader.Sheet` has them, with its merged ranges and unseen rows."""

    rows: list[list[object]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    reaching: dict[int, int] = field(default_factory=dict)  # column → rows it still reaches into
    open_row: bool = False
    column: int = 0
    cell: list[str] | None = None
    span: tuple[int, int] = (1, 1)


def looks_like_web(text: str) -> bool:
    """Whether the text begins as a web page does, or is one with a table after other heads."""
    head = text[:2000].lstrip("\ufeff \t\r\n").lower()
    if head.startswith(("<!doctype html", "<html", "<table", "<meta", "<head", "<style", "<body")):
        return True
    return head.startswith(("<?xml", "<!--", "<div", "<center")) and (
        "<html" in head or "<table" in head
    )


def tables_of(text: str, *, cells: int) -> list[WebTable]:
    """The tables that hold anything, outer before inner. Refused where there is none."""
    page = _Page(cells)
    for before, closing, tag, inside in _pieces(text):
        page.write(before)
        if closing:
            page.end(tag)
        else:
            page.start(tag, inside)
    for table in page.tables:
        _end_cell(table)
        while table.rows and not table.rows[-1]:
            table.rows.pop()
    found = [table for table in page.tables if table.rows]
    if not found:
        raise Refused(UNREADABLE, _NO_TABLE)
    return found


def _pieces(text: str) -> Iterator[tuple[str, bool, str, str]]:
    """The text before each tag, whether it closes, its name and what stands in it."""
    place = 0
    while found := _TAG.search(text, place):
        start = found.start()
        comment = text.find(_COMMENT, place, start)
        if comment >= 0:
            yield text[place:comment], True, "", ""
            end = text.find(_COMMENT_END, comment)
            if end < 0:
                return
            place = end + len(_COMMENT_END)
            continue
        tag = found.group(2).lower()
        yield text[place:start], bool(found.group(1)), tag, found.group(3)
        place = found.end()
        if tag in _NO_TEXT and not found.group(1) and not found.group(3).endswith("/"):
            end = _end_of(text, tag, place)
            if end < 0:
                return
            place = end
    yield text[place:], True, "", ""


def _end_of(text: str, tag: str, place: int) -> int:
    ends = (text.find(f"</{name}", place) for name in (tag, tag.upper()))
    return min((end for end in ends if end >= 0), default=-1)


class _Page:
    def __init__(self, cells: int) -> None:
        self.tables: list[WebTable] = []
        self._open: list[WebTable] = []
        self._room = cells

    def write(self, text: str) -> None:
        if text and (cell := self._cell()) is not None:
            cell.append(unescape(text).replace(_BREAK, " "))

    def start(self, tag: str, inside: str) -> None:
        if tag == "table":
            self._start_table()
        elif tag == "tr" and self._open:
            self._start_row(inside)
        elif tag in {"td", "th"} and self._open:
            self._start_cell(inside)
        elif tag in _BREAKS and (cell := self._cell()) is not None:
            cell.append(_BREAK)

    def end(self, tag: str) -> None:
        if tag in {"td", "th", "tr"} and self._open:
            _end_cell(self._open[-1])
        elif tag == "table" and self._open:
            _end_cell(self._open.pop())

    def _cell(self) -> list[str] | None:
        return self._open[-1].cell if self._open else None

    def _start_table(self) -> None:
        if len(self._open) >= _DEEPEST:
            raise Refused(LARGE, TOO_LARGE)
        self._spend(10)
        table = WebTable()
        self.tables.append(table)
        self._open.append(table)

    def _start_row(self, inside: str) -> None:
        table = self._open[-1]
        _end_cell(table)
        self._spend(10 + len(table.reaching))
        table.rows.append([])
        table.open_row, table.column = True, 0
        table.reaching = {at: left - 1 for at, left in table.reaching.items() if left > 1}
        if inside and _UNSEEN_ROW.search(inside):
            table.hidden_rows.append(len(table.rows))

    def _start_cell(self, inside: str) -> None:
        table = self._open[-1]
        _end_cell(table)
        if not table.open_row:
            self._start_row("")
        while table.column in table.reaching:
            table.column += 1
        across = min(_number(_ACROSS, inside), MOST_COLUMNS)
        down = min(_number(_DOWN, inside), _MOST_SPAN_DOWN)
        if table.column + across > MOST_COLUMNS:
            raise Refused(LARGE, TOO_LARGE)
        self._spend(1 + max(table.column - len(table.rows[-1]), 0) + (across if down > 1 else 0))
        table.span, table.cell = (across, down), []

    def _spend(self, cells: int) -> None:
        self._room -= cells
        if self._room < 0:
            raise Refused(LARGE, TOO_LARGE)


def _end_cell(table: WebTable) -> None:
    if table.cell is None:
        return
    text, table.cell = _shown("".join(table.cell)), None
    across, down = table.span
    row, first = len(table.rows) - 1, table.column
    if text:
        line = table.rows[-1]
        line.extend([None] * (first - len(line)))
        line.append(text)
    if across * down > 1:
        table.merged.append((row, first, row + down - 1, first + across - 1))
    if down > 1:  # counted down when each next row begins
        table.reaching.update(dict.fromkeys(range(first, first + across), down))
    table.column = first + across


def _shown(text: str) -> str:
    """As a browser shows it: blanks in one, lines where the page breaks them."""
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split(_BREAK))
    return "\n".join(line for line in lines if line)


def _number(pattern: re.Pattern[str], inside: str) -> int:
    found = pattern.search(inside) if inside else None
    return max(int(found.group(1)), 1) if found else 1
