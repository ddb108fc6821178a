"""From the file to what is written, and every way back."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from tests.kit.import_desk import Desk, going_list
from tests.sheets.files import xlsx
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.kit.import_pages import ResultPage
from tuanji_desktop.kit.import_review import ReviewPage
from tuanji_desktop.kit.import_state import read_state
from tuanji_desktop.kit.import_wizard import (
    FILE,
    LAYOUT,
    RESULT,
    REVIEW,
    VALUES,
)
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.import_jobs import open_job
from tuanji_desktop.sheets.reading import Reading


@pytest.fixture
def desk(qtbot: QtBot, workplace: Workplace, tmp_path: Path) -> Iterator[Desk]:
    yield Desk(qtbot, workplace, tmp_path)


def test_from_file_to_result(desk: Desk) -> None:
    assert not desk.wizard.next_button.isEnabled()
    desk.to_review()
    assert desk.people.written == []
    assert desk.wizard.next_button.text() == "写入 2 行"
    with desk.qtbot.waitSignal(desk.wizard.imported) as imported:
        desk.wizard.next_button.click()
    assert imported.args == [7]
    assert desk.people.written == ["张三", "李四"]
    assert desk.wizard.step == RESULT
    assert not desk.wizard.cancel_button.isVisible()
    assert "第 7 号操作" in desk.wizard.result_page.details.text()
    with desk.qtbot.waitSignal(desk.wizard.undo_requested) as undone:
        desk.wizard.result_page.undo_button.click()
    assert undone.args == [7]
    with desk.qtbot.waitSignal(desk.wizard.accepted):
        desk.wizard.next_button.click()


def test_one_goes_on_when_the_file_is_read(desk: Desk) -> None:
    desk.wizard.open_path(desk.file)
    assert desk.wizard.busy
    assert not desk.wizard.next_button.isEnabled()
    desk.settle()
    assert not desk.wizard.busy
    assert desk.wizard.next_button.isEnabled()


def test_a_file_that_cannot_be_read_is_said_on_the_first_step(desk: Desk, tmp_path: Path) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"PK\x03\x04 nothing")
    desk.open(bad)
    assert desk.wizard.step == FILE
    assert "坏.xlsx" in desk.wizard.banner.text
    assert not desk.wizard.next_button.isEnabled()
    desk.open()
    assert desk.wizard.banner.isHidden()
    assert desk.wizard.next_button.isEnabled()


def test_a_file_without_heading_is_said_on_the_second(desk: Desk, tmp_path: Path) -> None:
    desk.open(xlsx(tmp_path / "表.xlsx", [["谁", "号码"], ["张三", "1"]]))
    desk.next()
    assert desk.wizard.step == LAYOUT
    assert "找不到表头" in desk.wizard.banner.text
    assert not desk.wizard.next_button.isEnabled()
    desk.wizard.layout_page.choices.chosen.emit(0, "name")
    desk.settle()
    assert desk.wizard.banner.isHidden()
    desk.next()
    assert desk.wizard.step == REVIEW
    desk.open(xlsx(tmp_path / "空.xlsx", [["姓名", "电话"]]))
    desk.next()
    assert "没有数据行" in desk.wizard.banner.text


def test_back_and_forth_checks_again_only_what_is_read_otherwise(desk: Desk) -> None:
    desk.to_review()
    desk.wizard.back_button.click()
    desk.next()
    assert len(desk.people.planned) == 1
    desk.wizard.back_button.click()
    box = desk.wizard.findChild(QComboBox, "field_D")
    assert box is not None
    box.setCurrentIndex(box.findData("mobile"))
    box.activated.emit(box.currentIndex())
    desk.settle()
    desk.next()
    assert desk.people.planned[1] == Reading("Sheet", (("备用电话", "mobile"),))
    desk.wizard.show_step(FILE)
    options = desk.wizard.file_page.options
    assert options is not None
    options.changed.emit()
    desk.next()
    desk.next()
    assert len(desk.people.planned) == 3
    desk.open(desk.file)
    assert (desk.wizard.step, desk.wizard.layout_page.reading()) == (FILE, Reading())


def test_checking_can_be_cancelled(desk: Desk) -> None:
    desk.open()
    desk.next()
    desk.people.hold = threading.Event()
    desk.wizard.next_button.click()
    assert desk.wizard.busy
    assert not desk.wizard.back_button.isEnabled()
    desk.wizard._cancel()
    desk.settle()
    assert desk.wizard.step == LAYOUT
    assert "已取消核对" in desk.wizard.banner.text
    desk.people.hold = None
    desk.next()
    assert desk.wizard.review_page.ready


def test_writing_can_be_cancelled_and_done_after_all(desk: Desk) -> None:
    desk.to_review()
    desk.people.hold = threading.Event()
    desk.wizard.next_button.click()
    desk.wizard.reject()
    assert desk.wizard.isVisible()
    assert "正在写入" in desk.wizard.banner.text
    desk.wizard.result_page.cancel_button.click()
    desk.settle()
    assert desk.wizard.step == REVIEW
    assert "没有任何改动" in desk.wizard.banner.text
    desk.people.hold = None
    desk.next()
    assert desk.people.written == ["张三", "李四"]


def test_a_plan_overtaken_is_made_anew(desk: Desk) -> None:
    desk.to_review()
    desk.people.fault = BadInput("import.stale", "有变动，没有写入。")
    desk.next()
    assert desk.wizard.step == REVIEW
    assert not desk.wizard.next_button.isEnabled()
    action = desk.wizard.banner.findChild(QPushButton, "banner_action")
    assert action is not None
    assert action.text() == "重新核对"
    desk.people.fault = None
    action.click()
    desk.settle()
    assert len(desk.people.planned) == 2
    desk.next()
    assert desk.people.written == ["张三", "李四"]


def test_what_could_not_be_written_may_be_tried_again(desk: Desk) -> None:
    desk.to_review()
    desk.people.fault = BadInput("file.full", "磁盘已满。")
    desk.next()
    assert desk.wizard.banner.text == "磁盘已满。"
    desk.people.fault = None
    desk.next()
    assert desk.people.written == ["张三", "李四"]


def test_a_plan_that_fails_goes_back_to_the_headings(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> object:
        raise BadInput("some.thing", "这份名单核对不了。")

    monkeypatch.setattr(desk.people, "_review", fails)
    desk.open()
    desk.next()
    desk.next()
    assert desk.wizard.step == LAYOUT
    assert desk.wizard.banner.text == "这份名单核对不了。"


def test_leaving_loses_nothing_and_says_so(desk: Desk) -> None:
    desk.to_review()
    with desk.qtbot.waitSignal(desk.wizard.said) as told:
        desk.wizard.reject()
    assert "接着做" in told.args[1]
    assert not desk.wizard.isVisible()
    desk.settle()


def test_the_last_cell_mended_before_leaving_is_kept(desk: Desk) -> None:
    desk.to_review()
    desk.settle()
    page = desk.wizard.review_page
    page.mend.edits.put({(5, 1): "赵六"}, lambda _cell: "")
    page.mend.edited.emit()
    desk.wizard.reject()  # at once: nothing has been checked again yet
    desk.settle()
    job = open_job(desk.workplace.context, kind="people")
    state = read_state(job.content) if job is not None else None
    assert state is not None
    assert state.reading().mended == ((5, 1, "赵六"),)


def test_leaving_while_a_file_is_read_gives_it_up(desk: Desk) -> None:
    desk.wizard.open_path(desk.file)
    desk.wizard.reject()
    assert not desk.wizard.isVisible()
    desk.settle()


def test_the_return_list(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from openpyxl import load_workbook

    desk.to_review()
    target = tmp_path / "退回.xlsx"

    def choose(*_: object, **__: object) -> tuple[str, str]:
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    desk.wizard.review_page.return_button.click()
    desk.settle()
    assert desk.wizard.banner.text == "已另存退回名单：退回.xlsx"
    sheet = load_workbook(target).worksheets[0]
    assert sheet["E2"].value == "失败原因"
    assert sheet["E5"].value == "没有名字"
    desk.wizard.saving.save_return_list(desk.file)
    desk.settle()
    assert "不能覆盖" in desk.wizard.banner.text
    desk.wizard.saving.save_return_list(tmp_path / "无" / "退回.xlsx")
    desk.settle()
    assert "不存在" in desk.wizard.banner.text


def test_texts_are_given_their_meaning_on_the_way(desk: Desk) -> None:
    desk.open(going_list(desk.folder))
    desk.next()
    desk.next()
    assert desk.wizard.step == VALUES
    desk.means("参军", "外出务工")
    desk.wizard.values_page.alike_button.click()
    desk.wizard.values_page.policies.set_all("fill")
    desk.next()
    assert desk.wizard.step == REVIEW
    assert desk.people.planned == [
        Reading(
            values=(("destination", "参 军", "外出务工"), ("destination", "参军", "外出务工")),
            policies=(("destination", "fill"), ("mobile", "fill")),
        )
    ]
    desk.back()
    assert desk.wizard.step == VALUES
    desk.back()
    assert desk.wizard.step == LAYOUT
    desk.next()
    desk.next()
    assert len(desk.people.planned) == 1


def test_the_keyboard_goes_where_something_is_to_be_done(desk: Desk) -> None:
    desk.wizard.activateWindow()
    assert desk.wizard.focusWidget() is desk.wizard.file_page.choose_button
    desk.wizard.open_path(going_list(desk.folder))
    assert (
        desk.wizard.focusWidget() is desk.wizard.file_page.drop
    )  # one Enter too many does nothing
    desk.settle()
    assert desk.wizard.focusWidget() is desk.wizard.next_button
    for step in (LAYOUT, VALUES):
        QTest.keyClick(desk.wizard.next_button, Qt.Key.Key_Return)
        desk.settle()
        assert desk.wizard.step == step
    assert desk.wizard.focusWidget() is desk.wizard.values_page.table
    desk.next()
    review = desk.wizard.review_page
    assert desk.wizard.focusWidget() is review.findings_table
    assert review.findings_table.current_id() == 1
    desk.next()
    desk.wizard.show_undone()
    assert desk.wizard.focusWidget() is desk.wizard.result_page.again_button
    QTest.keyClick(desk.wizard.result_page.again_button, Qt.Key.Key_Enter)
    assert desk.wizard.step == REVIEW


def test_what_needs_no_look_is_passed_over(desk: Desk, tmp_path: Path) -> None:
    desk.open(xlsx(tmp_path / "名单.xlsx", [["姓名", "去向"], ["张三", "升学"]]))
    desk.next()
    desk.next()
    assert desk.wizard.step == REVIEW
    desk.back()
    assert desk.wizard.step == LAYOUT
    desk.wizard.layout_page.policies_button.click()
    desk.settle()
    assert desk.wizard.step == VALUES
    assert desk.wizard.values_page.tabs.currentIndex() == 1
    desk.wizard.values_page.policies.set_all("skip")
    desk.next()
    assert desk.people.planned[-1].policies == (("destination", "skip"),)


def test_a_value_of_the_rooms_own(desk: Desk) -> None:
    desk.open(going_list(desk.folder))
    desk.next()
    desk.next()
    desk.press("value_other")
    assert desk.people.asked == ["参军"]
    assert desk.wizard.step == VALUES
    assert desk.wizard.reading().values == (("destination", "参军", "新的"),)


def test_the_keyboard_is_in_the_list_that_was_checked(desk: Desk) -> None:
    desk.wizard.activateWindow()
    desk.qtbot.waitUntil(desk.wizard.isActiveWindow)
    desk.to_review()
    page = desk.wizard.review_page
    assert desk.wizard.focusWidget() is page.findings_table
    page.filters.search.setFocus()
    desk.mend(5, 1, "赵六")
    assert desk.wizard.focusWidget() is page.filters.search, "a recheck leaves it where it is"


def test_mended_cells_and_decisions_are_checked_at_once(desk: Desk) -> None:
    desk.to_review(going_list(desk.folder))
    page = desk.wizard.review_page
    assert desk.wizard.next_button.text() == "写入 2 行"
    desk.mend(5, 0, "赵六")
    assert desk.people.planned[-1].mended == ((5, 0, "赵六"),)
    assert desk.wizard.next_button.text() == "写入 3 行"
    page.decided.emit(4, "new")
    page.decided.emit(2, "leave")
    desk.settle()
    assert desk.people.planned[-1].decisions == ((2, "leave"), (4, "new"))
    assert len(desk.people.planned) == 3
    page.decided.emit(2, "")
    desk.settle()
    assert desk.wizard.reading().decisions == ((4, "new"),)


def test_back_and_forth_loses_nothing(desk: Desk) -> None:
    desk.open(going_list(desk.folder))
    desk.next()
    desk.pick("C", "")
    desk.next()
    desk.means("参军", "升学")
    desk.next()
    desk.mend(5, 0, "赵六")
    said = desk.wizard.reading()
    for _ in range(3):
        desk.back()
    assert desk.wizard.step == FILE
    for _ in range(3):
        desk.next()
    assert desk.wizard.step == REVIEW
    assert desk.wizard.reading() == said
    assert said.mended == ((5, 0, "赵六"),)
    assert said.values == (("destination", "参军", "升学"),)
    assert ("电话", "") in said.chosen
    assert desk.wizard.review_page.mend.edits.cells == {(5, 0): "赵六"}


def test_what_was_mended_while_the_list_is_checked_is_checked_too(desk: Desk) -> None:
    desk.to_review(going_list(desk.folder))
    desk.people.hold = threading.Event()
    page = desk.wizard.review_page
    page.mended.emit(((5, 0, "赵"),))
    desk.qtbot.waitUntil(lambda: desk.wizard.busy)
    page.mended.emit(((5, 0, "赵六"),))
    desk.qtbot.wait(30)
    desk.people.hold.set()
    desk.settle()
    assert desk.people.planned[-1].mended == ((5, 0, "赵六"),)
    assert desk.wizard._reviewed == desk.wizard.reading()
    assert not desk.wizard.busy


def test_a_recheck_that_fails_leaves_the_clerk_where_he_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> object:
        raise BadInput("some.thing", "这份名单核对不了。")

    desk.to_review()
    with monkeypatch.context() as patch:
        patch.setattr(desk.people, "_review", fails)
        desk.mend(5, 1, "赵六")
    assert desk.wizard.step == REVIEW
    assert desk.wizard.banner.text == "这份名单核对不了。"
    desk.wizard.review_page.ask_again()
    desk.settle()
    assert desk.wizard.next_button.text() == "写入 3 行"


def test_an_undo_is_said_and_the_list_is_still_there(desk: Desk) -> None:
    desk.to_review()
    desk.mend(5, 1, "赵六")
    desk.next()
    assert desk.wizard.result_page.details.text().startswith("已新增 3 人。")
    desk.wizard.show_undone()
    assert desk.wizard.result_page.words.text() == "已撤销这次导入"
    desk.press("result_again")
    assert desk.wizard.step == REVIEW
    assert desk.wizard.reading().mended == ((5, 1, "赵六"),)
    desk.next()
    assert desk.people.written == ["张三", "李四", "赵六"] * 2


@pytest.mark.parametrize("mended", [True, False])
def test_who_closes_after_an_undo_goes_on_another_time(desk: Desk, mended: bool) -> None:
    desk.to_review()
    if mended:
        desk.mend(5, 1, "赵六")
    desk.next()
    desk.wizard.show_undone()
    desk.wizard.reject()
    desk.settle()
    job = open_job(desk.wizard._workplace.context, kind="people")
    assert (job is not None) is mended, "nothing was done by hand: nothing is asked next time"
    state = read_state(job.content) if job is not None else None
    if state is not None:
        assert (state.step, state.reading().mended) == (REVIEW, ((5, 1, "赵六"),))


def test_the_column_an_alarm_is_about(desk: Desk) -> None:
    desk.to_review()
    desk.wizard.review_page.layout_requested.emit("id_number")
    assert desk.wizard.step == LAYOUT
    assert desk.wizard.layout_page.grid.selectionModel().isColumnSelected(2)


def test_the_last_pages_are_made_when_the_window_is_there(desk: Desk) -> None:
    """Making all five at once would keep the window from opening."""
    wizard = desk.new_wizard()
    assert wizard.isVisible()
    assert wizard.findChildren(ReviewPage) == []
    assert wizard.steps.accessibleName() == "第 1 步，共 5 步：选择文件"
    desk.qtbot.waitUntil(lambda: len(wizard.findChildren(ReviewPage)) == 1)
    assert wizard.findChildren(ReviewPage) == [wizard.review_page]
    assert wizard.findChildren(ResultPage) == [wizard.result_page]


def test_a_list_that_came_as_far_as_its_words_is_kept(desk: Desk) -> None:
    desk.open(going_list(desk.folder))
    assert not desk.wizard.keeper.leave(), "a file that was only opened is not"
    desk.open(going_list(desk.folder))
    desk.next()
    desk.next()
    assert desk.wizard.step == VALUES
    assert desk.wizard.keeper.leave()
    desk.settle()
    again = desk.new_wizard()
    desk.settle()
    assert "做到“对应内容”" in again.offers.strip.words
