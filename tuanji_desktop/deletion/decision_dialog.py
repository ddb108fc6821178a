"""登记批复: what the stamped paper says, line by line, its scan beside it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import RuleRefused, TuanjiError
from ..kit.day_edit import DayEdit
from ..kit.dialogs import Banner, confirm, fit_to_screen, words_of
from ..kit.flow import FlowLayout
from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.page_view import PageView
from ..kit.paged_model import Column
from ..kit.pdf_pages import PdfPages
from ..kit.row_table import RowTable
from ..kit.style import scaled
from . import queries, service
from .guards import OPEN_STATES
from .queries import BatchDetail
from .scans import BatchScan, batch_scans, scan_pdf
from .verdicts import APPROVE, RETURN, Verdict, Verdicts

_USUAL = ("证明材料不足", "原因不属实，请核查", "应办理组织关系转接", "与系统中的信息不符")
"""Reasons to begin with; any other is typed."""


class DecisionDialog(QDialog):
    """Lines are marked 批准 or 退回 with a reason, then all are entered as one operation."""

    decided = Signal(object)
    """`service.Decided`."""

    def __init__(self, workplace: Workplace, batch_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("decision_dialog")
        self.setWindowTitle("登记批复")
        self.setAccessibleName("登记批复")
        self._workplace, self._batch_id = workplace, batch_id
        self._verdicts = Verdicts(())
        self._refusal: RuleRefused | None = None
        self._detail: BatchDetail | None = None
        self._scans: dict[int, BatchScan] = {}
        today = workplace.context.today
        self.banner = Banner(self)
        self._head = label("登记批复", role="title", name="decision_head", parent=self)
        self._head.setWordWrap(True)
        self.number = QLineEdit(self)
        self.number.setObjectName("decision_number")
        self.number.setAccessibleName("批复文号")
        self.number.setPlaceholderText("批复文号（可不填）")
        self.number.setMaxLength(60)
        self.day = DayEdit("decision_day", "批复日期", last=today, parent=self)
        self.lines: RowTable[Verdict] = RowTable(
            columns=_columns(),
            jobs=workplace.jobs,
            name="decision_lines",
            label="本批名单",
            stretch="reasons",
            parent=self,
        )
        self.lines.set_empty("没有待登记的行", "这一批的每一行都已登记。")
        self.reason = QComboBox(self)
        self.reason.setObjectName("decision_reason")
        self.reason.setAccessibleName("退回原因")
        self.reason.setEditable(True)
        self.reason.addItems(["", *_USUAL])
        edit = self.reason.lineEdit()
        assert edit is not None
        edit.setPlaceholderText("退回原因")
        edit.setMaxLength(100)
        self.approve = self._button("decision_approve", "批准", self._approve)
        self.give_back = self._button("decision_return", "退回", self._return)
        self.clear = self._button("decision_clear", "撤销标记", self._clear)
        self._left = label("", role="small", name="decision_left", parent=self)
        self._left.setWordWrap(True)
        self.submit_button = self._button("decision_submit", "登记", self.submit)
        self.submit_button.setProperty("main", True)
        self.scan = QComboBox(self)
        self.scan.setObjectName("decision_scan")
        self.scan.setAccessibleName("盖章扫描件")
        self.view = PageView(
            workplace.jobs, name="decision_pages", label="盖章扫描件的页面", parent=self
        )
        self._no_scan = label("", role="muted", name="decision_no_scan", parent=self)
        self._lay_out()
        self._connect()
        fit_to_screen(self, 1180, 700)
        self._load()

    # ------------------------------------------------------------------ set up
    def _button(self, name: str, words: str, go: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.setEnabled(False)
        button.clicked.connect(go)
        return button

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setObjectName("decision_splitter")
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._lines_side())
        splitter.addWidget(self._scan_side())
        splitter.setSizes([scaled(620), scaled(520)])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(splitter)

    def _lines_side(self) -> QWidget:
        fields = QFormLayout()
        fields.setHorizontalSpacing(12)
        fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for words, widget in (("批复文号", self.number), ("批复日期", self.day)):
            caption = label(words, role="muted", name=f"label_{widget.objectName()}")
            caption.setBuddy(widget)
            fields.addRow(caption, widget)
        self.approve.setToolTip("所选的行标为批准（Ctrl+1）")
        self.give_back.setToolTip("所选的行标为退回，先写明原因（Ctrl+2）")
        marks = FlowLayout(spacing=6)
        self.reason.setMinimumWidth(scaled(200))
        for one in (self.approve, self.give_back, self.reason, self.clear):
            marks.addWidget(one)
        cancel = QPushButton("取消", self)
        cancel.setObjectName("decision_cancel")
        cancel.setAccessibleName("取消，不登记")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self._left, 1)
        foot.addWidget(cancel)
        foot.addWidget(self.submit_button)
        side = QWidget(self)
        side.setObjectName("decision_side")
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self._head)
        layout.addWidget(self.banner)
        layout.addLayout(fields)
        layout.addWidget(self.lines, 1)
        layout.addLayout(marks)
        layout.addLayout(foot)
        return side

    def _scan_side(self) -> QWidget:
        side = QWidget(self)
        side.setObjectName("decision_scan_side")
        self._no_scan.setWordWrap(True)
        self._no_scan.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.addWidget(self.scan)
        layout.addWidget(self._no_scan)
        layout.addWidget(self.view, 1)
        return side

    def _connect(self) -> None:
        self.lines.chosen_changed.connect(lambda _count: self._enable())
        self.scan.currentIndexChanged.connect(lambda _index: self._show_scan())
        edit = self.reason.lineEdit()
        if edit is not None:
            edit.textChanged.connect(lambda _text: self._enable())
        for keys, act in (("Ctrl+1", self._approve), ("Ctrl+2", self._return)):
            QShortcut(QKeySequence(keys), self, act)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.submit)

    def _load(self) -> None:
        context, batch_id = self._workplace.context, self._batch_id
        self._workplace.jobs.read(
            self,
            lambda: (
                queries.batch_detail(context, batch_id=batch_id),
                queries.approval_refusal(context, batch_id=batch_id),
                batch_scans(context, batch_id=batch_id),
            ),
            lambda found: self._begin(*found),
            topic="batch",
            on_error=self.banner.say_error,
        )

    # ------------------------------------------------------------------- shown
    def _begin(
        self, detail: BatchDetail, refusal: RuleRefused | None, scans: Sequence[BatchScan]
    ) -> None:
        self._detail, self._refusal = detail, refusal
        batch = detail.batch
        self._head.setText(f"登记批复：批次 {batch.number} · {batch.state_label}")
        self._verdicts = Verdicts(row for row in detail.lines if row.state in OPEN_STATES)
        if detail.steps:
            last = date.fromisoformat(detail.steps[-1].done_on)
            self.day.allow(last, self._workplace.context.today)
        if refusal is not None:
            words = f"现在只能登记退回：{words_of(refusal)}"
            self.banner.say(words, level="warning")
        self._show_lines()
        self._scans = {one.id: one for one in scans}
        for one in scans:
            self.scan.addItem(f"{one.file_name}（{one.read_at[:10]} 归档）", one.id)
        self.scan.setVisible(len(scans) > 1)
        self.view.setVisible(bool(scans))
        self._no_scan.setVisible(not scans)
        self._no_scan.setText(
            "这一批还没有归档盖章的扫描件。可以照纸件登记；"
            "也可以先从菜单“归档盖章扫描件”归档，再来登记。"
        )

    def _show_lines(self) -> None:
        self.lines.show_rows(dict(self._verdicts.lines))
        self._enable()

    def _show_scan(self) -> None:
        scan = self._scans.get(int(self.scan.currentData() or 0))
        if scan is None:
            return
        context = self._workplace.context
        self._workplace.jobs.read(
            self,
            lambda: PdfPages(scan_pdf(context, scan_id=scan.id)),
            lambda pages: self._show_pages(pages, scan.page),
            topic="scan",
            on_error=self.banner.say_error,
        )

    def _show_pages(self, pages: PdfPages, first: int) -> None:
        self.view.set_pages(pages)
        self.view.go_to(first)

    def _about(self) -> list[int]:
        """The lines an act is about: the chosen ones, else all that are still open."""
        return [*self.lines.chosen_ids()] or self._verdicts.open_ids

    def _enable(self) -> None:
        writable = not self._workplace.context.database.read_only
        about, total = self._about(), len(self._verdicts.lines)
        several = f" {len(about)} 行" if 0 < len(about) < total else "全部" if about else ""
        for button, verb in ((self.approve, "批准"), (self.give_back, "退回")):
            button.setText(verb + several)
            button.setAccessibleName(verb + several)
        self.approve.setEnabled(writable and bool(about) and self._refusal is None)
        self.give_back.setEnabled(writable and bool(about) and bool(self._why))
        done = len(self._verdicts.approved) + len(self._verdicts.returned)
        self.clear.setEnabled(done > 0)
        self.submit_button.setEnabled(writable and done > 0)
        self._left.setText(
            f"批准 {len(self._verdicts.approved)} 行，退回 {len(self._verdicts.returned)} 行，"
            f"待登记 {total - done} 行"
        )

    @property
    def _why(self) -> str:
        return self.reason.currentText().strip()

    # -------------------------------------------------------------------- acts
    def _approve(self) -> None:
        if self.approve.isEnabled():
            self._mark(APPROVE)

    def _return(self) -> None:
        if self.give_back.isEnabled():
            self._mark(RETURN, self._why)

    def _clear(self) -> None:
        chosen = [*self.lines.chosen_ids()]
        self._verdicts.mark(chosen or list(self._verdicts.lines), "")
        self._show_lines()

    def _mark(self, act: str, why: str = "") -> None:
        self._verdicts.mark(self._about(), act, why)
        self.lines.clearSelection()
        self._show_lines()

    def submit(self) -> None:
        """Enters what is marked; the other lines stay open."""
        if not self.submit_button.isEnabled():
            return
        context, batch_id = self._workplace.context, self._batch_id
        approve, returned = self._verdicts.approved, self._verdicts.returned
        number, day = self.number.text().strip() or None, self.day.day
        self.submit_button.setEnabled(False)
        self._workplace.jobs.write(
            self,
            lambda progress: service.enter_decision(
                context,
                batch_id=batch_id,
                approve=approve,
                returned=returned,
                document_number=number,
                done_on=day,
            ),
            self._done,
            words="登记删除批复",
            on_error=self._refused,
        )

    def _done(self, outcome: service.Decided) -> None:
        self._verdicts = Verdicts(())
        self.accept()
        self.decided.emit(outcome)

    def _refused(self, error: TuanjiError) -> None:
        self.banner.say_error(error)
        self._enable()

    def reject(self) -> None:
        """Esc asks only where marks would be lost."""
        marked = bool(self._verdicts.approved or self._verdicts.returned)
        if not marked or confirm(
            self,
            title="放弃登记",
            text="标好的结果还没有登记，不会保留。",
            act="放弃",
            keep="继续登记",
        ):
            super().reject()


def _columns() -> list[Column[Verdict]]:
    return [
        Column("line", "行", lambda row: str(row.line), width=40, align="right", figures=True,
               sortable=False),
        Column("name", "姓名", lambda row: row.name, width=80, sortable=False),
        Column("reasons", "删除原因", lambda row: row.reasons, width=180,
               tip=lambda row: f"{row.branch}\n{row.reasons}", sortable=False),
        Column("result", "结果", lambda row: row.label, width=64, sortable=False),
        Column("why", "退回原因", lambda row: row.why, width=140, tip=lambda row: row.why,
               sortable=False),
    ]  # fmt: skip
