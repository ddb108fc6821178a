"""How many on the roster have which value on a day.

Today's answer for the whole office and for units is kept by the file; a part of the tree is
counted along its branches. A past day is today less what was written since, read from the
journal: it costs as much as has happened since, not as many as there are.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection

from ..orgs.kinds import BRANCH_KINDS
from ..store.connection import raw
from .measures import BRANCH_MEASURES, Measure
from .states import before_sql, head_of_all, last_row, on_roster, scope_sql, touched_sql

Counts = Counter[tuple[Any, bool]]
"""(A value, whether the name is red) → how many; those that are there."""

_BEFORE_ALL = 0
"""The journal's row before the first one: nobody was there."""
_BRANCHES = f"({', '.join(repr(kind) for kind in sorted(BRANCH_KINDS))})"


def count_values(
    connection: Connection, measure: Measure, *, org_id: int | None, on: date
) -> Counts:
    """The values of a measure on a day, in a scope."""
    after = last_row(connection, on)
    if after == _BEFORE_ALL:
        return Counter()
    if measure in BRANCH_MEASURES:
        found, value = _kinds(connection, measure, org_id), value_of_branch(measure)
    else:
        found, value = _values(connection, measure, org_id, on), measure.sql
    if after is not None:
        found.update(_changes(connection, after, value, org_id, on))
    return +found


def count_units(connection: Connection, *, org_id: int | None, on: date) -> Counts:
    """The units directly below the scope's head (or the head itself, for a branch) by their ids."""
    after = last_row(connection, on)
    if after == _BEFORE_ALL:
        return Counter()
    head = head_of_all(connection) if org_id is None else org_id
    below = "o.parent_id IS NULL" if head is None else f"o.parent_id = {int(head)}"
    found = _units(connection, head, below)
    if after is not None:
        unit_of = dict(
            raw(connection).execute(
                "SELECT a.org_id, a.ancestor_id FROM org_ancestors AS a "
                f"JOIN organizations AS o ON o.id = a.ancestor_id WHERE {below}"
            )
        )
        changes = _changes(connection, after, "s.branch_id", org_id, on)
        for (branch, red), count in changes.items():
            found[unit_of.get(branch, branch), red] += count
    return +found


def size(connection: Connection, *, org_id: int | None, on: date) -> int:
    """Everybody on the roster of a scope on a day."""
    return count_units(connection, org_id=org_id, on=on).total()


def _kinds(connection: Connection, measure: Measure, org_id: int | None) -> Counts:
    return _kept(
        connection,
        f"SELECT o.{measure.sql}, sum(c.members), sum(c.incomplete) FROM organizations AS o "
        f"JOIN org_counts AS c ON c.org_id = o.id WHERE o.kind IN {_BRANCHES} "
        f"AND {scope_sql(org_id, 'o.id')} GROUP BY 1",
    )


def _units(connection: Connection, head: int | None, below: str) -> Counts:
    found = _kept(
        connection,
        "SELECT o.id, c.members, c.incomplete FROM organizations AS o "
        f"JOIN org_counts AS c ON c.org_id = o.id WHERE {below}",
    )
    if head is None:
        return found
    own = _kept(
        connection,
        f"SELECT org_id, members, incomplete FROM org_counts WHERE org_id = {int(head)}",
    )
    for (_, red), count in found.items():
        own[head, red] -= count
    return found + own


def value_of_branch(measure: Measure) -> str:
    """SQL for what a branch of the state `s` is. A branch whose entry was undone since was a branch, of no known sort."""
    unknown = "'branch'" if measure.sql == "kind" else "NULL"
    return (
        f"coalesce((SELECT o.{measure.sql} FROM organizations AS o WHERE o.id = s.branch_id), "
        f"{unknown})"
    )


def _values(connection: Connection, measure: Measure, org_id: int | None, on: date) -> Counts:
    if org_id is None or org_id == head_of_all(connection):
        table = "roster_births" if measure.key == "age" else "roster_values"
        return _kept(
            connection,
            f"SELECT {measure.sql}, sum(s.members), sum(s.incomplete) FROM {table} AS s GROUP BY 1",
            on,
        )
    rows = raw(connection).execute(
        f"SELECT {measure.sql}, s.missing <> '', count(*) FROM members AS s "
        f"WHERE {on_roster('s')} AND {scope_sql(org_id, 's.branch_id')} GROUP BY 1, 2",
        {"day": number_of(on)},
    )
    return _gathered(rows)


def _changes(
    connection: Connection, after: int, value: str, org_id: int | None, on: date
) -> Counts:
    """What takes today's counts back to a row of the journal: whoever was touched since counts no
    more as he is now, but as he was before; `value` is SQL on the alias `s`."""
    sides = (
        ("-1", "SELECT m.* FROM touched AS t CROSS JOIN members AS m ON m.id = t.row_id"),
        ("1", before_sql("SELECT * FROM touched")),
    )
    changes = " UNION ALL ".join(
        f"SELECT {value} AS value, s.missing <> '' AS red, {sign} AS change FROM ({rows}) AS s "
        f"WHERE {on_roster('s')} AND {scope_sql(org_id, 's.branch_id')}"
        for sign, rows in sides
    )
    rows = raw(connection).execute(
        f"WITH touched AS MATERIALIZED ({touched_sql(after)}) "
        f"SELECT value, red, sum(change) FROM ({changes}) GROUP BY 1, 2",
        {"day": number_of(on)},
    )
    return _gathered(rows)


def _kept(connection: Connection, sql: str, on: date | None = None) -> Counts:
    """From rows of value, members, incomplete."""
    rows = raw(connection).execute(sql, {"day": number_of(on)} if on else {})
    return _gathered(
        one
        for value, members, red in rows
        for one in ((value, False, members - red), (value, True, red))
    )


def _gathered(rows: Iterable[tuple[Any, Any, int]]) -> Counts:
    found: Counts = Counter()
    for value, red, count in rows:
        found[None if value == "" else value, bool(red)] += count
    return found


def number_of(day: date) -> int:
    """20180901: two such numbers differ by ten thousand a year."""
    return day.year * 10_000 + day.month * 100 + day.day
