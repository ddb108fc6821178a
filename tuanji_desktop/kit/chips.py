"""Chips: what filters a list just now, each with its ×."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from tuanji_desktop.kit.icons import icon
from tuanji_desktop.kit.labels import label


class Chip(QFrame):
    """A short word in a rounded field; removable ones have a button that one can reach by Tab."""

    removed = Signal()

    def __init__(self, text: str, *, removable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chip")
        self.setAccessibleName(text)
        self.setProperty("role", "chip")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 1, 2 if removable else 8, 1)
        layout.setSpacing(2)
        layout.addWidget(label(text, name="chip_text", parent=self))
        if removable:
            button = QToolButton(self)
            button.setObjectName("chip_remove")
            button.setAccessibleName(f"取消条件：{text}")
            button.setToolTip("取消这个条件")
            button.setIcon(icon("close", "muted"))
            button.setIconSize(QSize(12, 12))
            button.clicked.connect(self.removed)
            layout.addWidget(button)


class ChipRow(QWidget):
    """The active filters of a list by key; empty, the row takes no place."""

    removed = Signal(str)
    """Key of the chip whose × was pressed."""
    all_removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chips")
        self.setAccessibleName("当前筛选条件")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def set_chips(self, chips: Mapping[str, str]) -> None:
        """Shows these words by key; several get a button that takes all of them away."""
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for key, text in chips.items():
            chip = Chip(text, parent=self)
            chip.setObjectName(f"chip_{key}")
            chip.removed.connect(lambda key=key: self.removed.emit(key))
            self._layout.addWidget(chip)
        if len(chips) > 1:
            button = QPushButton("全部取消", self)
            button.setObjectName("chips_clear")
            button.setProperty("link", True)
            button.clicked.connect(self.all_removed)
            self._layout.addWidget(button)
        self.setVisible(bool(chips))
