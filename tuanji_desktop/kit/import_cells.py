"""The grid in which wrong cells of a list are mended: its model, how a cell is drawn, its keys."""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetrics,
    QIcon,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from tuanji_desktop.kit.icons import icon, pixmap
from tuanji_desktop.kit.import_adapter import Layout, masked_value, masked_words
from tuanji_desktop.kit.import_edits import Cell, Edits
from tuanji_desktop.kit.import_filter import ERROR, LEVELS, Marks
from tuanji_desktop.kit.labels import name_headers
from tuanji_desktop.kit.paged_table import RowDelegate
from tuanji_desktop.kit.style import current_tokens, row_height, scaled
from tuanji_desktop.sheets.findings import SheetFinding
from tuanji_desktop.sheets.places import PLAIN, Places
from tuanji_desktop.sheets.reader import cell_text

Index = QModelIndex | QPersistentModelIndex
_ICONS = {ERROR: ("error", "error"), "warning": ("warning", "warning")}
_ROLES = frozenset(
    (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.EditRole,
        Qt.ItemDataRole.DecorationRole,
        Qt.ItemDataRole.BackgroundRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
)
CHOSEN_LIMIT = 10_000
"""So many cells one act may touch; more would hold up the window."""
_NARROWEST, _WIDEST = 72, 240
_ROWS_MEASURED = 40


class CellsModel(QAbstractTableModel):
    """Rows of the sheet that pass the filters by the columns that mean something."""

    typed = Signal(object)
    """`{cell: text}` that the clerk typed into the grid."""

    def __init__(
        self, fields: Mapping[str, str], edits: Edits, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._fields, self._edits = fields, edits
        self._layout: Layout | None = None
        self.columns: tuple[int, ...] = ()
        """The columns of the sheet from left to right."""
        self.numbers: Sequence[int] = array("q")
        """The rows of the sheet, downwards."""
        self._marks = Marks()
        self._checked: Mapping[Cell, str] = {}
        self._masked = True

    def show_layout(self, layout: Layout) -> None:
        """Another list, or the same one with other columns; its rows come afterwards."""
        columns = tuple(sorted(layout.columns))
        if self._layout is not None and columns == self.columns:
            self._layout = layout
            self.repaint_cells()
            return
        self.beginResetModel()
        self._layout, self.columns, self.numbers = layout, columns, array("q")
        self.endResetModel()

    def show_rows(self, numbers: Sequence[int]) -> None:
        """Other rows of the sheet."""
        self.beginResetModel()
        self.numbers = numbers
        self.endResetModel()

    def show_marks(self, marks: Marks, checked: Mapping[Cell, str]) -> None:
        """What was found with these cells mended; what differs from them is not checked yet."""
        self._marks, self._checked = marks, checked
        self.repaint_cells()

    def set_masked(self, masked: bool) -> None:
        """ID and phone numbers whole, or their ends only."""
        self._masked = masked
        self.repaint_cells()

    def repaint_cells(self) -> None:
        """Any cell may look different now."""
        if len(self.numbers) and self.columns:
            last = self.index(len(self.numbers) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self.numbers) - 1)

    # --------------------------------------------------------------- what a cell holds
    def cell_at(self, index: Index) -> Cell | None:
        """The cell of the sheet at an index."""
        if not index.isValid():
            return None
        return self.numbers[index.row()], self.columns[index.column()]

    def index_of(self, cell: Cell) -> QModelIndex:
        """Where a cell stands; not valid if its row is filtered away or its column means nothing."""
        place = bisect_left(self.numbers, cell[0])
        if place == len(self.numbers) or self.numbers[place] != cell[0]:
            return QModelIndex()
        return (
            self.index(place, self.columns.index(cell[1]))
            if cell[1] in self.columns
            else QModelIndex()
        )

    @property
    def places(self) -> Places:
        """Where the rows really are."""
        return self._layout.places if self._layout is not None else PLAIN

    def _letter(self, column: int) -> str:
        return self._layout.letter(column) if self._layout is not None else ""

    def field(self, cell: Cell) -> str:
        """What the cell's column means."""
        return self._layout.columns.get(cell[1], "") if self._layout is not None else ""

    def label(self, cell: Cell) -> str:
        """What its column means, in words."""
        return self._fields.get(self.field(cell), self.field(cell))

    def original(self, cell: Cell) -> str:
        """The text in the file."""
        values = self._layout.cells(cell[0]) if self._layout is not None else ()
        return cell_text(values[cell[1]]) if cell[1] < len(values) else ""

    def text(self, cell: Cell) -> str:
        """The text as mended."""
        mended = self._edits.cells.get(cell)
        return self.original(cell) if mended is None else mended

    def shown(self, cell: Cell, text: str) -> str:
        """A text of this cell as it may be seen."""
        one_line = " ".join(text.split())
        return masked_value(self.field(cell), one_line) if self._masked else one_line

    def words(self, text: str) -> str:
        """A sentence as it may be seen."""
        return masked_words(text) if self._masked else text

    def findings(self, cell: Cell) -> tuple[SheetFinding, ...]:
        """What was found in the cell, unless it has been changed since."""
        return () if self.unchecked(cell) else self._marks.cells.get(cell, ())

    def row_findings(self, number: int) -> tuple[SheetFinding, ...]:
        """What was found of the row as a whole."""
        return self._marks.rows.get(number, ())

    def edited(self, cell: Cell) -> bool:
        """Whether it was mended."""
        return cell in self._edits.cells

    def unchecked(self, cell: Cell) -> bool:
        """Whether it was changed since the list was checked."""
        return self._edits.cells.get(cell) != self._checked.get(cell)

    @property
    def marks(self) -> Marks:
        """What was found, by place."""
        return self._marks

    def told(self, cell: Cell) -> str:
        """What is to be said of the cell."""
        lines = [
            f"{LEVELS.get(one.level, '')}：{self.words(one.message)}" for one in self.findings(cell)
        ]
        if self.edited(cell):
            was = self.shown(cell, self.original(cell)) or "空"
            lines.append(
                f"已改，原来是：{was}" + ("（还没有重新核对）" if self.unchecked(cell) else "")
            )
        return "\n".join(lines)

    # ------------------------------------------------------------------ the Qt model
    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self.numbers)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ROLES or not index.isValid():
            return None
        cell = self.numbers[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.shown(cell, self.text(cell))
        if role == Qt.ItemDataRole.EditRole:
            return self.text(cell)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.told(cell) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._read_aloud(cell)
        if role == Qt.ItemDataRole.BackgroundRole:
            return self.ground(cell)
        found = self.findings(cell)
        return _level_icon(found[0].level) if found else None

    def ground(self, cell: Cell) -> QColor | None:
        """What the cell is tinted with: wrong, doubtful, mended."""
        found, tokens = self.findings(cell), current_tokens()
        if found:
            return QColor(tokens.error_tint if found[0].level == ERROR else tokens.warning_tint)
        return QColor(tokens.info_tint) if cell in self._edits.cells else None

    def setData(  # noqa: N802
        self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        cell = self.cell_at(index)
        if cell is None or role != Qt.ItemDataRole.EditRole or value == self.text(cell):
            return False
        self.typed.emit({cell: str(value).strip()})
        return True

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            return self._heading(self.columns[section], role)
        number = self.numbers[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.places.short(number)
        found = self.row_findings(number)
        if found and role == Qt.ItemDataRole.DecorationRole:
            return _level_icon(found[0].level)
        if found and role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{self.places.words(number)}：" + "；".join(
                self.words(one.message) for one in found
            )
        return None

    def _heading(self, column: int, role: int) -> Any:
        letter = self._letter(column)
        text = self._layout.headings.get(column, "") if self._layout is not None else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{letter}  {' '.join(text.split())}".strip()
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{f'{letter} 列' if letter else ''}“{text}”，对应：{self.label((0, column))}"
        return None

    def _read_aloud(self, cell: Cell) -> str:
        text = self.shown(cell, self.text(cell)) or "空"
        said = self.told(cell).replace("\n", "；")
        letter = self._letter(cell[1])
        column = f"{letter} 列" if letter else ""
        words = f"{self.places.words(cell[0])}，{column}{self.label(cell)}：{text}"
        return f"{words}。{said}" if said else words


def _level_icon(level: str) -> QIcon:
    return icon(*_ICONS.get(level, _ICONS["warning"]))


class CellsDelegate(RowDelegate):
    """Draws the pencil at the right of a mended cell, and keeps what is being typed."""

    def __init__(self, model: CellsModel, parent: QObject) -> None:
        super().__init__(parent)
        self._cells = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRect(option.rect)  # type: ignore[attr-defined]
        cell = self._cells.cell_at(index)
        if cell is not None and (ground := self._cells.ground(cell)) is not None:
            painter.fillRect(rect, ground)
        super().paint(painter, option, index)
        if cell is not None and self._cells.edited(cell):
            size = scaled(14)
            picture = pixmap("edit", "action", size, painter.device().devicePixelRatioF())
            painter.drawPixmap(rect.right() - size - 4, rect.center().y() - size // 2, picture)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802
        super().initStyleOption(option, index)
        option.backgroundBrush = QBrush()  # type: ignore[attr-defined]  # the whole cell has it
        cell = self._cells.cell_at(index)
        if cell is not None and self._cells.edited(cell):  # the words end where the pencil stands
            option.rect.setRight(option.rect.right() - scaled(16))  # type: ignore[attr-defined]

    def createEditor(  # noqa: N802
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        line = QLineEdit(parent)
        line.setObjectName("mend_editor")
        line.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        if isinstance(editor, QLineEdit) and editor.isModified():
            return  # a check came back while somebody types
        super().setEditorData(editor, index)


class CellsView(QTableView):
    """Edits like a spreadsheet: typing, F2, Enter, Delete, a pasted block."""

    adopt_requested = Signal()
    restore_requested = Signal()
    undo_requested = Signal()
    redo_requested = Signal()
    clear_requested = Signal()
    pasted = Signal(str)
    """The text of the clipboard, for the cells from the chosen one on."""
    step_requested = Signal(int)
    """To the next wrong cell (1) or the one before (-1)."""

    def __init__(self, model: CellsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mend_view")
        self.setAccessibleName("改正名单")
        name_headers(self)
        self._cells = model
        self._waiting: Sequence[int] | None = None
        self.setModel(model)
        self.setItemDelegate(CellsDelegate(model, self))
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setIconSize(QSize(scaled(16), scaled(16)))
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setObjectName("mend_rows")
        rows.setAccessibleName("行号")
        columns.setObjectName("mend_columns")
        columns.setAccessibleName("列标题")
        rows.setMinimumSectionSize(row_height("compact"))
        rows.setDefaultSectionSize(row_height("compact"))
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    @property
    def typing(self) -> bool:
        """Whether a cell is open."""
        return self.state() == QAbstractItemView.State.EditingState

    def show_rows(self, numbers: Sequence[int]) -> None:
        """Shows these rows of the sheet; place, cursor and choice stay with theirs."""
        if self.typing:
            self._waiting = numbers
            return
        self._waiting = None
        if numbers == self._cells.numbers:
            return
        first = not len(self._cells.numbers)
        place = _Place(self, self._cells)
        self._cells.show_rows(numbers)
        if first:
            self._fit_columns()
        place.take_up()

    def go_to(self, index: QModelIndex) -> None:
        """Puts the cursor on a cell and brings it into sight."""
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    @property
    def chosen_count(self) -> int:
        """How many cells are chosen; costs nothing when it is all of them."""
        return sum(one.width() * one.height() for one in self.chosen_ranges())

    def chosen(self, limit: int = CHOSEN_LIMIT) -> list[Cell]:
        """The chosen cells, row by row, at most so many."""
        cells = (
            (self._cells.numbers[row], self._cells.columns[column])
            for one in self.chosen_ranges()
            for row in range(one.top(), one.bottom() + 1)
            for column in range(one.left(), one.right() + 1)
        )
        return sorted(set(islice(cells, limit)))

    def chosen_ranges(self) -> list[QItemSelectionRange]:
        """The blocks that are chosen, in places of the grid."""
        ranges = self.selectionModel().selection()
        return [ranges.at(place) for place in range(ranges.count())]

    def _fit_columns(self) -> None:
        """As wide as heading and upper rows, within reason. Qt would lay out each cell for that."""
        model, words = self._cells, self.fontMetrics()
        bold = QFontMetrics(self.horizontalHeader().font())
        for place, column in enumerate(model.columns):
            cells = [(number, column) for number in model.numbers[:_ROWS_MEASURED]]
            texts = {model.shown(cell, model.text(cell)) for cell in cells}
            widest = max((words.horizontalAdvance(text) for text in texts), default=0)
            heading = bold.horizontalAdvance(model.headerData(place, Qt.Orientation.Horizontal))
            wide = max(widest + scaled(44), heading + scaled(28))  # with sign and pencil
            self.setColumnWidth(place, max(scaled(_NARROWEST), min(wide, scaled(_WIDEST))))

    # ------------------------------------------------------------------- while typing
    def dataChanged(  # noqa: N802
        self, top: Index, bottom: Index, roles: Collection[int] = ()
    ) -> None:
        if self.typing:  # Qt would put the model's text over what is being typed
            self.viewport().update()
        else:
            super().dataChanged(top, bottom, list(roles))

    def closeEditor(  # noqa: N802
        self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint
    ) -> None:
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            below = self.currentIndex().siblingAtRow(self.currentIndex().row() + 1)
            if below.isValid():
                self.setCurrentIndex(below)
        if self._waiting is not None and not self.typing:
            self.show_rows(self._waiting)

    # ---------------------------------------------------------------------- the keys
    def event(self, event: QEvent) -> bool:
        # the window has acts of its own on some of these keys
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._act_of(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        act = self._act_of(event)
        if act is not None and not self.typing:
            act()
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # left alone it would press the dialog's main button
            self._open_cell()
            event.accept()
        elif event.key() == Qt.Key.Key_F2:
            self._open_cell()
            event.accept()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseDoubleClickEvent(event)
        self._to_the_end()

    def _open_cell(self) -> None:
        if not self.typing and self.currentIndex().isValid():
            self.edit(self.currentIndex())
            self._to_the_end()

    def _to_the_end(self) -> None:
        """One figure of a number is to be mended more often than the whole of it."""
        line = self.indexWidget(self.currentIndex())
        if isinstance(line, QLineEdit):
            line.end(False)

    def _act_of(self, event: QKeyEvent) -> Any:
        key, standard = event.key(), QKeySequence.StandardKey
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return self.adopt_requested.emit
        for one, act in (
            (standard.Undo, self.undo_requested.emit),
            (standard.Redo, self.redo_requested.emit),
            (standard.Copy, self.copy_chosen),
            (standard.Paste, self._paste),
        ):
            if event.matches(one):
                return act
        if key == Qt.Key.Key_F8:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            return lambda: self.step_requested.emit(-1 if back else 1)
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            return self.clear_requested.emit
        return None

    def copy_chosen(self) -> None:
        """Copies the chosen cells as they are shown, for a spreadsheet."""
        lines: dict[int, list[str]] = {}
        for cell in self.chosen():
            lines.setdefault(cell[0], []).append(self._cells.shown(cell, self._cells.text(cell)))
        QApplication.clipboard().setText("\n".join("\t".join(line) for line in lines.values()))

    def _paste(self) -> None:
        self.pasted.emit(QApplication.clipboard().text())


class _Place:
    """Where a clerk was in the grid, in rows of the sheet, so that other rows do not lose it."""

    def __init__(self, view: CellsView, model: CellsModel) -> None:
        self._view, self._model = view, model
        self._current = model.cell_at(view.currentIndex())
        self._chosen = [
            (model.numbers[one.top()], model.numbers[one.bottom()], one.left(), one.right())
            for one in view.chosen_ranges()
        ]
        height = max(view.verticalHeader().defaultSectionSize(), 1)
        top, self._rest = divmod(view.verticalScrollBar().value(), height)
        self._top = model.numbers[top] if top < len(model.numbers) else 0
        self._across = view.horizontalScrollBar().value()

    def take_up(self) -> None:
        """Back to where it was, or as near as the rows allow."""
        view, numbers = self._view, self._model.numbers
        view.executeDelayedItemsLayout()
        height = view.verticalHeader().defaultSectionSize()
        view.verticalScrollBar().setValue(bisect_left(numbers, self._top) * height + self._rest)
        view.horizontalScrollBar().setValue(self._across)
        choice = QItemSelection()
        for top, bottom, left, right in self._chosen:
            first, last = bisect_left(numbers, top), bisect_left(numbers, bottom + 1) - 1
            if first <= last:
                choice.select(self._model.index(first, left), self._model.index(last, right))
        flags = QItemSelectionModel.SelectionFlag
        view.selectionModel().select(choice, flags.ClearAndSelect)
        if self._current is not None:
            index = self._model.index_of(self._current)
            view.selectionModel().setCurrentIndex(index, flags.NoUpdate)
