"""Every finding and every row of a review as tables."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.kit import doubts
from tests.kit.lists import settle
from tests.kit.tables import drawn
from tuanji_desktop.kit.import_lists import ReviewLists
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.sheets.places import STEP, Part, Places


@pytest.fixture
def lists(qtbot: QtBot, jobs: Jobs) -> Iterator[ReviewLists]:
    window = QWidget()
    qtbot.addWidget(window)
    made = ReviewLists(jobs, doubts.FIELDS, window)
    made.show_review(doubts.reviewed(doubts.workbook()))
    made.findings.show_ids([1, 2, 3])
    made.rows.show_ids([1, 5])
    drawn(made.findings_model, range(3))
    drawn(made.rows_model, range(2))
    settle(qtbot, jobs)
    yield made


def test_findings_with_their_cells_and_rows_in_words(
    qtbot: QtBot, jobs: Jobs, lists: ReviewLists
) -> None:
    assert drawn(lists.findings_model, range(3)).splitlines()[1:] == [
        "3|C3|身份证号|520628|身份证号“520628”读不出。|错误||id.length",
        "4|B4|姓名||姓名为空，请补上。|错误||name.empty",
        "5|D5|手机号码|１３８****８００４|手机号码是全角数字。|提醒|138****8004|mobile.format",
    ]
    assert drawn(lists.rows_model, range(2)).splitlines()[1:] == [
        "2|新增|张三|新增 张三",
        "6|待确认|王五|待确认 王五",
    ]
    lists.set_masked(False)
    settle(qtbot, jobs)
    assert "１３８００１３８００４" in drawn(lists.findings_model, range(3))
    assert lists.shown(doubts.NUMBER) == doubts.NUMBER


def test_the_words_under_the_cursor_are_said_whole(lists: ReviewLists) -> None:
    assert lists.finding_said.text() == "双击或按 Enter 到那一格改正。"
    lists.findings.choose([2])
    lists.rows.choose([5])
    assert lists.finding_said.text() == "姓名为空，请补上。"
    assert lists.row_said.text() == "待确认 王五"
    lists.show_review(None)
    assert "Enter" in lists.finding_said.text()


def test_a_wide_window_gives_its_room_to_the_words(lists: ReviewLists) -> None:
    def widths() -> dict[str, int]:
        table = lists.findings
        return {
            one.key: table.columnWidth(place) for place, one in enumerate(table.shown_columns())
        }

    before = widths()
    lists.findings_page.setGeometry(0, 0, 1500, 300)
    lists.findings_page.window().show()
    lists.fit_columns()
    wider = {key for key, width in widths().items() if width != before[key]}
    assert wider == {"message"}
    spare = lists.findings.viewport().width() - lists.findings.horizontalHeader().length()
    assert spare == lists.findings.verticalScrollBar().sizeHint().width()


def test_places_beyond_the_review_hold_nothing(lists: ReviewLists) -> None:
    assert lists.finding(0) is None
    assert lists.finding(99) is None
    assert lists.row(99) is None
    row = lists.row(1)
    assert row is not None
    assert row.number == 2
    lists.show_review(None)
    assert lists.row(1) is None


def test_sheets_are_told_apart_by_what_differs_in_their_names(lists: ReviewLists) -> None:
    def told(*names: str) -> list[str]:
        parts = tuple(
            Part(name, number, (1,), 2, {0: 0}) for number, name in enumerate(names, start=2)
        )
        review = doubts.reviewed(doubts.workbook())
        source = replace(review.source, places=Places(parts))
        lists.show_review(replace(review, source=source))
        return [lists._place(part.number * STEP + 7) for part in parts]

    assert told("第二中学2015级1班", "第二中学2015级2班") == ["7 · …1班", "7 · …2班"]
    assert told("高三1班", "高三2班") == ["7 · 高三1班", "7 · 高三2班"], "short enough whole"
    assert told("2015级", "2015级毕业班") == ["7 · …", "7 · …毕业班"]
