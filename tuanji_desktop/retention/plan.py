"""Who would be retained, or come back, and why not the others: seen before anything is written.

Q 三.4 and annex 3: whoever interrupts the studies, joins the army without being transferred, is
abroad or graduates later stays a member, registered with the reason; the committee puts them into
a branch built for it.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ..core.errors import BadInput, RuleRefused, TuanjiError
from ..office.archive import Attachment
from ..office.context import Context
from ..orgs.kinds import BRANCH_KINDS
from ..orgs.queries import Organization, by_id
from ..rules.lifecycle import MEMBERSHIP, STAGE_LABELS, Actor, Stage, next_state, require_member
from ..store.connection import raw

RETAIN, RESUME = "retain", "resume"
CLAUSE = "Q 附件3"
REVIEW_YEARS = 1

_OPEN_DELETION = "('requested', 'endorsed', 'sent')"


@dataclass(frozen=True, slots=True)
class NewBranch:
    """A retention branch that is built in the same act (Q 三.4)."""

    parent_id: int
    code: str
    full_name: str
    short_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the clerk wants: who, why, since when, into which branch.

    `act` is `retain` or `resume`; `branch_id` None leaves everybody where they are (retain), or
    sends everybody back to where they came from (resume).
    """

    act: str
    member_ids: tuple[int, ...]
    on: date
    reason: str = ""
    cause: str = ""
    review_on: date | None = None
    branch_id: int | None = None
    new_branch: NewBranch | None = None
    proofs: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One member before and after; `why` says why nothing is done, with `refused` as its code."""

    member_id: int
    name: str
    before: str
    after: str
    branch_id: int
    branch: str
    new_branch_id: int | None
    new_branch: str
    retention_id: int | None = None
    refused: str = ""
    why: str = ""
    clause: str = ""

    @property
    def ready(self) -> bool:
        """Whether applying the plan does anything to this member."""
        return not self.refused

    @property
    def words(self) -> str:
        """Before → after."""
        if not self.ready:
            return f"不办理：{self.why}"
        moved = f"，转入{self.new_branch}" if self.new_branch != self.branch else ""
        return f"{STAGE_LABELS[Stage(self.before)]} → {STAGE_LABELS[Stage(self.after)]}{moved}"


@dataclass(frozen=True, slots=True)
class RetentionPlan:
    """What would become of each member, in the order chosen."""

    wish: Wish
    rows: tuple[PlanRow, ...]

    @property
    def ready(self) -> tuple[PlanRow, ...]:
        """Those whom it will be done to."""
        return tuple(row for row in self.rows if row.ready)

    @property
    def refused(self) -> tuple[PlanRow, ...]:
        """Those who stay as they are."""
        return tuple(row for row in self.rows if not row.ready)


def review_day(on: date) -> date:
    """When a retention is looked at again where the clerk names no day: a year later."""
    try:
        return on.replace(year=on.year + REVIEW_YEARS)
    except ValueError:  # 29 February
        return on.replace(year=on.year + REVIEW_YEARS, day=28)


def plan_retention(context: Context, wish: Wish) -> RetentionPlan:
    """What the wish would do now; writes nothing.

    Raises `BadInput` where the wish itself cannot be granted: no reason, a day to come, a branch
    that takes no members.
    """
    check(context, wish)
    with context.database.read() as connection:
        return RetentionPlan(wish, judge_rows(connection, context, wish))


def check(context: Context, wish: Wish) -> None:
    """Refuses a wish that is wrong as a whole."""
    if wish.act not in (RETAIN, RESUME):
        raise BadInput(
            "retention.act_unknown", f"没有“{wish.act}”这种办理。可用的有：retain、resume。"
        )
    if wish.on > context.today:
        raise BadInput("retention.date_future", "日期不能晚于今天。")
    if not wish.reason.strip():
        listed = "、".join(context.policy.retention_reasons)
        what = (
            f"保留原因要填写：{listed}，或按真实原因填写。"
            if wish.act == RETAIN
            else "结束保留要写明原因。"
        )
        raise BadInput("retention.reason", what, clause=CLAUSE)
    if wish.review_on is not None and wish.review_on <= wish.on:
        raise BadInput("retention.review", "复核日期要晚于保留日期。")


def judge_rows(connection: Connection, context: Context, wish: Wish) -> tuple[PlanRow, ...]:
    """Each member's row by the records as they are on this connection."""
    home = _home(connection, wish)
    ids = ",".join(str(int(one)) for one in wish.member_ids) or "0"
    records = {
        row[0]: row[1:]
        for row in raw(connection).execute(
            "SELECT m.id, m.name, m.status, m.branch_id, o.short_name, "
            f"EXISTS (SELECT 1 FROM deletion_requests AS r WHERE r.member_id = m.id "
            f"AND r.state IN {_OPEN_DELETION}), "
            "EXISTS (SELECT 1 FROM transfers AS t WHERE t.member_id = m.id AND t.finished_on IS NULL),"
            "(SELECT max(id) FROM retentions AS k WHERE k.member_id = m.id AND k.ended_on IS NULL), "
            "b.id, b.short_name, b.status, b.kind, (SELECT k.retained_on FROM retentions AS k "
            "WHERE k.member_id = m.id AND k.ended_on IS NULL ORDER BY k.id DESC LIMIT 1) "
            "FROM members AS m JOIN organizations AS o ON o.id = m.branch_id "
            "LEFT JOIN organizations AS b ON b.id = (SELECT from_branch_id FROM retentions "
            "WHERE member_id = m.id AND ended_on IS NULL ORDER BY id DESC LIMIT 1) "
            f"WHERE m.id IN ({ids})"
        )
    }
    rows = []
    for member_id in wish.member_ids:
        if member_id not in records:
            raise BadInput("member.unknown", f"没有编号为 {member_id} 的团员。")
        rows.append(_judge(context, wish, home, member_id, *records[member_id]))
    return tuple(rows)


def _home(connection: Connection, wish: Wish) -> tuple[int | None, str] | None:
    if wish.new_branch is not None:
        name = wish.new_branch.short_name.strip() or wish.new_branch.full_name.strip()
        return None, name
    if wish.branch_id is None:
        return None
    node = by_id(connection, wish.branch_id)
    _require_branch(node)
    return node.id, node.short_name


def _require_branch(node: Organization) -> None:
    if node.kind not in BRANCH_KINDS or node.status != "active":
        raise BadInput("branch.unknown", f"“{node.full_name}”不是在用的团支部。")


def _check_return(wish: Wish, retained_on: str | None, gone: str | None) -> None:
    """Nobody comes back before being retained, or to a branch that is no more."""
    if retained_on and wish.on.isoformat() < retained_on:
        raise BadInput(
            "retention.resume_early", f"结束日期早于保留日期 {retained_on}，请核对。", clause=CLAUSE
        )
    if gone:
        raise BadInput(
            "retention.branch_gone",
            f"原团支部“{gone}”已经撤销或不再有自己的团员，请选择回到哪个团支部。",
            clause=CLAUSE,
        )


def _judge(
    context: Context,
    wish: Wish,
    home: tuple[int | None, str] | None,
    member_id: int,
    name: str,
    status: str,
    branch_id: int,
    branch: str,
    deletion: int,
    transfer: int,
    retention_id: int | None,
    old_id: int | None,
    old: str | None,
    old_status: str | None,
    old_kind: str | None,
    retained_on: str | None,
) -> PlanRow:
    target = home
    if target is None and wish.act == RESUME and old_id and old_status == "active":
        target = (old_id, old or "") if old_kind in BRANCH_KINDS else None
    new_id, new_name = target if target is not None else (branch_id, branch)
    try:
        require_member(status, "团籍保留")
        after = next_state(MEMBERSHIP, status, wish.act, actor=Actor.BRANCH)
        if deletion:
            raise RuleRefused(
                "retention.deletion_open",
                "有未办结的删除申请，先退回删除申请再办理。",
                clause=context.policy.deletion.clause,
            )
        if transfer and wish.act == RETAIN:
            raise RuleRefused(
                "retention.transfer_open", "组织关系正在转接，先办结或撤回转接。", clause=CLAUSE
            )
        if wish.act == RESUME:
            _check_return(wish, retained_on, old if target is None else None)
    except TuanjiError as error:
        return PlanRow(
            member_id, name or "", status, status, branch_id, branch, branch_id, branch,
            retention_id, error.code, error.message, error.clause or CLAUSE,
        )  # fmt: skip
    return PlanRow(
        member_id, name or "", status, after, branch_id, branch, new_id, new_name, retention_id
    )
