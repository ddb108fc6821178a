from datetime import date, datetime
from pathlib import Path

import pytest

from tuanji_desktop.core.errors import OfficeLocked
from tuanji_desktop.core.progress import Cancelled
from tuanji_desktop.demo import service
from tuanji_desktop.demo.service import make_practice_county
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import get_setting, open_office, operators
from tuanji_desktop.store import journal
from tuanji_desktop.store.schema import RECORDS

from .conftest import MEMBERS, NOW, TODAY, Ask, asking


def records(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every record table."""
    context = open_office(path, clock=lambda: NOW, read_only=True)
    ask = asking(context)
    found = {table.name: ask(f"SELECT * FROM {table.name} ORDER BY id") for table in RECORDS}
    found["journal"] = ask("SELECT number, hash FROM journal_operations")
    context.database.close()
    return found


def test_the_roster_has_exactly_so_many_members(ask: Ask) -> None:
    assert ask("SELECT members FROM org_counts WHERE org_id = 1") == [(MEMBERS,)]
    on_roster = "SELECT count(*) FROM members WHERE status IN ('active', 'retained')"
    assert ask(on_roster) == [(MEMBERS,)]


def test_the_file_is_sound(county: Context) -> None:
    with county.database.read() as connection:
        assert journal.verify(connection) == []
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def test_the_office_says_that_it_is_for_practice(county: Context) -> None:
    with county.database.read() as connection:
        assert get_setting(connection, "office.name") == "青溪县（演示）"
        assert get_setting(connection, "office.practice") == "1"
        assert get_setting(connection, "office.contact")
        assert len(operators(connection)) == 3
    assert county.policy.id == "guangdong-2018"
    assert not county.database.encrypted


def test_one_seed_is_one_county(tmp_path: Path) -> None:
    made = {}
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        path = tmp_path / f"{name}.tuanji"
        result = make_practice_county(path, members=150, seed=seed, now=NOW, today=TODAY)
        assert result.members == 150
        made[name] = records(path)
        assert result.organizations == len(made[name]["organizations"])
    assert made["one"] == made["again"]
    assert made["one"]["members"] != made["other"]["members"]


def test_a_load_in_several_operations_leaves_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, parts = tmp_path / "whole.tuanji", tmp_path / "parts.tuanji"
    make_practice_county(whole, members=150, now=NOW, today=TODAY)
    monkeypatch.setattr(service, "_BATCH", 40)
    make_practice_county(parts, members=150, now=NOW, today=TODAY)
    assert records(whole)["members"] == records(parts)["members"]
    assert indexes(whole) == indexes(parts)


def indexes(path: Path) -> list[tuple[object, ...]]:
    context = open_office(path, clock=lambda: NOW, read_only=True)
    found = asking(context)(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"
    )
    context.database.close()
    return found


@pytest.mark.parametrize("members", [1, 12])
def test_even_a_tiny_county_works(tmp_path: Path, members: int) -> None:
    path, now = tmp_path / "tiny.tuanji", datetime(2024, 2, 29, 8, 0)  # noqa: DTZ001
    make_practice_county(path, members=members, now=now, today=date(2024, 2, 29))
    assert sum(row[2] in ("active", "retained") for row in records(path)["members"]) == members


def test_an_existing_file_is_never_touched(tmp_path: Path) -> None:
    path = tmp_path / "there.tuanji"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(OfficeLocked):
        make_practice_county(path, members=50, now=NOW, today=TODAY)
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_place_that_is_no_folder_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OfficeLocked) as refused:
        make_practice_county(tmp_path / "file" / "c.tuanji", members=50, now=NOW, today=TODAY)
    assert refused.value.code == "office.folder"


class Impatient:
    """A clerk who presses 取消 as soon as work begins."""

    cancelled = True

    def __call__(self, done: int, total: int, text: str = "") -> None:
        pass

    def stop_if_cancelled(self) -> None:
        raise Cancelled


def test_a_cancelled_county_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        make_practice_county(
            tmp_path / "county.tuanji", members=50, now=NOW, today=TODAY, progress=Impatient()
        )
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []
