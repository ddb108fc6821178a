"""The corrections' desk 行文更正: cases by state, numbered lists, their papers, decisions (G 二)."""

import json
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ..kit.dialogs import Banner
from ..kit.flow import FlowLayout
from ..kit.labels import hairline, label
from ..kit.page import Page, Workplace
from ..kit.paged_model import SortKey
from ..kit.preview import PaperPreview
from ..kit.row_table import RowTable
from ..kit.style import scaled
from ..office.prints import KeepAs
from ..papers.paper import Paper
from ..store.changes import Changes
from . import queries, table
from .case_panel import CasePanel
from .list_dialog import ListDialog
from .list_panel import ListPanel
from .lists import MadeList
from .papers import KINDS, blocking, list_paper, undertaken_for_list
from .queries import CorrectionRow, ListRow
from .table import FILTERS, DeskRows

_HOW = (
    "入团年月的修改权限关闭以后，误填的要行文更正：打开团员资料，点“入团年月”旁边的标记，"
    "选“正式行文更正”。"
)
_EMPTY = {
    "gathered": ("没有等待核实的更正", _HOW),
    "verified": ("没有等待编清单的更正", "材料齐全、逐案核实过的更正在这里等待编成清单。"),
    "listed": ("没有等待行文的更正", "编成清单的更正在这里等待正式行文。"),
    "sent": ("没有等待批复的更正", "正式行文之后，更正在这里等待团省委批复。"),
    "decided": ("还没有办结的更正", "批复同意、退回和撤回的更正都保留在这里。"),
    "all": ("还没有行文更正", _HOW),
}
_NO_RULE = "现行规则没有正式行文更正的规定，这里只保留以前办理的更正。"
_TABLES = (
    "corrections", "correction_lists", "correction_steps", "attachments", "members", "organizations",
)  # fmt: skip


class CorrectionsPage(Page):
    """Cases and lists of the scope, each with its panel, and, instead of them, a paper."""

    key, title, icon, manual = "corrections", "行文更正", "paper", "corrections"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._filter = "gathered"
        self._sorts: dict[str, tuple[SortKey, ...]] = {"cases": (), "lists": ()}
        self._found: DeskRows | None = None
        self._wanted_case = self._wanted_list = 0
        self._scrolls: dict[QObject, QScrollArea] = {}
        jobs = workplace.jobs
        self.cases: RowTable[CorrectionRow] = RowTable(
            columns=table.case_columns(),
            jobs=jobs,
            name="corrections_cases",
            label="行文更正",
            stretch="reason",
        )
        self.lists: RowTable[ListRow] = RowTable(
            columns=table.list_columns(),
            jobs=jobs,
            name="corrections_lists",
            label="更正清单",
            stretch="organization",
        )
        self.lists.set_empty("还没有清单", "核实过的更正编成清单后，打印盖章，随正式行文上报。")
        for one in (self.cases, self.lists):
            one.setMinimumHeight(scaled(60))  # large letters leave it little
        self.case_panel = CasePanel(workplace)
        self.list_panel = ListPanel(workplace)
        self.question = Banner(self)
        self.preview = PaperPreview(jobs, self, context=workplace.context)
        self.tabs = QTabWidget(self)
        self.stack = QStackedWidget(self)
        self._set_up()
        self._connect()

    # ----------------------------------------------------------------- set up
    def _set_up(self) -> None:
        self.tabs.setObjectName("corrections_tabs")
        self.tabs.setAccessibleName("更正与清单")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.case_splitter = self._split("case", self.cases, self.case_panel, "所选的更正")
        self.list_splitter = self._split("list", self.lists, self.list_panel, "更正清单")
        self.case_splitter.setSizes([scaled(240), scaled(260)])
        self.list_splitter.setSizes([scaled(140), scaled(400)])
        self.tabs.addTab(self._cases_tab(), "更正")
        self.tabs.addTab(self.list_splitter, "清单")
        lists = QWidget(self)
        lists.setObjectName("corrections_both")
        layout = QVBoxLayout(lists)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        self.question.setObjectName("corrections_question")
        layout.addWidget(self.question)
        layout.addWidget(self.tabs, 1)
        self.stack.setObjectName("corrections_stack")
        self.stack.addWidget(lists)
        self.stack.addWidget(self._paper_side())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    def _split(
        self, name: str, upper: QWidget, panel: CasePanel | ListPanel, words: str
    ) -> QSplitter:
        """A table above, the panel of what is chosen below; large letters make the panel scroll."""
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.setObjectName(f"corrections_{name}_splitter")
        splitter.setChildrenCollapsible(False)
        scroll = QScrollArea(self)
        scroll.setObjectName(f"{name}_scroll")
        scroll.setAccessibleName(words)
        scroll.setWidgetResizable(True)
        scroll.setWidget(panel)
        self._scrolls[panel.strip] = scroll
        panel.strip.installEventFilter(self)
        splitter.addWidget(upper)
        splitter.addWidget(scroll)
        return splitter

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A question is scrolled to when it comes up: large letters leave the panel little room."""
        scroll = self._scrolls.get(watched)
        if scroll is not None and event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            QTimer.singleShot(0, scroll, partial(scroll.ensureWidgetVisible, watched))
        return super().eventFilter(watched, event)

    def _cases_tab(self) -> QWidget:
        side = QWidget(self)
        side.setObjectName("corrections_cases_side")
        bar = QHBoxLayout()
        bar.setSpacing(4)
        filters = FlowLayout()
        self._filters = QButtonGroup(self)
        for key, words in FILTERS.items():
            button = QPushButton(words, side)
            button.setObjectName(f"corrections_{key}")
            button.setAccessibleName(f"显示{words}的更正")
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setChecked(key == self._filter)
            button.clicked.connect(partial(self.show_filter, key))
            self._filters.addButton(button)
            filters.addWidget(button)
        bar.addLayout(filters, 1)
        self.make_list = QPushButton("编成清单…", side)
        self.make_list.setObjectName("corrections_make_list")
        self.make_list.setAccessibleName("把已核实的更正编成清单")
        self.make_list.setProperty("main", True)
        self.make_list.setEnabled(False)
        self.make_list.clicked.connect(self.open_list_dialog)
        bar.addWidget(self.make_list, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.case_splitter, 1)
        return side

    def _paper_side(self) -> QWidget:
        side = QWidget(self)
        side.setObjectName("corrections_paper_side")
        back = QPushButton("← 返回清单", side)
        back.setObjectName("corrections_back")
        back.setAccessibleName("返回清单")
        back.setProperty("link", True)
        back.setShortcut("Esc")
        back.clicked.connect(self.close_paper)
        self._paper_title = label("", name="corrections_paper_title", parent=side)
        self._paper_title.setWordWrap(True)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 6)
        bar.addWidget(back)
        bar.addWidget(self._paper_title, 1)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(hairline(side))
        layout.addWidget(self.preview, 1)
        return side

    def _connect(self) -> None:
        for name, view in (("cases", self.cases), ("lists", self.lists)):
            view.sort_requested.connect(partial(self._sort_by, name))
            view.notice.connect(lambda words: self.said.emit("done", words))
        self.cases.current_changed.connect(self._case_moved)
        self.cases.opened.connect(self._open_member)
        self.lists.current_changed.connect(self._list_moved)
        self.lists.opened.connect(lambda list_id: self.show_paper(list_id, "list"))
        self.case_panel.list_requested.connect(self._show_list)
        self.list_panel.paper_requested.connect(self.show_paper)
        self.list_panel.member_chosen.connect(self.member_chosen)
        for panel in (self.case_panel, self.list_panel):
            panel.member_requested.connect(self.member_requested)
            panel.said.connect(self.said)
        self.tabs.currentChanged.connect(lambda _: self._tell())

    # ---------------------------------------------------------------- what is shown
    def show_filter(self, key: str, _checked: bool = True) -> None:
        """Cases of one of `FILTERS`."""
        self._filter = key
        for button in self._filters.buttons():
            button.setChecked(button.objectName() == f"corrections_{key}")
        shown = self.case_panel.row
        if self._found is not None and shown and shown.id not in self._found.cases[key]:
            self.case_panel.show_case(None)
        self._show_cases()

    def show_hint(self, hint: object) -> None:
        """A filter, {"correction": id} or {"list": id}."""
        if isinstance(hint, str) and hint in FILTERS:
            self.tabs.setCurrentIndex(0)
            self.show_filter(hint)
        elif isinstance(hint, dict):
            self._wanted_case = int(hint.get("correction", 0))
            self._wanted_list = int(hint.get("list", 0))
            self.close_paper()
            self.refresh()

    def refresh(self) -> None:
        context, scope = self.workplace.context, self.scope
        sorts = dict(self._sorts)
        self.workplace.jobs.read(
            self,
            lambda: table.load_desk(
                context, org_id=scope, sort=sorts["cases"], list_sort=sorts["lists"]
            ),
            self._show,
            topic="desk",
        )

    def show_changes(self, changes: Changes) -> None:
        if changes.touches(*_TABLES):
            self.refresh()

    def _show(self, found: DeskRows) -> None:
        self._found = found
        for button in self._filters.buttons():
            key = button.objectName().removeprefix("corrections_")
            button.setText(f"{FILTERS[key]} {len(found.cases[key])}")
        context = self.workplace.context
        able = context.policy.correction is not None and not context.database.read_only
        self.make_list.setEnabled(able and bool(found.cases["verified"]))
        stale = sum(row.stale for row in found.lists.values())
        self.tabs.setTabText(
            1, f"清单 {len(found.lists)}" + (f"（{stale} 份已过时）" if stale else "")
        )
        self._ask_about_many(found)
        row = found.cases["all"].get(self._wanted_case)
        if row is not None:
            self.tabs.setCurrentIndex(0)
            self.show_filter(table.filter_of(row))
            self.cases.choose([row.id])
        self._wanted_case = 0
        self._show_cases()
        self._show_lists(found)
        self._tell()

    def _ask_about_many(self, found: DeskRows) -> None:
        """Branches with many misfilled, and a pack that does not know this way."""
        if self.workplace.context.policy.correction is None:
            self.question.say(_NO_RULE, level="info")
        elif found.flagged:
            self.question.say(queries.many_words(found.flagged), level="warning")
        else:
            self.question.hide()

    def _show_cases(self) -> None:
        title, text = _EMPTY[self._filter]
        self.cases.set_empty(title, text)
        if self._found is None:
            return
        rows = self._found.cases[self._filter]
        self.cases.show_rows(rows)
        shown = self.case_panel.row
        if shown is not None and shown.id in self._found.cases["all"]:
            self.case_panel.show_case(self._found.cases["all"][shown.id])
        elif rows:
            self.cases.choose([next(iter(rows))])
        else:
            self.case_panel.show_case(None)
        self._tell()

    def _show_lists(self, found: DeskRows) -> None:
        self.lists.show_rows(found.lists)
        wanted, self._wanted_list = self._wanted_list, 0
        if wanted in found.lists:
            self.tabs.setCurrentIndex(1)
            self.lists.choose([wanted])
        shown = wanted if wanted in found.lists else self.list_panel.list_id
        if shown not in found.lists:
            self.list_panel.clear()
            if found.lists:
                self.lists.choose([next(iter(found.lists))])
        else:
            self.list_panel.show_list(shown)

    def _show_list(self, list_id: int) -> None:
        self._wanted_list = list_id
        self.refresh()

    def _tell(self) -> None:
        if self._found is not None:
            counted = (
                f"{FILTERS[key]} {len(self._found.cases[key])}"
                for key in ("gathered", "verified", "listed", "sent")
            )
            self.summary_changed.emit(" · ".join(counted))

    def _case_moved(self, case_id: int) -> None:
        row = self.cases.rows.get(case_id)
        if row is None:
            return
        self.case_panel.show_case(row)
        if self.isVisible():  # a desk out of sight leaves the card alone
            self.member_chosen.emit(row.member_id)

    def _open_member(self, case_id: int) -> None:
        row = self.cases.rows.get(case_id)
        if row is not None:
            self.member_requested.emit(row.member_id)

    def _list_moved(self, list_id: int) -> None:
        if list_id and list_id != self.list_panel.list_id:
            self.list_panel.show_list(list_id)

    def _sort_by(self, name: str, keys: tuple[SortKey, ...]) -> None:
        self._sorts[name] = keys
        self.refresh()

    # -------------------------------------------------------------------- paper
    def show_paper(self, list_id: int, kind: str) -> None:
        """The list or the letter in the window: as it was kept, or the draft of the letter."""
        context = self.workplace.context
        self.workplace.jobs.read(
            self,
            lambda: (
                queries.list_detail(context, list_id=list_id).list,
                list_paper(context, list_id=list_id, kind=kind),
                undertaken_for_list(context, list_id=list_id),
            ),
            lambda found: self._open_paper(*found, kind),
            topic="paper",
        )

    def _open_paper(self, row: ListRow, paper: Paper, written: tuple[str, ...], kind: str) -> None:
        name = f"{KINDS[kind]} {row.number}"
        keep = KeepAs(f"correction-{kind}", name, {"correction_list_id": row.id})
        self.preview.show_pdf(
            paper.pdf, name=name, keep=keep, faults=blocking(paper.findings, written=written)
        )
        notes = [f"{KINDS[kind]} {row.number} · {row.lines} 人"]
        if kind == "letter" and row.document_number is None:
            notes.append("草稿：登记正式行文的文号后定稿存档")
        if row.stale:
            notes.append("编成之后档案有过修改，纸面与现在的记录不一致")
        self._paper_title.setText(" · ".join(notes))
        self.stack.setCurrentIndex(1)
        self.preview.setFocus()

    def close_paper(self) -> None:
        """Back to the lists."""
        self.stack.setCurrentIndex(0)

    # --------------------------------------------------------------------- acts
    def open_list_dialog(self) -> ListDialog:
        """Asks for unit and letter's head of a new list."""
        dialog = ListDialog(self.workplace, self.scope, self)
        dialog.member_requested.connect(self.member_requested)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.created.connect(self._list_made)
        dialog.open()
        return dialog

    def _list_made(self, made: MadeList) -> None:
        self.said.emit(
            "done", f"已编成清单 {made.number}，{len(made.corrections)} 人，{made.pages} 页。"
        )
        self._wanted_list = made.id
        self.tabs.setCurrentIndex(1)
        self.refresh()
        self.show_paper(made.id, "list")

    # --------------------------------------------------------------------- state
    def state(self) -> str:
        return json.dumps(
            {
                "filter": self._filter,
                "cases": self.cases.column_state(),
                "lists": self.lists.column_state(),
                "splitters": [self.case_splitter.sizes(), self.list_splitter.sizes()],
            }
        )

    def restore_state(self, state: str) -> None:
        try:
            kept = json.loads(state)
            filter_ = str(kept["filter"])
            sizes = [[int(one) for one in pair] for pair in kept["splitters"]]
            columns = [str(kept["cases"]), str(kept["lists"])]
        except (ValueError, TypeError, KeyError):
            return
        self.cases.restore_column_state(columns[0])
        self.lists.restore_column_state(columns[1])
        self._sorts = {
            "cases": self.cases.paged.sort_keys,
            "lists": self.lists.paged.sort_keys,
        }
        for splitter, pair in zip((self.case_splitter, self.list_splitter), sizes, strict=False):
            if len(pair) == 2 and all(pair):
                splitter.setSizes(pair)
        if filter_ in FILTERS:
            self.show_filter(filter_)
