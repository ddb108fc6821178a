"""A bug is logged without a name, told calmly once, and survived."""

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import qInstallMessageHandler, qWarning
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.crash import CrashHandler


@pytest.fixture
def handler(dressed: QApplication) -> Iterator[CrashHandler]:
    before = sys.excepthook, threading.excepthook
    made = CrashHandler()
    made.install()
    yield made
    made.remove()
    for dialog in dialogs():
        dialog.close()
    assert sys.excepthook is sys.__excepthook__
    sys.excepthook, threading.excepthook = before


def raised(error: Exception) -> None:
    try:
        raise error
    except Exception as caught:
        sys.excepthook(type(caught), caught, caught.__traceback__)


def dialogs() -> list[QMessageBox]:
    return [
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, QMessageBox) and one.objectName() == "crash_dialog"
    ]


def test_one_calm_dialog_that_blocks_nothing(
    qtbot: QtBot, handler: CrashHandler, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []
    handler.crashed.connect(told.append)
    raised(ValueError("张三 110101199001010010"))
    raised(KeyError("x"))
    qtbot.waitUntil(lambda: len(told) == 2)
    (dialog,) = dialogs()
    assert not dialog.isModal()
    assert "张三" not in dialog.text() + dialog.detailedText() + told[0]
    assert "ValueError" in told[0]
    assert "test_crash.py" in told[0]
    bugs = [one for one in caplog.records if one.name == "tuanji.crash"]
    assert [one.levelno for one in bugs] == [logging.ERROR, logging.ERROR]
    assert "张三" not in caplog.text
    caplog.clear()
    button = dialog.findChild(QPushButton, "crash_continue")
    assert button is not None
    button.click()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
    raised(ValueError())
    qtbot.waitUntil(lambda: len(told) == 3)
    assert dialogs()[0].isVisible(), "the next bug is told again"
    dialogs()[0].close()
    caplog.clear()


def test_a_bug_in_a_thread_is_told_on_the_gui_thread(
    qtbot: QtBot, handler: CrashHandler, caplog: pytest.LogCaptureFixture
) -> None:
    where: list[str] = []
    handler.crashed.connect(lambda _: where.append(threading.current_thread().name))
    thread = threading.Thread(target=lambda: 1 // 0)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: where == ["MainThread"])
    assert "ZeroDivisionError" in caplog.text
    dialogs()[0].close()
    caplog.clear()


def test_what_qt_says_goes_to_the_log(
    handler: CrashHandler, caplog: pytest.LogCaptureFixture
) -> None:
    qWarning("a word of Qt's")
    assert [(one.name, one.getMessage()) for one in caplog.records] == [
        ("tuanji.qt", "a word of Qt's")
    ]
    caplog.clear()
    qInstallMessageHandler(None)
