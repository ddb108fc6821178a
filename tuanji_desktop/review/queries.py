"""Reading the review queue: change requests with the field as it was, as it is, as it is wanted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ..core.errors import NotFound
from ..members import queries as members
from ..office.context import Context
from ..store.schema import MEMBER_VALUES


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

    @property
    def conflict(self) -> bool:
        return self.state == "pending" and self.current != self.base


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """A request as the reviewer sees it."""

    id: int
    member_id: int
    name: str
    branch: str
    proposed_by: str
    proposed_at: str
    reason: str | None
    basis: str | None
    fields: tuple[ReviewField, ...]

    @property
    def pending(self) -> tuple[ReviewField, ...]:
        return tuple(field for field in self.fields if field.state == "pending")

    def age(self, today: date) -> int:
        """Days since it was proposed."""
        return (today - date.fromisoformat(self.proposed_at[:10])).days


@dataclass(frozen=True, slots=True)
class ReportIn:
    """A member who waits to be let into a branch; `since` is the day of the report-in."""

    member: members.Member
    since: str

    def age(self, today: date) -> int:
        """Days since it was submitted."""
        return (today - date.fromisoformat(self.since[:10])).days if self.since else 0


@dataclass(frozen=True, slots=True)
class Queue:
    """All that waits for review in a scope, the oldest first."""

    requests: tuple[ReviewRequest, ...]
    report_ins: tuple[ReportIn, ...]


QUEUE_LIMIT = 20_000

_HEAD = (
    "SELECT r.id, r.member_id, m.name, o.short_name, r.proposed_by, r.proposed_at, r.reason, r.basis "
    "FROM change_requests AS r JOIN members AS m ON m.id = r.member_id "
    "JOIN organizations AS o ON o.id = m.branch_id "
)


def pending_requests(
    connection: Connection, *, org_id: int | None = None, limit: int = 1_000
) -> list[ReviewRequest]:
    """Requests with something to decide, the oldest first."""
    scope = _below(org_id)
    heads = connection.exec_driver_sql(
        _HEAD
        + f"WHERE r.id IN (SELECT request_id FROM change_fields WHERE state = 'pending'){scope} "
        "ORDER BY r.id LIMIT ?",
        (limit,),
    ).all()
    fields = _fields(connection, [head[0] for head in heads])
    return [ReviewRequest(*(*head, fields.get(head[0], ()))) for head in heads]


def _below(org_id: int | None) -> str:
    if org_id is None:
        return ""
    return (
        f" AND m.branch_id IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = {int(org_id)})"
    )


def requests(connection: Connection, ids: Collection[int]) -> list[ReviewRequest]:
    """Several requests, decided or not, the oldest first; unknown ids are passed over."""
    marks = ",".join(map(str, ids))
    heads = connection.exec_driver_sql(_HEAD + f"WHERE r.id IN ({marks}) ORDER BY r.id").all()
    fields = _fields(connection, [head[0] for head in heads])
    return [ReviewRequest(*(*head, fields.get(head[0], ()))) for head in heads]


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


def load_queue(context: Context, *, org_id: int | None) -> Queue:
    """What the review desk shows of a scope."""
    with context.database.read() as connection:
        return Queue(
            tuple(pending_requests(connection, org_id=org_id, limit=QUEUE_LIMIT)),
            tuple(waiting_report_ins(connection, org_id=org_id)),
        )


def pending_count(connection: Connection) -> int:
    """Fields that wait for a decision."""
    return int(
        connection.exec_driver_sql(
            "SELECT count(*) FROM change_fields WHERE state = 'pending'"
        ).scalar_one()
    )


def request(connection: Connection, request_id: int) -> ReviewRequest:
    """One request, decided or not."""
    head = connection.exec_driver_sql(_HEAD + "WHERE r.id = ?", (request_id,)).one_or_none()
    if head is None:
        raise NotFound("change.unknown", f"没有编号为 {request_id} 的修改申请。")
    return ReviewRequest(*(*head, _fields(connection, [request_id]).get(request_id, ())))


def _fields(connection: Connection, ids: list[int]) -> dict[int, tuple[ReviewField, ...]]:
    found: dict[int, list[ReviewField]] = {}
    if not ids:
        return {}
    marks = ",".join(map(str, ids))
    current = " ".join(f"WHEN '{name}' THEN m.{name}" for name in MEMBER_VALUES)
    for request_id, *row in connection.exec_driver_sql(
        f"SELECT f.request_id, f.id, f.field, f.base_value, CASE f.field {current} END, "
        "f.new_value, f.clause, f.state, f.decision_reason FROM change_fields AS f "
        "JOIN change_requests AS r ON r.id = f.request_id JOIN members AS m ON m.id = r.member_id "
        f"WHERE f.request_id IN ({marks}) ORDER BY f.id"
    ):
        found.setdefault(request_id, []).append(ReviewField(*row))
    return {request_id: tuple(fields) for request_id, fields in found.items()}
