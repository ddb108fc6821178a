"""Asking for a deletion: admitted kinds to tick, refused ones to read, the phrase as it will print."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..core.masks import mask_id
from ..kit.dialogs import Banner, confirm, words_of
from ..kit.labels import hairline, label
from ..kit.page import Workplace
from ..kit.style import scaled
from . import queries, service
from .guards import FLAG_WORDS, returning_clause
from .queries import RequestStart
from .reasons import ATTACHMENT_LABELS, Reason, phrases, required_attachments
from .request_rows import SAMPLES, AttachmentRow, ReasonRow, RefusedRow
from .statement_dialog import StatementDialog


class DeletionRequestDialog(QDialog):
    """A request for one member. Writes by `service.request_deletion`, says afterwards where it is.

    `reason` is the kind that whoever leads here has in mind: it is ticked already.
    """

    requested = Signal(int)
    """Id of the new request."""
    desk_requested = Signal(str, object)
    """`("deletion", {"request": id})`: show it on the desk."""

    def __init__(
        self,
        workplace: Workplace,
        member_id: int,
        parent: QWidget | None = None,
        *,
        reason: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName("deletion_request_dialog")
        self.setWindowTitle("申请删除")
        self.setAccessibleName("申请删除")
        self._workplace = workplace
        self._member_id = member_id
        self._start: RequestStart | None = None
        self._preset = reason
        self._request_id = 0
        self.reasons: dict[str, ReasonRow] = {}
        self.attachments: dict[str, AttachmentRow] = {}
        self.banner = Banner(self)
        self.note = QPlainTextEdit(self)
        self.note.hide()
        self.previous = QComboBox(self)
        self.previous.hide()
        self.submit_button = QPushButton("提出申请", self)
        self._phrase = label("", name="request_phrase", parent=self)
        self.stack = QStackedWidget(self)
        self._lay_out()
        self.resize(self._fitting_size())
        context = workplace.context
        workplace.jobs.read(
            self,
            lambda: queries.request_start(context, member_id=member_id),
            self._begin,
            on_error=self.banner.say_error,
        )

    # ------------------------------------------------------------------ set up
    def _lay_out(self) -> None:
        self._title = label("申请删除", role="title", name="request_title", parent=self)
        self._about = label("", role="muted", name="request_about", parent=self)
        self._about.setWordWrap(True)
        self._inner = QWidget(self)
        self._inner.setObjectName("request_form")
        self._rows = QVBoxLayout(self._inner)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(4)
        scroll = QScrollArea(self)
        scroll.setObjectName("request_scroll")
        scroll.setAccessibleName("删除申请的内容")
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._inner)
        self._phrase.setWordWrap(True)
        self._phrase.setAccessibleName("将打印的删除原因")
        form = QWidget(self)
        form.setObjectName("request_page")
        layout = QVBoxLayout(form)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._about)
        layout.addWidget(self.banner)
        layout.addWidget(scroll, 1)
        layout.addWidget(hairline(self))
        layout.addWidget(self._phrase)
        layout.addLayout(self._buttons())
        self.stack.setObjectName("request_stack")
        self.stack.addWidget(form)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.addWidget(self.stack)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.submit)

    def _show_sample(self, kind: str) -> None:
        """The paper that the branch signs and scans (G 三.2)."""
        dialog = StatementDialog(self._workplace, self._member_id, SAMPLES[kind], self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(True)
        dialog.open()

    def _buttons(self) -> QHBoxLayout:
        cancel = QPushButton("取消", self)
        cancel.setObjectName("request_cancel")
        cancel.setAccessibleName("取消，不提出申请")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.submit_button.setObjectName("request_submit")
        self.submit_button.setAccessibleName("提出申请")
        self.submit_button.setToolTip("Ctrl+Enter")
        self.submit_button.setProperty("main", True)
        self.submit_button.setAutoDefault(False)
        self.submit_button.setEnabled(False)
        self.submit_button.clicked.connect(self.submit)
        self._hint = label("", role="small", name="request_hint", parent=self)
        buttons = QHBoxLayout()
        buttons.addWidget(self._hint, 1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.submit_button)
        return buttons

    def _begin(self, start: RequestStart) -> None:
        self._start = start
        self._title.setText(f"申请删除：{start.name}")
        number = mask_id(start.recorded.get("id_number") or "")
        self._about.setText(
            f"{start.branch}　{number}\n删除只用于更正错误的信息。"
            "表上的姓名和号码按系统中的记录原样打印，正确的内容写在删除原因里。"
        )
        if start.obstacle is not None:
            self.banner.say(words_of(start.obstacle), level="error")
            return
        self._fill(start)
        self._judge()

    def _fill(self, start: RequestStart) -> None:
        context = self._workplace.context
        kinds = list(context.policy.reasons.values())
        if start.returned:
            self._add_previous(start)
        self._section("删除原因（可多选）")
        for kind in kinds:
            if kind.accepted:
                row = ReasonRow(kind, start.recorded, context.policy, context.today, self._inner)
                row.changed.connect(self._judge)
                self.reasons[kind.code] = row
                self._rows.addWidget(row)
        self._section("附件")
        for code in ATTACHMENT_LABELS:
            paper = AttachmentRow(code, self._inner)
            paper.changed.connect(self._judge)
            paper.sample_requested.connect(self._show_sample)
            self.attachments[code] = paper
            self._rows.addWidget(paper)
        self._add_note(start)
        refused = [kind for kind in kinds if not kind.accepted]
        if refused:
            self._section("以下情形不予受理，请走对应的途径")
            for kind in refused:
                self._rows.addWidget(RefusedRow(kind, self._inner))
        self._rows.addStretch(1)
        if self._preset in self.reasons:
            self.reasons[self._preset].show()  # only what is there can have the cursor
            self.reasons[self._preset].box.setChecked(True)
            self.reasons[self._preset].take_keyboard()
        elif self.reasons:
            next(iter(self.reasons.values())).box.setFocus()

    def _add_previous(self, start: RequestStart) -> None:
        self._section("原申请")
        clause = returning_clause(self._workplace.context.policy)
        text = label(
            f"该团员的申请曾被退回。须认真核查后重新提出，并在说明中写明何人何时核查（{clause}）。",
            role="warning",
            name="request_returned",
            parent=self._inner,
        )
        text.setWordWrap(True)
        self._rows.addWidget(text)
        self.previous.setObjectName("request_previous")
        self.previous.setAccessibleName("原申请")
        self.previous.setMinimumContentsLength(20)
        self.previous.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for row in start.returned:
            why = f"：{row.decision_reason}" if row.decision_reason else ""
            self.previous.addItem(f"第 {row.id} 号，{row.decided_on} 退回{why}", row.id)
        self.previous.show()
        self._rows.addWidget(self.previous)

    def _add_note(self, start: RequestStart) -> None:
        words = "认真核查的情况（何人、何时、如何核查） *" if start.returned else "说明（可不填）"
        self._section(words)
        self.note.setObjectName("request_note")
        self.note.setAccessibleName(words)
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(scaled(60))
        self.note.textChanged.connect(self._judge)
        self.note.show()
        self._rows.addWidget(self.note)

    def _section(self, words: str) -> None:
        head = label(words, role="section", name="request_section", parent=self._inner)
        head.setContentsMargins(0, 8, 0, 0)
        self._rows.addWidget(head)

    # ------------------------------------------------------------------- judge
    def _chosen(self) -> tuple[list[Reason], int]:
        """The ticked reasons in canonical form, and how many of them are not right yet."""
        clean = [row.checked_reason() for row in self.reasons.values() if row.chosen]
        right = [one for one in clean if one is not None]
        return right, len(clean) - len(right)

    def _judge(self) -> None:
        """After every keystroke: the phrase, the papers that are wanted, what is still lacking."""
        if self._start is None or not self.attachments:
            return
        policy = self._workplace.context.policy
        ticked = [row.reason for row in self.reasons.values() if row.chosen]
        wanted = required_attachments(policy, ticked)
        for code, paper in self.attachments.items():
            if paper.needed != (code in wanted):
                paper.need(code in wanted)
        chosen, wrong = self._chosen()
        lacking = self._lacking(chosen, wrong)
        more = f"（还有 {wrong} 项没有填好）" if wrong else ""
        self._phrase.setText(f"将打印：{phrases(policy, chosen)}{more}")
        self._phrase.setVisible(bool(ticked))
        self._hint.setText(lacking)
        self.submit_button.setEnabled(not lacking and not self._read_only)

    def _lacking(self, chosen: list[Reason], wrong: int) -> str:
        """The first thing that keeps the request back, '' for none."""
        if wrong:
            return "请填好正确的内容"
        if not chosen:
            return "请至少选择一项删除原因"
        for code, paper in self.attachments.items():
            if paper.needed and paper.path is None:
                return f"请附上{ATTACHMENT_LABELS[code]}"
        if self._start is not None and self._start.returned and not self._note_text:
            return "请写明认真核查的情况"
        return ""

    @property
    def _note_text(self) -> str:
        return self.note.toPlainText().strip()

    @property
    def _read_only(self) -> bool:
        return self._workplace.context.database.read_only

    # --------------------------------------------------------------------- act
    def submit(self) -> None:
        """Makes the request where nothing is lacking."""
        reasons, _ = self._chosen()
        if not self.submit_button.isEnabled():
            return
        context, member_id = self._workplace.context, self._member_id
        papers = [one for row in self.attachments.values() if (one := row.attachment())]
        previous, note = self.previous.currentData(), self._note_text or None
        self.submit_button.setEnabled(False)
        self._workplace.jobs.write(
            self,
            lambda progress: service.request_deletion(
                context,
                member_id=member_id,
                reasons=reasons,
                note=note,
                attachments=papers,
                previous_id=previous,
            ),
            self._done,
            words="提出删除申请",
            on_error=self._refused,
        )

    def _refused(self, error: TuanjiError) -> None:
        self.banner.say_error(error)
        self._judge()

    def _done(self, outcome: service.Requested) -> None:
        self._request_id = outcome.request_id
        self.stack.addWidget(self._outcome(outcome))
        self.stack.setCurrentIndex(1)
        self.requested.emit(outcome.request_id)

    def _outcome(self, outcome: service.Requested) -> QWidget:
        """Where the request is now, and what to ask oneself about it."""
        side = QWidget(self)
        side.setObjectName("request_done")
        name = self._start.name if self._start else ""
        policy = self._workplace.context.policy
        state = policy.deletion_machine.states[outcome.status]
        side.setAccessibleName(f"已提出 {name} 的删除申请")
        lines = [
            label(f"已提出 {name} 的删除申请（第 {outcome.request_id} 号）", role="title"),
            label(f"现为“{state}”，在“删除申请”的“待编批”里。{name} 在批准之前仍在册。"),
            label("下一步：编批打印，盖章，逐级上报。批准后再按正确的信息重新录入。", role="muted"),
        ]
        if outcome.flags:
            lines.append(label("请再想一想：", role="section"))
            lines += [label(FLAG_WORDS.get(one, one), role="warning") for one in outcome.flags]
        show = QPushButton("查看申请", side)
        show.setObjectName("request_show")
        show.setAccessibleName("到删除申请里查看")
        show.setAutoDefault(False)
        show.clicked.connect(self._show_on_desk)
        close = QPushButton("关闭", side)
        close.setObjectName("request_close")
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
            line.setObjectName(f"request_done_{number}")
            line.setWordWrap(True)
            layout.addWidget(line)
        layout.addStretch(1)
        layout.addLayout(buttons)
        return side

    def _show_on_desk(self) -> None:
        self.accept()
        self.desk_requested.emit("deletion", {"request": self._request_id})

    def _fitting_size(self) -> QSize:
        """Large letters must not push the buttons off a small screen."""
        room = self.screen().availableSize() - QSize(16, 64)
        return QSize(scaled(640), scaled(640)).boundedTo(room)

    def reject(self) -> None:
        """Esc asks only where something would be lost; after the request it just closes."""
        if self._request_id:
            self.accept()
        elif not self._typed() or confirm(
            self,
            title="放弃申请",
            text="这份删除申请还没有提出，填写的内容不会保留。",
            act="放弃",
            keep="继续填写",
        ):
            super().reject()

    def _typed(self) -> bool:
        papers = any(row.path for row in self.attachments.values())
        typed = any(row.chosen and row.typed for row in self.reasons.values())
        ticked = {code for code, row in self.reasons.items() if row.chosen}
        return bool(self._note_text) or papers or typed or bool(ticked - {self._preset})
