"""Tabs are turned by the keyboard; one that is hidden is passed over."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTabBar, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.tab_keys import turn_by_keys


def test_round_and_back(qtbot: QtBot) -> None:
    page = QWidget()
    tabs, line = QTabBar(page), QLineEdit(page)
    layout = QVBoxLayout(page)
    layout.addWidget(tabs)
    layout.addWidget(line)
    for words in "甲乙丙":
        tabs.addTab(words)
    tabs.setTabVisible(1, False)
    turned: list[int] = []
    turn_by_keys(tabs, page, lambda: turned.append(tabs.currentIndex()))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    line.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    for key, modifiers in (
        (Qt.Key.Key_PageDown, control),
        (Qt.Key.Key_Tab, control),
        (Qt.Key.Key_PageUp, control),
        (Qt.Key.Key_Tab, control | Qt.KeyboardModifier.ShiftModifier),
    ):
        QTest.keyClick(line, key, modifiers)
    assert turned == [2, 0, 2, 0]
