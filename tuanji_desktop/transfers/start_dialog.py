"""发起转接: for one member or many, from where to where is seen first."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.dialogs import Banner, fit_to_screen
from ..kit.labels import hairline, label
from ..kit.page import Workplace
from ..kit.row_table import RowTable
from ..kit.style import scaled
from ..members.branch_dialog import BranchDialog
from ..members.loading import BranchChoice, load_branches
from ..rules.lifecycle import ACTOR_LABELS, Actor
from . import queries, service
from .kinds import MAJOR, TARGET_WORDS, Kind, kinds
from .plan import PlanRow, TransferPlan, Wish, plan_transfers
from .service import Started
from .table import plan_columns

_PAUSE = 150
_ASKED: Mapping[str, str | None] = {"还没有问": None, "是，在省内": "是", "否，在省外": "否"}


class StartTransferDialog(QDialog):
    """Writes by `service.apply_transfers`."""

    said = Signal(str, str)

    def __init__(
        self,
        workplace: Workplace,
        ids: Sequence[int],
        *,
        kind: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("transfer_dialog")
        self.setWindowTitle("发起转接")
        self.setAccessibleName("发起转接")
        self._workplace = workplace
        self._ids = tuple(dict.fromkeys(ids))
        self._kinds = kinds(workplace.context.policy)
        self._plan: TransferPlan | None = None
        self._branch: BranchChoice | None = None
        self._busy = False
        self.banner = Banner(self)
        self.kind = self._combo("transfer_kind", "转接原因")
        for one in self._kinds:
            self.kind.addItem(one)
        self.kind.setCurrentText(kind if kind in self._kinds else next(iter(self._kinds)))
        self.starter = self._combo("transfer_starter", "发起人")
        self.target = self._line("transfer_target", "转入组织", "组织全称，照对方的写法")
        self.pick = self._push("transfer_pick", "选择本台账的组织…", "选择本台账的组织")
        self.in_province = self._combo("transfer_in_province", "高校是否在省内")
        self.in_province.addItems(list(_ASKED))
        self.day = self._line("transfer_day", "发起日期", "2018-08-01")
        self.day.setText(workplace.context.today.isoformat())
        self.reason = self._line("transfer_reason", "说明", "可不填")
        self._route = label("", role="small", name="transfer_route", parent=self)
        self._route.setWordWrap(True)
        self.table: RowTable[PlanRow] = RowTable(
            columns=plan_columns(),
            jobs=workplace.jobs,
            name="transfer_plan",
            label="办理结果预览",
            stretch="words",
            parent=self,
        )
        self.summary = label("", name="transfer_summary", parent=self)
        self.act_button = self._push("transfer_act", "发起转接", "发起转接")
        self._fields = QFormLayout()
        self._lay_out()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE)
        self._later.timeout.connect(self._ask_plan)
        self._connect()
        fit_to_screen(self, 960, 540)
        self._kind_changed()

    # ------------------------------------------------------------------ set up
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

    def _push(self, name: str, words: str, accessible: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(accessible)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        form = QWidget(self)
        form.setObjectName("transfer_form")
        self._fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._fields.setVerticalSpacing(8)
        for widget in (
            self.kind, self.starter, self.target, self.pick, self.in_province, self.day, self.reason,
        ):  # fmt: skip
            caption = "" if widget is self.pick else widget.accessibleName()
            self._fields.addRow(caption, widget)
        side = QVBoxLayout(form)
        side.setContentsMargins(0, 0, 8, 0)
        side.addLayout(self._fields)
        side.addWidget(self._route)
        side.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setObjectName("transfer_scroll")
        scroll.setAccessibleName("转接的内容")
        scroll.setWidgetResizable(True)
        scroll.setWidget(form)
        plan = QWidget(self)
        plan.setObjectName("transfer_plan_side")
        column = QVBoxLayout(plan)
        column.setContentsMargins(8, 0, 0, 0)
        self.summary.setWordWrap(True)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        split = QSplitter(self)
        split.setObjectName("transfer_split")
        split.setChildrenCollapsible(False)
        split.addWidget(scroll)
        split.addWidget(plan)
        split.setSizes([scaled(420), scaled(520)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 12)
        whole.setSpacing(8)
        whole.addWidget(self.banner)
        whole.addWidget(split, 1)
        whole.addWidget(hairline(self))
        whole.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        cancel = self._push("transfer_cancel", "取消", "取消，什么也不做")
        cancel.clicked.connect(self.reject)
        self.act_button.setProperty("main", True)
        self.act_button.setToolTip("Ctrl+Enter")
        self.act_button.setEnabled(False)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.act_button)
        return foot

    def _connect(self) -> None:
        for line in (self.target, self.day, self.reason):
            line.textChanged.connect(lambda _text: self._changed())
        self.target.textEdited.connect(lambda _text: self._forget_branch())
        self.kind.currentIndexChanged.connect(lambda _place: self._kind_changed())
        for combo in (self.starter, self.in_province):
            combo.currentIndexChanged.connect(lambda _place: self._changed())
        self.pick.clicked.connect(self._pick)
        self.act_button.clicked.connect(self.act)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.act)

    @property
    def chosen_kind(self) -> Kind:
        """The reason under the cursor."""
        return self._kinds[self.kind.currentText()]

    def _kind_changed(self) -> None:
        """Who may start it, where it leads, by which clause."""
        kind = self.chosen_kind
        self.starter.clear()
        for actor in kind.starters:
            self.starter.addItem(ACTOR_LABELS[actor], actor.value)
        rule = self._workplace.context.policy.transfer
        self._fields.setRowVisible(self.in_province, kind.label in rule.waiting_destinations)
        self._fields.setRowVisible(self.target, kind.label != MAJOR)
        self.target.setPlaceholderText(
            f"{TARGET_WORDS[kind.target_kind]}全称；不填就按毕业生名单各人所写"
        )
        self._route.setText(f"{kind.route}（{kind.clause}）")
        self._changed()

    def _pick(self) -> None:
        """Committees too: they allot the branch later. A change of major goes to a branch."""
        context = self._workplace.context
        load = load_branches if self.chosen_kind.label == MAJOR else queries.load_units
        self._workplace.jobs.read(
            self, lambda: load(context), self._offer_branches, topic="branches"
        )

    def _offer_branches(self, branches: Sequence[BranchChoice]) -> None:
        dialog = BranchDialog(branches, self, title="选择转入的组织", what="组织")
        dialog.chosen.connect(self.take_branch)
        dialog.open()

    def take_branch(self, branch: BranchChoice) -> None:
        """A unit of this office receives."""
        self._branch = branch
        self.pick.setText(branch.short_name)
        self.target.setText(branch.full_name)
        self._changed()

    def _forget_branch(self) -> None:
        self._branch = None
        self.pick.setText("选择本台账的组织…")

    # ------------------------------------------------------------------- plan
    def _wish(self) -> Wish:
        """Raises ValueError for a day that is none."""
        kind = self.chosen_kind
        waits = kind.label in self._workplace.context.policy.transfer.waiting_destinations
        return Wish(
            member_ids=self._ids,
            kind=kind.label,
            on=date.fromisoformat(self.day.text().strip()),
            target=self.target.text(),
            target_id=self._branch.id if self._branch else None,
            in_province=_ASKED[self.in_province.currentText()] if waits else None,
            started_by=Actor(self.starter.currentData()),
            reason=self.reason.text(),
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
            lambda: plan_transfers(context, wish),
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

    def _show_plan(self, plan: TransferPlan) -> None:
        if self._later.isActive():
            return  # something was changed meanwhile: another plan is on its way
        self._plan = plan
        self.table.show_rows({row.member_id: row for row in plan.rows})
        refused = len(plan.refused)
        words = f"可以发起 {len(plan.ready):,} 人"
        words += f"，不能发起 {refused:,} 人" if refused else ""
        if any(row.written for row in plan.ready):
            own = sum(row.target_id is not None for row in plan.ready)
            words += (
                f"。转入组织按毕业生名单：本台账 {own:,} 人，外单位 {len(plan.ready) - own:,} 人，"
                "请逐行核对"
            )
        self.summary.setText(words)
        self._judge()

    def _judge(self) -> None:
        ready = bool(self._plan and self._plan.ready) and not self._busy
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
            lambda _progress: service.apply_transfers(context, plan),
            self._done,
            words="发起转接",
            on_error=self._refused,
        )

    def _done(self, done: Started) -> None:
        self.said.emit("done", f"{done.words}。可以撤销。")
        self.accept()

    def _refused(self, error: TuanjiError) -> None:
        self._busy = False
        self.banner.say_error(error)
        self._ask_plan()
