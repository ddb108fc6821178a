"""Asking for a deletion: admitted kinds to tick, refused ones with their doors, the phrase as it
will print. Deletion is per person: several are gone through one after the other."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
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
from .doors import Door, doors_of, doors_of_obstacle, doors_of_unfinished
from .guards import returning_clause
from .queries import RequestStart
from .reasons import ATTACHMENT_LABELS, Reason, phrases, required_attachments
from .request_boxes import OverrideBox, VerificationBox
from .request_outcome import RequestOutcome
from .request_rows import SAMPLES, AttachmentRow, DoorButtons, ReasonRow, RefusedRow
from .statement_dialog import StatementDialog


class DeletionRequestDialog(QDialog):
    """Requests for one member or several, each with reasons of its own. Writes by
    `service.request_deletion`, says afterwards where it is.

    `reason` is the kind that whoever leads here has in mind: it is ticked already, for one member
    alone – reasons are never copied from one to the next.
    """

    requested = Signal(int)
    """Id of the new request."""
    desk_requested = Signal(str, object)
    """`("deletion", {"request": id})`: show it on the desk."""
    act_requested = Signal(str, object)
    """The right door where deletion is not: as `Page.act_requested`."""

    def __init__(
        self,
        workplace: Workplace,
        ids: int | Sequence[int],
        parent: QWidget | None = None,
        *,
        reason: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName("deletion_request_dialog")
        self.setWindowTitle("申请删除")
        self.setAccessibleName("申请删除")
        self._workplace = workplace
        self._ids = (ids,) if isinstance(ids, int) else tuple(dict.fromkeys(ids))
        self._place = 0
        self._made: list[int] = []
        self._start: RequestStart | None = None
        self._preset = reason if len(self._ids) == 1 else ""
        self._done_here = False
        self.reasons: dict[str, ReasonRow] = {}
        self.attachments: dict[str, AttachmentRow] = {}
        self.verification: VerificationBox | None = None
        self.override: OverrideBox | None = None
        self.banner = Banner(self)
        self.submit_button = QPushButton("提出申请", self)
        self.skip_button = QPushButton("跳过，下一位", self)
        self._phrase = label("", name="request_phrase", parent=self)
        self.stack = QStackedWidget(self)
        self._lay_out()
        self.resize(self._fitting_size())
        self._load()

    # ------------------------------------------------------------------ set up
    def _lay_out(self) -> None:
        self._title = label("申请删除", role="title", name="request_title", parent=self)
        self._count = label("", role="muted", name="request_count", parent=self)
        self._about = label("", role="muted", name="request_about", parent=self)
        self._about.setWordWrap(True)
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("request_scroll")
        self._scroll.setAccessibleName("删除申请的内容")
        self._scroll.setWidgetResizable(True)
        self._phrase.setWordWrap(True)
        self._phrase.setAccessibleName("将打印的删除原因")
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        form = QWidget(self)
        form.setObjectName("request_page")
        layout = QVBoxLayout(form)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._about)
        layout.addWidget(self.banner)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(hairline(self))
        layout.addWidget(self._phrase)
        layout.addLayout(self._buttons())
        self.stack.setObjectName("request_stack")
        self.stack.addWidget(form)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.addWidget(self.stack)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.submit)

    def _buttons(self) -> QHBoxLayout:
        cancel = QPushButton("取消", self)
        cancel.setObjectName("request_cancel")
        cancel.setAccessibleName("取消，不提出申请")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.skip_button.setObjectName("request_skip")
        self.skip_button.setAccessibleName("跳过这一位，办理下一位")
        self.skip_button.setAutoDefault(False)
        self.skip_button.clicked.connect(self._skip)
        self.submit_button.setObjectName("request_submit")
        self.submit_button.setAccessibleName("提出申请")
        self.submit_button.setToolTip("Ctrl+Enter")
        self.submit_button.setProperty("main", True)
        self.submit_button.setAutoDefault(False)
        self.submit_button.clicked.connect(self.submit)
        self._hint = label("", role="small", name="request_hint", parent=self)
        self._hint.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self._hint, 1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.skip_button)
        buttons.addWidget(self.submit_button)
        return buttons

    # ------------------------------------------------------------- one after the other
    @property
    def member_id(self) -> int:
        """Whose request is being made."""
        return self._ids[self._place]

    @property
    def is_last(self) -> bool:
        """Nobody comes after this one."""
        return self._place == len(self._ids) - 1

    def _load(self) -> None:
        """Begins with the next member: nothing of the one before is left."""
        self._start, self._done_here = None, False
        self.reasons, self.attachments = {}, {}
        self.verification = self.override = None
        self._inner = QWidget(self)
        self._inner.setObjectName("request_form")
        self._rows = QVBoxLayout(self._inner)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(4)
        self.note = QPlainTextEdit(self._inner)
        self.note.hide()
        self._scroll.setWidget(self._inner)
        self.banner.hide()
        self._phrase.hide()
        self._hint.setText("")
        self.submit_button.setEnabled(False)
        self.skip_button.setVisible(not self.is_last)
        several = len(self._ids) > 1
        self._count.setText(f"第 {self._place + 1} 人，共 {len(self._ids)} 人" if several else "")
        self.stack.setCurrentIndex(0)
        context, member_id = self._workplace.context, self.member_id
        self._workplace.jobs.read(
            self,
            lambda: queries.request_start(context, member_id=member_id),
            self._begin,
            topic="start",
            on_error=self.banner.say_error,
        )

    def next_member(self) -> None:
        """On to the next one, after a request or past somebody."""
        if not self.is_last:
            self._place += 1
            self._load()

    def _skip(self) -> None:
        if not self._typed() or self._gives_up():
            self.next_member()

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
            self._add_doors("obstacle", doors_of_obstacle(start.standing))
            self._rows.addStretch(1)
            return
        self._fill(start)
        self._judge()

    def _fill(self, start: RequestStart) -> None:
        context = self._workplace.context
        kinds = list(context.policy.reasons.values())
        if start.unfinished is not None:
            self._add_override(start)
        if start.returned:
            self._add_verification(start)
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
                shut = RefusedRow(kind, doors_of(kind.code, start.standing), self._inner)
                shut.door_chosen.connect(self._go_through)
                self._rows.addWidget(shut)
        self._rows.addStretch(1)
        if self._preset in self.reasons:
            self.reasons[self._preset].show()  # only what is there can have the cursor
            self.reasons[self._preset].box.setChecked(True)
            self.reasons[self._preset].take_keyboard()
        elif self.reasons:
            next(iter(self.reasons.values())).box.setFocus()

    def _add_override(self, start: RequestStart) -> None:
        self._section("转接尚未完成")
        encrypted = self._workplace.context.database.encrypted
        self.override = OverrideBox(start, encrypted=encrypted, parent=self._inner)
        self.override.changed.connect(self._judge)
        self._rows.addWidget(self.override)
        self._add_doors("unfinished", doors_of_unfinished(start.standing))

    def _add_verification(self, start: RequestStart) -> None:
        context = self._workplace.context
        self._section("原申请和认真核查")
        self.verification = VerificationBox(
            start, returning_clause(context.policy), today=context.today, parent=self._inner
        )
        self.verification.changed.connect(self._judge)
        self._rows.addWidget(self.verification)

    def _add_doors(self, name: str, doors: Sequence[Door]) -> None:
        if doors:
            buttons = DoorButtons(name, doors, self._inner)
            buttons.chosen.connect(self._go_through)
            self._rows.addWidget(buttons)

    def _add_note(self, start: RequestStart) -> None:
        words = "核查的情况（如何核查）" if start.returned else "说明（可不填）"
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
        if self.override is not None and self.override.lacking:
            return self.override.lacking
        if wrong:
            return "请填好正确的内容"
        if not chosen:
            return "请至少选择一项删除原因"
        for code, paper in self.attachments.items():
            if paper.needed and paper.path is None:
                return f"请附上{ATTACHMENT_LABELS[code]}"
        return self.verification.lacking if self.verification is not None else ""

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
        context, member_id = self._workplace.context, self.member_id
        papers = [one for row in self.attachments.values() if (one := row.attachment())]
        check, note = self.verification, self._note_text or None
        previous = check.previous.currentData() if check is not None else None
        verification = check.verification if check is not None else None
        override = self.override.override if self.override is not None else None
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
                verification=verification,
                override=override,
            ),
            self._done,
            words="提出删除申请",
            on_error=self._refused,
        )

    def _refused(self, error: TuanjiError) -> None:
        self.banner.say_error(error)
        self._judge()

    def _done(self, outcome: service.Requested) -> None:
        self._made.append(outcome.request_id)
        self._done_here = True
        policy = self._workplace.context.policy
        page = RequestOutcome(
            outcome,
            name=self._start.name if self._start else "",
            state=policy.deletion_machine.states[outcome.status],
            left=len(self._ids) - 1 - self._place,
            parent=self,
        )
        page.show_requested.connect(self._show_on_desk)
        page.next_requested.connect(self.next_member)
        page.close_requested.connect(self.accept)
        while self.stack.count() > 1:
            old = self.stack.widget(1)
            self.stack.removeWidget(old)
            old.deleteLater()
        self.stack.addWidget(page)
        self.stack.setCurrentIndex(1)
        page.take_keyboard()
        self.requested.emit(outcome.request_id)

    def _show_on_desk(self) -> None:
        self.accept()
        self.desk_requested.emit("deletion", {"request": self._made[-1]})

    def _go_through(self, door: Door) -> None:
        """The right door instead; where others still wait the dialog stays for them."""
        if self._typed() and not self._gives_up():
            return
        if self.is_last or door.is_desk:
            super().reject()
        else:
            self.next_member()
        (self.desk_requested if door.is_desk else self.act_requested).emit(door.key, door.wish)

    def _show_sample(self, kind: str) -> None:
        """The paper that the branch signs and scans (G 三.2)."""
        dialog = StatementDialog(self._workplace, self.member_id, SAMPLES[kind], self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(True)
        dialog.open()

    def _fitting_size(self) -> QSize:
        """Large letters must not push the buttons off a small screen."""
        room = self.screen().availableSize() - QSize(16, 64)
        return QSize(scaled(640), scaled(660)).boundedTo(room)

    def reject(self) -> None:
        """Esc asks only where something would be lost; after the request it just closes."""
        if self._done_here:
            self.accept()
        elif not self._typed() or self._gives_up():
            super().reject()

    def _gives_up(self) -> bool:
        return confirm(
            self,
            title="放弃申请",
            text="这份删除申请还没有提出，填写的内容不会保留。",
            act="放弃",
            keep="继续填写",
        )

    def _typed(self) -> bool:
        papers = any(row.path for row in self.attachments.values())
        typed = any(row.chosen and row.typed for row in self.reasons.values())
        ticked = {code for code, row in self.reasons.items() if row.chosen}
        boxes = self.verification is not None and bool(self.verification.by.text().strip())
        boxes |= self.override is not None and bool(self.override.reason.text().strip())
        return bool(self._note_text) or papers or typed or boxes or bool(ticked - {self._preset})
