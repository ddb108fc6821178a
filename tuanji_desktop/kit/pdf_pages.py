"""Pages of a PDF as pictures, drawn by PDFium; knows no Qt, so that threads may use it.

PDFium is one machine for the whole process and not made for several threads: every use of it
stands behind one lock.
"""

import threading
from dataclasses import dataclass
from typing import Any

from tuanji_desktop.core.progress import Cancelled

POINTS_PER_INCH = 72
_PDFIUM = threading.RLock()
"""Re-entrant: the collector may close a forgotten document while another is being drawn."""


@dataclass(frozen=True, slots=True)
class PageSize:
    """In PDF points (1/72 inch)."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PagePicture:
    """Rows of 3 bytes a pixel (blue, green, red), each row `stride` bytes long."""

    width: int
    height: int
    stride: int
    pixels: bytes


class PdfPages:
    """One PDF, kept open. Raises `ValueError` where the bytes are none."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        self._document: Any = None
        with _PDFIUM:
            try:
                self._document = pypdfium2.PdfDocument(data)
            except pypdfium2.PdfiumError as error:
                raise ValueError("not a PDF") from error
            self._sizes = tuple(
                PageSize(*self._document.get_page_size(number))
                for number in range(len(self._document))
            )

    @property
    def sizes(self) -> tuple[PageSize, ...]:
        """Size of every page, in order."""
        return self._sizes

    def draw(self, page: int, *, scale: float, part: int = 0, parts: int = 1) -> PagePicture:
        """Draws a page, `scale` pixels to the point.

        With `parts` the page is cut into strips from top to bottom and one of them is drawn: a
        page at a printer's resolution is 100 MB as a whole. Raises `Cancelled` once closed: whoever
        still draws then draws for nobody.
        """
        height = self._sizes[page].height
        top, bottom = _strip(height * scale, part, parts)
        crop = (0, height - bottom / scale, 0, top / scale)
        with _PDFIUM:
            if self._document is None:
                raise Cancelled
            opened = self._document[page]
            try:
                bitmap = opened.render(scale=scale, crop=crop)
                picture = PagePicture(
                    bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)
                )
                bitmap.close()
            finally:
                opened.close()
        return picture

    def words(self, page: int) -> str:
        """The text of a page, line by line."""
        with _PDFIUM:
            if self._document is None:
                raise Cancelled
            opened = self._document[page]
            try:
                text = opened.get_textpage()
                found = str(text.get_text_range())
                text.close()
            finally:
                opened.close()
        return found

    def close(self) -> None:
        """Gives the memory back."""
        with _PDFIUM:
            if self._document is not None:
                self._document.close()
                self._document = None

    def __del__(self) -> None:
        self.close()


def _strip(height: float, part: int, parts: int) -> tuple[int, int]:
    """First row of a strip and the row after its last, in pixels: whole ones, so nothing gapes."""
    whole = round(height)
    return whole * part // parts, whole * (part + 1) // parts
