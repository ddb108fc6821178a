"""The filters of a review."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QCheckBox, QPushButton, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from tests.kit import doubts
from tuanji_desktop.kit.import_filter import CodeCount, Wanted
from tuanji_desktop.kit.import_filter_bar import FilterBar
from tuanji_desktop.sheets.reading import Reading


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[FilterBar]:
    window = QWidget()
    qtbot.addWidget(window)
    made = FilterBar(QTabBar(window), (QCheckBox(window),), window)
    made.show_kinds(doubts.reviewed(doubts.workbook()))
    made.codes.show_counts([CodeCount("name.empty", "error", 1)])
    yield made


def kinds(bar: FilterBar) -> list[str]:
    buttons = bar.findChildren(QPushButton)
    return [one.text() for one in buttons if not one.isHidden()]


def press(bar: FilterBar, name: str) -> None:
    button = bar.findChild(QPushButton, name)
    assert button is not None
    button.click()


def test_sorts_of_row_with_counts(qtbot: QtBot, bar: FilterBar) -> None:
    assert kinds(bar) == ["全部 8", "新增 2", "待确认 2", "拒绝 4"]
    with qtbot.waitSignal(bar.changed):
        press(bar, "kind_refused")
    assert bar.wanted((), frozenset()) == Wanted(kind="refused")


def test_another_plan_keeps_the_choice_and_the_buttons(bar: FilterBar) -> None:
    press(bar, "kind_ambiguous")
    before = bar.findChild(QPushButton, "kind_ambiguous")
    decided = Reading(decisions=((6, "new"), (8, "leave")))
    bar.show_kinds(doubts.reviewed(doubts.workbook(), decided))
    assert kinds(bar) == ["全部 8", "新增 3", "待确认 0", "拒绝 4", "不导入 1"]
    assert bar.findChild(QPushButton, "kind_ambiguous") is before
    assert bar.wanted((), frozenset()).kind == "ambiguous"


def test_all_filters_together_and_away_again(qtbot: QtBot, bar: FilterBar) -> None:
    bar.errors_box.setChecked(True)
    bar.codes.choose("name.empty")
    with qtbot.waitSignal(bar.changed):
        bar.search.setText("王")
    assert bar.wanted((), frozenset({3})) == Wanted(
        code="name.empty", errors=True, text="王", keep=frozenset({3})
    )
    with qtbot.assertNotEmitted(bar.changed, wait=250):
        bar.reset()
    assert bar.wanted((), frozenset()) == Wanted()


def test_words_typed_elsewhere_are_searched(bar: FilterBar) -> None:
    bar.search_for("王")
    bar.search_for("五")
    assert bar.search.text() == "王五"
    bar.offer_words(False)
    assert bar.search.isHidden()
    assert bar.errors_box.isHidden()
