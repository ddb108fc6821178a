from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.quality.helpers import inspected, person
from tuanji_desktop.office.context import Context
from tuanji_desktop.quality.board_view import BoardView
from tuanji_desktop.quality.checks import GROUPS
from tuanji_desktop.quality.service import Board, board


@pytest.fixture
def numbers(office: Context) -> Board:
    person(office, 1, education="")
    person(office, 2, mobile="12")
    return board(inspected(office), None)


def test_every_check_stands_in_its_group_with_its_number(
    dressed: QApplication, qtbot: QtBot, numbers: Board
) -> None:
    view = BoardView()
    qtbot.addWidget(view)
    view.show_board(numbers)
    groups = [view.topLevelItem(place) for place in range(view.topLevelItemCount())]
    assert [group.text(0) for group in groups if group] == list(GROUPS)
    assert all(group and not group.flags() & Qt.ItemFlag.ItemIsSelectable for group in groups)
    assert view.text_of("red") == "1"
    assert view.text_of("mobile_format") == "1"
    assert view.text_of("id_invalid") == "0"


def test_parts_are_shown_where_there_are_any(
    dressed: QApplication, qtbot: QtBot, numbers: Board
) -> None:
    view = BoardView()
    qtbot.addWidget(view)
    view.show_board(numbers)
    view.choose("red.education")
    assert view.code == "red.education"
    item = view.currentItem()
    assert item is not None
    assert not item.isHidden()
    view.choose("red.mobile")
    hidden = view.currentItem()
    assert hidden is not None
    assert hidden.isHidden()


def test_numbers_that_may_still_grow_say_so(
    dressed: QApplication, qtbot: QtBot, numbers: Board
) -> None:
    view = BoardView()
    qtbot.addWidget(view)
    view.show_board(replace(numbers, complete=False))
    assert view.text_of("red") == "1…"
    assert view.text_of("id_invalid") == "…"


def test_the_choice_is_told_as_a_code_and_stays(
    dressed: QApplication, qtbot: QtBot, numbers: Board
) -> None:
    view = BoardView()
    qtbot.addWidget(view)
    view.show_board(numbers)
    told: list[str] = []
    view.check_chosen.connect(told.append)
    view.choose("hollow")
    view.show_board(replace(numbers, checks=numbers.checks[:-1]))
    assert view.code == "hollow"
    assert told[0] == "hollow"
    view.choose("no such check")
    assert view.code == "hollow"


def test_each_line_is_read_out_with_level_and_number(
    dressed: QApplication, qtbot: QtBot, numbers: Board
) -> None:
    view = BoardView()
    qtbot.addWidget(view)
    view.show_board(numbers)
    view.choose("mobile_format")
    item = view.currentItem()
    assert item is not None
    assert item.data(0, Qt.ItemDataRole.AccessibleTextRole) == "手机号码不对，提醒，1"
    assert "11位手机号码" in item.toolTip(0)
