"""A line in the page that asks for the one thing an act still needs: a reason, a number, a level.

It stands where the act was started, holds nothing up, and goes away by Esc.
"""

from collections.abc import Callable, Sequence

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.kit.labels import label

Granted = Callable[[str, str], None]
"""What is done with the text and the key of the choice."""


class AskStrip(QFrame):
    """Hidden until `ask`; one question at a time, a newer one takes the place of the older."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "card")
        self._granted: Granted | None = None
        self._needed = ""
        self._back: QWidget | None = None
        self._title = label("", name=f"{name}_title", parent=self)
        self._title.setWordWrap(True)
        self.choice = QComboBox(self)
        self.choice.setObjectName(f"{name}_choice")
        self.text = QLineEdit(self)
        self.text.setObjectName(f"{name}_text")
        self.text.returnPressed.connect(self._grant)
        self.text.textChanged.connect(self._judge)
        self._note = label("", role="small", name=f"{name}_note", parent=self)
        self._note.setWordWrap(True)
        self.act = QPushButton(self)
        self.act.setObjectName(f"{name}_act")
        self.act.setProperty("main", True)
        self.act.clicked.connect(self._grant)
        cancel = QPushButton("取消", self)
        cancel.setObjectName(f"{name}_cancel")
        cancel.setAccessibleName("取消，什么也不做")
        cancel.clicked.connect(self.dismiss)
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget in (self.choice, self.text, self.act, cancel):
            line.addWidget(widget, 1 if widget is self.text else 0)
        line.setAlignment(Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addLayout(line)
        layout.addWidget(self._note)
        self.hide()

    def ask(
        self,
        title: str,
        *,
        act: str,
        granted: Granted,
        hint: str = "",
        needed: str = "",
        typed: bool = True,
        text: str = "",
        choices: Sequence[tuple[str, str]] = (),
        chosen: str = "",
    ) -> None:
        """Opens with a question. `act` is the verb on the button; `needed` says, in words, why an
        empty text does not do; `choices` are keys and labels, `chosen` the key to begin with."""
        self._granted, self._needed = granted, needed
        self._back = self.window().focusWidget()
        self._title.setText(title)
        self.setAccessibleName(title)
        self.text.setVisible(typed)
        self.text.setPlaceholderText(hint)
        self.text.setAccessibleName(hint or title)
        self.text.setText(text)
        self.choice.setVisible(bool(choices))
        self.choice.setAccessibleName(title)
        self.choice.clear()
        for key, words in choices:
            self.choice.addItem(words, key)
        self.choice.setCurrentIndex(max(0, self.choice.findData(chosen)))
        self.act.setText(act)
        self.act.setAccessibleName(act)
        self._judge()
        self.show()
        (self.text if typed else self.choice if choices else self.act).setFocus()

    def dismiss(self) -> None:
        """Goes away; the focus returns to where it was."""
        self._granted = None
        self.hide()
        back, self._back = self._back, None
        if back is not None and shiboken6.isValid(back) and back.isVisible():
            back.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _judge(self) -> None:
        lacking = bool(self._needed) and not self.text.text().strip()
        self.act.setEnabled(not lacking)
        self._note.setText(self._needed if lacking else "")
        self._note.setVisible(lacking)

    def _grant(self) -> None:
        granted = self._granted
        if granted is None or not self.act.isEnabled():
            return
        text, choice = self.text.text().strip(), str(self.choice.currentData() or "")
        self.dismiss()
        granted(text, choice)
