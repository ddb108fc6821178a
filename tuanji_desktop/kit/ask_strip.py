"""A line in the page that asks for the one thing an act still needs: a reason, a number, a level.

It stands where the act was started, holds nothing up, and goes away by Esc.
"""

from collections.abc import Callable, Sequence
from datetime import date

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.kit.day_edit import DayEdit
from tuanji_desktop.kit.document_number import NextNumberButton
from tuanji_desktop.kit.labels import label
from tuanji_desktop.kit.page import Workplace

_MARGIN = 12
_CHOICE = 10  # characters of the choice in sight; its list is as wide as its words
_TYPED = 20
"""What the typed text wants beyond its usual width."""
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
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.choice.setMinimumContentsLength(_CHOICE)
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
        self.number: NextNumberButton | None = None
        self.day: DayEdit | None = None
        self.answered_day: date | None = None
        self._row, self._acts = QHBoxLayout(), QHBoxLayout()
        for row in (self._row, self._acts):
            row.setSpacing(8)
            row.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._row.addWidget(self.choice)
        self._row.addWidget(self.text, 1)
        for widget in (self.act, cancel):
            self._acts.addWidget(widget)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(8)
        self._line.addLayout(self._row, 1)
        self._line.addLayout(self._acts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 8, _MARGIN, 8)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addLayout(self._line)
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
        numbers: Workplace | None = None,
        days: tuple[date, date] | None = None,
    ) -> None:
        """Opens with a question. `act` is the verb on the button; `needed` says, in words, why an
        empty text does not do; `choices` are keys and labels, `chosen` the key to begin with.
        With `numbers` the text is a 文号 of our own: 取下一号 stands beside it. With `days`, the first
        and the last that make sense, it also asks on which day it was done: `answered_day`."""
        self._granted, self._needed = granted, needed
        self._back = self.window().focusWidget()
        self._title.setText(title)
        self.setAccessibleName(title)
        self.text.setVisible(typed)
        self.text.setPlaceholderText(hint)
        self.text.setAccessibleName(hint or title)
        self.text.setText(text)
        self._offer_numbers(numbers)
        self._offer_days(days)
        self.choice.setVisible(bool(choices))
        self.choice.setAccessibleName(title)
        self.choice.clear()
        for key, words in choices:
            self.choice.addItem(words, key)
        self.choice.setCurrentIndex(max(0, self.choice.findData(chosen)))
        view = self.choice.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + _CHOICE)
        self._row.setStretch(0, 0 if typed else 1)
        self.act.setText(act)
        self.act.setAccessibleName(act)
        self._judge()
        self._break_line()
        self.show()
        (self.text if typed else self.choice if choices else self.act).setFocus()

    def _offer_days(self, days: tuple[date, date] | None) -> None:
        if days is not None and self.day is None:
            name = f"{self.objectName()}_day"
            self.day = DayEdit(name, "办理日期", last=days[1], parent=self)
            self.day.setToolTip("实际办理的日期，可以补登")
            self._acts.insertWidget(0, self.day)
        if self.day is not None:
            self.day.setVisible(days is not None)
        if self.day is not None and days is not None:
            self.day.allow(*days)
            self.day.take(days[1])
        self.answered_day = None

    def _offer_numbers(self, workplace: Workplace | None) -> None:
        if workplace is not None and self.number is None:
            name = f"{self.objectName()}_next"
            self.number = NextNumberButton(workplace, self.text, name=name, parent=self)
            self._row.insertWidget(self._row.indexOf(self.text) + 1, self.number)
        if self.number is not None:
            self.number.setVisible(workplace is not None)

    def dismiss(self) -> None:
        """Goes away; the focus returns to where it was."""
        self._granted = None
        self.hide()
        back, self._back = self._back, None
        if back is not None and shiboken6.isValid(back) and back.isVisible():
            back.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._break_line()

    def _break_line(self) -> None:
        """Large letters on a small screen: the buttons go below what is typed."""
        room = self.width() - 2 * _MARGIN
        fits = self._row.sizeHint().width() + self._acts.sizeHint().width() + _TYPED <= room
        direction = QBoxLayout.Direction
        self._line.setDirection(direction.LeftToRight if fits else direction.TopToBottom)

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
        if self.day is not None and not self.day.isHidden():
            self.answered_day = self.day.day
        self.dismiss()
        granted(text, choice)
