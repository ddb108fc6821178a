"""The cells of lists of transfers."""

from datetime import UTC, date, datetime

import pytest

from tests.builders import pack
from tests.sheets.files import sheet
from tuanji_desktop.sheets.heading import find_table
from tuanji_desktop.transfers.reader import (
    IN_FIELDS,
    OUT_FIELDS,
    day_written,
    in_province_written,
    incoming_headings,
    kind_written,
    labels,
    text_in,
    transfer_headings,
)

NATIONAL = pack("national")


@pytest.mark.parametrize(
    "heads",
    [
        (
            "姓名",
            "身份证号",
            "转出团支部",
            "转入团组织",
            "转接原因",
            "是否省内高校",
            "日期",
            "备注",
        ),
        (
            "学生姓名",
            "公民身份号码",
            "原支部",
            "拟转入组织",
            "去向类型",
            "省内/省外",
            "发起时间",
            "说明",
        ),
        (
            "团员姓名",
            "证件号码",
            "所在团支部",
            "录取院校",
            "转出原因",
            "是否在省内",
            "转出日期",
            "情况说明",
        ),
    ],
)
def test_headings_of_those_who_go(heads: tuple[str, ...]) -> None:
    table = find_table(
        sheet(heads, ("张三", "x", "a", "b", "升学", "是", "2018-07-01", "c")), transfer_headings()
    )
    assert table is not None
    assert list(table.columns) == [
        "name", "id_number", "branch", "target", "kind", "in_province", "on", "reason",
    ]  # fmt: skip
    assert table.unmapped == ()


def test_headings_of_those_who_come() -> None:
    heads = (
        "序号",
        "姓名",
        "身份证号",
        "手机号码",
        "原团支部",
        "转入团支部",
        "介绍信编号",
        "转入日期",
    )
    row = (1, "李转来", "x", "1", "a", "b", "7", "2018-07-01")
    table = find_table(sheet(heads, row), incoming_headings())
    assert table is not None
    assert list(table.columns) == [
        "name", "id_number", "mobile", "source", "target", "document", "on",
    ]  # fmt: skip
    # a list of those who go is none of theirs
    assert (
        find_table(
            sheet(("姓名", "身份证号", "转接原因"), ("甲", "1", "升学")), incoming_headings()
        )
        is None
    )


def test_every_field_has_a_label() -> None:
    for fields in (OUT_FIELDS, IN_FIELDS):
        assert list(labels(fields)) == list(fields)
        assert all(words and not words.isascii() for words in labels(fields).values())


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("升学", "升学"),
        ("考取", "升学"),
        (" 升学转接", "升学"),
        ("务工", "就业"),
        ("参军", "参军入伍"),
        ("退学", "退学"),
        ("退回原籍", "退回原籍"),
        ("转专业", "转专业"),
        ("云游", "云游"),
        (None, ""),
        ("  ", ""),
    ],
)
def test_reasons(written: object, word: str) -> None:
    assert kind_written(written, NATIONAL) == word


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("是", "是"),
        ("省内", "是"),
        ("Y", "是"),
        ("省外高校", "否"),
        ("否", "否"),
        (None, None),
        ("", None),
    ],
)
def test_inside_the_province(written: object, answer: str | None) -> None:
    assert in_province_written(written, NATIONAL) == (answer, None)


def test_an_answer_that_is_none() -> None:
    answer, fault = in_province_written("大概吧", NATIONAL)
    assert answer is None
    assert fault is not None
    assert (fault.field, fault.code, fault.value) == ("in_province", "choice.unknown", "大概吧")


@pytest.mark.parametrize(
    "written",
    ["2018-07-01", "2018.7.1", "２０１８年7月1日", 20180701, datetime(2018, 7, 1, 8, tzinfo=UTC)],
)
def test_days(written: object) -> None:
    assert day_written(written) == (date(2018, 7, 1), None)


@pytest.mark.parametrize("written", ["2018-07", "9月", "昨天"])
def test_what_is_no_day(written: str) -> None:
    day, fault = day_written(written)
    assert day is None
    assert fault is not None
    assert fault.code == "date.unreadable"
    assert written in fault.message
    assert "写作 2018-09 " not in fault.message  # a month would be refused again


@pytest.mark.parametrize("written", ["26.9.1", "26-9-1", "26/09/01", " 26.9.1", "26年9月1日"])
def test_a_short_year_is_proposed_and_not_taken(written: str) -> None:
    day, fault = day_written(written)
    assert day is None
    assert fault is not None
    assert (fault.suggestion, "两位" in fault.message) == ("2026-09-01", True)
    wrong = day_written("26.13.1")[1]
    assert wrong is not None
    assert wrong.suggestion is None


def test_an_empty_cell_says_nothing() -> None:
    assert day_written("  ") == (None, None)
    assert text_in({"target": " 贵州\n大学 "}, "target") == "贵州 大学"
    assert text_in({}, "target") == ""
