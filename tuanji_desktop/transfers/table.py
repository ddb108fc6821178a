"""The columns of the ledger and of a plan."""

from collections.abc import Mapping

from PySide6.QtGui import QResizeEvent

from ..kit.jobs import Jobs
from ..kit.paged_model import Column, PagedTableModel
from ..kit.paged_table import PagedTableView
from ..kit.style import scaled
from ..office.context import Context
from .plan import PlanRow
from .queries import TransferRow, ledger_rows

EMPTY: Mapping[str, tuple[str, str]] = {
    "open": (
        "没有办理中的转接",
        "在花名册里选中团员，右键“发起转接…”；毕业生在“毕业生”里按去向发起。"
        "外单位转来的，按“登记转入…”。",
    ),
    "late": ("没有超期的转接", "一个环节超过规定天数没有办理的，会出现在这里。"),
    "waiting": (
        "没有等待新生团支部的",
        "中学、中职、中专毕业后到省内高校就读的，登记等待；新生团支部建立后再转接。",
    ),
    "incoming": ("没有正在转入的", "外单位转来、不在本台账里的团员，按“登记转入…”登记。"),
    "finished": ("还没有办结的转接", "转入、退回、撤回的都保留在这里。"),
    "all": ("还没有转接", "在花名册里选中团员，右键“发起转接…”。"),
}

_TARGET, _NARROW = 3, 120


class LedgerTable(PagedTableView[TransferRow]):
    """The ledger; rows are read when they come in sight."""

    def __init__(self, context: Context, jobs: Jobs) -> None:
        self.paged: PagedTableModel[TransferRow] = PagedTableModel(
            jobs, columns=ledger_columns(), fetch=lambda ids: ledger_rows(context, ids)
        )
        super().__init__(self.paged, jobs=jobs, name="transfers_table", label="转接台账")
        self.paged.setParent(self)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The target takes up, or gives, what room there is."""
        super().resizeEvent(event)
        header = self.horizontalHeader()
        if not header.isSectionHidden(_TARGET):
            others = header.length() - header.sectionSize(_TARGET)
            room = self.viewport().width() - others
            header.resizeSection(_TARGET, max(scaled(_NARROW), room))

    def current_row(self) -> TransferRow | None:
        """The row under the cursor, if it has been read."""
        return self.paged.row_at(self.currentIndex().row())


def ledger_columns() -> list[Column[TransferRow]]:
    """The ledger; hovering a state shows the steps so far."""
    return [
        Column("name", "姓名", lambda row: row.name, width=72, sortable=False),
        Column("kind", "原因", kind_words, width=74, tip=_kind_tip, sortable=False),
        Column("source", "转出", lambda row: row.source, width=96,
               tip=lambda row: row.source_full, sortable=False),
        Column("target", "转入", lambda row: row.shown, width=150, tip=_target_tip,
               sortable=False),
        Column("state", "状态", state_words, width=140, tip=lambda row: row.steps, sortable=False),
        Column("turn", "待办理", lambda row: row.turn, width=90, tip=lambda row: row.turn,
               sortable=False),
        Column("due_on", "应办日期", lambda row: row.due_on, width=92, figures=True,
               sortable=False),
    ]  # fmt: skip


def plan_columns() -> list[Column[PlanRow]]:
    """A plan, a member a row; whose unit the target was taken for stands beside it."""
    return [
        Column("name", "姓名", lambda row: row.name, width=84, sortable=False),
        Column("words", "结果", lambda row: row.words, width=260, tip=_plan_tip, sortable=False),
        Column("side", "接收方", lambda row: row.side, width=72, tip=_plan_tip, sortable=False),
    ]  # fmt: skip


def kind_words(row: TransferRow) -> str:
    """The reason, and that it goes on paper."""
    return f"{row.kind}（纸质）" if row.on_paper else row.kind


def state_words(row: TransferRow) -> str:
    """The state, and what is to be seen of it at once."""
    if row.late:
        return f"⚠ 超期 {row.late} 天 · {row.state_label}"
    if row.ask:
        return f"该询问高校 · {row.state_label}"
    if row.allots:
        return f"待分配团支部 · {row.state_label}"
    return row.state_label


def _kind_tip(row: TransferRow) -> str:
    asked = f"；高校在省内：{row.in_province}" if row.in_province else ""
    return f"{kind_words(row)}，{row.started_on} 由{row.started_by}发起{asked}"


def _target_tip(row: TransferRow) -> str:
    return f"{row.target}（{row.side}）"


def _plan_tip(row: PlanRow) -> str:
    if not row.ready:
        return row.words
    said = f"；名单所写：{row.written}" if row.written else ""
    inside = f"；高校在省内：{row.in_province}" if row.in_province else ""
    return f"{row.words}。转入：{row.target}（{row.side}）{said}{inside}"
