"""The child process that opens a list from outside; whatever the file does happens here.

It reads the file from its standard input and writes frames (`core.child`) to its standard output,
each of them one of

    ("format", format, encoding or None, opened with a password); what came before is forgotten
    ("sheet", name or "", hidden, merged ranges (first row, first column, last row, last column))
    ("rows", rows, bytes they take)    to the sheet named last
    ("numbers", texts)                 what looks like ID numbers, ahead of the rows, if asked for
    ("noticed", sheet's number, hidden rows)
    ("told", Chinese sentence)
    ("refused", code, Chinese sentence)
    ("end",)

Where a password is given, it comes first on standard input: its length in four bytes, then UTF-8.
Start-up is part of every import, so only what reading needs is imported here.
"""

import io
import sys
import threading
from collections.abc import Callable, Iterator
from typing import IO, Any, Final

from tuanji_desktop.core.child import cap_own_memory, cap_own_time, write_frame
from tuanji_desktop.sheets.chunks import chunks
from tuanji_desktop.sheets.kinds import kind_of
from tuanji_desktop.sheets.limits import Limits
from tuanji_desktop.sheets.refusals import (
    DAMAGED,
    LARGE,
    TOO_LARGE,
    TOO_MANY_SHEETS,
    UNREADABLE,
    Refused,
)

SWITCH: Final = "--read-workbook"
"""First argument by which a frozen program knows that it is started as this child."""

MergedRange = tuple[int, int, int, int]

_MOST_MERGED = 100_000
_Frame = tuple[Any, ...]
_Frames = Iterator[_Frame]
_Tell = Callable[[_Frame], None]


def run_if_asked(arguments: list[str]) -> None:
    """For the first line of a frozen program: acts as the child and leaves, when started as one."""
    if arguments[1:2] == [SWITCH]:
        main(arguments[2:])
        sys.exit(0)


def main(arguments: list[str]) -> None:
    """Reads standard input within the sizes given: memory, seconds of work, unpacked bytes, entries,
    ratio, cells; the last two tell whether a password comes first and `numbers` are wanted."""
    memory, seconds, unpacked, entries, ratio, cells, locked, numbers = map(int, arguments[:8])
    cap_own_memory(memory)
    cap_own_time(seconds)
    limits = Limits(unpacked_bytes=unpacked, entries=entries, ratio=ratio, cells=cells)
    # A windowed program has no sys.stdin and sys.stdout; the descriptors are there all the same.
    with open(0, "rb", closefd=False) as source, open(1, "wb", closefd=False) as sink:

        def at_once(frame: _Frame) -> None:
            write_frame(sink, frame)
            sink.flush()

        for frame in _guarded(source, limits, bool(locked), at_once if numbers else None):
            write_frame(sink, frame)


def _guarded(source: IO[bytes], limits: Limits, locked: bool, at_once: _Tell | None) -> _Frames:
    try:
        password = None
        if locked:  # a pipe: what calamine reads must be able to go back
            password = source.read(int.from_bytes(source.read(4), "big")).decode("utf-8")
            source = io.BytesIO(source.read())
        yield from _frames(source, limits, password, at_once)
        yield ("end",)
    except Refused as refusal:
        yield "refused", *refusal.args
    except MemoryError:
        yield "refused", LARGE, TOO_LARGE
    except BaseException:  # calamine's panics are no Exception
        yield "refused", UNREADABLE, DAMAGED


def _frames(
    source: IO[bytes], limits: Limits, password: str | None, at_once: _Tell | None
) -> _Frames:
    kind = kind_of(source, limits)
    opened = kind == "locked"
    if opened:
        from tuanji_desktop.sheets.locked import unlocked

        source = unlocked(source, password)
        kind = kind_of(source, limits)
        if kind in {"locked", "text"}:
            raise Refused(UNREADABLE, DAMAGED)
    if kind == "text":
        from tuanji_desktop.sheets.texts import text_frames

        yield from text_frames(source.read(), limits)
        return
    if kind == "ods":
        from tuanji_desktop.sheets.ods_table import ods_tables_of
        from tuanji_desktop.sheets.texts import table_frames

        yield from table_frames(kind, None, ods_tables_of(source, cells=limits.cells))
        return
    yield "format", kind, None, opened
    source.seek(0)
    look = _SecondLook(source, kind, at_once)
    try:
        yield from _sheets(source, limits, look)
    except Exception as error:
        look.over()
        if kind not in {"xlsx", "xlsm"} or not type(error).__module__.startswith("python_calamine"):
            raise
        from tuanji_desktop.sheets.odd_workbook import odd_workbook_frames

        yield from odd_workbook_frames(source, kind, opened, limits)
        return
    yield from look.over()


class _SecondLook:
    """`noticing.noticed_frames`, gathered beside the first reading: calamine has the whole file in
    memory then, and lets other threads work while it parses. `at_once` hands over a frame that
    does not wait for the others."""

    def __init__(self, source: IO[bytes], kind: str, at_once: _Tell | None) -> None:
        self._source, self._kind, self._at_once = source, kind, at_once
        self._frames: list[_Frame] = []
        self._thread: threading.Thread | None = None

    def begin(self, names: list[str], hidden: list[str]) -> None:
        """Looks at the sheets of these names; nobody else may read the source until it is over."""
        self._thread = threading.Thread(target=self._look, args=(names, hidden), daemon=True)
        self._thread.start()

    def over(self) -> list[_Frame]:
        """What was seen, once all was looked at."""
        if self._thread is not None:
            self._thread.join()
        return self._frames

    def _look(self, names: list[str], hidden: list[str]) -> None:
        from tuanji_desktop.sheets.noticing import noticed_frames

        tell = self._at_once
        for frame in noticed_frames(
            self._source, self._kind, names, hidden, numbers=tell is not None
        ):
            if tell is not None and frame[0] == "numbers":
                tell(frame)
            else:
                self._frames.append(frame)


def _sheets(source: IO[bytes], limits: Limits, look: _SecondLook) -> _Frames:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    cells = 0
    workbook = CalamineWorkbook.from_filelike(source)
    if len(workbook.sheet_names) > limits.sheets:
        raise Refused(LARGE, TOO_MANY_SHEETS)
    sheets = [
        (info.name, info.visible != SheetVisibleEnum.Visible)
        for info in workbook.sheets_metadata
        if info.typ == SheetTypeEnum.WorkSheet
    ]
    look.begin([name for name, _ in sheets], [name for name, hidden in sheets if hidden])
    for name, hidden in sheets:
        sheet = workbook.get_sheet_by_name(name)
        merged = [(*start, *end) for start, end in (sheet.merged_cell_ranges or ())[:_MOST_MERGED]]
        yield "sheet", name, hidden, merged
        if sheet.start is None:
            continue
        for chunk, count, size in chunks(sheet.iter_rows(), sheet.start[1]):
            cells += count
            if cells > limits.cells:
                raise Refused(LARGE, TOO_LARGE)
            yield "rows", chunk, size
