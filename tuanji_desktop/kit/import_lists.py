"""The two lists of a review: every finding, and every row in words."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from tuanji_desktop.kit.import_adapter import (
    ImportReview,
    ReviewRow,
    masked_labelled,
    masked_value,
    masked_words,
)
from tuanji_desktop.kit.import_filter import LEVELS
from tuanji_desktop.kit.import_look import alike_start
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.labels import label
from tuanji_desktop.kit.paged_model import Column, PagedTableModel
from tuanji_desktop.kit.paged_table import PagedTableView
from tuanji_desktop.kit.style import scaled
from tuanji_desktop.sheets.findings import SheetFinding
from tuanji_desktop.sheets.places import PLAIN, STEP

R = TypeVar("R")
_FINDING_HINT = "双击或按 Enter 到那一格改正。"
_AIR, _WIDEST_PLACE = 24, 180
_ROW_HINT = "双击或按 Enter 查看整行。"
RowInWords = tuple[ReviewRow, str]


class ReviewLists:
    """Models and tables of the findings and of the rows. Ids are places in the review, from 1."""

    def __init__(self, jobs: Jobs, fields: Mapping[str, str], parent: QWidget) -> None:
        self._fields = fields
        self._review: ImportReview | None = None
        self._alike = ""
        self._masked = True
        self.findings_model: PagedTableModel[SheetFinding] = PagedTableModel(
            jobs, columns=self._finding_columns(), fetch=self._fetch_findings, parent=parent
        )
        self.findings = PagedTableView(
            self.findings_model, jobs=jobs, name="findings_table", label="问题清单", parent=parent
        )
        self.rows_model: PagedTableModel[RowInWords] = PagedTableModel(
            jobs, columns=self._row_columns(), fetch=self._fetch_rows, parent=parent
        )
        self.rows = PagedTableView(
            self.rows_model, jobs=jobs, name="rows_table", label="逐行结果", parent=parent
        )
        self.findings.setToolTip(_FINDING_HINT)
        self.rows.setToolTip(_ROW_HINT)
        self.findings_page, self.finding_said = _with_line(self.findings, "finding_said", parent)
        self.rows_page, self.row_said = _with_line(self.rows, "row_in_words", parent)
        self.findings.current_changed.connect(lambda _place: self._say())
        self.rows.current_changed.connect(lambda _place: self._say())

    def fit_columns(self) -> None:
        """What a wide window has to spare goes to the words."""
        self._widen_rows()
        bar = self.findings.verticalScrollBar().sizeHint().width()
        room = self.findings.viewport().width() - bar
        _widen(self.findings, self.findings_model, "message", room)
        _widen(self.rows, self.rows_model, "detail", room)

    def _widen_rows(self) -> None:
        """Room for the names of the sheets, where rows are of several."""
        places = self._review.source.places if self._review is not None else PLAIN
        if not places:
            return
        words = self.rows.fontMetrics()
        texts = {self._place(part.number * STEP + 999) for part in places.parts}
        wide = max(map(words.horizontalAdvance, texts), default=0) + scaled(_AIR)
        for table, model in ((self.findings, self.findings_model), (self.rows, self.rows_model)):
            section = [one.key for one in model.columns].index("row")
            table.horizontalHeader().resizeSection(section, min(wide, scaled(_WIDEST_PLACE)))

    def show_review(self, review: ImportReview | None) -> None:
        """The same places now mean this review."""
        self._review = review
        parts = review.source.places.parts if review is not None else ()
        self._alike = alike_start({part.sheet for part in parts})
        self.findings_model.refresh_all()
        self.rows_model.refresh_all()
        self._say()

    def set_masked(self, masked: bool) -> None:
        """Numbers whole, or their ends only."""
        self._masked = masked
        self.findings_model.refresh_all()
        self.rows_model.refresh_all()
        self._say()

    def _say(self) -> None:
        """The words under the cursor whole: a column has no room for them."""
        finding = self.finding(self.findings.current_id())
        words = self.shown(finding.message) if finding is not None else ""
        self.finding_said.setText(words or _FINDING_HINT)
        place = self.rows.current_id()
        review = self._review if self.row(place) is not None else None
        words = self.shown(review.detail(place - 1)) if review is not None else ""
        self.row_said.setText(words or _ROW_HINT)

    def finding(self, place: int) -> SheetFinding | None:
        """The finding at a place."""
        found = self._review.findings if self._review is not None else ()
        return found[place - 1] if 0 < place <= len(found) else None

    def row(self, place: int) -> ReviewRow | None:
        """The row at a place."""
        rows = self._review.rows if self._review is not None else ()
        return rows[place - 1] if 0 < place <= len(rows) else None

    def kind_words(self, kind: str) -> str:
        """A sort of row in words."""
        kinds = self._review.kinds if self._review is not None else ()
        return next((one.words for one in kinds if one.key == kind), kind)

    def _place(self, number: int) -> str:
        if self._review is None:
            return ""
        said = self._review.source.places.short(number)
        return said.replace(self._alike, "…", 1) if self._alike else said

    def shown(self, words: str) -> str:
        """A sentence as it may be seen."""
        return masked_words(words) if self._masked else words

    def shown_value(self, field: str, text: str) -> str:
        """A cell's text as it may be seen."""
        return masked_value(field, text) if self._masked else text

    def shown_labelled(self, label: str, text: str) -> str:
        """The same where only the field's label is known."""
        return masked_labelled(label, text) if self._masked else text

    def _fetch_findings(self, places: Sequence[int]) -> dict[int, SheetFinding]:
        return {one: found for one in places if (found := self.finding(one)) is not None}

    def _fetch_rows(self, places: Sequence[int]) -> dict[int, RowInWords]:
        review = self._review
        if review is None:
            return {}
        here = [one for one in places if one <= len(review.rows)]
        return {one: (review.rows[one - 1], review.detail(one - 1)) for one in here}

    def _finding_columns(self) -> tuple[Column[SheetFinding], ...]:
        return (
            Column("row", "行", lambda one: self._place(one.row), width=48, align="right", figures=True),
            Column("cell", "单元格", lambda one: one.cell, width=60, sortable=False),
            Column("field", "栏目", lambda one: self._fields.get(one.field, one.field), width=88),
            Column(
                "value", "内容", lambda one: self.shown_value(one.field, one.value), width=164,
                sortable=False,
            ),
            Column(
                "message", "问题", lambda one: self.shown(one.message), width=238, sortable=False,
                tip=lambda one: self.shown(one.message),
            ),
            Column("level", "级别", lambda one: LEVELS.get(one.level, one.level), width=52),
            Column(
                "suggestion", "建议",
                lambda one: self.shown_value(one.field, one.suggestion or ""),
                width=164,
                sortable=False,
            ),
            Column("code", "代码", lambda one: one.code, width=160, shown=False),
        )  # fmt: skip

    def _row_columns(self) -> tuple[Column[RowInWords], ...]:
        return (
            Column(
                "row", "行", lambda one: self._place(one[0].number), width=56, align="right",
                figures=True, sortable=False,
            ),
            Column("kind", "结果", lambda one: self.kind_words(one[0].kind), width=88, sortable=False),
            Column("name", "姓名或名称", lambda one: one[0].name, width=160, sortable=False),
            Column(
                "detail", "说明", lambda one: self.shown(one[1]), width=560, sortable=False,
                tip=lambda one: self.shown(one[1]),
            ),
        )  # fmt: skip


def _widen(table: PagedTableView[R], model: PagedTableModel[R], key: str, room: int) -> None:
    """Gives one column what the others leave of the room."""
    header = table.horizontalHeader()
    number = [one.key for one in model.columns].index(key)
    if not header.isSectionHidden(number):
        spare = max(room - header.length(), 0)
        header.resizeSection(number, header.sectionSize(number) + spare)


def _with_line(table: QWidget, name: str, parent: QWidget) -> tuple[QWidget, QLabel]:
    """A table with a line under it."""
    page = QWidget(parent)
    page.setObjectName(f"{name}_page")
    said = label("", name=name, parent=page)
    said.setWordWrap(True)
    said.setContentsMargins(8, 0, 0, 0)
    said.setMinimumHeight(2 * said.fontMetrics().lineSpacing())
    said.setMaximumHeight(4 * said.fontMetrics().lineSpacing())
    said.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    layout.addWidget(table, 1)
    layout.addWidget(said)
    return page, said
