"""What goes to the clipboard: rows as text and as a table whose ID numbers stay text in Excel."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_TEXT_CELL = "mso-number-format:'\\@'"


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """Headings and rows, ready for the clipboard."""

    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def as_tsv(self) -> str:
        """Tab-separated; a line break or a tab inside a cell becomes a space."""
        lines = [self.headings, *self.rows]
        return "\n".join("\t".join(_one_line(cell) for cell in line) for line in lines) + "\n"

    def as_html(self) -> str:
        """A table all of whose cells tell Excel and WPS that they are text."""
        head = "".join(f"<th>{escape(cell)}</th>" for cell in self.headings)
        body = "".join(
            "<tr>"
            + "".join(f'<td style="{_TEXT_CELL}">{escape(cell)}</td>' for cell in row)
            + "</tr>"
            for row in self.rows
        )
        return f'<meta charset="utf-8"><table><tr>{head}</tr>{body}</table>'


def _one_line(cell: str) -> str:
    return " ".join(cell.split()) if any(mark in cell for mark in "\t\r\n") else cell
