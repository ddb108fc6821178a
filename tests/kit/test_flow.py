"""What finds no room in a line goes into the next."""

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.flow import FlowLayout


def test_a_narrow_row_goes_on_below(qtbot: QtBot) -> None:
    pane = QWidget()
    qtbot.addWidget(pane)
    flow = FlowLayout(pane, spacing=4)
    buttons = [QPushButton("按钮", pane) for _ in range(4)]
    for button in buttons:
        button.setFixedSize(100, 30)
        flow.addWidget(button)
    pane.resize(420, 100)
    pane.show()
    assert [button.y() for button in buttons] == [0, 0, 0, 0]
    assert flow.heightForWidth(420) == 30
    pane.resize(210, 100)
    assert [(button.x(), button.y()) for button in buttons] == [
        (0, 0), (104, 0), (0, 34), (104, 34),
    ]  # fmt: skip
    assert flow.heightForWidth(210) == 64
    buttons[1].hide()
    flow.activate()
    assert (buttons[2].x(), buttons[2].y()) == (104, 0)
