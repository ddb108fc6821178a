from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanji_desktop.rules.dates import read_day


@pytest.mark.parametrize(
    ("raw", "month", "day"),
    [
        ("2018-09", "2018-09", None),
        ("2018.9", "2018-09", None),
        ("2018/9", "2018-09", None),
        ("201809", "2018-09", None),
        ("2018年9月", "2018-09", None),
        ("2018年09", "2018-09", None),
        ("2018、9", "2018-09", None),
        ("20180901", "2018-09", 1),
        ("2018年9月1日", "2018-09", 1),
        ("2018.9.1", "2018-09", 1),
        ("2018-09-01 00:00:00", "2018-09", 1),
        ("43344", "2018-09", 1),
        (43344, "2018-09", 1),
        (43344.5, "2018-09", 1),
        (201809.0, "2018-09", None),
        (20180901, "2018-09", 1),
        (2018.9, "2018-09", None),
        (2018.12, "2018-12", None),
        (date(2018, 9, 1), "2018-09", 1),
        (datetime(2018, 9, 1, 12), "2018-09", 1),  # noqa: DTZ001 - as readers of sheets give it
    ],
)
def test_spellings(raw: object, month: str, day: int | None) -> None:
    reading = read_day(raw)
    assert (reading.fault, reading.as_month, reading.day) == ("", month, day)


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ("9月", "年份"),
        ("9.1", "年份"),
        ("2018", "月份"),
        ("2018年", "月份"),
        (2018.0, "月份"),
        (2018.1, "10月"),
        ("2018-13", "没有这一天"),
        ("2018-02-30", "没有这一天"),
        ("不详", "看不出"),
        ("Sep-18", "看不出"),
        ("1809", "看不出"),
        (True, "看不出"),
        (-5, "看不出"),
        (1e300, "看不出"),
        ("0218-09", "看不出"),
    ],
)
def test_what_is_unreadable_says_why(raw: object, word: str) -> None:
    assert word in read_day(raw).fault


@given(st.dates(date(1920, 1, 2), date(2099, 12, 31)))
def test_every_spelling_of_a_day_means_it(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for raw in (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        serial,
        float(serial),
    ):
        assert read_day(raw).as_date == day.isoformat()


@given(st.one_of(st.text(max_size=20), st.floats(allow_nan=False), st.integers()))
def test_nothing_breaks_the_reader(raw: object) -> None:
    reading = read_day(raw)
    assert bool(reading.fault) != bool(reading.year)
