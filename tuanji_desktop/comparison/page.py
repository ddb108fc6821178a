"""The desk 名单比对: what a list of the official system and the roster do not agree in, and the acts
that settle it, line by line or many at once."""

import json
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..core.progress import Progress
from ..kit.ask_strip import AskStrip
from ..kit.dialogs import Banner, ask_save_path
from ..kit.empty import EmptyState
from ..kit.flow import FlowLayout
from ..kit.labels import NamesBox
from ..kit.page import Page, Workplace
from ..kit.style import scaled
from ..office.context import Context
from ..store.changes import Changes
from . import queries, settling
from .export import Handed, export_handover, work_list
from .filter_bar import FilterBar
from .kinds import ASIDE, CORRECT_THERE, FILTERS, NOT_OURS, STATES
from .panels import PairPanel
from .queries import Board, Comparison, LineRow, Pair
from .table import LineTable
from .take_dialog import TakeDialog

if TYPE_CHECKING:
    from ..kit.export_dialog import ExportDialog

ACTS: Mapping[str, str] = {
    "theirs": "采用名单内容…",
    "correct_there": "请系统更正…",
    "add": "补录到台账…",
    "restore": "恢复团籍…",
    "transfer": "发起转接…",
    "deletion": "申请删除…",
    "correction": "行文更正…",
    "leaving": "办理离团…",
    "not_ours": "不是本单位的…",
    "aside": "搁置…",
    "reopen": "重新打开",
}
_ONE_BY_ONE = frozenset({"add", "correction"})
_HINTS = {
    CORRECT_THERE: "说明，可不填；以后用“移交更正单”交给管系统的人",
    NOT_OURS: "说明，可不填，例如：已毕业到外校",
    ASIDE: "原因",
}
_EMPTY: Mapping[str, tuple[str, str]] = {
    "open": ("没有待处理的差异", "处理过的在“办理中”“待系统更正”和“已了结”里。"),
    "pending": ("没有办理中的", "送审的修改、在办的转接和删除申请会出现在这里。"),
    "handed": ("没有待系统更正的", "以台账为准的，按“请系统更正”，再导出移交更正单。"),
    "done": ("还没有了结的", "台账与名单一致了，或搁置了的，会出现在这里。"),
    "all": ("名单与台账完全一致", ""),
}
_WATCHED = (
    "comparisons", "comparison_rows", "members", "organizations", "change_fields",
    "deletion_requests", "corrections", "transfers",
)  # fmt: skip
_NOTHING, _LIST = range(2)
_NAMED = 22
"""Characters of a comparison's name in sight; its list is as wide as its words."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The chosen lines, and which of them each act fits."""

    ids: "array[int]"
    rows: Mapping[int, LineRow]
    fitting: Mapping[str, Sequence[LineRow]]


def _chosen(context: Context, ids: "array[int]") -> _Chosen:
    """What the chosen lines allow; a whole work list is looked through on a reader's thread."""
    rows = queries.load_lines(context, ids)
    fitting: dict[str, list[LineRow]] = {}
    for one in ids:
        if (row := rows.get(one)) is not None:
            for act in row.acts:
                fitting.setdefault(act, []).append(row)
    return _Chosen(ids, rows, fitting)


class ComparisonPage(Page):
    """Every act goes for all chosen lines that it fits; the acts of other rooms are wishes."""

    key, title, icon, manual = "comparison", "名单比对", "comparison", "comparison"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._comparisons: tuple[Comparison, ...] = ()
        self._current = 0
        self._board: Board | None = None
        self._chosen = _Chosen(array("q"), {}, {})
        self.empty = EmptyState(
            "还没有比对过名单",
            "从“智慧团建”等系统导出本单位的团员名单，与花名册逐人逐项比对："
            "哪些人只有一边有，哪些内容不同，每一条该怎么办。",
            "比对名单…",
            self,
        )
        self.choice = NamesBox(self)
        self.choice.setObjectName("comparison_choice")
        self.choice.setAccessibleName("哪一次比对")
        self.choice.setMinimumContentsLength(_NAMED)
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.start_button = self._button("comparison_start", "比对名单…", self._wish_list)
        self.export_button = self._button("comparison_export", "导出清单…", self._export)
        self.hand_button = self._button("comparison_hand", "移交更正单…", self.hand_over)
        self.close_button = self._button("comparison_close", "结束比对…", self._ask_close)
        self.filters = FilterBar(self)
        self.acts = {
            key: self._button(f"comparison_{key}", words, partial(self._press, key))
            for key, words in ACTS.items()
        }
        self.open_button = self._button("comparison_open", "打开档案", self._open_current)
        self.strip = AskStrip("comparison_ask", self)
        self.banner = Banner(self)
        self.table = LineTable(workplace.context, workplace.jobs)
        self.panel = PairPanel(self)
        self.panel.set_writable(not workplace.context.database.read_only)
        self._lay_out()
        self._connect()
        self._enable()

    def _button(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words.rstrip("…"))
        button.clicked.connect(lambda _=False: act())
        return button

    def _lay_out(self) -> None:
        side = QWidget(self)
        side.setObjectName("comparison_side")
        head, acts = FlowLayout(spacing=6), FlowLayout(spacing=6)
        for widget in (
            self.choice,
            self.start_button,
            self.export_button,
            self.hand_button,
            self.close_button,
        ):
            head.addWidget(widget)
        for button in (*self.acts.values(), self.open_button):
            acts.addWidget(button)
        split = QSplitter(Qt.Orientation.Vertical, side)
        split.setObjectName("comparison_split")
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.panel)
        split.setStretchFactor(0, 1)
        split.setSizes([scaled(300), scaled(180)])
        layout = QVBoxLayout(side)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.filters)
        layout.addLayout(acts)
        layout.addWidget(self.strip)
        layout.addWidget(self.banner)
        layout.addWidget(split, 1)
        room = QScrollArea(self)  # large letters on a small screen
        room.setObjectName("comparison_scroll")
        room.setAccessibleName("名单比对")
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setWidgetResizable(True)
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        room.setWidget(side)
        self.stack = QStackedWidget(self)
        self.stack.setObjectName("comparison_stack")
        self.stack.addWidget(self.empty)
        self.stack.addWidget(room)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.empty.action_requested.connect(self._wish_list)
        self.choice.activated.connect(lambda _place: self._choose(self.choice.currentData()))
        self.filters.changed.connect(self._load)
        self.table.current_changed.connect(self._moved)
        self.table.chosen_changed.connect(lambda _count: self._read_chosen())
        self.table.opened.connect(lambda _line: self._open_current())
        self.table.exporting = self.export
        self.table.notice.connect(lambda words: self.said.emit("done", words))
        self.panel.decided.connect(self._decide)

    # ---------------------------------------------------------------- what is shown
    def refresh(self) -> None:
        context = self.workplace.context
        self.workplace.jobs.read(
            self, lambda: queries.load_comparisons(context), self._offer, topic="comparisons"
        )

    def show_changes(self, changes: Changes) -> None:
        if changes.touches(*_WATCHED):
            self.table.paged.refresh_all()
            self.refresh()

    def show_hint(self, hint: object) -> None:
        """One of `FILTERS`, or {"comparison": id}."""
        if isinstance(hint, str) and hint in FILTERS:
            self.filters.show_state(hint)
            self._load()
        elif isinstance(hint, dict) and "comparison" in hint:
            self._choose(int(hint["comparison"]))

    def _offer(self, found: tuple[Comparison, ...]) -> None:
        known = {one.id for one in self._comparisons}
        newest = max((one.id for one in found), default=0)
        gone = not any(one.id == self._current for one in found)
        if gone or (known and newest not in known):  # a new one is what one wants to see
            self._current = found[0].id if gone and found else newest
            self.filters.show_state("open")
        self._comparisons = found
        self.choice.clear()
        for one in found:
            self.choice.addItem(one.words, one.id)
        self.choice.setCurrentIndex(max(0, self.choice.findData(self._current)))
        view = self.choice.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + scaled(24))
        self.stack.setCurrentIndex(_LIST if found else _NOTHING)
        if found:
            self._load()
        else:
            self._board = None
            self.summary_changed.emit("还没有比对过名单")

    def _choose(self, comparison_id: int) -> None:
        self._current = int(comparison_id)
        self.filters.show_state("open")
        self.refresh()

    def _load(self) -> None:
        context, current, scope = self.workplace.context, self._current, self.scope
        bar = self.filters
        shown, kind, field, unit = bar.shown, bar.kind, bar.field, bar.unit
        if not current:
            return
        self.workplace.jobs.read(
            self,
            lambda: queries.load_board(
                context, current, org_id=scope, shown=shown, kind=kind, field=field, unit=unit
            ),
            self._show,
            topic="board",
        )

    def _show(self, board: Board) -> None:
        self._board = board
        self.filters.show_board(board)
        self.table.set_empty(*_EMPTY[self.filters.shown])
        self.table.show_ids(board.ids)
        self._read_chosen()
        self.summary_changed.emit(
            " · ".join(f"{words} {board.states[key]:,}" for key, (words, _) in FILTERS.items())
        )

    def _read_chosen(self) -> None:
        """What the chosen lines allow; a whole list takes its moment in the background."""
        context, ids = self.workplace.context, array("q", self.table.chosen_ids())
        self.workplace.jobs.read(
            self, lambda: _chosen(context, ids), self._take_chosen, topic="chosen"
        )
        self._ask_pair(self.table.current_id())

    def _take_chosen(self, chosen: "_Chosen") -> None:
        if chosen.ids == self.table.chosen_ids():
            self._chosen = chosen
            self._enable()

    def _moved(self, line_id: int) -> None:
        self._ask_pair(line_id)
        row = self.table.current_row()
        if row is not None and row.id == line_id and row.member_id and self.isVisible():
            self.member_chosen.emit(row.member_id)

    def _ask_pair(self, line_id: int) -> None:
        if not line_id or line_id not in set(self.table.chosen_ids(limit=1_000)):
            self.panel.show_pair(None)
            return
        context = self.workplace.context
        self.workplace.jobs.read(
            self,
            lambda: queries.load_pair(context, line_id),
            self.panel.show_pair,
            topic="pair",
        )

    def _fitting(self, act: str) -> Sequence[LineRow]:
        rows = self._chosen.fitting.get(act, ())
        return rows if act not in _ONE_BY_ONE or len(rows) == 1 else ()

    def _enable(self) -> None:
        writable = not self.workplace.context.database.read_only
        live = self._board is not None and self._board.comparison.open
        self.start_button.setEnabled(writable)
        for act, button in self.acts.items():
            count = len(self._fitting(act))
            button.setVisible(count > 0)
            button.setEnabled(writable)
            words = ACTS[act] + (f"（{count:,} 条）" if count > 1 else "")
            button.setText(words)
            button.setAccessibleName(words)
        row = self._chosen.rows.get(self.table.current_id())
        self.open_button.setVisible(row is not None and row.member_id is not None)
        self.export_button.setEnabled(self._board is not None and bool(self._board.ids))
        self.hand_button.setEnabled(
            writable and self._board is not None and bool(self._board.states["handed"])
        )
        self.close_button.setEnabled(writable and live)

    def _open_current(self) -> None:
        row = self._chosen.rows.get(self.table.current_id()) or self.table.current_row()
        if row is not None and row.member_id:
            self.member_requested.emit(row.member_id)
        elif row is not None and "add" in row.acts:
            self._press("add")

    # -------------------------------------------------------------------------- acts
    def _wish_list(self) -> None:
        self.act_requested.emit("compare", None)

    def _press(self, act: str) -> None:
        rows = self._fitting(act)
        if not rows:
            return
        ids = [row.id for row in rows]
        whom = list(dict.fromkeys(row.member_id for row in rows if row.member_id))
        match act:
            case "theirs":
                self.take_theirs(ids)
            case "correct_there" | "not_ours" | "aside":
                self._ask_said(act, ids)
            case "reopen":
                self._write(lambda: settling.reopen_lines(self._context, line_ids=ids), "重新打开")
            case "add":
                self._add(rows[0])
            case "restore":
                self.act_requested.emit("leaving", {"ids": whom, "door": "restored"})
            case "correction":
                wish = {"member": rows[0].member_id, "field": rows[0].field}
                self.act_requested.emit("correction", wish)
            case _:
                self.act_requested.emit(act, whom)

    @property
    def _context(self) -> Context:
        return self.workplace.context

    def take_theirs(self, line_ids: Sequence[int]) -> TakeDialog:
        """The plan of taking over the list's values, and then the act."""
        dialog = TakeDialog(self.workplace, line_ids, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.said.connect(self.said)
        dialog.setModal(True)
        dialog.open()
        return dialog

    def _ask_said(self, said: str, ids: Sequence[int]) -> None:
        verb = ACTS[said].rstrip("…")
        self.strip.ask(
            f"{len(ids):,} 条记为“{STATES[said]}”。",
            act=f"{verb}（{len(ids):,} 条）" if len(ids) > 1 else verb,
            granted=lambda note, _: self._settle(said, ids, note),
            hint=_HINTS[said],
            needed="搁置要写明原因，以后才知道为什么没有处理" if said == ASIDE else "",
        )

    def _settle(self, said: str, ids: Sequence[int], note: str) -> None:
        context = self._context
        self._write(
            lambda: settling.settle_lines(context, line_ids=ids, said=said, note=note),
            f"{len(ids):,} 条已记为“{STATES[said]}”",
        )

    def _decide(self, line_id: int, member_id: int | None) -> None:
        context = self._context
        self._write(
            lambda: settling.decide_line(context, line_id=line_id, member_id=member_id),
            "已认人，不同的项列入了清单",
        )

    def _write(self, act: Callable[[], int], words: str) -> None:
        self.banner.hide()
        self.workplace.jobs.write(
            self,
            lambda _progress: act(),
            lambda _number: self.said.emit("done", f"{words}。可以撤销。"),
            words="处理比对条目",
            on_error=self.banner.say_error,
        )

    def _add(self, row: LineRow) -> None:
        """Somebody who is only there: the dialog of a new member, filled from the list."""
        context = self._context
        self.workplace.jobs.read(
            self, lambda: queries.load_pair(context, row.id), self._wish_add, topic="add"
        )

    def _wish_add(self, pair: Pair | None) -> None:
        if pair is not None:
            wish = {"branch": pair.branch_id, "values": dict(pair.values)}
            self.act_requested.emit("reenter", wish)

    def _ask_close(self) -> None:
        board = self._board
        if board is None:
            return
        left = board.states["open"]
        self.strip.ask(
            f"结束这次比对。清单留作查看，不能再处理。{f'还有 {left:,} 条待处理。' if left else ''}",
            act="结束比对",
            granted=lambda _text, _choice: self._close(board.comparison.id),
            typed=False,
        )

    def _close(self, comparison_id: int) -> None:
        context = self._context
        self._write(
            lambda: settling.close_comparison(context, comparison_id=comparison_id),
            "这次比对已结束",
        )

    # ------------------------------------------------------------------------ files
    def _export(self) -> None:
        self.export()

    def export(self) -> "ExportDialog | None":
        """The dialog that writes the lines in sight, or those chosen, to a file."""
        from ..kit.table_export import open_export

        board = self._board
        if board is None or not board.ids:
            return None
        chosen = self.table.chosen_ids()
        exportable = work_list(
            self._context,
            board.comparison.id,
            ids=board.ids,
            chosen=chosen if len(chosen) > 1 else (),
        )
        return open_export(self.table, self.workplace, exportable)

    def hand_over(self) -> None:
        """What the official system is to be put right in, for whoever can do that."""
        if self._board is None:
            return
        stem = Path(self._board.comparison.file_name).stem
        name = f"请在系统中更正-{stem}.xlsx"
        path = ask_save_path(
            self, title="移交更正单", suggested=Path(name), kind="Excel 工作簿", suffix=".xlsx"
        )
        if path is not None:
            self.hand_over_to(path)

    def hand_over_to(self, path: Path) -> None:
        """One sheet for all units in sight, one after the other."""
        context, current, scope = self._context, self._current, self.scope

        def act(progress: Progress) -> Handed:
            return export_handover(context, current, path, org_id=scope, progress=progress)

        self.workplace.jobs.write(
            self,
            act,
            lambda made: self.said.emit(
                "done", f"{made.lines:,} 条已写入 {path.name}，含完整证件号；交给管系统的人更正。"
            ),
            words="移交更正单",
            cancellable=True,
            on_error=self._refused,
        )

    def _refused(self, error: TuanjiError) -> None:
        self.banner.say_error(error)

    # ------------------------------------------------------------------ what is kept
    def state(self) -> str:
        return json.dumps({"shown": self.filters.shown, "columns": self.table.column_state()})

    def restore_state(self, state: str) -> None:
        try:
            kept = json.loads(state)
            shown, columns = str(kept["shown"]), str(kept["columns"])
        except (ValueError, TypeError, KeyError):
            return
        if shown in FILTERS:
            self.filters.show_state(shown)
        self.table.restore_column_state(columns)
