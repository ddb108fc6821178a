"""登记团籍保留, 结束团籍保留: what would become of each is seen first, then it is done."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.dialogs import Banner, fit_to_screen
from ..kit.labels import hairline, label, name_line
from ..kit.page import Workplace
from ..kit.paged_model import Column
from ..kit.row_table import RowTable
from ..kit.style import scaled
from ..members.branch_dialog import BranchDialog
from ..members.loading import BranchChoice, load_branches
from . import queries, service
from .plan import (
    CLAUSE,
    RESUME,
    RETAIN,
    NewBranch,
    PlanRow,
    RetentionPlan,
    Wish,
    plan_retention,
    review_day,
)
from .queries import Committee
from .service import Done

_PAUSE = 150
_STAY, _EXISTING, _NEW = "stay", "existing", "new"
_HOMES = {_STAY: "留在原团支部", _EXISTING: "转入已有的团支部", _NEW: "新建保留团支部并转入"}


def plan_columns() -> list[Column[PlanRow]]:
    """The plan, a member a row."""
    return [
        Column("name", "姓名", lambda row: row.name, width=90, sortable=False),
        Column("branch", "团支部", lambda row: row.branch, width=130, sortable=False),
        Column("words", "结果", lambda row: row.words, width=300, tip=lambda row: row.words,
               sortable=False),
    ]  # fmt: skip


class RetainDialog(QDialog):
    """Writes by `service.apply_retention`. Whoever is retained already is meant to come back."""

    said = Signal(str, str)

    def __init__(
        self,
        workplace: Workplace,
        ids: Sequence[int],
        *,
        reason: str = "",
        act: str = RETAIN,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("retain_dialog")
        self._workplace = workplace
        self._ids = tuple(dict.fromkeys(ids))
        self._act = act
        self._plan: RetentionPlan | None = None
        self._branch: BranchChoice | None = None
        self._units: Mapping[int, Committee] = {}
        self._proposed = ("", "")
        self._busy = False
        today = workplace.context.today
        self.banner = Banner(self)
        self.reason = self._combo("retain_reason", "保留原因")
        self.reason.setEditable(True)
        name_line(self.reason)
        self.cause = self._line("retain_cause", "具体情况", "可不填，例如：病休一年")
        self.day = self._line("retain_day", "保留日期", "2018-08-01")
        self.day.setText(today.isoformat())
        self.review = self._line("retain_review", "复核日期", "2019-08-01")
        self.review.setText(review_day(today).isoformat())
        self.home = self._combo("retain_home", "所在团支部")
        self.pick = QPushButton("选择团支部…", self)
        self.pick.setObjectName("retain_pick")
        self.pick.setAccessibleName("选择转入的团支部")
        self.pick.setAutoDefault(False)
        self.parent_unit = self._combo("retain_parent", "上级团组织")
        self.code = self._line("retain_code", "组织编码", "")
        self.full_name = self._line(
            "retain_full_name", "组织全称", "中国共产主义青年团…团籍保留支部委员会"
        )
        self.table: RowTable[PlanRow] = RowTable(
            columns=plan_columns(),
            jobs=workplace.jobs,
            name="retain_plan",
            label="办理结果预览",
            stretch="words",
            parent=self,
        )
        self.summary = label("", name="retain_summary", parent=self)
        self.act_button = QPushButton(self)
        self._fields = QFormLayout()
        self._scroll = QScrollArea(self)
        self._lay_out()
        self._dress(reason)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE)
        self._later.timeout.connect(self._ask_plan)
        self._connect()
        fit_to_screen(self, 960, 560)
        context = workplace.context
        workplace.jobs.read(
            self, lambda: queries.load_committees(context), self._offer_committees, topic="units"
        )
        if act == RETAIN:
            self._workplace.jobs.read(
                self,
                lambda: queries.all_retained(context, self._ids),
                self._turn_round,
                topic="standing",
            )
        self._home_changed()

    # ------------------------------------------------------------------ set up
    def _dress(self, reason: str) -> None:
        """The words and the lines of the act; what it does not need is not shown."""
        retain = self._act == RETAIN
        words = "登记团籍保留" if retain else "结束团籍保留"
        self.setWindowTitle(words)
        for widget in (self, self._scroll, self.act_button):
            widget.setAccessibleName(words)
        self.act_button.setText(words)
        self.reason.clear()
        if retain:
            self.reason.addItems(self._workplace.context.policy.retention_reasons)
        self.reason.setCurrentText(reason)
        for field, caption in (
            (self.reason, "保留原因" if retain else "结束原因"),
            (self.day, "保留日期" if retain else "结束日期"),
        ):
            field.setAccessibleName(caption)
            beside = self._fields.labelForField(field)
            if isinstance(beside, QLabel):
                beside.setText(caption)
        for field in (self.cause, self.review):
            self._fields.setRowVisible(field, retain)
        self.home.clear()
        for key, place in _HOMES.items():
            if retain or key != _NEW:
                self.home.addItem(place if retain else _back_words(key), key)

    def _turn_round(self, retained: bool) -> None:
        """Whoever is retained already is meant to come back: the other act, with its own lines."""
        if retained and self._act == RETAIN and not self._busy:
            self._act = RESUME
            self._dress("")
            self.banner.say("所选的都已登记团籍保留，这里办理结束保留。", level="info")
            self._home_changed()

    def _combo(self, name: str, words: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(name)
        combo.setAccessibleName(words)
        return combo

    def _line(self, name: str, words: str, hint: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setAccessibleName(words)
        line.setPlaceholderText(hint)
        return line

    def _lay_out(self) -> None:
        split = QSplitter(self)
        split.setObjectName("retain_split")
        split.setChildrenCollapsible(False)
        split.addWidget(self._form_side())
        split.addWidget(self._plan_side())
        split.setSizes([scaled(400), scaled(540)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 12)
        whole.setSpacing(8)
        whole.addWidget(self.banner)
        whole.addWidget(split, 1)
        whole.addWidget(hairline(self))
        whole.addLayout(self._foot())

    def _form_side(self) -> QWidget:
        form = QWidget(self)
        form.setObjectName("retain_form")
        self._fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._fields.setVerticalSpacing(8)
        for widget in (
            self.reason, self.cause, self.day, self.review, self.home, self.pick,
            self.parent_unit, self.code, self.full_name,
        ):  # fmt: skip
            caption = "" if widget is self.pick else widget.accessibleName()
            self._fields.addRow(caption, widget)
        about = label(
            f"依据：{CLAUSE}。休学、参军入伍（未转至所在单位）、出国（境）研究学习、延迟毕业的保留团籍；"
            "其他原因照实填写。",
            role="small",
            name="retain_about",
            parent=self,
        )
        about.setWordWrap(True)
        side = QVBoxLayout(form)
        side.setContentsMargins(0, 0, 8, 0)
        side.addLayout(self._fields)
        side.addWidget(about)
        side.addStretch(1)
        self._scroll.setObjectName("retain_scroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(form)
        return self._scroll

    def _plan_side(self) -> QWidget:
        plan = QWidget(self)
        plan.setObjectName("retain_plan_side")
        column = QVBoxLayout(plan)
        column.setContentsMargins(8, 0, 0, 0)
        self.summary.setWordWrap(True)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        return plan

    def _foot(self) -> QHBoxLayout:
        cancel = QPushButton("取消", self)
        cancel.setObjectName("retain_cancel")
        cancel.setAccessibleName("取消，什么也不做")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.act_button.setObjectName("retain_act")
        self.act_button.setToolTip("Ctrl+Enter")
        self.act_button.setProperty("main", True)
        self.act_button.setEnabled(False)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.act_button)
        return foot

    def _connect(self) -> None:
        for line in (self.cause, self.day, self.review, self.code, self.full_name):
            line.textChanged.connect(lambda _text: self._changed())
        self.reason.currentTextChanged.connect(lambda _text: self._changed())
        self.parent_unit.currentIndexChanged.connect(lambda _place: self._changed())
        self.parent_unit.currentIndexChanged.connect(lambda _place: self._propose())
        self.home.currentIndexChanged.connect(lambda _place: self._home_changed())
        self.pick.clicked.connect(self._pick)
        self.act_button.clicked.connect(self.act)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.act)

    def _offer_committees(self, units: Sequence[Committee]) -> None:
        self._units = {unit.id: unit for unit in units}
        for unit in units:
            self.parent_unit.addItem(unit.name, unit.id)
        self._propose()

    def _propose(self) -> None:
        """Code and name for the committee chosen, unless the clerk has typed others."""
        unit = self._units.get(self.parent_unit.currentData())
        if unit is None:
            return
        if (self.code.text(), self.full_name.text()) == self._proposed:
            self._proposed = (unit.free_code, unit.branch_name)
            self.code.setText(unit.free_code)
            self.full_name.setText(unit.branch_name)

    def _home_changed(self) -> None:
        home = self.home.currentData()
        self._fields.setRowVisible(self.pick, home == _EXISTING)
        for widget in (self.parent_unit, self.code, self.full_name):
            self._fields.setRowVisible(widget, home == _NEW)
        self._changed()

    def _pick(self) -> None:
        context = self._workplace.context
        self._workplace.jobs.read(
            self, lambda: load_branches(context), self._offer_branches, topic="branches"
        )

    def _offer_branches(self, branches: Sequence[BranchChoice]) -> None:
        dialog = BranchDialog(branches, self)
        dialog.chosen.connect(self._take_branch)
        dialog.open()

    def _take_branch(self, branch: BranchChoice) -> None:
        self._branch = branch
        self.pick.setText(branch.short_name)
        self._changed()

    # ------------------------------------------------------------------- plan
    def _wish(self) -> Wish:
        """Raises ValueError for a day that is none."""
        home = self.home.currentData()
        new = None
        if home == _NEW:
            new = NewBranch(
                int(self.parent_unit.currentData() or 0), self.code.text(), self.full_name.text()
            )
        chosen = self._branch.id if home == _EXISTING and self._branch else None
        review = self.review.text().strip() if self._act == RETAIN else ""
        return Wish(
            act=self._act,
            member_ids=self._ids,
            on=date.fromisoformat(self.day.text().strip()),
            reason=self.reason.currentText(),
            cause=self.cause.text(),
            review_on=date.fromisoformat(review) if review else None,
            branch_id=chosen,
            new_branch=new,
        )

    def _ask_plan(self) -> None:
        self._plan = None
        self._judge()
        try:
            wish = self._wish()
        except ValueError:
            self.summary.setText("日期应写作 2018-08-01 的样子。")
            return
        context = self._workplace.context
        self._workplace.jobs.read(
            self,
            lambda: plan_retention(context, wish),
            self._show_plan,
            topic="plan",
            on_error=self._no_plan,
        )

    def _no_plan(self, error: TuanjiError) -> None:
        if self._later.isActive():
            return  # something was changed meanwhile: another plan is on its way
        self.table.show_rows({})
        self.summary.setText(error.message)

    def _changed(self) -> None:
        """What was shown no longer holds; nothing can be done until the new plan is there."""
        self._plan = None
        self._judge()
        self._later.start()

    def _show_plan(self, plan: RetentionPlan) -> None:
        if self._later.isActive():
            return  # something was changed meanwhile: another plan is on its way
        self._plan = plan
        self.table.show_rows({row.member_id: row for row in plan.rows})
        refused = len(plan.refused)
        words = f"可以办理 {len(plan.ready):,} 人"
        self.summary.setText(words + (f"，不能办理 {refused:,} 人" if refused else ""))
        self._judge()

    def _judge(self) -> None:
        home = self.home.currentData()
        lacking = home == _EXISTING and self._branch is None
        lacking |= home == _NEW and not (self.code.text().strip() and self.full_name.text().strip())
        ready = bool(self._plan and self._plan.ready) and not lacking and not self._busy
        self.act_button.setEnabled(ready and not self._workplace.context.database.read_only)

    # -------------------------------------------------------------------- act
    def act(self) -> None:
        """Does what the plan shows."""
        plan, context = self._plan, self._workplace.context
        if plan is None or not self.act_button.isEnabled():
            return
        self._busy = True
        self._judge()
        self._workplace.jobs.write(
            self,
            lambda _progress: service.apply_retention(context, plan),
            self._done,
            words=self.windowTitle(),
            on_error=self._refused,
        )

    def _done(self, done: Done) -> None:
        self.said.emit("done", f"{done.words}。可以撤销。")
        self.accept()

    def _refused(self, error: TuanjiError) -> None:
        self._busy = False
        self.banner.say_error(error)
        self._ask_plan()


def _back_words(key: str) -> str:
    return "回到原团支部" if key == _STAY else _HOMES[key]
