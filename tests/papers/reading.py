"""Reading a drawn paper back, as a viewer, a printer and a scanner do."""

from dataclasses import dataclass
from typing import Any

import pypdfium2


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
