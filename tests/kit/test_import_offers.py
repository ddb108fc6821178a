"""What the wizard offers by itself: an unfinished import, a layout it knows."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from tests.kit.import_desk import Desk, going_list
from tests.kit.lists import people_list, remember
from tests.sheets.files import xlsx
from tuanji_desktop.kit.import_state import ImportState, state_text
from tuanji_desktop.kit.import_wizard import FILE, LAYOUT, RESULT, REVIEW, VALUES
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.import_jobs import open_jobs, save_job
from tuanji_desktop.office.imports import record_import
from tuanji_desktop.sheets.findings import source_of
from tuanji_desktop.sheets.reading import Reading
from tuanji_desktop.sheets.recipe import Recipe

PASTED = "姓名\t电话\n张三\t13800138001\n李四\t13800138002\n"


@pytest.fixture
def desk(qtbot: QtBot, workplace: Workplace, tmp_path: Path) -> Iterator[Desk]:
    yield Desk(qtbot, workplace, tmp_path)


def offered(desk: Desk) -> str:
    return desk.wizard.offers.strip.words


def accept(desk: Desk) -> None:
    desk.press("import_offer_accept")


def decline(desk: Desk) -> None:
    desk.press("import_offer_decline")


def crash(desk: Desk) -> None:
    """The program is gone a moment after the last word: nothing is closed, nothing is asked."""
    desk.wizard.keeper.keep_now()
    desk.settle()
    desk.new_wizard()
    desk.settle()


def test_after_a_crash_one_goes_on_at_the_same_step(desk: Desk) -> None:
    desk.open(going_list(desk.folder))
    desk.next()
    desk.pick("C", "")
    desk.next()
    desk.means("参军", "外出务工")
    desk.wizard.values_page.policies.set_all("fill")
    desk.next()
    desk.mend(5, 0, "赵六")
    desk.wizard.review_page.decided.emit(4, "new")
    desk.settle()
    said, options = desk.wizard.reading(), desk.wizard.file_page.options
    options.school = "二中"  # type: ignore[union-attr]
    options.changed.emit()  # type: ignore[union-attr]
    crash(desk)
    assert desk.wizard.step == FILE
    assert offered(desk).startswith("上次的导入没有做完：“去向.xlsx”，做到“核对”，2018-08-01")
    accept(desk)
    assert desk.wizard.step == REVIEW
    assert desk.wizard.reading() == said
    assert desk.wizard.file_page.options.answers() == {"school": "二中"}  # type: ignore[union-attr]
    assert desk.wizard.next_button.text() == "写入 4 行"
    assert desk.wizard.review_page.mend.edits.cells == {(5, 0): "赵六"}
    desk.next()
    assert desk.people.written == ["张三", "李四", "王五", "赵六"]
    assert open_jobs(desk.workplace.context) == ()
    desk.new_wizard()
    desk.settle()
    assert offered(desk) == ""


def test_a_crash_among_the_values(desk: Desk) -> None:
    desk.open(going_list(desk.folder))
    desk.next()
    desk.next()
    desk.means("参军", "外出务工")
    crash(desk)
    accept(desk)
    assert desk.wizard.step == VALUES
    assert desk.wizard.reading().values == (("destination", "参军", "外出务工"),)
    assert desk.people.planned == []


def test_it_is_kept_by_itself(desk: Desk) -> None:
    desk.wizard.keeper._timer.setInterval(5)
    desk.open()
    desk.next()
    assert open_jobs(desk.workplace.context) == ()
    desk.pick("D", "mobile")
    desk.qtbot.waitUntil(lambda: bool(open_jobs(desk.workplace.context)))
    desk.settle()


def test_giving_it_up(desk: Desk) -> None:
    desk.to_review()
    crash(desk)
    desk.open(Path(copy(desk.file, desk.folder / "另一份.xlsx")))  # the same content
    assert "这份名单上次做到“核对”" in offered(desk)
    decline(desk)
    assert open_jobs(desk.workplace.context) == ()
    desk.next()
    desk.pick("D", "mobile")
    crash(desk)
    assert "“另一份.xlsx”" in offered(desk)
    decline(desk)
    assert offered(desk) == ""
    assert open_jobs(desk.workplace.context) == ()


def test_work_on_rows_is_not_given_up_by_one_wrong_key(desk: Desk) -> None:
    desk.to_review()
    desk.mend(5, 1, "赵六")
    crash(desk)
    asked: list[str] = []

    def answer(name: str) -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        button = box.findChild(QPushButton, name)
        assert button is not None
        button.click()

    QTimer.singleShot(0, lambda: answer("confirm_keep"))
    decline(desk)
    assert asked == ["放弃以后，改过的 1 格都要重新做。"]
    assert "没有做完" in offered(desk)
    assert len(open_jobs(desk.workplace.context)) == 1
    QTimer.singleShot(0, lambda: answer("confirm_act"))
    decline(desk)
    assert offered(desk) == ""
    assert open_jobs(desk.workplace.context) == ()


def test_one_file_that_cannot_be_read_holds_up_nobody(desk: Desk) -> None:
    desk.wizard.open_paths((desk.folder / "没有.xlsx", desk.file))
    desk.settle()
    assert "找不到" in desk.wizard.banner.text
    assert offered(desk) == "这一份先放下，还有 1 份等着办理。"
    accept(desk)
    desk.settle()
    assert desk.wizard.kept_file is not None
    assert desk.wizard.kept_file.path == desk.file
    assert desk.wizard.banner.isHidden()
    assert desk.wizard.next_button.isEnabled()


def test_a_file_that_was_moved_is_chosen_again(desk: Desk) -> None:
    desk.to_review()
    crash(desk)
    moved = desk.folder / "移走了.xlsx"
    desk.file.rename(moved)
    accept(desk)
    assert desk.wizard.step == FILE
    assert "找不到" in desk.wizard.banner.text
    assert "现在的位置" in offered(desk)
    desk.open(moved)
    assert desk.wizard.step == REVIEW


def test_a_file_that_was_changed_is_another_list(desk: Desk) -> None:
    desk.to_review()
    desk.mend(5, 1, "赵六")
    crash(desk)
    xlsx(desk.file, [["姓名", "电话"], ["钱七", "13800138009"]])
    accept(desk)
    assert desk.wizard.step == FILE
    assert "内容不同" in desk.wizard.banner.text
    assert desk.wizard.reading().mended == ()
    assert len(open_jobs(desk.workplace.context)) == 1


def test_the_files_that_wait_are_kept_too(desk: Desk) -> None:
    second = people_list(desk.folder, "第二份.xlsx")
    desk.wizard.open_paths((desk.file, second))
    desk.settle()
    desk.next()
    desk.next()
    crash(desk)
    accept(desk)
    assert desk.wizard.file_page.queue.waiting == (second,)


def test_what_a_newer_program_kept_is_left_alone(desk: Desk) -> None:
    context = desk.workplace.context
    save_job(context, kind="people", path="甲.xlsx", sha256="a", content='{"format": 9}')
    desk.new_wizard()
    desk.settle()
    assert offered(desk) == ""
    assert len(open_jobs(context)) == 1


def test_the_same_file_again_is_said_at_once(desk: Desk) -> None:
    desk.open()
    workbook, layout, _ = desk.wizard.parts
    assert workbook is not None
    assert layout is not None
    assert layout.table is not None
    context = desk.workplace.context
    with context.database.write(context.operation("import.people", "导入")) as writing:
        record_import(writing.connection, context, "people", source_of(workbook, layout.table))
    desk.open()
    assert "2018-08-01 已由王干事导入过（3 行）" in desk.wizard.file_page.told.text()


def test_next_years_list_takes_two_clicks(desk: Desk) -> None:
    desk.open(going_list(desk.folder))
    desk.next()
    desk.pick("C", "")
    desk.next()
    desk.means("参军", "外出务工")
    desk.next()
    desk.next()
    assert desk.wizard.step == RESULT
    desk.new_wizard()
    rows = [
        ("姓名", "身份证号", "电话", "去向"),
        ("赵六", "1", "2", "参军"),
        ("钱七", "1", "2", "升学"),
    ]
    desk.open(xlsx(desk.folder / "2019.xlsx", rows))
    assert (
        offered(desk)
        == "与 2018 年的“姓名、身份证号、电话等 4 栏的名单”版式相同，可以按上次的对应办理。"
    )
    accept(desk)
    assert desk.wizard.step == REVIEW
    reading = desk.people.planned[-1]
    assert reading.values == (("destination", "参军", "外出务工"),)
    assert ("电话", "") in reading.chosen
    assert reading.mended == ()
    desk.next()
    assert desk.people.written == ["赵六", "钱七"]


def test_a_known_layout_need_not_be_taken(desk: Desk) -> None:
    desk.to_review()
    desk.next()
    desk.new_wizard()
    desk.wizard.activateWindow()
    desk.open(people_list(desk.folder, "第二份.xlsx"))
    assert desk.wizard.focusWidget() is desk.wizard.offers.strip.accept_button
    decline(desk)
    assert desk.wizard.focusWidget() is desk.wizard.next_button
    desk.next()
    assert desk.wizard.step == LAYOUT
    assert desk.wizard.layout_page.reading().chosen == ()


def test_a_known_layout_does_not_say_whose_list_it_is(desk: Desk) -> None:
    meant = ("branch", "高三（1）班", "QX0101")
    layout = "姓名｜身份证号｜电话｜去向"
    recipe = Recipe("people", "一中.xlsx", layout, Reading(values=(meant,)), {"school": "二中"})
    remember(desk.workplace.context, recipe)
    before = desk.wizard.file_page.options.answers()  # type: ignore[union-attr]
    desk.open(going_list(desk.folder))
    accept(desk)
    assert desk.wizard.step == VALUES  # what branches mean is looked at, not taken on trust
    assert desk.people.planned == []
    assert desk.wizard.reading().values == (meant,)
    assert desk.wizard.file_page.options.answers() == before  # type: ignore[union-attr]


def test_what_was_said_a_moment_before_closing_is_kept(desk: Desk) -> None:
    desk.to_review(going_list(desk.folder))
    edits = desk.wizard.review_page.mend.edits
    edits.put({(5, 0): "赵六"}, lambda _cell: "")
    desk.wizard.review_page.mend.edited.emit()  # closed before the page has told of it
    desk.wizard.reject()
    desk.settle()
    (job,) = open_jobs(desk.workplace.context)
    assert "赵六" in job.content


def test_a_pasted_list_is_taken_up_again(desk: Desk) -> None:
    desk.wizard.open_pasted(PASTED)
    desk.settle()
    desk.next()
    desk.next()
    crash(desk)
    (job,) = open_jobs(desk.workplace.context)
    assert (job.path, job.pasted) == ("", PASTED)
    assert PASTED not in job.content
    assert "粘贴的内容" in offered(desk)
    accept(desk)
    assert desk.wizard.step == REVIEW
    desk.next()
    assert desk.people.written == ["张三", "李四"]


def test_a_list_is_pasted_from_the_offer_too(desk: Desk) -> None:
    """Where an unfinished import is offered, the cursor stands on the offer."""
    desk.to_review()
    crash(desk)
    button = desk.wizard.offers.strip.accept_button
    desk.wizard.activateWindow()
    desk.qtbot.waitUntil(lambda: desk.wizard.isActiveWindow() and button.isVisible())
    button.setFocus()
    QApplication.clipboard().setText(PASTED)
    QTest.keyClick(button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert desk.wizard.file_page.name.text() == "粘贴的内容"
    desk.next()
    with desk.qtbot.assertNotEmitted(desk.wizard.file_page.text_pasted):
        QTest.keyClick(desk.wizard.next_button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_a_pasted_list_that_version_four_kept_is_taken_up(desk: Desk) -> None:
    context, sha256 = desk.workplace.context, hashlib.sha256(PASTED.encode()).hexdigest()
    content = json.loads(state_text(ImportState(step=REVIEW)))
    content["pasted"] = PASTED
    save_job(context, kind="people", path="", sha256=sha256, content=json.dumps(content))
    desk.new_wizard()
    desk.settle()
    accept(desk)
    assert desk.wizard.step == REVIEW
    desk.mend(2, 1, "13800138009")
    desk.wizard.reject()
    desk.settle()
    (job,) = open_jobs(context)
    assert job.pasted == PASTED
    assert "pasted" not in json.loads(job.content)
