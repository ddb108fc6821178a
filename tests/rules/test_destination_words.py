"""What schools write for a destination, and what the pack calls it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import pack
from tuanji_desktop.rules.destination_words import guess_destination, is_unit, with_detail

KNOWN = pack("national").choices("destination")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("考上了", "升学"),
        ("读大学", "升学"),
        ("上 高职", "升学"),
        ("贵州大学", "升学"),
        ("大专录取", "升学"),
        ("当兵", "参军入伍"),
        ("去部队", "参军入伍"),
        ("外出打工", "就业"),
        ("在某某公司上班", "就业"),
        ("自己开店", "创业"),
        ("去国外读书", "出国（境）"),
        ("在家待着", "未就业"),
        ("没考上", "未就业"),
        ("待就业（找工作）", "未就业"),
        ("延期一年", "延迟毕业"),
        ("复读", "其他"),
        ("去向不明", "其他"),
        ("未定", "未就业"),
        ("考研失败", "未就业"),
        ("保送", "升学"),
        ("浙江某厂", "就业"),
        ("辍学", "其他"),
    ],
)
def test_what_is_probably_meant(written: str, meant: str) -> None:
    word, sure = guess_destination(written, KNOWN)
    assert word == meant
    assert 0.5 <= sure < 1


def test_a_second_try_at_school_is_not_taken_for_going_on() -> None:
    assert guess_destination("复读", KNOWN)[1] == 0.5
    assert guess_destination("云游", KNOWN) == ("", 0.0)


@given(st.text(max_size=20))
def test_only_words_of_the_pack_are_guessed(text: str) -> None:
    few = ("升学", "就业")
    word, sure = guess_destination(text, few)
    assert (word in few and sure > 0) or (word, sure) == ("", 0.0)


@pytest.mark.parametrize(
    ("written", "word", "detail"),
    [
        ("升学到广东工业大学", "升学", "广东工业大学"),
        ("升学（贵州大学）", "升学", "贵州大学"),
        ("升学（省外）", "升学", "省外"),
        ("就业：青溪县宏达有限公司", "就业", "青溪县宏达有限公司"),
        ("参加工作—河西镇政府", "就业", "河西镇政府"),
        ("已录取遵义医学院", "升学", "遵义医学院"),
        ("被贵州大学录取", "升学", "贵州大学"),
        ("出国（澳大利亚）", "出国（境）", "澳大利亚"),
        ("就业（西部计划志愿者）", "就业", "西部计划志愿者"),
    ],
)
def test_what_stands_behind_a_destination(written: str, word: str, detail: str) -> None:
    assert with_detail(written, pack("national")) == (word, detail)


@pytest.mark.parametrize(
    "written",
    [
        "升学", "升学/就业", "升学（未录取）", "升学（待定）", "升学（复读）", "去向不明", "待业在家",
        "拟录取贵州大学", "火星", "就业（个体）", "", "升学（放弃）", "升学（准备专升本）", "就业（已离职）",
        "升学（意向贵州大学）", "升学（征集志愿）", "考取特岗教师到青溪中学", "升学（计划考研）",
    ],
)  # fmt: skip
def test_what_is_open_or_two_things_at_once_stays_as_it_is(written: str) -> None:
    assert with_detail(written, pack("national")) is None


def test_a_detail_may_name_a_unit() -> None:
    assert all(map(is_unit, ("贵州大学", "宏达公司", "河西镇团委", "遵义医学院（本科）")))
    assert not any(map(is_unit, ("省外", "本科", "单招", "广东")))
