"""Memory that is not needed any more, and how its return is kept out of everybody's way."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_AT_ONCE = 250
_FEW = 2_000


@contextmanager
def collector_resting() -> Iterator[None]:
    """No search for cyclic garbage meanwhile: where thousands of records are made that all stay, it
    goes through them again and again, and takes a tenth of the time. What it was before, on or
    off, it is again afterwards."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()  # all that was made is old at a stroke: the next search does not begin with it
            gc.enable()


@contextmanager
def left_behind() -> Iterator[list[list[Any] | dict[Any, Any]]]:
    """Lists and dictionaries that are put in here are let go of at the end, however it comes."""
    held: list[list[Any] | dict[Any, Any]] = []
    try:
        yield held
    finally:
        let_go(*held)


def let_go(*held: list[Any] | dict[Any, Any]) -> None:
    """Empties long lists and dictionaries that only the caller knows, on a thread of its own and some
    entries at a time: a hundred thousand rows that die at once take half a second, in which no other
    thread has its turn and nobody gets an answer."""
    if sum(map(len, held)) < _FEW:
        return  # they die with their owner

    def empty() -> None:
        for one in held:
            if isinstance(one, dict):
                while one:
                    one.popitem()
            else:
                while one:
                    del one[-_AT_ONCE:]

    threading.Thread(target=empty, name="let-go", daemon=True).start()
