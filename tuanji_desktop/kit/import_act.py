"""The one long act of a wizard that is under way: reading, checking or writing a list."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from tuanji_desktop.core.errors import TuanjiError
from tuanji_desktop.core.progress import Progress
from tuanji_desktop.kit.jobs import JobInfo, Jobs

T = TypeVar("T")
Then = Callable[[], None]


class ImportAct(QObject):
    """Runs one act at a time; another one begun puts an end to the former, unheard."""

    busy_changed = Signal(bool)
    """Told before anything is said of how the act ended."""
    failed = Signal(object)
    """`TuanjiError`"""
    progressed = Signal(object)
    """`JobInfo`"""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._job = jobs, 0
        self._token = object()
        self._after_cancel: Then = _nothing
        jobs.progressed.connect(self._progressed)
        jobs.finished.connect(self._finished)

    def start(
        self,
        act: Callable[[Progress], T],
        on_done: Callable[[T], None],
        *,
        words: str,
        write: bool = False,
        after_cancel: Then | None = None,
    ) -> None:
        """Begins an act; `words` say what is being done, `after_cancel` what its end then means."""
        self.drop()
        token = self._token
        self._after_cancel = after_cancel or _nothing

        def done(result: T) -> None:
            if token is self._token:
                self.busy_changed.emit(False)
                on_done(result)

        def failed(error: TuanjiError) -> None:
            if token is self._token:
                self.busy_changed.emit(False)
                self.failed.emit(error)

        if write:
            self._job = self._jobs.write(
                self, act, done, words=words, cancellable=True, on_error=failed
            )
        else:
            self._job = self._jobs.read_long(self, act, done, words=words, on_error=failed)
        self.busy_changed.emit(True)

    def cancel(self, then: Then | None = None) -> None:
        """Asks it to stop; `then` is done in place of what its cancelling would have meant."""
        if then is not None:
            self._after_cancel = then
        self._jobs.cancel(self._job)

    def drop(self) -> None:
        """Nobody waits for it any more."""
        self._token, self._after_cancel = object(), _nothing
        self.cancel()

    def _progressed(self, info: JobInfo) -> None:
        if info.number == self._job:
            self.progressed.emit(info)

    def _finished(self, info: JobInfo) -> None:
        if info.number == self._job and info.state == "cancelled":
            self.busy_changed.emit(False)
            self._after_cancel()


def _nothing() -> None:
    """Cancelling means nothing more."""
