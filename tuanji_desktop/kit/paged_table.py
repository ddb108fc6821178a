"""The table every list of the program is shown in. Rows are `kit.paged_model`'s affair."""

import contextlib
import json
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QByteArray,
    QItemSelection,
    QItemSelectionModel,
    QKeyCombination,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QColor,
    QDrag,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QWidget,
)

from tuanji_desktop.core.progress import Progress
from tuanji_desktop.kit.empty import EmptyState
from tuanji_desktop.kit.icons import icon
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.labels import name_headers
from tuanji_desktop.kit.page import workplace_of
from tuanji_desktop.kit.paged_model import Column, PagedTableModel, SortKey
from tuanji_desktop.kit.style import current_tokens, row_height, scaled
from tuanji_desktop.kit.table_copy import CopiedTable

R = TypeVar("R")
COPY_LIMIT = 50_000
EXPORT_KEYS = QKeyCombination(
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_E
)
_COPY_STEP = 1000
_CELL_MARGIN = 5  # with Qt's own 3 px the words stand under those of the heading
_RESTORED_CHOICE = 500
_FEW = 4
"""So many ids are looked for one by one, which takes 10 ms each among a million; more in one pass."""


class PagedTableView(QTableView, Generic[R]):
    """Shows a `PagedTableModel`; every choice of the clerk is told in ids, never in indexes."""

    sort_requested = Signal(tuple)
    """The wished order, `tuple[SortKey, ...]`; the page asks for the ids anew."""
    chosen_changed = Signal(int)
    """How many rows are chosen."""
    current_changed = Signal(int)
    """Id under the cursor, 0 for none."""
    opened = Signal(int)
    """Enter or double click on a row."""
    typed = Signal(str)
    """Words typed into the table: they belong into the search box."""
    notice = Signal(str)
    """A line for the clerk, such as what has been copied."""
    empty_action_requested = Signal()
    layout_changed = Signal()
    """Columns were moved, resized, shown or hidden: `column_state()` is worth keeping."""

    def __init__(
        self,
        model: PagedTableModel[R],
        *,
        jobs: Jobs,
        name: str,
        label: str,
        density: str = "compact",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._paged = model
        self._jobs = jobs
        self._drag_type = ""
        self._empty = EmptyState(parent=self.viewport())
        self._empty.action_requested.connect(self.empty_action_requested)
        self._empty.hide()
        self.exporting: Callable[[], object] | None = None
        """What 导出 does where a room knows more of its list than the table does."""
        self.export_corner = ExportCorner(self)
        self._set_up_behaviour()
        self.setModel(model)
        self._set_up_header()
        name_headers(self)
        self.set_density(density)
        self.selectionModel().selectionChanged.connect(self._choice_changed)
        self.selectionModel().currentChanged.connect(self._current_moved)
        self.activated.connect(self._open)
        model.modelReset.connect(self._show_or_hide_empty)

    @property
    def source(self) -> PagedTableModel[R]:
        """The model: its columns, its ids, where its rows come from."""
        return self._paged

    def export(self) -> None:
        """Opens the dialog that writes what is shown, or what is chosen, to a file."""
        from tuanji_desktop.kit.table_export import export_table

        if len(self._paged.ids):
            if self.exporting is not None:
                self.exporting()
            else:
                export_table(self)

    def set_density(self, density: str) -> None:
        """Row height: `compact` or `comfortable`."""
        height = row_height(density)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.setIconSize(QSize(scaled(16), scaled(16)))

    def set_empty(self, title: str, text: str = "", action: str = "") -> None:
        """What the table says while it has no rows."""
        self._empty.set_words(title, text, action)
        self._show_or_hide_empty()

    def enable_drag(self, mime_type: str) -> None:
        """Chosen rows can be dragged away as a JSON list of ids of this type."""
        self._drag_type = mime_type
        self.setDragEnabled(True)

    def show_ids(self, ids: Sequence[int], rows: Mapping[int, R] | None = None) -> None:
        """Shows other records; the cursor and the choice stay with theirs where still here.

        `rows`: the first of them, where they have been read along with the ids.
        """
        current = self.current_id()
        all_chosen = 1 < len(self._paged.ids) == self.chosen_count()
        chosen = self.chosen_ids(limit=0 if all_chosen else _RESTORED_CHOICE)
        self._paged.set_ids(ids, rows)
        self.executeDelayedItemsLayout()  # later it would have everything painted twice
        if all_chosen:
            self.selectAll()
        self._jobs.read(
            self,
            lambda: (ids, _places(ids, [current]), _places(ids, chosen)),
            self._take_up_choice,
            topic="choice",
        )
        self._choice_changed()

    def choose(self, ids: Iterable[int]) -> None:
        """Chooses these records (those that are here) and brings the first into sight."""
        self.clearSelection()
        places = _places(self._paged.ids, list(ids))
        self._choose_places(places)
        if places:
            self._set_current(places[0])

    def chosen_count(self) -> int:
        """How many rows are chosen; costs nothing at a million."""
        return sum(one.height() for one in self._ranges())

    def chosen_ids(self, *, limit: int | None = None) -> "array[int]":
        """Ids of the chosen rows in the order shown, at most `limit` of them."""
        found = array("q")
        for one in self._ranges():
            rows = one.height() if limit is None else min(one.height(), limit - len(found))
            found.extend(self._paged.ids[one.top() : one.top() + rows])
        return found

    def current_id(self) -> int:
        """Id under the cursor, 0 for none."""
        place = self.currentIndex().row()
        return self._paged.ids[place] if 0 <= place < len(self._paged.ids) else 0

    def step(self, rows: int) -> int:
        """Moves the cursor by some rows (next, previous of a card); returns the id there."""
        place = self.currentIndex().row() + rows
        if 0 <= place < len(self._paged.ids):
            self.clearSelection()
            self._set_current(place)
        return self.current_id()

    def shown_columns(self) -> list[Column[R]]:
        """The columns in sight, from left to right."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [self._paged.columns[one] for one in order if not header.isSectionHidden(one)]

    def copy_chosen(self) -> None:
        """Copies the chosen rows with headings, as they are shown (masked where masked)."""
        count = self.chosen_count()
        if count == 0:
            return
        if count > COPY_LIMIT:
            self.notice.emit(f"一次最多复制 {COPY_LIMIT:,} 行，选了 {count:,} 行。请改用“导出”。")
            return
        ids, columns = self.chosen_ids(), self.shown_columns()
        model, fetch = self._paged, self._paged.fetch

        def gather(progress: Progress) -> tuple[CopiedTable, str, str]:
            rows: list[tuple[str, ...]] = []
            for start in range(0, len(ids), _COPY_STEP):
                progress.stop_if_cancelled()
                part = ids[start : start + _COPY_STEP]
                found: Mapping[int, R] = fetch(part)
                rows += [
                    tuple(model.cell_text(found[one], column) for column in columns)
                    for one in part
                    if one in found
                ]
                progress(len(rows), len(ids), "复制")
            table = CopiedTable(tuple(column.label for column in columns), rows)
            return table, table.as_tsv(), table.as_html()

        self._jobs.read_long(self, gather, self._put_on_clipboard, words=f"复制 {count:,} 行")

    def column_state(self) -> str:
        """Order, widths and choice of columns, and the sort order, as JSON."""
        header = self.horizontalHeader()
        columns = self._paged.columns
        return json.dumps(
            {
                "columns": [
                    {
                        "key": columns[one].key,
                        "width": self._widths.get(one, 0)
                        if header.isSectionHidden(one)
                        else header.sectionSize(one),
                        "shown": not header.isSectionHidden(one),
                    }
                    for one in (header.logicalIndex(place) for place in range(header.count()))
                ],
                "sort": [[one.column, one.descending] for one in self._paged.sort_keys],
            }
        )

    def restore_column_state(self, state: str) -> None:
        """Takes up what `column_state()` gave; what does not fit today's columns is passed over."""
        try:
            kept = json.loads(state)
            columns = [
                (str(one["key"]), int(one["width"]), bool(one["shown"])) for one in kept["columns"]
            ]
            sort = tuple(SortKey(str(key), bool(down)) for key, down in kept["sort"])
        except (ValueError, TypeError, KeyError):
            return
        numbers = {column.key: number for number, column in enumerate(self._paged.columns)}
        known = [one for one in columns if one[0] in numbers]
        header = self.horizontalHeader()
        for place, (key, width, shown) in enumerate(known):
            header.moveSection(header.visualIndex(numbers[key]), place)
            if width > 0:
                self._widths[numbers[key]] = width
                header.resizeSection(numbers[key], width)
            self._show_column(numbers[key], shown)
        self._keep_one_column()
        self._paged.set_sort_keys([one for one in sort if one.column in numbers])

    def reset_columns(self) -> None:
        """Columns as they were on the first day."""
        header = self.horizontalHeader()
        for number, column in enumerate(self._paged.columns):
            header.moveSection(header.visualIndex(number), number)
            self._widths[number] = scaled(column.width)
            header.resizeSection(number, scaled(column.width))
            self._show_column(number, column.shown)
        self.layout_changed.emit()

    def columns_menu(self) -> QMenu:
        """The menu of the headings: which columns are shown. Freed when it closes."""
        menu = QMenu(self)
        menu.setObjectName("columns_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, column in enumerate(self._paged.columns):
            action = QAction(column.label, menu, checkable=True)
            action.setObjectName(f"column_{column.key}")
            action.setChecked(not self.isColumnHidden(number))
            action.toggled.connect(lambda shown, number=number: self._column_toggled(number, shown))
            menu.addAction(action)
        menu.addSeparator()
        export = menu.addAction("导出…")
        export.setObjectName("columns_export")
        export.setEnabled(len(self._paged.ids) > 0)
        export.triggered.connect(self.export)
        default = menu.addAction("恢复默认列")
        default.setObjectName("columns_default")
        default.triggered.connect(self.reset_columns)
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_chosen()
        elif event.keyCombination() == EXPORT_KEYS:
            self.export()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Qt would ask for the text of a million rows here; the search box knows better."""
        if search.strip():
            self.typed.emit(search)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        if event.commitString():
            self.typed.emit(event.commitString())
        event.accept()

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:  # noqa: N802
        if query == Qt.InputMethodQuery.ImEnabled:
            return True
        return super().inputMethodQuery(query)

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: N802, N803
        if not self._drag_type or not self.chosen_count():
            return
        data = QMimeData()
        ids = json.dumps(list(self.chosen_ids(limit=COPY_LIMIT)))
        data.setData(self._drag_type, QByteArray(ids.encode()))
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._empty.setGeometry(self.viewport().rect())
        self.export_corner.place()

    def _set_up_behaviour(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setItemDelegate(RowDelegate(self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setObjectName("headings")
        header.setAccessibleName("列标题")
        # With the table's own choice a heading asks each of a million rows whether it is chosen.
        header.setSelectionModel(QItemSelectionModel(self._paged, header))
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(scaled(36))
        header.setResizeContentsPrecision(0)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open_columns_menu)
        header.sectionClicked.connect(self._heading_clicked)
        self._widths: dict[int, int] = {}
        self.reset_columns()
        header.sectionMoved.connect(lambda *_: self.layout_changed.emit())
        header.sectionResized.connect(lambda *_: self.layout_changed.emit())

    def _open_columns_menu(self, where: QPoint) -> None:
        self.columns_menu().popup(self.horizontalHeader().mapToGlobal(where))

    def _column_toggled(self, number: int, shown: bool) -> None:
        self._show_column(number, shown)
        self._keep_one_column()
        self.layout_changed.emit()

    def _show_column(self, number: int, shown: bool) -> None:
        if not shown and not self.isColumnHidden(number):
            self._widths[number] = self.columnWidth(number)
        self.setColumnHidden(number, not shown)
        if shown and self.columnWidth(number) == 0:
            self.setColumnWidth(number, self._widths.get(number) or scaled(120))

    def _keep_one_column(self) -> None:
        if not self.shown_columns():
            self._show_column(0, True)

    def _heading_clicked(self, number: int) -> None:
        column = self._paged.columns[number]
        if not column.sortable:
            return
        more = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        keys = next_sort_keys(self._paged.sort_keys, column.key, more=more)
        self._paged.set_sort_keys(keys)
        self.sort_requested.emit(keys)
        self.layout_changed.emit()

    def _ranges(self) -> list[Any]:
        # Rows are chosen whole, but each chosen column may come as a range of its own.
        chosen = self.selectionModel().selection()
        ranges = [chosen.at(place) for place in range(chosen.count())]
        whole = [one for one in ranges if one.left() == ranges[0].left()]
        return sorted(whole, key=lambda one: one.top())

    def _take_up_choice(self, found: tuple[Sequence[int], list[int], list[int]]) -> None:
        ids, current, chosen = found
        if ids is not self._paged.ids or self.currentIndex().isValid():
            return  # the clerk was faster
        self._choose_places(chosen)
        if current:
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self._first_cell(current[0]), flag)
            self.scrollTo(self._first_cell(current[0]))

    def _choose_places(self, places: Sequence[int]) -> None:
        choice = QItemSelection()
        last = len(self._paged.columns) - 1
        for place in places:
            choice.select(self._paged.index(place, 0), self._paged.index(place, last))
        self.selectionModel().select(choice, QItemSelectionModel.SelectionFlag.Select)

    def _set_current(self, place: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self._first_cell(place), flags)
        self.scrollTo(self._first_cell(place))

    def _first_cell(self, place: int) -> QModelIndex:
        shown = self.shown_columns()
        return self._paged.index(place, self._paged.columns.index(shown[0]) if shown else 0)

    def _choice_changed(self, *_: object) -> None:
        self.chosen_changed.emit(self.chosen_count())

    def _current_moved(self, *_: object) -> None:
        self.current_changed.emit(self.current_id())

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._paged.ids[index.row()])

    def _show_or_hide_empty(self) -> None:
        self._empty.setGeometry(self.viewport().rect())
        self._empty.setVisible(len(self._paged.ids) == 0)
        self.export_corner.place()

    def _put_on_clipboard(self, copied: tuple[CopiedTable, str, str]) -> None:
        table, text, html = copied
        data = QMimeData()
        data.setText(text)
        data.setHtml(html)
        QGuiApplication.clipboard().setMimeData(data)
        self.notice.emit(f"已复制 {len(table.rows):,} 行（含列标题），可粘贴到表格。")


class ExportCorner(QToolButton):
    """At the right end of the headings of every table: what is seen here, as a file.

    By key it is Ctrl+Shift+E in the table itself, so that Tab goes on from table to table.
    """

    def __init__(self, view: PagedTableView[Any]) -> None:
        super().__init__(view)
        self._view = view
        self.setObjectName("table_export")
        self.setAccessibleName("导出这张表")
        self.setToolTip("导出这张表…（Ctrl+Shift+E）")
        self.setProperty("role", "corner")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setIcon(icon("export", "muted"))
        self.clicked.connect(view.export)

    def place(self) -> None:
        """Into the corner, while there is something to export and somebody to log it."""
        header = self._view.horizontalHeader()
        self.setVisible(
            len(self._view.source.ids) > 0
            and not header.isHidden()
            and workplace_of(self._view) is not None
        )
        size = header.height() - 1
        self.setIconSize(QSize(scaled(14), scaled(14)))
        self.setGeometry(
            self._view.viewport().geometry().right() + 1 - size, header.y(), size, size
        )
        self.raise_()


class RowDelegate(QStyledItemDelegate):
    """Cells with a hairline under them instead of a grid, and a frame where the keyboard is."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rect = QRect(option.rect)  # type: ignore[attr-defined]
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(rect, QColor(current_tokens().selection))
        option.rect = rect.adjusted(_CELL_MARGIN, 0, -_CELL_MARGIN, 0)  # type: ignore[attr-defined]
        super().paint(painter, option, index)
        painter.setPen(QColor(current_tokens().hairline))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:  # type: ignore[attr-defined]
            painter.setPen(QColor(current_tokens().action))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))


def next_sort_keys(keys: Sequence[SortKey], column: str, *, more: bool) -> tuple[SortKey, ...]:
    """The order after a click: up, then down; with Shift added at the end, and the third time out.

    >>> next_sort_keys((), "name", more=False)
    (SortKey(column='name', descending=False),)
    """
    old = next((one for one in keys if one.column == column), None)
    if not more:
        alone = old is not None and len(keys) == 1
        return (SortKey(column, descending=alone and old is not None and not old.descending),)
    if old is None:
        return (*keys, SortKey(column))
    if old.descending:
        return tuple(one for one in keys if one != old)
    return tuple(SortKey(column, True) if one == old else one for one in keys)


def _places(ids: Sequence[int], wanted: Sequence[int]) -> list[int]:
    """Where these ids stand, in the order of the table."""
    among = set(wanted) - {0}
    if len(among) > _FEW:
        return [place for place, one in enumerate(ids) if one in among]
    found = []
    for one in among:
        with contextlib.suppress(ValueError):
            found.append(ids.index(one))
    return sorted(found)
