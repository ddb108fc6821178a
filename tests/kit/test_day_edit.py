"""A day to be typed or picked."""

from datetime import date

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
