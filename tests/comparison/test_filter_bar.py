"""The filters and their numbers."""

from array import array

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tuanji_desktop.comparison.filter_bar import FilterBar
from tuanji_desktop.comparison.queries import Board, Comparison

FOUND = Comparison(1, "导出.xlsx", 2, "一中团委", 6, "王干事", "2018-08-01", None)


def board(**more: object) -> Board:
    given: dict[str, object] = {
        "states": {"open": 1200, "pending": 0, "handed": 3, "done": 0, "all": 1203},
        "kinds": {"differs": 1100, "there": 100, "here": 0, "unsure": 0, "double": 0},
        "fields": {"mobile": 1000, "ethnicity": 100},
        "units": {3: ("高三（1）班", 700), 0: ("（团支部不明）", 500)},
        **more,
    }
    return Board(FOUND, ids=array("q", [1]), **given)  # type: ignore[arg-type]


def test_every_filter_has_its_number(qtbot: QtBot, dressed: QApplication) -> None:
    bar = FilterBar()
    qtbot.addWidget(bar)
    bar.show_board(board())
    assert bar.states["open"].text() == "待处理 1,200"
    assert bar.kinds[""].text() == "各类 1,200"
    assert bar.kinds["differs"].accessibleName() == "内容不同 1,100 条"
    assert not bar.kinds["unsure"].isVisibleTo(bar)  # none of these: nothing to press
    assert bar.field_box.itemText(1) == "手机号码 1,000"
    assert bar.unit_box.itemText(2) == "（团支部不明） 500"


def test_what_is_chosen_is_told_and_stays(qtbot: QtBot, dressed: QApplication) -> None:
    bar = FilterBar()
    qtbot.addWidget(bar)
    bar.show_board(board())
    told: list[None] = []
    bar.changed.connect(lambda: told.append(None))
    bar.field_box.setCurrentIndex(1)
    bar.field_box.activated.emit(1)
    bar.unit_box.setCurrentIndex(2)
    bar.unit_box.activated.emit(2)
    assert (bar.field, bar.unit, len(told)) == ("mobile", 0, 2)
    bar.show_board(board(fields={"ethnicity": 100}))
    assert (bar.field, bar.field_box.currentText()) == ("mobile", "手机号码 0")
    bar.kinds["there"].click()
    assert (bar.kind, bar.field, bar.unit, len(told)) == ("there", "", None, 3)
    bar.states["handed"].click()
    assert (bar.shown, len(told)) == ("handed", 4)
    bar.show_state("open")
    assert (bar.shown, bar.kind) == ("open", "")
