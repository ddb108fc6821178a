"""The face of the member dialog: head, groups, form, reason, buttons. It knows no service."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..kit.dialogs import Banner
from ..kit.field_form import FieldForm
from ..kit.field_row import FormField
from ..kit.icons import icon
from ..kit.labels import hairline, label, restyled
from ..kit.style import scaled
from ..rules.fields import FIELDS, GROUPS, Kind
from ..rules.lifecycle import LEFT, STAGE_LABELS, Stage
from ..rules.policy import Policy, Tier
from .loading import CardData

_RAIL_WIDTH = 120
_REPORT_WORDS = {"return": "退回…", "approve": "审核通过", "withdraw": "撤回报到"}


def form_fields(data: CardData, policy: Policy) -> list[FormField]:
    """A member as the form draws it: by groups, each field with its rule."""
    rows = sorted(FIELDS.values(), key=lambda row: GROUPS.index(row.group))
    required = data.required if data.member.status not in LEFT else frozenset()
    made = []
    for row in rows:
        branch = row.kind is Kind.BRANCH
        value = data.member.values.get(row.name) or ""
        made.append(
            FormField(
                name=row.name,
                label=row.label,
                kind=row.kind,
                group=row.group,
                state=data.states[row.name],
                value=data.branch_code if branch else value,
                shown=value if branch else "",
                choices=("是", "否") if row.kind is Kind.YES_NO else policy.choices(row.name),
                max_length=row.max_length,
                required=row.name in required,
                masked=bool(data.member.id),
                why=partial(data.whys.__getitem__, row.name),
            )
        )
    return made


class GroupRail(QWidget):
    """The groups of the form, one press away; each says how many starred fields it lacks."""

    group_requested = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("group_rail")
        self.setAccessibleName("分组")
        self.setFixedWidth(scaled(_RAIL_WIDTH))
        self._buttons: dict[str, QPushButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for number, group in enumerate(GROUPS):
            button = QPushButton(group, self)
            button.setObjectName(f"rail_{number}")
            button.setProperty("link", True)
            button.setProperty("rail", True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, one=group: self.group_requested.emit(one))
            self._buttons[group] = button
            layout.addWidget(button)
        layout.addStretch(1)

    def show_missing(self, missing: Mapping[str, int]) -> None:
        """How many starred fields are empty, by group."""
        for group, button in self._buttons.items():
            number = missing.get(group, 0)
            button.setText(f"{group} · {number}" if number else group)
            button.setToolTip(f"缺 {number} 项必填" if number else "")
            restyled(button, "missing", number > 0)
            button.setAccessibleName(f"{group}，缺 {number} 项必填" if number else group)


class MemberSheet(QWidget):
    """Everything in the dialog's window."""

    report_requested = Signal(str)
    """An act of the report-in: submit, approve, return, withdraw."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("member_sheet")
        self.form = FieldForm(self)
        self.banner = Banner(self)
        self.rail = GroupRail(self)
        self.rail.group_requested.connect(self._go_to_group)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 12)
        layout.setSpacing(8)
        layout.addLayout(self._make_head())
        layout.addWidget(self.banner)
        layout.addWidget(hairline(self))
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.rail)
        body.addWidget(self.form, 1)
        layout.addLayout(body, 1)
        layout.addWidget(self._make_paper())
        layout.addWidget(hairline(self))
        layout.addLayout(self._make_foot())

    def _make_head(self) -> QHBoxLayout:
        self._name = label("", role="title", name="dialog_name", parent=self)
        self._status = label("", role="small", name="dialog_status", parent=self)
        self._where = label("", role="small", name="dialog_where", parent=self)
        self._count = label("", role="small", name="dialog_place", parent=self)
        self.previous = self._arrow("previous", "chevron-left", "上一位（Ctrl+PgUp）", "Ctrl+PgUp")
        self.next = self._arrow("next", "chevron-right", "下一位（Ctrl+PgDown）", "Ctrl+PgDown")
        words = QVBoxLayout()
        words.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._name)
        first.addWidget(self._status, 0, Qt.AlignmentFlag.AlignBottom)
        first.addStretch(1)
        words.addLayout(first)
        words.addWidget(self._where)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addLayout(words, 1)
        for one in (self._count, self.previous, self.next):
            head.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _arrow(self, name: str, picture: str, words: str, keys: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"dialog_{name}")
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setShortcut(keys)
        button.setIcon(icon(picture, "text"))
        button.setIconSize(QSize(scaled(16), scaled(16)))
        return button

    def _make_paper(self) -> QWidget:
        """Why, and on which paper: asked only where somebody will have to decide about it."""
        self._paper = QWidget(self)
        self._paper.setObjectName("dialog_paper")
        self._reason = QLineEdit(self._paper)
        self._reason.setObjectName("dialog_reason")
        self._reason.setPlaceholderText("修改原因（可不填）")
        self._reason.setAccessibleName("修改原因")
        self._basis = QLineEdit(self._paper)
        self._basis.setObjectName("dialog_basis")
        self._basis.setPlaceholderText("依据的文号或材料（可不填）")
        self._basis.setAccessibleName("依据的文号或材料")
        layout = QHBoxLayout(self._paper)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label("须审核的修改", role="muted", name="paper_words"))
        layout.addWidget(self._reason, 1)
        layout.addWidget(self._basis, 1)
        self._paper.hide()
        return self._paper

    def _make_foot(self) -> QHBoxLayout:
        self._hint = label("", role="small", name="dialog_hint", parent=self)
        self._hint.setWordWrap(True)
        self._reports = {act: self._report_button(act) for act in ("withdraw", "return", "approve")}
        self._reports["submit"] = self._report_button("submit")
        self.redirect = self._button("report_redirect", "改报并提交…", "改报其他团支部，并提交报到")
        self.notice = self._button(
            "report_notice", "通知单…", "打印通知单：通知团员撤回，向正确的团支部报到"
        )
        self.close_button = self._button("dialog_close", "关闭", "关闭（Esc）")
        self.save = self._button("dialog_save", "保存", "保存（Ctrl+Enter）")
        self.save.setProperty("main", True)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._hint, 1)
        reports = (self.notice, *self._reports.values(), self.redirect)
        for one in (*reports, self.close_button, self.save):
            foot.addWidget(one)
        return foot

    def _report_button(self, act: str) -> QPushButton:
        button = self._button(f"report_{act}", _REPORT_WORDS.get(act, ""), "")
        button.clicked.connect(lambda: self.report_requested.emit(act))
        return button

    def _button(self, name: str, words: str, tip: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(tip or words)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button

    # ------------------------------------------------------------------- what is shown
    def show_head(self, data: CardData, *, place: int, total: int, read_only: bool) -> None:
        """Who is edited, where in the list, and the steps that are open."""
        member = data.member
        red = bool(member.missing) and member.status not in LEFT
        self._name.setText((member.name or "（未填姓名）") if member.id else "新增团员")
        restyled(self._name, "red", red)
        self._name.setToolTip("必填信息不全" if red else "")
        self._status.setText(STAGE_LABELS[member.status])
        where = " › ".join(part for part in (data.superiors, member.branch_short) if part)
        if member.status_reason:
            where += f"　说明：{member.status_reason}"
        self._where.setText(where)
        self._count.setText(f"{place + 1:,}/{total:,}" if total > 1 else "")
        for arrow in (self.previous, self.next):
            arrow.setVisible(total > 1)
        self.previous.setEnabled(place > 0)
        self.next.setEnabled(place + 1 < total)
        steps = {step.act: step.label for step in data.steps} if not read_only else {}
        for act, button in self._reports.items():
            button.setVisible(act in steps)
            if act in steps:
                button.setText(_REPORT_WORDS.get(act, steps[act]))
                button.setAccessibleName(steps[act])
        self.redirect.setVisible("submit" in steps and bool(member.id))
        self.notice.setVisible(member.status is Stage.SUBMITTED)
        open_ = any(state.tier is not Tier.LOCKED for state in data.states.values())
        self.save.setEnabled(open_ and not read_only)

    def show_missing(self, missing: tuple[str, ...]) -> None:
        """Which starred fields are empty."""
        numbers: dict[str, int] = {}
        for name in missing:
            numbers[FIELDS[name].group] = numbers.get(FIELDS[name].group, 0) + 1
        self.rail.show_missing(numbers)

    def show_hint(self, text: str, *, review: bool) -> None:
        """The line beside the buttons; `review` asks for reason and paper as well."""
        self._hint.setText(text)
        self._paper.setVisible(review)

    def paper(self) -> tuple[str | None, str | None]:
        """Reason and basis, as far as they are asked for and given."""
        if self._paper.isHidden():
            return None, None
        return self._reason.text().strip() or None, self._basis.text().strip() or None

    def clear_paper(self) -> None:
        """The next change has a reason of its own."""
        self._reason.clear()
        self._basis.clear()

    def report_button(self, act: str) -> QPushButton:
        """The button of a step."""
        return self._reports[act]

    def _go_to_group(self, group: str) -> None:
        names = [row.name for row in FIELDS.values() if row.group == group]
        free = [name for name in names if not self.form.row(name).field.locked]
        self.form.focus_field((free or names)[0])
