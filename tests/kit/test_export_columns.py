"""Columns are ticked and put into order, by mouse and by key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.export_columns import ColumnPicker

COLUMNS = [("name", "姓名"), ("sex", "性别"), ("mobile", "手机号码"), ("note", "备注")]


@pytest.fixture
def picker(dressed: QApplication, qtbot: QtBot) -> ColumnPicker:
    made = ColumnPicker(COLUMNS, ("mobile", "name", "gone"))
    qtbot.addWidget(made)
    made.show()
    return made


def press(picker: ColumnPicker, name: str) -> None:
    button = picker.findChild(QPushButton, f"export_columns_{name}")
    assert button is not None
    button.click()


def shown(picker: ColumnPicker) -> list[str]:
    return [picker.list.item(place).text() for place in range(picker.list.count())]


def test_the_wanted_ones_stand_first_in_their_order(picker: ColumnPicker) -> None:
    assert picker.keys() == ("mobile", "name")
    assert shown(picker) == ["手机号码", "姓名", "性别", "备注"]
    assert "勾选 2，共 4" in picker._count.text()


def test_a_tick_takes_a_column_in(picker: ColumnPicker, qtbot: QtBot) -> None:
    with qtbot.waitSignal(picker.changed):
        picker.list.item(3).setCheckState(Qt.CheckState.Checked)
    assert picker.keys() == ("mobile", "name", "note")
    picker.list.setCurrentRow(3)
    QTest.keyClick(picker.list, Qt.Key.Key_Space)
    assert picker.keys() == ("mobile", "name")


def test_a_column_moves_by_key_and_by_button(picker: ColumnPicker) -> None:
    picker.activateWindow()
    picker.list.setFocus()
    picker.list.setCurrentRow(1)
    QTest.keyClick(picker.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert picker.keys() == ("name", "mobile")
    press(picker, "down")
    assert picker.keys() == ("mobile", "name")
    picker.list.setCurrentRow(0)
    press(picker, "up")  # it is the first already
    assert picker.keys() == ("mobile", "name")


def test_all_none_and_as_it_was(picker: ColumnPicker) -> None:
    press(picker, "all")
    assert picker.keys() == ("mobile", "name", "sex", "note")
    press(picker, "none")
    assert picker.keys() == ()
    press(picker, "default")
    assert picker.keys() == ("mobile", "name")


def test_a_definition_brings_its_own_order(picker: ColumnPicker) -> None:
    picker.set_keys(("note", "gone", "sex"))
    assert picker.keys() == ("note", "sex")
    assert shown(picker)[:2] == ["备注", "性别"]
