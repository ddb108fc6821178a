"""The roster counted as a whole: what the triggers keep of it must be equal to this."""

from collections import Counter
from typing import Any

from .schema import COUNTED, ON_ROSTER

Counted = dict[tuple[str, ...], tuple[int, int]]
"""Values → how many members, how many of them red names."""


def counted(driver: Any) -> tuple[Counted, Counted]:
    """`roster_values` and `roster_births` from the members themselves.

    One scan of the table and counting here: SQLite sorts for every GROUP BY, which takes a
    million members ten times as long.
    """
    members: tuple[Counter[tuple[str, ...]], ...] = (Counter(), Counter())
    red: tuple[Counter[tuple[str, ...]], ...] = (Counter(), Counter())
    names = ", ".join(f"coalesce({name}, '')" for name in ("born_on", *COUNTED))
    for incomplete, born_on, *values in driver.execute(
        f"SELECT missing <> '', {names} FROM members NOT INDEXED WHERE {ON_ROSTER}"
    ):
        keys = tuple(values), (born_on,)
        for place, key in enumerate(keys):
            members[place][key] += 1
            if incomplete:
                red[place][key] += 1
    values_now, births = (
        {key: (count, lacking[key]) for key, count in found.items()}
        for found, lacking in zip(members, red, strict=True)
    )
    return values_now, births
