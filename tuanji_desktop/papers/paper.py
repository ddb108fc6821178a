"""A finished paper: the bytes that are shown, saved, printed and filed."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tuanji_desktop.papers import fonts
from tuanji_desktop.papers.frame import MM, Flow, Page, PageSize
from tuanji_desktop.papers.pdf_file import file_bytes
from tuanji_desktop.papers.pdfa import describe
from tuanji_desktop.papers.preflight import PaperFinding, in_order
from tuanji_desktop.papers.qr import MODULES_OF_QUIET, dark_runs, page_code

FOOT_SIZE = 10.5
CODE_SIZE = 6.5
QR_SIDE = 22 * MM
QR_TOP = 7 * MM  # from the upper edge of the sheet
HAIRLINE = 0.6
RED, BLACK = "0.75 0 0 rg", "0 g"

Encoded = dict[tuple[str, tuple[str, ...]], list[tuple[str, str]]]
"""Texts already put into codes: branches and reasons repeat."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF with what is known about it. Equal data make equal bytes."""

    pdf: bytes
    pages: int
    sha256: str
    findings: tuple[PaperFinding, ...]


FOOT = "第{page}页 共{pages}页"


@dataclass(frozen=True, slots=True)
class Part:
    """A paper of its own inside a PDF: it counts its own pages and bears its own code.

    An empty batch number (a preview before the batch has one) leaves the code away.
    """

    flow: Flow
    batch: str
    content_hash: str
    foot: str = FOOT
    foot_size: float = FOOT_SIZE


def compose(
    flow: Flow,
    *,
    title: str,
    batch: str,
    content_hash: str,
    foot: str = FOOT,
    foot_size: float = FOOT_SIZE,
) -> Paper:
    """Draw the pages with their furniture: 第x页 共y页, and the code of the batch.

    `title` goes into the document's properties and must not name a person. `foot` may name
    `{page}` and `{pages}`; `foot_size` is in points.
    """
    return compose_several([Part(flow, batch, content_hash, foot, foot_size)], title=title)


def compose_several(parts: Sequence[Part], *, title: str) -> Paper:
    """Several papers behind each other in one PDF, to be printed together."""
    from reportlab.pdfgen.canvas import Canvas

    fonts.face("Body")
    size = parts[0].flow.size
    canvas = Canvas(
        io.BytesIO(),
        pagesize=(size.width, size.height),
        pageCompression=1,
        invariant=1,
        initialFontName="Body",
        pdfVersion=(1, 6),
    )
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setViewerPreference("PrintScaling", "None")  # seal and code in their true size
    known: Encoded = {}
    for part in parts:
        flow, count = part.flow, len(part.flow.pages)
        canvas.setPageSize((flow.size.width, flow.size.height))
        for number, page in enumerate(flow.pages, start=1):
            _furnish(flow, page, part.foot.format(page=number, pages=count), part.foot_size)
            if part.batch:
                code = str(page_code(part.batch, number, part.content_hash))
                _put_code(canvas, flow.size, page, code)
            _draw(canvas, page, known)
            canvas.showPage()
    describe(canvas._doc, title)
    pdf = file_bytes(canvas._doc)
    pages = sum(len(part.flow.pages) for part in parts)
    findings = [finding for part in parts for finding in part.flow.findings]
    return Paper(pdf, pages, hashlib.sha256(pdf).hexdigest(), in_order(findings))


def _furnish(flow: Flow, page: Page, text: str, points: float) -> None:
    faces = fonts.fonts_for(text)
    x = (flow.size.width - fonts.width(text, faces, points)) / 2
    page.texts.append((x, flow.size.bottom - 8 * MM, text, faces, points))


def _put_code(canvas: Any, size: PageSize, page: Page, code: str) -> None:
    """The QR code in the upper right corner, far from the seal, and its words under it."""
    faces = fonts.fonts_for(code)
    left, bottom = size.right_edge - QR_SIDE, size.height - QR_TOP - QR_SIDE
    words = size.right_edge - fonts.width(code, faces, CODE_SIZE)
    page.texts.append((words, bottom - CODE_SIZE, code, faces, CODE_SIZE))
    side, runs = dark_runs(code)
    module = QR_SIDE / (side + 2 * MODULES_OF_QUIET)
    left, bottom = left + MODULES_OF_QUIET * module, bottom + MODULES_OF_QUIET * module
    place = f"q {module:.4f} 0 0 {module:.4f} {left:.2f} {bottom:.2f} cm"
    modules = (f"{column} {side - row - 1} {length} 1 re" for row, column, length in runs)
    canvas.addLiteral("\n".join([place, *modules, "f Q"]))


def _draw(canvas: Any, page: Page, known: Encoded) -> None:
    """The marks as PDF operators, in one piece: the library's own calls take twice the time.

    Places are whole tenths of a point and relative to each other, so that rows repeat each
    other and pack well.
    """
    codes = [f"{HAIRLINE} w"]
    codes += [f"{x1:.1f} {y1:.1f} m {x2:.1f} {y2:.1f} l" for x1, y1, x2, y2 in page.lines]
    codes += ["S", "BT"]
    current = ("", 0.0)
    last_x = last_y = 0
    inked = False
    for place, (x, y, text, faces, size) in enumerate(page.texts):
        if inked is not (place in page.red):
            inked = not inked
            codes.append(RED if inked else BLACK)
        tenths_x, tenths_y = round(x * 10), round(y * 10)
        codes.append(f"{(tenths_x - last_x) / 10:g} {(tenths_y - last_y) / 10:g} Td")
        last_x, last_y = tenths_x, tenths_y
        key = (text, faces)
        if key not in known:
            known[key] = fonts.encode(text, faces, canvas)
        for subset, data in known[key]:
            if (subset, size) != current:
                current = (subset, size)
                codes.append(f"{subset} {size:g} Tf")
            codes.append(f"<{data}> Tj")
    codes.append("ET")
    canvas.addLiteral("\n".join(codes))
