"""How a long act tells how far it is, and learns that it is no longer wanted."""

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")
_EVERY = 256
_LOOK = 0.05


class Cancelled(Exception):
    """Raised inside a long act to leave it; its transaction is rolled back, nobody is alarmed."""


class Progress(Protocol):
    """Given to long acts. The window and the command line each bring their own."""

    def __call__(self, done: int, total: int, text: str = "") -> None:
        """Says that `done` of `total` steps are behind us (`total` 0: not known)."""

    @property
    def cancelled(self) -> bool:
        """Whether the clerk pressed 取消."""

    def stop_if_cancelled(self) -> None:
        """Raises `Cancelled` once the clerk has pressed 取消."""


class Quiet:
    """A progress nobody watches."""

    cancelled = False

    def __call__(self, done: int, total: int, text: str = "") -> None:
        pass

    def stop_if_cancelled(self) -> None:
        pass


def watched(rows: Sequence[T], progress: Progress, text: str) -> Iterator[T]:
    """The rows one after the other, with the progress told and 取消 heard on the way."""
    for place, row in enumerate(rows):
        if place % _EVERY == 0:
            progress.stop_if_cancelled()
            progress(place, len(rows), text)
        yield row


def while_wanted(act: Callable[[], T], cancelled: Callable[[], bool]) -> T:
    """What `act` makes, for something long that knows no progress and touches nothing but what it
    makes: once the clerk has pressed 取消 it is left behind (`Cancelled`), to end by itself."""
    made: list[T] = []
    faults: list[BaseException] = []

    def run() -> None:
        try:
            made.append(act())
        except BaseException as error:
            faults.append(error)

    thread = threading.Thread(target=run, name="while-wanted", daemon=True)
    thread.start()
    while True:
        thread.join(_LOOK)
        if not thread.is_alive():
            break
        if cancelled():
            raise Cancelled
    if faults:
        raise faults[0]
    return made[0]
