"""The journal 操作日志: every operation of the office, what it changed, and how to take it back."""

from array import array

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from ..kit.icons import icon
from ..kit.labels import label
from ..kit.page import Page, Workplace
from ..kit.paged_model import PagedTableModel
from ..kit.paged_table import PagedTableView
from ..kit.style import scaled
from ..store.changes import Changes
from . import queries
from .panels import DetailsPanel
from .queries import OperationDetails, OperationRow, history_lines
from .service import UndoResult
from .table import columns
from .undo_dialog import UndoDialog

__all__ = ["HistoryPage", "history_lines"]

_TYPING_MS = 150


class HistoryPage(Page):
    """A table of all operations above, the chosen one in detail below."""

    key, title, icon, manual = "history", "操作日志", "history", "history"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        context = workplace.context
        self._wanted = 0
        self.model: PagedTableModel[OperationRow] = PagedTableModel(
            workplace.jobs,
            columns=columns(),
            fetch=lambda numbers: queries.load_rows(context, numbers),
            parent=self,
        )
        self.table = PagedTableView(
            self.model, jobs=workplace.jobs, name="history_table", label="操作列表"
        )
        self.details = DetailsPanel(writable=not context.database.read_only, parent=self)
        self.filter_box = QLineEdit(self)
        self._set_up_filter()
        self._set_up()

    def _set_up_filter(self) -> None:
        box = self.filter_box
        box.setObjectName("history_filter")
        box.setAccessibleName("筛选操作")
        box.setPlaceholderText("姓名、内容、操作人、文号、日期（2018-08-01）或操作号")
        box.setClearButtonEnabled(True)
        box.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.refresh)
        box.textChanged.connect(lambda _text: self._typing.start())

    def _set_up(self) -> None:
        self._count = label("", name="history_count", parent=self)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 8, 8, 0)
        bar.setSpacing(12)
        bar.addWidget(self.filter_box, 1)
        bar.addWidget(self._count)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setObjectName("history_split")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.details)
        self.splitter.setSizes([scaled(340), scaled(260)])
        self.splitter.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.splitter, 1)
        self.table.current_changed.connect(self._choose)
        self.table.opened.connect(self.open_undo)
        self.table.notice.connect(lambda words: self.said.emit("done", words))
        self.table.typed.connect(self._type_on)
        self.details.undo_requested.connect(self.open_undo)
        self.details.more_requested.connect(self._read_more)

    # --------------------------------------------------------------------- the list
    def set_scope(self, org_id: int | None) -> None:
        """The journal is the whole office's, whichever node is chosen."""

    def refresh(self) -> None:
        context, words = self.workplace.context, self.filter_box.text().strip()
        self.workplace.jobs.read(
            self,
            lambda: queries.load_numbers(context, words=words),
            lambda numbers: self._show(words, numbers),
            topic="numbers",
        )

    def _show(self, words: str, numbers: "array[int]") -> None:
        self._count.setText(f"{len(numbers):,} 项操作")
        self.summary_changed.emit(f"{len(numbers):,} 项操作")
        if words:
            self.table.set_empty(f"没有找到“{words}”", "可以换一个词，或只写姓名、文号的一部分。")
        else:
            self.table.set_empty("还没有操作", "在本台账中做的每件事都会记在这里。")
        self.table.show_ids(numbers)
        wanted = self._wanted or (0 if self.details.number or not numbers else numbers[0])
        if wanted and wanted in numbers:
            self.table.choose([wanted])
        self._wanted = 0

    def show_hint(self, hint: object) -> None:
        """The number of an operation to show, or words to look for."""
        if isinstance(hint, int):
            self._wanted = hint
            self.filter_box.clear()
            self.refresh()
        elif isinstance(hint, str):
            self.filter_box.setText(hint)

    def show_changes(self, changes: Changes) -> None:
        self.model.refresh_all()
        self.refresh()
        if self.details.number:
            self._choose(self.details.number)

    def _type_on(self, text: str) -> None:
        self.filter_box.setFocus()
        self.filter_box.insert(text)

    # ------------------------------------------------------------------ the details
    def _choose(self, number: int) -> None:
        if not number:
            return
        context = self.workplace.context
        self.workplace.jobs.read(
            self,
            lambda: queries.load_details(context, number=number),
            self.details.show_details,
            topic="details",
        )

    def _read_more(self, number: int, start: int) -> None:
        context = self.workplace.context

        def more() -> OperationDetails:
            return queries.load_details(context, number=number, start=start)

        self.workplace.jobs.read(self, more, self.details.show_details, topic="details")

    # ------------------------------------------------------------------------ undo
    def open_undo(self, number: int) -> None:
        """Opens the dialog that shows what an undo would do."""
        if self.workplace.context.database.read_only:
            self.said.emit("warning", self.workplace.context.database.refusal().message)
            return
        dialog = UndoDialog(self.workplace, number, self)
        dialog.undone.connect(self._tell_undone)
        dialog.open()

    def _tell_undone(self, result: UndoResult) -> None:
        self.said.emit(
            "done",
            f"已撤销“{result.target.words}”：恢复 {len(result.undone.reversed):,} 条"
            + (f"，保留 {len(result.undone.kept):,} 条" if result.undone.kept else "")
            + "。",
        )

    # ----------------------------------------------------------------------- state
    def state(self) -> str:
        return f"{self.splitter.saveState().toBase64().toStdString()}|{self.table.column_state()}"

    def restore_state(self, state: str) -> None:
        split, bar, columns_ = state.partition("|")
        if bar:
            self.splitter.restoreState(QByteArray.fromBase64(split.encode()))
            self.table.restore_column_state(columns_)
