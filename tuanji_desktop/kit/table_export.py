"""Every table exports what is seen of it: its filter, order and visible columns, or the chosen rows."""

import re
from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from tuanji_desktop.kit.export_dialog import ExportDialog
from tuanji_desktop.kit.page import Workplace, workplace_of
from tuanji_desktop.kit.paged_model import Column as TableColumn
from tuanji_desktop.sheets.column import Column, Row
from tuanji_desktop.sheets.exportable import Exportable, ExportColumn, Scope

if TYPE_CHECKING:
    from tuanji_desktop.kit.paged_table import PagedTableView

SEEN, CHOSEN = "seen", "chosen"
_AT_ONCE = 1_000
_PIXELS_PER_CHARACTER = 8
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+", re.ASCII)


def export_table(view: "PagedTableView[Any]") -> ExportDialog | None:
    """The dialog for a table; None where it stands in no workplace, or has no rows."""
    workplace = workplace_of(view)
    if workplace is None or not len(view.source.ids):
        return None
    return open_export(view, workplace, exportable_of(view))


def open_export(
    view: "PagedTableView[Any]", workplace: Workplace, exportable: Exportable
) -> ExportDialog:
    """Opens the dialog over a table; what is told later goes where the table's notices go."""
    dialog = ExportDialog(
        workplace, exportable, tell=lambda _level, words: view.notice.emit(words), parent=view
    )
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def scopes_of(view: "PagedTableView[Any]", *, total: int | None = None) -> list[Scope]:
    """The list as it stands, and the rows chosen out of it; several chosen ones come first."""
    count = len(view.source.ids) if total is None else total
    seen = Scope(SEEN, "列表现在的全部", count)
    chosen = Scope(CHOSEN, "选中的行", view.chosen_count())
    if not chosen.count or chosen.count == count:
        return [seen]
    return [chosen, seen] if chosen.count > 1 else [seen, chosen]


def exportable_of(view: "PagedTableView[Any]") -> Exportable:
    """What a table has to export when its room says nothing of its own."""
    columns = view.source.columns
    ids = {SEEN: array("q", view.source.ids), CHOSEN: view.chosen_ids()}
    by_key = {column.key: column for column in columns}
    fetch = view.source.fetch

    def rows(scope: str, keys: tuple[str, ...]) -> Iterator[Row]:
        wanted = [by_key[key] for key in keys]
        chosen: Sequence[int] = ids.get(scope, ids[SEEN])
        for start in range(0, len(chosen), _AT_ONCE):
            part = chosen[start : start + _AT_ONCE]
            found = fetch(part)
            for one in part:
                if one in found:
                    row = found[one]
                    yield [_cell(column, column.text(row)) for column in wanted]

    return Exportable(
        kind=f"table-{view.objectName()}",
        title=view.accessibleName(),
        columns=tuple(_export_column(column) for column in columns),
        shown=tuple(column.key for column in view.shown_columns()),
        scopes=tuple(scopes_of(view)),
        rows=rows,
    )


def _cell(column: TableColumn[Any], text: str) -> str:
    """A cell as shown; a number without the commas that only the eye wants."""
    return text.replace(",", "") if _GROUPED.fullmatch(text) and _counts(column) else text


def _counts(column: TableColumn[Any]) -> bool:
    return column.align == "right" and column.mask is None


def _export_column(column: TableColumn[Any]) -> ExportColumn:
    width = max(4, column.width // _PIXELS_PER_CHARACTER)
    figures = column.figures and column.mask is None
    return ExportColumn(
        column.key,
        Column(
            column.label,
            width,
            number=_counts(column),
            date=figures and column.align != "right",
        ),
        column.mask,
    )
