"""Choosing fields and values for many: the editors of the card, the rule beside each."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import pack
from tuanji_desktop.members.bulk import expected_changes
from tuanji_desktop.members.bulk_editor import MOST, ChangeList, ChangeRow
from tuanji_desktop.members.bulk_fields import offered
from tuanji_desktop.members.bulk_plan import BulkChange, Mode
from tuanji_desktop.rules.policy import Policy


def made(qtbot: QtBot, policy: Policy) -> ChangeList:
    shown = ChangeList(offered(policy, date(2018, 8, 1)), policy)
    qtbot.addWidget(shown)
    shown.add()
    shown.show()
    return shown


@pytest.fixture
def changes(dressed: QApplication, qtbot: QtBot) -> Iterator[ChangeList]:
    yield made(qtbot, pack("guangdong-2018"))


def choose(row: ChangeRow, name: str, mode: Mode = Mode.SET) -> None:
    row.field_box.setCurrentIndex(row.field_box.findData(name))
    row.mode_box.setCurrentIndex(row.mode_box.findData(mode.value))


def type_into(row: ChangeRow, text: str) -> None:
    assert row.editor is not None
    line = row.editor.editor
    if isinstance(line, QComboBox):
        line.setCurrentText(text)
    else:
        assert isinstance(line, QLineEdit)
        line.setText(text)
        line.textEdited.emit(text)


def remove(row: ChangeRow) -> None:
    next(one for one in row.findChildren(QToolButton) if "remove" in one.objectName()).click()


def note(row: ChangeRow) -> str:
    shown = [one for one in row.findChildren(QLabel) if one.objectName().startswith("change_note")]
    return shown[0].text()


def test_the_same_editors_as_in_the_card(qtbot: QtBot, changes: ChangeList) -> None:
    (row,) = changes.rows
    choose(row, "occupation")
    assert row.editor is not None
    assert isinstance(row.editor.editor, QComboBox)
    type_into(row, "农民")
    assert changes.changes() == (BulkChange("occupation", value="农民"),)
    choose(row, "joined_on")
    assert isinstance(row.editor.editor, QLineEdit)
    assert row.editor.editor.placeholderText() == "如 2018-09"
    assert row.change == BulkChange("joined_on")


def test_what_waits_for_review_or_is_locked_says_so(qtbot: QtBot, changes: ChangeList) -> None:
    (row,) = changes.rows
    box = row.field_box
    labels = {box.itemData(place): box.itemText(place) for place in range(box.count())}
    assert labels["income"] == "经济收入（须审核）"
    assert labels["joined_on"] == "入团年月（不可修改）"
    assert labels["work_unit"] == "学习工作单位"
    choose(row, "income")
    assert "（G 一.3）" in note(row)
    choose(row, "joined_on")
    assert "（G 一.2）" in note(row)
    type_into(row, "2016-09")  # whoever has not reported in may still have it changed
    assert row.change.value == "2016-09"
    choose(row, "work_unit")
    assert note(row) == ""


def test_clearing_takes_no_value_and_replacing_takes_two(qtbot: QtBot, changes: ChangeList) -> None:
    (row,) = changes.rows
    choose(row, "work_unit")
    type_into(row, "一中")
    choose(row, "work_unit", Mode.CLEAR)
    assert row.change == BulkChange("work_unit", Mode.CLEAR)
    assert row.editor is not None
    assert row.editor.isHidden()
    choose(row, "work_unit", Mode.REPLACE)
    assert not row.find_line.isHidden()
    row.find_line.setText("甲")
    type_into(row, "乙")
    assert row.change == BulkChange("work_unit", Mode.REPLACE, "乙", "甲")
    choose(row, "occupation")
    assert row.change.mode is Mode.SET  # a choice has no words to be searched


def test_a_wrong_value_is_told_before_anything_is_asked(qtbot: QtBot, changes: ChangeList) -> None:
    (row,) = changes.rows
    choose(row, "joined_on")
    type_into(row, "看不懂")
    assert changes.check() is row
    assert row.editor is not None
    words = row.editor.findChild(QLabel, "note_joined_on")
    assert words is not None
    assert "读不出来" in words.text()
    type_into(row, "2016年9月")
    assert words.text() == ""
    assert changes.check() is None
    assert row.change.value == "2016-09"


def test_rows_are_added_and_taken_away(qtbot: QtBot, changes: ChangeList) -> None:
    told: list[bool] = []
    changes.edited.connect(lambda: told.append(True))
    second = changes.add()
    assert len({row.name for row in changes.rows}) == 2
    assert told
    remove(second)
    assert len(changes.rows) == 1
    remove(changes.rows[0])
    assert len(changes.rows) == 1  # one stays
    while not changes.full:
        changes.add()
    assert len(changes.rows) == MOST


def test_the_packs_values_come_with_their_conditions(dressed: QApplication, qtbot: QtBot) -> None:
    policy = pack("qilu-2024")
    shown = made(qtbot, policy)
    presets = expected_changes(policy)
    shown.set_changes(presets)
    assert shown.changes() == presets
    cadre = shown.rows[2]
    assert note(cadre).startswith("只改是否为团干为“是”的人")
    choose(cadre, "post")
    assert cadre.change.when == ()


def test_everything_has_a_name(qtbot: QtBot, changes: ChangeList) -> None:
    for widget in changes.findChildren(QWidget):
        if isinstance(widget, QComboBox | QLineEdit | QToolButton) and not widget.isHidden():
            assert widget.objectName(), widget
            assert widget.accessibleName(), widget.objectName()
