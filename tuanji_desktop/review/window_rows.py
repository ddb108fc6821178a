"""Columns, orders and words of the lists of a dated window."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ..core.pinyin import name_keys
from ..kit.paged_model import Column, SortKey
from ..kit.row_table import sorted_rows
from ..office.context import Context
from ..rules.policy import Tier
from .windows import (
    PHASES,
    BranchInWindow,
    WindowChange,
    WindowReport,
    WindowState,
    load_report,
    load_windows,
)
from .words import shown

_NAMED = 3


@dataclass(frozen=True, slots=True)
class WindowLists:
    """Every window, the one looked at, and its lists by id in the order wished for."""

    states: tuple[WindowState, ...]
    report: WindowReport | None
    changes: Mapping[int, WindowChange]
    branches: Mapping[int, BranchInWindow]


def load_lists(
    context: Context,
    *,
    number: int,
    org_id: int | None,
    sorts: Mapping[str, Sequence[SortKey]],
) -> WindowLists:
    """Window `number` below a node, 0 for the nearest one; runs on a reader thread."""
    states = load_windows(context)
    wanted = number or _nearest(states)
    if not wanted:
        return WindowLists(states, None, MappingProxyType({}), MappingProxyType({}))
    report = load_report(context, number=wanted, org_id=org_id)
    changes = sorted_rows(report.changes, sorts["changes"], CHANGE_ORDERS)
    branches = sorted_rows(report.branches, sorts["branches"], BRANCH_ORDERS)
    return WindowLists(
        states,
        report,
        MappingProxyType({one.id: one for one in changes}),
        MappingProxyType({one.id: one for one in branches}),
    )


def _nearest(found: Sequence[WindowState]) -> int:
    """The window one looks at first: the open one, else the last that was, else the next."""
    for phase in ("open", "past", "future"):
        numbers = [one.number for one in found if one.phase == phase]
        if numbers:
            return numbers[0] if phase == "future" else numbers[-1]
    return 0


def change_columns() -> list[Column[WindowChange]]:
    """Everything changed inside, the earliest first."""
    return [
        Column("name", "姓名", lambda row: row.name, width=76),
        Column("branch", "团支部", lambda row: row.branch, width=130,
               tip=lambda row: row.branch_full_name),
        Column("base", "原值", lambda row: shown(row.field, row.base), width=84, figures=True),
        Column("new", "改为", lambda row: shown(row.field, row.new), width=84, figures=True),
        Column("state", "状态", _state, width=100, tip=_state_tip),
        Column("proposed_by", "提出人", lambda row: row.proposed_by, width=76),
        Column("proposed_at", "提出日期", lambda row: row.proposed_at[:10], width=92, figures=True),
        Column("decided_by", "审核人", lambda row: row.decided_by or "", width=76, shown=False),
        Column("decided_at", "审核日期", lambda row: (row.decided_at or "")[:10], width=92,
               figures=True, shown=False),
        Column("reason", "原因", lambda row: row.reason or "", width=140, shown=False,
               tip=lambda row: row.reason or ""),
    ]  # fmt: skip


def branch_columns() -> list[Column[BranchInWindow]]:
    """Branches with changes inside, flagged ones first."""
    return [
        Column("name", "团支部", lambda row: row.name, width=150),
        Column("members", "团员", lambda row: str(row.members), width=56, align="right",
               figures=True),
        Column("submitted", "已提交", lambda row: str(row.submitted), width=64, align="right",
               figures=True),
        Column("pending", "待审核", lambda row: str(row.pending), width=64, align="right",
               figures=True),
        Column("accepted", "已更正", lambda row: str(row.accepted), width=64, align="right",
               figures=True),
        Column("why", "提示", _flag, width=240, tip=lambda row: row.why),
    ]  # fmt: skip


def state_words(state: WindowState) -> str:
    """The window in one line: phase, days, counts, clause."""
    rule = state.window.rule
    phase = PHASES[state.phase]
    if state.phase == "open":
        phase += f"，还有 {state.days_left} 天" if state.days_left else "，今天是最后一天"
    parts = [phase]
    if rule.tier is Tier.FREE:
        parts.append(f"窗口内已修改 {state.submitted} 项")
    else:
        parts += [
            f"已提交 {state.submitted} 项",
            f"待审核 {state.pending}",
            f"已通过 {state.accepted}",
            f"已退回 {state.returned}",
        ]
        if state.withdrawn:
            parts.append(f"已撤回 {state.withdrawn}")
    if state.phase == "past" and state.pending:
        parts.append("窗口内提交的，现在照样可以审核")
    return " · ".join(parts) + f"（{rule.clause}）"


def flag_words(flagged: Sequence[BranchInWindow]) -> str:
    """Which branches have too many corrections, and what to do."""
    named = "；".join(f"{one.name}：{one.why}" for one in flagged[:_NAMED])
    more = f"；等 {len(flagged)} 个团支部" if len(flagged) > _NAMED else ""
    return f"大批量误填，请核实（{flagged[0].clause}）：{named}{more}。"


def export_name(state: WindowState) -> str:
    """The file name offered."""
    return f"{state.label.replace(' ', '_')}_窗口内修改清单.xlsx"


def _state(row: WindowChange) -> str:
    return (
        f"{row.state_label} · 逾期审" if row.late and row.state != "withdrawn" else row.state_label
    )


def _state_tip(row: WindowChange) -> str:
    late = "窗口关闭以后审核的：窗口内提交的，以后可以审核" if row.late else ""
    return "；".join(one for one in (row.decision_reason or "", late) if one)


def _flag(row: BranchInWindow) -> str:
    return f"⚠ 大批量误填：{row.why}" if row.why else ""


CHANGE_ORDERS: dict[str, Callable[[WindowChange], Any]] = {
    "name": lambda row: name_keys(row.name).pinyin,
    "branch": lambda row: row.branch,
    "base": lambda row: row.base or "",
    "new": lambda row: row.new or "",
    "state": lambda row: row.state,
    "proposed_by": lambda row: row.proposed_by,
    "proposed_at": lambda row: (row.proposed_at, row.id),
    "decided_by": lambda row: row.decided_by or "",
    "decided_at": lambda row: row.decided_at or "",
    "reason": lambda row: row.reason or "",
}
BRANCH_ORDERS: dict[str, Callable[[BranchInWindow], Any]] = {
    "name": lambda row: row.name,
    "members": lambda row: row.members,
    "submitted": lambda row: row.submitted,
    "pending": lambda row: row.pending,
    "accepted": lambda row: row.accepted,
    "why": lambda row: (not row.why, -row.accepted),
}
