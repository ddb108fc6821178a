"""Rates per school: hand-counted numbers, ranks, the people behind, any day."""

from dataclasses import asdict
from datetime import date

import pytest

from tests.builders import make_office
from tests.graduates.year import (
    PEOPLE,
    SCHOOL,
    UNIVERSITY,
    VOCATIONAL,
    YEAR,
    change,
    make_year,
    transfer,
)
from tuanji_desktop.graduates.rates import (
    NO_SCHOOL,
    PARTS,
    Numbers,
    SchoolRates,
    people,
    percent,
    year_rates,
)
from tuanji_desktop.office.context import Context


@pytest.fixture
def year(office: Context) -> Context:
    make_year(office)
    return office


def numbers_of(context: Context, school: int, day: date | None = None) -> Numbers:
    found = year_rates(context, year=YEAR, day=day).of(school)
    assert found is not None
    return found.numbers


def test_hand_counted_numbers_of_a_school(year: Context) -> None:
    assert numbers_of(year, SCHOOL) == Numbers(
        due=10, started=6, received=4, unfinished=6, open=4, under_way=2, waiting=4,
        employer_received=1, not_further=4, excluded=2,
    )  # fmt: skip
    assert numbers_of(year, UNIVERSITY) == Numbers(
        due=10, started=9, received=8, unfinished=2, open=1, under_way=1,
        employer_received=6, not_further=10,
    )  # fmt: skip


def test_each_rate_shows_what_it_is_made_of_and_its_rule(year: Context) -> None:
    numbers = numbers_of(year, SCHOOL)
    shown = {
        key: (rate.numerator, rate.denominator, rate.above, rate.below, rate.words)
        for key, rate in ((key, numbers.rate(key)) for key in ("started", "completion", "employer"))
    }
    assert shown == {
        "started": (6, 10, "started", "due", "60%"),
        "completion": (4, 10, "received", "due", "40%"),
        "employer": (1, 4, "employer_received", "not_further", "25%"),
    }
    assert numbers.rate("completion").rule == "完成率＝已转入÷应转接"


def test_waiting_stands_apart_and_is_never_late(year: Context) -> None:
    """G 四: graduates of middle and vocational schools wait for the new-student branch."""
    before = numbers_of(year, VOCATIONAL)
    assert (before.due, before.waiting, before.unfinished) == (5, 2, 5)
    change(
        year,
        "UPDATE graduate_entries SET progress = 'waiting' WHERE school_id = ? AND progress = 'due'",
        VOCATIONAL,
    )
    after = numbers_of(year, VOCATIONAL)
    assert (after.due, after.waiting, after.unfinished, after.open) == (1, 6, 1, 0)
    assert after.rate("started").value == 1.0


def test_laggards_come_first_and_equal_ones_share_a_rank(year: Context) -> None:
    """G 四: 转接率严重落后 – which schools, and by how much."""
    found = year_rates(year, year=YEAR)
    assert [(one.short_name, one.rank) for one in found.schools] == [
        ("职校团委", 3),
        ("一中团委", 2),
        ("青溪学院团委", 1),
    ]
    change(year, "UPDATE graduate_entries SET progress = 'received' WHERE progress <> 'excluded'")
    assert {one.rank for one in year_rates(year, year=YEAR).schools} == {1}


def test_kinds_of_school_are_set_against_each_other(year: Context) -> None:
    """G 四: 各地市属高校……转接率严重落后省属高校."""
    change(year, "UPDATE organizations SET school_kind = '省属高校' WHERE id = ?", SCHOOL)
    change(year, "UPDATE organizations SET school_kind = '市属高校' WHERE id = ?", VOCATIONAL)
    shown = {
        kind: (one.received, one.due, one.waiting)
        for kind, one in year_rates(year, year=YEAR).by_kind.items()
    }
    assert list(shown.items()) == [("省属高校", (4, 10, 4)), ("市属高校", (8, 15, 2))]


def test_a_school_of_which_nobody_is_due_has_no_rank_and_no_rate(year: Context) -> None:
    change(
        year, "UPDATE graduate_entries SET progress = 'excluded' WHERE school_id = ?", VOCATIONAL
    )
    last = year_rates(year, year=YEAR).schools[-1]
    assert (last.org_id, last.rank, last.numbers.rate("completion").value) == (
        VOCATIONAL,
        None,
        None,
    )
    assert last.numbers.rate("completion").words == "—"


def test_the_total_is_a_plain_count(year: Context) -> None:
    change(year, "UPDATE graduate_entries SET school_id = NULL WHERE id = 1")
    found = year_rates(year, year=YEAR)
    plain = {
        "due": "progress IN ('unsettled', 'due', 'started', 'received')",
        "started": "progress IN ('started', 'received')",
        "received": "progress = 'received'",
        "waiting": "progress = 'waiting'",
        "excluded": "destination = '延迟毕业'",
        "open": "progress IN ('unsettled', 'due')",
        "not_further": "ifnull(destination, '') NOT IN ('升学', '延迟毕业')",
        "employer_received": "progress = 'received' AND destination = '就业'",
    }
    with year.database.read() as connection:
        for name, where in plain.items():
            counted = connection.exec_driver_sql(
                f"SELECT count(*) FROM graduate_entries WHERE {where}"
            ).scalar_one()
            assert getattr(found.total, name) == counted, name
    for name in PARTS:
        assert getattr(found.total, name) == sum(
            getattr(one.numbers, name) for one in found.schools
        )
    assert sum(number for *_rest, number in PEOPLE) == (
        found.total.due + found.total.waiting + found.total.excluded
    )
    assert found.of(None) == SchoolRates(
        None, "", NO_SCHOOL, NO_SCHOOL, "", found.schools[-1].numbers, 1
    )


@pytest.mark.parametrize("part", PARTS)
def test_behind_each_number_are_exactly_its_people(year: Context, part: str) -> None:
    found = year_rates(year, year=YEAR)
    assert len(people(year, part, year=YEAR)) == getattr(found.total, part)
    mine = people(year, part, year=YEAR, school_id=SCHOOL)
    assert len(mine) == asdict(numbers_of(year, SCHOOL))[part]
    assert set(mine) <= set(people(year, part, year=YEAR))


def test_the_people_are_the_right_ones(year: Context) -> None:
    assert list(people(year, "waiting", year=YEAR, school_id=SCHOOL)) == [11, 12, 13, 14]
    assert list(people(year, "open", year=YEAR, school_id=SCHOOL)) == [7, 8, 9, 10]
    assert list(people(year, "due", year=2017)) == []


def test_staff_on_a_list_are_not_counted(year: Context) -> None:
    change(year, "UPDATE graduate_entries SET member_id = 1, match = 'matched' WHERE id = 7")
    change(year, "UPDATE graduate_entries SET member_id = 4, match = 'matched' WHERE id = 1")
    assert numbers_of(year, SCHOOL).due == 10
    change(year, "UPDATE organizations SET branch_sort = 'staff' WHERE id IN (3, 4)")
    after = numbers_of(year, SCHOOL)  # who was received into a staff branch was a graduate
    assert (after.due, after.excluded, after.received) == (9, 3, 4)
    change(year, "UPDATE organizations SET branch_sort = 'mixed' WHERE id IN (3, 4)")
    assert numbers_of(year, SCHOOL).due == 10
    change(year, "UPDATE members SET occupation = '公办中学中职教职工' WHERE id = 1")
    assert numbers_of(year, SCHOOL).due == 9


def test_a_registered_retention_needs_no_chasing_but_stays_in_the_denominator(
    year: Context,
) -> None:
    change(year, "UPDATE graduate_entries SET member_id = 1, match = 'matched' WHERE id = 7")
    change(
        year,
        "INSERT INTO retentions (member_id, reason, retained_on, recorded_by, recorded_on) "
        "VALUES (1, '出国（境）研究学习', '2018-07-15', '王干事', '2018-07-15')",
    )
    now = numbers_of(year, SCHOOL)
    assert (now.due, now.open, now.retained, now.unfinished) == (10, 3, 1, 6)
    then = numbers_of(year, SCHOOL, date(2018, 7, 14))
    assert (then.open, then.retained) == (4, 0)


def test_an_employers_organisation_is_told_by_the_transfer(year: Context) -> None:
    transfer(year, 4, "received", target_kind="residence", finished_on="2018-07-20")
    assert numbers_of(year, SCHOOL).employer_received == 0
    transfer(year, 4, "received", target_kind="employer", finished_on="2018-07-20")
    assert numbers_of(year, SCHOOL).employer_received == 1


def test_as_of_a_day_by_the_transfers(year: Context) -> None:
    """Started 07-10, waiting 07-12, branch built 07-18, received 07-25."""
    entry = 1  # progress received today
    number = transfer(year, entry, "received", finished_on="2018-07-25")
    for act, day in (("start", "07-10"), ("wait", "07-12"), ("built", "07-18")):
        change(
            year,
            "INSERT INTO transfer_steps (transfer_id, act, level, done_by, done_on) "
            "VALUES (?, ?, 'branch', '王干事', ?)",
            number,
            act,
            f"2018-{day}",
        )
    days = {
        "2018-07-09": "open",
        "2018-07-10": "under_way",
        "2018-07-12": "waiting",
        "2018-07-18": "under_way",
        "2018-07-24": "under_way",
        "2018-07-25": "received",
    }
    for day, part in days.items():
        found = [
            key
            for key in ("open", "under_way", "waiting", "received")
            if entry in people(year, key, year=YEAR, day=date.fromisoformat(day))
        ]
        assert found == [part], day


def test_a_returned_transfer_is_due_again_from_that_day(year: Context) -> None:
    transfer(year, 7, "returned", finished_on="2018-07-20")
    assert 7 in people(year, "under_way", year=YEAR, day=date(2018, 7, 19))
    assert 7 in people(year, "open", year=YEAR, day=date(2018, 7, 20))
    transfer(year, 7, "started", started_on="2018-07-30")
    assert 7 in people(year, "open", year=YEAR, day=date(2018, 7, 29))
    assert 7 in people(year, "under_way", year=YEAR, day=date(2018, 7, 31))


def test_a_scope_shows_the_schools_below_or_its_own(year: Context) -> None:
    def shown(scope: int) -> list[int | None]:
        return [one.org_id for one in year_rates(year, year=YEAR, scope=scope).schools]

    assert shown(1) == [VOCATIONAL, SCHOOL, UNIVERSITY]
    assert shown(3) == [SCHOOL]  # a class of the school
    assert shown(UNIVERSITY) == [UNIVERSITY]


def test_schools_without_a_list_are_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    context = make_office(tmp_path_factory.mktemp("office"))
    try:
        assert year_rates(context, year=YEAR).unlisted == ()
        change(context, "UPDATE organizations SET graduating_year = 2018 WHERE id = 3")
        assert year_rates(context, year=YEAR).unlisted == ("一中团委",)
        make_year(context)
        assert year_rates(context, year=YEAR).unlisted == ()
    finally:
        context.database.close()


@pytest.mark.parametrize(
    ("value", "words"), [(None, "—"), (1.0, "100%"), (0.9999, "99.9%"), (0.29, "29%"), (0.0, "0%")]
)
def test_a_share_is_rounded_down(value: float | None, words: str) -> None:
    assert percent(value) == words
