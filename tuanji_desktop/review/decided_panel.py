"""What was decided: who accepted, returned or withdrew what, and when."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ..kit.flow import FlowLayout
from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.paged_model import SortKey
from ..kit.row_table import RowTable
from . import table
from .queries import DECIDED_LIMIT, DecidedField

CHOICES: Mapping[str, str] = MappingProxyType(
    {"": "全部", "accepted": "已通过", "returned": "已退回", "withdrawn": "已撤回"}
)


class DecidedPanel(QWidget):
    """Reads when it is seen; the latest first."""

    member_chosen = Signal(int)
    member_requested = Signal(int)
    slips_requested = Signal(list)
    """Ids of the requests whose slips are wanted."""
    said = Signal(str, str)
    shown = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_decided_side")
        self.setAccessibleName("已办结的修改申请")
        self._workplace = workplace
        self._org_id: int | None = None
        self._state = ""
        self._sort: tuple[SortKey, ...] = ()
        self.rows: RowTable[DecidedField] = RowTable(
            columns=table.decided_columns(),
            jobs=workplace.jobs,
            name="review_decided",
            label="已办结的修改申请",
            stretch="change",
        )
        self.rows.set_empty(
            "还没有办结的修改申请",
            "通过、退回和撤回的修改都列在这里：谁在哪一天怎样决定。单人办公、本人审核的注明“单人”。",
        )
        self.filters: dict[str, QPushButton] = {}
        self._about = label("", role="small", name="decided_about", parent=self)
        self._about.setWordWrap(True)
        self.slips = self._button("decided_slips", "打印修改单…", self._ask_slips)
        self.open = self._button("decided_open", "打开档案（Enter）", self._open)
        self._lay_out()
        self.rows.sort_requested.connect(self._sort_by)
        self.rows.notice.connect(lambda words: self.said.emit("done", words))
        self.rows.chosen_changed.connect(lambda _count: self._enable())
        self.rows.current_changed.connect(self._moved)
        self.rows.opened.connect(lambda _id: self._open())
        self._enable()

    def set_scope(self, org_id: int | None) -> None:
        """The node below which the list is."""
        self._org_id = org_id

    def refresh(self) -> None:
        """Reads the list anew, if anybody sees it."""
        if not self.isVisible():
            return
        context, org_id, state, sort = (
            self._workplace.context,
            self._org_id,
            self._state,
            self._sort,
        )
        self._workplace.jobs.read(
            self,
            lambda: table.load_decided_rows(context, org_id=org_id, state=state, sort=sort),
            self._show,
            topic="decided",
        )

    def column_state(self) -> str:
        """Columns and sort, as the table keeps them."""
        return self.rows.column_state()

    def restore_column_state(self, state: str) -> None:
        """Takes up kept columns."""
        self.rows.restore_column_state(state)
        self._sort = self.rows.paged.sort_keys

    def _lay_out(self) -> None:
        flow = FlowLayout()
        group = QButtonGroup(self)
        for key, words in CHOICES.items():
            button = QPushButton(words, self)
            button.setObjectName(f"decided_{key or 'all'}")
            button.setAccessibleName(f"显示{words}的修改")
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setChecked(not key)
            button.clicked.connect(partial(self._filter, key))
            group.addButton(button)
            self.filters[key] = button
            flow.addWidget(button)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.slips)
        bar.addWidget(self._about, 1)
        bar.addWidget(self.open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(flow)
        layout.addWidget(self.rows, 1)
        layout.addLayout(bar)

    def _button(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.clicked.connect(lambda _=False: act())
        return button

    def _show(self, found: Mapping[int, DecidedField]) -> None:
        self.rows.show_rows(found)
        if found and not self.rows.current_row():
            self.rows.choose([next(iter(found))])
        self._about.setText(
            f"只列出最近的 {DECIDED_LIMIT:,} 项，更早的在操作日志里查。"
            if len(found) == DECIDED_LIMIT
            else ""
        )
        self._enable()
        self.shown.emit()

    def _filter(self, key: str, _checked: bool = True) -> None:
        self._state = key
        self.refresh()

    def _sort_by(self, keys: tuple[SortKey, ...]) -> None:
        self._sort = keys
        self.refresh()

    def _enable(self) -> None:
        some = self.rows.current_row() is not None or self.rows.chosen_count() > 0
        self.slips.setEnabled(some)
        self.open.setEnabled(self.rows.current_row() is not None)

    def _moved(self, _id: int) -> None:
        row = self.rows.current_row()
        if row is not None and self.rows.isVisible():
            self.member_chosen.emit(row.member_id)
        self._enable()

    def _open(self) -> None:
        row = self.rows.current_row()
        if row is not None:
            self.member_requested.emit(row.member_id)

    def _ask_slips(self) -> None:
        current = self.rows.current_row()
        rows = self.rows.chosen_rows() or ([current] if current else [])
        if rows:
            self.slips_requested.emit(sorted({row.request_id for row in rows}))
