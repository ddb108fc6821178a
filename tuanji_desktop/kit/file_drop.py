"""Lists that are dropped anywhere on a window."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

LIST_SUFFIXES = (
    ".xlsx", ".xls", ".xlsm", ".xlsb", ".et", ".ett", ".ods", ".csv", ".tsv", ".txt",
)  # fmt: skip
"""What the names of spreadsheets end with; what a file is, its content says."""


class FileDrop(QObject):
    """Takes what its window's own parts do not want, if these are lists."""

    dropped = Signal(object)
    """`tuple[Path, ...]`"""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QDragEnterEvent | QDragMoveEvent):
            if dropped_lists(event.mimeData()):
                event.acceptProposedAction()
                return True
        elif isinstance(event, QDropEvent) and (lists := dropped_lists(event.mimeData())):
            event.acceptProposedAction()
            self.dropped.emit(lists)
            return True
        return False


def local_paths(data: QMimeData) -> tuple[Path, ...]:
    """The files of this computer that are being dropped or pasted."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def dropped_lists(data: QMimeData) -> tuple[Path, ...]:
    """Those of them that are lists, if nothing else is among them."""
    paths = local_paths(data)
    return paths if all(one.suffix.lower() in LIST_SUFFIXES for one in paths) else ()
