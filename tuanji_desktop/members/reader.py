"""Reading a roster list: the sheet, the headings, and every cell in its canonical spelling."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from ..rules.cells import Normalised
from ..rules.checks import Finding, normalise
from ..rules.dates import read_day
from ..rules.fields import EXTRA_HEADINGS, FIELDS, NOT_HEADINGS, Kind
from ..rules.policy import Policy
from ..sheets.findings import ListSource, source_of
from ..sheets.heading import Headings, Table, pick_sheet
from ..sheets.reader import Workbook, cell_text, read_workbook
from ..sheets.reading import Reading

_RARELY_REPEATED = (Kind.NAME, Kind.ID_NUMBER, Kind.MOBILE, Kind.NUMBER, Kind.TEXT, Kind.NOTES)

LABELS = {name: field.label for name, field in FIELDS.items()}


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
    )


def roster_headings() -> Headings:
    """A roster names its branches; without that column a list is no roster."""
    return member_headings("name", "branch")


def read_list(
    path: Path,
    *,
    headings: Headings,
    reading: Reading,
    cancelled: Callable[[], bool] = lambda: False,
    workbook: Workbook | None = None,
) -> tuple[Table, ListSource]:
    """The table of a list, and what to say of where it was found.

    A `workbook` that has been read already is not read again: a wizard asks several times.
    """
    workbook = workbook or read_workbook(path, cancelled=cancelled)
    table = pick_sheet(
        workbook,
        headings,
        labels=LABELS,
        sheet_name=reading.sheet,
        chosen=reading.mapping() or None,
    )
    return table, source_of(workbook, table)


def birth_written(cell: object) -> str:
    """A birth date, in whatever way a list writes it: YYYY-MM-DD, or YYYY-MM without a day, or ''."""
    reading = read_day(normalize("NFKC", cell).strip() if isinstance(cell, str) else cell)
    if reading.fault:
        return ""
    return reading.as_month if reading.day is None else reading.as_date


@dataclass(frozen=True, slots=True)
class CleanRow:
    """A row in canonical spelling. An empty or unreadable cell has no entry in `values`."""

    number: int
    values: Mapping[str, str]
    findings: tuple[Finding, ...]
    raw: Mapping[str, object]


class Cleaner:
    """Turns cells into canonical text, remembering what it has seen: lists repeat themselves."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._seen: dict[str, dict[str, Normalised]] = {
            name: {} for name, field in FIELDS.items() if field.kind not in _RARELY_REPEATED
        }

    def clean(self, number: int, raw: Mapping[str, object], fields: frozenset[str]) -> CleanRow:
        """One row; only fields of the field table are looked at."""
        values: dict[str, str] = {}
        findings: list[Finding] = []
        id_kind = cell_text(raw.get("id_kind")) or None
        for field, cell in raw.items():
            if cell is None or cell == "" or field not in fields:
                continue
            seen = self._seen.get(field)
            answer = seen.get(cell) if seen is not None and isinstance(cell, str) else None
            if answer is None:
                answer = normalise(field, cell, policy=self._policy, id_kind=id_kind)
                if seen is not None and isinstance(cell, str):
                    seen[cell] = answer
            value, found = answer
            if value is not None:
                values[field] = value
            if found:
                findings += found
        return CleanRow(number, values, tuple(findings), raw)
