"""What is wrong with a paper before it is printed, each finding with a way to its record."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.kit.icons import icon
from tuanji_desktop.kit.labels import label
from tuanji_desktop.kit.style import scaled
from tuanji_desktop.papers.preflight import PaperFinding

_Index = QModelIndex | QPersistentModelIndex
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_AT_ONCE = 100
"""Rows laid out in one go: a roster may have ten thousand findings."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list; `record` None, or 0 for nobody's, has no record to open."""

    message: str
    blocks: bool = False
    who: str = ""
    record: int | None = None
    field: str = ""

    @property
    def words(self) -> str:
        """The line as it is shown, read out and copied."""
        about = f"{self.who}，" if self.who else ""
        return f"{'须补正' if self.blocks else '提醒'}：{about}{self.message}"


def listed(
    findings: Iterable[PaperFinding],
    *,
    blocking: Collection[PaperFinding],
    names: Mapping[int, str],
) -> list[Listed]:
    """Findings of a paper as lines; `names` are those of the members that the paper speaks of."""
    kept = set(blocking)
    return [
        Listed(one.message, one in kept, names.get(one.record or 0, ""), one.record, one.field)
        for one in findings
    ]


class FindingsList(QWidget):
    """Lists findings, those that keep the paper back first; Enter, double click and the button
    打开记录 ask for the record, Ctrl+C copies the chosen lines, all of them where none is."""

    record_requested = Signal(int, str)
    """The member's id and the field that is to be put right."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        name: str = "findings",
        words: str = "打印前检查",
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self._words = words
        self._model = _Lines(self)
        self._said = label("", role="muted", name=f"{name}_said", parent=self)
        self._said.setWordWrap(True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.view = _View(self._open, self.copy, self)
        self.view.setObjectName(f"{name}_view")
        self.view.setAccessibleName(f"{words}的结果")
        self.view.setModel(self._model)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._enable())
        self.open_button = self._button(f"{name}_open", "打开记录", self._open)
        self.copy_button = self._button(f"{name}_copy", "复制", self.copy)
        copying = QAction("复制", self.view)
        copying.triggered.connect(self.copy)
        self.view.addAction(copying)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.copy_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._said)
        layout.addWidget(self.view, 1)
        layout.addLayout(buttons)
        self.clear()

    def show_findings(
        self,
        findings: Iterable[PaperFinding],
        *,
        blocking: Collection[PaperFinding] = (),
        names: Mapping[int, str] | None = None,
    ) -> None:
        """What the pre-flight of a paper found; nothing is good news and said so."""
        self.show_lines(listed(findings, blocking=blocking, names=names or {}))

    def show_lines(self, lines: Iterable[Listed]) -> None:
        """Any lines, those that block first, otherwise in their order."""
        shown = sorted(lines, key=lambda one: not one.blocks)
        blocks = sum(one.blocks for one in shown)
        if blocks:
            text = f"{self._words}：{blocks} 处须补正，补正后才能打印"
            text += f"；另有 {len(shown) - blocks} 处提醒。" if len(shown) > blocks else "。"
        elif shown:
            text = f"{self._words}：{len(shown)} 处提醒，不妨碍打印。"
        else:
            text = f"{self._words}没有发现问题。"
        self._show(shown, text)

    def say(self, text: str) -> None:
        """A word instead of findings: 正在检查……"""
        self._show([], text)

    def clear(self) -> None:
        """Nothing is known yet."""
        self._show([], "")

    def copy(self) -> None:
        """The chosen lines into the clipboard, all of them where none is chosen."""
        chosen = sorted(index.row() for index in self.view.selectedIndexes())
        lines = [self.lines[row] for row in chosen] or self.lines
        if lines:
            QGuiApplication.clipboard().setText("\n".join(one.words for one in lines) + "\n")

    @property
    def lines(self) -> list[Listed]:
        """What is shown, in this order."""
        return self._model.lines

    @property
    def text(self) -> str:
        """The sentence above the lines."""
        return self._said.text()

    def _show(self, lines: list[Listed], text: str) -> None:
        self._model.show(lines)
        self._said.setText(text)
        self._said.setVisible(bool(text))
        self.setAccessibleDescription(text)
        for widget in (self.view, self.open_button, self.copy_button):
            widget.setVisible(bool(lines))
        if lines:
            self.view.setCurrentIndex(self._model.index(0))
            self.view.clearSelection()
        self._enable()

    def _button(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setProperty("link", True)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _current(self) -> Listed | None:
        row = self.view.currentIndex().row()
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def _enable(self) -> None:
        current = self._current()
        self.open_button.setEnabled(bool(current and current.record))
        who = current.who if current else ""
        self.open_button.setAccessibleName(f"打开 {who} 的记录" if who else "打开记录")

    def _open(self) -> None:
        current = self._current()
        if current is not None and current.record:
            self.record_requested.emit(current.record, current.field)


class _View(QListView):
    """Lines of any height; Enter stays here, so that it never presses the dialog's button."""

    def __init__(
        self, opened: Callable[[], None], copied: Callable[[], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._opened, self._copied = opened, copied
        self.setWordWrap(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_AT_ONCE)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setIconSize(QSize(scaled(16), scaled(16)))
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(scaled(56))
        self.doubleClicked.connect(lambda _: opened())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (the name is Qt's)
        if event.key() in _ENTER:
            self._opened()
            event.accept()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copied()  # the view's own copies one line only
            event.accept()
        else:
            super().keyPressEvent(event)


class _Lines(QAbstractListModel):
    """The lines as words with the picture of their weight."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[Listed] = []

    def show(self, lines: list[Listed]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.words
        if role == Qt.ItemDataRole.DecorationRole:
            level = "error" if line.blocks else "warning"
            return icon(level, level)
        return None
