"""The rule in words."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.kit.forms import LOCKED, REVIEW
from tuanji_desktop.kit.rule_popup import RulePopup


def test_escape_closes_it_and_no_way_no_button(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    popup = RulePopup("政治面貌", REVIEW, page)
    popup.open_under(page)
    assert popup.findChild(QPushButton) is None
    assert popup.accessibleName() == "政治面貌：修改须审核"
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert page.findChild(RulePopup) is None or not popup.isVisible()


def test_the_way_has_the_focus(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    popup = RulePopup("姓名", LOCKED, page)
    popup.open_under(page)
    way = popup.findChild(QPushButton, "rule_path")
    assert way is not None
    assert popup.focusWidget() is way
    with qtbot.waitSignal(popup.path_requested):
        QTest.keyClick(way, Qt.Key.Key_Space)
