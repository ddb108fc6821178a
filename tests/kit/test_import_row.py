"""One row of a list, whole."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.kit import doubts
from tuanji_desktop.kit.import_adapter import FieldChange
from tuanji_desktop.kit.import_filter import marks_of
from tuanji_desktop.kit.import_lists import ReviewLists
from tuanji_desktop.kit.import_row import RowDialog, RowFacts, facts_of
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.sheets.reading import Reading


@pytest.fixture
def lists(qtbot: QtBot, jobs: Jobs) -> Iterator[ReviewLists]:
    window = QWidget()
    qtbot.addWidget(window)
    yield ReviewLists(jobs, doubts.FIELDS, window)


def facts(lists: ReviewLists, number: int, reading: Reading) -> RowFacts:
    book = doubts.workbook()
    review = doubts.reviewed(book, reading)
    lists.show_review(review)
    return facts_of(
        review,
        doubts.layout(book),
        number,
        marks=marks_of(review),
        edits={(row, column): text for row, column, text in reading.mended},
        lists=lists,
    )


def test_what_was_found_what_it_changes_and_what_the_file_says(lists: ReviewLists) -> None:
    found = facts(lists, 5, Reading(mended=((5, 1, "赵陆"),)))
    assert (found.kind, found.name) == ("拒绝", "赵陆")
    assert found.said == ("拒绝 赵陆", "手机号码是全角数字。", "没有“三班”这个团支部。")
    assert found.cells == (
        ("A  序号", "4"),
        ("B  姓名", "赵陆（已改，原来是：赵六）"),
        ("C  身份证号", "520***********0617"),
        ("D  联系电话", "１３８****８００４"),
        ("E  支部", "三班"),
        ("F  地址", ""),
    )
    found = facts(lists, 8, Reading(decisions=((8, "member:12"),)))
    assert found.changes == (FieldChange("手机号码", "139****9000", "138****8007", "提交审核"),)
    assert found.said == ()
    found = facts(lists, 99, Reading())
    assert (found.kind, found.said, found.cells[0]) == ("", (), ("A  序号", ""))


def test_on_to_the_next_row(qtbot: QtBot) -> None:
    def tell(number: int) -> RowFacts:
        change = FieldChange("民族", "汉族", "苗族")
        return RowFacts(
            f"第 {number} 行", "更新", f"人{number}", ("提醒",), (change,), (("B  姓名", ""),)
        )

    dialog = RowDialog([3, 7, 9], 1, tell)
    qtbot.addWidget(dialog)

    def texts() -> set[str]:
        return {one.text() for one in dialog.findChildren(QLabel)}

    assert (dialog.number, dialog.windowTitle()) == (7, "第 7 行")
    assert {"人7　更新", "提醒", "民族", "汉族", "苗族", "（空）"} <= texts()
    dialog.following_button.click()
    assert (dialog.number, dialog.following_button.isEnabled()) == (9, False)
    dialog.following_button.click()
    dialog.previous_button.click()
    dialog.previous_button.click()
    assert (dialog.number, dialog.previous_button.isEnabled()) == (3, False)
    dialog.close_button.click()
    assert not dialog.isVisible()
