"""Pages behind tabs are turned by the keyboard: Ctrl+Tab, Ctrl+Shift+Tab."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabBar, QWidget

_KEYS = (("Ctrl+Tab", 1), ("Ctrl+PgDown", 1), ("Ctrl+Shift+Tab", -1), ("Ctrl+PgUp", -1))


def turn_by_keys(tabs: QTabBar, page: QWidget, then: Callable[[], None]) -> None:
    """Wherever the keyboard is while `page` is in sight; `then` puts it where the new tab wants it."""
    tabs.setToolTip("Ctrl+Tab 换下一页")
    for keys, by in _KEYS:
        shortcut = QShortcut(QKeySequence(keys), page)
        shortcut.activated.connect(partial(_turn, tabs, by, then))


def _turn(tabs: QTabBar, by: int, then: Callable[[], None]) -> None:
    shown = [place for place in range(tabs.count()) if tabs.isTabVisible(place)]
    at = shown.index(tabs.currentIndex())
    tabs.setCurrentIndex(shown[(at + by) % len(shown)])
    then()
