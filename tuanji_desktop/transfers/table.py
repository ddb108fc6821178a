"""The columns of the ledger and of a plan, and which rows a filter shows."""

from collections.abc import Mapping

from ..kit.paged_model import Column
from .plan import PlanRow
from .queries import TransferRow

FILTERS: Mapping[str, str] = {
    "open": "办理中",
    "late": "超期",
    "waiting": "等待新生团支部",
    "finished": "已办结",
    "all": "全部",
}
EMPTY: Mapping[str, tuple[str, str]] = {
    "open": (
        "没有办理中的转接",
        "在花名册里选中团员，右键“发起转接…”；毕业生在“毕业生”里按去向发起。",
    ),
    "late": ("没有超期的转接", "一个环节超过规定天数没有办理的，会出现在这里。"),
    "waiting": (
        "没有等待新生团支部的",
        "中学、中职、中专毕业后到省内高校就读的，登记等待；新生团支部建立后再转接。",
    ),
    "finished": ("还没有办结的转接", "转入、退回、撤回的都保留在这里。"),
    "all": ("还没有转接", "在花名册里选中团员，右键“发起转接…”。"),
}


def fits(row: TransferRow, key: str) -> bool:
    """Whether a filter shows a row."""
    match key:
        case "open":
            return row.open and not row.waiting
        case "late":
            return row.late > 0
        case "waiting":
            return row.waiting
        case "finished":
            return not row.open
    return True


def ledger_columns() -> list[Column[TransferRow]]:
    """The ledger; hovering a state shows the steps so far."""
    return [
        Column("name", "姓名", lambda row: row.name, width=80, sortable=False),
        Column("kind", "原因", lambda row: row.kind, width=74, sortable=False),
        Column("source", "转出", lambda row: row.source, width=110,
               tip=lambda row: row.source_full, sortable=False),
        Column("target", "转入", lambda row: row.target, width=150, tip=lambda row: row.target,
               sortable=False),
        Column("state", "状态", state_words, width=150, tip=lambda row: row.steps, sortable=False),
        Column("turn", "待办理", lambda row: row.turn, width=96, tip=lambda row: row.turn,
               sortable=False),
        Column("due_on", "应办日期", lambda row: row.due_on, width=96, figures=True,
               sortable=False),
    ]  # fmt: skip


def plan_columns() -> list[Column[PlanRow]]:
    """A plan, a member a row."""
    return [
        Column("name", "姓名", lambda row: row.name, width=90, sortable=False),
        Column("words", "结果", lambda row: row.words, width=320, tip=lambda row: row.words,
               sortable=False),
    ]  # fmt: skip


def state_words(row: TransferRow) -> str:
    """The state, and what is to be seen of it at once."""
    if row.late:
        return f"⚠ {row.state_label} · 超期 {row.late} 天"
    if row.ask:
        return f"{row.state_label} · 该询问高校"
    return row.state_label
