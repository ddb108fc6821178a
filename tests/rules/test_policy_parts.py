from datetime import date

import pytest

from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.rules.policy import Policy
from tuanji_desktop.rules.policy_parts import Condition, Rule, Tier, Window


@pytest.mark.parametrize(
    ("condition", "value", "holds"),
    [
        (Condition("joined_on", at_least="2017-01"), "2017-01", True),
        (Condition("joined_on", at_least="2017-01"), "2016-12", False),
        (Condition("joined_on", at_most="2017-01"), "2017-02", False),
        (Condition("is_cadre", equals="是"), "是", True),
        (Condition("is_cadre", equals="是"), "否", False),
        (Condition("is_cadre", equals="是"), None, False),
        (Condition("education", one_of=("本科", "大专")), "大专", True),
        (Condition("education", one_of=("本科", "大专")), "高中", False),
        (Condition("joined_on", at_most="2017-01"), None, False),
    ],
)
def test_conditions(condition: Condition, value: str | None, holds: bool) -> None:
    assert condition.holds({condition.field: value}) is holds


def test_a_window_holds_on_both_its_days() -> None:
    rule = Rule(Tier.REVIEW, "X", "理由。")
    window = Window("joined_on", date(2018, 9, 28), date(2018, 11, 30), rule)
    days = [date(2018, 9, 27), date(2018, 9, 28), date(2018, 11, 30), date(2018, 12, 1)]
    assert [window.open_on(day) for day in days] == [False, True, True, False]
    assert Window("joined_on", date(2018, 12, 1), None, rule).open_on(date(2099, 1, 1))


@pytest.mark.parametrize(
    ("code", "corrected", "phrase"),
    [
        ("wrong_number", "201852000001", "正确编号，201852000001"),
        ("wrong_name", "张三", "姓名错误，正确姓名为：张三"),
        ("wrong_id", "52062820030525345X", "身份证号码错误，正确身份证号码为：52062820030525345X"),
        ("wrong_sex", "男", "性别错误，正确性别为：男"),
        ("not_a_member", None, "无团籍人员"),
    ],
)
def test_reason_phrases_are_generated(
    guangdong: Policy, qilu: Policy, code: str, corrected: str | None, phrase: str
) -> None:
    """Q 附件1 填写要求4, and ours in the same form (domain.md §7)."""
    for policy in (guangdong, qilu):
        assert policy.deletion_reason(code).phrase(corrected) == phrase


def test_a_phrase_needs_its_corrected_value(guangdong: Policy) -> None:
    with pytest.raises(BadInput, match="必须填写正确的身份证号"):
        guangdong.deletion_reason("wrong_id").phrase()


def test_number_rows_and_age_floors(national: Policy) -> None:
    years = [national.numbers.for_year(year) for year in (1990, 2016, 2017, 2018, 2019, 2050)]
    assert [row and row.required for row in years] == [False, False, True, True, True, True]
    assert [national.ages.floor_for(month) for month in ("2016-12", "2017-01", "2024-05")] == [
        12,
        13,
        13,
    ]
