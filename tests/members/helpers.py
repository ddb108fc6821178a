"""Short words for the tests of the members' room."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.members.dialog import MemberDialog
from tuanji_desktop.office.context import Context

W = TypeVar("W", bound=QWidget)


def select(context: Context, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """Rows of the file as they are."""
    with context.database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql, tuple(parameters))]


def one(context: Context, sql: str, *parameters: object) -> Any:
    """The one value that a statement gives."""
    ((value,),) = select(context, sql, *parameters)
    return value


def kinds(context: Context) -> list[str]:
    """The kinds of all operations, oldest first."""
    return [kind for (kind,) in select(context, "SELECT kind FROM journal_operations")]


def find(parent: QWidget, kind: type[W], name: str) -> W:
    """A part of a window by its object name."""
    found = parent.findChild(kind, name)
    assert found is not None, name
    return found


def text_of(parent: QWidget, name: str) -> str:
    """What a label says."""
    return find(parent, QLabel, name).text()


def settle(qtbot: QtBot, jobs: Jobs, dialog: MemberDialog | None = None) -> None:
    """Waits until nobody waits for an answer and nothing typed is still to be judged."""
    timer = dialog.findChild(QTimer, "judge_timer") if dialog else None
    qtbot.waitUntil(
        lambda: not jobs.busy and (timer is None or not timer.isActive()), timeout=5_000
    )


def type_in(dialog: MemberDialog, field: str, text: str) -> None:
    """Types into a field as a clerk does, without the input method."""
    editor = dialog.form.row(field).editor
    if isinstance(editor, QComboBox):
        if editor.isEditable():
            editor.setEditText(text)
        else:
            editor.setCurrentText(text)
    else:
        assert isinstance(editor, QLineEdit)
        assert not editor.isReadOnly(), f"{field} cannot be typed into"
        editor.setText(text)
        editor.textEdited.emit(text)


def press(parent: QWidget, name: str) -> None:
    """Presses a button."""
    find(parent, QPushButton, name).click()


def answer(name: str, *, seen: Callable[[QWidget], None] | None = None) -> None:
    """Presses a button of the question that is about to come up."""

    def act() -> None:
        box = QApplication.activeModalWidget()
        assert box is not None
        if seen is not None:
            seen(box)
        press(box, name)

    QTimer.singleShot(0, act)
