"""The parts of a letter's text, each in a field of its own with what is wrong with it below."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from ..kit.labels import label, restyled
from ..kit.style import scaled
from ..papers.letter_template import ADDRESSEE, BODY, ENCLOSURES, ENDING, PARTS, TITLE, Fault

_NAMES = {
    TITLE: "title",
    ADDRESSEE: "addressee",
    BODY: "body",
    ENDING: "ending",
    ENCLOSURES: "enclosures",
}
_HINTS = {
    TITLE: "公文的标题，一行",
    ADDRESSEE: "通常写 {主送单位}，一行",
    BODY: "一段写一行，不用空格缩进",
    ENDING: "例如：妥否，请批示。可以不写",
    ENCLOSURES: "一个附件写一行；没有附件就空着",
}
_HEIGHTS = {BODY: 110, ENCLOSURES: 56}
"""Parts of several lines: their least height, px at scale 1."""


class LetterFields(QWidget):
    """What is typed, part by part; `typed` after every change by hand."""

    typed = Signal()

    def __init__(self, parent: QWidget | None = None, *, writable: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("letter_fields")
        self.setAccessibleName("公文的文字")
        self.editors: dict[str, QLineEdit | QPlainTextEdit] = {}
        self._notes: dict[str, QLabel] = {}
        self._last = BODY
        self._quiet = False
        form = QGridLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(4)
        form.setColumnStretch(1, 1)
        for place, part in enumerate(PARTS):
            editor = self._editor(part, writable)
            self.editors[part] = editor
            self._notes[part] = note = label("", role="error", name=f"letter_{_NAMES[part]}_error")
            note.setWordWrap(True)
            note.hide()
            caption = label(part, role="muted", name=f"label_letter_{_NAMES[part]}")
            caption.setBuddy(editor)
            caption.setContentsMargins(0, scaled(4), 0, 0)
            form.addWidget(caption, 2 * place, 0, Qt.AlignmentFlag.AlignTop)
            form.addWidget(editor, 2 * place, 1)
            form.addWidget(note, 2 * place + 1, 1)
            form.setRowStretch(2 * place, 1 if part == BODY else 0)
        self._notes[""] = label("", role="error", name="letter_error", parent=self)
        self._notes[""].setWordWrap(True)
        self._notes[""].hide()
        form.addWidget(self._notes[""], 2 * len(PARTS), 1)

    def _editor(self, part: str, writable: bool) -> QLineEdit | QPlainTextEdit:
        editor: QLineEdit | QPlainTextEdit
        if part in _HEIGHTS:
            editor = QPlainTextEdit(self)
            editor.setTabChangesFocus(True)
            editor.setMinimumHeight(scaled(_HEIGHTS[part]))
            if part == ENCLOSURES:
                editor.setMaximumHeight(scaled(_HEIGHTS[part]))
        else:
            editor = QLineEdit(self)
        editor.setObjectName(f"letter_{_NAMES[part]}")
        editor.setAccessibleName(part)
        editor.setPlaceholderText(_HINTS[part])
        editor.setReadOnly(not writable)
        editor.textChanged.connect(lambda *_: None if self._quiet else self.typed.emit())
        editor.installEventFilter(self)
        return editor

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Remembers where the cursor was last: a place from the list is put there."""
        if event.type() == QEvent.Type.FocusIn:
            self._last = next(
                (part for part, one in self.editors.items() if one is watched), self._last
            )
        return super().eventFilter(watched, event)

    def show_parts(self, parts: Mapping[str, str]) -> None:
        """Puts a text into the fields."""
        self._quiet = True
        for part, editor in self.editors.items():
            text = parts.get(part, "")
            if isinstance(editor, QLineEdit):
                editor.setText(text)
                editor.setCursorPosition(0)
            else:
                editor.setPlainText(text)
        self._quiet = False

    def parts(self) -> dict[str, str]:
        """What stands in the fields."""
        return {
            part: one.text() if isinstance(one, QLineEdit) else one.toPlainText()
            for part, one in self.editors.items()
        }

    def insert(self, words: str) -> None:
        """Puts words where the cursor was last."""
        editor = self.editors[self._last]
        if editor.isReadOnly():
            return
        if isinstance(editor, QLineEdit):
            editor.insert(words)
        else:
            editor.insertPlainText(words)
        editor.setFocus()

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """Says under each field what is wrong with it."""
        for part, note in self._notes.items():
            found = [one for one in faults if one.part == part]
            words = "\n".join(_said(one) for one in found[:3])
            note.setText(words)
            note.setVisible(bool(words))
            if part:
                self.editors[part].setAccessibleDescription(words)
                restyled(self.editors[part], "level", "error" if words else "")


def _said(fault: Fault) -> str:
    several = fault.part in _HEIGHTS and fault.place
    return f"第 {fault.place} 段：{fault.message}" if several else fault.message
