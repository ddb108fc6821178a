"""Rows in chunks: small, without what follows the last row, and measured."""

from datetime import date, timedelta

import pytest

from tuanji_desktop.sheets.chunks import CHUNK, LONGEST, chunks, plain
from tuanji_desktop.sheets.refusals import Refused


def rows_of(source: list[list[object]], left: int = 0) -> list[list[object]]:
    return [row for chunk, _, _ in chunks(source, left) for row in chunk]


def test_rows_end_at_their_last_value_and_sheets_at_their_last_row() -> None:
    assert rows_of([["a", "", None], ["", None], [7.0, "b"], [""], []]) == [["a"], [], [7, "b"]]


def test_what_stands_left_of_the_sheet_is_blank() -> None:
    assert rows_of([["a"], [None]], 2) == [[None, None, "a"]]


def test_equal_texts_are_one_object() -> None:
    first, second = rows_of([["".join("团员")], ["".join("团员")]])
    assert first[0] is second[0]


def test_long_sheets_come_in_pieces() -> None:
    found = list(chunks([[n] for n in range(CHUNK * 2 + 5)]))
    assert [len(chunk) for chunk, _, _ in found] == [CHUNK, CHUNK, 5]
    assert [cells for _, cells, _ in found] == [CHUNK, CHUNK, 5]


def test_the_size_follows_the_content() -> None:
    (_, _, same), (_, _, different) = (
        next(chunks([[text] for text in texts]))
        for texts in (["团员"] * 1000, [f"团员{n}" for n in range(1000)])
    )
    assert same < different < 1000 * 300


def test_a_text_that_is_no_cell_is_refused() -> None:
    assert rows_of([["x" * LONGEST]])
    with pytest.raises(Refused) as caught:
        rows_of([["x" * (LONGEST + 1)]])
    assert caught.value.args[0] == "file.too_large"


def test_control_characters_are_taken_out() -> None:
    assert rows_of([["张\x00三\x1f", "a\tb\nc\rd"], [7.0]]) == [["张三", "a\tb\nc\rd"], [7]]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (7.0, 7),
        (2.5, 2.5),
        (520628200002067192.0, 520628200002067192.0),
        (True, True),
        (None, None),
        (date(2018, 9, 1), date(2018, 9, 1)),
        (timedelta(hours=8), "8:00:00"),
        (b"x", "b'x'"),
    ],
)
def test_values_as_the_parent_takes_them(value: object, kept: object) -> None:
    assert plain(value) == kept
    assert type(plain(value)) is type(kept)
