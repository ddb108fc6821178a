"""The child process that opens a workbook from outside; whatever the file does happens here.

It reads the workbook from its standard input and writes frames (`core.child`) to its standard
output, each of them one of

    ("format", format)
    ("sheet", name, hidden, merged ranges (first row, first column, last row, last column))
    ("rows", rows)                     to the sheet named last
    ("refused", code, Chinese sentence)
    ("end",)

Start-up is part of every import, so only what reading needs is imported here.
"""

import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any, Final

from tuanji_desktop.core.child import MEBIBYTE, cap_own_memory, write_frame
from tuanji_desktop.sheets.limits import Limits

SWITCH: Final = "--read-workbook"
"""First argument by which a frozen program knows that it is started as this child."""

CHUNK: Final = 2_000
PRECISE: Final = 1e15
"""From here on a spreadsheet no longer keeps every digit of a number."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_BIFF8_GLOBALS = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_FILEPASS = b"\x2f\x00"

DAMAGED = "文件已损坏或内容不完整，请让对方重新发送，或用 WPS/Excel 打开后另存为 .xlsx 再导入。"
TOO_LARGE = (
    "内容大得不像一份名单（可能在很远的单元格里有内容），已停止读取。"
    "请把名单复制到新的工作簿后再导入。"
)
_PASSWORD = "文件设有打开密码。请在 WPS/Excel 中取消密码，另存后再导入。"

MergedRange = tuple[int, int, int, int]


class _Refused(Exception):
    """A refusal on its way to the parent: code and sentence."""


def run_if_asked(arguments: list[str]) -> None:
    """For the first line of a frozen program: acts as the child and leaves, when started as one."""
    if arguments[1:2] == [SWITCH]:
        main(arguments[2:])
        sys.exit(0)


def main(arguments: list[str]) -> None:
    """Reads standard input within the sizes given: memory, unpacked bytes, entries, ratio, cells."""
    memory, unpacked, entries, ratio, cells = (int(argument) for argument in arguments[:5])
    cap_own_memory(memory)
    limits = Limits(unpacked_bytes=unpacked, entries=entries, ratio=ratio, cells=cells)
    # A windowed program has no sys.stdin and sys.stdout; the descriptors are there all the same.
    with open(0, "rb", closefd=False) as source, open(1, "wb", closefd=False) as sink:
        for frame in _frames(source, limits):
            write_frame(sink, frame)


def _frames(source: IO[bytes], limits: Limits) -> Iterator[tuple[Any, ...]]:
    try:
        yield "format", _checked_format(source, limits)
        source.seek(0)
        yield from _sheets(source, limits)
        yield ("end",)
    except _Refused as refusal:
        yield "refused", *refusal.args
    except MemoryError:
        yield "refused", "file.too_large", TOO_LARGE
    except BaseException as error:  # calamine's panics are no Exception
        if type(error).__name__ == "PasswordError":
            yield "refused", "file.password", _PASSWORD
        else:
            yield "refused", "file.unreadable", DAMAGED


def _checked_format(source: IO[bytes], limits: Limits) -> str:
    """The format by content, after the checks that cost nothing beside the file's own size."""
    source.seek(0)  # the parent shares the descriptor and has read some of it
    head = source.read(8)
    if head.startswith(_ZIP):
        source.seek(0)
        return _checked_zip(source, limits)
    if head != _OLE:
        raise _Refused("file.unreadable", DAMAGED)
    data = head + source.read()
    if _ENCRYPTED_PACKAGE in data:
        raise _Refused("file.password", _PASSWORD)
    start = data.find(_BIFF8_GLOBALS)
    if start >= 0 and data[start + 20 : start + 22] == _FILEPASS:
        raise _Refused("file.password", _PASSWORD)
    return "xls"


def _checked_zip(source: IO[bytes], limits: Limits) -> str:
    with zipfile.ZipFile(source) as archive:
        infos = archive.infolist()
        unpacked = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos)
        if (
            len(infos) > limits.entries
            or unpacked > limits.unpacked_bytes
            or (unpacked > 32 * MEBIBYTE and unpacked > packed * limits.ratio)
        ):
            raise _Refused("file.too_large", TOO_LARGE)
        for info in infos:
            if info.filename.endswith((".xml", ".rels")):
                with archive.open(info) as part:
                    if b"<!ENTITY" in part.read(4096):
                        raise _Refused("file.unreadable", DAMAGED)
        names = {info.filename for info in infos}
        if "xl/workbook.xml" in names:
            return "xlsm" if "xl/vbaProject.bin" in names else "xlsx"
        if "xl/workbook.bin" in names:
            return "xlsb"
        if "content.xml" in names:
            return "ods"
    raise _Refused(
        "file.unreadable", "这不是表格文件，请选择 .xlsx、.xls、.et、.ods 或 .csv 名单。"
    )


def _sheets(source: IO[bytes], limits: Limits) -> Iterator[tuple[Any, ...]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    cells = 0
    workbook = CalamineWorkbook.from_filelike(source)
    for info in workbook.sheets_metadata:
        if info.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(info.name)
        merged = [(*start, *end) for start, end in (sheet.merged_cell_ranges or ())[:100_000]]
        yield "sheet", info.name, info.visible != SheetVisibleEnum.Visible, merged
        if sheet.start is None:
            continue
        for chunk, count in _chunks(sheet.iter_rows(), sheet.start[1]):
            cells += count
            if cells > limits.cells:
                raise _Refused("file.too_large", TOO_LARGE)
            yield "rows", chunk


def _chunks(source: Iterable[list[Any]], left: int) -> Iterator[tuple[list[list[Any]], int]]:
    """Rows in chunks with their number of cells; blank rows at the end of the sheet are left out.

    Equal texts of one chunk become one object, which keeps frame and memory small: most columns of
    a roster hold one of a dozen words.
    """
    indent = [None] * left
    known: dict[str, str | None] = {"": None}
    chunk: list[list[Any]] = []
    blank: list[Any] = []
    blanks = cells = 0
    for row in source:
        values = [
            known.setdefault(value, value) if type(value) is str else _plain(value) for value in row
        ]
        while values and values[-1] is None:
            values.pop()
        if not values:
            blanks += 1
            continue
        if blanks:
            chunk.extend([blank] * blanks)
            cells += blanks
            blanks = 0
        values = indent + values if left else values
        chunk.append(values)
        cells += len(values)
        if len(chunk) >= CHUNK:
            yield chunk, cells
            chunk, cells, known = [], 0, {"": None}
    yield chunk, cells


def _plain(value: object) -> object:
    """A number as int where that is exact, and only types the parent accepts."""
    if type(value) is float:
        return int(value) if -PRECISE < value < PRECISE and value.is_integer() else value
    if isinstance(value, (int, date, datetime, time)):  # bool is an int
        return value
    if isinstance(value, timedelta):
        return str(value)
    return None if value is None else str(value)
