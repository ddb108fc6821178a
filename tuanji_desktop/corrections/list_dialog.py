"""Numbering the verified cases of a unit as one list: unit, the letter's head, what is wrong."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.by_hand import ByHandStrip
from ..kit.dialogs import Banner, fit_to_screen
from ..kit.findings_list import FindingsList, Listed, listed
from ..kit.labels import label
from ..kit.page import Workplace
from ..papers.preflight import PaperFinding, without_glyph
from . import queries, service
from .lists import HeadWords, ListPlan, MadeList
from .queries import ListStart

_SHOWN_NAMES = 8
_TYPING_MS = 300


class ListDialog(QDialog):
    """Plans while the clerk chooses; what keeps the paper back is listed with a way to the record."""

    created = Signal(object)
    """`lists.MadeList`, numbered and kept."""
    member_requested = Signal(int)
    """The record that a finding is about; the dialog closes."""

    def __init__(
        self, workplace: Workplace, org_id: int | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("list_dialog")
        self.setWindowTitle("编成更正清单")
        self.setAccessibleName("编成更正清单")
        self._workplace = workplace
        self._plan: ListPlan | None = None
        self.banner = Banner(self)
        self.unit = QComboBox(self)
        self.unit.setObjectName("list_unit")
        self.unit.setAccessibleName("填报单位")
        self.unit.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.unit.setMinimumContentsLength(20)
        self.contact = self._line("list_contact", "联系人")
        self.phone = self._line("list_phone", "联系方式")
        self.signed_by = self._line("list_sender", "发文单位")
        self.signed_by.setPlaceholderText("正式行文的地级以上市团委，例如 共青团×市委员会")
        self.addressee = self._line("list_addressee", "主送单位")
        self._summary = label("", name="list_summary", parent=self)
        self._summary.setWordWrap(True)
        self.findings = FindingsList(self, name="list_findings", words="编制前检查")
        self.findings.record_requested.connect(lambda member, _field: self._go_to(member))
        writable = not workplace.context.database.read_only
        self.by_hand = ByHandStrip("list_by_hand", self, writable=writable)
        self.by_hand.changed.connect(self._judge)
        self.make = QPushButton("编成清单", self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_TYPING_MS)
        self._later.timeout.connect(self._ask_plan)
        self._lay_out()
        fit_to_screen(self, 620, 480)
        context = workplace.context
        workplace.jobs.read(
            self,
            lambda: queries.list_start(context, org_id=org_id),
            self._start,
            on_error=self.banner.say_error,
        )

    def _line(self, name: str, words: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setAccessibleName(words)
        line.setMaxLength(60)
        return line

    def _lay_out(self) -> None:
        fields = QFormLayout()
        fields.setHorizontalSpacing(12)
        fields.setVerticalSpacing(8)
        for words, widget in (
            ("填报单位", self.unit),
            ("联系人", self.contact),
            ("联系方式", self.phone),
            ("发文单位", self.signed_by),
            ("主送单位", self.addressee),
        ):
            caption = label(words, role="muted", name=f"label_{widget.objectName()}")
            caption.setBuddy(widget)
            fields.addRow(caption, widget)
        cancel = QPushButton("取消", self)
        cancel.setObjectName("list_cancel")
        cancel.setAccessibleName("取消，不编清单")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.make.setObjectName("list_make")
        self.make.setAccessibleName("编成清单")
        self.make.setProperty("main", True)
        self.make.setDefault(True)
        self.make.setEnabled(False)
        self.make.clicked.connect(self.create_list)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.make)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(fields)
        layout.addWidget(self.banner)
        layout.addWidget(self._summary)
        layout.addWidget(self.by_hand)
        layout.addWidget(self.findings, 1)
        layout.addLayout(buttons)

    # -------------------------------------------------------------------- plan
    def _start(self, start: ListStart) -> None:
        for line, text in (
            (self.contact, start.contact),
            (self.phone, start.contact_phone),
            (self.signed_by, start.sender),
            (self.addressee, start.addressee),
        ):
            line.setText(text)
            line.textEdited.connect(lambda _: self._type())
        for unit in start.units:
            self.unit.addItem(unit.full_name, unit.id)
        self.unit.currentIndexChanged.connect(lambda _: self._ask_plan())
        self._ask_plan()

    def _type(self) -> None:
        """The paper is planned anew when the typing pauses."""
        self.make.setEnabled(False)
        self._later.start()

    def _ask_plan(self) -> None:
        context, org_id = self._workplace.context, self.unit.currentData()
        if org_id is None:
            return
        self.make.setEnabled(False)
        self._summary.setText("")
        self.findings.say("正在检查……")
        head = self._head()
        self._workplace.jobs.read(
            self,
            lambda: service.plan_list(context, org_id=org_id, **head),
            self._show_plan,
            topic="plan",
            on_error=self._refused,
        )

    def _head(self) -> HeadWords:
        return {
            "contact": self.contact.text().strip(),
            "contact_phone": self.phone.text().strip(),
            "sender": self.signed_by.text().strip(),
            "addressee": self.addressee.text().strip(),
        }

    def _show_plan(self, plan: ListPlan) -> None:
        self._plan = plan
        self.banner.hide()
        names = "、".join(case.name for case in plan.cases[:_SHOWN_NAMES])
        more = " 等" if len(plan.cases) > _SHOWN_NAMES else ""
        self._summary.setText(f"清单 {plan.head.number}，{len(plan.cases)} 人：{names}{more}")
        self.by_hand.ask(without_glyph(plan.findings), ticked=self.by_hand.characters)
        self._judge()

    def _judge(self) -> None:
        """What keeps the list back; a character that is ticked does so no more."""
        if self._plan is None:
            return
        stops = self._plan.blocking(by_hand=self.by_hand.characters)
        self._show_findings(self._plan, stops)
        self.make.setEnabled(not self._workplace.context.database.read_only and not stops)

    def _show_findings(self, plan: ListPlan, stops: Sequence[PaperFinding]) -> None:
        people = {case.member_id: case.name or "（未填姓名）" for case in plan.cases}
        lines = [
            Listed(f"不编入清单，{why}", False, case.name, case.member_id)
            for case, why in plan.left_out
        ]
        if not self.signed_by.text().strip():
            lines.append(Listed("发文单位没有填写，行文的落款将是空白。"))
        found = listed(plan.findings, blocking=stops, names=people)
        self.findings.show_lines([*found, *lines])

    def _go_to(self, member_id: int) -> None:
        self.reject()
        self.member_requested.emit(member_id)

    def _refused(self, error: TuanjiError) -> None:
        self._plan = None
        self._summary.setText("")
        self.findings.clear()
        self.by_hand.ask(())
        self.make.setEnabled(False)
        self.banner.say_error(error)

    # --------------------------------------------------------------------- act
    def create_list(self) -> None:
        """Numbers the list that was planned; the dialog closes when it is done."""
        context, plan = self._workplace.context, self._plan
        if plan is None or not self.make.isEnabled():
            return
        org_id, head = int(self.unit.currentData()), self._head()
        pen = self.by_hand.characters
        self.make.setEnabled(False)
        self._workplace.jobs.write(
            self,
            lambda progress: service.create_list(
                context, org_id=org_id, plan=plan, by_hand=pen, **head
            ),
            self._made,
            words="编成更正清单",
            on_error=self._refused,
        )

    def _made(self, made: MadeList) -> None:
        self.accept()
        self.created.emit(made)
