"""The rail at the left: one button a desk, icon over words, reached by Ctrl and a number."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from .desks import Desk
from .icons import icon
from .style import scaled

WIDTH = 84


class Rail(QWidget):
    """Tells which desk is wanted."""

    chosen = Signal(str)

    def __init__(self, desks: Iterable[Desk], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName("工作台")
        self.setFixedWidth(scaled(WIDTH))
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 8, 4, 8)
        layout.setSpacing(4)
        for place, desk in enumerate(desks, start=1):
            layout.addWidget(self._button(place, desk))
        layout.addStretch(1)

    def _button(self, place: int, desk: Desk) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"desk_{desk.key}")
        button.setText(desk.title)
        button.setAccessibleName(desk.title)
        button.setIcon(icon(desk.icon))
        button.setIconSize(QSize(scaled(20), scaled(20)))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setProperty("role", "rail")
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if place < 10:
            button.setToolTip(f"{desk.title}（Ctrl+{place}）")
        button.clicked.connect(lambda _=False: self.chosen.emit(desk.key))
        self._group.addButton(button)
        return button

    def select(self, key: str) -> None:
        """Marks the desk in sight."""
        for button in self._group.buttons():
            button.setChecked(button.objectName() == f"desk_{key}")
