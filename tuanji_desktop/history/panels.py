"""The lower half of the journal: one operation, record by record, field by field."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..kit.labels import label, name_headers
from ..kit.style import current_tokens, scaled
from .queries import OperationDetails
from .records import RecordChange
from .table import moment, state

_OPEN_UP_TO = 12
_NOTHING = "—"


class DetailsPanel(QWidget):
    """Shows an operation; further records come when they are asked for."""

    undo_requested = Signal(int)
    more_requested = Signal(int, int)
    """Number of the operation, and how many of its records are shown already."""

    def __init__(self, *, writable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("operation_details")
        self.setAccessibleName("操作的内容")
        self._writable = writable
        self._number = 0
        self._shown = 0
        self._words = label("", role="title", name="operation_words", parent=self)
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts = label("", role="muted", name="operation_facts", parent=self)
        self._facts.setWordWrap(True)
        self.undo_button = self._button("撤销…", "operation_undo")
        self.undo_button.clicked.connect(lambda: self.undo_requested.emit(self._number))
        self.tree = QTreeWidget(self)
        self._set_up_tree()
        self.more_button = self._button("显示更多", "operation_more")
        self.more_button.setProperty("link", True)
        self.more_button.clicked.connect(
            lambda: self.more_requested.emit(self._number, self._shown)
        )
        head = QHBoxLayout()
        head.setSpacing(12)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._words)
        texts.addWidget(self._facts)
        head.addLayout(texts, 1)
        head.addWidget(self.undo_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 4)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.clear()

    def _button(self, words: str, name: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words.rstrip("…"))
        return button

    def _set_up_tree(self) -> None:
        tree = self.tree
        tree.setObjectName("operation_records")
        tree.setAccessibleName("改动的记录和字段")
        name_headers(tree)
        tree.setHeaderLabels(["记录和字段", "改动前", "改动后"])
        tree.setUniformRowHeights(True)
        tree.setIndentation(scaled(16))
        tree.setRootIsDecorated(True)
        header = tree.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        tree.setColumnWidth(0, scaled(240))
        tree.setColumnWidth(1, scaled(200))

    @property
    def number(self) -> int:
        """The operation that is shown; 0 for none."""
        return self._number

    def clear(self) -> None:
        """Shows nothing."""
        self._number = self._shown = 0
        self._words.setText("")
        self._facts.setText("选中一项操作，这里逐条列出它改了什么。")
        self.undo_button.hide()
        self.more_button.hide()
        self.tree.clear()

    def show_details(self, details: OperationDetails) -> None:
        """Shows an operation, or adds further records to the one that is shown."""
        row = details.operation
        if details.start == 0:
            self.tree.clear()
            self._number = row.number
            self._words.setText(row.words)
        elif row.number != self._number:
            return  # the clerk has gone on to another operation
        parts = [f"第 {row.number} 号", moment(row.at), row.actor, f"{row.rows:,} 条记录"]
        parts += [f"原因：{row.reason}"] if row.reason else []
        parts += [f"依据：{row.document}"] if row.document else []
        parts += [state(row)] if state(row) else []
        self._facts.setText(" · ".join(parts))
        self.undo_button.setVisible(self._writable and row.undoable)
        for record in details.records:
            self._add(record, expanded=row.rows <= _OPEN_UP_TO)
        self._shown = details.start + len(details.records)
        self.more_button.setVisible(not details.complete)
        self.more_button.setText(f"再显示一些（已显示 {self._shown:,} / {row.rows:,} 条）")

    def _add(self, record: RecordChange, *, expanded: bool) -> None:
        item = QTreeWidgetItem([f"{record.act}　{record.subject}"])
        self.tree.addTopLevelItem(item)
        item.setFirstColumnSpanned(True)
        muted = QColor(current_tokens().muted)
        for field in record.fields:
            child = QTreeWidgetItem(
                [field.label, field.before or _NOTHING, field.after or _NOTHING]
            )
            child.setForeground(0, muted)
            for column, text in ((1, field.before), (2, field.after)):
                child.setToolTip(column, text or "")
            item.addChild(child)
        item.setExpanded(expanded)
