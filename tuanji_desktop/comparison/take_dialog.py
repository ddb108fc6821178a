"""Taking over what the list says: what the rules make of it, shown first, then done or not."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ..core.errors import TuanjiError
from ..core.progress import Progress
from ..kit.dialogs import Banner, fit_to_screen
from ..kit.flow import FlowLayout
from ..kit.jobs import JobInfo
from ..kit.labels import hairline, label
from ..kit.page import Workplace
from ..kit.status import JobStatus
from ..members.bulk import apply_bulk
from ..members.bulk_table import FILTERS, PlanTable, lines
from .taking import Taking, plan_theirs


class TakeDialog(QDialog):
    """Plans when it opens; nothing is written before 采用 is pressed."""

    said = Signal(str, str)
    """Level and words of what was done, for the window."""

    def __init__(
        self, workplace: Workplace, line_ids: Sequence[int], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("take_dialog")
        self.setWindowTitle("采用名单内容")
        self.setAccessibleName("采用名单内容")
        self._workplace, self._ids = workplace, tuple(line_ids)
        self._taking: Taking | None = None
        self._job, self._done, self._wanted = 0, False, ""
        self.banner = Banner(self)
        self.head = label("正在逐人核对规则……", name="take_head", parent=self)
        self.head.setWordWrap(True)
        self.filters = {key: self._filter(key, words) for key, words in FILTERS.items()}
        self.table = PlanTable(workplace.jobs, self)
        self.close_button = self._button("take_close", "取消")
        self.close_button.clicked.connect(self.reject)
        self.take_button = self._button("take_apply", "采用")
        self.take_button.setProperty("main", True)
        self.take_button.setEnabled(False)
        self.take_button.clicked.connect(self.take)
        self._lay_out()
        workplace.jobs.finished.connect(self._finished)
        fit_to_screen(self, 900, 560)
        self._plan()

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        return button

    def _filter(self, key: str, words: str) -> QPushButton:
        button = self._button(f"take_filter_{key or 'all'}", words)
        button.setProperty("role", "filter")
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.clicked.connect(lambda: self._show_lines(key))
        button.hide()
        return button

    def _lay_out(self) -> None:
        shown = FlowLayout(spacing=4)
        for button in self.filters.values():
            shown.addWidget(button)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(JobStatus(self._workplace.jobs, self))
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.take_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.head)
        layout.addWidget(self.banner)
        layout.addLayout(shown)
        layout.addWidget(self.table, 1)
        layout.addWidget(hairline(self))
        layout.addLayout(foot)

    # ------------------------------------------------------------------------ the plan
    def _plan(self) -> None:
        context, ids = self._workplace.context, self._ids

        def ask(progress: Progress) -> Taking:
            return plan_theirs(context, line_ids=ids, progress=progress)

        self._job = self._workplace.jobs.read_long(
            self, ask, self._show, words="核对名单内容", on_error=self._fail
        )

    def _show(self, taking: Taking) -> None:
        self._job, self._taking = 0, taking
        plan = taking.plan
        left = (
            f"另有 {taking.left:,} 条不在其内（名单里为空或打了码、所在团支部、已一致的）。"
            if taking.left
            else ""
        )
        empty = "没有可以执行的修改。" if plan.empty else "执行后可以撤销。"
        self.head.setText(f"{taking.lines:,} 项，{plan.words()}{left}{empty}")
        for key, button in self.filters.items():
            number = plan.count(key) if key else len(plan.rows)
            button.setText(f"{FILTERS[key]} {number:,}")
            button.setAccessibleName(f"只看{FILTERS[key]}的 {number:,} 人" if key else "全部")
            button.setEnabled(bool(number))
            button.show()
        writable = not self._workplace.context.database.read_only
        self.take_button.setEnabled(writable and not plan.empty and not self._done)
        self._show_lines("refused" if plan.empty and plan.count("refused") else "")
        (self.take_button if self.take_button.isEnabled() else self.close_button).setFocus()

    def _show_lines(self, wanted: str) -> None:
        taking = self._taking
        if taking is None:
            return
        self._wanted = wanted
        self.filters[wanted].setChecked(True)
        plan = taking.plan
        self._workplace.jobs.read(
            self,
            lambda: lines(plan, wanted),
            lambda ids: self.table.show_plan(plan, ids),
            topic="lines",
        )

    # ------------------------------------------------------------------------- the act
    def take(self) -> None:
        """Does exactly what was shown, or nothing."""
        taking = self._taking
        if taking is None or self._job or self._done or taking.plan.empty:
            return
        self.banner.hide()
        self.take_button.setEnabled(False)
        context, plan = self._workplace.context, taking.plan
        self._job = self._workplace.jobs.write(
            self,
            lambda progress: apply_bulk(context, plan, progress=progress),
            self._taken,
            words="采用名单内容",
            cancellable=True,
            on_error=self._fail,
        )

    def _taken(self, number: int | None) -> None:
        self._job, self._done = 0, True
        assert self._taking is not None
        plan = self._taking.plan
        parts = [f"已采用：修改 {plan.count('changed'):,} 人（第 {number} 号操作，可以撤销）"]
        if plan.count("submitted"):
            parts.append(f"{plan.count('submitted'):,} 人的修改已送审核")
        if plan.count("draft"):
            parts.append(f"{plan.count('draft'):,} 人存为草稿")
        if plan.count("refused"):
            parts.append(f"{plan.count('refused'):,} 人不能改，没有动")
        words = "，".join(parts) + "。"
        self.said.emit("warning" if plan.count("refused") else "done", words)
        if not plan.count("refused"):
            self.accept()
            return
        self.banner.say(words, level="warning")
        self._show_lines("refused")
        self.close_button.setText("关闭")
        self.close_button.setAccessibleName("关闭")
        self.close_button.setFocus()

    def _finished(self, info: JobInfo) -> None:
        if info.number == self._job and info.state == "cancelled":
            self._job = 0
            self.take_button.setEnabled(self._taking is not None and not self._done)
            self.banner.say("已停止，没有写入任何内容。")

    def _fail(self, error: TuanjiError) -> None:
        self._job = 0
        self.head.setText("")
        self.banner.say_error(error)
        self.close_button.setFocus()

    def reject(self) -> None:
        """While something is being read or written Esc stops that, and nothing else."""
        if self._job:
            self._workplace.jobs.cancel(self._job)
        else:
            super().reject()
