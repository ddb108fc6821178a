"""What the import wizard has to be told by a room: how its lists look, what a list would do."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.core.masks import mask_id, mask_phone
from tuanji_desktop.core.progress import Progress
from tuanji_desktop.sheets.findings import ListSource, Reading, SheetFinding
from tuanji_desktop.sheets.heading import Headings, Table, likely_headings, pick_sheet
from tuanji_desktop.sheets.reader import Sheet, Workbook

_ID_FIELDS = frozenset({"id_number"})
_PHONE_FIELDS = frozenset({"mobile", "counsellor_mobile", "contact_phone"})
_NOBODYS = 7
"""So short a number is nobody's; what is wrong with it must be seen."""
_ID_IN_WORDS = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15})(?!\d)")
_PHONE_IN_WORDS = re.compile(r"(?<!\d)1\d{10}(?!\d)")


@dataclass(frozen=True, slots=True)
class ReviewKind:
    """A sort of row and how many there are: `new`, 新增, 1108."""

    key: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A row of the list: its number in the sheet, its sort, whom or what it names."""

    number: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class ImportReview:
    """A plan as the wizard shows it and has it carried out.

    `rows` stand in the order of the sheet. `writes`: rows that applying writes (0: nothing to do). `detail` says in words what becomes of
    the row at a place of `rows`. `alarms` are said loudly, `notes` calmly. `apply` runs on the
    writer thread and returns the operation's number.
    """

    source: ListSource
    sentence: str
    kinds: tuple[ReviewKind, ...]
    rows: Sequence[ReviewRow]
    findings: tuple[SheetFinding, ...]
    writes: int
    detail: Callable[[int], str]
    apply: Callable[[Progress], int | None]
    alarms: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class ImportOptions(QWidget):
    """What a room asks beside the file (a year, a school); shown on the first step."""

    changed = Signal()


class ImportAdapter(Protocol):
    """A room's side of the wizard. All is called on the GUI thread; the planning it returns is
    carried out on a reader thread and must hold all it needs."""

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

    def planning(self, workbook: Workbook, reading: Reading) -> Callable[[Progress], ImportReview]:
        """The act that decides what every row would do; it writes nothing."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is read: the table found in it, or why there is none.

    `headings` are the texts over the columns, also where no table was found.
    """

    sheet: Sheet
    table: Table | None
    refusal: FileRefused | None
    headings: Mapping[int, str]

    @property
    def columns(self) -> dict[int, str]:
        """Column → field, as the table takes them."""
        if self.table is None:
            return {}
        return {index: field for field, index in self.table.columns.items()}


def layout_of(
    workbook: Workbook, headings: Headings, labels: Mapping[str, str], reading: Reading
) -> Layout:
    """Finds the table of a workbook as the clerk wants it read; a refusal is part of the answer."""
    try:
        table = pick_sheet(
            workbook,
            headings,
            labels=labels,
            sheet_name=reading.sheet,
            chosen=reading.mapping() or None,
        )
    except FileRefused as refusal:
        sheet = _sheet(workbook, reading.sheet)
        return Layout(sheet, None, refusal, likely_headings(sheet))
    return Layout(_sheet(workbook, table.sheet_name), table, None, table.headings)


def _sheet(workbook: Workbook, name: str | None) -> Sheet:
    """The sheet of this name, else the first one a clerk can see."""
    for sheet in workbook.sheets:
        if sheet.name == name:
            return sheet
    visible = [sheet for sheet in workbook.sheets if not sheet.hidden]
    return (visible or list(workbook.sheets) or [Sheet("", False, [])])[0]


def masked_value(field: str, text: str) -> str:
    """A cell's text with ID and phone numbers showing their ends only."""
    if field in _ID_FIELDS | _PHONE_FIELDS and len(text) > _NOBODYS:
        return mask_id(text) if field in _ID_FIELDS else mask_phone(text)
    return masked_words(text)


def masked_words(text: str) -> str:
    """A sentence in which ID and phone numbers show their ends only."""
    text = _ID_IN_WORDS.sub(lambda found: mask_id(found.group()), text)
    return _PHONE_IN_WORDS.sub(lambda found: mask_phone(found.group()), text)
