"""Old files are migrated on a copy; whatever fails leaves the clerk's file as it was."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection

from tuanji_desktop.core.errors import OfficeLocked
from tuanji_desktop.store import copies, migrations, schema
from tuanji_desktop.store import database as database_module
from tuanji_desktop.store.backup import restore
from tuanji_desktop.store.database import Database, open_database
from tuanji_desktop.store.migrations import Step, migrate
from tuanji_desktop.store.vault import read_envelope

from .helpers import NOW, PASSWORD, add_members, reopen, rows

NEXT = schema.SCHEMA_VERSION + 1


def add_a_column(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE papers ADD COLUMN stamped_on TEXT")
    connection.exec_driver_sql("CREATE INDEX papers_by_stamp ON papers (stamped_on)")


def fail_half_way(connection: Connection) -> None:
    add_a_column(connection)
    connection.exec_driver_sql("UPDATE no_such_table SET x = 1")


def break_a_reference(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    connection.exec_driver_sql("DELETE FROM organizations WHERE id = 4")


@pytest.fixture
def install_newer_program(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From then on the program knows one version more."""

    def install() -> None:
        steps = {schema.SCHEMA_VERSION: add_a_column}
        monkeypatch.setattr(database_module, "SCHEMA_VERSION", NEXT)
        monkeypatch.setattr(copies, "SCHEMA_VERSION", NEXT)
        monkeypatch.setattr(
            database_module, "migrate", partial(migrations.migrate, steps=steps, target=NEXT)
        )

    return install


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()}


def test_an_older_file_is_kept_and_brought_up(
    office: Database, tmp_path: Path, install_newer_program: Callable[[], None]
) -> None:
    add_members(office, 5)
    office.close()
    install_newer_program()
    folder = tmp_path / "备份"
    opened = open_database(office.path, now=NOW, backup_folder=folder)
    assert rows(opened, "PRAGMA user_version") == [(NEXT,)]
    assert rows(opened, "SELECT count(stamped_on) FROM papers") == [(0,)]
    assert rows(opened, "SELECT count(*) FROM members") == [(5,)]
    add_members(opened, 1)
    opened.close()
    assert names(folder) == {"青溪-升级前-20181015-093000.tuanji"}
    assert names(tmp_path) == {"青溪.tuanji"}
    again = restore(
        folder / "青溪-升级前-20181015-093000.tuanji", tmp_path / "旧.tuanji", secret=None
    )
    assert again.members == 5
    old = open_database(again.path, now=NOW, backup_folder=folder / "旧")  # migrates on opening
    assert rows(old, "PRAGMA user_version") == [(NEXT,)]
    old.close()


def test_an_encrypted_file_keeps_its_keys(
    encrypted: Database, recovery_code: str, install_newer_program: Callable[[], None]
) -> None:
    envelope = encrypted.envelope
    encrypted.close()
    install_newer_program()
    opened = reopen(encrypted.path, secret=recovery_code)
    assert rows(opened, "PRAGMA user_version") == [(NEXT,)]
    opened.close()
    assert read_envelope(encrypted.path) == envelope
    (kept,) = encrypted.path.parent.glob("*升级前*")
    assert read_envelope(kept) == envelope
    reopen(encrypted.path, secret=PASSWORD).close()


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ({schema.SCHEMA_VERSION: fail_half_way}, "no_such_table"),
        ({schema.SCHEMA_VERSION: break_a_reference}, None),
        ({}, "没有从版本"),
    ],
)
def test_a_failing_step_leaves_the_file_as_it_was(
    office: Database, steps: Mapping[int, Step], message: str | None
) -> None:
    add_members(office, 3)
    office.close()
    before = office.path.read_bytes()
    with pytest.raises(Exception, match=message):
        migrate(
            office.path, None, now=NOW, backup_folder=office.path.parent, steps=steps, target=NEXT
        )
    assert office.path.read_bytes() == before
    assert names(office.path.parent) == {office.path.name}
    reopen(office.path).close()


def test_only_looking_migrates_nothing(
    office_file: Path, install_newer_program: Callable[[], None]
) -> None:
    install_newer_program()
    before = office_file.read_bytes()
    with pytest.raises(OfficeLocked) as refused:
        reopen(office_file, read_only=True)
    assert refused.value.code == "office.older"
    assert office_file.read_bytes() == before


def test_a_file_that_others_read_is_not_swapped(office: Database) -> None:
    with office.read() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM members").scalar_one()
        with pytest.raises(OfficeLocked) as refused:
            migrate(
                office.path,
                None,
                now=NOW,
                backup_folder=office.path.parent,
                steps={schema.SCHEMA_VERSION: add_a_column},
                target=NEXT,
            )
    assert refused.value.code == "office.in_use"
