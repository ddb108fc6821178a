"""The lines of a member's card: a field, a change that waits, an operation of the past."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..core.masks import group_id, mask_id, mask_phone
from ..kit.icons import icon
from ..kit.labels import hairline, label, restyled
from ..kit.rule_popup import RulePopup, rule_in_words
from ..kit.style import scaled
from ..rules.fields import FIELDS, Field, Kind
from ..rules.policy_parts import TIER_LABELS, FieldState, Tier
from ..rules.why import Why
from .loading import HistoryChange, HistoryLine
from .queries import PendingChange
from .standing import Step

LABEL_WIDTH = 88
_EMPTY = "（空）"


def shown_value(field: str, value: str | None, *, whole: bool = False) -> str:
    """A value as a card shows it: numbers masked unless asked for, ID numbers in groups 6-8-4."""
    if not value:
        return ""
    kind = FIELDS[field].kind if field in FIELDS else Kind.TEXT
    if kind is Kind.ID_NUMBER:
        return group_id(value if whole else mask_id(value))
    if kind is Kind.MOBILE and not whole:
        return mask_phone(value)
    return value


class CardRow(QWidget):
    """One field: label, value, an eye where it is masked, a mark where it is not free."""

    reveal_requested = Signal(str)
    path_requested = Signal(str, str)

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self.setObjectName(f"card_row_{field.name}")
        self._state: FieldState | None = None
        self._why: Callable[[], Why] | None = None
        title = label(field.label, role="muted", name=f"card_label_{field.name}", parent=self)
        title.setFixedWidth(scaled(LABEL_WIDTH))
        title.setWordWrap(True)
        self._value = QLabel(self)
        self._value.setObjectName(f"card_{field.name}")
        self._value.setTextFormat(Qt.TextFormat.PlainText)
        self._value.setWordWrap(True)
        self._value.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._value.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._eye = self._button("eye", f"card_reveal_{field.name}", f"显示完整{field.label}")
        self._eye.setToolTip(f"显示完整{field.label}（会记入日志）")
        self._eye.clicked.connect(lambda: self.reveal_requested.emit(field.name))
        self._mark = self._button("lock", f"card_tier_{field.name}", "")
        self._mark.clicked.connect(self.explain)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        top = Qt.AlignmentFlag.AlignTop
        layout.addWidget(title, 0, top)
        layout.addWidget(self._value, 1, top)
        layout.addWidget(self._eye, 0, top)
        layout.addWidget(self._mark, 0, top)

    def show_value(
        self,
        value: str,
        state: FieldState,
        required: bool,
        why: Callable[[], Why] | None = None,
    ) -> None:
        """Shows a member's value; an empty field shows only where it is required."""
        self._state, self._why = state, why
        self.setVisible(bool(value) or required)
        if self.isHidden():
            return
        self._put(shown_value(self.field.name, value) if value else "未填", missing=not value)
        self._eye.setVisible(bool(value) and self.field.kind in (Kind.ID_NUMBER, Kind.MOBILE))
        marked = state.tier is not Tier.FREE
        if marked:
            self._mark.setIcon(icon("lock" if state.tier is Tier.LOCKED else "review", "muted"))
            words = f"{self.field.label}：{TIER_LABELS[state.tier]}，为什么？"
            self._mark.setAccessibleName(words)
            self._mark.setToolTip(words)
            self._mark.setAccessibleDescription(rule_in_words(state))
        self._mark.setVisible(marked)

    def reveal(self, value: str) -> None:
        """Shows the whole number; whoever calls has written down who looked."""
        self._put(shown_value(self.field.name, value, whole=True), missing=False)
        self._eye.hide()

    @property
    def text(self) -> str:
        """The value as it stands on screen."""
        return self._value.text()

    def _put(self, text: str, *, missing: bool) -> None:
        self._value.setText(text)
        self._value.setAccessibleName(f"{self.field.label}：{text}")
        restyled(self._value, "role", "missing" if missing else "")

    def explain(self) -> None:
        """Opens the rule of the field under its mark."""
        if self._state is None:
            return
        why = self._why() if self._why else None
        popup = RulePopup(self.field.label, self._state, self, why=why)
        popup.path_requested.connect(lambda way: self.path_requested.emit(self.field.name, way))
        popup.open_under(self._mark)

    def _button(self, picture: str, name: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setIcon(icon(picture, "muted"))
        button.setIconSize(QSize(scaled(14), scaled(14)))
        button.setFixedSize(scaled(24), scaled(22))
        return button


class PendingLine(QWidget):
    """A change that waits for review: old → new, by whom and when."""

    def __init__(self, change: PendingChange, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"card_pending_{change.field}")
        title = FIELDS[change.field].label if change.field in FIELDS else change.field
        words = f"{title}：{change.base or _EMPTY} → {change.new or _EMPTY}"
        text = label(words, name="pending_text", parent=self)
        text.setWordWrap(True)
        who = f"{change.proposed_by}，{change.proposed_at[:16].replace('T', ' ')} 提交"
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2)
        layout.setSpacing(0)
        layout.addWidget(text)
        layout.addWidget(label(who, role="small", name="pending_who", parent=self))
        self.setAccessibleName(f"待审核：{words}，{who}")


class CycleLine(QWidget):
    """A step of the report-in: what, where and why, by whom and when."""

    def __init__(self, step: Step, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"card_step_{step.operation}")
        text = label(step.sentence, name="step_text", parent=self)
        text.setWordWrap(True)
        at = step.at[:16].replace("T", " ")
        who = f"{at}　{step.actor}　第 {step.operation} 号操作"
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2)
        layout.setSpacing(0)
        layout.addWidget(text)
        layout.addWidget(label(who, role="small", name="step_who", parent=self))
        self.setAccessibleName(f"{step.sentence}，{who}")


class HistoryList(QScrollArea):
    """The life of a member, the newest first; a field's older value can be asked back."""

    restore_requested = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card_history")
        self.setAccessibleName("历史")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_lines(self, lines: Sequence[HistoryLine]) -> None:
        """Shows these operations."""
        page = QWidget()
        page.setObjectName("history_page")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 8, 4, 8)
        layout.setSpacing(3)
        for number, line in enumerate(lines):
            if number:
                layout.addWidget(hairline(page))
            self._add_line(line, layout, page)
        if not lines:
            layout.addWidget(label("还没有记录。", role="muted", name="history_none"))
        layout.addStretch(1)
        self.setWidget(page)

    def _add_line(self, line: HistoryLine, layout: QVBoxLayout, page: QWidget) -> None:
        words = label(line.words, name=f"history_{line.number}", parent=page)
        words.setWordWrap(True)
        words.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(words)
        when = f"{line.at[:16].replace('T', ' ')}　{line.actor}　第 {line.number} 号操作"
        layout.addWidget(label(when, role="small", name="history_when", parent=page))
        paper = "；".join(
            part
            for part in (
                f"原因：{line.reason}" if line.reason else "",
                f"依据：{line.document}" if line.document else "",
            )
            if part
        )
        if paper:
            reason = label(paper, role="small", name="history_reason", parent=page)
            reason.setWordWrap(True)
            layout.addWidget(reason)
        for change in line.changes:
            layout.addLayout(self._change_line(change, page))

    def _change_line(self, change: HistoryChange, page: QWidget) -> QHBoxLayout:
        before = shown_value(change.field, change.before) or _EMPTY
        after = shown_value(change.field, change.after) or _EMPTY
        text = label(f"{change.label}：{before} → {after}", role="muted", parent=page)
        text.setObjectName("history_change")
        text.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(text, 1)
        field, old = change.field, change.before
        if field in FIELDS and old:
            back = QToolButton(page)
            back.setObjectName(f"history_restore_{field}")
            back.setIcon(icon("undo", "muted"))
            back.setIconSize(QSize(scaled(14), scaled(14)))
            back.setAccessibleName(f"把{change.label}改回 {before}")
            back.setToolTip(f"把{change.label}改回 {before}（作为新的修改）")
            back.clicked.connect(lambda: self.restore_requested.emit(field, old))
            row.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        return row
