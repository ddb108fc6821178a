"""A line that offers something and takes yes or no: an import to go on with, a known layout."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QWidget

from tuanji_desktop.kit.labels import label

_NARROW = 240
"""Words beside the buttons get at least so many pixels, else the buttons go below them."""


class OfferStrip(QFrame):
    """Hidden until `offer`; either answer takes it away."""

    accepted = Signal()
    declined = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "banner")
        self._words = label("", name=f"{name}_words", parent=self)
        self._words.setWordWrap(True)
        self.accept_button = self._button(f"{name}_accept")
        self.decline_button = self._button(f"{name}_decline")
        self.decline_button.setProperty("link", True)
        self.accept_button.clicked.connect(self._accept)
        self.decline_button.clicked.connect(self._decline)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addWidget(self.accept_button)
        acts.addWidget(self.decline_button)
        acts.addStretch(1)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(12, 4, 8, 4)
        self._line.setSpacing(8)
        self._line.addWidget(self._words, 1)
        self._line.addLayout(acts)
        self.hide()

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        return button

    def offer(self, words: str, *, accept: str, decline: str, tip: str = "") -> None:
        """Shows the offer; the two texts are the verbs on the buttons."""
        self._words.setText(words)
        self.setToolTip(tip)
        self.setAccessibleName(words)
        for button, verb in ((self.accept_button, accept), (self.decline_button, decline)):
            button.setText(verb)
            button.setAccessibleName(f"{verb}：{words}")
        metrics = self.fontMetrics()
        parent = self.parentWidget()
        room = parent.width() if parent is not None else self.width()
        acts = metrics.horizontalAdvance(accept + decline) + 80
        direction = QBoxLayout.Direction
        fits = room - acts >= min(_NARROW, metrics.horizontalAdvance(words))
        self._line.setDirection(direction.LeftToRight if fits else direction.TopToBottom)
        self.show()

    @property
    def words(self) -> str:
        """What is offered, '' while nothing is."""
        return "" if self.isHidden() else self._words.text()

    def _accept(self) -> None:
        self.hide()
        self.accepted.emit()

    def _decline(self) -> None:
        self.hide()
        self.declined.emit()
