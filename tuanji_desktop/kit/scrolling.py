"""A page that may need more room than the window gives it: large letters, half a small screen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


def scrolled(page: QWidget, inner: QWidget, *, name: str, words: str = "") -> QScrollArea:
    """Fills `page` with `inner`, which scrolls where it does not fit. The keyboard goes from field
    to field in it, and never stops at the area itself."""
    area = QScrollArea(page)
    area.setObjectName(name)
    area.setAccessibleName(words)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(inner)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(area)
    return area
