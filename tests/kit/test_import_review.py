"""The step before anything is written: filters, mending, deciding, and checks that come back."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.kit import doubts
from tests.kit.lists import settle
from tests.kit.tables import drawn
from tuanji_desktop.kit.import_adapter import Alarm
from tuanji_desktop.kit.import_review import DECIDE, FINDINGS, MEND, ROWS, ReviewPage
from tuanji_desktop.kit.import_row import RowDialog
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.paged_model import SortKey
from tuanji_desktop.sheets.reading import LEAVE, Reading

SLIPPED = Alarm("像是串了列。", "mobile", confirm=True)


class Desk:
    """The page in a dialog, and whoever plans again what the clerk says."""

    def __init__(self, qtbot: QtBot, jobs: Jobs) -> None:
        self.qtbot, self.jobs = qtbot, jobs
        self.window = QDialog()
        qtbot.addWidget(self.window)
        self.page = ReviewPage(jobs, doubts.FIELDS, self.window)
        self.main = QPushButton("写入", self.window)
        self.main.setDefault(True)
        self.pressed: list[bool] = []
        self.main.clicked.connect(self.pressed.append)
        column = QVBoxLayout(self.window)
        column.addWidget(self.page)
        column.addWidget(self.main)
        self.window.resize(1000, 600)
        self.window.show()
        self.book = doubts.workbook()
        self.alarms: tuple[Alarm | str, ...] = ()
        self.reading = Reading()
        self.told: list[object] = []
        self.page.mended.connect(self.told.append)
        self.page.decided.connect(lambda row, decision: self.told.append((row, decision)))

    def settle(self) -> None:
        settle(self.qtbot, self.jobs)

    def check(self, reading: Reading | None = None) -> None:
        """Plans as the wizard does, with all that was said so far, or with what is given."""
        edits, decisions = self.page.mend.edits.mended(), self.page.decide.decisions
        self.reading = reading or Reading(mended=edits, decisions=tuple(sorted(decisions.items())))
        review = doubts.reviewed(self.book, self.reading, alarms=self.alarms)
        self.page.show_review(review, doubts.layout(self.book), self.reading)
        self.settle()

    def cells(self) -> list[str]:
        """The findings in sight, by their cell or row."""
        self.settle()
        model = self.page.findings_model
        drawn(model, range(len(model.ids)))
        self.settle()
        lines = drawn(model, range(len(model.ids))).splitlines()[1:]
        return [line.split("|")[1] or line.split("|")[0] for line in lines]

    def press(self, name: str) -> None:
        found = self.page.findChild(QPushButton, name)
        assert found is not None
        found.click()
        self.settle()

    def mend(self, cell: tuple[int, int], text: str) -> None:
        self.page.mend.model.typed.emit({cell: text})

    def tab(self, tab: int) -> None:
        self.page.tabs.setCurrentIndex(tab)


@pytest.fixture
def desk(qtbot: QtBot, jobs: Jobs) -> Iterator[Desk]:
    made = Desk(qtbot, jobs)
    made.page.clear("正在核对……")
    assert not made.page.ready
    made.check()
    yield made


def test_sorted_and_the_row_in_sight_opened_with_its_neighbours(desk: Desk) -> None:
    desk.page.findings_table.sort_requested.emit((SortKey("row", descending=True),))
    assert desk.cells()[0] == "8"
    desk.page.findings_table.sort_requested.emit(())
    desk.settle()
    page = desk.page
    page.findings_table.choose([3])
    desk.press("review_row")
    dialog = page.findChild(RowDialog, "row_dialog")
    assert dialog is not None
    assert dialog.windowTitle() == "第 5 行"
    dialog.following_button.click()
    texts = {one.text() for one in dialog.findChildren(QLabel)}
    assert {"王五　待确认", "D  联系电话", "１３８****８００５"} <= texts
    assert page.row_dialog(0) is None


def test_counts_in_sentences_and_what_will_not_be_written(desk: Desk) -> None:
    page = desk.page
    assert page.sentence.text() == "2 人新增，4 行拒绝。"
    assert page.fate.text() == "将写入 2 行。不写入：待确认 2 行、拒绝 4 行。"
    assert (page.ready, page.next_words) == (True, "写入 2 行")
    assert [page.tabs.tabText(one) for one in range(4)] == [
        "问题 8", "逐行 8", "改正", "待确认 0/2",
    ]  # fmt: skip
    assert desk.cells() == ["C3", "B4", "D5", "E5", "D6", "6", "E7", "8"]


def test_all_filters_hold_for_findings_rows_and_grid(desk: Desk) -> None:
    page = desk.page
    desk.press("kind_refused")
    assert desk.cells() == ["C3", "B4", "D5", "E5", "E7"]
    page.filters.errors_box.click()
    assert desk.cells() == ["C3", "B4", "E5", "E7"]
    page.filters.codes.choose("branch.unknown")
    assert desk.cells() == ["E5", "E7"]
    assert list(page.mend.model.numbers) == [5, 7]
    assert page.tabs.tabText(ROWS) == "逐行 2"
    page.filters.search.setText("孙七")
    desk.qtbot.waitUntil(lambda: list(page.mend.model.numbers) == [7])
    assert desk.cells() == ["E7"]
    page.filters.search.clear()
    page.findings_table.typed.emit("赵六")
    desk.qtbot.waitUntil(lambda: list(page.mend.model.numbers) == [5])


def test_from_a_finding_to_its_cell_and_without_one_to_the_row(desk: Desk) -> None:
    page = desk.page
    page.findings_table.opened.emit(4)
    assert page.tabs.currentIndex() == MEND
    assert page.mend.model.cell_at(page.mend.view.currentIndex()) == (5, 4)
    assert page.mend.view.hasFocus()
    page.findings_table.opened.emit(6)  # of row 6 as a whole: it is to be decided
    assert (page.tabs.currentIndex(), page.decide.row) == (DECIDE, 6)
    desk.tab(ROWS)
    page.rows_table.opened.emit(2)
    dialog = page.findChild(QDialog, "row_dialog")
    assert dialog is not None
    assert dialog.windowTitle() == "第 3 行"


def test_whole_numbers_everywhere_when_wished(desk: Desk) -> None:
    page = desk.page
    page.reveal.click()
    assert desk.cells()
    assert "１３８００１３８００４" in drawn(page.findings_model, range(3))
    index = page.mend.model.index_of((2, 2))
    assert index.data() == doubts.NUMBER
    desk.tab(DECIDE)
    assert "≠\u00a013900139000" in {one.text() for one in page.decide.findChildren(QLabel)}


def test_a_mended_cell_is_told_after_a_pause_and_holds_the_writing(desk: Desk) -> None:
    page = desk.page
    desk.mend((3, 2), doubts.NUMBER)
    assert (page.ready, page.next_words) == (False, "等待重新核对")
    assert page.status.text() == "已改 1 格，正在重新核对……"
    assert desk.told == []
    desk.mend((4, 1), "钱二")
    desk.qtbot.waitUntil(lambda: bool(desk.told), timeout=2_000)
    assert desk.told == [((3, 2, doubts.NUMBER), (4, 1, "钱二"))]
    desk.check()
    assert (page.ready, page.next_words) == (True, "写入 4 行")
    assert page.status.text() == "已改 2 格"
    assert desk.cells() == ["D5", "E5", "D6", "6", "E7", "8"]


def test_what_is_typed_during_a_check_waits_for_its_own(desk: Desk) -> None:
    page = desk.page
    desk.mend((3, 2), doubts.NUMBER)
    page.flush()
    desk.mend((4, 1), "钱二")
    desk.check(Reading(mended=((3, 2, doubts.NUMBER),)))  # the answer to the first
    assert not page.ready
    assert page.mend.model.unchecked((4, 1))
    assert not page.mend.model.unchecked((3, 2))
    page.flush()
    assert desk.told[-1] == ((3, 2, doubts.NUMBER), (4, 1, "钱二"))


def test_a_check_keeps_filter_tab_place_and_focus(desk: Desk) -> None:
    page = desk.page
    desk.press("kind_refused")
    page.filters.errors_box.click()
    desk.settle()
    page.findings_table.choose([7])
    desk.tab(MEND)
    page.mend.go_to((5, 4))
    desk.mend((5, 4), "高三1班团支部")
    desk.check()
    assert page.tabs.currentIndex() == MEND
    assert page.mend.view.hasFocus()
    assert page.mend.model.cell_at(page.mend.view.currentIndex()) == (5, 4)
    # the mended row is right now, but stays in sight until the clerk asks for other rows
    assert list(page.mend.model.numbers) == [3, 4, 5, 7]
    assert page.tabs.tabText(ROWS) == "逐行 3"
    assert desk.cells() == ["C3", "B4", "E7"]
    assert page.lists.finding(page.findings_table.current_id()) is not None
    assert page.current_row == 5
    desk.tab(FINDINGS)
    assert page.current_row == 7
    page.filters.errors_box.click()
    desk.settle()
    assert list(page.mend.model.numbers) == [3, 4, 7]


def test_an_open_cell_survives_the_check(desk: Desk) -> None:
    page = desk.page
    desk.tab(MEND)
    page.mend.go_to((3, 2))
    QTest.keyClick(page.mend.view, Qt.Key.Key_F2)
    editor = page.mend.view.findChild(QLineEdit, "mend_editor")
    assert editor is not None
    QTest.keyClicks(editor, "00")
    desk.check()
    assert editor.text() == "52062800"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: not page.mend.view.typing)
    assert page.mend.edits.mended() == ((3, 2, "52062800"),)
    assert desk.pressed == []


def test_another_list_begins_anew(desk: Desk) -> None:
    page = desk.page
    desk.press("kind_refused")
    desk.mend((3, 2), doubts.NUMBER)
    desk.book = doubts.workbook(sha256="2")
    desk.check(Reading())
    assert page.mend.edits.mended() == ()
    assert list(page.mend.model.numbers) == list(range(2, 10))
    assert page.ready
    page.flush()
    assert desk.told == []


def test_an_unfinished_import_is_taken_up(qtbot: QtBot, jobs: Jobs) -> None:
    desk = Desk(qtbot, jobs)
    kept = Reading(mended=((3, 2, doubts.NUMBER),), decisions=((8, LEAVE),))
    desk.page.take_up(kept)
    desk.check(kept)
    assert desk.page.ready
    assert desk.page.status.text() == "已改 1 格，已定 1 行"
    assert desk.page.tabs.tabText(DECIDE) == "待确认 1/2"
    assert desk.page.fate.text().endswith("不写入：待确认 1 行、不导入 1 行、拒绝 3 行。")


def test_decisions_are_told_in_one_go(desk: Desk) -> None:
    page = desk.page
    desk.tab(DECIDE)
    assert page.filters.search.isHidden()
    page.decide.list.setFocus()
    QTest.keyClick(page.decide.list, Qt.Key.Key_1)
    QTest.keyClick(page.decide.list, Qt.Key.Key_L)
    assert page.tabs.tabText(DECIDE) == "待确认 2/2"
    assert (desk.told, page.ready) == ([], False)
    page.flush()
    assert desk.told == [(6, "member:11"), (8, LEAVE)]
    desk.check()
    assert page.fate.text() == "将写入 3 行。不写入：不导入 1 行、拒绝 4 行。"
    assert page.tabs.tabText(DECIDE) == "待确认 2/2"  # what was decided can be looked at again
    page.undo()
    page.flush()
    assert desk.told[-1] == (8, "")


def test_a_check_that_failed_can_be_asked_again(desk: Desk) -> None:
    page = desk.page
    desk.mend((3, 2), doubts.NUMBER)
    page.flush()
    assert page.again_button.isHidden()
    page.recheck_failed()
    assert page.status.text() == "已改 1 格，没有重新核对"
    desk.press("review_again")
    assert len(desk.told) == 2
    assert page.again_button.isHidden()


def test_an_alarm_that_must_be_answered_holds_the_writing(desk: Desk) -> None:
    page = desk.page
    desk.alarms = (SLIPPED,)
    desk.check()
    assert not page.alarm.isHidden()
    assert not page.ready
    with desk.qtbot.waitSignal(page.layout_requested) as asked:
        desk.press("alarm_look_mobile")
    assert asked.args == ["mobile"]
    agree = page.findChild(QCheckBox, "alarm_agree")
    assert agree is not None
    with desk.qtbot.waitSignal(page.ready_changed):
        agree.click()
    assert page.ready
    desk.check()
    assert page.ready


def test_the_return_list_is_a_wish(desk: Desk) -> None:
    with desk.qtbot.waitSignal(desk.page.return_requested):
        desk.page.return_button.click()
    desk.page.clear("名单要重新核对。")
    assert desk.cells() == []
    assert desk.page.row_dialog(3) is None
    assert desk.page.fate.text() == ""


def test_enter_never_writes_and_every_part_has_its_name(desk: Desk) -> None:
    for name in ("review_search", "review_codes", "review_tabs", "findings_table"):
        widget = desk.page.findChild(QWidget, name)
        assert widget is not None
        QTest.keyClick(widget, Qt.Key.Key_Return)
        assert desk.pressed == [], name
    for one in desk.page.findChildren(QWidget):
        if one.focusPolicy() != Qt.FocusPolicy.NoFocus and one.isVisible():
            assert one.objectName(), one
            assert one.accessibleName(), one.objectName()


def test_an_edit_taken_back_during_a_check_is_told_and_so_is_one_when_leaving(desk: Desk) -> None:
    desk.mend((3, 2), doubts.NUMBER)
    desk.page.flush()
    desk.page.undo()
    desk.page.flush()
    assert desk.told == [((3, 2, doubts.NUMBER),), ()]
    desk.told.clear()
    desk.mend((3, 2), doubts.NUMBER)
    desk.page.hide()
    assert desk.told == [((3, 2, doubts.NUMBER),)]
