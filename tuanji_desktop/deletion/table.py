"""The lists of the deletion desk: which rows, in which columns, in which order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ..core.pinyin import name_keys
from ..kit.paged_model import Column, SortKey
from ..kit.row_table import sorted_rows
from ..office.context import Context
from . import queries
from .guards import FLAG_WORDS, OPEN_STATES
from .queries import BatchRow, RequestRow

FILTERS: Mapping[str, str] = MappingProxyType(
    {"unbatched": "待编批", "batched": "已编批", "decided": "已决定", "all": "全部"}
)


@dataclass(frozen=True, slots=True)
class DeskRows:
    """What the desk shows of a scope: requests of each filter in order, and the batches."""

    requests: Mapping[str, Mapping[int, RequestRow]]
    batches: Mapping[int, BatchRow]


def load_desk(
    context: Context, *, org_id: int | None, sort: Sequence[SortKey], batch_sort: Sequence[SortKey]
) -> DeskRows:
    """Requests and batches below a node; runs on a reader thread."""
    rows = sorted_rows(queries.list_requests(context, org_id=org_id), sort, _REQUEST_ORDERS)
    batches = sorted_rows(queries.list_batches(context, org_id=org_id), batch_sort, _BATCH_ORDERS)
    return DeskRows(
        {key: {row.id: row for row in rows if key in ("all", filter_of(row))} for key in FILTERS},
        {row.id: row for row in batches},
    )


def filter_of(row: RequestRow) -> str:
    """Under which filter a request is found."""
    if row.state not in OPEN_STATES:
        return "decided"
    return "unbatched" if row.batch_id is None else "batched"


def request_columns() -> list[Column[RequestRow]]:
    """The queue; narrow enough for the middle pane of a small screen."""
    return [
        Column("state", "状态", lambda row: row.state_label, width=148, tip=_state_tip),
        Column("name", "姓名", lambda row: row.name, width=76),
        Column("branch", "团支部", lambda row: row.branch_short, width=150, tip=lambda r: r.branch),
        Column("reasons", "删除原因", lambda row: row.reasons, width=200, tip=lambda r: r.reasons),
        Column("batch", "批次", lambda row: row.batch or "—", width=78, figures=True),
        Column("age", "天数", age_text, width=50, align="right", figures=True, tip=_age_tip),
        Column("flags", "疑问", _flags, width=50, tip=flag_words),
        Column("requested_by", "申请人", lambda row: row.requested_by, width=76, shown=False),
        Column("note", "说明", lambda row: row.note or "", width=160, shown=False, sortable=False),
    ]


def line_columns() -> list[Column[RequestRow]]:
    """The lines of one batch, in the order of its paper."""
    return [
        Column("line", "行", lambda row: str(row.line or ""), width=40, align="right", figures=True,
               sortable=False),
        Column("name", "姓名", lambda row: row.name, width=76, sortable=False),
        Column("branch", "团支部", lambda row: row.branch_short, width=150, tip=lambda r: r.branch,
               sortable=False),
        Column("reasons", "删除原因", lambda row: row.reasons, width=210, tip=lambda r: r.reasons,
               sortable=False),
        Column("state", "状态", lambda row: row.state_label, width=148, tip=_state_tip,
               sortable=False),
        Column("flags", "疑问", _flags, width=50, tip=flag_words, sortable=False),
    ]  # fmt: skip


def batch_columns() -> list[Column[BatchRow]]:
    """The batches of a scope."""
    return [
        Column("number", "批号", lambda row: row.number, width=84, figures=True),
        Column("state", "状态", _batch_state, width=170, tip=_stale_tip),
        Column("lines", "人数", lambda row: str(row.lines), width=50, align="right", figures=True),
        Column("organization", "填报单位", lambda row: row.organization, width=250,
               tip=lambda row: row.organization),
        Column("created_on", "编批日期", lambda row: row.created_on, width=96, figures=True),
        Column("document_number", "文号", lambda row: row.document_number or "", width=140),
    ]  # fmt: skip


def age_text(row: RequestRow) -> str:
    """Days since it was made, while it is open."""
    return str(row.age_days) if row.state in OPEN_STATES else ""


def flag_words(row: RequestRow) -> str:
    """What should make one ask, a question a line."""
    return "\n".join(FLAG_WORDS.get(flag, flag) for flag in row.flags)


def words_about(row: RequestRow) -> str:
    """The request under the cursor, whole."""
    parts = [f"第 {row.id} 号 · {row.name} · {row.branch}", f"删除原因：{row.reasons}"]
    parts.append(f"{row.requested_on} 由 {row.requested_by} 提出")
    if row.note:
        parts.append(f"说明：{row.note}")
    if row.override_by:
        parts.append(f"转接未完成，特别办理：{row.override_reason}（第二操作员 {row.override_by}）")
    if row.previous_id:
        check = f"，{row.verified_on} 由 {row.verified_by} 核查" if row.verified_by else ""
        parts.append(f"第 {row.previous_id} 号被退回后重新申请{check}")
    if row.decided_on:
        who = f" {row.decided_level}" if row.decided_level else ""
        why = f"，原因：{row.decision_reason}" if row.decision_reason else ""
        by = f"（{row.decided_by} 登记）" if row.decided_by else ""
        parts.append(f"{row.decided_on}{who} {row.state_label}{why}{by}")
    if row.flags:
        parts.append("疑问：" + " ".join(flag_words(row).splitlines()))
    return "\n".join(parts)


def _flags(row: RequestRow) -> str:
    return f"？{len(row.flags)}" if row.flags else ""


def _age_tip(row: RequestRow) -> str:
    return f"{row.requested_on} 由 {row.requested_by} 提出"


def _state_tip(row: RequestRow) -> str:
    words = [row.state_label]
    if row.decided_on:
        words.append(f"{row.decided_on} 决定")
    if row.decision_reason:
        words.append(f"原因：{row.decision_reason}")
    if row.previous_id:
        words.append(f"第 {row.previous_id} 号被退回后重新申请")
    return "\n".join(words)


def _batch_state(row: BatchRow) -> str:
    return f"⚠ 已过时 · {row.state_label}" if row.stale else row.state_label


def _stale_tip(row: BatchRow) -> str:
    return "打印之后有团员的档案被修改，纸面与记录不一致" if row.stale else row.state_label


_REQUEST_ORDERS: dict[str, Callable[[RequestRow], Any]] = {
    "state": lambda row: (list(FILTERS).index(filter_of(row)), row.state),
    "name": lambda row: name_keys(row.name).pinyin,
    "branch": lambda row: row.branch,
    "reasons": lambda row: row.reasons,
    "batch": lambda row: (row.batch or "", row.line or 0),
    "age": lambda row: row.age_days,
    "flags": lambda row: len(row.flags),
    "requested_by": lambda row: row.requested_by,
}
_BATCH_ORDERS: dict[str, Callable[[BatchRow], Any]] = {
    "number": lambda row: row.number,
    "state": lambda row: row.state,
    "lines": lambda row: row.lines,
    "organization": lambda row: row.organization,
    "created_on": lambda row: row.created_on,
    "document_number": lambda row: row.document_number or "",
}
