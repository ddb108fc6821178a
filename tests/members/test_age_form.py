"""共青团员身份审核认定表, read back from the PDF."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

from tests.papers.reading import boxes, codes, page_texts, whole_text
from tuanji_desktop.members.age_form import (
    AgeApproval,
    AgeApprovals,
    content_hash,
    draw_age_approvals,
)
from tuanji_desktop.papers.frame import MM

BRANCH = "中国共产主义青年团青溪县第一中学初二（3）班支部委员会"
FORM = AgeApproval(
    member_id=5,
    name="龙𬱖",
    sex="女",
    ethnicity="苗族",
    born_on="2005-03-05",
    id_number="520628200503050109",
    joined_on="2018-05",
    age=13,
    joined_at="青溪县第一中学初二（3）班",
    development_number="201820628001",
    political_status="共青团员",
    branch=BRANCH,
    question="入团时13周岁，不满14周岁（N 二.4）。",
    made_on=date(2018, 8, 1),
)
ONE = AgeApprovals("RD000005", (FORM,))


def test_one_page_with_the_record_and_three_places_to_seal() -> None:
    paper = draw_age_approvals(ONE)
    text = whole_text(paper.pdf)
    assert (paper.pages, paper.findings) == (1, ())
    for label in (
        "共青团员身份审核认定表", "姓名", "性别", "民族", "出生日期", "身份证号", "入团年月",
        "入团时所在单位", "发展团员编号", "所在团支部", "政治面貌", "情况说明", "支部意见",
        "上级团委意见", "县级团委意见", "支部书记签名：",
    ):  # fmt: skip
        assert label in text, label
    for value in ("龙𬱖", "苗族", "520628200503050109", "2018-05", "13周岁", BRANCH, FORM.question):
        assert value in text, value
    assert text.count("（盖章）") == 3
    assert text.count("负责人签名：") == 2
    assert codes(paper.pdf) == [f"RD000005:1:{content_hash(ONE)[:10].upper()}"]


def test_each_seal_has_room_of_its_own_in_its_box() -> None:
    found = boxes(draw_age_approvals(ONE).pdf)
    seals = sorted(one.bottom for one in found if one.text == "盖")
    assert len(seals) == 3
    assert all(high - low > 36 * MM for low, high in pairwise(seals))


def test_a_branch_is_one_page_each_and_long_values_keep_it_so() -> None:
    long = replace(
        FORM, member_id=6, joined_at="第一中学" * 7, branch=BRANCH * 3, name="买买提" * 8
    )
    paper = draw_age_approvals(AgeApprovals("RDZ3", (FORM, long, FORM)))
    assert paper.pages == 3
    assert [text.count("县级团委意见") for text in page_texts(paper.pdf)] == [1, 1, 1]
    assert all("第1页 共1页" in text for text in page_texts(paper.pdf))
    assert codes(paper.pdf, 2)[0].startswith("RDZ3:3:")


def test_what_is_empty_or_not_asked_is_named_with_the_record() -> None:
    bare = replace(FORM, id_number="", joined_on="", age=None, joined_at="", development_number="")
    found = draw_age_approvals(AgeApprovals("RD000005", (bare,))).findings
    assert [(one.code, one.field, one.record) for one in found] == [
        ("field.missing", "id_number", 5),
        ("field.missing", "joined_on", 5),
    ]
    grown = replace(FORM, age=15, question="")
    (found_one,) = draw_age_approvals(AgeApprovals("RD000005", (grown,))).findings
    assert (found_one.code, found_one.record) == ("age.unquestioned", 5)
    assert [one.code for one in draw_age_approvals(AgeApprovals("", ())).findings] == ["rows.empty"]


def test_equal_data_equal_bytes() -> None:
    assert draw_age_approvals(ONE).pdf == draw_age_approvals(ONE).pdf
    assert content_hash(ONE) != content_hash(AgeApprovals("RD000005", (replace(FORM, age=12),)))
