"""Reading the review queue: change requests with the field as it was, as it is, as it is wanted."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ..core.errors import NotFound
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


_HEAD = (
    "SELECT r.id, r.member_id, m.name, o.short_name, r.proposed_by, r.proposed_at, r.reason, r.basis "
    "FROM change_requests AS r JOIN members AS m ON m.id = r.member_id "
    "JOIN organizations AS o ON o.id = m.branch_id "
)


def pending_requests(
    connection: Connection, *, org_id: int | None = None, limit: int = 1_000
) -> list[ReviewRequest]:
    """Requests with something to decide, the oldest first."""
    scope = ""
    if org_id is not None:
        scope = (
            " AND m.branch_id IN (SELECT org_id FROM org_ancestors "
            f"WHERE ancestor_id = {int(org_id)})"
        )
    heads = connection.exec_driver_sql(
        _HEAD
        + f"WHERE r.id IN (SELECT request_id FROM change_fields WHERE state = 'pending'){scope} "
        "ORDER BY r.id LIMIT ?",
        (limit,),
    ).all()
    fields = _fields(connection, [head[0] for head in heads])
    return [ReviewRequest(*tuple(head), fields.get(head[0], ())) for head in heads]


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
    return ReviewRequest(*tuple(head), _fields(connection, [request_id]).get(request_id, ()))


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
