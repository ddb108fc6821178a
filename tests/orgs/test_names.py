"""One class is written in many ways; another class is never taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanji_desktop.orgs.names import ends_with, likeness, loose, stem

WRITTEN = st.text(
    alphabet=st.sampled_from("青溪县第一二三十中学高初年级班（1）(12)2015级团支部委员会总〇·- 村"),
    max_size=24,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("高三（1）班", "高三1班"),
        ("高三（1）班", "高3一班"),
        ("高三（1）班", "高三年级（一）班"),
        ("高三-1班", "高三(01)班"),
        ("九年级2班", "初三（2）班"),
        ("2015级（1）班", "一五级1班".replace("一五", "15")),
        ("二〇一五级一班", "2015级1班"),
        ("第一中学团委", "一中团委"),
        ("青溪县第十二中学", "青溪12中"),
        ("松桃民族中学", "松桃民中"),
        ("青溪县职业技术学校", "青溪县中等职业学校"),
        ("第一村支部委员会", "第1村团支部"),
        ("青溪团县委", "共青团青溪县委员会"),
        ("共青团青溪县委", "青溪县团委"),
        ("河西团镇委", "河西镇团委"),
        ("三年级一班", "3年级1班"),
    ],
)
def test_two_spellings_of_one_name(one: str, other: str) -> None:
    assert loose(one) == loose(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("高三（1）班", "高三（11）班"),
        ("高一（11）班", "高一（1）班"),
        ("高三（1）班", "初三（1）班"),
        ("高三（1）班", "三年级一班"),  # which school's third year it is, nobody says
        ("2015级1班", "2016级1班"),
        ("第一中学", "第二中学"),
        ("第一中学", "第一小学"),
        ("一中团委", "一中团总支"),
        ("青溪县团委", "青溪团委"),  # the county's own
        ("青溪镇一中", "青溪县一中"),
    ],
)
def test_two_names_stay_two(one: str, other: str) -> None:
    assert loose(one) != loose(other)


def test_the_stem_leaves_out_what_sort_it_is() -> None:
    assert stem("高三（1）班支部委员会") == stem("高三1班") == "高3/1班"
    assert stem("第一中学毕业班团支部") == "1中"
    assert stem("团支部") == "团支部"


def test_a_number_is_not_cut_in_two() -> None:
    assert ends_with("高3/11班", "11班")
    assert not ends_with("高3/11班", "1班")
    assert ends_with("高3/1班", "1班")
    assert not ends_with("1班", "高3/1班")


def test_how_alike() -> None:
    assert likeness("青溪1中", "青溪1中") == 1.0
    assert likeness("", "青溪1中") == 0.0
    typo = likeness(stem("城关镇白岩村"), stem("城关镇白崖村"))
    other = likeness(stem("城关镇白岩村"), stem("太平镇石头村"))
    assert 0.7 < typo < 1
    assert other < 0.45 < typo
    # another class of the same school is less like than a slip of the pen
    assert likeness(stem("高三（1）班"), stem("高三（2）班")) < 0.6
    # what the shorter leaves out in front counts little
    assert likeness(stem("白岩村"), stem("青溪县城关镇白岩村")) > 0.9


@given(WRITTEN)
def test_how_a_name_is_laid_out_says_nothing(name: str) -> None:
    spread = "　".join(name.replace("（", "(").replace("）", ")"))
    assert loose(spread) == loose(name)
    assert not set(loose(name)) & set(" ()（）")


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_text_has_a_likeness(one: str, other: str) -> None:
    score = likeness(stem(one), stem(other))
    assert 0.0 <= score <= 1.0
    assert score == likeness(stem(other), stem(one))
    assert (score == 1.0) == (stem(one) == stem(other) != "")
