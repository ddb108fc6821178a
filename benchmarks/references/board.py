"""The barest board: one column of a kept summary, and the full count that it must be equal to."""

from typing import Any


def bare_summary(connection: Any) -> list[tuple[object, ...]]:
    """How many have each education, nothing about red names, groups or their order."""
    found: list[tuple[object, ...]] = connection.execute(
        "SELECT education, sum(members) FROM roster_values GROUP BY education"
    ).fetchall()
    return found


def bare_counts(connection: Any) -> list[tuple[object, ...]]:
    """The same from the members themselves."""
    found: list[tuple[object, ...]] = connection.execute(
        "SELECT coalesce(education, ''), count(*) FROM members "
        "WHERE status IN ('active', 'retained') GROUP BY 1 ORDER BY 1"
    ).fetchall()
    return found
