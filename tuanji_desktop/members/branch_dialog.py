"""Choosing a branch, or another unit: every one in use, and a box that narrows the list.

With `make` a button asks for one that is not there yet; `note` says what that means. `typed` is
what was typed already before the box was there.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..kit.labels import label
from ..kit.style import scaled
from .branch_model import CHOICE, BranchModel
from .loading import BranchChoice


class BranchDialog(QDialog):
    """Emits the branch chosen and closes."""

    chosen = Signal(object)
    """The `BranchChoice`."""
    make_requested = Signal()
    """None of them: the missing one is to be made."""

    def __init__(
        self,
        branches: Sequence[BranchChoice],
        parent: QWidget | None = None,
        *,
        title: str = "选择所在团支部",
        what: str = "团支部",
        make: str = "",
        note: str = "",
        typed: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName("branch_dialog")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._what = what
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = self.screen().availableSize()
        self.resize(min(scaled(520), room.width() - 48), min(scaled(440), room.height() - 64))
        self._filter = QLineEdit(self)
        self._filter.setObjectName("branch_filter")
        self._filter.setAccessibleName(f"按名称、拼音首字母或编码查找{what}")
        self._filter.setPlaceholderText(f"{what}、上级组织的名称、拼音首字母或编码")
        self._filter.setClearButtonEnabled(True)
        self._filter.installEventFilter(self)
        self._list = QListView(self)
        self._list.setObjectName("branch_list")
        self._list.setAccessibleName(what)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setUniformItemSizes(True)
        self._shown = BranchModel(branches, self)
        self._list.setModel(self._shown)
        self._list.selectionModel().currentChanged.connect(lambda _now, _then: self._say_place())
        self._place = label("", role="muted", name="branch_place", parent=self)
        self._place.setWordWrap(True)
        self._place.setMinimumHeight(self._place.fontMetrics().lineSpacing())
        self._count = label("", role="small", name="branch_count", parent=self)
        self._take = QPushButton("选择", self)
        self._take.setObjectName("branch_take")
        self._take.setProperty("main", True)
        self._take.setDefault(True)
        self._filter.textChanged.connect(self._narrow)
        self._list.activated.connect(self._choose)
        self._take.clicked.connect(self._choose)
        self._make = QPushButton(make, self)
        self._make.setObjectName("branch_make")
        self._make.setAccessibleName(make.rstrip("…"))
        self._make.setAutoDefault(False)
        self._make.setVisible(bool(make))
        self._make.clicked.connect(self._wish_new)
        self._note = label(note, role="small", name="branch_note", parent=self)
        self._note.setWordWrap(True)
        self._note.setVisible(bool(note))
        self._lay_out()
        self._narrow("")
        self._filter.setText(typed)

    def _lay_out(self) -> None:
        back = QPushButton("取消", self)
        back.setObjectName("branch_cancel")
        back.setAutoDefault(False)
        back.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self._count)
        foot.addStretch(1)
        foot.addWidget(self._make)
        foot.addWidget(back)
        foot.addWidget(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self._filter)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._place)
        layout.addWidget(self._note)
        layout.addLayout(foot)

    def _narrow(self, text: str) -> None:
        self._shown.narrow(text)
        rows = self._shown.rowCount()
        self._count.setText(
            f"{rows:,} 个{self._what}" if rows else f"没有这样的{self._what}，请换个写法"
        )
        self._take.setEnabled(rows > 0)
        if rows:
            self._list.setCurrentIndex(self._shown.index(0, 0))
        self._say_place()

    def _say_place(self) -> None:
        """The one under the cursor whole: a line of the list has no room for all its superiors."""
        index = self._list.currentIndex()
        self._place.setText(self._shown.place_of(index.row()) if index.isValid() else "")

    def _choose(self) -> None:
        index = self._list.currentIndex()
        if index.isValid():
            self.chosen.emit(index.data(CHOICE))
            self.accept()

    def _wish_new(self) -> None:
        self.make_requested.emit()
        self.reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The arrows move in the list while one types in the box."""
        if (
            watched is self._filter
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        ):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = self._list.currentIndex().row() + step
            if 0 <= row < self._shown.rowCount():
                self._list.setCurrentIndex(self._shown.index(row, 0))
            return True
        return super().eventFilter(watched, event)
