"""One field of a form: its name, its editor, its mark and what is wrong with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from tuanji_desktop.core.masks import group_id, mask_id, mask_phone
from tuanji_desktop.kit.icons import icon
from tuanji_desktop.kit.labels import label, restyled
from tuanji_desktop.kit.rule_popup import RulePopup, rule_in_words
from tuanji_desktop.kit.style import scaled
from tuanji_desktop.rules.cells import Finding
from tuanji_desktop.rules.fields import Kind
from tuanji_desktop.rules.policy_parts import TIER_LABELS, FieldState, Tier
from tuanji_desktop.rules.why import Why

LABEL_WIDTH = 112
_TYPED_CHOICES = 8
"""More choices than these are found by typing rather than by looking."""
_HINTS = {
    Kind.MONTH: "如 2018-09",
    Kind.DATE: "如 2005-03-21",
    Kind.MOBILE: "11 位手机号码",
    Kind.ID_NUMBER: "18 位身份证号",
}


@dataclass(frozen=True, slots=True)
class FormField:
    """A field as a form draws it. `shown` replaces the value on screen where that is an id; `why`
    gives the whole answer behind the state, where the record is known."""

    name: str
    label: str
    kind: Kind
    group: str
    state: FieldState
    value: str = ""
    choices: tuple[str, ...] = ()
    max_length: int | None = None
    required: bool = False
    masked: bool = True
    shown: str = ""
    why: Callable[[], Why] | None = None

    def same_shape(self, other: "FormField") -> bool:
        """Whether the same widgets serve the other field too."""
        mine = (self.name, self.label, self.kind, self.group, self.choices, self.max_length)
        its = (other.name, other.label, other.kind, other.group, other.choices, other.max_length)
        return mine == its and self.locked == other.locked

    @property
    def locked(self) -> bool:
        """Whether it can be read but not written here."""
        return self.state.tier is Tier.LOCKED


class FieldRow(QWidget):
    """Draws a `FormField`. The value it gives is the whole one, whatever is masked on screen."""

    edited = Signal(str, str)
    """Name and new value, at every keystroke."""
    left = Signal(str)
    """The cursor has left a field that is typed: time to write its value in the usual spelling."""
    path_requested = Signal(str, str)
    """Name and way: a `ChangePath`, or an act of a life cycle (rules.why)."""
    reveal_requested = Signal(str)
    """The clerk wants to see a number whole; whoever logs that answers with `reveal()`."""
    pick_requested = Signal(str)
    """The value is chosen elsewhere (the tree), not typed."""

    def __init__(self, field: FormField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"row_{field.name}")
        self.field = field
        self._value = field.value
        self._hidden = False
        self._label = label("", role="muted", parent=self)
        self._label.setObjectName(f"label_{field.name}")
        self._label.setFixedWidth(scaled(LABEL_WIDTH))
        self._label.setWordWrap(True)
        self._editor = _make_editor(field, self)
        self._editor.setObjectName(field.name)
        self._label.setBuddy(self._editor)
        self._listen()
        self._eye = self._button(f"reveal_{field.name}", "eye", "显示完整号码")
        self._eye.clicked.connect(lambda: self.reveal_requested.emit(self.field.name))
        self._mark = self._make_mark()
        self._note = label("", role="error", parent=self)
        self._note.setObjectName(f"note_{field.name}")
        self._note.setWordWrap(True)
        self._note.hide()
        self._lay_out()
        self.show_field(field)

    @property
    def editor(self) -> QWidget:
        """The widget that has the focus when the field is edited."""
        return self._editor

    @property
    def value(self) -> str:
        """The whole value, trimmed."""
        return self._value.strip()

    @property
    def changed(self) -> bool:
        """Whether the value differs from the one the form was given."""
        return self.value != self.field.value.strip()

    def show_field(self, field: FormField) -> None:
        """Takes another record's field of the same shape."""
        self.field = field
        self._mark.setAccessibleDescription(rule_in_words(field.state))
        self._value = field.value
        numbers = field.kind in (Kind.ID_NUMBER, Kind.MOBILE)
        self._hidden = numbers and field.masked and bool(field.value)
        self._show_value()
        self.set_required(field.required)
        self.set_findings(())

    def set_value(self, value: str, *, shown: str = "") -> None:
        """Puts a value in as if it had been typed, without telling anybody."""
        self._value = value
        self._hidden = False
        self._show_value(shown)
        self._tell_state()

    def reveal(self) -> None:
        """Shows the number whole."""
        self._hidden = False
        self._show_value()

    def set_required(self, required: bool) -> None:
        """A required field bears a star."""
        self._required = required
        self._label.setText(f"{self.field.label} *" if required else self.field.label)
        self._tell_state()

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """What is wrong with it, under the field; errors before warnings."""
        ordered = sorted(findings, key=lambda one: one.level != "error")
        level = str(ordered[0].level) if ordered else ""
        restyled(self._editor, "level", level)
        restyled(self._note, "role", "warning" if level == "warning" else "error")
        self._findings = tuple(one.message for one in ordered)
        self._tell_state()

    def _show_value(self, shown: str = "") -> None:
        text = shown or self.field.shown or self._value
        if self.field.kind is Kind.ID_NUMBER:
            locked = self.field.locked
            text = mask_id(text) if self._hidden else group_id(text) if locked else text
        elif self._hidden:
            text = mask_phone(text)
        self._eye.setVisible(self._hidden)
        with QSignalBlocker(self._editor):
            if isinstance(self._editor, QComboBox):
                _put_choice(self._editor, text)
            elif isinstance(self._editor, QPlainTextEdit):
                self._editor.setPlainText(text)
            elif isinstance(self._editor, QLineEdit):
                self._editor.setText(text)
                self._editor.setCursorPosition(0)
                self._editor.setReadOnly(self._read_only())
                asleep = self._hidden and not self.field.locked
                self._editor.setToolTip("先点右边的眼睛显示完整号码，再修改" if asleep else "")

    def _read_only(self) -> bool:
        return self.field.locked or self._hidden or self.field.kind is Kind.BRANCH

    def _listen(self) -> None:
        if isinstance(self._editor, QComboBox):
            self._editor.currentTextChanged.connect(self._took)
            line = self._editor.lineEdit()
            if line is not None:
                line.editingFinished.connect(lambda: self.left.emit(self.field.name))
        elif isinstance(self._editor, QPlainTextEdit):
            editor = self._editor
            editor.textChanged.connect(lambda: self._took(editor.toPlainText()))
        elif isinstance(self._editor, QLineEdit):
            self._editor.textEdited.connect(self._took)
            self._editor.editingFinished.connect(lambda: self.left.emit(self.field.name))

    def _took(self, text: str) -> None:
        if text == self._value:
            return
        self._value = text
        self._tell_state()
        self.edited.emit(self.field.name, self.value)

    def _tell_state(self) -> None:
        """The line under the field and what a screen reader says."""
        notes = list(getattr(self, "_findings", ()))
        review = self.field.state.tier is Tier.REVIEW and self.changed
        if review:
            notes.append("修改后须经审核，审核通过才生效")
        self._note.setText("\n".join(notes))
        self._note.setVisible(bool(notes))
        if review and len(notes) == 1:
            restyled(self._note, "role", "small")
        name = f"{self.field.label}，必填" if self._required else self.field.label
        if self.field.state.tier is not Tier.FREE:
            name += f"，{TIER_LABELS[self.field.state.tier]}"
        self._editor.setAccessibleName(name)
        self._editor.setAccessibleDescription("；".join(notes))
        empty = self._required and not self.value
        restyled(self._label, "role", "missing" if empty else "muted")

    def _make_mark(self) -> QWidget:
        tier = self.field.state.tier
        if tier is Tier.FREE:
            place = QWidget(self)
            place.setFixedWidth(scaled(28))
            return place
        name = "lock" if tier is Tier.LOCKED else "review"
        words = f"{self.field.label}：{TIER_LABELS[tier]}，为什么？"
        button = self._button(f"tier_{self.field.name}", name, words)
        button.clicked.connect(self.explain)
        return button

    def explain(self) -> None:
        """Opens the rule of the field under its mark."""
        why = self.field.why() if self.field.why else None
        popup = RulePopup(self.field.label, self.field.state, self, why=why)
        popup.path_requested.connect(lambda way: self.path_requested.emit(self.field.name, way))
        popup.open_under(self._mark)

    def _button(self, name: str, icon_name: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setIcon(icon(icon_name, "muted"))
        button.setIconSize(QSize(scaled(14), scaled(14)))
        button.setFixedWidth(scaled(28))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _lay_out(self) -> None:
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(4)
        layout.setVerticalSpacing(2)
        top = Qt.AlignmentFlag.AlignTop
        notes = self.field.kind is Kind.NOTES
        layout.addWidget(self._label, 0, 0, top if notes else Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._editor, 0, 1)
        layout.addWidget(self._eye, 0, 2)
        layout.addWidget(self._mark, 0, 4, top if notes else Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._note, 1, 1, 1, 3)
        layout.setColumnStretch(1, 1)
        if self.field.kind is Kind.BRANCH and not self.field.locked:
            pick = QPushButton("选择…", self)
            pick.setObjectName(f"pick_{self.field.name}")
            pick.setAccessibleName(f"选择{self.field.label}")
            pick.clicked.connect(lambda: self.pick_requested.emit(self.field.name))
            layout.addWidget(pick, 0, 3)


class _ChoiceBox(QComboBox):
    """Turns no wheel that only wanted to scroll the form."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()


class _NumberEdit(QLineEdit):
    """Shows a number in groups, copies it without the gaps: other programs want none."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.matches(QKeySequence.StandardKey.Copy) and self.hasSelectedText():
            QGuiApplication.clipboard().setText(self.selectedText().replace(" ", ""))
        else:
            super().keyPressEvent(event)


def _make_editor(field: FormField, parent: QWidget) -> QWidget:
    if field.kind is Kind.NOTES:
        text = QPlainTextEdit(parent)
        text.setReadOnly(field.locked)
        text.setTabChangesFocus(True)
        text.setFixedHeight(scaled(72))
        return text
    if field.choices and not field.locked:
        return _make_choice(field, parent)
    line = _NumberEdit(parent) if field.kind is Kind.ID_NUMBER else QLineEdit(parent)
    if field.max_length:
        line.setMaxLength(field.max_length)
    if not field.locked:
        line.setPlaceholderText(_HINTS.get(field.kind, ""))
    return line


def _make_choice(field: FormField, parent: QWidget) -> QComboBox:
    box = _ChoiceBox(parent)
    box.addItems(["", *field.choices])
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)
    if len(field.choices) > _TYPED_CHOICES:
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(box.model(), box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        box.setCompleter(completer)
        line = box.lineEdit()
        if line is not None:  # it has the focus, so it is what a screen reader reads
            line.setObjectName(f"{field.name}_line")
            line.setAccessibleName(field.label)
    return box


def _put_choice(box: QComboBox, text: str) -> None:
    """An office's own value is shown and kept even where the list does not know it."""
    place = box.findText(text)
    if place < 0 and not box.isEditable():
        box.addItem(text)
        place = box.count() - 1
    if place >= 0:
        box.setCurrentIndex(place)
    else:
        box.setEditText(text)
