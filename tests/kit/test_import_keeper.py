"""An import is kept a moment after something was said, once for each state."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.kit.lists import settle
from tuanji_desktop.kit.import_keeper import ImportKeeper, KeptFile
from tuanji_desktop.kit.import_state import ImportState, read_state
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.import_jobs import open_job


class Said:
    """What there is to keep."""

    def __init__(self) -> None:
        self.state = ImportState(step=1)


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def keeper(workplace: Workplace, said: Said) -> Iterator[ImportKeeper]:
    made = ImportKeeper(workplace, "people", lambda: said.state, workplace.jobs)
    made._timer.setInterval(5)
    yield made


def kept(workplace: Workplace) -> ImportState | None:
    job = open_job(workplace.context, kind="people")
    return read_state(job.content) if job is not None else None


def test_nothing_is_kept_before_there_is_a_file(
    keeper: ImportKeeper, workplace: Workplace, jobs: Jobs, qtbot: QtBot
) -> None:
    keeper.touched()
    keeper.keep_now()
    assert not keeper.leave()
    settle(qtbot, jobs)
    assert kept(workplace) is None


def test_what_was_said_is_kept_soon(
    keeper: ImportKeeper, said: Said, workplace: Workplace, jobs: Jobs, qtbot: QtBot
) -> None:
    keeper.begin(KeptFile(Path("/盘/甲.xlsx"), "a"))
    qtbot.wait(20)
    assert not jobs.busy
    keeper.touched()
    qtbot.waitUntil(lambda: kept(workplace) is not None)
    settle(qtbot, jobs)
    said.state = ImportState(step=3)
    keeper.touched()
    assert keeper.leave()
    settle(qtbot, jobs)
    found = kept(workplace)
    assert found is not None
    assert found.step == 3
    assert keeper.file is None


def test_a_clerk_who_never_pauses_is_kept_all_the_same(
    keeper: ImportKeeper, workplace: Workplace, jobs: Jobs, qtbot: QtBot
) -> None:
    keeper._timer.setInterval(200)
    keeper.begin(KeptFile(Path("/盘/甲.xlsx"), "a"))
    hand = QTimer()
    hand.timeout.connect(keeper.touched)
    hand.start(20)
    qtbot.waitUntil(lambda: kept(workplace) is not None, timeout=1_500)
    hand.stop()
    settle(qtbot, jobs)


def test_it_is_dropped_when_it_is_finished(
    keeper: ImportKeeper, workplace: Workplace, jobs: Jobs, qtbot: QtBot
) -> None:
    keeper.begin(KeptFile(None, "a"))
    keeper.keep_now()
    keeper.touched()
    keeper.drop()
    qtbot.wait(20)
    settle(qtbot, jobs)
    assert kept(workplace) is None
