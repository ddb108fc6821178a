"""Where the rows of a list stand in its file, also where the list lies on several sheets or in halves
beside each other.

Such a list is made of parts. Its rows keep numbers that are unique in the list and the same whatever
else is read with them: `part * STEP + row of the sheet`; no row of a sheet alone has so large a number.
Whatever a clerk is told comes from here: the real sheet, row and cell.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tuanji_desktop.sheets.addresses import address, column_index

STEP: Final = 1_000_000
"""Rows of one part; a longer sheet is read by itself only."""

_FIRST: Final = 2
"""No row of a sheet (1,048,576 at most) has a number of two steps and more."""

MOST_HALVES: Final = 4
MOST_SHEETS: Final = 500
"""With more parts the numbers would outgrow what a signal of the window carries (31 bits)."""

ADDED: Final = "表名"
"""The heading, and for a cell the address, of the column that stands in no sheet: what the names or
titles of the sheets say."""

_ROW_SAID: Final = re.compile(r"第 (\d{7,}) 行")


def _is_of_part(number: int) -> bool:
    """Whether a row has its number from one of several parts, and not from a sheet alone."""
    return number >= _FIRST * STEP


def _row_in_sheet(number: int) -> int:
    return number % STEP if _is_of_part(number) else number


def part_number(sheet: int, half: int) -> int:
    """The number of a part: the place of its sheet in the workbook, of its half in the sheet."""
    return _FIRST + sheet * MOST_HALVES + half


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet, or one of the halves in it. `columns`: column of the list → column of the sheet.

    `number` is 0 where the list has this one part only: its rows have the numbers of the sheet.
    `side` is how a clerk calls the half: 左边, 右边, '' for a whole sheet.
    """

    sheet: str
    number: int
    heading_rows: tuple[int, ...]
    first_row: int
    columns: Mapping[int, int]
    side: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """The parts of a list; none for a list that is a sheet's own. `added`: the column that stands in
    no sheet."""

    parts: tuple[Part, ...] = ()
    added: int | None = None
    _known: dict[int, Part] = field(init=False, repr=False, compare=False)
    several: bool = field(init=False, compare=False)
    """Whether there is more than one sheet: then a row is said with its sheet."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_known", {part.number: part for part in self.parts})
        object.__setattr__(self, "several", len({part.sheet for part in self.parts}) > 1)

    def __bool__(self) -> bool:
        return bool(self.parts)

    def part(self, number: int) -> Part | None:
        """The part that a row is of; None where that is not read now."""
        return self._known.get(number // STEP if _is_of_part(number) else 0)

    def row(self, number: int) -> int:
        """The row in its sheet."""
        return number if self.part(number) is None or 0 in self._known else number % STEP

    def sheet(self, number: int) -> str:
        """The sheet of a row, '' where there is only one."""
        part = self.part(number)
        return part.sheet if part is not None and self.several else ""

    def side(self, number: int) -> str:
        """The half of its sheet that a row stands in, '' where there are none."""
        part = self.part(number)
        return part.side if part is not None else ""

    def column(self, number: int, column: int) -> int | None:
        """The column of the sheet in which a cell of the list stands; None: in no sheet."""
        part = self.part(number)
        return column if part is None else part.columns.get(column)

    def address(self, number: int, column: int) -> str:
        """The cell as a spreadsheet names it; `ADDED`, or '' where the sheet has no such column."""
        if not self.parts:
            return address(number, column)
        if column == self.added:
            return ADDED
        place = self.column(number, column)
        return "" if place is None else address(self.row(number), place)

    def column_of(self, number: int, cell: str) -> int | None:
        """The column of the list in which a cell of the sheet stands that is called so."""
        if cell == ADDED:
            return self.added
        letters = cell.rstrip("0123456789")
        place, part = column_index(letters) if letters else None, self.part(number)
        if part is None:
            return place
        return next((to for to, at in part.columns.items() if at == place), None)

    def words(self, number: int) -> str:
        """第 5 行, “高三（2）班”第 5 行, 第 5 行右边; 第 5 行（所在的工作表这次没有读） of a row that was
        numbered when other sheets were read, too."""
        part = self.part(number)
        if part is None:
            unread = "（所在的工作表这次没有读）" if _is_of_part(number) else ""
            return f"第 {_row_in_sheet(number)} 行{unread}"
        sheet = f"“{part.sheet}”" if self.several else ""
        return f"{sheet}第 {self.row(number)} 行{part.side}"

    def short(self, number: int) -> str:
        """The same for a narrow column, the row first: 5, 5 · 2017级1班, 5右."""
        part = self.part(number)
        if part is None:
            return str(_row_in_sheet(number))
        row = f"{self.row(number)}{part.side.removesuffix('边')}"
        return f"{row} · {part.sheet}" if self.several else row

    def said(self, text: str) -> str:
        """A sentence in which rows are called as a clerk knows them."""
        if not self.parts or 0 in self._known:
            return text
        return _ROW_SAID.sub(lambda found: self.words(int(found[1])), text)

    def number(self, row: int, sheet: str = "", column: int | None = None) -> list[int]:
        """The numbers that a row of a sheet ('': whichever) may have in the list; with a column of
        that sheet only the half that it stands in."""
        return [
            part.number * STEP + row
            for part in self.parts
            if sheet in ("", part.sheet) and (column is None or column in part.columns.values())
        ]


PLAIN: Final = Places()
