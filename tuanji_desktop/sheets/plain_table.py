"""A sheet as our own readers of XML formats make it, on its way into frames."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from tuanji_desktop.sheets.notices import SheetNotices

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384

PRECISE: Final = 1e15
"""From here on a spreadsheet no longer keeps every digit of a number."""

BLANK: Final[list[object]] = []
"""The one row without anything, many times."""


@dataclass(slots=True)
class PlainTable:
    """Rows and merged ranges as `reader.Sheet` has them; rows that repeat are one list."""

    name: str
    hidden: bool = False
    rows: list[list[object]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    noticed: SheetNotices = field(default_factory=SheetNotices)


def plain(value: object) -> object:
    """A number as int where that is exact, and only types the parent accepts."""
    if type(value) is float:
        return int(value) if -PRECISE < value < PRECISE and value.is_integer() else value
    if isinstance(value, (int, date, datetime, time)):  # bool is an int
        return value
    if isinstance(value, timedelta):
        return str(value)
    return None if value is None else str(value)
