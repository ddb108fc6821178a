"""One batch on the desk: its lines, its way so far, and the acts that are still to come."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ..core.errors import TuanjiError
from ..core.progress import Progress
from ..kit.ask_strip import AskStrip
from ..kit.by_hand import ByHandStrip
from ..kit.dialogs import Banner
from ..kit.flow import FlowLayout
from ..kit.labels import label, restyled
from ..kit.page import Workplace
from ..kit.row_table import RowTable
from ..kit.style import scaled
from ..rules.lifecycle import ACTOR_LABELS, Actor
from . import queries, service
from .chain import act_label, levels_of
from .guards import OPEN_STATES
from .queries import BatchDetail, RequestRow
from .table import line_columns

T = TypeVar("T")
STEPS = (("forward", "核对并上报…"), ("endorse", "汇总核定…"), ("send", "正式行文…"))
WAITS = (*(act for act, _ in STEPS), "approve", "decide")
"""Acts that have their turn, in this order; a return, a new batch and the questions have none."""
_SHOWN_CHANGES = 4
_NEEDED_NUMBER = "以正式行文上报须填写文号"
_HINTS = {
    "send": "文号，例如 团×字〔2018〕12号",
    "forward": "本单位行文的文号；不另行文的空着",
}
_NEEDED_REASON = "退回须写明原因"


class BatchPanel(QWidget):
    """Shows a `BatchDetail`. Of the steps only the one whose turn it is can be pressed; the others
    say what they wait for."""

    preview_requested = Signal(int)
    """Id of the batch whose paper is to be shown."""
    letter_requested = Signal(int)
    """Id of the batch whose formal letter is to be shown."""
    questions_requested = Signal(int)
    """Id of the batch whose questions are to be shown."""
    decision_requested = Signal(int)
    """Id of the batch whose decision is to be entered line by line."""
    remade = Signal(object)
    """`service.Batch`: the one in whose place this one was voided."""
    asked = Signal()
    """A question was opened above the lines."""
    member_chosen = Signal(int)
    member_requested = Signal(int)
    said = Signal(str, str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("batch_panel")
        self.setAccessibleName("批次")
        self._workplace = workplace
        self._detail: BatchDetail | None = None
        self._wanted = 0
        self._head = label("", role="title", name="batch_head", parent=self)
        self._about = label("", role="muted", name="batch_about", parent=self)
        self._way = label("", role="muted", name="batch_way", parent=self)
        for one in (self._head, self._about, self._way):
            one.setWordWrap(True)
            one.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.banner = Banner(self)
        self.banner.action_requested.connect(lambda: self._do(self._ask_remake))
        self.strip = AskStrip("batch_ask", self)
        self.by_hand = ByHandStrip("remake_by_hand", self)
        self.lines: RowTable[RequestRow] = RowTable(
            columns=line_columns(),
            jobs=workplace.jobs,
            name="batch_lines",
            label="本批名单",
            stretch="reasons",
            parent=self,
        )
        self.lines.setMinimumHeight(scaled(120))
        self.lines.set_empty("请在上面选择一个批次")
        self._acts: dict[str, QPushButton] = {}
        self._lay_out()
        self.lines.chosen_changed.connect(lambda _count: self._name_acts())
        self.lines.current_changed.connect(self._tell_member)
        self.lines.opened.connect(self._open_member)
        self.lines.notice.connect(lambda words: self.said.emit("done", words))
        self.clear()

    @property
    def batch_id(self) -> int:
        """The batch shown or being read, 0 for none."""
        return self._wanted

    def show_batch(self, batch_id: int) -> None:
        """Reads a batch and shows it."""
        if batch_id != self._wanted:
            self.by_hand.ask(())
            self.strip.dismiss()
            self.banner.hide()
            self.lines.clearSelection()
        self._wanted = batch_id
        context = self._workplace.context
        self._workplace.jobs.read(
            self,
            lambda: queries.batch_detail(context, batch_id=batch_id),
            self._show,
            topic="batch",
        )

    def clear(self) -> None:
        """Shows none."""
        self._wanted, self._detail = 0, None
        self.by_hand.ask(())
        self.strip.dismiss()
        self.banner.hide()
        self.lines.show_rows({})
        for one in (self._head, self._about, self._way):
            one.setText("")
            one.hide()
        self._enable()

    def chosen_lines(self) -> list[int]:
        """Numbers of the open lines an act is about: those chosen, else all."""
        rows = self._open_rows()
        chosen = set(self.lines.chosen_ids())
        some = [row for row in rows if row.id in chosen] if len(chosen) > 0 else []
        return [row.line or 0 for row in (some or rows)]

    # ------------------------------------------------------------------- shown
    def _lay_out(self) -> None:
        bar = FlowLayout()
        self._button(bar, "preview", "查看和打印", self._preview)
        if self._workplace.context.policy.deletion.letter_required:
            self._button(bar, "letter", "正式行文稿", self._letter)
        for act, words in STEPS:
            self._button(bar, act, words, partial(self._ask_step, act))
        self._button(bar, "decide", "登记批复…", self._decide_by_paper)
        self._button(bar, "approve", "批准…", self._ask_approve)
        self._button(bar, "return", "退回…", self._ask_return)
        self._button(bar, "remake", "作废重编…", self._ask_remake)
        self._button(bar, "questions", "需核实的问题", self._questions)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        for one in (self._head, self._about, self._way):
            layout.addWidget(one)
        layout.addLayout(bar)
        layout.addWidget(self.by_hand)
        layout.addWidget(self.strip)
        layout.addWidget(self.banner)
        layout.addWidget(self.lines, 1)

    def _button(self, bar: FlowLayout, act: str, words: str, go: Callable[[], None]) -> None:
        button = QPushButton(words, self)
        button.setObjectName(f"batch_{act}")
        button.setAccessibleName(words)
        button.clicked.connect(lambda _=False: self._do(go))
        self._acts[act] = button
        bar.addWidget(button)

    def _do(self, go: Callable[[], None]) -> None:
        self.by_hand.ask(())
        go()
        if not self.strip.isHidden():
            self.asked.emit()

    def _show(self, detail: BatchDetail) -> None:
        batch = detail.batch
        if batch.id != self._wanted:
            return
        self._detail = detail
        number = f" · {batch.document_number}" if batch.document_number else ""
        self._head.setText(f"批次 {batch.number} · {batch.state_label}{number}")
        self._about.setText(f"{batch.organization} · {batch.lines} 人 · {batch.form_title}")
        self._way.setText(" → ".join(_step_words(step) for step in detail.steps))
        for one in (self._head, self._about, self._way):
            one.show()
        if batch.stale:
            way = "作废重编…" if detail.remakable else ""
            self.banner.say(_stale_words(detail), level="warning", action=way)
        left = f"（{detail.unanswered} 未答）" if detail.unanswered else ""
        words = f"需核实的问题 {detail.asked}{left}" if detail.asked else "需核实的问题"
        self._acts["questions"].setText(words)
        self._acts["questions"].setAccessibleName(words)
        self.lines.show_rows({row.id: row for row in detail.lines})
        self._enable()

    def _open_rows(self) -> list[RequestRow]:
        lines = self._detail.lines if self._detail else ()
        return [row for row in lines if row.state in OPEN_STATES]

    def _enable(self) -> None:
        """The next act of the way is the blue one; a read-only file offers none."""
        detail = self._detail
        writable = not self._workplace.context.database.read_only
        undecided = detail is not None and bool(self._open_rows()) and writable
        policy = self._workplace.context.policy
        coming = {*detail.next_acts(policy)} if detail is not None else set[str]()
        if "approve" in coming:
            coming.add("decide")
        main = next((act for act in ("decide", *WAITS) if act in coming), "")
        turn = next((act for act in WAITS if act in coming), "")
        for act, button in self._acts.items():
            if act in ("preview", "letter"):
                button.setEnabled(detail is not None)
                continue
            ready = act not in WAITS or act in coming
            button.setEnabled(undecided and ready)
            button.setToolTip("" if ready or not undecided else self._waits(act, turn))
            restyled(button, "main", act == main and undecided)
        self._acts["questions"].setEnabled(detail is not None and detail.asked > 0)
        self._acts["remake"].setEnabled(undecided and detail is not None and detail.remakable)
        self._name_acts()

    def _waits(self, act: str, turn: str) -> str:
        """Why it is not the turn of an act: what has to be recorded first, or that it is past."""
        if not turn or WAITS.index(act) < WAITS.index(turn):
            return "这一步已经过去"
        left = self._detail.left if self._detail is not None else ()
        who = "、".join(ACTOR_LABELS[one] for one in left) + "的" if turn == "forward" else ""
        return f"要先登记{who}“{act_label(self._workplace.context.policy, turn)}”"

    def _name_acts(self) -> None:
        total, chosen = len(self._open_rows()), len(self.chosen_lines())
        about = f" {chosen} 行" if 0 < chosen < total else "全部" if total else ""
        for act, verb in (("approve", "批准"), ("return", "退回")):
            words = f"{verb}{about}…"
            self._acts[act].setText(words)
            self._acts[act].setAccessibleName(words)

    def _tell_member(self, request_id: int) -> None:
        row = self.lines.rows.get(request_id)
        if row is not None and self.isVisible():
            self.member_chosen.emit(row.member_id)

    def _open_member(self, request_id: int) -> None:
        row = self.lines.rows.get(request_id)
        if row is not None:
            self.member_requested.emit(row.member_id)

    def _preview(self) -> None:
        if self._detail is not None:
            self.preview_requested.emit(self._detail.batch.id)

    def _letter(self) -> None:
        if self._detail is not None:
            self.letter_requested.emit(self._detail.batch.id)

    def _questions(self) -> None:
        if self._detail is not None:
            self.questions_requested.emit(self._detail.batch.id)

    def _decide_by_paper(self) -> None:
        if self._detail is not None:
            self.decision_requested.emit(self._detail.batch.id)

    # -------------------------------------------------------------------- acts
    def _days(self) -> tuple[date, date]:
        """The days on which the next act may have been done: from the last step until today."""
        today = self._workplace.context.today
        steps = self._detail.steps if self._detail else ()
        return (date.fromisoformat(steps[-1].done_on) if steps else today, today)

    def _ask_step(self, act: str) -> None:
        if self._detail is None:
            return
        batch = self._detail.batch
        policy = self._workplace.context.policy
        label_of_act = act_label(policy, act)
        levels = levels_of(policy, act)
        letter = act == "send" and policy.deletion.letter_required
        self.strip.ask(
            f"批次 {batch.number}：{label_of_act}（{policy.deletion.clause}）",
            act=f"登记{label_of_act}",
            granted=lambda text, level: self._step(act, level, text),
            hint=_HINTS.get(act, "文号（可不填）"),
            needed=_NEEDED_NUMBER if letter else "",
            numbers=self._workplace,
            choices=_named(levels),
            chosen=str(self._detail.left[0]) if act == "forward" else levels[0],
            days=self._days(),
        )

    def _step(self, act: str, level: str, text: str) -> None:
        context, batch_id, day = self._workplace.context, self._wanted, self.strip.answered_day

        def step(_: Progress) -> service.Stepped:
            return service.step_batch(
                context,
                batch_id=batch_id,
                act=act,
                level=level or None,
                document_number=text,
                done_on=day,
            )

        done_words = f"登记{act_label(context.policy, act)}"
        self._write(
            step,
            lambda done: f"批次 {done.number} 已{done_words}，现为“{done.state_label}”。",
            "办理删除批次",
        )

    def _ask_approve(self) -> None:
        lines = self.chosen_lines()
        policy = self._workplace.context.policy
        who = "、".join(ACTOR_LABELS[Actor(one)] for one in policy.deletion.decide)
        self.strip.ask(
            f"登记{who}的批准：{len(lines)} 人将退出花名册，档案、履历和表格保留。",
            act=f"批准 {len(lines)} 人",
            granted=lambda text, _: self._decide("approve", lines, document=text),
            hint="批复文号（可不填）",
            days=self._days(),
        )

    def _ask_return(self) -> None:
        if self._detail is None:
            return
        lines = self.chosen_lines()
        self.strip.ask(
            f"退回 {len(lines)} 份申请。由现在办理的一级退回；退回后须认真核查，重新提出申请。",
            act=f"退回 {len(lines)} 份",
            granted=lambda text, level: self._decide("return", lines, reason=text, level=level),
            hint="退回原因",
            needed=_NEEDED_REASON,
            choices=_named(self._detail.returners),
            chosen=self._detail.holder,
            days=self._days(),
        )

    def _decide(
        self, act: str, lines: list[int], *, reason: str = "", document: str = "", level: str = ""
    ) -> None:
        context, batch_id, day = self._workplace.context, self._wanted, self.strip.answered_day

        def decide(_: Progress) -> service.Decided:
            return service.decide_batch(
                context,
                batch_id=batch_id,
                act=act,
                lines=lines,
                reason=reason or None,
                document_number=document or None,
                level=level or None,
                done_on=day,
            )

        self._write(decide, _decided_words, "登记删除决定")

    def _ask_remake(self) -> None:
        """Whether the new paper would have characters to be written by hand is looked up first."""
        if self._detail is None:
            return
        context, batch = self._workplace.context, self._detail.batch
        self._workplace.jobs.read(
            self,
            lambda: service.remake_by_hand(context, batch_id=batch.id),
            lambda characters: self._ask_reason(batch, characters),
            topic="remake",
            on_error=self._refused,
        )

    def _ask_reason(self, batch: queries.BatchRow, characters: Sequence[str]) -> None:
        if batch.id != self._wanted:
            return
        self.by_hand.ask(characters)
        self.strip.ask(
            f"批次 {batch.number} 作废，按现在的记录用新的批号重编重印。"
            "只在还没有上报时可以；原来的纸件存档并标为作废，不要再送出。",
            act="作废重编",
            granted=lambda text, _: self._remake(text),
            hint="作废的原因",
            needed="作废须写明原因",
        )
        self.asked.emit()

    def _remake(self, reason: str) -> None:
        context, batch_id, pen = self._workplace.context, self._wanted, self.by_hand.characters
        self.by_hand.ask(())
        self._workplace.jobs.write(
            self,
            lambda _progress: service.remake_batch(
                context, batch_id=batch_id, reason=reason, by_hand=pen
            ),
            self.remade.emit,
            words="作废重编删除批次",
            on_error=self._refused,
        )

    def _write(
        self, act: Callable[[Progress], T], words_of: Callable[[T], str], words: str
    ) -> None:
        def done(outcome: T) -> None:
            self.lines.clearSelection()
            self.banner.say(words_of(outcome), level="good")
            self.show_batch(self._wanted)

        self._workplace.jobs.write(self, act, done, words=words, on_error=self._refused)

    def _refused(self, error: TuanjiError) -> None:
        self.banner.say_error(error)


def _named(levels: Sequence[str]) -> list[tuple[str, str]]:
    """Levels with their names, to choose from."""
    return [(str(one), ACTOR_LABELS[Actor(one)]) for one in levels]


def _stale_words(detail: BatchDetail) -> str:
    """Which member, which field, old → new; and the ways out."""
    changed = detail.changed
    shown = "；".join(one.words for one in changed[:_SHOWN_CHANGES])
    more = f" 等 {len(changed)} 处" if len(changed) > _SHOWN_CHANGES else ""
    what = f"：{shown}{more}" if changed else ""
    if detail.remakable:
        way = "请退回该行，或者作废后用新的批号重编。"
    else:
        way = "已经上报，不能重编；需要更正的，退回该行，认真核查后重新申请。"
    return f"批次 {detail.batch.number} 打印之后档案有过修改，纸面与现在的记录不一致{what}。{way}"


def _decided_words(done: service.Decided) -> str:
    if done.approved:
        return f"已登记批准 {len(done.approved)} 人，已退出花名册；删除后如需重新录入，请继续办理。"
    return f"已退回 {len(done.returned)} 份申请。"


def _step_words(step: queries.StepRow) -> str:
    about = f"第 {'、'.join(map(str, step.lines))} 行 " if step.lines else ""
    paper = f" {step.document_number}" if step.document_number else ""
    return f"{step.act_label}（{about}{step.level_label}，{step.done_on}{paper}）"
