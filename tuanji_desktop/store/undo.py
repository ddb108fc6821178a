"""Undo of any operation, also months later, also of a whole import: a write like any other.

Each row the operation wrote is taken back from its last to its first. What somebody changed
since is *kept* and listed, field by field; what the file's rules forbid (a branch that has been
dissolved, a record that others hang on) is *impossible* and listed with the reason.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from .connection import raw
from .faults import CONSTRAINT, result_code
from .journal import JournalOperation
from .schema import DERIVED_COLUMNS, metadata
from .triggers import row_json

Values = dict[str, str | int | None]
Record = str | Values
"""A record as JSON text or read: most rows of an undo are compared as text and never read."""
_CHUNK = 500


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


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the journal with its texts unread."""

    table: str
    id: int
    before: str | None
    after: str | None

    @property
    def key(self) -> tuple[str, int]:
        return self.table, self.id


@dataclass(frozen=True, slots=True)
class _Act:
    """A statement that takes a row back, and how the record stands once it has run."""

    sql: str
    parameters: tuple[str | int | None, ...]
    outcome: UndoneRow
    result: Record | None


@dataclass(slots=True)
class _Lists:
    reversed: list[UndoneRow] = field(default_factory=list)
    kept: list[UndoneRow] = field(default_factory=list)
    impossible: list[UndoneRow] = field(default_factory=list)


def undo_rows(
    connection: Connection,
    found: JournalOperation,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Undone:
    """Takes an operation back inside the present one."""
    driver = raw(connection)
    lists = _Lists()
    total = found.last_row - found.first_row + 1
    for last in range(found.last_row, found.first_row - 1, -_CHUNK):
        progress(found.last_row - last, total)
        rows = driver.execute(
            "SELECT table_name, row_id, before, after FROM journal_rows "
            "WHERE id BETWEEN ? AND ? ORDER BY id DESC",
            (max(found.first_row, last - _CHUNK + 1), last),
        ).fetchall()
        _Taking(driver, [_Row(*row) for row in rows], lists).run()
    return Undone(tuple(lists.reversed), tuple(lists.kept), tuple(lists.impossible))


class _Taking:
    """Takes a chunk of rows back in their order, equal statements that follow each other at once."""

    def __init__(self, driver: Any, rows: list[_Row], lists: _Lists) -> None:
        self._driver = driver
        self._rows = rows
        self._lists = lists
        self._now = _current(driver, (row.key for row in rows))
        self._waiting: list[_Act] = []
        self._touched: set[tuple[str, int]] = set()

    def run(self) -> None:
        for row in self._rows:
            if row.key in self._touched:
                self._flush()  # what this row is now depends on a statement that still waits
            for act in self._acts(row, self._now.get(row.key)):
                if self._waiting and self._waiting[-1].sql != act.sql:
                    self._flush()
                self._waiting.append(act)
                self._touched.add(row.key)
        self._flush()

    def _acts(self, row: _Row, now: Record | None) -> Iterator[_Act]:
        if row.before is None:
            yield from self._take_away(row, now)
        elif row.after is None:
            yield from self._bring_back(row, now)
        elif now is None:
            self._keep(row, why="记录后来已不存在")
        else:
            yield from self._change_back(row, now)

    def _take_away(self, row: _Row, now: Record | None) -> Iterator[_Act]:
        if now is None:
            self._keep(row, why="记录后来已不存在")
            return
        if now != row.after:
            changed = _differing(_read(row.after), _read(now), _derived(row))
            if changed:
                self._keep(row, changed, "后来改动过")
                return
        sql = f"DELETE FROM {row.table} WHERE id = ?"
        yield _Act(sql, (row.id,), UndoneRow(row.table, row.id), None)

    def _bring_back(self, row: _Row, now: Record | None) -> Iterator[_Act]:
        if now is not None:
            self._keep(row, why="编号后来已被使用")
            return
        values = _read(row.before)
        names = ", ".join(f'"{name}"' for name in values)
        sql = f"INSERT INTO {row.table} ({names}) VALUES ({', '.join('?' * len(values))})"
        yield _Act(sql, tuple(values.values()), UndoneRow(row.table, row.id), row.before)

    def _change_back(self, row: _Row, now: Record) -> Iterator[_Act]:
        derived = _derived(row)
        before, after = _read(row.before), _read(row.after)
        present = after if now == row.after else _read(now)
        changed = _differing(before, after, frozenset())
        free = [name for name in changed if name in derived or present.get(name) == after.get(name)]
        kept = tuple(name for name in changed if name not in free)
        if kept:
            self._keep(row, kept, "后来改动过")
        if set(free) - derived or (free and not kept):
            sets = ", ".join(f'"{name}" = ?' for name in free)
            yield _Act(
                f"UPDATE {row.table} SET {sets} WHERE id = ?",
                (*(before.get(name) for name in free), row.id),
                UndoneRow(row.table, row.id, tuple(free) if kept else ()),
                _without_nothing({**present, **{name: before.get(name) for name in free}}),
            )

    def _keep(self, row: _Row, fields: tuple[str, ...] = (), why: str = "") -> None:
        self._lists.kept.append(UndoneRow(row.table, row.id, fields, why))

    def _flush(self) -> None:
        acts, self._waiting = self._waiting, []
        self._touched.clear()
        while acts:
            done, failure = self._run(acts)
            for act in acts[:done]:
                self._lists.reversed.append(act.outcome)
                self._now[act.outcome.table, act.outcome.row_id] = act.result
            if failure is not None:
                row = acts[done].outcome
                self._lists.impossible.append(
                    UndoneRow(row.table, row.row_id, row.fields, _why(str(failure)))
                )
                done += 1
            acts = acts[done:]

    def _run(self, acts: list[_Act]) -> tuple[int, Exception | None]:
        """How many of these equal statements ran, and the broken rule that stopped the next."""
        asked = 0

        def parameters() -> Iterator[tuple[str | int | None, ...]]:
            nonlocal asked
            for act in acts:
                asked += 1  # the driver asks for a row when the one before has run
                yield act.parameters

        try:
            self._driver.executemany(acts[0].sql, parameters())
        except Exception as error:
            if result_code(error) != CONSTRAINT:
                raise
            return asked - 1, error
        return len(acts), None


def _current(driver: Any, keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Record | None]:
    """The records as the journal would write them now; those that are not there are left out."""
    by_table: dict[str, set[int]] = defaultdict(set)
    for table, row_id in keys:
        by_table[table].add(row_id)
    found: dict[tuple[str, int], Record | None] = {}
    for table, ids in by_table.items():
        for row_id, text in driver.execute(
            f"SELECT id, {row_json(metadata.tables[table], table)} FROM {table} "
            f"WHERE id IN ({', '.join(map(str, ids))})"
        ):
            found[table, row_id] = text
    return found


def _read(record: Record | None) -> Values:
    if isinstance(record, str):
        values: Values = json.loads(record)
        return values
    return record or {}


def _without_nothing(values: Values) -> Values:
    return {name: value for name, value in values.items() if value is not None}


def _derived(row: _Row) -> frozenset[str]:
    return DERIVED_COLUMNS.get(row.table, frozenset())


def _differing(one: Values, other: Values, derived: frozenset[str]) -> tuple[str, ...]:
    """Names of the values that differ; a value that is not there is None, and never stored."""
    if one == other:
        return ()
    names = [name for name, value in one.items() if other.get(name) != value]
    names += [name for name in other if name not in one]
    return tuple(name for name in names if name not in derived)


_WHY: Mapping[str, str] = MappingProxyType(
    {
        "invariant: member.branch": "原团支部已撤销或不能有团员",
        "invariant: organization.occupied": "组织下还有团员或下级组织",
        "invariant: organization.kind": "组织下有团员，不能改为这一类型",
        "invariant: organization.parent": "上级组织已撤销",
        "invariant: organization.circle": "会使组织隶属于自己的下级",
        "invariant: departure.open": "该团员已离团，须先恢复团籍",
        "invariant: departure.status": "该团员的状态后来变过",
        "departures.member_id": "该团员的状态后来变过",
        "invariant: departure.restored": "已恢复团籍，离团的材料留存",
        "invariant: deletion.printed": "已编入打印的删除批次",
        "invariant: transfer.open": "该团员另有办理中的转接",
        "invariant: transfer.deletion": "该团员有未办结的删除申请",
        "invariant: transfer.moved": "转接已往下办理，请退回或撤回",
        "invariant: introduction.number": "介绍信的号已经用出，请作废",
        "invariant: introduction.living": "已另开了介绍信",
        "FOREIGN KEY": "还有其他记录与它相连",
        "UNIQUE": "编号或名称已被别的记录使用",
    }
)
"""What the file says of a row that cannot be taken back, and what the clerk is told."""


def _why(message: str) -> str:
    return next((words for key, words in _WHY.items() if key in message), "数据规则不允许")
