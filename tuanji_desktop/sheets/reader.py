"""Reading what a school sends: any spreadsheet, told by its content, in a process that may die.

    read_workbook(path) -> Workbook           FileRefused: file.unreadable, .password, .too_large
    cell_text(value)    -> str                what the clerk saw in the cell

Workbooks are opened by `sheets.child` in a process of its own with a memory limit; text tables are
read here, because nothing in them can grow.
"""

import hashlib
import io
import os
import pickle
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import Final

from tuanji_desktop.core.children import (
    ALLOCATION_FAILED,
    end_child,
    frames_of,
    plain_frame,
    start_child,
)
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.sheets.child import DAMAGED, SWITCH, TOO_LARGE, MergedRange
from tuanji_desktop.sheets.limits import Limits
from tuanji_desktop.sheets.text_table import TextRefused, read_text

__all__ = ["Cell", "Limits", "Sheet", "Workbook", "cell_text", "read_workbook"]

Cell = str | float | int | bool | date | datetime | time_of_day | None

_MODULE: Final = "tuanji_desktop.sheets.child"
_BROKEN_OFF: Final = "broken off"
_NOT_A_FILE = "这是文件夹或设备，不是文件。请选择其中的名单文件。"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it stands: `rows[0]` is row 1, a blank row is an empty list.

    A row ends at its last value, so rows differ in length. `merged` are zero-based ranges (first
    row, first column, last row, last column); only their first cell holds the value. Blank rows
    may be one shared list: rows are for reading.
    """

    name: str
    hidden: bool
    rows: list[list[object]]
    merged: tuple[MergedRange, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that could be read; `format` is what its content is, whatever its name says.

    `encoding` is that of a text table and None otherwise. `sha256` lets an import that is repeated
    be recognised.
    """

    path: Path
    format: str
    encoding: str | None
    sheets: tuple[Sheet, ...]
    sha256: str


def read_workbook(
    path: Path,
    *,
    limits: Limits | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Workbook:
    """Reads a whole file, or raises FileRefused with a sentence for the clerk.

    `cancelled` is asked twenty times a second from the calling thread; once it says True the
    reading stops with core.progress.Cancelled.
    """
    limits = limits or Limits()
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
            raise FileRefused("file.unreadable", f"“{path.name}”：{_NOT_A_FILE}")
        with path.open("rb") as file:
            return _read(path, file, limits, cancelled)
    except OSError as error:
        raise refused_by_system(path, error) from error


def refused_by_system(path: Path, error: OSError) -> FileRefused:
    """What the operating system's refusal to open a file means to a clerk."""
    if isinstance(error, FileNotFoundError):
        reason = "找不到这个文件，它可能已被移动、改名或删除。"
    elif isinstance(error, PermissionError):
        reason = "没有读取这个文件的权限，或它正被别的程序占用。请关闭打开它的程序后再试。"
    else:
        reason = "读取磁盘时出错。请把文件复制到本机硬盘后再试。"
    return FileRefused("file.unreadable", f"“{path.name}”：{reason}")


def cell_text(value: object) -> str:
    """The cell as text: 13800138000.0 → 13800138000, dates in ISO form, booleans 是/否.

    A number too long for a spreadsheet keeps the look of damage (5.20628200002067E+17), so that
    it can never be taken for an ID number.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return f"{value:.15G}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S").removesuffix(" 00:00:00")
    if isinstance(value, (date, time_of_day)):
        return value.isoformat()
    return str(value)


def _read(
    path: Path, file: io.BufferedReader, limits: Limits, cancelled: Callable[[], bool]
) -> Workbook:
    size = os.fstat(file.fileno()).st_size
    if size == 0:
        raise FileRefused("file.unreadable", f"“{path.name}”：文件是空的，没有任何内容。")
    if size > limits.file_bytes:
        raise FileRefused("file.too_large", f"“{path.name}”：文件太大，无法作为名单读取。")
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        format_, sheets = _read_in_child(path, file, size, limits, cancelled)
        return Workbook(path, format_, None, sheets, sha256)
    if size > limits.text_bytes:
        raise FileRefused("file.too_large", f"“{path.name}”：文本太大，无法作为名单读取。")
    try:
        encoding, rows = read_text(file.read(), cells=limits.cells, cancelled=cancelled)
    except TextRefused as refusal:
        code, reason = refusal.args
        raise FileRefused(code, f"“{path.name}”：{reason}") from None
    return Workbook(path, "csv", encoding, (Sheet(path.stem, False, rows),), sha256)


def _read_in_child(
    path: Path, file: io.BufferedReader, size: int, limits: Limits, cancelled: Callable[[], bool]
) -> tuple[str, tuple[Sheet, ...]]:
    deadline = time.monotonic() + limits.seconds_for(size)
    child = start_child(SWITCH, _MODULE, _sizes(limits, size), file)
    try:
        with closing(frames_of(child, lambda: deadline, cancelled)) as frames:
            code, told, sheets = _assembled(frames, limits.result_bytes)
    except TimeoutError:
        code, told, sheets = "file.too_large", TOO_LARGE, []
    except pickle.UnpicklingError:
        code, told, sheets = "file.unreadable", DAMAGED, []
    finally:
        status = end_child(child)
    if code == _BROKEN_OFF:
        ran_out = status in ALLOCATION_FAILED
        code, told = ("file.too_large", TOO_LARGE) if ran_out else ("file.unreadable", DAMAGED)
    if code:
        raise FileRefused(code, f"“{path.name}”：{told}")
    return told, tuple(sheets)


def _assembled(frames: Iterator[bytes], room: int) -> tuple[str, str, list[Sheet]]:
    """What the child said: a code with its sentence, or no code, the format and the sheets."""
    format_ = ""
    sheets: list[Sheet] = []
    for data in frames:
        room -= len(data)
        if room < 0:  # many sheets, each of them within the child's memory
            return "file.too_large", TOO_LARGE, []
        match plain_frame(data):
            case ("rows", rows):
                sheets[-1].rows.extend(rows)
            case ("sheet", str(name), bool(hidden), list(merged)):
                sheets.append(Sheet(name, hidden, [], tuple(merged)))
            case ("format", str(told)):
                format_ = told
            case ("refused", str(code), str(told)):
                return code, told, []
            case ("end",):
                return "", format_, sheets
    return _BROKEN_OFF, "", []


def _sizes(limits: Limits, size: int) -> list[str]:
    return [
        str(limits.memory_for(size)),
        str(limits.unpacked_bytes),
        str(limits.entries),
        str(limits.ratio),
        str(limits.cells),
    ]
