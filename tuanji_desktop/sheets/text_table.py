"""Text tables (.csv, .tsv, .txt): which encoding, which separator, and then the rows.

Programs of Chinese offices write GB18030 without saying so, Excel writes UTF-16 or UTF-8 with a
mark, and the separator is whatever the sender's system prefers.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable

from tuanji_desktop.core.progress import Cancelled

_SEPARATORS = (",", "\t", ";", "|")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_FORMULA_TEXT = re.compile(r'="([^"]*)"')
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BLOCK = 4 << 20
_BLANK: list[object] = []
_BLANK_COSTS = 10  # cells that a blank line counts for: millions of them are no list
_TOO_LARGE = "内容大得不像一份名单，已停止读取。"
_SINCE_2005 = str.maketrans(
    # Python's GB18030 is that of 2000: these ideographs, some of them in names, got their place in
    # Unicode later and would come out as private characters that no font shows.
    dict(
        zip(
            "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864\ue816\ue817\ue818\ue831\ue83b\ue855",
            "\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb"
            "\U00020087\U00020089\U000200cc\U000215d7\U0002298f\U000241fe",
            strict=True,
        )
    )
)


class TextRefused(Exception):
    """Not a text table; the arguments are a `file.*` code and a Chinese sentence."""


def read_text(
    data: bytes, *, cells: int, cancelled: Callable[[], bool]
) -> tuple[str, list[list[object]]]:
    """Encoding and rows; an empty cell is None, a blank line an empty row."""
    if _endless_line(data):  # the csv module would not stop before its end
        raise TextRefused("file.too_large", _TOO_LARGE)
    encoding, text = _decode(data)
    if text.lstrip()[:200].lower().startswith(("<!doctype html", "<html", "<?xml", "<table")):
        raise TextRefused(
            "file.unreadable",
            "这其实是网页，不是表格。请用 WPS/Excel 打开后另存为 .xlsx 再导入。",
        )
    rows: list[list[object]] = []
    count = 0
    unwrap = '="' in text
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)):
            if unwrap:
                record = [_FORMULA_TEXT.sub(r"\1", cell) for cell in record]  # noqa: PLW2901
            row: list[object] = [cell or None for cell in record]
            while row and row[-1] is None:
                row.pop()
            rows.append(row or _BLANK)
            count += len(row) or _BLANK_COSTS
            if count > cells:
                raise TextRefused("file.too_large", _TOO_LARGE)
            if len(rows) % 1000 == 0 and cancelled():
                raise Cancelled
    except csv.Error:
        raise TextRefused(
            "file.unreadable", f"第 {len(rows) + 1} 行附近的引号或换行不成对，无法按表格读取。"
        ) from None
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        raise TextRefused("file.unreadable", "文件里没有任何内容。")
    return encoding, rows


def _endless_line(data: bytes) -> bool:
    """Whether a block of the file has no line end at all: no list has lines of that length."""
    return any(
        data.find(b"\n", start, start + _BLOCK) < 0 and data.find(b"\r", start, start + _BLOCK) < 0
        for start in range(0, len(data) - _BLOCK + 1, _BLOCK)
    )


def _decode(data: bytes) -> tuple[str, str]:
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        text = text.rstrip("\x1a\x00")
        if _CONTROL.search(text):
            continue
        return encoding, text.translate(_SINCE_2005) if encoding == "gb18030" else text
    raise TextRefused(
        "file.unreadable",
        "不是可以读取的表格，或文件已损坏。请选择 .xlsx、.xls、.et、.ods 或 .csv 名单。",
    )


def _candidates(data: bytes) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return (encoding,)
    if b"\x00" in data[:4096]:  # ASCII digits and separators in UTF-16 have a zero beside them
        little = data[1:4096:2].count(0) >= data[0:4096:2].count(0)
        return ("utf-16-le" if little else "utf-16-be",)
    return ("utf-8", "gb18030")


def _separator(text: str) -> str:
    """The separator that cuts the first fifty lines into most columns most evenly."""

    def evenness(separator: str) -> float:
        head = io.StringIO(text[:65536], newline="")
        widths: Counter[int] = Counter()
        try:
            for number, record in enumerate(csv.reader(head, delimiter=separator)):
                if number == 50:
                    break
                if record:
                    widths[len(record)] += 1
        except csv.Error:
            return 0.0
        width, lines = widths.most_common(1)[0] if widths else (1, 1)
        return (width - 1) * lines / (widths.total() or 1)

    return max(_SEPARATORS, key=evenness)
