"""The dialogs of the school year: mark graduating classes, turn them, roll the classes over."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QSpinBox, QWidget

from ..core.errors import TuanjiError
from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.style import scaled
from . import loading, roll_over
from .grades import school_year_end
from .loading import MarkStart
from .plan_dialog import PlanDialog
from .plans import Act, TreePlan, View
from .queries import Organization
from .tick_table import TickColumn, TickModel, TickTable
from .yearly import MarkRow, RollRow
from .yearly_acts import Mark, Turn

TITLES = {"mark": "标记毕业班", "turn": "毕业班转换", "roll_over": "班级升级"}
_VERBS = {"mark": "保存标记", "turn": "转为毕业班团支部", "roll_over": "升级"}
_ABOUT = {
    "mark": "每年 4 至 5 月标记应届毕业的团支部。已勾选的是按班名、学制和团员的毕业年份提出的建议，请逐行核对。",
    "turn": "标记过的团支部到期转为毕业班团支部，名称和团员不变。",
    "roll_over": "8 月起把班名升一级，毕业班不升。新名称可以双击（或按 F2）改写；不升的去掉勾。",
}
_SORTS = {"up": "升级", "graduated": "毕业班", "entry": "新建", "stays": "不动"}


@dataclass(frozen=True, slots=True)
class _Chosen:
    """An act whose long lists are put together on the reader thread."""

    rows: Sequence[RollRow]
    year: int

    def plan(self, view: View) -> TreePlan:
        return roll_over.chosen_roll(self.rows, self.year).plan(view)


class YearlyDialog(PlanDialog):
    """One of the year's acts below a node (None: the whole office). Every row can be unticked."""

    def __init__(
        self,
        workplace: Workplace,
        *,
        act: str,
        org: Organization | None,
        parent: QWidget | None = None,
    ) -> None:
        where = f"：{org.short_name}" if org is not None and org.parent_id is not None else ""
        super().__init__(
            workplace,
            TITLES[act] + where,
            "yearly_dialog",
            _VERBS[act],
            size=(940, 660),
            parent=parent,
        )
        self._act = act
        self._org_id = org.id if org is not None else None
        self._parents: dict[int, str] = {}
        self.model: TickModel[Any] = TickModel(self._columns(), can_tick=_can_tick, parent=self)
        self.table: TickTable[Any] = TickTable(
            self.model, name="yearly_rows", label=TITLES[act], parent=self
        )
        self.table.setMinimumHeight(scaled(150))
        self.year = QSpinBox(self)
        self.filter_box = QLineEdit(self)
        self.only_ticked = QCheckBox("只看勾选的", self)
        self._set_up_inputs()
        self._lay_out_inputs()
        self.model.edited.connect(self.inputs_changed)
        self.confirm.setEnabled(False)
        self.reload()

    def _columns(self) -> list[TickColumn[Any]]:
        if self._act == "roll_over":
            return [
                TickColumn("name", "现名", _roll_name, 190),
                TickColumn("sort", "办理", lambda row: _SORTS[row.sort], 60),
                TickColumn(
                    "short_name",
                    "新简称",
                    lambda row: row.short_name,
                    170,
                    put=lambda row, text: replace(row, short_name=text),
                ),
                TickColumn(
                    "full_name",
                    "新全称",
                    lambda row: row.full_name,
                    300,
                    put=lambda row, text: replace(row, full_name=text),
                ),
                TickColumn("reason", "说明", lambda row: row.reason, 180),
            ]
        return [
            TickColumn("name", "团支部", lambda row: row.node.short_name, 240),
            TickColumn("parent", "上级", lambda row: self._parents.get(row.node.id, ""), 160),
            TickColumn("members", "团员", lambda row: f"{row.node.members:,}", 60),
            TickColumn("reason", "说明", lambda row: row.reason, 400),
        ]

    def _set_up_inputs(self) -> None:
        today = self.workplace.context.today
        self.year.setObjectName("year")
        self.year.setAccessibleName("学年" if self._act == "roll_over" else "毕业年份")
        self.year.setRange(2000, 2100)
        self.year.setSuffix(" 学年" if self._act == "roll_over" else " 年")
        self.year.setValue(school_year_end(today) if self._act == "mark" else today.year)
        self.year.valueChanged.connect(lambda _value: self.reload())
        self.filter_box.setObjectName("yearly_filter")
        self.filter_box.setAccessibleName("筛选团支部")
        self.filter_box.setPlaceholderText("输入名称筛选")
        self.filter_box.setClearButtonEnabled(True)
        self.filter_box.textChanged.connect(lambda _text: self._filter())
        self.only_ticked.setObjectName("only_ticked")
        self.only_ticked.setAccessibleName("只看勾选的")
        self.only_ticked.toggled.connect(lambda _on: self._filter())

    def _lay_out_inputs(self) -> None:
        about = label(_ABOUT[self._act], role="small", name="yearly_about", parent=self)
        about.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.year)
        row.addWidget(self.filter_box, 1)
        row.addWidget(self.only_ticked)
        for name, words, on in (
            ("tick_all", "勾选列出的", True),
            ("tick_none", "去掉列出的", False),
        ):
            button = QPushButton(words, self)
            button.setObjectName(name)
            button.setAccessibleName(words)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, on=on: self._tick_shown(on=on))
            row.addWidget(button)
        if self._act == "roll_over":
            self.entries = QPushButton("建新生班级", self)
            self.entries.setObjectName("tick_entries")
            self.entries.setAccessibleName("勾选全部新生班级")
            self.entries.setAutoDefault(False)
            self.entries.clicked.connect(self._tick_entries)
            row.addWidget(self.entries)
        self.body.addWidget(about)
        self.body.addLayout(row)
        self.body.addWidget(self.table, 1)

    # ------------------------------------------------------------------------ rows
    def reload(self) -> None:
        """Reads the proposals for the year."""
        context, org_id, year = self.workplace.context, self._org_id, self.year.value()
        self.plan = None
        self.confirm.setEnabled(False)
        self.plan_view.say("正在核对……")
        if self._act == "roll_over":
            self.workplace.jobs.read(
                self,
                lambda: loading.load_roll(context, org_id=org_id, year=year),
                self._take_roll,
                topic="rows",
                on_error=self._not_read,
            )
            return
        load = loading.load_marks if self._act == "mark" else loading.load_turn
        self.workplace.jobs.read(
            self,
            lambda: load(context, org_id=org_id, year=year),
            self._take_marks,
            topic="rows",
            on_error=self._not_read,
        )

    def _not_read(self, error: TuanjiError) -> None:
        self.plan_view.show_refusal(error)

    def _take_marks(self, start: MarkStart) -> None:
        self._parents = start.parents
        self._show(start.rows)

    def _take_roll(self, rows: list[RollRow]) -> None:
        self._show(rows)

    def _show(self, rows: Sequence[MarkRow | RollRow]) -> None:
        self.model.show_rows(rows, [row.ticked for row in rows])
        self._filter()
        self.ask_plan()

    def _filter(self) -> None:
        words, only = self.filter_box.text().strip(), self.only_ticked.isChecked()
        if self._act == "roll_over":
            self.model.keep(
                lambda row, tick: (
                    (tick or not only)
                    and (words in row.full_name or words in _roll_name(row) or words in row.parent)
                )
            )
            return
        parents = self._parents
        self.model.keep(
            lambda row, tick: (
                (tick or not only)
                and (words in row.node.full_name or words in parents.get(row.node.id, ""))
            )
        )

    def _tick_shown(self, *, on: bool) -> None:
        self.model.tick(range(self.model.rowCount()), on)

    def _tick_entries(self) -> None:
        """All new classes, or none where all are ticked."""
        self.filter_box.clear()
        self.only_ticked.setChecked(False)
        rows, ticks = self.model.rows, self.model.ticks
        places = [place for place, row in enumerate(rows) if row.sort == "entry"]
        self.model.tick(places, not all(ticks[place] for place in places))
        if places:
            self.table.scrollTo(self.model.index(places[0], 0))
        else:
            self.banner.say("没有可以照着建的班级：入学年级没有班级升上去。", level="info")

    # ------------------------------------------------------------------------- act
    def nothing_yet(self) -> str:
        if self.model.rows:
            return "没有勾选任何一行。"
        return {
            "mark": "这里没有可以标记的学生团支部。请先填写学校类别，或在树上选中学校。",
            "turn": f"没有 {self.year.value()} 年的毕业班要转换：没有标记，或已经转换。",
            "roll_over": "这里没有按年级起名的班级。按入学年份起名的（如 2023级1班）不用升级。",
        }[self._act]

    def act(self) -> Act | None:
        year = self.year.value()
        if self._act == "roll_over":
            ticked = self.model.ticked()
            return _Chosen(ticked, year) if ticked else None
        if self._act == "turn":
            chosen = tuple(row.node.id for row in self.model.ticked())
            return Turn(year=year, org_id=self._org_id, chosen=chosen) if self.model.rows else None
        if not self.model.rows:
            return None
        on, off = [], []
        for row, tick in zip(self.model.rows, self.model.ticks, strict=True):
            if tick:
                on.append(row.node.id)
            elif row.node.graduating_year == year:
                off.append(row.node.id)
        return Mark(year=year, marked=tuple(on), unmarked=tuple(off))


def _can_tick(row: MarkRow | RollRow) -> bool:
    return isinstance(row, MarkRow) or row.sort != "stays"


def _roll_name(row: RollRow) -> str:
    return row.node.short_name if row.node is not None else f"（新建）{row.parent}"
