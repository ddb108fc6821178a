"""Bars and a line, drawn for the screen, a picture or a page; readable in black and white.

pyqtgraph would do as much, but brings numpy along: 80 MB more, and most of a second in which the
window stands still when it is first imported.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMarginsF,
    QPointF,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QImageWriter,
    QMouseEvent,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPdfWriter,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ..kit.style import Tokens, current_tokens, number_font, scaled

PICTURE = QSize(1600, 1000)
MOST_BARS = 24
"""More bars than these, or than have room for their names, are not drawn; the table has them all."""
_LEAST_STEP = 1.1
"""From bar to bar, in heights of a line: less, and the names would run into each other."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its length and the part of it that is hatched."""

    key: str
    label: str
    value: int
    part: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: bars one under the other, or (`line`) their values as a line over time."""

    title: str
    bars: tuple[Bar, ...]
    line: bool = False
    part_words: str = ""
    """What the hatched part is, for the legend; empty: nothing is hatched."""


@dataclass(frozen=True, slots=True)
class _Ink:
    text: QColor
    muted: QColor
    fill: QColor
    hatch: QColor
    rule: QColor


class ChartView(QWidget):
    """A chart; a press on a bar asks for the people behind it (the table beside does it by key)."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName("统计图")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(scaled(220), scaled(160))
        self._chart = Chart("", ())
        self._places: tuple[tuple[QRectF, str], ...] = ()

    @property
    def chart(self) -> Chart:
        """What is shown."""
        return self._chart

    def show_chart(self, chart: Chart) -> None:
        """Shows another chart."""
        self._chart = chart
        self.setAccessibleDescription(
            "；".join(f"{bar.label} {bar.value:,}" for bar in chart.bars[:MOST_BARS])
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).marginsRemoved(QMarginsF(8, 8, 8, 8))
        self._places = draw_chart(
            painter, area, self._chart, ink=_screen_ink(current_tokens()), font=self.font()
        )
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        for place, key in self._places:
            if place.contains(event.position()):
                self.chosen.emit(key)
                return
        super().mousePressEvent(event)


def picture(chart: Chart, *, pdf: bool = False) -> bytes:
    """The chart in black on white, as PNG or as PDF (A4, vectors)."""
    target = QBuffer()
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    if pdf:
        _write_pdf(chart, target)
    else:
        image = QImage(PICTURE, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(60, 40)
        _draw_whole(painter, QSizeF(PICTURE.width() - 120, PICTURE.height() - 80), chart, pixels=24)
        painter.end()
        QImageWriter(target, QByteArray(b"png")).write(image)
    return bytes(target.data().data())


def _write_pdf(chart: Chart, target: QBuffer) -> None:
    writer = QPdfWriter(target)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Landscape,
            QMarginsF(20, 20, 20, 20),
            QPageLayout.Unit.Millimeter,
        )
    )
    writer.setResolution(300)
    writer.setTitle(chart.title)
    writer.setCreator("团籍台账")
    painter = QPainter(writer)
    _draw_whole(painter, QSizeF(writer.width(), writer.height()), chart, pixels=46)
    painter.end()


def _draw_whole(painter: QPainter, size: QSizeF, chart: Chart, *, pixels: int) -> None:
    """Title above, chart below."""
    font = QFont(number_font())
    font.setPixelSize(round(pixels * 1.4))
    painter.setFont(font)
    painter.setPen(QColor("black"))
    head = QRectF(0, 0, size.width(), pixels * 2.4)
    painter.drawText(head, Qt.AlignmentFlag.AlignCenter, chart.title)
    font.setPixelSize(pixels)
    area = QRectF(0, head.bottom(), size.width(), size.height() - head.bottom())
    draw_chart(painter, area, chart, ink=_paper_ink(), font=font)


def draw_chart(
    painter: QPainter, area: QRectF, chart: Chart, *, ink: _Ink, font: QFont
) -> tuple[tuple[QRectF, str], ...]:
    """Draws it into the area; returns where each bar is."""
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    if chart.part_words and chart.bars:
        _legend(painter, area, chart, ink, metrics)
        area = area.adjusted(0, metrics.height() * 1.6, 0, 0)
    if not chart.bars:
        return ()
    if chart.line:
        return _line(painter, area, chart.bars, ink, metrics)
    room = max(1, int(area.height() / (metrics.height() * _LEAST_STEP)))
    return _bars(painter, area, chart.bars[: min(MOST_BARS, room)], ink, metrics)


def _legend(
    painter: QPainter, area: QRectF, chart: Chart, ink: _Ink, metrics: QFontMetricsF
) -> None:
    side = metrics.height() * 0.7
    box = QRectF(area.left(), area.top() + (metrics.height() - side) / 2, side, side)
    _fill(painter, box, ink, hatched=True)
    painter.setPen(ink.muted)
    left = box.right() + side / 2
    shown = metrics.elidedText(
        chart.part_words, Qt.TextElideMode.ElideRight, max(area.right() - left, 0.0)
    )
    painter.drawText(QPointF(left, area.top() + metrics.ascent()), shown)


def _bars(
    painter: QPainter, area: QRectF, bars: Sequence[Bar], ink: _Ink, metrics: QFontMetricsF
) -> tuple[tuple[QRectF, str], ...]:
    step = min(area.height() / len(bars), metrics.height() * 2.2)
    names = min(
        max(metrics.horizontalAdvance(bar.label) for bar in bars) + metrics.height() / 2,
        area.width() * 0.4,
    )
    figures = max(metrics.horizontalAdvance(f"{bar.value:,}") for bar in bars) + metrics.height()
    room = max(area.width() - names - figures, 1.0)
    longest = max(1, *(bar.value for bar in bars))
    places = []
    for number, bar in enumerate(bars):
        top = area.top() + number * step
        row = QRectF(area.left(), top, area.width(), step)
        thick = min(step * 0.66, metrics.height() * 1.3)
        body = QRectF(
            area.left() + names, top + (step - thick) / 2, room * bar.value / longest, thick
        )
        painter.setPen(ink.text)
        name = QRectF(area.left(), top, names - metrics.height() / 2, step)
        shown = metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, name.width())
        painter.drawText(name, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        _fill(painter, body, ink)
        if bar.part:
            part = QRectF(body)
            part.setWidth(room * bar.part / longest)
            _fill(painter, part, ink, hatched=True)
        painter.setPen(ink.muted)
        painter.drawText(
            QRectF(body.right() + metrics.height() / 3, top, figures, step),
            Qt.AlignmentFlag.AlignVCenter,
            f"{bar.value:,}",
        )
        places.append((row, bar.key))
    return tuple(places)


def _line(
    painter: QPainter, area: QRectF, bars: Sequence[Bar], ink: _Ink, metrics: QFontMetricsF
) -> tuple[tuple[QRectF, str], ...]:
    """A dot for each, joined; the axis begins at zero, so that nothing looks steeper than it is."""
    top = _round_up(max(bar.value for bar in bars))
    left = metrics.horizontalAdvance(f"{top:,}") + metrics.height() / 2
    plot = area.adjusted(left, metrics.height(), -metrics.height(), -metrics.height() * 1.6)
    for mark in marks(top):
        y = plot.bottom() - plot.height() * mark / top
        painter.setPen(QPen(ink.rule, 1))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(ink.muted)
        painter.drawText(
            QRectF(
                area.left(), y - metrics.height() / 2, left - metrics.height() / 2, metrics.height()
            ),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            f"{mark:,}",
        )
    step = plot.width() / max(len(bars) - 1, 1)
    every = 1 + int(metrics.horizontalAdvance("2018-08 ") / max(step, 1))
    path, places = QPainterPath(), []
    for number, bar in enumerate(bars):
        at = QPointF(plot.left() + number * step, plot.bottom() - plot.height() * bar.value / top)
        path.lineTo(at) if number else path.moveTo(at)
        places.append((QRectF(at.x() - step / 2, plot.top(), max(step, 8), plot.height()), bar.key))
        painter.setPen(ink.muted)
        if number % every == 0 or number == len(bars) - 1:
            wide = metrics.horizontalAdvance(bar.label)
            x = min(max(at.x() - wide / 2, area.left()), area.right() - wide)
            painter.drawText(QPointF(x, plot.bottom() + metrics.height() * 1.3), bar.label)
    painter.setPen(QPen(ink.fill, max(metrics.height() / 9, 1.5)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.setBrush(QBrush(ink.fill))
    for number, bar in enumerate(bars):
        at = QPointF(plot.left() + number * step, plot.bottom() - plot.height() * bar.value / top)
        painter.drawEllipse(at, metrics.height() / 6, metrics.height() / 6)
    return tuple(places)


def marks(top: int) -> tuple[int, ...]:
    """What stands beside the axis; half of an odd number is no number of people."""
    return (0, top) if top % 2 else (0, top // 2, top)


def _round_up(value: int) -> int:
    """The next number that is read easily: 1, 2 or 5 with noughts."""
    unit = 1
    while True:
        for factor in (1, 2, 5):
            if unit * factor >= max(value, 1):
                return unit * factor
        unit *= 10


def _fill(painter: QPainter, body: QRectF, ink: _Ink, *, hatched: bool = False) -> None:
    """A solid bar, or the hatched part of one: told apart without any colour."""
    painter.setPen(QPen(ink.fill, 1))
    if hatched:
        painter.fillRect(body, QBrush(Qt.GlobalColor.white))
        painter.setBrush(QBrush(ink.hatch, Qt.BrushStyle.BDiagPattern))
    else:
        painter.setBrush(QBrush(ink.fill))
    painter.drawRect(body)


def _screen_ink(tokens: Tokens) -> _Ink:
    return _Ink(
        QColor(tokens.text),
        QColor(tokens.muted),
        QColor(tokens.action),
        QColor(tokens.accent),
        QColor(tokens.hairline),
    )


def _paper_ink() -> _Ink:
    return _Ink(
        QColor("black"), QColor("#333333"), QColor("#555555"), QColor("black"), QColor("#BBBBBB")
    )
