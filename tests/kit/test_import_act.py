"""One act at a time: how it ends is said once, an overtaken one says nothing."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.kit.lists import settle
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.core.progress import Progress
from tuanji_desktop.kit.import_act import ImportAct
from tuanji_desktop.kit.jobs import Jobs


@pytest.fixture
def said() -> list[object]:
    return []


@pytest.fixture
def act(jobs: Jobs, said: list[object]) -> ImportAct:
    one = ImportAct(jobs, QObject(jobs))
    one.busy_changed.connect(lambda busy: said.append("busy" if busy else "free"))
    one.failed.connect(lambda error: said.append(error.code))
    return one


def held(gate: threading.Event) -> Callable[[Progress], str]:
    def wait(progress: Progress) -> str:
        gate.wait(5)
        progress.stop_if_cancelled()
        return "first"

    return wait


def test_the_end_is_told_after_it_is_free_again(
    qtbot: QtBot, jobs: Jobs, act: ImportAct, said: list[object]
) -> None:
    act.start(lambda _progress: "read", said.append, words="读取")
    settle(qtbot, jobs)
    assert said == ["busy", "free", "read"]


def test_a_fault_is_told(qtbot: QtBot, jobs: Jobs, act: ImportAct, said: list[object]) -> None:
    def fails(_progress: Progress) -> None:
        raise BadInput("some.thing", "不行。")

    act.start(fails, said.append, words="读取")
    settle(qtbot, jobs)
    assert said == ["busy", "free", "some.thing"]


def test_an_overtaken_act_says_nothing(
    qtbot: QtBot, jobs: Jobs, act: ImportAct, said: list[object]
) -> None:
    gate = threading.Event()
    act.start(held(gate), said.append, words="读取", after_cancel=lambda: said.append("given up"))
    act.start(lambda _progress: "second", said.append, words="读取")
    gate.set()
    settle(qtbot, jobs)
    assert said == ["busy", "busy", "free", "second"]


def test_what_cancelling_means(
    qtbot: QtBot, jobs: Jobs, act: ImportAct, said: list[object]
) -> None:
    gate = threading.Event()
    act.start(held(gate), said.append, words="核对", after_cancel=lambda: said.append("given up"))
    act.cancel()
    gate.set()
    settle(qtbot, jobs)
    assert said == ["busy", "free", "given up"]
    said.clear()
    gate.clear()
    act.start(held(gate), said.append, words="核对", after_cancel=lambda: said.append("given up"))
    act.cancel(then=lambda: said.append("anew"))
    gate.set()
    settle(qtbot, jobs)
    assert said == ["busy", "free", "anew"]
