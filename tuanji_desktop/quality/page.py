"""The desk 数据质量: what is wrong, how often, where, and exactly who."""

import json
from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.dialogs import words_of
from ..kit.jobs import JobInfo
from ..kit.labels import label
from ..kit.page import Page, Workplace
from ..kit.style import scaled
from ..store.changes import Changes
from . import service
from .board_view import BoardView
from .checks import OVER_AGE, RED, SHARED, find_check
from .findings import Pair
from .list_side import ListSide
from .scan import Inspection, breathe
from .service import Board, FoundPair, Listing

if TYPE_CHECKING:
    from ..kit.export_dialog import ExportDialog
    from .sheet_dialog import SheetDialog

_LOOK_EVERY = 400  # ms between two countings while the scan runs
_REST_MS = 150


class QualityPage(Page):
    """The board at the left; at the right the people, units or pairs behind the chosen number."""

    key, title, icon, manual = "quality", "数据质量", "quality", "quality"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.inspection = Inspection(workplace.context, pause=breathe)
        self.listing: Listing | None = None
        self._wanted = RED
        self._within: int | None = None
        self._sort: tuple[tuple[str, bool], ...] = ()
        self._scan = 0
        self._catching = self._again = False
        self.board = BoardView(self)
        self.side = ListSide(workplace, self.inspection, self)
        self.progress = label("", role="muted", name="quality_progress", parent=self)
        self.rescan = QPushButton("重新检查", self)
        self.rescan.setObjectName("quality_rescan")
        self.rescan.setAccessibleName("重新检查")
        self.take_return = QPushButton("读回补正表…", self)
        self.take_return.setObjectName("quality_return")
        self.take_return.setAccessibleName("读回补正表")
        self.take_return.setEnabled(not workplace.context.database.read_only)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_EVERY)
        self._look.timeout.connect(self._ask_board)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REST_MS)
        self._later.timeout.connect(self._catch_up)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.progress.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        bar = QHBoxLayout()
        bar.addWidget(self.progress, 1)
        bar.addWidget(self.take_return)
        bar.addWidget(self.rescan)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.setObjectName("quality_split")
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.board)
        room = QScrollArea(self)  # large letters on a small screen
        room.setObjectName("quality_side_scroll")
        room.setAccessibleName("检查结果")
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setWidgetResizable(True)
        room.setWidget(self.side)
        self._split.addWidget(room)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 2)
        self._split.setSizes([scaled(268), scaled(540)])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(bar)
        layout.addWidget(self._split, 1)
        self.setFocusProxy(self.board)

    def _connect(self) -> None:
        self.rescan.clicked.connect(self._scan_pressed)
        self.take_return.clicked.connect(lambda: self.act_requested.emit("import_return", None))
        self.board.check_chosen.connect(self._take_check)
        self.workplace.jobs.finished.connect(self._job_finished)
        side = self.side
        side.member_chosen.connect(self.member_chosen)
        side.member_requested.connect(self.member_requested)
        side.said.connect(self.said)
        side.sort_requested.connect(self._take_sort)
        side.unit_requested.connect(self._stay_within)
        side.act_requested.connect(self._act)
        side.pair_chosen.connect(self._show_pair)
        side.compare.distinct_requested.connect(self._say_distinct)
        side.compare.open_requested.connect(self.member_requested)
        side.compare.deletion_requested.connect(
            lambda one: self.act_requested.emit("deletion", [one])
        )

    # -------------------------------------------------------------------- the scan
    def refresh(self) -> None:
        self._within = None
        if self._scan == 0 or self.inspection.behind:
            self.start_scan()
        self._ask_board()
        self._ask_list()

    def start_scan(self) -> None:
        """Looks at everybody; the numbers come as they are found."""
        if self.inspection.running:
            return
        self.inspection.running = True  # from now on: the thread may take its time
        self._scan = self.workplace.jobs.read_long(
            self, self.inspection.run, lambda _done: None, words="检查数据质量"
        )
        self.rescan.setText("停止检查")
        self.rescan.setAccessibleName("停止检查")
        self._look.start()

    def _scan_pressed(self) -> None:
        if self.inspection.running:
            self.workplace.jobs.cancel(self._scan)
        else:
            self.start_scan()

    def _job_finished(self, info: JobInfo) -> None:
        if info.number != self._scan:
            return
        self.inspection.running = False
        self._look.stop()
        self.rescan.setText("重新检查")
        self.rescan.setAccessibleName("重新检查")
        self._ask_board()
        self._ask_list()
        self._later.start()

    def show_changes(self, changes: Changes) -> None:
        if self.inspection.note(changes):
            self.side.refresh_members(changes.tables.get("members", frozenset()))
            self._later.start()

    def _catch_up(self) -> None:
        """Looks again at those who were touched; a running scan does it at its end."""
        if self.inspection.running or self._catching:
            self._again = self._catching
            return
        if self.inspection.behind:
            self.start_scan()
            return
        self._catching = True
        self.workplace.jobs.read(
            self, self.inspection.catch_up, lambda _any: self._caught_up(), on_error=self._refused
        )

    def _caught_up(self) -> None:
        self._catching = False
        self._ask_board()
        self._ask_list()
        if self._again:
            self._again = False
            self._later.start()

    # ------------------------------------------------------------------ what is shown
    def show_hint(self, hint: object) -> None:
        """The code of a check."""
        if isinstance(hint, str) and find_check(self.workplace.context.policy, hint) is not None:
            self._wanted = hint
            self.board.choose(hint)

    def _ask_board(self) -> None:
        context, inspection, scope = self.workplace.context, self.inspection, self.scope
        self.workplace.jobs.read(
            self,
            lambda: (
                service.board(inspection, scope)
                if inspection.begun
                else service.first_board(context, scope)
            ),
            self._show_board,
            topic="board",
        )

    def _show_board(self, board: Board) -> None:
        self.board.show_board(board)
        if not self.board.code:
            self.board.choose(self._wanted)
        if self.inspection.running:
            words = f"正在检查 {board.done:,} / {board.total:,} 人，数字随查随出……"
        elif board.complete:
            words = (
                f"已检查 {board.total:,} 人（{self.inspection.judge.today}），此后的改动随时计入。"
            )
        else:
            words = f"检查已停止，只查了 {board.done:,} / {board.total:,} 人。"
        self.progress.setText(words)
        self.side.show_units(board, self._wanted)
        self._tell(board)
        listed = self.listing
        if (
            listed is not None
            and self._within is None
            and not self._catching
            and len(listed) != board.counts.get(listed.check.code, 0)
            and listed.check.code == self._wanted
        ):
            self._ask_list()

    def _tell(self, board: Board) -> None:
        check = find_check(self.workplace.context.policy, self._wanted)
        if check is not None:
            self.summary_changed.emit(f"{check.label} {board.counts.get(check.code, 0):,}")

    def _take_check(self, code: str) -> None:
        self._wanted, self._within, self._sort = code, None, ()
        self._ask_board()
        self._ask_list()

    def _take_sort(self, keys: tuple[tuple[str, bool], ...]) -> None:
        self._sort = keys
        self._ask_list()

    def _stay_within(self, org_id: int) -> None:
        """Only those of one unit of the breakdown; 0 for the whole scope again."""
        self._within = org_id or None
        self._ask_list()

    def _ask_list(self) -> None:
        inspection, code, sort = self.inspection, self._wanted, self._sort
        scope = self._within or self.scope
        self.workplace.jobs.read(
            self,
            lambda: service.listing(inspection, code, scope, sort=sort),
            self._show_list,
            topic="list",
            on_error=self._refused,
        )

    def _show_list(self, listing: Listing) -> None:
        if listing.check.code != self._wanted:
            return
        self.listing = listing
        self.side.show_listing(listing, within=self._within)

    def _show_pair(self, pair: Pair | None) -> None:
        """The two records beside each other; of those who share a value the next one."""
        inspection, code, context = self.inspection, self._wanted, self.workplace.context
        if pair is None:
            self.side.compare.clear()
            return

        def read() -> FoundPair | None:
            both = pair
            if code in SHARED:
                found = service.partner(inspection, code, pair[0])
                if found is None:
                    return None
                both = found
            return next(iter(service.fetch_pairs(context, [both])), None)

        self.workplace.jobs.read(self, read, self._compare, topic="pair")

    def _compare(self, pair: FoundPair | None) -> None:
        if pair is None:
            self.side.compare.clear()
        else:
            self.side.compare.show_pair(pair, decidable=self._wanted not in SHARED)

    # -------------------------------------------------------------------------- acts
    def _act(self, name: str) -> None:
        listing = self.listing
        if listing is None or not len(listing):
            return
        ids = self.side.acted_on()
        if name == "members":
            self.act_requested.emit("members", {"ids": ids, "title": listing.check.label})
        elif name == "bulk_edit":
            self.act_requested.emit("bulk_edit", ids)
        elif name == "leaving":
            self.act_requested.emit("leaving", {"ids": ids, "door": OVER_AGE})
        elif name == "sheet":
            self.open_sheet_dialog(ids)
        elif name == "export":
            self.export()

    def open_sheet_dialog(self, ids: Sequence[int]) -> "SheetDialog":
        """The 催办 sheet for these people."""
        from .sheet_dialog import SheetDialog

        dialog = SheetDialog(
            self.workplace,
            array("q", ids),
            org_id=self._within or self.scope,
            code=self._wanted,
            parent=self,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.written.connect(lambda words: self.said.emit("done", words))
        dialog.open()
        return dialog

    def export(self) -> "ExportDialog | None":
        """The dialog that writes the list in sight, or what is chosen of it."""
        from ..kit.table_export import open_export
        from .export import listing_exportable

        listing = self.listing
        if listing is None or not len(listing):
            return None
        view = self.side.table_of(listing.check)
        chosen = view.chosen_ids()
        exportable = listing_exportable(
            self.inspection, listing, chosen=chosen if len(chosen) > 1 else ()
        )
        return open_export(view, self.workplace, exportable)

    def _say_distinct(self, one: int, other: int) -> None:
        context = self.workplace.context
        self.workplace.jobs.write(
            self,
            lambda progress: service.say_distinct(context, one=one, other=other),
            lambda _number: self.said.emit("done", "已记为不是同一人，以后不再提示；可以撤销。"),
            words="记为不是同一人",
            on_error=self._refused,
        )

    def _refused(self, error: TuanjiError) -> None:
        self._catching = False
        self.said.emit("error", words_of(error))

    # ------------------------------------------------------------------ what is kept
    def state(self) -> str:
        return json.dumps({"check": self._wanted, "columns": self.side.people.column_state()})

    def restore_state(self, state: str) -> None:
        try:
            kept = json.loads(state)
            code, columns = str(kept["check"]), str(kept["columns"])
        except (ValueError, TypeError, KeyError):
            return
        self.side.people.restore_column_state(columns)
        self.show_hint(code)
