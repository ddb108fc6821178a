"""One list from several sheets, or from halves beside each other in one of them.

    found_in(sheet, …)            the list of a sheet, its halves apart, the class that its name says
    together(found, best)         which sheets are read as one, and why others are not
    joined(found, …) -> Table     the one list; `places` knows where each row really stands

A sheet alone, without halves, whose name says nothing, stays the table that was found in it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import ne
from types import MappingProxyType
from typing import Final

from tuanji_desktop.sheets.addresses import column_index, column_name, column_range
from tuanji_desktop.sheets.data_rows import DataRow, moved
from tuanji_desktop.sheets.finder import find_table
from tuanji_desktop.sheets.lexicon import FAILURE_HEADING, Headings
from tuanji_desktop.sheets.places import (
    ADDED,
    MOST_HALVES,
    MOST_SHEETS,
    STEP,
    Part,
    Places,
    part_number,
)
from tuanji_desktop.sheets.reader import Sheet, cell_text
from tuanji_desktop.sheets.sheet_columns import normalised
from tuanji_desktop.sheets.sheet_names import class_named, class_titled, set_aside
from tuanji_desktop.sheets.table import Table

_NUMBER: Final = "id_number"
_CLASS_FIELDS_IN_ORDER: Final = ("class_name", "branch")
_CLASS_FIELDS: Final = frozenset(_CLASS_FIELDS_IN_ORDER)
_FEWEST_TWICE: Final = 3
_SLIPS: Final = 2
_SIDES: Final = {
    1: ("",),
    2: ("左边", "右边"),
    3: ("左边", "中间", "右边"),
    4: ("第一栏", "第二栏", "第三栏", "第四栏"),
}
_NAMED: Final = 4


@dataclass(frozen=True, slots=True)
class Found:
    """The list of one sheet. `place`: which sheet of the workbook. `halves`: its parts, one for a
    list that goes down the sheet as usual. `says`: of each of them, the class it is of, or ''."""

    place: int
    sheet: Sheet
    halves: tuple[Table, ...]
    says: tuple[str, ...]

    @property
    def table(self) -> Table:
        return self.halves[0]

    @property
    def rows(self) -> int:
        """Persons in all of it."""
        return sum(len(one.rows) for one in self.halves)


def found_in(
    sheet: Sheet,
    place: int,
    headings: Headings,
    *,
    chosen: Mapping[str, str],
    heading: tuple[int, int] | None,
    labels: Mapping[str, str],
) -> Found | None:
    """The list of a sheet. What the sheet's name says may stand for a required column."""
    own = {text: name for text, name in chosen.items() if text != ADDED}
    table = find_table(sheet, headings, chosen=own, heading=heading, labels=labels)
    fields = _fields_said(headings, chosen)
    if table is None and not fields.isdisjoint(headings.required):
        less = replace(
            headings, required=tuple(one for one in headings.required if one not in fields)
        )
        table = find_table(sheet, less, chosen=own, heading=heading, labels=labels)
        if table is None or not _says(sheet, table):
            return None
        headings = less
    if table is None:
        return None
    if not table.halves or len(sheet.rows) >= STEP:
        return Found(place, sheet, (table,), (_says(sheet, table),))
    halves = _halves(sheet, table, headings, own, labels)
    says = [_says(side, half) or _says(sheet, half) for side, half in halves]
    return Found(place, sheet, tuple(half for _, half in halves), tuple(says))


def _fields_said(headings: Headings, chosen: Mapping[str, str]) -> frozenset[str]:
    """The fields that a sheet's name may stand for; never what makes a row somebody."""
    if ADDED in chosen:
        return frozenset({chosen[ADDED]} - {"", *(headings.telling or headings.required)})
    return frozenset(one for one in headings.named_by_sheet if one in headings.aliases)


def _says(sheet: Sheet, table: Table) -> str:
    """The class that the sheet's name or else its title tells."""
    if named := class_named(sheet.name):
        return named
    above = (table.heading_rows or (table.first_row,))[0] - 1
    texts = [cell for row in sheet.rows[:above] for cell in row if isinstance(cell, str)]
    titled = {one for text in texts if (one := class_titled(text))}
    return titled.pop() if len(titled) == 1 else ""


# --------------------------------------------------------------------------------- halves
def _halves(
    sheet: Sheet,
    table: Table,
    headings: Headings,
    chosen: Mapping[str, str],
    labels: Mapping[str, str],
) -> list[tuple[Sheet, Table]]:
    """Each half by itself, its cells at their places; a class column left of all is everybody's."""
    rows = table.heading_rows
    heading = (rows[0], len(rows)) if rows else (table.first_row, 0)
    first = table.halves[0].start
    shared = [at for name, at in table.columns.items() if name in _CLASS_FIELDS and at < first]
    halves = []
    for columns in table.halves[:MOST_HALVES]:
        beside = () if columns.start == first else tuple(shared)
        kept = columns if beside or columns.start > first else range(columns.stop)
        said = _shifted(chosen, columns.start - first)
        side = _masked(sheet, kept, beside)
        half = find_table(side, headings, chosen=said, heading=heading, labels=labels)
        if half is not None and half.rows:
            halves.append((side, half))
    return halves or [(sheet, table)]


def _shifted(chosen: Mapping[str, str], by: int) -> dict[str, str]:
    """What was said of columns by their letters is said of the like columns of the other half."""
    said = {}
    for text, name in chosen.items():
        letter = text.removesuffix("列")
        named = letter != text and letter.isascii() and letter.isupper() and len(letter) < 4
        said[column_name(column_index(letter) + by) if named else text] = name
    return said


def _masked(sheet: Sheet, columns: range, beside: Sequence[int] = ()) -> Sheet:
    """The sheet with nothing but these columns."""
    rows = []
    for row in sheet.rows:
        cells: list[object] = [None] * min(columns.start, len(row))
        cells += row[columns.start : columns.stop]
        for at in beside:
            if at < len(row):
                cells[at] = row[at]
        while cells and cells[-1] is None:
            cells.pop()
        rows.append(cells)
    merged = tuple(
        (top, left, bottom, min(right, columns.stop - 1))
        for top, left, bottom, right in sheet.merged
        if left in columns or left in beside
    )
    return replace(sheet, rows=rows, merged=merged)


# --------------------------------------------------------------------------------- which sheets
def together(found: Sequence[Found], best: Found) -> tuple[list[Found], list[str]]:
    """The sheets that are read as one list with the best of them, in the order of the workbook, and
    sentences about those that are not."""
    if best.place >= MOST_SHEETS or len(best.sheet.rows) >= STEP:
        return [best], []
    alike = [one for one in found if one is best or is_like(one.table, best.table)]
    aside = [one for one in alike if one is not best and set_aside(one.sheet.name)]
    if set_aside(best.sheet.name):  # a file of nothing else
        aside = []
    alike = [
        one
        for one in alike
        if one is best
        or (one not in aside and one.place < MOST_SHEETS and len(one.sheet.rows) < STEP)
    ]
    alike, again = _without_repeats(alike)
    told = []
    if aside:
        told.append(f"工作表{_names(aside)}看名称不是名单的一部分，没有读。")
    if again:
        told.append(f"工作表{_names(again)}里的人都在一起读的工作表里，没有再读一遍。")
    return alike, told


def is_like(table: Table, other: Table) -> bool:
    """Whether two sheets are lists of one sort: hardly another column in one of them."""
    ours = table.columns.keys() - _CLASS_FIELDS
    theirs = other.columns.keys() - _CLASS_FIELDS
    if not table.rows or (_NUMBER in ours) != (_NUMBER in theirs):
        return False
    return 3 * len(ours & theirs) >= 2 * len(ours | theirs)


def _without_repeats(found: Sequence[Found]) -> tuple[list[Found], list[Found]]:
    """The sheets that have to be read, and those whose persons all stand in others as well: a summary
    of all classes beside a sheet for each of them. What says least is left out first, a sheet that
    tells the class never for one that does not, and one of a class only for a single other: whoever
    stands in two classes must be seen."""
    people = {one.place: _people(one) for one in found}
    named: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for place, here in people.items():
        for name, number in here:
            named[name].append((place, number))
    again: list[Found] = []
    for one in sorted(found, key=_telling):
        rest = {
            other.place
            for other in found
            if other is not one and other not in again and _tells_class(other) >= _tells_class(one)
        }
        wholes = [{place} for place in rest] if one.says[0] else [rest]
        if len(people[one.place]) >= _FEWEST_TWICE and any(
            all(
                any(place in whole and _one_person(number, other) for place, other in named[name])
                for name, number in people[one.place]
            )
            for whole in wholes
        ):
            again.append(one)
    return [one for one in found if one not in again], again


def _one_person(number: str, other: str) -> bool:
    """Whether two persons of one name have one number, or the same but for a slip."""
    if not number or not other or number == other:
        return True
    return len(number) == len(other) and sum(map(ne, number, other)) <= _SLIPS


def _telling(found: Found) -> tuple[bool, int, int]:
    return _tells_class(found), len(found.table.columns), found.rows


def _tells_class(found: Found) -> bool:
    return bool(found.says[0]) or not _CLASS_FIELDS.isdisjoint(found.table.columns)


def _people(found: Found) -> set[tuple[str, str]]:
    """Names and numbers of everybody in a sheet."""
    people = set()
    for table in found.halves:
        name, number = table.columns.get("name"), table.columns.get(_NUMBER)
        for row in table.rows:
            texts = ["" if at is None else cell_text(row.cell(at)) for at in (name, number)]
            people.add(("".join(texts[0].split()), texts[1].strip()))
    return people


def _names(found: Sequence[Found]) -> str:
    named = "、".join(f"“{one.sheet.name}”" for one in found[:_NAMED])
    return named + (f"等 {len(found)} 张" if len(found) > _NAMED else "")


# --------------------------------------------------------------------------------- one list
def joined(
    found: Sequence[Found],
    headings: Headings,
    *,
    chosen: Mapping[str, str] = MappingProxyType({}),
    labels: Mapping[str, str] = MappingProxyType({}),
    said: Mapping[int, str] = MappingProxyType({}),
) -> Table:
    """One table of what was found. `said`: what the clerk wrote into the column that stands in no
    sheet, by row."""
    return _Join(found, headings, chosen, labels, said).table()


class _Join:
    def __init__(
        self,
        found: Sequence[Found],
        headings: Headings,
        chosen: Mapping[str, str],
        labels: Mapping[str, str],
        said: Mapping[int, str],
    ) -> None:
        self._found, self._headings, self._labels, self._said = found, headings, labels, said
        self._pieces = [
            (one, number, table, class_)
            for one in found
            for number, (table, class_) in enumerate(zip(one.halves, one.says, strict=True))
        ]
        self._first = found[0].table
        self._texts = dict(self._first.headings)
        self._fields = dict(self._first.columns)
        self._certainty = dict(self._first.certainty)
        self._unmapped = list(self._first.unmapped)
        self._width = 1 + max(
            (at for _, _, table, _ in self._pieces for at in table.headings), default=-1
        )
        self._maps = [self._columns(table) for _, _, table, _ in self._pieces]
        self._added = self._add(chosen)

    def table(self) -> Table:
        if self._added is None and len(self._pieces) == 1:
            return self._first
        several = len(self._pieces) > 1
        parts, rows = [], []
        for (found, number, table, class_), columns in zip(self._pieces, self._maps, strict=True):
            key = part_number(found.place, number) if several else 0
            side = _SIDES[len(found.halves)][number]
            parts.append(
                Part(
                    found.sheet.name, key, table.heading_rows, table.first_row, columns, side
                )
            )  # fmt: skip
            rows += self._rows(table, columns, class_, key * STEP)
        return replace(
            self._first,
            sheet_name="、".join(one.sheet.name for one in self._found),
            columns=MappingProxyType(self._fields),
            headings=MappingProxyType(dict(sorted(self._texts.items()))),
            unmapped=tuple(self._unmapped),
            rows=rows,
            certainty=MappingProxyType(self._certainty),
            told=tuple(self._told()),
            places=Places(tuple(parts), self._added),
        )

    def _columns(self, table: Table) -> dict[int, int]:
        """Column of the list → column of this part: by field, else by heading. What the first part
        does not have stands behind its columns."""
        fields = {at: name for name, at in table.columns.items()}
        places = {
            normalised(text): at
            for at, text in self._texts.items()
            if at not in self._fields.values()
        }
        columns: dict[int, int] = {}
        for at, text in table.headings.items():
            name, heading = fields.get(at), normalised(text)
            to = self._fields.get(name) if name else places.get(heading)
            if to is None and name is None and heading == FAILURE_HEADING:
                continue
            if to is None or to in columns:
                to, self._width = self._width, self._width + 1
                self._texts[to] = text
                if name:
                    self._fields[name] = to
                    self._certainty[name] = table.certainty.get(name, 1.0)
                elif text in table.unmapped:
                    self._unmapped.append(text)
            columns[to] = at
        return columns

    def _add(self, chosen: Mapping[str, str]) -> int | None:
        """Puts a column for what the sheets' names say behind the others, where that is needed."""
        if not any(class_ for _, _, _, class_ in self._pieces):
            return None
        needed = set(self._headings.required) - self._fields.keys()
        fields = [one for one in self._headings.named_by_sheet if one in self._headings.aliases]
        if any("支部" in class_ for _, _, _, class_ in self._pieces):
            fields.sort(key=lambda one: one != "branch")
        missing = [one for one in fields if one in needed] or fields
        if not needed and (not fields or not _CLASS_FIELDS.isdisjoint(self._fields)):
            return None
        column, self._width = self._width, self._width + 1
        self._texts[column] = ADDED
        field = chosen.get(ADDED, missing[0])
        if field and field not in self._fields:
            self._fields[field], self._certainty[field] = column, 1.0
        else:
            self._unmapped.append(ADDED)
        return column

    def _rows(
        self, table: Table, columns: Mapping[int, int], class_: str, first: int
    ) -> list[DataRow]:
        straight = all(to == at for to, at in columns.items())
        added, said = self._added, self._said
        lacking = self._lacking(columns) if added is None and class_ else None

        def put(number: int) -> tuple[int, object] | None:
            if lacking is not None:
                return lacking, class_
            return None if added is None else (added, said.get(number, class_) or None)

        return moved(
            table.rows,
            first=first,
            fields=self._fields,
            width=self._width,
            order=None if straight else columns,
            said=put,
        )

    def _lacking(self, columns: Mapping[int, int]) -> int | None:
        """The list's column for the class, where this part of it has none."""
        ours = [self._fields[one] for one in _CLASS_FIELDS_IN_ORDER if one in self._fields]
        return ours[0] if ours and columns.keys().isdisjoint(ours) else None

    # ------------------------------------------------------------------------- what is told
    def _told(self) -> list[str]:
        told = []
        several = len(self._found) > 1
        if several:
            named = "、".join(f"“{one.sheet.name}”{one.rows:,} 行" for one in self._found[:_NAMED])
            more = f"等 {len(self._found)} 张" if len(self._found) > _NAMED else ""
            rows = sum(one.rows for one in self._found)
            told.append(f"{len(self._found)} 张同样的工作表一起读：{named}{more}，共 {rows:,} 行。")
        for one in self._found:
            where = f"“{one.sheet.name}”" if several else "名单"
            if len(one.halves) > 1:
                which = "、".join(column_range(*_ends(half)) for half in one.halves)
                told.append(f"{where}左右并排，{which}都读入了。")
        if self._added is not None:
            told.append(self._about_names())
        else:
            told += self._about_lacking()
        for one in self._found:
            where = f"“{one.sheet.name}”：" if several else ""
            told += [f"{where}{words}" for half in one.halves for words in half.told]
        return list(dict.fromkeys(told))

    def _about_lacking(self) -> list[str]:
        named = [
            class_
            for (_, _, _, class_), columns in zip(self._pieces, self._maps, strict=True)
            if class_ and self._lacking(columns) is not None
        ]
        if not named:
            return []
        names = "、".join(f"“{one}”" for one in dict.fromkeys(named))
        return [f"有的工作表没有班级一栏，用它的名称或标题（{names}）作班级。"]

    def _about_names(self) -> str:
        name = next((one for one, at in self._fields.items() if at == self._added), "")
        if not name:
            return f"“{ADDED}”一栏（工作表的名称或标题）没有采用。"
        label = self._labels.get(name, name)
        example = next(class_ for _, _, _, class_ in self._pieces if class_)
        return f"表里没有“{label}”，用工作表的名称或标题（“{example}”）作{label}；不要的话在“{ADDED}”一栏改选。"


def _ends(table: Table) -> tuple[int, int]:
    places = [at for at, text in table.headings.items() if normalised(text) != FAILURE_HEADING]
    return min(places), max(places)
