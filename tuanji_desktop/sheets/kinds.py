"""What a file is, told by its content alone: names lie, and so do the sizes in a zip directory.

Everything here costs next to nothing beside the size of the file itself; it runs in the child.
"""

import zipfile
from typing import IO, Final

from tuanji_desktop.sheets.limits import MEBIBYTE, Limits
from tuanji_desktop.sheets.refusals import (
    DAMAGED,
    LARGE,
    NO_LIST,
    TOO_LARGE,
    UNREADABLE,
    Refused,
    told_as,
)

ZIP: Final = b"PK"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_GLOBALS = (
    b"\x09\x08\x10\x00\x00\x06\x05\x00",  # Excel 97 and later
    b"\x09\x08\x08\x00\x00\x05\x05\x00",  # Excel 5 and 95
)
_FILEPASS = b"\x2f\x00"
_LOCK_IS_AMONG = 4  # records of the workbook: start, write protection, lock
_ENTITY = b"<!ENTITY"
_SUSPICIOUS = 32 * MEBIBYTE

_BY_HEAD: Final = (
    (b"%PDF", "PDF 文件"),
    (b"{\\rtf", "Word（RTF）文件"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89PNG", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"MZ", "程序文件"),
    (b"\x7fELF", "程序文件"),
    (b"SQLite format 3", "数据库文件"),
)
_BY_PART: Final = (
    ("word/document.xml", "Word 文档"),
    ("ppt/presentation.xml", "演示文稿"),
    ("Index/Document.iwa", "苹果 Numbers/Pages 文件"),
    ("Index.zip", "苹果 Numbers/Pages 文件"),
)
_BY_STREAM: Final = (
    ("WordDocument", "Word 文档"),
    ("PowerPoint Document", "演示文稿"),
    ("__properties_version1.0", "Outlook 邮件"),
    ("VisioDocument", "Visio 图"),
)
_BY_MIMETYPE: Final = (
    (b"application/vnd.oasis.opendocument.text", "文字文档"),
    (b"application/vnd.oasis.opendocument.presentation", "演示文稿"),
)


def kind_of(source: IO[bytes], limits: Limits) -> str:
    """xlsx, xlsm, xlsb, ods, xls, `locked` (a workbook inside an encrypted package or stream) or
    `text`; Refused where it is something else that has a name."""
    source.seek(0)  # the parent shares the descriptor and has read some of it
    head = source.read(16)
    source.seek(0)
    if head.startswith(ZIP):
        return _kind_of_zip(source, limits)
    if head.startswith(OLE[:4]):
        return _kind_of_ole(source)
    for mark, kind in _BY_HEAD:
        if head.startswith(mark) and (b"\x00" in head or len(mark) > 2):
            raise told_as(kind)
    return "text"


def _kind_of_zip(source: IO[bytes], limits: Limits) -> str:
    with zipfile.ZipFile(source) as archive:
        infos = archive.infolist()
        _require_honest_sizes(infos, source.seek(0, 2), limits)
        names = {info.filename for info in infos}
        for part, kind in _BY_PART:
            if part in names:
                raise told_as(kind)
        for info in infos:
            if info.filename.endswith((".xml", ".rels")):
                with archive.open(info) as opened:
                    if _ENTITY in opened.read(4096):
                        raise Refused(UNREADABLE, DAMAGED)
        lower = {name.lower() for name in names}
        if "mimetype" in names and "content.xml" in names:
            mimetype = archive.read("mimetype")[:100]
            for mark, kind in _BY_MIMETYPE:
                if mimetype.startswith(mark):
                    raise told_as(kind)
    if "xl/workbook.bin" in lower:
        return "xlsb"
    if any(name.endswith("workbook.xml") for name in lower) or "[content_types].xml" in lower:
        return "xlsm" if any(name.endswith("vbaproject.bin") for name in lower) else "xlsx"
    if "content.xml" in names:
        return "ods"
    if all(name.lower().endswith((".xls", ".xlsx", ".et", ".csv", "/")) for name in names):
        raise Refused(UNREADABLE, "这是压缩包。请先解压，再导入里面的名单。")
    raise Refused(UNREADABLE, NO_LIST)


def _require_honest_sizes(infos: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    """A bomb is told by its own directory: parts that overlap count each time they are named."""
    unpacked = sum(info.file_size for info in infos)
    if (
        len(infos) > limits.entries
        or unpacked > limits.unpacked_bytes
        or (unpacked > _SUSPICIOUS and unpacked > size * limits.ratio)
    ):
        raise Refused(LARGE, TOO_LARGE)


def _kind_of_ole(source: IO[bytes]) -> str:
    data = source.read()
    if data[:8] != OLE:
        raise Refused(UNREADABLE, DAMAGED)
    if _ENCRYPTED_PACKAGE in data:
        return "locked"
    for mark in _GLOBALS:
        if (start := data.find(mark)) >= 0:
            return "locked" if _has_filepass(data, start) else "xls"
    for stream, kind in _BY_STREAM:
        if stream.encode("utf-16-le") in data:
            raise told_as(kind)
    return "xls"


def _has_filepass(data: bytes, place: int) -> bool:
    """Whether the lock stands among the first records, which lie in one piece."""
    for _ in range(_LOCK_IS_AMONG):
        kind = data[place : place + 2]
        if kind == _FILEPASS:
            return True
        place += 4 + int.from_bytes(data[place + 2 : place + 4], "little")
    return False
