"""The deletion desk 删除申请: requests that wait, batches on their way, decisions."""

import json
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ..kit.ask_strip import AskStrip
from ..kit.dialogs import confirm
from ..kit.flow import FlowLayout
from ..kit.labels import label
from ..kit.page import Page, Workplace
from ..kit.paged_model import SortKey
from ..kit.row_table import RowTable
from ..kit.style import scaled
from ..store.changes import Changes
from . import service, table
from .batch_dialog import BatchDialog
from .batch_panel import BatchPanel
from .decision_dialog import DecisionDialog
from .guards import OPEN_STATES, returning_clause
from .paper_side import PaperSide
from .queries import BatchRow, RequestRow
from .questions_dialog import QuestionsDialog
from .reentry_panel import ReentryPanel
from .request_actions import RequestActions
from .table import FILTERS, DeskRows, words_about

_EMPTY = {
    "unbatched": (
        "没有待编批的申请",
        "删除只用于更正错误的信息。在花名册里选中团员，右键“申请删除”提出申请；申请齐了，在这里编批打印。",
    ),
    "batched": ("没有已编批、待决定的申请", "编批打印之后，申请在这里等待上报和审批。"),
    "decided": ("还没有决定过的申请", "批准和退回的申请都保留在这里。"),
    "all": ("还没有删除申请", "在花名册里选中团员，右键“申请删除”提出申请。"),
}
_TABLES = (
    "deletion_requests", "deletion_batches", "deletion_reasons", "reentries", "members",
    "organizations",
)  # fmt: skip


class DeletionPage(Page):
    """Two lists of the scope – requests, batches – and, instead of them, a batch's paper."""

    key, title, icon, manual = "deletion", "删除申请", "deletion", "deletion"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._filter = "unbatched"
        self._sorts: dict[str, tuple[SortKey, ...]] = {"requests": (), "batches": ()}
        self._found: DeskRows | None = None
        self._wanted_request = self._wanted_batch = 0
        jobs = workplace.jobs
        self.requests: RowTable[RequestRow] = RowTable(
            columns=table.request_columns(),
            jobs=jobs,
            name="deletion_requests",
            label="删除申请",
            stretch="reasons",
        )
        self.batches: RowTable[BatchRow] = RowTable(
            columns=table.batch_columns(),
            jobs=jobs,
            name="deletion_batches",
            label="删除批次",
            stretch="organization",
        )
        self.batches.set_empty("还没有批次", "待编批的申请编成一批后，打印、盖章，逐级上报。")
        self.requests.setMinimumHeight(scaled(60))  # large letters leave it little
        self.panel = BatchPanel(workplace)
        self.reentries = ReentryPanel(workplace)
        self.strip = AskStrip("return_all_ask", self)
        self.paper = PaperSide(workplace, self)
        self.preview = self.paper.preview
        self.tabs = QTabWidget(self)
        self.stack = QStackedWidget(self)
        self._set_up()
        self._connect()

    # ----------------------------------------------------------------- set up
    def _set_up(self) -> None:
        self.tabs.setObjectName("deletion_tabs")
        self.tabs.setAccessibleName("删除申请与批次")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self._requests_scroll = QScrollArea(self)  # a question at 200 % must not be squeezed
        self._requests_scroll.setObjectName("requests_scroll")
        self._requests_scroll.setAccessibleName("删除申请")
        self._requests_scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._requests_scroll.setWidgetResizable(True)
        self._requests_scroll.setWidget(self._requests_tab())
        self.tabs.addTab(self._requests_scroll, "申请")
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setObjectName("deletion_splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.batches)
        scroll = self._batch_scroll = QScrollArea(
            self
        )  # large letters on a small screen: nothing is squeezed away
        scroll.setObjectName("batch_scroll")
        scroll.setAccessibleName("批次")
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.panel)
        self.splitter.addWidget(scroll)
        self.splitter.setSizes([scaled(170), scaled(400)])
        for place, weight in enumerate((2, 5)):
            self.splitter.setStretchFactor(place, weight)
        self.tabs.addTab(self.splitter, "批次")
        self.tabs.addTab(self.reentries, "重新录入")
        lists = QWidget(self)
        lists.setObjectName("deletion_lists")
        layout = QVBoxLayout(lists)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.tabs, 1)
        self.stack.setObjectName("deletion_stack")
        self.stack.addWidget(lists)
        self.stack.addWidget(self.paper)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    def _requests_tab(self) -> QWidget:
        side = QWidget(self)
        side.setObjectName("deletion_requests_side")
        bar = QHBoxLayout()
        bar.setSpacing(4)
        filters = FlowLayout()
        self._filters = QButtonGroup(self)
        for key, words in FILTERS.items():
            button = QPushButton(words, side)
            button.setObjectName(f"deletion_{key}")
            button.setAccessibleName(f"显示{words}的申请")
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setChecked(key == self._filter)
            button.clicked.connect(partial(self.show_filter, key))
            self._filters.addButton(button)
            filters.addWidget(button)
        bar.addLayout(filters, 1)
        self.return_all = QPushButton("全部退回…", side)
        self.return_all.setObjectName("deletion_return_all")
        self.return_all.setAccessibleName("全部退回待审核的申请")
        self.return_all.clicked.connect(self._ask_return_all)
        self.make_batch = QPushButton("编批打印…", side)
        self.make_batch.setObjectName("deletion_make_batch")
        self.make_batch.setAccessibleName("编批打印")
        self.make_batch.setProperty("main", True)
        self.make_batch.clicked.connect(self.open_batch_dialog)
        for one in (self.return_all, self.make_batch):
            one.setEnabled(False)
            bar.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
        self._about = label("", role="small", name="deletion_about", parent=side)
        self._about.setWordWrap(True)
        self.request_actions = RequestActions(self.workplace, side)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.strip)
        layout.addWidget(self.requests, 1)
        layout.addWidget(self._about)
        layout.addWidget(self.request_actions)
        return side

    def _connect(self) -> None:
        for name, view in (("requests", self.requests), ("batches", self.batches)):
            view.sort_requested.connect(partial(self._sort_by, name))
            view.notice.connect(lambda words: self.said.emit("done", words))
        self.requests.current_changed.connect(self._request_moved)
        self.requests.chosen_changed.connect(lambda _count: self._tell())
        self.request_actions.questions_wanted.connect(self._ask_about_request)
        self.request_actions.said.connect(self.said)
        self.request_actions.asked.connect(
            lambda: _bring_into_sight(self._requests_scroll, self.request_actions.strip)
        )
        self.panel.asked.connect(lambda: _bring_into_sight(self._batch_scroll, self.panel.strip))
        self.request_actions.paper_opened.connect(self.paper.show_pdf)
        self.requests.opened.connect(self._open_request)
        self.batches.current_changed.connect(self._batch_moved)
        self.batches.opened.connect(self.show_paper)
        self.panel.preview_requested.connect(self.show_paper)
        self.panel.questions_requested.connect(self.ask_about_batch)
        self.panel.decision_requested.connect(self.open_decision)
        self.panel.remade.connect(self._batch_remade)
        self.panel.letter_requested.connect(self.paper.show_letter)
        self.paper.opened.connect(lambda: self.stack.setCurrentIndex(1))
        self.paper.closed.connect(self.close_paper)
        self.panel.member_chosen.connect(self.member_chosen)
        self.panel.member_requested.connect(self.member_requested)
        self.panel.said.connect(self.said)
        self.reentries.member_chosen.connect(self.member_chosen)
        self.reentries.member_requested.connect(self.member_requested)
        self.reentries.said.connect(self.said)
        self.reentries.counted.connect(self._count_reentries)
        self.reentries.reentry_requested.connect(
            lambda owed: self.act_requested.emit("reenter", owed)
        )
        self.tabs.currentChanged.connect(lambda _: self._tell())

    # ---------------------------------------------------------------- what is shown
    def show_filter(self, key: str, _checked: bool = True) -> None:
        """Requests of one of `FILTERS`."""
        self._filter = key
        for button in self._filters.buttons():
            button.setChecked(button.objectName() == f"deletion_{key}")
        self._show_requests()

    def show_hint(self, hint: object) -> None:
        """A filter, "reentries", {"request": id}, {"batch": id}, or "decide:" and a batch's id: the
        stamped paper came back and its decision is to be entered."""
        if isinstance(hint, str) and hint.startswith("decide:"):
            batch_id = int(hint.removeprefix("decide:"))
            self.show_hint({"batch": batch_id})
            self.open_decision(batch_id)
        elif hint == "reentries":
            self.close_paper()
            self.tabs.setCurrentWidget(self.reentries)
        if isinstance(hint, str) and hint in FILTERS:
            self.tabs.setCurrentIndex(0)
            self.show_filter(hint)
        elif isinstance(hint, dict):
            self._wanted_request = int(hint.get("request", 0))
            self._wanted_batch = int(hint.get("batch", 0))
            self.close_paper()
            self.refresh()

    def refresh(self) -> None:
        context, scope = self.workplace.context, self.scope
        sorts = dict(self._sorts)
        self.workplace.jobs.read(
            self,
            lambda: table.load_desk(
                context, org_id=scope, sort=sorts["requests"], batch_sort=sorts["batches"]
            ),
            self._show,
            topic="desk",
        )
        self.reentries.show_scope(scope)

    def show_changes(self, changes: Changes) -> None:
        if changes.touches(*_TABLES):
            self.refresh()

    def _show(self, found: DeskRows) -> None:
        self._found = found
        for key, words in FILTERS.items():
            button = next(b for b in self._filters.buttons() if b.objectName() == f"deletion_{key}")
            button.setText(f"{words} {len(found.requests[key])}")
        writable = not self.workplace.context.database.read_only
        self.make_batch.setEnabled(writable and bool(found.requests["unbatched"]))
        waiting = len(found.requests["unbatched"]) + len(found.requests["batched"])
        self.return_all.setEnabled(writable and waiting > 0)
        stale = sum(row.stale for row in found.batches.values())
        self.tabs.setTabText(
            1, f"批次 {len(found.batches)}" + (f"（{stale} 份已过时）" if stale else "")
        )
        self._take_up_wishes(found)
        self._show_requests()
        self._show_batches(found)
        self._tell()

    def _count_reentries(self, owed: int, late: int) -> None:
        words = f"重新录入 {owed}" + (f"（{late} 人超期）" if late else "")
        self.tabs.setTabText(self.tabs.indexOf(self.reentries), words)

    def _take_up_wishes(self, found: DeskRows) -> None:
        row = found.requests["all"].get(self._wanted_request)
        if row is not None:
            self.tabs.setCurrentIndex(0)
            self.show_filter(table.filter_of(row))
            self.requests.choose([row.id])
        self._wanted_request = 0

    def _show_requests(self) -> None:
        title, text = _EMPTY[self._filter]
        self.requests.set_empty(title, text)
        if self._found is not None:
            self.requests.show_rows(self._found.requests[self._filter])
        self._tell()

    def _show_batches(self, found: DeskRows) -> None:
        self.batches.show_rows(found.batches)
        wanted, self._wanted_batch = self._wanted_batch, 0
        if wanted in found.batches:
            self.tabs.setCurrentIndex(1)
            self.batches.choose([wanted])
        shown = wanted if wanted in found.batches else self.panel.batch_id
        if shown not in found.batches:
            self.panel.clear()
            if found.batches:
                self.batches.choose([next(iter(found.batches))])
        else:
            self.panel.show_batch(shown)

    def _tell(self) -> None:
        if self._found is None:
            return
        requests, batches = self._found.requests, self._found.batches
        open_batches = sum(row.state in OPEN_STATES for row in batches.values())
        self.summary_changed.emit(
            f"待编批 {len(requests['unbatched'])} · 已编批 {len(requests['batched'])} · "
            f"办理中的批次 {open_batches}"
        )
        row = self.requests.current_row()
        self._about.setText(words_about(row) if row else "")
        self._about.setVisible(row is not None)
        self.request_actions.show_rows(row, self.requests.chosen_rows())

    def _request_moved(self, request_id: int) -> None:
        row = self.requests.rows.get(request_id)
        self._tell()
        if row is not None and self.isVisible():  # a desk out of sight leaves the card alone
            self.member_chosen.emit(row.member_id)

    def _open_request(self, request_id: int) -> None:
        row = self.requests.rows.get(request_id)
        if row is not None:
            self.member_requested.emit(row.member_id)

    def _batch_moved(self, batch_id: int) -> None:
        if batch_id and batch_id != self.panel.batch_id:
            self.panel.show_batch(batch_id)

    def _sort_by(self, name: str, keys: tuple[SortKey, ...]) -> None:
        self._sorts[name] = keys
        self.refresh()

    # -------------------------------------------------------------------- paper
    def show_paper(self, batch_id: int) -> None:
        """A batch's paper as it was archived, in the window."""
        self.paper.show_form(batch_id)

    def close_paper(self) -> None:
        """Back to the lists."""
        self.stack.setCurrentIndex(0)

    # --------------------------------------------------------------------- acts
    def open_batch_dialog(self) -> BatchDialog:
        """Asks for form and unit of a new batch."""
        dialog = BatchDialog(self.workplace, self.scope, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.created.connect(self._batch_made)
        dialog.member_requested.connect(self.member_requested)
        dialog.open()
        return dialog

    def open_decision(self, batch_id: int) -> DecisionDialog:
        """What the paper says line by line, its scan beside it."""
        dialog = DecisionDialog(self.workplace, batch_id, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.decided.connect(self._was_decided)
        dialog.open()
        return dialog

    def _was_decided(self, done: service.Decided) -> None:
        self.said.emit(
            "done", f"已登记：批准 {len(done.approved)} 人，退回 {len(done.returned)} 人。"
        )

    def ask_about_batch(self, batch_id: int) -> QuestionsDialog:
        """What makes one ask about a batch."""
        row = self._found.batches.get(batch_id) if self._found else None
        about = f"批次 {row.number}" if row is not None else "批次"
        return self._open_questions(
            QuestionsDialog(self.workplace, batch_id=batch_id, about=about, parent=self)
        )

    def _ask_about_request(self) -> None:
        row = self.requests.current_row()
        if row is not None:
            self._open_questions(
                QuestionsDialog(
                    self.workplace,
                    request_id=row.id,
                    about=f"第 {row.id} 号 {row.name}",
                    parent=self,
                )
            )

    def _open_questions(self, dialog: QuestionsDialog) -> QuestionsDialog:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.members_requested.connect(
            lambda ids, title: self.act_requested.emit("members", {"ids": ids, "title": title})
        )
        dialog.paper_requested.connect(self.paper.show_questions)
        dialog.open()
        return dialog

    def _batch_remade(self, batch: service.Batch) -> None:
        self._batch_made(batch)

    def _batch_made(self, batch: service.Batch) -> None:
        self.said.emit(
            "done", f"已编成批次 {batch.number}，{len(batch.requests)} 人，{batch.pages} 页。"
        )
        self._wanted_batch = batch.id
        self.tabs.setCurrentIndex(1)
        self.refresh()
        self.show_paper(batch.id)

    def _ask_return_all(self) -> None:
        clause = returning_clause(self.workplace.context.policy)
        self.strip.ask(
            f"把全部“已申请删除，待审核”的申请一次退回，不论办到哪一步、在哪个单位（{clause}）。"
            "草稿和已决定的不动；退回的须认真核查后重新申请。",
            act="全部退回…",
            granted=lambda reason, _: self._confirm_return_all(reason),
            hint="退回原因",
            needed="退回须写明原因",
        )

    def _confirm_return_all(self, reason: str) -> None:
        if not confirm(
            self,
            title="全部退回",
            text="全部待审核的删除申请将被退回，整个台账都算，不只是所选的团组织。",
            details=f"原因：{reason}",
            act="全部退回",
        ):
            return
        context = self.workplace.context
        self.workplace.jobs.write(
            self,
            lambda progress: service.return_all(context, reason=reason),
            lambda done: self.said.emit("done", f"已退回 {len(done.returned)} 份删除申请。"),
            words="全部退回删除申请",
        )

    # --------------------------------------------------------------------- state
    def state(self) -> str:
        return json.dumps(
            {
                "filter": self._filter,
                "requests": self.requests.column_state(),
                "batches": self.batches.column_state(),
                "splitter": self.splitter.sizes(),
            }
        )

    def restore_state(self, state: str) -> None:
        try:
            kept = json.loads(state)
            filter_, sizes = str(kept["filter"]), [int(one) for one in kept["splitter"]]
            columns = [str(kept["requests"]), str(kept["batches"])]
        except (ValueError, TypeError, KeyError):
            return
        self.requests.restore_column_state(columns[0])
        self.batches.restore_column_state(columns[1])
        self._sorts = {
            "requests": self.requests.paged.sort_keys,
            "batches": self.batches.paged.sort_keys,
        }
        if len(sizes) == 2 and all(sizes):
            self.splitter.setSizes(sizes)
        if filter_ in FILTERS:
            self.show_filter(filter_)


def _bring_into_sight(area: QScrollArea, widget: QWidget) -> None:
    """Once it is laid out: a question that is asked must be seen at 200 % as well."""
    QTimer.singleShot(0, area, lambda: area.ensureWidgetVisible(widget))
