"""The bytes of a PDF file: the objects of reportlab's document, packed.

reportlab writes every object in the clear and ends a stream without a line break. Here all that
is not a stream goes into one compressed object stream (PDF 1.5): a page of a form then costs what
is on it, and a thousand rows stay small enough for the mail of a school.
"""

import hashlib
import zlib
from typing import Any

_HEAD = b"%PDF-1.6\n%\xe5\x9b\xa2\xe7\xb1\x8d\n"
"""The comment of high bytes tells transfer programs that the file is no text."""
_FREE, _PLAIN, _PACKED = 0, 1, 2
_WIDTHS = (1, 4, 2)


def file_bytes(document: Any) -> bytes:
    """The file of a reportlab document whose pages are drawn; equal documents, equal bytes.

    The identifier in its trailer is the hash of what stands before it: neither clock nor path.
    """
    from reportlab.pdfbase.pdfdoc import PDFStream
    from reportlab.pdfbase.pdfdoc import format as formatted

    for font in document.delayedFonts:
        font.addObjects(document)
    document.Catalog.Outlines = None
    root, info = (
        formatted(document.Reference(one), document).decode()
        for one in (document.Catalog, document.info)
    )
    file = bytearray(_HEAD)
    entries = [(_FREE, 0, 65535)]
    packed: list[tuple[int, bytes]] = []
    while (number := len(entries)) in document.numberToId:  # formatting may add objects
        content = document.idToObject[document.numberToId[number]]
        text = formatted(content, document, toplevel=1)
        if isinstance(content, PDFStream):
            entries.append((_PLAIN, len(file), 0))
            file += b"%d 0 obj\n%s\nendstream\nendobj\n" % (
                number,
                text.removesuffix(b"endstream\n"),
            )
        else:
            entries.append((_PACKED, 0, len(packed)))
            packed.append((number, text.strip()))
    holder = len(entries)
    entries = [(kind, holder if kind == _PACKED else at, rest) for kind, at, rest in entries]
    entries += [(_PLAIN, len(file), 0)]
    file += _stream(holder, *_pack(packed))
    digest = hashlib.md5(file, usedforsecurity=False).hexdigest()
    start = len(file)
    entries += [(_PLAIN, start, 0)]
    table = b"".join(
        value.to_bytes(width)
        for entry in entries
        for value, width in zip(entry, _WIDTHS, strict=True)
    )
    about = (
        f"/Type /XRef /Size {len(entries)} /W [{' '.join(map(str, _WIDTHS))}] "
        f"/Root {root} /Info {info} /ID [<{digest}> <{digest}>]"
    )
    file += _stream(holder + 1, about, table)
    return bytes(file) + b"startxref\n%d\n%%%%EOF\n" % start


def _pack(objects: list[tuple[int, bytes]]) -> tuple[str, bytes]:
    """Objects one after the other, and before them where each begins."""
    places, at = [], 0
    for number, text in objects:
        places.append(f"{number} {at}")
        at += len(text) + 1
    index = (" ".join(places) + "\n").encode()
    about = f"/Type /ObjStm /N {len(objects)} /First {len(index)}"
    return about, index + b"\n".join(text for _, text in objects)


def _stream(number: int, about: str, content: bytes) -> bytes:
    data = zlib.compress(content, 9)
    head = f"{number} 0 obj\n<< {about} /Filter /FlateDecode /Length {len(data)} >>\nstream\n"
    return head.encode() + data + b"\nendstream\nendobj\n"
