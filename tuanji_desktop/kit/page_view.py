"""Pages one under the other, drawn when they come into sight."""

from bisect import bisect_right
from collections.abc import Collection

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.pdf_pages import POINTS_PER_INCH, PagePicture, PdfPages
from tuanji_desktop.kit.style import current_tokens

SCREEN_DPI = 96
ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0)
_GAP = 12
_KEPT_BYTES = 80_000_000


class PageView(QAbstractScrollArea):
    """Shows `PdfPages` at a zoom or as wide as the view; 1.0 is the paper's own size."""

    page_changed = Signal(int)
    """The page in the middle of the view, from 0."""
    page_pressed = Signal(int)
    zoom_changed = Signal(float)

    def __init__(self, jobs: Jobs, *, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._jobs = jobs
        self._pages: PdfPages | None = None
        self._zoom = 1.0
        self._fits_width = True
        self._places: list[QRect] = []
        self._pictures: dict[tuple[int, float], QPixmap] = {}
        self._drawing: tuple[int, float] | None = None
        self._current = -1
        self._chosen = -1
        self._void: frozenset[int] = frozenset()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def zoom(self) -> float:
        """The zoom in force, also where it follows the width."""
        return self._zoom

    @property
    def current(self) -> int:
        """The page in the middle of the view, from 0; -1 without pages."""
        return self._current

    def set_pages(self, pages: PdfPages | None) -> None:
        """Shows another document from its first page."""
        self._pages = pages
        self._pictures.clear()
        self._drawing = None
        self._current = -1
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._scrolled()

    def set_zoom(self, zoom: float) -> None:
        """Shows the pages at this size."""
        self._fits_width = False
        self._take_zoom(min(max(zoom, ZOOMS[0]), ZOOMS[-1]))

    def step_zoom(self, steps: int) -> None:
        """Zooms to the next larger (1) or smaller (-1) step."""
        place = bisect_right(ZOOMS, self._zoom + 1e-6 if steps > 0 else self._zoom - 1e-6)
        self.set_zoom(ZOOMS[max(0, min(place if steps > 0 else place - 1, len(ZOOMS) - 1))])

    def fit_width(self) -> None:
        """Makes the widest page as wide as the view, now and when the view changes."""
        self._fits_width = True
        self._lay_out()
        self.viewport().update()
        self.zoom_changed.emit(self._zoom)

    def go_to(self, page: int) -> None:
        """Brings the top of a page to the top of the view."""
        if 0 <= page < len(self._places):
            self.verticalScrollBar().setValue(self._places[page].top() - _GAP)
            self._note_current(page)

    def mark(self, page: int) -> None:
        """Frames a page and keeps it in sight (thumbnails)."""
        self._chosen = page
        if 0 <= page < len(self._places):
            bar, place = self.verticalScrollBar(), self._places[page]
            if place.top() < bar.value():
                bar.setValue(place.top() - _GAP)
            elif place.bottom() > bar.value() + self.viewport().height():
                bar.setValue(place.bottom() + _GAP - self.viewport().height())
        self.viewport().update()

    def mark_void(self, pages: Collection[int]) -> None:
        """Writes 作废 over these pages (from 0), on the screen only: the file stays what it is."""
        self._void = frozenset(pages)
        words = "、".join(str(page + 1) for page in sorted(self._void))
        self.setAccessibleDescription(f"第 {words} 页已作废" if words else "")
        self.viewport().update()

    @property
    def void(self) -> frozenset[int]:
        """The pages marked void, from 0."""
        return self._void

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self.viewport())
        tokens = current_tokens()
        painter.fillRect(self.viewport().rect(), QColor(tokens.side))
        wanted: list[int] = []
        for number in self._in_sight():
            place = self._on_screen(number)
            picture, fits = self._best_picture(number)
            painter.fillRect(place, QColor("#FFFFFF"))  # paper is white in the dark as well
            if picture is not None:
                painter.drawPixmap(place, picture)
            if number in self._void:
                _write_void(painter, place)
            if not fits:
                wanted.append(number)
            chosen = number == self._chosen
            painter.setPen(QPen(QColor(tokens.action if chosen else tokens.border), 1 + chosen))
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.end()
        if wanted:
            self._draw(wanted[0])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        where = event.position().toPoint()
        for number in self._in_sight():
            if self._on_screen(number).contains(where):
                self.page_pressed.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_Home:
                bar.setValue(bar.minimum())
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.step_zoom(1)
            case Qt.Key.Key_Minus:
                self.step_zoom(-1)
            case _:
                super().keyPressEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(560, 720)

    def _take_zoom(self, zoom: float) -> None:
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum())
        self._zoom = zoom
        self._lay_out()
        bar.setValue(round(share * bar.maximum()))
        self.viewport().update()
        self.zoom_changed.emit(zoom)

    def _lay_out(self) -> None:
        sizes = self._pages.sizes if self._pages is not None else ()
        width = self.viewport().width()
        dots = SCREEN_DPI / POINTS_PER_INCH
        widest = max((size.width for size in sizes), default=1.0)
        if self._fits_width:
            self._zoom = max(0.05, (width - 2 * _GAP) / (widest * dots))
        canvas = max(width, round(widest * dots * self._zoom) + 2 * _GAP)
        top = _GAP
        self._places = []
        for size in sizes:
            w, h = round(size.width * dots * self._zoom), round(size.height * dots * self._zoom)
            self._places.append(QRect((canvas - w) // 2, top, w, h))
            top += h + _GAP
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setPageStep(self.viewport().height())
        vertical.setSingleStep(40)
        vertical.setRange(0, max(0, top - self.viewport().height()))
        horizontal.setPageStep(width)
        horizontal.setRange(0, max(0, canvas - width))

    def _in_sight(self) -> range:
        top = self.verticalScrollBar().value()
        tops = [place.top() for place in self._places]
        first = max(0, bisect_right(tops, top) - 1)
        last = bisect_right(tops, top + self.viewport().height())
        return range(first, last)

    def _on_screen(self, page: int) -> QRect:
        return self._places[page].translated(
            -self.horizontalScrollBar().value(), -self.verticalScrollBar().value()
        )

    def _scale(self) -> float:
        return self._zoom * SCREEN_DPI / POINTS_PER_INCH * self.devicePixelRatioF()

    def _best_picture(self, page: int) -> tuple[QPixmap | None, bool]:
        """The picture at this scale, or until it is there one at another."""
        exact = self._pictures.get((page, self._scale()))
        if exact is not None:
            return exact, True
        return next((one for key, one in self._pictures.items() if key[0] == page), None), False

    def _draw(self, page: int) -> None:
        pages, key = self._pages, (page, self._scale())
        if pages is None or self._drawing == key:
            return
        self._drawing = key
        self._jobs.read(
            self,
            lambda: pages.draw(page, scale=key[1]),
            lambda picture: self._drawn(pages, key, picture),
            topic="page",
        )

    def _drawn(self, pages: PdfPages, key: tuple[int, float], picture: PagePicture) -> None:
        self._drawing = None
        if pages is not self._pages:
            return
        for other in [one for one in self._pictures if one[0] == key[0]]:
            del self._pictures[other]
        self._pictures[key] = QPixmap.fromImage(image_of(picture))
        while len(self._pictures) > 1 and self._kept_bytes() > _KEPT_BYTES:
            del self._pictures[next(iter(self._pictures))]
        self.viewport().update()

    def _kept_bytes(self) -> int:
        return sum(one.width() * one.height() * 4 for one in self._pictures.values())

    def _scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        tops = [place.top() for place in self._places]
        self._note_current(max(0, bisect_right(tops, middle) - 1) if tops else -1)
        self.viewport().update()

    def _note_current(self, page: int) -> None:
        if page != self._current:
            self._current = page
            self.page_changed.emit(page)


def _write_void(painter: QPainter, place: QRect) -> None:
    """Across the page, so that nobody takes what is on the screen for a valid sheet."""
    painter.save()
    font = QFont(painter.font())
    font.setPixelSize(max(10, place.width() // 4))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(179, 38, 30, 130))
    painter.setClipRect(place)
    painter.translate(place.center())
    painter.rotate(-35)
    half = QRect(-place.width(), -place.width() // 4, 2 * place.width(), place.width() // 2)
    painter.drawText(half, Qt.AlignmentFlag.AlignCenter, "作 废")
    painter.restore()


def image_of(picture: PagePicture) -> QImage:
    """The picture for Qt; valid as long as `picture` is."""
    return QImage(
        picture.pixels,
        picture.width,
        picture.height,
        picture.stride,
        QImage.Format.Format_BGR888,
    )
