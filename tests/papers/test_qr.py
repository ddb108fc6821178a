"""The code of a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanji_desktop.papers.qr import LONGEST, PageCode, dark_runs, page_code, read_code

HASH = "ab" * 32


def test_the_code_fits_and_is_read_back() -> None:
    code = page_code("SC2018-0001", 12, HASH)
    assert str(code) == "SC2018-0001:12:ABABABABAB"
    assert read_code(str(code)) == code
    assert code.matches(HASH)
    assert not code.matches("cd" * 32)


@pytest.mark.parametrize("batch", ["", "删2018-1", "SC 2018", "SC:2018", "SC2018-0001-00001"])
def test_a_batch_number_that_does_not_fit_is_refused(batch: str) -> None:
    with pytest.raises(ValueError, match="batch number"):
        page_code(batch, 1, HASH)


@pytest.mark.parametrize("text", ["", "HELLO", "A:0:ABABABABAB", "A:1:abababab", "A:1:XY"])
def test_foreign_codes_are_not_ours(text: str) -> None:
    assert read_code(text) is None


@given(
    batch=st.text("ABC0189-/", min_size=1, max_size=14),
    page=st.integers(1, 999),
    content=st.binary(min_size=32, max_size=32),
)
def test_every_code_is_short_and_reversible(batch: str, page: int, content: bytes) -> None:
    code = page_code(batch, page, content.hex())
    assert len(str(code)) <= LONGEST
    assert read_code(str(code)) == PageCode(batch, page, content.hex()[:10].upper())


def test_the_modules_are_runs_inside_the_square() -> None:
    side, runs = dark_runs("SC2018-0001:1:ABABABABAB")
    assert side == 25
    assert runs[0] == (0, 0, 7)
    assert all(column + length <= side for _, column, length in runs)
