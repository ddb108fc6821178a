"""Cycles die on the GUI thread, never on a reader's."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.garbage import GarbageTimer


class _Knot:
    """Something that only the collector can free."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def timer(qtbot: QtBot) -> Iterator[GarbageTimer]:
    was_enabled = gc.isenabled()
    made = GarbageTimer()
    yield made
    made.stop()
    if not was_enabled:
        gc.disable()


def test_no_other_thread_collects(timer: GarbageTimer) -> None:
    died_on: list[int] = []
    weakref.finalize(_Knot(), lambda: died_on.append(threading.get_ident()))
    worker = threading.Thread(target=lambda: [[number] for number in range(50_000)])
    worker.start()
    worker.join()
    assert not gc.isenabled()
    assert died_on == []
    for _ in range(3_000):
        gc.get_count()
    gc.collect()
    assert died_on == [threading.get_ident()]


def test_it_is_collected_in_time(timer: GarbageTimer, qtbot: QtBot) -> None:
    died: list[bool] = []
    weakref.finalize(_Knot(), lambda: died.append(True))
    kept = [[number] for number in range(5_000)]  # over the limit of the youngest generation
    qtbot.waitUntil(lambda: bool(died), timeout=5_000)
    assert len(kept) == 5_000


def test_what_was_there_at_the_start_is_gone_through_once(timer: GarbageTimer) -> None:
    gc.unfreeze()  # what the tests keep out of their own collections
    for _ in range(40):
        gc.collect(1)
    timer.collect()
    kept = gc.get_freeze_count()
    assert kept > 1_000
    died: list[bool] = []
    weakref.finalize(_Knot(), died.append, True)
    for _ in range(40):
        gc.collect(1)
    timer.collect()
    assert died == [True]
    assert gc.get_freeze_count() <= kept
    timer.stop()
    assert gc.get_freeze_count() == 0
