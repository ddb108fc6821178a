"""Texts of letters: read, checked with line and reason, filled without ever reading a value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.papers.letter_kinds import LETTER_KINDS, letter_kind
from tuanji_desktop.papers.letter_template import (
    BODY,
    ENCLOSURES,
    LONGEST,
    PARTS,
    TITLE,
    check,
    check_parts,
    fill,
    in_force,
    join_parts,
    parse,
    shipped,
    split_parts,
)

GOOD = """# 说明不印
【标题】
关于{人数}人的请示
【主送】
{主送单位}
【正文】
　　我单位共{人数}人[，联系人{联系人}]。

[联系电话：{联系电话}。]
"""


def filled(text: str, **values: str) -> tuple[str, ...]:
    words = fill(parse("letter", text), {**letter_kind("letter").examples, **values})
    return (words.title, words.addressee, *words.paragraphs)


def faults(text: str, code: str = "letter") -> list[tuple[int, str]]:
    return [(one.line, one.message) for one in check(code, text)]


def test_places_are_filled_and_notes_indents_and_blank_lines_left_out() -> None:
    assert filled(GOOD, 人数="3", 联系人="王", 联系电话="123") == (
        "关于3人的请示", letter_kind("letter").examples["主送单位"],
        "我单位共3人，联系人王。", "联系电话：123。",
    )  # fmt: skip


def test_what_is_in_brackets_goes_when_a_place_in_it_is_empty() -> None:
    assert filled(GOOD, 人数="3", 联系人=" ", 联系电话="")[2:] == ("我单位共3人。",)


def test_a_place_for_the_pen_is_a_line_outside_brackets_only() -> None:
    text = shipped("statement").replace("（身份证号：{身份证号}）", "[（{身份证号}）]")
    words = fill(
        parse("statement", text),
        {**letter_kind("statement").examples, "身份证号": "", "误审核原因": "", "审核日期": ""},
    )
    assert "误将张三的报到" in words.paragraphs[0]
    assert words.paragraphs[0].startswith("我支部审核团员报到时")
    assert words.paragraphs[1] == f"误审核通过的原因：{'＿' * 24}。"


def test_full_width_brackets_are_brackets() -> None:
    wide = GOOD.translate(str.maketrans("{}[]", "｛｝［］"))
    assert filled(wide) == filled(GOOD)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("共{人教}人", "没有“{人教}”这个占位符。是不是“{人数}”？"),
        ("共{}人", "“{}”里没有写是什么"),
        ("共{人数人", "有“{”没有“}”"),
        ("共人数}人", "多了一个“}”"),
        ("共{{人数}人", "前面还有一个“{”没有用“}”收住"),
        ("[共{人数]人}", "多了一个“]”"),
        ("[共[{人数}]人]", "方括号不能套用"),
        ("{[人数]}", "方括号不能套用"),
        ("共[三]人", "“[三]”里没有占位符，方括号不起作用"),
        ("【正 文】", "没有“【正 文】”这一部分"),
        ("【标题】", "“【标题】”已在第 2 行写过"),
    ],
)
def test_a_fault_is_told_with_line_and_reason(line: str, reason: str) -> None:
    text = GOOD + line + "\n"
    last = len(text.splitlines())
    found = faults(text)
    assert [number for number, _ in found] == [last]
    assert reason in found[0][1]
    with pytest.raises(BadInput) as refused:
        parse("letter", text)
    assert refused.value.code == "letter.template"
    assert f"第 {last} 行：" in refused.value.message


def test_what_a_letter_cannot_do_without_is_missed() -> None:
    assert [words for _, words in faults("【标题】\n请示\n【正文】\n正文")] == [
        "缺少“{人数}”（这一批申请删除的人数），公文里必须写明。",
        "缺少“{主送单位}”（收文单位的全称），公文里必须写明。",
    ]
    assert "缺少【正文】，或下面没有文字。" in [
        words for _, words in faults("【标题】\n请示\n【正文】")
    ]
    assert any(
        "【标题】只能有一行" in words for _, words in faults(GOOD.replace("的请示", "\n的请示"))
    )
    assert any("前面没有部分的标题" in words for _, words in faults("请示\n" + GOOD))
    assert "太长了" in faults("字" * (LONGEST + 1))[0][1]


def test_parts_typed_apart_are_checked_alike() -> None:
    parts = split_parts(GOOD)
    assert check_parts("letter", parts) == ()
    (wrong,) = check_parts("letter", {**parts, BODY: "好\n{x}"})
    assert (wrong.part, wrong.place) == (BODY, 2)
    (wrong,) = check_parts("letter", {**parts, ENCLOSURES: "【正文】"})
    assert (wrong.part, wrong.place) == (ENCLOSURES, 1)


@pytest.mark.parametrize("code", LETTER_KINDS)
def test_a_text_and_its_parts_say_the_same(code: str) -> None:
    text = shipped(code)
    assert join_parts(split_parts(text)) == text
    assert set(split_parts(text)) == set(PARTS)


def test_the_own_text_holds_before_the_shipped_one() -> None:
    own = in_force("letter", GOOD)
    assert own.title == "关于{人数}人的请示"
    assert in_force("letter", None) == parse("letter", shipped("letter"))
    with pytest.raises(BadInput, match=r"第 2 行：.*恢复原文"):
        in_force(
            "letter", GOOD.replace("【标题】\n关于", "【标题】\n{旧名}").replace("# 说明不印\n", "")
        )


values = st.text(st.sampled_from("{}[]【】#人数单位 〔〕\n张"), max_size=8)


@given(code=st.sampled_from(tuple(LETTER_KINDS)), data=st.data())
def test_no_value_is_ever_read_as_a_place(code: str, data: st.DataObject) -> None:
    """Braces in a name stay what they are, and no value takes text away that stands outside."""
    kind = LETTER_KINDS[code]
    given_values = {name: data.draw(values, label=name) for name in kind.names}
    marks = {name: chr(0xE000 + place) for place, name in enumerate(kind.names)}
    template = parse(code, shipped(code))
    said = fill(template, given_values)
    marked = fill(
        template, {name: mark if given_values[name].strip() else "" for name, mark in marks.items()}
    )
    meant = str.maketrans({mark: given_values[name] for name, mark in marks.items()})
    assert said.title == marked.title.translate(meant)
    assert said.addressee == marked.addressee.translate(meant)
    assert said.paragraphs == tuple(one.translate(meant) for one in marked.paragraphs)
    assert said.ending == marked.ending.translate(meant)
    assert said.enclosures == tuple(one.translate(meant) for one in marked.enclosures)


@given(code=st.sampled_from(tuple(LETTER_KINDS)), data=st.data())
def test_no_place_is_left_over(code: str, data: st.DataObject) -> None:
    kind = LETTER_KINDS[code]
    plain = {
        name: data.draw(st.text(st.characters(exclude_characters="{}[]"), max_size=4))
        for name in kind.names
    }
    words = fill(parse(code, shipped(code)), plain)
    whole = "".join((words.title, words.addressee, *words.paragraphs, *words.enclosures))
    assert not set("{}[]") & set(whole)


@given(st.text(st.sampled_from("{}[]【】#人数标题正文主送单位\n 张。"), max_size=60))
def test_any_text_is_judged_and_a_sound_one_can_be_filled(text: str) -> None:
    found = check("letter", text)
    assert all(one.message for one in found)
    if found:
        with pytest.raises(BadInput):
            parse("letter", text)
    else:
        fill(parse("letter", text), letter_kind("letter").examples)


def test_a_title_is_needed() -> None:
    assert TITLE in {one.part for one in check("letter", "【正文】\n{人数}{主送单位}")}
