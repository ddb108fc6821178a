"""What stands in the way of a deletion request, and what should make one ask.

Refusals name their clause and the right door; smells (G 三) are questions only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from sqlalchemy import Connection

from ..core.errors import BadInput, NotFound, RuleRefused
from ..rules.lifecycle import ON_ROSTER, STAGE_LABELS, Stage
from ..rules.policy import Policy
from .reasons import ATTACHMENT_LABELS, Reason, required_attachments

OPEN_STATES = ("requested", "endorsed", "sent")
"""States of a request that somebody still has to decide."""

FLAG_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "same_reason_many": "同一单位近30天内有多份原因相同的删除申请，是否逐人核实过？",
        "unit_many": "同一单位近30天内删除申请较多，是否以删除代替转接？",
        "season": "正值毕业季，是否属于应当转接的毕业生团员？",
        "unfinished_transfer": "转接尚未完成，经特别办理，是否以删除代替转接？",
    }
)
"""What smells (G 三), as the question the clerk is asked; never a refusal."""

SAME_REASON_MANY = 5
UNIT_MANY = 10
SMELL_DAYS = 30
SEASON = range(6, 10)  # June to September: graduates are being transferred
UNFINISHED = ("unsettled", "due", "started", "waiting")
"""Progress of a graduate entry whose transfer is still open (domain.md §7)."""


@dataclass(frozen=True, slots=True)
class Verification:
    """认真核查 of a returned request before it is made anew: by whom and when (G 三.3)."""

    by: str
    on: date | None


def member_record(connection: Connection, member_id: int) -> dict[str, str | None]:
    """A member's row as it is recorded."""
    row = connection.exec_driver_sql(
        "SELECT * FROM members WHERE id = ?", (member_id,)
    ).one_or_none()
    if row is None:
        raise NotFound("member.unknown", f"没有序号为 {member_id} 的团员。")
    return dict(row._mapping)


def require_on_roster(policy: Policy, name: str, status: str) -> None:
    """Only members of a branch can be requested for deletion; the others have their own doors."""
    stage = Stage(status)
    if stage in ON_ROSTER:
        return
    about = f"{name} 现为“{STAGE_LABELS[stage]}”，不能申请删除。"
    rule = policy.stages[stage]
    raise RuleRefused("deletion.not_on_roster", about + rule.reason, clause=rule.clause)


def require_attachments(policy: Policy, reasons: Sequence[Reason], attached: Iterable[str]) -> None:
    """A mistaken approval is explained and owned up to in writing (G 三.2)."""
    there = set(attached)
    for kind in sorted(there - set(ATTACHMENT_LABELS)):
        known = "、".join(f"{code}（{label}）" for code, label in ATTACHMENT_LABELS.items())
        raise BadInput("deletion.attachment_kind", f"没有“{kind}”这种附件。可用的有：{known}。")
    wanted = required_attachments(policy, reasons)
    lacking = [kind for kind in wanted if kind not in there]
    if lacking:
        papers = "和".join(f"《{ATTACHMENT_LABELS[kind]}》" for kind in lacking)
        raise RuleRefused(
            "deletion.attachment_missing",
            f"团支部误审核通过的，须逐级书面说明情况并作出检讨。请附上{papers}后再申请。",
            clause=wanted[lacking[0]],
        )


def require_own_number(
    connection: Connection, policy: Policy, member_id: int, reasons: Sequence[Reason]
) -> None:
    """A corrected ID number that another member has already is a double, not a mistake."""
    for reason in reasons:
        if reason.corrected is None or policy.deletion_reason(reason.code).field != "id_number":
            continue
        other = connection.exec_driver_sql(
            "SELECT m.name, o.short_name FROM members AS m JOIN organizations AS o "
            "ON o.id = m.branch_id WHERE m.id_number = ? AND m.id <> ? "
            "AND m.status IN ('active', 'retained') LIMIT 1",
            (reason.corrected, member_id),
        ).one_or_none()
        if other is not None:
            raise RuleRefused(
                "id.belongs_elsewhere",
                f"正确的身份证号已是在册团员 {other.name}（{other.short_name}）的号码。"
                "是同一人的，请按“重复录入”申请；不是的，请再核对号码。",
                clause=policy.deletion.clause,
            )


def unfinished_transfers(
    connection: Connection, policy: Policy, members: Mapping[int, str]
) -> tuple[RuleRefused, tuple[int, ...]] | None:
    """Whose transfer is still open (G 三), and why that refuses; `members`: id → name."""
    marks = f"({', '.join('?' * len(members))})"
    rows = connection.exec_driver_sql(
        "SELECT member_id, max(year) FROM graduate_entries WHERE member_id IS NOT NULL "
        f"AND progress IN ({', '.join('?' * len(UNFINISHED))}) "
        f"AND member_id IN {marks} GROUP BY member_id ORDER BY member_id",
        (*UNFINISHED, *members),
    ).all()
    if rows:
        kind = policy.deletion_reason("graduated")
        names = "、".join(f"{members[member_id]}（{year} 年）" for member_id, year in rows)
        words = f"{names} 在毕业生名单中，组织关系转接尚未完成，不能申请删除。{kind.advice}"
        refusal = RuleRefused("deletion.unfinished_transfer", words, clause=kind.clause)
        return refusal, tuple(member_id for member_id, _ in rows)
    moving = tuple(
        connection.exec_driver_sql(
            "SELECT DISTINCT member_id FROM transfers WHERE finished_on IS NULL "
            f"AND member_id IN {marks} ORDER BY member_id",
            tuple(members),
        ).scalars()
    )
    if not moving:
        return None
    kind = policy.deletion_reason("transfer_difficult")
    names = "、".join(members[member_id] for member_id in moving)
    words = f"{names} 的组织关系正在转接，不能申请删除。请先办结或撤回转接。"
    return RuleRefused("deletion.unfinished_transfer", words, clause=kind.clause), moving


def require_finished_transfer(
    connection: Connection, policy: Policy, members: Mapping[int, str]
) -> None:
    """Refuses graduates whose transfer is still open (G 三); `members`: id → name."""
    found = unfinished_transfers(connection, policy, members) if members else None
    if found is not None:
        raise found[0]


def require_no_open_request(connection: Connection, policy: Policy, member_id: int) -> None:
    """Refuses a second request while somebody still has to decide the first."""
    row = connection.exec_driver_sql(
        "SELECT id, state FROM deletion_requests WHERE member_id = ? "
        f"AND state IN ({', '.join('?' * len(OPEN_STATES))}) ORDER BY id LIMIT 1",
        (member_id, *OPEN_STATES),
    ).one_or_none()
    if row is not None:
        label = policy.deletion_machine.states[row.state]
        raise RuleRefused(
            "deletion.open_request",
            f"该团员已有删除申请（第 {row.id} 号，{label}），不能重复申请。",
            clause=policy.deletion.clause,
        )


def previous_request(
    connection: Connection,
    policy: Policy,
    member_id: int,
    previous_id: int | None,
    check: Verification | None,
    *,
    today: date,
) -> int | None:
    """The returned request that this one follows; refuses a second open one."""
    require_no_open_request(connection, policy, member_id)
    rows = connection.exec_driver_sql(
        "SELECT id, decided_on FROM deletion_requests WHERE member_id = ? AND state = 'returned' "
        "ORDER BY id",
        (member_id,),
    )
    returned = {int(row.id): str(row.decided_on) for row in rows}
    if previous_id is not None and previous_id not in returned:
        raise BadInput(
            "deletion.previous_unknown",
            f"第 {previous_id} 号不是该团员被退回的删除申请，不能作为原申请。",
        )
    if not returned:
        return None
    last = max(returned)
    _require_verification(policy, last, returned[last], check, today)
    return previous_id or last


def _require_verification(
    policy: Policy, last: int, returned_on: str, check: Verification | None, today: date
) -> None:
    """认真核查 by whom and when, after the return (G 三.3)."""
    clause = returning_clause(policy)
    if check is None or not check.by.strip() or check.on is None:
        raise RuleRefused(
            "deletion.verification_missing",
            f"该团员的删除申请（第 {last} 号）曾被退回，须严格认真核查后重新申请。"
            "请填写核查人和核查日期。",
            clause=clause,
        )
    if check.on > today:
        raise BadInput("deletion.verified_on", f"核查日期 {check.on} 在今天之后，请核对。")
    if check.on.isoformat() < returned_on:
        raise RuleRefused(
            "deletion.verified_on",
            f"第 {last} 号申请 {returned_on} 才被退回，退回之前的核查（{check.on}）不算。"
            "请重新核查后填写日期。",
            clause=clause,
        )


def smells(
    connection: Connection, branch_id: int, reasons: Sequence[Reason], *, today: date
) -> tuple[str, ...]:
    """Codes of what should make one ask (G 三); the unit is the branch's superior."""
    since = (today - timedelta(days=SMELL_DAYS)).isoformat()
    rows = connection.exec_driver_sql(
        "SELECT r.id, d.code FROM deletion_requests AS r "
        "JOIN members AS m ON m.id = r.member_id "
        "JOIN deletion_reasons AS d ON d.request_id = r.id "
        "WHERE r.requested_on >= ? AND m.branch_id IN (SELECT org_id FROM org_ancestors WHERE "
        "ancestor_id = (SELECT coalesce(parent_id, id) FROM organizations WHERE id = ?))",
        (since, branch_id),
    ).all()
    codes = {reason.code for reason in reasons}
    found = []
    if any(sum(row.code == code for row in rows) + 1 >= SAME_REASON_MANY for code in codes):
        found.append("same_reason_many")
    if len({row.id for row in rows}) + 1 >= UNIT_MANY:
        found.append("unit_many")
    if today.month in SEASON and _of_a_school(connection, branch_id):
        found.append("season")
    return tuple(found)


def _of_a_school(connection: Connection, branch_id: int) -> bool:
    row = connection.exec_driver_sql(
        "SELECT 1 FROM org_ancestors AS a JOIN organizations AS o ON o.id = a.ancestor_id "
        "WHERE a.org_id = ? AND (o.school_kind <> '' OR o.kind = 'graduate_branch') LIMIT 1",
        (branch_id,),
    ).scalar()
    return row is not None


def returning_clause(policy: Policy) -> str:
    """Where the return of all pending requests stands: G 三.3, or the pack's own chain."""
    return "G 三.3" if policy.clause_text("G 三.3") else policy.deletion.clause
