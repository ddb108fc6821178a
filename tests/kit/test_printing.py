"""Paper: printed to a file, since the test has no printer."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from tests.kit.pdfs import make_pdf
from tests.kit.test_pdf_pages import pixel
from tuanji_desktop.core.errors import TuanjiError
from tuanji_desktop.core.print_habits import PrintHabit
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.pdf_pages import PdfPages
from tuanji_desktop.kit.printing import (
    BLANK,
    MM_PER_INCH,
    PrintOrder,
    PrintRun,
    as_left,
    set_up,
    sheets_of,
    trays_of,
)


def file_printer(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(150)
    return printer


def run_to_end(qtbot: QtBot, jobs: Jobs, run: PrintRun) -> None:
    with qtbot.waitSignal(run.finished, timeout=5000):
        run.start()


@pytest.mark.parametrize("size", [(595.28, 841.89), (841.89, 595.28)], ids=["upright", "turned"])
def test_what_is_printed_is_what_was_shown(
    qtbot: QtBot, jobs: Jobs, tmp_path: Path, size: tuple[float, float]
) -> None:
    pages = PdfPages(make_pdf(3, size))
    done: list[tuple[int, int]] = []
    run = PrintRun(jobs, pages, file_printer(tmp_path / "out.pdf"), [0, 2], parent=jobs)
    run.progressed.connect(lambda *what: done.append(what))
    run_to_end(qtbot, jobs, run)
    assert done == [(1, 2), (2, 2)]
    paper = PdfPages((tmp_path / "out.pdf").read_bytes())
    assert len(paper.sizes) == 2
    assert (paper.sizes[0].width, paper.sizes[0].height) == pytest.approx(size, abs=1)
    for printed, shown in ((0, 0), (1, 2)):
        y = 195 + 10 * shown
        for x, where in ((250, y), (250, y - 30), (250, y + 30), (90, y)):
            got, wanted = (one.draw(n, scale=1) for one, n in ((paper, printed), (pages, shown)))
            assert pixel(got, x, where) == pytest.approx(pixel(wanted, x, where), abs=12)


@pytest.mark.qt_log_ignore("Returned false")
def test_a_printer_that_takes_nothing_is_told(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    run = PrintRun(
        jobs, PdfPages(make_pdf(1)), file_printer(tmp_path / "none" / "x.pdf"), [0], parent=jobs
    )
    told: list[TuanjiError] = []
    run.refused.connect(told.append)
    run.start()
    assert [one.code for one in told] == ["print.refused"]


def test_no_page_is_done_at_once(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    run = PrintRun(jobs, PdfPages(make_pdf(1)), file_printer(tmp_path / "x.pdf"), [], parent=jobs)
    run_to_end(qtbot, jobs, run)
    assert not (tmp_path / "x.pdf").exists()


def bar_of(pages: PdfPages, page: int = 0) -> tuple[float, float]:
    """Left and upper edge of the red bar in mm."""
    scale = 8
    picture = pages.draw(page, scale=scale)
    to_mm = MM_PER_INCH / 72 / scale

    def red(x: int, y: int) -> bool:
        place = y * picture.stride + x * 3
        blue, green, found = picture.pixels[place : place + 3]
        return found > 180 and green < 90 and blue < 90

    middle = 250 * scale
    top = next(y for y in range(150 * scale, 260 * scale) if red(middle, y))
    left = next(x for x in range(40 * scale, 250 * scale) if red(x, top + 2 * scale))
    return left * to_mm, top * to_mm


@pytest.mark.parametrize("offset", [(0.0, 0.0), (5.0, -3.0), (-7.5, 2.5)])
def test_the_offset_moves_the_print_and_not_the_file(
    qtbot: QtBot, jobs: Jobs, tmp_path: Path, offset: tuple[float, float]
) -> None:
    pages = PdfPages(make_pdf(2))
    before = bar_of(pages)
    printer = file_printer(tmp_path / "out.pdf")
    run_to_end(qtbot, jobs, PrintRun(jobs, pages, printer, [0], offset=offset, parent=jobs))
    after = bar_of(PdfPages((tmp_path / "out.pdf").read_bytes()))
    moved = (after[0] - before[0], after[1] - before[1])
    assert moved == pytest.approx(offset, abs=0.2)  # a dot at 150 dpi
    assert bar_of(pages) == before


def test_sheets_of_two_sizes_keep_theirs(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    from pypdfium2 import PdfDocument

    both = PdfDocument.new()
    for size in ((595.28, 841.89), (841.89, 595.28)):
        both.import_pages(PdfDocument(make_pdf(1, size)))
    both.save(tmp_path / "both.pdf")
    pages = PdfPages((tmp_path / "both.pdf").read_bytes())
    printer = file_printer(tmp_path / "out.pdf")
    run_to_end(qtbot, jobs, PrintRun(jobs, pages, printer, [0, 1], parent=jobs))
    sizes = PdfPages((tmp_path / "out.pdf").read_bytes()).sizes
    assert [one.width > one.height for one in sizes] == [False, True]


class RealPrinter:
    """What a driver takes and tells; the file that stands for one here has neither."""

    def __init__(self) -> None:
        self.told: dict[str, object] = {}

    def __getattr__(self, name: str) -> Callable[[object], None]:
        return lambda value: self.told.__setitem__(name, value)

    def supportsMultipleCopies(self) -> bool:
        return True

    def copyCount(self) -> int:
        return 5

    def duplex(self) -> QPrinter.DuplexMode:
        return QPrinter.DuplexMode.DuplexLongSide


def test_a_printer_is_set_up_as_ordered(dressed: object, tmp_path: Path) -> None:
    printer = file_printer(tmp_path / "x.pdf")
    # a PDF makes no copies by itself: it is given the pages again
    assert set_up(printer, PrintHabit(copies=2), (1, 3)) == [0, 2, 0, 2]
    real = RealPrinter()
    habit = PrintHabit(copies=2, duplex="short", tray=QPrinter.PaperSource.Manual.value)
    assert set_up(real, habit, (1, 3)) == [0, 2]  # type: ignore[arg-type]
    assert real.told == {
        "setDuplex": QPrinter.DuplexMode.DuplexShortSide,
        "setPaperSource": QPrinter.PaperSource.Manual,
        "setCopyCount": 2,
        "setCollateCopies": True,
    }


def test_what_the_system_dialog_left_is_remembered() -> None:
    order = PrintOrder("A", PrintHabit(copies=3, tray=4, offset_x=1.0), (1,))
    left = as_left(RealPrinter(), order)  # type: ignore[arg-type]
    assert left == PrintHabit(copies=5, duplex="long", offset_x=1.0)


def test_how_much_paper_it_takes() -> None:
    assert sheets_of(5, PrintHabit(copies=2)) == 10
    assert sheets_of(5, PrintHabit(copies=2, duplex="long")) == 6


def test_a_copy_does_not_begin_on_the_back_of_the_one_before(
    qtbot: QtBot, jobs: Jobs, tmp_path: Path
) -> None:
    printer = file_printer(tmp_path / "out.pdf")
    order = set_up(printer, PrintHabit(copies=2, duplex="long"), (1, 2, 3))
    assert order == [0, 1, 2, BLANK, 0, 1, 2]
    assert set_up(printer, PrintHabit(copies=2, duplex="long"), (1, 2)) == [0, 1, 0, 1]
    pages = PdfPages(make_pdf(3))
    run_to_end(qtbot, jobs, PrintRun(jobs, pages, printer, order, parent=jobs))
    paper = PdfPages((tmp_path / "out.pdf").read_bytes())
    assert len(paper.sizes) == 7
    empty = paper.draw(3, scale=0.5)
    assert set(empty.pixels) == {255}
    assert set(paper.draw(4, scale=0.5).pixels) != {255}


class Jammed(QPrinter):
    """Takes the first page and no other."""

    def newPage(self) -> bool:
        return False


def test_a_printer_that_stops_half_way_is_told(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    printer = Jammed(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setResolution(100)
    run = PrintRun(jobs, PdfPages(make_pdf(2)), printer, [0, 1], parent=jobs)
    with qtbot.waitSignal(run.refused, timeout=5000) as told:
        run.start()
    assert told.args[0].code == "print.broken"
    assert "前 1 页" in str(told.args[0])


def test_only_a_printer_with_several_trays_offers_them(dressed: object) -> None:
    class Windows:
        def __init__(self, *sources: QPrinter.PaperSource) -> None:
            self._sources = sources

        def supportedPaperSources(self) -> list[QPrinter.PaperSource]:
            return list(self._sources)

    upper, manual = QPrinter.PaperSource.Upper, QPrinter.PaperSource.Manual
    auto = QPrinter.PaperSource.Auto
    assert [words for _, words in trays_of(Windows(auto, upper, manual))] == [  # type: ignore[arg-type]
        "上层纸盒",
        "手动进纸",
    ]
    assert trays_of(Windows(auto, upper)) == []  # type: ignore[arg-type]
