"""What the import wizard has to be told by a room: how its lists look, what a list would do."""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.core.masks import mask_id, mask_phone
from tuanji_desktop.core.progress import Progress
from tuanji_desktop.office.import_recipes import NewRecipe
from tuanji_desktop.rules.fields import FIELDS
from tuanji_desktop.sheets.findings import ListSource, SheetFinding
from tuanji_desktop.sheets.heading import (
    DataRow,
    Headings,
    Table,
    column_letter,
    likely_headings,
)
from tuanji_desktop.sheets.places import PLAIN, STEP, Part, Places
from tuanji_desktop.sheets.prepared import list_of
from tuanji_desktop.sheets.reader import Sheet, Workbook
from tuanji_desktop.sheets.reading import Reading

_ID_FIELDS = frozenset({"id_number"})
_PHONE_FIELDS = frozenset({"mobile", "counsellor_mobile", "contact_phone"})
_NUMBERS = {FIELDS[name].label: name for name in (*_ID_FIELDS, *_PHONE_FIELDS) if name in FIELDS}
_NOBODYS = 7
"""So short a number is nobody's; what is wrong with it must be seen."""
_ID_IN_WORDS = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15})(?!\d)")
_PHONE_IN_WORDS = re.compile(r"(?<!\d)[1１]\d{10}(?!\d)")


@dataclass(frozen=True, slots=True)
class ReviewKind:
    """A sort of row and how many there are: `new`, 新增, 1108. `written`: whether such rows are."""

    key: str
    words: str
    count: int
    written: bool = True


UNDECIDED: Final = "ambiguous"
"""The sort of the rows that only the clerk can decide."""
REFUSED: Final = "refused"


@dataclass(frozen=True, slots=True)
class Alarm:
    """What makes a whole list doubtful. `field`: the column to look at. `confirm`: nothing is
    written before the clerk has said that it was looked at and is meant."""

    words: str
    field: str = ""
    confirm: bool = False


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a row would do to one field of a record; `note`: 提交审核, 已锁定，不改."""

    label: str
    before: str
    after: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A row of the list: its number in the sheet, its sort, whom or what it names. `asks`: it is
    refused as it stands, but a decision would settle it."""

    number: int
    kind: str
    name: str
    asks: bool = False


@dataclass(frozen=True, slots=True)
class ValueQuestion:
    """A text that a column holds and that is to mean one of the pack's words, or an organisation.

    `rows`: how often it stands there. `meaning` is the value it is taken for ('' if nobody knows),
    `words` how that is shown, `score` how sure that is (0 to 1; 1 needs no look). `choices` are
    value and words, the likeliest first. With `other` the room offers more than these
    (`ImportAdapter.other_value`): the whole tree, or making the node that is missing.
    """

    field: str
    written: str
    rows: int
    meaning: str
    words: str
    score: float
    choices: tuple[tuple[str, str], ...]
    other: str = ""
    """Words of the button that offers more: 选择或新建团支部…"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom a row may mean; `values` stand in the order of the question's `labels`."""

    decision: str
    title: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowQuestion:
    """A row that only the clerk can decide, beside those it may mean. `others` are decisions that
    name nobody (`sheets.reading.NEW`, `LEAVE`) and their words; `decided` is the answer given."""

    row: int
    labels: tuple[str, ...]
    incoming: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    others: tuple[tuple[str, str], ...]
    decided: str = ""
    this: str = "是这个人"
    """Words of the button under a candidate."""


def no_question(_place: int) -> RowQuestion | None:
    """Nothing is to be decided."""
    return None


def no_changes(_place: int) -> tuple[FieldChange, ...]:
    """What becomes of the row is told in words only."""
    return ()


@dataclass(frozen=True, slots=True)
class ImportReview:
    """A plan as the wizard shows it and has it carried out.

    `rows` stand in the order of the sheet. `writes`: rows that applying writes (0: nothing to do).
    `detail` says in words what becomes of the row at a place of `rows`. `alarms` are said loudly,
    `notes` calmly. `apply` runs on the writer thread, keeps the recipe in the same operation and
    returns its number.
    """

    source: ListSource
    sentence: str
    kinds: tuple[ReviewKind, ...]
    rows: Sequence[ReviewRow]
    findings: tuple[SheetFinding, ...]
    writes: int
    detail: Callable[[int], str]
    apply: Callable[[Progress, NewRecipe | None], int | None]
    alarms: tuple[Alarm | str, ...] = ()
    notes: tuple[str, ...] = ()
    question: Callable[[int], RowQuestion | None] = no_question
    """What is to be decided at a place of `rows`; asked when somebody looks at it."""
    changes: Callable[[int], tuple[FieldChange, ...]] = no_changes
    """Field by field what the row at a place of `rows` changes; asked when somebody looks at it."""
    done: str = ""
    """The sentence once it is written: 已新增 5 人……; '' says the first sentence again."""
    parts: tuple[Sequence[object], ...] = ()
    """The other long lists it holds, for whoever frees it (`kit.letting_go`)."""


class ImportOptions(QWidget):
    """What a room asks beside the file (a year, a school); shown on the first step."""

    changed = Signal()

    @property
    def told(self) -> str:
        """For whom the list is imported, as it stands above the plan; '' where nothing was chosen."""
        return ""

    def answers(self) -> dict[str, str]:
        """The answers as a recipe and an unfinished import keep them."""
        return {}

    def set_answers(self, answers: Mapping[str, str]) -> None:
        """Puts answers back; one that no longer exists is left as it is."""


class ImportAdapter(Protocol):
    """A room's side of the wizard. All is called on the GUI thread; the planning it returns is
    carried out on a reader thread and must hold all it needs."""

    @property
    def kind(self) -> str:
        """What sort of list: roster, graduates, organizations, transfers. Recipes are kept by it."""

    @property
    def title(self) -> str:
        """导入花名册"""

    @property
    def hint(self) -> str:
        """What sort of list is expected, in a sentence."""

    @property
    def fields(self) -> Mapping[str, str]:
        """Field → label, in the order in which they are offered for a column."""

    @property
    def headings(self) -> Headings:
        """What the headings of such lists mean."""

    def options(self, parent: QWidget) -> ImportOptions | None:
        """The questions beside the file, if there are any."""

    @property
    def policy_fields(self) -> tuple[str, ...]:
        """The fields for which the clerk may say: update, fill blanks only, skip."""

    def questions(
        self, workbook: Workbook, reading: Reading
    ) -> Callable[[Progress], tuple[ValueQuestion, ...]]:
        """The act that finds the distinct texts whose meaning is to be looked at, those nobody
        knows first. It runs on a reader thread; none: the step is passed over."""

    def other_value(
        self, question: ValueQuestion, parent: QWidget, on_chosen: Callable[[str, str], None]
    ) -> None:
        """Opens the room's own choice for a question with `other`; value and words come back."""

    def planning(self, workbook: Workbook, reading: Reading) -> Callable[[Progress], ImportReview]:
        """The act that decides what every row would do; it writes nothing."""


class PlainAdapter:
    """What a list needs no more of than columns answers: no policies, no values to look at."""

    @property
    def policy_fields(self) -> tuple[str, ...]:
        return ()

    def questions(
        self, workbook: Workbook, reading: Reading
    ) -> Callable[[Progress], tuple[ValueQuestion, ...]]:
        return lambda _progress: ()

    def other_value(
        self, question: ValueQuestion, parent: QWidget, on_chosen: Callable[[str, str], None]
    ) -> None:
        """No question of such a list has `other`."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is read: the table found in it, or why there is none.

    `headings` are the texts over the columns, also where no table was found. `sheet` is the first of
    those that are read as one list, `sheets` are all that a clerk sees in the file.
    """

    sheet: Sheet
    table: Table | None
    refusal: FileRefused | None
    headings: Mapping[int, str]
    sheets: tuple[Sheet, ...] = ()
    _rows: dict[int, Sequence[object]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def columns(self) -> dict[int, str]:
        """Column → field, as the table takes them."""
        if self.table is None:
            return {}
        return {index: name for name, index in self.table.columns.items()}

    @property
    def places(self) -> Places:
        """Where the rows of the list really are."""
        return self.table.places if self.table is not None else PLAIN

    def cells(self, number: int) -> Sequence[object]:
        """The cells of a row of the list as the file has them, by the columns of the list."""
        if not self.places:
            rows = self.sheet.rows
            return rows[number - 1] if 0 < number <= len(rows) else ()
        if not self._rows and self.table is not None:
            self._rows.update((row.number, row.cells) for row in self.table.rows)
        return self._rows.get(number, ())

    def named(self, name: str) -> Sheet:
        """A sheet of the file by its name, else the first of the list."""
        return next((one for one in self.sheets if one.name == name), self.sheet)

    def parts(self, name: str) -> list[Part]:
        """The parts of the list that a sheet holds, one for each half; none: it is not read, or the
        list is a sheet's own."""
        return [part for part in self.places.parts if part.sheet == name]

    def rows_in(self, name: str) -> int:
        """How many rows of the list stand in a sheet."""
        rows = self.table.rows if self.table is not None else []
        if not self.places.several:
            return len(rows) if name == self.sheet.name else 0
        ends = [(part.number * STEP, (part.number + 1) * STEP) for part in self.parts(name)]
        return sum(
            bisect_left(rows, last, key=_number) - bisect_left(rows, first, key=_number)
            for first, last in ends
        )

    def heading_in(self, name: str) -> tuple[tuple[int, ...], int]:
        """The heading rows of a sheet, and the first row below them; 0: it is not read."""
        if self.places:
            parts = self.parts(name)
            return (parts[0].heading_rows, parts[0].first_row) if parts else ((), 0)
        if self.table is None or name != self.sheet.name:
            return (), 0
        return self.table.heading_rows, self.table.first_row

    def letter(self, column: int, name: str = "") -> str:
        """What a spreadsheet calls a column of the list, in a sheet of it ('' for the first); ''
        where the sheet has no such column."""
        if not self.places:
            return column_letter(column)
        for part in self.parts(name or self.places.parts[0].sheet):
            if column in part.columns:
                return column_letter(part.columns[column])
        return ""

    def beside(self, name: str) -> dict[int, str]:
        """Column of a sheet → field, all halves that stand beside each other in it included."""
        fields = self.columns
        if not self.places:
            return fields if name == self.sheet.name else {}
        shown = {
            at: fields[to]
            for part in self.parts(name)
            for to, at in part.columns.items()
            if to in fields
        }
        if self.places.added in fields and self.parts(name):
            shown[self.places.added] = fields[self.places.added]
        return shown


def _number(row: DataRow) -> int:
    return row.number


def layout_of(
    workbook: Workbook, headings: Headings, labels: Mapping[str, str], reading: Reading
) -> Layout:
    """Finds the table of a workbook as the clerk wants it read; a refusal is part of the answer."""
    try:
        table = list_of(workbook, headings, labels=labels, reading=replace(reading, values=()))
    except FileRefused as refusal:
        sheet = _sheet(workbook, reading.sheet)
        return Layout(sheet, None, refusal, likely_headings(sheet), _in_sight(workbook))
    first = _sheet(workbook, table.first_sheet)
    return Layout(first, table, None, table.headings, _in_sight(workbook))


def _in_sight(workbook: Workbook) -> tuple[Sheet, ...]:
    return tuple(sheet for sheet in workbook.sheets if not sheet.hidden)


def _sheet(workbook: Workbook, name: str | None) -> Sheet:
    """The sheet of this name, else the first one a clerk can see."""
    for sheet in workbook.sheets:
        if sheet.name == name:
            return sheet
    return (_in_sight(workbook) or list(workbook.sheets) or [Sheet("", False, [])])[0]


def masked_value(field: str, text: str) -> str:
    """A cell's text with ID and phone numbers showing their ends only."""
    if field in _ID_FIELDS | _PHONE_FIELDS and len(text) > _NOBODYS:
        return mask_id(text) if field in _ID_FIELDS else mask_phone(text)
    return masked_words(text)


def masked_labelled(label: str, text: str) -> str:
    """The same for a value of which only the label is known; a number with a digit missing shows
    no more than a sound one."""
    return masked_value(_NUMBERS.get(label, ""), text)


def masked_words(text: str) -> str:
    """A sentence in which ID and phone numbers show their ends only."""
    text = _ID_IN_WORDS.sub(lambda found: mask_id(found.group()), text)
    return _PHONE_IN_WORDS.sub(lambda found: mask_phone(found.group()), text)
