"""Looks at a window for what a clerk should never see: cut words, English, widgets off the edge."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QWidget,
)

_ENGLISH = re.compile(r"\b[A-Za-z]{3,}\b")
_KNOWN_WORDS = frozenset(
    "PDF CSV QQ Excel Ctrl Shift Alt Enter Esc Apache xlsx xls csv ods tuanji XLSX UTF".split()
)
_FREE_TEXT = ("file_name", "chip_text")  # what the clerk named or typed
_SLACK = 2  # pixels that a style rounds away


def defects(window: QWidget) -> list[str]:
    """What is wrong in a window that is shown, in words for the developer."""
    found = []
    screen = window.screen().availableGeometry()
    if not screen.contains(window.geometry().adjusted(4, 4, -4, -4)):
        found.append(f"{window.objectName()}: off the screen, {window.geometry().getRect()}")
    return found + [
        f"{one.objectName() or type(one).__name__}: {words}"
        for one in window.findChildren(QWidget)
        if one.window() is window and one.isVisible() and not one.visibleRegion().isEmpty()
        for words in _of(one, window)
    ]


def _of(widget: QWidget, window: QWidget) -> Iterator[str]:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    if text and not _scrolls(widget, window):
        if _cut(widget):
            yield f"cut: {text!r} wants {widget.sizeHint().width()}×{_height(widget)}, has {widget.width()}×{widget.height()}"
        if not window.rect().adjusted(-1, -1, 1, 1).contains(_place(widget, window)):
            yield f"off the edge: {text!r}"
    if text.startswith("<") or widget.objectName() in _FREE_TEXT:
        return
    foreign = [one for one in _ENGLISH.findall(text) if one not in _KNOWN_WORDS]
    if foreign:
        yield f"English: {foreign}"
    if _wants_name(widget) and not (widget.accessibleName() or text):
        yield "no accessible name"


def _cut(widget: QWidget) -> bool:
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            return widget.height() + _SLACK < _height(widget)
        return widget.width() + _SLACK < widget.sizeHint().width()
    if isinstance(widget, QPushButton | QCheckBox):
        return widget.width() + _SLACK < widget.minimumSizeHint().width()
    return False


def _height(widget: QWidget) -> int:
    if widget.hasHeightForWidth():
        return widget.heightForWidth(widget.width())
    return widget.sizeHint().height()


def _place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _scrolls(widget: QWidget, window: QWidget) -> bool:
    """Whether it lies in a pane that can be scrolled to it; what is cut there is the pane's edge."""
    above = widget.parentWidget()
    while above is not None and above is not window:
        if isinstance(above, QAbstractItemView):
            return True
        if isinstance(above, QScrollArea) and above.widget() is not None:
            inner = above.widget()
            return inner.width() <= above.viewport().width() and _cut(widget) is False
        above = above.parentWidget()
    return False


def _wants_name(widget: QWidget) -> bool:
    from PySide6.QtCore import Qt

    if isinstance(widget, QAbstractScrollArea) and not isinstance(widget, QAbstractItemView):
        return False
    return isinstance(widget, QHeaderView) or (
        widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.objectName().startswith("qt_")
        and type(widget).__name__ not in ("QSplitterHandle", "QTabBar", "QScrollBar")
    )
