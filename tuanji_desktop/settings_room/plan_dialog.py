"""What another rule pack would change, before it is put in force: by effect, each with its list."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ..core.errors import TuanjiError
from ..core.progress import Progress
from ..kit.dialogs import Banner, ask_save_path, fit_to_screen
from ..kit.flow import FlowLayout
from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.style import scaled
from ..members.policy_plan import SECTIONS, PlanRow, PolicyPlan, members_behind
from .exports import effect_words, export_people, export_plan
from .panel import Listing, held_low

_ALL = "全部类别"


class PlanDialog(QDialog):
    """Shows a plan and asks whether to go on."""

    use_requested = Signal(object)
    """The `PolicyPlan` is to be applied."""
    members_requested = Signal(object, str)
    """Ids of members to be shown in the roster, and the title of the list."""

    def __init__(
        self,
        workplace: Workplace,
        plan: PolicyPlan,
        *,
        writable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("plan_dialog")
        self.setWindowTitle(f"启用“{plan.policy.title}”会改变什么")
        self.setAccessibleName("启用规则包会改变什么")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit_to_screen(self, 980, 620)
        self._workplace, self._plan = workplace, plan
        self._writable = writable
        self._shown: tuple[PlanRow, ...] = ()
        self.banner = Banner(self)
        self._set_up()
        self._show()

    def _set_up(self) -> None:
        self.summary = label(self._plan.words(), role="section", name="plan_summary", parent=self)
        self.summary.setWordWrap(True)
        self.kinds = QComboBox(self)
        self.kinds.setObjectName("plan_kinds")
        self.kinds.setAccessibleName("类别")
        present = {row.section for row in self._plan.rows}
        self.kinds.addItems([_ALL, *(one for one in SECTIONS if one in present)])
        self.kinds.currentTextChanged.connect(lambda _text: self._show())
        self.table = Listing(
            name="plan_rows",
            words="会改变的事项",
            headings=("类别", "事项", "数量", "现在", "启用后", "依据"),
            widths=(104, 200, 84, 170, 220, 80),
            parent=self,
        )
        self.table.itemSelectionChanged.connect(self._chosen)
        self.table.itemActivated.connect(lambda _item: self.show_members())
        self.table.setMinimumHeight(scaled(140))
        self.detail = label("", role="muted", name="plan_detail")
        top = QHBoxLayout()
        top.addWidget(self.summary, 1)
        top.addWidget(self.kinds)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.banner)
        layout.addWidget(self.table, 1)
        layout.addWidget(held_low(self.detail, height=56))
        layout.addLayout(self._buttons())

    def _buttons(self) -> FlowLayout:
        self.members_button = self._button("在花名册中查看", "plan_members", self.show_members)
        self.people_button = self._button("导出这份名单…", "plan_people", self._ask_people)
        self.export_button = self._button("导出全部事项…", "plan_export", self._ask_export)
        self.use_button = self._button("启用", "plan_use", self._use)
        self.use_button.setProperty("main", True)
        self.use_button.setEnabled(self._writable)
        self.close_button = self._button("不启用", "plan_close", self.reject)
        row = FlowLayout(spacing=8)
        for button in (
            self.members_button,
            self.people_button,
            self.export_button,
            self.use_button,
            self.close_button,
        ):
            row.addWidget(button)
        self.close_button.setDefault(True)
        return row

    def _button(self, words: str, name: str, act: object) -> QPushButton:
        made = QPushButton(words, self)
        made.setObjectName(name)
        made.setAccessibleName(words.rstrip("…"))
        made.clicked.connect(act)
        return made

    # ----------------------------------------------------------------- what is shown
    def _show(self) -> None:
        kind = self.kinds.currentText()
        self._shown = tuple(row for row in self._plan.rows if kind in (_ALL, row.section))
        self.table.show_rows(
            [
                (row.section, row.subject, row.amount, row.before, row.after, row.clause)
                for row in self._shown
            ]
        )
        if not self._plan.rows:
            self.banner.say("这个规则包不改变现有的任何档案和正在办理的申请。", level="good")
        self._chosen()

    def chosen(self) -> PlanRow | None:
        """The effect under the cursor."""
        place = self.table.currentRow()
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def _chosen(self) -> None:
        row = self.chosen()
        self.members_button.setEnabled(row is not None and not row.names)
        self.people_button.setEnabled(row is not None)
        self.export_button.setEnabled(bool(self._plan.rows))
        if row is None:
            self.detail.setText("")
            return
        words = f"{row.subject}：{row.before} → {row.after}。"
        if row.names:
            words += "、".join(row.names[:20]) + ("等。" if len(row.names) > 20 else "。")
        quoted = self._plan.policy.clause_text(row.clause)
        self.detail.setText(f"{words}{f'{row.clause}：{quoted}' if quoted else ''}")

    # -------------------------------------------------------------------------- acts
    def show_members(self) -> None:
        """Shows the members behind the chosen effect in the roster; nothing is put in force."""
        row = self.chosen()
        if row is None or row.names:
            return
        context, plan = self._workplace.context, self._plan

        def answer(ids: object) -> None:
            self.members_requested.emit(ids, effect_words(row))
            self.reject()

        self._workplace.jobs.read(
            self,
            lambda: members_behind(context, plan, row.key),
            answer,
            topic="members",
            on_error=self._fail,
        )

    def _ask_people(self) -> None:
        row = self.chosen()
        path = self._ask_path(f"{row.section}名单.xlsx") if row else None
        if row is not None and path is not None:
            self.export_people(row.key, path)

    def export_people(self, key: str, path: Path) -> None:
        """Writes who is behind an effect, numbers masked."""
        context, plan = self._workplace.context, self._plan

        def act(progress: Progress) -> int:
            return export_people(context, plan, key, path, progress)

        self._workplace.jobs.read_long(
            self,
            act,
            lambda rows: self._saved(rows, path),
            words="导出名单",
            on_error=self._fail,
        )

    def _ask_export(self) -> None:
        path = self._ask_path(f"启用{self._plan.policy.id}的影响.xlsx")
        if path is not None:
            self.export(path)

    def export(self, path: Path) -> None:
        """Writes all effects."""
        plan = self._plan
        self._workplace.jobs.read(
            self,
            lambda: export_plan(plan, path),
            lambda rows: self._saved(rows, path),
            topic="export",
            on_error=self._fail,
        )

    def _ask_path(self, name: str) -> Path | None:
        return ask_save_path(
            self, title="导出", suggested=Path.home() / name, kind="Excel 表格", suffix=".xlsx"
        )

    def _saved(self, rows: int, path: Path) -> None:
        self.banner.say(f"已导出 {rows:,} 行：{path}", level="good")

    def _fail(self, error: TuanjiError) -> None:
        self.banner.say_error(error)

    def _use(self) -> None:
        self.use_requested.emit(self._plan)
        self.accept()
