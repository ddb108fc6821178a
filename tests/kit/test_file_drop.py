"""Lists dropped on a window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.file_drop import FileDrop, dropped_lists


def mime(*paths: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return data


@pytest.mark.parametrize(
    ("names", "taken"),
    [(("/甲.xlsx", "/乙.CSV"), True), (("/甲.xlsx", "/照片.jpg"), False), ((), False)],
)
def test_only_lists_are_taken(
    dressed: QApplication, qtbot: QtBot, names: tuple[str, ...], taken: bool
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    drops = FileDrop(window)
    assert window.acceptDrops()
    got: list[object] = []
    drops.dropped.connect(got.append)
    data = mime(*names)
    copy, left, bare = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, bare)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted() is taken
    QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), copy, data, left, bare))
    assert got == ([tuple(Path(one) for one in names)] if taken else [])
    assert bool(dropped_lists(data)) is taken
