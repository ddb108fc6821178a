"""Any member, any day: the sheet on screen and in a file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.members.helpers import find, press, settle, text_of
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.rule_sheet_dialog import RuleSheetDialog
from tuanji_desktop.rules.fields import FIELDS
from tuanji_desktop.rules.lifecycle import Stage

ACTIVE = list(Stage).index(Stage.ACTIVE)
JOINED_ON = list(FIELDS).index("joined_on")


@pytest.fixture
def dialog(qtbot: QtBot, workplace: Workplace) -> Iterator[RuleSheetDialog]:
    made = RuleSheetDialog(workplace, 1)
    qtbot.addWidget(made)
    made.show()
    settle(qtbot, workplace.jobs)
    yield made


def joined_on(dialog: RuleSheetDialog) -> str:
    return str(dialog.model.index(JOINED_ON, ACTIVE).data())


def test_the_day_of_the_office_comes_first(dialog: RuleSheetDialog) -> None:
    assert dialog.chosen_day == date(2018, 8, 1)
    assert text_of(dialog, "rule_sheet_head").startswith("张三　现为“在册”")
    assert joined_on(dialog) == "锁 *"
    assert dialog.table.currentIndex().column() == ACTIVE
    detail = text_of(dialog, "rule_sheet_detail")
    assert detail.startswith("姓名，在册，2018-08-01：不可修改（G 一.2）")
    assert "4项个人信息均不可修改" in detail
    assert "命脉工程" in detail
    assert detail.endswith("必填（N 二.1）。")


def test_the_table_changes_with_the_day(dialog: RuleSheetDialog) -> None:
    shown = []
    for day in (date(2018, 9, 27), date(2018, 9, 28), date(2018, 11, 30), date(2018, 12, 1)):
        dialog.show_day(day)
        shown.append(joined_on(dialog))
    assert shown == ["锁 *", "审 * △", "审 * △", "锁 * △"]
    press(dialog, "rule_sheet_today")
    assert (dialog.chosen_day, joined_on(dialog)) == (date(2018, 8, 1), "锁 *")


def test_the_turning_days_are_one_press_away(dialog: RuleSheetDialog) -> None:
    days = find(dialog, QComboBox, "rule_sheet_days")
    assert days.count() == 5
    days.activated.emit(2)
    assert dialog.chosen_day == date(2018, 9, 28)


def test_fields_are_found_by_words(dialog: RuleSheetDialog) -> None:
    box = find(dialog, QLineEdit, "rule_sheet_filter")
    box.setText("入团年月")
    assert dialog.model.rowCount() == 1
    dialog.table.go_to(Stage.SUBMITTED)
    assert "G 一.1" in text_of(dialog, "rule_sheet_detail")
    box.setText("没有")
    assert text_of(dialog, "rule_sheet_detail") == "没有这样的字段，请换个写法。"


def test_the_sheet_goes_out_whole(
    dialog: RuleSheetDialog, qtbot: QtBot, workplace: Workplace, tmp_path: Path
) -> None:
    find(dialog, QLineEdit, "rule_sheet_filter").setText("入团")
    dialog.show_day(date(2018, 10, 15))
    path = tmp_path / "规则表.xlsx"
    dialog.save_to(path)
    settle(qtbot, workplace.jobs)
    assert dialog.banner.text == "已导出：规则表.xlsx"
    sheet = openpyxl.load_workbook(path).active
    assert sheet.max_row == len(FIELDS) + 2
    assert "2018-10-15" in sheet["A1"].value


def test_everything_has_a_name_and_fits(dialog: RuleSheetDialog) -> None:
    assert all(
        one.objectName() and one.accessibleName()
        for one in dialog.findChildren(QPushButton)
        if one.isVisible()
    )
    assert dialog.minimumSizeHint().width() <= 1366
    assert dialog.minimumSizeHint().height() <= 700
