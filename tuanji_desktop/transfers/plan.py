"""Whose transfer would be started, and why not the others': seen before anything is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ..core.errors import BadInput, RuleRefused, TuanjiError
from ..office.context import Context
from ..rules.fields import label_of
from ..rules.lifecycle import ACTOR_LABELS, MEMBERSHIP, Actor, next_state, require_member
from ..store.connection import raw
from .kinds import MAJOR, TARGET_WORDS, Kind, kind_of
from .targets import Doubtful, Target, Understood, own_unit, understand

OPEN_ENTRIES = "('unsettled', 'due', 'waiting', 'started')"
OPEN_CORRECTIONS = "('gathered', 'verified', 'sent')"
_OPEN_DELETION = "('requested', 'endorsed', 'sent')"
ANSWERS = (None, "是", "否")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Who is to be transferred, why and where to. `target_id` is a unit of this office, `target`
    a full name; with neither, everybody goes where `targets` (member, name) say, and who is not
    among these where the graduates' list says.
    `in_province`: 是, 否, or None while nobody asked: then the list's answer holds, if it has one.
    """

    member_ids: tuple[int, ...]
    kind: str
    on: date
    target: str = ""
    target_id: int | None = None
    in_province: str | None = None
    started_by: Actor = Actor.BRANCH
    reason: str = ""
    targets: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One member: from where to where, or with `refused` (a code) why not.

    `target` is the full name that papers print; `target_id` is there where it is a unit of this
    office; `shown` is its short name; `written` what the graduates' list has, where that counted.
    """

    member_id: int
    name: str
    branch_id: int
    branch: str
    target: str
    target_id: int | None
    shown: str
    in_province: str | None
    entry_id: int | None = None
    written: str = ""
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
        return f"{self.branch} → {self.shown}" if self.ready else f"不办理：{self.why}"

    @property
    def side(self) -> str:
        """Whose unit the target was understood to be."""
        if not self.target:
            return ""
        return "本台账" if self.target_id is not None else "外单位"


@dataclass(frozen=True, slots=True)
class TransferPlan:
    """What would become of each, in the order chosen."""

    wish: Wish
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
    records = _members(connection, wish.member_ids)
    everybody = _target_of_all(connection, wish)
    own = {member: name for member, name in wish.targets if name}
    meant: Mapping[str, Understood] = {}
    if everybody is None:
        meant = understand(connection, {own.get(one.id) or one.wanted(kind) for one in records})
        if not meant and not own:
            raise BadInput("transfer.target", f"请填写转入组织：{TARGET_WORDS[kind.target_kind]}。")
    same_school = _same_school(connection)
    rows = []
    for one in records:
        written = own.get(one.id) or one.wanted(kind)
        target = everybody if everybody is not None else meant.get(written)
        rows.append(_row(context, wish, kind, one, target, same_school, named=one.id in own))
    return TransferPlan(wish, tuple(rows))


def _target_of_all(connection: Connection, wish: Wish) -> Understood | None:
    """The unit picked or typed for everybody; None where each goes an own way."""
    if wish.target_id is not None:
        return own_unit(connection, wish.target_id)
    text = wish.target.strip()
    if not text:
        return None
    found = understand(connection, [text])[text]
    if isinstance(found, Doubtful):
        raise BadInput("transfer.target_doubtful", found.words)
    return found


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
    check_answer(wish.in_province)
    if kind.label == MAJOR and wish.target_id is None and not wish.targets:
        raise BadInput("transfer.target", "转专业须选择本校现在的团支部。", clause=kind.clause)


def check_answer(in_province: str | None) -> None:
    """Whether the university is inside the province is 是, 否 or not asked yet."""
    if in_province not in ANSWERS:
        raise BadInput("transfer.in_province", "是否在省内只能填“是”“否”，没有问过的不填。")


@dataclass(frozen=True, slots=True)
class _Found:
    """A member as recorded, with what is still open, and the graduates' list on them."""

    id: int
    name: str
    status: str
    branch_id: int
    branch: str
    deletion: int
    correction: str | None
    transfer: int
    entry_id: int | None
    destination: str | None
    target: str | None
    in_province: str | None

    def fits(self, kind: Kind) -> bool:
        """Whether the list speaks of this very reason to leave."""
        return self.destination in (None, "", kind.label)

    def wanted(self, kind: Kind) -> str:
        """Where the list says that they go."""
        return (self.target or "").strip() if self.fits(kind) else ""


def _members(connection: Connection, ids: tuple[int, ...]) -> list[_Found]:
    chosen = ",".join(str(int(one)) for one in ids) or "0"
    rows = {
        row[0]: _Found(*row)
        for row in raw(connection).execute(
            "SELECT m.id, coalesce(m.name, ''), m.status, m.branch_id, o.short_name, "
            "EXISTS (SELECT 1 FROM deletion_requests AS r WHERE r.member_id = m.id "
            f"AND r.state IN {_OPEN_DELETION}), "
            "(SELECT min(c.field) FROM corrections AS c WHERE c.member_id = m.id "
            f"AND c.state IN {OPEN_CORRECTIONS}), "
            "EXISTS (SELECT 1 FROM transfers AS t WHERE t.member_id = m.id AND t.finished_on IS NULL),"
            "e.id, e.destination, e.target, e.in_province "
            "FROM members AS m JOIN organizations AS o ON o.id = m.branch_id "
            "LEFT JOIN graduate_entries AS e ON e.id = (SELECT max(n.id) FROM graduate_entries AS n "
            f"WHERE n.member_id = m.id AND n.progress IN {OPEN_ENTRIES}) "
            f"WHERE m.id IN ({chosen})"
        )
    }
    missing = next((one for one in ids if one not in rows), None)
    if missing is not None:
        raise BadInput("member.unknown", f"没有编号为 {missing} 的团员。")
    return [rows[one] for one in ids]


def _row(
    context: Context,
    wish: Wish,
    kind: Kind,
    found: _Found,
    target: Understood | None,
    same_school: Callable[[Kind, int, Target], None],
    *,
    named: bool,
) -> PlanRow:
    asked = kind.label in context.policy.transfer.waiting_destinations
    listed = found.in_province if asked and found.fits(kind) else None
    understood = target if isinstance(target, Target) else None
    given = not named and not wish.target.strip() and wish.target_id is None
    refused = why = clause = ""
    try:
        require_ready(context, found.status, found.deletion, found.correction)
        if found.transfer:
            raise RuleRefused(
                "transfer.open", "已有办理中的转接，先办结或撤回。", clause=kind.machine.clause
            )
        if target is None:
            raise BadInput(
                "transfer.target", "毕业生名单没有写转入哪个组织，请填写转入组织，或另行发起。"
            )
        if isinstance(target, Doubtful):
            raise BadInput("transfer.target_doubtful", target.words)
        if target.unit_id == found.branch_id:
            raise BadInput("transfer.same", "转入的就是现在的团支部。")
        if kind.label == MAJOR:
            same_school(kind, found.branch_id, target)
        if kind.on_paper and target.own:
            raise RuleRefused(
                "transfer.on_paper",
                f"“{target.shown}”是本台账的组织，不用纸质介绍信，请按去向另选转接原因。",
                clause=kind.clause,
            )
    except TuanjiError as error:
        refused, why, clause = error.code, error.message, error.clause or kind.clause
    return PlanRow(
        member_id=found.id,
        name=found.name,
        branch_id=found.branch_id,
        branch=found.branch,
        target=understood.name if understood else "",
        target_id=understood.unit_id if understood else None,
        shown=understood.shown if understood else "",
        in_province=(wish.in_province or listed) if asked else wish.in_province,
        entry_id=found.entry_id if kind.label in context.policy.destinations else None,
        written=found.wanted(kind) if given else "",
        refused=refused,
        why=why,
        clause=clause,
    )


def require_ready(context: Context, status: str, deletion: int, correction: str | None) -> None:
    """Who may move: a member, of whom nobody above still has to decide something."""
    require_member(status, "转接")
    next_state(MEMBERSHIP, status, "transfer_out")
    policy = context.policy
    if deletion:
        raise RuleRefused(
            "transfer.deletion_open",
            "有未办结的删除申请，先退回删除申请再转接。",
            clause=policy.deletion.clause,
        )
    if correction is not None:
        raise RuleRefused(
            "transfer.correction_open",
            f"有未办结的行文更正（{label_of(correction)}）。先撤回或办结更正，再办理转接。",
            clause=policy.correction.clause if policy.correction else policy.transfer.clause,
        )


def _same_school(connection: Connection) -> Callable[[Kind, int, Target], None]:
    """转专业 stays inside the school, whatever departments it has (Q 三.3)."""
    known: dict[int, int | None] = {}

    def school(org_id: int) -> int | None:
        if org_id not in known:
            known[org_id] = _school(connection, org_id)
        return known[org_id]

    def require(kind: Kind, branch_id: int, unit: Target) -> None:
        if unit.unit_id is None or not unit.branch:
            raise BadInput("transfer.target", "转专业须转入一个团支部。", clause=kind.clause)
        here = school(branch_id)
        if here is None or here != school(unit.unit_id):
            raise RuleRefused(
                "transfer.other_school",
                f"“{unit.short_name}”不是本校的团支部，转专业只在本校之内办理。",
                clause=kind.clause,
            )

    return require


def _school(connection: Connection, org_id: int) -> int | None:
    """The topmost unit above a branch that is a kind of school: 校团委, not the department's."""
    found = connection.exec_driver_sql(
        "SELECT o.id FROM org_ancestors AS a JOIN organizations AS o ON o.id = a.ancestor_id "
        "WHERE a.org_id = ? AND coalesce(o.school_kind, '') <> '' ORDER BY a.depth DESC LIMIT 1",
        (org_id,),
    ).scalar()
    return int(found) if found is not None else None


def names_of(names: Sequence[str], *, shown: int = 4) -> str:
    """The first of several names, and how many there are."""
    words = "、".join(names[:shown])
    return words + (f"等 {len(names):,} 人" if len(names) > shown else "")
