"""A list as it is to be understood: what the clerk mended and what written words mean put in place.

    list_of(workbook, headings, labels=…, reading=…) -> Table      FileRefused: see `heading`
    written_values(table, field) -> Counter[str]                  what a column says, how often

Row numbers and cell addresses are those of the file, and the file itself is never touched.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

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
    name = reading.sheet
    if reading.mended:
        # Mended cells belong to the sheet that was found; they do not decide which one that is.
        name = name or _picked(workbook, headings, labels, reading, None).sheet_name
        sheets = tuple(
            mended_sheet(sheet, reading.mended) if sheet.name == name else sheet
            for sheet in workbook.sheets
        )
        workbook = replace(workbook, sheets=sheets)
    table = _picked(workbook, headings, labels, reading, name)
    return _with_meanings(table, reading.values) if reading.values else table


def _picked(
    workbook: Workbook,
    headings: Headings,
    labels: Mapping[str, str],
    reading: Reading,
    sheet_name: str | None,
) -> Table:
    return pick_sheet(
        workbook,
        headings,
        labels=labels,
        sheet_name=sheet_name,
        chosen=reading.mapping() or None,
        heading=reading.heading,
    )


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
