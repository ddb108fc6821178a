"""The desk 团籍保留: the register, what is to be looked at again, annex 3."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..core.progress import Progress
from ..kit.ask_strip import AskStrip
from ..kit.flow import FlowLayout
from ..kit.labels import hairline, label
from ..kit.page import Page, Workplace
from ..kit.paged_model import Column
from ..kit.preview import PaperPreview
from ..kit.row_table import RowTable
from ..office.prints import KeepAs
from ..papers.paper import Paper
from ..papers.preflight import kept_back
from ..store.changes import Changes
from . import queries, service
from .dialog import RetainDialog
from .form import TITLE, draw_retention
from .plan import RESUME
from .queries import Retention

FILTERS = {"open": "保留中", "due": "待复核", "ended": "已结束", "all": "全部"}
_EMPTY = {
    "open": ("没有团籍保留的团员", "休学、入伍、出国（境）、延迟毕业的，在花名册里选中，右键“团籍保留…”。"),
    "due": ("没有待复核的", "到了复核日期的会出现在这里。"),
    "ended": ("还没有结束的保留", "复学、退役、回国后结束保留，回到团支部。"),
    "all": ("还没有登记", "休学、入伍、出国（境）、延迟毕业的，在花名册里选中，右键“团籍保留…”。"),
}  # fmt: skip


def register_columns() -> list[Column[Retention]]:
    """The register."""
    return [
        Column("name", "姓名", lambda row: row.name, width=86, sortable=False),
        Column("branch", "所在团支部", lambda row: row.branch, width=130,
               tip=lambda row: row.branch, sortable=False),
        Column("from", "原团支部", lambda row: row.from_branch, width=120,
               tip=lambda row: row.from_branch, sortable=False),
        Column("reason", "保留原因", lambda row: row.reason, width=120,
               tip=lambda row: "\n".join(filter(None, (row.reason, row.cause))), sortable=False),
        Column("retained_on", "保留日期", lambda row: row.retained_on, width=96, figures=True,
               sortable=False),
        Column("review_on", "复核日期", lambda row: row.review_on if row.open else "", width=96,
               figures=True, tip=lambda row: row.last_finding, sortable=False),
        Column("ended_on", "结束日期", lambda row: row.ended_on, width=96, figures=True,
               tip=lambda row: row.end_reason, sortable=False),
    ]  # fmt: skip


class RetentionPage(Page):
    """The register of the scope and, instead of it, annex 3."""

    key, title, icon, manual = "retention", "团籍保留", "retention", "retention"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._filter = "open"
        self._found: tuple[Retention, ...] = ()
        self.table: RowTable[Retention] = RowTable(
            columns=register_columns(),
            jobs=workplace.jobs,
            name="retention_table",
            label="团籍保留登记簿",
            stretch="reason",
            parent=self,
        )
        self.strip = AskStrip("retention_ask", self)
        self.preview = PaperPreview(workplace.jobs, self, context=workplace.context)
        self.stack = QStackedWidget(self)
        self.review_button = self._button("retention_review", "登记复核…", self._ask_review)
        self.resume_button = self._button("retention_resume", "结束保留…", self._resume)
        self.paper_button = self._button("retention_paper", "打印附件3…", self.show_paper)
        self._filters = QButtonGroup(self)
        self._set_up()
        self.table.current_changed.connect(self._moved)
        self.table.chosen_changed.connect(lambda _count: self._enable())
        self.table.opened.connect(self._open)
        self.table.notice.connect(lambda words: self.said.emit("done", words))

    def _button(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.clicked.connect(lambda _=False: act())
        return button

    def _set_up(self) -> None:
        filters = FlowLayout()
        for key, words in FILTERS.items():
            button = self._button(f"retention_{key}", words, partial(self.show_filter, key))
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setChecked(key == self._filter)
            self._filters.addButton(button)
            filters.addWidget(button)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addLayout(filters, 1)
        for one in (self.review_button, self.resume_button, self.paper_button):
            bar.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
        lists = QWidget(self)
        lists.setObjectName("retention_lists")
        layout = QVBoxLayout(lists)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.strip)
        layout.addWidget(self.table, 1)
        self.stack.setObjectName("retention_stack")
        self.stack.addWidget(lists)
        self.stack.addWidget(self._paper_side())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    def _paper_side(self) -> QWidget:
        side = QWidget(self)
        side.setObjectName("retention_paper_side")
        back = self._button("retention_back", "← 返回登记簿", self.close_paper)
        back.setProperty("link", True)
        back.setShortcut("Esc")
        self._paper_title = label("", name="retention_paper_title", parent=side)
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

    # ---------------------------------------------------------------- what is shown
    def refresh(self) -> None:
        context, scope = self.workplace.context, self.scope
        self.workplace.jobs.read(
            self, lambda: queries.load_register(context, org_id=scope), self._show, topic="register"
        )

    def show_changes(self, changes: Changes) -> None:
        if changes.touches("retentions", "retention_reviews", "members", "organizations"):
            self.refresh()

    def show_hint(self, hint: object) -> None:
        """One of `FILTERS`."""
        if isinstance(hint, str) and hint in FILTERS:
            self.close_paper()
            self.show_filter(hint)

    def show_filter(self, key: str) -> None:
        """Entries of one of `FILTERS`."""
        self._filter = key
        for button in self._filters.buttons():
            button.setChecked(button.objectName() == f"retention_{key}")
        self.table.set_empty(*_EMPTY[key])
        self.table.show_rows({row.id: row for row in self._found if self._fits(row, key)})
        self._enable()

    def _fits(self, row: Retention, key: str) -> bool:
        if key == "due":
            return row.due(self.workplace.context.today)
        return key == "all" or row.open is (key == "open")

    def _show(self, found: tuple[Retention, ...]) -> None:
        self._found = found
        for key, words in FILTERS.items():
            count = sum(self._fits(row, key) for row in found)
            button = next(
                one for one in self._filters.buttons() if one.objectName() == f"retention_{key}"
            )
            button.setText(f"{words} {count:,}")
        self.show_filter(self._filter)
        held = sum(row.open for row in found)
        due = sum(row.due(self.workplace.context.today) for row in found)
        self.summary_changed.emit(f"保留中 {held:,} 人 · 待复核 {due:,}")

    def _chosen(self) -> list[Retention]:
        return [row for row in self.table.chosen_rows() if row.open]

    def _enable(self) -> None:
        writable = not self.workplace.context.database.read_only
        some = writable and bool(self._chosen())
        self.review_button.setEnabled(some)
        self.resume_button.setEnabled(some)
        self.paper_button.setEnabled(any(row.open for row in self._found))

    def _moved(self, retention_id: int) -> None:
        self._enable()
        row = self.table.rows.get(retention_id)
        if row is not None and self.isVisible():
            self.member_chosen.emit(row.member_id)

    def _open(self, retention_id: int) -> None:
        row = self.table.rows.get(retention_id)
        if row is not None:
            self.member_requested.emit(row.member_id)

    # -------------------------------------------------------------------- acts
    def _ask_review(self) -> None:
        rows = self._chosen()
        self.strip.ask(
            f"登记 {len(rows)} 人的复核，下次复核在一年以后。",
            act=f"登记 {len(rows)} 人",
            granted=lambda finding, _: self._review([row.id for row in rows], finding),
            hint="复核情况，例如：仍在服役，继续保留",
            needed="复核情况要填写",
        )

    def _review(self, ids: list[int], finding: str) -> None:
        context = self.workplace.context

        def act(_progress: Progress) -> int:
            return service.review_retentions(context, retention_ids=ids, finding=finding)

        self.workplace.jobs.write(
            self,
            act,
            lambda _number: self.said.emit("done", f"已登记 {len(ids)} 人的复核。"),
            words="登记复核",
        )

    def _resume(self) -> None:
        ids = [row.member_id for row in self._chosen()]
        dialog = RetainDialog(self.workplace, ids, act=RESUME, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.said.connect(self.said)
        dialog.setModal(True)
        dialog.open()

    # -------------------------------------------------------------------- paper
    def show_paper(self) -> None:
        """Annex 3 of the scope, as it would be printed."""
        context, scope = self.workplace.context, self.scope
        self.workplace.jobs.read(
            self,
            lambda: draw_retention(queries.register_form(context, org_id=scope)),
            self._open_paper,
            topic="paper",
        )

    def _open_paper(self, paper: Paper) -> None:
        owner = {"org_id": self.scope} if self.scope is not None else {}
        keep = KeepAs("retention", TITLE, owner)
        self.preview.show_pdf(paper.pdf, name=TITLE, keep=keep, faults=kept_back(paper.findings))
        faults = "；".join(found.message for found in paper.findings[:3])
        self._paper_title.setText(TITLE + (f" · {faults}" if faults else ""))
        self.stack.setCurrentIndex(1)
        self.preview.setFocus()

    def close_paper(self) -> None:
        """Back to the register."""
        self.stack.setCurrentIndex(0)

    def state(self) -> str:
        return self._filter

    def restore_state(self, state: str) -> None:
        if state in FILTERS:
            self._filter = state
