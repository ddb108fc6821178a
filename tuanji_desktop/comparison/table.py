"""The work list: a difference a line, both sides beside each other."""

from PySide6.QtGui import QResizeEvent

from ..core.masks import mask_id
from ..kit.jobs import Jobs
from ..kit.paged_model import Column, PagedTableModel
from ..kit.paged_table import PagedTableView
from ..kit.style import scaled
from ..office.context import Context
from .kinds import KINDS
from .queries import LineRow, load_lines
from .words import about, here_words, state_words, there_words

_HERE, _THERE, _ABOUT = 3, 4, 6
_NARROW = 116


class LineTable(PagedTableView[LineRow]):
    """Lines of any number; they are read when they come in sight."""

    def __init__(self, context: Context, jobs: Jobs) -> None:
        self.paged: PagedTableModel[LineRow] = PagedTableModel(
            jobs, columns=line_columns(), fetch=lambda ids: load_lines(context, ids)
        )
        super().__init__(self.paged, jobs=jobs, name="comparison_table", label="差异清单")
        self.paged.setParent(self)
        self.setMinimumHeight(scaled(96))

    def current_row(self) -> LineRow | None:
        """The line under the cursor, if it has been read."""
        return self.paged.row_at(self.currentIndex().row())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Both sides share what room there is."""
        super().resizeEvent(event)
        header = self.horizontalHeader()
        ours = [one for one in (_HERE, _THERE) if not header.isSectionHidden(one)]
        if ours:
            others = header.length() - sum(header.sectionSize(one) for one in ours)
            room = (self.viewport().width() - others) // len(ours)
            for one in ours:
                header.resizeSection(one, max(scaled(_NARROW), room))


def line_columns() -> list[Column[LineRow]]:
    """What a line shows; hovering a name gives the masked number."""
    return [
        Column("label", "差异", lambda row: row.label, width=88, tip=_kind, sortable=False),
        Column("name", "姓名", lambda row: row.name, width=80, tip=_number, sortable=False),
        Column("unit", "团支部", lambda row: row.unit, width=112, tip=lambda row: row.unit,
               sortable=False),
        Column("here", "台账", here_words, width=128, tip=here_words, sortable=False),
        Column("there", "名单", there_words, width=128, tip=there_words, sortable=False),
        Column("state", "办理情况", state_words, width=104, tip=state_words, sortable=False),
        Column("about", "说明", about, width=120, tip=about, sortable=False),
    ]  # fmt: skip


def _kind(row: LineRow) -> str:
    return f"{KINDS[row.kind]}：{row.label}" if row.field else row.label


def _number(row: LineRow) -> str:
    return mask_id(row.id_number) if row.id_number and "*" not in row.id_number else row.id_number
