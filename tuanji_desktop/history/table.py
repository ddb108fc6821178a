"""The columns of the journal."""

from ..kit.paged_model import Column
from .queries import OperationRow


def columns() -> tuple[Column[OperationRow], ...]:
    """From left to right; the order is always the newest first."""
    return (
        Column(
            "number", "操作号", lambda row: str(row.number), 60, align="right", figures=True,
            sortable=False,
        ),
        Column("at", "时间", lambda row: moment(row.at), 132, figures=True, sortable=False),
        Column("actor", "操作人", lambda row: row.actor, 76, sortable=False),
        Column(
            "words", "内容", lambda row: row.words, 272, tip=lambda row: row.words, sortable=False
        ),
        Column("rows", "记录", lambda row: f"{row.rows:,}", 56, align="right", figures=True,
               sortable=False),
        Column("state", "状态", state, 104, sortable=False),
        Column("reason", "原因", lambda row: row.reason or "", 140, sortable=False),
        Column("document", "文号或文件", lambda row: row.document or "", 150, sortable=False),
    )  # fmt: skip


def moment(at: str) -> str:
    """`2018-08-01T09:30:00+08:00` as a clerk reads it.

    >>> moment("2018-08-01T09:30:00+08:00")
    '2018-08-01 09:30'
    """
    return at[:16].replace("T", " ")


def state(row: OperationRow) -> str:
    """Whether it was taken back, or takes another back."""
    if row.undone_by is not None:
        return f"已撤销（{row.undone_by}）"
    return f"撤销 {row.undoes} 号" if row.undoes is not None else ""
