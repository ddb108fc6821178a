"""The rows of a list below its heading, without totals, notes, signatures and blank lines."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from tuanji_desktop.sheets.reader import Sheet, cell_text

_FOOT = re.compile(
    r"(?:合计|总计|小计|共计|以下空白)(?:人数|数)?(?:[:(].*|\d.*)?$"
    r"|(?:说明|备注|注|附注|填写要求|填表说明|填写说明|注意事项)\d*:"
    r"|(?:制表|审核|填表|填报|复核)人(?:签[字名])?(?:$|[:(])"
    r"|(?:制表|审核|填表|填报|复核|经办|联系|统计|负责|签字)(?:人|日期|时间|单位|电话)(?:签[字名])?[:(]"
    r"|(?:填报)?单位(?:\((?:盖章|公章)\))?:"
    r"|共\d+[人名条行]"
)
_FOOT_STARTS = frozenset("合总小共以说备注附填制审复经联统负签单")
_WIDTH = str.maketrans("：（）０１２３４５６７８９", ":()0123456789")
_LONGEST_VALUE = 18
"""A cell that stands alone in its row and is longer than an ID number is a sentence."""

_MERGED_CELLS = 5_000_000

_Pick = Callable[[list[object]], tuple[object, ...]]


@dataclass(slots=True)
class DataRow:
    """One row of a list; `number` is its row in the sheet (from 1)."""

    number: int
    _cells: list[object]
    _fields: tuple[str, ...]
    _pick: _Pick

    @property
    def values(self) -> dict[str, object]:
        """Field → cell as it was read (None: empty). Made anew each time: keep it in a local."""
        return dict(zip(self._fields, self._pick(self._cells), strict=True))


def data_rows(
    sheet: Sheet, *, start: int, columns: Mapping[str, int], headings: Sequence[str]
) -> list[DataRow]:
    """The rows from index `start` on that say something in one of `columns`.

    `headings` are the texts over these columns: a heading repeated on a later page is no data.
    """
    fields, indexes = tuple(columns), tuple(columns.values())
    width = max(indexes) + 1
    pick: _Pick = itemgetter(*indexes) if len(indexes) > 1 else lambda row: (row[indexes[0]],)
    merged = _rows_with_merged_values(sheet, start, indexes)
    rows: list[DataRow] = []
    foot_seen = False
    for index in range(start, len(sheet.rows)):
        row = sheet.rows[index]
        if not row and index not in merged:
            continue
        first = next((value for value in row if type(value) is str), "")
        if _is_foot(first):
            foot_seen = True
            continue
        if (foot_seen or len(first) > _LONGEST_VALUE) and len(row) - row.count(None) <= 1:
            continue
        row = merged.get(index, row)
        if len(row) < width:
            row = row + [None] * (width - len(row))
        cells = pick(row)
        if _says_something(cells) and not _repeats(cells, headings):
            rows.append(DataRow(index + 1, row, fields, pick))
    return rows


def _is_foot(text: str) -> bool:
    text = text.lstrip()
    if text[:1] not in _FOOT_STARTS:
        return False
    return _FOOT.match("".join(text.split()).translate(_WIDTH)) is not None


def _says_something(cells: tuple[object, ...]) -> bool:
    return any(
        value.strip() if type(value) is str else value is not None  # a blank may hide as a tab
        for value in cells
    )


def _repeats(cells: tuple[object, ...], headings: Sequence[str]) -> bool:
    return all(
        "".join(cell_text(value).split()) == heading
        for value, heading in zip(cells, headings, strict=True)
    )


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
