"""Columns and filters of the units and the members."""

from dataclasses import replace

from tuanji_desktop.campaigns.queries import BranchRow, MemberRow
from tuanji_desktop.campaigns.table import (
    EMPTY,
    MEMBER_FILTERS,
    UNIT_FILTERS,
    fits_member,
    fits_unit,
    member_columns,
    right_ready,
    unit_columns,
)

UNIT = BranchRow(3, "QX0101", "高三（1）班", "全称", "一中团委", True, 30, 28, 2, "", {"wrong": 1})
ROW = MemberRow(1, 1, "张三", "在册", "", (), "", "520628200103050013", "", "", False, (), ())


def cells(row: BranchRow) -> dict[str, str]:
    return {column.key: column.text(row) for column in unit_columns()}


def test_a_unit_in_words() -> None:
    shown = cells(UNIT)
    assert (shown["name"], shown["checked"]) == ("高三（1）班（毕业班）", "28 / 30")
    assert (shown["wrong"], shown["transfer"], shown["done"]) == ("1", "", "")
    assert cells(replace(UNIT, done_on="2024-04-30"))["done"] == "⚠ 又有 2 人未核对"
    assert cells(replace(UNIT, checked=30, done_on="2024-04-30"))["done"] == "2024-04-30"


def test_unit_filters() -> None:
    done = replace(UNIT, checked=30, done_on="2024-04-30")
    assert [key for key in UNIT_FILTERS if fits_unit(UNIT, key)] == ["behind", "units"]
    assert [key for key in UNIT_FILTERS if fits_unit(done, key)] == ["done", "units"]
    assert set(EMPTY) == {*UNIT_FILTERS, *MEMBER_FILTERS}


def test_member_filters() -> None:
    wrong = replace(ROW, result="wrong", fields=("name",), missing=("mobile",))
    assert [key for key in MEMBER_FILTERS if fits_member(ROW, key)] == ["unchecked", "people"]
    assert [key for key in MEMBER_FILTERS if fits_member(wrong, key)] == [
        "todo", "lacking", "people",
    ]  # fmt: skip
    assert not fits_member(replace(wrong, followed=True), "todo")


def test_a_member_in_words_and_no_full_number_on_hovering() -> None:
    shown = {column.key: column for column in member_columns()}
    absent = replace(ROW, member_id=None, result="unlisted", note="插班生")
    tip = shown["result"].tip
    assert tip is not None
    assert tip(absent) == "未录入系统\n插班生\n身份证号 520***********0013"
    wrong = replace(ROW, result="wrong", fields=("name", "sex"))
    assert shown["result"].text(wrong) == "信息有误：姓名、性别"
    assert shown["act"].text(wrong) == "待办：申请删除"


def test_right_is_offered_for_who_is_complete_and_has_not_got_it() -> None:
    assert right_ready(ROW)
    assert not right_ready(replace(ROW, missing=("mobile",)))
    assert not right_ready(replace(ROW, result="right"))
    assert not right_ready(replace(ROW, member_id=None))
