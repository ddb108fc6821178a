"""One batch on the desk: its lines, its way so far, and the acts that are still to come."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ..core.errors import TuanjiError
from ..core.progress import Progress
from ..kit.ask_strip import AskStrip
from ..kit.dialogs import Banner
from ..kit.flow import FlowLayout
from ..kit.labels import label, restyled
from ..kit.page import Workplace
from ..kit.row_table import RowTable
from ..kit.style import scaled
from ..rules.lifecycle import ACTOR_LABELS, Actor
from . import queries, service
from .guards import OPEN_STATES
from .queries import BatchDetail, RequestRow
from .table import line_columns

T = TypeVar("T")
STEPS = (("forward", "核对并上报…"), ("endorse", "汇总核定…"), ("send", "正式行文…"))
_NEEDED_NUMBER = "以正式行文上报须填写文号"
_NEEDED_REASON = "退回须写明原因"


class BatchPanel(QWidget):
    """Shows a `BatchDetail`. Every act stays pressable while the batch is open: what the rules
    refuse is answered with the clause and what is possible instead."""

    preview_requested = Signal(int)
    """Id of the batch whose paper is to be shown."""
    letter_requested = Signal(int)
    """Id of the batch whose formal letter is to be shown."""
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
        self.strip = AskStrip("batch_ask", self)
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
        self._button(bar, "approve", "批准…", self._ask_approve)
        self._button(bar, "return", "退回…", self._ask_return)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        for one in (self._head, self._about, self._way):
            layout.addWidget(one)
        layout.addLayout(bar)
        layout.addWidget(self.strip)
        layout.addWidget(self.banner)
        layout.addWidget(self.lines, 1)

    def _button(self, bar: FlowLayout, act: str, words: str, go: Callable[[], None]) -> None:
        button = QPushButton(words, self)
        button.setObjectName(f"batch_{act}")
        button.setAccessibleName(words)
        button.clicked.connect(lambda _=False: go())
        self._acts[act] = button
        bar.addWidget(button)

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
            self.banner.say(
                f"批次 {batch.number} 打印之后，表中团员的档案有过修改，纸面与现在的记录不一致。"
                "请核对；需要更正的，退回该行后重新申请。",
                level="warning",
            )
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
        machine = self._workplace.context.policy.deletion_machine
        coming = [step.act for step in machine.steps_from(detail.batch.state)] if detail else []
        main = next((act for act in ("approve", "send", "endorse", "forward") if act in coming), "")
        for act, button in self._acts.items():
            only_shows = act in ("preview", "letter")
            button.setEnabled(detail is not None if only_shows else undecided)
            restyled(button, "main", act == main and undecided)
        self._name_acts()

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

    # -------------------------------------------------------------------- acts
    def _ask_step(self, act: str) -> None:
        if self._detail is None:
            return
        batch = self._detail.batch
        policy = self._workplace.context.policy
        steps = policy.deletion_machine.transitions
        label_of_act = next((one.label for one in steps if one.act == act), act)
        levels = levels_of(self._workplace, act)
        letter = act == "send" and policy.deletion.letter_required
        self.strip.ask(
            f"批次 {batch.number}：{label_of_act}（{policy.deletion.clause}）",
            act=f"登记{label_of_act}",
            granted=lambda text, level: self._step(act, level, text),
            hint="文号，例如 团×字〔2018〕12号" if act == "send" else "文号（可不填）",
            needed=_NEEDED_NUMBER if letter else "",
            choices=[(level, ACTOR_LABELS[Actor(level)]) for level in levels],
            chosen=self._next_level(levels, act),
        )

    def _next_level(self, levels: list[str], act: str) -> str:
        """Who is next: the first level above those that have passed it on already."""
        done = [step.level for step in self._detail.steps] if self._detail else []
        behind = [levels.index(level) for level in done[1:] if level in levels]
        first = levels.index(done[0]) if done and done[0] in levels else 0
        place = max([first, *(one + 1 for one in behind)]) if act == "forward" else 0
        return levels[min(place, len(levels) - 1)] if levels else ""

    def _step(self, act: str, level: str, text: str) -> None:
        context, batch_id = self._workplace.context, self._wanted

        def step(_: Progress) -> service.Stepped:
            return service.step_batch(
                context, batch_id=batch_id, act=act, level=level or None, document_number=text
            )

        self._write(step, lambda done: f"批次 {done.number}：{done.state_label}。", "办理删除批次")

    def _ask_approve(self) -> None:
        lines = self.chosen_lines()
        policy = self._workplace.context.policy
        who = "、".join(ACTOR_LABELS[Actor(one)] for one in policy.deletion.decide)
        self.strip.ask(
            f"登记{who}的批准：{len(lines)} 人将退出花名册，档案、履历和表格保留。",
            act=f"批准 {len(lines)} 人",
            granted=lambda text, _: self._decide("approve", lines, document=text),
            hint="批复文号（可不填）",
        )

    def _ask_return(self) -> None:
        lines = self.chosen_lines()
        self.strip.ask(
            f"退回 {len(lines)} 份申请。退回后须认真核查，重新提出申请。",
            act=f"退回 {len(lines)} 份",
            granted=lambda text, _: self._decide("return", lines, reason=text),
            hint="退回原因",
            needed=_NEEDED_REASON,
        )

    def _decide(self, act: str, lines: list[int], *, reason: str = "", document: str = "") -> None:
        context, batch_id = self._workplace.context, self._wanted

        def decide(_: Progress) -> service.Decided:
            return service.decide_batch(
                context,
                batch_id=batch_id,
                act=act,
                lines=lines,
                reason=reason or None,
                document_number=document or None,
            )

        self._write(decide, _decided_words, "登记删除决定")

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


def levels_of(workplace: Workplace, act: str) -> list[str]:
    """Which levels of the League the pack lets do an act."""
    rule = workplace.context.policy.deletion
    return list({"forward": rule.forward, "endorse": rule.endorse, "send": rule.send}[act])


def _decided_words(done: service.Decided) -> str:
    if done.approved:
        return f"已登记批准 {len(done.approved)} 人，已退出花名册；删除后如需重新录入，请继续办理。"
    return f"已退回 {len(done.returned)} 份申请。"


def _step_words(step: queries.StepRow) -> str:
    about = f"第 {'、'.join(map(str, step.lines))} 行 " if step.lines else ""
    paper = f" {step.document_number}" if step.document_number else ""
    return f"{step.act_label}（{about}{step.level_label}，{step.done_on}{paper}）"
