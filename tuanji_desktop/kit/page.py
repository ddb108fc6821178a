"""What every desk is: a page that is handed its workplace, told the scope, told of changes."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ..office.context import Context
from ..store.changes import Changes
from .jobs import Jobs


@dataclass(frozen=True, slots=True)
class Workplace:
    """What a page works with. Another pack or operator is another workplace and new pages."""

    context: Context
    jobs: Jobs


def workplace_of(widget: QWidget) -> Workplace | None:
    """The workplace of the page or dialog that a widget stands in."""
    above: QWidget | None = widget
    while above is not None:
        found = getattr(above, "workplace", None) or getattr(above, "_workplace", None)
        if isinstance(found, Workplace):
            return found
        above = above.parentWidget()
    return None


class Page(QWidget):
    """A desk of the rail. Attributes go down (`set_scope`, `show_changes`), wishes go up."""

    key = ""
    title = ""
    icon = ""
    manual = ""  # page of the manual that F1 opens

    member_chosen = Signal(int)  # show this member's card
    member_requested = Signal(int)  # open this member's dialog
    desk_requested = Signal(str, object)  # go to a desk, with a hint what to show there
    act_requested = Signal(str, object)  # a wish another room grants: ("deletion", [member ids]) …
    said = Signal(str, str)  # a line for the clerk: level (info, done, warning, error), words
    summary_changed = Signal(str)  # words for the status bar

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workplace = workplace
        self.scope: int | None = None
        self.setObjectName(f"page_{self.key}")
        self.setAccessibleName(self.title)

    def set_scope(self, org_id: int | None) -> None:
        """The node chosen in the tree; None is the whole office."""
        if org_id != self.scope:
            self.scope = org_id
            self.refresh()

    def refresh(self) -> None:
        """Reads what the page shows anew, off the GUI thread."""

    def show_changes(self, changes: Changes) -> None:
        """Told after every commit; a page decides whether it shows any of it."""

    def show_hint(self, hint: object) -> None:
        """What another desk wants shown here, e.g. a filter."""

    def state(self) -> str:
        """Splitters, columns, sort and filters as text, kept per desk on this machine."""
        return ""

    def restore_state(self, state: str) -> None:
        """Takes up a kept state; a senseless one is passed over."""


def open_member(widget: QWidget, member_id: int) -> None:
    """Has the page that a widget or its dialog stands in open a member's record."""
    above: QWidget | None = widget
    while above is not None and not isinstance(above, Page):
        above = above.parentWidget()
    if above is not None:
        above.member_requested.emit(member_id)
