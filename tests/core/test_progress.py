"""The progress nobody watches."""

import threading

import pytest

from tuanji_desktop.core.progress import Cancelled, Progress, Quiet, watched, while_wanted


def test_quiet_is_a_progress_that_never_stops() -> None:
    progress: Progress = Quiet()
    progress(1, 2, "读取")
    progress.stop_if_cancelled()
    assert not progress.cancelled


class Impatient(Quiet):
    """Presses 取消 at some row."""

    def __init__(self, limit: int) -> None:
        self.told: list[tuple[int, int, str]] = []
        self._limit = limit

    def __call__(self, done: int, total: int, text: str = "") -> None:
        self.told.append((done, total, text))

    def stop_if_cancelled(self) -> None:
        if self.told and self.told[-1][0] >= self._limit:
            raise Cancelled


def test_watched_rows_tell_how_far_they_are_and_stop() -> None:
    assert list(watched("甲乙", Quiet(), "读")) == ["甲", "乙"]
    impatient = Impatient(256)
    seen = []
    with pytest.raises(Cancelled):
        for row in watched(range(1000), impatient, "读"):
            seen.append(row)
    assert seen == list(range(512))
    assert impatient.told == [(0, 1000, "读"), (256, 1000, "读")]


def test_what_knows_no_progress_is_done_or_left_behind() -> None:
    assert while_wanted(lambda: 7, lambda: True) == 7
    with pytest.raises(ValueError, match="so"):
        while_wanted(lambda: int("so"), lambda: False)
    released = threading.Event()
    with pytest.raises(Cancelled):
        while_wanted(released.wait, lambda: True)
    released.set()
