"""When has a widget been painted with what was asked for? Qt's own paint events tell."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

_PATIENCE_MS = 120_000


class _Watcher(QObject):
    def __init__(self, widget: QWidget, ready: Callable[[], bool], act: Callable[[], None]) -> None:
        super().__init__(widget)
        self._widget, self._ready, self._act = widget, ready, act
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint and self._ready():
            self._widget.removeEventFilter(self)
            QTimer.singleShot(0, self._act)  # when this painting is over
            self.deleteLater()
        return False


def on_first_painting(
    widget: QWidget, ready: Callable[[], bool], act: Callable[[], None]
) -> QObject:
    """Calls `act` after the first painting of the widget at which `ready()` holds."""
    return _Watcher(widget, ready, act)


def seconds_until_painted(
    act: Callable[[], object], widget: QWidget, ready: Callable[[], bool]
) -> float:
    """Does an act and waits in Qt's event loop until its outcome has been painted."""
    loop = QEventLoop()
    late: list[bool] = []
    timer = QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(lambda: late.append(True))
    timer.timeout.connect(loop.quit)
    timer.start(_PATIENCE_MS)
    on_first_painting(widget, ready, loop.quit)
    started = time.perf_counter()
    act()
    loop.exec()
    seconds = time.perf_counter() - started
    if late:
        raise TimeoutError(f"{widget.objectName() or type(widget).__name__} was never painted")
    return seconds


def wait_until(ready: Callable[[], bool], *, seconds: float = _PATIENCE_MS / 1_000) -> None:
    """Lets Qt work until `ready()` holds."""
    loop = QEventLoop()
    timer = QTimer()
    timer.timeout.connect(lambda: loop.quit() if ready() else None)
    timer.start(2)
    ends = time.monotonic() + seconds
    while not ready():
        loop.exec()
        if time.monotonic() > ends:
            raise TimeoutError("what was waited for did not come")


class Pauses:
    """A 5-ms timer on the GUI thread; the longest time between two ticks is the longest pause."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def __enter__(self) -> "Pauses":
        self._last = time.perf_counter()
        self._timer.start(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._tick()
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now
