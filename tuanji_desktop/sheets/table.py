"""A list found in a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tuanji_desktop.sheets.addresses import column_letter
from tuanji_desktop.sheets.data_rows import DataRow
from tuanji_desktop.sheets.places import ADDED, PLAIN, Places


@dataclass(frozen=True, slots=True)
class Table:
    """Row numbers are those of the sheet (from 1), columns count from 0.

    `headings` are all headed columns as the clerk sees them, `unmapped` the texts of those that no
    field took (numbering and 失败原因 left out). A column with values and no heading is named by its
    letter: D列. `heading_rows` is empty where a list begins with its first person.

    Of a list made of several parts, columns and heading rows are those of the first part, and
    `places` tells where a row really is; `sheet_name` are the names of all its sheets.
    """

    sheet_name: str
    heading_rows: tuple[int, ...]
    columns: Mapping[str, int]
    headings: Mapping[int, str]
    unmapped: tuple[str, ...]
    rows: list[DataRow]
    certainty: Mapping[str, float] = field(default_factory=dict)
    """Field → how sure its column is: 1.0 its own heading or the clerk's word … 0.2 contradicted."""
    told: tuple[str, ...] = ()
    """Sentences about what was noticed while the list was found."""
    first_row: int = 1
    """The row below the heading; where there is none, the first person's."""
    halves: tuple[range, ...] = ()
    """The columns of each of the lists that stand beside each other under equal headings; the table
    is the first of them."""
    places: Places = PLAIN

    def letters(self) -> dict[str, str]:
        """Field → column letter, in the order of the columns; `ADDED` stands in no sheet."""
        return {
            name: ADDED if index == self.places.added else column_letter(index)
            for name, index in self.columns.items()
        }

    @property
    def first_sheet(self) -> str:
        """The sheet that shows how the list is laid out."""
        return self.places.parts[0].sheet if self.places else self.sheet_name
