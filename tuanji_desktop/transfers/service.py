"""Transfers as acts: starting many, each desk's approval, return, withdrawal, waiting (§5.5, §8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from ..core.errors import BadInput, NotFound, RuleRefused
from ..office.archive import insert_row
from ..office.context import Context
from ..orgs.kinds import BRANCH_KINDS
from ..orgs.queries import Organization, by_id
from ..rules.lifecycle import MEMBERSHIP, Actor, Machine, next_state
from .kinds import MACHINES, kind_of
from .plan import TransferPlan, judge

_SHOWN = 4
_OPEN_ENTRIES = ("started", "waiting")


@dataclass(frozen=True, slots=True)
class Started:
    """The transfers that were started, in the order of the plan."""

    operation: int
    words: str
    transfers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stepped:
    """Where a transfer stands after an act."""

    transfer_id: int
    name: str
    state: str
    state_label: str
    operation: int


def apply_transfers(context: Context, plan: TransferPlan) -> Started:
    """Starts what the plan says, in one operation.

    Raises `RuleRefused` where nobody is left and `BadInput` (`transfer.stale`) where a record
    moved since the plan was made; then nothing is written.
    """
    wish = plan.wish
    if not plan.ready:
        first = plan.refused[0] if plan.refused else None
        if first is None:
            raise RuleRefused("transfer.none", "没有选中团员。")
        raise RuleRefused(first.refused, f"{first.name}：{first.why}", clause=first.clause)
    kind = kind_of(context.policy, wish.kind)
    words = f"发起转接（{kind.label}）：{_names([row.name for row in plan.ready])}"
    operation = context.operation("transfer.start", words, reason=wish.reason.strip() or None)
    started = []
    day = wish.on.isoformat()
    with context.database.write(operation) as writing:
        connection = writing.connection
        if judge(connection, context, wish) != plan:
            raise BadInput(
                "transfer.stale",
                "核对之后有团员的情况又有变化，没有办理。请看过新的核对结果再办理。",
            )
        for row in plan.ready:
            transfer_id = insert_row(
                connection,
                "transfers",
                member_id=row.member_id,
                kind=kind.label,
                machine=kind.machine.code,
                state=kind.machine.initial,
                source_id=row.branch_id,
                target_id=plan.target_id,
                target=plan.target,
                target_kind=kind.target_kind,
                in_province=wish.in_province,
                started_by=wish.started_by.value,
                started_on=day,
                moved_on=day,
                reason=wish.reason.strip() or None,
                recorded_by=context.operator,
                entry_id=row.entry_id,
            )
            _record(connection, context, transfer_id, "start", wish.started_by, None, day)
            _tell_entry(connection, row.entry_id, "started")
            started.append(transfer_id)
    return Started(writing.number, words, tuple(started))


def step_transfer(
    context: Context,
    *,
    transfer_id: int,
    act: str,
    reason: str | None = None,
    branch_id: int | None = None,
) -> Stepped:
    """One act on a transfer: approve, return, withdraw, wait, built.

    The last approval takes the member into the branch of this office, or off the roster. A target
    that is a committee wants the branch it allots (`branch_id`). A return needs its reason.
    """
    with context.database.read() as connection:
        row = _transfer(connection, transfer_id)
        machine = MACHINES[row.machine]
        actor = _actor(machine, row, act)
        state = next_state(machine, row.state, act, actor=actor)
        if act == "wait":
            _require_waiting(connection, context, row)
        home = _home(connection, row, branch_id) if state == "received" else None
    why = (reason or "").strip() or None
    if act == "return" and why is None:
        raise BadInput("transfer.return_reason", "退回转接要写明原因。")
    label = next(one.label for one in machine.transitions if one.act == act and one.target == state)
    operation = context.operation(f"transfer.{act}", f"{label}：{row.name}", reason=why)
    day = context.today.isoformat()
    with context.database.write(operation) as writing:
        connection = writing.connection
        if _transfer(connection, transfer_id).state != row.state:
            raise BadInput("transfer.stale", "这件转接刚被别人办理过，请刷新后再办。")
        finished = not machine.steps_from(state)
        connection.exec_driver_sql(
            "UPDATE transfers SET state = ?, moved_on = ?, finished_on = ?, "
            "waiting_since = CASE WHEN ? THEN ? WHEN ? THEN NULL ELSE waiting_since END WHERE id = ?",
            (
                state,
                day,
                day if finished else None,
                act == "wait",
                day,
                act == "built",
                transfer_id,
            ),
        )
        _record(connection, context, transfer_id, act, _by_whom(actor, row, act), why, day)
        if state == "received":
            _receive(connection, context, row, home)
        _tell_entry(connection, row.entry_id, _progress(state))
    return Stepped(transfer_id, row.name, state, machine.states[state], writing.number)


def ask_university(context: Context, *, transfer_ids: Sequence[int]) -> int:
    """Records that the university was asked for its new-student branch; they go on waiting."""
    with context.database.read() as connection:
        rows = [_transfer(connection, one) for one in transfer_ids]
    idle = [row.name for row in rows if row.state != "waiting"]
    if idle or not rows:
        raise BadInput("transfer.not_waiting", f"{_names(idle) or '所选的'}没有在等待新生团支部。")
    words = f"询问新生团支部是否建立：{_names([row.name for row in rows])}"
    with context.database.write(context.operation("transfer.ask", words)) as writing:
        for row in rows:
            writing.connection.exec_driver_sql(
                "UPDATE transfers SET asked_on = ? WHERE id = ?",
                (context.today.isoformat(), row.id),
            )
    return writing.number


def _transfer(connection: Connection, transfer_id: int) -> Row[Any]:
    row = connection.exec_driver_sql(
        "SELECT t.id, t.member_id, coalesce(m.name, t.name) AS name, t.kind, t.machine, t.state, "
        "t.source_id, t.target_id, t.target, t.in_province, t.started_by, t.entry_id, "
        "m.status, m.branch_id FROM transfers AS t LEFT JOIN members AS m ON m.id = t.member_id "
        "WHERE t.id = ?",
        (transfer_id,),
    ).one_or_none()
    if row is None:
        raise NotFound("transfer.unknown", f"没有编号为 {transfer_id} 的转接。")
    return row


def _actor(machine: Machine, row: Row[Any], act: str) -> Actor:
    """Whose act it is: the machine knows one desk for each; a withdrawal is the starter's."""
    steps = [one for one in machine.steps_from(row.state) if one.act == act]
    return steps[0].actor if steps else Actor.BRANCH


def _by_whom(actor: Actor, row: Row[Any], act: str) -> Actor:
    """A withdrawal is written down as the starter's, whoever that was (§5.5)."""
    return Actor(row.started_by) if act == "withdraw" else actor


def _require_waiting(connection: Connection, context: Context, row: Row[Any]) -> None:
    """Who waits: from a school below college to a college inside the province (G 四)."""
    rule = context.policy.transfer
    if row.kind not in rule.waiting_destinations:
        raise RuleRefused(
            "transfer.waiting_kind",
            f"只有{'、'.join(rule.waiting_destinations)}的可以等待新生团支部建立。",
            clause=rule.waiting_clause,
        )
    school = connection.exec_driver_sql(
        "SELECT o.school_kind FROM org_ancestors AS a JOIN organizations AS o "
        "ON o.id = a.ancestor_id WHERE a.org_id = ? AND o.school_kind IS NOT NULL "
        "ORDER BY a.depth LIMIT 1",
        (row.source_id,),
    ).scalar()
    if school not in rule.waiting_school_kinds:
        raise RuleRefused(
            "transfer.waiting_school",
            f"只有{'、'.join(rule.waiting_school_kinds)}的毕业生可以等待；"
            f"{row.name}的学校是{school or '未登记的类别'}。",
            clause=rule.waiting_clause,
        )
    if row.in_province != "是":
        asked = (
            "升学的高校不在省内" if row.in_province == "否" else "还没有登记升学的高校是否在省内"
        )
        raise RuleRefused(
            "transfer.in_province", f"{asked}，不能登记等待。", clause=rule.waiting_clause
        )


def _home(connection: Connection, row: Row[Any], branch_id: int | None) -> Organization | None:
    """The branch of this office that receives; None where the target lies outside."""
    if row.target_id is None:
        return None
    unit = by_id(connection, int(row.target_id))
    if unit.status != "active":
        raise BadInput("branch.unknown", f"“{unit.full_name}”已经撤销，请退回这件转接，重新发起。")
    if unit.kind in BRANCH_KINDS:
        return unit
    if branch_id is None:
        raise BadInput(
            "transfer.branch_needed", f"转入的是“{unit.short_name}”，请选择分配到哪个团支部。"
        )
    branch = by_id(connection, branch_id)
    below = connection.exec_driver_sql(
        "SELECT 1 FROM org_ancestors WHERE org_id = ? AND ancestor_id = ?", (branch.id, unit.id)
    ).scalar()
    if branch.kind not in BRANCH_KINDS or branch.status != "active" or not below:
        raise BadInput(
            "branch.unknown", f"“{branch.full_name}”不是“{unit.short_name}”之下在用的团支部。"
        )
    return branch


def _receive(
    connection: Connection, context: Context, row: Row[Any], home: Organization | None
) -> None:
    day = context.today.isoformat()
    after = next_state(MEMBERSHIP, row.status, "transfer_out")  # refuses who is off the roster
    if home is not None:
        connection.exec_driver_sql(
            "UPDATE members SET branch_id = ?, status_on = ? WHERE id = ?",
            (home.id, day, row.member_id),
        )
        return
    connection.exec_driver_sql(
        "UPDATE members SET status = ?, status_on = ?, status_reason = ? WHERE id = ?",
        (after, day, f"转往 {row.target}", row.member_id),
    )
    _end_retention(connection, context, row.member_id)
    connection.exec_driver_sql(
        "UPDATE change_fields SET state = 'withdrawn', decided_by = ?, decided_at = ?, "
        "decision_reason = '团员已转出' WHERE state = 'pending' AND request_id IN "
        "(SELECT id FROM change_requests WHERE member_id = ?)",
        (context.operator, day, row.member_id),
    )


def _end_retention(connection: Connection, context: Context, member_id: int) -> None:
    """Who is transferred out is not kept here any longer."""
    connection.exec_driver_sql(
        "UPDATE retentions SET ended_on = ?, end_reason = '团员已转出', ended_by = ? "
        "WHERE member_id = ? AND ended_on IS NULL",
        (context.today.isoformat(), context.operator, member_id),
    )


def _progress(state: str) -> str:
    """What the graduate's entry says of a transfer in this state (graduates.states)."""
    return {
        "received": "received",
        "waiting": "waiting",
        "returned": "due",
        "withdrawn": "due",
    }.get(state, "started")


def _tell_entry(connection: Connection, entry_id: int | None, progress: str) -> None:
    if entry_id is not None:
        connection.exec_driver_sql(
            "UPDATE graduate_entries SET progress = ? WHERE id = ? AND progress <> 'excluded'",
            (progress, entry_id),
        )


def _record(
    connection: Connection,
    context: Context,
    transfer_id: int,
    act: str,
    actor: Actor,
    reason: str | None,
    day: str,
) -> None:
    insert_row(
        connection,
        "transfer_steps",
        transfer_id=transfer_id,
        act=act,
        level=actor.value,
        reason=reason,
        done_by=context.operator,
        done_on=day,
    )


def _names(names: Sequence[str]) -> str:
    shown = "、".join(names[:_SHOWN])
    return shown + (f"等 {len(names):,} 人" if len(names) > _SHOWN else "")
