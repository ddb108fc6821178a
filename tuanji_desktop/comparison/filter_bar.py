"""The filters over a work list, each with its number: where lines stand, what sort, which field,
which branch."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QPushButton, QVBoxLayout, QWidget

from ..kit.flow import FlowLayout
from ..rules.fields import label_of
from .kinds import FILTERS, KINDS
from .queries import Board

_EVERY = ""


class FilterBar(QWidget):
    """Knows what is wished to be seen; `changed` says that it is something else now."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparison_filters")
        self.setAccessibleName("筛选")
        self.shown, self.kind = "open", _EVERY
        self.states = self._row("state", {key: words for key, (words, _) in FILTERS.items()})
        self.kinds = self._row("kind", {_EVERY: "各类", **KINDS})
        self.field_box = self._box("comparison_field", "只看一项")
        self.unit_box = self._box("comparison_unit", "只看一个团支部")
        first, second = FlowLayout(), FlowLayout(spacing=4)
        for button in self.states.values():
            first.addWidget(button)
        for button in self.kinds.values():
            second.addWidget(button)
        for box in (self.field_box, self.unit_box):
            second.addWidget(box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(first)
        layout.addLayout(second)

    def _row(self, sort: str, words: Mapping[str, str]) -> dict[str, QPushButton]:
        group = QButtonGroup(self)
        buttons = {}
        for key, text in words.items():
            button = QPushButton(text, self)
            button.setObjectName(f"comparison_{sort}_{key or 'every'}")
            button.setAccessibleName(text)
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setChecked(key == getattr(self, "shown" if sort == "state" else "kind"))
            button.clicked.connect(partial(self._pressed, sort, key))
            group.addButton(button)
            buttons[key] = button
        return buttons

    def _box(self, name: str, words: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.activated.connect(lambda _place: self.changed.emit())
        return box

    def _pressed(self, sort: str, key: str) -> None:
        if sort == "state":
            self.shown = key
        else:
            self.kind = key
            self.field_box.setCurrentIndex(0)
        self.unit_box.setCurrentIndex(0)
        self.changed.emit()

    @property
    def field(self) -> str:
        """The one field that is looked at, or ''."""
        return str(self.field_box.currentData() or "")

    @property
    def unit(self) -> int | None:
        """The one branch that is looked at."""
        found = self.unit_box.currentData()
        return int(found) if found is not None else None

    def show_state(self, key: str) -> None:
        """Lines of one of `FILTERS`, of every sort."""
        self.states[key].setChecked(True)
        self.kinds[_EVERY].setChecked(True)
        self.shown, self.kind = key, _EVERY
        self.field_box.setCurrentIndex(0)
        self.unit_box.setCurrentIndex(0)

    def show_board(self, board: Board) -> None:
        """The numbers of a work list."""
        for key, button in self.states.items():
            self._count(button, FILTERS[key][0], board.states[key])
        total = sum(board.kinds.values())
        for key, button in self.kinds.items():
            number = board.kinds[key] if key else total
            self._count(button, KINDS.get(key, "各类"), number)
            button.setVisible(bool(number) or not key or key == self.kind)
        self._fill(
            self.field_box,
            "各项",
            {name: (label_of(name), number) for name, number in board.fields.items()},
        )
        self._fill(self.unit_box, "各团支部", board.units)
        self.field_box.setVisible(self.field_box.count() > 1)

    def _count(self, button: QPushButton, words: str, number: int) -> None:
        button.setText(f"{words} {number:,}")
        button.setAccessibleName(f"{words} {number:,} 条")

    def _fill(
        self,
        box: QComboBox,
        every: str,
        rows: Mapping[str, tuple[str, int]] | Mapping[int, tuple[str, int]],
    ) -> None:
        """The choice stays with what was chosen, also where nothing of it is left."""
        chosen, words = box.currentData(), box.currentText()
        box.clear()
        box.addItem(every, None)
        for key, (name, number) in rows.items():
            box.addItem(f"{name} {number:,}", key)
        place = box.findData(chosen) if chosen is not None else 0
        if place < 0:
            box.addItem(words.rpartition(" ")[0] + " 0", chosen)
            place = box.count() - 1
        box.setCurrentIndex(place)
