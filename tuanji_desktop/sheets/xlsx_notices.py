"""Noticing in .xlsx and .xlsm: the XML of each sheet is looked through once, as a stream of bytes.

No XML parser: it would take longer than the reading itself. A chunk is searched for what it may
hold before any pattern is tried on it, so that an ordinary list costs little more than unpacking.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import IO, Final

from tuanji_desktop.sheets.limits import MEBIBYTE
from tuanji_desktop.sheets.notices import COMMENTS, LINKS, Clock, Enough, SheetNotices

MOST: Final = 192 * MEBIBYTE
"""So many bytes of XML are looked through; only lists far above 100,000 rows have more."""

_CHUNK = 1 * MEBIBYTE
_LONGEST_ROW = 4 * MEBIBYTE
_PREFIX = re.compile(rb"<(\w{1,20}:)?worksheet[\s>]")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^<>]*)")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^<>]*)")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^<>]*)")
_COMMENTS = re.compile(r"xl/(?:comments/)?comments?\d*\.xml")
_AUTHOR = re.compile(rb"<author>([^<]*)</author>|<author/>")
_MOST_COLUMNS = 16_384
_ID_NUMBER = re.compile(rb"t>(\d{17}[\dX])<")
"""As the whole of a text (`<t>`), shared or a cell's own."""


def notices_in(
    source: IO[bytes], names: list[str], clock: Clock, *, numbers: bool = False
) -> Iterator[SheetNotices | str | list[str]]:
    """Of every sheet named, in this order; sentences about the workbook come first.

    With `numbers` also lists of what looks like ID numbers, as they are met: long before the rows
    are read whole, somebody can look up whose they are.
    """
    with zipfile.ZipFile(source) as archive:
        parts = {info.filename.lower().lstrip("/"): info for info in archive.infolist()}
        if any(name.startswith("xl/externallinks/") for name in parts):
            yield LINKS
        if any(_has_comments(archive, info) for info in parts.values()):
            yield COMMENTS
        places = _places(archive, parts)
        if numbers and (texts := parts.get("xl/sharedstrings.xml")) is not None:
            yield from _numbers_of(archive, texts, clock)
        room = MOST
        for name in names:
            noticed = SheetNotices()
            info = parts.get(places.get(name, ""))
            if info is not None:
                room -= info.file_size
                if room < 0:
                    raise Enough
                with archive.open(info) as part:
                    yield from _look(part, noticed, clock, numbers=numbers)
            yield noticed


def _has_comments(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    """Whether a part holds comments, other than those of a list that was sent back."""
    if not _COMMENTS.fullmatch(info.filename.lower().lstrip("/")):
        return False
    from tuanji_desktop.sheets.mark_comments import AUTHOR

    with archive.open(info) as part:
        head = part.read(_CHUNK)
    authors = set(_AUTHOR.findall(head)) - {AUTHOR.encode()}
    return bool(authors) and b"<comment " in head


def _places(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    """Sheet name → part, both as calamine would find them."""
    targets = {}
    if "xl/workbook.xml" not in parts or "xl/_rels/workbook.xml.rels" not in parts:
        return {}
    for found in _RELATION.finditer(archive.read(parts["xl/_rels/workbook.xml.rels"])):
        held = _attributes(found.group(1))
        target = held.get("Target", "").lower()
        full = target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"
        targets[held.get("Id", "")] = full
    places = {}
    for found in _SHEET.finditer(archive.read(parts["xl/workbook.xml"])):
        held = _attributes(found.group(1))
        key = next((held[name] for name in held if name.endswith(":id")), "")
        places[held.get("name", "")] = targets.get(key, "")
    return places


def _attributes(tag: bytes) -> dict[str, str]:
    from html import unescape

    return {
        found.group(1).decode("utf-8", "replace"): unescape(
            (found.group(2) or found.group(3) or b"").decode("utf-8", "replace")
        )
        for found in _ATTRIBUTE.finditer(tag)
    }


class _Patterns:
    """The patterns of one sheet; its tags may all carry a prefix (`<x:row`)."""

    def __init__(self, prefix: bytes) -> None:
        p = re.escape(prefix)
        formula = rb"<%bf\b[^<>]*(?:/>|>[^<]*</%bf>)\s*" % (p, p)
        self.row_start = b"<%brow" % prefix
        self.formula_start = b"<%bf" % prefix
        self.row = re.compile(rb"<%brow\b([^<>]*)" % p)
        self.hidden = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
        self.number = re.compile(rb"""\br\s*=\s*["'](\d{1,7})["']""")
        self.error = re.compile(
            rb"""<%bc\b([^<>]*\bt=["']e["'][^<>]*)>\s*(?:%b)?<%bv>([^<]{1,40})</%bv>"""
            % (p, formula, p, p)
        )
        self.uncalculated = re.compile(
            rb"<%bc\b([^<>]*)>\s*%b(?:<%bv\s*/>|<%bv>\s*</%bv>)?\s*</%bc>"
            % (p, formula, p, p, p, p)
        )
        self.text_result = re.compile(rb"""\bt=["']str["']""")
        self.cell_place = re.compile(rb"""\br=["']([A-Z]{1,3}\d{1,7})["']""")


def _numbers_of(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, clock: Clock
) -> Iterator[list[str]]:
    """Those of the texts that all sheets share; one that is cut between two pieces is missed."""
    with archive.open(info) as part:
        while piece := part.read(_CHUNK):
            clock()
            yield _numbers_in(piece)


def _numbers_in(piece: bytes) -> list[str]:
    return [found.decode() for found in _ID_NUMBER.findall(piece)]


def _look(
    part: IO[bytes], noticed: SheetNotices, clock: Clock, *, numbers: bool
) -> Iterator[list[str]]:
    first = part.read(_CHUNK)
    prefix = found.group(1) or b"" if (found := _PREFIX.search(first)) else b""
    patterns = _Patterns(prefix)
    head = first[: max(first.find(b"<%bsheetData" % prefix), 0)]
    _look_at_columns(head, noticed)
    kept, row, chunk = b"", 0, first
    while chunk:
        clock()
        piece = kept + chunk
        end = piece.rfind(patterns.row_start)
        if end <= 0:
            end = len(piece) if len(piece) > _LONGEST_ROW else 0
        kept = piece[end:]
        if numbers:
            yield _numbers_in(piece[:end])
        row = _look_at_rows(piece[:end], patterns, noticed, row)
        chunk = part.read(_CHUNK)
    if numbers:
        yield _numbers_in(kept)
    _look_at_rows(kept, patterns, noticed, row)
    noticed.filtered = b"filterColumn" in kept


def _look_at_columns(head: bytes, noticed: SheetNotices) -> None:
    for found in _COLUMN.finditer(head):
        held = _attributes(found.group(1))
        if held.get("hidden") in {"1", "true"}:
            first, last = int(held.get("min", "0")), int(held.get("max", "0"))
            noticed.hidden_columns.extend(range(first - 1, min(last, _MOST_COLUMNS)))


def _look_at_rows(piece: bytes, patterns: _Patterns, noticed: SheetNotices, row: int) -> int:
    """Looks at whole rows; `row` is the number of the last one before, and of the last one now."""
    if b"hidden" in piece:
        for found in patterns.row.finditer(piece):
            row = _number(found.group(1), patterns, row)
            if patterns.hidden.search(found.group(1)):
                noticed.hide_rows(row, 1)
    elif (start := piece.rfind(patterns.row_start)) >= 0:
        tag = piece[start : piece.find(b">", start)]
        if patterns.number.search(tag):
            row = _number(tag, patterns, row)
        else:
            row += piece.count(patterns.row_start)
    if b't="e"' in piece or b"t='e'" in piece:
        for found in patterns.error.finditer(piece):
            noticed.errors.append((_place(found.group(1), patterns), _decoded(found.group(2))))
    if patterns.formula_start in piece:
        for found in patterns.uncalculated.finditer(piece):
            if not patterns.text_result.search(found.group(1)):
                noticed.uncalculated.append(_place(found.group(1), patterns))
    return row


def _number(tag: bytes, patterns: _Patterns, before: int) -> int:
    found = patterns.number.search(tag)
    return int(found.group(1)) if found else before + 1


def _place(tag: bytes, patterns: _Patterns) -> str:
    found = patterns.cell_place.search(tag)
    return found.group(1).decode() if found else "某格"


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "replace").strip()
