"""Undo of any operation, also months later, also of a whole import: a write like any other.

Each row the operation wrote is taken back from its last to its first. What somebody changed
since is *kept* and listed, field by field; what the file's rules forbid (a branch that has been
dissolved, a record that others hang on) is *impossible* and listed with the reason.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from .journal import JournalOperation, JournalRow, rows_of_operation
from .schema import DERIVED_COLUMNS, metadata
from .triggers import row_json

Values = dict[str, str | int | None]


@dataclass(frozen=True, slots=True)
class UndoneRow:
    """One row of the operation and what became of it; `fields` only where single ones count."""

    table: str
    row_id: int
    fields: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Undone:
    """The three lists of an undo."""

    reversed: tuple[UndoneRow, ...]
    kept: tuple[UndoneRow, ...]
    impossible: tuple[UndoneRow, ...]


def undo_rows(
    connection: Connection,
    found: JournalOperation,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Undone:
    """Takes an operation back inside the present one."""
    rows = list(rows_of_operation(connection, found))
    rows.reverse()
    lists: dict[str, list[UndoneRow]] = {"reversed": [], "kept": [], "impossible": []}
    for done, row in enumerate(rows):
        if done % 1000 == 0:
            progress(done, len(rows))
        for verdict, outcome in _undo_row(connection, row):
            lists[verdict].append(outcome)
    return Undone(*(tuple(lists[name]) for name in ("reversed", "kept", "impossible")))


def current(connection: Connection, table: str, row_id: int) -> Values | None:
    """A record as the journal would write it now."""
    text = connection.exec_driver_sql(
        f"SELECT {row_json(metadata.tables[table], table)} FROM {table} WHERE id = ?", (row_id,)
    ).scalar()
    if text is None:
        return None
    values: Values = json.loads(text)
    return values


def _undo_row(connection: Connection, row: JournalRow) -> Iterator[tuple[str, UndoneRow]]:
    now = current(connection, row.table, row.row_id)
    derived = DERIVED_COLUMNS.get(row.table, frozenset())
    if row.before is None:
        yield _take_away(connection, row, now, derived)
    elif row.after is None:
        yield _bring_back(connection, row, now)
    elif now is None:
        yield "kept", UndoneRow(row.table, row.row_id, why="记录后来已不存在")
    else:
        yield from _change_back(connection, row, now, derived)


def _take_away(
    connection: Connection, row: JournalRow, now: Values | None, derived: frozenset[str]
) -> tuple[str, UndoneRow]:
    if now is None:
        return "kept", UndoneRow(row.table, row.row_id, why="记录后来已不存在")
    changed = _differing(row.after or {}, now, derived)
    if changed:
        return "kept", UndoneRow(row.table, row.row_id, changed, "后来改动过")
    return _try(connection, f"DELETE FROM {row.table} WHERE id = ?", (row.row_id,), row)


def _bring_back(
    connection: Connection, row: JournalRow, now: Values | None
) -> tuple[str, UndoneRow]:
    if now is not None:
        return "kept", UndoneRow(row.table, row.row_id, why="编号后来已被使用")
    values = row.before or {}
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    sql = f"INSERT INTO {row.table} ({names}) VALUES ({marks})"
    return _try(connection, sql, tuple(values.values()), row)


def _change_back(
    connection: Connection, row: JournalRow, now: Values, derived: frozenset[str]
) -> Iterator[tuple[str, UndoneRow]]:
    before, after = row.before or {}, row.after or {}
    changed = _differing(before, after, frozenset())
    free = tuple(name for name in changed if name in derived or now.get(name) == after.get(name))
    kept = tuple(name for name in changed if name not in free)
    if kept:
        yield "kept", UndoneRow(row.table, row.row_id, kept, "后来改动过")
    if set(free) - derived or (free and not kept):
        sets = ", ".join(f'"{name}" = ?' for name in free)
        sql = f"UPDATE {row.table} SET {sets} WHERE id = ?"
        parameters = (*(before.get(name) for name in free), row.row_id)
        yield _try(connection, sql, parameters, row, free if kept else ())


def _differing(one: Values, other: Values, derived: frozenset[str]) -> tuple[str, ...]:
    return tuple(
        name
        for name in {**one, **other}
        if name not in derived and one.get(name) != other.get(name)
    )


def _try(
    connection: Connection,
    sql: str,
    parameters: tuple[str | int | None, ...],
    row: JournalRow,
    fields: tuple[str, ...] = (),
) -> tuple[str, UndoneRow]:
    try:
        connection.exec_driver_sql(sql, parameters)
    except IntegrityError as error:
        return "impossible", UndoneRow(row.table, row.row_id, fields, _why(str(error.orig)))
    return "reversed", UndoneRow(row.table, row.row_id, fields)


def _why(message: str) -> str:
    if "invariant: member.branch" in message:
        return "原团支部已撤销或不能有团员"
    if "invariant: organization.occupied" in message:
        return "组织下还有团员或下级组织"
    if "invariant: organization.circle" in message:
        return "会使组织隶属于自己的下级"
    if "FOREIGN KEY" in message:
        return "还有其他记录与它相连"
    if "UNIQUE" in message:
        return "编号或名称已被别的记录使用"
    return "数据规则不允许"
