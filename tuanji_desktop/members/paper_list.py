"""The papers of a member in the card: what was made, printed, spoiled, and came back."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ..kit.icons import icon
from ..kit.labels import label
from ..kit.style import scaled
from .paper_trail import PaperLine

_ICONS = {"paper": "paper", "print": "print", "void": "close", "scan": "attachment"}
_PAPER = Qt.ItemDataRole.UserRole


class PaperList(QWidget):
    """Lines in time order; Enter or a double click opens the paper."""

    paper_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card_papers")
        self.setAccessibleName("纸件")
        self._none = label("还没有纸件。", role="muted", name="card_papers_none", parent=self)
        self.list = QListWidget(self)
        self.list.setObjectName("card_papers_list")
        self.list.setAccessibleName("这名团员的纸件，按 Enter 打开")
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setIconSize(QSize(scaled(16), scaled(16)))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setToolTip("双击打开这份纸件")
        self.list.itemActivated.connect(
            lambda item: self.paper_requested.emit(int(item.data(_PAPER)))
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self._none)
        layout.addWidget(self.list, 1)
        self.show_lines(())

    def show_lines(self, lines: Sequence[PaperLine]) -> None:
        """Shows these lines in their order."""
        self.list.clear()
        for line in lines:
            item = QListWidgetItem(f"{line.day}\n{line.words}", self.list)
            item.setIcon(icon(_ICONS[line.kind], "error" if line.kind == "void" else "muted"))
            item.setData(_PAPER, line.paper_id)
        self.list.setVisible(bool(lines))
        self._none.setVisible(not lines)
