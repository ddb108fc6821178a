"""Work away from the GUI thread: one writer, two readers, answers on the GUI thread.

The threads are plain Python threads that never touch a Qt object but one: the bell, whose
argument-less signal wakes the GUI thread to fetch what has been finished. Everything a job closes
over (widgets, bound methods) is kept by the GUI thread until then, so that no widget can be let
go of – and thereby destroyed – on a thread where Qt would fall over.
"""

import contextlib
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from queue import SimpleQueue
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QMetaObject, QObject, Qt, QTimer, Signal

from tuanji_desktop.core.errors import TuanjiError
from tuanji_desktop.core.progress import Cancelled, Progress

T = TypeVar("T")
READERS = 2
_PROGRESS_EVERY = 0.05
_TURN = 0.001
"""Seconds a thread may compute before the GUI thread gets its turn (Python's own: 0.005)."""
_BUG_WORDS = "这一步没有完成：程序内部出了问题，已记入日志。请重试；若仍不行，请联系维护人员。"


@dataclass(frozen=True, slots=True)
class JobInfo:
    """A job as the status bar tells of it. `state`: running, done, cancelled, failed."""

    number: int
    words: str
    cancellable: bool
    state: str = "running"
    done: int = 0
    total: int = 0
    text: str = ""


class JobProgress:
    """The window's `core.progress.Progress`: may be called from the job's thread at any rate."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._lock = threading.Lock()
        self._tell = tell
        self._last_told = 0.0
        self._state = (0, 0, "")
        self._cancelled = threading.Event()

    def __call__(self, done: int, total: int, text: str = "") -> None:
        now = time.monotonic()
        with self._lock:
            self._state = (done, total, text)
            due = now - self._last_told >= _PROGRESS_EVERY or done >= total
            if due:
                self._last_told = now
        if due:
            self._tell()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def stop_if_cancelled(self) -> None:
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        self._cancelled.set()

    def state(self) -> tuple[int, int, str]:
        with self._lock:
            return self._state


class _Job:
    """What a thread needs to know of a job; the GUI thread holds it as well until it is over."""

    __slots__ = ("act", "number", "progress")

    def __init__(self, number: int, act: Callable[[Progress], Any], progress: JobProgress) -> None:
        self.number = number
        self.act = act
        self.progress = progress


@dataclass(frozen=True, slots=True)
class _Waiting:
    """The GUI thread's side of a job: who asked, and what to do with the answer."""

    job: _Job
    owner: QObject
    on_done: Callable[[Any], None]
    on_error: Callable[[TuanjiError], None] | None
    info: JobInfo
    gone: QMetaObject.Connection
    topic: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class _Outcome:
    number: int
    result: Any
    error: BaseException | None


class _Bell(QObject):
    rung = Signal()


class Jobs(QObject):
    """The program's threads. Made once by `app`, closed before the office file is."""

    started = Signal(object)
    """`JobInfo` of a job that has words, when it was handed in."""
    progressed = Signal(object)
    finished = Signal(object)
    refused = Signal(object)
    """`TuanjiError` that nobody took: the window shows it as a line."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_TURN)
        self._numbers = 0
        self._waiting: dict[int, _Waiting] = {}
        self._writing: set[int] = set()
        self._topics: dict[tuple[int, str], int] = {}
        self._outcomes: deque[_Outcome | int] = deque()
        self._to_read: SimpleQueue[_Job | None] = SimpleQueue()
        self._to_write: SimpleQueue[_Job | None] = SimpleQueue()
        self._closed = False
        self._bell = _Bell(self)
        self._bell.rung.connect(self._take_up, Qt.ConnectionType.QueuedConnection)
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._answer)
        self._readers = [
            threading.Thread(
                target=_serve, args=(self._to_read, self._put), name=f"reader-{one}", daemon=True
            )
            for one in range(1, READERS + 1)
        ]
        self._writer = threading.Thread(
            target=_serve, args=(self._to_write, self._put), name="writer", daemon=True
        )
        for thread in (*self._readers, self._writer):
            thread.start()

    @property
    def busy(self) -> bool:
        """Whether any answer is still to come."""
        return bool(self._waiting)

    @property
    def writing(self) -> bool:
        """Whether a write is under way or waits: the window asks before it closes."""
        return bool(self._writing)

    def read(
        self,
        owner: QObject,
        question: Callable[[], T],
        on_done: Callable[[T], None],
        *,
        topic: str | None = None,
        on_error: Callable[[TuanjiError], None] | None = None,
    ) -> int:
        """Asks `question` on a reader thread and gives its answer to `on_done`.

        A newer question of the same owner and topic replaces the older one: that one is not asked
        any more, or its answer is dropped. The answer is dropped too when the owner is gone.
        """
        # While a job waits its owner is held, so that the id in the key cannot be somebody else's.
        key = (id(owner), topic) if topic is not None else None
        if key in self._topics:
            self._drop(self._topics[key])
        return self._hand_in(
            owner,
            lambda progress: question(),
            on_done,
            on_error,
            queue=self._to_read,
            words="",
            cancellable=True,
            topic=key,
        )

    def read_long(
        self,
        owner: QObject,
        act: Callable[[Progress], T],
        on_done: Callable[[T], None],
        *,
        words: str,
        on_error: Callable[[TuanjiError], None] | None = None,
    ) -> int:
        """A reading act that takes its time (export, print): shown with progress, cancellable."""
        return self._hand_in(
            owner,
            act,
            on_done,
            on_error,
            queue=self._to_read,
            words=words,
            cancellable=True,
        )

    def write(
        self,
        owner: QObject,
        act: Callable[[Progress], T],
        on_done: Callable[[T], None],
        *,
        words: str,
        cancellable: bool = False,
        on_error: Callable[[TuanjiError], None] | None = None,
    ) -> int:
        """Runs an act of the clerk on the one writer thread, after those handed in before.

        It is carried out even if the owner goes meanwhile. `words` name it in the status bar.
        """
        number = self._hand_in(
            owner,
            act,
            on_done,
            on_error,
            queue=self._to_write,
            words=words,
            cancellable=cancellable,
        )
        if number in self._waiting:
            self._writing.add(number)
        return number

    def cancel(self, number: int) -> None:
        """Asks a cancellable job to stop; it ends when it next looks."""
        waiting = self._waiting.get(number)
        if waiting is not None and waiting.info.cancellable:
            waiting.job.progress.cancel()

    def close(self) -> None:
        """Waits for what is being written, gives up what is being read, ends the threads."""
        if self._closed:
            return
        self._closed = True
        for number, waiting in self._waiting.items():
            if number not in self._writing:
                waiting.job.progress.cancel()
        self._to_write.put(None)
        for _ in self._readers:
            self._to_read.put(None)
        self._writer.join()
        for thread in self._readers:
            thread.join(timeout=2)
        for waiting in self._waiting.values():
            QObject.disconnect(waiting.gone)
        self._waiting.clear()
        self._writing.clear()
        self._topics.clear()

    def _hand_in(
        self,
        owner: QObject,
        act: Callable[[Progress], T],
        on_done: Callable[[T], None],
        on_error: Callable[[TuanjiError], None] | None,
        *,
        queue: "SimpleQueue[_Job | None]",
        words: str,
        cancellable: bool,
        topic: tuple[int, str] | None = None,
    ) -> int:
        self._numbers += 1
        number = self._numbers
        if self._closed:
            return number
        progress = JobProgress(partial(self._put, number))
        job = _Job(number, act, progress)
        info = JobInfo(number, words, cancellable)
        gone = owner.destroyed.connect(partial(self._drop, number))
        self._waiting[number] = _Waiting(job, owner, on_done, on_error, info, gone, topic)
        if topic is not None:
            self._topics[topic] = number
        queue.put(job)
        if words:
            self.started.emit(info)
        return number

    def _put(self, note: _Outcome | int) -> None:
        """On a job's thread: leaves an outcome, or the number of a job that moved on."""
        self._outcomes.append(note)
        # The bell is gone only when Qt has taken down everything; nobody waits any more then.
        with contextlib.suppress(RuntimeError):
            self._bell.rung.emit()

    def _take_up(self) -> None:
        if not self._turn.isActive():
            self._turn.start()

    def _answer(self) -> None:
        """Hands over one answer. The next has a turn of its own: after a large write half the
        desks have something to show, and keys and the mouse are to be heard in between."""
        while self._outcomes:
            note = self._outcomes.popleft()
            if isinstance(note, int):
                self._tell_progress(note)
                continue
            if self._outcomes:
                self._turn.start()
            self._finish(note)
            return

    def _tell_progress(self, number: int) -> None:
        waiting = self._waiting.get(number)
        if waiting is None or not waiting.info.words:
            return
        done, total, text = waiting.job.progress.state()
        self.progressed.emit(replace(waiting.info, done=done, total=total, text=text))

    def _finish(self, outcome: _Outcome) -> None:
        self._writing.discard(outcome.number)
        waiting = self._waiting.pop(outcome.number, None)
        if waiting is None:
            return
        QObject.disconnect(waiting.gone)
        if waiting.topic is not None and self._topics.get(waiting.topic) == outcome.number:
            del self._topics[waiting.topic]
        if waiting.info.words:
            self.finished.emit(replace(waiting.info, state=_state_after(outcome.error)))
        if outcome.error is not None:
            self._fail(waiting, outcome.error)
        elif shiboken6.isValid(waiting.owner):
            waiting.on_done(outcome.result)

    def _fail(self, waiting: _Waiting, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            return
        known = error if isinstance(error, TuanjiError) else TuanjiError("bug", _BUG_WORDS)
        if waiting.on_error is not None and shiboken6.isValid(waiting.owner):
            waiting.on_error(known)
        elif known is error:
            self.refused.emit(known)
        if known is not error:
            sys.excepthook(type(error), error, error.__traceback__)

    def _drop(self, number: int, _owner: QObject | None = None) -> None:
        """Nobody wants the answer any more; what a thread still holds of the job, we hold too."""
        waiting = self._waiting.get(number)
        if waiting is None:
            return
        if number not in self._writing:
            waiting.job.progress.cancel()
        self._waiting[number] = replace(waiting, on_done=_nothing, on_error=None)


def _serve(
    queue: "SimpleQueue[_Job | None]",
    put: Callable[[_Outcome | int], None],
) -> None:
    """A thread's life: one job after the other until it is handed None."""
    while (job := queue.get()) is not None:
        outcome = _carry_out(job)
        del job  # the GUI thread lets go of it, not we
        put(outcome)
        del outcome


def _carry_out(job: _Job) -> _Outcome:
    try:
        job.progress.stop_if_cancelled()
        return _Outcome(job.number, job.act(job.progress), None)
    except Cancelled:  # without the frames it came through, and all that they hold
        return _Outcome(job.number, None, Cancelled())
    except BaseException as error:
        return _Outcome(job.number, None, error)


def _state_after(error: BaseException | None) -> str:
    if error is None:
        return "done"
    return "cancelled" if isinstance(error, Cancelled) else "failed"


def _nothing(_: object) -> None:
    """Where an answer goes that nobody wants."""
