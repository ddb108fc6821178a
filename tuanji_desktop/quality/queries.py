"""What the quality desk reads: pages of members for the scan, sharers of values, units, one row."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from ..orgs import queries as orgs
from ..orgs.queries import Organization
from ..store.connection import raw
from ..store.schema import ON_ROSTER
from .alike import Person
from .checks import SECRETARY

_AT_ONCE = 2_000
_PERSON = (
    "SELECT m.id, m.branch_id, coalesce(m.name, ''), m.name_pinyin, coalesce(m.born_on, ''), "
    "coalesce(m.mobile, ''), coalesce(m.id_number, '') FROM members AS m "
)


def marks(ids: Iterable[int]) -> str:
    """Ids for an IN list."""
    return ",".join(str(int(one)) for one in ids)


# ------------------------------------------------------------------------ for the scan


def roster_size(connection: Connection) -> int:
    """How many members the whole office has."""
    sql = (
        "SELECT coalesce(sum(c.members), 0) FROM org_counts AS c "
        "JOIN organizations AS o ON o.id = c.org_id WHERE o.parent_id IS NULL"
    )
    return int(connection.exec_driver_sql(sql).scalar_one())


def page(
    connection: Connection, columns: Sequence[str], *, after: int, limit: int
) -> list[tuple[Any, ...]]:
    """The next members on the roster by id: id, branch, missing, pinyin, columns."""
    sql = (
        f"SELECT id, branch_id, missing, name_pinyin, {', '.join(columns)} FROM members "
        f"NOT INDEXED WHERE id > ? AND {ON_ROSTER} ORDER BY id LIMIT ?"
    )
    found: list[tuple[Any, ...]] = raw(connection).execute(sql, (after, limit)).fetchall()
    return found


def rows_of(
    connection: Connection, columns: Sequence[str], ids: Iterable[int]
) -> list[tuple[Any, ...]]:
    """The same of certain members, as far as they are on the roster."""
    sql = (
        f"SELECT id, branch_id, missing, name_pinyin, {', '.join(columns)} FROM members "
        f"WHERE id IN ({marks(ids)}) AND {ON_ROSTER} ORDER BY id"
    )
    found: list[tuple[Any, ...]] = raw(connection).execute(sql).fetchall()
    return found


def incomplete(connection: Connection) -> list[tuple[int, int, str]]:
    """The red names: member, branch, empty fields."""
    sql = f"SELECT id, branch_id, missing FROM members WHERE missing <> '' AND {ON_ROSTER}"
    found: list[tuple[int, int, str]] = raw(connection).execute(sql).fetchall()
    return found


def drafts(connection: Connection) -> list[tuple[int, int]]:
    """Members with something typed and not saved, and report-ins that lack a starred field."""
    sql = (
        "SELECT id, branch_id FROM members WHERE id IN (SELECT member_id FROM drafts) UNION "
        "SELECT id, branch_id FROM members WHERE missing <> '' "
        f"AND NOT ({ON_ROSTER}) AND status IN ('draft', 'returned', 'withdrawn')"
    )
    return [(member_id, branch_id) for member_id, branch_id in raw(connection).execute(sql)]


def distinct_pairs(connection: Connection) -> list[tuple[int, int]]:
    """The pairs that somebody said to be two persons."""
    sql = "SELECT member_id, other_id FROM distinct_persons"
    return [(one, other) for one, other in raw(connection).execute(sql)]


def sharers(connection: Connection, column: str) -> list[tuple[str, int, int]]:
    """All on the roster who share a value of an indexed column: value, member, branch."""
    sql = (
        f"SELECT {column}, id, branch_id FROM members WHERE {ON_ROSTER} AND {column} IN "
        f"(SELECT {column} FROM members WHERE {column} > '' GROUP BY {column} "
        "HAVING count(*) > 1)"
    )
    return _several(raw(connection).execute(sql))


def sharers_of(
    connection: Connection, column: str, values: Collection[str]
) -> list[tuple[str, int, int]]:
    """The same of certain values."""
    found: list[tuple[str, int, int]] = []
    wanted = sorted(values)
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        sql = (
            f"SELECT {column}, id, branch_id FROM members WHERE {ON_ROSTER} "
            f"AND {column} IN ({', '.join('?' * len(part))})"
        )
        found += raw(connection).execute(sql, part)
    return _several(found)


def _several(rows: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    groups: dict[str, list[tuple[str, int, int]]] = {}
    for row in rows:
        groups.setdefault(row[0], []).append(row)
    return [row for group in groups.values() if len(group) > 1 for row in group]


def people(connection: Connection, ids: Iterable[int]) -> dict[int, Person]:
    """Members on the roster as the comparison wants them."""
    found = {}
    wanted = list(ids)
    for start in range(0, len(wanted), _AT_ONCE):
        sql = (
            f"{_PERSON} WHERE m.id IN ({marks(wanted[start : start + _AT_ONCE])}) AND m.{ON_ROSTER}"
        )
        found.update({row[0]: Person(*row) for row in raw(connection).execute(sql)})
    return found


def people_named(connection: Connection, names: Collection[str]) -> dict[str, list[Person]]:
    """Members on the roster by exact name."""
    found: dict[str, list[Person]] = {}
    wanted = sorted(names)
    sql = f"{_PERSON} WHERE m.name IN ({', '.join('?' * len(wanted))}) AND m.{ON_ROSTER}"
    for row in raw(connection).execute(sql, wanted):
        found.setdefault(row[2], []).append(Person(*row))
    return found


def likely(connection: Connection, one: Person) -> list[Person]:
    """Who has something in common with a member that could make them the same person."""
    where = (
        ("m.name_pinyin = ?", (one.pinyin,), bool(one.pinyin)),
        ("m.name = ?", (one.name,), bool(one.name)),
        ("m.mobile = ?", (one.mobile,), bool(one.mobile)),
        ("m.branch_id = ? AND m.born_on = ?", (one.branch_id, one.born_on), bool(one.born_on)),
    )
    found: dict[int, Person] = {}
    for condition, parameters, known in where:
        if known:
            sql = f"{_PERSON} WHERE {condition} AND m.{ON_ROSTER}"
            found.update({row[0]: Person(*row) for row in raw(connection).execute(sql, parameters)})
    return list(found.values())


# --------------------------------------------------------------------------- the units


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in use, as its checks want it."""

    id: int
    kind: str
    members: int
    incomplete: int
    secretary: bool
    """Whether the unit's own record names one."""


@dataclass(frozen=True, slots=True)
class Area:
    """The units of a scope: those to compare with each other, and which of them each belongs to."""

    scope: Organization | None
    children: tuple[Organization, ...]
    home: Mapping[int, int]
    """Unit → the child of the scope it is (or is below); the scope itself is not in it."""
    units: tuple[Unit, ...]

    @property
    def branches(self) -> frozenset[int] | None:
        """All units of the scope; None for the whole office."""
        return None if self.scope is None else frozenset(one.id for one in self.units)

    @property
    def members(self) -> int:
        """Members of the scope."""
        if self.scope is not None:
            return self.scope.members
        return sum(one.members for one in self.children)


def area(connection: Connection, org_id: int | None) -> Area:
    """A scope with its units; a branch is compared with nobody but itself."""
    scope = None if org_id is None else orgs.by_id(connection, org_id)
    children = orgs.children(connection, org_id)
    if scope is None and len(children) == 1:
        below = orgs.children(connection, children[0].id)
        if below:
            children = below
    if not children and scope is not None:
        children = [scope]
    home = dict(
        raw(connection).execute(
            "SELECT org_id, ancestor_id FROM org_ancestors "
            f"WHERE ancestor_id IN ({marks(one.id for one in children)})"
        )
    )
    return Area(scope, tuple(children), MappingProxyType(home), _units(connection, org_id))


def _units(connection: Connection, org_id: int | None) -> tuple[Unit, ...]:
    scope = (
        ""
        if org_id is None
        else f" AND o.id IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = {int(org_id)})"
    )
    rows = raw(connection).execute(
        "SELECT o.id, o.kind, c.members, c.incomplete, coalesce(o.secretary, '') <> '' "
        "FROM organizations AS o JOIN org_counts AS c ON c.org_id = o.id "
        f"WHERE o.status = 'active'{scope}"
    )
    return tuple(Unit(one, kind, members, red, bool(led)) for one, kind, members, red, led in rows)


def leaders(connection: Connection, branch_ids: Iterable[int]) -> dict[int, str]:
    """Who leads these branches: the unit's record, else the member whose post it is."""
    wanted = marks(branch_ids)
    found = dict(
        raw(connection).execute(
            f"SELECT branch_id, name FROM members WHERE branch_id IN ({wanted}) "
            f"AND post = ? AND {ON_ROSTER}",
            (SECRETARY,),
        )
    )
    found.update(
        raw(connection)
        .execute(
            f"SELECT id, secretary FROM organizations WHERE id IN ({wanted}) AND secretary > ''"
        )
        .fetchall()
    )
    return found


# ------------------------------------------------------------------------ lists in order

_ORDERS = {
    "branch": "o.code",
    "name": "m.name_pinyin",
    "id_number": "m.id_number",
    "mobile": "m.mobile",
    "development_number": "m.development_number",
    "joined_on": "m.joined_on",
}
SORTED = 30_000
"""A longer list stays in the order of entry: nobody reads so many names."""


def in_order(
    connection: Connection, ids: Sequence[int], sort: Sequence[tuple[str, bool]]
) -> Sequence[int]:
    """Ids in the order wished for: (column, descending), then branch, pinyin and id."""
    if len(ids) > SORTED or not len(ids):
        return ids
    order = [
        f"{_ORDERS[column]}{' DESC' if descending else ''}"
        for column, descending in sort
        if column in _ORDERS
    ]
    sql = (
        "SELECT m.id FROM members AS m JOIN organizations AS o ON o.id = m.branch_id "
        f"WHERE m.id IN ({marks(ids)}) ORDER BY {', '.join([*order, 'o.code', 'm.name_pinyin', 'm.id'])}"
    )
    return [row[0] for row in raw(connection).execute(sql)]


def names(connection: Connection, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Name and branch (short) of members."""
    sql = (
        "SELECT m.id, coalesce(m.name, ''), o.short_name FROM members AS m "
        f"JOIN organizations AS o ON o.id = m.branch_id WHERE m.id IN ({marks(ids)})"
    )
    return {one: (name, branch) for one, name, branch in raw(connection).execute(sql)}


def root(connection: Connection) -> Organization:
    """The office's own node: the first of those without a superior."""
    return orgs.children(connection, None)[0]
