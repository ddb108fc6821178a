"""A small office for the tests of the store: county 1, committees 2 and 3, branches 4 to 6."""

import os
import resource
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from tuanji_desktop.store import bulk, journal, schema
from tuanji_desktop.store.changes import Operation
from tuanji_desktop.store.database import Database, create, open_database
from tuanji_desktop.store.undo import Undone, undo_rows
from tuanji_desktop.store.vault import RECOVERY, DataKey, Envelope

NOW = datetime.fromisoformat("2018-10-15T09:30:00")
PASSWORD = "青溪-2018"


def act(kind: str = "test", **more: Any) -> Operation:
    return Operation(kind=kind, words="试一试", actor="王小梅", at=NOW, day=NOW.date(), **more)


def make_office(
    path: Path, *, key: DataKey | None = None, envelope: Envelope | None = None
) -> Path:
    create(path, key=key, envelope=envelope)
    database = reopen(path, secret=PASSWORD if key else None)
    plant_tree(database)
    database.close()
    return path


def reopen(path: Path, *, secret: str | None = None, read_only: bool = False) -> Database:
    return open_database(path, secret=secret, now=NOW, read_only=read_only)


def envelope_for(key: DataKey, *, code: str) -> Envelope:
    return (
        Envelope(())
        .with_secret(key, "operator", "王小梅", PASSWORD)
        .with_secret(key, RECOVERY, "", code)
    )


def plant_tree(database: Database) -> None:
    with database.write(act("org.import")) as writing:
        for number, parent, kind in (
            (1, None, "county"),
            (2, 1, "committee"),
            (3, 1, "committee"),
            (4, 2, "branch"),
            (5, 2, "branch"),
            (6, 3, "branch"),
        ):
            writing.connection.execute(
                schema.organizations.insert().values(id=number, **org_values(number, parent, kind))
            )


def org_values(number: int, parent: int | None, kind: str) -> dict[str, Any]:
    return {
        "code": f"{number:03d}",
        "full_name": f"第{number}组织",
        "short_name": f"第{number}",
        "kind": kind,
        "parent_id": parent,
        "match_name": f"第{number}",
    }


def add_members(database: Database, count: int, *, branch: int = 4, name: str = "张三") -> range:
    """One operation that brings `count` members to a branch."""
    with database.write(act("import.roster")) as writing:
        return insert_members(writing.connection, count, branch=branch, name=name)


def insert_members(
    connection: Connection, count: int, *, branch: int = 4, name: str = "张三"
) -> range:
    return bulk.insert_many(
        connection,
        schema.members,
        ("branch_id", "status", "name", "mobile", "missing"),
        (
            (branch, "active", name, f"1380000{i:04d}", "email" if i % 3 else "")
            for i in range(count)
        ),
    )


def edit(database: Database, member: int, **values: Any) -> int:
    with database.write(act("member.edit")) as writing:
        writing.connection.execute(
            schema.members.update().where(schema.members.c.id == member).values(**values)
        )
        return writing.number


def undo(database: Database, number: int) -> Undone:
    with database.read() as connection:
        found = journal.operation(connection, number)
    assert found is not None
    with database.write(act("undo", undoes=number)) as writing:
        return undo_rows(writing.connection, found)


def rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    with database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


def records(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every journalled table as it is."""
    return {
        table.name: rows(database, f"SELECT * FROM {table.name} ORDER BY id")
        for table in schema.RECORDS
    }


def last_number(database: Database) -> int:
    with database.read() as connection:
        return journal.head(connection)[0]


@contextmanager
def as_ordinary_user() -> Iterator[None]:
    """File permissions mean nothing to root; the tests of read-only places step down for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def full_after(size: int) -> Iterator[None]:
    """As if the disk were full: no file grows beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that an ordinary user can reach (pytest's own are closed to others)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        folder.chmod(0o777)
