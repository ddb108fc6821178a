"""Small .xls files made by hand: compound files and the records in them, honest or not."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import md5
from struct import pack

SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_LEAST = 4096  # a smaller stream would lie in another place

BOF, EOF, BOUNDSHEET, FILEPASS = 0x809, 0x0A, 0x85, 0x2F
ROW, COLINFO, LABEL, NUMBER, BOOLERR, FORMULA, FILTERMODE, SUPBOOK, MERGED = (
    *(0x208, 0x7D, 0x204, 0x203, 0x205, 0x06, 0x9B, 0x1AE, 0xE5),
)


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams in its root."""
    body, fat = bytearray(), list[int]()

    def chain(data: bytes) -> int:
        count = -(-len(data) // SECTOR)
        start = 1 + len(fat)
        fat.extend([*range(start + 1, start + count), _END])
        body.extend(data.ljust(count * SECTOR, b"\0"))
        return start

    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    for number, (name, data) in enumerate(streams.items(), 1):
        padded = data.ljust(_LEAST, b"\0")
        follower = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, chain(padded), len(padded), right=follower))
    directory = chain(b"".join(entries))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, directory, 0, 4096, _END, 0, _END, 0
    )
    table = pack("<I", _FAT) + b"".join(pack("<I", one) for one in fat)
    assert len(table) <= SECTOR, "one sector of the allocation table is enough here"
    header += pack("<I", 0) + b"\xff" * 432
    return header + table.ljust(SECTOR, b"\xff") + bytes(body)


def _entry(
    name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE
) -> bytes:
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + pack("<HBBIII", len(text) + 2, kind, 1, _FREE, right, child)
        + bytes(36)
        + pack("<IQ", start, size)
    )


def record(kind: int, body: bytes = b"") -> bytes:
    return pack("<HH", kind, len(body)) + body


def text(value: str) -> bytes:
    return pack("<HB", len(value), 1) + value.encode("utf-16-le")


def label(row: int, column: int, value: str) -> bytes:
    return record(LABEL, pack("<HHH", row, column, 0) + text(value))


def stream(sheets: Mapping[str, Sequence[bytes]], *, before: Iterable[bytes] = ()) -> bytes:
    """The workbook stream: each sheet by name with its records (rows and columns from 0)."""
    start = record(BOF, pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    head = start + b"".join(before)
    names = {name: pack("<B", len(name)) + b"\1" + name.encode("utf-16-le") for name in sheets}
    place = len(head) + sum(4 + 6 + len(name) for name in names.values()) + 4
    parts, listed = [], []
    for name, records in sheets.items():
        data = (
            record(BOF, pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + b"".join(records) + record(EOF)
        )
        listed.append(record(BOUNDSHEET, pack("<IBB", place, 0, 0) + names[name]))
        parts.append(data)
        place += len(data)
    return head + b"".join(listed) + record(EOF) + b"".join(parts)


def xls(sheets: Mapping[str, Sequence[bytes]], *, before: Iterable[bytes] = ()) -> bytes:
    """A whole .xls file."""
    return compound({"Workbook": stream(sheets, before=before)})


def locked_xls(sheets: Mapping[str, Sequence[bytes]], password: str) -> bytes:
    """The same, encrypted as Excel 97 did it (RC4)."""
    from msoffcrypto.method.rc4 import DocumentRC4

    from tuanji_desktop.sheets.locked import encrypted_spans

    def rc4(data: bytes) -> bytes:
        import io

        return bytes(
            DocumentRC4.decrypt(password, salt, io.BytesIO(data), blocksize=1024).getvalue()
        )

    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    proof = rc4(verifier + md5(verifier).digest())
    data = stream(sheets, before=[record(FILEPASS, pack("<HHH", 1, 1, 1) + salt + proof)])
    locked, spans = bytearray(data), list(encrypted_spans(bytearray(data)))
    hidden = rc4(data)
    for first, last, _ in spans:
        locked[first:last] = hidden[first:last]
    return compound({"Workbook": bytes(locked)})
