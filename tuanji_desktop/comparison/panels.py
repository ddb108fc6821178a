"""One person on both sides: the roster left, the list right, what differs marked by sign and tint."""

from collections.abc import Callable
from functools import partial

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

from ..kit.flow import FlowLayout
from ..kit.labels import label
from ..kit.style import scaled
from .kinds import DIFFERS
from .queries import Pair, PairRow
from .words import side

_NOTHING, _SAME = "—", "（没有不同）"


class PairPanel(QFrame):
    """Shows a `Pair`; who a row is, is decided here."""

    decided = Signal(int, object)
    """Line, and the member it is (None: nobody of those asked)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparison_pair")
        self.setAccessibleName("两边对照")
        self.pair: Pair | None = None
        self._writable = True
        self._title = label("", name="comparison_pair_title", parent=self)
        self._title.setWordWrap(True)
        self.buttons: list[QPushButton] = []
        self._choice = QWidget(self)
        self._choice.setObjectName("comparison_candidates")
        self._choice.setAccessibleName("这一行是谁")
        self._flow = FlowLayout(self._choice, spacing=6)
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("comparison_pair_scroll")
        self._scroll.setAccessibleName("逐项对照")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        inner = QWidget(self)
        inner.setObjectName("comparison_pair_inner")
        self._inner = QVBoxLayout(inner)
        self._inner.setContentsMargins(0, 4, 0, 0)
        self._inner.setSpacing(6)
        self._grid = QWidget(inner)
        self._inner.addWidget(self._title)
        self._inner.addWidget(self._choice)
        self._inner.addWidget(self._grid, 1)
        self._scroll.setWidget(inner)
        self.setMinimumHeight(scaled(72))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll, 1)
        self.hide()

    def set_writable(self, writable: bool) -> None:
        """Whether anything can be decided here."""
        self._writable = writable

    def show_pair(self, pair: Pair | None) -> None:
        """One person; None: nobody is looked at."""
        kept = self._scroll.verticalScrollBar().value() if _same(pair, self.pair) else 0
        self.pair = pair
        if pair is None:
            self.hide()
            return
        self._title.setText(pair.title)
        self._offer(pair)
        grid = _grid(pair)
        self._inner.replaceWidget(self._grid, grid)
        self._grid.hide()
        self._grid.deleteLater()
        self._grid = grid
        self._scroll.verticalScrollBar().setValue(kept)
        self.show()

    def _offer(self, pair: Pair) -> None:
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        while self._flow.count():
            self._flow.takeAt(0)
        self.buttons = []
        for one in pair.candidates:
            self._button(
                f"candidate_{one.member_id}", f"就是 {one.name}（{one.words}）",
                partial(self._decide, one.member_id),
            )  # fmt: skip
        if pair.candidates:
            self._button("candidate_none", "都不是，台账里没有此人", lambda: self._decide(None))
        self._choice.setVisible(bool(pair.candidates))
        self._flow.invalidate()

    def _button(self, name: str, words: str, act: Callable[[], None]) -> None:
        button = QPushButton(words, self._choice)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setEnabled(self._writable)
        button.clicked.connect(lambda _=False: act())
        self._flow.addWidget(button)
        self.buttons.append(button)
        button.show()

    def _decide(self, member_id: int | None) -> None:
        if self.pair is not None:
            self.decided.emit(self.pair.line.id, member_id)


def _same(one: Pair | None, other: Pair | None) -> bool:
    return one is not None and other is not None and one.line.id == other.line.id


def _grid(pair: Pair) -> QWidget:
    grid = QWidget()
    grid.setObjectName("comparison_pair_grid")
    grid.setAccessibleName("逐项对照")
    layout = QGridLayout(grid)
    layout.setContentsMargins(0, 0, 8, 4)
    layout.setHorizontalSpacing(8)
    layout.setVerticalSpacing(2)
    there = f"名单　{pair.line.place}" if pair.line.row else "名单"
    for column, words in ((2, "台账"), (3, there)):
        layout.addWidget(label(words, role="section", name=f"pair_head_{column - 1}"), 0, column)
    for number, row in enumerate(pair.rows, start=1):
        layout.addWidget(label(row.label, role="muted", name=f"pair_label_{row.field}"), number, 0)
        layout.addWidget(_mark(row), number, 1)
        blank = _SAME if pair.line.kind == DIFFERS else _NOTHING
        layout.addWidget(_value(row, row.here, row.there, "here", _NOTHING), number, 2)
        layout.addWidget(_value(row, row.there, row.here, "there", blank), number, 3)
    layout.setColumnStretch(2, 1)
    layout.setColumnStretch(3, 1)
    layout.setRowStretch(len(pair.rows) + 1, 1)
    return grid


def _mark(row: PairRow) -> QLabel:
    mark = label("≠" if row.differs else "", role="" if row.differs else "muted")
    mark.setObjectName(f"pair_mark_{row.field}")
    mark.setAccessibleName(f"{row.label}{'不同' if row.differs else '相同'}")
    return mark


def _value(row: PairRow, text: str, other: str, where: str, blank: str) -> QLabel:
    made = label(
        blank if not text and not row.differs else side(row.field, text, other),
        role="" if text else "muted",
        name=f"pair_{where}_{row.field}",
    )
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setContentsMargins(4, 0, 4, 0)
    if row.differs:
        made.setProperty("compared", "different")
        font = made.font()
        font.setBold(True)
        made.setFont(font)
    return made
