"""How both sides are shown."""

from dataclasses import replace

import pytest

from tuanji_desktop.comparison.queries import LineRow
from tuanji_desktop.comparison.words import about, here_words, side, state_words, there_words

ROW = LineRow(
    id=1, comparison_id=1, kind="differs", state="open", name="张三", id_number="", unit="高三（1）班",
    unit_id=3, row=2, member_id=1, field="mobile", here="13800138001", there="13900138001",
    words="", note="", acts=frozenset(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("field", "text", "other", "words"),
    [
        ("mobile", "13800138001", "", "138****8001"),
        ("mobile", "13812345678", "13812345679", "138****5678"),
        ("mobile", "13812345678", "13812945678", "138**3*5678"),
        ("id_number", "520628200103050033", "520628200103050034", "520***********0033"),
        ("id_number", "520628200103050033", "520628200203050033", "520******1****0033"),
        ("mobile", "138****5678", "13812345678", "138****5678"),
        ("ethnicity", "苗族", "汉族", "苗族"),
        ("ethnicity", "", "汉族", "（空）"),
        ("household_place", "青溪县\n城关", "", "青溪县 城关"),
    ],
)
def test_numbers_show_only_what_tells_them_apart(
    field: str, text: str, other: str, words: str
) -> None:
    assert side(field, text, other) == words


def test_the_sides_of_every_sort_of_line() -> None:
    assert (here_words(ROW), there_words(ROW)) == ("138****8001", "139****8001")
    here = replace(ROW, kind="here", field="", here="", there="", row=None)
    assert (here_words(here), there_words(here)) == ("在册", "—")
    there = replace(ROW, kind="there", field="", here="", there="", row=9)
    assert (here_words(there), there_words(there)) == ("—", "第 9 行")
    unsure = replace(there, kind="unsure", here="可能在 高三（1）班")
    assert here_words(unsure) == "可能在 高三（1）班"


def test_the_state_has_a_sign_of_its_own_and_is_not_said_twice() -> None:
    assert state_words(ROW) == "○ 待处理"
    assert state_words(replace(ROW, state="agreed")) == "✓ 已一致"
    assert about(replace(ROW, state="pending", words="办理中", note="等回复")) == "等回复"
    assert about(replace(ROW, words="已锁定：申请删除", note="甲")) == "已锁定：申请删除；甲"
