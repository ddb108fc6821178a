"""The files of an import that are taken one after the other, each with what became of it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from tuanji_desktop.kit.icons import icon
from tuanji_desktop.kit.style import scaled

WAITING, CURRENT, DONE, REFUSED, GONE = "waiting", "current", "done", "refused", "gone"
_LOOKS = {
    WAITING: ("waiting", "muted", "等待"),
    CURRENT: ("open", "action", "正在办理"),
    DONE: ("done", "good", "已写入"),
    REFUSED: ("error", "error", "读不出来"),
    GONE: ("undo", "muted", "已撤销"),
}
_ROWS = 5


class FileQueue(QListWidget):
    """Shown as soon as there is more than one file; Enter takes a waiting one, Del takes it out."""

    picked = Signal(object)
    """`Path` of a file that is to be taken now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("file_queue")
        self.setAccessibleName("要导入的文件")
        self.setToolTip("按 Enter 或双击先办理这一份，按 Delete 从列表中去掉")
        self.setIconSize(QSize(scaled(16), scaled(16)))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._states: dict[Path, tuple[str, str]] = {}
        self.itemActivated.connect(self._activated)
        self.hide()

    @property
    def waiting(self) -> tuple[Path, ...]:
        """Those that have not been taken yet."""
        return tuple(path for path, (state, _) in self._states.items() if state == WAITING)

    def put(self, paths: Sequence[Path]) -> None:
        """Adds files that are not there yet; a single one takes the place of a single one."""
        if len(paths) == 1 and len(self._states) <= 1:
            self._states.clear()
        for path in paths:
            if self._states.get(path, (REFUSED, ""))[0] != DONE:
                self._states[path] = (WAITING, "")
        self._show()

    def mark(self, path: Path, state: str, words: str = "") -> None:
        """What has become of a file; one that is taken up puts the former one back to waiting."""
        if path not in self._states:
            return
        if state == CURRENT:
            for other, (known, _) in self._states.items():
                if known == CURRENT:
                    self._states[other] = (WAITING, "")
        self._states[path] = (state, words)
        self._show()
        if state == CURRENT:
            self.setCurrentRow(list(self._states).index(path))

    def _show(self) -> None:
        row = self.currentRow()
        self.clear()
        for path, (state, words) in self._states.items():
            picture, colour, name = _LOOKS[state]
            said = words or name
            item = QListWidgetItem(icon(picture, colour), f"{path.name}　{said}")
            item.setData(Qt.ItemDataRole.UserRole, path)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{path.name}，{said}")
            item.setToolTip(str(path))
            self.addItem(item)
        self.setCurrentRow(min(max(0, row), self.count() - 1))
        line = max(self.sizeHintForRow(0), scaled(24))
        self.setFixedHeight(line * min(_ROWS, max(1, self.count())) + 8)
        self.setVisible(self.count() > 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        item = self.currentItem()
        if item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activated(item)
        elif item is not None and event.key() == Qt.Key.Key_Delete:
            self._take_out(item)
        else:
            super().keyPressEvent(event)

    def _activated(self, item: QListWidgetItem) -> None:
        path = item.data(Qt.ItemDataRole.UserRole)
        if self._states[path][0] in (WAITING, REFUSED):
            self.picked.emit(path)

    def _take_out(self, item: QListWidgetItem) -> None:
        path = item.data(Qt.ItemDataRole.UserRole)
        if self._states[path][0] in (WAITING, REFUSED):
            del self._states[path]
            self._show()
