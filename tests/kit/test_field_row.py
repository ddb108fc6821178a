"""One field: what is seen, what may be typed, what it gives."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from tests.kit.forms import member_fields
from tuanji_desktop.kit.field_row import FieldRow
from tuanji_desktop.rules.cells import Finding, Level


def make(qtbot: QtBot, name: str) -> FieldRow:
    row = FieldRow(next(one for one in member_fields() if one.name == name))
    qtbot.addWidget(row)
    row.show()
    return row


def line_of(row: FieldRow) -> QLineEdit:
    assert isinstance(row.editor, QLineEdit)
    return row.editor


def box_of(row: FieldRow) -> QComboBox:
    assert isinstance(row.editor, QComboBox)
    return row.editor


def note_of(row: FieldRow) -> QLabel:
    note = row.findChild(QLabel, f"note_{row.field.name}")
    assert note is not None
    return note


def test_a_locked_field_can_be_read_and_marked_but_not_written(qtbot: QtBot) -> None:
    row = make(qtbot, "name")
    line = line_of(row)
    QTest.keyClicks(line, "abc")
    assert row.value == "张三"
    line.selectAll()
    assert line.selectedText() == "张三"
    assert line.objectName() == "name"
    assert line.accessibleName() == "姓名，必填，不可修改"


def test_the_mark_tells_the_rule_its_clause_and_the_way(qtbot: QtBot) -> None:
    row = make(qtbot, "name")
    mark = row.findChild(QToolButton, "tier_name")
    assert mark is not None
    assert mark.focusPolicy() == Qt.FocusPolicy.StrongFocus
    mark.click()
    reason = row.findChild(QLabel, "rule_reason")
    clause = row.findChild(QLabel, "rule_clause")
    way = row.findChild(QPushButton, "rule_path")
    assert reason is not None
    assert clause is not None
    assert way is not None
    assert reason.text() == "审核通过后不可修改。"
    assert clause.text() == "依据：G 一.2"
    asked: list[tuple[str, str]] = []
    row.path_requested.connect(lambda *what: asked.append(what))
    way.click()
    assert asked == [("name", "deletion_reentry")]


def test_a_number_is_masked_until_asked_for_and_always_given_whole(qtbot: QtBot) -> None:
    row = make(qtbot, "id_number")
    eye = row.findChild(QToolButton, "reveal_id_number")
    assert eye is not None
    assert line_of(row).text() == "110***********002X"
    assert row.value == "11010119900101002X"
    assert not row.changed
    with qtbot.waitSignal(row.reveal_requested):
        eye.click()
    assert line_of(row).text() == "110***********002X", "only the one who logs it reveals it"
    row.reveal()
    assert line_of(row).text() == "110101 19900101 002X"
    assert eye.isHidden()
    line_of(row).selectAll()
    QTest.keyClick(line_of(row), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "11010119900101002X"


def test_a_masked_phone_is_edited_after_it_is_shown(qtbot: QtBot) -> None:
    row = make(qtbot, "mobile")
    QTest.keyClicks(line_of(row), "9")
    assert row.value == "13812341234"
    row.reveal()
    line_of(row).selectAll()
    QTest.keyClicks(line_of(row), "13900000000")
    assert row.value == "13900000000"
    assert row.changed


def test_composed_words_are_taken_when_they_are_committed(qtbot: QtBot) -> None:
    row = make(qtbot, "ethnicity")
    edits: list[tuple[str, str]] = []
    row.edited.connect(lambda *what: edits.append(what))
    line = box_of(row).lineEdit()
    assert line is not None
    composing = QInputMethodEvent("tu jia", [])
    QApplication.sendEvent(line, composing)
    assert edits == []
    commit = QInputMethodEvent()
    commit.setCommitString("土家族")
    QApplication.sendEvent(line, commit)
    assert edits == [("ethnicity", "土家族")]
    assert row.changed


def test_a_value_the_list_does_not_know_is_kept(qtbot: QtBot) -> None:
    for name in ("ethnicity", "political_status"):
        row = make(qtbot, name)
        row.set_value("自定义")
        assert box_of(row).currentText() == "自定义"
        assert row.value == "自定义"


def test_scrolling_over_a_choice_changes_nothing(qtbot: QtBot) -> None:
    row = make(qtbot, "political_status")
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    QApplication.sendEvent(box_of(row), wheel)
    assert row.value == "共青团员"


def test_a_change_that_waits_for_review_says_so(qtbot: QtBot) -> None:
    row = make(qtbot, "political_status")
    assert note_of(row).isHidden()
    box_of(row).setCurrentText("群众")
    assert "审核" in note_of(row).text()
    box_of(row).setCurrentText("共青团员")
    assert note_of(row).isHidden()


@pytest.mark.parametrize("level", ["error", "warning"])
def test_what_is_wrong_stands_under_the_field(qtbot: QtBot, level: Level) -> None:
    row = make(qtbot, "mobile")
    row.set_findings([Finding("mobile", level, "mobile.shared", "与李四的手机号相同")])
    assert note_of(row).text() == "与李四的手机号相同"
    assert row.editor.property("level") == level
    assert row.editor.accessibleDescription() == "与李四的手机号相同"
    row.set_findings(())
    assert note_of(row).isHidden()
    assert row.editor.property("level") == ""


def test_a_branch_is_chosen_elsewhere(qtbot: QtBot) -> None:
    row = make(qtbot, "branch")
    assert line_of(row).text() == "高三（1）班团支部"
    assert row.value == "7"
    pick = row.findChild(QPushButton, "pick_branch")
    assert pick is not None
    with qtbot.waitSignal(row.pick_requested):
        pick.click()
    row.set_value("9", shown="高三（2）班团支部")
    assert (row.value, line_of(row).text()) == ("9", "高三（2）班团支部")


def test_notes_have_lines_and_tab_goes_on(qtbot: QtBot) -> None:
    row = make(qtbot, "notes")
    assert isinstance(row.editor, QPlainTextEdit)
    assert row.editor.tabChangesFocus()
    row.editor.setPlainText("一\n二\n三")
    assert row.value == "一\n二\n三"
