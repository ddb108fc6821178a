"""Reading the ledger of transfers: where each stands, whose turn it is, since when."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from ..office.context import Context
from ..rules.lifecycle import ACTOR_LABELS, Actor
from .kinds import MACHINES

ASK_AFTER_DAYS = 30
"""A university's branch is due within a month of enrolment; then it is asked (domain.md §8)."""


@dataclass(frozen=True, slots=True)
class TransferRow:
    """One transfer. `turn` is whose act is awaited; `days` since the last one; `late` of them are
    over the pack's clock. Waiting for a new-student branch is never late (G 四)."""

    id: int
    member_id: int | None
    name: str
    kind: str
    source: str
    source_full: str
    target: str
    state: str
    state_label: str
    turn: str
    started_by: str
    started_on: str
    moved_on: str
    due_on: str
    days: int
    late: int
    ask: bool
    in_province: str
    finished_on: str
    reason: str
    steps: str
    acts: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether somebody still has to act."""
        return not self.finished_on

    @property
    def waiting(self) -> bool:
        """Whether it waits for a new-student branch."""
        return self.state == "waiting"


_LEDGER = """
SELECT t.id, t.member_id, coalesce(m.name, t.name, ''), t.kind, t.machine, t.state,
       coalesce(o.short_name, ''), coalesce(o.full_name, ''), t.target, t.in_province,
       t.started_by, t.started_on, t.moved_on, t.waiting_since, t.asked_on, t.finished_on,
       (SELECT s.reason FROM transfer_steps AS s WHERE s.transfer_id = t.id
        ORDER BY s.id DESC LIMIT 1),
       (SELECT group_concat(s.done_on || ' ' || s.act || ' ' || s.level, char(10))
        FROM transfer_steps AS s WHERE s.transfer_id = t.id)
FROM transfers AS t LEFT JOIN members AS m ON m.id = t.member_id
LEFT JOIN organizations AS o ON o.id = t.source_id
"""


def load_ledger(context: Context, *, org_id: int | None = None) -> tuple[TransferRow, ...]:
    """The ledger of a scope: what is late first, then open ones by age, the finished ones last."""
    scope = ""
    if org_id is not None:
        below = f"(SELECT org_id FROM org_ancestors WHERE ancestor_id = {org_id:d})"
        scope = f"WHERE t.source_id IN {below} OR t.target_id IN {below}"
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(f"{_LEDGER} {scope} ORDER BY t.id").all()
    found = [_row(context, row) for row in rows]
    return tuple(
        sorted(found, key=lambda one: (not one.open, one.waiting, -one.late, one.moved_on, one.id))
    )


def transfer_row(context: Context, transfer_id: int) -> TransferRow | None:
    """One transfer of the ledger."""
    with context.database.read() as connection:
        row = connection.exec_driver_sql(f"{_LEDGER} WHERE t.id = ?", (transfer_id,)).one_or_none()
    return _row(context, row) if row is not None else None


def open_of_member(connection: Connection, member_id: int) -> int | None:
    """The open transfer of a member, if there is one."""
    found = connection.exec_driver_sql(
        "SELECT max(id) FROM transfers WHERE member_id = ? AND finished_on IS NULL", (member_id,)
    ).scalar()
    return int(found) if found is not None else None


def _row(context: Context, found: Row[Any]) -> TransferRow:
    row: tuple[Any, ...] = tuple(found)
    (
        number, member_id, name, kind, machine_code, state, source, source_full, target,
        in_province, started_by, started_on, moved_on, waiting_since, asked_on, finished_on,
        reason, steps,
    ) = row  # fmt: skip
    machine = MACHINES[machine_code]
    next_steps = machine.steps_from(state)
    turn = next((one.actor for one in next_steps if one.act in ("approve", "built")), None)
    today, clock = context.today, context.policy.transfer.overdue_days
    days = (today - date.fromisoformat(moved_on)).days if not finished_on else 0
    waiting = state == "waiting"
    asked_from = asked_on or waiting_since
    due = date.fromisoformat(moved_on) + timedelta(days=clock)
    return TransferRow(
        id=number,
        member_id=member_id,
        name=name,
        kind=kind,
        source=source,
        source_full=source_full,
        target=target,
        state=state,
        state_label=machine.states[state],
        turn=ACTOR_LABELS[turn] if turn is not None else "",
        started_by=ACTOR_LABELS[Actor(started_by)],
        started_on=started_on,
        moved_on=moved_on,
        due_on="" if finished_on or waiting else due.isoformat(),
        days=days,
        late=0 if waiting or finished_on else max(0, days - clock),
        ask=waiting
        and asked_from is not None
        and (today - date.fromisoformat(asked_from)).days > ASK_AFTER_DAYS,
        in_province=in_province or "",
        finished_on=finished_on or "",
        reason=reason or "",
        steps=_steps_in_words(machine_code, steps or ""),
        acts=tuple(dict.fromkeys(one.act for one in next_steps)),
    )


def _steps_in_words(machine_code: str, steps: str) -> str:
    labels = {(one.act, one.actor.value): one.label for one in MACHINES[machine_code].transitions}
    lines = []
    for line in steps.splitlines():
        day, act, level = line.split(" ")
        other = "撤回转接" if act == "withdraw" else "发起转接"
        lines.append(f"{day} {labels.get((act, level), other)}")
    return "\n".join(lines)
