"""The introduction letter and the stub book, read back from the PDF."""

from dataclasses import replace
from datetime import date

import pytest

from tests.papers.reading import boxes, codes, page_texts, whole_text
from tuanji_desktop.papers.frame import MM
from tuanji_desktop.transfers.introduction_form import (
    Introduction,
    StubBook,
    StubRow,
    content_hash,
    draw_introduction,
    draw_stub_book,
)

SOURCE = "中国共产主义青年团青溪县第一中学高三（1）班支部委员会"
TARGET = "中国共产主义青年团贵州师范大学经济与管理学院委员会"
LETTER = Introduction(
    number="2018-0007",
    code="JS12-1",
    member_id=5,
    name="龙𬱖",
    sex="女",
    ethnicity="苗族",
    born_on="2002-02-28",
    id_number="520628200202280109",
    mobile="13800138005",
    joined_on="2016-05",
    development_number="201620628001",
    political_status="共青团员",
    kind="升学",
    source=SOURCE,
    target=TARGET,
    issuer="中国共产主义青年团青溪县委员会",
    issued_on=date(2018, 8, 1),
    issued_by="王干事",
    valid_days=30,
)
ROW = StubRow(5, "2018-0007", "2018-08-01", "龙𬱖", SOURCE, TARGET, "转出支部审核", "王干事", "")


def test_stub_letter_and_receipt_bear_the_same_number_and_facts() -> None:
    paper = draw_introduction(LETTER)
    text = whole_text(paper.pdf)
    assert (paper.pages, paper.findings) == (1, ())
    assert text.count("第 2018-0007 号") == 5  # stub, perforation, letter, perforation, receipt
    assert text.count("龙𬱖同志") == 3
    assert text.count("520628200202280109") == 2
    assert text.index("（存根）") < text.index("骑缝处加盖公章") < text.index(f"{TARGET}：")
    for words in (
        "苗族", "2002年2月28日出生", "2016年5月入团", "发展团员编号：201620628001", SOURCE, TARGET,
        "有效期30天", "2018年8月1日", "开具人：王干事", "转接原因：升学", "回执", "接收单位（盖章）",
        "团员联系电话：13800138005",
    ):  # fmt: skip
        assert words in text.replace("\n", ""), words
    assert codes(paper.pdf) == [f"JS12-1:1:{content_hash(LETTER)[:10].upper()}"]


def test_the_parts_stand_above_each_other_with_a_perforation_between() -> None:
    found = boxes(draw_introduction(LETTER).pdf)
    seam = [one.bottom for one in found if one.text == "缝"]
    receipt = [one.bottom for one in found if one.text == "执"]
    assert len(seam) == 1
    assert 297 * MM * 0.6 < seam[0] < 297 * MM * 0.8  # the stub is the upper quarter
    assert min(receipt) < 297 * MM * 0.35
    assert all(one.left > 8 * MM and one.right < 202 * MM for one in found)


def test_long_names_stay_on_one_sheet_whole() -> None:
    long = replace(LETTER, source=SOURCE * 3, target=TARGET * 3, name="买买提·艾力" * 4)
    paper = draw_introduction(long)
    assert paper.pages == 1
    assert whole_text(paper.pdf).replace("\n", "").count(SOURCE * 3) == 2


def test_a_draft_says_that_it_has_no_number_and_bears_no_code() -> None:
    paper = draw_introduction(replace(LETTER, number="", code="", id_number=""))
    assert [(one.field, one.record) for one in paper.findings] == [
        ("number", None),
        ("id_number", 5),
    ]
    assert "这是草稿" in paper.findings[0].message
    assert codes(paper.pdf) == []


def test_equal_data_equal_bytes_and_another_day_another_hash() -> None:
    assert draw_introduction(LETTER).pdf == draw_introduction(LETTER).pdf
    assert content_hash(LETTER) != content_hash(replace(LETTER, issued_on=date(2018, 8, 2)))


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (40, 4)])
def test_the_stub_book_counts_its_voided_numbers(count: int, pages: int) -> None:
    voided = replace(ROW, number="2018-0008", remark="作废（2018-08-02）：写错", voided=True)
    back = replace(ROW, number="2018-0009", remark="转接已退回，介绍信应收回作废")
    rows = (*(ROW,) * count, voided, back)
    book = StubBook("青溪团县委", date(2018, 8, 3), "本册剩余12号", rows)
    paper = draw_stub_book(book)
    texts = page_texts(paper.pdf)
    assert paper.pages == pytest.approx(pages, abs=1)
    assert all("介绍信编号" in text for text in texts)
    text = whole_text(paper.pdf)
    assert f"共{count + 2}号，其中作废1号" in text
    assert "本册剩余12号" in text
    assert "写错" in text
    assert "以下空白" in texts[-1]
