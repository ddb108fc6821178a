"""Lists below each other in one sheet whose columns stand in another order, each taken for itself.

orders_of(sheet, table, …)    the table, and those under headings further down that differ
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from tuanji_desktop.sheets.finder import find_table
from tuanji_desktop.sheets.lexicon import Headings, Lexicon
from tuanji_desktop.sheets.places import MOST_HALVES
from tuanji_desktop.sheets.reader import Sheet, cell_text
from tuanji_desktop.sheets.sheet_columns import columns_of
from tuanji_desktop.sheets.table import Table

_MOSTLY: Final = 0.6
_NUMBER: Final = "id_number"

_Order = Mapping[str, int]


class _Block(NamedTuple):
    """Rows from index `start` on, up to the next block; the `height` rows from `heading` on name their
    columns."""

    start: int
    heading: int
    height: int
    order: _Order


def orders_of(
    sheet: Sheet,
    table: Table,
    headings: Headings,
    *,
    chosen: Mapping[str, str],
    labels: Mapping[str, str],
) -> list[tuple[Sheet, Table]]:
    """The lists of a sheet, one for each order of columns; just the table where there is one order."""
    blocks = list(_blocks(sheet, table, Lexicon(headings, {}))) if table.heading_rows else []
    firsts: list[_Block] = []
    for block in blocks:
        if all(block.order is not first.order for first in firsts):
            firsts.append(block)
    above = bool(blocks) and blocks[0].heading + 1 < table.heading_rows[0]
    if not (1 if above else 2) <= len(firsts) <= MOST_HALVES:
        return [(sheet, table)]
    ends = [*(block.start for block in blocks[1:]), len(sheet.rows)]
    parts = []
    for first in firsts:
        rows: list[list[object]] = [[] for _ in sheet.rows]
        for block, end in zip(blocks, ends, strict=True):
            if block.order is first.order:
                rows[block.start : end] = sheet.rows[block.start : end]
        part = replace(sheet, rows=rows)
        heading = (first.heading + 1, first.height)
        one = find_table(part, headings, chosen=chosen, heading=heading, labels=labels)
        if one is not None and one.rows:
            parts.append((part, one))
        elif first is firsts[0]:  # two headings with nobody between them
            return [(sheet, table)]
    return parts


def _blocks(sheet: Sheet, table: Table, lexicon: Lexicon) -> Iterator[_Block]:
    """Where the order of columns changes, and where one that was seen comes again."""
    at, height = table.heading_rows[0] - 1, len(table.heading_rows)
    # The fullest heading was taken for the list's: there may be one above it.
    above = next((one for one in range(at) if _names_columns(sheet.rows[one], lexicon)), at)
    said = lexicon.read(columns_of(sheet, above, 1), above, 1).columns
    if above < at and _are_of_one_sort(said, table.columns):
        at, height = above, 1
    seen = [lexicon.read(columns_of(sheet, at, height), at, height).columns]
    least = min(height, 2)  # of a heading of several rows one row says less
    now: _Order = seen[0]
    yield _Block(0, at, height, now)
    for index in _headings_below(sheet, at + height, table, lexicon):
        said = lexicon.read(columns_of(sheet, index, 1), index, 1).columns
        if not _are_of_one_sort(said, seen[0]):
            continue
        order = next((one for one in seen if _differences(said, one) < least), None)
        if order is None:
            seen.append(order := said)
        if order is not now:
            now = order
            yield _Block(_with_its_title(sheet, index), index, 1, now)


def _headings_below(sheet: Sheet, start: int, table: Table, lexicon: Lexicon) -> Iterator[int]:
    """Rows among the persons that name columns; most persons are told by one cell."""
    name = table.columns.get("name", min(table.columns.values()))
    for index in range(start, len(sheet.rows)):
        row = sheet.rows[index]
        cell = row[name] if name < len(row) else None
        told = cell is None or (isinstance(cell, str) and lexicon.is_heading(cell))
        if told and _names_columns(row, lexicon):
            yield index


def _names_columns(row: Sequence[object], lexicon: Lexicon) -> bool:
    texts = [text for value in row if (text := cell_text(value).strip())]
    known = sum(map(lexicon.is_heading, texts))
    return known > 1 and known >= len(texts) * _MOSTLY and lexicon.names_all(texts)


def _are_of_one_sort(said: _Order, order: _Order) -> bool:
    """Whether two headings are those of lists of the same sort: no cadres with their phones (职务, 姓名,
    电话) above or below the members."""
    if _NUMBER in said or _NUMBER in order:
        return _NUMBER in said and _NUMBER in order
    return 3 * len(said.keys() & order.keys()) >= 2 * len(said.keys() | order.keys())


def _differences(said: _Order, order: _Order) -> int:
    """How many columns two headings name differently."""
    fields = {at: name for name, at in order.items()}
    return sum(
        order.get(name, at) != at or fields.get(at, name) != name for name, at in said.items()
    )


def _with_its_title(sheet: Sheet, index: int) -> int:
    """The first of the lines right above a heading that hold one text: they say whose list it is."""
    while index and sum(value is not None for value in sheet.rows[index - 1]) == 1:
        index -= 1
    return index
