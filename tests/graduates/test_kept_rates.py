"""Kept numbers are the numbers of a full count, whatever was done in between."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from tests.builders import add_member
from tests.deletion.helpers import operations
from tests.graduates.year import SCHOOL, UNIVERSITY, YEAR, change, make_year, transfer
from tuanji_desktop.core.errors import TuanjiError
from tuanji_desktop.graduates import kept_rates
from tuanji_desktop.graduates.kept_rates import RatesKeeper
from tuanji_desktop.graduates.rates import YearRates, load_rates
from tuanji_desktop.graduates.whereabouts import people_sql
from tuanji_desktop.history.service import undo
from tuanji_desktop.office.context import Context

TODAY = date(2018, 8, 1)
DAYS = (None, date(2018, 7, 15))
ACTS = (
    "progress", "destination", "school", "match", "transfer", "finish", "retain", "resume",
    "staff_branch", "teacher", "rename", "remove", "undo", "look",
)  # fmt: skip


def looked(context: Context, keeper: RatesKeeper | None, day: date | None) -> YearRates:
    with context.database.read() as connection:
        return load_rates(connection, year=YEAR, today=TODAY, day=day, keeper=keeper)


def do(context: Context, act: str, entry: int, member: int) -> None:
    """One act of many kinds, straight into the tables: whoever writes, the journal tells it."""
    if act == "progress":
        state = ("unsettled", "due", "waiting", "started", "received", "excluded")[member % 6]
        change(context, "UPDATE graduate_entries SET progress = ? WHERE id = ?", state, entry)
    elif act == "destination":
        label = ("升学", "就业", None)[member % 3]
        change(context, "UPDATE graduate_entries SET destination = ? WHERE id = ?", label, entry)
    elif act == "school":
        school = (SCHOOL, UNIVERSITY, None)[member % 3]
        change(context, "UPDATE graduate_entries SET school_id = ? WHERE id = ?", school, entry)
    elif act == "match":
        change(context, "UPDATE graduate_entries SET member_id = ? WHERE id = ?", member, entry)
    elif act == "transfer":
        number = transfer(context, entry, "started", started_on="2018-07-10", moved_on="2018-07-10")
        change(
            context,
            "INSERT INTO transfer_steps (transfer_id, act, level, done_by, done_on) "
            "VALUES (?, ?, 'branch', '王', '2018-07-11')",
            number,
            ("wait", "built")[member % 2],
        )
    elif act == "finish":
        change(
            context,
            "UPDATE transfers SET state = ?, finished_on = '2018-07-14' WHERE entry_id = ?",
            ("received", "returned")[member % 2],
            entry,
        )
    elif act == "retain":
        change(
            context,
            "INSERT INTO retentions (member_id, reason, retained_on, recorded_by, recorded_on) "
            "VALUES (?, '休学', '2018-07-01', '王', '2018-07-01')",
            member,
        )
    elif act == "resume":
        change(
            context,
            "UPDATE retentions SET ended_on = '2018-07-20' WHERE member_id = ? AND ended_on IS NULL",
            member,
        )
    elif act == "staff_branch":
        sort = ("staff", "mixed", None)[member % 3]
        change(context, "UPDATE organizations SET branch_sort = ? WHERE id = 3", sort)
    elif act == "teacher":
        change(
            context,
            "UPDATE members SET occupation = ?, branch_id = ? WHERE id = ?",
            ("公办中学中职教职工", "青年学生")[entry % 2],
            3 + entry % 2,
            member,
        )
    elif act == "rename":
        change(context, "UPDATE organizations SET short_name = ? WHERE id = 2", f"一中{entry}")
    elif act == "remove":
        change(context, "UPDATE transfers SET entry_id = NULL WHERE entry_id = ?", entry)
        change(context, "DELETE FROM graduate_entries WHERE id = ?", entry)
    elif act == "undo":
        undo(context, number=operations(context))


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(ACTS), st.integers(1, 36), st.integers(1, 6)), max_size=12
    )
)
def test_kept_numbers_are_those_of_a_full_count(
    office: Context, acts: list[tuple[str, int, int]]
) -> None:
    if operations(office) == 1:
        make_year(office)
    keeper = RatesKeeper()
    for day in DAYS:
        looked(office, keeper, day)
    for act, entry, member in acts:
        try:
            do(office, act, entry, member)
        except (TuanjiError, IntegrityError):  # the entry was removed by an earlier act
            continue
        if act == "look":
            assert looked(office, keeper, None) == looked(office, None, None)
    for day in DAYS:
        assert looked(office, keeper, day) == looked(office, None, day)


def test_only_what_changed_is_asked_for(office: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    make_year(office)
    change(office, "UPDATE graduate_entries SET member_id = 1 WHERE id = 2")
    keeper = RatesKeeper()
    looked(office, keeper, None)
    asked: list[object] = []

    def told(year: int, day: date | None, today: date, *, only: Sequence[int] | None = None) -> str:
        asked.append(only)
        return people_sql(year, day, today, only=only)

    monkeypatch.setattr(kept_rates, "people_sql", told)
    looked(office, keeper, None)
    change(office, "UPDATE graduate_entries SET progress = 'received' WHERE id = 5")
    looked(office, keeper, None)
    change(office, "UPDATE members SET mobile = '13900000000' WHERE id = 1")
    looked(office, keeper, None)
    change(office, "UPDATE organizations SET branch_sort = 'staff' WHERE id = 3")
    looked(office, keeper, None)
    assert asked == [[5], [2], None], "nothing, the entry, the member's entry, everybody"


def test_an_older_view_is_answered_and_keeps_nothing(office: Context) -> None:
    make_year(office)
    keeper = RatesKeeper()
    with office.database.read() as connection:
        connection.exec_driver_sql("SELECT 1 FROM members").all()  # the view is of now
        before = looked(office, None, None)
        change(office, "UPDATE graduate_entries SET progress = 'received' WHERE progress = 'due'")
        after = looked(office, keeper, None)
        old = load_rates(connection, year=YEAR, today=TODAY, keeper=keeper)
    assert old == before
    assert after != before
    assert looked(office, keeper, None) == after


def test_very_many_at_once_are_counted_as_a_whole(
    office: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_year(office)
    keeper = RatesKeeper()
    looked(office, keeper, None)
    monkeypatch.setattr(kept_rates, "_MOST", 3)
    change(office, "UPDATE graduate_entries SET progress = 'received'")
    assert looked(office, keeper, None) == looked(office, None, None)


def test_few_years_are_kept(office: Context) -> None:
    make_year(office)
    add_member(office, name="赵一")
    keeper = RatesKeeper()
    with office.database.read() as connection:
        for year in range(2010, 2019):
            load_rates(connection, year=year, today=TODAY, keeper=keeper)
    assert len(keeper._kept) == kept_rates._YEARS
