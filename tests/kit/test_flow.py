"""What finds no room in a line goes into the next."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.work import calls
from tuanji_desktop.kit.flow import FlowLayout


def test_a_narrow_row_goes_on_below(qtbot: QtBot) -> None:
    pane = QWidget()
    qtbot.addWidget(pane)
    flow = FlowLayout(pane, spacing=4)
    boxes = [QWidget(pane) for _ in range(4)]
    for box in boxes:
        box.setFixedSize(100, 30)
        flow.addWidget(box)
    pane.resize(420, 100)
    pane.show()
    assert [box.y() for box in boxes] == [0, 0, 0, 0]
    assert flow.heightForWidth(420) == 30
    pane.resize(210, 100)
    assert [(box.x(), box.y()) for box in boxes] == [
        (0, 0), (104, 0), (0, 34), (104, 34),
    ]  # fmt: skip
    assert flow.heightForWidth(210) == 64
    boxes[1].hide()
    flow.activate()
    assert (boxes[2].x(), boxes[2].y()) == (104, 0)


def test_it_is_measured_once_until_something_changes(qtbot: QtBot) -> None:
    """Qt asks for the height of the same width dozens of times while a page is laid out."""
    pane = QWidget()
    qtbot.addWidget(pane)
    flow = FlowLayout(pane, spacing=4)
    boxes = [_Counting(pane) for _ in range(4)]
    for box in boxes:
        flow.addWidget(box)
    pane.resize(420, 100)
    pane.show()
    flow.heightForWidth(210)
    _Counting.asked = 0
    for _ in range(20):
        assert flow.heightForWidth(210) == 64
        assert flow.sizeHint().width() == 412
    assert _Counting.asked == 0
    assert calls(lambda: flow.heightForWidth(210)) < 5
    boxes[0].wide = 50
    boxes[0].updateGeometry()
    assert flow.sizeHint().width() == 362
    boxes[1].hide()
    assert flow.sizeHint().width() == 258
    late = _Counting(pane)
    flow.addWidget(late)
    late.show()
    assert flow.sizeHint().width() == 362
    flow.setSpacing(8)
    assert flow.sizeHint().width() == 374


class _Counting(QWidget):
    asked, wide = 0, 100

    def sizeHint(self) -> QSize:
        _Counting.asked += 1
        return QSize(self.wide, 30)
