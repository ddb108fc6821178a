"""Where each graduate is: today by the entry, on a past day by the transfers of then."""

from datetime import date

from tests.graduates.year import YEAR, change, make_year, transfer
from tuanji_desktop.graduates.whereabouts import people_sql
from tuanji_desktop.office.context import Context

TODAY = date(2018, 8, 1)


def states(context: Context, day: date | None, *only: int) -> dict[int, str]:
    with context.database.read() as connection:
        statement = people_sql(YEAR, day, TODAY, only=only or None)
        return {
            row[0]: row[1]
            for row in connection.exec_driver_sql(f"SELECT id, state FROM ({statement})").all()
        }


def test_only_some_are_asked_for_and_are_the_same(office: Context) -> None:
    make_year(office)
    transfer(office, 1, "received", started_on="2018-06-10", finished_on="2018-07-20")
    for day in (None, date(2018, 7, 1), date(2018, 7, 20)):
        everybody = states(office, day)
        assert states(office, day, 1, 5) == {one: everybody[one] for one in (1, 5)}
    assert states(office, date(2018, 7, 1), 1) == {1: "started"}
    assert states(office, date(2018, 7, 20), 1) == {1: "received"}


def test_another_year_is_not_among_them(office: Context) -> None:
    make_year(office)
    change(office, "UPDATE graduate_entries SET year = 2017 WHERE id = 1")
    assert 1 not in states(office, None)
    assert states(office, None, 1) == {}
