"""Pinyin of names: surnames as surnames are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanji_desktop.core.pinyin import SURNAMES, NameKeys, name_keys


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("王小明", "wang xiao ming", "wxm"),
        ("单雄", "shan xiong", "sx"),
        ("曾明曦", "zeng ming xi", "zmx"),
        ("仇英", "qiu ying", "qy"),
        ("解晨", "xie chen", "xc"),
        ("查英", "zha ying", "zy"),
        ("区辉", "ou hui", "oh"),
        ("覃丽", "qin li", "ql"),
        ("任盈", "ren ying", "ry"),
        ("欧阳文静", "ou yang wen jing", "oywj"),
        ("单于", "shan yu", "sy"),
        ("尉迟恭", "yu chi gong", "ycg"),
        ("买买提·艾力", "mai mai ti ai li", "mmtal"),
        ("", "", ""),
    ],
)
def test_names(name: str, pinyin: str, initials: str) -> None:
    assert name_keys(name) == NameKeys(pinyin, initials)


def test_a_character_that_nobody_reads_stands_for_itself() -> None:
    assert name_keys("龙𬱖").pinyin.split()[0] == "long"
    assert name_keys(None) == NameKeys("", "")


@given(st.text(max_size=8))
def test_any_text_gives_one_initial_a_syllable(text: str) -> None:
    keys = name_keys(text)
    assert len(keys.initials) == len(keys.pinyin.split(" ") if keys.pinyin else [])


def test_surnames_are_short() -> None:
    assert all(len(name) == len(read.split()) for name, read in SURNAMES.items())
