"""The coming dates of the pack below the task cards; each leads to where it is worked at."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from ..kit.labels import label
from .calendar import Event


class DateList(QWidget):
    """A line for each date: when, what, on which clause, how far away."""

    chosen = Signal(object)
    """The `Event` whose line was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("home_dates")
        self.setAccessibleName("近期日期")
        self.events: tuple[Event, ...] = ()
        self._lines = QWidget(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(
            label("近期日期", role="section", name="home_dates_head", parent=self)
        )
        self._column.addWidget(self._lines)

    def show_events(self, events: Sequence[Event], today: date) -> None:
        """Shows these dates; without any the list is not there at all."""
        self.events = tuple(events)
        self.setVisible(bool(events))
        old, self._lines = self._lines, QWidget(self)
        self._lines.setObjectName("home_date_lines")
        grid = QGridLayout(self._lines)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for row, event in enumerate(events):
            words = f"{event.words}（{event.clause}）"
            line = QPushButton(words, self._lines)
            line.setObjectName(f"home_date_{row + 1}")
            line.setAccessibleName(f"{event.day} {words} {event.when(today)}")
            line.setProperty("link", True)
            line.clicked.connect(partial(self._press, event))
            day = label(event.day.isoformat(), name=f"home_date_day_{row + 1}", parent=self._lines)
            far = label(
                event.when(today), role="muted", name=f"home_date_far_{row + 1}", parent=self._lines
            )
            grid.addWidget(day, row, 0)
            grid.addWidget(line, row, 1, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(far, row, 2)
        self._column.replaceWidget(old, self._lines)
        old.deleteLater()

    def _press(self, event: Event, _checked: bool = False) -> None:
        self.chosen.emit(event)
