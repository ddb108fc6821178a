"""Pages as pictures."""

import pytest

from tests.kit.pdfs import make_pdf
from tuanji_desktop.core.progress import Cancelled
from tuanji_desktop.kit.pdf_pages import PagePicture, PdfPages
from tuanji_desktop.papers.calibration import draw_calibration


def pixel(picture: PagePicture, x: int, y: int) -> tuple[int, ...]:
    start = y * picture.stride + x * 3
    return tuple(picture.pixels[start : start + 3])


def test_a_page_has_its_size_and_its_colours() -> None:
    pages = PdfPages(make_pdf(3))
    assert len(pages.sizes) == 3
    assert pages.sizes[0].height == pytest.approx(841.89, abs=0.01)
    picture = pages.draw(1, scale=1)
    assert (picture.width, picture.height) == (596, 842)
    assert pixel(picture, 200, 205) == (0, 0, 255), "blue, green, red"
    assert pixel(picture, 50, 205) == (255, 255, 255)


def test_strips_make_up_the_page() -> None:
    pages = PdfPages(make_pdf(1))
    whole = pages.draw(0, scale=2)
    strips = [pages.draw(0, scale=2, part=part, parts=5) for part in range(5)]
    rows = b"".join(one.pixels for one in strips)
    assert rows == whole.pixels


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(ValueError, match="not a PDF"):
        PdfPages(b"PK\x03\x04")


def test_after_closing_one_draws_for_nobody() -> None:
    pages = PdfPages(make_pdf(1))
    pages.close()
    pages.close()
    with pytest.raises(Cancelled):
        pages.draw(0, scale=1)


def test_the_words_of_a_page() -> None:
    made = draw_calibration()
    pages = PdfPages(made.pdf)
    assert "打印校准页" in pages.words(0)
    pages.close()
    with pytest.raises(Cancelled):
        pages.words(0)
