"""Keeps what is typed into the dialog, every ten seconds while there is something to lose."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer

from ..kit.page import Workplace
from .drafts import Draft, drop_draft, keep_draft

KEEP_EVERY_MS = 10_000
Typed = Callable[[], Mapping[str, str]]


class DraftKeeper(QObject):
    """One for each dialog. What an earlier session left is offered, and kept until it is taken."""

    def __init__(self, workplace: Workplace, typed: Typed, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._typed = typed
        self._member_id: int | None = None
        self._branch_id: int | None = None
        self._kept = False
        self._settled: Mapping[str, str] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_EVERY_MS)
        self._timer.timeout.connect(self.keep_now)
        self.offered: Draft | None = None

    def begin(self, member_id: int | None, draft: Draft | None) -> None:
        """Another member (None: somebody to be added), with what was left of the last time."""
        self._timer.stop()
        self._member_id = member_id
        self.offered = draft
        self._kept = False
        self._settled = {}

    def touched(self, branch_id: int | None) -> None:
        """Something was typed."""
        self._branch_id = branch_id
        if not self._timer.isActive() and not self._workplace.context.database.read_only:
            self._timer.start()

    def take(self) -> Draft | None:
        """What was offered is in the form from now on."""
        draft, self.offered = self.offered, None
        self._kept = self._kept or draft is not None
        return draft

    def keep_now(self) -> None:
        """Writes what is typed; what is offered and not taken stays with it."""
        self._timer.stop()
        typed = self._typed()
        if typed:
            self._kept = True
            self._keep({**(self.offered.content if self.offered else {}), **typed})

    def discard(self) -> None:
        """What was typed is thrown away; an offer that was not taken stays."""
        self._timer.stop()
        if not self._kept:
            return
        self._kept = False
        earlier = {**(self.offered.content if self.offered else {}), **self._settled}
        if earlier:
            self._keep(earlier)
            return
        context, member_id = self._workplace.context, self._member_id
        self._workplace.jobs.write(
            self.parent(),
            lambda _progress: drop_draft(context, member_id=member_id),
            lambda _done: None,
            words="",
        )

    def was_saved(self) -> None:
        """The record holds everything now; the service has dropped the draft."""
        self._timer.stop()
        self._kept, self.offered, self._settled = False, None, {}

    def was_kept(self, typed: Mapping[str, str]) -> None:
        """The service has kept this as the draft beside the valid record (Q 五.2); an offer that
        was not taken lies in it too."""
        self._timer.stop()
        self.settle(typed)

    def settle(self, typed: Mapping[str, str]) -> None:
        """What is typed lies in the file as a draft: closing the dialog loses nothing of it."""
        self._kept = False
        self._settled = dict(typed)

    def drop(self, done: Callable[[], None]) -> None:
        """Throws the draft away, in the form and in the file."""
        self.was_saved()
        context, member_id = self._workplace.context, self._member_id
        self._workplace.jobs.write(
            self.parent(),
            lambda _progress: drop_draft(context, member_id=member_id),
            lambda _done: done(),
            words="",
        )

    def holds(self, typed: Mapping[str, str]) -> bool:
        """Whether closing now would lose nothing of what is typed."""
        return not typed or typed == self._settled

    def _keep(self, content: Mapping[str, str | None]) -> None:
        context, member_id, branch_id = self._workplace.context, self._member_id, self._branch_id
        self._workplace.jobs.write(
            self.parent(),
            lambda _progress: keep_draft(
                context, member_id=member_id, branch_id=branch_id, content=content
            ),
            lambda _done: None,
            words="",
        )
