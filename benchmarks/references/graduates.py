"""The barest that rates and the ledger could be: one count by school, one list of ids by index."""

from typing import Any


def bare_rates(connection: Any, year: int) -> list[tuple[Any, ...]]:
    """How many of each school are in each state."""
    sql = (
        "SELECT school_id, progress, count(*) FROM graduate_entries WHERE year = ? "
        "GROUP BY school_id, progress"
    )
    found: list[tuple[Any, ...]] = connection.execute(sql, (year,)).fetchall()
    return found


def bare_ledger(connection: Any) -> list[tuple[int]]:
    """The open transfers, the oldest first."""
    sql = "SELECT id FROM transfers WHERE finished_on IS NULL ORDER BY moved_on, id"
    found: list[tuple[int]] = connection.execute(sql).fetchall()
    return found
