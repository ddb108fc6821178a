"""The program itself, driven from outside: its window on an office file, without automatic
backups (they are measured on their own) and with a home folder of its own.

`python -m benchmarks.program FILE` starts it on the roster desk and says when it was painted.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tuanji_desktop.app import Program

_ROSTER_FIRST = {"desk_states": {"_desk": "roster"}, "theme": "light"}


def _settle(home: Path) -> None:
    """Settings of a machine on which the roster was the last desk in use."""
    from tuanji_desktop.core.paths import HOME_VARIABLE, user_config_dir
    from tuanji_desktop.core.settings import FILE_NAME

    os.environ[HOME_VARIABLE] = str(home)
    user_config_dir().mkdir(parents=True, exist_ok=True)
    (user_config_dir() / FILE_NAME).write_text(json.dumps(_ROSTER_FIRST), encoding="utf-8")


def main() -> None:
    """As `tuanji-desktop FILE` starts; prints the moment and the memory, and leaves."""
    with tempfile.TemporaryDirectory() as home:
        _settle(Path(home))
        from PySide6.QtWidgets import QApplication

        from tuanji_desktop.app import Program, Wanted

        app = QApplication(sys.argv[:1])
        program = Program(app, Wanted(Path(sys.argv[1]), demo=False, today=None))
        program.start()
        desk = Desk(program)

        from .memory import pss, rss_anon
        from .painting import on_first_painting

        def painted() -> None:
            print(time.monotonic(), pss(), rss_anon(), flush=True)
            app.exit(0)

        on_first_painting(desk.view.viewport(), desk.ready, painted)
        app.exec()
        desk.leave()


class Desk:
    """The roster desk in the program's window, and whether it shows what was asked for."""

    def __init__(self, program: "Program") -> None:
        from tuanji_desktop.members.page import RosterPage

        assert program.window is not None and program.context is not None
        assert program.jobs is not None
        self.program = program
        self.window, self.context, self.jobs = program.window, program.context, program.jobs
        page = self.window.pages["roster"]
        assert isinstance(page, RosterPage)
        self.page, self.view, self.model = page, page.table, page.model
        self._reset = True
        self.model.modelReset.connect(self._was_reset)

    def _was_reset(self) -> None:
        self._reset = True

    def expect(self) -> None:
        """From now on only a new list counts as the answer."""
        self._reset = False

    def ready(self) -> bool:
        """Whether a list has come since and its rows in sight are here."""
        if not self._reset:
            return False
        if not len(self.model.ids):
            return True
        first = max(0, self.view.rowAt(0))
        return self.model.row_at(first) is not None

    def settled(self) -> bool:
        """Whether nothing is being read any more."""
        return not self.jobs.busy and self.page.complete

    def leave(self) -> None:
        """Ends threads and file without the backup at closing."""
        self.window.hide()
        self.jobs.close()
        self.context.database.close()
        self.window.deleteLater()


@contextmanager
def desk_on(path: Path) -> Iterator[Desk]:
    """The program's window on a file, on the roster desk, at rest."""
    with tempfile.TemporaryDirectory() as home:
        _settle(Path(home))
        from PySide6.QtWidgets import QApplication

        from tuanji_desktop.app import Program, Wanted
        from tuanji_desktop.kit.garbage import GarbageTimer

        from .county import TODAY
        from .painting import wait_until

        class WithoutBackups(Program):
            def _back_up(self, reason: str) -> None:
                """Measured on its own."""

        app = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(app, QApplication)
        program = WithoutBackups(app, Wanted(path, demo=False, today=TODAY))
        program.start()
        desk = Desk(program)
        # as in `app.main`: else Python's collector runs on a reader and holds everybody up
        garbage = GarbageTimer(desk.window, busy=lambda: desk.jobs.busy)
        wait_until(lambda: desk.ready() and desk.settled())
        try:
            yield desk
        finally:
            garbage.stop()
            desk.leave()


if __name__ == "__main__":
    main()
