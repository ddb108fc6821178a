"""登记去向: what would become of each graduate is seen while it is typed, then written at once."""

from collections.abc import Sequence
from functools import partial

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
from ..core.progress import Progress
from ..kit.dialogs import Banner, fit_to_screen
from ..kit.labels import hairline, label, name_line
from ..kit.page import Workplace
from ..kit.paged_model import Column
from ..kit.row_table import RowTable
from ..kit.style import scaled
from .destinations import (
    DestinationPlan,
    PlanRow,
    Settled,
    Wish,
    apply_destinations,
    plan_destinations,
)

_PAUSE = 150
_KEEP = "不改"
_PLACES = (_KEEP, "是", "否")


def plan_columns() -> list[Column[PlanRow]]:
    """The plan, a graduate a row."""
    return [
        Column("name", "姓名", lambda row: row.name, width=90, sortable=False),
        Column("before", "现在", lambda row: row.before, width=200, tip=lambda row: row.before,
               sortable=False),
        Column("after", "登记以后", lambda row: row.after if row.ready else f"不登记：{row.why}",
               width=240, tip=lambda row: row.why or row.after, sortable=False),
    ]  # fmt: skip


class DestinationDialog(QDialog):
    """Writes by `apply_destinations`; an empty field leaves the value as it is."""

    said = Signal(str, str)

    def __init__(
        self, workplace: Workplace, entry_ids: Sequence[int], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("destination_dialog")
        self.setAccessibleName("登记毕业去向")
        self.setWindowTitle("登记毕业去向")
        self._workplace = workplace
        self._ids = tuple(dict.fromkeys(entry_ids))
        self._plan: DestinationPlan | None = None
        self._busy = False
        self.banner = Banner(self)
        self.destination = self._combo("destination_value", "毕业去向")
        self.destination.setEditable(True)
        name_line(self.destination)
        self.destination.addItems(["", *workplace.context.policy.destinations])
        self.target = self._line("destination_target", "转入组织", "组织全称；不填则不改")
        self.in_province = self._combo("destination_in_province", "高校在省内")
        self.in_province.addItems(_PLACES)
        self.note = self._line("destination_note", "备注", "不填则不改")
        self.table: RowTable[PlanRow] = RowTable(
            columns=plan_columns(),
            jobs=workplace.jobs,
            name="destination_plan",
            label="登记结果预览",
            stretch="after",
            parent=self,
        )
        self.summary = label("", name="destination_summary", parent=self)
        self.summary.setWordWrap(True)
        self.act_button = QPushButton("登记", self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE)
        self._later.timeout.connect(self._ask_plan)
        self._lay_out()
        self._connect()
        fit_to_screen(self, 960, 520)
        self._changed()

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
        split.setObjectName("destination_split")
        split.setChildrenCollapsible(False)
        split.addWidget(self._form_side())
        plan = QWidget(self)
        plan.setObjectName("destination_plan_side")
        column = QVBoxLayout(plan)
        column.setContentsMargins(8, 0, 0, 0)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        split.addWidget(plan)
        split.setSizes([scaled(320), scaled(600)])
        cancel = QPushButton("取消", self)
        cancel.setObjectName("destination_cancel")
        cancel.setAccessibleName("取消，什么也不做")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.act_button.setObjectName("destination_act")
        self.act_button.setAccessibleName("登记毕业去向")
        self.act_button.setToolTip("Ctrl+Enter")
        self.act_button.setProperty("main", True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.act_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 12)
        whole.setSpacing(8)
        whole.addWidget(self.banner)
        whole.addWidget(split, 1)
        whole.addWidget(hairline(self))
        whole.addLayout(foot)

    def _form_side(self) -> QWidget:
        form = QWidget(self)
        form.setObjectName("destination_form")
        fields = QFormLayout()
        fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        fields.setVerticalSpacing(8)
        for widget in (self.destination, self.target, self.in_province, self.note):
            fields.addRow(widget.accessibleName(), widget)
        about = label(
            "升学到省内高校的中学、中职毕业生，要等高校建立新生团支部以后才能转接；"
            "“高校在省内”请问清楚再选。延迟毕业的不计入转接率。",
            role="small",
            name="destination_about",
            parent=self,
        )
        about.setWordWrap(True)
        side = QVBoxLayout(form)
        side.setContentsMargins(0, 0, 8, 0)
        side.addLayout(fields)
        side.addWidget(about)
        side.addStretch(1)
        area = QScrollArea(self)
        area.setObjectName("destination_scroll")
        area.setWidgetResizable(True)
        area.setWidget(form)
        return area

    def _connect(self) -> None:
        self.destination.currentTextChanged.connect(lambda _text: self._changed())
        self.in_province.currentIndexChanged.connect(lambda _place: self._changed())
        for line in (self.target, self.note):
            line.textChanged.connect(lambda _text: self._changed())
        self.act_button.clicked.connect(self.act)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.act)

    # ------------------------------------------------------------------- plan
    def _wish(self) -> Wish:
        place = self.in_province.currentText()
        return Wish(
            entry_ids=self._ids,
            destination=self.destination.currentText().strip() or None,
            target=self.target.text().strip() or None,
            in_province=None if place == _KEEP else place,
            note=self.note.text().strip() or None,
        )

    def _changed(self) -> None:
        self._plan = None
        self.act_button.setEnabled(False)
        self._later.start()

    def _ask_plan(self) -> None:
        wish, context = self._wish(), self._workplace.context
        if (wish.destination, wish.target, wish.in_province, wish.note) == (None,) * 4:
            self.banner.hide()
            self.table.show_rows({})
            self.summary.setText(f"已选 {len(self._ids):,} 人，请在左边填写。")
            return
        self._workplace.jobs.read(
            self,
            lambda: plan_destinations(context, wish),
            partial(self._show_plan, wish),
            topic="plan",
            on_error=self._not_planned,
        )

    def _show_plan(self, wish: Wish, plan: DestinationPlan) -> None:
        if wish != self._wish():
            return  # something else has been typed since: its own answer comes
        self._plan = plan
        self.banner.hide()
        if plan.warning:
            self.banner.say(plan.warning, level="warning")
        self.table.show_rows(dict(enumerate(plan.rows, start=1)))
        refused = f"，{len(plan.refused):,} 人不登记" if plan.refused else ""
        self.summary.setText(f"登记 {len(plan.ready):,} 人{refused}。")
        writable = not self._workplace.context.database.read_only
        self.act_button.setText(f"登记 {len(plan.ready):,} 人")
        self.act_button.setEnabled(bool(plan.ready) and writable and not self._busy)

    def _not_planned(self, error: TuanjiError) -> None:
        self.table.show_rows({})
        self.summary.setText("")
        self.banner.say_error(error)

    # ------------------------------------------------------------------- act
    def act(self) -> None:
        """Writes what the plan in sight says."""
        plan, context = self._plan, self._workplace.context
        if plan is None or not self.act_button.isEnabled():
            return
        self._busy = True
        self.act_button.setEnabled(False)

        def apply(_progress: Progress) -> Settled:
            return apply_destinations(context, plan)

        self._workplace.jobs.write(
            self, apply, self._done, words="登记毕业去向", on_error=self._refused
        )

    def _done(self, settled: Settled) -> None:
        self.said.emit("done", f"已{settled.words}。")
        self.accept()

    def _refused(self, error: TuanjiError) -> None:
        self._busy = False
        self.banner.say_error(error)
        self._ask_plan()
