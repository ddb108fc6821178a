"""登记转入: somebody of elsewhere, not yet in the roster; what becomes of it is seen first."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.dialogs import Banner, ask_open_path, fit_to_screen
from ..kit.labels import hairline, label
from ..kit.page import Workplace
from ..members.branch_dialog import BranchDialog
from ..members.loading import BranchChoice
from ..office.archive import Attachment
from . import newcomers, queries
from .newcomers import LETTER, Newcomer, NewcomerPlan, Registered

_PAUSE = 150
_SCANS = (".pdf", ".jpg", ".jpeg", ".png")


class IncomingDialog(QDialog):
    """Writes by `newcomers.apply_newcomer`."""

    said = Signal(str, str)

    def __init__(self, workplace: Workplace, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("incoming_dialog")
        self.setWindowTitle("登记转入")
        self.setAccessibleName("登记转入")
        self._workplace = workplace
        self._plan: NewcomerPlan | None = None
        self._unit: BranchChoice | None = None
        self._scan: Path | None = None
        self._busy = False
        self.banner = Banner(self)
        self.name = self._line("incoming_name", "姓名", "")
        self.id_number = self._line("incoming_id_number", "身份证号", "18 位")
        self.mobile = self._line("incoming_mobile", "手机号码", "可不填")
        self.source = self._line("incoming_source", "转出组织", "对方组织的全称")
        self.unit = self._push("incoming_unit", "选择转入的组织…", self._pick)
        self.document = self._line("incoming_document", "介绍信编号", "可不填")
        self.scan = self._push("incoming_scan", "附介绍信扫描件…", self._pick_scan)
        self.day = self._line("incoming_day", "登记日期", "2018-08-01")
        self.day.setText(workplace.context.today.isoformat())
        self.reason = self._line("incoming_reason", "说明", "可不填")
        self.summary = label("", name="incoming_summary", parent=self)
        self.summary.setWordWrap(True)
        self.act_button = self._push("incoming_act", "登记转入", self.act)
        self._lay_out()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE)
        self._later.timeout.connect(self._ask_plan)
        for line in self._lines:
            line.textChanged.connect(lambda _text: self._changed())
        QShortcut(QKeySequence("Ctrl+Return"), self, self.act)
        fit_to_screen(self, 620, 560)
        self._changed()

    # ------------------------------------------------------------------ set up
    def _line(self, name: str, words: str, hint: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setAccessibleName(words)
        line.setPlaceholderText(hint)
        return line

    def _push(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: act())
        return button

    @property
    def _lines(self) -> tuple[QLineEdit, ...]:
        return (
            self.name, self.id_number, self.mobile, self.source, self.document, self.day,
            self.reason,
        )  # fmt: skip

    def _lay_out(self) -> None:
        form = QWidget(self)
        form.setObjectName("incoming_form")
        fields = QFormLayout()
        fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        fields.setVerticalSpacing(8)
        for line in (self.name, self.id_number, self.mobile, self.source):
            fields.addRow(line.accessibleName(), line)
        fields.addRow("转入组织", self.unit)
        fields.addRow("介绍信编号", self.document)
        fields.addRow("", self.scan)
        fields.addRow("登记日期", self.day)
        fields.addRow("说明", self.reason)
        about = label(
            "不在本台账里的团员从外单位转来时登记。逐级通过以后成为花名册里的记录；必填项没有齐的，"
            "先是报到草稿。已在本台账的，请在花名册里发起转接。",
            role="small",
            name="incoming_about",
            parent=self,
        )
        about.setWordWrap(True)
        side = QVBoxLayout(form)
        side.setContentsMargins(0, 0, 8, 0)
        side.addLayout(fields)
        side.addWidget(about)
        side.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setObjectName("incoming_scroll")
        scroll.setAccessibleName("转入的内容")
        scroll.setWidgetResizable(True)
        scroll.setWidget(form)
        cancel = self._push("incoming_cancel", "取消", self.reject)
        cancel.setAccessibleName("取消，什么也不做")
        self.act_button.setProperty("main", True)
        self.act_button.setToolTip("Ctrl+Enter")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.act_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 12)
        whole.setSpacing(8)
        whole.addWidget(self.banner)
        whole.addWidget(scroll, 1)
        whole.addWidget(self.summary)
        whole.addWidget(hairline(self))
        whole.addLayout(foot)

    def _pick(self) -> None:
        context = self._workplace.context
        self._workplace.jobs.read(
            self, lambda: queries.load_units(context), self._offer_units, topic="units"
        )

    def _offer_units(self, units: Sequence[BranchChoice]) -> None:
        dialog = BranchDialog(units, self, title="选择转入的组织", what="组织")
        dialog.chosen.connect(self.take_unit)
        dialog.open()

    def take_unit(self, unit: BranchChoice) -> None:
        """The unit of this office that receives."""
        self._unit = unit
        self.unit.setText(unit.short_name)
        self.unit.setAccessibleName(f"转入组织：{unit.full_name}，点按更换")
        self._changed()

    def _pick_scan(self) -> None:
        path = ask_open_path(
            self, title="介绍信扫描件", folder=None, kind="扫描件", suffixes=_SCANS
        )
        if path is not None:
            self.take_scan(path)

    def take_scan(self, path: Path) -> None:
        """The letter as it was scanned."""
        self._scan = path
        self.scan.setText(path.name)
        self.scan.setAccessibleName(f"介绍信扫描件：{path.name}，点按更换")
        self._changed()

    # ------------------------------------------------------------------- plan
    def _wish(self) -> Newcomer:
        """Raises ValueError for a day that is none."""
        scan = self._scan
        return Newcomer(
            name=self.name.text(),
            id_number=self.id_number.text(),
            source=self.source.text(),
            on=date.fromisoformat(self.day.text().strip()),
            mobile=self.mobile.text(),
            target_id=self._unit.id if self._unit else None,
            reason=self.reason.text(),
            document=self.document.text(),
            proofs=(Attachment(LETTER, scan, scan.name),) if scan else (),
        )

    def _changed(self) -> None:
        """What was shown no longer holds; nothing can be done until the new plan is there."""
        self._plan = None
        self._judge()
        self._later.start()

    def _ask_plan(self) -> None:
        try:
            wish = self._wish()
        except ValueError:
            self.summary.setText("日期应写作 2018-08-01 的样子。")
            return
        context = self._workplace.context
        self._workplace.jobs.read(
            self,
            lambda: newcomers.plan_newcomer(context, wish),
            self._show_plan,
            topic="plan",
            on_error=self._no_plan,
        )

    def _no_plan(self, error: TuanjiError) -> None:
        if self._later.isActive():
            return  # something was changed meanwhile: another plan is on its way
        clause = f"（{error.clause}）" if error.clause else ""
        self.summary.setText(f"{error.message}{clause}")

    def _show_plan(self, plan: NewcomerPlan) -> None:
        if self._later.isActive():
            return  # something was changed meanwhile: another plan is on its way
        self._plan = plan
        notes = "".join(f"\n注意：{one.message}" for one in plan.findings)
        self.summary.setText(f"{plan.words}。{notes}")
        self._judge()

    def _judge(self) -> None:
        ready = self._plan is not None and not self._busy
        self.act_button.setEnabled(ready and not self._workplace.context.database.read_only)

    # -------------------------------------------------------------------- act
    def act(self) -> None:
        """Registers what the plan shows."""
        plan, context = self._plan, self._workplace.context
        if plan is None or not self.act_button.isEnabled():
            return
        self._busy = True
        self._judge()
        self._workplace.jobs.write(
            self,
            lambda _progress: newcomers.apply_newcomer(context, plan),
            self._done,
            words="登记转入",
            on_error=self._refused,
        )

    def _done(self, done: Registered) -> None:
        self.said.emit("done", f"{done.words}。可以撤销。")
        self.accept()

    def _refused(self, error: TuanjiError) -> None:
        self._busy = False
        self.banner.say_error(error)
        self._ask_plan()
