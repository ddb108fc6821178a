"""Reading members: lists of ids for a table of any size, rows for the ids in sight, one card."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from ..core.errors import NotFound
from ..rules.lifecycle import Stage
from ..store.connection import raw
from ..store.schema import MEMBER_VALUES, ON_ROSTER

Values = Mapping[str, str | None]


class Member:
    """One member as recorded, to be read only. `values` hold every field of the field table, the
    branch's full name under `branch`.

    A list of thousands asks most of its members for two or three fields, so one that comes from the
    database is its row until somebody wants all `values`; `text` and `differing` do not.
    """

    __slots__ = (
        "_row",
        "_values",
        "branch_id",
        "branch_short",
        "id",
        "missing",
        "status",
        "status_reason",
    )

    def __init__(
        self,
        id: int,
        branch_id: int,
        branch_short: str,
        status: Stage,
        status_reason: str | None,
        values: Values | None,
        missing: tuple[str, ...],
        *,
        row: Sequence[Any] = (),
    ) -> None:
        """`values` None: they stand in the `row` of the database."""
        self.id, self.branch_id, self.branch_short = id, branch_id, branch_short
        self.status, self.status_reason, self.missing = status, status_reason, missing
        self._values, self._row = values, row

    @property
    def values(self) -> Values:
        if self._values is None:
            values = dict(zip(MEMBER_VALUES, self._row[_TEXTS_FROM:], strict=True))
            values["branch"] = self._row[_FULL_NAME]
            self._values, self._row = values, ()
        return self._values

    @property
    def name(self) -> str:
        return self.text("name") or ""

    def text(self, field: str) -> str | None:
        """One of the values."""
        if self._values is not None:
            return self._values.get(field)
        place = _PLACES.get(field)
        return None if place is None else self._row[place]

    def differing(self, values: Mapping[str, str]) -> dict[str, str]:
        """Those of the values that are recorded otherwise, or not at all."""
        if self._values is not None:
            known = self._values
            return {name: value for name, value in values.items() if value != known.get(name)}
        row, places = self._row, _PLACES
        return {name: value for name, value in values.items() if value != row[places[name]]}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Member):
            return NotImplemented
        if self._row and other._row:
            return self._row == other._row
        return self._all() == other._all()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Member(id={self.id}, name={self.name!r}, status={self.status.value!r})"

    def _all(self) -> tuple[object, ...]:
        return (
            self.id,
            self.branch_id,
            self.branch_short,
            self.status,
            self.status_reason,
            self.missing,
            self.values,
        )


@dataclass(frozen=True, slots=True)
class Filter:
    """Which members a list shows: below a node, and which sort of record."""

    org_id: int | None = None
    kind: str = "roster"  # roster | incomplete | reporting | left | drafts | all
    sort: tuple[tuple[str, bool], ...] = ()  # (column, descending)


_KINDS = {
    "roster": f"m.{ON_ROSTER}",
    "incomplete": f"m.{ON_ROSTER} AND m.missing <> ''",
    "reporting": f"NOT ({ON_ROSTER}) AND m.status IN ('draft','submitted','returned','withdrawn')",
    "left": f"NOT ({ON_ROSTER}) AND m.status NOT IN ('draft','submitted','returned','withdrawn')",
    "drafts": "m.id IN (SELECT member_id FROM drafts WHERE member_id IS NOT NULL)",
    "all": "1",
}
_SORTS = {
    **{name: f"m.{name}" for name in MEMBER_VALUES},
    "name": "m.name_pinyin",
    "status": "m.status",
    "branch": "(SELECT code FROM organizations WHERE id = m.branch_id)",
    "missing": "m.missing <> ''",
}
_INDEXED = {
    "name": "members_on_roster",
    "id_number": "members_by_id_number",
    "mobile": "members_by_mobile",
    "development_number": "members_by_development_number",
}
_BY_BRANCH = (
    "organizations AS o CROSS JOIN members AS m INDEXED BY members_by_branch ON m.branch_id = o.id"
)
_COLUMNS = ", ".join(f"m.{name}" for name in MEMBER_VALUES)
_RECORD = (
    f"SELECT m.id, m.branch_id, o.short_name, m.status, m.status_reason, o.full_name, m.missing, "
    f"{_COLUMNS} FROM members AS m JOIN organizations AS o ON o.id = m.branch_id "
)

_FULL_NAME, _TEXTS_FROM = 5, 7
_PLACES = {name: place for place, name in enumerate(MEMBER_VALUES, _TEXTS_FROM)}
_PLACES["branch"] = _FULL_NAME
"""Where the values stand in a row of `_RECORD`."""

_LEARNT = 500
_STAGES = {stage.value: stage for stage in Stage}
_NOT_LEFT = f"(m.{ON_ROSTER} OR m.status IN ('draft', 'submitted', 'returned', 'withdrawn'))"


def ids(connection: Connection, wanted: Filter, *, limit: int | None = None) -> "array[int]":
    """The ids of a list in its order; with a limit the first page only, from an index."""
    source = _source(wanted, whole=limit is None)
    order = ", ".join(
        f"{_SORTS[column]} {'DESC' if descending else 'ASC'}" for column, descending in wanted.sort
    )
    if source == _BY_BRANCH:
        order = order.replace(_SORTS["branch"], "o.code")
    sql = (
        f"SELECT m.id FROM {source} WHERE {_where(wanted)} "
        f"ORDER BY {order or 'm.name_pinyin'}, m.id"
    )
    if limit is not None:
        sql += f" LIMIT {limit}"
    return array("q", (row[0] for row in raw(connection).execute(sql)))


def _source(wanted: Filter, *, whole: bool) -> str:
    """Of the whole roster, the index that gives the order without a sort. Where none does, or it
    would have each of a million records looked up on its own, the records as they lie."""
    if wanted.org_id is not None or wanted.kind != "roster":
        return "members AS m"
    first = wanted.sort[0][0] if wanted.sort else "name"
    if first == "branch":
        return _BY_BRANCH
    if first == "name" and len(wanted.sort) < 2:
        return "members AS m INDEXED BY members_on_roster"
    if first in _INDEXED and not whole:
        return f"members AS m INDEXED BY {_INDEXED[first]}"
    return "members AS m NOT INDEXED"


def _where(wanted: Filter) -> str:
    where = _KINDS[wanted.kind]
    if wanted.org_id is not None:
        where += (
            " AND m.branch_id IN (SELECT org_id FROM org_ancestors "
            f"WHERE ancestor_id = {int(wanted.org_id)})"
        )
    return where


def nobody(connection: Connection) -> bool:
    """Whether nobody is recorded yet, nor ever was."""
    return not connection.exec_driver_sql("SELECT EXISTS (SELECT 1 FROM members)").scalar_one()


def count(connection: Connection, wanted: Filter) -> int:
    """How many a list has; the roster's numbers are kept, the others counted by index."""
    column = {"roster": "members", "incomplete": "incomplete"}.get(wanted.kind)
    if column:
        scope = "o.parent_id IS NULL" if wanted.org_id is None else f"o.id = {int(wanted.org_id)}"
        sql = (
            f"SELECT coalesce(sum(c.{column}), 0) FROM org_counts AS c "
            f"JOIN organizations AS o ON o.id = c.org_id WHERE {scope}"
        )
    else:
        sql = f"SELECT count(*) FROM members AS m WHERE {_where(wanted)}"
    return int(connection.exec_driver_sql(sql).scalar_one())


def members(connection: Connection, wanted: Sequence[int]) -> list[Member]:
    """Members by id, in the order of the ids; unknown ids are passed over."""
    found: dict[int, Member] = {}
    for start in range(0, len(wanted), 5_000):
        marks = ",".join(map(str, wanted[start : start + 5_000]))
        for row in raw(connection).execute(_RECORD + f"WHERE m.id IN ({marks})"):
            found[row[0]] = _member(row)
    return [found[one] for one in wanted if one in found]


def member(connection: Connection, member_id: int) -> Member:
    """One member's card."""
    row = raw(connection).execute(_RECORD + "WHERE m.id = ?", (member_id,)).fetchone()
    if row is None:
        raise NotFound("member.unknown", f"没有编号为 {member_id} 的团员。")
    return _member(row)


def _member(row: Sequence[Any]) -> Member:
    member_id, branch_id, short_name, status, reason, _full_name, missing = row[:_TEXTS_FROM]
    held = tuple(missing.split(",")) if missing else ()
    return Member(member_id, branch_id, short_name, _STAGES[status], reason, None, held, row=row)


def by_id_numbers(
    connection: Connection, numbers: Iterable[str], *, roster_only: bool = False
) -> dict[str, list[Member]]:
    """Members by ID number, those who left included unless told otherwise."""
    found: dict[str, list[Member]] = {}
    wanted = sorted(set(numbers))
    only = f" AND m.{ON_ROSTER}" if roster_only else ""
    known: dict[Any, Any] = {}
    for start in range(0, len(wanted), 2_000):
        part = tuple(wanted[start : start + 2_000])
        marks = ", ".join("?" * len(part))
        rows = raw(connection).execute(_RECORD + f"WHERE m.id_number IN ({marks}){only}", part)
        for place, row in enumerate(rows):
            # The words of the first rows are those of all: kept once, they take half the memory.
            once = known.get if start or place > _LEARNT else known.setdefault
            one = _member(tuple(map(once, row, row)))
            found.setdefault(one.text("id_number") or "", []).append(one)
    return found


def holders(
    connection: Connection, field: str, values: Iterable[str], *, but: int | None = None
) -> dict[str, list[tuple[int, str]]]:
    """Who on the roster has one of these values in an indexed field: value → (id, name)."""
    if field not in ("id_number", "mobile", "development_number"):
        raise ValueError(f"{field} has no index")
    found: dict[str, list[tuple[int, str]]] = {}
    wanted = sorted(set(values))
    for start in range(0, len(wanted), 2_000):
        part = tuple(wanted[start : start + 2_000])
        marks = ", ".join("?" * len(part))
        rows = raw(connection).execute(
            f"SELECT m.{field}, m.id, m.name FROM members AS m "
            f"WHERE m.{field} IN ({marks}) AND m.{ON_ROSTER}",
            part,
        )
        for value, member_id, name in rows:
            if member_id != but:
                found.setdefault(value, []).append((member_id, name or ""))
    return found


def shared_values(connection: Connection, field: str) -> frozenset[str]:
    """The values of an indexed field that two or more on the roster have."""
    if field not in ("id_number", "mobile", "development_number"):
        raise ValueError(f"{field} has no index")
    rows = raw(connection).execute(
        f"SELECT m.{field} FROM members AS m WHERE m.{field} IS NOT NULL AND m.{ON_ROSTER} "
        f"GROUP BY m.{field} HAVING count(*) > 1"
    )
    return frozenset(value for (value,) in rows)


@dataclass(frozen=True, slots=True)
class PendingChange:
    """A field of a member that waits for review."""

    request_id: int
    field: str
    base: str | None
    new: str | None
    proposed_by: str
    proposed_at: str


def pending_changes(connection: Connection, member_id: int) -> list[PendingChange]:
    """What of this member waits for review."""
    rows = connection.exec_driver_sql(
        "SELECT r.id, f.field, f.base_value, f.new_value, r.proposed_by, r.proposed_at "
        "FROM change_requests AS r JOIN change_fields AS f ON f.request_id = r.id "
        "WHERE r.member_id = ? AND f.state = 'pending' ORDER BY f.id",
        (member_id,),
    )
    return [PendingChange(*row) for row in rows]


def pending_values(connection: Connection) -> dict[int, set[tuple[str, str | None]]]:
    """All that waits for review, for a list of many: member → field and new value."""
    found: dict[int, set[tuple[str, str | None]]] = {}
    for member_id, field, new in connection.exec_driver_sql(
        "SELECT r.member_id, f.field, f.new_value FROM change_fields AS f "
        "JOIN change_requests AS r ON r.id = f.request_id WHERE f.state = 'pending'"
    ):
        found.setdefault(member_id, set()).add((field, new))
    return found


def namesakes(
    connection: Connection, wanted: Iterable[tuple[str, str | None, int | None]]
) -> list[Member]:
    """Members who have not left and bear a name together with its phone number or its branch, each
    once. Asked by index for all at once: with a million members every name is that of many."""
    people = sorted(wanted, key=str)
    found: dict[int, Member] = {}
    for start in range(0, len(people), 500):
        part = people[start : start + 500]
        marks = ", ".join(["(?, ?, ?)"] * len(part))
        values = [one for person in part for one in person]
        rows = raw(connection).execute(
            f"WITH wanted(name, mobile, branch_id) AS (VALUES {marks}) "
            + _RECORD
            + "WHERE m.id IN ("
            "SELECT o.id FROM wanted AS w CROSS JOIN members AS o "
            "ON o.mobile = w.mobile AND o.name = w.name UNION "
            "SELECT o.id FROM wanted AS w CROSS JOIN members AS o "
            "ON o.branch_id = w.branch_id AND o.name = w.name) "
            f"AND {_NOT_LEFT}",
            values,
        )
        for row in rows:
            found.setdefault(row[0], _member(row))
    return list(found.values())


def by_names(connection: Connection, names: Iterable[str]) -> dict[str, list[Member]]:
    """Members who have not left, by exact name."""
    found: dict[str, list[Member]] = {}
    wanted = sorted(set(names))
    for start in range(0, len(wanted), 2_000):
        part = tuple(wanted[start : start + 2_000])
        marks = ", ".join("?" * len(part))
        rows = raw(connection).execute(
            _RECORD + f"WHERE m.name IN ({marks}) AND {_NOT_LEFT}",
            part,
        )
        for row in rows:
            one = _member(row)
            found.setdefault(one.name, []).append(one)
    return found
