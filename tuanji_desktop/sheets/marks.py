"""What is to be marked in a list that goes back: which cells are red, what is said of which row."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from ..core.errors import FileRefused
from .child import MergedRange
from .heading import FAILURE_HEADING, normalised
from .plain_table import MOST_COLUMNS
from .reader import Sheet

UNHEADED: Final = f"{FAILURE_HEADING}："
"""Begins every reason where no heading names their column, so that they are known again."""

_MOST_COMMENTS: Final = 5_000
"""More of them no spreadsheet program shows in reasonable time; every row still has its reason."""


@dataclass(frozen=True, slots=True)
class CellNote:
    """What is wrong in one cell (sheet row from 1, column from 0), or in the whole row. `side`: what
    goes before the reason where a row holds several persons (右边：)."""

    row: int
    column: int | None
    message: str
    side: str = ""


@dataclass(slots=True)
class Marks:
    """Rows count from 1, columns from 0.

    `reason_column` is the one behind everything written, or that of an earlier return; its heading
    stands in row `heading_row` (0: the list has none). `first` and `last` are the rows in which an
    earlier return may have left marks, if it did (`again`).
    """

    reason_column: int
    heading_row: int
    first: int
    last: int
    again: bool
    reasons: dict[int, str] = field(default_factory=dict)
    red: dict[int, set[int]] = field(default_factory=dict)
    comments: dict[tuple[int, int], list[str]] = field(default_factory=dict)


def marks_of(
    sheet: Sheet, heading_rows: Sequence[int], first_row: int, notes: Sequence[CellNote]
) -> Marks:
    """Where the notes belong in a sheet whose list begins in `first_row`."""
    column, again = _reason_column(sheet, heading_rows, first_row)
    marks = Marks(
        reason_column=column,
        heading_row=heading_rows[-1] if heading_rows else 0,
        first=first_row,
        last=len(sheet.rows),
        again=again,
    )
    reasons: defaultdict[int, dict[str, None]] = defaultdict(dict)
    begins = "" if marks.heading_row else UNHEADED
    shown_at = _Shown(sheet.merged)
    for note in notes:
        reasons[note.row][f"{note.side}{note.message}"] = None
        if note.column is None:
            continue
        row, place = shown_at(note.row, note.column)
        marks.red.setdefault(row, set()).add(place)
        said = marks.comments.get((row, place))
        if said is None and len(marks.comments) < _MOST_COMMENTS:
            said = marks.comments[row, place] = []
        if said is not None and note.message not in said:
            said.append(note.message)
    marks.reasons = {row: begins + "；".join(words) for row, words in reasons.items()}
    return marks


def _reason_column(sheet: Sheet, heading_rows: Sequence[int], first_row: int) -> tuple[int, bool]:
    """The column of an earlier return, else the first one behind everything written; where that is
    the edge of the sheet, the last one with nothing in it."""
    for number in heading_rows:
        for index, value in enumerate(sheet.rows[number - 1]):
            if isinstance(value, str) and normalised(value) == FAILURE_HEADING:
                return index, True
    width = max((len(row) for row in sheet.rows), default=0)
    if not heading_rows and width:
        last = [row[width - 1] for row in sheet.rows[first_row - 1 :] if len(row) == width]
        if all(isinstance(value, str) and value.startswith(UNHEADED) for value in last):
            return width - 1, True
    if width < MOST_COLUMNS:
        return width, False
    free = next((one for one in reversed(range(width)) if _is_free(sheet, one)), None)
    if free is None:
        raise FileRefused(
            "file.too_wide",
            f"工作表“{sheet.name}”一直写到最后一列，没有地方写失败原因。请删去右边用不着的列再试。",
        )
    return free, False


def _is_free(sheet: Sheet, column: int) -> bool:
    return all(len(row) <= column or row[column] in (None, "") for row in sheet.rows)


class _Shown:
    """Finds the cell that holds what is seen at a place: the first one where cells are merged."""

    def __init__(self, merged: Sequence[MergedRange]) -> None:
        self._merged = merged
        self._columns: dict[int, list[MergedRange]] = {}

    def __call__(self, row: int, column: int) -> tuple[int, int]:
        over = self._columns.get(column)
        if over is None:
            over = sorted(one for one in self._merged if one[1] <= column <= one[3])
            self._columns[column] = over
        place = bisect_left(over, row, key=itemgetter(0)) - 1
        if place >= 0 and over[place][2] >= row - 1:
            return over[place][0] + 1, over[place][1]
        return row, column
