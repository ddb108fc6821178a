"""A day to be typed or picked: when something was done, entered afterwards."""

from datetime import date

from PySide6.QtCore import QDate, QLocale
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateEdit, QWidget

_EARLIEST = date(1990, 1, 1)


class DayEdit(QDateEdit):
    """Between two days, by keyboard or calendar; today (the last one) to begin with."""

    def __init__(self, name: str, words: str, *, last: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCalendarPopup(True)
        self.allow(_EARLIEST, last)
        self.take(last)

    @property
    def day(self) -> date:
        """The day that is shown."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def allow(self, first: date, last: date) -> None:
        """Only days from `first` to `last`, both included."""
        self.setDateRange(_qdate(min(first, last)), _qdate(last))

    def take(self, day: date) -> None:
        """Shows a day."""
        self.setDate(_qdate(day))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """A figure typed into a whole day begins the year, month or day anew in which the cursor
        stands, the year where all is chosen: Qt refuses it without a word."""
        line = self.lineEdit()
        if event.text().isdigit() and self.hasAcceptableInput():
            if line.selectedText() == line.text():
                self.setSelectedSection(self.Section.YearSection)
            elif not line.hasSelectedText():
                self.setSelectedSection(self.currentSection())
        super().keyPressEvent(event)


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
