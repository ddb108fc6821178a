"""Opening a workbook that has a password, inside the child: nothing decrypted touches the disk."""

import io
from collections.abc import Iterator
from struct import Struct
from typing import IO, Any, Final

from tuanji_desktop.sheets.refusals import (
    LOCKED,
    NEEDS_PASSWORD,
    PASSWORD_IS_WRONG,
    UNKNOWN_LOCK,
    UNREADABLE,
    WRONG_PASSWORD,
    Refused,
)

OPENS_BY_ITSELF: Final = "VelvetSweatshop"
"""Excel encrypts a workbook whose structure is protected with this and opens it unasked."""

_LONGEST = 255  # characters of a password in Excel
_LONGEST_OF_OLD = 15  # in the weakest lock of .xls
_HEAD: Final = Struct("<HH")
_FILEPASS, _BOUNDSHEET = 0x2F, 0x85
_NEVER_ENCRYPTED: Final = frozenset({0x809, _FILEPASS, 0x194, 0x195, 0xE1, 0x196, 0x138})


def unlocked(source: IO[bytes], password: str | None) -> io.BytesIO:
    """The plain workbook. Refused: `file.password`, `file.wrong_password`, or a lock not known."""
    for word in filter(None, (password, OPENS_BY_ITSELF)):
        if (plain := _opened_with(source, word[:_LONGEST])) is not None:
            return plain
    if password:
        raise Refused(WRONG_PASSWORD, PASSWORD_IS_WRONG)
    raise Refused(LOCKED, NEEDS_PASSWORD)


def _opened_with(source: IO[bytes], password: str) -> io.BytesIO | None:
    """None where the password is wrong."""
    import msoffcrypto
    from msoffcrypto import exceptions

    try:
        file: Any = msoffcrypto.OfficeFile(source)
        if file.format == "xls97":
            return _opened_xls(source, file, password)
        if file.format != "ooxml":
            raise Refused(UNREADABLE, UNKNOWN_LOCK)
        plain = io.BytesIO()
        file.load_key(password=password, verify_password=True)
        file.decrypt(plain)
    except exceptions.InvalidKeyError:
        return None
    except (exceptions.DecryptionError, exceptions.FileFormatError, exceptions.ParseError):
        raise Refused(UNREADABLE, UNKNOWN_LOCK) from None
    plain.seek(0)
    return plain


def _opened_xls(source: IO[bytes], file: Any, password: str) -> io.BytesIO | None:
    """Not the library's own way, which needs a temporary file, eight bytes of memory for each byte
    of the list, and a stream that ends with a whole record."""
    import olefile
    from msoffcrypto.method.rc4 import DocumentRC4
    from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI
    from msoffcrypto.method.xor_obfuscation import DocumentXOR

    try:
        file.load_key(password=password)
    except (ValueError, IndexError):  # a letter or a length that this lock cannot hold
        return None
    file.data.workbook.seek(0)
    stream = bytearray(file.data.workbook.read())
    spans = list(encrypted_spans(stream))
    locked = io.BytesIO(stream)
    if file.type == "rc4":
        opened = DocumentRC4.decrypt(file.key, file.salt, locked, blocksize=1024)
    elif file.type == "rc4_cryptoapi":
        opened = DocumentRC4CryptoAPI.decrypt(
            file.key, file.salt, file.keySize, locked, blocksize=1024
        )
    elif len(password) > _LONGEST_OF_OLD:
        return None
    else:
        marks = [0] * len(stream)
        for start, end, of_sheet in spans:
            marks[start:end] = [-2 if of_sheet else -1] * (end - start)
        opened = DocumentXOR.decrypt(file.key, locked, marks, [], 10)
    plain = opened.getvalue()
    for start, end, _ in spans:
        stream[start:end] = plain[start:end]
    source.seek(0)
    copy = io.BytesIO(source.read())
    olefile.OleFileIO(copy, write_mode=True).write_stream("Workbook", bytes(stream))
    copy.seek(0)
    return copy


def encrypted_spans(stream: bytearray) -> Iterator[tuple[int, int, bool]]:
    """Start and end of what is encrypted, and whether it is the record that names a sheet. The
    record of the lock itself becomes one without meaning."""
    place = 0
    while place + 4 <= len(stream):
        kind, size = _HEAD.unpack_from(stream, place)
        body, end = place + 4, min(place + 4 + size, len(stream))
        if kind == _FILEPASS:
            stream[place:body] = _HEAD.pack(0, size)
        elif kind == _BOUNDSHEET:
            yield min(body + 4, end), end, True
        elif kind not in _NEVER_ENCRYPTED and size:
            yield body, end, False
        place = body + size
