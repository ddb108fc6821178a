"""The name index: single characters and pairs, so that two-character names are found.

FTS5's trigram tokenizer never finds 王伟, and its unicode tables are older than many name
characters; tokens are therefore spelled as hexadecimal code points, pairs with an `x` between.
"""

import itertools
from typing import Any


def name_grams(name: str | None) -> str:
    """The tokens of a name, for the SQL function of the same name."""
    points = [f"{ord(character):x}" for character in name or "" if not character.isspace()]
    pairs = [f"{one}x{two}" for one, two in itertools.pairwise(points)]
    return " ".join(points + pairs)


def match_expression(part: str) -> str:
    """FTS5 expression that every name containing `part` satisfies (and a few others: re-check)."""
    points = [f"{ord(character):x}" for character in part if not character.isspace()]
    if len(points) == 1:
        return f'"{points[0]}"'
    return " AND ".join(f'"{one}x{two}"' for one, two in itertools.pairwise(points))


_NAMED = (  # the few rows by their ids: through its index SQLite would visit every member's rows
    "SELECT row_id FROM journal_rows NOT INDEXED "
    "WHERE id BETWEEN ? AND ? AND table_name = 'members' AND "
)


def refresh(driver_connection: Any, first: int, last: int) -> None:
    """Brings the index up to what the journal rows `first`…`last` did to names."""
    rows = (first, last)
    driver_connection.execute(
        f"DELETE FROM member_search WHERE rowid IN ({_NAMED} before IS NOT NULL "
        "AND (after IS NULL OR before ->> 'name' IS NOT after ->> 'name'))",
        rows,
    )
    driver_connection.execute(
        "INSERT INTO member_search (rowid, grams) SELECT id, name_grams(name) FROM members "
        f"WHERE id IN ({_NAMED} after IS NOT NULL "
        "AND (before IS NULL OR before ->> 'name' IS NOT after ->> 'name'))",
        rows,
    )
