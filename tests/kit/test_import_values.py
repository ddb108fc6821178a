"""The step on which texts are given their meaning."""

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.kit.lists import People
from tuanji_desktop.kit.import_adapter import ValueQuestion
from tuanji_desktop.kit.import_state import Meaning
from tuanji_desktop.kit.import_values import ValuesPage

GOING = (("升学", "升学"), ("外出务工", "外出务工"))
QUESTIONS = (
    ValueQuestion("destination", "参军", 12, "", "", 0.0, GOING, "新建去向…"),
    ValueQuestion("destination", "参 军", 1, "", "", 0.0, GOING, "新建去向…"),
    ValueQuestion("destination", "上学", 3, "升学", "升学", 0.7, GOING),
    ValueQuestion("destination", "升学", 9, "升学", "升学", 1.0, GOING),
)


@pytest.fixture
def page(dressed: QApplication, qtbot: QtBot) -> ValuesPage:
    made = ValuesPage(People.fields)
    qtbot.addWidget(made)
    made.resize(1000, 560)
    made.show()
    made.show_questions(QUESTIONS, ("mobile",))
    return made


def choose(page: ValuesPage, value: str) -> None:
    place = next(
        one for one in range(page.choice.count()) if page.choice.itemData(one).value == value
    )
    page.choice.setCurrentIndex(place)
    page.choice.activated.emit(place)


def test_the_first_unknown_is_in_hand(page: ValuesPage) -> None:
    assert page.ready
    assert page.needed
    assert "2 种写法不认识" in page.sentence.text()
    assert page.written.text() == "参军"
    assert page.where.text() == "毕业去向，共 12 行"
    assert page.choice.currentIndex() == -1
    assert page.other_button.text() == "新建去向…"
    assert page.other_button.isVisible()
    assert not page.back_button.isVisible()


def test_an_answer_and_all_that_are_alike(page: ValuesPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.changed):
        choose(page, "外出务工")
    assert page.meanings == {("destination", "参军"): Meaning("外出务工", "外出务工")}
    assert page.alike_button.text() == "相同的都这样（1 种）"
    page.alike_button.click()
    assert page.meanings["destination", "参 军"].value == "外出务工"
    assert not page.alike_button.isVisible()
    assert "1 种写法的对应只是建议，请看一眼，确认了才算数" in page.sentence.text()
    page.back_button.click()
    assert ("destination", "参军") not in page.meanings


def test_the_next_one_follows(page: ValuesPage) -> None:
    page.show_questions((QUESTIONS[0], QUESTIONS[3], QUESTIONS[2]), ())
    choose(page, "外出务工")
    assert page.written.text() == "上学"
    assert page.choice.currentText() == "升学"
    page.accept_button.click()
    assert page.meanings["destination", "上学"] == Meaning("升学", "升学")
    assert not page.needed
    assert not page.accept_button.isVisible()


def test_several_are_answered_together(page: ValuesPage) -> None:
    act = QItemSelectionModel.SelectionFlag
    page.table.selectionModel().select(page.model.index(1, 0), act.Select | act.Rows)
    assert page.written.text() == "选中 2 种写法"
    choose(page, "")
    assert [one.value for one in page.meanings.values()] == ["", ""]
    assert page.model.index(0, 3).data() == "（当作空白）"


def test_the_rooms_own_choice(page: ValuesPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.other_requested) as asked:
        page.other_button.click()
    assert asked.args == [QUESTIONS[0]]
    page.answer_other(QUESTIONS[0], "新的", "新建的去向")
    assert page.model.index(0, 3).data() == "新建的去向"
    assert page.choice.currentText() == "新建的去向"
    assert ("destination", "参 军") not in page.meanings


def test_by_keyboard(page: ValuesPage, qtbot: QtBot) -> None:
    page.enter()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert page.written.text() == "参 军"
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.choice.view().isVisible()
    page.choice.hidePopup()


def test_filters_and_search(page: ValuesPage) -> None:
    page._filter_buttons["doubtful"].click()
    assert page.model.rowCount() == 1
    page._filter_buttons[""].click()
    page.search.setText("学")
    assert page.model.rowCount() == 2
    page.search.setText("没有的")
    assert page.model.rowCount() == 0
    assert page.where.text() == "没有符合的写法。"
    assert not page.choice.isVisible()
    page.search.clear()
    page.field_box.setCurrentIndex(1)
    page.field_box.activated.emit(1)
    assert page.model.rowCount() == 4


def test_policies_have_their_tab(page: ValuesPage, qtbot: QtBot) -> None:
    assert page.tabs.isTabVisible(1)
    page.show_policies()
    page.enter()
    with qtbot.waitSignal(page.changed):
        page.policies.set_all("fill")
    page.take({("destination", "参军"): Meaning("升学", "升学")}, {"mobile": "skip"})
    assert page.policies.policies == {"mobile": "skip"}
    assert page.model.index(0, 3).data() == "升学"
    page.show_questions((), ())
    assert not page.tabs.isTabVisible(1)
    assert page.sentence.text() == "这份名单没有要对应的写法。"


def test_a_ctrl_that_is_still_held_down_takes_no_row_away(page: ValuesPage) -> None:
    QTest.keyPress(page, Qt.Key.Key_F24, Qt.KeyboardModifier.ControlModifier)  # as of Ctrl+Enter
    page.show_questions((QUESTIONS[1], QUESTIONS[3]), ())
    page.show_questions((QUESTIONS[0], QUESTIONS[3]), ())
    assert page.written.text() == "参军"
    QTest.keyRelease(page, Qt.Key.Key_F24)
