"""The rows of a list below its heading, without totals, notes, signatures and blank lines."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from tuanji_desktop.sheets.reader import Sheet, cell_text

_FOOT = re.compile(
    r"(?:人数)?(?:合计|总计|小计|共计|以下空白)(?:人数|数)?(?:[:(].*|\d.*)?$"
    r"|(?:说明|备注|注|附注|填写要求|填表说明|填写说明|注意事项)\d*:"
    r"|(?:说明|备注|附注|填写要求|填表说明|填写说明|注意事项)$"
    r"|(?:制表|审核|填表|填报|复核)人(?:签[字名])?(?:$|[:(])"
    r"|(?:制表|审核|填表|填报|复核|经办|联系|统计|负责|签字)(?:人|日期|时间|单位|电话)(?:签[字名])?[:(]"
    r"|(?:填报)?单位(?:\((?:盖章|公章)\))?:"
    r"|(?:班主任|辅导员|团支书|(?:团委|团支部|支部)?书记|校长|日期|时间|电话|制表|填表|审核)"
    r"(?:签[字名])?:"
    r"|(?:[本全](?:班|校|级|年级|支部|表|页))?(?:总人数:?|共(?:计|有)?)\d+[人名条行]?"
    r"|.*\((?:盖章|公章|签章|签字|签名)\):?$"
)
_TOTAL = re.compile(
    r"(?:\D{1,8}|.{1,10}[班级组页校部])(?:人数)?(?:合计|总计|小计)(?:人数|数)?(?:[:(].*|\d.*)?$"
)
"""A total of something: 三班小计, 男生合计: 23. Nobody who has a number of their own is one."""
_FOOT_STARTS = frozenset("合总小共以说备注附填制审复经联统负签单人班辅团支书校日时电年学本全")
_FOOT_ENDS = frozenset(")）:：")
_SECTION = re.compile(
    r"[\d一二三四五六七八九十].*(?:班|级|届|组)|(?:支部|总支|中学|学校|学院|专业)(?:\(.*\))?$|\d+人"
)
"""What a line that only names the class of the persons below it says."""

_WIDTH = str.maketrans("：（）０１２３４５６７８９", ":()0123456789")
_LONGEST_VALUE = 18
"""A cell that stands alone in its row and is longer than an ID number is a sentence."""

_SHORTEST_ID = 15
_MERGED_CELLS = 5_000_000

_Pick = Callable[[list[object]], tuple[object, ...]]


@dataclass(slots=True)
class DataRow:
    """One row of a list; `number` is its row in the sheet (from 1)."""

    number: int
    _cells: list[object]
    _fields: tuple[str, ...]
    _pick: _Pick
    _meant: list[object] | None = None

    @property
    def values(self) -> dict[str, object]:
        """Field → cell, as it was read or as the clerk said what it means (None: empty). Made anew
        each time: keep it in a local."""
        return dict(zip(self._fields, self._pick(self._meant or self._cells), strict=True))

    @property
    def written(self) -> dict[str, object]:
        """Field → cell as the list has it, whatever it is taken for."""
        return dict(zip(self._fields, self._pick(self._cells), strict=True))

    @property
    def reinterpreted(self) -> bool:
        """Whether some cell is taken for something else than it says."""
        return self._meant is not None

    def cell(self, column: int) -> object:
        """The cell of a column (from 0) as the list has it."""
        return self._cells[column] if column < len(self._cells) else None

    def taken_for(self, cells: Mapping[int, object]) -> "DataRow":
        """The same row, some of its cells meaning something else than they say."""
        meant = list(self._cells)
        for column, value in cells.items():
            meant[column] = value
        return DataRow(self.number, self._cells, self._fields, self._pick, meant)


def data_rows(
    sheet: Sheet,
    *,
    start: int,
    columns: Mapping[str, int],
    headings: Collection[str],
    telling: Collection[str] = (),
) -> list[DataRow]:
    """The rows from index `start` on that are somebody.

    `headings` are all texts of the heading: a row of these alone, as every page repeats it, is no data.
    A row needs a value of its own in a column of a `telling` field, or in two others: a class
    filled in beforehand, or merged over more lines than there are persons, is nobody yet.
    """
    fields, indexes = tuple(columns), tuple(columns.values())
    tells = tuple(index for name, index in columns.items() if name in telling) or indexes
    width = max(indexes) + 1
    pick: _Pick = itemgetter(*indexes) if len(indexes) > 1 else lambda row: (row[indexes[0]],)
    merged = _rows_with_merged_values(sheet, start, indexes)
    words = frozenset("".join(text.split()) for text in headings)
    banners = _banners(sheet, start, indexes)
    rows: list[DataRow] = []
    foot_seen = False
    for index in range(start, len(sheet.rows)):
        row = sheet.rows[index]
        if not row and index not in merged:
            continue
        first = next((value for value in row if type(value) is str), "")
        if _is_foot(first) or ("计" in first and _is_total(first, row)):
            foot_seen = True
            continue
        if len(row) - row.count(None) <= 1 and (
            foot_seen or len(first) > _LONGEST_VALUE or index in banners or _is_section(first)
        ):
            continue
        if len(row) < width:
            row = row + [None] * (width - len(row))
        if not _is_somebody(row, tells, indexes):
            continue
        row = merged.get(index, row)
        if len(row) < width:
            row = row + [None] * (width - len(row))
        if not _repeats(pick(row), words):
            rows.append(DataRow(index + 1, row, fields, pick))
            foot_seen = foot_seen and len(row) - row.count(None) <= 1
    return rows


def is_foot(row: Sequence[object]) -> bool:
    """Whether a row adds up, explains or is signed, and is nobody."""
    first = next((value for value in row if type(value) is str), "")
    return _is_foot(first) or ("计" in first and _is_total(first, row))


def _is_total(text: str, row: Sequence[object]) -> bool:
    bare = "".join(text.split()).translate(_WIDTH)
    if _TOTAL.fullmatch(bare) is None:
        return False
    return not any(type(value) is str and len(value) >= _SHORTEST_ID for value in row)


def _is_foot(text: str) -> bool:
    text = text.strip()
    if text[:1] not in _FOOT_STARTS and text[-1:] not in _FOOT_ENDS:
        return False
    return _FOOT.match("".join(text.split()).translate(_WIDTH)) is not None


def _is_section(text: str) -> bool:
    return not text.isascii() and _SECTION.search(text.strip().translate(_WIDTH)) is not None


def _is_somebody(row: list[object], tells: tuple[int, ...], indexes: tuple[int, ...]) -> bool:
    for index in tells:
        if _says_something(row[index]):
            return True
    return sum(_says_something(row[index]) for index in indexes) > 1


def _says_something(value: object) -> bool:
    return bool(value.strip()) if type(value) is str else value is not None  # a tab may hide there


def _banners(sheet: Sheet, start: int, indexes: Sequence[int]) -> set[int]:
    """Rows with one cell drawn across several of our columns: a title between the persons."""
    return {
        top
        for top, left, _bottom, right in sheet.merged
        if start <= top < len(sheet.rows)
        and any(value is not None for value in sheet.rows[top][left : left + 1])
        and sum(left <= index <= right for index in indexes) > 1
    }


def _repeats(cells: Sequence[object], words: Collection[str]) -> bool:
    said = False
    for value in cells:
        if value is None or value == "":
            continue
        if "".join(cell_text(value).split()) not in words:
            return False
        said = True
    return said


def _rows_with_merged_values(
    sheet: Sheet, start: int, indexes: Sequence[int]
) -> dict[int, list[object]]:
    """Copies of the rows that share a value merged downwards (one class over forty names)."""
    rows: dict[int, list[object]] = {}
    filled = 0
    for top, left, bottom, right in sheet.merged:
        bottom = min(bottom, len(sheet.rows) - 1)  # noqa: PLW2901
        if left != right or left not in indexes or top < start or bottom <= top:
            continue
        filled += bottom - top
        if filled > _MERGED_CELLS:  # overlapping ranges: nobody's list
            break
        source = sheet.rows[top]
        value = source[left] if left < len(source) else None
        for index in range(top + 1, bottom + 1):
            row = rows.get(index)
            if row is None:
                row = rows[index] = list(sheet.rows[index])
            row.extend([None] * (left + 1 - len(row)))
            row[left] = value
    return rows
