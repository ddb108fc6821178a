"""The few kinds of words on a page, so that they look alike everywhere."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QWidget


def label(text: str, *, role: str = "", name: str = "", parent: QWidget | None = None) -> QLabel:
    """A label of a role the style sheet knows: muted, small, section, title, league, error."""
    made = QLabel(text, parent)
    made.setObjectName(name or f"label_{role or 'plain'}")
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    return made


def hairline(parent: QWidget | None = None) -> QFrame:
    """A line of one pixel between two parts of a page."""
    line = QFrame(parent)
    line.setObjectName("hairline")
    line.setProperty("role", "hairline")
    line.setFixedHeight(1)
    return line


def name_line(box: QComboBox) -> None:
    """The line inside an editable choice is called as the choice is, for whoever reads by ear."""
    line = box.lineEdit()
    if line is not None:
        line.setObjectName(f"{box.objectName()}_line")
        line.setAccessibleName(box.accessibleName())


def restyled(widget: QWidget, name: str, value: object) -> None:
    """Sets a property that the style sheet looks at, and has the widget drawn anew."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
