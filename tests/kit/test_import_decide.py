"""Deciding rows side by side with those they may mean."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.kit import doubts
from tuanji_desktop.kit.import_adapter import RowQuestion
from tuanji_desktop.kit.import_decide import DecidePanel
from tuanji_desktop.kit.import_filter import question_of, to_decide
from tuanji_desktop.sheets.reading import LEAVE, NEW, Reading

FIRST, SECOND = "member:11", "member:12"


class Desk:
    """The panel, answered from a plan as the page does."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.panel = DecidePanel()
        qtbot.addWidget(self.panel)
        self.asked: list[tuple[int, ...]] = []
        self.told: list[tuple[int, str]] = []
        self.panel.asked.connect(self.answer)
        self.panel.decided.connect(lambda row, decision: self.told.append((row, decision)))
        self.panel.show()
        self.check()

    def check(self) -> None:
        """Plans with what was decided and shows the answer."""
        decisions = tuple(sorted(self.panel.decisions.items()))
        self.review = doubts.reviewed(doubts.workbook(), Reading(decisions=decisions))
        self.panel.show_rows(to_decide(self.review, dict(decisions)))

    def answer(self, rows: tuple[int, ...]) -> None:
        self.asked.append(rows)
        found: dict[int, RowQuestion | None] = {row: question_of(self.review, row) for row in rows}
        self.panel.take_questions(found)

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.panel.list, key)

    def lines(self) -> list[str]:
        model = self.panel.list.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def compared(self, kind: str) -> list[str]:
        found = self.panel.findChildren(QLabel, "decide_cell")
        shown = [one.text() for one in found if one.property("compared") == kind]
        return [text.replace("\u00a0", " ") for text in shown]

    def button(self, name: str) -> QPushButton:
        def shown() -> list[QPushButton]:
            return [one for one in self.panel.findChildren(QPushButton, name) if one.isVisible()]

        self.qtbot.waitUntil(lambda: len(shown()) == 1)
        return shown()[0]


@pytest.fixture
def desk(dressed: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qtbot)
    made.panel.setFocus()
    qtbot.waitUntil(made.panel.isVisible)
    yield made


def test_the_row_beside_each_candidate(desk: Desk) -> None:
    panel = desk.panel
    assert panel.title.text() == "第 6 行  王五"
    assert panel.count.text() == "共 2 行，已定 0 行"
    assert desk.lines() == ["第 6 行  王五，未定", "第 8 行  王五，未定"]
    # the phone is written in wide digits: it is the same
    assert desk.compared("equal") == [
        "＝ 王五", "＝ 138****8005", "＝ 高三1班团支部", "＝ 王五",
    ]  # fmt: skip
    assert desk.compared("different") == ["≠ 139****9000", "≠ 高三2班团支部"]
    assert desk.compared("unknown") == ["空", "空"]
    panel.set_masked(False)
    assert "≠ 13900139000" in desk.compared("different")
    assert desk.asked == [(6, 8)]  # the next one is read ahead


def test_a_number_decides_and_goes_on(desk: Desk) -> None:
    desk.key(Qt.Key.Key_1)
    assert desk.told == [(6, FIRST)]
    assert (desk.panel.row, desk.panel.open_count) == (8, 1)
    assert desk.lines()[0] == "第 6 行  王五：是 王五（高三1班团支部）"
    desk.key(Qt.Key.Key_7)  # there is no seventh
    desk.key(Qt.Key.Key_N)
    assert desk.told == [(6, FIRST), (8, NEW)]
    assert desk.panel.count.text() == "共 2 行，已定 2 行"


def test_keys_for_later_back_and_leaving_out(desk: Desk) -> None:
    desk.key(Qt.Key.Key_Right)
    assert desk.panel.row == 8
    desk.key(Qt.Key.Key_Left)
    assert desk.panel.row == 6
    desk.key(Qt.Key.Key_L)
    assert desk.told == [(6, LEAVE)]
    assert desk.lines()[0] == "第 6 行  王五：不导入"


def test_buttons_say_the_same(desk: Desk) -> None:
    assert desk.button("decide_candidate_2").text() == "是这个人（2）"
    assert desk.button("decide_candidate_2").accessibleName() == "是这个人：王五（高三2班团支部）"
    desk.button("decide_candidate_2").setFocus()
    desk.button("decide_candidate_2").click()
    assert desk.panel.list.hasFocus()  # the button is gone; the keys go on working
    desk.button("decide_new").click()
    assert desk.told == [(6, SECOND), (8, NEW)]


def test_a_decision_can_be_changed_after_the_check_has_taken_it(desk: Desk) -> None:
    desk.key(Qt.Key.Key_1)
    desk.key(Qt.Key.Key_N)
    desk.check()  # the plan has no question about either row any more
    desk.panel.go_to(6)
    assert desk.panel.title.text() == "第 6 行  王五　已定：是 王五（高三1班团支部）"
    assert desk.button("decide_candidate_1").text() == "✓ 是这个人"
    desk.button("decide_candidate_2").click()
    assert desk.told[-1] == (6, SECOND)
    desk.panel.go_to(6)
    desk.button("decide_undo").click()
    assert desk.told[-1] == (6, "")
    assert desk.panel.decisions == {8: NEW}


def test_the_last_decision_is_undone(desk: Desk) -> None:
    desk.key(Qt.Key.Key_1)
    desk.panel.undo()
    assert (desk.told[-1], desk.panel.row) == ((6, ""), 6)
    desk.panel.undo()
    assert len(desk.told) == 2


def test_a_check_leaves_the_clerk_where_he_is(desk: Desk) -> None:
    desk.panel.go_to(8)
    desk.check()
    assert desk.panel.row == 8


def test_a_long_line_ends_in_dots_and_is_whole_in_the_tip(desk: Desk) -> None:
    desk.panel._model.place = lambda number: f"“高三（1）班普通高中艺术类考生名单”第 {number} 行"
    desk.panel._model.show_rows([(6, "买买提·艾力"), (8, "王五")])
    QApplication.processEvents()
    listed = desk.panel.list
    assert listed.visualRect(listed.model().index(0, 0)).width() <= listed.viewport().width()
    assert listed.horizontalScrollBar().maximum() == 0
    shown = listed.model().index(0, 0).data()
    assert shown == "买买提·艾力  “高三（1）班普通高中艺术类考生名单”第 6 行，未定", (
        "the name is seen"
    )
    tip = listed.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "“高三（1）班普通高中艺术类考生名单”第 6 行  买买提·艾力，未定"


def test_taken_up_from_another_time(desk: Desk) -> None:
    desk.panel.take_up({6: NEW, 8: ""})
    desk.check()
    assert desk.lines() == ["第 6 行  王五：按新的登记", "第 8 行  王五，未定"]
    desk.panel.go_to(6)
    texts = {one.text() for one in desk.panel.findChildren(QLabel, "decide_empty")}
    assert any("改主意" in one for one in texts)
    desk.key(Qt.Key.Key_1)  # who that would be is not known before the next check
    assert desk.told == []
    desk.button("decide_undo").click()
    assert desk.told == [(6, "")]


def test_nothing_to_decide(dressed: QApplication, qtbot: QtBot) -> None:
    panel = DecidePanel()
    qtbot.addWidget(panel)
    panel.show_rows(())
    with qtbot.assertNotEmitted(panel.decided):
        panel.decide(NEW)
        panel.go_on()
    assert (panel.row, panel.title.text()) == (0, "")
