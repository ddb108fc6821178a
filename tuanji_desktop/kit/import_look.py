"""Which of several sheets that are read as one list is looked at: each has its own heading rows."""

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QWidget

from tuanji_desktop.kit.import_adapter import Layout
from tuanji_desktop.kit.labels import NamesBox

_KEYS = (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1))
_LONG = 4
"""So many characters in common are left out of names."""
_KEYS_SAID = "Ctrl+PgDown、Ctrl+PgUp 换一张"


class LookBox(NamesBox):
    """The sheets of the file as a clerk sees them, each with what is read of it. Out of sight where
    the list is one sheet's."""

    chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("look_box")
        self.setAccessibleName("看哪一张工作表")
        self.setAccessibleDescription(_KEYS_SAID)
        self.currentTextChanged.connect(lambda now: self.setToolTip(f"{now}\n{_KEYS_SAID}"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(24)
        self.activated.connect(lambda _=0: self.chosen.emit())
        self.hide()

    @property
    def sheet(self) -> str:
        """The name of the sheet looked at; '' where there is no choice."""
        return str(self.currentData() or "")

    def show_layout(self, layout: Layout, *, together: bool) -> None:
        """How each sheet is read now; the one in sight stays."""
        wanted = self.sheet or layout.sheet.name
        self.clear()
        sheets = [sheet.name for sheet in layout.sheets] if together else []
        alike = alike_start({part.sheet for part in layout.places.parts})
        for name in sheets if len(sheets) > 1 else ():
            short = name.replace(alike, "…", 1) if alike else name
            self.addItem(f"看 {short}：{_state(layout, name)}", name)
        place = max(self.findData(wanted), 0)
        if self.count():
            self.setCurrentIndex(place)
        self.setVisible(self.count() > 0)

    def turn_by_keys(self, page: QWidget) -> None:
        """The next sheet, and the one before, wherever the keyboard is on the page."""
        for keys, by in _KEYS:
            QShortcut(QKeySequence(keys), page).activated.connect(partial(self._turn, by))

    def _turn(self, by: int) -> None:
        if self.count():
            self.setCurrentIndex((self.currentIndex() + by) % self.count())
            self.chosen.emit()


def _state(layout: Layout, sheet: str) -> str:
    _, below = layout.heading_in(sheet)
    return f"{layout.rows_in(sheet):,} 行" if below else "没有读"


def alike_start(names: Collection[str]) -> str:
    """With what all names begin, where that leaves no room for what tells them apart: the
    第二中学2015级 of 第二中学2015级1班."""
    if len(names) < 2:
        return ""
    first, last = min(names), max(names)  # what these have in common, all between them have
    same = next((at for at, one in enumerate(first) if last[at : at + 1] != one), len(first))
    return first[:same] if same >= _LONG else ""
