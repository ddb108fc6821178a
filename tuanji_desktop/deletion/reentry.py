"""The promise ledger: who was deleted to be put right is owed a new record (Q 附件1).

删除后重新录入系统保证. An approval makes the debt; it is paid by a member on the roster with the ID
number as it should have been, which is looked up and never written down, so that an undo of the
new record opens the debt again. Where no number can tell, the clerk names the new record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import Connection

from ..core.errors import BadInput, NotFound
from ..core.masks import mask_id
from ..office.archive import insert_row
from ..office.context import Context
from ..rules.fields import label_of
from ..rules.lifecycle import STAGE_LABELS, Stage
from ..store.schema import MEMBER_VALUES
from .reasons import Reason, reasons_of

State = Literal["owed", "paid", "waived"]

STATE_LABELS: Mapping[State, str] = {"owed": "待录入", "paid": "已录入", "waived": "免予录入"}
_COPIED = frozenset(MEMBER_VALUES) - {"sex", "born_on", "notes"}
"""What a new record takes over; sex and birth follow from the number."""


@dataclass(frozen=True, slots=True)
class Reentry:
    """One debt. `differs` names what the new record has otherwise than was promised."""

    id: int
    request_id: int
    member_id: int
    name: str
    id_masked: str
    branch: str
    owed_on: str
    due_on: str
    state: State
    paid_member_id: int | None
    paid_branch: str
    differs: tuple[str, ...]
    waived_reason: str
    days_late: int

    @property
    def words(self) -> str:
        """Where the debt stands, as lists say it."""
        if self.state == "paid":
            other = f"，但{'、'.join(self.differs)}与承诺的不同" if self.differs else ""
            return f"{STATE_LABELS['paid']}{other}"
        if self.state == "waived":
            return f"{STATE_LABELS['waived']}：{self.waived_reason}"
        return f"超期 {self.days_late} 天" if self.days_late else STATE_LABELS["owed"]


_LEDGER = """
SELECT e.id, e.request_id, r.member_id, e.name, e.id_number, e.development_number, o.short_name,
       e.owed_on, e.due_on, e.waived_on, e.waived_reason,
       p.id, p.name, p.development_number, po.short_name
FROM reentries AS e
JOIN deletion_requests AS r ON r.id = e.request_id
JOIN members AS m ON m.id = r.member_id
JOIN organizations AS o ON o.id = m.branch_id
LEFT JOIN members AS p ON p.id = coalesce(e.paid_member_id, (
  SELECT min(n.id) FROM members AS n WHERE n.id_number = e.id_number
  AND n.status IN ('active', 'retained') AND n.id <> m.id))
LEFT JOIN organizations AS po ON po.id = p.branch_id
"""


def owe(connection: Connection, context: Context, requests: Sequence[int], *, day: date) -> None:
    """Enters the debts of requests approved on a day, inside the approval's own operation."""
    due = day + timedelta(days=context.policy.deletion.reentry_days)
    marks = ", ".join("?" * len(requests))
    reasons = reasons_of(connection, marks, requests)
    rows = connection.exec_driver_sql(
        "SELECT r.id, m.name, m.id_number, m.development_number FROM deletion_requests AS r "
        f"JOIN members AS m ON m.id = r.member_id WHERE r.id IN ({marks}) ORDER BY r.id",
        tuple(requests),
    ).all()
    for request_id, name, id_number, number in rows:
        given = reasons.get(request_id, ())
        if not _owes(context, given):
            continue
        recorded = {"name": name, "id_number": id_number, "development_number": number}
        wanted = recorded | _corrected(context, given)
        insert_row(
            connection,
            "reentries",
            request_id=request_id,
            name=wanted["name"],
            id_number=wanted["id_number"],
            development_number=wanted["development_number"],
            owed_on=day.isoformat(),
            due_on=due.isoformat(),
        )


def _owes(context: Context, reasons: Sequence[Reason]) -> bool:
    known = context.policy.reasons
    return any(known[one.code].reentry for one in reasons if one.code in known)


def _corrected(context: Context, reasons: Sequence[Reason]) -> dict[str, str | None]:
    known = context.policy.reasons
    return {
        field: one.corrected
        for one in reasons
        if one.code in known and (field := known[one.code].field) and one.corrected
    }


def load_reentries(context: Context, *, org_id: int | None = None) -> tuple[Reentry, ...]:
    """The ledger of a scope, what is owed first, the most overdue before the others."""
    scope = (
        f"WHERE m.branch_id IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = {org_id:d})"
        if org_id is not None
        else ""
    )
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(f"{_LEDGER} {scope} ORDER BY e.due_on, e.id").all()
    found = [_reentry(tuple(row), context.today) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.state != "owed", one.due_on, one.id)))


def _reentry(row: tuple[object, ...], today: date) -> Reentry:
    (
        number, request_id, member_id, name, id_number, development_number, branch, owed_on, due_on,
        waived_on, waived_reason, paid_id, paid_name, paid_number, paid_branch,
    ) = row  # fmt: skip
    state: State = "waived" if waived_on else "paid" if paid_id else "owed"
    wanted = {"name": name, "development_number": development_number}
    got = {"name": paid_name, "development_number": paid_number}
    differs = tuple(
        label_of(field) for field, value in wanted.items() if value and got[field] != value
    )
    late = (today - date.fromisoformat(str(due_on))).days
    return Reentry(
        id=_int(number),
        request_id=_int(request_id),
        member_id=_int(member_id),
        name=str(name or ""),
        id_masked=mask_id(str(id_number or "")),
        branch=str(branch),
        owed_on=str(owed_on),
        due_on=str(due_on),
        state=state,
        paid_member_id=_int(paid_id) if paid_id else None,
        paid_branch=str(paid_branch or ""),
        differs=differs if state == "paid" else (),
        waived_reason=str(waived_reason or ""),
        days_late=max(0, late) if state == "owed" else 0,
    )


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value


def reentry_values(context: Context, *, reentry_id: int) -> tuple[int, dict[str, str]]:
    """Branch and values of the record that is owed: the deleted one's, put right."""
    columns = ", ".join(f"m.{name}" for name in sorted(_COPIED))
    with context.database.read() as connection:
        row = connection.exec_driver_sql(
            f"SELECT r.id, m.branch_id, e.name, e.id_number, e.development_number, {columns} "
            "FROM reentries AS e JOIN deletion_requests AS r ON r.id = e.request_id "
            "JOIN members AS m ON m.id = r.member_id WHERE e.id = ?",
            (reentry_id,),
        ).one_or_none()
        if row is None:
            raise _unknown(reentry_id)
        request_id, branch_id, name, id_number, number, *values = row
        reasons = reasons_of(connection, "?", (request_id,)).get(request_id, ())
    wanted = dict(zip(sorted(_COPIED), values, strict=True))
    wanted |= {"name": name, "id_number": id_number, "development_number": number}
    wanted |= _corrected(context, reasons)
    return int(branch_id), {field: str(value) for field, value in wanted.items() if value}


def settle_reentry(context: Context, *, reentry_id: int, member_id: int) -> None:
    """Names the new record by hand, where no ID number tells."""
    with context.database.read() as connection:
        debt = _owed(connection, context, reentry_id)
        row = connection.exec_driver_sql(
            "SELECT name, status FROM members WHERE id = ?", (member_id,)
        ).one_or_none()
    if row is None:
        raise NotFound("member.unknown", f"没有编号为 {member_id} 的团员。")
    name, status = row
    if member_id == debt.member_id or status not in (Stage.ACTIVE, Stage.RETAINED):
        label = STAGE_LABELS[Stage(status)]
        raise BadInput(
            "reentry.not_on_roster",
            f"{name} 现为“{label}”，不能当作重新录入的档案。请选择一名在册团员。",
        )
    words = f"登记重新录入：{debt.name} 已重新录入为 {name}"
    with context.database.write(context.operation("deletion.reentry", words)) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE reentries SET paid_member_id = ?, paid_on = ? WHERE id = ?",
            (member_id, context.today.isoformat(), reentry_id),
        )


def waive_reentry(context: Context, *, reentry_id: int, reason: str) -> None:
    """Nobody is owed any more – with the reason, which stays."""
    why = reason.strip()
    if not why:
        raise BadInput("reentry.reason", "免予重新录入须写明原因，例如：核实后确认不是团员。")
    with context.database.read() as connection:
        debt = _owed(connection, context, reentry_id)
    operation = context.operation("deletion.reentry", f"免予重新录入：{debt.name}", reason=why)
    with context.database.write(operation) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE reentries SET waived_reason = ?, waived_by = ?, waived_on = ? WHERE id = ?",
            (why, context.operator, context.today.isoformat(), reentry_id),
        )


def _owed(connection: Connection, context: Context, reentry_id: int) -> Reentry:
    row = connection.exec_driver_sql(f"{_LEDGER} WHERE e.id = ?", (reentry_id,)).one_or_none()
    if row is None:
        raise _unknown(reentry_id)
    debt = _reentry(tuple(row), context.today)
    if debt.state != "owed":
        raise BadInput("reentry.settled", f"{debt.name} 的重新录入已经办结：{debt.words}。")
    return debt


def _unknown(reentry_id: int) -> NotFound:
    return NotFound("reentry.unknown", f"没有编号为 {reentry_id} 的重新录入保证。")


def reentry_candidates(context: Context, *, reentry_id: int) -> tuple[tuple[int, str], ...]:
    """Members on the roster who have the promised name, with their branch: who it may be."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT n.id, n.name, o.short_name, coalesce(n.joined_on, '') FROM reentries AS e "
            "JOIN deletion_requests AS r ON r.id = e.request_id "
            "JOIN members AS n ON n.name = e.name AND n.id <> r.member_id "
            "JOIN organizations AS o ON o.id = n.branch_id "
            "WHERE e.id = ? AND n.status IN ('active', 'retained') ORDER BY n.id LIMIT 50",
            (reentry_id,),
        ).all()
    return tuple(
        (int(member), "　".join(filter(None, (name, branch, joined and f"{joined} 入团"))))
        for member, name, branch, joined in rows
    )
