"""A day to be typed or picked."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.day_edit import DayEdit


def test_it_begins_today_and_keeps_within_its_days(qtbot: QtBot) -> None:
    edit = DayEdit("done_on", "办理日期", last=date(2018, 8, 20))
    qtbot.addWidget(edit)
    assert (edit.objectName(), edit.accessibleName()) == ("done_on", "办理日期")
    assert edit.day == date(2018, 8, 20)
    assert edit.text() == "2018-08-20"
    edit.allow(date(2018, 8, 10), date(2018, 8, 20))
    edit.take(date(2018, 8, 15))
    assert edit.day == date(2018, 8, 15)
    edit.take(date(2018, 8, 9))
    assert edit.day == date(2018, 8, 10), "not before what came before it"
    edit.take(date(2018, 8, 21))
    assert edit.day == date(2018, 8, 20), "and not tomorrow"
    edit.allow(date(2018, 9, 1), date(2018, 8, 20))
    assert edit.day == date(2018, 8, 20)


@pytest.mark.parametrize("whole", [True, False])
def test_a_day_is_typed_where_one_has_clicked(qtbot: QtBot, whole: bool) -> None:
    edit = DayEdit("done_on", "办理日期", last=date(2018, 10, 15))
    qtbot.addWidget(edit)
    edit.show()
    edit.setFocus()
    if whole:
        edit.lineEdit().selectAll()
    else:
        QTest.mouseClick(edit.lineEdit(), Qt.MouseButton.LeftButton)
        edit.lineEdit().setCursorPosition(0)
    QTest.keyClicks(edit, "20170903")
    assert edit.day == date(2017, 9, 3)
    QTest.keyClicks(edit, "21")
    assert edit.day == date(2017, 9, 21), "typed wrongly: the day once more"
