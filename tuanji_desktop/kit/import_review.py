"""Step three of an import: what every row would do, and every finding, before anything is written."""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.kit.dialogs import Banner
from tuanji_desktop.kit.import_adapter import (
    ImportReview,
    Layout,
    ReviewRow,
    masked_value,
    masked_words,
)
from tuanji_desktop.kit.import_filter import ALL, Passing, Wanted, counted, passing
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.labels import label
from tuanji_desktop.kit.paged_model import Column, PagedTableModel, SortKey
from tuanji_desktop.kit.paged_table import PagedTableView
from tuanji_desktop.kit.style import scaled
from tuanji_desktop.kit.wizard import WizardPage
from tuanji_desktop.sheets.findings import CODE_WORDS, SheetFinding
from tuanji_desktop.sheets.heading import column_letter
from tuanji_desktop.sheets.reader import cell_text

LEVELS = {"error": "错误", "warning": "提醒"}
_FINDINGS, _ROWS = 0, 1


class ReviewPage(WizardPage):
    """Counts by sort of row as sentences and filters; all findings; all rows in words."""

    title = "核对"
    return_requested = Signal()
    """The clerk wants the list that goes back to the school."""

    def __init__(
        self, jobs: Jobs, fields: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("review_page")
        self._fields = fields
        self._jobs = jobs
        self._review: ImportReview | None = None
        self._layout: Layout | None = None
        self._kind = ALL
        self._masked = True
        self._make_widgets()
        self._make_tables(jobs)
        self._lay_out()

    def _make_widgets(self) -> None:
        self.sentence = label("", role="title", name="review_sentence", parent=self)
        self.sentence.setWordWrap(True)
        self.notes = label("", role="muted", name="review_notes", parent=self)
        self.notes.setWordWrap(True)
        self.alarm = Banner(self)
        self.alarm.setObjectName("review_alarm")
        self._kinds = QButtonGroup(self)
        self._kind_row = QHBoxLayout()
        self._kind_row.setSpacing(4)
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("review_tabs")
        self.tabs.setAccessibleName("核对结果")
        self.tabs.addTab("问题")
        self.tabs.addTab("逐行")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.currentChanged.connect(lambda _=0: self._filter())
        self.level_box = self._box("review_level", "按级别筛选")
        self.code_box = self._box("review_code", "按问题筛选")
        self.reveal = QCheckBox("显示完整号码", self)
        self.reveal.setObjectName("review_reveal")
        self.reveal.toggled.connect(self._show_numbers)
        self.return_button = QPushButton("另存退回名单…", self)
        self.return_button.setObjectName("review_return")
        self.return_button.setToolTip("把有问题的单元格标红、注明原因，另存一份交回填报单位改正")
        self.return_button.clicked.connect(self.return_requested)

    def _box(self, name: str, words: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.activated.connect(lambda _=0: self._filter())
        return box

    def _make_tables(self, jobs: Jobs) -> None:
        self.findings_model: PagedTableModel[SheetFinding] = PagedTableModel(
            jobs, columns=self._finding_columns(), fetch=self._fetch_findings, parent=self
        )
        self.findings_table = PagedTableView(
            self.findings_model, jobs=jobs, name="findings_table", label="问题清单", parent=self
        )
        self.rows_model: PagedTableModel[tuple[ReviewRow, str]] = PagedTableModel(
            jobs, columns=self._row_columns(), fetch=self._fetch_rows, parent=self
        )
        self.rows_table = PagedTableView(
            self.rows_model, jobs=jobs, name="rows_table", label="逐行结果", parent=self
        )
        self.findings_table.sort_requested.connect(self._sort)
        self.findings_table.opened.connect(lambda one: self.open_row(self._finding(one).row))
        self.rows_table.opened.connect(lambda one: self.open_row(self._row(one).number))
        self.findings_table.setToolTip("双击或按 Enter 查看整行")

    def _finding_columns(self) -> tuple[Column[SheetFinding], ...]:
        return (
            Column("row", "行", lambda one: str(one.row), width=56, align="right", figures=True),
            Column("cell", "单元格", lambda one: one.cell, width=64, sortable=False),
            Column("field", "栏目", lambda one: self._label(one.field), width=104),
            Column("value", "内容", self._value, width=168, sortable=False),
            Column(
                "message", "问题", lambda one: self._shown(one.message), width=430, sortable=False,
                tip=lambda one: self._shown(one.message),
            ),
            Column("level", "级别", lambda one: LEVELS.get(one.level, one.level), width=56),
            Column("suggestion", "建议", self._suggestion, width=168, sortable=False),
            Column("code", "代码", lambda one: one.code, width=160, shown=False),
        )  # fmt: skip

    def _row_columns(self) -> tuple[Column[tuple[ReviewRow, str]], ...]:
        return (
            Column(
                "row", "行", lambda one: str(one[0].number), width=56, align="right",
                figures=True, sortable=False,
            ),
            Column("kind", "结果", lambda one: self._kind_words(one[0].kind), width=88, sortable=False),
            Column("name", "姓名或名称", lambda one: one[0].name, width=200, sortable=False),
            Column(
                "detail", "说明", lambda one: self._shown(one[1]), width=640, sortable=False,
                tip=lambda one: self._shown(one[1]),
            ),
        )  # fmt: skip

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.sentence, 1)
        top.addWidget(self.return_button, 0, Qt.AlignmentFlag.AlignTop)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.tabs)
        tools.addWidget(self.level_box)
        tools.addWidget(self.code_box)
        tools.addStretch(1)
        tools.addWidget(self.reveal)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.notes)
        layout.addWidget(self.alarm)
        layout.addLayout(self._kind_row)
        layout.addLayout(tools)
        layout.addWidget(self.findings_table, 1)
        layout.addWidget(self.rows_table, 1)
        self.rows_table.hide()

    # ---------------------------------------------------------------- what is shown
    @property
    def ready(self) -> bool:
        return self._review is not None and self._review.writes > 0

    @property
    def next_words(self) -> str:
        if self._review is None or not self._review.writes:
            return "没有可写入的行" if self._review is not None else "写入"
        return f"写入 {self._review.writes:,} 行"

    def clear(self, words: str) -> None:
        """Nothing is known for the moment, and why."""
        self._review = None
        self.sentence.setText(words)
        self.notes.hide()
        self.alarm.hide()
        self._filter()
        self.ready_changed.emit()

    def show_review(self, review: ImportReview, layout: Layout) -> None:
        """Shows a plan; the filters of the one before are gone."""
        self._review, self._layout = review, layout
        self._kind = ALL
        self.sentence.setText(review.sentence)
        self.notes.setText("　".join(review.notes))
        self.notes.setVisible(bool(review.notes))
        if review.alarms:
            self.alarm.say("\n".join(review.alarms), level="warning")
        else:
            self.alarm.hide()
        self._show_kinds(review)
        self.level_box.clear()
        self.code_box.clear()
        self._jobs.read(self, lambda: counted(review), self._show_counts, topic="counts")
        self.return_button.setEnabled(bool(review.findings))
        self.tabs.setCurrentIndex(_FINDINGS if review.findings else _ROWS)
        self.findings_model.refresh_all()
        self.rows_model.refresh_all()
        self._filter()
        self.ready_changed.emit()

    def _show_counts(self, counts: tuple[Counter[str], Counter[str]]) -> None:
        levels, codes = counts
        _fill(self.level_box, "全部级别", LEVELS, levels)
        _fill(self.code_box, "全部问题", CODE_WORDS, codes)

    def _show_kinds(self, review: ImportReview) -> None:
        while (item := self._kind_row.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        everything = (ALL, f"全部 {len(review.rows):,}")
        counted = [(one.key, f"{one.words} {one.count:,}") for one in review.kinds if one.count]
        for key, words in (everything, *counted):
            button = QPushButton(words, self)
            button.setObjectName(f"kind_{key or 'all'}")
            button.setAccessibleName(f"只看{words}行" if key else "看全部行")
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setChecked(key == ALL)
            button.clicked.connect(lambda _=False, k=key: self.show_kind(k))
            self._kinds.addButton(button)
            self._kind_row.addWidget(button)
        self._kind_row.addStretch(1)

    def show_kind(self, kind: str) -> None:
        """Only the rows of one sort, in both lists; '' for all."""
        self._kind = kind
        self._filter()

    def _filter(self) -> None:
        """Has the places found that pass the filters, and shows the list in sight."""
        rows = self.tabs.currentIndex() == _ROWS
        self.rows_table.setVisible(rows)
        self.findings_table.setVisible(not rows)
        self.level_box.setVisible(not rows)
        self.code_box.setVisible(not rows)
        review = self._review
        if review is None:
            self._show_passing(Passing(array("q"), array("q")))
            return
        wanted = Wanted(
            self._kind,
            self.level_box.currentData() or ALL,
            self.code_box.currentData() or ALL,
            self.findings_model.sort_keys,
        )
        self._jobs.read(self, lambda: passing(review, wanted), self._show_passing, topic="filter")

    def _show_passing(self, found: Passing) -> None:
        self.tabs.setTabText(_FINDINGS, f"问题 {len(found.findings):,}")
        self.tabs.setTabText(_ROWS, f"逐行 {len(found.rows):,}")
        known = self._review is not None
        self.findings_table.set_empty(
            "没有问题" if known else self.sentence.text(),
            "这些行里没有发现问题，可以看“逐行”。" if known else "",
        )
        self.findings_table.show_ids(found.findings)
        self.rows_table.show_ids(found.rows)

    def _sort(self, keys: tuple[SortKey, ...]) -> None:
        self.findings_model.set_sort_keys(keys)
        self._filter()

    def _show_numbers(self, shown: bool) -> None:
        self._masked = not shown
        self.findings_model.refresh_all()
        self.rows_model.refresh_all()

    # ------------------------------------------------------------------- the cells
    def _finding(self, number: int) -> SheetFinding:
        assert self._review is not None
        return self._review.findings[number - 1]

    def _row(self, number: int) -> ReviewRow:
        assert self._review is not None
        return self._review.rows[number - 1]

    def _fetch_findings(self, ids: Sequence[int]) -> dict[int, SheetFinding]:
        review = self._review
        if review is None:
            return {}
        return {one: review.findings[one - 1] for one in ids if one <= len(review.findings)}

    def _fetch_rows(self, ids: Sequence[int]) -> dict[int, tuple[ReviewRow, str]]:
        review = self._review
        if review is None:
            return {}
        here = [one for one in ids if one <= len(review.rows)]
        return {one: (review.rows[one - 1], review.detail(one - 1)) for one in here}

    def _label(self, field: str) -> str:
        return self._fields.get(field, field)

    def _kind_words(self, kind: str) -> str:
        kinds = self._review.kinds if self._review is not None else ()
        return next((one.words for one in kinds if one.key == kind), kind)

    def _shown(self, words: str) -> str:
        return masked_words(words) if self._masked else words

    def _value(self, one: SheetFinding) -> str:
        return masked_value(one.field, one.value) if self._masked else one.value

    def _suggestion(self, one: SheetFinding) -> str:
        words = one.suggestion or ""
        return masked_value(one.field, words) if self._masked else words

    # -------------------------------------------------------------------- one row
    def open_row(self, number: int) -> None:
        """Shows a row of the sheet whole, with what was found in it."""
        dialog = self.row_dialog(number)
        if dialog is not None:
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def row_dialog(self, number: int) -> QDialog | None:
        """The row by columns, and the findings under it."""
        if self._review is None or self._layout is None:
            return None
        lines = self._cells(number)
        found = [one for one in self._review.findings if one.row == number]
        rows = self._review.rows
        place = bisect_left(rows, number, key=lambda row: row.number)
        here = place < len(rows) and rows[place].number == number
        detail = self._review.detail(place) if here else ""
        return RowDialog(
            f"第 {number} 行",
            lines,
            [self._shown(words) for words in (detail, *(one.message for one in found)) if words],
            self,
        )

    def _cells(self, number: int) -> list[tuple[str, str]]:
        layout = self._layout
        assert layout is not None
        rows = layout.sheet.rows
        cells = rows[number - 1] if 0 < number <= len(rows) else []
        columns = layout.columns
        lines = []
        for place, heading in layout.headings.items():
            text = cell_text(cells[place]) if place < len(cells) else ""
            shown = masked_value(columns.get(place, ""), text) if self._masked else text
            lines.append((f"{column_letter(place)}  {heading}", shown))
        return lines


class RowDialog(QDialog):
    """One row of a sheet, field under field."""

    def __init__(
        self,
        title: str,
        lines: Sequence[tuple[str, str]],
        said: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("row_dialog")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        inner = QWidget(self)
        form = QFormLayout(inner)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(4)
        for heading, text in lines:
            value = label(text or "（空）", role="" if text else "muted", parent=inner)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            form.addRow(label(heading, role="muted", parent=inner), value)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        buttons = QDialogButtonBox(self)
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setObjectName("row_close")
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for words in said:
            line = label(words, name="row_said", parent=self)
            line.setWordWrap(True)
            layout.addWidget(line)
        layout.addWidget(scroll, 1)
        layout.addWidget(buttons)
        self.resize(scaled(520), min(scaled(520), self.screen().availableGeometry().height() - 80))


def _fill(box: QComboBox, everything: str, words: Mapping[str, str], counts: Counter[str]) -> None:
    box.clear()
    box.addItem(f"{everything} {counts.total():,}", ALL)
    for key, number in counts.most_common():
        box.addItem(f"{words.get(key, key)} {number:,}", key)
