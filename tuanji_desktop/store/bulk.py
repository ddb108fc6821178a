"""Many rows at once: half the time of SQLAlchemy Core, the same triggers, the same journal."""

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import IntegrityError

from .connection import raw
from .faults import CONSTRAINT, result_code
from .schema import members
from .triggers import MEMBERS_LOADED, members_loaded

Row = Sequence[object]

_MANY = 2_000  # from here on it pays to read the file's schema anew


def insert_many(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Row]
) -> range:
    """Inserts rows of values for `columns` (without `id`); returns their ids, in order.

    Ids are reserved from the table's own sequence, so a caller can number children by them.
    """
    driver = raw(connection)
    (first,) = driver.execute(
        "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0) + 1", (table.name,)
    ).fetchone()
    counted = _Numbered(rows, first)
    names = ", ".join(_quoted(table, name) for name in ("id", *columns))
    marks = ", ".join("?" * (len(columns) + 1))
    _run(driver, f"INSERT INTO {table.name} ({names}) VALUES ({marks})", counted)
    return range(first, counted.next)


def load_members(
    connection: Connection,
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    count: int,
) -> range:
    """`insert_many` for a roster of `count` members; for the first one in a third of the time.

    Where most of the table is new, what triggers do for each member in turn is done once for all,
    and the indexes are built at the end. The file is the same afterwards; either all of it stands,
    with the triggers back in their places, or nothing. (Beside many others that would not pay: the
    savepoint would hold a copy of every page of an index that is touched.)
    """
    driver = raw(connection)
    (there,) = driver.execute("SELECT coalesce(max(id), 0) FROM members").fetchone()
    if count < max(there, _MANY):
        return insert_many(connection, members, columns, rows)
    driver.execute("SAVEPOINT load")
    try:
        triggers = _dropped(driver, "trigger", members, MEMBERS_LOADED)
        aside = set_indexes_aside(connection, members)
        ids = insert_many(connection, members, columns, rows)
        for statement in members_loaded():
            driver.execute(statement, (ids.start,))
        for statement in (*aside, *triggers):
            driver.execute(statement)
        driver.execute("RELEASE load")
    except BaseException:
        if driver.in_transaction:  # a full disk or 取消 may have rolled back the whole
            driver.execute("ROLLBACK TO load")
            driver.execute("RELEASE load")
        raise
    return ids


def update_many(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """Sets `columns` of many records; each row is its values followed by the record's id."""
    sets = ", ".join(f"{_quoted(table, name)} = ?" for name in columns)
    _run(raw(connection), f"UPDATE {table.name} SET {sets} WHERE id = ?", rows)


def _run(driver: Any, sql: str, rows: Iterable[Row]) -> None:
    """`executemany` whose broken rules look like everybody else's."""
    try:
        driver.executemany(sql, rows)
    except Exception as error:
        if result_code(error) == CONSTRAINT:
            raise IntegrityError(sql, None, error) from error
        raise


def _quoted(table: Table, name: str) -> str:
    return f'"{table.columns[name].name}"'  # a name that is no column fails here


class _Numbered:
    """Rows with their ids in front."""

    def __init__(self, rows: Iterable[Row], first: int) -> None:
        self._rows = rows
        self.next = first

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for row in self._rows:
            number = self.next
            self.next += 1
            yield (number, *row)


def set_indexes_aside(connection: Connection, table: Table) -> list[str]:
    """Drops the indexes of a table for a first load; returns what `restore_indexes` wants.

    Sorting a million keys once is a third cheaper than inserting each into its place. Only for a
    file that is thrown away if the load does not come to its end.
    """
    return _dropped(raw(connection), "index", table)


def _dropped(
    driver: Any, kind: str, table: Table, names: Container[str] | None = None
) -> list[str]:
    """Drops indexes or triggers of a table; returns how they are made again."""
    found = [
        (name, sql)
        for name, sql in driver.execute(
            "SELECT name, sql FROM sqlite_master "
            "WHERE type = ? AND tbl_name = ? AND sql IS NOT NULL ORDER BY rowid",
            (kind, table.name),
        ).fetchall()
        if names is None or name in names
    ]
    for name, _ in found:
        driver.execute(f"DROP {kind} {name}")
    return [sql for _, sql in found]


def restore_indexes(connection: Connection, statements: Iterable[str]) -> None:
    """Builds the indexes again that were set aside."""
    for statement in statements:
        raw(connection).execute(statement)
