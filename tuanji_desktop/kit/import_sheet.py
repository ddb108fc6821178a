"""The upper rows of a sheet as a table model: what the clerk would see in a spreadsheet program."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QColor, QFont

from tuanji_desktop.kit.import_adapter import Layout, masked_value
from tuanji_desktop.kit.import_columns import COLUMNS_SHOWN
from tuanji_desktop.kit.paged_model import Index
from tuanji_desktop.kit.style import current_tokens
from tuanji_desktop.sheets.heading import column_letter
from tuanji_desktop.sheets.places import ADDED
from tuanji_desktop.sheets.reader import Sheet, cell_text

ROWS_SHOWN = 30
_ABOVE = 5
"""So many rows are shown above a heading that stands below the first thirty rows."""


class SheetModel(QAbstractTableModel):
    """The upper rows of a sheet as spreadsheets show them: letters above, numbers beside."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[list[str]] = []
        self._letters: list[str] = []
        self._start = 0
        self._first_data = 0
        self._heading: frozenset[int] = frozenset()
        self._hidden: frozenset[int] = frozenset()
        self._taken: frozenset[int] = frozenset()

    def show_layout(
        self, layout: Layout, labels: Mapping[str, str], sheet: Sheet | None = None
    ) -> None:
        """Another sheet (the first of the list by default), or the same one read otherwise."""
        sheet = sheet or layout.sheet
        self.beginResetModel()
        columns = layout.beside(sheet.name)
        heading, first_data = layout.heading_in(sheet.name)
        added = layout.places.added if first_data else None
        below = heading[-1] > ROWS_SHOWN - _ABOVE if heading else False
        self._start = heading[0] - 1 - _ABOVE if below else 0
        rows = sheet.rows[self._start : self._start + ROWS_SHOWN]
        width = min(max([len(row) for row in rows] + [1 + (added or -1)]), COLUMNS_SHOWN)
        self._first_data = first_data - 1 - self._start if first_data else len(rows)
        self._rows = [
            [
                # a heading put on a row of data by mistake must not show whose data that is
                masked_value(columns.get(place, "") if number >= self._first_data else "", text)
                for place, text in enumerate(_texts(row, width))
            ]
            for number, row in enumerate(self._with_added(rows, layout, sheet.name))
        ]
        heads = [ADDED if place == added else column_letter(place) for place in range(width)]
        self._letters = [
            f"{head} · {labels.get(columns[place], columns[place])}" if place in columns else head
            for place, head in enumerate(heads)
        ]
        self._heading = frozenset(one - 1 - self._start for one in heading)
        self._hidden = frozenset(one - 1 - self._start for one in sheet.hidden_rows)
        self._taken = frozenset(columns)
        self.endResetModel()

    def _with_added(
        self, rows: Sequence[list[object]], layout: Layout, sheet: str
    ) -> Iterator[list[object]]:
        """The rows with what the sheet's name says of those in them."""
        added, table = layout.places.added, layout.table
        parts = layout.parts(sheet)
        if added is None or table is None or not parts:
            yield from rows
            return
        said = {layout.places.row(row.number): row.cell(added) for row in reversed(table.rows)
                if layout.places.part(row.number) is parts[0]}  # fmt: skip
        for number, row in enumerate(rows, self._start + 1):
            wide = row[:added] + [None] * (added - len(row))
            yield [*wide, said[number]] if number in said else row

    def texts(self) -> Iterator[list[str]]:
        """Column by column what stands in it, its head first."""
        for place, letter in enumerate(self._letters):
            yield [letter, *(row[place] for row in self._rows)]

    def row_number(self, section: int) -> int:
        """The sheet's own number (from 1) of a row shown."""
        return self._start + section + 1

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self._letters)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._rows[row][column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            where = "表头，" if row in self._heading else ""
            number = self.row_number(row)
            return f"{where}第 {number} 行，{self._letters[column]}：{self._rows[row][column]}"
        tokens = current_tokens()
        if role == Qt.ItemDataRole.BackgroundRole and row in self._heading:
            return QColor(tokens.info_tint)
        if role == Qt.ItemDataRole.ForegroundRole and not self._counts(row, column):
            return QColor(tokens.muted)
        if role == Qt.ItemDataRole.FontRole and row in self._heading:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _counts(self, row: int, column: int) -> bool:
        """Whether the cell is part of the list: not a title above it, not a column left out."""
        above = row < self._first_data and row not in self._heading
        return not above and column in self._taken

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self._letters[section]
        words = "表头" if section in self._heading else "隐藏" if section in self._hidden else ""
        return f"{self.row_number(section)} {words}".strip()


def _texts(row: Sequence[object], width: int) -> list[str]:
    texts = [" ".join(cell_text(value).split()) for value in row[:width]]
    return texts + [""] * (width - len(texts))
