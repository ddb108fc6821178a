"""A sheet as our own readers of XML formats make it, on its way into frames."""

from dataclasses import dataclass, field
from typing import Final

from tuanji_desktop.sheets.notices import SheetNotices

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384

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
