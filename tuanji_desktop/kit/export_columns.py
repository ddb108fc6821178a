"""Which columns of a list are exported, and in what order: ticked, moved by mouse or by key."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.kit.flow import FlowLayout
from tuanji_desktop.kit.labels import label
from tuanji_desktop.kit.style import scaled

_KEY = Qt.ItemDataRole.UserRole
_LEAST = (220, 150)


class ColumnPicker(QWidget):
    """Every column that can be had, the wanted ones ticked; their order is the file's."""

    changed = Signal()

    def __init__(
        self,
        columns: Sequence[tuple[str, str]],
        shown: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        """`columns`: keys and headings; `shown`: the keys that 恢复 ticks, in their order."""
        super().__init__(parent)
        self.setObjectName("export_columns")
        self.setAccessibleName("要导出的栏目")
        self._labels = dict(columns)
        self._shown = tuple(shown)
        self.list = QListWidget(self)
        self._count = label("", role="muted", name="export_columns_count", parent=self)
        self._set_up()
        self.set_keys(shown)

    def keys(self) -> tuple[str, ...]:
        """The ticked columns from top to bottom."""
        items = (self.list.item(place) for place in range(self.list.count()))
        return tuple(
            str(item.data(_KEY)) for item in items if item.checkState() is Qt.CheckState.Checked
        )

    def set_keys(self, keys: Sequence[str]) -> None:
        """Ticks these and puts them first; the others keep the list's own order behind them."""
        wanted = [key for key in keys if key in self._labels]
        order = [*wanted, *(key for key in self._labels if key not in wanted)]
        self.list.blockSignals(True)
        self.list.clear()
        for key in order:
            item = QListWidgetItem(self._labels[key], self.list)
            item.setData(_KEY, key)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            item.setCheckState(Qt.CheckState.Checked if key in wanted else Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self._tell()

    def shift(self, rows: int) -> None:
        """Moves the column under the cursor up (below zero) or down."""
        place = self.list.currentRow()
        target = place + rows
        if place < 0 or not 0 <= target < self.list.count():
            return
        item = self.list.takeItem(place)
        self.list.insertItem(target, item)
        self.list.setCurrentRow(target)
        self._tell()

    def tick_all(self, ticked: bool) -> None:
        """Ticks every column, or none."""
        self.list.blockSignals(True)
        for place in range(self.list.count()):
            self.list.item(place).setCheckState(
                Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            )
        self.list.blockSignals(False)
        self._tell()

    def _set_up(self) -> None:
        self.list.setObjectName("export_column_list")
        self.list.setAccessibleName("栏目：空格键勾选，Alt+↑、Alt+↓ 调整次序")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.setMinimumSize(scaled(_LEAST[0]), scaled(_LEAST[1]))
        self.list.itemChanged.connect(lambda _item: self._tell())
        self.list.model().rowsMoved.connect(lambda *_: self._tell())
        self.list.model().rowsInserted.connect(lambda *_: self._tell())
        bar = FlowLayout(spacing=6)
        for name, words, tip, act in (
            ("up", "上移", "上移（Alt+↑）", lambda: self.shift(-1)),
            ("down", "下移", "下移（Alt+↓）", lambda: self.shift(1)),
            ("all", "全选", "勾选全部栏目", lambda: self.tick_all(True)),
            ("none", "全不选", "一栏也不勾选", lambda: self.tick_all(False)),
            ("default", "恢复", "恢复成列表现在的栏目和次序", lambda: self.set_keys(self._shown)),
        ):
            button = QPushButton(words, self)
            button.setObjectName(f"export_columns_{name}")
            button.setAccessibleName(tip)
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, act=act: act())
            bar.addWidget(button)
        for keys, rows in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda rows=rows: self.shift(rows))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._count)
        layout.addWidget(self.list, 1)
        layout.addLayout(bar)

    def _tell(self) -> None:
        self._count.setText(f"栏目：勾选 {len(self.keys())}，共 {self.list.count()}")
        self.changed.emit()
