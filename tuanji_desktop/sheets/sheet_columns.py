"""The columns of a sheet: the texts above them, a sample of what stands in them, where a table ends.

columns_of(sheet, first, height) -> list[Column]     what one to three rows say as a heading
sample_of(sheet, start)          -> Sample           the upper rows below it, as texts
blocks_of(sample, headed)        -> list[range]      tables beside each other
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from .data_rows import is_foot
from .reader import Sheet, cell_text

TITLE_ROWS = 10
HEADING_ROWS = 3
LONGEST_HEADING = 40
_LONGEST_GROUP = 16
_WIDEST = 1_000
_SAMPLED = 60
_LOOKED_THROUGH = 400

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_ORNAMENT = re.compile(r"[\s★☆*＊※#:：;；。、]+")


@lru_cache(maxsize=4096)
def normalised(heading: str) -> str:
    """A heading without what does not tell: width, spaces, line breaks, stars, bracketed notes."""
    text = unicodedata.normalize("NFKC", heading)
    bare = _ORNAMENT.sub("", _BRACKETED.sub("", text))
    return (bare or _ORNAMENT.sub("", text)).upper()


@dataclass(frozen=True, slots=True)
class Column:
    """The heading of one column: its own text below, the groups above it (outermost first)."""

    index: int
    groups: tuple[str, ...]
    own: str

    @property
    def text(self) -> str:
        return "".join(self.own.split())

    def joined(self) -> Iterator[str]:
        """The readings of the heading, the most explicit first."""
        parts = [*self.groups, self.own]
        for start in range(len(parts)):
            yield normalised("".join(parts[start:]))


@dataclass(frozen=True, slots=True)
class Sample:
    """The upper rows of a list as texts without outer blanks, all equally long; `numbers` are their
    rows in the sheet (from 1)."""

    numbers: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def column(self, index: int) -> list[str]:
        """The cells of a column, '' for empty ones."""
        if index >= self.width:
            return [""] * len(self.rows)
        return [row[index] for row in self.rows]

    def filled(self, index: int) -> float:
        """The share of rows that have a value there."""
        values = self.column(index)
        return sum(map(bool, values)) / len(values) if values else 0.0


def places(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Where a heading may stand: first row (from 0) and height; up to ten title rows above it."""
    written = [index for index, row in enumerate(sheet.rows[:200]) if row]
    for first in written[: TITLE_ROWS + 1]:
        for height in range(1, HEADING_ROWS + 1):
            if first + height <= len(sheet.rows):
                yield first, height


def columns_of(sheet: Sheet, first: int, height: int) -> list[Column]:
    """The headed columns of these rows, merged and group headings spread over their columns."""
    rows = [row[:_WIDEST] for row in sheet.rows[first : first + height]]
    width = max(map(len, rows), default=0)
    grid = [[cell_text(value) for value in row] + [""] * (width - len(row)) for row in rows]
    last = first + height - 1
    for top, start, bottom, end in sheet.merged:
        if first <= top <= min(last, first + len(rows) - 1) and start < width:
            text = grid[top - first][start]
            for row in grid[top - first : bottom - first + 1]:
                row[start : min(end, width - 1) + 1] = [text] * (min(end, width - 1) - start + 1)
    for upper, lower in pairwise(grid):
        _spread(upper, lower)
    columns = []
    for index in range(width):
        texts = [row[index].strip() for row in grid]
        parts = list(dict.fromkeys(text for text in texts if text))
        if parts and len(parts[-1]) <= LONGEST_HEADING:
            groups = tuple(text for text in parts[:-1] if len(text) <= _LONGEST_GROUP)
            columns.append(Column(index, groups, parts[-1]))
    return columns


def _spread(upper: list[str], lower: list[str]) -> None:
    """A group heading stands once and means every column to its right that has none of its own.

    Text tables and .ods lists have lost what was merged, so the blanks must tell.
    """
    for index in range(1, len(upper)):
        if not upper[index].strip() and lower[index].strip():
            upper[index] = upper[index - 1]


def sample_of(sheet: Sheet, start: int) -> Sample:
    """The first rows from index `start` on that have two values or more and are no foot."""
    picked: list[tuple[int, list[object]]] = []
    for index in range(start, min(len(sheet.rows), start + _LOOKED_THROUGH)):
        row = sheet.rows[index][:_WIDEST]
        if len(row) - row.count(None) < 2 or is_foot(row):
            continue
        picked.append((index, row))
        if len(picked) == _SAMPLED:
            break
    if sheet.merged and picked:
        picked = _with_merged(sheet, picked, start)
    width = max((len(row) for _, row in picked), default=0)
    rows = tuple(
        tuple(_text(value) for value in row) + ("",) * (width - len(row)) for _, row in picked
    )
    return Sample(tuple(index + 1 for index, _ in picked), rows)


def _with_merged(
    sheet: Sheet, picked: Sequence[tuple[int, list[object]]], start: int
) -> list[tuple[int, list[object]]]:
    """A value merged downwards is every row's."""
    rows = {index: list(row) for index, row in picked}
    last = picked[-1][0]
    for top, left, bottom, right in sheet.merged:
        if left != right or top < start or top > last or left >= _WIDEST:
            continue
        above = sheet.rows[top] if top < len(sheet.rows) else []
        value = above[left] if left < len(above) else None
        for index in range(top + 1, min(bottom, last) + 1):
            if index in rows:
                rows[index] += [None] * (left + 1 - len(rows[index]))
                rows[index][left] = value
    return list(rows.items())


def _text(value: object) -> str:
    return value.strip() if type(value) is str else cell_text(value).strip()


def blocks_of(sample: Sample, headed: Collection[int]) -> list[range]:
    """Runs of columns with something in them, parted by columns with nothing at all."""
    width = max(sample.width, max(headed, default=-1) + 1)
    used = [index in headed or any(sample.column(index)) for index in range(width)]
    blocks: list[range] = []
    start = None
    for index, in_use in enumerate([*used, False]):
        if in_use and start is None:
            start = index
        elif not in_use and start is not None:
            blocks.append(range(start, index))
            start = None
    return blocks
