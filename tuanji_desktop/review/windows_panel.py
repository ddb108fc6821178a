"""The dated windows on the desk: everything changed inside, by branch, and where it was too much."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.dialogs import Banner, ask_save_path
from ..kit.flow import FlowLayout
from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.paged_model import SortKey
from ..kit.row_table import RowTable
from . import windows
from .window_rows import (
    WindowLists,
    branch_columns,
    change_columns,
    export_name,
    flag_words,
    load_lists,
    state_words,
)
from .windows import PHASES, BranchInWindow, WindowChange, WindowReport, WindowState

_NO_WINDOWS = (
    "现行规则包没有限期开放的修改窗口",
    "规则包里写有起止日期的开放（例如入团年月的临时开放）会列在这里：到日自行开放，过期自行关闭。",
)
_NO_CHANGES = ("窗口内还没有修改", "窗口开放期间提交的修改都会列在这里，过期以后照样可以审核。")
_NO_BRANCHES = ("窗口内还没有团支部提交修改", "")
VIEWS = {"changes": "逐项清单", "branches": "按团支部"}


class WindowsPanel(QWidget):
    """Reads when it is seen. The tree is the scope of both lists."""

    member_chosen = Signal(int)
    member_requested = Signal(int)
    act_requested = Signal(str, object)
    said = Signal(str, str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_windows_side")
        self.setAccessibleName("修改窗口")
        self._workplace = workplace
        self._org_id: int | None = None
        self._number = 0
        self._report: WindowReport | None = None
        self._sorts: dict[str, tuple[SortKey, ...]] = {"changes": (), "branches": ()}
        self.changes: RowTable[WindowChange] = self._table(
            "changes", "窗口内的修改", change_columns(), "branch"
        )
        self.branches: RowTable[BranchInWindow] = self._table(
            "branches", "有修改的团支部", branch_columns(), "why"
        )
        self.changes.set_empty(*_NO_WINDOWS)
        self.branches.set_empty(*_NO_BRANCHES)
        self.choices = QWidget(self)
        self.choices.setObjectName("window_choices")
        self.choices.setAccessibleName("修改窗口")
        self._flow = FlowLayout(self.choices)
        self._group = QButtonGroup(self)
        self.about = label("", role="muted", name="window_about", parent=self)
        self.about.setWordWrap(True)
        self.banner = Banner(self)
        self.banner.setObjectName("window_flag")
        self.banner.action_requested.connect(partial(self._turn, "branches"))
        self.views: dict[str, QPushButton] = {}
        self.stack = QStackedWidget(self)
        self.export = self._button("window_export", "导出清单…", self._ask_export)
        self.people = self._button("window_people", "在花名册中查看", self._show_people)
        self.open = self._button("window_open", "打开档案（Enter）", self._open)
        self._lay_out()
        self._enable()

    def set_scope(self, org_id: int | None) -> None:
        """The node below which both lists are."""
        self._org_id = org_id

    def refresh(self) -> None:
        """Reads the windows and the lists of the chosen one anew, if anybody sees them."""
        if not self.isVisible():
            return
        context, number, org_id = self._workplace.context, self._number, self._org_id
        sorts = dict(self._sorts)
        self._workplace.jobs.read(
            self,
            lambda: load_lists(context, number=number, org_id=org_id, sorts=sorts),
            self._show,
            topic="windows",
        )

    def export_to(self, path: Any) -> None:
        """Writes the list of the chosen window, of the scope."""
        if self._report is None:
            return
        context, number, org_id = (
            self._workplace.context,
            self._report.state.number,
            self._org_id,
        )
        self._workplace.jobs.read_long(
            self,
            lambda _: windows.export_report(context, path, number=number, org_id=org_id),
            lambda rows: self.said.emit("done", f"已导出 {rows} 项：{path.name}"),
            words="导出窗口内修改清单",
            on_error=self._refused,
        )

    # ------------------------------------------------------------------- set up
    def _table(self, name: str, words: str, columns: Sequence[Any], stretch: str) -> RowTable[Any]:
        made: RowTable[Any] = RowTable(
            columns=columns,
            jobs=self._workplace.jobs,
            name=f"window_{name}",
            label=words,
            stretch=stretch,
        )
        made.sort_requested.connect(partial(self._sort_by, name))
        made.notice.connect(lambda said: self.said.emit("done", said))
        made.current_changed.connect(lambda _id: self._moved())
        made.opened.connect(lambda _id: self._open())
        return made

    def _lay_out(self) -> None:
        bar = FlowLayout()
        group = QButtonGroup(self)
        for key, words in VIEWS.items():
            button = QPushButton(words, self)
            button.setObjectName(f"window_{key}_view")
            button.setAccessibleName(words)
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setChecked(key == "changes")
            button.clicked.connect(partial(self._turn, key))
            group.addButton(button)
            self.views[key] = button
            bar.addWidget(button)
        self.stack.setObjectName("window_lists")
        self.stack.addWidget(self.changes)
        self.stack.addWidget(self.branches)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for one in (self.export, self.people):
            acts.addWidget(one)
        acts.addStretch(1)
        acts.addWidget(self.open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.choices)
        layout.addWidget(self.about)
        layout.addWidget(self.banner)
        layout.addLayout(bar)
        layout.addWidget(self.stack, 1)
        layout.addLayout(acts)

    def _button(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.clicked.connect(lambda _=False: act())
        return button

    # -------------------------------------------------------------------- shown
    def _show(self, found: WindowLists) -> None:
        self._report = report = found.report
        self._offer(found.states)
        self.about.setVisible(report is not None)
        self.banner.hide()
        self.changes.set_empty(*(_NO_CHANGES if report else _NO_WINDOWS))
        if report is not None:
            self._number = report.state.number
            self.about.setText(state_words(report.state))
            if report.flagged:
                self.banner.say(flag_words(report.flagged), level="warning", action="按团支部查看")
        views: tuple[tuple[RowTable[Any], Mapping[int, Any]], ...] = (
            (self.changes, found.changes),
            (self.branches, found.branches),
        )
        for view, rows in views:
            view.show_rows(rows)
            if rows and not view.current_row():
                view.choose([next(iter(rows))])
        self._enable()

    def _offer(self, states: Sequence[WindowState]) -> None:
        wanted = [f"{one.label} · {PHASES[one.phase]}" for one in states]
        if [button.text() for button in self._group.buttons()] != wanted:
            for old in self._group.buttons():
                self._group.removeButton(old)
                self._flow.removeWidget(old)
                old.hide()
                old.deleteLater()
            for state, words in zip(states, wanted, strict=True):
                button = QPushButton(words, self.choices)
                button.setObjectName(f"window_{state.number}")
                button.setAccessibleName(words)
                button.setCheckable(True)
                button.setProperty("role", "filter")
                button.clicked.connect(partial(self._choose, state.number))
                self._group.addButton(button, state.number)
                self._flow.addWidget(button)
        self.choices.setVisible(bool(states))
        chosen = self._group.button(self._report.state.number if self._report else 0)
        if chosen is not None:
            chosen.setChecked(True)

    def _choose(self, number: int, _checked: bool = True) -> None:
        self._number = number
        self.refresh()

    def _turn(self, view: str, _checked: bool = True) -> None:
        self.views[view].setChecked(True)
        self.stack.setCurrentWidget(self.changes if view == "changes" else self.branches)
        self._enable()

    def _sort_by(self, name: str, keys: tuple[SortKey, ...]) -> None:
        self._sorts[name] = keys
        self.refresh()

    def _current(self) -> WindowChange | BranchInWindow | None:
        view = self.changes if self._by_change() else self.branches
        return view.current_row()

    def _by_change(self) -> bool:
        return self.stack.currentWidget() is self.changes

    def _moved(self) -> None:
        row = self._current()
        if isinstance(row, WindowChange) and self.changes.isVisible():
            self.member_chosen.emit(row.member_id)
        self._enable()

    def _enable(self) -> None:
        row = self._current()
        self.export.setEnabled(self._report is not None and bool(self._report.changes))
        self.people.setEnabled(row is not None)
        self.open.setEnabled(isinstance(row, WindowChange))
        self.open.setVisible(self._by_change())

    # --------------------------------------------------------------------- acts
    def _open(self) -> None:
        row = self._current()
        if isinstance(row, WindowChange):
            self.member_requested.emit(row.member_id)
        elif row is not None:
            self._show_people()

    def _show_people(self) -> None:
        """Exactly the people behind the row, or behind the rows chosen."""
        row, report = self._current(), self._report
        if row is None or report is None:
            return
        if isinstance(row, BranchInWindow):
            chosen = self.branches.chosen_rows() or [row]
            ids = [one for branch in chosen for one in branch.people]
            title = f"{row.name} 窗口内更正" if len(chosen) == 1 else "窗口内更正"
        else:
            ids = [one.member_id for one in self.changes.chosen_rows() or [row]]
            title = "窗口内修改"
        self.act_requested.emit("members", {"ids": list(dict.fromkeys(ids)), "title": title})

    def _ask_export(self) -> None:
        from pathlib import Path

        if self._report is None:
            return
        path = ask_save_path(
            self,
            title="导出窗口内修改清单",
            suggested=Path(export_name(self._report.state)),
            kind="Excel 工作簿",
            suffix=".xlsx",
        )
        if path is not None:
            self.export_to(path)

    def _refused(self, error: TuanjiError) -> None:
        self.said.emit("error", error.message)
