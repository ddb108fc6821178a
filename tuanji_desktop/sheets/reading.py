"""How a clerk wants a list read and what is to become of its rows: everything said on the way from
the file to the plan, in one frozen piece.

A wizard collects it, the command line takes it from a recipe, a planner obeys it. The file itself is
never changed: `mended` and `meant` give the cells as they are to be understood.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

SKIP: Final = "skip"
UPDATE: Final = "update"
FILL: Final = "fill"
POLICIES: Final[Mapping[str, str]] = MappingProxyType(
    {UPDATE: "更新", FILL: "只补空白", SKIP: "不导入"}
)
"""What a column may do to records that exist. An empty cell never wipes, whatever the policy."""

ALL_ALIKE: Final = "*"
"""The `sheet` of a reading that means all sheets of the same sort; no sheet can be called so."""

MEMBER: Final = "member:"
NEW: Final = "new"
LEAVE: Final = "leave"
"""Decisions about a row: `member:12` it is this member, `new` it is nobody yet known, `leave` it is
left out of this import."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`sheet`: by name; None: the program finds the list, also where it is on several sheets, and
    `ALL_ALIKE` says that this is meant. `chosen`: heading → field ('' leaves the column out; `D列`
    names a column). `heading`: first heading row (from 1) and how many rows, where the clerk said
    so; of a list on several sheets that is the first one's, and `headings` are those of the others:
    sheet, first row, how many. `values`: field, text as written (outer blanks gone), what it means. `policies`: field →
    skip, update or fill. `mended`: row (from 1), column (from 0), the text that belongs there.
    `decisions`: row → decision. Rows and columns are those of the sheet; where a list has several
    parts, rows are numbered as `sheets.places` says and columns are those of the first part.

    Sheets by their names, cells and rows are this file's own; the rest makes sense for another list of
    the same layout (a recipe).
    """

    sheet: str | None = None
    chosen: tuple[tuple[str, str], ...] = ()
    heading: tuple[int, int] | None = None
    values: tuple[tuple[str, str, str], ...] = ()
    policies: tuple[tuple[str, str], ...] = ()
    mended: tuple[tuple[int, int, str], ...] = ()
    decisions: tuple[tuple[int, str], ...] = ()
    headings: tuple[tuple[str, int, int], ...] = ()

    def mapping(self) -> dict[str, str]:
        """Heading → field."""
        return dict(self.chosen)

    def policy(self, field: str) -> str:
        """What the field may do to a record that exists."""
        return dict(self.policies).get(field, UPDATE)

    def decision(self, row: int) -> str:
        """What was decided of a sheet row; '' if nothing was."""
        return dict(self.decisions).get(row, "")

    def without_rows(self) -> "Reading":
        """What of it holds for another file of the same layout."""
        return replace(self, headings=(), mended=(), decisions=())
