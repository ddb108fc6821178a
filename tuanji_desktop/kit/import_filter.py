"""Which findings and rows of a review pass the clerk's filters. For a reader thread: lists are long."""

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from threading import Lock
from typing import Any

from tuanji_desktop.kit.import_adapter import UNDECIDED, ImportReview, Layout, RowQuestion
from tuanji_desktop.kit.import_edits import Cell, is_same_text
from tuanji_desktop.kit.paged_model import SortKey
from tuanji_desktop.sheets.findings import CODE_WORDS, SheetFinding
from tuanji_desktop.sheets.reader import cell_text

ALL = ""
ERROR = "error"
LEVELS = {ERROR: "错误", "warning": "提醒"}
SORTS: Mapping[str, Callable[[SheetFinding], Any]] = {
    "row": lambda one: one.row,
    "field": lambda one: one.field,
    "level": lambda one: one.level,
    "code": lambda one: one.code,
}
"""What the sortable columns of the findings are sorted by."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings and rows are to be seen; '' stands for all.

    `keep`: sheet rows that stay in the lists of rows although they no longer pass, because the
    clerk has just mended them there.
    """

    kind: str = ALL
    code: str = ALL
    errors: bool = False
    text: str = ""
    sort: tuple[SortKey, ...] = ()
    keep: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class CodeCount:
    """A kind of finding and how often it is there among what the other filters let pass."""

    code: str
    level: str
    count: int

    @property
    def words(self) -> str:
        """What it is about."""
        return CODE_WORDS.get(self.code, self.code)


@dataclass(frozen=True, slots=True)
class Passing:
    """Places of what passes a filter, counted from 1: to a table the id 0 is nothing. `numbers` are
    the sheet's of the rows; `kept` of them do not pass and are only kept in sight."""

    findings: "array[int]" = field(default_factory=lambda: array("q"))
    rows: "array[int]" = field(default_factory=lambda: array("q"))
    codes: tuple[CodeCount, ...] = ()
    numbers: "array[int]" = field(default_factory=lambda: array("q"))
    kept: int = 0


Sort = tuple[str, str]
"""Code and field of findings that are alike."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What was found, by its place: of a cell, and of a row as a whole. The worst comes first.

    `certain`: suggestions that only write the same text otherwise, and may be taken all at once.
    """

    cells: Mapping[Cell, tuple[SheetFinding, ...]] = field(default_factory=dict)
    rows: Mapping[int, tuple[SheetFinding, ...]] = field(default_factory=dict)
    certain: Mapping[Sort, Mapping[Cell, str]] = field(default_factory=dict)
    order: Sequence[Cell] = ()
    """The cells, row by row."""
    columns: Sequence[int] = ()
    """The columns in which anything was found."""

    def of_row(self, number: int) -> list[SheetFinding]:
        """All that was found in a row, that of the whole row first."""
        found = [*self.rows.get(number, ())]
        for column in self.columns:
            found += self.cells.get((number, column), ())
        return found


class RowTexts:
    """All the words of each row of a review, for the search; gathered when first searched."""

    def __init__(
        self,
        review: ImportReview,
        layout: Layout,
        labels: Mapping[str, str],
        mended: Mapping[Cell, str],
    ) -> None:
        self._review, self._layout, self._labels, self._mended = review, layout, labels, mended
        self._lock = Lock()
        self._texts: list[str] | None = None

    def rows(self) -> Sequence[str]:
        """By the places of the review's rows."""
        with self._lock:
            if self._texts is None:
                self._texts = [self._of(place) for place in range(len(self._review.rows))]
            return self._texts

    def finding(self, one: SheetFinding) -> str:
        """The words of a finding."""
        label, level = self._labels.get(one.field, one.field), LEVELS.get(one.level, "")
        words = (one.cell, label, one.value, one.message, one.suggestion or "", level)
        return "\n".join((*words, CODE_WORDS.get(one.code, ""))).casefold()

    def _of(self, place: int) -> str:
        row = self._review.rows[place]
        cells = self._layout.cells(row.number)
        held = [
            cell_text(cells[one])
            for one in self._layout.columns
            if one < len(cells) and (row.number, one) not in self._mended
        ]
        held += [
            self._mended[row.number, one]
            for one in self._layout.columns
            if (row.number, one) in self._mended
        ]
        return "\n".join((row.name, self._review.detail(place), *held)).casefold()


def passing(review: ImportReview, wanted: Wanted, texts: RowTexts | None = None) -> Passing:
    """What passes the filters, in order; `texts` are needed for a filter by text only."""
    rows = review.rows
    inside: set[int] | None = None
    if wanted.kind:
        inside = {row.number for row in rows if row.kind == wanted.kind}
    places, speaking = _findings(review, wanted, inside, texts)
    counts = _counts(review.findings[place - 1] for place in places)
    if wanted.code:
        places = [place for place in places if review.findings[place - 1].code == wanted.code]
    found = {review.findings[place - 1].row for place in places}
    here = array("q")
    kept = 0
    for place, row in enumerate(rows, 1):
        passes = inside is None or row.number in inside
        if passes and (wanted.code or wanted.errors):
            passes = row.number in found
        elif passes and wanted.text.strip():
            passes = row.number in speaking
        if passes or row.number in wanted.keep:
            here.append(place)
            kept += not passes
    numbers = array("q", (rows[place - 1].number for place in here))
    return Passing(array("q", _sorted(review, places, wanted.sort)), here, counts, numbers, kept)


def _findings(
    review: ImportReview, wanted: Wanted, inside: set[int] | None, texts: RowTexts | None
) -> tuple[list[int], set[int]]:
    """The findings that pass all filters but that of the code, and the rows that hold the text."""
    needle = wanted.text.strip().casefold()
    speaking: set[int] = set()
    if needle and texts is not None:
        speaking = {
            row.number
            for row, text in zip(review.rows, texts.rows(), strict=True)
            if needle in text
        }
    places = []
    by_itself = set()
    for place, one in enumerate(review.findings, 1):
        if inside is not None and one.row not in inside:
            continue
        if wanted.errors and one.level != ERROR:
            continue
        if needle and texts is not None:
            if needle in texts.finding(one):
                by_itself.add(one.row)
            elif one.row not in speaking:
                continue
        places.append(place)
    return places, speaking | by_itself


def _sorted(review: ImportReview, places: Iterable[int], keys: Sequence[SortKey]) -> Iterable[int]:
    for key in reversed(keys):
        value = SORTS[key.column]
        order = [(value(review.findings[place - 1]), place) for place in places]
        places = [place for _, place in sorted(order, key=itemgetter(0), reverse=key.descending)]
    return places


def _counts(findings: Iterable[SheetFinding]) -> tuple[CodeCount, ...]:
    """By code, those with errors first, then the frequent ones."""
    levels = Counter((one.code, one.level) for one in findings)
    codes: Counter[str] = Counter()
    for (code, _), number in levels.items():
        codes[code] += number
    return tuple(
        CodeCount(code, level, codes[code])
        for level in LEVELS
        for code, _ in codes.most_common()
        if (level == ERROR) == ((code, ERROR) in levels)
    )


def marks_of(review: ImportReview) -> Marks:
    """Where the findings stand, for the grid."""
    cells: dict[Cell, list[SheetFinding]] = defaultdict(list)
    rows: dict[int, list[SheetFinding]] = defaultdict(list)
    certain: dict[Sort, dict[Cell, str]] = defaultdict(dict)
    for one in review.findings:
        cell = cell_of(review, one)
        if cell is None:
            rows[one.row].append(one)
            continue
        cells[cell].append(one)
        if one.suggestion and is_same_text(one.value, one.suggestion):
            certain[one.code, one.field][cell] = one.suggestion
    for found in chain(cells.values(), rows.values()):
        if len(found) > 1:
            found.sort(key=lambda one: one.level != ERROR)
    return Marks(
        {cell: tuple(found) for cell, found in cells.items()},
        {row: tuple(found) for row, found in rows.items()},
        dict(certain),
        sorted(cells),
        tuple(sorted({column for _, column in cells})),
    )


def cell_of(review: ImportReview, finding: SheetFinding) -> Cell | None:
    """Where a finding stands in the list; None for one of the whole row."""
    column = review.source.places.column_of(finding.row, finding.cell)
    return None if column is None else (finding.row, column)


def place_of(review: ImportReview, number: int) -> int:
    """Where a row of the sheet stands among the rows; -1 if it does not."""
    place = bisect_left(review.rows, number, key=lambda row: row.number)
    here = place < len(review.rows) and review.rows[place].number == number
    return place if here else -1


def question_of(review: ImportReview, number: int) -> RowQuestion | None:
    """What is to be decided of a row of the sheet."""
    place = place_of(review, number)
    return review.question(place) if place >= 0 else None


def to_decide(review: ImportReview, decisions: Mapping[int, str]) -> list[tuple[int, str]]:
    """Rows that are open, and those decided already: a decision can be changed."""
    return [
        (row.number, row.name)
        for row in review.rows
        if row.kind == UNDECIDED or row.asks or row.number in decisions
    ]


def anchored(review: ImportReview, found: Passing, anchor: SheetFinding | None) -> int:
    """The place of a former review's finding in this one, or of the next below; 0 for none."""
    if anchor is None:
        return 0
    below = 0
    for place in found.findings:
        one = review.findings[place - 1]
        if one.row == anchor.row and (one.cell, one.code) == (anchor.cell, anchor.code):
            return place
        if not below and one.row >= anchor.row:
            below = place
    return below
