"""The rows of a list below its heading, without totals, notes, signatures and blank lines."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
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
    r"|(?:第\d+页[,，、/／]?)?(?:共\d+页|第\d+页)$"
    r"|(?:示例|样例|例(?=:)|例如|举例|填写示例|填写样例)\d*(?::.*)?$"
    r"|\(?(?:必填|选填|非必填|必填项|选填项|非必填项)\)?$"
    r"|.*\((?:盖章|公章|签章|签字|签名)\):?$"
)
_TOTAL = re.compile(
    r"(?:\D{1,8}|.{1,10}[班级组页校部])(?:人数)?(?:合计|总计|小计|汇总|计数)(?:人数|数)?(?:[:(].*|\d.*)?$"
)
"""A total of something: 三班小计, 男生合计: 23, 三班 汇总. Nobody who has a number of their own is one."""
_BESIDE_SOMEBODY = re.compile(r"第\s*\d|[(（]?(?:非?必|选)填")
"""What a column on the left may say of somebody, too: the page of an archive (第5页), 选填."""
_FOOT_STARTS = frozenset(
    "第合总小共以说备注附填制审复经联统负签单人班辅团支书校日时电年学本全示样例举必选非"
)
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


class Fields:
    """Which cell of a row is which field; one for all rows of a list."""

    __slots__ = ("names", "pick", "places")

    def __init__(self, columns: Mapping[str, int]) -> None:
        self.places, self.names = dict(columns), tuple(columns)
        indexes = tuple(columns.values())
        self.pick: Callable[[list[object]], tuple[object, ...]] = (
            itemgetter(*indexes) if len(indexes) > 1 else lambda row: (row[indexes[0]],)
        )


class Cells(Mapping[str, object]):
    """Field → cell of one row; looked up when asked for, so that a row takes no more room."""

    __slots__ = ("_cells", "_fields")

    def __init__(self, cells: list[object], fields: Fields) -> None:
        self._cells, self._fields = cells, fields

    def __getitem__(self, field: str) -> object:
        return self._cells[self._fields.places[field]]

    def get(self, field: str, default: object = None) -> object:
        place = self._fields.places.get(field)
        return default if place is None else self._cells[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields.names)

    def __len__(self) -> int:
        return len(self._fields.names)


@dataclass(slots=True)
class DataRow:
    """One row of a list; `number` is its row in the sheet (from 1)."""

    number: int
    _cells: list[object]
    fields: Fields
    _meant: list[object] | None = None

    @property
    def picked(self) -> tuple[object, ...]:
        """The cells of the `fields`, as they were read or as the clerk said what they mean (None:
        empty)."""
        return self.fields.pick(self._meant or self._cells)

    @property
    def values(self) -> dict[str, object]:
        """Field → cell, as `picked`. Made anew each time: keep it in a local."""
        return dict(zip(self.fields.names, self.picked, strict=True))

    @property
    def view(self) -> Cells:
        """As `values`, for those who ask for few of them."""
        return Cells(self._meant or self._cells, self.fields)

    @property
    def written(self) -> dict[str, object]:
        """Field → cell as the list has it, whatever it is taken for."""
        return dict(zip(self.fields.names, self.fields.pick(self._cells), strict=True))

    @property
    def reinterpreted(self) -> bool:
        """Whether some cell is taken for something else than it says."""
        return self._meant is not None

    @property
    def cells(self) -> Sequence[object]:
        """All cells as the list has them."""
        return self._cells

    def cell(self, column: int) -> object:
        """The cell of a column (from 0) as the list has it."""
        return self._cells[column] if column < len(self._cells) else None

    def taken_for(self, cells: Mapping[int, object]) -> "DataRow":
        """The same row, some of its cells meaning something else than they say."""
        meant = list(self._cells)
        for column, value in cells.items():
            meant[column] = value
        return DataRow(self.number, self._cells, self.fields, meant)

    def repeating(self, above: "DataRow", columns: Collection[int]) -> "DataRow":
        """The same row with the cells of the row above in some columns, and what these mean."""

        def mixed(mine: Sequence[object], others: Sequence[object]) -> list[object]:
            return [others[at] if at in columns else cell for at, cell in enumerate(mine)]

        cells, meant = mixed(self._cells, above._cells), None
        if self._meant or above._meant:
            meant = mixed(self._meant or self._cells, above._meant or above._cells)
        return DataRow(self.number, cells, self.fields, meant)


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
    fields, indexes = Fields(columns), tuple(columns.values())
    tells = tuple(index for name, index in columns.items() if name in telling) or indexes
    width = max(indexes) + 1
    merged = _rows_with_merged_values(sheet, start, indexes)
    words = frozenset("".join(text.split()) for text in headings)
    banners = _banners(sheet, start, indexes)
    rows: list[DataRow] = []
    foot_seen = False
    for index in range(start, len(sheet.rows)):
        row = sheet.rows[index]
        if not row and index not in merged:
            continue
        first = _first_text(row)
        if is_foot(row, first):
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
        if not _repeats(row, indexes, words):
            rows.append(DataRow(index + 1, row, fields))
            foot_seen = foot_seen and len(row) - row.count(None) <= 1
    return rows


def _first_text(row: Sequence[object]) -> str:
    for value in row:
        if type(value) is str:
            return value
    return ""


def is_foot(row: Sequence[object], first: str | None = None) -> bool:
    """Whether a row adds up, explains or is signed, and is nobody. `first`: its first text, if known."""
    first = _first_text(row) if first is None else first
    if _is_foot(first):
        return not (_BESIDE_SOMEBODY.match(first.strip()) and _has_number(row))
    return _is_total(first, row)


def _is_total(text: str, row: Sequence[object]) -> bool:
    if "计" not in text and "汇" not in text:
        return False
    if _TOTAL.fullmatch("".join(text.split()).translate(_WIDTH)) is None:
        return False
    return not _has_number(row)


def _has_number(row: Sequence[object]) -> bool:
    return any(type(value) is str and len(value) >= _SHORTEST_ID for value in row)


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


def _repeats(row: Sequence[object], indexes: Sequence[int], words: Collection[str]) -> bool:
    said = False
    for index in indexes:
        value = row[index]
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


def moved(
    rows: Sequence[DataRow],
    *,
    first: int,
    fields: Mapping[str, int],
    width: int,
    order: Mapping[int, int] | None = None,
    said: Callable[[int], tuple[int, object] | None] = lambda _number: None,
) -> list[DataRow]:
    """The rows as rows of a list that is made of several: `first` is added to their numbers, `order`
    tells from which of their columns each column of the list comes (None: from its own). `said` gives
    for a new number a column and what is put there, whatever the sheet has."""
    there = Fields(fields)
    made = []
    for row in rows:
        cells = row._cells
        if order is not None:
            from_there = cells
            cells = [None] * width
            for to, at in order.items():
                cells[to] = from_there[at] if at < len(from_there) else None
        elif len(cells) < width:
            cells = cells + [None] * (width - len(cells))
        if (put := said(first + row.number)) is not None:
            cells = list(cells)
            cells[put[0]] = put[1]
        made.append(DataRow(first + row.number, cells, there))
    return made
