"""The rail tells which desk is wanted and marks the one in sight; the window never grows for it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from tests.desks import office as office  # noqa: PLC0414 - fixtures
from tests.desks import still
from tests.desks import workplace as workplace  # noqa: PLC0414
from tests.kit.conftest import dressed as dressed  # noqa: PLC0414
from tests.kit.conftest import jobs as jobs  # noqa: PLC0414
from tuanji_desktop.app import _window
from tuanji_desktop.core.settings import MachineSettings
from tuanji_desktop.kit.desks import Desk
from tuanji_desktop.kit.page import Page, Workplace
from tuanji_desktop.kit.rail import Rail
from tuanji_desktop.main_window import MainWindow

ROOM = (1366, 768 - 40)
"""A clerk's screen without the frame of the window and the bar of the system."""


class _One(Page):
    key, title, icon = "roster", "花名册", "roster"


def rail_of(qtbot: QtBot, workplace: Workplace, count: int, height: int) -> Rail:
    desks = [
        Desk(f"desk{n}", f"工作台{n}", "roster", lambda: _One(workplace))
        for n in range(1, count + 1)
    ]
    rail = Rail(desks)
    qtbot.addWidget(rail)
    rail.resize(rail.width(), height)
    rail.show()
    qtbot.wait(1)
    return rail


def button(rail: Rail, number: int) -> QToolButton:
    found = rail.findChild(QToolButton, f"desk_desk{number}")
    assert isinstance(found, QToolButton)
    return found


def in_sight(rail: Rail, one: QToolButton) -> bool:
    place = one.mapTo(rail, one.rect().center())
    return rail.rect().contains(place)


def test_rail(qtbot: QtBot, workplace: Workplace, dressed: None) -> None:
    rail = rail_of(qtbot, workplace, 12, 900)
    told: list[str] = []
    rail.chosen.connect(told.append)
    button(rail, 2).click()
    assert told == ["desk2"]
    rail.select("desk1")
    assert button(rail, 1).isChecked()
    assert not button(rail, 2).isChecked()
    assert "Ctrl+2" in button(rail, 2).toolTip()
    assert button(rail, 12).toolTip() == "工作台12"
    assert all(one.accessibleName() for one in rail.findChildren(QToolButton))


def test_where_the_window_is_low_the_icons_stand_beside_the_words(
    qtbot: QtBot, workplace: Workplace, dressed: None
) -> None:
    under, beside = (
        Qt.ToolButtonStyle.ToolButtonTextUnderIcon, Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
    )  # fmt: skip
    rail = rail_of(qtbot, workplace, 14, 1000)
    assert not rail.compact
    assert button(rail, 1).toolButtonStyle() == under
    rail.resize(rail.width(), 640)
    assert rail.compact
    assert button(rail, 1).toolButtonStyle() == beside
    qtbot.wait(1)
    assert all(in_sight(rail, button(rail, n)) for n in range(1, 15))
    assert button(rail, 14).sizeHint().width() <= rail.width() - 8, "no word is cut"
    rail.resize(rail.width(), 1000)
    assert not rail.compact


def test_where_even_that_does_not_do_it_scrolls_to_the_desk(
    qtbot: QtBot, workplace: Workplace, dressed: None
) -> None:
    rail = rail_of(qtbot, workplace, 14, 200)
    assert rail.minimumSizeHint().height() <= 200
    assert not in_sight(rail, button(rail, 14))
    rail.select("desk14")
    assert in_sight(rail, button(rail, 14))
    rail.select("desk1")
    assert in_sight(rail, button(rail, 1))


def test_the_arrows_go_from_desk_to_desk(qtbot: QtBot, workplace: Workplace, dressed: None) -> None:
    rail = rail_of(qtbot, workplace, 14, 200)
    rail.activateWindow()
    button(rail, 1).setFocus(Qt.FocusReason.TabFocusReason)
    for key, number in (
        (Qt.Key.Key_Down, 2), (Qt.Key.Key_End, 14), (Qt.Key.Key_Down, 14), (Qt.Key.Key_Up, 13),
        (Qt.Key.Key_Home, 1), (Qt.Key.Key_Up, 1),
    ):  # fmt: skip
        QTest.keyClick(rail.focusWidget(), key)
        assert rail.focusWidget() is button(rail, number)
        assert in_sight(rail, button(rail, number))
    told: list[str] = []
    rail.chosen.connect(told.append)
    QTest.keyClick(button(rail, 1), Qt.Key.Key_Space)
    assert told == ["desk1"]


@pytest.fixture
def window(qtbot: QtBot, workplace: Workplace, dressed: None) -> Iterator[MainWindow]:
    made = _window(workplace, MachineSettings())
    qtbot.addWidget(made)
    made.show()
    yield made
    still(qtbot, workplace.jobs)


def test_no_desk_needs_more_than_a_clerks_screen(window: MainWindow, qtbot: QtBot) -> None:
    """1366×768 at 100 %: a page that needs more would push the window over the edge."""
    width, height = ROOM
    for key in window.pages:
        window.show_desk(key)
        still(qtbot, window.workplace.jobs)
        hint = window.pages[key].minimumSizeHint()
        assert hint.width() <= width - window.rail.width(), key
        least = window.minimumSizeHint()
        assert (least.width() <= width, least.height() <= height) == (True, True), key
        assert (window.width(), window.height()) == (width, height), key
