"""From the bytes of a PDF to paper: what the printer gets is what the preview showed."""

from collections.abc import Sequence

from PySide6.QtCore import QMarginsF, QObject, QRect, QSizeF, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from tuanji_desktop.core.errors import FileRefused, TuanjiError
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page_view import image_of
from tuanji_desktop.kit.pdf_pages import POINTS_PER_INCH, PagePicture, PageSize, PdfPages

MAX_DPI = 600
_STRIP_BYTES = 4_000_000


class PrintRun(QObject):
    """Prints some pages strip by strip, so that neither the window nor the memory suffers."""

    progressed = Signal(int, int)
    """Pages done, pages."""
    finished = Signal()
    refused = Signal(object)
    """`TuanjiError`: the printer did not take it."""

    def __init__(
        self,
        jobs: Jobs,
        pages: PdfPages,
        printer: QPrinter,
        numbers: Sequence[int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pages = pages
        self._printer = printer
        self._numbers = list(numbers)
        self._painter = QPainter()
        self._done = 0
        self._dpi = min(printer.resolution(), MAX_DPI)

    def start(self) -> None:
        """Begins; the signals tell the rest."""
        if not self._numbers:
            self.finished.emit()
            return
        lay_out_paper(self._printer, self._pages.sizes[self._numbers[0]])
        if not self._painter.begin(self._printer):
            self._fail(
                FileRefused("print.refused", "打印机没有接受任务。请检查打印机是否开启、是否缺纸。")
            )
            return
        self._ask(0)

    def _parts(self, size: PageSize) -> int:
        pixels = size.width * size.height * (self._dpi / POINTS_PER_INCH) ** 2
        return max(1, round(pixels * 3 / _STRIP_BYTES))

    def _ask(self, part: int) -> None:
        number = self._numbers[self._done]
        parts = self._parts(self._pages.sizes[number])
        scale = self._dpi / POINTS_PER_INCH
        pages = self._pages
        self._jobs.read(
            self,
            lambda: pages.draw(number, scale=scale, part=part, parts=parts),
            lambda picture: self._put(picture, part, parts),
            on_error=self._fail,
        )

    def _put(self, picture: PagePicture, part: int, parts: int) -> None:
        grow = self._printer.resolution() / self._dpi
        height = self._pages.sizes[self._numbers[self._done]].height
        rows = round(height * self._dpi / POINTS_PER_INCH)
        top = rows * part // parts
        target = QRect(
            0, round(top * grow), round(picture.width * grow), round(picture.height * grow)
        )
        self._painter.drawImage(target, image_of(picture))
        if part + 1 < parts:
            self._ask(part + 1)
            return
        self._done += 1
        self.progressed.emit(self._done, len(self._numbers))
        if self._done == len(self._numbers):
            self._painter.end()
            self.finished.emit()
            return
        self._printer.newPage()
        self._ask(0)

    def _fail(self, error: TuanjiError) -> None:
        if self._painter.isActive():
            self._painter.end()
        self.refused.emit(error)


def lay_out_paper(printer: QPrinter, size: PageSize) -> None:
    """Sets the printer to the page's own paper, without margins of its own."""
    short, long = sorted((size.width, size.height))
    paper = QPageSize(QSizeF(short, long), QPageSize.Unit.Point)
    turned = size.width > size.height
    orientation = QPageLayout.Orientation.Landscape if turned else QPageLayout.Orientation.Portrait
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(paper, orientation, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)


def chosen_pages(printer: QPrinter, count: int) -> list[int]:
    """The pages that the print dialog left chosen, from 0, in printing order."""
    first, last = printer.fromPage(), printer.toPage()
    numbers = list(range(count))
    if printer.printRange() == QPrinter.PrintRange.PageRange and first:
        numbers = list(range(first - 1, min(last or count, count)))
    backwards = printer.pageOrder() == QPrinter.PageOrder.LastPageFirst
    return numbers[::-1] if backwards else numbers
