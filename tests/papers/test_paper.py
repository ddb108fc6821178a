"""The finished PDF: its bytes, its fonts, its furniture."""

import hashlib
import io
import re

import pikepdf
import pypdfium2
import pytest

from tests.papers.reading import codes, page_texts, whole_text
from tuanji_desktop.papers.frame import A4_LANDSCAPE, A4_PORTRAIT, Flow, PageSize, title
from tuanji_desktop.papers.paper import Paper, Part, compose, compose_several

HASH = hashlib.sha256(b"content").hexdigest()
NAMES = ("王𬱖", "龙䶮", "㛃雪", "𠮷野明", "阿依古丽·买买提", "劉㐁", "张𫝀", "𠮷𫝀明")


def draw(batch: str = "SC2018-0001", size: PageSize = A4_PORTRAIT) -> Paper:
    flow = Flow(size)
    title(flow, "试印")
    flow.paragraphs(NAMES, size=12)
    flow.new_page()
    flow.paragraphs(["第二张"], size=12)
    return compose(flow, title="试印", batch=batch, content_hash=HASH)


def test_equal_data_make_equal_bytes() -> None:
    first, second = draw(), draw()
    assert first == second
    assert first.sha256 == hashlib.sha256(first.pdf).hexdigest()
    assert first.pages == 2


def test_names_come_back_from_every_plane() -> None:
    text = whole_text(draw().pdf)
    for name in NAMES:
        assert name in text


def test_fonts_are_embedded_subsets_and_nothing_else() -> None:
    with pikepdf.open(io.BytesIO(draw().pdf)) as pdf:
        fonts = [str(one.BaseFont) for one in pdf.pages[0].Resources.Font.values()]
        embedded = [
            one for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/Length1" in one
        ]
    assert {name.partition("+")[2] for name in fonts} == {
        "NotoSerifSC-Bold",
        "NotoSerifSC-Regular",
        "NotoSerifSCFull",
        "TuanjiRareB",
        "TuanjiRareC",
    }
    assert all(re.fullmatch(r"/[A-Z]{6}\+.*", name) for name in fonts)
    assert len(set(fonts)) == len(fonts) == len(embedded)


def test_properties_name_the_paper_and_no_person() -> None:
    pdf = draw().pdf
    with pypdfium2.PdfDocument(pdf) as document:
        information = document.get_metadata_dict()
    assert information["Title"] == "试印"
    assert information["Author"] == information["Producer"] == "团籍台账"
    assert information["CreationDate"] == information["Subject"] == ""


def test_each_page_says_its_number() -> None:
    pages = page_texts(draw().pdf)
    assert ["第1页 共2页" in pages[0], "第2页 共2页" in pages[1]] == [True, True]


@pytest.mark.parametrize("size", [A4_PORTRAIT, A4_LANDSCAPE])
def test_each_page_carries_its_code(size: PageSize) -> None:
    pdf = draw(size=size).pdf
    for number, text in enumerate(page_texts(pdf)):
        code = f"SC2018-0001:{number + 1}:{HASH[:10].upper()}"
        assert codes(pdf, number) == [code]
        assert code in text


def test_a_preview_without_batch_has_no_code() -> None:
    assert codes(draw(batch="").pdf) == []


def test_several_papers_in_one_pdf_count_their_own_pages() -> None:
    parts = []
    for words, pages, size in (("甲", 2, A4_PORTRAIT), ("乙", 1, A4_LANDSCAPE)):
        flow = Flow(size)
        for page in range(pages):
            if page:
                flow.new_page()
            flow.paragraphs([words], size=12)
        parts.append(Part(flow, f"SC-{pages}", HASH))
    paper = compose_several(parts, title="试印")
    assert paper.pages == 3
    texts = page_texts(paper.pdf)
    for text, foot in zip(texts, ("第1页 共2页", "第2页 共2页", "第1页 共1页"), strict=True):
        assert foot in text
    with pypdfium2.PdfDocument(paper.pdf) as document:
        assert [document[page].get_width() > 600 for page in range(3)] == [False, False, True]
    assert codes(paper.pdf, 2) == [f"SC-1:1:{HASH[:10].upper()}"]
