"""催办: the unit, the deadline, one workbook or one for each unit, and the letter that goes along."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDateEdit,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.dialogs import Banner, ask_save_path, fit_to_screen
from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.preview import PaperPreview
from ..office.prints import KeepAs
from ..papers.paper import Paper
from ..papers.preflight import kept_back
from .letter import draw_letter, letter_of
from .reminders import Written, write_reminders
from .sheet import SheetPlan, file_name, plan_sheets

USUAL_DAYS = 10
_SHOWN = 6


class SheetDialog(QDialog):
    """Plans while the clerk chooses; what will be written stands there in numbers."""

    written = Signal(str)
    """A line that says what lies where."""

    def __init__(
        self,
        workplace: Workplace,
        ids: Sequence[int],
        *,
        org_id: int | None,
        code: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sheet_dialog")
        self.setWindowTitle("催办表")
        self.setAccessibleName("催办表")
        self._workplace, self._ids, self._org_id, self._code = workplace, ids, org_id, code
        self.plan: SheetPlan | None = None
        self.banner = Banner(self)
        self.summary = label("", name="sheet_summary", parent=self)
        self.summary.setWordWrap(True)
        self.each = QRadioButton("下属单位每个一份（存到一个文件夹）", self)
        self.one = QRadioButton("合成一份", self)
        self.letter = QCheckBox("每份另附催办函（PDF）", self)
        self.deadline = QDateEdit(self)
        self.preview = QPushButton("预览催办函", self)
        self.write = QPushButton("生成…", self)
        self._set_up()
        self._lay_out()
        fit_to_screen(self, 560, 340)
        self._ask_plan()

    def _set_up(self) -> None:
        today = self._workplace.context.today
        last = today + timedelta(days=USUAL_DAYS)
        self.deadline.setCalendarPopup(True)
        self.deadline.setDisplayFormat("yyyy-MM-dd")
        self.deadline.setMinimumDate(QDate(today.year, today.month, today.day))
        self.deadline.setDate(QDate(last.year, last.month, last.day))
        self.deadline.setObjectName("sheet_deadline")
        self.deadline.setAccessibleName("交回期限")
        for widget, name in (
            (self.each, "sheet_each"),
            (self.one, "sheet_one"),
            (self.letter, "sheet_letter"),
            (self.preview, "sheet_preview"),
            (self.write, "sheet_write"),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(widget.text().rstrip("…"))
        self._ways = QButtonGroup(self)
        self._ways.addButton(self.one)
        self._ways.addButton(self.each)
        self.one.setChecked(True)
        self.write.setProperty("main", True)
        self.write.setDefault(True)
        self.write.setEnabled(False)
        self.preview.setEnabled(False)
        self.preview.setAutoDefault(False)
        self._ways.buttonClicked.connect(lambda _one: self._ask_plan())
        self.deadline.dateChanged.connect(lambda _day: self._ask_plan())
        self.preview.clicked.connect(self.show_letter)
        self.write.clicked.connect(self._choose_place)

    def _lay_out(self) -> None:
        fields = QFormLayout()
        fields.setHorizontalSpacing(12)
        fields.setVerticalSpacing(8)
        caption = label("交回期限", role="muted", name="label_sheet_deadline")
        caption.setBuddy(self.deadline)
        fields.addRow(caption, self.deadline)
        cancel = QPushButton("取消", self)
        cancel.setObjectName("sheet_cancel")
        cancel.setAccessibleName("取消，不生成")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self.preview)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.write)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(self.banner)
        layout.addLayout(fields)
        for widget in (self.one, self.each, self.letter):
            layout.addWidget(widget)
        layout.addWidget(self.summary, 1)
        layout.addLayout(buttons)

    @property
    def day(self) -> date:
        """The deadline chosen."""
        chosen = self.deadline.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    # ----------------------------------------------------------------------- plan
    def _ask_plan(self) -> None:
        context, ids, org_id, code = (
            self._workplace.context,
            self._ids,
            self._org_id,
            self._code,
        )
        each, day = self.each.isChecked(), self.day
        self.write.setEnabled(False)
        self.summary.setText("正在整理……")
        self._workplace.jobs.read(
            self,
            lambda: plan_sheets(context, ids, org_id=org_id, each=each, deadline=day, code=code),
            self._show_plan,
            topic="plan",
            on_error=self._refused,
        )

    def _show_plan(self, plan: SheetPlan) -> None:
        self.plan = plan
        self.banner.hide()
        self.summary.setText(_words(plan))
        self.write.setEnabled(True)
        self.preview.setEnabled(True)

    def _refused(self, error: TuanjiError) -> None:
        self.plan = None
        self.summary.setText("")
        self.write.setEnabled(False)
        self.preview.setEnabled(False)
        self.banner.say_error(error)

    # ------------------------------------------------------------------------ acts
    def show_letter(self) -> None:
        """The letter of the first unit, as it will be printed."""
        if self.plan is None:
            return
        context, sheet, day = self._workplace.context, self.plan.sheets[0], self.plan.deadline
        self._workplace.jobs.read(
            self,
            lambda: draw_letter(letter_of(context, sheet, day)),
            lambda paper: self._show_paper(paper, sheet.org.short_name),
            topic="letter",
            on_error=self.banner.say_error,
        )

    def _show_paper(self, paper: Paper, unit: str) -> None:
        LetterDialog(self._workplace, paper, f"催办函 {unit}", self).open()

    def _choose_place(self) -> None:
        if self.plan is None:
            return
        if self.each.isChecked():
            folder = QFileDialog.getExistingDirectory(self, "催办表存到哪个文件夹")
            if folder:
                self.write_to(Path(folder))
            return
        path = ask_save_path(
            self,
            title="保存催办表",
            suggested=Path(file_name(self.plan.sheets[0])),
            kind="Excel 工作簿",
            suffix=".xlsx",
        )
        if path is not None:
            self.write_to(path)

    def write_to(self, target: Path) -> None:
        """Writes what was planned; the dialog closes when it is done."""
        if self.plan is None:
            return
        context, plan, letters = self._workplace.context, self.plan, self.letter.isChecked()
        self.write.setEnabled(False)
        self._workplace.jobs.write(
            self,
            lambda progress: write_reminders(
                context, plan, target, letters=letters, progress=progress
            ),
            self._done,
            words="生成催办表",
            cancellable=True,
            on_error=self._not_written,
        )

    def _done(self, made: Written) -> None:
        letters = f"和催办函 {len(made.letters)} 份" if made.letters else ""
        place = made.sheets[0].parent if len(made.sheets) > 1 else made.sheets[0].name
        self.written.emit(
            f"已生成催办表 {len(made.sheets)} 份{letters}（{place}），含完整证件号。"
            "交回后用“导入花名册”读入。"
        )
        self.accept()

    def _not_written(self, error: TuanjiError) -> None:
        self.write.setEnabled(True)
        self.banner.say_error(error)


class LetterDialog(QDialog):
    """The letter as it will be printed: to look at, print or save."""

    def __init__(self, workplace: Workplace, paper: Paper, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("letter_dialog")
        self.setWindowTitle(name)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.preview = PaperPreview(workplace.jobs, self, context=workplace.context)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.preview)
        fit_to_screen(self, 820, 680)
        keep = KeepAs("quality-letter", name)
        self.preview.show_pdf(paper.pdf, name=name, keep=keep, faults=kept_back(paper.findings))


def _words(plan: SheetPlan) -> str:
    """What will be written, in numbers."""
    counts: dict[str, int] = {}
    for sheet in plan.sheets:
        for name, number in sheet.counts.items():
            counts[name] = counts.get(name, 0) + number
    asked = "、".join(f"{name} {number:,}" for name, number in counts.items())
    units = "、".join(f"{one.org.short_name} {len(one.rows):,} 人" for one in plan.sheets[:_SHOWN])
    more = f" 等 {len(plan.sheets)} 个单位" if len(plan.sheets) > _SHOWN else ""
    filled = f"要填的格子：{asked}。" if asked else "没有可以在表上填写的项目，只列明办理途径。"
    return f"{plan.people:,} 人，{len(plan.sheets)} 份：{units}{more}。\n{filled}"
