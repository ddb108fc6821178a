"""The face of the dialog by itself."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.members.helpers import find, press, text_of
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.loading import load_blank, load_card
from tuanji_desktop.members.panels import MemberSheet, form_fields
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.fields import FIELDS, GROUPS


@pytest.fixture
def sheet(qtbot: QtBot, workplace: Workplace) -> Iterator[MemberSheet]:
    window = QWidget()
    qtbot.addWidget(window)
    yield MemberSheet(window)


def test_every_field_has_its_row_in_the_order_of_the_groups(office: Context) -> None:
    fields = form_fields(load_card(office, 1), office.policy)
    assert {field.name for field in fields} == FIELDS.keys()
    groups = list(dict.fromkeys(field.group for field in fields))
    assert groups == list(GROUPS)
    by_name = {field.name: field for field in fields}
    assert by_name["branch"].value == "QX0101"
    assert by_name["branch"].shown.endswith("高三（1）班支部委员会")
    assert by_name["volunteer"].choices == ("是", "否")
    assert by_name["income"].required
    assert by_name["mobile"].masked
    assert not form_fields(load_blank(office, 3), office.policy)[0].masked


def test_who_left_has_no_required_fields(office: Context) -> None:
    gone = add_member(office, name="吴走", status="transferred_out")
    fields = form_fields(load_card(office, gone), office.policy)
    assert not any(field.required for field in fields)
    assert all(field.locked for field in fields)


def test_the_rail_counts_what_is_missing(sheet: MemberSheet) -> None:
    sheet.show_missing(("mobile", "name", "id_number"))
    assert find(sheet, QPushButton, "rail_0").text() == "身份信息 · 2"
    assert find(sheet, QPushButton, "rail_1").accessibleName() == "联系方式，缺 1 项必填"
    sheet.show_missing(())
    assert find(sheet, QPushButton, "rail_0").text() == "身份信息"


def test_the_steps_are_those_of_the_stage(
    qtbot: QtBot, sheet: MemberSheet, office: Context
) -> None:
    waiting = add_member(office, name="周八", status="submitted")
    sheet.show_head(load_card(office, waiting), place=0, total=1, read_only=False)
    shown = [act for act in ("submit", "withdraw", "return", "approve")
             if not sheet.report_button(act).isHidden()]  # fmt: skip
    assert shown == ["withdraw", "return", "approve"]
    assert not sheet.save.isEnabled()
    with qtbot.waitSignal(sheet.report_requested) as asked:
        press(sheet, "report_return")
    assert asked.args == ["return"]
    sheet.show_head(load_card(office, waiting), place=0, total=1, read_only=True)
    assert all(sheet.report_button(act).isHidden() for act in ("withdraw", "return", "approve"))
    assert text_of(sheet, "dialog_status") == "报到待审核"


def test_reason_and_paper_only_where_somebody_decides(sheet: MemberSheet) -> None:
    sheet.show_hint("1 项修改未保存", review=False)
    assert sheet.paper() == (None, None)
    sheet.show_hint("", review=True)
    assert sheet.paper() == (None, None)
