from datetime import date, datetime
from pathlib import Path

from tuanji_desktop.demo.service import make_practice_county
from tuanji_desktop.graduates.states import MATCHES, PROGRESS
from tuanji_desktop.office.service import open_office

from .conftest import Ask, asking


def test_entries_are_in_every_state(ask: Ask) -> None:
    assert {match for (match,) in ask("SELECT match FROM graduate_entries")} == set(MATCHES)
    assert {state for (state,) in ask("SELECT progress FROM graduate_entries")} == set(PROGRESS)


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
