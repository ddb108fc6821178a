"""Workbooks that Excel opens and calamine does not: dates written as texts, parts in UTF-16, sheets
that are only named. openpyxl is slow, so it is asked only where calamine gave up; in the child."""

import warnings
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from tuanji_desktop.sheets.chunks import chunks
from tuanji_desktop.sheets.limits import Limits
from tuanji_desktop.sheets.notices import (
    ERRORS,
    MACROS,
    SheetNotices,
    about_hidden_sheets,
    address,
    sentences,
)
from tuanji_desktop.sheets.plain_table import MOST_ROWS
from tuanji_desktop.sheets.refusals import DAMAGED, LARGE, TOO_LARGE, UNREADABLE, Refused

_PIECE = 1 << 20
_DOCTYPES = tuple("<!DOCTYPE".encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be"))
_Frames = Iterator[tuple[Any, ...]]


def odd_workbook_frames(source: IO[bytes], kind: str, opened: bool, limits: Limits) -> _Frames:
    """All frames of the workbook but the last."""
    from openpyxl import load_workbook

    _require_plain_xml(source)
    yield "format", kind, None, opened
    source.seek(0)
    room = limits.cells
    hidden: list[str] = []
    said: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl cannot keep is no part of a list
        for sheet in load_workbook(source, read_only=True, data_only=True).worksheets:
            sheet.reset_dimensions()  # what the sheet says of its own size is not believed
            unseen = sheet.sheet_state != "visible"
            if unseen:
                hidden.append(sheet.title)
            yield "sheet", sheet.title, unseen, []
            noticed = SheetNotices()
            for chunk, cells, size in chunks(_rows(sheet, noticed)):
                room -= cells
                if room < 0:
                    raise Refused(LARGE, TOO_LARGE)
                yield "rows", chunk, size
            said += sentences(sheet.title, noticed)
    if kind == "xlsm":
        said.insert(0, MACROS)
    for sentence in about_hidden_sheets(hidden) + said:
        yield "told", sentence


def _require_plain_xml(source: IO[bytes]) -> None:
    """No part declares entities of its own; calamine would not know them, this parser does."""
    source.seek(0)
    with zipfile.ZipFile(source) as archive:
        for info in archive.infolist():
            with archive.open(info) as part:
                last = b""
                while piece := part.read(_PIECE):
                    if any(mark in last + piece for mark in _DOCTYPES):
                        raise Refused(UNREADABLE, DAMAGED)
                    last = piece[-32:]


def _rows(sheet: Any, noticed: SheetNotices) -> Iterator[list[object]]:
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > MOST_ROWS:
            raise Refused(LARGE, TOO_LARGE)
        row: list[object] = list(values)
        for column, value in enumerate(row):
            if type(value) is str and value in ERRORS:
                noticed.errors.append((address(number, column), value))
                row[column] = None
        yield row
