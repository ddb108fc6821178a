"""Which kinds of problem a list has, with their counts; one click shows only these."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from tuanji_desktop.kit.icons import icon
from tuanji_desktop.kit.import_filter import ALL, ERROR, LEVELS, CodeCount
from tuanji_desktop.kit.style import scaled

_CODE = Qt.ItemDataRole.UserRole


class CodeList(QListWidget):
    """全部问题 12, and below it each kind; errors stand before warnings."""

    chosen = Signal(str)
    """Code of the findings wanted; '' for all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_codes")
        self.setAccessibleName("按问题筛选")
        self.setIconSize(QSize(scaled(14), scaled(14)))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(lambda *_: self.chosen.emit(self.code))

    @property
    def code(self) -> str:
        """The code chosen, '' for all."""
        item = self.currentItem()
        return str(item.data(_CODE)) if item is not None else ALL

    def show_counts(self, counts: Sequence[CodeCount]) -> None:
        """Other counts; the choice stays, be it that none of these are left."""
        chosen = self.code
        known = {one.code for one in counts}
        if chosen and chosen not in known:
            counts = (*counts, CodeCount(chosen, "warning", 0))
        self.blockSignals(True)
        self.clear()
        total = sum(one.count for one in counts)
        self._add(ALL, f"{total:,}  全部问题", "")
        for one in counts:
            self._add(one.code, f"{one.count:,}  {one.words}", one.level)
        self.choose(chosen)
        self.blockSignals(False)

    def choose(self, code: str) -> None:
        """Chooses a code that is there, else all."""
        for place in range(self.count()):
            if self.item(place).data(_CODE) == code:
                self.setCurrentRow(place)
                return
        self.setCurrentRow(0)

    def _add(self, code: str, words: str, level: str) -> None:
        item = QListWidgetItem(words, self)
        item.setData(_CODE, code)
        item.setData(
            Qt.ItemDataRole.AccessibleTextRole, f"{LEVELS[level]}，{words}" if level else words
        )
        item.setToolTip(words)
        if level:
            role = "error" if level == ERROR else "warning"
            item.setIcon(icon(role, role))
