"""Which column of a list is which field, and how sure that is: one line for each column."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QScrollArea, QWidget

from tuanji_desktop.kit.import_adapter import Layout, masked_words
from tuanji_desktop.kit.labels import label, restyled
from tuanji_desktop.kit.style import scaled
from tuanji_desktop.sheets.heading import column_letter, normalised
from tuanji_desktop.sheets.places import ADDED

COLUMNS_SHOWN = 120
NOT_IMPORTED = "（不导入）"
_WIDTH = 140
_AT_ONCE = 12
SURE, LIKELY = 0.9, 0.6
"""From here on a column is sure, or likely, to be what it is taken for."""


class FieldChoice(QComboBox):
    """A field for a column. The wheel scrolls the list of columns, not the choice under it."""

    def sizeHint(self) -> QSize:  # noqa: N802
        # Qt would measure every entry, and make the list, of each of a hundred choices
        return QSize(scaled(_WIDTH), self.fontMetrics().height() + scaled(8))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()


class ColumnChoices(QScrollArea):
    """One line per column of the file: its heading, the field it is taken for, how sure that is."""

    chosen = Signal(int, str)
    """Column and field ('' for none) as the clerk picked them."""
    looked_at = Signal(int)
    """The column whose choice has the keyboard."""
    completed = Signal()
    """Every column has its line."""

    def __init__(self, fields: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("column_choices")
        self.setAccessibleName("各栏对应的字段")
        self.setWidgetResizable(True)
        self._fields = fields
        self._offered = QStandardItemModel(self)  # one for all columns: there may be a hundred
        for field, words in (("", NOT_IMPORTED), *fields.items()):
            item = QStandardItem(words)
            item.setData(field, Qt.ItemDataRole.UserRole)
            self._offered.appendRow(item)
        self._boxes: dict[int, FieldChoice] = {}
        self._states: dict[int, QLabel] = {}
        self._letters: dict[int, QLabel] = {}
        self._shown: dict[int, str] = {}
        self._called: Callable[[int], str] = column_letter
        self._layout: Layout | None = None
        self._picked: Mapping[int, str] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self._go_on)

    def show_letters(self, layout: Layout, sheet: str) -> None:
        """The columns are called as in this sheet of the list."""
        self._called = lambda place: layout.letter(place, sheet)
        for place, words in self._letters.items():
            words.setText(self._called(place))

    def show_layout(self, layout: Layout, picked: Mapping[int, str]) -> None:
        """Shows what each column is now; `picked` are the clerk's own choices."""
        headings = dict(list(layout.headings.items())[:COLUMNS_SHOWN])
        self._layout, self._picked = layout, picked
        if headings != self._shown:
            self._called = layout.letter
            self._begin(headings)
        else:
            for place in self._boxes:
                self._fill(place)

    def _fill(self, place: int) -> None:
        """Says of a line what its column is now."""
        layout, box, state = self._layout, self._boxes[place], self._states[place]
        if layout is None:
            return
        field = layout.columns.get(place, "")
        box.blockSignals(True)
        box.setCurrentIndex(box.findData(field))
        box.blockSignals(False)
        words, role, tip = self._certainty(layout, place, field, picked=place in self._picked)
        state.setText(words)
        state.setToolTip(tip)
        box.setAccessibleDescription(f"{words}。{tip}" if tip else words)
        restyled(state, "role", role)

    def look_at(self, place: int) -> None:
        """Puts the keyboard on a column's choice."""
        while place in self._shown and place not in self._boxes:
            self._go_on()
        if place in self._boxes:
            self._boxes[place].show()  # a line that has only just come
            self._boxes[place].setFocus()
            self.ensureWidgetVisible(self._boxes[place])

    def _certainty(
        self, layout: Layout, place: int, field: str, *, picked: bool
    ) -> tuple[str, str, str]:
        """In a word, in which colour, and what that rests on."""
        heading, table = layout.headings[place], layout.table
        if picked:
            return ("由您指定" if field else "由您略过"), "small", ""
        if not field or table is None:
            if heading == ADDED:
                return "没有采用", "small", "工作表的名称或标题"
            if table is not None and heading not in table.unmapped:
                return "不需要", "small", "只是编号，或退回名单加上的一列"
            return "未识别", "warning", "不导入；要导入，请在左边选定字段"
        if normalised(heading) == normalised(self._fields.get(field, field)):
            return "名称一致", "small", ""
        if heading == ADDED:
            return "工作表名", "likely", "不在表里：每张工作表的名称或标题算作它那些行的这一栏"
        sure = table.certainty.get(field, 1.0)
        if sure >= SURE:
            return "有把握", "small", "这一栏常见的另一种写法"
        if sure >= LIKELY:
            return "很可能", "likely", "按表头和内容判断，请看一眼右边的数据"
        return "猜的，请核对", "warning", "表头看不出来，是按内容猜的；不对请另选"

    def _begin(self, headings: Mapping[int, str]) -> None:
        """Other columns: the first lines now, the others bit by bit. Each takes a millisecond or
        two, and there may be a hundred."""
        self._shown = dict(headings)
        self._boxes, self._states, self._letters = {}, {}, {}
        self._inner = QWidget()  # nothing is drawn before the first lines are there
        self._inner.setObjectName("column_lines")
        self._grid = grid = QGridLayout(self._inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(headings), 1)
        self._go_on()
        self.setWidget(self._inner)

    def _go_on(self) -> None:
        """Some more lines."""
        done = len(self._boxes)
        for place in list(self._shown)[done : done + _AT_ONCE]:
            self._add_line(place)
            self._fill(place)
        if len(self._boxes) < len(self._shown):
            self._rest.start()
        else:
            self._rest.stop()
            self.completed.emit()

    def _add_line(self, place: int) -> None:
        inner, grid, line = self._inner, self._grid, len(self._boxes)
        letter, heading = column_letter(place), masked_words(self._shown[place])
        called = self._called(place)
        self._letters[place] = label(called, role="muted", name=f"letter_{letter}", parent=inner)
        grid.addWidget(self._letters[place], line, 0)
        words = label(_short(heading), name=f"heading_{letter}", parent=inner)
        words.setToolTip(heading)
        words.setWordWrap(True)  # large letters must leave room for how sure it is
        words.setMinimumWidth(scaled(56))
        grid.addWidget(words, line, 1)
        box = self._box(inner, place, heading)
        words.setBuddy(box)
        grid.addWidget(box, line, 2)
        state = label("", role="small", name=f"certainty_{letter}", parent=inner)
        grid.addWidget(state, line, 3)
        self._boxes[place], self._states[place] = box, state

    def _box(self, parent: QWidget, place: int, heading: str) -> FieldChoice:
        box = FieldChoice(parent)
        box.setObjectName(f"field_{column_letter(place)}")
        box.setAccessibleName(f"{column_letter(place)} 列“{heading}”对应的字段")
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.setModel(self._offered)
        box.setProperty("place", place)
        box.installEventFilter(self)
        box.activated.connect(lambda _=0: self.chosen.emit(place, box.currentData()))
        return box

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, FieldChoice):
            self.looked_at.emit(watched.property("place"))
        return super().eventFilter(watched, event)


def _short(heading: str) -> str:
    return heading if len(heading) <= 12 else heading[:11] + "…"
