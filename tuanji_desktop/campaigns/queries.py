"""Reading campaigns: terms, progress of every branch, the members of one with what they lack."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection

from ..core.errors import NotFound
from ..members import queries as roster
from ..office.context import Context
from ..orgs.kinds import BRANCH_KINDS
from ..rules.fields import FIELDS
from ..rules.lifecycle import STAGE_LABELS, Stage
from ..rules.policy import Policy
from ..store.schema import ON_ROSTER
from .results import RESULTS, UNLISTED, below_expected, labels

_BRANCHES = ", ".join(f"'{kind}'" for kind in sorted(BRANCH_KINDS))
_BELOW = " AND {column} IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = {org:d})"
FOLLOWED = f"""CASE c.result
WHEN 'wrong' THEN EXISTS (SELECT 1 FROM deletion_requests AS r WHERE r.member_id = c.member_id
  AND r.state IN ('requested', 'endorsed', 'sent', 'approved'))
WHEN 'not_a_member' THEN EXISTS (SELECT 1 FROM deletion_requests AS r
  WHERE r.member_id = c.member_id AND r.state IN ('requested', 'endorsed', 'sent', 'approved'))
WHEN 'transfer' THEN m.status = 'transferred_out' OR m.branch_id <> c.branch_id OR EXISTS
  (SELECT 1 FROM transfers AS t WHERE t.member_id = c.member_id AND t.finished_on IS NULL)
WHEN 'retention' THEN m.status = 'retained'
WHEN 'incomplete' THEN m.missing = ''
WHEN 'unlisted' THEN EXISTS (SELECT 1 FROM members AS n WHERE n.id_number = c.id_number
  AND n.{ON_ROSTER})
ELSE 1 END"""
"""Whether the act that a result leads to has been begun; `c` the check, `m` its member or none."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something is due; `days` are left, 0 on the day itself, negative afterwards."""

    key: str
    label: str
    on: date
    days: int
    clause: str

    @property
    def words(self) -> str:
        """The day and what is left."""
        left = f"还有 {self.days} 天" if self.days > 0 else "今天截止"
        if self.days < 0:
            left = f"已过 {-self.days} 天"
        return f"{self.label} {self.on.month}月{self.on.day}日（{left}）"


@dataclass(frozen=True, slots=True)
class Campaign:
    """A dated check of every record below a unit."""

    id: int
    title: str
    org_id: int | None
    unit: str
    first_on: date
    last_on: date
    branches_done_by: date | None
    forms_due: date | None
    clause: str
    opened_by: str
    opened_on: str
    closed_on: str
    closed_by: str

    @property
    def open(self) -> bool:
        """Whether results may still be recorded."""
        return not self.closed_on

    def deadlines(self, today: date) -> tuple[Deadline, ...]:
        """The forms (Q 五.4), the branches (Q 五.1) and the end (Q 二), the nearest first."""
        days = (
            ("forms_due", "删除登记表上报", self.forms_due, "Q 五.4"),
            ("branches_done_by", "团支部完成", self.branches_done_by, "Q 五.1"),
            ("last_on", "核对结束", self.last_on, "Q 二"),
        )
        found = [
            Deadline(key, label, on, (on - today).days, clause)
            for key, label, on, clause in days
            if on is not None
        ]
        return tuple(sorted(found, key=lambda one: one.on))


@dataclass(frozen=True, slots=True)
class BranchRow:
    """How far a branch is. `results` counts last words by code, those since gone included."""

    id: int
    code: str
    name: str
    full_name: str
    parent: str
    graduating: bool
    members: int
    checked: int
    red: int
    done_on: str
    results: Mapping[str, int] = field(hash=False)

    @property
    def left(self) -> int:
        """Members of it without a result."""
        return self.members - self.checked

    @property
    def done(self) -> bool:
        """Whether it reported itself done and still is."""
        return bool(self.done_on) and not self.left

    def count(self, result: str) -> int:
        """Members with this result."""
        return self.results.get(result, 0)


@dataclass(frozen=True, slots=True)
class Progress:
    """A campaign and its branches, laggards first; `followed` counts acts begun by result."""

    campaign: Campaign
    rows: tuple[BranchRow, ...]
    followed: Mapping[str, int] = field(hash=False)

    @property
    def members(self) -> int:
        """Members on the roster of these branches."""
        return sum(row.members for row in self.rows)

    @property
    def checked(self) -> int:
        """Those of them who have a result."""
        return sum(row.checked for row in self.rows)

    @property
    def done(self) -> int:
        """Branches that are done."""
        return sum(row.done for row in self.rows)

    def count(self, result: str) -> int:
        """Members with this result."""
        return sum(row.count(result) for row in self.rows)

    def open_acts(self, *results: str) -> int:
        """Results whose act has not been begun."""
        return sum(self.count(one) - self.followed.get(one, 0) for one in results)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of a branch, or somebody not in the system (`member_id` None, `id` negative)."""

    id: int
    member_id: int | None
    name: str
    status: str
    result: str
    fields: tuple[str, ...]
    note: str
    id_number: str
    checked_by: str
    checked_on: str
    followed: bool
    missing: tuple[str, ...]
    expected: tuple[str, ...]

    @property
    def result_words(self) -> str:
        """The result, and of a wrong record what is wrong."""
        if not self.result:
            return "未核对"
        label = RESULTS[self.result].label
        return f"{label}：{labels(self.fields)}" if self.fields else label

    @property
    def act_words(self) -> str:
        """What is still to be done about it, or that it was."""
        if not self.result or not RESULTS[self.result].wish:
            return ""
        one = RESULTS[self.result]
        return one.done if self.followed else f"待办：{one.act.rstrip('…')}"

    @property
    def lacking(self) -> str:
        """What has to be completed (Q 四)."""
        empty = labels(name for name in self.missing if name in FIELDS)
        return "；".join(filter(None, (f"未填：{empty}" if empty else "", *self.expected)))


_CAMPAIGN = (
    "SELECT a.id, a.title, a.org_id, coalesce(o.short_name, o.full_name), a.first_on, a.last_on, "
    "a.branches_done_by, a.forms_due, a.clause, a.opened_by, a.opened_on, a.closed_on, a.closed_by "
    "FROM campaigns AS a LEFT JOIN organizations AS o ON o.id = a.org_id "
)


def _campaign(row: Sequence[Any]) -> Campaign:
    one, title, org_id, unit, *days, clause, opened_by, opened_on, closed_on, closed_by = row
    first, last, done_by, due = (date.fromisoformat(day) if day else None for day in days)
    assert first is not None
    assert last is not None
    return Campaign(
        one, title, org_id, unit or "全部团组织", first, last, done_by, due, clause or "",
        opened_by, opened_on, closed_on or "", closed_by or "",
    )  # fmt: skip


def campaigns(connection: Connection) -> list[Campaign]:
    """All of them, the open ones first, then the newest."""
    rows = connection.exec_driver_sql(f"{_CAMPAIGN} ORDER BY a.closed_on IS NOT NULL, a.id DESC")
    return [_campaign(tuple(row)) for row in rows]


def load_campaigns(context: Context) -> tuple[Campaign, ...]:
    """For the desk."""
    with context.database.read() as connection:
        return tuple(campaigns(connection))


def campaign_by_id(connection: Connection, campaign_id: int) -> Campaign:
    """One campaign."""
    row = connection.exec_driver_sql(f"{_CAMPAIGN} WHERE a.id = ?", (campaign_id,)).one_or_none()
    if row is None:
        raise NotFound("campaign.unknown", f"没有编号为 {campaign_id} 的信息核对。")
    return _campaign(tuple(row))


def in_scope(
    connection: Connection, campaign: Campaign, branch_ids: Collection[int]
) -> frozenset[int]:
    """Which of these branches the campaign checks: all kinds, graduating ones too (Q 一)."""
    marks = ", ".join(str(int(one)) for one in branch_ids) or "NULL"
    found = connection.exec_driver_sql(
        f"SELECT o.id FROM organizations AS o WHERE o.id IN ({marks}){_scope(campaign.org_id)}"
    )
    return frozenset(row[0] for row in found)


def _scope(*org_ids: int | None) -> str:
    below = "".join(_BELOW.format(column="o.id", org=org) for org in org_ids if org is not None)
    return f" AND o.status = 'active' AND o.kind IN ({_BRANCHES}){below}"


def progress(connection: Connection, campaign_id: int, *, org_id: int | None = None) -> Progress:
    """How far every branch of the scope is; the numbers are counted by the database."""
    campaign = campaign_by_id(connection, campaign_id)
    results: dict[int, dict[str, int]] = {}
    for branch, result, number in connection.exec_driver_sql(
        "SELECT branch_id, result, count(*) FROM campaign_checks WHERE campaign_id = ? "
        "GROUP BY branch_id, result",
        (campaign_id,),
    ):
        results.setdefault(branch, {})[result] = number
    checked: dict[int, int] = dict(
        connection.exec_driver_sql(
            "SELECT m.branch_id, count(*) FROM campaign_checks AS c CROSS JOIN members AS m "
            f"ON m.id = c.member_id WHERE c.campaign_id = ? AND m.{ON_ROSTER} GROUP BY m.branch_id",
            (campaign_id,),
        ).all()
    )
    rows = [
        BranchRow(
            one, code, short or full, full, parent or "", kind == "graduate_branch", members,
            checked.get(one, 0), red, done_on or "", results.get(one, {}),
        )
        for one, code, short, full, parent, kind, members, red, done_on in (
            connection.exec_driver_sql(
                "SELECT o.id, o.code, o.short_name, o.full_name, coalesce(p.short_name, "
                "p.full_name), o.kind, k.members, k.incomplete, d.done_on FROM organizations AS o "
                "JOIN org_counts AS k ON k.org_id = o.id "
                "LEFT JOIN organizations AS p ON p.id = o.parent_id LEFT JOIN campaign_branches "
                "AS d ON d.campaign_id = ? AND d.branch_id = o.id "
                f"WHERE 1{_scope(campaign.org_id, org_id)}",
                (campaign_id,),
            )
        )
    ]  # fmt: skip
    rows.sort(key=_laggards)
    return Progress(campaign, tuple(rows), _followed(connection, campaign, org_id))


def _laggards(row: BranchRow) -> tuple[bool, bool, float, int, str]:
    """Not done first; of these the one that has checked least."""
    share = row.checked / row.members if row.members else 1.0
    return (row.done, not row.members, share, -row.left, row.code)


def _followed(connection: Connection, campaign: Campaign, org_id: int | None) -> dict[str, int]:
    return dict(
        connection.exec_driver_sql(
            f"SELECT c.result, sum({FOLLOWED}) FROM campaign_checks AS c JOIN organizations AS o "
            "ON o.id = c.branch_id LEFT JOIN members AS m ON m.id = c.member_id "
            f"WHERE c.campaign_id = ? AND c.result <> 'right'{_scope(campaign.org_id, org_id)} "
            "GROUP BY c.result",
            (campaign.id,),
        ).all()
    )


def load_progress(context: Context, campaign_id: int, *, org_id: int | None = None) -> Progress:
    """`progress` for the desk."""
    with context.database.read() as connection:
        return progress(connection, campaign_id, org_id=org_id)


def load_branch(context: Context, campaign_id: int, branch_id: int) -> tuple[MemberRow, ...]:
    """The members of a branch by name, then those who left since their check, then those who
    are not in the system."""
    with context.database.read() as connection:
        campaign_by_id(connection, campaign_id)
        ids = [
            row[0]
            for row in connection.exec_driver_sql(
                f"SELECT m.id FROM members AS m WHERE m.branch_id = ? AND m.{ON_ROSTER} "
                "ORDER BY m.name_pinyin, m.id",
                (branch_id,),
            )
        ]
        here = ", ".join(map(str, ids)) or "NULL"
        found = connection.exec_driver_sql(
            "SELECT c.id, c.member_id, c.result, c.fields, c.note, c.name, c.id_number, "
            f"c.checked_by, c.checked_on, {FOLLOWED} FROM campaign_checks AS c LEFT JOIN members "
            "AS m ON m.id = c.member_id WHERE c.campaign_id = ? AND "
            f"(c.branch_id = ? OR c.member_id IN ({here})) ORDER BY c.id",
            (campaign_id, branch_id),
        )
        checks = [tuple(row) for row in found]
        of_member = {row[1]: row for row in checks if row[1] is not None}
        people = roster.members(connection, [*ids, *(one for one in of_member if one not in ids)])
    rows = [_member_row(context.policy, one, of_member.get(one.id)) for one in people]
    return (*rows, *(_unlisted(row) for row in checks if row[1] is None))


def _member_row(policy: Policy, one: roster.Member, check: Sequence[Any] | None) -> MemberRow:
    here = one.status in (Stage.ACTIVE, Stage.RETAINED)
    result, fields, note, by, on, followed = "", "", "", "", "", False
    if check is not None:
        _, _, result, fields, note, _, _, by, on, followed = check
    return MemberRow(
        one.id, one.id, one.name, STAGE_LABELS[one.status], result,
        tuple(fields.split(",")) if fields else (), note or "", one.values["id_number"] or "",
        by, on, bool(followed), one.missing if here else (),
        below_expected(policy, one.values) if here else (),
    )  # fmt: skip


def _unlisted(row: Sequence[Any]) -> MemberRow:
    check, _, result, _, note, name, number, by, on, followed = row
    return MemberRow(
        -check, None, name or "", "未录入", result, (), note or "", number or "", by, on,
        bool(followed), (), (),
    )  # fmt: skip


def load_below_expected(
    context: Context, campaign_id: int, branch_ids: Sequence[int] = (), *, org_id: int | None = None
) -> tuple[int, ...]:
    """Members who have not the expected values (Q 四.1, 四.4): of these branches, or of all."""
    expected = context.policy.expected
    if not expected:
        return ()
    differs = " OR ".join(f"m.{row.field} IS NOT ?" for row in expected)
    only = f" AND o.id IN ({', '.join(str(int(one)) for one in branch_ids)})" if branch_ids else ""
    with context.database.read() as connection:
        campaign = campaign_by_id(connection, campaign_id)
        found = connection.exec_driver_sql(
            "SELECT m.id FROM organizations AS o CROSS JOIN members AS m ON m.branch_id = o.id "
            f"WHERE m.{ON_ROSTER}{_scope(campaign.org_id, org_id)}{only} AND ({differs}) "
            "ORDER BY o.code, m.name_pinyin, m.id",
            tuple(row.value for row in expected),
        )
        people = roster.members(connection, [row[0] for row in found])
    return tuple(one.id for one in people if below_expected(context.policy, one.values))


def load_unlisted(context: Context, campaign_id: int) -> tuple[tuple[str, MemberRow], ...]:
    """Those who are not in the system, each with the branch that named them."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT coalesce(o.short_name, o.full_name), c.id, c.member_id, c.result, c.fields, "
            f"c.note, c.name, c.id_number, c.checked_by, c.checked_on, {FOLLOWED} "
            "FROM campaign_checks AS c JOIN organizations AS o ON o.id = c.branch_id "
            "LEFT JOIN members AS m ON m.id = c.member_id "
            "WHERE c.campaign_id = ? AND c.result = ? ORDER BY o.code, c.id",
            (campaign_id, UNLISTED),
        ).all()
    return tuple((row[0], _unlisted(tuple(row)[1:])) for row in rows)


def load_units(context: Context) -> tuple[tuple[int, str], ...]:
    """The units that a campaign may be opened over: id and name, by code."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT o.id, coalesce(o.short_name, o.full_name) FROM organizations AS o "
            f"WHERE o.status = 'active' AND o.kind NOT IN ({_BRANCHES}) ORDER BY o.code"
        ).all()
    return tuple((one, name) for one, name in rows)
