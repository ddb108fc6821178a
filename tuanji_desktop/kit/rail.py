"""The rail at the left: one button a desk, icon over words, reached by Ctrl and a number.

Where the window is too low for all of them the icons stand beside the words; where even that does
not do, the rail scrolls to the desk that is wanted. The window never grows for it.
"""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .desks import Desk
from .icons import icon
from .style import scaled

WIDTH = 84
_EDGE, _GAP = 8, 4
_ICON, _SMALL_ICON = 20, 16
_AT_LEAST = 3
"""So many buttons are in sight however low the window is."""
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Rail(QScrollArea):
    """Tells which desk is wanted."""

    chosen = Signal(str)

    def __init__(self, desks: Iterable[Desk], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName("工作台")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._group = QButtonGroup(self)
        self._compact = False
        self._pattern = QToolButton(self)  # never shown: how high a desk is
        self._pattern.setObjectName("rail_pattern")
        self._pattern.setAccessibleName("工作台")
        self._pattern.setProperty("role", "rail")
        self._pattern.setText("首页")
        self._pattern.setIcon(icon("home"))
        self._pattern.hide()
        inner = QWidget(self)
        inner.setObjectName("rail_desks")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(_GAP, _EDGE, _GAP, _EDGE)
        self._column.setSpacing(_GAP)
        for place, desk in enumerate(desks, start=1):
            self._column.addWidget(self._button(place, desk))
        self._column.addStretch(1)
        self.setWidget(inner)
        self._dress()

    def _button(self, place: int, desk: Desk) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"desk_{desk.key}")
        button.setText(desk.title)
        button.setAccessibleName(desk.title)
        button.setIcon(icon(desk.icon))
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setProperty("role", "rail")
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(f"{desk.title}（Ctrl+{place}）" if place < 10 else desk.title)
        button.clicked.connect(lambda _=False: self.chosen.emit(desk.key))
        button.installEventFilter(self)
        self._group.addButton(button)
        return button

    @property
    def compact(self) -> bool:
        """Whether the icons stand beside the words because the window is low."""
        return self._compact

    def select(self, key: str) -> None:
        """Marks the desk in sight."""
        for button in self._group.buttons():
            button.setChecked(button.objectName() == f"desk_{key}")
            if button.isChecked():
                self.ensureWidgetVisible(button, 0, _GAP)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        buttons = self._group.buttons()[:_AT_LEAST]
        height = sum(one.sizeHint().height() + _GAP for one in buttons) + 2 * _EDGE
        return QSize(self.width(), height)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.width(), self._needed())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The arrows go from desk to desk; a desk out of sight comes into sight."""
        if isinstance(watched, QToolButton):
            if event.type() == QEvent.Type.FocusIn:
                self.ensureWidgetVisible(watched, 0, _GAP)
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._step(watched, Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _step(self, button: QToolButton, key: Qt.Key) -> bool:
        buttons = self._group.buttons()
        place = buttons.index(button)
        if key in _STEPS:
            wanted = min(max(place + _STEPS[key], 0), len(buttons) - 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            wanted = 0 if key == Qt.Key.Key_Home else len(buttons) - 1
        else:
            return False
        buttons[wanted].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _needed(self) -> int:
        """The height that all desks take with their icons above the words."""
        count = len(self._group.buttons())
        return count * (self._pattern.sizeHint().height() + _GAP) - _GAP + 2 * _EDGE

    def _fit(self) -> None:
        room = self.viewport().height()
        compact = self._needed() > room
        if compact != self._compact:
            self._compact = compact
            self._dress()

    def _dress(self) -> None:
        style = Qt.ToolButtonStyle
        beside, under = style.ToolButtonTextBesideIcon, style.ToolButtonTextUnderIcon
        size = scaled(_SMALL_ICON if self._compact else _ICON)
        for button in self._group.buttons():
            assert isinstance(button, QToolButton)
            button.setToolButtonStyle(beside if self._compact else under)
            button.setIconSize(QSize(size, size))
        widest = max((one.sizeHint().width() for one in self._group.buttons()), default=0)
        self.setFixedWidth(max(scaled(WIDTH), widest + 2 * _GAP if self._compact else 0))
        self._pattern.setToolButtonStyle(under)
        self._pattern.setIconSize(QSize(scaled(_ICON), scaled(_ICON)))
