"""A table of five columns drawn straight onto reportlab's canvas with one embedded font."""

import io
import time

from benchmarks.papers import rows
from tuanji_desktop.core.paths import resource_dir

_WIDTHS = (34, 74, 77, 128, 130)
_ROW, _ROWS_A_PAGE = 30, 22


def draw(number: str) -> float:
    """The seconds it takes, reportlab's own loading included."""
    listed = rows(int(number))
    started = time.perf_counter()
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(
        TTFont("Body", str(resource_dir() / "fonts" / "NotoSerifSC-Regular.ttf"))
    )
    canvas = Canvas(io.BytesIO(), pagesize=A4)
    for start in range(0, len(listed), _ROWS_A_PAGE):
        canvas.setFont("Body", 10.5)
        top = A4[1] - 120
        for line, row in enumerate(listed[start : start + _ROWS_A_PAGE]):
            left = 70
            cells = (str(start + line + 1), *row)
            for width, text in zip(_WIDTHS, cells, strict=True):
                canvas.rect(left, top - _ROW, width, _ROW)
                for part in range(0, len(text), 12):
                    canvas.drawString(left + 3, top - 12 - part, text[part : part + 12])
                left += width
            top -= _ROW
        canvas.showPage()
    canvas.getpdfdata()
    return time.perf_counter() - started
