from datetime import date

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tuanji_desktop.home.calendar import Event
from tuanji_desktop.home.date_list import DateList

TODAY = date(2018, 9, 1)
EVENTS = (
    Event(date(2018, 9, 2), "甲", "G 一", "review", "windows"),
    Event(date(2018, 9, 30), "乙", "G 四", "graduates", "rates"),
)


@pytest.mark.usefixtures("dressed")
def test_each_date_is_a_line_that_leads_somewhere(qtbot: QtBot) -> None:
    dates = DateList()
    qtbot.addWidget(dates)
    dates.show_events(EVENTS, TODAY)
    lines = dates.findChildren(QPushButton)
    assert [one.accessibleName() for one in lines] == [
        "2018-09-02 甲（G 一） 明天",
        "2018-09-30 乙（G 四） 29 天后",
    ]
    chosen: list[Event] = []
    dates.chosen.connect(chosen.append)
    lines[1].click()
    assert chosen == [EVENTS[1]]


@pytest.mark.usefixtures("dressed")
def test_without_a_date_there_is_no_list(qtbot: QtBot) -> None:
    dates = DateList()
    qtbot.addWidget(dates)
    dates.show_events(EVENTS, TODAY)
    dates.show_events((), TODAY)
    assert dates.isHidden()
