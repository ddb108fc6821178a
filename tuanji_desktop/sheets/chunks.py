"""Rows on their way from the child to the parent: in chunks, as plain values, equal texts once."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from tuanji_desktop.sheets.refusals import LARGE, Refused

CHUNK: Final = 2_000
LONGEST: Final = 100_000
"""Characters of a cell. Excel holds 32,767, other programs write a little more; what is longer than
this is no cell of a list."""

TOO_LONG: Final = f"有一格里的文字超过 {LONGEST:,} 个字，不像一份名单，已停止读取。请检查是否误把整篇内容粘进了一格。"

PRECISE: Final = 1e15
"""From here on a spreadsheet no longer keeps every digit of a number."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_TEXT_TAKES = 64  # bytes of a text object beside its characters


def chunks(
    source: Iterable[list[Any]], left: int = 0
) -> Iterator[tuple[list[list[Any]], int, int]]:
    """Rows in chunks with their number of cells and the memory they take; blank rows at the end of
    the sheet are left out.

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
            known.setdefault(value, value) if type(value) is str else plain(value) for value in row
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
            yield chunk, cells, _checked(chunk, cells, known)
            chunk, cells, known = [], 0, {"": None}
    yield chunk, cells, _checked(chunk, cells, known)


def plain(value: object) -> object:
    """A number as int where that is exact, and only types the parent accepts."""
    if type(value) is float:
        return int(value) if -PRECISE < value < PRECISE and value.is_integer() else value
    if isinstance(value, (int, date, datetime, time)):  # bool is an int
        return value
    if isinstance(value, timedelta):
        return str(value)
    return None if value is None else str(value)


def _checked(chunk: list[list[Any]], cells: int, known: dict[str, str | None]) -> int:
    """About how many bytes the chunk takes in the parent. Control characters, which no cell can
    hold, are taken out; Refused if a text is too long."""
    if max(map(len, known)) > LONGEST:
        raise Refused(LARGE, TOO_LONG)
    texts = "".join(known)
    if _CONTROL.search(texts):
        for row in chunk:
            row[:] = [_CONTROL.sub("", one) if type(one) is str else one for one in row]
    return 64 * len(chunk) + 8 * cells + _TEXT_TAKES * len(known) + 2 * len(texts)
