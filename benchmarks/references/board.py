"""The barest board: the count of one column, nothing about units or red names."""

from typing import Any


def bare_counts(connection: Any) -> list[tuple[object, ...]]:
    """How many have each education."""
    found: list[tuple[object, ...]] = connection.execute(
        "SELECT education, count(*) FROM members "
        "WHERE status IN ('active', 'retained') GROUP BY education"
    ).fetchall()
    return found
