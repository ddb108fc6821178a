"""Reading what a school sends: any spreadsheet, told by its content, in a process that may die.

    read_workbook(path) -> Workbook     FileRefused: file.unreadable, .too_large, .password (it needs
                                        one), .wrong_password
    read_pasted(text)   -> Workbook     what was copied elsewhere
    cell_text(value)    -> str          what the clerk saw in the cell

Files are opened by `sheets.child` in a process of its own with a memory limit.
"""

import hashlib
import io
import math
import os
import pickle
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import IO, Final, cast

from tuanji_desktop.core.children import (
    ALLOCATION_FAILED,
    OUT_OF_TIME,
    end_child,
    frames_of,
    plain_frame,
    start_child,
)
from tuanji_desktop.core.collector import let_go
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.core.progress import Cancelled
from tuanji_desktop.sheets.child import SWITCH, MergedRange
from tuanji_desktop.sheets.kinds import OLE, ZIP
from tuanji_desktop.sheets.limits import Limits
from tuanji_desktop.sheets.refusals import (
    DAMAGED,
    LARGE,
    NO_SHEETS,
    TOO_LARGE,
    TOO_SLOW,
    UNREADABLE,
    Refused,
)
from tuanji_desktop.sheets.text_table import TextTable, cleaned

__all__ = ["Cell", "Limits", "Sheet", "Workbook", "cell_text", "read_pasted", "read_workbook"]

Cell = str | float | int | bool | date | datetime | time_of_day | None

Beside = Callable[[Sequence[list[object]]], object]
Numbers = Callable[[Sequence[object]], object]

_MODULE: Final = "tuanji_desktop.sheets.child"
_BROKEN_OFF: Final = "broken off"
_PATIENCE: Final = 1 if sys.platform == "win32" else 3
"""Times the child's time, on the clock: a computer that is busy with other things reads slowly, but
it reads. On Windows the clock is all there is."""
_NOT_A_FILE = "这是文件夹或设备，不是文件。请选择其中的名单文件。"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it stands: `rows[0]` is row 1, a blank row is an empty list.

    A row ends at its last value, so rows differ in length. `merged` are zero-based ranges (first
    row, first column, last row, last column); only their first cell holds the value. Blank rows
    may be one shared list: rows are for reading. `hidden_rows` (from 1) are hidden or filtered
    away; they are among the rows all the same.
    """

    name: str
    hidden: bool
    rows: list[list[object]]
    merged: tuple[MergedRange, ...] = ()
    hidden_rows: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that could be read; `format` is what its content is, whatever its name says.

    `encoding` is that of a text table and None otherwise. `sha256` lets an import that is repeated
    be recognised. `told` are sentences about what was noticed while reading. A `protected` workbook
    was opened with a password: nobody else can open the file at `path` without it.
    """

    path: Path
    format: str
    encoding: str | None
    sheets: tuple[Sheet, ...]
    sha256: str
    told: tuple[str, ...] = ()
    protected: bool = False


def read_workbook(
    path: Path,
    *,
    limits: Limits | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    password: str | None = None,
    beside: Beside = lambda _rows: None,
    numbers: Numbers | None = None,
) -> Workbook:
    """Reads a whole file, or raises FileRefused with a sentence for the clerk.

    `cancelled` is asked twenty times a second from the calling thread; once it says True the
    reading stops with core.progress.Cancelled. `beside` is what the caller does while the file is
    being read elsewhere: it is called with the rows as they come, and once before with none.
    `numbers` is called with texts that look like ID numbers, in no order and perhaps not all, where
    the file gives them away before its rows can be read.
    """
    limits = limits or Limits()
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
            raise FileRefused("file.unreadable", f"“{path.name}”：{_NOT_A_FILE}")
        with path.open("rb") as file:
            return _read(path, file, limits, cancelled, password, beside, numbers)
    except OSError as error:
        raise refused_by_system(path, error) from error


def read_pasted(text: str, *, name: str = "剪贴板") -> Workbook:
    """A table that was copied elsewhere and pasted here; its `path` is only a name."""
    limits = Limits()
    try:
        if len(text) > limits.pasted_characters:
            raise Refused(LARGE, "内容太多，无法作为名单粘贴。请存成文件再导入。")
        clean, told = cleaned(text)
        table = TextTable(clean, limits.cells)
        rows = list(table)
    except Refused as refusal:
        code, reason = refusal.args
        raise FileRefused(code, f"“{name}”：{reason}") from None
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    sheets = (Sheet(name, False, rows),)
    return Workbook(Path(name), "pasted", None, sheets, sha256, (*told, *table.told))


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
    path: Path,
    file: io.BufferedReader,
    limits: Limits,
    cancelled: Callable[[], bool],
    password: str | None,
    beside: Beside,
    numbers: Numbers | None,
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
    if size > limits.text_bytes and not head.startswith((ZIP, OLE)):
        raise FileRefused("file.too_large", f"“{path.name}”：文本太大，无法作为名单读取。")
    told = _told_by_child(path, file, size, limits, cancelled, password, beside, numbers)
    sheets = tuple(sheet if sheet.name else replace(sheet, name=path.stem) for sheet in told.sheets)
    return Workbook(
        path, told.format, told.encoding, sheets, sha256, tuple(told.sentences), told.protected
    )


@dataclass(slots=True)
class _Told:
    """What the child said so far; `refused` is a code, `sentences[-1]` then its sentence."""

    format: str = ""
    encoding: str | None = None
    protected: bool = False
    refused: str = ""
    sheets: list[Sheet] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)

    def begin(self, format_: str, encoding: str | None, protected: bool) -> None:
        """What was said before does not count."""
        self.format, self.encoding, self.protected = format_, encoding, protected
        self.sheets.clear()
        self.sentences.clear()

    def refuse(self, code: str, sentence: str) -> "_Told":
        self.refused = code
        self.sentences.append(sentence)
        return self


def _told_by_child(
    path: Path,
    file: io.BufferedReader,
    size: int,
    limits: Limits,
    cancelled: Callable[[], bool],
    password: str | None,
    beside: Beside,
    numbers: Numbers | None,
) -> _Told:
    deadline = time.monotonic() + _PATIENCE * limits.seconds_for(size)
    sizes = [*_sizes(limits, size), str(int(bool(password))), str(int(numbers is not None))]
    child = start_child(SWITCH, _MODULE, sizes, subprocess.PIPE if password else file)
    if password:
        _hand_over(child, file, password)
    try:
        beside(())
        with closing(frames_of(child, lambda: deadline, cancelled)) as frames:
            told = _assembled(frames, limits.result_bytes, beside, numbers)
    except TimeoutError:
        told = _Told().refuse(LARGE, TOO_SLOW)
    except pickle.UnpicklingError:
        told = _Told().refuse(UNREADABLE, DAMAGED)
    finally:
        status = end_child(child)
    if told.refused == _BROKEN_OFF:
        if status in OUT_OF_TIME:
            told.refuse(LARGE, TOO_SLOW)
        elif status in ALLOCATION_FAILED:
            told.refuse(LARGE, TOO_LARGE)
        else:
            told.refuse(UNREADABLE, DAMAGED)
    if told.refused:
        raise FileRefused(told.refused, f"“{path.name}”：{told.sentences[-1]}")
    return told


def _hand_over(child: "subprocess.Popen[bytes]", file: IO[bytes], password: str) -> None:
    """Writes the password and the file into the child, beside the reading of what it answers.

    Neither a command line nor the environment, which other programs can see.
    """
    word = password.encode("utf-8", "replace")
    content = file.read()

    def write() -> None:
        pipe = cast("IO[bytes]", child.stdin)
        # A child that has refused the file, or was ended, no longer listens.
        with suppress(OSError), pipe:
            pipe.write(len(word).to_bytes(4, "big") + word)
            pipe.write(content)

    threading.Thread(target=write, name="child-input", daemon=True).start()


def _assembled(
    frames: Iterator[bytes], room: int, beside: Beside, numbers: Numbers | None
) -> _Told:
    told = _Told()
    try:
        return _told_by(frames, told, room, beside, numbers)
    except Cancelled:
        let_go(*(sheet.rows for sheet in told.sheets))
        raise


def _told_by(
    frames: Iterator[bytes], told: _Told, room: int, beside: Beside, numbers: Numbers | None
) -> _Told:
    for data in frames:
        room -= len(data)
        match plain_frame(data):
            case ("rows", list(rows), int(size)):
                room -= size
                told.sheets[-1].rows.extend(rows)
                if room >= 0:
                    beside(rows)
            case ("numbers", list(texts)):
                if room >= 0 and numbers is not None:
                    numbers(texts)
            case ("sheet", str(name), bool(hidden), list(merged)):
                told.sheets.append(Sheet(name, hidden, [], tuple(merged)))
            case ("noticed", int(number), list(hidden_rows)):
                unseen = frozenset(hidden_rows)
                told.sheets[number] = replace(told.sheets[number], hidden_rows=unseen)
            case ("told", str(sentence)):
                told.sentences.append(sentence)
            case ("format", str(format_), encoding, bool(protected)):
                told.begin(format_, encoding, protected)
            case ("refused", str(code), str(sentence)):
                return told.refuse(code, sentence)
            case ("end",):
                return told if told.sheets else told.refuse(UNREADABLE, NO_SHEETS)
        if room < 0:  # many sheets, each of them within the child's memory
            return told.refuse(LARGE, TOO_LARGE)
    return told.refuse(_BROKEN_OFF, "")


def _sizes(limits: Limits, size: int) -> list[str]:
    return [
        str(limits.memory_for(size)),
        str(max(math.ceil(limits.seconds_for(size)), 1)),
        str(limits.unpacked_bytes),
        str(limits.entries),
        str(limits.ratio),
        str(limits.cells),
    ]
