"""Rates over time: every point is what the desk says as of that day."""

from dataclasses import replace
from datetime import date

from tests.graduates.year import SCHOOL, YEAR, change, make_year, transfer
from tuanji_desktop.graduates.rates import year_rates
from tuanji_desktop.graduates.series import days_of, load_rate_series
from tuanji_desktop.office.context import Context


def on(context: Context, day: date) -> Context:
    return replace(context, fixed_day=day)


def test_months_and_milestones_up_to_today(office: Context) -> None:
    days = days_of(office.policy, YEAR, date(2018, 9, 15))
    assert list(days)[:3] == [date(2018, 4, 30), date(2018, 5, 31), date(2018, 6, 30)]
    assert list(days)[-1] == date(2018, 9, 15)
    assert list(days) == sorted(days)
    later = days_of(office.policy, YEAR, date(2019, 3, 1))
    assert list(later)[-1] == date(2018, 12, 31)
    assert later[date(2018, 9, 30)] != "", "the milestone of that day is named"
    assert days_of(office.policy, YEAR, date(2018, 2, 1)) == {}


def test_every_point_is_what_the_desk_says_of_that_day(office: Context) -> None:
    make_year(office)
    change(
        on(office, date(2018, 6, 2)), "UPDATE graduate_entries SET progress = 'due' WHERE progress IN "
        "('received', 'started', 'waiting')",
    )  # fmt: skip
    with office.database.read() as connection:
        ids = connection.exec_driver_sql(
            "SELECT id FROM graduate_entries WHERE progress = 'due' ORDER BY id LIMIT 6"
        ).scalars().all()  # fmt: skip
    for entry in ids[:4]:
        transfer(office, entry, "started", started_on="2018-06-20", moved_on="2018-06-20")
    for entry in ids[4:]:
        transfer(
            office, entry, "received", started_on="2018-06-20", moved_on="2018-07-20",
            finished_on="2018-07-20",
        )  # fmt: skip
    later = on(office, date(2018, 9, 15))
    points = {one.day: one.numbers for one in load_rate_series(later)}
    started = [points[day].started for day in (date(2018, 5, 31), date(2018, 6, 30))]
    assert started == [0, 6]
    assert points[date(2018, 5, 31)].due == 0, "the lists came in on 1 June"
    received = [points[day].received for day in (date(2018, 6, 30), date(2018, 7, 31))]
    assert received == [0, 2]
    for day, numbers in points.items():
        assert numbers == year_rates(later, year=YEAR, day=day).total
    mine = load_rate_series(later, org_id=SCHOOL)[-1].numbers
    assert mine.due < points[date(2018, 9, 15)].due


def test_a_year_without_lists_has_no_points(office: Context) -> None:
    assert load_rate_series(office) == ()
    make_year(office)
    assert load_rate_series(office, year=2017) == ()


def test_a_list_that_came_later_counts_from_its_day(office: Context) -> None:
    make_year(office)
    change(on(office, date(2018, 7, 10)), "UPDATE graduate_entries SET year = 2017 WHERE id <= 4")
    change(on(office, date(2018, 7, 20)), "DELETE FROM graduate_entries WHERE id = 5")
    points = {one.day: one.numbers.due for one in load_rate_series(office)}
    june, july = points[date(2018, 6, 30)], points[date(2018, 7, 31)]
    assert june - july == 4, "who was taken off the lists since counts on no day"
    assert points[date(2018, 4, 30)] == 0
