"""From the bytes of a PDF to paper: what the printer gets is what the preview showed."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from PySide6.QtCore import QMarginsF, QObject, QRect, QSizeF, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from tuanji_desktop.core.errors import FileRefused, TuanjiError
from tuanji_desktop.core.print_habits import PrintHabit
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page_view import image_of
from tuanji_desktop.kit.pdf_pages import POINTS_PER_INCH, PagePicture, PageSize, PdfPages

MAX_DPI = 600
BLANK = -1
"""In the order of pages: the back of a sheet that stays empty."""
MM_PER_INCH = 25.4
_STRIP_BYTES = 4_000_000
_DUPLEX = {
    "none": QPrinter.DuplexMode.DuplexNone,
    "long": QPrinter.DuplexMode.DuplexLongSide,
    "short": QPrinter.DuplexMode.DuplexShortSide,
}
_TRAYS = {
    QPrinter.PaperSource.Upper: "上层纸盒",
    QPrinter.PaperSource.Middle: "中层纸盒",
    QPrinter.PaperSource.Lower: "下层纸盒",
    QPrinter.PaperSource.Manual: "手动进纸",
    QPrinter.PaperSource.Envelope: "信封",
    QPrinter.PaperSource.EnvelopeManual: "手动信封",
    QPrinter.PaperSource.Tractor: "链式进纸",
    QPrinter.PaperSource.Cassette: "抽屉纸盒",
    QPrinter.PaperSource.LargeCapacity: "大容量纸盒",
}


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """What the clerk ordered: on which printer, how, which pages (from 1)."""

    printer: str
    habit: PrintHabit
    pages: tuple[int, ...]


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
        *,
        offset: tuple[float, float] = (0.0, 0.0),
        parent: QObject | None = None,
    ) -> None:
        """`numbers` are pages from 0, or BLANK after a page; `offset` moves all of them right and down, in mm: paper that
        a printer draws in a little off is put right there, never in the file."""
        super().__init__(parent)
        self._jobs = jobs
        self._pages = pages
        self._printer = printer
        self._numbers = list(numbers)
        self._painter = QPainter()
        self._done = 0
        self._size: PageSize | None = None
        self._dpi = min(printer.resolution(), MAX_DPI)
        self._left, self._top = (round(one * printer.resolution() / MM_PER_INCH) for one in offset)

    def start(self) -> None:
        """Begins; the signals tell the rest."""
        if not self._numbers:
            self.finished.emit()
            return
        self._size = self._pages.sizes[self._numbers[0]]
        lay_out_paper(self._printer, self._size)
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
            self._left,
            round(top * grow) + self._top,
            round(picture.width * grow),
            round(picture.height * grow),
        )
        self._painter.drawImage(target, image_of(picture))
        if part + 1 < parts:
            self._ask(part + 1)
            return
        self._turn()

    def _turn(self) -> None:
        """The page is drawn: on to the next one, past an empty back, or to the end."""
        self._done += 1
        self.progressed.emit(self._done, len(self._numbers))
        if self._done == len(self._numbers):
            self._painter.end()
            self.finished.emit()
            return
        number = self._numbers[self._done]
        if number != BLANK and self._pages.sizes[number] != self._size:
            self._size = self._pages.sizes[number]
            lay_out_paper(self._printer, self._size)
        if not self._printer.newPage():
            self._fail(
                FileRefused(
                    "print.broken",
                    f"打印机只接受了前 {self._done} 页。请检查打印机，"
                    "从没有印出的那一页起再印；印坏的纸请作废。",
                )
            )
        elif number == BLANK:
            self._turn()
        else:
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


def printer_names() -> list[str]:
    """The printers of this machine, the system's own choice first."""
    default = QPrinterInfo.defaultPrinterName()
    names = QPrinterInfo.availablePrinterNames()
    return sorted(names, key=lambda name: name != default)


def new_printer(name: str) -> QPrinter:
    """The printer of this name, at its own resolution."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if name:
        printer.setPrinterName(name)
    return printer


def trays_of(printer: QPrinter) -> list[tuple[int, str]]:
    """Number and name of the paper sources a printer tells of; elsewhere than on Windows none:
    there they are chosen in the system's own dialog."""
    tell = getattr(printer, "supportedPaperSources", None)
    found: list[tuple[int, str]] = []
    if tell is not None:
        with suppress(ValueError, RuntimeError):  # a source of the driver's own invention
            found = [(one.value, _TRAYS[one]) for one in tell() if one in _TRAYS]
    return found if len(found) > 1 else []


def set_up(printer: QPrinter, habit: PrintHabit, pages: Sequence[int]) -> list[int]:
    """Readies a printer for an order; returns the pages to draw, from 0, in their order.

    A printer that makes no copies by itself is given the pages again.
    """
    printer.setDuplex(_DUPLEX[habit.duplex])
    if habit.tray:
        with suppress(ValueError):
            printer.setPaperSource(QPrinter.PaperSource(habit.tray))
    numbers = [page - 1 for page in pages]
    if habit.copies == 1 or printer.supportsMultipleCopies():
        printer.setCopyCount(habit.copies)
        printer.setCollateCopies(True)
        return numbers
    if habit.duplex != "none" and len(numbers) % 2:  # a copy does not begin on another one's back
        return [*[*numbers, BLANK] * (habit.copies - 1), *numbers]
    return numbers * habit.copies


def as_left(printer: QPrinter, order: PrintOrder) -> PrintHabit:
    """The order's habit as the system's dialog left it on the printer."""
    modes = {mode: key for key, mode in _DUPLEX.items()}
    copies = printer.copyCount() if printer.supportsMultipleCopies() else order.habit.copies
    duplex = modes.get(printer.duplex(), order.habit.duplex)
    return replace(order.habit, copies=max(1, copies), duplex=duplex, tray=0)


def sheets_of(pages: int, habit: PrintHabit) -> int:
    """How many sheets of paper an order takes."""
    each = pages if habit.duplex == "none" else (pages + 1) // 2
    return each * habit.copies
