"""A list as it is to be understood: what the clerk mended and what written words mean put in place.

    list_of(workbook, headings, labels=…, reading=…) -> Table      FileRefused: see `heading`
    written_values(table, field) -> Counter[str]                  what a column says, how often

Row numbers and cell addresses are those of the file, and the file itself is never touched.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from .child import MergedRange
from .data_rows import DataRow
from .heading import Headings, Table, pick_sheet
from .reader import Sheet, Workbook, cell_text
from .reading import Reading

_Mended = Mapping[int, Mapping[int, str]]


def list_of(
    workbook: Workbook, headings: Headings, *, labels: Mapping[str, str], reading: Reading
) -> Table:
    """The table that the clerk means, its rows carrying what their cells are taken for.

    `labels` (field → label) only serve the messages.
    """
    table = _picked(workbook, headings, labels, reading)
    if reading.mended:
        # Mended cells belong to the list that was found; they do not decide which one that is.
        names = [part.sheet for part in table.places.parts] or [table.sheet_name]
        mended, said = _by_sheet(table, workbook, reading.mended)
        sheets = tuple(
            mended_sheet(sheet, mended[sheet.name]) if sheet.name in mended else sheet
            for sheet in workbook.sheets
        )
        table = replace(
            _picked(replace(workbook, sheets=sheets), headings, labels, reading, names, said),
            told=table.told,
        )
    return _with_meanings(table, reading.values) if reading.values else table


def _picked(
    workbook: Workbook,
    headings: Headings,
    labels: Mapping[str, str],
    reading: Reading,
    names: Sequence[str] = (),
    said: Mapping[int, str] = MappingProxyType({}),
) -> Table:
    return pick_sheet(
        workbook,
        headings,
        labels=labels,
        sheet_name=None if names else reading.sheet,
        chosen=reading.mapping() or None,
        heading=reading.heading,
        headings_of={name: (first, count) for name, first, count in reading.headings},
        names=names,
        said=said,
    )


def _by_sheet(
    table: Table, workbook: Workbook, mended: Sequence[tuple[int, int, str]]
) -> tuple[dict[str, list[tuple[int, int, str]]], dict[int, str]]:
    """Mended cells by the sheet and at the place where they stand, and those that stand in none. What
    was mended in a row that is not read now stays out."""
    places = table.places
    rows = {sheet.name: len(sheet.rows) for sheet in workbook.sheets}
    there: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
    said: dict[int, str] = {}
    for number, column, text in mended:
        part = places.part(number)
        place = places.column(number, column)
        if places and column == places.added:
            said[number] = text
        elif place is not None and (part is not None or not places):
            name = part.sheet if part is not None else table.sheet_name
            if places.row(number) <= rows.get(name, 0):
                there[name].append((places.row(number), place, text))
    return dict(there), said


def written_values(table: Table, field: str) -> Counter[str]:
    """The texts of a column as they are written (outer blanks gone), each with its rows; the empty
    cells are not counted."""
    place = table.columns.get(field)
    if place is None:
        return Counter()
    counts = Counter(text_of(row.cell(place)) for row in table.rows)
    del counts[""]
    return counts


def text_of(cell: object) -> str:
    """A cell as the key of a value map: its text without outer blanks."""
    return cell.strip() if type(cell) is str else cell_text(cell).strip()


def mended_sheet(sheet: Sheet, mended: Sequence[tuple[int, int, str]]) -> Sheet:
    """The sheet with other texts in some cells; the one that was read stays as it is.

    A mended cell is its row's own: what is merged over several rows is taken apart there.
    """
    by_row: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for number, column, text in mended:
        by_row[number - 1][column] = text
    rows = list(sheet.rows)
    kept = [merged for merged in sheet.merged if not _touches(merged, by_row)]
    for top, left, bottom, right in sheet.merged if len(kept) < len(sheet.merged) else ():
        if left == right and _touches((top, left, bottom, right), by_row):
            value = rows[top][left] if top < len(rows) and left < len(rows[top]) else None
            for index in range(top + 1, min(bottom + 1, len(rows))):
                rows[index] = _with_cells(rows[index], {left: value})
    last = max(by_row, default=-1)
    rows.extend([] for _ in range(len(rows), last + 1))
    for index, cells in by_row.items():
        rows[index] = _with_cells(rows[index], {at: text or None for at, text in cells.items()})
    return replace(sheet, rows=rows, merged=tuple(kept))


def _touches(merged: MergedRange, mended: _Mended) -> bool:
    top, left, bottom, right = merged
    return any(
        top <= index <= bottom and any(left <= column <= right for column in cells)
        for index, cells in mended.items()
    )


def _with_cells(row: Sequence[object], cells: Mapping[int, object]) -> list[object]:
    width = max(cells) + 1
    copied = [*row, *[None] * (width - len(row))]
    for column, value in cells.items():
        copied[column] = value
    return copied


def _with_meanings(table: Table, values: Sequence[tuple[str, str, str]]) -> Table:
    meanings: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for field, written, meant in values:
        if field in table.columns:
            meanings[table.columns[field]][written.strip()] = meant
    if not meanings:
        return table
    return replace(table, rows=[_meant(row, meanings) for row in table.rows])


def _meant(row: DataRow, meanings: Mapping[int, Mapping[str, str]]) -> DataRow:
    cells: dict[int, object] = {}
    for column, words in meanings.items():
        meant = words.get(text_of(row.cell(column)))
        if meant is not None:
            cells[column] = meant or None
    return row.taken_for(cells) if cells else row
