"""办理离团, 恢复团籍: for one member or thousands – the plan is seen first, then it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.dialogs import Banner, confirm, fit_to_screen
from ..kit.flow import FlowLayout
from ..kit.jobs import JobInfo
from ..kit.labels import hairline, label
from ..kit.page import Workplace
from ..kit.row_table import RowTable
from ..kit.style import scaled
from ..members.branch_dialog import BranchDialog
from ..members.loading import BranchChoice, load_branches
from . import service
from .doors import RESTORED
from .loading import Start, load_start
from .panel import DoorPanel
from .paper_dialog import PaperDialog
from .plan import LeavingPlan, PlanRow, Wish, lacking, plan_leaving, plan_restore
from .service import Done
from .table import PLAN_FILTERS, of_filter, plan_columns

_PAUSE = 150
"""Milliseconds after the last key before the plan is made anew."""


class LeavingDialog(QDialog):
    """Writes by `service.apply_leaving`. `door` "" lets the clerk choose, `restored` is the way
    back; where all of them are out already it is the way back that is meant."""

    said = Signal(str, str)
    """Level and words: what was done."""

    def __init__(
        self,
        workplace: Workplace,
        ids: Sequence[int],
        *,
        door: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("leaving_dialog")
        self._workplace = workplace
        self._ids = tuple(ids)
        self._plan: LeavingPlan | None = None
        self._done: Done | None = None
        self._filter = "all"
        self._job = 0
        self.banner = Banner(self)
        self.panel = DoorPanel(self)
        self.table: RowTable[PlanRow] = RowTable(
            columns=plan_columns(),
            jobs=workplace.jobs,
            name="leaving_plan",
            label="办理结果预览",
            stretch="why",
            parent=self,
        )
        self._summary = label("", name="leaving_summary", parent=self)
        self._hint = label("", role="small", name="leaving_hint", parent=self)
        self.filters: dict[str, QPushButton] = {}
        self.bar = QProgressBar(self)
        self.print_button = self._button("leaving_print", "打印名册…", self.print_list)
        self.act_button = self._button("leaving_act", "办理", self.act)
        self.stack = QStackedWidget(self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE)
        self._later.timeout.connect(self._ask_plan)
        self._lay_out()
        self._name("办理离团")
        fit_to_screen(self, 1040, 660)
        self._connect()
        context, members = workplace.context, self._ids
        workplace.jobs.read(
            self,
            lambda: load_start(context, members, door),
            self._begin,
            on_error=self.banner.say_error,
        )

    # ------------------------------------------------------------------ set up
    def _button(self, name: str, words: str, go: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: go())  # type: ignore[operator]
        return button

    def _lay_out(self) -> None:
        self._title = label("", role="title", name="leaving_title", parent=self)
        self._title.setWordWrap(True)
        scroll = QScrollArea(self)
        scroll.setObjectName("leaving_scroll")
        scroll.setAccessibleName("离团方式、日期和材料")
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.panel)
        split = QSplitter(self)
        split.setObjectName("leaving_split")
        split.setChildrenCollapsible(False)
        split.addWidget(scroll)
        split.addWidget(self._plan_side())
        split.setSizes([scaled(400), scaled(620)])
        split.setStretchFactor(0, 2)  # large letters must not push the plan off the screen
        split.setStretchFactor(1, 3)
        page = QWidget(self)
        page.setObjectName("leaving_page")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self.banner)
        layout.addWidget(split, 1)
        layout.addWidget(hairline(self))
        layout.addWidget(self.bar)
        layout.addLayout(self._foot())
        self.stack.setObjectName("leaving_stack")
        self.stack.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 12)
        whole.addWidget(self.stack)
        self.bar.setObjectName("leaving_bar")
        self.bar.setAccessibleName("办理进度")
        self.bar.hide()

    def _plan_side(self) -> QWidget:
        side = QWidget(self)
        side.setObjectName("leaving_plan_side")
        self._summary.setWordWrap(True)
        row = FlowLayout(spacing=4)
        group = QButtonGroup(self)
        for key, words in PLAN_FILTERS.items():
            button = self._button(f"plan_{key}", words, lambda key=key: self._choose_filter(key))
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setChecked(key == self._filter)
            button.hide()
            group.addButton(button)
            self.filters[key] = button
            row.addWidget(button)
        self.table.setMinimumHeight(scaled(120))
        layout = QVBoxLayout(side)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._summary)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        return side

    def _foot(self) -> QHBoxLayout:
        self._cancel = self._button("leaving_cancel", "取消", self.reject)
        self.act_button.setProperty("main", True)
        self.act_button.setToolTip("Ctrl+Enter")
        self.act_button.setEnabled(False)
        self.print_button.hide()
        self._hint.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(self._hint, 1)
        for button in (self.print_button, self._cancel, self.act_button):
            foot.addWidget(button)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.act)
        return foot

    def _connect(self) -> None:
        self.panel.moved.connect(self._moved)
        self.panel.filled.connect(self._judge)
        self.panel.branch_wanted.connect(self._ask_branches)
        self.table.notice.connect(lambda words: self.banner.say(words, level="good"))
        self._workplace.jobs.progressed.connect(self._show_progress)

    def _name(self, words: str) -> None:
        self.setWindowTitle(words)
        self.setAccessibleName(words)

    def _begin(self, start: Start) -> None:
        back = [one.code for one in start.doors] == [RESTORED]
        verb = "恢复团籍" if back else "办理离团"
        names = "、".join(start.names)
        more = f"等 {start.members:,} 人" if start.members > len(start.names) else ""
        self._name(verb)
        self._title.setText(f"{verb}：{names}{more}")
        self.table.set_empty("" if back else "请先选择离团方式")
        self.panel.begin(start.doors, start.door, self._workplace.context.today)

    # ------------------------------------------------------------------- plan
    def _moved(self) -> None:
        """Who leaves may be different now; the old plan is not shown as if it held."""
        self._plan = None
        if self._wish() is None:
            self._show_rows()
        self._judge()
        self._later.start()

    def _wish(self) -> Wish | None:
        panel = self.panel
        if panel.door is None or panel.on is None:
            return None
        return Wish(
            self._ids,
            panel.door.code,
            panel.on,
            panel.document.text().strip(),
            "" if panel.door.code == RESTORED else panel.decided_by.text().strip(),
            panel.reason.text().strip(),
            panel.attachments(),
            panel.branch_id,
        )

    def _ask_plan(self) -> None:
        wish, context = self._wish(), self._workplace.context
        if wish is None or self._done is not None:
            return

        def plan() -> LeavingPlan:
            if wish.door == RESTORED:
                return plan_restore(
                    context,
                    member_ids=wish.member_ids,
                    restored_on=wish.on,
                    branch_id=wish.branch_id,
                )
            return plan_leaving(
                context, member_ids=wish.member_ids, door=wish.door, left_on=wish.on
            )

        self._workplace.jobs.read(
            self, plan, self._show_plan, topic="plan", on_error=self.banner.say_error
        )

    def _show_plan(self, plan: LeavingPlan) -> None:
        wish = self._wish()
        if wish is None or _asked(wish) != _asked(plan.wish):
            return
        self._plan = plan
        self.panel.ask_branch(any(row.refused == "leaving.branch_gone" for row in plan.rows))
        if not any(of_filter(row, self._filter) for row in plan.rows):
            self._filter = "all"
        self._show_rows()
        self._judge()

    def _show_rows(self) -> None:
        rows = self._plan.rows if self._plan else ()
        for key, button in self.filters.items():
            number = sum(of_filter(row, key) for row in rows)
            button.setText(f"{PLAN_FILTERS[key]} {number:,}")
            button.setVisible(len(rows) > 1 and (number > 0 or key == "all"))
            button.setChecked(key == self._filter)
        shown: Mapping[int, PlanRow] = {
            row.member_id: row for row in rows if of_filter(row, self._filter)
        }
        self.table.show_rows(shown)

    def _choose_filter(self, key: str) -> None:
        self._filter = key
        self._show_rows()

    # ------------------------------------------------------------------ judge
    def _judge(self) -> None:
        """What is still lacking, and how many it would be done to."""
        plan, door = self._plan, self.panel.door
        ready = len(plan.ready) if plan else 0
        writable = not self._workplace.context.database.read_only
        hint = self._lacking()
        words = f"{door.act} {ready:,} 人" if door and ready else door.act if door else "办理"
        self.act_button.setText(words)
        self.act_button.setAccessibleName(words)
        self.act_button.setEnabled(bool(ready) and not hint and writable and not self._job)
        self._hint.setText(hint if writable else "台账只能查看，不能办理")
        over_age = door is not None and door.code == "over_age"
        self.print_button.setVisible(over_age)
        self.print_button.setEnabled(bool(ready))
        if plan is None:
            self._summary.setText("正在核对…" if door and self.panel.on else "")
            return
        refused = len(plan.refused)
        if len(plan.rows) == 1 and refused:
            self._summary.setText(f"不能办理：{plan.rows[0].why}")
            return
        words = f"可以办理 {ready:,} 人" if ready else "没有可以办理的人"
        self._summary.setText(words + (f"，不能办理 {refused:,} 人" if refused else ""))

    def _lacking(self) -> str:
        """The first thing that keeps the act back, '' for none."""
        wish, context = self._wish(), self._workplace.context
        if self.panel.door is None:
            return "请选择离团方式"
        if wish is None:
            return "请填写日期"
        wanting = lacking(context.policy, wish, context.today)
        if wanting:
            return f"{wanting[0].message}（{wanting[0].clause}）"
        return ""

    # -------------------------------------------------------------------- act
    def act(self) -> None:
        """Does what the plan shows, where nothing is lacking."""
        wish, plan, context = self._wish(), self._plan, self._workplace.context
        if not self.act_button.isEnabled() or wish is None or plan is None:
            return
        chosen = replace(plan, wish=wish)
        self.panel.freeze(True)
        self.bar.setRange(0, 0)
        self.bar.show()
        self._job = self._workplace.jobs.write(
            self,
            lambda progress: service.apply_leaving(context, chosen, progress=progress),
            self._show_done,
            words=self.windowTitle(),
            on_error=self._refused,
        )
        self._judge()

    def _show_progress(self, info: JobInfo) -> None:
        if info.number == self._job:
            self.bar.setRange(0, info.total)
            self.bar.setValue(info.done)

    def _over(self) -> None:
        self._job = 0
        self.bar.hide()
        self.panel.freeze(False)

    def _refused(self, error: TuanjiError) -> None:
        self._over()
        self.banner.say_error(error)
        self._moved()

    def _show_done(self, done: Done) -> None:
        self._over()
        self._done = done
        self.stack.addWidget(self._outcome(done))
        self.stack.setCurrentIndex(1)
        self.said.emit("done", f"{done.words}。已登记，可以撤销。")

    def _outcome(self, done: Done) -> QWidget:
        """What was done, and that nothing is lost."""
        assert self._plan is not None
        side = QWidget(self)
        side.setObjectName("leaving_done")
        side.setAccessibleName("已办理")
        back = self._plan.wish.door == RESTORED
        refused = len(self._plan.refused)
        lines = [
            label(done.words, role="title"),
            label(
                f"已登记 {len(done.members):,} 人（第 {done.operation} 号操作），"
                + ("已回到花名册。" if back else "已退出花名册，档案、历史和材料保留。")
            ),
        ]
        if refused:
            lines.append(label(f"另有 {refused:,} 人没有办理，原样不变。", role="warning"))
        lines.append(
            label("办错了可以撤销：编辑 → 撤销上一项操作，或在操作日志里撤销这一项。", role="muted")
        )
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for number, line in enumerate(lines):
            line.setObjectName(f"leaving_done_{number}")
            line.setWordWrap(True)
            layout.addWidget(line)
        layout.addStretch(1)
        layout.addLayout(self._done_buttons())
        return side

    def _done_buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        if self._plan is not None and self._plan.wish.door == "over_age":
            buttons.addWidget(self._button("leaving_done_print", "打印名册…", self.print_list))
        close = self._button("leaving_close", "关闭", self.accept)
        close.setProperty("main", True)
        close.setDefault(True)
        buttons.addWidget(close)
        return buttons

    def print_list(self) -> None:
        """The list that the branches sign, of those who leave."""
        if self._plan is None or not self._plan.ready:
            return
        ids = [row.member_id for row in self._plan.ready]
        dialog = PaperDialog(self._workplace, ids, left_on=self._plan.wish.on, parent=self)
        dialog.setModal(True)
        dialog.open()

    # ---------------------------------------------------------------- branches
    def _ask_branches(self) -> None:
        context = self._workplace.context
        self._workplace.jobs.read(
            self, lambda: load_branches(context), self._offer_branches, topic="branches"
        )

    def _offer_branches(self, branches: Sequence[BranchChoice]) -> None:
        dialog = BranchDialog(branches, self)
        dialog.chosen.connect(self.panel.take_branch)
        dialog.open()

    def reject(self) -> None:
        """Esc asks only where something would be lost; after the act it just closes."""
        if self._done is not None:
            self.accept()
        elif self._job:
            return  # it is being written
        elif not self.panel.typed or confirm(
            self,
            title="放弃办理",
            text="还没有办理，填写的内容不会保留。",
            act="放弃",
            keep="继续填写",
        ):
            super().reject()


def _asked(wish: Wish) -> tuple[object, ...]:
    """What a plan depends on."""
    return wish.door, wish.on, wish.branch_id
