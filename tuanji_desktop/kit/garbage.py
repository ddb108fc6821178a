"""Cyclic garbage is collected on the GUI thread only, and only when nobody waits for the window.

Python's collector runs on whichever thread happens to allocate; a widget in a cycle that dies on a
reader thread takes the process with it. So the automatic one is off and a timer here does its work.
A collection goes through everything that was made since the start and nothing else can run
meanwhile, so it waits until no job is under way and the clerk's hands have rested for a moment.
"""

import gc
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow

_INTERVAL_MS = 1_000
_REST = 3.0
"""Seconds without a job, a key or the mouse after which nobody is waiting."""
_AWAY = 60.0
"""Seconds after which nobody sits there: what was set aside is gone through once."""
_SOME = 5_000
"""So many new objects may hold garbage worth looking for."""
_MANY = 100_000
"""So many are the records of a list in hand: looking through them would take too long."""
_INPUT = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
    )
)


class GarbageTimer(QObject):
    """Made once by `app` on the GUI thread. `busy` says whether a job is under way."""

    def __init__(
        self, parent: QObject | None = None, *, busy: Callable[[], bool] = lambda: False
    ) -> None:
        super().__init__(parent)
        self._busy = busy
        self._touched = time.monotonic()
        self._set_aside = 0
        self._had_lists = False
        self._looked = 0.0
        gc.disable()
        gc.freeze()  # modules and classes stay: they are never gone through again
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self.collect_at_rest)
        self._timer.start()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch)
            self._watch(application.focusWindow())
            # Keys that an input method takes reach no window; its cursor moves.
            application.inputMethod().cursorRectangleChanged.connect(self.touch)

    def touch(self) -> None:
        """The clerk is at work: what can wait waits."""
        self._touched = time.monotonic()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in _INPUT:
            self.touch()
        return False

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def collect_at_rest(self) -> None:
        """Collects if no job is under way and the clerk's hands have rested."""
        rested = time.monotonic() - self._touched
        if self._busy():
            self.touch()
        elif rested >= _AWAY and self._had_lists and self._looked != self._touched:
            self._looked = self._touched  # once each time that the clerk is away
            self._collect_all()
        elif rested >= _REST:
            self.collect()

    def collect(self) -> None:
        """Collects garbage if enough was made since the last time to be worth the look.

        The records of a long list are set aside, which costs nothing, until most are gone. (Those
        that a closed wizard and its plan hold wait until the clerk is away: nothing tells of them.)
        """
        new = gc.get_count()[0]
        if self._set_aside and sys.getallocatedblocks() < self._set_aside:
            self._set_aside = 0
            self._collect_all()
        elif new > _MANY:
            gc.freeze()
            self._had_lists = True
            self._set_aside = sys.getallocatedblocks() - new
        elif new > _SOME:
            gc.collect()

    def _collect_all(self) -> None:
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def stop(self) -> None:
        """Gives the work back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
