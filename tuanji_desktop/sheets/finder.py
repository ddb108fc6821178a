"""Finding the list in one sheet: which rows are the heading, which column is which field."""

from collections.abc import Mapping, Sequence
from operator import attrgetter, itemgetter
from types import MappingProxyType

from tuanji_desktop.sheets.class_banners import with_banners
from tuanji_desktop.sheets.data_rows import data_rows
from tuanji_desktop.sheets.inference import NUMBER, Inference, first_data_row, is_heading
from tuanji_desktop.sheets.lexicon import Headings, Lexicon, Understood
from tuanji_desktop.sheets.reader import Sheet, cell_text
from tuanji_desktop.sheets.sheet_columns import (
    HEADING_ROWS,
    LONGEST_HEADING,
    TITLE_ROWS,
    Column,
    columns_of,
    places,
    sample_of,
)
from tuanji_desktop.sheets.table import Table

_TRIED = 5
"""So many rows of headings without a required field are completed by the look of the values."""


def likely_headings(sheet: Sheet) -> dict[int, str]:
    """What a clerk would point at in a sheet where no heading was found: its fullest upper row."""
    rows = [[cell_text(value).strip() for value in row] for row in sheet.rows[: TITLE_ROWS * 2]]
    texts = [
        {place: text for place, text in enumerate(row) if text and len(text) <= LONGEST_HEADING}
        for row in rows
    ]
    return max(texts, key=len, default={})


def is_turned(sheet: Sheet, headings: Headings) -> bool:
    """Whether a sheet has its headings below each other, and a person in each column."""
    lexicon = Lexicon(headings, {})
    rows = [
        [lexicon.field_of(text) for value in row if (text := cell_text(value).strip())]
        for row in sheet.rows[: TITLE_ROWS * 2]
    ]
    rows = [row for row in rows if len(row) > 1]
    first = {row[0] for row in rows if row[0] and row.count("") * 2 >= len(row) - 1}
    return 1 < len(first) > len(rows) / 2 and first.issuperset(headings.required)


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
    if heading is None and is_turned(sheet, headings):
        return None
    found = _Finder(sheet, headings, chosen or {}, labels).found(heading)
    return with_banners(sheet, _table(sheet, headings, *found), labels) if found else None


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
        halves=understood.halves,
    )
