"""The second way back: the whole office rebuilt from nothing but its journal.

The journal holds every row before and after, so playing it into an empty file gives the same
records, the same derived tables and, row for row, the same journal with the same head hash.
Papers and attachments are not in the journal; they are copied by their hash.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby, islice, starmap
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from ..core.progress import Progress, Quiet
from . import journal
from .changes import Operation
from .connection import engine, raw
from .database import Database, create

_BATCH = 500  # operations in one transaction


def replay(source: Database, target: Path, *, progress: Progress | None = None) -> str:
    """Plays the journal of `source` into a new file at `target`; returns its head hash.

    The new file has the same keys. Raises `OfficeLocked` if `target` exists.
    """
    watched = progress or Quiet()
    create(target, key=source.key, envelope=source.envelope)
    playing = engine(target, source.key, mode="rw", size=1, begin="BEGIN IMMEDIATE")
    try:
        with source.read() as recorded, playing.connect() as connection:
            (total, _) = journal.head(recorded)
            operations = _operations(recorded)
            done = 0
            while done < total:
                with connection.begin():
                    for found in islice(operations, _BATCH):
                        _play(raw(recorded), connection, found)
                        done = found.number
                watched.stop_if_cancelled()
                watched(done, total)
            with connection.begin():
                raw(connection).executemany(
                    "INSERT INTO blobs (sha256, content) VALUES (?, ?)",
                    raw(recorded).execute("SELECT sha256, content FROM blobs"),
                )
            with connection.begin():
                return journal.head(connection)[1]
    finally:
        playing.dispose()


def _operations(recorded: Connection) -> Iterator[journal.JournalOperation]:
    number = 1
    while found := journal.operation(recorded, number):
        yield found
        number += 1


def _play(recorded: Any, connection: Connection, found: journal.JournalOperation) -> None:
    operation = Operation(
        kind=found.kind,
        words=found.words,
        actor=found.actor,
        at=datetime.fromisoformat(found.at),
        day=date.fromisoformat(found.day),
        reason=found.reason,
        document=found.document,
        undoes=found.undoes,
    )
    number = journal.open_operation(connection, operation)
    rows = recorded.execute(
        "SELECT table_name, row_id, before, after FROM journal_rows "
        "WHERE id BETWEEN ? AND ? ORDER BY id",
        (found.first_row, found.last_row),
    )
    for sql, statements in groupby(starmap(_statement, rows), key=itemgetter(0)):
        raw(connection).executemany(sql, map(itemgetter(1), statements))
    journal.close(connection, number, operation)


def _statement(
    table: str, row_id: int, before: str | None, after: str | None
) -> tuple[str, tuple[str | int | None, ...]]:
    if after is None:
        return f"DELETE FROM {table} WHERE id = ?", (row_id,)
    new = json.loads(after)
    if before is None:
        names = ", ".join(f'"{name}"' for name in new)
        return f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(new))})", tuple(
            new.values()
        )
    old = json.loads(before)
    changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    sets = ", ".join(f'"{name}" = ?' for name in changed)
    return f"UPDATE {table} SET {sets} WHERE id = ?", (*map(new.get, changed), row_id)
