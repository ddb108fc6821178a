"""The lists of the corrections' desk: which rows, in which columns, in which order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ..core.pinyin import name_keys
from ..kit.paged_model import Column, SortKey
from ..kit.row_table import sorted_rows
from ..office.context import Context
from . import queries
from .papers import shown_value
from .queries import CorrectionRow, FlaggedBranch, ListRow

FILTERS: Mapping[str, str] = MappingProxyType(
    {
        "gathered": "待核实",
        "verified": "待编清单",
        "listed": "待行文",
        "sent": "待批复",
        "decided": "已办结",
        "all": "全部",
    }
)


@dataclass(frozen=True, slots=True)
class DeskRows:
    """What the desk shows of a scope: cases of each filter, lists, branches with many."""

    cases: Mapping[str, Mapping[int, CorrectionRow]]
    lists: Mapping[int, ListRow]
    flagged: tuple[FlaggedBranch, ...]


def load_desk(
    context: Context, *, org_id: int | None, sort: Sequence[SortKey], list_sort: Sequence[SortKey]
) -> DeskRows:
    """Cases and lists below a node; runs on a reader thread."""
    rows = sorted_rows(queries.list_corrections(context, org_id=org_id), sort, _CASE_ORDERS)
    lists = sorted_rows(queries.list_lists(context, org_id=org_id), list_sort, _LIST_ORDERS)
    return DeskRows(
        {key: {row.id: row for row in rows if key in ("all", filter_of(row))} for key in FILTERS},
        {row.id: row for row in lists},
        queries.flagged_branches(context, org_id=org_id),
    )


def filter_of(row: CorrectionRow) -> str:
    """Under which filter a case is found."""
    if not row.open:
        return "decided"
    return "listed" if row.state == "verified" and row.list_id is not None else row.state


def case_columns() -> list[Column[CorrectionRow]]:
    """The queue; narrow enough for the middle pane of a small screen."""
    return [
        Column("state", "状态", state_text, width=84, tip=_state_tip),
        Column("name", "姓名", lambda row: row.name, width=76),
        Column("branch", "团支部", lambda row: row.branch_short, width=130, tip=lambda r: r.branch),
        Column("change", "更正", change_text, width=170, tip=_change_tip, figures=True),
        Column("missing", "还缺", _missing, width=80, tip=_missing_tip),
        Column("list", "清单", _place, width=126, figures=True),
        Column("age", "天数", _age, width=50, align="right", figures=True, tip=_age_tip),
        Column("reason", "误填原因", lambda row: row.reason, width=180, tip=lambda r: r.reason,
               sortable=False),
        Column("finding", "核实情况", lambda row: row.finding or "", width=180, shown=False,
               tip=lambda row: row.finding or "", sortable=False),
    ]  # fmt: skip


def line_columns() -> list[Column[CorrectionRow]]:
    """The lines of one list, in the order of its paper."""
    return [
        Column("line", "行", lambda row: str(row.line or "—"), width=40, align="right",
               figures=True, sortable=False),
        Column("name", "姓名", lambda row: row.name, width=76, sortable=False),
        Column("branch", "团支部", lambda row: row.branch_short, width=130,
               tip=lambda row: row.branch, sortable=False),
        Column("change", "更正", change_text, width=170, tip=_change_tip, figures=True,
               sortable=False),
        Column("finding", "核实情况", lambda row: row.finding or "", width=180,
               tip=lambda row: row.finding or "", sortable=False),
        Column("state", "状态", state_text, width=84, tip=_state_tip, sortable=False),
    ]  # fmt: skip


def list_columns() -> list[Column[ListRow]]:
    """The lists of a scope."""
    return [
        Column("number", "编号", lambda row: row.number, width=104, figures=True),
        Column("state", "状态", _list_state, width=170, tip=_stale_tip),
        Column("lines", "人数", lambda row: str(row.lines), width=50, align="right", figures=True),
        Column("organization", "填报单位", lambda row: row.organization, width=200,
               tip=lambda row: row.organization),
        Column("created_on", "编制日期", lambda row: row.created_on, width=96, figures=True),
        Column("document_number", "文号", lambda row: row.document_number or "", width=140),
        Column("decision_number", "批复文号", lambda row: row.decision_number or "", width=140),
    ]  # fmt: skip


def change_text(row: CorrectionRow) -> str:
    """2016年5月 → 2017年5月."""
    return f"{shown_value(row.field, row.base)} → {shown_value(row.field, row.new)}"


def state_text(row: CorrectionRow) -> str:
    """The state in a word or two, with a mark where the record moved or was closed."""
    if row.open and (row.conflict or row.left):
        return "⚠ 有冲突"
    if row.open:
        return FILTERS[filter_of(row)]
    return "已更正" if row.state == "approved" else row.state_label


def _missing(row: CorrectionRow) -> str:
    return f"{len(row.missing)} 份" if row.state == "gathered" and row.missing else ""


def _missing_tip(row: CorrectionRow) -> str:
    there = "、".join(one.label for one in row.proofs) or "无"
    return f"已有：{there}\n还缺：{'、'.join(row.missing) or '无'}"


def _place(row: CorrectionRow) -> str:
    if row.list_number is None:
        return "—"
    return f"{row.list_number}·{row.line}" if row.line else row.list_number


def _age(row: CorrectionRow) -> str:
    return str(row.age_days) if row.open else ""


def _age_tip(row: CorrectionRow) -> str:
    return f"{row.opened_on} 由 {row.opened_by} 提出"


def _change_tip(row: CorrectionRow) -> str:
    if row.conflict:
        return f"{row.label}：档案现为{shown_value(row.field, row.current)}，与提出时不同"
    return row.label


def _state_tip(row: CorrectionRow) -> str:
    words = [row.state_label]
    if row.decided_on:
        words.append(f"{row.decided_on} 办结 {row.decision_number or ''}".rstrip())
    if row.decision_reason:
        words.append(f"原因：{row.decision_reason}")
    return "\n".join(words)


def _list_state(row: ListRow) -> str:
    return f"⚠ 已过时 · {row.state_label}" if row.stale else row.state_label


def _stale_tip(row: ListRow) -> str:
    if row.stale:
        return "编成之后有团员的档案被修改，或有人被退回，纸面与记录不一致"
    return row.state_label


_CASE_ORDERS: dict[str, Callable[[CorrectionRow], Any]] = {
    "state": lambda row: list(FILTERS).index(filter_of(row)),
    "name": lambda row: name_keys(row.name).pinyin,
    "branch": lambda row: row.branch,
    "change": lambda row: (row.base or "", row.new or ""),
    "missing": lambda row: len(row.missing),
    "list": lambda row: (row.list_number or "", row.line or 0),
    "age": lambda row: row.age_days,
}
_LIST_ORDERS: dict[str, Callable[[ListRow], Any]] = {
    "number": lambda row: row.number,
    "state": lambda row: row.state,
    "lines": lambda row: row.lines,
    "organization": lambda row: row.organization,
    "created_on": lambda row: row.created_on,
    "document_number": lambda row: row.document_number or "",
    "decision_number": lambda row: row.decision_number or "",
}
