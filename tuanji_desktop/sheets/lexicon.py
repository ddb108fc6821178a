"""What the texts above the columns mean: the headings of a kind of list turned round."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from .addresses import column_index, column_name
from .sheet_columns import Column, normalised

FAILURE_HEADING = "失败原因"
"""The column that the return workbook adds; a list that comes back with it is read without it."""

SERIAL = "serial"
"""A field of this name, like the headings below, only numbers the lines and is no column."""

LEFT_OUT = ""
"""What a heading means that is known to be none of the fields."""

CHOSEN, EXACT, OWNED, TURNED, TWIN, GUESSED, DOUBTFUL = 1.0, 1.0, 0.9, 0.85, 0.7, 0.75, 0.2
"""How sure a column is: said by the clerk, its own heading, an owner before it (学生姓名), decided by
the neighbour, the first of two equal headings, by its look (at most), contradicted by its values."""

_SERIAL_HEADINGS = frozenset({"序号", "编号", "序", "NO", "NO.", "行号", "项次"})
_OWNERS = re.compile(r"^(?:毕业生|学生|团员|本人|个人|申请人)+")
_MISTYPED = str.maketrans(
    {
        **dict(
            zip(
                "電話團號碼級學專業備註聯繫證黨別時間職務類",
                "电话团号码级学专业备注联系证党别时间职务类",
                strict=True,
            )
        ),
        **dict(
            zip(
                "其糸步圑団吗纪极斑般簇冶貎藉住性分",
                "期系部团团码级级班班族治貌籍注姓份",
                strict=True,
            )
        ),
    }
)
"""Characters that headings have for others: traditional ones, and slips of an input method."""
_LETTER = re.compile(r"([A-Z]{1,3})列")
_STRANGERS = re.compile(r"家长|监护人|父亲|母亲|父母|亲属|介绍人|紧急联系")

Look = Callable[[str, Sequence[str], Mapping[str, Sequence[str]]], float]


@dataclass(frozen=True, slots=True)
class Headings:
    """What the headings of one kind of list mean.

    `aliases`: field → headings, the most telling first. `not_headings`: look like a field, are
    none. `required`: fields without which it is no such list. `neighbours`: of two columns with
    the same heading, the one right of field A that would be B is C – {(A, B): C}. `telling`:
    fields that make a row somebody by themselves; by default each field does. `looks`: field → how
    much a column looks like it (`rules.looks`), in the order in which they are asked.
    """

    aliases: Mapping[str, Sequence[str]]
    not_headings: Collection[str] = ()
    required: Collection[str] = ("name",)
    neighbours: Mapping[tuple[str, str], str] = field(default_factory=dict)
    telling: Collection[str] = ()
    looks: Mapping[str, Look] = field(default_factory=dict)
    named_by_sheet: Sequence[str] = ("class_name", "branch")
    """What the name of a sheet may say of everybody in it, the first that such a list has. A required
    field goes before."""
    named_beside: Sequence[str] = ()
    """What it may say where a column has the classes: `superior` the school, `grade` the year of 1班."""
    wider: Mapping[str, str] = field(default_factory=dict)
    """Field → the field that a second column for it is where that shares the heading: 学校 is a superior
    by itself, and beside 院系 it says whose that is."""


@dataclass(slots=True)
class Understood:
    """What one to three rows mean when they are taken for the heading.

    `takers`: field → every column that its heading makes one, the best first; `columns` the one
    that is taken, `certainty` how sure it is. `serial` columns only number the lines, `barred` ones
    are known to be no field, `chosen` ones are the clerk's own word. `by_text`: how many columns
    have a known word above them, `strangers` how many of these are somebody else's.
    """

    first: int
    height: int
    headings: dict[int, str]
    words: frozenset[str]
    takers: dict[str, list[int]] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    certainty: dict[str, float] = field(default_factory=dict)
    serial: set[int] = field(default_factory=set)
    barred: set[int] = field(default_factory=set)
    chosen: set[int] = field(default_factory=set)
    lettered: set[int] = field(default_factory=set)
    """Those of the chosen columns that were named by their letters."""
    halves: tuple[range, ...] = ()
    """The columns of each of the lists beside each other, this one first; none for a single list."""
    by_text: int = 0
    strangers: int = 0

    @property
    def score(self) -> tuple[int, int, int, int]:
        """Most columns understood; a group that makes a stranger of 姓名 must not be cut off."""
        return self.by_text, self.strangers, -self.height, -self.first

    def take(self, name: str, index: int, certainty: float) -> None:
        """The field is that column."""
        self.columns[name] = index
        self.certainty[name] = certainty

    def drop(self, name: str) -> None:
        """The field is in no column after all."""
        del self.columns[name], self.certainty[name]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """`field` as `SERIAL` or `LEFT_OUT` is none; `said`: by the clerk, `lettered`: as D列."""

    field: str
    rank: int
    certainty: float
    said: bool = False
    lettered: bool = False


class Lexicon:
    """The headings of a list turned round: normalised text → field and how telling it is."""

    def __init__(self, headings: Headings, chosen: Mapping[str, str]) -> None:
        self._neighbours, self._wider = headings.neighbours, headings.wider
        self._aliases = headings.aliases
        self._chosen = {normalised(text): field for text, field in chosen.items()}
        letters = filter(None, map(_LETTER.fullmatch, chosen))
        self.lettered = frozenset(column_index(letter[1]) for letter in letters)
        """Columns that the clerk named by their letters: they count without a heading, too."""
        self._never = {normalised(text) for text in headings.not_headings}
        self._fields: dict[str, tuple[int, str]] = {}
        for name, aliases in headings.aliases.items():
            for rank, alias in enumerate(aliases):
                self._fields.setdefault(normalised(alias), (rank, name))
        self._words = self._fields.keys() | _SERIAL_HEADINGS | self._never
        self._required = headings.required

    def is_heading(self, text: str) -> bool:
        """Whether a text is a heading as it stands, if only of what numbers the lines."""
        return (text if text.isalnum() else normalised(text)) in self._words

    def names_all(self, texts: Collection[str]) -> bool:
        """Whether these texts are headings of all the fields that such a list must have."""
        return {self.field_of(text) for text in texts}.issuperset(self._required)

    def field_of(self, text: str) -> str:
        """The field that a text is the heading of, as it stands; '' for none."""
        return self._fields.get(normalised(text), (0, ""))[1]

    def read(self, columns: Sequence[Column], first: int, height: int) -> Understood:
        """What these columns mean by what is written above them, or said of them by the clerk."""
        words = frozenset(text for column in columns for text in (*column.groups, column.own))
        texts = {column.index: column.text for column in columns if column.own}
        understood = Understood(first, height, texts, words)
        takers: dict[str, list[tuple[int, int, _Meaning]]] = defaultdict(list)
        twins = Counter(normalised(column.own) for column in columns)
        left = ""
        for column in columns:
            meaning = self._meaning(column)
            if meaning is not None and not meaning.said and twins[normalised(column.own)] > 1:
                turned = self._neighbours.get((left, meaning.field), meaning.field)
                if turned != meaning.field:
                    meaning = _Meaning(turned, meaning.rank, TURNED)
            left = meaning.field if meaning is not None else ""
            if meaning is None:
                continue
            understood.by_text += not meaning.lettered
            if meaning.said:
                understood.chosen.add(column.index)
            if meaning.lettered:
                understood.lettered.add(column.index)
            if meaning.field == SERIAL:
                understood.serial.add(column.index)
            elif meaning.field == LEFT_OUT:
                understood.strangers += 1
                understood.barred.add(column.index)
            else:
                takers[meaning.field].append((meaning.rank, column.index, meaning))
        for name, found in takers.items():
            found.sort(key=lambda taker: taker[:2])
            rank, index, meaning = found[0]
            twin = len(found) > 1 and found[1][0] == rank and not meaning.said
            understood.take(
                name, index, min(meaning.certainty, TWIN) if twin else meaning.certainty
            )
            understood.takers[name] = [taker[1] for taker in found]
            wider = self._wider.get(name, LEFT_OUT)
            theirs = [taker for taker in found if self._is_alias(name, taker[2], wider)]
            if theirs and wider not in takers and found[0] not in theirs:
                _, index, meaning = theirs[0]
                understood.takers[name].remove(index)
                understood.takers[wider] = [index]
                understood.take(wider, index, meaning.certainty)
        return understood

    def _is_alias(self, name: str, meaning: _Meaning, wider: str) -> bool:
        """Whether a heading of one field is one of a wider field, too."""
        if meaning.said or not wider:
            return False
        return self._aliases[name][meaning.rank] in self._aliases[wider]

    def _meaning(self, column: Column) -> _Meaning | None:
        """What the column is; None where nobody knows."""
        if column.index in self.lettered:
            name = self._chosen[column_name(column.index)]
            return _Meaning(name, -1, CHOSEN, said=True, lettered=True)
        readings = list(column.joined())
        for text in readings:
            if text in self._chosen:
                return _Meaning(self._chosen[text], -1, CHOSEN, said=True)
        if readings[-1] == FAILURE_HEADING or readings[-1] in _SERIAL_HEADINGS:
            return _Meaning(SERIAL, 0, EXACT)
        if not self._never.isdisjoint(readings):
            return _Meaning(LEFT_OUT, 0, EXACT)
        for text in readings:
            if text in self._fields:
                rank, name = self._fields[text]
                return _Meaning(name, rank, EXACT)
            if _STRANGERS.search(text):
                return _Meaning(LEFT_OUT, 0, EXACT)
        bare = _OWNERS.sub("", readings[-1])
        for text, certainty in ((bare, OWNED), (readings[-1].translate(_MISTYPED), TURNED)):
            if text in self._fields:
                rank, name = self._fields[text]
                return _Meaning(name, rank, certainty)
        return None
