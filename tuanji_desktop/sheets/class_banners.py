"""Lines between the persons that name the class of those below: 高三（1）班, 二、高三（2）班 45人."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from .data_rows import DataRow, is_foot
from .reader import Sheet, cell_text
from .sheet_names import class_named, class_titled
from .table import Table

_PLACES: Final = ("class_name", "branch")
_COUNTED: Final = re.compile(
    r"^\s*[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)]?\s*[、.．]\s*(?=\D)"
)


def with_banners(sheet: Sheet, table: Table, labels: Mapping[str, str]) -> Table:
    """The table with the class of the line above in rows whose own cell is blank, which is told. A
    line that names no class ends what was said before; a total does not."""
    name = next((one for one in _PLACES if one in table.columns), None)
    if name is None:
        return table
    column = table.columns[name]
    if all(map(_text, {row.cell(column) for row in table.rows})):
        return table
    said = classes_above(sheet, table)
    rows = [
        row if _text(row.cell(column)) or not said.get(row.number) else _of(row, column, said)
        for row in table.rows
    ]
    filled = [row.number for row, old in zip(rows, table.rows, strict=True) if row is not old]
    if not filled:
        return table
    label = labels.get(name, name)
    words = (
        f"“{label}”空着的 {len(filled):,} 行，按上面单独成行的标题（如“{said[filled[0]]}”）作{label}；"
        "不是这样的，请在名单里补上。"
    )
    return replace(table, rows=rows, told=(*table.told, words))


def classes_above(sheet: Sheet, table: Table) -> dict[int, str]:
    """Row → class of the last line above it that stands alone, '' where that names none; nothing where
    no line names any."""
    lines = list(_lines(sheet, table.first_row))
    if not any(class_ for _, class_ in lines):
        return {}
    said = {}
    place, class_ = 0, ""
    for row in table.rows:
        while place < len(lines) and lines[place][0] <= row.number:
            place, class_ = place + 1, lines[place][1]
        said[row.number] = class_
    return said


def class_of_line(text: str) -> str:
    """The class that a line of its own names: 二、高三（2）班 45人 → 高三（2）班."""
    bare = _COUNTED.sub("", text)
    return class_named(bare) or class_titled(bare)


def _lines(sheet: Sheet, first: int) -> Iterator[tuple[int, str]]:
    """The rows from `first` on that have one text only, and the class that it names."""
    for number in range(first, len(sheet.rows) + 1):
        cells = sheet.rows[number - 1]
        texts = filter(None, map(_text, cells))
        if (text := next(texts, "")) and not next(texts, "") and not is_foot(cells):
            yield number, class_of_line(text)  # whatever is taken for a name, too: 教职工


def _of(row: DataRow, column: int, said: Mapping[int, str]) -> DataRow:
    above: Sequence[object] = [*[None] * column, said[row.number]]
    return row.repeating(replace(row, _cells=list(above), _meant=None), {column})


def _text(cell: object) -> str:
    return cell_text(cell).strip() if cell is not None else ""
