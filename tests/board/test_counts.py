"""Kept numbers and the journal together are, on any day, a plain count of the records of that day."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.board.helpers import on, rows, write
from tests.builders import add_member
from tuanji_desktop.board.counts import count_units, count_values, number_of, size
from tuanji_desktop.board.measures import BRANCH_MEASURES, MEASURES, OTHER_AGE
from tuanji_desktop.board.queries import load_tally
from tuanji_desktop.core.progress import Cancelled, Quiet
from tuanji_desktop.office.context import Context
from tuanji_desktop.store.connection import raw

ACTS = st.sampled_from(
    (
        "UPDATE members SET status = 'deleted' WHERE id = {id}",
        "UPDATE members SET status = 'active' WHERE id = {id}",
        "UPDATE members SET branch_id = 4 WHERE id = {id}",
        "UPDATE members SET branch_id = 3 WHERE id = {id}",
        "UPDATE members SET sex = '', missing = 'sex' WHERE id = {id}",
        "UPDATE members SET sex = '女', missing = '' WHERE id = {id}",
        "UPDATE members SET born_on = '2004-08-04' WHERE id = {id}",
        "UPDATE members SET born_on = NULL WHERE id = {id}",
        "UPDATE members SET occupation = NULL, education = '本科' WHERE id = {id}",
        "DELETE FROM members WHERE id = {id}",
    )
)
SCOPES = {None: (3, 4), 1: (3, 4), 2: (3, 4), 3: (3,), 4: (4,)}
"""The branches below each node of the small county."""
NAMES = ("branch_id", "missing", "born_on", *(name for name in MEASURES if name != "age"))


def roster(office: Context) -> list[dict[str, object]]:
    found = rows(
        office,
        f"SELECT {', '.join(NAMES)} FROM members WHERE status IN ('active', 'retained')",
    )
    return [dict(zip(NAMES, row, strict=True)) for row in found]


def age(born_on: object, day: date) -> int | None:
    if not born_on:
        return None
    born = date.fromisoformat(str(born_on))
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def plain(
    people: list[dict[str, object]], scope: int | None, key: str, day: date
) -> Counter[tuple[object, bool]]:
    return Counter(
        (age(one["born_on"], day) if key == "age" else one[key] or None, one["missing"] != "")
        for one in people
        if one["branch_id"] in SCOPES[scope]
    )


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.lists(st.tuples(ACTS, st.integers(1, 6)), min_size=1, max_size=5))
def test_any_day_any_scope_any_measure(office: Context, plan: list[tuple[str, int]]) -> None:
    day = date.fromisoformat(str(rows(office, "SELECT max(day) FROM journal_operations")[0][0]))
    kept = {day - timedelta(days=10_000): [], day: roster(office)}
    for statement, member in plan:
        day += timedelta(days=1)
        write(office, day, statement.format(id=member))
        kept[day] = roster(office)
    with office.database.read() as connection:
        for when, people in kept.items():
            for scope in SCOPES:
                for key, measure in MEASURES.items():
                    found = count_values(connection, measure, org_id=scope, on=when)
                    assert found == plain(people, scope, key, when), (when, scope, key)
                units = count_units(connection, org_id=scope, on=when)
                here = plain(people, scope, "branch_id", when)
                if scope in (None, 1):  # one unit with both branches
                    here = Counter((0, red) for _, red in here.elements())
                    units = Counter((0, red) for _, red in units.elements())
                assert units == here
                assert size(connection, org_id=scope, on=when) == here.total()


def test_kinds_of_branches_on_a_past_day(office: Context) -> None:
    later = date(2018, 8, 20)
    write(office, later, "UPDATE members SET branch_id = 4 WHERE id = 1")
    kind = BRANCH_MEASURES[0]
    plain_kinds = rows(
        office,
        "SELECT o.kind, count(*) FROM members AS m JOIN organizations AS o ON o.id = m.branch_id "
        "WHERE m.status IN ('active', 'retained') GROUP BY 1",
    )
    with office.database.read() as connection:
        for day in (office.today, later):
            found = count_values(connection, kind, org_id=None, on=day)
            assert {(value, count) for (value, _red), count in found.items()} == set(plain_kinds)


@pytest.mark.parametrize("scope", [None, 1])
def test_todays_numbers_of_everybody_read_no_member(office: Context, scope: int | None) -> None:
    with office.database.read() as connection:
        told: list[str] = []
        raw(connection).set_trace_callback(told.append)
        for measure in (*MEASURES.values(), *BRANCH_MEASURES):
            count_values(connection, measure, org_id=scope, on=office.today)
        count_units(connection, org_id=scope, on=office.today)
        raw(connection).set_trace_callback(None)
    assert told
    assert not [one for one in told if " members AS" in one or "FROM members" in one]


def test_whose_birth_is_not_known_has_no_age(office: Context) -> None:
    write(office, office.today, "UPDATE members SET born_on = '' WHERE id = 1")
    for scope in (None, 2):
        tally = load_tally(office, org_id=scope, measure="age")
        unknown = [one.count for one in tally.slices if one.group == OTHER_AGE]
        assert unknown == [1]


class Impatient(Quiet):
    cancelled = True


def test_a_long_count_stops_when_nobody_wants_it(office: Context) -> None:
    add_member(on(office, date(2018, 8, 20)), name="赵一", branch="QX0102")
    many = "INSERT INTO members (branch_id, status, name) SELECT 4, 'active', '某' FROM members"
    write(office, date(2018, 8, 21), *[many] * 8)
    with pytest.raises(Cancelled):
        load_tally(office, org_id=None, day=office.today, measure="sex", progress=Impatient())


def test_a_day_as_a_number() -> None:
    assert number_of(date(2018, 9, 1)) == 20_180_901
