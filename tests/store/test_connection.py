import pytest

from tuanji_desktop.core.progress import Cancelled, Quiet
from tuanji_desktop.store.connection import connect, raw, stoppable
from tuanji_desktop.store.database import Database

from .helpers import rows


def test_commits_reach_the_disk_and_references_hold(
    office: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # the fast pragmas of the tests
    connection = connect(office.path, None)
    expected = {
        "foreign_keys": 1,
        "synchronous": 2,
        "journal_mode": "wal",
        "wal_autocheckpoint": 4000,
        "temp_store": 0,  # compiled as "always in memory, unless told otherwise"
    }
    found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}
    options = {text for (text,) in connection.execute("PRAGMA compile_options")}
    connection.close()
    assert found == expected
    assert "TEMP_STORE=2" in options


def test_tables_are_strict(office: Database) -> None:
    loose = rows(
        office,
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
        "AND NOT strict AND name NOT LIKE 'sqlite_%'",
    )
    assert loose == []


def test_the_driver_speaks_bare(office: Database) -> None:
    with office.read() as connection:
        assert raw(connection).execute("SELECT name_grams('王 伟')").fetchall() == [
            ("738b 4f1f 738bx4f1f",)
        ]


class Impatient(Quiet):
    cancelled = True


LONG = (
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) "
    "SELECT count(*) FROM n"
)


def test_a_long_statement_ends_when_it_is_no_longer_wanted(office: Database) -> None:
    with office.read() as connection:
        with pytest.raises(Cancelled), stoppable(connection, Impatient()):
            raw(connection).execute(LONG).fetchall()
        assert raw(connection).execute(LONG).fetchall() == [(100_000,)]
        with pytest.raises(Exception, match="nothing_there"), stoppable(connection, Quiet()):
            raw(connection).execute("SELECT * FROM nothing_there")
