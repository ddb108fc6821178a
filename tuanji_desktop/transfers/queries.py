"""Reading the ledger of transfers: where each stands, whose turn it is, since when.

A list of any size opens by index: its ids in order first, the rows of a page when it is looked at.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row

from ..members.loading import BranchChoice, choices_of, load_branches
from ..office.context import Context
from ..orgs import queries as orgs
from ..orgs.kinds import BRANCH_KINDS
from ..rules.lifecycle import ACTOR_LABELS, TRANSFERS, Actor
from ..store.connection import raw
from .steps import SIDE

ASK_AFTER_DAYS = 30
"""A university's branch is due within a month of enrolment; then it is asked (domain.md §8)."""

FILTERS: Mapping[str, str] = MappingProxyType(
    {
        "open": "办理中",
        "late": "超期",
        "waiting": "等待新生团支部",
        "incoming": "转入",
        "finished": "已办结",
        "all": "全部",
    }
)
"""What a list may be of."""

_FIRST = 80


@dataclass(frozen=True, slots=True)
class TransferRow:
    """One transfer. `turn` is whose act is awaited; `days` since the last one; `late` of them are
    over the pack's clock. Waiting for a new-student branch is never late (G 四). `allots`: the
    receiving unit is ours and still has to assign a branch; `side`: 本台账 or 外单位; `shown`: its
    short name where it is ours."""

    id: int
    member_id: int | None
    name: str
    kind: str
    source: str
    source_full: str
    target: str
    shown: str
    side: str
    allots: bool
    incoming: bool
    on_paper: bool
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


@dataclass(frozen=True, slots=True)
class Ledger:
    """A list of the ledger: ids in order, the first page of rows, how many each filter has."""

    key: str
    ids: "array[int]"
    rows: Mapping[int, TransferRow]
    counts: Mapping[str, int]


_LEDGER = """
SELECT t.id, t.member_id, coalesce(m.name, t.name, ''), t.kind, t.machine, t.state,
       coalesce(o.short_name, t.source, ''), coalesce(o.full_name, t.source, ''),
       t.target, coalesce(d.short_name, t.target), d.kind, t.in_province, t.paper_only,
       t.started_by, t.started_on, t.moved_on, t.waiting_since, t.asked_on, t.finished_on,
       (SELECT s.reason FROM transfer_steps AS s WHERE s.transfer_id = t.id
        ORDER BY s.id DESC LIMIT 1),
       (SELECT group_concat(s.done_on || ' ' || s.act || ' ' || s.level, char(10))
        FROM transfer_steps AS s WHERE s.transfer_id = t.id)
FROM transfers AS t LEFT JOIN members AS m ON m.id = t.member_id
LEFT JOIN organizations AS o ON o.id = t.source_id
LEFT JOIN organizations AS d ON d.id = t.target_id
"""
_OPEN = tuple(
    dict.fromkeys(
        state
        for machine in TRANSFERS.values()
        for state in machine.states
        if state != "waiting" and machine.steps_from(state)
    )
)
_CLOSED = ("received", "returned", "withdrawn")
_COMES_IN = "machine IN ('incoming', 'incoming_by_one')"


def _among(states: Sequence[str]) -> str:
    return "state IN ({})".format(", ".join(f"'{state}'" for state in states))


def ledger(
    context: Context, *, key: str = "open", org_id: int | None = None, wanted: int = 0
) -> Ledger:
    """One of `FILTERS` in a scope: by age the open ones (the latest first), the newest closed.

    Where the `wanted` transfer is not among them, the answer is the list of all.
    """
    today, clock = context.today, context.policy.transfer.overdue_days
    slow = (today - timedelta(days=clock)).isoformat()
    scope = _scope(org_id)
    open_, late = _among(_OPEN), f"{_among(_OPEN)} AND moved_on < '{slow}'"
    where: dict[str, tuple[tuple[str, str], ...]] = {
        "open": ((open_, "moved_on, id"),),
        "late": ((late, "moved_on, id"),),
        "waiting": (("state = 'waiting'", "moved_on, id"),),
        "incoming": ((f"{open_} AND {_COMES_IN}", "moved_on, id"),),
        "finished": ((_among(_CLOSED), "moved_on DESC, id DESC"),),
    }
    where["all"] = (*where["open"], *where["waiting"], *where["finished"])
    with context.database.read() as connection:
        driver = raw(connection)

        def listed(name: str) -> "array[int]":
            ids = array("q")
            for condition, order in where[name]:
                found = driver.execute(
                    f"SELECT id FROM transfers WHERE {condition}{scope} ORDER BY {order}"
                )
                ids.extend(row[0] for row in found)
            return ids

        def counted(name: str) -> int:
            ((condition, _),) = where[name]
            found = driver.execute(f"SELECT count(*) FROM transfers WHERE {condition}{scope}")
            return int(found.fetchone()[0])

        ids = listed(key)
        if wanted and wanted not in ids:
            key, ids = "all", listed("all")
        counts = {name: counted(name) for name in FILTERS if name != "all"}
        counts["all"] = counts["open"] + counts["waiting"] + counts["finished"]
        rows = _rows(connection, context, ids[:_FIRST])
    return Ledger(key, ids, rows, counts)


def branches_for(context: Context, transfer_ids: Sequence[int]) -> tuple[BranchChoice, ...]:
    """Branches that all these transfers may be assigned to: below the unit that receives them."""
    chosen = ",".join(str(int(one)) for one in transfer_ids) or "0"
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT a.org_id FROM org_ancestors AS a JOIN (SELECT DISTINCT target_id FROM transfers "
            f"WHERE id IN ({chosen})) AS t ON t.target_id = a.ancestor_id GROUP BY a.org_id "
            "HAVING count(*) = (SELECT count(DISTINCT coalesce(target_id, 0)) FROM transfers "
            f"WHERE id IN ({chosen}))"
        )
        below = {row[0] for row in rows}
    return tuple(branch for branch in load_branches(context) if branch.id in below)


def load_units(context: Context) -> tuple[BranchChoice, ...]:
    """Every unit in use that may receive, in the order of the tree; a superior one allots later."""
    with context.database.read() as connection:
        nodes = orgs.every(connection)
    return choices_of(nodes)


def ledger_rows(context: Context, ids: Sequence[int]) -> dict[int, TransferRow]:
    """Some transfers by id."""
    with context.database.read() as connection:
        return _rows(connection, context, ids)


def load_ledger(context: Context, *, org_id: int | None = None) -> tuple[TransferRow, ...]:
    """All of a scope: what is late first, then open ones by age, waiting ones, the finished last."""
    with context.database.read() as connection:
        found = connection.exec_driver_sql(f"{_LEDGER} WHERE 1{_scope(org_id)} ORDER BY t.id").all()
    rows = [_row(context, row) for row in found]
    return tuple(
        sorted(rows, key=lambda one: (not one.open, one.waiting, -one.late, one.moved_on, one.id))
    )


def transfer_row(context: Context, transfer_id: int) -> TransferRow | None:
    """One transfer of the ledger."""
    return ledger_rows(context, [transfer_id]).get(transfer_id)


def open_of_member(connection: Connection, member_id: int) -> int | None:
    """The open transfer of a member, if there is one."""
    found = connection.exec_driver_sql(
        "SELECT max(id) FROM transfers WHERE member_id = ? AND finished_on IS NULL", (member_id,)
    ).scalar()
    return int(found) if found is not None else None


def _scope(org_id: int | None) -> str:
    if org_id is None:
        return ""
    below = f"(SELECT org_id FROM org_ancestors WHERE ancestor_id = {org_id:d})"
    return f" AND (source_id IN {below} OR target_id IN {below})"


def _rows(connection: Connection, context: Context, ids: Sequence[int]) -> dict[int, TransferRow]:
    chosen = ",".join(str(int(one)) for one in ids)
    found = connection.exec_driver_sql(f"{_LEDGER} WHERE t.id IN ({chosen})").all()
    rows = {row[0]: _row(context, row) for row in found}
    return {one: rows[one] for one in ids if one in rows}


def _row(context: Context, found: Row[Any]) -> TransferRow:
    row: tuple[Any, ...] = tuple(found)
    (
        number, member_id, name, kind, machine_code, state, source, source_full, target, shown, unit,
        in_province, paper_only, started_by, started_on, moved_on, waiting_since, asked_on,
        finished_on, reason, steps,
    ) = row  # fmt: skip
    machine = TRANSFERS[machine_code]
    next_steps = machine.steps_from(state)
    turn = next((one.actor for one in next_steps if one.act in ("approve", "built")), None)
    today, clock = context.today, context.policy.transfer.overdue_days
    days = (today - date.fromisoformat(moved_on)).days if not finished_on else 0
    waiting = state == "waiting"
    asked_from = asked_on or waiting_since
    due = date.fromisoformat(moved_on) + timedelta(days=clock)
    allots = bool(unit) and unit not in BRANCH_KINDS and turn in SIDE
    acts = dict.fromkeys(one.act for one in next_steps)
    return TransferRow(
        id=number,
        member_id=member_id,
        name=name,
        kind=kind,
        source=source,
        source_full=source_full,
        target=target,
        shown=shown,
        side="本台账" if unit else "外单位",
        allots=allots,
        incoming=machine_code.startswith("incoming"),
        on_paper=paper_only == "是",
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
        acts=(*acts, *(("allocate",) * allots)),
    )


_OTHER_STEPS = {"withdraw": "撤回转接", "allocate": "分配到团支部"}


def _steps_in_words(machine_code: str, steps: str) -> str:
    labels = {(one.act, one.actor.value): one.label for one in TRANSFERS[machine_code].transitions}
    first = "登记转入" if machine_code.startswith("incoming") else "发起转接"
    lines = []
    for line in steps.splitlines():
        day, act, level = line.split(" ")
        other = _OTHER_STEPS.get(act, first)
        lines.append(f"{day} {labels.get((act, level), other)}")
    return "\n".join(lines)
