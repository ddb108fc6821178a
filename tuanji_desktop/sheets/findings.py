"""What is said about one cell of a list that came in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .heading import Table, address


@dataclass(frozen=True, slots=True)
class SheetFinding:
    """A finding with its place; `cell` is the address as spreadsheets show it, '' for a row."""

    row: int
    cell: str
    field: str
    value: str
    level: str  # error | warning
    code: str
    message: str
    suggestion: str | None = None

    def as_json(self) -> dict[str, object]:
        result: dict[str, object] = {
            "row": self.row,
            "cell": self.cell,
            "field": self.field,
            "value": self.value,
            "level": self.level,
            "code": self.code,
            "message": self.message,
        }
        if self.suggestion:
            result["suggestion"] = self.suggestion
        return result


@dataclass(frozen=True, slots=True)
class ListSource:
    """Which table of which file was read, for results and recipes."""

    file_name: str
    sha256: str
    sheet: str
    heading_rows: tuple[int, ...]
    columns: Mapping[str, str]
    unmapped: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How the clerk wants a list read: the sheet, and headings that mean a certain field."""

    sheet: str | None = None
    chosen: tuple[tuple[str, str], ...] = ()

    def mapping(self) -> dict[str, str]:
        return dict(self.chosen)


class Findings:
    """Collects findings of a table with their cell addresses."""

    def __init__(self, table: Table) -> None:
        self._columns = table.columns
        self.all: list[SheetFinding] = []

    def add(
        self,
        row: int,
        field: str,
        *,
        level: str,
        code: str,
        message: str,
        value: str = "",
        suggestion: str | None = None,
    ) -> None:
        column = self._columns.get(field)
        cell = address(row, column) if column is not None else ""
        self.all.append(SheetFinding(row, cell, field, value, level, code, message, suggestion))


def letters(table: Table) -> dict[str, str]:
    """Field → column letter, as the command line prints it."""
    return dict(table.letters())


def sentence(counts: Sequence[tuple[int, str]]) -> str:
    """`78 人匹配，5 人不在册` – what a plan says in one line; zeros stay out."""
    return "，".join(f"{number} {words}" for number, words in counts if number) or "没有可处理的行"
