"""The formal letter, read back from its PDF and measured."""

from dataclasses import replace
from datetime import date

import pytest

from tests.papers.reading import boxes, codes, page_texts, whole_text
from tuanji_desktop.papers.frame import A4_PORTRAIT, MM, Flow
from tuanji_desktop.papers.letter import (
    NO_NUMBER,
    PITCH,
    Letter,
    chinese_date,
    draw_letter,
    seal_place,
)

LETTER = Letter(
    title="关于更正3名团员误填“入团年月”的请示",
    document_number="团梅字〔2019〕12号",
    addressee="团省委",
    paragraphs=("根据有关要求，我单位逐人进行了核实。" * 4, "现申请按附件所列予以更正。"),
    ending="妥否，请批示。",
    enclosures=("误填“入团年月”团员更正清单",),
    sender="共青团梅岭市委员会",
    day=date(2019, 3, 1),
    contact="刘书记",
    contact_phone="0753-1234567",
    number="GZ-2019-001-H",
)
HASH = "0123456789abcdef" * 4


def drawn(letter: Letter = LETTER) -> bytes:
    return draw_letter(letter, content_hash=HASH).pdf


def test_it_says_all_its_parts_in_order() -> None:
    text = whole_text(drawn())
    places = [
        text.find(part)
        for part in (
            "团梅字〔2019〕12号",
            "签发人：",
            "关于更正3名团员误填“入团年月”的请示",
            "团省委：",
            "根据有关要求",
            "现申请按附件所列予以更正。",
            "妥否，请批示。",
            "附件：误填“入团年月”团员更正清单",
            "共青团梅岭市委员会",
            "2019年3月1日",
            "（联系人：刘书记，电话：0753-1234567）",
            "— 1 —",
        )
    ]
    assert -1 not in places
    assert places == sorted(places)


def test_a_draft_leaves_room_for_the_number_and_says_so() -> None:
    paper = draw_letter(replace(LETTER, document_number="", sender=""), content_hash=HASH)
    assert NO_NUMBER.replace("　", "") in whole_text(paper.pdf).replace("　", "")
    assert [(one.code, one.field) for one in paper.findings] == [
        ("field.missing", "document_number"),
        ("field.missing", "sender"),
    ]


def test_a_character_no_font_has_is_named() -> None:
    paper = draw_letter(replace(LETTER, sender="共青团\U000323af市委"), content_hash=HASH)
    assert [(one.code, one.field) for one in paper.findings] == [("glyph.missing", "sender")]


def test_each_page_has_its_code() -> None:
    long = replace(LETTER, paragraphs=LETTER.paragraphs * 4)
    pdf = drawn(long)
    assert len(page_texts(pdf)) == 2
    for page in (0, 1):
        assert codes(pdf, page) == [f"GZ-2019-001-H:{page + 1}:0123456789"]


def test_the_same_letter_is_the_same_bytes() -> None:
    assert drawn() == drawn()
    assert drawn() != drawn(replace(LETTER, day=date(2019, 3, 2)))


def test_it_keeps_the_margins_and_the_lines_of_the_standard() -> None:
    sheet = A4_PORTRAIT
    furniture = sheet.height - sheet.top
    inside = [one for one in boxes(drawn()) if sheet.bottom - 1 < one.bottom < furniture]
    assert min(one.left for one in inside) >= 28 * MM - 1
    assert max(one.right for one in inside) <= 184 * MM + 1
    assert pytest.approx(225 * MM / 22) == PITCH
    first = min((one for one in inside if one.text == "根"), key=lambda one: -one.bottom)
    assert first.left == pytest.approx(28 * MM + 32, abs=2)  # two characters in


@pytest.mark.parametrize("times", range(1, 14))
def test_the_signature_is_never_alone_and_the_seal_covers_no_text(times: int) -> None:
    letter = replace(LETTER, paragraphs=LETTER.paragraphs[:1] * times)
    pdf = drawn(letter)
    page, seal = seal_place(letter)
    texts = page_texts(pdf)
    assert len(texts) == page
    assert "妥否，请批示。" in texts[-1]
    covered = "".join(
        one.text
        for one in boxes(pdf, page - 1)
        if ((one.left + one.right) / 2 - seal.x) ** 2 + ((one.top + one.bottom) / 2 - seal.y) ** 2
        < seal.radius**2
    )
    assert set(covered) <= set("共青团梅岭市委员会2019年3月1日")
    assert "梅岭" in covered
    assert seal.x + seal.radius <= A4_PORTRAIT.width - 5 * MM


def test_a_long_title_stands_on_lines_of_like_length() -> None:
    title = "关于更正123名团员误填“入团年月”并请团省委集中审批处理的请示"
    pdf = drawn(replace(LETTER, title=title))
    (line_1, line_2) = [
        line.strip()
        for line in page_texts(pdf)[0].splitlines()
        if line.strip() and line.strip() in title
    ]
    assert line_1 + line_2 == title
    assert abs(len(line_1) - len(line_2)) <= 4


def test_several_enclosures_are_numbered() -> None:
    text = whole_text(drawn(replace(LETTER, enclosures=("清单", "证明材料"))))
    assert "附件：1.清单" in text
    assert "2.证明材料" in text


def test_dates_as_letters_write_them() -> None:
    assert chinese_date(date(2019, 3, 1)) == "2019年3月1日"


@pytest.mark.parametrize("length", [20, 27, 28, 45])
def test_a_long_sender_stays_inside_the_margins(length: int) -> None:
    sender = ("中国共产主义青年团青溪苗族自治县第一中学高三年级毕业班团支部委员会" * 2)[:length]
    paper = draw_letter(replace(LETTER, sender=sender), content_hash="0" * 64)
    left, right = A4_PORTRAIT.left - 0.5, A4_PORTRAIT.right_edge + 0.5
    marks = [box for box in boxes(paper.pdf) if box.text in sender]
    assert min(box.left for box in marks) >= left
    assert max(box.right for box in marks) <= right
    assert sender in whole_text(paper.pdf)


def test_a_statement_has_neither_number_nor_signer() -> None:
    paper = draw_letter(replace(LETTER, numbered=False, document_number=""), content_hash="0" * 64)
    text = whole_text(paper.pdf)
    assert "签发人" not in text
    assert "〔" not in text
    assert [found.field for found in paper.findings if found.field == "document_number"] == []


def test_a_letter_that_goes_down_has_a_number_and_no_signer() -> None:
    text = whole_text(drawn(replace(LETTER, upward=False)))
    assert "团梅字〔2019〕12号" in text
    assert "签发人" not in text


def test_an_annex_stands_behind_the_letter_and_counts_its_pages_on() -> None:
    def annex(flow: Flow) -> None:
        flow.new_page()
        flow.paragraphs(["附件"], size=16)

    made = draw_letter(LETTER, content_hash=HASH, annex=annex)
    pages = page_texts(made.pdf)
    assert made.pages == len(page_texts(drawn())) + 1
    assert "附件" in pages[-1]
    assert f"— {made.pages} —" in pages[-1]


def test_who_signs_stands_at_the_right_of_the_number() -> None:
    text = whole_text(drawn(replace(LETTER, signer="欧阳文静")))
    assert "签发人：欧阳文静" in text
    assert "签发人" not in whole_text(drawn(replace(LETTER, signer="欧阳文静", upward=False)))
    long = boxes(drawn(replace(LETTER, signer="欧阳文静" * 3)))
    assert max(one.right for one in long if one.text in "欧阳文静") <= A4_PORTRAIT.right_edge
    paper = draw_letter(replace(LETTER, signer="龙\ue000"), content_hash=HASH)
    assert [one.field for one in paper.findings] == ["signer"]


def test_the_page_number_is_of_the_size_the_norm_asks() -> None:
    """GB/T 9704 7.5: 四号, that is 14 points; the figure is about two thirds of that high."""
    (figure,) = [one for one in boxes(drawn()) if one.bottom < 30 * MM and one.text == "1"]
    assert 8.5 < figure.top - figure.bottom < 14
