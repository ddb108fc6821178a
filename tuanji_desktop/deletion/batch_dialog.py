"""Numbering the open requests of a unit as one batch: form, unit, whom to ask, and what is wrong."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.by_hand import ByHandStrip
from ..kit.dialogs import Banner
from ..kit.document_number import DocumentNumberBox
from ..kit.icons import pixmap
from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.style import scaled
from ..papers.preflight import PaperFinding, without_glyph
from . import queries, service
from .queries import BatchStart
from .service import Batch, BatchPlan

_SHOWN_NAMES = 8
_LETTER_FORM, _COLLEGE_FORM = "guangdong", "qilu"


class BatchDialog(QDialog):
    """Plans while the clerk chooses; what keeps the paper back is listed with a way to the record."""

    created = Signal(object)
    """`service.Batch`, numbered and filed."""
    member_requested = Signal(int)

    def __init__(
        self, workplace: Workplace, org_id: int | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("batch_dialog")
        self.setWindowTitle("编批打印")
        self.setAccessibleName("编批打印")
        self._workplace = workplace
        self._plan: BatchPlan | None = None
        self._filled = False
        self.banner = Banner(self)
        self.form = self._combo("batch_form", "表式")
        self.unit = self._combo("batch_unit", "填报单位")
        self.contact = self._line("batch_contact", "联系人")
        self.phone = self._line("batch_phone", "联系方式")
        self.number = DocumentNumberBox(workplace, name="batch_document_number", parent=self)
        self.number.line.setPlaceholderText("随表上报的公文已编号的，在这里填；可不填")
        # a refused number keeps the batch back until another is typed
        self.number.changed.connect(lambda: None if self._plan else self._ask_plan())
        self._summary = label("", name="batch_summary", parent=self)
        self._summary.setWordWrap(True)
        writable = not workplace.context.database.read_only
        self.by_hand = ByHandStrip("batch_by_hand", self, writable=writable)
        self.by_hand.changed.connect(self._judge)
        self._findings = QVBoxLayout()
        self.make = QPushButton("编成批次", self)
        self._lay_out()
        self.resize(self._fitting_size())
        context = workplace.context
        workplace.jobs.read(
            self,
            lambda: queries.batch_start(context, org_id=org_id),
            self._start,
            on_error=self.banner.say_error,
        )

    def _combo(self, name: str, words: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(20)
        return box

    def _line(self, name: str, words: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setAccessibleName(words)
        line.setMaxLength(40)
        return line

    def _lay_out(self) -> None:
        fields = QFormLayout()
        fields.setHorizontalSpacing(12)
        fields.setVerticalSpacing(8)
        for words, widget in (
            ("表式", self.form),
            ("填报单位", self.unit),
            ("联系人", self.contact),
            ("联系方式", self.phone),
            ("文号", self.number),
        ):
            caption = label(words, role="muted", name=f"label_{widget.objectName()}")
            caption.setBuddy(widget)
            fields.addRow(caption, widget)
        fields.setRowVisible(self.number, self._workplace.context.policy.deletion.letter_required)
        inner = QWidget(self)
        inner.setObjectName("batch_findings")
        inner.setAccessibleName("打印前检查")
        inner.setLayout(self._findings)
        self._findings.setContentsMargins(0, 0, 0, 0)
        self._findings.setAlignment(Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea(self)
        scroll.setObjectName("batch_findings_scroll")
        scroll.setAccessibleName("打印前检查")
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        cancel = QPushButton("取消", self)
        cancel.setObjectName("batch_cancel")
        cancel.setAccessibleName("取消，不编批")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.make.setObjectName("batch_make")
        self.make.setAccessibleName("编成批次并生成申请表")
        self.make.setProperty("main", True)
        self.make.setDefault(True)
        self.make.setEnabled(False)
        self.make.clicked.connect(self.create_batch)
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
        layout.addWidget(scroll, 1)
        layout.addLayout(buttons)

    # -------------------------------------------------------------------- plan
    def _start(self, start: BatchStart) -> None:
        letter = self._workplace.context.policy.deletion.letter_required
        usual = _LETTER_FORM if letter else _COLLEGE_FORM
        for code, title in start.forms.items():
            self.form.addItem(title, code)
        self.form.setCurrentIndex(self.form.findData(start.form if start.form else usual))
        for unit in start.units:
            self.unit.addItem(unit.full_name, unit.id)
        self.form.currentIndexChanged.connect(lambda _: self._ask_plan())
        self.unit.currentIndexChanged.connect(lambda _: self._ask_plan())
        self._ask_plan()

    def _ask_plan(self) -> None:
        context = self._workplace.context
        form, org_id = str(self.form.currentData()), self.unit.currentData()
        if org_id is None:
            return
        self.make.setEnabled(False)
        self._summary.setText("正在检查……")
        self._workplace.jobs.read(
            self,
            lambda: service.plan_batch(context, form=form, org_id=org_id),
            self._show_plan,
            topic="plan",
            on_error=self._refused,
        )

    def _show_plan(self, plan: BatchPlan) -> None:
        self._plan = plan
        self.banner.hide()
        if not self._filled:
            self.contact.setText(plan.head.contact)
            self.phone.setText(plan.head.contact_phone)
            self._filled = True
        names = "、".join(line.name for line in plan.lines[:_SHOWN_NAMES])
        more = " 等" if len(plan.lines) > _SHOWN_NAMES else ""
        self._summary.setText(f"批次 {plan.head.number}，{len(plan.lines)} 人：{names}{more}")
        self.by_hand.ask(without_glyph(plan.findings), ticked=self.by_hand.characters)
        self._judge()

    def _judge(self) -> None:
        """What keeps the batch back; a character that is ticked does so no more."""
        plan = self._plan
        if plan is None:
            return
        stops = plan.blocking(by_hand=self.by_hand.characters)
        self._show_findings(plan, stops)
        self.make.setEnabled(not self._workplace.context.database.read_only and not stops)

    def _show_findings(self, plan: BatchPlan, stops: Sequence[PaperFinding]) -> None:
        self._clear_findings()
        names = {line.member_id: line.name for line in plan.lines}
        for finding in (*stops, *(one for one in plan.findings if one not in stops)):
            self._findings.addWidget(self._finding_row(finding, names, blocks=finding in stops))
        if not plan.findings:
            self._findings.addWidget(
                label("打印前检查没有发现问题。", role="muted", name="no_findings")
            )

    def _clear_findings(self) -> None:
        while (item := self._findings.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _finding_row(self, finding: PaperFinding, names: dict[int, str], *, blocks: bool) -> QFrame:
        row = QFrame(self)
        row.setObjectName(f"finding_{finding.record or 'form'}_{finding.field}")
        level, words = ("error", "须补正") if blocks else ("warning", "提醒")
        picture = QLabel(row)
        picture.setObjectName("finding_icon")
        picture.setPixmap(pixmap(level, level, scaled(16), self.devicePixelRatioF()))
        picture.setAccessibleName(words)
        name = names.get(finding.record or 0, "")
        text = label(
            f"{words}：{name}{'，' if name else ''}{finding.message}",
            name="finding_text",
            parent=row,
        )
        text.setWordWrap(True)
        row.setAccessibleName(text.text())
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(text, 1)
        if name:
            record = finding.record or 0
            button = QPushButton("打开档案", row)
            button.setObjectName(f"finding_open_{record}_{finding.field}")
            button.setAccessibleName(f"打开 {name} 的档案")
            button.setProperty("link", True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda: self._go_to(record))
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _go_to(self, member_id: int) -> None:
        self.reject()
        self.member_requested.emit(member_id)

    def _refused(self, error: TuanjiError) -> None:
        self._plan = None
        self._summary.setText("")
        self._clear_findings()
        self.by_hand.ask(())
        self.make.setEnabled(False)
        self.banner.say_error(error)

    # --------------------------------------------------------------------- act
    def create_batch(self) -> None:
        """Numbers the batch and files its paper; the dialog closes when it is done."""
        context = self._workplace.context
        form, org_id = str(self.form.currentData()), int(self.unit.currentData())
        contact, phone = self.contact.text().strip(), self.phone.text().strip()
        number, by_hand = self.number.text, self.by_hand.characters
        self.make.setEnabled(False)
        self._workplace.jobs.write(
            self,
            lambda progress: service.create_batch(
                context,
                form=form,
                org_id=org_id,
                contact=contact or None,
                contact_phone=phone or None,
                document_number=number or None,
                by_hand=by_hand,
            ),
            self._made,
            words="编成删除批次",
            on_error=self._refused,
        )

    def _made(self, batch: Batch) -> None:
        self.accept()
        self.created.emit(batch)

    def _fitting_size(self) -> QSize:
        """Large letters must not push the buttons off a small screen."""
        room = self.screen().availableSize() - QSize(16, 64)
        return QSize(scaled(620), scaled(540)).boundedTo(room)
