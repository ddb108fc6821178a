"""Cycles die on the GUI thread, never on a reader's, and only when nobody waits for the window."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit import garbage
from tuanji_desktop.kit.garbage import GarbageTimer


class _Knot:
    """Something that only the collector can free."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def jobs() -> set[str]:
    """What is under way."""
    return set()


@pytest.fixture
def timer(qtbot: QtBot, jobs: set[str]) -> Iterator[GarbageTimer]:
    was_enabled = gc.isenabled()
    made = GarbageTimer(busy=lambda: bool(jobs))
    yield made
    made.stop()
    if not was_enabled:
        gc.disable()


def _garbage() -> list[bool]:
    """Garbage, and enough beside it to be worth the look; the list says whether it has died."""
    died: list[bool] = []
    knot = _Knot()
    weakref.finalize(knot, died.append, True)
    knot.kept = [[number] for number in range(4 * garbage._SOME)]  # type: ignore[attr-defined]
    return died


def test_no_other_thread_collects(timer: GarbageTimer) -> None:
    died_on: list[int] = []
    weakref.finalize(_Knot(), lambda: died_on.append(threading.get_ident()))
    worker = threading.Thread(target=lambda: [[number] for number in range(50_000)])
    worker.start()
    worker.join()
    assert not gc.isenabled()
    assert died_on == []
    gc.collect()
    assert died_on == [threading.get_ident()]


def test_it_is_collected_in_time(
    timer: GarbageTimer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "_REST", 0.0)
    died = _garbage()
    qtbot.waitUntil(lambda: bool(died), timeout=5_000)


def test_nobody_waits_for_it(
    timer: GarbageTimer, jobs: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    died = _garbage()
    jobs.add("import")
    monkeypatch.setattr(garbage, "_REST", 0.0)
    timer.collect_at_rest()
    jobs.clear()
    monkeypatch.setattr(garbage, "_REST", 3.0)
    timer.collect_at_rest()  # the job has only just ended
    assert not died
    monkeypatch.setattr(garbage, "_REST", 0.0)
    timer.collect_at_rest()
    assert died


def test_hands_at_work_put_it_off(
    timer: GarbageTimer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched: list[bool] = []
    monkeypatch.setattr(timer, "touch", lambda: touched.append(True))
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    handle = window.windowHandle()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is handle)
    nothing = Qt.KeyboardModifier.NoModifier
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, nothing, "a")
    place, none = QPointF(1, 1), Qt.MouseButton.NoButton
    moved = QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, nothing)
    for event in (key, moved):
        touched.clear()
        QGuiApplication.sendEvent(handle, event)
        assert touched == [True], event.type()
    touched.clear()
    QGuiApplication.inputMethod().cursorRectangleChanged.emit()  # a word typed in Chinese
    assert touched


def test_what_was_there_at_the_start_is_never_gone_through(timer: GarbageTimer) -> None:
    assert gc.get_freeze_count() > 1_000
    died = _garbage()
    timer.collect()
    assert died
    timer.stop()
    assert gc.get_freeze_count() == 0


def test_the_records_of_a_long_list_are_gone_through_when_they_are_gone(
    timer: GarbageTimer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "_MANY", 20_000)
    died: list[bool] = []
    dialog = _Knot()  # its window is a cycle, closed later
    weakref.finalize(dialog, died.append, True)
    records = [[number, str(number), {}] for number in range(50_000)]
    kept = gc.get_freeze_count()
    timer.collect()
    assert gc.get_freeze_count() > kept + 50_000  # set aside, not gone through
    del dialog
    timer.collect()
    assert not died
    records.clear()
    timer.collect()
    assert died


def test_a_list_that_its_closed_window_holds_is_gone_through_when_the_clerk_is_away(
    timer: GarbageTimer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "_MANY", 20_000)
    died: list[bool] = []
    for _ in range(2):  # the second would lie beside the first for ever
        died.clear()
        dialog = _Knot()
        dialog.records = [[number] for number in range(50_000)]  # type: ignore[attr-defined]
        weakref.finalize(dialog, died.append, True)
        monkeypatch.setattr(garbage, "_REST", 0.0)
        timer.collect_at_rest()
        del dialog
        timer.touch()
        timer.collect_at_rest()
        assert not died  # nobody knows that they are gone
        monkeypatch.setattr(garbage, "_AWAY", 0.0)
        timer.collect_at_rest()
        assert died
        monkeypatch.setattr(garbage, "_AWAY", 60.0)
