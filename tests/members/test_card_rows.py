"""How a value stands on a card."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from tuanji_desktop.members.card_rows import CardRow, CycleLine, PendingLine, shown_value
from tuanji_desktop.members.queries import PendingChange
from tuanji_desktop.members.standing import Step
from tuanji_desktop.rules.fields import FIELDS
from tuanji_desktop.rules.lifecycle import Stage
from tuanji_desktop.rules.policy import ChangePath, FieldState, Tier

FREE = FieldState(Tier.FREE, "", "可以直接修改。", ChangePath.NONE, "")


@pytest.mark.parametrize(
    ("field", "value", "masked", "whole"),
    [
        ("id_number", "520628200103050033", "520*** ******** 0033", "520628 20010305 0033"),
        ("id_number", "H12345678", "H12**5678", "H12345678"),
        ("mobile", "13800138001", "138****8001", "13800138001"),
        ("counsellor_mobile", "13800138001", "138****8001", "13800138001"),
        ("ethnicity", "汉族", "汉族", "汉族"),
        ("status", "在册", "在册", "在册"),
        ("notes", None, "", ""),
    ],
)
def test_numbers_are_masked(field: str, value: str | None, masked: str, whole: str) -> None:
    assert shown_value(field, value) == masked
    assert shown_value(field, value, whole=True) == whole


def test_an_empty_field_shows_only_where_it_is_required(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    qtbot.addWidget(parent)
    row = CardRow(FIELDS["education"], parent)
    row.show_value("", FREE, required=False)
    assert row.isHidden()
    row.show_value("", FREE, required=True)
    assert not row.isHidden()
    assert row.text == "未填"
    row.show_value("高中", FREE, required=True)
    assert row.text == "高中"


def test_a_change_that_empties_says_so(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    qtbot.addWidget(parent)
    change = PendingChange(1, "income", "学生无收入", None, "王干事", "2018-08-01T09:30:00+08:00")
    line = PendingLine(change, parent)
    assert line.accessibleName() == (
        "待审核：经济收入：学生无收入 → （空），王干事，2018-08-01 09:30 提交"
    )


def test_a_step_of_the_report_in_says_what_who_and_when(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    qtbot.addWidget(parent)
    step = Step(
        12, "2018-08-02T09:30:00+08:00", date(2018, 8, 2), "王干事", "退回报到：周八", "报错支部",
        Stage.SUBMITTED, Stage.RETURNED, "高三（1）班", "",
    )  # fmt: skip
    line = CycleLine(step, parent)
    assert line.accessibleName() == (
        "退回报到（高三（1）班），原因：报错支部，2018-08-02 09:30　王干事　第 12 号操作"
    )
