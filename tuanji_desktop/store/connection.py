"""Connections to an office file: keys, pragmas and our one SQL function. Nobody else connects."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from ..core.progress import Cancelled, Progress
from .faults import CANTOPEN, INTERRUPT, READONLY, result_code
from .search_index import name_grams
from .vault import DataKey

_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA cache_size = -16000",
    # a checkpoint stalls the commit that meets it: every 16 MB it stays out of the 99th percentile
    "PRAGMA wal_autocheckpoint = 4000",
    "PRAGMA journal_size_limit = 67108864",  # the log of a large import gives its space back
)
_STEPS = 20_000  # of SQLite's machine between two looks whether somebody pressed 取消: under 1 ms
SIDE_FILES = ("-wal", "-shm", "-journal")
"""What SQLite may keep beside a file while it is open, or leave there after a crash."""


def connect(path: Path, key: DataKey | None, *, mode: str = "rw") -> Any:
    """A bare DBAPI connection in autocommit mode; `mode` as in SQLite's URIs.

    A WAL file in a read-only folder can be read only as `immutable`, which is right as long as
    no log lies beside it.
    """
    if mode != "ro":
        return _open(path, key, f"mode={mode}")
    try:
        return _open(path, key, "mode=ro")
    except Exception as error:
        if result_code(error) in (CANTOPEN, READONLY) and not _has_log(path):
            return connect_still(path, key)
        raise


def connect_still(path: Path, key: DataKey | None) -> Any:
    """A reading connection to a finished copy that nobody writes: no side files, no locks."""
    return _open(path, key, "mode=ro&immutable=1")


def _open(path: Path, key: DataKey | None, options: str) -> Any:
    import sqlcipher3.dbapi2 as driver

    # it would ask `None` for two methods that it has not, and make and drop two exceptions each
    # time: five sixths of the time of putting in a member with thirty empty fields
    driver.register_adapter(type(None), _as_it_is)
    connection = driver.connect(
        f"file:{quote(os.fsencode(path))}?{options}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        for pragma in (key.pragmas() if key else ()) + _PRAGMAS:
            connection.execute(pragma)
        if "mode=ro" in options:
            connection.execute("PRAGMA schema_version").fetchone()  # can it be read at all?
    except BaseException:
        connection.close()
        raise
    connection.create_function("name_grams", 1, name_grams, deterministic=True)
    return connection


def _as_it_is(value: None) -> None:
    return value


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def remove_with_side_files(path: Path) -> None:
    """Takes away a draft and whatever SQLite left beside it."""
    for suffix in ("", *SIDE_FILES):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def raw(connection: Connection) -> Any:
    """The driver's own connection: for the few places where SQLAlchemy's step per row tells."""
    driver_connection = connection.connection.driver_connection
    assert driver_connection is not None
    return driver_connection


@contextmanager
def stoppable(connection: Connection, progress: Progress) -> Iterator[None]:
    """One long statement that ends with `Cancelled` as soon as the clerk has pressed 取消."""
    driver = raw(connection)
    driver.set_progress_handler(lambda: progress.cancelled, _STEPS)
    try:
        yield
    except Exception as error:
        if result_code(error) == INTERRUPT:
            raise Cancelled from error
        raise
    finally:
        driver.set_progress_handler(None, 0)


def engine(path: Path, key: DataKey | None, *, mode: str, size: int, begin: str) -> Engine:
    """A SQLAlchemy engine whose transactions start with `begin` (sqlite3 has none of its own)."""
    import sqlcipher3.dbapi2 as driver

    creator: Callable[[], Any] = lambda: connect(path, key, mode=mode)  # noqa: E731
    made = create_engine(
        "sqlite+pysqlite://",
        module=driver,
        creator=creator,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=8,
    )

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    if begin == "BEGIN":

        @event.listens_for(made, "connect")
        def _only_read(dbapi_connection: Any, _record: object) -> None:
            dbapi_connection.execute("PRAGMA query_only = ON")

    return made
