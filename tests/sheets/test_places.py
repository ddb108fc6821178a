"""Rows are called as the clerk knows them, wherever the list lies."""

import pytest

from tuanji_desktop.sheets.places import (
    ADDED,
    MOST_HALVES,
    MOST_SHEETS,
    PLAIN,
    STEP,
    Part,
    Places,
    part_number,
)

LEFT, RIGHT, OTHER = part_number(0, 0), part_number(0, 1), part_number(2, 0)
TWO = Places(
    (
        Part("甲班", LEFT, (1,), 2, {0: 0, 1: 1}, "左边"),
        Part("甲班", RIGHT, (1,), 2, {0: 3, 1: 4}, "右边"),
        Part("乙班", OTHER, (2,), 3, {0: 1, 1: 0}),
    ),
    added=5,
)


def test_a_list_of_one_sheet_is_called_as_ever() -> None:
    assert not PLAIN
    assert (PLAIN.words(7), PLAIN.short(7), PLAIN.address(7, 3)) == ("第 7 行", "7", "D7")
    assert (PLAIN.row(7), PLAIN.sheet(7), PLAIN.column(7, 3)) == (7, "", 3)
    assert PLAIN.said("与第 2000007 行相同") == "与第 2000007 行相同"
    assert PLAIN.column_of(7, "AB7") == 27
    assert PLAIN.column_of(7, "") is None


def test_sheet_row_and_half_are_said() -> None:
    left, right, other = (one * STEP + 7 for one in (LEFT, RIGHT, OTHER))
    assert TWO.words(left) == "“甲班”第 7 行左边"
    assert TWO.words(other) == "“乙班”第 7 行"
    assert [TWO.short(one) for one in (left, right, other)] == [
        "7左 · 甲班",
        "7右 · 甲班",
        "7 · 乙班",
    ]
    assert [TWO.address(one, 1) for one in (left, right, other)] == ["B7", "E7", "A7"]
    assert (TWO.address(other, 5), TWO.address(other, 4)) == (ADDED, "")
    assert [TWO.column_of(one, "E7") for one in (left, right)] == [None, 1]
    assert TWO.column_of(left, ADDED) == 5
    assert TWO.said(f"与第 {other} 行重复，以第 {left} 行为准，第 12 行不算") == (
        "与“乙班”第 7 行重复，以“甲班”第 7 行左边为准，第 12 行不算"
    )


def test_a_row_is_found_by_what_it_is_called() -> None:
    assert TWO.number(7, "乙班") == [OTHER * STEP + 7]
    assert TWO.number(7, "甲班") == [LEFT * STEP + 7, RIGHT * STEP + 7]
    assert TWO.number(7, "甲班", 4) == [RIGHT * STEP + 7]
    assert TWO.number(7, "丙班") == []


def test_one_part_keeps_the_numbers_of_its_sheet() -> None:
    one = Places((Part("高三1班", 0, (1,), 2, {0: 0}),), added=1)
    assert (one.words(7), one.row(7), one.address(7, 0), one.sheet(7)) == ("第 7 行", 7, "A7", "")
    assert one.said("与第 2000007 行") == "与第 2000007 行"


def test_a_row_that_is_not_read_now_is_not_called_by_an_inner_number() -> None:
    unread = part_number(9, 0) * STEP + 7
    alone = Places((Part("高三1班", 0, (1,), 2, {0: 0}),))
    for places in (PLAIN, TWO, alone):
        assert places.words(unread) == "第 7 行（所在的工作表这次没有读）"
        assert (places.short(unread), places.part(unread)) == ("7", None)


def test_numbers_fit_a_signal_of_the_window() -> None:
    last = part_number(MOST_SHEETS - 1, MOST_HALVES - 1) * STEP + STEP
    assert last < 2**31
    assert part_number(0, 0) * STEP > 1_048_576
    assert part_number(1, 0) == part_number(0, MOST_HALVES - 1) + 1


@pytest.mark.parametrize("number", [1, 1_048_576])
def test_no_row_of_a_sheet_is_taken_for_one_of_a_part(number: int) -> None:
    assert TWO.part(number) is None
    assert TWO.words(number) == f"第 {number} 行"
