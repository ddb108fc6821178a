"""Every finding and every row, filtered by sort, level and code."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.kit.lists import HEADINGS, NUMBER, People, people_list, settle
from tests.kit.tables import drawn
from tuanji_desktop.core.progress import Quiet
from tuanji_desktop.kit.import_adapter import layout_of
from tuanji_desktop.kit.import_review import ReviewPage
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.paged_model import SortKey
from tuanji_desktop.sheets.reader import read_workbook
from tuanji_desktop.sheets.reading import Reading


@pytest.fixture
def page(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> ReviewPage:
    made = ReviewPage(jobs, People.fields)
    qtbot.addWidget(made)
    assert not made.ready
    made.clear("正在核对……")
    workbook = read_workbook(people_list(tmp_path))
    review = People().planning(workbook, Reading())(Quiet())
    made.show_review(review, layout_of(workbook, HEADINGS, People.fields, Reading()))
    made.resize(1000, 500)
    made.show()
    settle(qtbot, jobs)
    return made


def press(page: ReviewPage, name: str) -> None:
    found = page.findChild(QPushButton, name)
    assert found is not None
    found.click()


def pick(box: QComboBox, key: str) -> None:
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())


def findings(page: ReviewPage) -> list[str]:
    return drawn(page.findings_model, range(len(page.findings_model.ids))).splitlines()[1:]


def test_sentence_notes_and_every_finding(page: ReviewPage) -> None:
    assert page.sentence.text() == "2 人新增，1 行拒绝。"
    assert page.notes.text() == "导入过。"
    assert page.alarm.isHidden()
    assert (page.ready, page.next_words) == (True, "写入 2 行")
    assert (page.tabs.tabText(0), page.tabs.tabText(1)) == ("问题 2", "逐行 3")
    assert findings(page) == [
        "4|C4|身份证号|520628|号码520628太短，正确的可能是520***********0632|提醒|520***********0632|id.length",
        "5|B5|姓名||没有名字|错误||name.empty",
    ]


def test_filters(qtbot: QtBot, jobs: Jobs, page: ReviewPage) -> None:
    def cells() -> list[str]:
        settle(qtbot, jobs)
        return [line[:4] for line in findings(page)]

    press(page, "kind_refused")
    assert cells() == ["5|B5"]
    assert page.tabs.tabText(1) == "逐行 1"
    press(page, "kind_all")
    pick(page.level_box, "warning")
    assert cells() == ["4|C4"]
    pick(page.level_box, "")
    pick(page.code_box, "name.empty")
    assert cells() == ["5|B5"]
    assert page.code_box.currentText() == "姓名为空 1"


def test_sorting(qtbot: QtBot, jobs: Jobs, page: ReviewPage) -> None:
    page.findings_table.sort_requested.emit((SortKey("row", descending=True),))
    settle(qtbot, jobs)
    assert [line[:4] for line in findings(page)] == ["5|B5", "4|C4"]


def test_rows_in_words(qtbot: QtBot, jobs: Jobs, page: ReviewPage) -> None:
    page.tabs.setCurrentIndex(1)
    settle(qtbot, jobs)
    assert not page.findings_table.isVisible()
    drawn(page.rows_model, range(3))
    settle(qtbot, jobs)
    assert drawn(page.rows_model, range(3)).splitlines()[1:] == [
        "3|新增|张三|写入 张三",
        "4|新增|李四|写入 李四",
        "5|拒绝||没有名字",
    ]


def test_whole_numbers_only_when_wished(qtbot: QtBot, jobs: Jobs, page: ReviewPage) -> None:
    page.reveal.click()
    settle(qtbot, jobs)
    assert NUMBER in findings(page)[0]


def test_a_row_is_opened_whole(qtbot: QtBot, jobs: Jobs, page: ReviewPage) -> None:
    page.findings_table.opened.emit(1)
    dialog = page.findChild(QDialog, "row_dialog")
    assert dialog is not None
    texts = [one.text() for one in dialog.findChildren(QLabel)]
    assert {"B  姓名", "李四", "写入 李四", "D  备用电话", "138****8002"} <= set(texts)
    assert dialog.windowTitle() == "第 4 行"
    close = dialog.findChild(QPushButton, "row_close")
    assert close is not None
    close.click()
    page.tabs.setCurrentIndex(1)
    page.rows_table.opened.emit(3)
    assert len(page.findChildren(QDialog, "row_dialog")) >= 1


def test_without_a_review_there_is_nothing_to_open(dressed: QApplication, jobs: Jobs) -> None:
    assert ReviewPage(jobs, {}).row_dialog(3) is None


def test_the_return_list_is_a_wish(qtbot: QtBot, page: ReviewPage) -> None:
    with qtbot.waitSignal(page.return_requested):
        page.return_button.click()
