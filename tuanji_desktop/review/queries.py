"""Reading change requests: what waits for review, what was decided, one request with its fields."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from ..core.errors import NotFound
from ..members import queries as members
from ..office.context import Context
from ..rules.lifecycle import LEFT, Stage
from ..store.connection import raw
from ..store.schema import MEMBER_VALUES
from .guards import MARK, Reviewer, reviewer

STATES = ("pending", "accepted", "returned", "withdrawn")
QUEUE_LIMIT = 20_000
DECIDED_LIMIT = 5_000
_STEP = 5_000


@dataclass(frozen=True, slots=True)
class ReviewField:
    """One field of a request. A conflict: the record changed after the request was made."""

    id: int
    field: str
    base: str | None
    current: str | None
    new: str | None
    clause: str | None
    state: str
    decision_reason: str | None
    decided_by: str | None = None
    decided_at: str | None = None

    @property
    def conflict(self) -> bool:
        return self.state == "pending" and self.current != self.base

    @property
    def single_handed(self) -> bool:
        """Whether its proposer decided it, being the only operator of the office."""
        return MARK in (self.decision_reason or "")


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """A request as the reviewer sees it."""

    id: int
    member_id: int
    name: str
    branch: str
    status: Stage
    proposed_by: str
    proposed_at: str
    reason: str | None
    basis: str | None
    fields: tuple[ReviewField, ...]

    @property
    def pending(self) -> tuple[ReviewField, ...]:
        return tuple(field for field in self.fields if field.state == "pending")

    @property
    def left(self) -> bool:
        """Whether the member is no longer on the roster: such a request can only go back."""
        return self.status in LEFT

    @property
    def proposed_on(self) -> date:
        """The rules' day on which it was submitted."""
        return date.fromisoformat(self.proposed_at[:10])

    def age(self, today: date) -> int:
        """Days since it was proposed."""
        return (today - self.proposed_on).days


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request in the queue: names of its pending fields, and of those in conflict."""

    id: int
    member_id: int
    name: str
    branch: str
    status: str
    proposed_by: str
    proposed_at: str
    fields: tuple[str, ...]
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportIn:
    """A member who waits to be let into a branch; `since` is the day of the report-in."""

    member: members.Member
    since: str

    def age(self, today: date) -> int:
        """Days since it was submitted."""
        return (today - date.fromisoformat(self.since[:10])).days if self.since else 0


@dataclass(frozen=True, slots=True)
class DecidedField:
    """A field that waits no longer: what became of it, by whom and when."""

    id: int
    request_id: int
    member_id: int
    name: str
    branch: str
    field: str
    base: str | None
    new: str | None
    state: str
    proposed_by: str
    proposed_at: str
    decided_by: str
    decided_at: str
    decision_reason: str | None

    @property
    def single_handed(self) -> bool:
        """Whether its proposer decided it, being the only operator of the office."""
        return MARK in (self.decision_reason or "")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which requests a list shows: below a node, whose (`mine`, `others`), overdue ones, with a
    field, submitted between two days (both included)."""

    org_id: int | None = None
    who: str = ""
    overdue: bool = False
    field: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def narrows(self) -> bool:
        """Whether it leaves something out, the scope aside."""
        return bool(self.who or self.overdue or self.field or self.first)


@dataclass(frozen=True, slots=True)
class Queue:
    """All that waits for review in a scope, the longest waiting first.

    `total` counts what the filter finds beyond `QUEUE_LIMIT` as well; `fields` are those that
    wait anywhere in the office.
    """

    requests: tuple[Waiting, ...]
    report_ins: tuple[ReportIn, ...]
    total: int
    fields: tuple[str, ...]
    reviewer: Reviewer


_HEAD = (
    "SELECT r.id, r.member_id, m.name, o.short_name, m.status, r.proposed_by, r.proposed_at, "
    "r.reason, r.basis "
    "FROM change_requests AS r JOIN members AS m ON m.id = r.member_id "
    "JOIN organizations AS o ON o.id = m.branch_id "
)
_PENDING = (
    "FROM change_fields AS f INDEXED BY change_fields_pending "
    "CROSS JOIN change_requests AS r ON r.id = f.request_id "
    "JOIN members AS m ON m.id = r.member_id JOIN organizations AS o ON o.id = m.branch_id "
    "WHERE f.state = 'pending'"
)


def load_queue(context: Context, wanted: Filter = Filter()) -> Queue:
    """What the review desk shows of a scope."""
    where, values = _where(context, wanted)
    with context.database.read() as connection:
        fields = pending_fields(connection)
        rows = (
            raw(connection)
            .execute(
                "SELECT r.id, r.member_id, m.name, o.short_name, m.status, r.proposed_by, "
                "r.proposed_at, group_concat(f.field), "
                f"group_concat(CASE WHEN f.base_value IS NOT {_current(fields)} THEN f.field END) "
                f"{_PENDING}{where} GROUP BY f.request_id ORDER BY r.proposed_at, r.id LIMIT ?",
                (*values, QUEUE_LIMIT),
            )
            .fetchall()
        )
        total = len(rows)
        if total == QUEUE_LIMIT:
            total = connection.exec_driver_sql(
                f"SELECT count(DISTINCT r.id) {_PENDING}{where}", tuple(values)
            ).scalar_one()
        requests = tuple(Waiting(*(*row[:7], _names(row[7]), _names(row[8]))) for row in rows)
        return Queue(
            requests,
            tuple(waiting_report_ins(connection, org_id=wanted.org_id)),
            total,
            fields,
            reviewer(context, connection),
        )


def pending_fields(connection: Connection) -> tuple[str, ...]:
    """Names of the fields that wait for review, in the order of the member's card."""
    found = {
        name
        for (name,) in connection.exec_driver_sql(
            "SELECT DISTINCT field FROM change_fields INDEXED BY change_fields_pending "
            "WHERE state = 'pending'"
        )
    }
    return tuple(name for name in MEMBER_VALUES if name in found)


def find_requests(
    context: Context,
    connection: Connection,
    *,
    states: Collection[str] = ("pending",),
    wanted: Filter = Filter(),
    limit: int = 1_000,
) -> list[ReviewRequest]:
    """Requests with a field in one of these states, the oldest first, with all their fields."""
    where, values = _where(context, wanted, states)
    heads = connection.exec_driver_sql(
        _HEAD + "WHERE r.id IN (SELECT f.request_id FROM change_fields AS f "
        f"WHERE f.state IN ({_marks(states)})){where} ORDER BY r.proposed_at, r.id LIMIT ?",
        (*states, *values, limit),
    ).all()
    return _whole(connection, heads)


def requests(connection: Connection, ids: Collection[int]) -> list[ReviewRequest]:
    """Several requests, decided or not, the oldest first; unknown ids are passed over."""
    found: list[ReviewRequest] = []
    ordered = sorted(ids)
    for start in range(0, len(ordered), _STEP):
        marks = ",".join(map(str, ordered[start : start + _STEP]))
        heads = connection.exec_driver_sql(_HEAD + f"WHERE r.id IN ({marks}) ORDER BY r.id").all()
        found += _whole(connection, heads)
    return found


def request(connection: Connection, request_id: int) -> ReviewRequest:
    """One request, decided or not."""
    found = requests(connection, [request_id])
    if not found:
        raise NotFound("change.unknown", f"没有编号为 {request_id} 的修改申请。")
    return found[0]


def load_request(context: Context, *, request_id: int) -> ReviewRequest:
    """One request for the screen."""
    with context.database.read() as connection:
        return request(connection, request_id)


def waiting_report_ins(connection: Connection, *, org_id: int | None = None) -> list[ReportIn]:
    """Members whose report-in is 报到待审核 (G 一.1), the oldest first."""
    since = {
        row[0]: row[1] or ""
        for row in connection.exec_driver_sql(
            "SELECT m.id, m.status_on FROM members AS m WHERE m.status = 'submitted'"
            f"{_below(org_id)} ORDER BY m.status_on, m.id"
        )
    }
    return [ReportIn(one, since[one.id]) for one in members.members(connection, list(since))]


def load_decided(
    context: Context,
    *,
    org_id: int | None = None,
    state: str = "",
    limit: int = DECIDED_LIMIT,
) -> list[DecidedField]:
    """Fields that were accepted, returned or withdrawn, the latest first."""
    wanted = f"f.state = '{state}'" if state in STATES else "f.state <> 'pending'"
    with context.database.read() as connection:
        rows = raw(connection).execute(
            "SELECT f.id, r.id, r.member_id, m.name, o.short_name, f.field, f.base_value, "
            "f.new_value, f.state, r.proposed_by, r.proposed_at, coalesce(f.decided_by, ''), "
            "coalesce(f.decided_at, ''), f.decision_reason FROM change_fields AS f "
            "JOIN change_requests AS r ON r.id = f.request_id "
            "JOIN members AS m ON m.id = r.member_id "
            "JOIN organizations AS o ON o.id = m.branch_id "
            f"WHERE {wanted}{_below(org_id)} ORDER BY f.decided_at DESC, f.id DESC LIMIT ?",
            (limit,),
        )
        return [DecidedField(*row) for row in rows]


def pending_count(connection: Connection) -> int:
    """Fields that wait for a decision."""
    return int(
        connection.exec_driver_sql(
            "SELECT count(*) FROM change_fields WHERE state = 'pending'"
        ).scalar_one()
    )


def _below(org_id: int | None) -> str:
    if org_id is None:
        return ""
    return (
        f" AND m.branch_id IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = {int(org_id)})"
    )


def _where(
    context: Context, wanted: Filter, states: Collection[str] = ("pending",)
) -> tuple[str, list[str]]:
    """The filter as SQL over r (requests) and m (members)."""
    where, values = _below(wanted.org_id), list[str]()
    if wanted.who:
        where += f" AND r.proposed_by {'=' if wanted.who == 'mine' else '<>'} ?"
        values.append(context.operator)
    if wanted.overdue:
        where += " AND r.proposed_at < ?"
        late = context.today - timedelta(days=context.policy.review.overdue_days)
        values.append(late.isoformat())
    if wanted.field:
        where += (
            " AND EXISTS (SELECT 1 FROM change_fields AS one "
            f"WHERE one.request_id = r.id AND one.field = ? AND one.state IN ({_marks(states)}))"
        )
        values += [wanted.field, *states]
    if wanted.first:
        where += " AND r.proposed_at >= ?"
        values.append(wanted.first.isoformat())
    if wanted.last:
        where += " AND r.proposed_at < ?"
        values.append((wanted.last + timedelta(days=1)).isoformat())
    return where, values


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))


def _names(joined: str | None) -> tuple[str, ...]:
    return tuple(joined.split(",")) if joined else ()


def _current(fields: Iterable[str]) -> str:
    """SQL for what the record says now in the field of the row."""
    cases = " ".join(f"WHEN '{name}' THEN m.{name}" for name in fields)
    return f"CASE f.field {cases} END" if cases else "NULL"


def _whole(connection: Connection, heads: Sequence[Sequence[Any]]) -> list[ReviewRequest]:
    fields = _fields(connection, [head[0] for head in heads])
    return [
        ReviewRequest(*(*head[:4], Stage(head[4]), *head[5:], fields.get(head[0], ())))
        for head in heads
    ]


def _fields(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[ReviewField, ...]]:
    found: dict[int, list[ReviewField]] = {}
    for start in range(0, len(ids), _STEP):
        marks = ",".join(map(str, ids[start : start + _STEP]))
        named = connection.exec_driver_sql(
            f"SELECT DISTINCT field FROM change_fields WHERE request_id IN ({marks})"
        )
        names = [name for (name,) in named if name in MEMBER_VALUES]
        for request_id, *row in raw(connection).execute(
            f"SELECT f.request_id, f.id, f.field, f.base_value, {_current(names)}, "
            "f.new_value, f.clause, f.state, f.decision_reason, f.decided_by, f.decided_at "
            "FROM change_fields AS f JOIN change_requests AS r ON r.id = f.request_id "
            "JOIN members AS m ON m.id = r.member_id "
            f"WHERE f.request_id IN ({marks}) ORDER BY f.id"
        ):
            found.setdefault(request_id, []).append(ReviewField(*row))
    return {request_id: tuple(fields) for request_id, fields in found.items()}
