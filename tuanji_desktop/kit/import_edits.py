"""The cells of a list that a clerk has mended, each with its way back. The file stays as it is."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Mapping

Cell = tuple[int, int]
"""Sheet row (from 1) and column (from 0)."""

Change = dict[Cell, str | None]
"""What cells hold before or after an act; None: what the file says."""

_QUIET_MARKS = dict.fromkeys(map(ord, "'’‘`-"))


class Edits:
    """Mended cells. An act may mend many; undo takes back the last whole act."""

    def __init__(self) -> None:
        self.cells: dict[Cell, str] = {}
        self._done: list[Change] = []
        self._undone: list[Change] = []

    @property
    def may_undo(self) -> bool:
        """Whether there is an act to take back."""
        return bool(self._done)

    def put(self, change: Mapping[Cell, str | None], original: Callable[[Cell], str]) -> set[Cell]:
        """Mends cells, or restores them (None, or the very text of the file); which have changed."""
        wanted: Change = {
            cell: None if text is None or text == original(cell) else text
            for cell, text in change.items()
        }
        wanted = {cell: text for cell, text in wanted.items() if self.cells.get(cell) != text}
        if wanted:
            self._done.append(self._take(wanted))
            self._undone.clear()
        return set(wanted)

    def undo(self) -> set[Cell]:
        """Takes back the last act; which cells have changed."""
        return self._back(self._done, self._undone)

    def redo(self) -> set[Cell]:
        """Does again what was taken back last."""
        return self._back(self._undone, self._done)

    def take_up(self, mended: Iterable[tuple[int, int, str]]) -> None:
        """What was mended at another time; there is no way back to before it."""
        self.cells = {(row, column): text for row, column, text in mended}
        self._done.clear()
        self._undone.clear()

    def mended(self) -> tuple[tuple[int, int, str], ...]:
        """Every mended cell, as a reading keeps it."""
        return tuple((row, column, text) for (row, column), text in sorted(self.cells.items()))

    def _back(self, source: list[Change], other: list[Change]) -> set[Cell]:
        if not source:
            return set()
        change = source.pop()
        other.append(self._take(change))
        return set(change)

    def _take(self, change: Change) -> Change:
        """Carries a change out; the change that would bring back what was before."""
        before: Change = {cell: self.cells.get(cell) for cell in change}
        for cell, text in change.items():
            if text is None:
                self.cells.pop(cell, None)
            else:
                self.cells[cell] = text
        return before


def is_same_text(written: str, suggested: str) -> bool:
    """Whether a suggestion only writes the same text otherwise: other width, spaces, hyphens.

    Then nothing is guessed. A damaged number and its proposal differ in their digits.
    """
    return bool(written) and _bare(written) == _bare(suggested)


def _bare(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(_QUIET_MARKS)
    return "".join(text.split()).upper()


def pasted_block(text: str) -> list[list[str]]:
    """What a spreadsheet put on the clipboard: rows of cells, quotes and line breaks undone."""
    if not text:
        return []
    if "\t" not in text and not text.startswith('"'):
        return [[line] for line in text.rstrip("\r\n").splitlines()] or [[""]]
    return [row or [""] for row in csv.reader(io.StringIO(text, newline=""), delimiter="\t")]
