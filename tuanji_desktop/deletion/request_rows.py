"""The rows of the request dialog: an admitted kind with its corrected value, a refused kind, a paper."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..core.masks import mask_id
from ..kit.dialogs import ask_open_path
from ..kit.flow import FlowLayout
from ..kit.labels import label, restyled
from ..kit.style import scaled
from ..rules.fields import FIELDS
from ..rules.policy import DeletionReason, Policy
from .doors import Door
from .reasons import ATTACHMENT_LABELS, Reason, admitted
from .service import Attachment

_PAPERS = (".pdf", ".jpg", ".jpeg", ".png", ".doc", ".docx", ".wps", ".txt")


class ReasonRow(QWidget):
    """An admitted kind; where a field is wrong its right value is typed and checked at once."""

    changed = Signal()

    def __init__(
        self,
        kind: DeletionReason,
        recorded: Mapping[str, str | None],
        policy: Policy,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"reason_row_{kind.code}")
        self.kind = kind
        self._recorded, self._policy, self._today = recorded, policy, today
        self.box = QCheckBox(kind.label, self)
        self.box.setObjectName(f"reason_{kind.code}")
        self.box.setAccessibleName(kind.label)
        self.box.setAccessibleDescription(f"依据：{kind.clause}")
        self.box.setToolTip(f"依据：{kind.clause}")
        self._caption = label("", role="muted", name=f"caption_{kind.code}", parent=self)
        self._caption.setWordWrap(True)
        self._editor = self._make_editor()
        self._note = label("", role="error", name=f"note_{kind.code}", parent=self)
        self._note.setWordWrap(True)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(2)
        layout.addWidget(self.box, 0, 0, 1, 2)
        layout.addWidget(self._caption, 1, 1)
        layout.setColumnMinimumWidth(0, scaled(16))
        if self._editor is not None:
            layout.addWidget(self._editor, 2, 1)
        layout.addWidget(self._note, 3, 1)
        layout.setColumnStretch(1, 1)
        self.box.toggled.connect(self._toggled)
        self._toggled(False)

    @property
    def chosen(self) -> bool:
        """Whether it is ticked."""
        return self.box.isChecked()

    @property
    def reason(self) -> Reason:
        """The kind with what was typed."""
        return Reason(self.kind.code, self.typed or None)

    @property
    def typed(self) -> str:
        """The corrected value as typed, '' where the kind has none."""
        if isinstance(self._editor, QComboBox):
            return self._editor.currentText().strip()
        return self._editor.text().strip() if self._editor is not None else ""

    def take_keyboard(self) -> None:
        """The cursor goes where something is to be typed."""
        (self._editor or self.box).setFocus()

    def type_corrected(self, value: str) -> None:
        """Puts a corrected value in."""
        if isinstance(self._editor, QComboBox):
            self._editor.setCurrentText(value)
        elif self._editor is not None:
            self._editor.setText(value)

    def checked_reason(self) -> Reason | None:
        """The reason in canonical form; None, with the words under the field, where it fails."""
        try:
            (clean,) = admitted(self._policy, (self.reason,), self._recorded, today=self._today)
        except TuanjiError as error:
            # before anything is typed it is a hint, not a reproach
            lacking = self.kind.field is not None and not self.typed
            self._say("" if lacking else error.message)
            return None
        self._say("")
        return clean

    def _make_editor(self) -> QLineEdit | QComboBox | None:
        if self.kind.field is None:
            return None
        field = FIELDS[self.kind.field]
        words = f"正确的{field.label}"
        choices = self._policy.choices(field.name)
        editor: QLineEdit | QComboBox
        if choices:
            editor = QComboBox(self)
            editor.addItems(["", *choices])
            editor.currentTextChanged.connect(lambda _: self.changed.emit())
        else:
            editor = QLineEdit(self)
            editor.textChanged.connect(lambda _: self.changed.emit())
        editor.setObjectName(f"corrected_{self.kind.code}")
        editor.setAccessibleName(words)
        value = self._recorded.get(field.name) or ""
        shown = (mask_id(value) if field.name == "id_number" else value) or "空"
        self._caption.setText(f"{words}（系统中为：{shown}）")
        self._caption.setBuddy(editor)
        return editor

    def _toggled(self, on: bool) -> None:
        self._caption.setVisible(on and self._editor is not None)
        self._note.setVisible(False)
        if self._editor is not None:
            self._editor.setVisible(on)
            if on:
                self._editor.setFocus()
        self.changed.emit()

    def _say(self, words: str) -> None:
        self._note.setText(words)
        self._note.setVisible(bool(words) and self.chosen)
        if self._editor is not None:
            restyled(self._editor, "level", "error" if words else "")
            self._editor.setAccessibleDescription(words)


class DoorButtons(QWidget):
    """Buttons that lead to the right door, the member chosen already."""

    chosen = Signal(object)
    """The `Door`."""

    def __init__(self, name: str, doors: Sequence[Door], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"doors_{name}")
        self.setAccessibleName("对应的途径")
        layout = FlowLayout(self, spacing=8)
        for door in doors:
            button = QPushButton(door.words, self)
            button.setObjectName(f"door_{name}_{door.key}")
            button.setAccessibleName(door.words)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, one=door: self.chosen.emit(one))
            layout.addWidget(button)


class RefusedRow(QWidget):
    """A kind that the pack refuses: why, where that stands, and the right door to go through."""

    door_chosen = Signal(object)

    def __init__(
        self, kind: DeletionReason, doors: Sequence[Door] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"refused_{kind.code}")
        self.setAccessibleName(f"不予受理：{kind.label}")
        self.setAccessibleDescription(f"{kind.advice}（{kind.clause}）")
        head = label(f"✕ {kind.label}（{kind.clause}）", role="muted", parent=self)
        head.setObjectName(f"refused_head_{kind.code}")
        text = label(kind.advice, role="small", name=f"refused_text_{kind.code}", parent=self)
        text.setWordWrap(True)
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 6)
        layout.setSpacing(2)
        layout.addWidget(head)
        layout.addWidget(text)
        if doors:
            buttons = DoorButtons(kind.code, doors, self)
            buttons.chosen.connect(self.door_chosen)
            layout.addWidget(buttons)


SAMPLES = {"statement": "statement", "self_criticism": "self-criticism"}
"""Papers that can be drawn from the record, by the kind of the attachment (deletion/letters.py)."""


class AttachmentRow(QWidget):
    """A paper that goes along: chosen from a file, shown by its name."""

    changed = Signal()
    sample_requested = Signal(str)
    """Kind of a paper that the program can draw for the branch to sign."""

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"attachment_{kind}")
        self.kind = kind
        self.path: Path | None = None
        self.needed = False
        self._caption = label("", role="muted", name=f"attachment_label_{kind}", parent=self)
        self._caption.setFixedWidth(scaled(88))
        self._file = label("未选择", role="small", name=f"attachment_file_{kind}", parent=self)
        words = ATTACHMENT_LABELS[kind]
        self._pick = self._button(f"attachment_pick_{kind}", "选择文件…", f"选择{words}的文件")
        self._pick.clicked.connect(self._choose)
        self._drop = self._button(f"attachment_drop_{kind}", "去掉", f"去掉{words}")
        self._drop.clicked.connect(lambda: self.take(None))
        self._sample = self._button(f"attachment_sample_{kind}", "样稿…", f"打印{words}的样稿")
        self._sample.clicked.connect(lambda: self.sample_requested.emit(kind))
        self._sample.setVisible(kind in SAMPLES)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(8)
        layout.addWidget(self._caption)
        layout.addWidget(self._file, 1)
        layout.addWidget(self._sample)
        layout.addWidget(self._pick)
        layout.addWidget(self._drop)
        self.need(False)
        self.take(None)

    def need(self, needed: bool) -> None:
        """Whether the request cannot do without it (G 三.2)."""
        self.needed = needed
        star = " *" if needed else ""
        self._caption.setText(ATTACHMENT_LABELS[self.kind] + star)
        restyled(self._caption, "role", "missing" if needed and self.path is None else "muted")
        self.setVisible(needed or self.kind == "other" or self.path is not None)

    def take(self, path: Path | None) -> None:
        """Takes a file, or none."""
        self.path = path
        self._file.setText(path.name if path else "未选择")
        self._drop.setVisible(path is not None)
        self.need(self.needed)
        self.changed.emit()

    def attachment(self) -> Attachment | None:
        """What goes with the request."""
        return Attachment(self.kind, self.path, self.path.name) if self.path else None

    def _choose(self) -> None:
        words = ATTACHMENT_LABELS[self.kind]
        path = ask_open_path(
            self, title=f"选择{words}", folder=None, kind="扫描件或文档", suffixes=_PAPERS
        )
        if path is not None:
            self.take(path)

    def _button(self, name: str, words: str, spoken: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(spoken)
        button.setAutoDefault(False)
        return button
