"""Places as spreadsheets name them."""

from hypothesis import given
from hypothesis import strategies as st

from tuanji_desktop.sheets.addresses import (
    address,
    column_index,
    column_letter,
    column_name,
    column_range,
)


@given(st.integers(0, 20_000))
def test_letters_and_back(index: int) -> None:
    assert column_index(column_letter(index)) == index


def test_words_for_places() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 701, 702, 16383)] == [
        "A", "Z", "AA", "ZZ", "AAA", "XFD",
    ]  # fmt: skip
    assert (address(7, 3), column_name(3)) == ("D7", "D列")
    assert (column_range(1, 4), column_range(2, 2)) == ("B–E 列", "C 列")
