"""Photographs the window as it stands on the screen, dialogs and popups above it, as small PNGs."""

import io
import time
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPoint, QRect, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.style import current_tokens

from .defects import defects

COLOURS = 64
MANUAL_WIDTH = 680
_EDGE, _POPUP_EDGE = 12, 160
_PATIENCE = 60.0
"""Seconds that a screen may take to come to rest."""


class Camera:
    """Waits until the program is at rest, looks for defects, takes the picture."""

    def __init__(self, folder: Path, manual: Path | None = None) -> None:
        self.folder = folder
        self.taken: list[str] = []
        self.defects: list[str] = []
        self.jobs: Jobs | None = None
        self.window: QWidget | None = None
        self._manual = manual
        folder.mkdir(parents=True, exist_ok=True)

    def settle(self) -> None:
        """Waits for every answer, and for the questions that answers lead to."""
        quiet, end = 0, time.monotonic() + _PATIENCE
        while quiet < 8:
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            busy = (self.jobs is not None and self.jobs.busy) or _timers_wait()
            quiet = 0 if busy else quiet + 1
            time.sleep(0.008)
            if time.monotonic() > end:
                raise TimeoutError("the program does not come to rest")

    def take(
        self, name: str, *, manual: str = "", again: bool = False, at_once: bool = False
    ) -> None:
        """One picture of what is in front; `manual` is its name in the manual as well.

        `again`: a screen that has its picture already, with other content. Such a one is looked at
        on every screen, but kept only where pictures are small.
        """
        if not at_once:
            self.settle()
        tops = _in_sight()
        if not tops:
            raise RuntimeError(f"{name}: nothing is in sight")
        for top in tops:
            self.defects += [f"{name}: {one}" for one in defects(top)]
        if again and tops[0].devicePixelRatioF() > 1:
            return
        whole = _together(tops)
        save_small(whole, self.folder / f"{name}.png")
        self.taken.append(name)
        if manual and self._manual is not None:
            save_small(whole, self._manual / f"{manual}.png", width=MANUAL_WIDTH)


def save_small(image: QImage, path: Path, *, width: int = 0) -> None:
    """Writes a picture with few colours: a screen has not many, and the repository is small."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "BMP")  # type: ignore[call-overload]
    picture = Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")
    if width and picture.width != width:
        height = round(picture.height * width / picture.width)
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    few = picture.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    path.parent.mkdir(parents=True, exist_ok=True)
    few.save(path, "PNG", optimize=True)


def _timers_wait() -> bool:
    """Whether anything typed is still to be acted on."""
    return any(
        timer.isActive() and timer.isSingleShot() and timer.interval() <= 1_000
        for top in QApplication.topLevelWidgets()
        for timer in top.findChildren(QTimer)
    )


def _in_sight() -> list[QWidget]:
    """Windows that are shown, the lowest first."""

    def depth(widget: QWidget) -> int:
        above = widget.parentWidget()
        return 0 if above is None else 1 + depth(above.window())

    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    return sorted(shown, key=lambda one: (depth(one), one.windowFlags().value & 0xFF))


def _together(tops: list[QWidget]) -> QImage:
    """The windows one above the other, where they stand; of what a dialog covers, the edge."""
    room = QRect()
    for top in tops:
        room = room.united(top.geometry())
    dialogs = [place for place, one in enumerate(tops) if isinstance(one, QDialog)]
    if len(tops) > 1:
        edge = _EDGE if dialogs else _POPUP_EDGE
        front = QRect()
        for top in tops[dialogs[0] if dialogs else 1 :]:
            front = front.united(top.geometry())
        room &= front.adjusted(-edge, -edge, edge, edge)
    ratio = tops[0].devicePixelRatioF()
    whole = QImage(room.size() * ratio, QImage.Format.Format_RGB32)
    whole.setDevicePixelRatio(ratio)
    whole.fill(QColor(current_tokens().side))
    painter = QPainter(whole)
    for place, top in enumerate(tops):
        at = top.geometry().topLeft() - room.topLeft()
        painter.drawPixmap(at, top.grab())
        if place:
            painter.setPen(QColor(current_tokens().border))
            painter.drawRect(QRect(at - QPoint(1, 1), top.size()).adjusted(0, 0, 1, 1))
    painter.end()
    return whole
