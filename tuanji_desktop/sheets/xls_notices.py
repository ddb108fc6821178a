"""Noticing in .xls and .et: a walk over the records of the workbook stream."""

from collections.abc import Iterator
from struct import Struct
from typing import IO, Final

from tuanji_desktop.sheets.notices import LINKS, MACROS, Clock, SheetNotices, address

_HEAD: Final = Struct("<HH")
_BOUNDSHEET, _SUPBOOK, _EOF, _BOF = 0x85, 0x1AE, 0x0A, 0x809
_ROW, _COLINFO, _FILTERMODE, _BOOLERR, _FORMULA = 0x208, 0x7D, 0x9B, 0x205, 0x06
_TELLING: Final = frozenset({_ROW, _COLINFO, _FILTERMODE, _BOOLERR, _FORMULA})
_STARTS: Final = frozenset({0x09, 0x209, 0x409, _BOF})
_WORKSHEET, _ERROR_RESULT = 0, 2
_ROW_HIDDEN = 0x20
_ERROR_NAMES: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_EVERY = 4096  # records between two looks at the clock
_OWN_BOOKS = (b"\x01\x04", b"\x01\x3a")


def notices_in(source: IO[bytes], count: int, clock: Clock) -> Iterator[SheetNotices | str]:
    """Of the first `count` worksheets, as they stand; sentences about the workbook come first."""
    import olefile

    source.seek(0)
    with olefile.OleFileIO(source) as ole:
        if ole.exists("_VBA_PROJECT_CUR"):
            yield MACROS
        name = "Workbook" if ole.exists("Workbook") else "Book"
        data = ole.openstream(name).read()
    starts, links = _globals(data)
    if links:
        yield LINKS
    for start in starts[:count]:
        noticed = SheetNotices()
        _look(data, start, noticed, clock)
        yield noticed


def _globals(data: bytes) -> tuple[list[int], bool]:
    """Where the worksheets begin, and whether other files are referred to."""
    starts: list[int] = []
    links = False
    place = 0
    while place + 4 <= len(data):
        kind, size = _HEAD.unpack_from(data, place)
        body = place + 4
        if kind == _BOUNDSHEET and size >= 6 and data[body + 5] == _WORKSHEET:
            starts.append(int.from_bytes(data[body : body + 4], "little"))
        elif kind == _SUPBOOK and data[body + 2 : body + 4] not in _OWN_BOOKS:
            links = True
        elif kind == _EOF:
            break
        place = body + size
    return starts, links


def _look(data: bytes, place: int, noticed: SheetNotices, clock: Clock) -> None:
    unpack, length = _HEAD.unpack_from, len(data)
    depth = seen = 0
    while place + 4 <= length:
        kind, size = unpack(data, place)
        body = place + 4
        place = body + size
        seen += 1
        if seen % _EVERY == 0:
            clock()
        if kind in _TELLING:
            _look_at_record(data, kind, body, size, noticed)
        elif kind in _STARTS:
            depth += 1  # a chart inside the sheet brings a stream of its own
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return


def _look_at_record(data: bytes, kind: int, body: int, size: int, noticed: SheetNotices) -> None:
    if kind == _FORMULA:
        if data[body + 12 : body + 14] == b"\xff\xff" and data[body + 6] == _ERROR_RESULT:
            _error(data, body, data[body + 8], noticed)
    elif kind == _ROW:
        if size >= 16 and data[body + 12] & _ROW_HIDDEN:
            noticed.hide_rows(int.from_bytes(data[body : body + 2], "little") + 1, 1)
    elif kind == _BOOLERR:
        if size >= 8 and data[body + 7]:
            _error(data, body, data[body + 6], noticed)
    elif kind == _COLINFO:
        if size >= 10 and data[body + 8] & 1:
            first, last = _HEAD.unpack_from(data, body)
            noticed.hidden_columns.extend(range(first, min(last, 255) + 1))
    else:
        noticed.filtered = True


def _error(data: bytes, body: int, code: int, noticed: SheetNotices) -> None:
    row, column = _HEAD.unpack_from(data, body)
    noticed.errors.append((address(row + 1, column), _ERROR_NAMES.get(code, "错误值")))
