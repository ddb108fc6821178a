"""The few kinds of words on a page, so that they look alike everywhere."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHeaderView,
    QLabel,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QTableView,
    QTreeView,
    QWidget,
)

_INSET = 8
"""What a style keeps free beside the words of a choice, in px."""


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


def name_headers(view: QTableView | QTreeView) -> None:
    """The headings of a table are widgets of their own: called as the table is, for whoever reads
    by ear or drives the program."""
    if isinstance(view, QTreeView):
        _name_header(view, view.header(), "headings", "列标题")
        return
    _name_header(view, view.horizontalHeader(), "headings", "列标题")
    _name_header(view, view.verticalHeader(), "row_headings", "行标题")


def _name_header(view: QWidget, header: QHeaderView, part: str, words: str) -> None:
    header.setObjectName(f"{view.objectName()}_{part}")
    header.setAccessibleName(f"{view.accessibleName()}：{words}")


class NamesBox(QComboBox):
    """A choice among long names, such as files: what has no room is left out of the middle, since
    the end tells two of them apart. The whole name stands in the list and in the tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentTextChanged.connect(self.setToolTip)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        option: Any = QStyleOptionComboBox()  # the stubs know no `currentText`
        self.initStyleOption(option)
        style = QStyle.ComplexControl.CC_ComboBox
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(style, option, part, self)
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideMiddle, room.width() - _INSET
        )
        painter = QStylePainter(self)
        painter.drawComplexControl(style, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


def restyled(widget: QWidget, name: str, value: object) -> None:
    """Sets a property that the style sheet looks at, and has the widget drawn anew."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
