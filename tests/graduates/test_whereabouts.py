"""Where each graduate is: today by the entry, on a past day by the transfers of then."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.graduates.year import LISTED, YEAR, change, make_year, transfer
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


ENTRY = st.integers(1, 8)
CHANGES = st.one_of(
    st.tuples(st.just("progress"), ENTRY, st.sampled_from(("due", "unsettled", "excluded"))),
    st.tuples(st.just("destination"), ENTRY, st.sampled_from(("升学", "就业", None))),
    st.tuples(st.just("school_id"), ENTRY, st.sampled_from((2, 5, None))),
    st.tuples(st.just("year"), ENTRY, st.sampled_from((2017, 2018))),
    st.tuples(st.just("delete"), ENTRY, st.none()),
)


def recorded(context: Context) -> dict[int, tuple[object, ...]]:
    """The lists as they are on this day, in plain SQL; no entry has a transfer."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT id, school_id, destination IS '升学', progress FROM graduate_entries "
            "WHERE year = 2018"
        ).all()
    return {row[0]: tuple(row[1:]) for row in rows}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.lists(CHANGES, min_size=1, max_size=5))
def test_the_lists_of_a_past_day_are_those_recorded_then(
    office: Context, plan: list[tuple[str, int, object]]
) -> None:
    with office.database.read() as connection:
        begun = connection.exec_driver_sql("SELECT max(day) FROM journal_operations").scalar_one()
    day = date.fromisoformat(begun) + timedelta(days=1)
    if not recorded(office):
        make_year(office)
        day = LISTED
    kept = {day: recorded(office)}
    for what, entry, value in plan:
        day += timedelta(days=1)
        later = replace(office, fixed_day=day)
        if what == "delete":
            change(later, "DELETE FROM graduate_entries WHERE id = ?", entry)
        else:
            change(later, f"UPDATE graduate_entries SET {what} = ? WHERE id = ?", value, entry)
        kept[day] = recorded(office)
    with office.database.read() as connection:
        still_there = set(
            connection.exec_driver_sql("SELECT id FROM graduate_entries").scalars().all()
        )
        for when, lists in kept.items():
            statement = people_sql(YEAR, when, day + timedelta(days=1))
            rows = connection.exec_driver_sql(
                f"SELECT id, school_id, further, state FROM ({statement})"
            )
            assert {row[0]: tuple(row[1:]) for row in rows} == {
                one: values for one, values in lists.items() if one in still_there
            }
            some = people_sql(YEAR, when, day + timedelta(days=1), only=[1, 3])
            rows = connection.exec_driver_sql(f"SELECT id FROM ({some})")
            assert {row[0] for row in rows} == {1, 3} & still_there & set(lists)


def test_another_year_is_not_among_them(office: Context) -> None:
    make_year(office)
    change(office, "UPDATE graduate_entries SET year = 2017 WHERE id = 1")
    assert 1 not in states(office, None)
    assert states(office, None, 1) == {}
