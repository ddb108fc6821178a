"""Reading a drawn paper back, as a viewer, a printer and a scanner do."""

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw


@dataclass(frozen=True, slots=True)
class Box:
    """A printed character and its place in points."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page, in the order it was drawn."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def whole_text(pdf: bytes) -> str:
    """The text of the paper without line breaks."""
    return "".join(page_texts(pdf)).replace("\r", "").replace("\n", "")


def boxes(pdf: bytes, page: int = 0) -> list[Box]:
    """All visible characters of a page (a supplementary one may come as two halves)."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[page].get_textpage()
        found = []
        for index in range(text.count_chars()):
            character = text.get_text_range(index, 1)
            if character.strip():
                found.append(Box(character, *text.get_charbox(index)))
        return found


def image(pdf: bytes, page: int = 0, dpi: int = 150) -> Any:
    """The page as a scanner would deliver it (a Pillow image)."""
    with pypdfium2.PdfDocument(pdf) as document:
        return document[page].render(scale=dpi / 72, grayscale=True).to_pil()


def codes(pdf: bytes, page: int = 0) -> list[str]:
    """What the QR codes of a page say."""
    import zxingcpp

    return [code.text for code in zxingcpp.read_barcodes(image(pdf, page))]


def rules(pdf: bytes, page: int = 0) -> list[float]:
    """The heights of the lines that run over the whole width of a page's table, from the top."""
    found: list[tuple[float, float]] = []  # height, length
    with pypdfium2.PdfDocument(pdf) as document:
        for drawn in document[page].get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
            points = [_point(drawn, place) for place in range(raw.FPDFPath_CountSegments(drawn))]
            for (x1, y1), (x2, y2) in zip(points[::2], points[1::2], strict=False):
                if abs(y1 - y2) < 0.01:
                    found.append((y1, abs(x1 - x2)))
    widest = max(length for _, length in found)
    return sorted({round(y, 2) for y, length in found if length > widest - 1}, reverse=True)


def _point(path: Any, place: int) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(raw.FPDFPath_GetPathSegment(path, place), x, y)
    return x.value, y.value
