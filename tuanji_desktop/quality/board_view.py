"""The board itself: every check in its group, with its number."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from ..kit.icons import icon
from ..kit.labels import name_headers
from ..kit.style import current_tokens, scaled
from .checks import GROUPS, LEVELS, Check
from .service import Board

_ICONS = {
    "error": ("error", "error"),
    "warning": ("warning", "warning"),
    "question": ("help", "muted"),
}
_MARGIN = 16
_CODE = Qt.ItemDataRole.UserRole


class BoardView(QTreeWidget):
    """Groups, their checks, and the parts of a check; the clerk's choice is told as a code."""

    check_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quality_board")
        self.setAccessibleName("数据质量检查项目")
        name_headers(self)
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setIndentation(scaled(12))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setMinimumWidth(scaled(150))
        self._items: dict[str, QTreeWidgetItem] = {}
        self._built: tuple[Check, ...] = ()
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(scaled(20))
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.currentItemChanged.connect(self._moved)

    @property
    def code(self) -> str:
        """The check under the cursor, '' for none."""
        item = self.currentItem()
        return str(item.data(0, _CODE) or "") if item is not None else ""

    def choose(self, code: str) -> None:
        """Puts the cursor on a check."""
        if code in self._items:
            self.setCurrentItem(self._items[code])

    def text_of(self, code: str) -> str:
        """What stands beside a check."""
        return self._items[code].text(1)

    def show_board(self, board: Board) -> None:
        """New numbers; while the scan has not come to its end they bear an ellipsis."""
        if board.checks != self._built:
            self._build(board.checks)
        muted, plain = QColor(current_tokens().muted), QColor(current_tokens().text)
        widest = 0
        for check in board.checks:
            number = board.counts.get(check.code, 0)
            item = self._items[check.code]
            text = f"{number:,}" if board.complete else (f"{number:,}…" if number else "…")
            widest = max(widest, len(text))
            if item.text(1) == text:
                continue  # each word that is set has the tree laid out anew
            item.setText(1, text)
            for column in (0, 1):
                item.setForeground(column, QBrush(plain if number else muted))
            words = f"{check.label}，{LEVELS[check.level]}，{number:,}"
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, words)
            if check.parent:
                item.setHidden(not number)
        width = self.fontMetrics().horizontalAdvance("0" * widest) + scaled(_MARGIN)
        self.header().resizeSection(1, width)

    def _build(self, checks: tuple[Check, ...]) -> None:
        chosen = self.code
        self.clear()
        self._items, self._built = {}, checks
        bold = QFont(self.font())
        bold.setBold(True)
        for group in GROUPS:
            inside = [one for one in checks if one.group == group]
            if not inside:
                continue
            heading = QTreeWidgetItem(self, [group, ""])
            heading.setFont(0, bold)
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            heading.setFirstColumnSpanned(True)
            for check in inside:
                self._add(check, self._items.get(check.parent, heading))
            heading.setExpanded(True)
        self.choose(chosen)

    def _add(self, check: Check, above: QTreeWidgetItem) -> None:
        item = QTreeWidgetItem(above, [check.label, ""])
        item.setData(0, _CODE, check.code)
        if not check.parent:
            name, colour = _ICONS[check.level]
            item.setIcon(0, icon(name, colour))
        clause = f"（{check.clause}）" if check.clause else ""
        item.setToolTip(0, f"{check.label} · {LEVELS[check.level]}{clause}\n{check.advice}")
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._items[check.code] = item

    def _moved(self, current: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        code = str(current.data(0, _CODE) or "") if current is not None else ""
        if code:
            self.check_chosen.emit(code)
