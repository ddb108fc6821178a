"""Reading a scan of papers that came back: which page is which, told by the code on it.

    read_scan(path)    -> Scan      FileRefused: file.unreadable, .password, .too_large
    page_picture(path) -> JPEG      one page, upright, to be looked at

PDF, JPEG, PNG and TIFF are opened by `papers.scan_child` in a process of its own with a memory
limit: a file made to harm, or one that breaks a library, ends in a sentence and not the window.
"""

import contextlib
import hashlib
import os
import pickle
import stat
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from tuanji_desktop.core.child import MEBIBYTE
from tuanji_desktop.core.children import (
    ALLOCATION_FAILED,
    end_child,
    frames_of,
    plain_frame,
    start_child,
)
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.core.progress import Progress, Quiet
from tuanji_desktop.papers.qr import PageCode, read_code
from tuanji_desktop.papers.scan_child import DAMAGED, SWITCH, TOO_LARGE

SUFFIXES: Final = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff")
_MODULE: Final = "tuanji_desktop.papers.scan_child"


@dataclass(frozen=True, slots=True)
class ScanLimits:
    """What one scan may take: bytes of the file, pixels and seconds of a page, pages, memory."""

    file_bytes: int = 64 * MEBIBYTE
    pixels: int = 80_000_000  # A3 at 600 dpi
    pages: int = 400
    memory_bytes: int = 1_280 * MEBIBYTE
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class ScanPage:
    """A page of a scan. `number` counts from 1; `code` is what it says of itself, None where
    nothing of ours could be read; `several` are ours where it shows more than one, `foreign` the
    codes of others. `picture` is a small JPEG that stands upright: `turn` and `mirrored` tell how
    the sheet lay."""

    number: int
    code: PageCode | None
    several: tuple[PageCode, ...]
    foreign: tuple[str, ...]
    turn: int
    mirrored: bool
    picture: bytes


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that could be read; `count` are its pages, `pages` those that were looked at."""

    file_name: str
    content: bytes
    sha256: str
    count: int
    pages: tuple[ScanPage, ...]


def read_scan(
    path: Path, *, limits: ScanLimits | None = None, progress: Progress | None = None
) -> Scan:
    """Reads every page of a file, or raises FileRefused with a sentence for the clerk."""
    limits = limits or ScanLimits()
    content = _content(path, limits)
    progress = progress or Quiet()
    return read_bytes(content, path.name, limits=limits, progress=progress)


def read_bytes(
    content: bytes,
    file_name: str,
    *,
    limits: ScanLimits | None = None,
    progress: Progress | None = None,
    enough: int = 0,
) -> Scan:
    """As `read_scan`, of a file in memory; `enough` pages from the first, 0 for all."""
    limits, progress = limits or ScanLimits(), progress or Quiet()
    pages: list[ScanPage] = []
    count = 0
    for frame in _frames(content, file_name, limits, lambda: progress.cancelled, enough=enough):
        match frame:
            case ("pages", int(count)):
                progress(0, count, f"正在识别 {file_name}")
            case ("page", int(_), str(_), list(_), list(_), int(_), bool(_), bytes(_)):
                pages.append(_page(*frame[1:]))
                progress(len(pages), count, f"正在识别 {file_name}")
    return Scan(file_name, content, hashlib.sha256(content).hexdigest(), count, tuple(pages))


def page_picture(
    content: bytes,
    file_name: str,
    *,
    page: int,
    turn: int = 0,
    mirrored: bool = False,
    limits: ScanLimits | None = None,
) -> bytes:
    """One page as a JPEG large enough to be read on the screen."""
    frames = _frames(
        content, file_name, limits or ScanLimits(), _never, page=page, turn=turn, mirrored=mirrored
    )
    for frame in frames:
        match frame:
            case ("picture", bytes(picture)):
                return picture
    raise _refused(file_name, "file.unreadable", DAMAGED)


def _page(
    number: int,
    code: str,
    several: list[Any],
    foreign: list[Any],
    turn: int,
    mirrored: bool,
    picture: bytes,
) -> ScanPage:
    ours = (read_code(str(one)) for one in several)
    return ScanPage(
        number,
        read_code(code),
        tuple(one for one in ours if one is not None),
        tuple(str(one) for one in foreign),
        turn,
        mirrored,
        picture,
    )


def _content(path: Path, limits: ScanLimits) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
            raise _refused(path.name, "file.unreadable", "这是文件夹或设备，不是文件。")
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            _require_size(path.name, size, limits)
            return file.read(limits.file_bytes)
    except FileNotFoundError as error:
        raise _refused(
            path.name, "file.unreadable", "找不到这个文件，它可能已被移动、改名或删除。"
        ) from error
    except OSError as error:
        raise _refused(
            path.name,
            "file.unreadable",
            "没有读出这个文件，它可能正被别的程序占用。请关闭打开它的程序，或复制到本机硬盘后再试。",
        ) from error


def _require_size(name: str, size: int, limits: ScanLimits) -> None:
    if not size:
        raise _refused(name, "file.unreadable", "文件是空的，没有任何内容。请重新扫描。")
    if size > limits.file_bytes:
        most = limits.file_bytes // MEBIBYTE
        raise _refused(
            name,
            "file.too_large",
            f"文件有 {size / MEBIBYTE:,.0f} MB，一个扫描件最多 {most} MB。"
            "请用 200～300 dpi 灰度扫描，或分成几个文件。",
        )


def _refused(name: str, code: str, words: str) -> FileRefused:
    return FileRefused(code, f"“{name}”：{words}")


def _never() -> bool:
    return False


def _frames(
    content: bytes,
    name: str,
    limits: ScanLimits,
    cancelled: Callable[[], bool],
    *,
    page: int = 0,
    enough: int = 0,
    turn: int = 0,
    mirrored: bool = False,
) -> Iterator[tuple[Any, ...]]:
    """What the child says before its end; what it refuses, or how it breaks off, is raised."""
    sizes = (limits.memory_bytes, limits.pixels, limits.pages, page, enough, turn, int(mirrored))
    last = [time.monotonic()]
    frame: tuple[Any, ...] = ()
    child = start_child(SWITCH, _MODULE, [str(one) for one in sizes], subprocess.PIPE)
    feeder = threading.Thread(target=_feed, args=(child.stdin, content), daemon=True)
    feeder.start()
    try:
        with closing(frames_of(child, lambda: last[0] + limits.seconds, cancelled)) as frames:
            for data in frames:
                last[0] = time.monotonic()
                frame = plain_frame(data)
                if frame[:1] in (("refused",), ("end",)):
                    break
                yield frame
    except TimeoutError as error:
        raise _refused(name, "file.too_large", TOO_LARGE) from error
    except pickle.UnpicklingError as error:
        raise _refused(name, "file.unreadable", DAMAGED) from error
    finally:
        status = end_child(child)
        feeder.join()
    match frame:
        case ("refused", str(code), str(words)):
            raise _refused(name, code, words)
        case ("end",):
            return
    ran_out = status in ALLOCATION_FAILED
    raise _refused(
        name, *(("file.too_large", TOO_LARGE) if ran_out else ("file.unreadable", DAMAGED))
    )


def _feed(sink: IO[bytes], content: bytes) -> None:
    """Hands the file over by the pipe: what lies encrypted in the office file touches no disk."""
    with contextlib.suppress(OSError), sink:  # it may have refused already, and gone
        sink.write(content)
