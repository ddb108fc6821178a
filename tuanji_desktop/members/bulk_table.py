"""The lower half of the bulk edit: every field of every member, before and after."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ..core.masks import mask_id, mask_phone
from ..kit.jobs import Jobs
from ..kit.paged_model import Column, PagedTableModel
from ..kit.paged_table import PagedTableView
from ..rules.fields import FIELDS, Kind
from .bulk_plan import BulkCell, BulkPlan, BulkRow

_CELLS = 64
"""More than a row can have: an id is the row's place times this, and the cell's place."""
FILTERS: Mapping[str, str] = {
    "": "全部",
    "changed": "会改",
    "submitted": "送审",
    "draft": "存草稿",
    "refused": "不能改",
    "unchanged": "不变",
}
RESULTS: Mapping[str, str] = {
    "saved": "改",
    "submitted": "送审核",
    "draft": "存为草稿",
    "unchanged": "不变",
    "waiting": "已在审核",
    "refused": "不能改",
    "held": "未改",
}


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of the table."""

    row: BulkRow
    cell: BulkCell


def lines(plan: BulkPlan, wanted: str) -> "array[int]":
    """Ids of the lines of members that a filter shows; for a reader thread, plans may be long."""
    return array(
        "q",
        (
            place * _CELLS + number + 1
            for place, row in enumerate(plan.rows)
            if wanted in ("", row.kind) or (wanted == "submitted" and row.submitted)
            for number in range(len(row.cells))
        ),
    )


def lines_by_id(plan: BulkPlan, ids: Sequence[int]) -> dict[int, PlanLine]:
    """The lines of these ids."""
    found = {}
    for one in ids:
        place, number = divmod(one - 1, _CELLS)
        row = plan.rows[place] if place < len(plan.rows) else None
        if row is not None and number < len(row.cells):  # a table may remember longer plans
            found[one] = PlanLine(row, row.cells[number])
    return found


def why(line: PlanLine) -> str:
    """What is to be said of a line."""
    cell = line.cell
    clause = f"（{cell.clause}）" if cell.clause else ""
    match cell.kind:
        case "submitted":
            words = f"经团支部确认后生效{clause}。{cell.message}"
        case "waiting":
            words = f"同样的修改已在等待审核{clause}。"
        case "draft":
            words = f"必填项没有填齐，存为草稿，原有信息不变{clause}。"
        case "held":
            words = "这个人另有不能改的项，一并不改。"
        case "refused":
            words = f"{cell.message.rstrip('。')}{clause}。"
        case _:
            words = cell.message
    return words


def _shown(cell: BulkCell, value: str | None) -> str:
    kind = FIELDS[cell.field].kind
    if not value:
        return "（空）"
    if kind is Kind.ID_NUMBER:
        return mask_id(value)
    return mask_phone(value) if kind is Kind.MOBILE else " ".join(value.split())


def _after(line: PlanLine) -> str:
    return "" if line.cell.kind == "unchanged" else _shown(line.cell, line.cell.after)


COLUMNS: tuple[Column[PlanLine], ...] = (
    Column[PlanLine]("name", "姓名", lambda line: line.row.name, width=84, sortable=False),
    Column[PlanLine]("branch", "团支部", lambda line: line.row.branch, width=128, sortable=False),
    Column[PlanLine](
        "field", "字段", lambda line: FIELDS[line.cell.field].label, width=104, sortable=False
    ),
    Column[PlanLine](
        "before",
        "现在",
        lambda line: _shown(line.cell, line.cell.before),
        width=120,
        tip=lambda line: _shown(line.cell, line.cell.before),
        sortable=False,
    ),
    Column[PlanLine]("after", "改为", _after, width=120, tip=_after, sortable=False),
    Column[PlanLine](
        "result", "结果", lambda line: RESULTS[line.cell.kind], width=72, sortable=False
    ),
    Column[PlanLine]("why", "说明", why, width=300, tip=why, sortable=False),
)


class PlanTable(PagedTableView[PlanLine]):
    """Shows a plan of any length; the lines are made when somebody looks at them."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        self._plan: BulkPlan | None = None
        self.paged: PagedTableModel[PlanLine] = PagedTableModel(
            jobs, columns=COLUMNS, fetch=self._fetch
        )
        super().__init__(
            self.paged, jobs=jobs, name="bulk_table", label="修改前后对照", parent=parent
        )
        self.paged.setParent(self)

    def show_plan(self, plan: BulkPlan | None, ids: Sequence[int]) -> None:
        """Shows these lines of a plan."""
        self._plan = plan
        self.show_ids(ids)
        self.paged.refresh_all()

    def _fetch(self, ids: Sequence[int]) -> Mapping[int, PlanLine]:
        return lines_by_id(self._plan, ids) if self._plan is not None else {}
