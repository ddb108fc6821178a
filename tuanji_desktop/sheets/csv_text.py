"""Lists as .csv: UTF-8 with its mark, or GB18030, and no cell that a spreadsheet would calculate.

A cell that begins like a formula gets an apostrophe before it (`guarded`), and one that begins with
apostrophes and then like a formula another one; our reader takes exactly one away
(`without_guard`), so that what was written comes back as it was. Excel, WPS and LibreOffice show
the apostrophe and calculate nothing. A tab, which hides better, would cut the cell in two where
a program takes tabs for separators.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from tuanji_desktop.sheets.column import Column, Row, Written

ENCODINGS = {"utf-8-bom": "utf-8-sig", "gb18030": "gb18030"}
"""What the formats are called outside, and Python's codecs."""

_GUARD = "'"
_NEEDS_GUARD = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_STARTS = frozenset("'=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_SPECIAL = re.compile('[",;|，\t\r\n]')
"""Not only the comma: some program takes each of these for a separator unless it is quoted."""
_NOT_IN_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_SINCE_2005 = dict(
    zip(
        "\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb"
        "\U00020087\U00020089\U000200cc\U000215d7\U0002298f\U000241fe",
        "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864\ue816\ue817\ue818\ue831\ue83b\ue855",
        strict=True,
    )
)
"""Ideographs and where the GB18030 of 2000, which is Python's, keeps them."""
PRIVATE_TO_IDEOGRAPH = str.maketrans({code: char for char, code in _SINCE_2005.items()})
_IDEOGRAPH_TO_PRIVATE = str.maketrans(_SINCE_2005)
_PRIVATE = re.compile(f"[{''.join(_SINCE_2005.values())}]")
_NAMED = 12
_BLOCK = 500


def guarded(cell: str) -> str:
    """The cell as a .csv may hold it: with an apostrophe where a program would calculate it."""
    return _GUARD + cell if cell[:1] in _STARTS and _NEEDS_GUARD.match(cell) else cell


def without_guard(cell: str) -> str:
    """The cell that `guarded` was given."""
    return cell[1:] if cell[:1] == _GUARD and _NEEDS_GUARD.match(cell) else cell


def write_csv(
    path: Path,
    *,
    columns: Sequence[Column],
    rows: Iterable[Row],
    title: str = "",
    encoding: str = "utf-8-bom",
) -> Written:
    """Writes the list; `encoding` is a key of `ENCODINGS`."""
    numbers = frozenset(place for place, column in enumerate(columns) if column.number)
    head = [[title]] if title else []
    head.append([column.label for column in columns])
    lines = _Lines(numbers)
    count = -len(head)
    with path.open("xb") as file:
        bytes_of = _Utf8() if encoding == "utf-8-bom" else _Gb18030()
        block: list[str] = []
        for row in chain(head, rows):
            block.append(lines.line(row))
            count += 1
            if len(block) == _BLOCK:
                file.write(bytes_of("".join(block)))
                block.clear()
        file.write(bytes_of("".join(block)))
    return Written(count, (*lines.told(), *bytes_of.told()))


class _Lines:
    """Rows to lines; counts the cells out of which control characters had to be taken."""

    def __init__(self, numbers: frozenset[int]) -> None:
        self._numbers = numbers
        self._cleaned = 0

    def line(self, row: Row) -> str:
        cells = [value or "" for value in row]
        if _STARTS.intersection([cell[:1] for cell in cells]):
            cells = [
                cell if place in self._numbers and _NUMBER.fullmatch(cell) else guarded(cell)
                for place, cell in enumerate(cells)
            ]
        line = ",".join(cells)
        plain = line.count(",") == len(cells) - 1 and not _SPECIAL.search(line.replace(",", ""))
        if plain and not _NOT_IN_TEXT.search(line):
            return f"{line}\r\n" if line or len(cells) > 1 else '""\r\n'
        quoted = (self._clean(cell).replace('"', '""') for cell in cells)
        return '"' + '","'.join(quoted) + '"\r\n'

    def _clean(self, cell: str) -> str:
        text = _NOT_IN_TEXT.sub("", cell)
        self._cleaned += text != cell
        return text

    def told(self) -> tuple[str, ...]:
        if not self._cleaned:
            return ()
        return (f"{self._cleaned} 格里有看不见的控制字符，写入时已去掉。",)


class _Utf8:
    """Text to bytes, the mark in front that Excel knows the encoding by."""

    def __init__(self) -> None:
        self._codec = "utf-8-sig"

    def __call__(self, text: str) -> bytes:
        codec, self._codec = self._codec, "utf-8"
        return text.encode(codec, errors="replace")

    def told(self) -> tuple[str, ...]:
        return ()


class _Gb18030:
    """Text to bytes; remembers characters that the file holds and Excel does not show."""

    def __init__(self) -> None:
        self._unseen: dict[str, None] = {}
        self._private: dict[str, None] = {}

    def __call__(self, text: str) -> bytes:
        try:
            return text.encode("gbk")
        except UnicodeEncodeError:
            pass
        for character in dict.fromkeys(text):
            if not _in_gbk(character):
                which = self._private if _PRIVATE.match(character) else self._unseen
                which[character] = None
        return text.translate(_IDEOGRAPH_TO_PRIVATE).encode("gb18030", errors="replace")

    def told(self) -> tuple[str, ...]:
        found = []
        if self._unseen:
            found.append(
                f"有 {len(self._unseen)} 个生僻字（{_some(self._unseen)}）GB18030 文件里完整保存着，"
                "但 Excel 直接打开会显示成乱码。要在 Excel 里看，请导出为 .xlsx。"
            )
        if self._private:
            codes = _some(f"U+{ord(one):04X}" for one in self._private)
            found.append(
                f"有 {len(self._private)} 个旧编码的自造字（{codes}），"
                "按 GB18030 读回时会成为正式编码的同一个字。"
            )
        return tuple(found)


def _in_gbk(character: str) -> bool:
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def _some(words: Iterable[str]) -> str:
    found = list(words)
    return "、".join(found[:_NAMED]) + ("……" if len(found) > _NAMED else "")
