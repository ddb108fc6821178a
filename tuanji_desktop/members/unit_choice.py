"""Which unit a list is for: a button that names it, its place in the tree beside it, and the way back
to none. Thousands of units are searched by typing (`branch_dialog`), from the button on."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ..kit.labels import label
from ..kit.style import scaled
from .branch_dialog import BranchDialog
from .loading import BranchChoice

_PAUSE = 350
"""ms"""
_TYPED = Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.ShiftModifier


class UnitChoice(QWidget):
    """Emits `changed` when another unit holds. Answers go by code, so that they can be kept: one
    that was put back before the units are known counts from the beginning."""

    changed = Signal()

    def __init__(
        self, words: str, *, none: str, title: str, name: str, tip: str = "", parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._words, self._none, self._title = words, none, title
        self._units: Sequence[BranchChoice] = ()
        self._wanted: str | None = None
        self.unit: BranchChoice | None = None
        """None: by the rows of the list."""
        self.button = _TypingButton(self)
        self.button.setObjectName(f"{name}_button")
        self.button.setAutoDefault(False)
        self.button.setToolTip(tip)
        self.button.setEnabled(False)
        self.button.typed.connect(self.ask)
        self.button.clicked.connect(lambda _=False: self.ask())
        self.clear_button = QPushButton("不指定", self)
        self.clear_button.setObjectName(f"{name}_none")
        self.clear_button.setAccessibleName(f"{words}：不指定，{none}")
        self.clear_button.setAutoDefault(False)
        self.clear_button.setProperty("link", True)
        self.clear_button.clicked.connect(self._clear)
        self.place = _Elided(self)
        self.place.setObjectName(f"{name}_place")
        said = label(words, role="muted", parent=self)
        said.setBuddy(self.button)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (said, self.button, self.clear_button):
            row.addWidget(widget)
        row.addWidget(self.place, 1)
        self._show()

    def show_units(self, units: Sequence[BranchChoice], offered: int | None = None) -> None:
        """The units that there are; `offered` holds unless another was chosen before."""
        self._units = units
        self.button.setEnabled(bool(units))
        if self._wanted is not None:
            self.take_code(self._wanted)
        elif offered is not None:
            self._take(next((one for one in units if one.id == offered), None))

    @property
    def unit_id(self) -> int | None:
        """The unit that holds; None: by the rows of the list."""
        return self.unit.id if self.unit is not None else None

    @property
    def code(self) -> str:
        """What an answer keeps; '' for none."""
        if self._units:
            return self.unit.code if self.unit is not None else ""
        return self._wanted or ""

    def take_code(self, code: str) -> None:
        """Puts an answer back; a unit that is there no more changes nothing."""
        self._wanted = code
        found = next((one for one in self._units if one.code == code), None)
        if found is not None or (self._units and not code):
            self._take(found)

    def ask(self, typed: str = "") -> None:
        """Lets the clerk choose; `typed` is the beginning of what is looked for."""
        dialog = BranchDialog(self._units, self, title=self._title, what="组织", typed=typed)
        dialog.chosen.connect(self._take)
        dialog.open()

    def _clear(self) -> None:
        self.button.setFocus()
        self._take(None)

    def _take(self, unit: BranchChoice | None) -> None:
        self.unit, self._wanted = unit, unit.code if unit is not None else ""
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        unit = self.unit
        words = unit.short_name if unit is not None else self._none
        place = unit.place if unit is not None else ""
        self.button.setText(f"{words} ▾")
        self.button.setAccessibleName("，".join(filter(None, (f"{self._words}：{words}", place))))
        self.place.show_words(place)
        self.clear_button.setVisible(unit is not None)


class _TypingButton(QPushButton):
    """Whoever begins to type on it has begun to look for a unit. What is typed is told at the first
    pause: keys that come while a window opens would be lost."""

    typed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._said = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._tell)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        text = event.text()
        if text.isalnum() and not event.modifiers() & ~_TYPED:
            self._said += text
            self._pause.start()
        elif self._said and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._tell()
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        self._pause.stop()
        said, self._said = self._said, ""
        self.typed.emit(said)


class _Elided(QLabel):
    """The superiors of a unit as far as there is room, whole under the mouse."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "muted")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._words = ""

    def show_words(self, words: str) -> None:
        self._words = words
        self.setToolTip(words)
        self.setAccessibleName(words)
        self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(scaled(40), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(
            self._words, Qt.TextElideMode.ElideMiddle, self.width()
        )
        if shown != self.text():
            self.setText(shown)
