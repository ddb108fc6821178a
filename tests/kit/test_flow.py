"""What finds no room in a line goes into the next."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

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
