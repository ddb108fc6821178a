"""The desk 纸件: every paper that was kept, where each is, and the way to a new one."""

import json
from array import array
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ..kit.flow import FlowLayout
from ..kit.icons import icon
from ..kit.page import Page, Workplace
from ..kit.paged_model import PagedTableModel, SortKey
from ..kit.paged_table import PagedTableView
from ..kit.style import scaled
from ..papers.kinds import PaperKind
from ..store.changes import Changes
from . import queries
from .archive_panel import ArchivePanel
from .queries import FILTERS, PaperDetails, PaperRow, Standing, Wanted
from .table import EMPTY, columns

_TYPING_MS = 150
_SHOWN = ("papers", "prints", "spoiled_sheets", "scans", "scan_pages")
_FRESH = 80
Found = tuple["array[int]", dict[int, PaperRow], tuple[tuple[str, str], ...], tuple[int, ...]]


class PaperworkPage(Page):
    """The archive above, the chosen paper below."""

    key, title, icon, manual = "paperwork", "纸件", "print", "papers"

    def __init__(
        self,
        workplace: Workplace,
        kinds: Sequence[PaperKind],
        parent: QWidget | None = None,
        *,
        standing: Standing | None = None,
    ) -> None:
        super().__init__(workplace, parent)
        self._standing = standing
        context = workplace.context
        self._titles = {kind.code: kind.title for kind in kinds}
        self._filter = "all"
        self._form, self._year = "", 0
        self._wanted = 0
        self._sort: tuple[SortKey, ...] = ()
        self.model: PagedTableModel[PaperRow] = PagedTableModel(
            workplace.jobs,
            columns=columns(self._titles),
            fetch=lambda ids: queries.load_rows(context, ids),
            parent=self,
        )
        self.table = PagedTableView(
            self.model, jobs=workplace.jobs, name="paperwork_table", label="存档的纸件"
        )
        self.panel = ArchivePanel(workplace, self)
        self.search = QLineEdit(self)
        self.forms, self.years = QComboBox(self), QComboBox(self)
        self._filters = QButtonGroup(self)
        self._set_up_search()
        self._set_up()
        self._connect()

    # -------------------------------------------------------------------- set up
    def _set_up_search(self) -> None:
        self.search.setObjectName("paperwork_search")
        self.search.setAccessibleName("查找纸件")
        self.search.setPlaceholderText("编号、名称、姓名、单位")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(scaled(180))
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        for box, name, words, first in (
            (self.forms, "paperwork_forms", "表式", "全部表式"),
            (self.years, "paperwork_years", "年份", "全部年份"),
        ):
            box.setObjectName(name)
            box.setAccessibleName(words)
            box.addItem(first, None)
            box.setMinimumContentsLength(7)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.activated.connect(lambda _: self._choose())

    def _set_up(self) -> None:
        bar = FlowLayout(spacing=8)
        bar.setContentsMargins(8, 8, 8, 0)
        bar.addWidget(self.search)
        bar.addWidget(self.forms)
        bar.addWidget(self.years)
        for key, words in FILTERS.items():
            button = self._button(f"paperwork_{key}", words)
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setChecked(key == self._filter)
            button.clicked.connect(partial(self.show_filter, key))
            self._filters.addButton(button)
            bar.addWidget(button)
        self.make = self._button("paperwork_make", "出纸件…")
        self.make.clicked.connect(lambda _=False: self.act_requested.emit("paper", {"form": ""}))
        bar.addWidget(self.make)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setObjectName("paperwork_splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.table)
        scroll = QScrollArea(self)  # large letters make the panel scroll
        scroll.setObjectName("paperwork_scroll")
        scroll.setAccessibleName("所选的纸件")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setMinimumHeight(scaled(80))
        scroll.setWidget(self.panel)
        self.panel.setMinimumHeight(scaled(280))
        self.splitter.addWidget(scroll)
        self.splitter.setSizes([scaled(170), scaled(440)])
        self.splitter.setStretchFactor(1, 1)
        self.table.setMinimumHeight(scaled(60))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.splitter, 1)

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        return button

    def _connect(self) -> None:
        self.table.current_changed.connect(self._moved)
        self.table.opened.connect(lambda _id: self.panel.preview.setFocus())
        self.table.sort_requested.connect(self._sort_by)
        self.table.typed.connect(self._type_on)
        self.table.notice.connect(lambda words: self.said.emit("done", words))
        self.table.empty_action_requested.connect(self.make.click)
        self.panel.said.connect(self.said)
        self.panel.act_requested.connect(self.act_requested)

    # --------------------------------------------------------------------- the list
    @property
    def wanted(self) -> Wanted:
        """Which papers are asked for."""
        return Wanted(
            org_id=self.scope,
            form=self._form,
            year=self._year or None,
            filter=self._filter,
            words=self.search.text(),
            sort=tuple((key.column, key.descending) for key in self._sort),
        )

    def refresh(self) -> None:
        context, wanted = self.workplace.context, self.wanted

        def ask() -> Found:
            ids = queries.load_ids(context, wanted)
            rows = queries.load_rows(context, ids[:_FRESH])
            return ids, dict(rows), queries.load_forms(context), queries.load_years(context)

        self.workplace.jobs.read(self, ask, self._show, topic="papers")

    def _show(self, found: Found) -> None:
        ids, rows, forms, years = found
        self._offer(self.forms, [(code, self._titles.get(code, title)) for code, title in forms])
        self._offer(self.years, [(year, f"{year} 年") for year in years])
        self.summary_changed.emit(f"{len(ids):,} 份纸件")
        if self.search.text().strip():
            self.table.set_empty("没有找到", "可以换一个词，或只写编号、姓名的一部分。")
        else:
            action = "出纸件…" if self._filter == "all" else ""
            self.table.set_empty(*EMPTY[self._filter], action)
        self.table.show_ids(ids, rows)
        wanted = self._wanted or (0 if self.panel.paper_id or not ids else ids[0])
        if wanted and wanted in ids:
            self.table.choose([wanted])
        self._wanted = 0
        if not ids:
            self.panel.show_nothing()

    def _offer(self, box: QComboBox, choices: Sequence[tuple[object, str]]) -> None:
        """What there is to choose; the choice stays."""
        chosen = box.currentData()
        while box.count() > 1:
            box.removeItem(1)
        for key, words in choices:
            box.addItem(words, key)
        box.setCurrentIndex(max(0, box.findData(chosen)) if chosen is not None else 0)

    def _choose(self) -> None:
        self._form = str(self.forms.currentData() or "")
        self._year = int(self.years.currentData() or 0)
        self.refresh()

    def show_filter(self, key: str, _checked: bool = False) -> None:
        """Papers of one of `FILTERS`."""
        self._filter = key
        for button in self._filters.buttons():
            button.setChecked(button.objectName() == f"paperwork_{key}")
        self.refresh()

    def _sort_by(self, keys: tuple[SortKey, ...]) -> None:
        self._sort = keys
        self.refresh()

    def _type_on(self, text: str) -> None:
        self.search.setFocus()
        self.search.insert(text)

    def show_hint(self, hint: object) -> None:
        """One of `FILTERS`, or the id of a paper to show."""
        if isinstance(hint, str) and hint in FILTERS:
            self.show_filter(hint)
        elif isinstance(hint, int):
            self._wanted = hint
            self._form, self._year = "", 0
            for box in (self.forms, self.years):
                box.setCurrentIndex(0)
            self.search.clear()
            self.show_filter("all")

    def show_changes(self, changes: Changes) -> None:
        if changes.touches(
            *_SHOWN, "deletion_batches", "correction_lists", "organizations", "members"
        ):
            self.model.refresh_all()
            self.refresh()
            if self.panel.paper_id:
                self._read(self.panel.paper_id)

    # -------------------------------------------------------------------- one paper
    def _moved(self, paper_id: int) -> None:
        if paper_id:
            self._read(paper_id)

    def _read(self, paper_id: int) -> None:
        context, standing = self.workplace.context, self._standing
        self.workplace.jobs.read(
            self,
            lambda: queries.load_paper(context, paper_id=paper_id, standing=standing),
            self._show_paper,
            topic="paper",
            on_error=lambda _error: self.panel.show_nothing(),  # undone meanwhile
        )

    def _show_paper(self, details: PaperDetails) -> None:
        self.panel.show_paper(details)

    # ------------------------------------------------------------------------ state
    def state(self) -> str:
        return json.dumps(
            {
                "split": self.splitter.saveState().toBase64().toStdString(),
                "panel": self.panel.splitter.saveState().toBase64().toStdString(),
                "columns": self.table.column_state(),
                "filter": self._filter,
            }
        )

    def restore_state(self, state: str) -> None:
        try:
            kept = json.loads(state)
            split, panel = str(kept["split"]), str(kept["panel"])
            table, key = str(kept["columns"]), str(kept["filter"])
        except (ValueError, TypeError, KeyError):
            return
        self.splitter.restoreState(QByteArray.fromBase64(split.encode()))
        self.panel.splitter.restoreState(QByteArray.fromBase64(panel.encode()))
        self.table.restore_column_state(table)
        self._sort = self.model.sort_keys
        if key in FILTERS:
            self._filter = key
            for button in self._filters.buttons():
                button.setChecked(button.objectName() == f"paperwork_{key}")
