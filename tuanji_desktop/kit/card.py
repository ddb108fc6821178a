"""A task card of the home page: a number, what it is about, one press to its list."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from tuanji_desktop.kit.icons import pixmap
from tuanji_desktop.kit.labels import label
from tuanji_desktop.kit.style import scaled


class TaskCard(QFrame):
    """Pressed by mouse, Enter or Space."""

    pressed = Signal()

    def __init__(
        self,
        *,
        name: str,
        icon_name: str,
        title: str,
        text: str,
        colour: str = "muted",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "card")
        self.setProperty("press", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumSize(QSize(scaled(200), scaled(72)))
        picture = QLabel(self)
        picture.setObjectName("card_icon")
        picture.setPixmap(pixmap(icon_name, colour, scaled(20), self.devicePixelRatioF()))
        self._title = label("", name="card_title", role="title", parent=self)
        self._text = label("", name="card_text", role="muted", parent=self)
        self._text.setWordWrap(True)
        layout = QGridLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setHorizontalSpacing(12)
        layout.setVerticalSpacing(4)
        layout.addWidget(picture, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._title, 0, 1)
        layout.addWidget(self._text, 1, 1)
        layout.setColumnStretch(1, 1)
        layout.setRowStretch(2, 1)  # a higher neighbour must not pull the two apart
        self.set_words(title, text)

    def set_words(self, title: str, text: str) -> None:
        """Says something else."""
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(f"{title}，{text}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)
