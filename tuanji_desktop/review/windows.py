"""The dated windows of a pack: what was changed inside them, by whom, and where too much of it.

A window opens and closes by itself, both days included (G 二). What was submitted by its last day
may be decided later. A branch with many confirmed corrections is flagged (大批量误填).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection

from ..core.errors import NotFound
from ..office.context import Context
from ..rules.fields import label_of
from ..rules.policy import Policy, Tier, Window
from ..sheets.writer import Column, write_table
from ..store.connection import raw
from .words import STATE_LABELS, shown

PHASES = {"open": "开放中", "past": "已关闭", "future": "未开放"}
SAVED = "saved"
"""State of a change that needed no review, in a window that leaves the field free."""
_LABELS = {**STATE_LABELS, SAVED: "直接生效"}
_FEWEST = 2
"""One person is never many, however small the branch."""


@dataclass(frozen=True, slots=True)
class WindowState:
    """A dated window on a day; `number` counts the pack's windows from 1. Those withdrawn are no
    longer among the submitted; `flagged` counts branches."""

    number: int
    window: Window
    phase: str
    days_left: int
    submitted: int
    pending: int
    accepted: int
    returned: int
    withdrawn: int
    flagged: int

    @property
    def label(self) -> str:
        """入团年月 2018-09-28 至 2018-11-30."""
        return f"{label_of(self.window.field)} {_span(self.window)}"


@dataclass(frozen=True, slots=True)
class WindowNotice:
    """The standing line while a window is open, and its numbers."""

    words: str
    windows: tuple[WindowState, ...]

    @property
    def submitted(self) -> int:
        return sum(one.submitted for one in self.windows)

    @property
    def pending(self) -> int:
        return sum(one.pending for one in self.windows)


@dataclass(frozen=True, slots=True)
class WindowChange:
    """One change inside a window: a field of a request, or an edit that needed no review.

    `id` is the field's, `request_id` 0 for an edit. `late`: decided after the last day.
    """

    id: int
    request_id: int
    member_id: int
    name: str
    branch_id: int
    branch: str
    branch_full_name: str
    field: str
    base: str | None
    new: str | None
    state: str
    proposed_by: str
    proposed_at: str
    reason: str | None
    basis: str | None
    decided_by: str | None
    decided_at: str | None
    decision_reason: str | None
    late: bool

    @property
    def state_label(self) -> str:
        return _LABELS.get(self.state, self.state)


@dataclass(frozen=True, slots=True)
class BranchInWindow:
    """A branch with changes inside a window; `why` says why it is flagged, '' where it is not.

    `accepted` counts persons, `people` are their ids (of all with a change where none was
    accepted)."""

    id: int
    name: str
    members: int
    submitted: int
    pending: int
    accepted: int
    people: tuple[int, ...]
    why: str
    clause: str


@dataclass(frozen=True, slots=True)
class WindowReport:
    """Everything inside one window below a node."""

    state: WindowState
    changes: tuple[WindowChange, ...]
    branches: tuple[BranchInWindow, ...]

    @property
    def flagged(self) -> tuple[BranchInWindow, ...]:
        return tuple(one for one in self.branches if one.why)


def dated_windows(policy: Policy) -> tuple[Window, ...]:
    """The windows of a pack that let something be changed between two days."""
    return tuple(
        one for one in policy.windows if one.last is not None and one.rule.tier is not Tier.LOCKED
    )


def load_windows(context: Context) -> tuple[WindowState, ...]:
    """Every dated window of the pack in force, with its numbers in the whole office."""
    with context.database.read() as connection:
        return tuple(
            _state(context, connection, number, window)
            for number, window in enumerate(dated_windows(context.policy), start=1)
        )


def window_notice(context: Context) -> WindowNotice | None:
    """What stands above every desk while a window is open; None while none is."""
    found = tuple(
        one
        for number, one in enumerate(dated_windows(context.policy), start=1)
        if one.open_on(context.today)
    )
    if not found:
        return None
    states = tuple(one for one in load_windows(context) if one.phase == "open")
    return WindowNotice("；".join(map(_words, states)), states)


def load_report(context: Context, *, number: int, org_id: int | None = None) -> WindowReport:
    """Everything changed inside one window below a node, and its branches, flagged ones first."""
    windows = dated_windows(context.policy)
    if not 1 <= number <= len(windows):
        known = f"现有 1 至 {len(windows)}" if windows else "现行规则包没有限期开放的窗口"
        raise NotFound("window.unknown", f"没有第 {number} 个修改窗口，{known}。")
    window = windows[number - 1]
    with context.database.read() as connection:
        changes = tuple(_changes(connection, window, org_id))
        return WindowReport(
            _state(context, connection, number, window),
            changes,
            tuple(_branches(context.policy, connection, window, changes)),
        )


def export_report(context: Context, path: Path, *, number: int, org_id: int | None = None) -> int:
    """The list of everything changed inside as .xlsx or .csv; returns its rows."""
    report = load_report(context, number=number, org_id=org_id)
    why = {one.id: one.why for one in report.flagged}
    title = f"{report.state.label}（{report.state.window.rule.clause}）窗口内修改清单"
    return write_table(
        path,
        columns=_EXPORT,
        rows=(_line(place, one, why) for place, one in enumerate(report.changes, start=1)),
        title=title,
        sheet_name="窗口内修改",
    )


# ------------------------------------------------------------------------- reading
def _state(context: Context, connection: Connection, number: int, window: Window) -> WindowState:
    today, last = context.today, window.last
    assert last is not None
    phase = "future" if today < window.first else "past" if today > last else "open"
    if window.rule.tier is Tier.FREE:
        saved = sum(1 for _ in _edits(connection, window, None))
        return WindowState(
            number, window, phase, (last - today).days, saved, 0, saved, 0, 0, 0
        )  # fmt: skip
    rows = connection.exec_driver_sql(
        f"SELECT f.state, count(*) {_INSIDE} GROUP BY f.state", _days(window)
    )
    counts = {state: int(count) for state, count in rows}
    withdrawn = counts.get("withdrawn", 0)
    return WindowState(
        number=number,
        window=window,
        phase=phase,
        days_left=(last - today).days,
        submitted=sum(counts.values()) - withdrawn,
        pending=counts.get("pending", 0),
        accepted=counts.get("accepted", 0),
        returned=counts.get("returned", 0),
        withdrawn=withdrawn,
        flagged=_flagged(context.policy, connection, window) if counts.get("accepted") else 0,
    )


def _flagged(policy: Policy, connection: Connection, window: Window) -> int:
    rows = connection.exec_driver_sql(
        "SELECT count(DISTINCT m.id), c.members "
        f"{_INSIDE} AND f.state = 'accepted' GROUP BY m.branch_id",
        _days(window),
    )
    return sum(bool(why_many(policy, window.field, people, members)) for people, members in rows)


def why_many(policy: Policy, field: str, people: int, members: int) -> str:
    """Why so many confirmed corrections of a branch are too many, '' where they are not."""
    rule = policy.correction
    if rule is None or field not in rule.fields or people < _FEWEST:
        return ""
    share = people / members if members else 1.0
    if people < rule.many_count and share < rule.many_share:
        return ""
    return f"{members} 人中有 {people} 人更正了{label_of(field)}，占 {min(share, 1.0):.0%}"


_INSIDE = (
    "FROM change_requests AS r JOIN change_fields AS f ON f.request_id = r.id "
    "JOIN members AS m ON m.id = r.member_id JOIN organizations AS o ON o.id = m.branch_id "
    "JOIN org_counts AS c ON c.org_id = o.id "
    "WHERE r.proposed_at >= ? AND r.proposed_at < ? AND f.field = ?"
)


def _days(window: Window) -> tuple[str, str, str]:
    assert window.last is not None
    after = window.last + timedelta(days=1)
    return window.first.isoformat(), after.isoformat(), window.field


def _changes(connection: Connection, window: Window, org_id: int | None) -> Iterator[WindowChange]:
    if window.rule.tier is Tier.FREE:
        yield from _edits(connection, window, org_id)
        return
    _, after, _ = _days(window)
    for row in raw(connection).execute(
        "SELECT f.id, r.id, m.id, m.name, o.id, o.short_name, o.full_name, f.field, f.base_value, "
        "f.new_value, f.state, r.proposed_by, r.proposed_at, r.reason, r.basis, f.decided_by, "
        f"f.decided_at, f.decision_reason {_INSIDE}{_below(org_id)} ORDER BY r.proposed_at, f.id",
        _days(window),
    ):
        yield WindowChange(*(*row, bool(row[16]) and row[16] >= after))


def _edits(connection: Connection, window: Window, org_id: int | None) -> Iterator[WindowChange]:
    """What was changed at once, from the journal: where the window leaves the field free."""
    first, after, name = _days(window)
    path = f"'$.{name}'"
    for row in raw(connection).execute(
        "SELECT j.id, 0, m.id, m.name, o.id, o.short_name, o.full_name, "
        f"'{name}', json_extract(j.before, {path}), json_extract(j.after, {path}), '{SAVED}', "
        "p.actor, p.day || 'T' || substr(p.at, 12, 8), p.reason, p.document, p.actor, p.day, NULL "
        "FROM journal_operations AS p JOIN journal_rows AS j "
        "ON j.id BETWEEN p.first_row AND p.last_row "
        "JOIN members AS m ON m.id = j.row_id JOIN organizations AS o ON o.id = m.branch_id "
        "WHERE p.day >= ? AND p.day < ? AND j.table_name = 'members' AND j.after IS NOT NULL "
        "AND json_extract(j.before, '$.status') IN ('active', 'retained') "
        f"AND json_extract(j.before, {path}) IS NOT json_extract(j.after, {path})"
        f"{_below(org_id)} ORDER BY j.id",
        (first, after),
    ):
        yield WindowChange(*(*row, False))


def _below(org_id: int | None) -> str:
    if org_id is None:
        return ""
    return (
        f" AND m.branch_id IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = {int(org_id)})"
    )


def _branches(
    policy: Policy, connection: Connection, window: Window, changes: Sequence[WindowChange]
) -> list[BranchInWindow]:
    by_branch: dict[int, list[WindowChange]] = {}
    for one in changes:
        if one.state != "withdrawn":
            by_branch.setdefault(one.branch_id, []).append(one)
    sizes = {
        org_id: int(members)
        for org_id, members in connection.exec_driver_sql("SELECT org_id, members FROM org_counts")
    }
    found = []
    for branch_id, inside in by_branch.items():
        done = {one.member_id: None for one in inside if one.state in ("accepted", SAVED)}
        members = sizes.get(branch_id, 0)
        found.append(
            BranchInWindow(
                id=branch_id,
                name=inside[0].branch,
                members=members,
                submitted=len(inside),
                pending=sum(one.state == "pending" for one in inside),
                accepted=len(done),
                people=tuple(done or {one.member_id: None for one in inside}),
                why=why_many(policy, window.field, len(done), members),
                clause=policy.correction.clause if policy.correction else window.rule.clause,
            )
        )
    return sorted(found, key=lambda one: (not one.why, -one.accepted, -one.submitted, one.id))


# --------------------------------------------------------------------------- words
def _words(state: WindowState) -> str:
    rest = f"还有 {state.days_left} 天" if state.days_left else "今天是最后一天"
    label = label_of(state.window.field)
    clause = state.window.rule.clause
    head = f"{label}修改窗口开放中：{_span(state.window)}（{clause}），{rest}"
    if state.window.rule.tier is Tier.FREE:
        return f"{head}；窗口内已修改 {state.submitted} 项"
    return f"{head}；窗口内已提交 {state.submitted} 项，待审核 {state.pending} 项"


def _span(window: Window) -> str:
    last: date | None = window.last
    return f"{window.first.isoformat()} 至 {last.isoformat() if last else '今后'}"


_EXPORT = [
    Column("序号", 6),
    Column("团支部", 40),
    Column("姓名", 12),
    Column("字段", 12),
    Column("原值", 14),
    Column("改为", 14),
    Column("状态", 10),
    Column("提出人", 10),
    Column("提出日期", 12),
    Column("原因", 24),
    Column("依据", 20),
    Column("审核人", 10),
    Column("审核日期", 12),
    Column("审核意见", 24),
    Column("备注", 30),
]


def _line(place: int, one: WindowChange, why: dict[int, str]) -> tuple[str | None, ...]:
    notes = ["窗口关闭后审核"] if one.late else []
    if one.branch_id in why:
        notes.append(f"大批量误填：{why[one.branch_id]}")
    return (
        str(place),
        one.branch_full_name,
        one.name,
        label_of(one.field),
        shown(one.field, one.base),
        shown(one.field, one.new),
        one.state_label,
        one.proposed_by,
        one.proposed_at[:10],
        one.reason,
        one.basis,
        one.decided_by,
        (one.decided_at or "")[:10],
        one.decision_reason,
        "；".join(notes),
    )
