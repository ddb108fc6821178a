"""What a clerk has: an office file, the real window on it, two hands and some patience."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import make_office
from tests.imports import make_county
from tuanji_desktop.app import Program, Wanted
from tuanji_desktop.main_window import MainWindow
from tuanji_desktop.office.context import Context

W = TypeVar("W", bound=QWidget)
PATIENCE_MS = 20_000


class Clerk:
    """Works in the window of a program; never touches a service."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self.program, self.qtbot = program, qtbot

    @property
    def window(self) -> MainWindow:
        assert self.program.window is not None, "no office is open"
        return self.program.window

    @property
    def context(self) -> Context:
        assert self.program.context is not None
        return self.program.context

    def wait(self) -> None:
        """Until every answer is in, everything typed is judged and the window is told of it."""
        for _ in range(4):
            self.qtbot.waitUntil(lambda: not self._busy(), timeout=PATIENCE_MS)
            QApplication.processEvents()

    def _busy(self) -> bool:
        jobs = self.program.jobs
        return (jobs is not None and jobs.busy) or any(
            timer.isActive() and timer.isSingleShot() and timer.interval() <= 300
            for top in QApplication.topLevelWidgets()
            for timer in top.findChildren(QTimer)
        )

    def find(self, kind: type[W], name: str, inside: QWidget | None = None) -> W:
        found = (inside or self.window).findChild(kind, name)
        assert found is not None, f"{name} is not there"
        return found

    def press(self, name: str, inside: QWidget | None = None) -> None:
        """Presses a button that is in sight and alive."""
        button: QAbstractButton = self.find(QAbstractButton, name, inside)
        assert button.isVisible(), f"{name} is not in sight"
        assert button.isEnabled(), f"{name} cannot be pressed"
        button.click()
        self.wait()

    def command(self, name: str) -> None:
        """A command of the menu."""
        action: QAction = self.window.command(name)
        action.trigger()
        self.wait()

    def desk(self, key: str) -> Any:
        """Goes to a desk by its menu entry."""
        self.command(f"go_{key}")
        return self.window.desk

    def dialog(self, name: str) -> QDialog:
        """The open dialog of this name."""
        self.wait()
        found = [one for one in self.window.findChildren(QDialog, name) if one.isVisible()]
        assert found, f"{name} is not open"
        return found[0]

    def search(self, words: str) -> list[int]:
        """Types into the search box, letter by letter; ids of those found."""
        box = self.window.search_box
        box.setFocus()
        for length in range(1, len(words) + 1):
            assert self.window.focusWidget() is box, "the search box lost the keyboard"
            box.setText(words[:length])
            self.wait()
        page: Any = self.window.pages["roster"]
        return list(page.model.ids)

    def texts(self, inside: QWidget) -> str:
        """Everything that labels in sight say."""
        labels = inside.findChildren(QLabel)
        return "\n".join(one.text() for one in labels if one.isVisible())

    def value(self, sql: str, *values: object) -> Any:
        """One value of the file as it is written there."""
        with self.context.database.read() as connection:
            return connection.exec_driver_sql(sql, values).scalar_one()


@pytest.fixture
def open_office_file(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[..., Clerk]]:
    """Starts the program on a file on some day."""
    programs: list[Program] = []

    def start(path: Path, *, today: date = date(2018, 8, 1)) -> Clerk:
        program = Program(qapp, Wanted(path, demo=False, today=today))
        programs.append(program)
        assert program.start()
        clerk = Clerk(program, qtbot)
        clerk.wait()
        return clerk

    yield start
    for program in reversed(programs):
        program.close()
    # else every further program would dress the windows of those before it
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def small_office(tmp_path: Path) -> Path:
    """Two branches, six members (ids 1 to 6), guangdong-2018."""
    context = make_office(tmp_path)
    context.database.close()
    return context.database.path


@pytest.fixture(scope="session")
def sample_county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The 68 organisations and 1,108 members of the sample lists."""
    return make_county(tmp_path_factory.mktemp("county"))


@pytest.fixture
def county(sample_county: Path, tmp_path: Path) -> Path:
    """A copy of the sample county of the test's own."""
    return Path(shutil.copy(sample_county, tmp_path / sample_county.name))


def now() -> datetime:
    """The clock of the program."""
    return datetime.now().astimezone()
