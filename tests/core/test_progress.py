"""The progress nobody watches."""

from tuanji_desktop.core.progress import Progress, Quiet


def test_quiet_is_a_progress_that_never_stops() -> None:
    progress: Progress = Quiet()
    progress(1, 2, "读取")
    progress.stop_if_cancelled()
    assert not progress.cancelled
