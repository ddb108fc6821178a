"""Connections to an office file: keys, pragmas and our one SQL function. Nobody else connects."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from .search_index import name_grams
from .vault import DataKey

_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA cache_size = -16000",
)


def connect(path: Path, key: DataKey | None, *, mode: str = "rw") -> Any:
    """A bare DBAPI connection in autocommit mode; `mode` as in SQLite's URIs."""
    import sqlcipher3.dbapi2 as driver

    connection = driver.connect(
        f"file:{quote(str(path))}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    for pragma in (key.pragmas() if key else ()) + _PRAGMAS:
        connection.execute(pragma)
    connection.create_function("name_grams", 1, name_grams, deterministic=True)
    return connection


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
