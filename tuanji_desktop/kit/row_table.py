"""A table whose rows are few enough to be handed over whole: the queues of the desks."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import workplace_of
from tuanji_desktop.kit.paged_model import Column, PagedTableModel, SortKey
from tuanji_desktop.kit.paged_table import PagedTableView
from tuanji_desktop.kit.style import scaled

R = TypeVar("R")
_NARROW = 100
"""What the stretching column keeps on the narrowest page, in px at scale 1."""


class RowTable(PagedTableView[R]):
    """A `PagedTableView` that is given its rows instead of fetching them."""

    def __init__(
        self,
        *,
        columns: Sequence[Column[R]],
        jobs: Jobs,
        name: str,
        label: str,
        stretch: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`stretch` is the key of the column that takes up, or gives, what room there is."""
        self._rows: Mapping[int, R] = {}
        self.paged: PagedTableModel[R] = PagedTableModel(jobs, columns=columns, fetch=self._fetch)
        super().__init__(self.paged, jobs=jobs, name=name, label=label, parent=parent)
        self.paged.setParent(self)
        self._stretch = next((n for n, one in enumerate(columns) if one.key == stretch), -1)

    @property
    def rows(self) -> Mapping[int, R]:
        """All rows by id, in the order shown."""
        return self._rows

    def show_rows(self, rows: Mapping[int, R]) -> None:
        """Shows these rows; the cursor and the choice stay with theirs where still here."""
        self._rows = rows
        if list(self.paged.ids) != list(rows):
            self.show_ids(array("q", rows))
        self.paged.refresh_ids(set(rows))  # the model still knows rows that were away meanwhile

    def current_row(self) -> R | None:
        """The row under the cursor."""
        return self._rows.get(self.current_id())

    def chosen_rows(self) -> list[R]:
        """The chosen rows in the order shown."""
        return [self._rows[one] for one in self.chosen_ids() if one in self._rows]

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        header = self.horizontalHeader()
        if self._stretch >= 0 and not header.isSectionHidden(self._stretch):
            others = header.length() - header.sectionSize(self._stretch)
            own = scaled(min(_NARROW, self.paged.columns[self._stretch].width))
            room = self.viewport().width() - others - self._corner_room()
            header.resizeSection(self._stretch, max(own, room))

    def _corner_room(self) -> int:
        """What the corner in the headings would cover of the words of the last heading."""
        shown, corner = self.shown_columns(), self.export_corner.width()
        if not shown or workplace_of(self) is None:
            return 0
        if shown[-1].align == "right":
            return corner
        header = self.horizontalHeader()
        last = self.paged.columns.index(shown[-1])
        spare = header.sectionSize(last) - header.sectionSizeFromContents(last).width()
        return max(0, corner - max(0, spare))

    def _fetch(self, ids: Sequence[int]) -> Mapping[int, R]:
        rows = self._rows
        return {one: rows[one] for one in ids if one in rows}


def sorted_rows(
    rows: Iterable[R], keys: Sequence[SortKey], orders: Mapping[str, Callable[[R], Any]]
) -> list[R]:
    """Rows in the order that the headings ask for; a column without an order is passed over."""
    found = list(rows)
    for key in reversed(keys):
        if key.column in orders:
            found.sort(key=orders[key.column], reverse=key.descending)
    return found
