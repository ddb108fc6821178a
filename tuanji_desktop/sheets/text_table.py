"""Text tables (.csv, .tsv, .txt, the clipboard): which encoding, which separator, then the rows.

Programs of Chinese offices write GB18030 without saying so, Excel writes UTF-16 or UTF-8 with a
mark, and the separator is whatever the sender's system prefers.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from tuanji_desktop.sheets.csv_text import PRIVATE_TO_IDEOGRAPH, without_guard
from tuanji_desktop.sheets.notices import ERRORS, address, some_cells
from tuanji_desktop.sheets.refusals import LARGE, UNREADABLE, Refused, to_be_saved_anew

_SEPARATORS = (",", "\t", ";", "|", "，")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_ONE_IN = 1_000  # characters among which one stray control character may be
_FORMULA_TEXT = re.compile(r'\A="([^"]*)"\Z')
_TOO_NARROW = re.compile(r"#{3,}")
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+\Z")
_BLANKS = {one: re.compile(rf"[ \u3000]{{{len(one)},}}") for one in (" ", "  ")}
"""What separates where nothing else does: blanks, or at least two of them as names may have one."""
_MOST_LINES_ALIKE = 0.8
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BLOCK = 4 << 20
_BLANK: list[object] = []
_BLANK_COSTS = 10  # cells that a blank line counts for: millions of them are no list
_MOST_LINES = 200  # of one cell: a quotation mark without its fellow swallows the lines after it
_MOST_COLUMNS = 16_384
_END = "\ue000end"  # a line of our own behind the last: who swallows it left a quotation open
_HEADS: Final = (
    ("mime-version:", "单个网页文件（.mht）"),
    ("id;p", "SYLK 文件"),
    ("table\n", "DIF 文件"),
    ("table\r\n", "DIF 文件"),
    ("{\\rtf", "Word（RTF）文件"),
)
_MARKUP = re.compile(r"<[a-zA-Z!?/]")
_TOO_LARGE = "内容大得不像一份名单，已停止读取。"
_NO_TEXT = "不是可以读取的表格，或文件已损坏。请选择 .xlsx、.xls、.et、.ods 或 .csv 名单。"
_EMPTY = "里面没有任何内容。"


@dataclass(slots=True)
class TextTable:
    """The rows of a text, one by one: an empty cell is None, a blank line an empty row.

    `told` is complete once all rows were taken.
    """

    text: str
    cells: int
    told: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[list[object]]:
        if _endless_line(self.text):  # the csv module would not stop before its end
            raise Refused(LARGE, _TOO_LARGE)
        _require_table(self.text)
        separator = _separator(self.text)
        if self.text.count(separator) > self.cells:  # sooner said than read
            raise Refused(LARGE, _TOO_LARGE)
        room = self.cells
        number = blanks = 0
        as_cells = _cells_of(self.text)
        failed: list[str] | None = [] if "#" in self.text else None
        for number, record in enumerate(_records(self.text, separator), 1):
            row = as_cells(record)
            if failed is not None:
                _take_errors_out(row, number, failed)
            while row and row[-1] is None:
                row.pop()
            room -= len(row) or _BLANK_COSTS
            if room < 0 or len(row) > _MOST_COLUMNS:
                raise Refused(LARGE, _TOO_LARGE)
            if not row:
                blanks += 1
                continue
            for _ in range(blanks):
                yield _BLANK
            blanks = 0
            yield row
        if number == blanks:
            raise Refused(UNREADABLE, _EMPTY)
        if failed:
            self.told.append(
                f"{some_cells(failed)} 是出错的公式或显示不下的数（###），按空白处理，请核对。"
            )


def _cells_of(text: str) -> Callable[[list[str]], list[object]]:
    """From a record to cells; what no cell of this text needs is not tried on each."""
    unwrap, guarded = '="' in text, "'" in text

    def cells(record: list[str]) -> list[object]:
        if unwrap:
            record = [_FORMULA_TEXT.sub(r"\1", cell) for cell in record]
        if guarded:
            record = [without_guard(cell) for cell in record]
        return [cell or None for cell in record]

    return cells


def decoded(data: bytes) -> tuple[str, str, list[str]]:
    """Encoding, text and what was noticed. Refused where it is no text."""
    furthest = (0, "")
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            furthest = max(furthest, (error.start, encoding))
            continue
        if encoding == "gb18030":
            text = text.translate(PRIVATE_TO_IDEOGRAPH)
        try:
            return encoding, *cleaned(text)
        except Refused:
            break
    raise Refused(UNREADABLE, _where_it_broke(data, *furthest))


def cleaned(text: str) -> tuple[str, list[str]]:
    """The text without the control characters that some programs leave in it, and what is said of
    that. Refused where there are so many that it is no text."""
    text = text.rstrip("\x1a\x00")
    if not (strange := len(_CONTROL.findall(text))):
        return text, []
    if "\x00" in text or strange * _ONE_IN > len(text):
        raise Refused(UNREADABLE, _NO_TEXT)
    return _CONTROL.sub("", text), [f"去掉了 {strange} 个看不见的控制字符。"]


def _where_it_broke(data: bytes, place: int, encoding: str) -> str:
    """A list with a few spoilt bytes is told from what is no text at all."""
    start = data[:place]
    if place < 200 or not encoding or b"\x00" in start or _CONTROL.search(start.decode("latin-1")):
        return _NO_TEXT
    line = start.count(b"\n") + 1
    return f"第 {line} 行有无法识别的字符，文件可能已损坏或被截断。请让对方重新发送。"


def _endless_line(text: str) -> bool:
    """Whether a block of the file has no line end at all: no list has lines of that length."""
    return any(
        text.find("\n", start, start + _BLOCK) < 0 and text.find("\r", start, start + _BLOCK) < 0
        for start in range(0, len(text) - _BLOCK + 1, _BLOCK)
    )


def _require_table(text: str) -> None:
    head = text[:400].lstrip().lower()
    for mark, kind in _HEADS:
        if head.startswith(mark):
            raise to_be_saved_anew(kind)
    if _MARKUP.match(head):
        raise to_be_saved_anew("XML 文件或网页")


def _take_errors_out(row: list[object], number: int, failed: list[str]) -> None:
    for column, cell in enumerate(row):
        if (
            type(cell) is str
            and cell.startswith("#")
            and (cell in ERRORS or _TOO_NARROW.fullmatch(cell))
        ):
            row[column] = None
            failed.append(address(number, column))


def _candidates(data: bytes) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return (encoding,)
    if b"\x00" in data[:4096]:  # ASCII digits and separators in UTF-16 have a zero beside them
        little = data[1:4096:2].count(0) >= data[0:4096:2].count(0)
        return ("utf-16-le" if little else "utf-16-be",)
    return ("utf-8", "gb18030")


def _lines(text: str) -> Iterator[str]:
    for found in _LINE.finditer(text):
        yield found.group()


def _records(text: str, separator: str) -> Iterator[list[str]]:
    if blanks := _BLANKS.get(separator):
        for line in _lines(text):
            stripped = line.strip()
            yield blanks.split(stripped) if stripped else []
        return
    yield from _quoted_records(text, separator)


def _quoted_records(text: str, separator: str) -> Iterator[list[str]]:
    def lines() -> Iterator[str]:
        yield from _lines(text)
        yield _END

    reader = csv.reader(lines(), delimiter=separator)
    number = before = 0
    last = False
    try:
        for record in reader:
            number += 1
            last = record == [_END]
            if last:
                break
            if reader.line_num - before > _MOST_LINES:
                break
            before = reader.line_num
            yield record
    except csv.Error:
        number += 1
    if not last:
        raise Refused(
            UNREADABLE,
            f"第 {number} 行附近有一个引号没有配对，后面的内容分不清是哪一格。"
            "请在原文件里改正引号，或用 WPS/Excel 打开后另存为 .xlsx 再导入。",
        )


def _separator(text: str) -> str:
    """The separator that cuts the first fifty lines into most columns most evenly; blanks only
    where nothing else does and every line has as many, or most have below a title.

    One under which a quoted cell goes on behind its closing quote is none: a semicolon in a remark
    does not cut a list of commas."""
    head = text[:65_536]

    def evenness(separator: str) -> float:
        widths: Counter[int] = Counter()
        try:
            for record in _first_fifty(
                csv.reader(io.StringIO(head, newline=""), delimiter=separator, strict=True)
            ):
                if record:
                    widths[len(record)] += 1
        except csv.Error as error:
            if "end of data" not in str(error):  # that is where the piece looked at was cut off
                return -1.0
        width, lines = widths.most_common(1)[0] if widths else (1, 1)
        return (width - 1) * lines / (widths.total() or 1)

    best = max(_SEPARATORS, key=evenness)
    if evenness(best) > 0:
        return best
    shares = {one: _alike_by_blanks(head, one) for one in _BLANKS}
    if shares[" "] == 1:
        return " "
    return next((one for one in ("  ", " ") if shares[one] >= _MOST_LINES_ALIKE), best)


def _first_fifty(records: Iterable[list[str]]) -> Iterator[list[str]]:
    for _, record in zip(range(50), records, strict=False):
        yield record


def _alike_by_blanks(head: str, blanks: str) -> float:
    """The share of lines that blanks cut into as many cells, and into more than one. Two words
    without a figure in most lines are names: 张 三, 李 四, and 王小明 between them."""
    lines = list(filter(None, map(str.strip, head.splitlines()[:50])))
    widths = Counter(len(_BLANKS[blanks].split(line)) for line in lines)
    width, alike = widths.most_common(1)[0] if widths else (1, 1)
    figures = sum(any(map(str.isdigit, line)) for line in lines)
    if width == 2 and alike < len(lines) and 2 * figures <= len(lines):
        return 0.0
    return alike / len(lines) if width > 1 and alike > 1 else 0.0
