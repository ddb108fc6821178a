"""One case on the desk: how far it is, what is missing, what comes next, and the acts."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ..core.errors import TuanjiError
from ..core.progress import Progress
from ..kit.ask_strip import AskStrip
from ..kit.dialogs import Banner, ask_open_path, ask_save_path
from ..kit.flow import FlowLayout
from ..kit.labels import label, restyled
from ..kit.page import Workplace
from ..kit.preview import write_whole
from ..office.archive import Attachment
from ..rules.lifecycle import ACTOR_LABELS, Actor
from . import queries, service
from .cases import unmoved
from .proof_rows import SUFFIXES
from .queries import CorrectionRow, ProofRow
from .table import change_text

T = TypeVar("T")
ACTS = {
    "proofs": "补充材料…",
    "verify": "登记核实…",
    "return": "退回…",
    "withdraw": "撤回…",
    "list": "查看清单",
    "member": "打开档案",
}
_WAY = ("收集材料", "逐案核实", "编成清单", "正式行文", "批复")


class CasePanel(QWidget):
    """Shows a `CorrectionRow`. Acts stay pressable while the case is open: what the rules refuse
    is answered with the clause and what is possible instead."""

    list_requested = Signal(int)
    member_requested = Signal(int)
    said = Signal(str, str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("case_panel")
        self.setAccessibleName("所选的更正")
        self._workplace = workplace
        self.row: CorrectionRow | None = None
        self._head = label("", role="title", name="case_head", parent=self)
        self._about = label("", role="muted", name="case_about", parent=self)
        self._way = label("", role="muted", name="case_way", parent=self)
        self._next = label("", name="case_next", parent=self)
        self._words = (self._head, self._about, self._way, self._next)
        for one in self._words:
            one.setWordWrap(True)
            one.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.banner = Banner(self)
        self.strip = AskStrip("case_ask", self)
        self._proofs = FlowLayout(spacing=8)
        self._acts: dict[str, QPushButton] = {}
        self._lay_out()
        self.show_case(None)

    def _lay_out(self) -> None:
        bar = FlowLayout()
        for act, words in ACTS.items():
            button = QPushButton(words, self)
            button.setObjectName(f"case_{act}")
            button.setAccessibleName(words)
            button.clicked.connect(partial(self._press, act))
            self._acts[act] = button
            bar.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._head)
        layout.addWidget(self._about)
        layout.addWidget(self._way)
        layout.addLayout(self._proofs)
        layout.addWidget(self._next)
        layout.addLayout(bar)
        layout.addWidget(self.strip)
        layout.addWidget(self.banner)
        layout.addStretch(1)

    # ------------------------------------------------------------------- shown
    def show_case(self, row: CorrectionRow | None) -> None:
        """Shows a case, or none."""
        if row is None or self.row is None or row.id != self.row.id:
            self.strip.dismiss()
            self.banner.hide()
        self.row = row
        for one in self._words:
            one.setVisible(row is not None)
        self._show_proofs(row.proofs if row else ())
        if row is not None:
            self._head.setText(f"第 {row.id} 号 · {row.name} · {row.label} {change_text(row)}")
            self._about.setText(_about(row))
            self._way.setText(_way(row))
            self._next.setText(next_words(row))
            restyled(self._next, "role", "warning" if unmoved(row) and row.open else "")
        self._enable()

    def _show_proofs(self, proofs: tuple[ProofRow, ...]) -> None:
        while (item := self._proofs.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for proof in proofs:
            words = f"{proof.label}：{proof.file_name}"
            button = QPushButton(words, self)
            button.setObjectName(f"case_proof_{proof.id}")
            button.setAccessibleName(f"另存{words}")
            button.setToolTip("另存为文件查看")
            button.setProperty("link", True)
            button.clicked.connect(partial(self._save_proof, proof))
            self._proofs.addWidget(button)

    def _enable(self) -> None:
        """The next act of the way is the blue one; a read-only file offers none."""
        row = self.row
        writable = not self._workplace.context.database.read_only
        main = ""
        if row is not None and row.state == "gathered":
            main = "proofs" if row.missing else "verify"
        if row is not None and row.open and unmoved(row) is not None:
            main = "return"
        for act, button in self._acts.items():
            if act == "member":
                on = row is not None
            elif act == "list":
                on = row is not None and row.list_id is not None
            elif act in ("proofs", "withdraw", "verify"):
                on = row is not None and row.state == "gathered" and writable
            else:
                on = row is not None and row.open and writable
            button.setEnabled(on)
            restyled(button, "main", act == main and on)

    # -------------------------------------------------------------------- acts
    def _press(self, act: str, _checked: bool = False) -> None:
        row = self.row
        if row is None:
            return
        match act:
            case "list":
                self.list_requested.emit(row.list_id or 0)
            case "member":
                self.member_requested.emit(row.member_id)
            case "proofs":
                self._ask_proof()
            case "verify":
                self._ask_finding(row)
            case "return":
                self._ask_return(row)
            case "withdraw":
                self.strip.ask(
                    f"撤回 {row.name} 的更正，以后可以重新提出。",
                    act="撤回",
                    granted=lambda text, _: self._write(
                        lambda context: service.withdraw_correction(
                            context, correction_id=row.id, reason=text
                        ),
                        "撤回行文更正",
                    ),
                    hint="撤回的原因",
                    needed="撤回须写明原因",
                )

    def _ask_proof(self) -> None:
        rule = self._workplace.context.policy.correction
        self.strip.ask(
            "补充哪一种材料？",
            act="选择文件…",
            granted=lambda _, kind: self._choose_proof(kind),
            typed=False,
            choices=[(one.code, one.label) for one in (rule.proofs if rule else ())],
        )

    def _choose_proof(self, kind: str) -> None:
        path = ask_open_path(
            self, title="选择证明材料", folder=None, kind="扫描件或文档", suffixes=SUFFIXES
        )
        if path is not None:
            self.add_proof(kind, path)

    def add_proof(self, kind: str, path: Path) -> None:
        """Adds a file to the case that is shown."""
        row = self.row
        if row is not None:
            proof = Attachment(kind, path, path.name)
            self._write(
                lambda context: service.add_proofs(context, correction_id=row.id, proofs=[proof]),
                "补充更正材料",
            )

    def _ask_finding(self, row: CorrectionRow) -> None:
        rule = self._workplace.context.policy.correction
        if rule is None:
            return
        who = "、".join(ACTOR_LABELS[Actor(one)] for one in rule.verify)
        self.strip.ask(
            f"登记{who}对 {row.name} 的核实情况（{rule.clause}）",
            act="下一步",
            granted=lambda text, _: self._ask_who(row, text),
            hint="查了什么材料，结论是什么",
            needed="须写明核实情况",
        )

    def _ask_who(self, row: CorrectionRow, finding: str) -> None:
        self.strip.ask(
            f"由谁核实？核实情况：{finding}",
            act="登记核实",
            granted=lambda text, _: self._write(
                lambda context: service.verify_correction(
                    context, correction_id=row.id, finding=finding, verified_by=text
                ),
                "登记核实",
            ),
            hint="核实人姓名",
            text=self._workplace.context.operator,
        )

    def _ask_return(self, row: CorrectionRow) -> None:
        rule = self._workplace.context.policy.correction
        if rule is None:
            return
        levels = rule.decide if row.state == "sent" else (*rule.verify, *rule.decide)
        self.strip.ask(
            f"退回 {row.name} 的更正。退回后可以核对清楚重新提出。",
            act="退回",
            granted=lambda text, level: self._write(
                lambda context: service.return_correction(
                    context, correction_id=row.id, reason=text, level=level or None
                ),
                "退回行文更正",
            ),
            hint="退回的原因",
            needed="退回须写明原因",
            choices=[(one, ACTOR_LABELS[Actor(one)]) for one in dict.fromkeys(levels)],
        )

    def _write(self, act: Callable[..., T], words: str) -> None:
        context = self._workplace.context
        row = self.row

        def run(_: Progress) -> CorrectionRow:
            act(context)
            return queries.correction(context, correction_id=row.id if row else 0)

        def done(now: CorrectionRow) -> None:
            if self.row is not None and self.row.id == now.id:
                self.show_case(now)
            self.banner.say(f"第 {now.id} 号更正：{now.state_label}。", level="good")

        self._workplace.jobs.write(self, run, done, words=words, on_error=self._refused)

    def _refused(self, error: TuanjiError) -> None:
        self.banner.say_error(error)

    def _save_proof(self, proof: ProofRow, _checked: bool = False) -> None:
        name = Path(proof.file_name)
        path = ask_save_path(
            self, title="另存证明材料", suggested=name, kind="证明材料", suffix=name.suffix.lower()
        )
        if path is not None:
            self.save_proof(proof.id, path)

    def save_proof(self, proof_id: int, path: Path) -> None:
        """Writes a kept proof out, byte for byte."""
        context = self._workplace.context
        self._workplace.jobs.read(
            self,
            lambda: write_whole(path, queries.proof_content(context, proof_id=proof_id)[1]),
            lambda _: self.banner.say(f"已保存：{path.name}", level="good"),
            on_error=self._refused,
        )


def next_words(row: CorrectionRow) -> str:
    """What is missing, and what to do next."""
    refusal = unmoved(row) if row.open else None
    if refusal is not None:
        return refusal.message
    match row.state:
        case "gathered" if row.missing:
            return f"下一步：补充{'、'.join(f'《{one}》' for one in row.missing)}，才能核实。"
        case "gathered":
            return "下一步：材料齐全，报地级以上市团委逐案核实，核实后在这里登记。"
        case "verified" if row.list_id is None:
            return "下一步：与其他已核实的一起“编成清单”。"
        case "verified":
            return f"下一步：清单 {row.list_number} 正式行文，登记文号。"
        case "sent":
            return "下一步：等待团省委批复。批复同意后登记文号，档案才改。"
        case "approved":
            return f"已办结：档案已按批复 {row.decision_number} 改为正确内容。"
    return f"已办结：{row.state_label}。原因：{row.decision_reason or '未写'}"


def _about(row: CorrectionRow) -> str:
    parts = [row.branch, f"误填原因：{row.reason}", f"{row.opened_on} 由 {row.opened_by} 提出"]
    if row.finding:
        parts.append(f"核实：{row.finding}（{row.verified_by}，{row.verified_on}）")
    return "\n".join(parts)


def _way(row: CorrectionRow) -> str:
    """Where the case is on its way: ✓ behind it, ● now, ○ to come."""
    place = {"gathered": 1, "verified": 2 if row.list_id is None else 3, "sent": 4}.get(row.state)
    if row.state == "approved":
        place = len(_WAY)
    if place is None:
        return row.state_label
    marks = ("✓" if n < place else "●" if n == place else "○" for n in range(len(_WAY)))
    return "　".join(f"{mark} {words}" for mark, words in zip(marks, _WAY, strict=True))
