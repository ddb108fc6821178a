"""Task cards."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.card import TaskCard


def test_a_card_is_pressed_by_mouse_and_by_key(qtbot: QtBot) -> None:
    card = TaskCard(name="task", icon_name="graduates", title="9 名", text="毕业生去向未定")
    qtbot.addWidget(card)
    card.show()
    presses: list[int] = []
    card.pressed.connect(lambda: presses.append(1))
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    QTest.keyClick(card, Qt.Key.Key_Space)
    QTest.keyClick(card, Qt.Key.Key_Return)
    QTest.keyClick(card, Qt.Key.Key_A)
    assert len(presses) == 3
    card.set_words("8 名", "毕业生去向未定")
    assert card.accessibleName() == "8 名，毕业生去向未定"
