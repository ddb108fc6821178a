"""The barest that the board could be: kept numbers summed up; the columns read and not looked at."""

import time
from pathlib import Path
from typing import Any

from tuanji_desktop.store.connection import connect

_PAGE = 1_000


def bare_numbers(connection: Any) -> list[tuple[int, ...]]:
    """Red names and members of every unit."""
    sql = "SELECT org_id, members, incomplete FROM org_counts"
    found: list[tuple[int, ...]] = connection.execute(sql).fetchall()
    return found


def bare_scan(connection: Any, columns: str) -> int:
    """All members page by page."""
    last = number = 0
    sql = (
        f"SELECT id, branch_id, missing, name_pinyin, {columns} FROM members "
        "WHERE id > ? AND status IN ('active', 'retained') ORDER BY id LIMIT ?"
    )
    while rows := connection.execute(sql, (last, _PAGE)).fetchall():
        last = rows[-1][0]
        number += len(rows)
    return number


def read_through(path: str, columns: str) -> float:
    """The bare scan in a process of its own."""
    connection = connect(Path(path), None, mode="ro")
    try:
        started = time.perf_counter()
        bare_scan(connection, columns)
        return time.perf_counter() - started
    finally:
        connection.close()
