"""From the file to what is written, and every way back."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from tests.kit.lists import People, people_list, settle
from tests.sheets.files import xlsx
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.kit.import_wizard import FILE, LAYOUT, RESULT, REVIEW, ImportWizard
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.sheets.reading import Reading


class Desk:
    """A wizard and the clerk before it."""

    def __init__(self, qtbot: QtBot, jobs: Jobs, folder: Path) -> None:
        self.qtbot, self.jobs = qtbot, jobs
        self.people = People()
        self.file = people_list(folder)
        self.wizard = ImportWizard(self.people, jobs)
        qtbot.addWidget(self.wizard, before_close_func=lambda wizard: wizard.done(0))
        self.wizard.show()

    def settle(self) -> None:
        settle(self.qtbot, self.jobs)

    def open(self, path: Path | None = None) -> None:
        self.wizard.open_path(path or self.file)
        self.settle()

    def next(self) -> None:
        assert self.wizard.next_button.isEnabled()
        self.wizard.next_button.click()
        self.settle()

    def to_review(self) -> None:
        self.open()
        self.next()
        self.next()
        assert self.wizard.step == REVIEW

    def confirm(self, button: str) -> None:
        def press() -> None:
            box = QApplication.activeModalWidget()
            assert box is not None
            found = box.findChild(QPushButton, button)
            assert found is not None
            found.click()

        QTimer.singleShot(0, press)


@pytest.fixture
def desk(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> Iterator[Desk]:
    yield Desk(qtbot, jobs, tmp_path)


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


def test_a_path_given_is_read_at_once(
    qtbot: QtBot, jobs: Jobs, tmp_path: Path, dressed: QApplication
) -> None:
    wizard = ImportWizard(People(), jobs, path=people_list(tmp_path))
    qtbot.addWidget(wizard)
    assert wizard.busy
    settle(qtbot, jobs)
    assert not wizard.busy
    assert wizard.next_button.isEnabled()


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
    desk.wizard._cancel_job()
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


def test_the_newest_file_wins(desk: Desk, tmp_path: Path) -> None:
    other = people_list(tmp_path, "第二份.xlsx")
    desk.wizard.open_path(desk.file)
    desk.wizard.open_path(other)
    desk.settle()
    assert desk.wizard.file_page.name.text() == "第二份.xlsx"
    desk.next()
    desk.next()
    desk.next()
    desk.wizard.open_path(desk.file)  # after the deed nothing is opened any more
    assert desk.wizard.step == RESULT


def test_leaving_asks_once_something_was_checked(desk: Desk) -> None:
    desk.to_review()
    desk.confirm("confirm_keep")
    desk.wizard.reject()
    assert desk.wizard.isVisible()
    desk.confirm("confirm_act")
    desk.wizard.reject()
    assert not desk.wizard.isVisible()


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
    desk.wizard.save_return_list(desk.file)
    assert "不能覆盖" in desk.wizard.banner.text
    desk.wizard.save_return_list(tmp_path / "无" / "退回.xlsx")
    desk.settle()
    assert "不存在" in desk.wizard.banner.text
