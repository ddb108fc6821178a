"""Finding the table in a sheet: which rows are the heading, which column is which field.

    find_table(sheet, …)  -> Table | None
    pick_sheet(workbook, …) -> Table          FileRefused: file.no_heading, file.no_sheet

What a heading means is not known here: the caller brings the aliases of its list (domain.md §10).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from types import MappingProxyType

from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.sheets.data_rows import DataRow, data_rows
from tuanji_desktop.sheets.reader import Sheet, Workbook, cell_text

__all__ = [
    "FAILURE_HEADING",
    "DataRow",
    "Headings",
    "Table",
    "address",
    "column_index",
    "column_letter",
    "column_name",
    "find_table",
    "likely_headings",
    "normalised",
    "pick_sheet",
]

FAILURE_HEADING = "失败原因"
"""The column that the return workbook adds; a list that comes back with it is read without it."""

SERIAL = "serial"
"""A field of this name, like the headings below, only numbers the lines and is no column."""

_SERIAL_HEADINGS = frozenset({"序号", "编号", "序", "NO", "NO.", "行号", "项次"})
_OWNERS = re.compile(r"^(?:毕业生|学生|团员|本人|个人|申请人)+")
_STRANGERS = re.compile(r"家长|监护人|父亲|母亲|父母|亲属|介绍人|紧急联系")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_ORNAMENT = re.compile(r"[\s★☆*＊※#:：;；。、]+")
_NO_FIELD = ""
_TITLE_ROWS = 10
_HEADING_ROWS = 3
_WIDEST = 1_000
_LONGEST_HEADING = 40
_LONGEST_GROUP = 16


@dataclass(frozen=True, slots=True)
class Headings:
    """What the headings of one kind of list mean.

    `aliases`: field → headings, the most telling first. `not_headings`: look like a field, are
    none. `required`: fields without which it is no such list. `neighbours`: of two columns with
    the same heading, the one right of field A that would be B is C – {(A, B): C}. `telling`:
    fields that make a row somebody by themselves; by default each field does.
    """

    aliases: Mapping[str, Sequence[str]]
    not_headings: Collection[str] = ()
    required: Collection[str] = ("name",)
    neighbours: Mapping[tuple[str, str], str] = field(default_factory=dict)
    telling: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A list found in a sheet. Row numbers are those of the sheet (from 1), columns count from 0.

    `headings` are all headed columns as the clerk sees them, `unmapped` the texts of those that no
    field took (numbering and 失败原因 left out).
    """

    sheet_name: str
    heading_rows: tuple[int, ...]
    columns: Mapping[str, int]
    headings: Mapping[int, str]
    unmapped: tuple[str, ...]
    rows: list[DataRow]

    def letters(self) -> dict[str, str]:
        """Field → column letter, in the order of the columns."""
        return {field: column_letter(index) for field, index in self.columns.items()}


def column_letter(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_name(index: int) -> str:
    """How a choice names one column whatever stands above it: 3 → D列."""
    return f"{column_letter(index)}列"


def likely_headings(sheet: Sheet) -> dict[int, str]:
    """What a clerk would point at in a sheet where no heading was found: its fullest upper row."""
    rows = [[cell_text(value).strip() for value in row] for row in sheet.rows[: _TITLE_ROWS * 2]]
    texts = [
        {place: text for place, text in enumerate(row) if text and len(text) <= _LONGEST_HEADING}
        for row in rows
    ]
    return max(texts, key=len, default={})


def address(row: int, column: int) -> str:
    """The cell's address: sheet row from 1, column from 0 → D7."""
    return f"{column_letter(column)}{row}"


@lru_cache(maxsize=4096)
def normalised(heading: str) -> str:
    """A heading without what does not tell: width, spaces, line breaks, stars, bracketed notes."""
    text = unicodedata.normalize("NFKC", heading)
    bare = _ORNAMENT.sub("", _BRACKETED.sub("", text))
    return (bare or _ORNAMENT.sub("", text)).upper()


def find_table(
    sheet: Sheet,
    headings: Headings,
    *,
    chosen: Mapping[str, str] | None = None,
) -> Table | None:
    """The best table of a sheet, or None.

    `chosen` maps headings to fields as the clerk decided (an empty field: leave that column out)
    and goes before everything else; of two columns with one heading, `D列` names the one meant.
    """
    lexicon = _Lexicon(headings, chosen or {})
    best: _Reading | None = None
    for first, height in _places(sheet):
        reading = lexicon.read(_columns(sheet, first, height), first, height)
        if reading and (best is None or reading.score > best.score):
            best = reading
    if best is None:
        return None
    unmapped = tuple(
        text
        for index, text in best.headings.items()
        if index not in best.columns.values() and index not in best.ignored
    )
    rows = data_rows(
        sheet,
        start=best.first + best.height,
        columns=best.columns,
        headings=[best.headings[index] for index in best.columns.values()],
        telling=headings.telling,
    )
    numbers = tuple(range(best.first + 1, best.first + best.height + 1))
    columns = MappingProxyType(best.columns)
    return Table(sheet.name, numbers, columns, MappingProxyType(best.headings), unmapped, rows)


def pick_sheet(
    workbook: Workbook,
    headings: Headings,
    *,
    labels: Mapping[str, str] = MappingProxyType({}),
    sheet_name: str | None = None,
    chosen: Mapping[str, str] | None = None,
) -> Table:
    """The best table of the visible sheets, or that of the sheet named.

    More fields beat more rows, and a table with rows beats an empty one. `labels` (field → label)
    only serves the message of the refusal.
    """
    sheets = [sheet for sheet in workbook.sheets if not sheet.hidden]
    if sheet_name is not None:
        sheets = [sheet for sheet in workbook.sheets if sheet.name == sheet_name]
        if not sheets:
            names = "、".join(f"“{sheet.name}”" for sheet in workbook.sheets)
            raise FileRefused(
                "file.no_sheet",
                f"“{workbook.path.name}”里没有名为“{sheet_name}”的工作表，现有：{names}。",
            )
    tables = [table for sheet in sheets if (table := find_table(sheet, headings, chosen=chosen))]
    if not tables:
        wanted = "、".join(labels.get(field, field) for field in headings.required)
        where = "、".join(f"“{sheet.name}”" for sheet in sheets) or "（没有可见的工作表）"
        raise FileRefused(
            "file.no_heading",
            f"“{workbook.path.name}”的工作表{where}里找不到表头：前十几行没有一行写有“{wanted}”。"
            "请检查是否选错文件，或补上表头后再导入。",
        )
    best = max(tables, key=lambda table: (bool(table.rows), len(table.columns), len(table.rows)))
    known = set(best.headings.values()) | {normalised(text) for text in best.headings.values()}
    known |= {column_name(index) for index in best.headings}
    for text in chosen or {}:
        if text not in known and normalised(text) not in known:
            raise FileRefused("file.no_heading", f"工作表“{best.sheet_name}”里没有“{text}”这一列。")
    return best


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one to three rows mean when they are taken for the heading.

    `ignored` columns only number the lines, `strangers` are known to be no field of ours.
    """

    first: int
    height: int
    columns: dict[str, int]
    headings: dict[int, str]
    ignored: frozenset[int]
    strangers: int
    understood: int

    @property
    def score(self) -> tuple[int, int, int, int]:
        """Most columns understood; a group that makes a stranger of 姓名 must not be cut off."""
        return self.understood, self.strangers, -self.height, -self.first


@dataclass(frozen=True, slots=True)
class _Column:
    """The heading of one column: its own text below, the groups above it (outermost first)."""

    index: int
    groups: tuple[str, ...]
    own: str

    @property
    def text(self) -> str:
        return "".join(self.own.split())

    def joined(self) -> Iterator[str]:
        """The readings of the heading, the most explicit first."""
        parts = [*self.groups, self.own]
        for start in range(len(parts)):
            yield normalised("".join(parts[start:]))


class _Lexicon:
    """The headings of a list turned round: normalised text → field and how telling it is."""

    def __init__(self, headings: Headings, chosen: Mapping[str, str]) -> None:
        self._required = frozenset(headings.required)
        self._neighbours = headings.neighbours
        self._chosen = {normalised(text): field for text, field in chosen.items()}
        self._never = {normalised(text) for text in headings.not_headings}
        self._fields: dict[str, tuple[int, str]] = {}
        for name, aliases in headings.aliases.items():
            for rank, alias in enumerate(aliases):
                self._fields.setdefault(normalised(alias), (rank, name))

    def read(self, columns: list[_Column], first: int, height: int) -> _Reading | None:
        """The reading of these columns, None when a required field is missing."""
        takers: dict[str, tuple[int, int]] = {}  # field → (rank, column)
        ignored: set[int] = set()
        twins = Counter(normalised(column.own) for column in columns)
        strangers = understood = 0
        left = ""
        for column in columns:
            rank, name = self._meaning(column)
            if name and twins[normalised(column.own)] > 1:
                name = self._neighbours.get((left, name), name)
            left = name or ""
            understood += name is not None
            strangers += name == _NO_FIELD
            if name == SERIAL:
                ignored.add(column.index)
            elif name and (name not in takers or rank < takers[name][0]):
                takers[name] = rank, column.index
        found = {name: index for name, (_, index) in takers.items()}
        found = dict(sorted(found.items(), key=itemgetter(1)))
        if not found or not self._required <= found.keys():
            return None
        texts = {column.index: column.text for column in columns}
        return _Reading(first, height, found, texts, frozenset(ignored), strangers, understood)

    def _meaning(self, column: _Column) -> tuple[int, str | None]:
        """Rank and field; _NO_FIELD for what is known to be none, None for what is not known."""
        readings = list(column.joined())
        for text in (column_name(column.index), *readings):
            if text in self._chosen:
                return -1, self._chosen[text]
        if readings[-1] == FAILURE_HEADING or readings[-1] in _SERIAL_HEADINGS:
            return 0, SERIAL
        if not self._never.isdisjoint(readings):
            return 0, _NO_FIELD
        for text in readings:
            if text in self._fields:
                return self._fields[text]
            if _STRANGERS.search(text):
                return 0, _NO_FIELD
        return self._fields.get(_OWNERS.sub("", readings[-1]), (0, None))


def _places(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Where a heading may stand: first row and height; up to ten title rows above it."""
    written = [index for index, row in enumerate(sheet.rows[:200]) if row]
    for first in written[: _TITLE_ROWS + 1]:
        for height in range(1, _HEADING_ROWS + 1):
            if first + height <= len(sheet.rows):
                yield first, height


def _columns(sheet: Sheet, first: int, height: int) -> list[_Column]:
    """The headed columns of these rows, merged and group headings spread over their columns."""
    rows = [row[:_WIDEST] for row in sheet.rows[first : first + height]]
    width = max(map(len, rows))
    grid = [[cell_text(value) for value in row] + [""] * (width - len(row)) for row in rows]
    last = first + height - 1
    for top, start, bottom, end in sheet.merged:
        if first <= top <= last and start < width:
            text = grid[top - first][start]
            for row in grid[top - first : bottom - first + 1]:
                row[start : min(end, width - 1) + 1] = [text] * (min(end, width - 1) - start + 1)
    for upper, lower in pairwise(grid):
        _spread(upper, lower)
    columns = []
    for index in range(width):
        texts = [row[index].strip() for row in grid]
        parts = list(dict.fromkeys(text for text in texts if text))
        if parts and len(parts[-1]) <= _LONGEST_HEADING:
            groups = tuple(text for text in parts[:-1] if len(text) <= _LONGEST_GROUP)
            columns.append(_Column(index, groups, parts[-1]))
    return columns


def _spread(upper: list[str], lower: list[str]) -> None:
    """A group heading stands once and means every column to its right that has none of its own.

    Text tables and .ods lists have lost what was merged, so the blanks must tell.
    """
    for index in range(1, len(upper)):
        if not upper[index].strip() and lower[index].strip():
            upper[index] = upper[index - 1]
