"""A page scrolls where the window is too small for it, and its frame takes nothing away."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.scrolling import scrolled


def test_what_does_not_fit_scrolls_and_the_keyboard_brings_it_into_sight(qtbot: QtBot) -> None:
    page, inner = QWidget(), QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(inner)
    lines = [QLineEdit(inner) for _ in range(30)]
    for line in lines:
        column.addWidget(line)
    area = scrolled(page, inner, name="lines_area", words="各行")
    page.resize(200, 120)
    page.show()
    lines[0].setFocus()
    assert (area.objectName(), area.accessibleName()) == ("lines_area", "各行")
    assert area.geometry() == page.rect()
    assert lines[-1].visibleRegion().isEmpty()
    for _ in lines[1:]:
        QTest.keyClick(page.focusWidget() or page, Qt.Key.Key_Tab)
    assert page.focusWidget() is lines[-1]
    assert not lines[-1].visibleRegion().isEmpty()


def test_what_fits_takes_the_whole_page(qtbot: QtBot) -> None:
    page, inner = QWidget(), QWidget()
    qtbot.addWidget(page)
    scrolled(page, inner, name="inner_area")
    page.resize(300, 200)
    page.show()
    assert inner.size() == page.size()
