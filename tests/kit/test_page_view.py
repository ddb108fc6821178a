"""Looking through pages."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.kit.pdfs import A4, make_pdf
from tests.kit.tables import settle
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page_view import PageView, image_of
from tuanji_desktop.kit.pdf_pages import PdfPages


@pytest.fixture
def view(qtbot: QtBot, jobs: Jobs) -> Iterator[PageView]:
    made = PageView(jobs, name="pages", label="页面")
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    made.set_pages(PdfPages(make_pdf(5)))
    settle(qtbot, jobs)
    yield made
    jobs.close()


def reddest(view: PageView) -> list[int]:
    """Rows of the view that show the red bar."""
    image = view.viewport().grab().toImage()
    middle = image.width() // 2 - 20
    return [y for y in range(image.height()) if image.pixelColor(middle, y).name() == "#ff0000"]


def test_it_is_as_wide_as_the_view_until_one_zooms(qtbot: QtBot, view: PageView) -> None:
    fit = view.zoom
    assert fit == pytest.approx((view.viewport().width() - 24) / (A4[0] * 96 / 72))
    view.resize(700, 400)
    assert view.zoom > fit
    view.set_zoom(9)
    assert view.zoom == 3.0
    view.step_zoom(-1)
    assert view.zoom == 2.5
    view.resize(500, 400)
    assert view.zoom == 2.5
    view.set_zoom(0.1)
    assert view.zoom == 0.5
    view.step_zoom(1)
    assert view.zoom == 0.67
    view.fit_width()
    assert view.zoom == pytest.approx(fit)


def test_pages_are_drawn_when_in_sight(qtbot: QtBot, jobs: Jobs, view: PageView) -> None:
    view.set_zoom(0.5)
    qtbot.waitUntil(lambda: bool(reddest(view)))
    settle(qtbot, jobs)
    first = reddest(view)
    view.go_to(3)
    assert view.current == 3
    qtbot.waitUntil(lambda: bool(reddest(view)))
    moved = reddest(view)
    assert moved[0] == pytest.approx(first[0] + 30 * 0.5 * 96 / 72, abs=2)


def test_the_page_in_the_middle_is_told(view: PageView) -> None:
    told: list[int] = []
    view.page_changed.connect(told.append)
    QTest.keyClick(view, Qt.Key.Key_End)
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert told[0] == 4
    assert told[-1] == 0


def test_a_page_can_be_pressed_and_marked(qtbot: QtBot, view: PageView) -> None:
    view.resize(120, 300)
    view.fit_width()
    pressed: list[int] = []
    view.page_pressed.connect(pressed.append)
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton)
    assert len(pressed) == 1
    view.mark(4)
    assert view.verticalScrollBar().value() > 0
    view.mark(0)
    assert view.verticalScrollBar().value() == 0


def test_keys_zoom(view: PageView) -> None:
    view.set_zoom(1.0)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom == 1.25
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.zoom == 1.0


def test_no_document_is_an_empty_view(view: PageView) -> None:
    view.set_pages(None)
    view.go_to(3)
    assert view.current == -1
    assert view.viewport().grab().height() > 0


def test_a_picture_keeps_its_colours() -> None:
    picture = PdfPages(make_pdf(1)).draw(0, scale=1)
    assert image_of(picture).pixelColor(200, 195).name() == "#ff0000"


def test_a_void_page_says_so_on_the_screen_only(qtbot: QtBot, jobs: Jobs, view: PageView) -> None:
    view.set_zoom(0.5)
    qtbot.waitUntil(lambda: bool(reddest(view)))
    settle(qtbot, jobs)
    before = view.viewport().grab().toImage()
    view.mark_void([0, 2])
    assert view.viewport().grab().toImage() != before
    assert view.void == {0, 2}
    assert view.accessibleDescription() == "第 1、3 页已作废"
    view.mark_void([])
    assert view.viewport().grab().toImage() == before
    assert view.accessibleDescription() == ""
