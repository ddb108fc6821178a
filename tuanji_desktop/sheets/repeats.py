"""What a list leaves to the line above: ditto marks (同上, 〃), and a class that is written in the first
line of its group only, as a merged cell becomes in a text file."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from .data_rows import DataRow
from .heading import Table
from .places import STEP
from .prepared import text_of

_WORDS = ("同上", "同前", "如上", "上同", "同上行", "同上。", "同 上")
_AROUND = ("{}", "（{}）", "({})", "—{}—", "——{}——", "-{}-", "--{}--", "{} ", " {}", " {} ")
_MARKS = (
    "〃",
    "々",
    "〞",
    "〟",
    "″",
    "＂",
    '"',
    "”",
    "“",
    "''",
    "’’",
    "〃〃",
    '""',
    ",,",
    "，，",
    "ditto",
)
DITTO: Final = frozenset(
    [form.format(word) for word in _WORDS for form in _AROUND]
    + [form.format(mark) for mark in _MARKS for form in ("{}", " {}", "{} ", " {} ", "{}同上")]
)
"""Cells that say: as above."""

_LEAST = 0.5
_FEWEST = 2
"""One text in the first line may just as well be that person's alone."""


def with_repeats(table: Table, *, own: Collection[str] = (), groups: Collection[str] = ()) -> Table:
    """The table with what stands above in the place of ditto marks, and of blanks in columns of
    `groups` that are written once for each group. Columns of `own` are each person's own: nothing
    is taken from above. What was done with blanks is told."""
    rows = _without_dittos(table.rows, table, own)
    told = []
    within: list[int] = []
    for name in sorted(table.columns, key=table.columns.__getitem__):
        if name in groups and (filled := _group_column(rows, table.columns[name], within)):
            rows, number = filled
            within.append(table.columns[name])
            heading = table.headings.get(table.columns[name], name)
            told.append(
                f"“{heading}”一栏只写在每组的第一行，下面 {number:,} 行空着的按上一行读；"
                "不是这样的，请在名单里补上。"
            )
    if rows is table.rows and not told:
        return table
    return replace(table, rows=rows, told=(*table.told, *told))


def _without_dittos(rows: list[DataRow], table: Table, own: Collection[str]) -> list[DataRow]:
    if all(map(DITTO.isdisjoint, (row.cells for row in rows))):
        return rows
    columns = [place for name, place in table.columns.items() if name not in own]
    found: list[DataRow] = []
    for row in rows:
        above = found[-1] if found and _go_together(found[-1], row) else None
        if above is not None and not DITTO.isdisjoint(row.cells):
            marked = {one for one in columns if row.cell(one) in DITTO}
            row = row.repeating(above, marked)  # noqa: PLW2901
        found.append(row)
    return found


def _go_together(one: DataRow, other: DataRow) -> bool:
    """Whether two rows are of one sheet, or one half of it."""
    return one.number // STEP == other.number // STEP


def _group_column(
    rows: Sequence[DataRow], column: int, within: Sequence[int]
) -> tuple[list[DataRow], int] | None:
    """The rows with a group's cell in each of them, and how many it was put into; None where the
    column is no such one: its first cell is blank, a text comes twice, or most cells are filled.
    `within`: the columns of larger groups, each of which begins anew: two schools have a 高三（1）班."""
    larger = [tuple(text_of(row.cell(at)) for at in within) if within else () for row in rows]
    texts = [text_of(row.cell(column)) for row in rows]
    said = [(group, text) for group, text in zip(larger, texts, strict=True) if text]
    blank = len(texts) - len(said)
    if (
        len(said) < _FEWEST
        or not texts[0]
        or blank < len(texts) * _LEAST
        or len(set(said)) < len(said)
    ):
        return None
    found: list[DataRow] = []
    number = 0
    for place, (row, text) in enumerate(zip(rows, texts, strict=True)):
        same = place > 0 and larger[place] == larger[place - 1]
        if not text and same and _go_together(found[-1], row):
            row = row.repeating(found[-1], {column})  # noqa: PLW2901
            number += 1
        found.append(row)
    return found, number
