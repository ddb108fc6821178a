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
from typing import Final, NamedTuple

from tuanji_desktop.sheets.addresses import column_name, column_range
from tuanji_desktop.sheets.class_banners import classes_above
from tuanji_desktop.sheets.data_rows import DataRow, moved
from tuanji_desktop.sheets.finder import find_table
from tuanji_desktop.sheets.halves import CLASS_FIELDS, halves_of
from tuanji_desktop.sheets.lexicon import FAILURE_HEADING, Headings
from tuanji_desktop.sheets.orders import orders_of
from tuanji_desktop.sheets.places import (
    ADDED,
    MOST_SHEETS,
    STEP,
    Part,
    Places,
    part_number,
)
from tuanji_desktop.sheets.reader import Sheet, cell_text
from tuanji_desktop.sheets.sheet_columns import normalised
from tuanji_desktop.sheets.sheet_names import (
    class_named,
    class_titled,
    says_year,
    school_named,
    set_aside,
    year_titled,
)
from tuanji_desktop.sheets.table import Table

_NUMBER: Final = "id_number"
_SCHOOL: Final = "superior"
_CLASS_FIELDS: Final = frozenset(CLASS_FIELDS)
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
    list that goes down the sheet as usual. `says`: of each of them, the class it is of, or ''.
    `lines`: of each the classes that lines above its rows name, where it has no column for them.
    `beside`: whether its parts stand side by side; else below each other, in another order."""

    place: int
    sheet: Sheet
    halves: tuple[Table, ...]
    says: tuple[str, ...]
    lines: tuple[Mapping[int, str], ...]
    beside: bool = True

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
    halves = [(sheet, table)]
    if len(sheet.rows) < STEP and table.halves:
        halves = halves_of(sheet, table, headings, chosen=own, labels=labels)
    elif len(sheet.rows) < STEP and heading is None:
        halves = orders_of(sheet, table, headings, chosen=own, labels=labels)
    says = [_says(side, half) or _says(sheet, half) for side, half in halves]
    lines = [_lines(side, half) for side, half in halves]
    return Found(
        place,
        sheet,
        tuple(half for _, half in halves),
        tuple(says),
        tuple(lines),
        beside=bool(table.halves),
    )


def _fields_said(headings: Headings, chosen: Mapping[str, str]) -> frozenset[str]:
    """The fields that a sheet's name may stand for; never what makes a row somebody."""
    if ADDED in chosen:
        return frozenset({chosen[ADDED]} - {"", *(headings.telling or headings.required)})
    return frozenset(one for one in headings.named_by_sheet if one in headings.aliases)


def _says(sheet: Sheet, table: Table) -> str:
    """The class that the sheet's name or else its title tells; 2015级 of the title for 一班."""
    if named := class_named(sheet.name):
        return named if says_year(named) else f"{_year(sheet, table)}{named}"
    titled = {one for text in _titles(sheet, table) if (one := class_titled(text))}
    return titled.pop() if len(titled) == 1 else ""


def _titles(sheet: Sheet, table: Table) -> list[str]:
    above = (table.heading_rows or (table.first_row,))[0] - 1
    return [cell for row in sheet.rows[:above] for cell in row if isinstance(cell, str)]


def _year(sheet: Sheet, table: Table) -> str:
    """The one year that the sheet's name or else its titles tell."""
    if named := year_titled(sheet.name):
        return named
    years = {year for text in _titles(sheet, table) if (year := year_titled(text))}
    return years.pop() if len(years) == 1 else ""


def _lines(sheet: Sheet, table: Table) -> Mapping[int, str]:
    """What lines above its rows say of their classes, where no column does."""
    if not _CLASS_FIELDS.isdisjoint(table.columns):
        return {}
    return {row: class_ for row, class_ in classes_above(sheet, table).items() if class_}


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
    return bool(found.says[0] or found.lines[0]) or not _CLASS_FIELDS.isdisjoint(
        found.table.columns
    )


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


class _Piece(NamedTuple):
    """One half of one sheet."""

    found: Found
    half: int
    table: Table
    says: str
    lines: Mapping[int, str]

    @property
    def classes(self) -> list[str]:
        """Every class that is named beside its rows."""
        return list(dict.fromkeys(filter(None, (*self.lines.values(), self.says))))

    def beside(self, name: str) -> str:
        """What the sheet's name or title says beside a column of classes."""
        if name == _SCHOOL:
            return school_named(self.found.sheet.name)
        column, year = self.table.columns.get("class_name"), _year(self.found.sheet, self.table)
        if not year or column is None:
            return ""
        texts = filter(None, (cell_text(row.cell(column)).strip() for row in self.table.rows))
        return "" if any(map(says_year, texts)) else year

    def class_of(self, row: int) -> str:
        return self.lines.get(row, self.says)


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
            _Piece(one, half, *piece)
            for one in found
            for half, piece in enumerate(zip(one.halves, one.says, one.lines, strict=True))
        ]
        self._first = found[0].table
        self._texts = dict(self._first.headings)
        self._fields = dict(self._first.columns)
        self._certainty = dict(self._first.certainty)
        self._unmapped = list(self._first.unmapped)
        self._width = 1 + max(
            (at for piece in self._pieces for at in piece.table.headings), default=-1
        )
        self._maps = [self._columns(piece.table) for piece in self._pieces]
        self._beside = self._named_beside()
        self._added = self._add(chosen)

    def table(self) -> Table:
        if self._added is None and len(self._pieces) == 1:
            return self._first
        several = len(self._pieces) > 1
        parts, rows = [], []
        for piece, columns in zip(self._pieces, self._maps, strict=True):
            found, table = piece.found, piece.table
            key = part_number(found.place, piece.half) if several else 0
            side = _SIDES[len(found.halves)][piece.half] if found.beside else ""
            parts.append(
                Part(
                    found.sheet.name, key, table.heading_rows, table.first_row, columns, side
                )
            )  # fmt: skip
            rows += self._rows(piece, columns, key * STEP)
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
        apart = 0
        if not table.heading_rows:
            apart = min(table.columns.values()) - min(self._first.columns.values())
        places = {
            normalised(text): at
            for at, text in self._texts.items()
            if at not in self._fields.values()
        }
        columns: dict[int, int] = {}
        for at, text in table.headings.items():
            name = fields.get(at)
            heading = normalised(column_name(at - apart) if text == column_name(at) else text)
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
        """Puts a column for what the sheets' names say behind the others, where that is needed: the
        school or the year beside a class, or else the class."""
        if self._beside:
            return self._added_column(chosen.get(ADDED, self._beside))
        classes = [class_ for piece in self._pieces for class_ in piece.classes]
        if not classes:
            return None
        needed = set(self._headings.required) - self._fields.keys()
        fields = [one for one in self._headings.named_by_sheet if one in self._headings.aliases]
        if any("支部" in class_ for class_ in classes):
            fields.sort(key=lambda one: one != "branch")
        missing = [one for one in fields if one in needed] or fields
        if not needed and (not fields or not _CLASS_FIELDS.isdisjoint(self._fields)):
            return None
        return self._added_column(chosen.get(ADDED, missing[0]))

    def _named_beside(self) -> str:
        """The field that the sheets' names say of the classes in a column, '' for none."""
        if "class_name" not in self._fields or "branch" in self._fields:
            return ""
        for name in self._headings.named_beside:
            pieces = self._pieces if name not in self._fields else ()
            if any(piece.beside(name) and not piece.classes for piece in pieces):
                return name
        return ""

    def _added_column(self, field: str) -> int:
        column, self._width = self._width, self._width + 1
        self._texts[column] = ADDED
        if field and field not in self._fields:
            self._fields[field], self._certainty[field] = column, 1.0
        else:
            self._unmapped.append(ADDED)
        return column

    def _rows(self, piece: _Piece, columns: Mapping[int, int], first: int) -> list[DataRow]:
        straight = all(to == at for to, at in columns.items())
        added, said = self._added, self._said
        lacking = self._lacking(columns) if added is None and piece.classes else None
        beside = piece.beside(self._beside) if self._beside else None

        def put(number: int) -> tuple[int, object] | None:
            if lacking is not None:
                return lacking, piece.class_of(number - first) or None
            if added is None:
                return None
            word = piece.class_of(number - first) if beside is None else beside
            return added, said.get(number, word) or None

        return moved(
            piece.table.rows,
            first=first,
            fields=self._fields,
            width=self._width,
            order=None if straight else columns,
            said=put,
        )

    def _lacking(self, columns: Mapping[int, int]) -> int | None:
        """The list's column for the class, where this part of it has none."""
        ours = [self._fields[one] for one in CLASS_FIELDS if one in self._fields]
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
            if len(one.halves) > 1 and one.beside:
                which = "、".join(column_range(*_ends(half)) for half in one.halves)
                told.append(f"{where}左右并排，{which}都读入了。")
            elif len(one.halves) > 1:
                which = "、".join(f"第 {half.heading_rows[0]} 行" for half in one.halves[1:])
                told.append(f"{where}{which}另有表头，栏目次序不同，下面的按那一行读。")
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
            for piece, columns in zip(self._pieces, self._maps, strict=True)
            for class_ in piece.classes
            if self._lacking(columns) is not None
        ]
        if not named:
            return []
        names = "、".join(f"“{one}”" for one in list(dict.fromkeys(named))[:_NAMED])
        return [f"有的工作表没有班级一栏，用它的名称或标题（{names}）作班级。"]

    def _about_names(self) -> str:
        name = next((one for one, at in self._fields.items() if at == self._added), "")
        if not name:
            return f"“{ADDED}”一栏（工作表的名称或标题）没有采用。"
        label = self._labels.get(name, "学校" if name == _SCHOOL else name)
        lines = any(piece.lines for piece in self._pieces) and not self._beside
        what = "各组上面单独成行的标题" if lines else "工作表的名称或标题"
        words = (
            [piece.beside(self._beside)] if self._beside else piece.classes
            for piece in self._pieces
        )
        example = next(word for each in words for word in each if word)
        return f"表里没有“{label}”，用{what}（“{example}”）作{label}；不要的话在“{ADDED}”一栏改选。"


def _ends(table: Table) -> tuple[int, int]:
    places = [at for at, text in table.headings.items() if normalised(text) != FAILURE_HEADING]
    return min(places), max(places)
