"""The journal below everything: numbered operations, rows before and after, a chain of hashes.

Triggers (`triggers.py`) write the rows; this module opens and closes operations, reads them and
proves them. An operation's hash covers its own words, all its rows and the hash before it, so a
row that was removed, edited, swapped or slipped in later is found by `verify`.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from ..core.progress import Progress
from . import search_index
from .changes import Changes, Operation
from .connection import raw
from .schema import RECORDS
from .triggers import row_json

GENESIS = hashlib.sha256("团籍台账".encode()).hexdigest()
_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class JournalOperation:
    """An operation as it was recorded."""

    number: int
    kind: str
    words: str
    actor: str
    at: str
    day: str
    reason: str | None
    document: str | None
    undoes: int | None
    first_row: int
    last_row: int
    hash: str


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One row before and after; None means it was not there."""

    id: int
    operation: int
    table: str
    row_id: int
    before: dict[str, str | int | None] | None
    after: dict[str, str | int | None] | None

    def changed_fields(self) -> dict[str, tuple[str | int | None, str | int | None]]:
        """Field → (before, after) where they differ."""
        before, after = self.before or {}, self.after or {}
        return {
            name: (before.get(name), after.get(name))
            for name in {**before, **after}
            if before.get(name) != after.get(name)
        }


def open_operation(connection: Connection, operation: Operation) -> int:
    """Starts an operation inside a transaction; its number is the last one plus one."""
    number = int(
        connection.exec_driver_sql(
            "SELECT coalesce(max(number), 0) + 1 FROM journal_operations"
        ).scalar_one()
    )
    connection.exec_driver_sql(
        "INSERT INTO journal_operations (number, kind, words, actor, at, day, reason, document, "
        "undoes, first_row) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "(SELECT coalesce(max(id), 0) + 1 FROM journal_rows))",
        (
            number,
            operation.kind,
            operation.words,
            operation.actor,
            operation.at.isoformat(timespec="seconds"),
            operation.day.isoformat(),
            operation.reason,
            operation.document,
            operation.undoes,
        ),
    )
    return number


def close(connection: Connection, number: int, operation: Operation) -> Changes | None:
    """Seals the operation with its hash; None if it wrote nothing."""
    driver = raw(connection)
    (first,) = driver.execute(
        "SELECT first_row FROM journal_operations WHERE number = ?", (number,)
    ).fetchone()
    (last,) = driver.execute("SELECT max(id) FROM journal_rows").fetchone()
    if last is None or last < first:
        return None
    driver.execute("UPDATE journal_operations SET last_row = ? WHERE number = ?", (last, number))
    touched: dict[str, set[int]] = defaultdict(set)
    (before,) = driver.execute("SELECT hash FROM journal_head").fetchone()
    head = driver.execute(f"SELECT {_HASHED} WHERE number = ?", (number,)).fetchone()
    digest = _digest(driver, head, before, touched)
    if "members" in touched:
        search_index.refresh(driver, first, last)
    driver.execute("UPDATE journal_operations SET hash = ? WHERE number = ?", (digest, number))
    driver.execute("UPDATE journal_head SET number = ?, hash = ?", (number, digest))
    return Changes(
        number, operation.words, {table: frozenset(ids) for table, ids in touched.items()}
    )


_HASHED = (
    "number, kind, words, actor, at, day, reason, document, undoes, first_row, last_row "
    "FROM journal_operations"
)
# put together in the database: the texts of a whole roster are neither decoded nor encoded here
_HASHED_ROWS = (
    "SELECT id, table_name, row_id, CAST(concat(id, '\x1f', operation, '\x1f', table_name, '\x1f', "
    "row_id, '\x1f', coalesce(before, 'None'), '\x1f', coalesce(after, 'None'), '\x1e') AS BLOB) "
    "FROM journal_rows WHERE id BETWEEN ? AND ? ORDER BY id"
)


def _digest(
    driver: Any,
    head: tuple[Any, ...],
    before: str,
    touched: dict[str, set[int]] | None = None,
    progress: Progress | None = None,
) -> str:
    """The hash of an operation: over its words, all its rows and the hash before it."""
    state = hashlib.sha256(before.encode())
    state.update(json.dumps(list(head), ensure_ascii=False).encode())
    first, last = head[-2:]
    rows = driver.execute(_HASHED_ROWS, (first, last))
    while chunk := rows.fetchmany(_CHUNK):
        state.update(b"".join([text for _, _, _, text in chunk]))
        if touched is not None:
            for _, table, record, _ in chunk:
                touched[table].add(record)
        if progress is not None:
            progress.stop_if_cancelled()
            progress(chunk[-1][0], 0)
    return state.hexdigest()


_OPERATION = (
    "SELECT number, kind, words, actor, at, day, reason, document, undoes, first_row, last_row, "
    "hash FROM journal_operations "
)


def operation(connection: Connection, number: int) -> JournalOperation | None:
    """One operation by its number."""
    row = connection.exec_driver_sql(_OPERATION + "WHERE number = ?", (number,)).one_or_none()
    return JournalOperation(*row) if row else None


def operations(
    connection: Connection, *, limit: int, before: int | None = None
) -> list[JournalOperation]:
    """The newest operations, or those before a number."""
    rows = connection.exec_driver_sql(
        _OPERATION + "WHERE number < ? ORDER BY number DESC LIMIT ?", (before or 1 << 62, limit)
    )
    return [JournalOperation(*row) for row in rows]


def last_from(connection: Connection, kind: str, document: str) -> JournalOperation | None:
    """The newest operation of a kind that rested on this document and was not taken back."""
    number = connection.exec_driver_sql(
        "SELECT max(o.number) FROM journal_operations AS o WHERE o.kind = ? AND o.document = ? "
        "AND NOT EXISTS (SELECT 1 FROM journal_operations AS u WHERE u.undoes = o.number)",
        (kind, document),
    ).scalar()
    return operation(connection, number) if number is not None else None


def rows_of_operation(connection: Connection, found: JournalOperation) -> Iterator[JournalRow]:
    """What an operation wrote, in the order in which it wrote it."""
    return rows_between(connection, found.first_row, found.last_row)


def rows_between(connection: Connection, first: int, last: int) -> Iterator[JournalRow]:
    """Rows by their ids: a page of a long operation."""
    return _rows(connection, "WHERE id BETWEEN ? AND ? ORDER BY id", (first, last))


def rows_of_record(connection: Connection, table: str, row_id: int) -> Iterator[JournalRow]:
    """The life of one record, oldest first."""
    return _rows(connection, "WHERE table_name = ? AND row_id = ? ORDER BY id", (table, row_id))


def _rows(
    connection: Connection, where: str, parameters: tuple[str | int, ...]
) -> Iterator[JournalRow]:
    found = connection.exec_driver_sql(
        "SELECT id, operation, table_name, row_id, before, after FROM journal_rows " + where,
        parameters,
    )
    for row_id, number, table, record, before, after in found:
        yield JournalRow(
            row_id,
            number,
            table,
            record,
            json.loads(before) if before else None,
            json.loads(after) if after else None,
        )


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the newest operation: printed on forms, it anchors the whole journal."""
    number, digest = connection.exec_driver_sql("SELECT number, hash FROM journal_head").one()
    return number, digest


def verify(connection: Connection, *, progress: Progress | None = None) -> list[str]:
    """What is wrong with the journal, in words; empty when every hash and every record agrees.

    Streams: a million rows take seconds and no memory. What it cannot see is a journal whose
    last operations were all taken away together with the head; the hash on printed forms does.
    """
    driver = raw(connection)
    problems: list[str] = []
    before, last_number, last_row = GENESIS, 0, 0
    for *recorded, digest in driver.execute(_OPERATION + "ORDER BY number"):
        number, words, first, last = recorded[0], recorded[2], recorded[-2], recorded[-1]
        if number != last_number + 1:
            problems.append(f"操作日志缺少第 {last_number + 1} 号操作")
        if first != last_row + 1 or last is None or last < first:
            problems.append(f"第 {number} 号操作的行号范围不对")
        if _digest(driver, tuple(recorded), before, progress=progress) != digest:
            problems.append(f"第 {number} 号操作（{words}）的内容被改动过")
        before, last_number, last_row = digest or "", number, last or last_row
    if driver.execute("SELECT number, hash FROM journal_head").fetchall() != [
        (last_number, before)
    ]:
        problems.append("操作日志的末尾与文件记录的不一致，可能缺少最后的操作")
    (strays,) = driver.execute(
        "SELECT count(*) FROM journal_rows WHERE id > ? OR id < 1", (last_row,)
    ).fetchone()
    if strays:
        problems.append(f"操作日志中有 {strays} 行不属于任何操作")
    return problems + _records_differ(driver, progress)


def _records_differ(driver: Any, progress: Progress | None) -> list[str]:
    """Records that are not as the journal left them: somebody wrote past it."""
    problems = []
    for table in RECORDS:
        if progress is not None:
            progress.stop_if_cancelled()
        differing, known = driver.execute(
            f"""
            SELECT coalesce(sum(last.after IS NOT iif(r.id IS NULL, NULL, {row_json(table, "r")})), 0),
                   count(r.id)
            FROM (SELECT row_id, after, max(id) FROM journal_rows
                  WHERE table_name = '{table.name}' GROUP BY row_id) AS last
            LEFT JOIN {table.name} AS r ON r.id = last.row_id
            """
        ).fetchone()
        (recorded,) = driver.execute(f"SELECT count(*) FROM {table.name}").fetchone()
        if differing or recorded != known:
            count = differing + recorded - known
            problems.append(f"{table.name} 中有 {count} 条记录与操作日志不一致")
    return problems
