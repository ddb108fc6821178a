"""“1-3,5” in all the ways a clerk types it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.core.page_ranges import pages_in_words, read_pages


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("", (1, 2, 3, 4, 5, 6)),
        ("  ", (1, 2, 3, 4, 5, 6)),
        ("1-3,5", (1, 2, 3, 5)),
        ("５，１－３", (1, 2, 3, 5)),
        ("1至3、5", (1, 2, 3, 5)),
        ("1 - 2, 2", (1, 2)),
        ("2 4", (2, 4)),
        ("6,", (6,)),
    ],
)
def test_pages_are_read(words: str, pages: tuple[int, ...]) -> None:
    assert read_pages(words, 6) == pages


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        ("1-a", "pages.wrong", "1-a"),
        ("-3", "pages.wrong", "-3"),
        ("3-1", "pages.wrong", "1-3"),
        ("0", "pages.beyond", "共 6 页"),
        ("5-7", "pages.beyond", "5-7"),
    ],
)
def test_what_is_wrong_is_named(words: str, code: str, part: str) -> None:
    with pytest.raises(BadInput) as told:
        read_pages(words, 6)
    assert told.value.code == code
    assert part in told.value.message


@given(st.sets(st.integers(1, 40), min_size=1))
def test_words_are_read_back(pages: set[int]) -> None:
    assert read_pages(pages_in_words(pages), 40) == tuple(sorted(pages))


def test_the_words_are_short() -> None:
    assert pages_in_words([5, 3, 2, 1, 1]) == "1-3,5"
    assert pages_in_words([]) == ""
