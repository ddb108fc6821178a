"""One list on the desk: its lines, its way so far, its two papers, and the acts still to come."""

from collections.abc import Callable, Sequence
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
from .decisions import Decided, DecisionPlan
from .papers import shown_value
from .queries import CorrectionRow, ListDetail
from .table import line_columns

T = TypeVar("T")
ACTS = {
    "paper_list": "查看清单",
    "paper_letter": "查看行文",
    "renew": "重新编制",
    "send": "登记正式行文…",
    "approve": "登记批复同意…",
    "return": "退回…",
}
_SHOWN = 4


class ListPanel(QWidget):
    """Shows a `ListDetail`. Every act stays pressable while the list is open: what the rules
    refuse is answered with the clause and what is possible instead."""

    paper_requested = Signal(int, str)
    """Id of the list and kind of its paper (`papers.KINDS`)."""
    member_chosen = Signal(int)
    member_requested = Signal(int)
    said = Signal(str, str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("list_panel")
        self.setAccessibleName("更正清单")
        self._workplace = workplace
        self._detail: ListDetail | None = None
        self._wanted = 0
        self._head = label("", role="title", name="list_head", parent=self)
        self._about = label("", role="muted", name="list_about", parent=self)
        self._way = label("", role="muted", name="list_way", parent=self)
        self._next = label("", name="list_next", parent=self)
        self._words = (self._head, self._about, self._way, self._next)
        for one in self._words:
            one.setWordWrap(True)
            one.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.banner = Banner(self)
        self.strip = AskStrip("list_ask", self)
        writable = not workplace.context.database.read_only
        self.by_hand = ByHandStrip("renew_by_hand", self, writable=writable)
        self.lines: RowTable[CorrectionRow] = RowTable(
            columns=line_columns(),
            jobs=workplace.jobs,
            name="correction_lines",
            label="本清单的名单",
            stretch="finding",
            parent=self,
        )
        self.lines.setMinimumHeight(scaled(120))
        self.lines.set_empty("请在上面选择一份清单")
        self._acts: dict[str, QPushButton] = {}
        self._lay_out()
        self.lines.chosen_changed.connect(lambda _count: self._name_acts())
        self.lines.current_changed.connect(self._tell_member)
        self.lines.opened.connect(self._open_member)
        self.lines.notice.connect(lambda words: self.said.emit("done", words))
        self.clear()

    @property
    def list_id(self) -> int:
        """The list shown or being read, 0 for none."""
        return self._wanted

    def show_list(self, list_id: int) -> None:
        """Reads a list and shows it."""
        if list_id != self._wanted:
            self.by_hand.ask(())
            self.strip.dismiss()
            self.banner.hide()
            self.lines.clearSelection()
        self._wanted = list_id
        context = self._workplace.context
        self._workplace.jobs.read(
            self, lambda: queries.list_detail(context, list_id=list_id), self._show, topic="list"
        )

    def clear(self) -> None:
        """Shows none."""
        self._wanted, self._detail = 0, None
        self.by_hand.ask(())
        self.strip.dismiss()
        self.banner.hide()
        self.lines.show_rows({})
        for one in self._words:
            one.setText("")
            one.hide()
        self._enable()

    def chosen_lines(self) -> list[int]:
        """Numbers of the open lines an act is about: those chosen, else all."""
        rows = self._open_rows()
        chosen = set(self.lines.chosen_ids())
        some = [row for row in rows if row.id in chosen]
        return [row.line or 0 for row in (some or rows)]

    # ------------------------------------------------------------------- shown
    def _lay_out(self) -> None:
        bar = FlowLayout()
        for act, words in ACTS.items():
            button = QPushButton(words, self)
            button.setObjectName(f"list_{act}")
            button.setAccessibleName(words)
            button.clicked.connect(partial(self._press, act))
            self._acts[act] = button
            bar.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        for one in self._words:
            layout.addWidget(one)
        layout.addLayout(bar)
        layout.addWidget(self.by_hand)
        layout.addWidget(self.strip)
        layout.addWidget(self.banner)
        layout.addWidget(self.lines, 1)

    def _show(self, detail: ListDetail) -> None:
        head = detail.list
        if head.id != self._wanted:
            return
        self._detail = detail
        number = f" · {head.document_number}" if head.document_number else ""
        self._head.setText(f"清单 {head.number} · {head.state_label}{number}")
        sender = head.sender or "发文单位未填"
        self._about.setText(f"{head.organization} · {head.lines} 人 · {sender} → {head.addressee}")
        self._way.setText(" → ".join(_step_words(step) for step in detail.steps))
        self._next.setText(_next_words(detail))
        for one in self._words:
            one.show()
        if head.stale:
            self.banner.say(
                f"清单 {head.number} 编成之后，表中团员的档案有过修改或有人被退回，"
                "纸面与现在的记录不一致。"
                + ("请重新编制。" if head.state == "verified" else "请核对后再登记批复。"),
                level="warning",
            )
        self.lines.show_rows({row.id: row for row in detail.lines})
        self._enable()

    def _open_rows(self) -> list[CorrectionRow]:
        return [row for row in (self._detail.lines if self._detail else ()) if row.open]

    def _enable(self) -> None:
        """The next act of the way is the blue one; a read-only file offers none."""
        detail = self._detail
        writable = not self._workplace.context.database.read_only
        undecided = detail is not None and bool(self._open_rows()) and writable
        main = ""
        if detail is not None and undecided:
            unsent = "renew" if detail.list.stale else "send"
            main = {"verified": unsent, "sent": "approve"}.get(detail.list.state, "")
        for act, button in self._acts.items():
            if act.startswith("paper"):
                button.setEnabled(detail is not None)
            else:
                button.setEnabled(undecided)
            restyled(button, "main", bool(main) and act == main)
        self._name_acts()

    def _name_acts(self) -> None:
        total, chosen = len(self._open_rows()), len(self.chosen_lines())
        about = f" {chosen} 行" if 0 < chosen < total else "全部" if total else ""
        for act, verb in (("approve", "登记批复同意"), ("return", "退回")):
            words = f"{verb}{about}…"
            self._acts[act].setText(words)
            self._acts[act].setAccessibleName(words)

    def _tell_member(self, case_id: int) -> None:
        row = self.lines.rows.get(case_id)
        if row is not None and self.isVisible():
            self.member_chosen.emit(row.member_id)

    def _open_member(self, case_id: int) -> None:
        row = self.lines.rows.get(case_id)
        if row is not None:
            self.member_requested.emit(row.member_id)

    # -------------------------------------------------------------------- acts
    def _press(self, act: str, _checked: bool = False) -> None:
        if self._detail is None:
            return
        self.by_hand.ask(())
        match act:
            case "paper_list" | "paper_letter":
                self.paper_requested.emit(self._wanted, act.removeprefix("paper_"))
            case "renew":
                self._plan_renewal()
            case "send":
                self._ask_send()
            case "approve":
                self._plan_approval()
            case "return":
                self._ask_return()

    def _plan_renewal(self) -> None:
        """Whether the new paper would have characters to be written by hand is looked up first."""
        context, list_id = self._workplace.context, self._wanted
        self._workplace.jobs.read(
            self,
            lambda: service.renew_by_hand(context, list_id=list_id),
            lambda characters: self._ask_renewal(list_id, characters),
            topic="renew",
            on_error=self._refused,
        )

    def _ask_renewal(self, list_id: int, characters: Sequence[str]) -> None:
        if list_id != self._wanted or self._detail is None:
            return
        if not characters:
            self._renew()
            return
        self.by_hand.ask(characters)
        self.strip.ask(
            f"清单 {self._detail.list.number}：按现在的记录重新编制，有的字没有字库。",
            act="重新编制",
            granted=lambda _text, _level: self._renew(),
            typed=False,
        )

    def _renew(self) -> None:
        context, list_id, pen = self._workplace.context, self._wanted, self.by_hand.characters
        self.by_hand.ask(())
        self._write(
            lambda _: service.renew_list(context, list_id=list_id, by_hand=pen),
            lambda done: f"已按现在的记录重新编制清单 {done.number}，{done.pages} 页，请重新打印。",
            "重新编制更正清单",
        )

    def _ask_send(self) -> None:
        rule = self._workplace.context.policy.correction
        if rule is None or self._detail is None:
            return
        context, list_id = self._workplace.context, self._wanted
        self.strip.ask(
            f"清单 {self._detail.list.number}：登记向团省委的正式行文（{rule.clause}）",
            act="登记正式行文",
            granted=lambda text, level: self._write(
                lambda _: service.send_list(
                    context, list_id=list_id, document_number=text, level=level or None
                ),
                lambda done: f"清单 {done.number}：{done.state_label}。行文已存档，可以打印。",
                "登记正式行文",
            ),
            hint="文号，例如 团×字〔2019〕12号",
            needed="正式行文须填写文号",
            numbers=self._workplace,
            choices=[(one, ACTOR_LABELS[Actor(one)]) for one in rule.send],
        )

    def _plan_approval(self) -> None:
        """What an approval would write is looked up before it is asked for."""
        context, list_id, lines = self._workplace.context, self._wanted, self.chosen_lines()
        self._workplace.jobs.read(
            self,
            lambda: service.plan_decision(context, list_id=list_id, lines=lines),
            self._ask_approval,
            topic="plan",
            on_error=self._refused,
        )

    def _ask_approval(self, plan: DecisionPlan) -> None:
        context = self._workplace.context
        lines = [one.line for one in plan.lines]
        self.strip.ask(
            plan_words(plan),
            act=f"登记批复，修改 {len(plan.written)} 人的档案",
            granted=lambda text, _: self._write(
                lambda _: service.decide_list(
                    context,
                    list_id=plan.list_id,
                    act="approve",
                    lines=lines,
                    document_number=text,
                    plan=plan,
                ),
                _decided_words,
                "登记更正批复",
            ),
            hint="团省委的批复文号",
            needed="须填写批复文号，档案的修改以它为据",
        )

    def _ask_return(self) -> None:
        rule = self._workplace.context.policy.correction
        if rule is None or self._detail is None:
            return
        context, list_id, lines = self._workplace.context, self._wanted, self.chosen_lines()
        sent = self._detail.list.state == "sent"
        levels = rule.decide if sent else dict.fromkeys((*rule.send, *rule.decide))
        self.strip.ask(
            f"退回 {len(lines)} 件更正，档案不改。退回后可以核对清楚重新提出。",
            act=f"退回 {len(lines)} 件",
            granted=lambda text, level: self._write(
                lambda _: service.decide_list(
                    context,
                    list_id=list_id,
                    act="return",
                    lines=lines,
                    reason=text,
                    level=level or None,
                ),
                _decided_words,
                "登记退回",
            ),
            hint="退回的原因",
            needed="退回须写明原因",
            choices=[(one, ACTOR_LABELS[Actor(one)]) for one in levels],
        )

    def _write(
        self, act: Callable[[Progress], T], words_of: Callable[[T], str], words: str
    ) -> None:
        def done(outcome: T) -> None:
            self.lines.clearSelection()
            self.banner.say(words_of(outcome), level=_level_of(outcome))
            self.show_list(self._wanted)

        self._workplace.jobs.write(self, act, done, words=words, on_error=self._refused)

    def _refused(self, error: TuanjiError) -> None:
        self.banner.say_error(error)


def plan_words(plan: DecisionPlan) -> str:
    """What an approval would write, and whom it leaves."""
    shown = "；".join(
        f"{one.name} {shown_value(one.field, one.before)} → {shown_value(one.field, one.after)}"
        for one in plan.written[:_SHOWN]
    )
    more = f"等 {len(plan.written)} 人" if len(plan.written) > _SHOWN else ""
    text = f"清单 {plan.number}：批复同意后写入档案：{shown}{more}。" if plan.written else ""
    if plan.conflicts:
        text += "不写入：" + "".join(f"{one.refused}" for one in plan.conflicts[:_SHOWN])
    return text


def _decided_words(done: Decided) -> str:
    left = f"{len(done.conflicts)} 人有冲突，没有写入，请退回后重新提出。" if done.conflicts else ""
    if done.returned:
        return f"已退回 {len(done.returned)} 件更正，档案未改。"
    if not done.approved:
        return left
    return f"已登记批复，{len(done.approved)} 人的档案已更正。{left}"


def _level_of(outcome: object) -> str:
    return "warning" if isinstance(outcome, Decided) and outcome.conflicts else "good"


def _next_words(detail: ListDetail) -> str:
    head = detail.list
    match head.state:
        case "verified" if head.stale:
            return "下一步：重新编制清单，再行文。"
        case "verified":
            return "下一步：打印清单盖章，随正式行文报团省委，登记文号。"
        case "sent":
            return "下一步：收到团省委批复后，逐行登记同意或退回。"
    return f"已办结：同意 {head.approved} 人，退回 {head.returned} 人。"


def _step_words(step: queries.StepRow) -> str:
    about = f"第 {'、'.join(map(str, step.lines))} 行 " if step.lines else ""
    paper = f" {step.document_number}" if step.document_number else ""
    return f"{step.act_label}（{about}{step.level_label}，{step.done_on}{paper}）"
