"""Step two of an import: the sheet as it came, where its heading was found, what each column is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QSplitter,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.kit.flow import FlowLayout
from tuanji_desktop.kit.import_adapter import Layout
from tuanji_desktop.kit.import_columns import ColumnChoices
from tuanji_desktop.kit.import_look import LookBox
from tuanji_desktop.kit.import_sheet import ROWS_SHOWN, SheetModel
from tuanji_desktop.kit.labels import label, name_headers
from tuanji_desktop.kit.scrolling import scrolled
from tuanji_desktop.kit.style import row_height, scaled
from tuanji_desktop.kit.wizard import WizardPage
from tuanji_desktop.sheets.heading import column_index, column_name, normalised
from tuanji_desktop.sheets.reader import Sheet, Workbook
from tuanji_desktop.sheets.reading import ALL_ALIKE, Reading

HIGHEST_HEADING = 4
"""So many rows a heading may have."""
_NARROWEST, _WIDEST, _PADDING = 40, 220, 18
_MEASURED = 8
"""Beside the longest text of a column so many of its upper ones are measured."""
_TOGETHER = "全部同样的工作表"
_SAVE, _OPEN, _KNOWN = "另存方案…", "用方案文件…", "记住的方案…"


class LayoutPage(WizardPage):
    """Says how the file is read and lets the clerk have it read otherwise. What was said of a sheet
    is still there when one comes back to it from another."""

    title = "表头与栏目"
    reading_changed = Signal()
    policies_requested = Signal()
    recipe_save_requested = Signal()
    recipe_file_requested = Signal()
    recipes_requested = Signal()

    def __init__(
        self, fields: Mapping[str, str], *, policies: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("layout_page")
        self._fields = fields
        self._layout: Layout | None = None
        self._sheet: str | None = None
        self._heading: tuple[int, int] | None = None
        self._headings: dict[str, tuple[int, int]] = {}
        self._picked: dict[int, str] = {}
        self._by_name: dict[str, str] = {}
        self._moved = False
        self._others: dict[str, Reading] = {}
        self._found = label("", name="layout_found", parent=self)
        self._found.setWordWrap(True)
        self._make_heading_line()
        self.reset_button = self._link("layout_reset", "恢复自动识别")
        self.reset_button.clicked.connect(self._forget_choices)
        self.policies_button = self._link("layout_policies", "已有的记录怎么更新…")
        self.policies_button.setToolTip("逐栏选择：更新、只补空白、不导入")
        self.policies_button.setVisible(policies)
        self.policies_button.clicked.connect(self.policies_requested)
        self._make_recipe_menu()
        self.choices = ColumnChoices(fields, self)
        self.choices.chosen.connect(self._pick_field)
        self.model = SheetModel(self)
        self.grid = _sheet_view(self.model, self)
        self.grid.verticalHeader().sectionClicked.connect(self._row_clicked)
        self.grid.verticalHeader().setToolTip("点行号，把这一行定为表头；选中几行后按右键还有别的")
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(self._show_menu)
        self.choices.looked_at.connect(self._bring_into_sight)
        self.choices.completed.connect(self.ready_changed)  # Tab goes through all lines
        self.look_box.chosen.connect(self._look)
        self.look_box.turn_by_keys(self)
        self._lay_out()

    def _link(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.setProperty("link", True)
        return button

    def _make_heading_line(self) -> None:
        self.sheet_box = QComboBox(self)
        self.sheet_box.setObjectName("sheet_box")
        self.sheet_box.setAccessibleName("工作表")
        self.sheet_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.sheet_box.setMinimumContentsLength(22)
        self.sheet_box.activated.connect(lambda _=0: self._pick_sheet())
        self.look_box = LookBox(self)
        self.first_row = self._spin("heading_first", "表头从第几行起", 1, 1)
        self.row_count = self._spin("heading_count", "表头共几行", 1, HIGHEST_HEADING)
        self.no_heading = QCheckBox("没有表头", self)
        self.no_heading.setObjectName("no_heading")
        self.no_heading.setToolTip("名单第一行就是数据时选它，再为各栏选定字段")
        self.no_heading.clicked.connect(lambda _=False: self._say_heading())
        self._sheet_words = label("工作表", role="muted", parent=self)
        self._first_words = label("表头从第", role="muted", name="heading_words", parent=self)
        self._between = label("行起，共", role="muted", parent=self)
        self._after = label("行", role="muted", parent=self)

    def _spin(self, name: str, words: str, lowest: int, highest: int) -> QSpinBox:
        box = QSpinBox(self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setRange(lowest, highest)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(lambda _value: self._say_heading())
        return box

    def _make_recipe_menu(self) -> None:
        self.recipe_button = QToolButton(self)
        self.recipe_button.setObjectName("recipe_menu")
        self.recipe_button.setText("导入方案 ▾")
        self.recipe_button.setAccessibleName("导入方案")
        self.recipe_button.setToolTip("把工作表、表头、栏目和写法的对应存成文件，或用存好的")
        self.recipe_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.recipe_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.recipe_button)
        menu.setObjectName("recipe_actions")
        menu.setAccessibleName("导入方案")
        for words, signal in (
            (_SAVE, self.recipe_save_requested),
            (_OPEN, self.recipe_file_requested),
            (_KNOWN, self.recipes_requested),
        ):
            menu.addAction(words).triggered.connect(lambda _=False, wish=signal: wish.emit())
        self.recipe_button.setMenu(menu)

    def _lay_out(self) -> None:
        top = FlowLayout(spacing=8)
        holder = QWidget(self)
        holder.setObjectName("heading_line")
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (
            self._first_words,
            self.first_row,
            self._between,
            self.row_count,
            self._after,
        ):
            row.addWidget(part)
        for single in (
            self._sheet_words,
            self.sheet_box,
            self.look_box,
            holder,
            self.no_heading,
            self.reset_button,
            self.policies_button,
            self.recipe_button,
        ):
            top.addWidget(single)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setObjectName("layout_split")
        split.setChildrenCollapsible(False)
        split.addWidget(self.choices)
        split.addWidget(self.grid)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        # in proportion: large letters leave the sheet its share, and room for how sure a column is
        split.setSizes([400, 600] if scaled(2) < 3 else [470, 530])
        split.setMinimumHeight(scaled(200))
        # it takes what is left: what it would like to have must not make the page scroll
        split.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        inner = QWidget(self)
        inner.setObjectName("layout_inner")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self._found)
        layout.addWidget(split, 1)
        area = scrolled(self, inner, name="layout_area", words=self.title)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # ------------------------------------------------------------------- what is read
    def show_workbook(self, workbook: Workbook) -> None:
        """Another file: choices made for the former one are forgotten."""
        self._layout = None
        self._others = {}
        self._take(Reading())
        self.sheet_box.clear()
        if sum(not sheet.hidden for sheet in workbook.sheets) > 1:
            self.sheet_box.addItem(_TOGETHER, ALL_ALIKE)
        for sheet in workbook.sheets:
            words = f"{sheet.name}（隐藏）" if sheet.hidden else sheet.name
            self.sheet_box.addItem(words, sheet.name)
        for widget in (self._sheet_words, self.sheet_box):
            widget.setVisible(len(workbook.sheets) > 1)
        self.ready_changed.emit()

    @property
    def sheet(self) -> str | None:
        """The sheet in force: the clerk's, else the one that was found."""
        if self._sheet is not None or self._layout is None:
            return self._sheet
        return ALL_ALIKE if self._layout.places.several else self._layout.sheet.name

    def reading(self) -> Reading:
        """How the clerk wants the file read: sheet, columns, heading."""
        chosen = self._chosen()
        said = bool(chosen) or self._heading is not None or bool(self._headings)
        headings = tuple((name, *rows) for name, rows in sorted(self._headings.items()))
        return Reading(
            self.sheet if said else self._sheet, chosen, self._heading, headings=headings
        )

    def readings(self) -> dict[str, Reading]:
        """What was said of each sheet, the one in force included."""
        if self.sheet is None:
            return dict(self._others)
        return {**self._others, self.sheet: self.reading()}

    def take_readings(self, sheet: str | None, readings: Mapping[str, Reading]) -> None:
        """Puts back what was said; whoever calls has the table found anew."""
        self._others = {name: one for name, one in readings.items() if name != sheet}
        said = readings.get(sheet or "", Reading())
        self._take(replace(said, sheet=sheet))

    def take_reading(self, reading: Reading) -> None:
        """Takes up what a recipe says of the file, its sheet by name or the one that is found."""
        self._others = {}
        self._take(reading)

    def _take(self, reading: Reading) -> None:
        self._sheet, self._heading = reading.sheet, reading.heading
        self._headings = {name: (first, count) for name, first, count in reading.headings}
        self._picked, self._by_name = {}, dict(reading.chosen)

    def _chosen(self) -> tuple[tuple[str, str], ...]:
        chosen = dict(self._by_name)
        layout = self._layout
        headings = layout.headings if layout is not None else {}
        # what stands over the columns is not known where the clerk's heading was not found
        lost = self._moved or (
            self._heading is not None and layout is not None and layout.table is None
        )
        names = Counter(normalised(text) for text in headings.values())
        for place, field in self._picked.items():
            text = headings.get(place, "")
            once = text and names[normalised(text)] == 1 and not lost
            chosen[text if once else column_name(place)] = field
        return tuple(chosen.items())

    def show_layout(self, layout: Layout) -> None:
        """Shows how the file was read."""
        self._layout, self._moved = layout, False
        self._place_names(layout)
        self._show_sheet(layout)
        self.look_box.show_layout(layout, together=self.sheet == ALL_ALIKE)
        self.choices.show_layout(layout, self._picked)
        self.reset_button.setVisible(
            bool(self._picked or self._by_name or self._heading or self._headings)
        )
        self._look()
        self.ready_changed.emit()

    def _look(self) -> None:
        """Shows the upper rows of the sheet that is looked at, and what is its own."""
        layout = self._layout
        if layout is None:
            return
        sheet = layout.named(self.look_box.sheet)
        self._show_heading(layout, sheet)
        self.model.show_layout(layout, self._fields, sheet)
        self.choices.show_letters(layout, sheet.name)
        _fit_columns(self.grid, self.model)
        self._found.setText(self._words(layout, sheet.name))

    def _show_sheet(self, layout: Layout) -> None:
        together = self.sheet_box.findData(ALL_ALIKE)
        if together >= 0 and self.sheet == ALL_ALIKE:
            count = len({part.sheet for part in layout.places.parts}) or int(
                layout.table is not None
            )
            self.sheet_box.setItemText(together, f"{_TOGETHER}（{count} 张）")
            self.sheet_box.setCurrentIndex(together)
        else:
            self.sheet_box.setCurrentIndex(self.sheet_box.findData(layout.sheet.name))

    def _place_names(self, layout: Layout) -> None:
        """Choices that came by name (recipe, unfinished import) are choices of columns from now."""
        if layout.table is None:
            return
        places: dict[str, int] = {}
        for place, text in layout.headings.items():
            places.setdefault(normalised(text), place)
        for text, field in self._by_name.items():
            named = text.endswith("列") and text[:-1].isascii() and text[:-1].isupper()
            found = column_index(text[:-1]) if named else places.get(normalised(text))
            if found is not None:
                self._picked[found] = field
        self._by_name = {}

    def _show_heading(self, layout: Layout, sheet: Sheet) -> None:
        first, count = self._said_heading(layout, sheet.name) or (1, 1)
        rows, below = layout.heading_in(sheet.name)
        if below:
            first, count = (rows[0], len(rows)) if rows else (below, 0)
        boxes = (self.first_row, self.row_count, self.no_heading)
        for box in boxes:
            box.blockSignals(True)
        self.first_row.setMaximum(max(first, len(sheet.rows), 1))
        self.first_row.setValue(first)
        self.row_count.setValue(max(1, count))
        self.no_heading.setChecked(count == 0)
        for box in boxes:
            box.blockSignals(False)
        self._first_words.setText("表头从第" if count else "数据从第")
        self._between.setText("行起，共" if count else "行起")
        for widget in (self.row_count, self._after):
            widget.setVisible(count > 0)

    def _said_heading(self, layout: Layout, sheet: str) -> tuple[int, int] | None:
        """What the clerk said of the heading of a sheet; said of the first it holds for the list."""
        return self._heading if sheet == layout.sheet.name else self._headings.get(sheet)

    def _words(self, layout: Layout, name: str) -> str:
        table = layout.table
        if table is None:
            return "没有找到表头。请说明表头在第几行，或在左边为各栏选定字段，或换一个工作表。"
        rows, below = layout.heading_in(name)
        if not below:
            where = _not_found(self._headings[name]) if name in self._headings else ""
            return f"“{name}”没有和别的工作表一起读{where}。是名单的一部分的话，请点它表头那一行的行号。"
        sheet = f"“{name}”的" if layout.places.several else ""
        if not rows:
            where = "没有表头"
        elif len(rows) == 1:
            where = f"表头在第 {rows[0]} 行"
        else:
            where = f"表头在第 {rows[0]}–{rows[-1]} 行"
        here = layout.rows_in(name)
        whole = f"，一共 {len(table.rows):,} 行" if sheet else ""
        words = f"{sheet}{where}，下面有 {here:,} 行数据{whole}；识别 {len(table.columns)} 栏"
        left = len(table.unmapped)
        said = f"{words}，{left} 栏不导入。" if left else f"{words}。"
        return "".join((said, *table.told))

    @property
    def ready(self) -> bool:
        return (
            self._layout is not None
            and self._layout.table is not None
            and bool(self._layout.table.rows)
        )

    # ------------------------------------------------------------- what the clerk says
    def _pick_sheet(self) -> None:
        wanted = self.sheet_box.currentData()
        if self.sheet is not None and self.sheet != wanted:
            self._others[self.sheet] = self.reading()
        said = self._others.pop(wanted, Reading())
        self._take(replace(said, sheet=wanted))
        self.reading_changed.emit()

    def _pick_field(self, place: int, field: str) -> None:
        if field and self._layout is not None:
            for other, taken in self._layout.columns.items():
                if taken == field and other != place:
                    self._picked[other] = ""
        self._picked[place] = field
        self.reading_changed.emit()

    def _say_heading(self) -> None:
        count = 0 if self.no_heading.isChecked() else self.row_count.value()
        self.set_heading(self.first_row.value(), count)

    def set_heading(self, first: int, count: int) -> None:
        """The heading begins in this row (from 1) and has so many; 0: the data begin there."""
        if self.sheet == ALL_ALIKE:
            self._sheet = ALL_ALIKE  # still meant where this heading is not found
        layout = self._layout
        sheet = layout.named(self.look_box.sheet).name if layout is not None else ""
        if layout is None or sheet == layout.sheet.name:
            self._heading, self._moved = (first, count), True
        else:
            self._headings[sheet] = (first, count)
        self.reading_changed.emit()

    def _row_clicked(self, section: int) -> None:
        self.set_heading(self.model.row_number(section), 1)

    def _show_menu(self, place: QPoint) -> None:
        menu = self.heading_menu()
        menu.popup(self.grid.viewport().mapToGlobal(place))

    def heading_menu(self) -> QMenu:
        """What may be said of the rows that are selected."""
        sections = sorted({one.row() for one in self.grid.selectedIndexes()}) or [0]
        first = self.model.row_number(sections[0])
        count = min(sections[-1] - sections[0] + 1, HIGHEST_HEADING)
        where = f"第 {first} 行" if count == 1 else f"第 {first}–{first + count - 1} 行"
        menu = QMenu(self)
        menu.setObjectName("heading_menu")
        menu.setAccessibleName("表头")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, rows in (
            (f"{where}是表头", count),
            (f"没有表头，数据从第 {first} 行起", 0),
        ):
            action = QAction(words, menu)
            action.triggered.connect(lambda _=False, n=rows: self.set_heading(first, n))
            menu.addAction(action)
        return menu

    def _forget_choices(self) -> None:
        self._picked, self._by_name, self._heading, self._headings = {}, {}, None, {}
        if self._sheet == ALL_ALIKE:
            self._sheet = None
        self.reading_changed.emit()

    def show_field(self, field: str) -> None:
        """To the column that is taken for a field."""
        for place, taken in (self._layout.columns if self._layout is not None else {}).items():
            if taken == field:
                self.choices.look_at(place)

    def _bring_into_sight(self, place: int) -> None:
        layout = self._layout
        letter = layout.letter(place, self.look_box.sheet) if layout is not None else ""
        column = column_index(letter) if letter else place
        if column is None:
            return
        top, act = self.model.index(0, column), QItemSelectionModel.SelectionFlag
        # not selectColumn: with a Ctrl still held down it would take the column away instead
        self.grid.selectionModel().select(top, act.ClearAndSelect | act.Columns)
        self.grid.scrollTo(top, QAbstractItemView.ScrollHint.EnsureVisible)


def _not_found(heading: tuple[int, int]) -> str:
    return f"：以第 {heading[0]} 行为表头，找不到必需的栏目"


def _sheet_view(model: SheetModel, parent: QWidget) -> QTableView:
    view = QTableView(parent)
    view.setObjectName("sheet_view")
    view.setAccessibleName(f"文件的前 {ROWS_SHOWN} 行")
    name_headers(view)
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


def _fit_columns(view: QTableView, model: SheetModel) -> None:
    """As wide as what is shown, within reason. Qt's own measuring takes a tenth of a second."""
    metrics, least, most = view.fontMetrics(), scaled(_NARROWEST), scaled(_WIDEST)
    for place, texts in enumerate(model.texts()):
        longest = max(texts, key=len, default="")
        heading, *rest = texts
        widths = (metrics.horizontalAdvance(one) for one in {heading, longest, *rest[:_MEASURED]})
        view.setColumnWidth(place, min(max(*widths, least) + scaled(_PADDING), most))
