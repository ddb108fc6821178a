"""Keeps an import under way in the office file, shortly after something was said."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from tuanji_desktop.kit.import_state import ImportState, state_text
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.import_jobs import forget_job, save_job

KEEP_AFTER_MS = 1_500


@dataclass(frozen=True, slots=True)
class KeptFile:
    """Whose state is kept; a pasted list has no `path` but its text."""

    path: Path | None
    sha256: str
    pasted: str = ""


class ImportKeeper(QObject):
    """One for each wizard. Nothing is kept of a file before something was done with it."""

    def __init__(
        self, workplace: Workplace, kind: str, state: Callable[[], ImportState], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workplace, self._kind, self._state = workplace, kind, state
        self._file: KeptFile | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self.keep_now)
        self._kept = ""

    def begin(self, file: KeptFile | None) -> None:
        """Another file (None: none yet); what is kept of the former one stays."""
        self._timer.stop()
        self._file = file
        self._kept = ""

    @property
    def file(self) -> KeptFile | None:
        """Whose state is kept."""
        return self._file

    def touched(self) -> None:
        """Something was said; who goes on saying things does not put the keeping off."""
        if self._timer.isActive():
            return
        if self._file is not None and not self._workplace.context.database.read_only:
            self._timer.start()

    def leave(self) -> bool:
        """The file is left as it is now; whether something of it is kept."""
        if self._timer.isActive():
            self.keep_now()
        kept = bool(self._kept)
        self.begin(None)
        return kept

    def keep_now(self) -> None:
        """Writes the state, unless it is what was written last."""
        self._timer.stop()
        file = self._file
        if file is None or self._workplace.context.database.read_only:
            return
        content = state_text(self._state())
        if content == self._kept:
            return
        self._kept = content
        context, kind = self._workplace.context, self._kind
        path = str(file.path) if file.path is not None else ""
        self._workplace.jobs.write(
            self,
            lambda _progress: save_job(
                context,
                kind=kind,
                path=path,
                sha256=file.sha256,
                content=content,
                pasted=file.pasted,
            ),
            lambda _done: None,
            words="",
        )

    def drop(self, sha256: str | None = None, *, done: Callable[[], None] = lambda: None) -> None:
        """The import (or that of another file) is finished or given up."""
        if sha256 is None and self._file is not None:
            sha256 = self._file.sha256
            self.begin(None)
        if sha256 is None or self._workplace.context.database.read_only:
            return
        wanted, context, kind = sha256, self._workplace.context, self._kind
        self._workplace.jobs.write(
            self,
            lambda _progress: forget_job(context, kind=kind, sha256=wanted),
            lambda _done: done(),
            words="",
        )
