"""Editing many members: what, the plan before anything is written, the act, what became of it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..core.progress import Progress
from ..kit.dialogs import Banner, fit_to_screen
from ..kit.flow import FlowLayout
from ..kit.jobs import JobInfo
from ..kit.labels import hairline, label
from ..kit.page import Workplace
from ..kit.style import scaled
from .bulk import BulkPlan, apply_bulk, expected_changes, plan_bulk
from .bulk_editor import ChangeList
from .bulk_fields import offered
from .bulk_table import FILTERS, PlanTable, lines

_TABLE_HEIGHT = 180


class BulkEditDialog(QDialog):
    """Plans first and then does exactly that; what is refused for one holds nobody up."""

    said = Signal(str, str)
    """Level and words of what was done, for the window."""

    def __init__(
        self, workplace: Workplace, ids: Sequence[int], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("bulk_dialog")
        self.setWindowTitle("批量修改")
        self.setAccessibleName("批量修改")
        self._workplace, self._ids = workplace, list(dict.fromkeys(ids))
        self._plan: BulkPlan | None = None
        self._job, self._writing, self._done = 0, False, False
        context = workplace.context
        self._presets = expected_changes(context.policy)
        self.banner = Banner(self)
        self.changes = ChangeList(offered(context.policy, context.today), context.policy, self)
        self.table = PlanTable(workplace.jobs, self)
        self._make_parts()
        self._lay_out()
        self.changes.edited.connect(self._forget_plan)
        self.changes.add()
        workplace.jobs.progressed.connect(self._progressed)
        workplace.jobs.finished.connect(self._finished)
        fit_to_screen(self, 960, 660)
        self._show_state()
        self.changes.rows[0].field_box.setFocus()

    # ------------------------------------------------------------------- the parts
    def _make_parts(self) -> None:
        words = (
            f"已选 {len(self._ids):,} 人。选好要改的字段，先预览，核对后再执行；执行后可以撤销。"
        )
        self._head = label(words, name="bulk_head", parent=self)
        self._head.setWordWrap(True)
        self.add_button = self._button("bulk_add", "添加一项", link=True)
        self.add_button.clicked.connect(self._add)
        self.preset_button = self._button("bulk_preset", "按规则补全", link=True)
        clauses = "、".join(
            dict.fromkeys(one.clause for one in self._workplace.context.policy.expected)
        )
        self.preset_button.setToolTip(f"把规则包规定的值填入空项（{clauses}）")
        self.preset_button.setVisible(bool(self._presets))
        self.preset_button.clicked.connect(self._take_presets)
        self.reason = self._line("bulk_reason", "修改原因（可不填）")
        self.basis = self._line("bulk_basis", "依据的文号或材料（可不填）")
        self._summary = label("", name="bulk_summary", parent=self)
        self._summary.setWordWrap(True)
        self._bar = QProgressBar(self)
        self._bar.setObjectName("bulk_progress")
        self._bar.setAccessibleName("进度")
        self._bar.setTextVisible(False)
        self.stop_button = self._button("bulk_stop", "停止")
        self.stop_button.clicked.connect(self._stop)
        self.filters = {key: self._filter(key, words) for key, words in FILTERS.items()}
        self.close_button = self._button("bulk_close", "取消")
        self.close_button.clicked.connect(self.reject)
        self.plan_button = self._button("bulk_plan", "预览")
        self.plan_button.clicked.connect(self.plan)
        self.apply_button = self._button("bulk_apply", "执行")
        self.apply_button.clicked.connect(self.apply)

    def _button(self, name: str, words: str, *, link: bool = False) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        if link:
            button.setProperty("link", True)
        return button

    def _line(self, name: str, words: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setAccessibleName(words)
        line.setPlaceholderText(words)
        line.setMaxLength(200)
        line.textEdited.connect(lambda _text: self._forget_plan())
        return line

    def _filter(self, key: str, words: str) -> QPushButton:
        button = self._button(f"bulk_filter_{key or 'all'}", words)
        button.setProperty("role", "filter")
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.clicked.connect(lambda: self._show_lines(key))
        return button

    def _lay_out(self) -> None:
        body = QWidget(self)
        body.setObjectName("bulk_body")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(16, 12, 16, 8)
        inner.setSpacing(8)
        inner.addWidget(self._head)
        inner.addWidget(self.banner)
        inner.addWidget(self.changes)
        more = QHBoxLayout()
        more.setSpacing(8)
        for button in (self.add_button, self.preset_button):
            more.addWidget(button)
        more.addStretch(1)
        inner.addLayout(more)
        paper = QHBoxLayout()
        paper.setSpacing(8)
        paper.addWidget(self.reason, 1)
        paper.addWidget(self.basis, 1)
        inner.addLayout(paper)
        inner.addWidget(hairline(self))
        inner.addWidget(self._summary)
        shown = FlowLayout(spacing=4)
        for button in self.filters.values():
            shown.addWidget(button)
        inner.addLayout(shown)
        self.table.setMinimumHeight(scaled(_TABLE_HEIGHT))
        inner.addWidget(self.table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.setSpacing(8)
        self._area = area = QScrollArea(self)
        area.setObjectName("bulk_scroll")
        area.setAccessibleName("批量修改")
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        layout.addWidget(area, 1)
        layout.addWidget(hairline(self))
        layout.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.setSpacing(8)
        foot.addWidget(self._bar, 1)
        foot.addWidget(self.stop_button)
        foot.addStretch(0)
        for button in (self.close_button, self.plan_button, self.apply_button):
            foot.addWidget(button)
        return foot

    # -------------------------------------------------------------------- what is asked
    def _add(self) -> None:
        self.changes.add().field_box.setFocus()
        self._show_state()

    def _take_presets(self) -> None:
        self.changes.set_changes(self._presets)
        self._show_state()
        self.plan()

    def _forget_plan(self) -> None:
        """Something else is asked for now: what was planned is not to be carried out."""
        if self._plan is not None and not self._done:
            self._plan = None
            self.table.show_plan(None, ())
        self._show_state()

    # --------------------------------------------------------------------- the plan
    def plan(self) -> None:
        """Asks what the changes would do; nothing is written."""
        if self._job or self._done:
            return
        self.banner.hide()
        wrong = self.changes.check()
        if wrong is not None and wrong.editor is not None:
            wrong.editor.editor.setFocus()
            return
        self._plan = None
        context, ids, changes = self._workplace.context, self._ids, self.changes.changes()
        reason, basis = self.reason.text().strip(), self.basis.text().strip()

        def ask(progress: Progress) -> BulkPlan:
            return plan_bulk(
                context,
                member_ids=ids,
                changes=changes,
                reason=reason,
                basis=basis,
                progress=progress,
            )

        self._begin(
            lambda: self._workplace.jobs.read_long(
                self, ask, self._show_plan, words="核对批量修改", on_error=self._fail
            )
        )

    def _show_plan(self, plan: BulkPlan) -> None:
        self._plan = plan
        self._end()
        for key, button in self.filters.items():
            number = plan.count(key) if key else len(plan.rows)
            button.setText(f"{FILTERS[key]} {number:,}")
            button.setAccessibleName(f"只看{FILTERS[key]}的 {number:,} 人" if key else "全部")
            button.setEnabled(bool(number))
        self._show_lines(_first_seen(plan))
        self._area.ensureWidgetVisible(self.table)
        (self.apply_button if self.apply_button.isEnabled() else self.plan_button).setFocus()

    def _show_lines(self, wanted: str) -> None:
        plan = self._plan
        if plan is None:
            return
        self.filters[wanted].setChecked(True)
        self._workplace.jobs.read(
            self,
            lambda: (plan, lines(plan, wanted)),
            self._put_lines,
            topic="lines",
        )

    def _put_lines(self, answer: tuple[BulkPlan, Sequence[int]]) -> None:
        plan, ids = answer
        if plan is self._plan:
            self.table.show_plan(plan, ids)

    # ---------------------------------------------------------------------- the act
    def apply(self) -> None:
        """Does exactly what the plan said, or nothing."""
        plan = self._plan
        if plan is None or self._job or self._done or plan.empty:
            return
        self.banner.hide()
        context = self._workplace.context

        def act(progress: Progress) -> int | None:
            return apply_bulk(context, plan, progress=progress)

        self._writing = True
        self._begin(
            lambda: self._workplace.jobs.write(
                self,
                act,
                self._applied,
                words="批量修改",
                cancellable=True,
                on_error=self._fail,
            )
        )

    def _applied(self, number: int | None) -> None:
        plan = self._plan
        assert plan is not None
        self._done = True
        self._end()
        words = _result(plan, number)
        refused = plan.count("refused")
        self.banner.say(words, level="warning" if refused else "good")
        self.said.emit("warning" if refused else "done", words)
        if refused:
            self._show_lines("refused")
        self.close_button.setFocus()

    # ------------------------------------------------------------------- in between
    def reject(self) -> None:
        """Closes; while something is being read or written Esc stops that, and nothing else."""
        if self._job:
            self._stop()
        else:
            super().reject()

    def _begin(self, start: Callable[[], int]) -> None:
        self._job = start()
        self._bar.setRange(0, 0)
        self._show_state()
        self.stop_button.setEnabled(True)
        self.stop_button.setFocus()

    def _end(self) -> None:
        self._job, self._writing = 0, False
        self._show_state()

    def _stop(self) -> None:
        self.stop_button.setEnabled(False)
        self._workplace.jobs.cancel(self._job)

    def _progressed(self, info: JobInfo) -> None:
        if info.number == self._job and info.total:
            self._bar.setRange(0, info.total)
            self._bar.setValue(info.done)

    def _finished(self, info: JobInfo) -> None:
        if info.number == self._job and info.state == "cancelled":
            wrote = self._writing
            self._end()
            self.banner.say("已停止，没有写入任何内容。" if wrote else "已停止核对。")
            self.plan_button.setFocus()

    def _fail(self, error: TuanjiError) -> None:
        self._plan = None
        self.table.show_plan(None, ())
        self._end()
        self.banner.say_error(error)
        self.plan_button.setFocus()

    def _show_state(self) -> None:
        """What may be pressed now, and what is said of the plan."""
        busy, plan = bool(self._job), self._plan
        writable = not self._workplace.context.database.read_only
        ready = plan is not None and not plan.empty and not busy and not self._done
        for widget in (self.changes, self.add_button, self.preset_button, self.reason, self.basis):
            widget.setEnabled(not busy and not self._done)
        self.add_button.setEnabled(self.add_button.isEnabled() and not self.changes.full)
        self._bar.setVisible(busy)
        self.stop_button.setVisible(busy)
        self.plan_button.setEnabled(not busy and not self._done)
        self.apply_button.setEnabled(ready and writable)
        self.close_button.setText("关闭" if self._done else "取消")
        self.close_button.setAccessibleName("关闭" if self._done else "取消，不修改")
        self._summary.setText(self._summary_words(writable=writable))
        for button in self.filters.values():
            button.setVisible(plan is not None)
        main = self.close_button if self._done else self.apply_button if ready else self.plan_button
        for button in (self.close_button, self.plan_button, self.apply_button):
            button.setProperty("main", button is main)
            button.style().unpolish(button)
            button.style().polish(button)
        self.plan_button.setDefault(main is self.plan_button)

    def _summary_words(self, *, writable: bool) -> str:
        if self._writing:
            return "正在写入：一次完成，中途停止什么都不会留下。"
        if self._job:
            return "正在逐人核对规则……"
        if self._plan is None:
            return "还没有预览。"
        words = self._plan.words()
        if self._done:
            return words
        if self._plan.empty:
            return f"{words}没有可以执行的修改。"
        return words if writable else f"{words}台账正被别人使用，只能预览。"


def _first_seen(plan: BulkPlan) -> str:
    """The filter to begin with: what stays as it is need not be looked through."""
    if not plan.count("unchanged"):
        return ""
    return next((key for key in ("changed", "draft", "refused") if plan.count(key)), "")


def _result(plan: BulkPlan, number: int | None) -> str:
    """What was done, by the name it has in the journal."""
    words = f"已执行：{plan.operation_words()}"
    if number is not None:
        words += f"（第 {number} 号操作，可以撤销）"
    parts = []
    if plan.count("submitted"):
        parts.append(f"{plan.count('submitted'):,} 人的修改已送团支部审核")
    if plan.count("draft"):
        parts.append(f"{plan.count('draft'):,} 人存为草稿")
    if plan.count("refused"):
        parts.append(f"{plan.count('refused'):,} 人不能改，没有动")
    return words + ("；" + "，".join(parts) if parts else "") + "。"
