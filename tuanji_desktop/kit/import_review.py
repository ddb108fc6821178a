"""The step of an import before anything is written: what every row would do, what is wrong, and
the clerk's say about it – cells mended in place, doubtful rows decided, alarms answered.

What is mended or decided goes out as signals; whoever owns the page plans again and shows the new
review here, where the clerk goes on meanwhile.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.kit.import_adapter import REFUSED, ImportReview, Layout
from tuanji_desktop.kit.import_alarms import AlarmStrip
from tuanji_desktop.kit.import_decide import DecidePanel
from tuanji_desktop.kit.import_edits import Cell
from tuanji_desktop.kit.import_filter import (
    Marks,
    Passing,
    RowTexts,
    anchored,
    cell_of,
    marks_of,
    passing,
    question_of,
    to_decide,
)
from tuanji_desktop.kit.import_filter_bar import FilterBar
from tuanji_desktop.kit.import_lists import ReviewLists
from tuanji_desktop.kit.import_mend import MendPanel
from tuanji_desktop.kit.import_row import RowDialog, RowFacts, facts_of
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.labels import label
from tuanji_desktop.kit.letting_go import let_go_of
from tuanji_desktop.kit.paged_model import SortKey
from tuanji_desktop.kit.scrolling import scrolled
from tuanji_desktop.kit.style import scaled
from tuanji_desktop.kit.tab_keys import turn_by_keys
from tuanji_desktop.kit.wizard import WizardPage
from tuanji_desktop.sheets.findings import SheetFinding
from tuanji_desktop.sheets.reading import Reading

FINDINGS, ROWS, MEND, DECIDE = range(4)
PAUSE = 600
"""ms after the last change until the list is to be checked again."""
_NOT_WRITTEN = frozenset({REFUSED, "unchanged"})


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a reader thread found for the filters: also where the finding stands that was current."""

    review: ImportReview
    passing: Passing
    anchor: int


class ReviewPage(WizardPage):
    """Counts by sort of row as sentences and filters; all findings; all rows; mending; deciding."""

    title = "核对"
    return_requested = Signal()
    """The clerk wants the list that goes back to the school."""
    mended = Signal(object)
    """All mended cells as they are now: `tuple[tuple[row, column, text], ...]`, for
    `Reading.mended` as it is. Sent when the clerk pauses."""
    decided = Signal(int, str)
    """A row of the sheet and what was decided of it, '' if that was taken back."""
    layout_requested = Signal(str)
    """The clerk wants to see which column this field was taken from."""

    def __init__(
        self, jobs: Jobs, fields: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("review_page")
        self._fields = fields
        self._jobs = jobs
        self._review: ImportReview | None = None
        self._former: list[ImportReview] = []
        self._layout: Layout | None = None
        self._source: tuple[str, str] | None = None
        self._texts: RowTexts | None = None
        self._stay: set[int] = set()
        self._checked_cells: dict[Cell, str] = {}
        self._checked_decisions: dict[int, str] = {}
        self._told_cells: dict[Cell, str] = {}
        self._told_decisions: dict[int, str] = {}
        self._failed = False
        self._make_widgets()
        self._make_views(jobs)
        self._lay_out()
        self._connect()

    def _make_widgets(self) -> None:
        self.sentence = label("", role="title", name="review_sentence", parent=self)
        self.sentence.setWordWrap(True)
        self.whose = label("", role="section", name="review_whose", parent=self)
        self.whose.setWordWrap(True)
        self.whose.hide()
        self.notes = label("", role="muted", name="review_notes", parent=self)
        self.notes.setWordWrap(True)
        self.alarm = AlarmStrip(self)
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("review_tabs")
        self.tabs.setAccessibleName("核对结果")
        for words in ("问题", "逐行", "改正", "待确认"):
            self.tabs.addTab(words)
        self.tabs.setTabVisible(DECIDE, False)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.reveal = self._check("review_reveal", "显示完整号码")
        self.row_button = self._button("review_row", "查看整行")
        self.return_button = self._button("review_return", "另存退回名单…")
        self.return_button.setToolTip("把有问题的单元格标红、注明原因，另存一份交回填报单位改正")
        self.fate = label("", name="review_fate", parent=self)
        self.fate.setWordWrap(True)
        self.status = label("", role="muted", name="review_status", parent=self)
        self.again_button = self._button("review_again", "重新核对")
        self.again_button.setProperty("link", True)
        self.again_button.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)

    def _check(self, name: str, words: str) -> QCheckBox:
        box = QCheckBox(words, self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        return box

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        return button

    def _make_views(self, jobs: Jobs) -> None:
        self.lists = ReviewLists(jobs, self._fields, self)
        self.findings_model, self.findings_table = self.lists.findings_model, self.lists.findings
        self.rows_model, self.rows_table = self.lists.rows_model, self.lists.rows
        self.mend = MendPanel(self._fields, self)
        self.decide = DecidePanel(self)
        self.filters = FilterBar(self.tabs, (self.reveal, self.row_button), self)

    def _lay_out(self) -> None:
        inner = QWidget(self)
        inner.setObjectName("review_inner")
        top = QHBoxLayout()
        top.addWidget(self.sentence, 1)
        top.addWidget(self.return_button, 0, Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget(inner)
        self._stack.setObjectName("review_stack")
        for view in (self.lists.findings_page, self.lists.rows_page, self.mend, self.decide):
            self._stack.addWidget(view)
        split = QSplitter(Qt.Orientation.Horizontal, inner)
        split.setObjectName("review_split")
        split.setChildrenCollapsible(False)
        split.addWidget(self.filters.codes)
        split.addWidget(self._stack)
        split.setStretchFactor(1, 1)
        split.setSizes([scaled(176), scaled(800)])
        split.setMinimumHeight(scaled(260))
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        bottom.addWidget(self.fate, 1)
        bottom.addWidget(self.status)
        bottom.addWidget(self.again_button)
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.whose)
        layout.addLayout(top)
        layout.addWidget(self.notes)
        layout.addWidget(self.alarm)
        layout.addWidget(self.filters)
        layout.addWidget(split, 1)
        layout.addLayout(bottom)
        self._area = scrolled(self, inner, name="review_area", words=self.title)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show_tab)
        self.filters.changed.connect(self._filter_changed)
        self.reveal.toggled.connect(self._show_numbers)
        self.row_button.clicked.connect(lambda: self.open_row(self.current_row))
        self.return_button.clicked.connect(self.return_requested)
        self.alarm.layout_requested.connect(self.layout_requested)
        self.alarm.agreed_changed.connect(self.ready_changed)
        self.findings_table.sort_requested.connect(self._sort)
        self.findings_table.opened.connect(self._open_finding)
        self.rows_table.opened.connect(self._open_listed)
        for table in (self.findings_table, self.rows_table):
            table.typed.connect(self.filters.search_for)
            table.notice.connect(self.status.setText)
        self.mend.edited.connect(self._edited)
        self.mend.said.connect(self.status.setText)
        self.mend.shown.connect(lambda: self._area.ensureWidgetVisible(self._stack, 0, 0))
        self.decide.decided.connect(lambda _row, _decision: self._decided())
        self.decide.asked.connect(self._read_questions)
        self._pause.timeout.connect(self.flush)
        self.again_button.clicked.connect(self.ask_again)
        turn_by_keys(self.tabs, self, self.take_keyboard)
        for keys, act in (
            (QKeySequence(QKeySequence.StandardKey.Find), self.filters.search.setFocus),
            (QKeySequence(QKeySequence.StandardKey.Undo), self.undo),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # ---------------------------------------------------------- what the wizard asks
    @property
    def ready(self) -> bool:
        review = self._review
        return (
            review is not None and review.writes > 0 and not self.unchecked and not self.alarm.holds
        )

    @property
    def next_words(self) -> str:
        if self._review is None:
            return "写入"
        if self.unchecked:
            return "等待重新核对"
        if not self._review.writes:
            return "没有可写入的行"
        return f"写入 {self._review.writes:,} 行"

    @property
    def unchecked(self) -> bool:
        """Whether cells were mended or rows decided since the list was checked."""
        return (
            self.mend.edits.cells != self._checked_cells
            or dict(self.decide.decisions) != self._checked_decisions
        )

    def clear(self, words: str) -> None:
        """Nothing is known for the moment, and why; what was mended and decided stays."""
        self._retire()
        self._review = None
        self.sentence.setText(words)
        self.fate.setText("")
        self.notes.hide()
        self.alarm.hide()
        self.lists.show_review(None)
        self._show_passing(Passing())
        self._tell()

    def show_whose(self, words: str) -> None:
        """For whom the list is imported, where the clerk chose that."""
        self.whose.setText(words)
        self.whose.setVisible(bool(words))

    def take_up(self, reading: Reading) -> None:
        """Cells mended and rows decided at another time; `Reading()` forgets all of them."""
        self._pause.stop()
        self.mend.edits.take_up(reading.mended)
        self.decide.take_up(dict(reading.decisions))
        self._told_cells = dict(self.mend.edits.cells)
        self._told_decisions = dict(reading.decisions)
        self._stay.clear()

    def show_review(
        self, review: ImportReview, layout: Layout, reading: Reading | None = None
    ) -> None:
        """Shows a plan, made with what `reading` says (by default, with all that is mended now).

        A plan of the same list leaves filter, place, choice and focus as they are.
        """
        source = (review.source.sha256, review.source.sheet)
        fresh = source != self._source
        if fresh:
            self._begin(source, reading)
        anchor = None if fresh else self.lists.finding(self.findings_table.current_id())
        self._retire()
        self._review, self._layout = review, layout
        self._failed = False
        self._checked_cells = dict(self.mend.edits.cells)
        self._checked_decisions = dict(self.decide.decisions)
        if reading is not None:
            self._checked_cells = {(row, column): text for row, column, text in reading.mended}
            self._checked_decisions = dict(reading.decisions)
        self._texts = RowTexts(review, layout, self._fields, dict(self._checked_cells))
        self.sentence.setText(review.sentence)
        self.notes.setText("　".join(review.notes))
        self.notes.setVisible(bool(review.notes))
        self.alarm.show_alarms(review.alarms, layout.columns.values())
        self.fate.setText(_fate(review))
        self.filters.show_kinds(review)
        self.return_button.setEnabled(bool(review.findings))
        self.mend.show_layout(layout)
        self.lists.show_review(review)
        if fresh:
            self.lists.fit_columns()
            self.tabs.setCurrentIndex(FINDINGS if review.findings else ROWS)
        checked, decisions = self._checked_cells, dict(self.decide.decisions)
        self._jobs.read(
            self,
            lambda: (marks_of(review), to_decide(review, decisions)),
            lambda found: self._show_marks(review, found, checked),
            topic="marks",
        )
        self._filter(anchor)
        self._tell()

    def take_keyboard(self) -> None:
        """To the list in sight, where arrows and Enter do what one comes here for."""
        lists = (self.findings_table, self.rows_table, self.mend.view, self.decide.list)
        lists[self.tabs.currentIndex()].setFocus()

    def _begin(self, source: tuple[str, str], reading: Reading | None) -> None:
        """Another list: its filters are its own."""
        if self._source is not None or reading is not None:
            self.take_up(reading or Reading())
        self._source = source
        self.filters.reset()

    def recheck_failed(self) -> None:
        """The list could not be checked again; the clerk may ask for it."""
        self._failed = True
        self._tell()

    def ask_again(self) -> None:
        """Has the list checked again as it is mended now."""
        self._failed = False
        self.mended.emit(self.mend.edits.mended())
        self._tell()

    # -------------------------------------------------------------- mending, deciding
    def _edited(self) -> None:
        self._stay |= {row for row, _ in self.mend.edits.cells}
        self._changed()

    def _decided(self) -> None:
        self._name_decisions()
        self._changed()

    def _changed(self) -> None:
        self._failed = False
        self._pause.start()
        self._tell()

    def flush(self) -> None:
        """Tells at once what has been mended and decided."""
        self._pause.stop()
        now = dict(self.decide.decisions)
        for row in sorted(now.keys() | self._told_decisions.keys()):
            if now.get(row, "") != self._told_decisions.get(row, ""):
                self.decided.emit(row, now.get(row, ""))
        self._told_decisions = now
        if self.mend.edits.cells != self._told_cells:
            self._told_cells = dict(self.mend.edits.cells)
            self.mended.emit(self.mend.edits.mended())

    def undo(self) -> None:
        """Takes back the last cell mended, or where rows are decided the last decision."""
        if self.tabs.currentIndex() == DECIDE:
            self.decide.undo()
        else:
            self.mend.undo()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        # an Enter that no list or line wanted would go on to the button that writes
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        if self._pause.isActive():
            self.flush()
        super().hideEvent(event)

    def _tell(self) -> None:
        """Says how far the checking is."""
        cells, rows = len(self.mend.edits.cells), len(self.decide.decisions)
        words = [f"已改 {cells:,} 格"] if cells else []
        words += [f"已定 {rows:,} 行"] if rows else []
        if self.unchecked:
            words.append("没有重新核对" if self._failed else "正在重新核对……")
        self.status.setText("，".join(words))
        self.again_button.setVisible(self._failed and self.unchecked)
        self.ready_changed.emit()

    def _read_questions(self, rows: Sequence[int]) -> None:
        review = self._review
        if review is None:
            return
        self._jobs.read(
            self,
            lambda: {row: question_of(review, row) for row in rows},
            self.decide.take_questions,
            topic="questions",
        )

    # --------------------------------------------------------------- what is shown
    def _show_marks(
        self,
        review: ImportReview,
        found: tuple[Marks, list[tuple[int, str]]],
        checked: Mapping[Cell, str],
    ) -> None:
        if review is not self._review:
            return
        marks, rows = found
        self.mend.show_marks(marks, checked)
        self.tabs.setTabVisible(DECIDE, bool(rows))
        self.decide.show_rows(rows, review.source.places)
        self._name_decisions()
        let_go_of(self._former)  # nothing shows them any more

    def _retire(self) -> None:
        if self._review is not None:
            self._former.append(self._review)

    def _name_decisions(self) -> None:
        total = len(self.decide.rows)
        done = total - self.decide.open_count
        self.tabs.setTabText(DECIDE, f"待确认 {done:,}/{total:,}")

    def _show_tab(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        self.filters.codes.setVisible(tab != DECIDE)
        self.row_button.setVisible(tab != DECIDE)
        self.filters.offer_words(tab != DECIDE)

    def _filter_changed(self) -> None:
        self._stay.clear()
        self._filter()

    def _filter(self, anchor: SheetFinding | None = None) -> None:
        """Has the places found that pass the filters."""
        review, texts = self._review, self._texts
        if review is None:
            return
        wanted = self.filters.wanted(self.findings_model.sort_keys, frozenset(self._stay))

        def answer() -> _Answer:
            found = passing(review, wanted, texts)
            return _Answer(review, found, anchored(review, found, anchor))

        self._jobs.read(self, answer, self._show_answer, topic="filter")

    def _show_answer(self, answer: _Answer) -> None:
        if answer.review is not self._review:
            return
        self._show_passing(answer.passing)
        if answer.anchor:
            self.findings_table.choose([answer.anchor])

    def _show_passing(self, found: Passing) -> None:
        review = self._review
        self.tabs.setTabText(FINDINGS, f"问题 {len(found.findings):,}")
        self.tabs.setTabText(ROWS, f"逐行 {len(found.rows) - found.kept:,}")
        self.findings_table.set_empty(
            "没有问题" if review is not None else self.sentence.text(),
            "这些行里没有发现问题，可以看“逐行”。" if review is not None else "",
        )
        self.rows_table.set_empty(
            "没有这样的行", "换一个筛选条件看看。" if review is not None else ""
        )
        self.filters.codes.show_counts(found.codes)
        self.findings_table.show_ids(found.findings)
        self.rows_table.show_ids(found.rows)
        self.mend.show_rows(found.numbers)
        for table, places in (
            (self.findings_table, found.findings), (self.rows_table, found.rows),
        ):  # fmt: skip
            if len(places) and not table.current_id():
                table.choose([places[0]])  # arrows and Enter begin at the first

    def _sort(self, keys: tuple[SortKey, ...]) -> None:
        self.findings_model.set_sort_keys(keys)
        self._filter()

    def _show_numbers(self, shown: bool) -> None:
        self.lists.set_masked(not shown)
        self.mend.set_masked(not shown)
        self.decide.set_masked(not shown)

    # -------------------------------------------------------------------- one row
    @property
    def current_row(self) -> int:
        """The row of the sheet under the cursor of the list in sight; 0 for none."""
        tab = self.tabs.currentIndex()
        if tab == FINDINGS:
            finding = self.lists.finding(self.findings_table.current_id())
            return finding.row if finding is not None else 0
        if tab == ROWS:
            row = self.lists.row(self.rows_table.current_id())
            return row.number if row is not None else 0
        cell = self.mend.model.cell_at(self.mend.view.currentIndex())
        return cell[0] if tab == MEND and cell is not None else self.decide.row

    def _open_finding(self, place: int) -> None:
        """To the cell where it can be mended; a finding of no cell opens its row."""
        finding = self.lists.finding(place)
        if finding is None:
            return
        cell = cell_of(self._review, finding) if self._review is not None else None
        if cell is not None and self.mend.model.index_of(cell).isValid():
            self.tabs.setCurrentIndex(MEND)
            self.mend.go_to(cell)
        else:
            self._open_number(finding.row)

    def _open_listed(self, place: int) -> None:
        row = self.lists.row(place)
        if row is not None:
            self._open_number(row.number)

    def _open_number(self, number: int) -> None:
        if number in self.decide.rows:
            self.tabs.setCurrentIndex(DECIDE)
            self.decide.go_to(number)
            self.decide.list.setFocus()
        else:
            self.open_row(number)

    def open_row(self, number: int) -> None:
        """Shows a row of the sheet whole, with what it would change and what was found in it."""
        dialog = self.row_dialog(number)
        if dialog is not None:
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def row_dialog(self, number: int) -> QDialog | None:
        """The row in a window of its own, from where one goes on to the next in the list."""
        review, numbers = self._review, self.mend.model.numbers
        place = bisect_left(numbers, number)
        if review is None or self._layout is None or not number:
            return None
        if place == len(numbers) or numbers[place] != number:
            numbers, place = [number], 0
        layout, lists = self._layout, self.lists
        marks, edits = self.mend.model.marks, self.mend.edits.cells

        def facts(row: int) -> RowFacts:
            return facts_of(review, layout, row, marks=marks, edits=edits, lists=lists)

        return RowDialog(numbers, place, facts, self)


def _fate(review: ImportReview) -> str:
    """What will be written, and what will not, in a sentence."""
    left = [
        f"{one.words} {one.count:,} 行"
        for one in review.kinds
        if one.count and (not one.written or one.key in _NOT_WRITTEN)
    ]
    words = f"将写入 {review.writes:,} 行。" if review.writes else "没有可写入的行。"
    return words + (f"不写入：{'、'.join(left)}。" if left else "")
