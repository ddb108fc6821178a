"""Characters that no font has: a tick for each that the clerk will write over its 〓."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from tuanji_desktop.core.by_hand import named
from tuanji_desktop.kit.labels import label

_CHARACTER = Qt.ItemDataRole.UserRole
_SHOWN = 3
_HEAD = "没有字库的字，纸上是“〓”。核对无误的逐字勾选，才能打印："
_KEPT_NOWHERE = "台账以只读打开，勾选的没处登记，不能打印。"


class ByHandStrip(QWidget):
    """Hidden where every character prints. Space ticks the character that has the focus."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None, *, writable: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName("没有字库的字")
        self._writable = writable
        head = label(_HEAD + ("" if writable else _KEPT_NOWHERE), name=f"{name}_head", parent=self)
        head.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setObjectName(f"{name}_list")
        self.list.setAccessibleName("打印后手写的字，空格勾选")
        self.list.setTabKeyNavigation(False)
        self.list.itemChanged.connect(lambda _item: self.changed.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(4)
        layout.addWidget(head)
        layout.addWidget(self.list)
        self.hide()

    def ask(self, characters: Sequence[str], *, ticked: Collection[str] = ()) -> None:
        """Lists these characters, some of them ticked already."""
        self.list.blockSignals(True)
        self.list.clear()
        for one in characters:
            item = QListWidgetItem(f"打印后在〓处手写 {named(one)}", self.list)
            item.setData(_CHARACTER, one)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable if self._writable else flags)
            on = self._writable and one in ticked
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        if characters:
            self.list.setCurrentRow(0)
            rows = min(len(characters), _SHOWN)
            height = self.list.sizeHintForRow(0) * rows + 2 * self.list.frameWidth() + 4
            self.list.setFixedHeight(height)
        self.setVisible(bool(characters))

    @property
    def characters(self) -> tuple[str, ...]:
        """Those that are ticked."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(
            str(one.data(_CHARACTER)) for one in items if one.checkState() == Qt.CheckState.Checked
        )

    def tick(self, characters: Collection[str]) -> None:
        """Ticks these and no others."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            on = item.data(_CHARACTER) in characters
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
