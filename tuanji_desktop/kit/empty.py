"""What a page shows when it has nothing to show: what this place is for, and the first step."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget


class EmptyState(QWidget):
    """A title, a sentence and, where there is a next step, its button."""

    action_requested = Signal()

    def __init__(
        self, title: str = "", text: str = "", action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("empty_state")
        self._title = QLabel(self)
        self._title.setObjectName("empty_title")
        self._title.setProperty("role", "title")
        self._text = QLabel(self)
        self._text.setObjectName("empty_text")
        self._text.setProperty("role", "muted")
        self._text.setWordWrap(True)
        self._button = QPushButton(self)
        self._button.setObjectName("empty_action")
        self._button.setProperty("main", True)
        self._button.clicked.connect(self.action_requested)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.addStretch(2)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.set_words(title, text, action)

    def set_words(self, title: str, text: str, action: str = "") -> None:
        """Says something else; no `action`, no button."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._button.setText(action)
        self._button.setAccessibleName(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
