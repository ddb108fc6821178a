"""The parent's side of reading a hostile file: a child process that may die, its frames, its end."""

import io
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import IO, Any, Final, cast

from tuanji_desktop.core.progress import Cancelled

ALLOCATION_FAILED: Final = (-6, 3, 0xC0000409)
"""How a process ends whose memory ran out inside a C library: SIGABRT, or abort() on Windows."""

OUT_OF_TIME: Final = (-24,)
"""How a process ends that used up its time (`core.child.cap_own_time`): SIGXCPU."""

_TICK: Final = 0.05


def start_child(
    switch: str, module: str, arguments: Sequence[str], source: IO[bytes] | int
) -> subprocess.Popen[bytes]:
    """Starts `module.main(arguments)` in a process of its own, with `source` as standard input:
    a file, or `subprocess.PIPE`.

    `switch` is the first argument by which a frozen program knows that it is that child.
    """
    return subprocess.Popen(
        _command(switch, module, arguments),
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def end_child(child: subprocess.Popen[bytes]) -> int:
    """Ends the child if it still runs; how it ended."""
    child.kill()
    status = child.wait()
    cast("IO[bytes]", child.stdout).close()
    return status


def _command(switch: str, module: str, arguments: Sequence[str]) -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, switch, *arguments]
    # -I -S: no site, no user folders; the parent's own search path replaces them (10 ms saved).
    # An editable install reaches this package by an import hook, so its folder is named as well.
    own, end = str(Path(__file__).resolve().parents[2]), 1 + len(arguments)
    start = (
        f"import sys; sys.path.extend(sys.argv[{end}:]);"
        f"from {module} import main; main(sys.argv[1:{end}])"
    )
    return [sys.executable, "-I", "-S", "-c", start, *arguments, own, *filter(None, sys.path)]


def frames_of(
    child: subprocess.Popen[bytes], deadline: Callable[[], float], cancelled: Callable[[], bool]
) -> Generator[bytes, None, None]:
    """The child's frames; a thread waits at the pipe, so that this one can look at the clock.

    `deadline` is asked again and again and tells on the monotonic clock when the next frame must
    be there, else TimeoutError; `cancelled` is asked twenty times a second.
    """
    arrived: queue.Queue[bytes | None] = queue.Queue(maxsize=4)
    given_up = threading.Event()

    def put(item: bytes | None) -> None:
        while not given_up.is_set():
            try:
                arrived.put(item, timeout=_TICK)
            except queue.Full:
                continue
            return

    def wait_at_pipe() -> None:
        pipe = cast("IO[bytes]", child.stdout)
        while len(head := pipe.read(4)) == 4:
            put(pipe.read(int.from_bytes(head, "big")))
            if given_up.is_set():
                return
        put(None)

    thread = threading.Thread(target=wait_at_pipe, name="child-pipe", daemon=True)
    thread.start()
    try:
        while True:
            if cancelled():
                raise Cancelled
            if time.monotonic() > deadline():
                raise TimeoutError
            try:
                data = arrived.get(timeout=_TICK)
            except queue.Empty:
                continue
            if data is None:
                child.wait()
                return
            yield data
    finally:
        given_up.set()
        child.kill()
        thread.join()


def plain_frame(data: bytes) -> tuple[Any, ...]:
    """A frame read back. Raises `pickle.UnpicklingError` where it is none of plain values."""
    try:
        frame = _FrameUnpickler(io.BytesIO(data)).load()
    except Exception as error:  # whatever a spoilt stream may raise
        raise pickle.UnpicklingError from error
    if not isinstance(frame, tuple):
        raise pickle.UnpicklingError("not a frame")
    return frame


class _FrameUnpickler(pickle.Unpickler):
    """Builds nothing but plain values: the child reads hostile files and is not trusted."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime" and name in {"date", "datetime", "time"}:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"not a cell value: {module}.{name}")
