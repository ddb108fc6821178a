"""A line in which one of very many is found by typing: a member, a unit, a transfer."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ..kit.icons import icon
from ..kit.jobs import Jobs
from ..kit.style import scaled
from .sources import Choice

_TYPING_MS = 150
_KEY = Qt.ItemDataRole.UserRole


class PickField(QWidget):
    """Typing offers what is found under the line; Enter takes the first, ↓ goes to the others."""

    picked = Signal()
    """Another one, or none any more."""

    def __init__(
        self,
        jobs: Jobs,
        *,
        name: str,
        words: str,
        hint: str,
        find: Callable[[str], Sequence[Choice]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_field")
        self._jobs, self._find = jobs, find
        self._choice: Choice | None = None
        self.line = _Line(self)
        self.line.setObjectName(name)
        self.line.setAccessibleName(words)
        self.line.setPlaceholderText(hint)
        self.line.setClearButtonEnabled(True)
        self.line.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.list = QListWidget(self)
        self.list.setObjectName(f"{name}_found")
        self.list.setAccessibleName(f"找到的{words}")
        self.list.setFixedHeight(scaled(120))
        self.list.hide()
        self.setFocusProxy(self.line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.line)
        layout.addWidget(self.list)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._look)
        self.line.textEdited.connect(self._typed)
        self.line.textChanged.connect(lambda text: None if text else self._typed(""))
        self.line.returnPressed.connect(self._take_first)
        self.line.down.connect(self._go_down)
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)

    @property
    def key(self) -> int | str | None:
        """What was picked; None for nothing."""
        return self._choice.key if self._choice is not None else None

    def show_choice(self, choice: Choice | None) -> None:
        """Begins with this one."""
        self._choice = choice
        self.line.setText(choice.words if choice is not None else "")
        self.line.setCursorPosition(0)
        self.list.hide()

    def _typed(self, text: str) -> None:
        had, self._choice = self._choice, None
        if text.strip():
            self._typing.start()
        else:
            self._typing.stop()
            self.list.hide()
        if had is not None:
            self.picked.emit()

    def _look(self) -> None:
        words = self.line.text().strip()
        find = self._find
        self._jobs.read(self, lambda: find(words), self._offer, topic="pick")

    def _offer(self, found: Sequence[Choice]) -> None:
        if self._choice is not None:
            return
        self.list.clear()
        for choice in found:
            QListWidgetItem(choice.words, self.list).setData(_KEY, choice)
        if not found:
            nobody = QListWidgetItem("没有找到", self.list)
            nobody.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.show()

    def _take_first(self) -> None:
        item = self.list.currentItem() or self.list.item(0)
        if self.list.isVisible() and item is not None:
            self._take(item)

    def _take(self, item: QListWidgetItem) -> None:
        choice = item.data(_KEY)
        if isinstance(choice, Choice):
            self.show_choice(choice)
            self.line.setFocus()
            self.picked.emit()

    def _go_down(self) -> None:
        if self.list.isVisible() and self.list.count():
            self.list.setCurrentRow(0)
            self.list.setFocus()


class _Line(QLineEdit):
    """Tells of ↓; Enter finds here and never presses a button of the dialog."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
