"""Reading a roster list: the sheet, the headings, and every cell in its canonical spelling."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

from ..core.progress import Progress, Quiet, while_wanted
from ..rules.cells import Normalised
from ..rules.checks import Finding, normalise
from ..rules.dates import read_day
from ..rules.fields import EXTRA_HEADINGS, FIELDS, NOT_HEADINGS, SCHOOL_HEADINGS, Kind
from ..rules.id_numbers import check_character, date_in
from ..rules.looks import PERSON_LOOKS
from ..rules.policy import Policy
from ..sheets.data_rows import DataRow
from ..sheets.findings import ListSource, source_of
from ..sheets.heading import Headings, Table
from ..sheets.prepared import list_of
from ..sheets.reader import Beside, Numbers, Workbook, cell_text, read_workbook
from ..sheets.reading import Reading
from ..sheets.repeats import with_repeats

LABELS = {name: field.label for name, field in FIELDS.items()}


_OWN = frozenset({"name", "id_number", "mobile", "development_number", "student_number", "qq"})
_BRANCH = frozenset({"branch"})
_CLASS = frozenset({"superior", "school", "grade", "major", "class_name"})
"""Where a list names a group once. Beside a branch a blank class is a class that nobody knows."""


def member_headings(*required: str) -> Headings:
    """The headings of any list of persons (domain.md §10)."""
    aliases: dict[str, tuple[str, ...]] = {name: field.headings for name, field in FIELDS.items()}
    aliases.update({name: EXTRA_HEADINGS[name] for name in ("superior", "reason")})
    return Headings(
        aliases=aliases,
        not_headings=NOT_HEADINGS,
        required=required or ("name",),
        neighbours={("counsellor", "mobile"): "counsellor_mobile"},
        telling=("name", "id_number"),
        looks=PERSON_LOOKS,
    )


def roster_headings() -> Headings:
    """A roster says where its persons belong, in one column or in several (`homes.has_home`)."""
    headings = member_headings("name")
    aliases = {**headings.aliases, "school": SCHOOL_HEADINGS}
    return replace(
        headings,
        aliases=aliases,
        wider={"superior": "school"},
        named_beside=("superior", "grade"),
    )


def read_list(
    path: Path,
    *,
    headings: Headings,
    reading: Reading,
    labels: Mapping[str, str] = LABELS,
    cancelled: Callable[[], bool] = lambda: False,
    workbook: Workbook | None = None,
    beside: Beside = lambda _rows: None,
    numbers: Numbers | None = None,
) -> tuple[Table, ListSource]:
    """The table of a list, and what to say of where it was found.

    A `workbook` that has been read already is not read again: a wizard asks several times.
    `beside` and `numbers` are done while it is read (`read_workbook`).
    """
    book = workbook or read_workbook(path, cancelled=cancelled, beside=beside, numbers=numbers)

    def found() -> Table:
        table = list_of(book, headings, labels=labels, reading=reading)
        groups = _BRANCH if "branch" in table.columns else _CLASS
        return with_repeats(table, own=_OWN, groups=groups)

    table = while_wanted(found, cancelled)
    return table, source_of(book, table)


def birth_written(cell: object) -> str:
    """A birth date, in whatever way a list writes it: YYYY-MM-DD, or YYYY-MM without a day, or ''."""
    reading = read_day(normalize("NFKC", cell).strip() if isinstance(cell, str) else cell)
    if reading.fault:
        return ""
    return reading.as_month if reading.day is None else reading.as_date


class CleanRow(NamedTuple):
    """A row in canonical spelling. An empty or unreadable cell has no entry in `values`."""

    number: int
    values: Mapping[str, str]
    findings: tuple[Finding, ...]
    raw: Mapping[str, object]


class Cleaner:
    """Turns cells into canonical text, remembering what it has seen: lists repeat themselves.

    What is canonical already, as most cells of most lists are, is known by a pattern and taken as
    it stands: `rules.cells.normalise` would say the same, ten times slower.
    """

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._ways: dict[str, tuple[_Test | None, dict[str, Normalised]]] = {
            name: (canonical_test(name, policy), {}) for name in FIELDS
        }

    def clean(self, number: int, raw: Mapping[str, object], fields: frozenset[str]) -> CleanRow:
        """One row; only fields of the field table are looked at."""
        columns = {name: (cell,) for name, cell in raw.items() if name in fields}
        ((values, findings),) = self._cleaned(columns, [raw])
        return CleanRow(number, values, findings, raw)

    def clean_rows(
        self,
        rows: Sequence[DataRow],
        fields: frozenset[str],
        progress: Progress = Quiet(),  # noqa: B008 - has no state
    ) -> list[CleanRow]:
        """All rows of a table: column by column, each spelling of a column once."""
        cleaned: list[CleanRow] = []
        for start in range(0, len(rows), _AT_ONCE):
            progress.stop_if_cancelled()
            part = rows[start : start + _AT_ONCE]
            progress(start + len(part), len(rows), "读取各行")
            raws = [row.view for row in part]
            names = part[0].fields.names
            cells = zip(names, zip(*[row.picked for row in part], strict=True), strict=True)
            columns = {name: column for name, column in cells if name in fields}
            cleaned += [
                CleanRow(row.number, values, findings, raw)
                for row, raw, (values, findings) in zip(
                    part, raws, self._cleaned(columns, raws), strict=True
                )
            ]
        return cleaned

    def _cleaned(
        self, columns: Mapping[str, Sequence[object]], raws: Sequence[Mapping[str, object]]
    ) -> Iterator[tuple[dict[str, str], tuple[Finding, ...]]]:
        """Values and findings of rows, from their columns."""
        found: dict[int, tuple[Finding, ...]] = {}
        names = tuple(columns)
        clean = [self._column(name, cells, raws, found) for name, cells in columns.items()]
        rows = zip(*clean, strict=True) if clean else ((),) * len(raws)
        for place, row in enumerate(rows):
            values = {
                name: value for name, value in zip(names, row, strict=True) if value is not None
            }
            yield values, found.get(place, ())

    def _column(
        self,
        field: str,
        cells: Sequence[Any],
        raws: Sequence[Mapping[str, object]],
        found: dict[int, tuple[Finding, ...]],
    ) -> list[str | None]:
        """The canonical texts of a column; what is wrong goes to the places of `found`."""
        test, seen = self._ways[field]
        if field == "id_number" or not _ALIKE_IN_SETS.issuperset(map(type, cells)):
            # 1, 1.0 and True are one key of a dictionary, and three things in a list.
            values: list[str | None] = []
            for place, cell in enumerate(cells):
                if test is not None and type(cell) is str and test(cell):
                    values.append(cell)
                    continue
                value, findings = self._read(field, cell, raws[place])
                if findings:
                    found[place] = (*found.get(place, ()), *findings)
                values.append(value)
            return values
        told, days = False, FIELDS[field].kind is Kind.DATE
        known: dict[Any, str | None] = {}
        for cell in set(cells):
            if test is not None and type(cell) is str and test(cell):
                known[cell] = cell
                continue
            answer = seen.get(cell)
            if answer is None:
                if days and type(cell) is datetime and cell.year in _YEARS:
                    known[cell] = cell.date().isoformat()
                    continue
                answer = seen[cell] = self._read(field, cell, {})
            known[cell] = answer.value
            told = told or bool(answer.findings)
        if told:
            for place, cell in enumerate(cells):
                if (answer := seen.get(cell)) is not None and answer.findings:
                    found[place] = (*found.get(place, ()), *answer.findings)
        return list(map(known.__getitem__, cells))

    def _read(self, field: str, cell: object, raw: Mapping[str, object]) -> Normalised:
        id_kind = cell_text(raw.get("id_kind")) or None if field == "id_number" else None
        answer = normalise(field, cell, policy=self._policy, id_kind=id_kind)
        if type(cell) is str and _says_nothing(field, cell, answer):
            return Normalised(None)
        return answer


def forget_damaged_numbers(rows: list[CleanRow]) -> dict[int, str]:
    """Takes away what a spreadsheet has left of ID numbers, and returns it by row: it is nobody's,
    though one rounded number in eleven passes the check and may be another person's."""
    left: dict[int, str] = {}
    for place, row in enumerate(rows):
        if row.findings and any(one.code == "id.precision_lost" for one in row.findings):
            values = {name: value for name, value in row.values.items() if name != "id_number"}
            rows[place] = CleanRow(row.number, values, row.findings, row.raw)
            left[row.number] = row.values.get("id_number", "")
    return left


def crossed_out(cell: str) -> bool:
    """Whether a cell holds only a mark that there is nothing to fill in."""
    return _NOTHING.fullmatch(cell) is not None


def _says_nothing(field: str, cell: str, answer: Normalised) -> bool:
    """Whether a cell is crossed out (/, —, 无), as a form is where there is nothing to fill in: it
    is an empty cell. A word that the field knows (团内现任职务 无) says something."""
    if not crossed_out(cell):
        return False
    kind = FIELDS[field].kind
    if kind is Kind.NOTES:
        return False
    return bool(answer.findings) or kind not in _WITH_CHOICES


_Test = Callable[[str], object]


def canonical_test(field: str, policy: Policy) -> _Test | None:
    """Whether a text is what `normalise` would make of it, with nothing to find; None where only
    `normalise` can tell. It says yes of the usual spelling only, never of everything it might."""
    row = FIELDS[field]
    if row.kind is Kind.ID_NUMBER:
        usual = re.compile(_USUAL_NUMBER).fullmatch
        return lambda cell: (
            usual(cell)
            and check_character(cell[:17]) == cell[17]
            and (cell[12:14] <= "28" or date_in(cell))
        )
    if row.kind is Kind.MOBILE:
        looks = re.compile(policy.mobile_pattern, re.ASCII).search
        return lambda cell: cell.isdigit() and looks(cell)
    if row.kind is Kind.NUMBER and field == "development_number":
        return re.compile(rf"[0-9]{{{policy.numbers.digits}}}").fullmatch
    if row.kind is Kind.TEXT:
        return re.compile(_PLAIN_TEXT % (row.max_length or _LONGEST_PLAIN)).fullmatch
    pattern = _CANONICAL.get(row.kind)
    return re.compile(pattern).fullmatch if pattern else None


_AT_ONCE = 2_000
_NOTHING = re.compile(
    r"[\s/／\\＼|｜_＿‐‑‒–—―−－─~～*＊·.。、…-]+|\s*(?:暂?无|没有|未填写?|#?n/a|null)\s*",
    re.IGNORECASE,
)
_WITH_CHOICES = frozenset({Kind.CHOICE, Kind.YES_NO})
_YEARS = range(1901, 2100)
_ALIKE_IN_SETS = frozenset({str, type(None), date, datetime})
_LONGEST_PLAIN = 200
_WORD = "(?!(?:-+|暂?无|没有|未填写?)$)"
_PLAIN_TEXT = _WORD + "[\u4e00-\u9fffA-Za-z0-9（）、，。；：《》-]{1,%d}"
_MONTH_DAY = "(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
_USUAL_NUMBER = "[0-9]{6}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]"
_CANONICAL: Mapping[Kind, str] = {
    Kind.NAME: _WORD
    + "(?!.*[族员盟党众士生性团学计上填他它工师部名别期月号码话貌间级历贯注位址]$)[\u4e00-\u9fff]{2,20}",
    Kind.DATE: f"(?:19|20)[0-9]{{2}}-{_MONTH_DAY}",
    Kind.MONTH: "(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])",
}
