"""Where an entry starts."""

import pytest

from tuanji_desktop.graduates.states import MATCHES, OPEN, PROGRESS, first_progress


@pytest.mark.parametrize(
    ("destination", "progress"),
    [
        ("升学", "due"),
        ("延迟毕业", "excluded"),
        ("云游", "unsettled"),
        (None, "unsettled"),
    ],
)
def test_first_progress(destination: str | None, progress: str) -> None:
    assert first_progress(destination, frozenset({"升学", "就业", "延迟毕业"})) == progress


def test_words() -> None:
    assert set(OPEN) < set(PROGRESS)
    assert list(MATCHES) == ["matched", "new", "ambiguous"]
