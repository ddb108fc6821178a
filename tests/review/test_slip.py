"""The change slip: every word of it on paper, whole."""

from dataclasses import replace
from datetime import date

from tests.papers.reading import codes, page_texts, whole_text
from tuanji_desktop.review.slip import SIGNATURES, TITLE, Slip, SlipRow, content_hash, draw_slips

SLIP = Slip(
    number="XG000012",
    member_id=5,
    name="龙𬱖",
    id_number="520628200202280109",
    branch="中国共产主义青年团青溪县第一中学高三（2）班支部委员会",
    proposed_by="王干事",
    proposed_on=date(2018, 10, 1),
    printed_on=date(2018, 10, 20),
    rows=(
        SlipRow("入团年月", "2016-05", "2016-09", "误填", "G 二", "通过\n赵副书记\n2018-10-02"),
        SlipRow("经济收入", "（空）", "2000–5000", "参加工作", "G 一.3", "待审核"),
    ),
    clauses=("G 二：自9月28日起，至11月30日止，临时开放。",),
    single_handed="单人办公，本人提出本人审核：入团年月由王干事提出并审核。",
)


def test_old_new_reason_clause_and_signatures_stand_on_it() -> None:
    paper = draw_slips([SLIP])
    text = whole_text(paper.pdf)
    assert paper.pages == 1
    assert paper.findings == ()
    for words in (
        TITLE, "XG000012", "龙𬱖", "520628200202280109", SLIP.branch, "王干事", "2018年10月1日",
        "2018年10月20日", "字段", "原值", "现值", "修改原因", "依据", "审核结果", "入团年月",
        "2016-05", "2016-09", "误填", "G 二", "赵副书记", "2000–5000", "待审核", *SIGNATURES,
        "以下空白", "临时开放", "单人办公，本人提出本人审核", "第1页 共1页",
    ):  # fmt: skip
        assert words in text, words


def test_each_slip_of_several_is_a_paper_of_its_own() -> None:
    other = replace(SLIP, number="XG000013", name="张三")
    paper = draw_slips([SLIP, other])
    first, second = page_texts(paper.pdf)
    assert ("龙𬱖" in first, "张三" in second) == (True, True)
    assert "第1页 共1页" in first
    assert "第1页 共1页" in second
    for page, one in enumerate((SLIP, other)):
        assert codes(paper.pdf, page) == [f"{one.number}:1:{content_hash(one)[:10].upper()}"]


def test_equal_data_make_equal_bytes_and_other_data_another_code() -> None:
    assert draw_slips([SLIP]) == draw_slips([SLIP])
    assert content_hash(SLIP) != content_hash(replace(SLIP, single_handed=""))
    assert "单人办公" not in whole_text(draw_slips([replace(SLIP, single_handed="")]).pdf)


def test_a_character_that_nobody_has_is_found_before_printing() -> None:
    paper = draw_slips([replace(SLIP, name="张\U0003134b")])
    assert [(one.code, one.record, one.field) for one in paper.findings] == [
        ("glyph.missing", 5, "name")
    ]
