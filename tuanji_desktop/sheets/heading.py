"""Finding the table in a sheet: which rows are the heading, which column is which field.

    find_table(sheet, …)  -> Table | None
    pick_sheet(workbook, …) -> Table          FileRefused: file.no_heading, file.no_sheet

What a heading means is not known here: the caller brings the aliases of its list (domain.md §10)
and, for columns that no heading tells, the look of their values (`rules.looks`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter, itemgetter
from types import MappingProxyType

from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.sheets.addresses import address, column_index, column_letter, column_name
from tuanji_desktop.sheets.data_rows import DataRow, data_rows
from tuanji_desktop.sheets.inference import NUMBER, Inference, first_data_row, is_heading
from tuanji_desktop.sheets.lexicon import (
    FAILURE_HEADING,
    GUESSED,
    Headings,
    Lexicon,
    Understood,
)
from tuanji_desktop.sheets.reader import Sheet, Workbook, cell_text
from tuanji_desktop.sheets.sheet_columns import (
    HEADING_ROWS,
    LONGEST_HEADING,
    TITLE_ROWS,
    Column,
    columns_of,
    normalised,
    places,
    sample_of,
)

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

_TRIED = 5
"""So many rows of headings without a required field are completed by the look of the values."""


@dataclass(frozen=True, slots=True)
class Table:
    """A list found in a sheet. Row numbers are those of the sheet (from 1), columns count from 0.

    `headings` are all headed columns as the clerk sees them, `unmapped` the texts of those that no
    field took (numbering and 失败原因 left out). A column with values and no heading is named by its
    letter: D列. `heading_rows` is empty where a list begins with its first person.
    """

    sheet_name: str
    heading_rows: tuple[int, ...]
    columns: Mapping[str, int]
    headings: Mapping[int, str]
    unmapped: tuple[str, ...]
    rows: list[DataRow]
    certainty: Mapping[str, float] = field(default_factory=dict)
    """Field → how sure its column is: 1.0 its own heading or the clerk's word … 0.2 contradicted."""
    told: tuple[str, ...] = ()
    """Sentences about what was noticed while the list was found."""
    first_row: int = 1
    """The row below the heading; where there is none, the first person's."""

    def letters(self) -> dict[str, str]:
        """Field → column letter, in the order of the columns."""
        return {field: column_letter(index) for field, index in self.columns.items()}


def likely_headings(sheet: Sheet) -> dict[int, str]:
    """What a clerk would point at in a sheet where no heading was found: its fullest upper row."""
    rows = [[cell_text(value).strip() for value in row] for row in sheet.rows[: TITLE_ROWS * 2]]
    texts = [
        {place: text for place, text in enumerate(row) if text and len(text) <= LONGEST_HEADING}
        for row in rows
    ]
    return max(texts, key=len, default={})


def find_table(
    sheet: Sheet,
    headings: Headings,
    *,
    chosen: Mapping[str, str] | None = None,
    heading: tuple[int, int] | None = None,
    labels: Mapping[str, str] = MappingProxyType({}),
) -> Table | None:
    """The best table of a sheet, or None.

    `chosen` maps headings to fields as the clerk decided (an empty field: leave that column out)
    and goes before everything else; of two columns with one heading, `D列` names the one meant.
    `heading` is the clerk's word on where the heading is: its first row (from 1) and its height; of
    height 0 the list begins in that row with its first person. `labels` serve what is told.
    """
    found = _Finder(sheet, headings, chosen or {}, labels).found(heading)
    return _table(sheet, headings, *found) if found else None


def pick_sheet(
    workbook: Workbook,
    headings: Headings,
    *,
    labels: Mapping[str, str] = MappingProxyType({}),
    sheet_name: str | None = None,
    chosen: Mapping[str, str] | None = None,
    heading: tuple[int, int] | None = None,
) -> Table:
    """The best table of the visible sheets, or that of the sheet named.

    A table whose headings name persons beats one that seems to hold some, more fields beat more
    rows, and a table with rows beats an empty one. `labels` (field → label) only serve messages.
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
    tables = [
        table
        for sheet in sheets
        if (table := find_table(sheet, headings, chosen=chosen, heading=heading, labels=labels))
    ]
    if not tables:
        raise FileRefused(
            "file.no_heading", _nothing_found(workbook, sheets, headings, labels, heading)
        )
    best = max(tables, key=lambda table: _worth(table, headings))
    known = set(best.headings.values()) | {normalised(text) for text in best.headings.values()}
    known |= {column_name(index) for index in best.headings}
    for text in chosen or {}:
        if text not in known and normalised(text) not in known:
            raise FileRefused("file.no_heading", f"工作表“{best.sheet_name}”里没有“{text}”这一列。")
    others = [table for table in tables if table is not best and _also_a_list(table, best)]
    return replace(best, told=(*best.told, _left_unread(best, others))) if others else best


def _worth(table: Table, headings: Headings) -> tuple[bool, int, int, int]:
    telling = headings.telling or headings.required
    sure = sum(table.certainty.get(name, 0) > GUESSED for name in telling)
    return bool(table.rows), sure, len(table.columns), len(table.rows)


def _also_a_list(table: Table, best: Table) -> bool:
    """Whether a sheet beside the one that is read is a list of the same sort, not a summary."""
    shared = table.columns.keys() & best.columns.keys()
    return bool(table.rows) and len(shared) * 3 >= len(best.columns) * 2


def _left_unread(best: Table, others: Sequence[Table]) -> str:
    names = "、".join(f"“{one.sheet_name}”（{len(one.rows):,} 行）" for one in others[:5])
    more = f"等 {len(others)} 张" if len(others) > 5 else ""
    return (
        f"另有工作表{names}{more}也是名单，这次只读“{best.sheet_name}”。"
        "其余的请换工作表再导入一次。"
    )


def _nothing_found(
    workbook: Workbook,
    sheets: Sequence[Sheet],
    headings: Headings,
    labels: Mapping[str, str],
    heading: tuple[int, int] | None,
) -> str:
    wanted = "、".join(labels.get(name, name) for name in headings.required)
    where = "、".join(f"“{sheet.name}”" for sheet in sheets) or "（没有可见的工作表）"
    what = f"“{workbook.path.name}”的工作表{where}"
    if heading and heading[1] == 0:
        return (
            f"{what}从第 {heading[0]} 行起没有表头，也看不出哪一列是“{wanted}”。请为各列选定字段。"
        )
    if heading:
        last = heading[0] + heading[1] - 1
        rows = f"第 {heading[0]} 行" if heading[1] == 1 else f"第 {heading[0]}–{last} 行"
        return f"{what}以{rows}为表头时找不到“{wanted}”。请另选表头所在的行，或为各列选定字段。"
    return (
        f"{what}里找不到表头：前十几行没有一行写有“{wanted}”。"
        "请检查是否选错文件，或补上表头后再导入。"
    )


class _Finder:
    """Tries where the heading may be, and completes what it says by what the columns hold."""

    def __init__(
        self,
        sheet: Sheet,
        headings: Headings,
        chosen: Mapping[str, str],
        labels: Mapping[str, str],
    ) -> None:
        self._sheet, self._headings, self._labels = sheet, headings, labels
        self._required = frozenset(headings.required)
        self._lexicon = Lexicon(headings, chosen)
        width = max(map(len, sheet.rows), default=0)
        self._lettered = {index for index in self._lexicon.lettered if index < width}

    def found(self, heading: tuple[int, int] | None) -> tuple[Understood, tuple[str, ...]] | None:
        """What the best heading means and what was noticed, or None."""
        if heading is not None:
            return self._closer(self._at(heading[0] - 1, heading[1]))
        readings = [self._at(first, height) for first, height in places(self._sheet)]
        readings.sort(key=lambda one: one.score, reverse=True)
        named = [one for one in readings if one.by_text and self._complete(one)]
        if named:
            return self._closer(named[0])
        return self._by_look() or self._by_part(readings)

    def _at(self, first: int, height: int) -> Understood:
        """What these rows mean as a heading; of height 0 there is none."""
        columns = columns_of(self._sheet, first, height) if height else []
        headed = {column.index for column in columns}
        columns += [Column(index, (), "") for index in self._lettered - headed]
        columns.sort(key=attrgetter("index"))
        return self._lexicon.read(columns, first, height)

    def _complete(self, understood: Understood) -> bool:
        return self._required <= understood.columns.keys()

    def _closer(self, understood: Understood) -> tuple[Understood, tuple[str, ...]] | None:
        """The same after a look at the values; None when a required field is still missing."""
        if not understood.columns and not self._headings.looks:
            return None
        sample = sample_of(self._sheet, understood.first + understood.height)
        inference = Inference(understood, sample, self._headings, self._labels)
        inference.settle()
        return (understood, tuple(inference.told)) if self._complete(understood) else None

    def _by_look(self) -> tuple[Understood, tuple[str, ...]] | None:
        """A list whose heading says nothing, or that has none: its persons are known by their look."""
        first = first_data_row(self._sheet, self._headings)
        if first is None:
            return None
        above = self._sheet.rows[first - 1] if first else []
        if is_heading(above, self._sheet.rows[first], self._headings):
            heights = range(1, min(HEADING_ROWS, first) + 1)
            readings = [self._at(first - height, height) for height in heights]
            return self._closer(max(readings, key=lambda one: one.score))
        found = self._closer(self._at(first, 0))
        return found if found and self._is_list(found[0]) else None

    def _is_list(self, understood: Understood) -> bool:
        """Whether columns without any heading are of persons: a name alone could be any word."""
        if understood.chosen:
            return True
        beside = self._headings.looks.keys() & understood.columns.keys() - self._required
        return NUMBER in beside or len(beside) > 1

    def _by_part(self, readings: Sequence[Understood]) -> tuple[Understood, tuple[str, ...]] | None:
        """A heading that names some fields, but not a required one that can be told by its look."""
        for understood in [one for one in readings if one.by_text or one.chosen][:_TRIED]:
            if (found := self._closer(understood)) is not None:
                return found
        return None


def _table(
    sheet: Sheet, headings: Headings, understood: Understood, told: tuple[str, ...]
) -> Table:
    columns = dict(sorted(understood.columns.items(), key=itemgetter(1)))
    taken = {*columns.values(), *understood.serial}
    below = understood.first + understood.height
    return Table(
        sheet_name=sheet.name,
        heading_rows=tuple(range(understood.first + 1, below + 1)),
        columns=MappingProxyType(columns),
        headings=MappingProxyType(understood.headings),
        unmapped=tuple(text for index, text in understood.headings.items() if index not in taken),
        rows=data_rows(
            sheet,
            start=below,
            columns=columns,
            headings=understood.words,
            telling=headings.telling,
        ),
        certainty=MappingProxyType({name: understood.certainty[name] for name in columns}),
        told=told,
        first_row=below + 1,
    )
