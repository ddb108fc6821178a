"""A table of any size: all ids are here, the rows come in pages when somebody looks at them."""

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QIcon

from tuanji_desktop.core.errors import TuanjiError
from tuanji_desktop.kit.icons import icon
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.style import current_tokens, number_font

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex

PAGE = 80
KEPT_ROWS = 12_000
PAGES_AT_ONCE = 3
LOADING = "…"
GONE = "—"


@dataclass(frozen=True)  # with slots, Python 3.11 cannot make a `Column[Row](…)`
class Column(Generic[R]):
    """One column: how a row's data become the words of its cell. `width` in px at scale 1."""

    key: str
    label: str
    text: Callable[[R], str]
    width: int = 120
    align: str = "left"
    figures: bool = False
    """Figures of one width, for numbers that are compared down the column."""
    mask: Callable[[str], str] | None = None
    tip: Callable[[R], str] | None = None
    marks_missing: bool = False
    """The column (the name) that turns red and bears the mark where the row is incomplete."""
    sortable: bool = True
    shown: bool = True


@dataclass(frozen=True, slots=True)
class SortKey:
    """A column's key and its direction."""

    column: str
    descending: bool = False


class PagedTableModel(QAbstractTableModel, Generic[R]):
    """All ids and a cache of rows. `fetch` runs on a reader thread and gives rows by id.

    `missing` names the empty required fields of a row (the red names, domain.md §4).
    """

    refused = Signal(object)
    """`TuanjiError`: rows could not be read."""

    def __init__(
        self,
        jobs: Jobs,
        *,
        columns: Sequence[Column[R]],
        fetch: Callable[[Sequence[int]], Mapping[int, R]],
        missing: Callable[[R], Sequence[str]] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.fetch = fetch
        self._jobs = jobs
        self._missing = missing
        self._ids: Sequence[int] = array("q")
        self._rows: dict[int, R | None] = {}
        self._stale: set[int] = set()
        self._late: set[int] = set()
        self._wanted: dict[int, None] = {}
        self._asking = False
        self._sort: tuple[SortKey, ...] = ()
        self._masked = True
        self._figures: QFont | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._ask)

    @property
    def ids(self) -> Sequence[int]:
        """Every id of the table in its present order."""
        return self._ids

    @property
    def masked(self) -> bool:
        """Whether ID and phone numbers show their ends only."""
        return self._masked

    @property
    def sort_keys(self) -> tuple[SortKey, ...]:
        """The order that the headings show."""
        return self._sort

    def set_ids(self, ids: Sequence[int], rows: Mapping[int, R] | None = None) -> None:
        """Shows these records in this order; rows already here are not read again.

        `rows` that came along with the ids spare the eye a first painting without words.
        """
        self.beginResetModel()
        self._ids = ids
        for one, row in (rows or {}).items():
            self._rows.pop(one, None)
            self._rows[one] = row
            self._stale.discard(one)
        self._wanted.clear()
        self.endResetModel()

    def refresh_ids(self, changed: Collection[int]) -> None:
        """These records were changed: what is shown of them is read again, without a flicker."""
        known = self._rows.keys() & changed
        if self._asking:
            self._late.update(changed)
        self._stale |= known
        if 0 < len(known) <= PAGE and not self._asking:
            self._ask_for(list(known))  # at once: nobody need look at the old words first
        elif known:
            self._repaint()

    def refresh_all(self) -> None:
        """Everything may look different now (an organisation was renamed)."""
        self.refresh_ids(set(self._rows))

    def set_masked(self, masked: bool) -> None:
        """Shows numbers whole or with their ends only; that it is logged is the caller's duty."""
        self._masked = masked
        self._repaint()

    def set_sort_keys(self, keys: Sequence[SortKey]) -> None:
        """What the headings show; the ids come in that order from whoever was asked."""
        self._sort = tuple(keys)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def row_at(self, place: int) -> R | None:
        """The row at a place, if it has been read."""
        return self._rows.get(self._ids[place]) if 0 <= place < len(self._ids) else None

    def cell_text(self, row: R, column: Column[R]) -> str:
        """A cell's words as shown, masked where the table is."""
        text = column.text(row)
        return column.mask(text) if column.mask is not None and self._masked and text else text

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._display(index.row(), index.column(), column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNMENTS[column.align]
        if role == Qt.ItemDataRole.FontRole:
            return self._number_font() if column.figures else None
        if role in _ROLES_OF_A_ROW:
            return self._decoration(index.row(), column, role)
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.label + self._sort_mark(column.key)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNMENTS[column.align]
        if role == Qt.ItemDataRole.ToolTipRole and column.sortable:
            return f"{column.label}：单击排序，按住 Shift 单击加为下一个排序条件"
        return None

    def restyle(self) -> None:
        """After a change of theme or font size."""
        self._figures = None
        self._repaint()

    def _sort_mark(self, key: str) -> str:
        for place, one in enumerate(self._sort):
            if one.column == key:
                arrow = "↓" if one.descending else "↑"
                return f" {arrow}{place + 1}" if len(self._sort) > 1 else f" {arrow}"
        return ""

    def _number_font(self) -> QFont:
        if self._figures is None:
            self._figures = number_font()
        return self._figures

    def _display(self, place: int, number: int, column: Column[R]) -> str:
        row_id = self._ids[place]
        if row_id in self._rows:
            if row_id in self._stale:
                self._want(place)
            row = self._rows[row_id]
            if row is None:
                return GONE if number == 0 else ""
            return self.cell_text(row, column)
        self._want(place)
        return LOADING

    def _decoration(self, place: int, column: Column[R], role: int) -> Any:
        row = self._rows.get(self._ids[place])
        if row is None:
            faint = role == Qt.ItemDataRole.ForegroundRole
            return QColor(current_tokens().disabled) if faint else None
        missing = self._missing(row) if column.marks_missing and self._missing else ()
        if missing:
            return _mark(missing, self.cell_text(row, column), role)
        if role == Qt.ItemDataRole.ToolTipRole and column.tip is not None:
            return column.tip(row) or None
        return None

    def _want(self, place: int) -> None:
        page = place // PAGE
        # What was asked for last is what is in sight; the rest of the way there is not.
        self._wanted.pop(page, None)
        self._wanted[page] = None
        if not self._asking and not self._later.isActive():
            self._later.start()

    def _ask(self) -> None:
        pages = list(self._wanted)[-PAGES_AT_ONCE:]
        self._wanted.clear()
        ids: list[int] = []
        for page in pages:
            for one in self._ids[page * PAGE : (page + 1) * PAGE]:
                if one not in self._rows or one in self._stale:
                    ids.append(one)
        if ids:
            self._ask_for(ids)

    def _ask_for(self, ids: Sequence[int]) -> None:
        self._asking = True
        self._late = set()
        fetch = self.fetch
        self._jobs.read(
            self,
            lambda: fetch(ids),
            lambda rows: self._arrived(ids, rows),
            on_error=lambda error: self._failed(ids, error),
        )

    def _arrived(self, ids: Sequence[int], rows: Mapping[int, R]) -> None:
        self._asking = False
        for one in ids:
            self._rows.pop(one, None)
            self._rows[one] = rows.get(one)
        self._stale.difference_update(set(ids) - self._late)
        self._stale |= self._late & self._rows.keys()
        for one in list(self._rows)[: max(0, len(self._rows) - KEPT_ROWS)]:
            del self._rows[one]
            self._stale.discard(one)
        self._repaint()
        if self._wanted:
            self._later.start()

    def _failed(self, ids: Sequence[int], error: TuanjiError) -> None:
        """What was here stays; the rest shows as gone rather than be asked for again and again."""
        self._arrived(ids, {one: row for one in ids if (row := self._rows.get(one)) is not None})
        self.refused.emit(error)

    def _repaint(self) -> None:
        if len(self._ids):
            last = self.index(len(self._ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


_ALIGNMENTS = {
    "left": int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
    "right": int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
    "center": int(Qt.AlignmentFlag.AlignCenter),
}
_ROLES_OF_A_ROW = frozenset(
    (
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.DecorationRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
)


def _mark(missing: Sequence[str], name: str, role: int) -> Any:
    """Red alone would be nothing to a clerk who cannot tell it: the mark and the words go along."""
    if role == Qt.ItemDataRole.ForegroundRole:
        return QColor(current_tokens().accent)
    if role == Qt.ItemDataRole.DecorationRole:
        return _warning_icon()
    words = "、".join(missing)
    if role == Qt.ItemDataRole.ToolTipRole:
        return f"红名：缺 {words}"
    return f"{name}，红名，缺 {words}"


def _warning_icon() -> QIcon:
    return icon("warning", "accent")
