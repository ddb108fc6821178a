"""What a walk through the program needs: an opened office, hands, and the camera."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget

from tuanji_desktop.app import Program
from tuanji_desktop.commands import Commands
from tuanji_desktop.main_window import MainWindow
from tuanji_desktop.office.context import Context

from .camera import Camera

W = TypeVar("W", bound=QWidget)
TASK_BAR = 40
"""Pixels of the screen that a desktop keeps for itself."""


class Tour:
    """One office in the real window; every act is a clerk's."""

    def __init__(self, program: Program, context: Context, camera: Camera) -> None:
        self.camera = camera
        self.context = context
        self._program = program
        program.show(context)
        window = program.window
        assert window is not None
        self.window: MainWindow = window
        self.commands = self.window.findChildren(Commands)[0]
        camera.jobs, camera.window = program.jobs, self.window
        room = self.window.screen().availableSize()
        self.window.move(0, 0)
        self.window.resize(room.width(), room.height() - TASK_BAR)
        backup = self.find(QLabel, "status_backup")
        while not backup.text():  # the one at opening: afterwards nothing happens by itself
            camera.settle()

    def end(self) -> None:
        """Puts the office away."""
        self._program.close()
        self.camera.jobs = self.camera.window = None

    def one(self, sql: str, *values: object) -> Any:
        """The first value that a statement gives."""
        with self.context.database.read() as connection:
            row = connection.exec_driver_sql(sql, values).fetchone()
        if row is None:
            raise LookupError(sql)
        return row[0]

    def desk(self, key: str, hint: object = None) -> Any:
        """Goes to a desk."""
        self.window.show_desk(key, hint)
        self.camera.settle()
        return self.window.pages[key]

    def dialog(self) -> QDialog:
        """The dialog on top."""
        self.camera.settle()
        found = QApplication.activeModalWidget() or QApplication.activeWindow()
        assert isinstance(found, QDialog), found
        return found

    def find(self, kind: type[W], name: str, inside: QWidget | None = None) -> W:
        """A widget by its object name."""
        for top in [inside] if inside is not None else [self.window]:
            found = top.findChild(kind, name)
            if found is not None:
                return found
        raise LookupError(name)

    def press(self, name: str, inside: QWidget | None = None) -> None:
        """Presses a button and waits."""
        button = self.find(QAbstractButton, name, inside)
        if not button.isEnabled():
            raise RuntimeError(f"{name} cannot be pressed")
        button.click()
        self.camera.settle()

    @contextmanager
    def question(self, name: str, answer: str) -> Iterator[None]:
        """Photographs the question that comes up in the block, and answers it."""

        def reply() -> None:
            box = QApplication.activeModalWidget()
            if box is None or box.objectName() != "confirm":
                QTimer.singleShot(50, reply)
                return
            self.camera.take(name)
            self.press(answer, box)

        QTimer.singleShot(50, reply)
        yield

    def close(self, dialog: QWidget) -> None:
        """Closes a dialog in which nothing would be lost."""
        dialog.close()
        self.camera.settle()

    def popup(self, open_it: Callable[[], object], name: str) -> None:
        """Photographs a menu or popup, and puts it away."""
        self.camera.settle()
        open_it()
        # At once: where there is no screen Qt takes the popup for a lost focus and closes it.
        self.camera.take(name, at_once=True)
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        self.camera.settle()
