"""A second start raises the window that has the file, and only that."""

import threading
from pathlib import Path

from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.single import FrontDoor, raise_other


def test_the_second_knocks_at_the_firsts_door(qtbot: QtBot, tmp_path: Path) -> None:
    office, other = tmp_path / "甲.tuanji", tmp_path / "乙.tuanji"
    assert not raise_other(office)
    door = FrontDoor(office)
    answers: list[bool] = []
    with qtbot.waitSignal(door.knocked, timeout=3_000):
        second = threading.Thread(target=lambda: answers.append(raise_other(office)))
        second.start()
    second.join()
    assert answers == [True]
    assert not raise_other(other)
    door.close()
    assert not raise_other(office)
