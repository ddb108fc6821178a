"""The desk 毕业生: the year's graduates as the schools wrote them, and what has become of each.

Two tabs: 名单, the entries; 进度, the schools' rates. A number there opens exactly its people here.
"""

import json
from array import array
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.dialogs import words_of
from ..kit.flow import FlowLayout
from ..kit.labels import label
from ..kit.page import Page, Workplace
from ..kit.paged_model import PagedTableModel
from ..kit.paged_table import PagedTableView
from ..kit.style import scaled
from ..store.changes import Changes
from . import loading, table
from .loading import Candidates, Listing
from .paper_side import PaperSide
from .progress_panel import ATTEMPTED, ProgressPanel
from .queries import Entry, EntryFilter, Part
from .rates import PARTS
from .service import settle_match
from .settle import SettlePanel
from .states import MATCHES, PROGRESS

if TYPE_CHECKING:
    from ..kit.export_dialog import ExportDialog

_ALL = ""
_ATTEMPTED_WORDS = "转接没有办完时被提出删除的"
_EMPTY = (
    "还没有毕业生名单",
    "每年夏天把各校交来的毕业生名单导入这里：先与花名册匹配，再逐人跟踪组织关系转到哪里。",
    "导入毕业生名单",
)
_NONE_SO = ("没有符合条件的毕业生", "换一个年份、组织或筛选条件看看。", "")


class GraduatesPage(Page):
    """A table of the year's entries below the node chosen in the tree."""

    key, title, icon, manual = "graduates", "毕业生", "graduates", "graduates"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._year = 0
        self._match = self._progress = _ALL
        self._part: Part | None = None
        self._attempted = False
        context = workplace.context
        self.model: PagedTableModel[Entry] = PagedTableModel(
            workplace.jobs,
            columns=table.columns(),
            fetch=lambda ids: loading.fetch_entries(context, ids),
            parent=self,
        )
        self.table = PagedTableView(
            self.model, jobs=workplace.jobs, name="graduates_table", label="毕业生列表"
        )
        self.table.setMinimumHeight(scaled(112))
        self.table.exporting = self.open_export
        self.panel = SettlePanel(self)
        self.panel.set_writable(not context.database.read_only)
        self.year_box = QComboBox(self)
        self.year_box.setObjectName("graduates_year")
        self.year_box.setAccessibleName("毕业年份")
        self.year_box.activated.connect(lambda _=0: self._year_chosen())
        self.import_button = QPushButton("导入毕业生名单", self)
        self.import_button.setObjectName("graduates_import")
        self.import_button.setAccessibleName("导入毕业生名单")
        self.import_button.setEnabled(not context.database.read_only)
        self.import_button.clicked.connect(self._wish_import)
        self.settle_button = self._act("graduates_settle", "登记去向…", self.settle_chosen)
        self.transfer_button = self._act("graduates_transfer", "发起转接…", self._wish_transfer)
        self.enter_button = self._act("graduates_enter", "补录报到…", self._wish_entry)
        self.match_row = _FilterRow("match", "按匹配筛选", MATCHES, self)
        self.progress_row = _FilterRow("progress", "按进度筛选", PROGRESS, self)
        self.part_button = QPushButton(self)
        self.part_button.setObjectName("graduates_part")
        self.part_button.setProperty("link", True)
        self.part_button.clicked.connect(lambda _=False: self.show_part("", None))
        self.part_button.hide()
        self.progress = ProgressPanel(workplace, self)
        self.papers = PaperSide(workplace, self)
        self._lay_out()
        self._connect()

    def _act(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setEnabled(False)
        button.clicked.connect(lambda _=False: act())
        return button

    def _lay_out(self) -> None:
        bar = FlowLayout(spacing=8)
        for one in (
            self.year_box, self.import_button, self.settle_button, self.transfer_button,
            self.enter_button,
        ):  # fmt: skip
            bar.addWidget(one)
        filters = FlowLayout(spacing=8)
        filters.addWidget(self.match_row)
        filters.addWidget(self.part_button)
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.setObjectName("graduates_split")
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.table)
        self._split.addWidget(self.panel)
        self._split.setStretchFactor(0, 1)
        self._split.setSizes([scaled(400), scaled(240)])
        lists = QWidget(self)
        lists.setObjectName("graduates_lists")
        below = QVBoxLayout(lists)
        below.setContentsMargins(0, 8, 0, 0)
        below.setSpacing(8)
        below.addLayout(filters)
        below.addWidget(self.progress_row)
        below.addWidget(self._split, 1)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("graduates_tabs")
        self.tabs.setAccessibleName("名单和进度")
        self.tabs.addTab(lists, "名单")
        self._progress_area = QScrollArea(self)
        self._progress_area.setObjectName("graduates_progress_area")
        self._progress_area.setWidgetResizable(True)
        self._progress_area.setFrameShape(QFrame.Shape.NoFrame)
        self._progress_area.setWidget(self.progress)
        self.tabs.addTab(self._progress_area, "进度")
        desk = QWidget(self)
        desk.setObjectName("graduates_desk")
        layout = QVBoxLayout(desk)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.tabs, 1)
        self.stack = QStackedWidget(self)
        self.stack.setObjectName("graduates_stack")
        self.stack.addWidget(desk)
        self.stack.addWidget(self.papers)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    def _connect(self) -> None:
        self.match_row.group.buttonClicked.connect(lambda _one: self._filter_chosen())
        self.progress_row.group.buttonClicked.connect(lambda _one: self._filter_chosen())
        view = self.table
        view.current_changed.connect(self._show_current)
        view.opened.connect(self._open)
        view.notice.connect(lambda words: self.said.emit("done", words))
        view.chosen_changed.connect(lambda _number: self._chosen_changed())
        view.empty_action_requested.connect(self._wish_import)
        self.panel.settled.connect(self._settle)
        self.panel.closed.connect(self.panel.hide)
        self.tabs.currentChanged.connect(lambda _place: self._tab_chosen())
        self.progress.part_requested.connect(self.show_part)
        self.progress.paper_requested.connect(self._show_paper)
        self.progress.act_requested.connect(self.act_requested)
        self.progress.said.connect(self.said)
        self.papers.said.connect(self.said)
        self.papers.closed.connect(self.close_paper)

    # ---------------------------------------------------------------- what is shown
    def show_hint(self, hint: object) -> None:
        """{"year": 2018, "match": "ambiguous", "progress": …}, the same with "part" and "day", the
        key of a match, or "rates"."""
        self.close_paper()
        if hint == "rates":
            self.tabs.setCurrentWidget(self._progress_area)
            return
        wanted = {"match": hint} if isinstance(hint, str) else hint
        if not isinstance(wanted, Mapping):
            return
        if isinstance(year := wanted.get("year"), int):
            self._year = year
        if isinstance(day := wanted.get("day"), str):
            self.progress.until.take(date.fromisoformat(day))
        if (part := wanted.get("part")) in PARTS:
            self.show_part(str(part), None)
            return
        self._match = str(wanted.get("match") or _ALL)
        self._progress = str(wanted.get("progress") or _ALL)
        self._part, self._attempted = None, False
        self.tabs.setCurrentIndex(0)
        self.refresh()

    def show_part(self, key: str, school_id: int | None) -> None:
        """Exactly the people behind a number of 进度; "" shows everybody again."""
        today, day = self.workplace.context.today, self.progress.day
        self._attempted = key == ATTEMPTED
        self._part = Part(key, today, school_id, day) if key in PARTS else None
        self._match = self._progress = _ALL
        self.tabs.setCurrentIndex(0)
        self.refresh()

    def _show_paper(self, form: str, org_id: int) -> None:
        self.papers.show_letter(form, org_id, self._year)
        self.stack.setCurrentWidget(self.papers)
        self.papers.preview.setFocus()

    def close_paper(self) -> None:
        """Back from a letter to the lists."""
        self.stack.setCurrentIndex(0)

    def _tab_chosen(self) -> None:
        if self.tabs.currentWidget() is self._progress_area:
            self.progress.load(self._year, self.scope)

    def refresh(self) -> None:
        context = self.workplace.context
        self._tab_chosen()
        wanted = EntryFilter(
            self._year,
            self.scope,
            self._match or None,
            self._progress or None,
            self._part,
            self._attempted,
        )
        self.workplace.jobs.read(
            self, lambda: loading.load_listing(context, wanted), self._show, topic="list"
        )

    def _show(self, found: Listing) -> None:
        self._year = found.year
        self.year_box.clear()
        for year in sorted({*found.years, found.year}, reverse=True):
            self.year_box.addItem(f"{year} 届", year)
        self.year_box.setCurrentIndex(self.year_box.findData(found.year))
        self.match_row.show_counts(found.by_match, self._match)
        self.progress_row.show_counts(found.by_progress, self._progress)
        self._show_part_button()
        empty = not sum(found.by_match.values()) and not self._filtered()
        title, text, action = _EMPTY if empty else _NONE_SO
        writable = not self.workplace.context.database.read_only
        self.table.set_empty(title, text, action if writable else "")
        self.table.show_ids(found.ids)
        self._tell()
        self._show_current(self.table.current_id())

    def _show_part_button(self) -> None:
        part = self._part
        self.part_button.setVisible(part is not None or self._attempted)
        if part is None:
            words = f"只看：{_ATTEMPTED_WORDS}　× 显示全部"
            self.part_button.setText(words)
            self.part_button.setAccessibleName(words)
            return
        standing = self.progress.standing
        school = standing.rates.of(part.school_id) if standing is not None else None
        whose = f"{school.short_name} · " if school is not None and part.school_id else ""
        then = f"（截至 {part.day.isoformat()}）" if part.day else ""
        words = f"只看：{whose}{PARTS[part.key]}{then}　× 显示全部"
        self.part_button.setText(words)
        self.part_button.setAccessibleName(words)

    def _filtered(self) -> bool:
        some = self._match or self._progress or self._part or self._attempted
        return bool(some or self.scope is not None)

    def _tell(self) -> None:
        total, chosen = len(self.model.ids), self.table.chosen_count()
        self.summary_changed.emit(
            f"毕业生 {total:,} 人" + (f" · 已选 {chosen:,}" if chosen > 1 else "")
        )

    def _year_chosen(self) -> None:
        self._year = int(self.year_box.currentData())
        self._part, self._attempted = None, False
        self.refresh()

    def _filter_chosen(self) -> None:
        self._match, self._progress = self.match_row.chosen, self.progress_row.chosen
        self.refresh()

    def show_changes(self, changes: Changes) -> None:
        touched = changes.tables.get("graduate_entries", frozenset())
        if touched or changes.touches("graduate_lists"):
            self.model.refresh_ids(touched)
            self.refresh()
        elif changes.touches("members", "organizations", "retentions"):
            self.model.refresh_all()
            self._tab_chosen()

    # ------------------------------------------------------------------ one entry
    def _show_current(self, entry_id: int) -> None:
        """The card of who it is, or the question who it is."""
        if not entry_id:
            self.panel.hide()
            return
        context = self.workplace.context
        self.workplace.jobs.read(
            self,
            lambda: loading.candidates_of(context, entry_id),
            self._show_candidates,
            topic="current",
        )

    def _show_candidates(self, found: Candidates | None) -> None:
        if found is None or found.entry.id != self.table.current_id():
            return
        self.member_chosen.emit(found.entry.member_id or 0)  # 0: nobody, the card is empty
        if found.entry.match == "ambiguous":
            self.panel.show_candidates(found)
        else:
            self.panel.hide()

    def _open(self, entry_id: int) -> None:
        context = self.workplace.context
        self.workplace.jobs.read(
            self,
            lambda: loading.fetch_entries(context, [entry_id]).get(entry_id),
            self._open_member,
            topic="open",
        )

    def _open_member(self, entry: Entry | None) -> None:
        if entry is None:
            return
        if entry.member_id is not None:
            self.member_requested.emit(entry.member_id)
        elif entry.match == "ambiguous":
            self.panel.setFocus()
            self.said.emit("info", f"{entry.name} 还没有确认是谁，请在下方确认。")
        else:
            self.said.emit("info", f"{entry.name} 不在花名册中。是团员的，请先补办报到。")

    def _settle(self, entry_id: int, member_id: int | None) -> None:
        context = self.workplace.context
        self.workplace.jobs.write(
            self,
            lambda progress: settle_match(context, entry_id=entry_id, member_id=member_id),
            lambda _done: self._settled(member_id),
            words="确认毕业生",
            on_error=self._refused,
        )

    def _settled(self, member_id: int | None) -> None:
        words = "已确认为在册团员。" if member_id else "已确认不在册。"
        self.said.emit("done", words)
        self.table.setFocus()

    def _refused(self, error: TuanjiError) -> None:
        self.said.emit("error", words_of(error))

    # ------------------------------------------------------------ acts on the chosen
    def _chosen_changed(self) -> None:
        self._tell()
        some = bool(self.table.chosen_ids(limit=1))
        writable = not self.workplace.context.database.read_only
        for button in (self.settle_button, self.transfer_button, self.enter_button):
            button.setEnabled(some and writable)

    def settle_chosen(self) -> None:
        """登记去向 for the chosen entries."""
        from .destination_dialog import DestinationDialog

        dialog = DestinationDialog(self.workplace, list(self.table.chosen_ids()), parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.said.connect(self.said)
        dialog.setModal(True)
        dialog.open()

    def _read_chosen(self, show: Callable[[list[Entry]], None]) -> None:
        context, ids = self.workplace.context, list(self.table.chosen_ids())
        self.workplace.jobs.read(
            self, lambda: list(loading.fetch_entries(context, ids).values()), show, topic="chosen"
        )

    def _wish_transfer(self) -> None:
        self._read_chosen(self._start_transfers)

    def _start_transfers(self, chosen: list[Entry]) -> None:
        members = [one.member_id for one in chosen if one.member_id is not None]
        kinds = {one.destination for one in chosen}
        if not members:
            self.said.emit("info", "所选的毕业生都不在花名册中，先补录报到再转接。")
        elif len(kinds) == 1 and None not in kinds:
            self.act_requested.emit("transfer", {"ids": members, "kind": kinds.pop()})
        else:
            self.act_requested.emit("transfer", members)

    def _wish_entry(self) -> None:
        self._read_chosen(self._enter)

    def _enter(self, chosen: list[Entry]) -> None:
        """Somebody of the list whom the roster does not have: a report-in with what is known."""
        one = next((entry for entry in chosen if entry.match == "new"), None)
        if one is None:
            self.said.emit("info", "请选一名“不在册”的毕业生；先与学校核实确是团员。")
            return
        known = {
            "name": one.name, "id_number": one.id_number, "mobile": one.mobile,
            "class_name": one.class_name,
        }  # fmt: skip
        values = {name: value for name, value in known.items() if value}
        self.act_requested.emit("reenter", {"branch": None, "values": values})

    def open_export(self) -> "ExportDialog":
        """The dialog that writes the entries shown, or those chosen; they can be imported again."""
        from ..kit.table_export import CHOSEN, open_export, scopes_of
        from .export import entries_exportable

        view = self.table
        seen, chosen = array("q", self.model.ids), view.chosen_ids()
        exportable = entries_exportable(
            self.workplace.context,
            year=self._year,
            scopes=scopes_of(view),
            ids=lambda scope: chosen if scope == CHOSEN else seen,
            shown=[column.key for column in view.shown_columns()],
        )
        return open_export(view, self.workplace, exportable)

    def _wish_import(self) -> None:
        self.act_requested.emit("import_graduates", self.scope)

    # ------------------------------------------------------------------ what is kept
    def state(self) -> str:
        return json.dumps(
            {
                "columns": self.table.column_state(),
                "year": self._year,
                "schools": self.progress.table.column_state(),
                "tab": self.tabs.currentIndex(),
            }
        )

    def restore_state(self, state: str) -> None:
        try:
            kept = json.loads(state)
            columns, year = str(kept["columns"]), int(kept["year"])
            schools, tab = str(kept.get("schools") or ""), int(kept.get("tab") or 0)
        except (ValueError, TypeError, KeyError):
            return
        if schools:
            self.progress.table.restore_column_state(schools)
        self.tabs.setCurrentIndex(tab if tab in (0, 1) else 0)
        self.table.restore_column_state(columns)
        self._year = year


class _FilterRow(QWidget):
    """Buttons with counts, one of them down: all, or one value."""

    def __init__(
        self, name: str, words: str, values: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"filter_{name}")
        self.setAccessibleName(words)
        self._values = {_ALL: "全部", **values}
        self.group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = FlowLayout(self)
        row.addWidget(label({"match": "匹配", "progress": "进度"}[name], role="muted", parent=self))
        for key, text in self._values.items():
            button = QPushButton(text, self)
            button.setObjectName(f"{name}_{key or 'all'}")
            button.setAccessibleName(f"{words}：{text}")
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setProperty("value", key)
            self.group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button)
        self._buttons[_ALL].setChecked(True)

    @property
    def chosen(self) -> str:
        """The value whose button is down, '' for all."""
        button = self.group.checkedButton()
        return str(button.property("value")) if button is not None else _ALL

    def show_counts(self, counts: Mapping[str, int], chosen: str) -> None:
        """New numbers; what nobody has stays out unless it is the one chosen."""
        for key, button in self._buttons.items():
            number = counts.get(key, 0) if key else sum(counts.values())
            button.setText(f"{self._values[key]} {number:,}")
            button.setVisible(bool(number) or key in (_ALL, chosen))
            button.setChecked(key == chosen)
