from datetime import date, datetime
from pathlib import Path

from tuanji_desktop.demo.service import make_practice_county
from tuanji_desktop.graduates.series import load_rate_series
from tuanji_desktop.graduates.states import MATCHES, PROGRESS
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import open_office

from .conftest import Ask, asking


def test_entries_are_in_every_state(ask: Ask) -> None:
    assert {match for (match,) in ask("SELECT match FROM graduate_entries")} == set(MATCHES)
    assert {state for (state,) in ask("SELECT progress FROM graduate_entries")} == set(PROGRESS)


def test_whoever_is_on_the_way_has_a_transfer_with_its_steps(ask: Ask) -> None:
    moving = "FROM graduate_entries AS e WHERE e.progress IN ('started', 'waiting', 'received')"
    assert ask(f"SELECT count(*) > 20 {moving}") == [(1,)]
    without = "NOT EXISTS (SELECT 1 FROM transfers AS t WHERE t.entry_id = e.id"
    assert ask(f"SELECT count(*) {moving} AND {without})") == [(0,)]
    received = "SELECT t.id FROM transfers AS t JOIN graduate_entries AS e ON e.id = t.entry_id"
    steps = (
        f"SELECT count(*) FROM transfer_steps WHERE act = 'approve' AND transfer_id IN ({received} "
        "WHERE t.state = 'received') GROUP BY transfer_id"
    )
    assert set(ask(steps)) == {(4,)}


def test_the_year_begins_at_nothing_and_grows(county: Context) -> None:
    points = [one.numbers for one in load_rate_series(county)]
    assert (points[0].due, points[0].started, points[0].received) == (0, 0, 0)
    july, now = points[-2], points[-1]
    assert 0 < july.started < now.started
    assert july.received <= now.received


def test_only_matched_entries_name_a_member_and_only_one(ask: Ask) -> None:
    linked = ask("SELECT match FROM graduate_entries WHERE member_id IS NOT NULL")
    assert {match for (match,) in linked} == {"matched"}
    assert ask("SELECT count(*) - count(DISTINCT member_id) FROM graduate_entries "
               "WHERE match = 'matched'") == [(0,)]  # fmt: skip


def test_a_new_one_is_nobody_on_the_roster(ask: Ask) -> None:
    new = "FROM graduate_entries WHERE match = 'new'"
    assert ask(f"SELECT count(*) {new} AND id_number IS NULL") == [(0,)]
    assert ask(f"SELECT count(*) {new} AND id_number IN (SELECT id_number FROM members)") == [(0,)]


def test_in_january_the_graduates_are_those_of_the_new_year(tmp_path: Path) -> None:
    path, now = tmp_path / "january.tuanji", datetime(2018, 1, 11, 9, 0)  # noqa: DTZ001
    make_practice_county(path, members=300, now=now, today=date(2018, 1, 11))
    context = open_office(path, clock=lambda: now, read_only=True)
    assert asking(context)("SELECT DISTINCT year FROM graduate_entries") == [(2018,)]
    context.database.close()
