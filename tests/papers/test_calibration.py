"""The sheet for the offset: its marks stand where it says, and the crease reads the correction."""

import pypdfium2
from PIL.Image import Image

from tuanji_desktop.papers.calibration import CORNER, REACH, TITLE, draw_calibration
from tuanji_desktop.papers.frame import MM

_SCALE = 8


def dark(image: Image, x: float, y: float) -> bool:
    """Whether there is ink within 0.2 mm of a place, in mm from the upper left corner."""
    left, top = round((x - 0.2) * MM * _SCALE), round((y - 0.2) * MM * _SCALE)
    side = round(0.4 * MM * _SCALE) + 1
    return min(image.crop((left, top, left + side, top + side)).tobytes()) < 128


def test_it_is_one_sheet_of_the_same_bytes() -> None:
    one, other = draw_calibration(), draw_calibration()
    assert one.pdf == other.pdf
    assert (one.pages, one.findings) == (1, ())


def test_crosses_and_scales_stand_where_they_say() -> None:
    page = pypdfium2.PdfDocument(draw_calibration().pdf)[0]
    image = page.render(scale=_SCALE).to_pil().convert("L")
    for x in (CORNER, 210 - CORNER):
        for y in (CORNER, 297 - CORNER):
            assert dark(image, x, y)
    low = 297 / 2 + 32
    assert dark(image, 105, low + 2)  # the crease of the sheet falls on the zero
    assert dark(image, 105 + REACH, low + 2)
    assert not dark(image, 105 + 0.5, low + 2)
    assert dark(image, 105 - 61, 297 / 2)


def test_the_marks_bear_the_correction() -> None:
    page = pypdfium2.PdfDocument(draw_calibration().pdf)[0]
    text = page.get_textpage()
    assert TITLE in text.get_text_range()

    def words(left: float, top: float, right: float, bottom: float) -> str:
        return str(
            text.get_text_bounded(left * MM, (297 - bottom) * MM, right * MM, (297 - top) * MM)
        ).strip()

    low, middle = 297 / 2 + 32, 297 / 2
    # a print too far left brings the right half under the crease: it must go right, which is +
    assert words(110, low + 4, 120, low + 12) == "+10"
    assert words(90, low + 4, 100, low + 12) == "-10"
    # a print too high brings the lower half under the crease: it must go down, which is +
    assert words(49, middle + 6, 60, middle + 14) == "+10"
    assert words(49, middle - 14, 60, middle - 6) == "-10"
