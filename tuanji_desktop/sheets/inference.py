"""What the values say of the columns where the headings do not, and where the two contradict.

    look_closer(understood, sample, …)  settles tables side by side, rivals, contradictions, gaps
    first_data_row(sheet, headings)     where the persons begin in a list that has no known heading

A look only fills what no heading has claimed, and only where one column alone can be it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median

from .addresses import column_letter, column_name, column_range
from .lexicon import DOUBTFUL, GUESSED, TWIN, Headings, Understood
from .reader import Sheet, cell_text
from .sheet_columns import TITLE_ROWS, Sample, blocks_of, normalised

_SURE = 0.8
_HARDLY = 0.2
_MIXED = 0.3
_HALF = 0.5
_WIDEST_LOOK = 200
_ROWS_LOOKED_AT = TITLE_ROWS + 20
_NEIGHBOURS = 8
_GENERATION = 14
"""Years between the numbers of children and those of their parents, at the least."""
_LONGEST_SERIAL = 5
_BORN = re.compile(r"\d{6}((?:19|20)\d\d)\d{7}[\dXx]$")
NAME = "name"
NUMBER = "id_number"
"""The one field that is taken from a column with another heading: nothing else looks like it."""


class Inference:
    """One table, looked at closely. `told` are the sentences that come of it."""

    def __init__(
        self,
        understood: Understood,
        sample: Sample,
        headings: Headings,
        labels: Mapping[str, str],
    ) -> None:
        self._it, self._sample, self._headings, self._labels = understood, sample, headings, labels
        self._looks = headings.looks
        self._seen: dict[tuple[str, int], float] = {}
        self.told: list[str] = []

    def settle(self) -> None:
        """All of it, in the order in which one leans on the other."""
        self._find_halves()
        self._leave_other_tables()
        self._choose_among_rivals()
        self._say_contradictions()
        self._fill_gaps()
        self._name_unheaded()

    # ------------------------------------------------------------------------- side by side
    def _find_halves(self) -> None:
        """Lists line by line beside each other under equal headings, or with none: this table is the
        first of them, the others are set aside and read by themselves."""
        groups = self._headed_alike() or self._looking_alike()
        if len(groups) < 2 or any(max(left) >= min(right) for left, right in pairwise(groups)):
            return
        starts = self._from_left(groups)
        if any(place >= starts[1] for place in self._it.lettered):
            return  # the clerk has said which of them is meant
        if not any(self._sample.filled(place) for group in groups[1:] for place in group):
            return
        end = max(self._sample.width, max(self._it.headings, default=-1) + 1)
        self._it.halves = tuple(range(*bounds) for bounds in pairwise([*starts, end]))
        self._it.barred.update(range(starts[1], end))

    def _headed_alike(self) -> list[tuple[int, ...]]:
        """The columns of each half, by their headings."""
        twins = {name: places for name in self._it.columns if len(places := self._twins(name)) > 1}
        count = max((len(twins[one]) for one in self._headings.required if one in twins), default=0)
        groups = list(zip(*(one for one in twins.values() if len(one) == count), strict=True))
        return groups if groups and len(groups[0]) > 1 else []

    def _looking_alike(self) -> list[tuple[int, ...]]:
        """Name and number of each half, by their look; of parents beside their children none."""
        if not {NAME, NUMBER} <= self._looks.keys() - self._it.columns.keys():
            return []
        names, numbers = (
            [at for at in self._open() if self._is_plainly(one, at)] for one in (NAME, NUMBER)
        )
        apart = sorted({name - numbers[0] for name in names}, key=abs) if numbers else []
        by = next((one for one in apart if {at + one for at in numbers} <= set(names)), None)
        if by is None or self._are_generations(numbers):
            return []
        groups: list[tuple[int, ...]] = [(at + by, at) for at in numbers]
        texts = {tuple(normalised(self._it.headings.get(at, "")) for at in one) for one in groups}
        return groups if len(texts) == 1 else []

    def _open(self) -> Iterator[int]:
        """Columns that are nothing yet."""
        known = self._it.barred | self._it.chosen | set(self._it.columns.values())
        return (at for at in range(min(self._sample.width, _WIDEST_LOOK)) if at not in known)

    def _is_plainly(self, name: str, index: int) -> bool:
        """Whether what stands in a column is that field, however few lines the column has."""
        values = [value for value in self._sample.column(index) if value]
        return bool(values) and self._looks[name]("", values, {}) >= _SURE

    def _are_generations(self, numbers: Sequence[int]) -> bool:
        found = [list(filter(None, map(_BORN.match, self._sample.column(at)))) for at in numbers]
        born = [median(int(one[1]) for one in years) for years in found if years]
        return bool(born) and max(born) - min(born) > _GENERATION

    def _numbers_lines(self, index: int) -> bool:
        values = [value for value in self._sample.column(index) if value]
        return bool(values) and all(
            one.isdecimal() and len(one) < _LONGEST_SERIAL for one in values
        )

    def _from_left(self, groups: Sequence[tuple[int, ...]]) -> list[int]:
        """Where the halves begin: with the numbering, or another column that each of them has."""
        starts, before = [min(group) for group in groups], max(groups[0])
        while min(starts) > 0 and starts[1] - 1 > before:
            left = [place - 1 for place in starts]
            texts = {normalised(self._it.headings.get(place, "")) for place in left}
            if len(texts) > 1 or (texts == {""} and not all(map(self._numbers_lines, left))):
                break
            starts = left
        return starts

    def _twins(self, name: str) -> list[int]:
        """The column of a field and those to its right with the same heading."""
        taken = self._it.columns[name]
        text = normalised(self._it.headings.get(taken, ""))
        return sorted(
            place
            for place in self._it.takers.get(name, ())
            if place >= taken and normalised(self._it.headings.get(place, "")) == text
        )

    def _leave_other_tables(self) -> None:
        """What stands beyond an empty column and is not about these rows is another table."""
        blocks = blocks_of(self._sample, self._it.headings)
        if len(blocks) < 2:
            return
        main = max(blocks, key=self._weight)
        for block in blocks:
            claimed = [name for name, place in self._it.columns.items() if place in block]
            if block is main or not claimed or self._belongs(block, main):
                continue
            for name in claimed:
                if self._it.columns[name] in self._it.chosen:
                    continue
                inside = [place for place in self._it.takers[name] if place in main]
                if inside:
                    self._it.take(name, inside[0], self._it.certainty[name])
                else:
                    self._it.drop(name)
            known = self._it.barred.issuperset(block)  # another half
            self._it.barred.update(place for place in block if place not in self._it.chosen)
            if known:
                continue
            self.told.append(
                f"{column_range(block[0], block[-1])}像是另一份表，没有读取；需要时请为它的各列选定字段。"
            )

    def _weight(self, block: range) -> tuple[int, int]:
        names = [
            name for name, places in self._it.takers.items() if any(p in block for p in places)
        ]
        return sum(name in self._headings.required for name in names), len(names)

    def _belongs(self, block: range, main: range) -> bool:
        """Whether most rows of the main table go on in that block."""
        for name in self._headings.required:
            places = self._it.takers.get(name, ())
            if any(one in block for one in places) and any(one in main for one in places):
                return False
        if sum(place in self._it.headings for place in block) == 1:
            return True
        anchors = [self._it.columns.get(name, -1) for name in self._headings.required]
        anchor = next((place for place in anchors if place in main), main[0])
        rows = [row for row in self._sample.rows if anchor < len(row) and row[anchor]]
        going_on = sum(any(row[place : place + 1] != ("",) for place in block) for row in rows)
        return not rows or going_on >= len(rows) * _HALF

    # ------------------------------------------------------------------------- the look of values
    def _look(self, name: str, index: int) -> float:
        key = name, index
        if key not in self._seen:
            heading = normalised(self._it.headings.get(index, ""))
            known = {one: self._sample.column(at) for one, at in self._it.columns.items()}
            self._seen[key] = self._looks[name](heading, self._sample.column(index), known)
        return self._seen[key]

    def _choose_among_rivals(self) -> None:
        """Of several columns with headings for one field, the one whose values are that field."""
        for name, places in self._it.takers.items():
            taken = self._it.columns.get(name)
            if name not in self._looks or len(places) == 1 or taken is None:
                continue
            if taken in self._it.chosen or self._look(name, taken) > _HARDLY:
                continue
            rivals = [one for one in places if one not in self._it.barred | {taken}]
            better = next((one for one in rivals if self._look(name, one) >= _SURE), None)
            if better is not None:
                self._it.take(name, better, TWIN)

    def _say_contradictions(self) -> None:
        for name, place in list(self._it.columns.items()):
            if place in self._it.chosen or self._sample.filled(place) < _MIXED:
                continue
            other = self._contradicting(name, place)
            if other is None:
                continue
            words = f"“{self._text(place)}”一栏（{column_letter(place)} 列）"
            label = self._label(other)
            if other == NUMBER and other not in self._it.columns and self._may_give(name):
                self._it.drop(name)
                self._it.take(other, place, GUESSED * self._look(other, place))
                self.told.append(f"{words}里写的是{label}，已作{label}读取。")
                continue
            self._it.certainty[name] = DOUBTFUL
            self.told.append(f"{words}里写的多是{label}，栏目可能错位，请核对。")

    def _contradicting(self, name: str, place: int) -> str | None:
        """The other field that the values of this column plainly are."""
        if name in self._looks and self._look(name, place) > _HARDLY:
            return None
        for other in self._looks:
            if other != name and self._plain(other, name) and self._look(other, place) >= _SURE:
                return other
        return None

    def _plain(self, other: str, name: str) -> bool:
        """Whether finding `other` under the heading of `name` means something: a text may be a name,
        a counsellor's phone looks like the member's."""
        if name in self._looks:
            return True
        return other == NUMBER

    def _may_give(self, name: str) -> bool:
        return name not in self._headings.required

    def _fill_gaps(self) -> None:
        """A look for each field that is still in no column."""
        for name in self._looks:
            if name in self._it.columns:
                continue
            free = list(self._free(name))
            alike = [place for place in free if self._look(name, place) >= _SURE]
            if len(alike) == 1:
                place = alike[0]
                self._it.take(name, place, round(GUESSED * self._look(name, place), 2))
                self._it.serial.discard(place)
            elif alike:
                columns = "、".join(column_letter(place) for place in alike)
                self.told.append(
                    f"{columns} 列都像是{self._label(name)}，分不清是哪一栏，请在“表头与栏目”里指定。"
                )

    def _free(self, name: str) -> Iterator[int]:
        taken = set(self._it.columns.values()) | self._it.barred | self._it.chosen
        if name != NUMBER:
            taken |= self._it.serial
        for index in range(min(self._sample.width, _WIDEST_LOOK)):
            if index not in taken and self._sample.filled(index):
                yield index

    def _name_unheaded(self) -> None:
        """A column without a heading that has values is named by its letter, to be pointed at."""
        least = _HALF if self._it.height else 0.01
        for index in range(self._sample.width):
            if index not in self._it.headings and self._sample.filled(index) >= least:
                self._it.headings[index] = column_name(index)
        for index in self._it.columns.values():
            self._it.headings.setdefault(index, column_name(index))
        self._it.headings = dict(sorted(self._it.headings.items()))

    def _text(self, place: int) -> str:
        return self._it.headings.get(place) or column_name(place)

    def _label(self, name: str) -> str:
        return self._labels.get(name, name)


# --------------------------------------------------------------------------- a list without heading
def first_data_row(sheet: Sheet, headings: Headings) -> int | None:
    """The index of the row in which the persons begin, by the look of its cells; None if no row
    looks like a person's. Somebody's phone above the list is of another column or alone."""
    seen = [
        (index, told)
        for index, row in enumerate(sheet.rows[:_ROWS_LOOKED_AT])
        if (told := _told_by(row, headings)) or any(value is not None for value in row)
    ]
    for place, (first, told) in enumerate(seen):
        after = [other for _, other in seen[place + 1 : place + 1 + _NEIGHBOURS]]
        again = [sum(one in other for other in after) * 2 >= len(after) for one in told]
        if any(again):
            while first and _is_person(sheet.rows[first - 1], sheet.rows[first], headings):
                first -= 1  # noqa: PLW2901
            return first
    return None


def _told_by(row: Sequence[object], headings: Headings) -> set[tuple[int, str]]:
    """Columns whose cell is plainly the value of a field that such a list need not have."""
    return {
        (place, name)
        for place, value in enumerate(row[:_WIDEST_LOOK])
        if (text := _text(value))
        for name in _telling(text, headings)
    }


def is_heading(row: Sequence[object], below: Sequence[object], headings: Headings) -> bool:
    """Whether a row names the columns of the one below: words, hardly a gap, none of them data."""
    width = sum(value is not None for value in below)
    texts = [text for value in row if (text := _text(value))]
    if len(texts) < 2 or len(texts) * 2 < width:
        return False
    return not any(_telling(text, headings) for text in texts) and not any(
        text.isdecimal() for text in texts
    )


def _is_person(row: Sequence[object], below: Sequence[object], headings: Headings) -> bool:
    """Whether the row is a person with gaps above one without: a name at the same place."""
    name = headings.looks.get("name")
    if name is None or is_heading(row, below, headings):
        return False
    return any(
        (text := _text(value)) and name("", [text], {}) == 1 and name("", [_text(under)], {}) == 1
        for value, under in zip(row, below, strict=False)
    )


def _telling(text: str, headings: Headings) -> list[str]:
    """The fields, none of them required, of which a cell alone is plainly a value."""
    return [
        name
        for name, look in headings.looks.items()
        if name not in headings.required and look("", [text], {}) == 1
    ]


def _text(value: object) -> str:
    return value.strip() if type(value) is str else cell_text(value).strip()
