"""Looking members up by their ID number while the list is still being read in another process."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from ..rules.id_numbers import is_valid
from . import queries

_WIDEST = 200
_FIRST_ROWS = 50


class Ahead:
    """Called with rows as they come; the column of the numbers is known by the first valid one.
    `look_up` takes what looks like a number, where a file gives it away before its rows.

    What it guesses wrong costs a look, and changes nothing: `by_numbers` asks for whatever is not
    known yet.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.anybody = not queries.nobody(connection)
        """Whether there is somebody whom a number could be."""
        self._column: int | None = None
        self._rows = 0
        self._asked: set[str] = set()
        self.found: dict[str, list[queries.Member]] = {}
        """Who was found so far, by number."""

    def __call__(self, rows: Sequence[Sequence[object]]) -> None:
        """Looks up whose numbers these rows bring."""
        if self._column is None and self._rows < _FIRST_ROWS:
            self._column = _column_of_numbers(rows[: _FIRST_ROWS - self._rows])
            self._rows += len(rows)
        if (place := self._column) is not None:
            cells = {row[place] for row in rows if len(row) > place}
            self._ask(cell for cell in cells - self._asked if type(cell) is str and is_valid(cell))

    def look_up(self, texts: Iterable[object]) -> None:
        """Looks up whose numbers these are, without asking first whether they are any."""
        self._ask(text for text in texts if type(text) is str)

    def by_numbers(self, numbers: Iterable[str]) -> dict[str, list[queries.Member]]:
        """Members by ID number, those who left included: as `queries.by_id_numbers`."""
        wanted = set(numbers)
        self._ask(wanted)
        return {number: self.found[number] for number in wanted if number in self.found}

    def _ask(self, numbers: Iterable[str]) -> None:
        if not self.anybody:
            return
        new = set(numbers) - self._asked
        self._asked |= new
        self.found.update(queries.by_id_numbers(self._connection, new))


def _column_of_numbers(rows: Sequence[Sequence[object]]) -> int | None:
    for row in rows:
        for place, cell in enumerate(row[:_WIDEST]):
            if type(cell) is str and is_valid(cell):
                return place
    return None
