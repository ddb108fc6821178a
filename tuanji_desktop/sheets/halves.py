"""Lists beside each other in one sheet, each taken for itself.

halves_of(sheet, table, …)    the halves of a table that has some, with what of the sheet is theirs
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from tuanji_desktop.sheets.addresses import column_index, column_name
from tuanji_desktop.sheets.class_banners import class_of_line
from tuanji_desktop.sheets.data_rows import is_foot
from tuanji_desktop.sheets.finder import find_table
from tuanji_desktop.sheets.lexicon import Headings
from tuanji_desktop.sheets.places import MOST_HALVES
from tuanji_desktop.sheets.reader import Sheet, cell_text
from tuanji_desktop.sheets.table import Table

CLASS_FIELDS: Final = ("class_name", "branch")
"""The fields that say of which class somebody is, the first that a list has."""

_Lines = Mapping[int, tuple[int, int, str]]


def halves_of(
    sheet: Sheet,
    table: Table,
    headings: Headings,
    *,
    chosen: Mapping[str, str],
    labels: Mapping[str, str],
) -> list[tuple[Sheet, Table]]:
    """Each half by itself, its cells at their places; a class column left of all is everybody's, and
    so is a line across the whole width."""
    rows = table.heading_rows
    heading = (rows[0], len(rows)) if rows else (table.first_row, 0)
    first = table.halves[0]
    shared = [at for name, at in table.columns.items() if name in CLASS_FIELDS and at < first.start]
    # Without headings a half of two lines hardly says what its columns are: the first does.
    theirs = {column_name(at): name for name, at in table.columns.items() if at in first}
    lines = _lines(sheet, table.first_row - 1)
    halves = []
    for columns in table.halves[:MOST_HALVES]:
        if columns == first:
            side, said = _masked(sheet, range(columns.stop)), dict(chosen)
        else:
            side = _with_lines(_masked(sheet, columns, shared), columns, lines)
            said = _shifted(theirs if not rows else {}, columns.start - first.start)
            said |= _shifted(chosen, columns.start - first.start, least=first.start)
        half = find_table(side, headings, chosen=said, heading=heading, labels=labels)
        if half is not None and half.rows:
            halves.append((side, half))
    return halves or [(sheet, table)]


def _shifted(chosen: Mapping[str, str], by: int, *, least: int = 0) -> dict[str, str]:
    """What was said of columns by their letters is said of the like columns of another half; what
    stands left of all is the same column for each."""
    said = {}
    for text, name in chosen.items():
        letter = text.removesuffix("列")
        named = letter != text and letter.isascii() and letter.isupper() and len(letter) < 4
        moves = named and column_index(letter) >= least
        said[column_name(column_index(letter) + by) if moves else text] = name
    return said


def _masked(sheet: Sheet, columns: range, beside: Sequence[int] = ()) -> Sheet:
    """The sheet with nothing but these columns."""
    rows = []
    for row in sheet.rows:
        cells: list[object] = [None] * min(columns.start, len(row))
        cells += row[columns.start : columns.stop]
        for at in beside:
            if at < len(row):
                cells[at] = row[at]
        while cells and cells[-1] is None:
            cells.pop()
        rows.append(cells)
    merged = tuple(
        (top, left, bottom, min(right, columns.stop - 1))
        for top, left, bottom, right in sheet.merged
        if left in columns or left in beside
    )
    return replace(sheet, rows=rows, merged=merged)


def _lines(sheet: Sheet, start: int) -> _Lines:
    """Lines of one text that is nobody's alone: row → first and last column, and the text. `start` is
    the row in which the persons begin."""
    widths = {(top, left): right for top, left, _bottom, right in sheet.merged}
    found = {}
    for index, row in enumerate(sheet.rows[start:], start):
        texts = _texts(row)
        if len(texts) == 1 and not is_foot(row):
            ((at, text),) = texts.items()
            found[index] = (at, widths.get((index, at), at), text)
    return found


def _with_lines(side: Sheet, columns: range, lines: _Lines) -> Sheet:
    """A half with the lines above it that stand in a half to its left: those drawn across it and, as
    what was merged is lost in text files, where it has none of its own those that name a class."""
    own = any(map(_names_class, side.rows))
    rows, merged = list(side.rows), list(side.merged)
    for index, (left, right, text) in lines.items():
        across = left < columns.start <= right
        if across or (left < columns.start and not own and class_of_line(text)):
            rows[index] = [*[None] * columns.start, text]
            merged.append((index, columns.start, index, columns.stop - 1))
    return replace(side, rows=rows, merged=tuple(merged))


def _names_class(row: Sequence[object]) -> bool:
    texts = list(_texts(row).values())
    return len(texts) == 1 and bool(class_of_line(texts[0]))


def _texts(row: Sequence[object]) -> dict[int, str]:
    """Column → what is written there."""
    return {at: text for at, cell in enumerate(row) if (text := cell_text(cell).strip())}
