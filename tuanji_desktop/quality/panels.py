"""Two records beside each other: is it one person?"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ..core.masks import mask_id, mask_phone
from ..kit.flow import FlowLayout
from ..kit.labels import label
from ..kit.style import scaled
from ..members.queries import Member
from ..rules.fields import FIELDS, Kind
from .service import Compared, FoundPair, compare

_MASKS = {Kind.ID_NUMBER: mask_id, Kind.MOBILE: mask_phone}


class ComparePanel(QFrame):
    """Every field that one of the two has; where they differ a mark and strong words say so."""

    distinct_requested = Signal(int, int)
    open_requested = Signal(int)
    deletion_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quality_compare")
        self.setAccessibleName("两人对照")
        self._pair: FoundPair | None = None
        self._writable = True
        self.distinct = self._button("distinct", "不是同一人", main=True)
        self.open_one = self._button("open_one", "打开前一人")
        self.open_other = self._button("open_other", "打开后一人")
        self.delete_one = self._button("delete_one", "申请删除前一人（重复录入）")
        self.delete_other = self._button("delete_other", "申请删除后一人（重复录入）")
        self.distinct.clicked.connect(self._say_distinct)
        self.open_one.clicked.connect(lambda: self._emit(self.open_requested, first=True))
        self.open_other.clicked.connect(lambda: self._emit(self.open_requested, first=False))
        self.delete_one.clicked.connect(lambda: self._emit(self.deletion_requested, first=True))
        self.delete_other.clicked.connect(lambda: self._emit(self.deletion_requested, first=False))
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("quality_compare_scroll")
        self._scroll.setAccessibleName("两人逐项对照")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        inner = QWidget(self)
        inner.setObjectName("quality_compare_inner")
        acts = FlowLayout(spacing=6)
        for one in (
            self.distinct,
            self.open_one,
            self.open_other,
            self.delete_one,
            self.delete_other,
        ):
            acts.addWidget(one)
        self._inner = QVBoxLayout(inner)
        self._inner.setContentsMargins(0, 4, 0, 0)
        self._inner.setSpacing(6)
        self._inner.addLayout(acts)
        self._grid = QWidget(inner)
        self._inner.addWidget(self._grid, 1)
        self._scroll.setWidget(inner)
        self.setMinimumHeight(scaled(96))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll, 1)
        self.hide()

    def _button(self, name: str, words: str, *, main: bool = False) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(f"compare_{name}")
        button.setAccessibleName(words)
        button.setProperty("main", main)
        return button

    def set_writable(self, writable: bool) -> None:
        """Whether anything can be decided here."""
        self._writable = writable

    def show_pair(self, pair: FoundPair, *, decidable: bool) -> None:
        """Two records; `decidable`: that they are two persons can be kept (never of equal ID
        numbers: a number is one person's)."""
        self._pair = pair
        names = (pair.one.name or "前一人", pair.other.name or "后一人")
        if names[0] == names[1]:
            names = (f"{names[0]}（编号 {pair.one.id}）", f"{names[1]}（编号 {pair.other.id}）")
        self.open_one.setText(f"打开 {names[0]}")
        self.open_other.setText(f"打开 {names[1]}")
        self.delete_one.setText(f"申请删除 {names[0]}…")
        self.delete_other.setText(f"申请删除 {names[1]}…")
        for button in (self.open_one, self.open_other, self.delete_one, self.delete_other):
            button.setAccessibleName(button.text())
        self.distinct.setVisible(decidable)
        for button in (self.distinct, self.delete_one, self.delete_other):
            button.setEnabled(self._writable)
        grid = _grid(pair)
        self._inner.replaceWidget(self._grid, grid)
        self._grid.hide()
        self._grid.deleteLater()
        self._grid = grid
        self._scroll.verticalScrollBar().setValue(0)
        self.show()

    def clear(self) -> None:
        """Nobody is compared."""
        self._pair = None
        self.hide()

    @property
    def pair(self) -> FoundPair | None:
        """Who is compared."""
        return self._pair

    def _say_distinct(self) -> None:
        if self._pair is not None:
            self.distinct_requested.emit(self._pair.one.id, self._pair.other.id)

    def _emit(self, signal: object, *, first: bool) -> None:
        if self._pair is not None:
            member: Member = self._pair.one if first else self._pair.other
            signal.emit(member.id)  # type: ignore[attr-defined]


def _grid(pair: FoundPair) -> QWidget:
    grid = QWidget()
    grid.setObjectName("quality_compare_grid")
    grid.setAccessibleName("两人逐项对照")
    layout = QGridLayout(grid)
    layout.setContentsMargins(8, 4, 8, 4)
    layout.setHorizontalSpacing(12)
    layout.setVerticalSpacing(3)
    for column, member in ((2, pair.one), (3, pair.other)):
        head = label(
            f"{member.name}（编号 {member.id}）\n{member.branch_short}",
            role="section",
            name=f"compare_head_{column - 1}",
        )
        head.setWordWrap(True)
        layout.addWidget(head, 0, column)
    rows = sorted(compare(pair), key=lambda row: not row.differs)
    for number, row in enumerate(rows, start=1):
        layout.addWidget(
            label(row.label, role="muted", name=f"compare_label_{row.field}"), number, 0
        )
        layout.addWidget(_mark(row), number, 1)
        for column, text in ((2, row.one), (3, row.other)):
            layout.addWidget(_value(row, text), number, column)
    layout.setColumnStretch(2, 1)
    layout.setColumnStretch(3, 1)
    layout.setRowStretch(len(rows) + 1, 1)
    return grid


def _mark(row: Compared) -> QLabel:
    mark = label("≠" if row.differs else "＝", role="" if row.differs else "muted")
    mark.setObjectName(f"compare_mark_{row.field}")
    mark.setAccessibleName(f"{row.label}{'不同' if row.differs else '相同'}")
    return mark


def _value(row: Compared, text: str) -> QLabel:
    mask = _MASKS.get(FIELDS[row.field].kind)
    shown = _masked_beside(row, text) if mask and row.differs else (mask(text) if mask else text)
    made = label(shown or "（空）", role="" if text else "muted", name=f"compare_{row.field}")
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if row.differs:
        font = made.font()
        font.setBold(True)
        made.setFont(font)
    return made


def _masked_beside(row: Compared, text: str) -> str:
    """Masked but for the places in which the two differ: that is what one has to see."""
    other = row.other if text is row.one else row.one
    if len(text) != len(other) or sum(a != b for a, b in zip(text, other, strict=True)) > 2:
        return (_MASKS[FIELDS[row.field].kind])(text)
    ends = 3, len(text) - 4
    return "".join(
        one if one != beside or place < ends[0] or place >= ends[1] else "*"
        for place, (one, beside) in enumerate(zip(text, other, strict=True))
    )
