"""Transfers as acts: starting many, each desk's approval, return, withdrawal, waiting (§5.5, §8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from ..core.errors import BadInput, RuleRefused
from ..office.archive import insert_row
from ..office.context import Context
from ..orgs.kinds import BRANCH_KINDS
from ..orgs.queries import Organization
from ..rules.lifecycle import Actor, Machine, next_state
from .kinds import MACHINES, Kind, kind_of
from .plan import PlanRow, TransferPlan, Wish, check_answer, judge, names_of
from .receiving import allot, home_of, receive, require_free
from .steps import receivers_turn, record_step, transfer_of

_BRANCHES = ", ".join(f"'{kind}'" for kind in sorted(BRANCH_KINDS))


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
    words = f"发起转接（{kind.label}）：{names_of([row.name for row in plan.ready])}"
    operation = context.operation("transfer.start", words, reason=wish.reason.strip() or None)
    with context.database.write(operation) as writing:
        connection = writing.connection
        if judge(connection, context, wish) != plan:
            raise BadInput(
                "transfer.stale",
                "核对之后有团员的情况又有变化，没有办理。请看过新的核对结果再办理。",
            )
        started = start_all(connection, context, plan)
    return Started(writing.number, words, started)


def start_all(connection: Connection, context: Context, plan: TransferPlan) -> tuple[int, ...]:
    """Starts what a plan says inside a write that is open; the numbers of the transfers."""
    kind = kind_of(context.policy, plan.wish.kind)
    return tuple(_start(connection, context, kind, plan.wish, row) for row in plan.ready)


def _start(connection: Connection, context: Context, kind: Kind, wish: Wish, row: PlanRow) -> int:
    day = wish.on.isoformat()
    transfer_id = insert_row(
        connection,
        "transfers",
        member_id=row.member_id,
        kind=kind.label,
        machine=kind.machine.code,
        state=kind.machine.initial,
        source_id=row.branch_id,
        target_id=row.target_id,
        target=row.target,
        target_kind=kind.target_kind,
        in_province=row.in_province,
        started_by=wish.started_by.value,
        started_on=day,
        moved_on=day,
        reason=wish.reason.strip() or None,
        paper_only="是" if kind.on_paper else None,
        recorded_by=context.operator,
        entry_id=row.entry_id,
    )
    record_step(connection, context, transfer_id, "start", wish.started_by, day=day)
    _tell_entry(connection, row.entry_id, "started")
    return transfer_id


def step_transfer(
    context: Context,
    *,
    transfer_id: int,
    act: str,
    reason: str | None = None,
    branch_id: int | None = None,
    in_province: str | None = None,
) -> Stepped:
    """One act on a transfer: approve, return, withdraw, wait, built.

    The last approval takes the member into the branch of this office, or off the roster. A target
    that is a committee wants the branch it allots (`branch_id`). A return needs its reason.
    Waiting takes the answer whether the university is inside the province, where it came late.
    """
    check_answer(in_province)
    with context.database.read() as connection:
        row = transfer_of(connection, transfer_id)
        machine = MACHINES[row.machine]
        actor = _actor(machine, row, act)
        state = next_state(machine, row.state, act, actor=actor)
        answer = in_province or row.in_province
        if act == "wait":
            _require_waiting(connection, context, row, answer)
        if act == "approve":
            _require_built(connection, context, row)
        home = None
        if state == "received":
            require_free(connection, context, row)
            home = home_of(connection, row, branch_id)
        elif branch_id is not None:
            home = _allotted(connection, row, branch_id)
    why = (reason or "").strip() or None
    if act == "return" and why is None:
        raise BadInput("transfer.return_reason", "退回转接要写明原因。")
    label = next(one.label for one in machine.transitions if one.act == act and one.target == state)
    operation = context.operation(f"transfer.{act}", f"{label}：{row.name}", reason=why)
    with context.database.write(operation) as writing:
        connection = writing.connection
        _require_unchanged(connection, row)
        write_step(connection, context, row, act, state, home=home, in_province=answer, reason=why)
    return Stepped(transfer_id, row.name, state, machine.states[state], writing.number)


def write_step(
    connection: Connection,
    context: Context,
    row: Row[Any],
    act: str,
    state: str,
    *,
    home: Organization | None = None,
    in_province: str | None = None,
    reason: str | None = None,
) -> None:
    """One act on a transfer (`transfer_of`) inside a write that is open: what it leaves in the
    transfer, among its steps, with the member and in the graduates' list."""
    if allot(connection, row, home):
        record_step(connection, context, row.id, "allocate", Actor.RECEIVING_SUPERIOR)
    _move(connection, context, row, act, state, in_province=in_province)
    actor = _by_whom(_actor(MACHINES[row.machine], row, act), row, act)
    record_step(connection, context, row.id, act, actor, reason=reason)
    if state == "received":
        receive(connection, context, row, home)
    _tell_entry(connection, row.entry_id, _progress(context, connection, row, state))


def _move(
    connection: Connection,
    context: Context,
    row: Row[Any],
    act: str,
    state: str,
    *,
    in_province: str | None,
) -> None:
    """The transfer's own record after an act."""
    day = context.today.isoformat()
    connection.exec_driver_sql(
        "UPDATE transfers SET state = ?, moved_on = ?, finished_on = ?, in_province = ?, "
        "waiting_since = CASE WHEN ? THEN ? WHEN ? THEN NULL ELSE waiting_since END WHERE id = ?",
        (
            state,
            day,
            None if MACHINES[row.machine].steps_from(state) else day,
            in_province if act == "wait" else row.in_province,
            act == "wait",
            day,
            act == "built",
            row.id,
        ),
    )


def allocate_transfers(context: Context, *, transfer_ids: Sequence[int], branch_id: int) -> int:
    """The receiving superior assigns the branch (domain.md §8), for several in one operation.

    The clock of the desk goes on: an assignment is no approval. Returns the operation's number.
    """
    with context.database.read() as connection:
        rows = [transfer_of(connection, one) for one in dict.fromkeys(transfer_ids)]
        homes = [_allotted(connection, row, branch_id) for row in rows]
    if not rows:
        raise BadInput("transfer.none", "没有选中转接。")
    words = f"分配到 {homes[0].short_name}：{names_of([row.name for row in rows])}"
    with context.database.write(context.operation("transfer.allocate", words)) as writing:
        connection = writing.connection
        for row, home in zip(rows, homes, strict=True):
            _require_unchanged(connection, row)
            if allot(connection, row, home):
                record_step(connection, context, row.id, "allocate", Actor.RECEIVING_SUPERIOR)
    return writing.number


def _allotted(connection: Connection, row: Row[Any], branch_id: int) -> Organization:
    """The branch that the receiving side may assign at this point."""
    if not receivers_turn(row):
        state = MACHINES[row.machine].states[row.state]
        raise RuleRefused(
            "transfer.not_yet",
            f"{row.name} 的转接现为“{state}”，轮到转入一方办理时才能分配团支部。",
            clause=MACHINES[row.machine].clause,
        )
    home = home_of(connection, row, branch_id)
    if home is None:
        raise BadInput(
            "transfer.outside", f"{row.name} 转往外单位“{row.target}”，由对方分配团支部。"
        )
    return home


def _require_unchanged(connection: Connection, row: Row[Any]) -> None:
    now = transfer_of(connection, row.id)
    if (now.state, now.target_id) != (row.state, row.target_id):
        raise BadInput("transfer.stale", "这件转接刚被别人办理过，请刷新后再办。")


def ask_university(context: Context, *, transfer_ids: Sequence[int]) -> int:
    """Records that the university was asked for its new-student branch; they go on waiting."""
    with context.database.read() as connection:
        rows = [transfer_of(connection, one) for one in transfer_ids]
    idle = [row.name for row in rows if row.state != "waiting"]
    if idle or not rows:
        raise BadInput(
            "transfer.not_waiting", f"{names_of(idle) or '所选的'}没有在等待新生团支部。"
        )
    words = f"询问新生团支部是否建立：{names_of([row.name for row in rows])}"
    with context.database.write(context.operation("transfer.ask", words)) as writing:
        for row in rows:
            writing.connection.exec_driver_sql(
                "UPDATE transfers SET asked_on = ? WHERE id = ?",
                (context.today.isoformat(), row.id),
            )
    return writing.number


def _actor(machine: Machine, row: Row[Any], act: str) -> Actor:
    """Whose act it is: the machine knows one desk for each; a withdrawal is the starter's."""
    steps = [one for one in machine.steps_from(row.state) if one.act == act]
    return steps[0].actor if steps else Actor.BRANCH


def _by_whom(actor: Actor, row: Row[Any], act: str) -> Actor:
    """A withdrawal is written down as the starter's, whoever that was (§5.5)."""
    return Actor(row.started_by) if act == "withdraw" else actor


def _require_waiting(
    connection: Connection, context: Context, row: Row[Any], in_province: str | None
) -> None:
    """Who waits: from a school below college to a college inside the province (G 四)."""
    rule = context.policy.transfer
    if row.kind not in rule.waiting_destinations:
        raise RuleRefused(
            "transfer.waiting_kind",
            f"只有{'、'.join(rule.waiting_destinations)}的可以等待新生团支部建立。",
            clause=rule.waiting_clause,
        )
    school = _school_kind(connection, row)
    if school not in rule.waiting_school_kinds:
        raise RuleRefused(
            "transfer.waiting_school",
            f"只有{'、'.join(rule.waiting_school_kinds)}的毕业生可以等待；"
            f"{row.name}的学校是{school or '未登记的类别'}。",
            clause=rule.waiting_clause,
        )
    if in_province is None:
        raise RuleRefused(
            "transfer.in_province",
            "还没有登记升学的高校是否在省内，问清以后再登记等待。",
            clause=rule.waiting_clause,
        )
    if in_province == "否":
        raise RuleRefused(
            "transfer.in_province",
            "升学的高校不在省内，不登记等待，应当即时转接。",
            clause=rule.waiting_clause,
        )


def _require_built(connection: Connection, context: Context, row: Row[Any]) -> None:
    """To a college inside the province nobody goes before its new-student branch stands (G 四)."""
    rule = context.policy.transfer
    steps = MACHINES[row.machine].transitions
    if row.in_province != "是" or row.kind not in rule.waiting_destinations:
        return
    if not any(one.act == "wait" for one in steps):
        return  # on paper, or coming in: nobody waits there
    if _school_kind(connection, row) not in rule.waiting_school_kinds:
        return
    stands = connection.exec_driver_sql(
        "SELECT 1 FROM transfer_steps WHERE transfer_id = ? AND act = 'built' UNION ALL "
        f"SELECT 1 FROM organizations WHERE id = ? AND kind IN ({_BRANCHES}) LIMIT 1",
        (row.id, row.target_id),
    ).scalar()
    if stands is None:
        raise RuleRefused(
            "transfer.not_built",
            f"{row.name} 升入省内高校，须待高校新生团支部建立后才能转接。请先登记等待，"
            "建立以后登记“新生团支部已建立”再审核。",
            clause=rule.waiting_clause,
        )


def _school_kind(connection: Connection, row: Row[Any]) -> str | None:
    """What kind of school somebody comes from."""
    kind: str | None = connection.exec_driver_sql(
        "SELECT o.school_kind FROM org_ancestors AS a JOIN organizations AS o "
        "ON o.id = a.ancestor_id WHERE a.org_id = ? AND o.school_kind IS NOT NULL "
        "ORDER BY a.depth LIMIT 1",
        (row.source_id,),
    ).scalar()
    return kind


def _progress(context: Context, connection: Connection, row: Row[Any], state: str) -> str:
    """What the graduate's entry says of a transfer in this state (graduates.states)."""
    if state in ("returned", "withdrawn"):
        destination = connection.exec_driver_sql(
            "SELECT destination FROM graduate_entries WHERE id = ?", (row.entry_id,)
        ).scalar()
        return "due" if destination in context.policy.destinations else "unsettled"
    return {"received": "received", "waiting": "waiting"}.get(state, "started")


def _tell_entry(connection: Connection, entry_id: int | None, progress: str) -> None:
    if entry_id is not None:
        connection.exec_driver_sql(
            "UPDATE graduate_entries SET progress = ? WHERE id = ? AND progress <> 'excluded'",
            (progress, entry_id),
        )
