"""Reading the list that the roster is compared with: which columns count, what a cell says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from ..members.matching import leading_digits, same_name
from ..members.reader import LABELS, birth_written, member_headings
from ..rules.cells import Finding
from ..rules.checks import normalise
from ..rules.fields import FIELDS, Kind
from ..rules.id_numbers import is_valid
from ..rules.policy import Policy
from ..sheets.heading import Headings, Table
from .visible import fits, mask_of

_LEFT_OUT = frozenset({"notes", "destination", "target", "graduation_year"})
"""What such a list says in these columns is the list's own, and nothing about the record."""
_REMEMBERED = frozenset(
    name
    for name, field in FIELDS.items()
    if field.kind in (Kind.NAME, Kind.CHOICE, Kind.YES_NO, Kind.MONTH, Kind.DATE)
)
"""A list repeats these from row to row, and asks for a name more than once a row."""
_ALIKE_ARE_EQUAL = frozenset({str, date, datetime})
"""1, 1.0 and True are one key of a dictionary, and three things in a list."""
_MONTH = 7
DAMAGED: Final = "id.precision_lost"


def comparison_headings() -> Headings:
    """A name is all that such a list must have."""
    # of a class written otherwise than on the roster nothing is to be said
    return replace(member_headings("name"), named_by_sheet=("branch",))


COMPARISON_LABELS: Mapping[str, str] = {
    **{name: label for name, label in LABELS.items() if name not in _LEFT_OUT},
    "superior": "学校或上级",
}
"""Field → label of every column that can be compared, or that helps to find a branch."""


def compared_fields(table: Table) -> tuple[str, ...]:
    """The columns that are compared, in the order of the field table. One without a single value
    is none: the system does not give it out."""
    wanted = [name for name in FIELDS if name in table.columns and name not in _LEFT_OUT]
    places = {name: table.columns[name] for name in wanted}
    empty = set(places)
    for row in table.rows:
        if not empty:
            break
        cells = row.view
        empty -= {name for name in empty if cells[name] not in (None, "")}
    return tuple(name for name in wanted if name not in empty)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says: a canonical value, a mask (stars for what is hidden), or, with neither,
    nothing (`readable`) or nothing that can be compared."""

    value: str | None = None
    mask: str | None = None
    readable: bool = True
    finding: Finding | None = None

    @property
    def words(self) -> str | None:
        """As the work list shows and keeps it."""
        return self.mask or self.value


_NOTHING = Cell()


class CellReader:
    """Reads cells in canonical spelling, remembering what a list repeats in every row."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._known: dict[tuple[str, object], Cell] = {}

    def read(self, field: str, cell: object, *, id_kind: str | None = None) -> Cell:
        """One cell of a field of the field table."""
        if cell is None or cell == "":
            return _NOTHING
        if type(cell) not in _ALIKE_ARE_EQUAL or field not in _REMEMBERED:
            return self._read(field, cell, id_kind)
        known = self._known.get((field, cell))
        if known is None:
            known = self._known[field, cell] = self._read(field, cell, id_kind)
        return known

    def _read(self, field: str, cell: object, id_kind: str | None) -> Cell:
        if field == "id_number" and isinstance(cell, str) and is_valid(cell):
            return Cell(cell)
        mask = mask_of(field, cell)
        if mask is not None:
            return Cell(mask=mask)
        value, found = normalise(field, cell, policy=self._policy, id_kind=id_kind)
        finding = found[0] if found else None
        if finding is not None and finding.code == DAMAGED:
            digits = leading_digits(cell)
            return Cell(mask=f"{digits}***" if digits else None, readable=False, finding=finding)
        if value is None and finding is not None:
            month = birth_written(cell) if FIELDS[field].kind is Kind.DATE else ""
            if len(month) == _MONTH:  # the day is not written: what is there is compared
                return Cell(mask=f"{month}-**")
            return Cell(readable=False, finding=finding)
        return Cell(value, finding=finding)


def agrees(field: str, cell: Cell, known: str | None) -> bool:
    """Whether the record says what the cell says, as far as it can be read."""
    if cell.mask is not None:
        return not cell.mask.strip("*-") or fits(cell.mask, known)
    if not cell.readable:
        return True
    if field == "name":
        return same_name(cell.value, known)
    return (cell.value or None) == (known or None)
