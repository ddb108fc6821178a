"""Cyclic garbage is collected on the GUI thread only.

Python's collector runs on whichever thread happens to allocate; a widget in a cycle that dies on a
reader thread takes the process with it. So the automatic one is off and a timer here does its work.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 1_000


class GarbageTimer(QObject):
    """Made once by `app` on the GUI thread; young garbage often, old garbage when it piles up."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._limits = gc.get_threshold()
        self._settled = False
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collects the oldest generation whose count is over its limit, if any is."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._limits[generation]:
                gc.collect(generation)
                if generation == 2 and not self._settled:
                    # Modules, classes, the window: they stay, and going through them again each
                    # time would stop the window for a tenth of a second.
                    gc.freeze()
                    self._settled = True
                return

    def stop(self) -> None:
        """Gives the work back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
