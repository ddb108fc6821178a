"""Which column of a list is which field, and how sure that is: one line for each column."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
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
        self._shown: dict[int, str] = {}

    def show_layout(self, layout: Layout, picked: Mapping[int, str]) -> None:
        """Shows what each column is now; `picked` are the clerk's own choices."""
        headings = dict(list(layout.headings.items())[:COLUMNS_SHOWN])
        if headings != self._shown:
            self._build(headings, layout)
        columns = layout.columns
        for place, box in self._boxes.items():
            field = columns.get(place, "")
            box.blockSignals(True)
            box.setCurrentIndex(box.findData(field))
            box.blockSignals(False)
            words, role, tip = self._certainty(layout, place, field, picked=place in picked)
            self._states[place].setText(words)
            self._states[place].setToolTip(tip)
            box.setAccessibleDescription(f"{words}。{tip}" if tip else words)
            restyled(self._states[place], "role", role)

    def look_at(self, place: int) -> None:
        """Puts the keyboard on a column's choice."""
        if place in self._boxes:
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

    def _build(self, headings: Mapping[int, str], layout: Layout) -> None:
        self._shown = dict(headings)
        self._boxes, self._states = {}, {}
        inner = QWidget()  # nothing is drawn before all is there
        inner.setObjectName("column_lines")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for line, (place, text) in enumerate(headings.items()):
            letter, heading = column_letter(place), masked_words(text)
            grid.addWidget(label(layout.letter(place), role="muted", parent=inner), line, 0)
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
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(headings), 1)
        self.setWidget(inner)

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
