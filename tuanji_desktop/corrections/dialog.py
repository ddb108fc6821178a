"""Opening a correction that takes a formal letter: what is right, why it was wrong, the proofs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.dialogs import Banner, confirm, fit_to_screen, words_of
from ..kit.labels import hairline, label, restyled
from ..kit.page import Workplace
from ..kit.style import scaled
from ..rules.fields import FIELDS, Kind
from . import queries, service
from .papers import shown_value
from .proof_rows import ProofRow
from .queries import CorrectionStart, JudgedValue

WAY = "收集材料 → 地级以上市团委逐案核实 → 正式行文报团省委 → 批复同意后，档案才改"


class CorrectionDialog(QDialog):
    """One case for one field of one member. Writes by `service.open_correction` and says
    afterwards where the case is."""

    desk_requested = Signal(str, object)
    """`("corrections", {"correction": id})`: show it on the desk."""
    said = Signal(str, str)

    def __init__(
        self, workplace: Workplace, member_id: int, field: str, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("correction_dialog")
        self.setWindowTitle("行文更正")
        self.setAccessibleName("行文更正")
        self._workplace = workplace
        self._member_id, self._field = member_id, field
        self._start: CorrectionStart | None = None
        self._judged: JudgedValue | None = None
        self._case = 0
        self.proofs: dict[str, ProofRow] = {}
        self.banner = Banner(self)
        self.value = QLineEdit(self)
        self.reason = QPlainTextEdit(self)
        self.submit_button = QPushButton("提出更正", self)
        self.stack = QStackedWidget(self)
        for one in (self.value, self.reason):
            one.hide()  # until it is known that there is something to fill in
        self._lay_out()
        fit_to_screen(self, 640, 600)
        context = workplace.context
        workplace.jobs.read(
            self,
            lambda: queries.correction_start(context, member_id=member_id, field=field),
            self._begin,
            on_error=self.banner.say_error,
        )

    # ------------------------------------------------------------------ set up
    def _lay_out(self) -> None:
        self._title = label("行文更正", role="title", name="correction_title", parent=self)
        self._about = label("", role="muted", name="correction_about", parent=self)
        self._title.setWordWrap(True)
        self._about.setWordWrap(True)
        self._inner = QWidget(self)
        self._inner.setObjectName("correction_form")
        self._rows = QVBoxLayout(self._inner)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(4)
        scroll = QScrollArea(self)
        scroll.setObjectName("correction_scroll")
        scroll.setAccessibleName("更正的内容")
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._inner)
        form = QWidget(self)
        form.setObjectName("correction_page")
        layout = QVBoxLayout(form)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._about)
        layout.addWidget(self.banner)
        layout.addWidget(scroll, 1)
        layout.addWidget(hairline(self))
        layout.addLayout(self._buttons())
        self.stack.setObjectName("correction_stack")
        self.stack.addWidget(form)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.addWidget(self.stack)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.submit)

    def _buttons(self) -> QHBoxLayout:
        cancel = QPushButton("取消", self)
        cancel.setObjectName("correction_cancel")
        cancel.setAccessibleName("取消，不提出更正")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.submit_button.setObjectName("correction_submit")
        self.submit_button.setAccessibleName("提出更正")
        self.submit_button.setToolTip("Ctrl+Enter")
        self.submit_button.setProperty("main", True)
        self.submit_button.setAutoDefault(False)
        self.submit_button.setEnabled(False)
        self.submit_button.clicked.connect(self.submit)
        self._hint = label("", role="small", name="correction_hint", parent=self)
        self._hint.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self._hint, 1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.submit_button)
        return buttons

    def _begin(self, start: CorrectionStart) -> None:
        self._start = start
        self._title.setText(f"行文更正：{start.name} 的{start.label}")
        self._about.setText(start.branch)
        if start.rule:
            self._add_rule(start)
        if start.obstacle is None:
            self._fill(start)
            self._judge()
            return
        action = "查看这件更正" if start.open is not None else ""
        self.banner.say(words_of(start.obstacle), level="error", action=action)
        if start.open is not None:
            self._case = start.open.id
            self.banner.action_requested.connect(self._show_on_desk)
        self._rows.addStretch(1)

    def _add_rule(self, start: CorrectionStart) -> None:
        self._section(f"规定（{start.clause}）")
        for name, words in (("correction_rule", start.rule), ("correction_way", WAY)):
            text = label(words, role="muted", name=name, parent=self._inner)
            text.setWordWrap(True)
            text.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            self._rows.addWidget(text)

    def _fill(self, start: CorrectionStart) -> None:
        month = FIELDS[start.field].kind is Kind.MONTH
        words = f"正确的{start.label} *"
        self._section(words)
        caption = label(
            f"系统中为：{shown_value(start.field, start.recorded)}",
            role="small",
            name="correction_recorded",
            parent=self._inner,
        )
        self._rows.addWidget(caption)
        self.value.setObjectName("correction_value")
        self.value.setAccessibleName(words)
        self.value.setPlaceholderText("例如 2017-05" if month else "")
        self.value.textChanged.connect(lambda _: self._ask_judge())
        self._rows.addWidget(self.value)
        self._note = label("", role="error", name="correction_note", parent=self._inner)
        self._note.setWordWrap(True)
        self._note.hide()
        self._rows.addWidget(self._note)
        self._section("误填的原因 *")
        self.reason.setObjectName("correction_reason")
        self.reason.setAccessibleName("误填的原因 *")
        self.reason.setPlaceholderText("何时、何人、为何填错")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(scaled(64))
        self.reason.textChanged.connect(self._judge)
        self._rows.addWidget(self.reason)
        self._section("证明材料")
        for proof in start.proofs:
            row = ProofRow(proof, self._inner)
            row.changed.connect(self._judge)
            self.proofs[proof.code] = row
            self._rows.addWidget(row)
        self._rows.addStretch(1)
        for one in (self.value, self.reason):
            one.show()
        self.value.setFocus()

    def _section(self, words: str) -> None:
        head = label(words, role="section", name="correction_section", parent=self._inner)
        head.setContentsMargins(0, 8, 0, 0)
        self._rows.addWidget(head)

    # ------------------------------------------------------------------- judge
    def _ask_judge(self) -> None:
        """After every keystroke: is this the right sort of value?"""
        context, text = self._workplace.context, self.value.text()
        member_id, field = self._member_id, self._field
        self._judged = None
        self._judge()
        self._workplace.jobs.read(
            self,
            lambda: queries.judge_value(context, member_id=member_id, field=field, text=text),
            self._show_judged,
            topic="value",
        )

    def _show_judged(self, judged: JudgedValue) -> None:
        self._judged = judged
        words = judged.error or "".join(judged.questions)
        shown = bool(words) and bool(self.value.text().strip())
        self._note.setText(words)
        self._note.setVisible(shown)
        restyled(self._note, "role", "error" if judged.error else "warning")
        restyled(self.value, "level", "error" if shown and judged.error else "")
        self.value.setAccessibleDescription(words)
        self._judge()

    def _judge(self) -> None:
        if self._start is None or self._start.obstacle is not None:
            return
        lacking = self._lacking()
        missing = [row.proof.label for row in self.proofs.values() if not row.paths]
        later = [one.label for one in self._start.proofs if one.required and one.label in missing]
        self._hint.setText(
            lacking or (f"{'、'.join(later)}可以以后补充，核实之前须齐全" if later else "")
        )
        self.submit_button.setEnabled(not lacking and not self._read_only)

    def _lacking(self) -> str:
        """The first thing that keeps the case back, '' for none."""
        if not self.value.text().strip() or self._judged is None or self._judged.error:
            return "请填写正确的内容"
        if not self._reason_text:
            return "请写明误填的原因"
        return ""

    @property
    def _reason_text(self) -> str:
        return self.reason.toPlainText().strip()

    @property
    def _read_only(self) -> bool:
        return self._workplace.context.database.read_only

    # --------------------------------------------------------------------- act
    def submit(self) -> None:
        """Opens the case where nothing is lacking."""
        if not self.submit_button.isEnabled():
            return
        context, member_id, field = self._workplace.context, self._member_id, self._field
        value, reason = self.value.text(), self._reason_text
        papers = [one for row in self.proofs.values() for one in row.attachments()]
        self.submit_button.setEnabled(False)
        self._workplace.jobs.write(
            self,
            lambda progress: service.open_correction(
                context,
                member_id=member_id,
                field=field,
                new_value=value,
                reason=reason,
                proofs=papers,
            ),
            self._done,
            words="提出行文更正",
            on_error=self._refused,
        )

    def _refused(self, error: TuanjiError) -> None:
        self.banner.say_error(error)
        self._judge()

    def _done(self, opened: service.Opened) -> None:
        self._case = opened.id
        self.stack.addWidget(self._outcome(opened))
        self.stack.setCurrentIndex(1)
        name = self._start.name if self._start else ""
        self.said.emit("done", f"已提出 {name} 的行文更正（第 {opened.id} 号）。")

    def _outcome(self, opened: service.Opened) -> QWidget:
        """Where the case is now, what is missing, what comes next."""
        side = QWidget(self)
        side.setObjectName("correction_done")
        name = self._start.name if self._start else ""
        side.setAccessibleName(f"已提出 {name} 的行文更正")
        missing = "、".join(f"《{one}》" for one in opened.missing)
        lines = [
            label(f"已提出 {name} 的行文更正（第 {opened.id} 号）", role="title"),
            label("档案没有改动：批复同意之前，花名册里仍是原来的内容。"),
            label(f"下一步：{WAY}。", role="muted"),
        ]
        if missing:
            lines.insert(2, label(f"还缺{missing}，核实之前请在“行文更正”里补充。", role="warning"))
        show = QPushButton("到“行文更正”查看", side)
        show.setObjectName("correction_show")
        show.setAccessibleName("到行文更正里查看")
        show.setAutoDefault(False)
        show.clicked.connect(self._show_on_desk)
        close = QPushButton("关闭", side)
        close.setObjectName("correction_close")
        close.setAccessibleName("关闭")
        close.setProperty("main", True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(show)
        buttons.addWidget(close)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for number, line in enumerate(lines):
            line.setObjectName(f"correction_done_{number}")
            line.setWordWrap(True)
            layout.addWidget(line)
        layout.addStretch(1)
        layout.addLayout(buttons)
        return side

    def _show_on_desk(self) -> None:
        self.accept()
        self.desk_requested.emit("corrections", {"correction": self._case})

    def reject(self) -> None:
        """Esc asks only where something would be lost; after the act it just closes."""
        if self._case and self.stack.currentIndex() == 1:
            self.accept()
        elif not self._typed() or confirm(
            self,
            title="放弃更正",
            text="这件更正还没有提出，填写的内容不会保留。",
            act="放弃",
            keep="继续填写",
        ):
            super().reject()

    def _typed(self) -> bool:
        files = any(row.paths for row in self.proofs.values())
        return bool(self.value.text().strip() or self._reason_text) or files
