"""The rule in words."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.kit.forms import LOCKED, REVIEW
from tuanji_desktop.kit.rule_popup import RulePopup
from tuanji_desktop.rules.policy_parts import ChangePath, Tier
from tuanji_desktop.rules.why import Way, Why


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


WHY = Why(
    field="mobile",
    label="手机号码",
    tier=Tier.LOCKED,
    path=ChangePath.WITHDRAW_OR_RETURN,
    reason="报到正在等待审核。",
    clause="G 一.1",
    clause_text="通过团员自行撤回报到申请或支部退回方式。",
    document="《提醒函》（团省委，2018-09-21）",
    since=date(2018, 8, 2),
    by="周八",
    history=("2018-08-02 提交报到", "第二句"),
    advice="请先撤回。",
    ways=(Way("withdraw", "撤回报到"), Way("return", "退回报到")),
)


def words_of(popup: RulePopup) -> dict[str, str]:
    return {one.objectName(): one.text() for one in popup.findChildren(QLabel)}


def test_it_says_all_there_is_to_say_and_offers_every_way(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    popup = RulePopup("手机号码", LOCKED, page, why=WHY)
    popup.open_under(page)
    assert words_of(popup) == {
        "rule_head": "手机号码：不可修改",
        "rule_reason": "报到正在等待审核。",
        "rule_advice": "请先撤回。",
        "rule_clause": "依据：G 一.1",
        "rule_text": "“通过团员自行撤回报到申请或支部退回方式。”",
        "rule_document": "——《提醒函》（团省委，2018-09-21）",
        "rule_since": "2018-08-02 提交报到\n第二句",
    }
    for words in words_of(popup).values():
        assert words in popup.accessibleDescription()
    buttons = popup.findChildren(QPushButton)
    assert [one.accessibleName() for one in buttons] == ["撤回报到", "退回报到"]
    with qtbot.waitSignal(popup.path_requested) as asked:
        buttons[1].click()
    assert asked.args == ["return"]


def test_more_words_than_the_screen_has_room_for_scroll(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    long = replace(WHY, clause_text="条款" * 2_000)
    popup = RulePopup("手机号码", LOCKED, page, why=long)
    popup.open_under(page)
    assert popup.height() <= page.screen().availableGeometry().height()
    area = popup.findChild(QScrollArea, "rule_area")
    assert area is not None
    assert area.widget().height() > area.height()
    assert all(one.isVisible() for one in popup.findChildren(QPushButton))
    short = RulePopup("手机号码", LOCKED, page, why=WHY)
    short.open_under(page)
    assert short.findChild(QScrollArea, "rule_area") is None
