"""Whose transfer would be started, and why not the others': seen before anything is written."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ..core.errors import BadInput, RuleRefused, TuanjiError
from ..office.context import Context
from ..orgs.kinds import BRANCH_KINDS
from ..orgs.queries import Organization, by_id
from ..rules.lifecycle import ACTOR_LABELS, MEMBERSHIP, Actor, next_state, require_member
from ..store.connection import raw
from .kinds import MAJOR, TARGET_WORDS, Kind, kind_of

OPEN_ENTRIES = "('unsettled', 'due', 'waiting', 'started')"
_OPEN_DELETION = "('requested', 'endorsed', 'sent')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Who is to be transferred, why and where to. `target_id` is a unit of this office, `target`
    the full name of one outside it. `in_province`: 是, 否, or None while nobody asked."""

    member_ids: tuple[int, ...]
    kind: str
    on: date
    target: str = ""
    target_id: int | None = None
    in_province: str | None = None
    started_by: Actor = Actor.BRANCH
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One member: from where to where, or with `refused` (a code) why not."""

    member_id: int
    name: str
    branch_id: int
    branch: str
    target: str
    entry_id: int | None = None
    refused: str = ""
    why: str = ""
    clause: str = ""

    @property
    def ready(self) -> bool:
        """Whether a transfer would be started."""
        return not self.refused

    @property
    def words(self) -> str:
        """From → to."""
        return f"{self.branch} → {self.target}" if self.ready else f"不办理：{self.why}"


@dataclass(frozen=True, slots=True)
class TransferPlan:
    """What would become of each, in the order chosen; `target` is as papers will have it."""

    wish: Wish
    target: str
    target_id: int | None
    rows: tuple[PlanRow, ...]

    @property
    def ready(self) -> tuple[PlanRow, ...]:
        """Those whose transfer would be started."""
        return tuple(row for row in self.rows if row.ready)

    @property
    def refused(self) -> tuple[PlanRow, ...]:
        """Those who stay as they are."""
        return tuple(row for row in self.rows if not row.ready)


def plan_transfers(context: Context, wish: Wish) -> TransferPlan:
    """What the wish would do now; writes nothing.

    Raises `BadInput` and `RuleRefused` where the wish itself cannot be granted: an unknown kind,
    no target, a starter who may not start it (Q 三.3–4).
    """
    with context.database.read() as connection:
        return judge(connection, context, wish)


def judge(connection: Connection, context: Context, wish: Wish) -> TransferPlan:
    """The plan by the records as they are on this connection."""
    kind = kind_of(context.policy, wish.kind)
    _check(context, wish, kind)
    unit = _unit(connection, wish)
    target = unit.full_name if unit is not None else wish.target.strip()
    if unit is not None and unit.status != "active":
        raise BadInput("transfer.target", f"“{unit.full_name}”已撤销，不能转入。")
    if not target:
        raise BadInput("transfer.target", f"请填写转入组织：{TARGET_WORDS[kind.target_kind]}。")
    rows = tuple(
        _row(connection, context, kind, unit, target, found)
        for found in _members(connection, wish.member_ids)
    )
    return TransferPlan(wish, target, unit.id if unit is not None else None, rows)


def _unit(connection: Connection, wish: Wish) -> Organization | None:
    """The unit of this office that is meant, also where its full name was typed."""
    if wish.target_id is not None:
        return by_id(connection, wish.target_id)
    found = connection.exec_driver_sql(
        "SELECT id FROM organizations WHERE full_name = ? AND status = 'active' LIMIT 1",
        (wish.target.strip(),),
    ).scalar()
    return by_id(connection, int(found)) if found is not None else None


def _check(context: Context, wish: Wish, kind: Kind) -> None:
    if wish.on > context.today:
        raise BadInput("transfer.date_future", "发起日期不能晚于今天。")
    if wish.started_by not in kind.starters:
        allowed = "、".join(ACTOR_LABELS[one] for one in kind.starters)
        raise RuleRefused(
            "transfer.starter",
            f"{kind.label}由{allowed}发起，{ACTOR_LABELS[wish.started_by]}不能发起。",
            clause=kind.clause,
        )
    if wish.in_province not in (None, "是", "否"):
        raise BadInput("transfer.in_province", "是否在省内只能填“是”“否”，没有问过的不填。")
    if kind.label == MAJOR and wish.target_id is None:
        raise BadInput("transfer.target", "转专业须选择本校现在的团支部。", clause=kind.clause)


_Found = tuple[int, str, str, int, str, int, int, int | None]


def _members(connection: Connection, ids: tuple[int, ...]) -> list[_Found]:
    chosen = ",".join(str(int(one)) for one in ids) or "0"
    rows = {
        row[0]: tuple(row)
        for row in raw(connection).execute(
            "SELECT m.id, m.name, m.status, m.branch_id, o.short_name, "
            "EXISTS (SELECT 1 FROM deletion_requests AS r WHERE r.member_id = m.id "
            f"AND r.state IN {_OPEN_DELETION}), "
            "EXISTS (SELECT 1 FROM transfers AS t WHERE t.member_id = m.id AND t.finished_on IS NULL),"
            "(SELECT max(e.id) FROM graduate_entries AS e WHERE e.member_id = m.id "
            f"AND e.progress IN {OPEN_ENTRIES}) "
            "FROM members AS m JOIN organizations AS o ON o.id = m.branch_id "
            f"WHERE m.id IN ({chosen})"
        )
    }
    missing = next((one for one in ids if one not in rows), None)
    if missing is not None:
        raise BadInput("member.unknown", f"没有编号为 {missing} 的团员。")
    return [rows[one] for one in ids]


def _row(
    connection: Connection,
    context: Context,
    kind: Kind,
    unit: Organization | None,
    target: str,
    found: _Found,
) -> PlanRow:
    member_id, name, status, branch_id, branch, deletion, transfer, entry_id = found
    short = unit.short_name if unit is not None else target
    try:
        require_member(status, "转接")
        next_state(MEMBERSHIP, status, "transfer_out")
        if deletion:
            raise RuleRefused(
                "transfer.deletion_open",
                "有未办结的删除申请，先退回删除申请再转接。",
                clause=context.policy.deletion.clause,
            )
        if transfer:
            raise RuleRefused(
                "transfer.open", "已有办理中的转接，先办结或撤回。", clause=kind.machine.clause
            )
        if unit is not None and unit.id == branch_id:
            raise BadInput("transfer.same", "转入的就是现在的团支部。")
        if kind.label == MAJOR and unit is not None:
            _require_same_school(connection, kind, branch_id, unit)
    except TuanjiError as error:
        clause = error.clause or kind.clause
        return PlanRow(
            member_id,
            name or "",
            branch_id,
            branch,
            short,
            entry_id,
            error.code,
            error.message,
            clause,
        )
    return PlanRow(member_id, name or "", branch_id, branch, short, entry_id)


def _require_same_school(
    connection: Connection, kind: Kind, branch_id: int, unit: Organization
) -> None:
    """转专业 stays inside the school: the nearest committee above both is the same (Q 三.3)."""
    if unit.kind not in BRANCH_KINDS:
        raise BadInput("transfer.target", "转专业须转入一个团支部。", clause=kind.clause)
    if _committee(connection, branch_id) != _committee(connection, unit.id):
        raise RuleRefused(
            "transfer.other_school",
            f"“{unit.short_name}”不是本校的团支部，转专业只在本校之内办理。",
            clause=kind.clause,
        )


def _committee(connection: Connection, org_id: int) -> int | None:
    found = connection.exec_driver_sql(
        "SELECT o.id FROM org_ancestors AS a JOIN organizations AS o ON o.id = a.ancestor_id "
        "WHERE a.org_id = ? AND o.kind IN ('committee', 'work_committee', 'county') "
        "ORDER BY a.depth LIMIT 1",
        (org_id,),
    ).scalar()
    return int(found) if found is not None else None
