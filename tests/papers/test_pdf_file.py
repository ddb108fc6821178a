"""The file as other programs see it: qpdf checks it, its structure and size are what archives ask."""

import io
import re
from datetime import date
from random import Random

import pikepdf
import pytest

from tests.papers.reading import whole_text
from tuanji_desktop.deletion.form import GuangdongForm, GuangdongRow, draw
from tuanji_desktop.demo.names import Names
from tuanji_desktop.papers.frame import A4_PORTRAIT, Flow, title
from tuanji_desktop.papers.letter import Letter, draw_letter
from tuanji_desktop.papers.paper import Part, compose_several

RARE = ("王𬱖", "龙䶮", "㛃雪", "𠮷野明", "劉㐁", "张𫝀", "𠮷𫝀明", "阿依古丽·买买提")
HASH = "0" * 64


def form(rows: int, names: tuple[str, ...] = ()) -> bytes:
    """A request of so many members with names as a county has them."""
    drawn, other = Names(Random(3)), Names(Random(7))
    listed = [
        GuangdongRow(
            place,
            names[place % len(names)] if names else drawn.draw().text,
            f"138{place:08d}",
            f"青溪县第一中学高三（{place % 20 + 1}）班团支部",
            "重复录入" if place % 2 else f"姓名错误，正确姓名为：{other.draw().text}",
        )
        for place in range(rows)
    ]
    data = GuangdongForm(
        unit="共青团青溪县委员会",
        filled_on=date(2018, 9, 28),
        contact="王干事",
        contact_phone="08560000000",
        rows=tuple(listed),
        batch="2018-001",
    )
    return draw(data).pdf


def letter() -> bytes:
    words = Letter(
        title="关于更正团员信息的请示",
        document_number="青团字〔2019〕1号",
        addressee="共青团梅岭市委员会",
        paragraphs=("现将情况报告如下。" * 40,) * 6,
        ending="妥否，请批示。",
        enclosures=("更正清单",),
        sender="共青团青溪县委员会",
        day=date(2019, 3, 1),
    )
    return draw_letter(words, content_hash=HASH).pdf


def several() -> bytes:
    parts = []
    for name in RARE:
        flow = Flow(A4_PORTRAIT)
        title(flow, name)
        parts.append(Part(flow, "2018-001", HASH))
    return compose_several(parts, title="合订").pdf


PAPERS = {
    "one row": lambda: form(1),
    "forty rows": lambda: form(40),
    "rare": lambda: form(24, RARE),
    "letter": letter,
    "several": several,
}


@pytest.mark.parametrize("kind", PAPERS)
def test_qpdf_finds_nothing_and_every_object_is_there(kind: str) -> None:
    with pikepdf.open(io.BytesIO(PAPERS[kind]()), attempt_recovery=False) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.get_warnings() == []
        assert not pdf.is_encrypted
        assert len(pdf.objects) == int(pdf.trailer.Size) - 1


@pytest.mark.parametrize("kind", PAPERS)
def test_other_programs_know_it_by_head_and_end(kind: str) -> None:
    data = PAPERS[kind]()
    assert re.match(rb"%PDF-1\.6\n%[\x80-\xff]{4,}\n", data)
    assert data.count(b"\nendstream\nendobj\n") == data.count(b"endobj")
    assert data.endswith(b"%%EOF\n")


def test_equal_data_equal_bytes_and_other_data_another_identifier() -> None:
    assert form(3) == form(3)
    with (
        pikepdf.open(io.BytesIO(form(3))) as one,
        pikepdf.open(io.BytesIO(form(4))) as other,
    ):
        assert bytes(one.trailer.ID[0]) != bytes(other.trailer.ID[0])


@pytest.mark.parametrize("rows", [1, 10, 100, 1_000])
def test_the_size_stays_below_60_kb_and_2_kb_a_page(rows: int) -> None:
    data = form(rows)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(data) <= (60 + 2 * len(pdf.pages)) * 1_000


def test_rare_names_come_back_by_two_readers() -> None:
    from pypdf import PdfReader

    data = form(8, RARE)
    other = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data), strict=True).pages)
    for text in (whole_text(data), re.sub(r"\s", "", other)):
        for name in RARE:
            assert name in text
