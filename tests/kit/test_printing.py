"""Paper: printed to a file, since the test has no printer."""

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from tests.kit.pdfs import make_pdf
from tests.kit.test_pdf_pages import pixel
from tuanji_desktop.core.errors import TuanjiError
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.pdf_pages import PdfPages
from tuanji_desktop.kit.printing import PrintRun, chosen_pages


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


def test_the_chosen_pages(dressed: object, tmp_path: Path) -> None:
    printer = file_printer(tmp_path / "x.pdf")
    assert chosen_pages(printer, 3) == [0, 1, 2]
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 9)
    assert chosen_pages(printer, 3) == [1, 2]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert chosen_pages(printer, 3) == [2, 1]
