"""The line that asks for what an act still needs."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.ask_strip import AskStrip


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.addWidget(QPushButton("起点", made))
    layout.addWidget(AskStrip("ask", made))
    qtbot.addWidget(made)
    made.show()
    return made


def strip_of(page: QWidget) -> AskStrip:
    (strip,) = page.findChildren(AskStrip)
    return strip


def test_a_needed_text_keeps_the_act_back(page: QWidget) -> None:
    strip, granted = strip_of(page), list[tuple[str, str]]()
    strip.ask(
        "退回 2 份", act="退回", needed="退回须写明原因", granted=lambda *got: granted.append(got)
    )
    assert strip.isVisible()
    assert not strip.act.isEnabled()
    note = strip.findChild(QLabel, "ask_note")
    assert isinstance(note, QLabel)
    assert note.text() == "退回须写明原因"
    QTest.keyClick(strip.text, Qt.Key.Key_Return)
    assert granted == []
    strip.text.setText("  原因  ")
    QTest.keyClick(strip.text, Qt.Key.Key_Return)
    assert granted == [("原因", "")]
    assert not strip.isVisible()


def test_a_choice_comes_with_its_key(page: QWidget) -> None:
    strip, granted = strip_of(page), list[tuple[str, str]]()
    choices = [("county", "团县委"), ("province", "团省委")]
    strip.ask(
        "上报", act="登记", typed=False, choices=choices, chosen="province",
        granted=lambda *got: granted.append(got),
    )  # fmt: skip
    assert not strip.text.isVisible()
    assert strip.choice.currentText() == "团省委"
    strip.act.click()
    assert granted == [("", "province")]


def test_escape_takes_it_back_and_the_focus_returns(page: QWidget) -> None:
    strip, granted = strip_of(page), list[tuple[str, str]]()
    start = page.findChildren(QPushButton, options=Qt.FindChildOption.FindDirectChildrenOnly)[0]
    start.setFocus()
    strip.ask("退回", act="退回", granted=lambda *got: granted.append(got))
    assert strip.text.hasFocus()
    QTest.keyClick(strip.text, Qt.Key.Key_Escape)
    assert not strip.isVisible()
    assert start.hasFocus()
    assert granted == []
    strip.ask("退回", act="退回", granted=lambda *got: granted.append(got))
    strip.ask("批准", act="批准", granted=lambda *got: granted.append(("second", "")))
    strip.act.click()
    assert granted == [("second", "")]


def test_it_is_named_for_those_who_listen(page: QWidget) -> None:
    strip = strip_of(page)
    strip.ask("退回 2 份", act="退回", hint="退回原因", granted=lambda *_: None)
    assert strip.accessibleName() == "退回 2 份"
    assert strip.text.accessibleName() == "退回原因"
    assert strip.act.accessibleName() == "退回"


def test_the_day_is_asked_only_where_days_are_given(qtbot: QtBot) -> None:
    strip = AskStrip("ask")
    qtbot.addWidget(strip)
    days = list[date | None]()

    def granted(_text: str, _choice: str) -> None:
        days.append(strip.answered_day)

    first, last = date(2018, 8, 1), date(2018, 8, 20)
    strip.ask("哪一天？", act="登记", granted=granted, days=(first, last))
    assert strip.day is not None
    assert strip.day.day == last
    strip.day.take(date(2018, 7, 1))
    strip.act.click()
    strip.ask("没有日期", act="登记", granted=granted)
    assert strip.day.isHidden()
    strip.act.click()
    assert days == [first, None]


def test_where_there_is_no_room_the_buttons_go_below(qtbot: QtBot) -> None:
    strip = AskStrip("ask")
    qtbot.addWidget(strip)
    strip.ask("问", act="登记核对并上报", granted=lambda *_: None, choices=[("a", "团县委")])
    strip.resize(900, 120)
    strip.show()
    inside = strip.layout()
    assert inside is not None
    inside.activate()
    assert strip.act.geometry().center().y() == strip.text.geometry().center().y()
    strip.resize(260, 160)
    inside.activate()
    assert strip.act.y() > strip.text.geometry().bottom()
