"""What is no workbook, as frames of the child: text tables, web pages, spreadsheets in XML."""

from collections.abc import Iterable, Iterator
from typing import Any

from tuanji_desktop.sheets.chunks import chunks
from tuanji_desktop.sheets.limits import Limits
from tuanji_desktop.sheets.notices import WEB_TABLE, XML_TABLE, about_hidden_sheets, sentences
from tuanji_desktop.sheets.plain_table import PlainTable
from tuanji_desktop.sheets.refusals import LARGE, TOO_MANY_SHEETS, Refused
from tuanji_desktop.sheets.text_table import TextTable, decoded
from tuanji_desktop.sheets.web_table import looks_like_web, tables_of
from tuanji_desktop.sheets.xml_table import looks_like_xml_table, xml_tables_of

_Frames = Iterator[tuple[Any, ...]]


def text_frames(data: bytes, limits: Limits) -> _Frames:
    """The frames of a text that `kinds` found to be none of the binary formats."""
    encoding, text, told = decoded(data)
    if looks_like_xml_table(text):
        yield from table_frames("xml", encoding, xml_tables_of(text, cells=limits.cells))
        told.append(XML_TABLE)
    elif looks_like_web(text):
        yield from _web_frames(text, encoding, limits)
    else:
        yield "format", "csv", encoding, False
        yield "sheet", "", False, []
        table = TextTable(text, limits.cells)
        yield from _rows(table)
        told += table.told
    for sentence in told:
        yield "told", sentence


def _rows(rows: Any) -> _Frames:
    for chunk, _, size in chunks(rows):
        yield "rows", chunk, size


def _web_frames(text: str, encoding: str, limits: Limits) -> _Frames:
    tables = tables_of(text, cells=limits.cells)
    if len(tables) > limits.sheets:
        raise Refused(LARGE, TOO_MANY_SHEETS)
    yield "format", "html", encoding, False
    for number, table in enumerate(tables, 1):
        name = f"表格{number}" if len(tables) > 1 else ""
        yield "sheet", name, False, table.merged
        yield from _rows(table.rows)
    yield "told", WEB_TABLE
    for number, table in enumerate(tables):
        if table.hidden_rows:
            yield "noticed", number, table.hidden_rows
            yield "told", f"网页表格里有 {len(table.hidden_rows)} 行没有显示，同样读入。"


def table_frames(format_: str, encoding: str | None, tables: Iterable[PlainTable]) -> _Frames:
    """The frames of a workbook that one of our own readers reads."""
    yield "format", format_, encoding, False
    said: list[str] = []
    hidden: list[str] = []
    for number, table in enumerate(tables):
        yield "sheet", table.name, table.hidden, table.merged
        yield from _rows(table.rows)
        yield "noticed", number, table.noticed.hidden_rows
        said += sentences(table.name, table.noticed)
        if table.hidden:
            hidden.append(table.name)
    for sentence in about_hidden_sheets(hidden) + said:
        yield "told", sentence
