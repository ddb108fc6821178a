"""Step two of an import: the sheet as it came, where its heading was found, what each column is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.kit.import_adapter import Layout, masked_value
from tuanji_desktop.kit.labels import label, restyled
from tuanji_desktop.kit.paged_model import Index
from tuanji_desktop.kit.style import current_tokens, row_height, scaled
from tuanji_desktop.kit.wizard import WizardPage
from tuanji_desktop.sheets.heading import column_letter, column_name, normalised
from tuanji_desktop.sheets.reader import Workbook, cell_text
from tuanji_desktop.sheets.reading import Reading

ROWS_SHOWN = 30
COLUMNS_SHOWN = 120
NOT_IMPORTED = "（不导入）"
_WIDEST = 220


class SheetModel(QAbstractTableModel):
    """The upper rows of a sheet as spreadsheets show them: letters above, numbers beside."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[list[str]] = []
        self._letters: list[str] = []
        self._heading: frozenset[int] = frozenset()
        self._taken: frozenset[int] = frozenset()

    def show_layout(self, layout: Layout, labels: Mapping[str, str]) -> None:
        """Another sheet, or the same one read otherwise."""
        self.beginResetModel()
        rows = layout.sheet.rows[:ROWS_SHOWN]
        width = min(max((len(row) for row in rows), default=0), COLUMNS_SHOWN)
        columns = layout.columns
        first = layout.table.heading_rows[-1] if layout.table else len(rows)
        self._rows = [
            [
                masked_value(columns.get(place, ""), text) if number >= first else text
                for place, text in enumerate(_texts(row, width))
            ]
            for number, row in enumerate(rows)
        ]
        self._letters = [
            f"{column_letter(place)} · {labels.get(columns[place], columns[place])}"
            if place in columns
            else column_letter(place)
            for place in range(width)
        ]
        table = layout.table
        self._heading = frozenset(one - 1 for one in table.heading_rows) if table else frozenset()
        self._taken = frozenset(columns)
        self.endResetModel()

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
            return f"{where}第 {row + 1} 行，{self._letters[column]}：{self._rows[row][column]}"
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
        above = bool(self._heading) and row < min(self._heading)
        return not above and column in self._taken

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self._letters[section]
        return f"{section + 1} 表头" if section in self._heading else str(section + 1)


def _texts(row: Sequence[object], width: int) -> list[str]:
    texts = [" ".join(cell_text(value).split()) for value in row[:width]]
    return texts + [""] * (width - len(texts))


class FieldChoice(QComboBox):
    """A field for a column. The wheel scrolls the list of columns, not the choice under it."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()


class ColumnChoices(QScrollArea):
    """One line per column of the file: its heading, the field it is taken for, how sure that is."""

    chosen = Signal(int, str)
    """Column and field ('' for none) as the clerk picked them."""
    looked_at = Signal(int)
    """The column whose choice has the keyboard."""

    def __init__(self, fields: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("column_choices")
        self.setAccessibleName("各栏对应的字段")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fields = fields
        self._boxes: dict[int, FieldChoice] = {}
        self._states: dict[int, QLabel] = {}
        self._shown: dict[int, str] = {}

    def show_layout(self, layout: Layout, picked: Mapping[int, str]) -> None:
        """Shows what each column is now; `picked` are the clerk's own choices."""
        headings = dict(list(layout.headings.items())[:COLUMNS_SHOWN])
        if headings != self._shown:
            self._build(headings)
        columns = layout.columns
        for place, box in self._boxes.items():
            field = columns.get(place, "")
            box.blockSignals(True)
            box.setCurrentIndex(box.findData(field))
            box.blockSignals(False)
            heading = headings[place]
            if not field and place not in picked and layout.table is not None:
                unknown = heading in layout.table.unmapped
                words, role = ("未识别", "warning") if unknown else ("不需要", "small")
            else:
                words, role = self._certainty(heading, field, place in picked)
            self._states[place].setText(words)
            restyled(self._states[place], "role", role)

    def _certainty(self, heading: str, field: str, picked: bool) -> tuple[str, str]:
        if picked:
            return ("由您指定" if field else "由您略过"), "small"
        if not field:
            return "未识别", "warning"
        same = normalised(heading) == normalised(self._fields.get(field, field))
        return ("名称一致" if same else "常见写法"), "small"

    def _build(self, headings: Mapping[int, str]) -> None:
        self._shown = dict(headings)
        self._boxes, self._states = {}, {}
        inner = QWidget(self)
        inner.setObjectName("column_lines")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for line, (place, heading) in enumerate(headings.items()):
            letter = column_letter(place)
            grid.addWidget(label(letter, role="muted", parent=inner), line, 0)
            words = label(_short(heading), name=f"heading_{letter}", parent=inner)
            words.setToolTip(heading)
            grid.addWidget(words, line, 1)
            box = self._box(place, heading)
            words.setBuddy(box)
            grid.addWidget(box, line, 2)
            state = label("", role="small", name=f"certainty_{letter}", parent=inner)
            grid.addWidget(state, line, 3)
            self._boxes[place], self._states[place] = box, state
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(headings), 1)
        self.setWidget(inner)

    def _box(self, place: int, heading: str) -> FieldChoice:
        box = FieldChoice(self)
        box.setObjectName(f"field_{column_letter(place)}")
        box.setAccessibleName(f"{column_letter(place)} 列“{heading}”对应的字段")
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(9)
        box.addItem(NOT_IMPORTED, "")
        for field, words in self._fields.items():
            box.addItem(words, field)
        box.setProperty("place", place)
        box.installEventFilter(self)
        box.activated.connect(lambda _=0: self.chosen.emit(place, box.currentData()))
        return box

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, FieldChoice):
            self.looked_at.emit(watched.property("place"))
        return super().eventFilter(watched, event)


class LayoutPage(WizardPage):
    """Says how the file is read and lets the clerk have it read otherwise."""

    title = "表头与栏目"
    reading_changed = Signal()

    def __init__(self, fields: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layout_page")
        self._fields = fields
        self._layout: Layout | None = None
        self._sheet: str | None = None
        self._picked: dict[int, str] = {}
        self._found = label("", name="layout_found", parent=self)
        self._found.setWordWrap(True)
        self.sheet_box = QComboBox(self)
        self.sheet_box.setObjectName("sheet_box")
        self.sheet_box.setAccessibleName("工作表")
        self.sheet_box.activated.connect(lambda _=0: self._pick_sheet())
        self.reset_button = QPushButton("恢复自动识别", self)
        self.reset_button.setObjectName("layout_reset")
        self.reset_button.setProperty("link", True)
        self.reset_button.clicked.connect(self._forget_choices)
        self.choices = ColumnChoices(fields, self)
        self.choices.chosen.connect(self._pick_field)
        self.model = SheetModel(self)
        self.grid = _sheet_view(self.model, self)
        self.choices.looked_at.connect(self._bring_into_sight)
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        self._sheet_words = label("工作表", role="muted", parent=self)
        top.addWidget(self._sheet_words)
        top.addWidget(self.sheet_box)
        top.addWidget(self._found, 1)
        top.addWidget(self.reset_button)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setObjectName("layout_split")
        split.setChildrenCollapsible(False)
        split.addWidget(self.choices)
        split.addWidget(self.grid)
        split.setStretchFactor(1, 1)
        split.setSizes([scaled(400), scaled(640)])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(split, 1)

    # ------------------------------------------------------------------- what is read
    def show_workbook(self, workbook: Workbook) -> None:
        """Another file: choices made for the former one are forgotten."""
        self._layout = None
        self._sheet, self._picked = None, {}
        self.sheet_box.clear()
        for sheet in workbook.sheets:
            words = f"{sheet.name}（隐藏）" if sheet.hidden else sheet.name
            self.sheet_box.addItem(words, sheet.name)
        several = len(workbook.sheets) > 1
        self.sheet_box.setVisible(several)
        self._sheet_words.setVisible(several)
        self.ready_changed.emit()

    def reading(self) -> Reading:
        """How the clerk wants the file read."""
        if self._layout is None:
            return Reading(self._sheet)
        names = Counter(normalised(text) for text in self._layout.headings.values())
        chosen = []
        for place, field in self._picked.items():
            text = self._layout.headings.get(place, "")
            once = text and names[normalised(text)] == 1
            chosen.append((text if once else column_name(place), field))
        sheet = self._layout.sheet.name if chosen else self._sheet
        return Reading(sheet, tuple(chosen))

    def show_layout(self, layout: Layout) -> None:
        """Shows how the file was read."""
        self._layout = layout
        self.sheet_box.setCurrentIndex(self.sheet_box.findData(layout.sheet.name))
        self.model.show_layout(layout, self._fields)
        self.choices.show_layout(layout, self._picked)
        _fit_columns(self.grid)
        self.reset_button.setVisible(bool(self._picked))
        self._found.setText(self._words(layout))
        self.ready_changed.emit()

    def _words(self, layout: Layout) -> str:
        table = layout.table
        if table is None:
            return "没有找到表头。请在左边为各栏选定字段，或换一个工作表。"
        first, last = table.heading_rows[0], table.heading_rows[-1]
        where = f"第 {first} 行" if first == last else f"第 {first}–{last} 行"
        words = f"表头在{where}，下面有 {len(table.rows):,} 行数据；识别 {len(table.columns)} 栏"
        left = len(table.unmapped)
        return f"{words}，{left} 栏不导入。" if left else f"{words}。"

    @property
    def ready(self) -> bool:
        return (
            self._layout is not None
            and self._layout.table is not None
            and bool(self._layout.table.rows)
        )

    def _pick_sheet(self) -> None:
        self._sheet, self._picked = self.sheet_box.currentData(), {}
        self.reading_changed.emit()

    def _pick_field(self, place: int, field: str) -> None:
        if field and self._layout is not None:
            for other, taken in self._layout.columns.items():
                if taken == field and other != place:
                    self._picked[other] = ""
        self._picked[place] = field
        self.reading_changed.emit()

    def _forget_choices(self) -> None:
        self._picked = {}
        self.reading_changed.emit()

    def _bring_into_sight(self, place: int) -> None:
        top, act = self.model.index(0, place), QItemSelectionModel.SelectionFlag
        # not selectColumn: with a Ctrl still held down it would take the column away instead
        self.grid.selectionModel().select(top, act.ClearAndSelect | act.Columns)
        self.grid.scrollTo(top, QAbstractItemView.ScrollHint.EnsureVisible)


def _short(heading: str) -> str:
    return heading if len(heading) <= 12 else heading[:11] + "…"


def _sheet_view(model: SheetModel, parent: QWidget) -> QTableView:
    view = QTableView(parent)
    view.setObjectName("sheet_view")
    view.setAccessibleName(f"文件的前 {ROWS_SHOWN} 行")
    view.setModel(model)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setCornerButtonEnabled(False)
    view.verticalHeader().setDefaultSectionSize(row_height("compact"))
    view.horizontalHeader().setDefaultAlignment(
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    )
    return view


def _fit_columns(view: QTableView) -> None:
    """As wide as what is shown, within reason."""
    view.resizeColumnsToContents()
    for place in range(view.model().columnCount(QModelIndex())):
        view.setColumnWidth(place, min(view.columnWidth(place), scaled(_WIDEST)))
