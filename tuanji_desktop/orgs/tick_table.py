"""A table whose rows are ticked one by one, and some of whose cells are typed over: yearly plans."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ..kit.labels import name_headers
from ..kit.style import current_tokens, row_height, scaled

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_NARROWEST = 75
"""What the columns keep of their usual width where there is no room, in per cent."""


@dataclass(frozen=True)
class TickColumn(Generic[R]):
    """One column. With `put` its cells can be typed over; `put` gives the row as it is then."""

    key: str
    label: str
    text: Callable[[R], str]
    width: int = 120
    put: Callable[[R, str], R] | None = None


class TickModel(QAbstractTableModel, Generic[R]):
    """All rows with their ticks; what is shown of them follows a filter."""

    edited = Signal()
    """A tick or a cell is another one now."""

    def __init__(
        self,
        columns: Sequence[TickColumn[R]],
        *,
        can_tick: Callable[[R], bool] = lambda _row: True,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._can_tick = can_tick
        self._rows: list[R] = []
        self._ticks: list[bool] = []
        self._shown: list[int] = []

    def show_rows(self, rows: Sequence[R], ticks: Sequence[bool]) -> None:
        """Other rows, all of them in sight."""
        self.beginResetModel()
        self._rows, self._ticks = list(rows), list(ticks)
        self._shown = list(range(len(rows)))
        self.endResetModel()

    def keep(self, wanted: Callable[[R, bool], bool]) -> None:
        """Shows only rows that are wanted; the others keep their ticks."""
        self.beginResetModel()
        self._shown = [
            place
            for place, (row, tick) in enumerate(zip(self._rows, self._ticks, strict=True))
            if wanted(row, tick)
        ]
        self.endResetModel()

    @property
    def rows(self) -> Sequence[R]:
        return self._rows

    @property
    def ticks(self) -> Sequence[bool]:
        return self._ticks

    def ticked(self) -> list[R]:
        """The ticked rows, in sight or not."""
        return [row for row, tick in zip(self._rows, self._ticks, strict=True) if tick]

    def tick(self, places: Sequence[int], on: bool) -> None:
        """Ticks rows by their places in sight."""
        for place in places:
            one = self._shown[place]
            self._ticks[one] = on and self._can_tick(self._rows[one])
        if places:
            last = self.index(max(places), len(self.columns) - 1)
            self.dataChanged.emit(self.index(min(places), 0), last)
            self.edited.emit()

    # ------------------------------------------------------------- for the view
    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one = self._shown[index.row()]
        row, column = self._rows[one], self.columns[index.column()]
        match role:
            case (
                Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole | Qt.ItemDataRole.ToolTipRole
            ):
                return column.text(row)
            case Qt.ItemDataRole.CheckStateRole if index.column() == 0 and self._can_tick(row):
                return Qt.CheckState.Checked if self._ticks[one] else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.ForegroundRole if not self._ticks[one]:
                return QColor(current_tokens().muted)
            case Qt.ItemDataRole.AccessibleTextRole if index.column() == 0:
                return f"{'已勾选' if self._ticks[one] else '未勾选'}，{column.text(row)}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == 0 and self._can_tick(self._rows[self._shown[index.row()]]):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        if self.columns[index.column()].put is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(  # noqa: N802
        self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        one = self._shown[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            self.tick([index.row()], Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        put = self.columns[index.column()].put
        if put is None or value == self.columns[index.column()].text(self._rows[one]):
            return False
        self._rows[one] = put(self._rows[one], str(value))
        self.dataChanged.emit(index, index)
        self.edited.emit()
        return True


class TickTable(QTableView, Generic[R]):
    """Space ticks all chosen rows (or clears them), F2 types into a cell."""

    def __init__(
        self, model: TickModel[R], *, name: str, label: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        name_headers(self)
        self.tick_model = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        height = row_height("compact")
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for place, column in enumerate(model.columns):
            self.setColumnWidth(place, scaled(column.width))

    def chosen_places(self) -> list[int]:
        """The chosen rows, else the one under the cursor."""
        places = [index.row() for index in self.selectionModel().selectedRows()]
        current = self.currentIndex()
        return sorted(places) or ([current.row()] if current.isValid() else [])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Space:
            places = self.chosen_places()
            shown = self.tick_model
            on = any(
                shown.index(place, 0).data(Qt.ItemDataRole.CheckStateRole)
                == Qt.CheckState.Unchecked
                for place in places
            )
            shown.tick(places, on)
            event.accept()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The columns share what room there is in their proportions, down to a part of their own."""
        super().resizeEvent(event)
        widths = [scaled(column.width) for column in self.tick_model.columns]
        room = max(self.viewport().width(), sum(widths) * _NARROWEST // 100)
        for place, width in enumerate(widths):
            self.setColumnWidth(place, width * room // sum(widths))
