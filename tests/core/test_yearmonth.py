"""Year and month without a fake day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanji_desktop.core.yearmonth import YearMonth


@given(st.dates())
def test_a_day_lies_in_its_month_and_prints_as_it_parses(day: date) -> None:
    month = YearMonth.of(day)
    assert YearMonth.parse(str(month)) == month
    assert str(month) == f"{day:%Y}-{day:%m}".rjust(7, "0")


def test_order_is_of_time() -> None:
    assert YearMonth(2018, 9) < YearMonth(2018, 10) < YearMonth(2019, 1)
    assert YearMonth(2004, 2).plus_years(14) == YearMonth(2018, 2)


@pytest.mark.parametrize("text", ["2018", "2018-9", "2018-13", "2018-00", "201809", "2018-09-01"])
def test_loose_spellings_are_not_its_affair(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        YearMonth.parse(text)


@pytest.mark.parametrize("text", ["２０１８-09", "2018-０9", "٢٠١٨-09"])
def test_only_plain_digits_are_digits(text: str) -> None:
    with pytest.raises(ValueError, match="year-month"):
        YearMonth.parse(text)


@given(st.dates(), st.dates())
def test_its_text_is_ordered_as_it_is(one: date, other: date) -> None:
    """Months are stored as text and compared as text by the packs."""
    first, second = YearMonth.of(one), YearMonth.of(other)
    assert (str(first) < str(second)) == (first < second)
