"""Tab as one reads: rows, splitters, stacks and scroll areas, whatever was made first."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.flow import FlowLayout
from tuanji_desktop.kit.tab_order import as_read, put_in_order


def test_as_read(dressed: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    last, inside, third, second, first = (QLineEdit(window) for _ in range(5))
    flowing, hidden = QPushButton("甲", window), QPushButton("乙", window)
    area, split, stack = QScrollArea(window), QSplitter(window), QStackedWidget(window)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    stack.addWidget(third)
    stack.addWidget(hidden)
    split.addWidget(stack)
    split.addWidget(area)
    top, flow = QHBoxLayout(), FlowLayout()
    top.addWidget(first)
    top.addStretch(1)
    top.addWidget(second)
    flow.addWidget(QLabel("不接键盘", window))
    flow.addWidget(flowing)
    layout = QVBoxLayout(window)
    layout.addLayout(top)
    layout.addLayout(flow)
    layout.addWidget(split)
    layout.addWidget(last)
    wanted = [first, second, flowing, third, hidden, inside, last]
    assert as_read(window) == wanted
    put_in_order(wanted)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus()
    met: list[QWidget | None] = [first]
    for _ in range(5):
        window.focusNextChild()
        met.append(window.focusWidget())
    assert met == [one for one in wanted if one is not hidden]
