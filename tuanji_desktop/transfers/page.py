"""The desk 转接: the ledger of transfers, whose turn each is, and the acts of every desk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ..core.errors import TuanjiError
from ..core.progress import Progress
from ..kit.ask_strip import AskStrip
from ..kit.dialogs import Banner
from ..kit.flow import FlowLayout
from ..kit.labels import label
from ..kit.page import Page, Workplace
from ..kit.row_table import RowTable
from ..members.branch_dialog import BranchDialog
from ..members.loading import BranchChoice, load_branches
from ..store.changes import Changes
from . import queries, service
from .queries import TransferRow
from .table import EMPTY, FILTERS, fits, ledger_columns

ACTS = {
    "approve": "通过",
    "return": "退回…",
    "withdraw": "撤回…",
    "wait": "等待新生团支部",
    "built": "新生团支部已建立",
    "ask": "登记已询问高校",
}
_MANY = "transfer.branch_needed"


@dataclass(frozen=True, slots=True)
class _Walked:
    """How many were done, and why the first of the others was not."""

    done: int
    left: tuple[tuple[TransferRow, TuanjiError], ...]


class TransfersPage(Page):
    """Every act goes for all chosen rows that it fits; what the rules refuse is said in words."""

    key, title, icon, manual = "transfers", "转接", "transfers", "transfers"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._filter = "open"
        self._found: tuple[TransferRow, ...] = ()
        self._wanted = 0
        self.table: RowTable[TransferRow] = RowTable(
            columns=ledger_columns(),
            jobs=workplace.jobs,
            name="transfers_table",
            label="转接台账",
            stretch="target",
            parent=self,
        )
        self.banner = Banner(self)
        self.strip = AskStrip("transfer_ask", self)
        self.acts: dict[str, QPushButton] = {}
        self._filters = QButtonGroup(self)
        self._about = label("", role="small", name="transfers_about", parent=self)
        self._about.setWordWrap(True)
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
        filters, acts = FlowLayout(), FlowLayout()
        for key, words in FILTERS.items():
            button = self._button(f"transfers_{key}", words, partial(self.show_filter, key))
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setChecked(key == self._filter)
            self._filters.addButton(button)
            filters.addWidget(button)
        for act, words in ACTS.items():
            self.acts[act] = self._button(f"transfer_{act}", words, partial(self._press, act))
            acts.addWidget(self.acts[act])
        bar = QHBoxLayout()
        bar.addLayout(filters, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addLayout(acts)
        layout.addWidget(self.strip)
        layout.addWidget(self.banner)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._about)

    # ---------------------------------------------------------------- what is shown
    def refresh(self) -> None:
        context, scope = self.workplace.context, self.scope
        self.workplace.jobs.read(
            self, lambda: queries.load_ledger(context, org_id=scope), self._show, topic="ledger"
        )

    def show_changes(self, changes: Changes) -> None:
        if changes.touches("transfers", "transfer_steps", "members", "organizations"):
            self.refresh()

    def show_hint(self, hint: object) -> None:
        """One of `FILTERS`, or {"transfer": id}."""
        if isinstance(hint, str) and hint in FILTERS:
            self.show_filter(hint)
        elif isinstance(hint, dict):
            self._wanted = int(hint.get("transfer", 0))
            self.refresh()

    def show_filter(self, key: str) -> None:
        """Transfers of one of `FILTERS`."""
        self._filter = key
        for button in self._filters.buttons():
            button.setChecked(button.objectName() == f"transfers_{key}")
        self.table.set_empty(*EMPTY[key])
        self.table.show_rows({row.id: row for row in self._found if fits(row, key)})
        self._enable()

    def _show(self, found: tuple[TransferRow, ...]) -> None:
        self._found = found
        for button in self._filters.buttons():
            key = button.objectName().removeprefix("transfers_")
            button.setText(f"{FILTERS[key]} {sum(fits(row, key) for row in found):,}")
        wanted, self._wanted = self._wanted, 0
        row = next((one for one in found if one.id == wanted), None)
        self.show_filter(self._filter if row is None or fits(row, self._filter) else "all")
        if row is not None:
            self.table.choose([row.id])
        late = sum(one.late > 0 for one in found)
        waiting = sum(one.waiting for one in found)
        self.summary_changed.emit(
            f"办理中 {sum(fits(one, 'open') for one in found):,} · 超期 {late:,} · 等待 {waiting:,}"
        )

    def _fitting(self, act: str) -> list[TransferRow]:
        rows = self.table.chosen_rows()
        if act == "ask":
            return [row for row in rows if row.waiting]
        return [row for row in rows if act in row.acts]

    def _enable(self) -> None:
        writable = not self.workplace.context.database.read_only
        for act, button in self.acts.items():
            count = len(self._fitting(act))
            button.setEnabled(writable and count > 0)
            words = ACTS[act] + (f"（{count:,} 人）" if count > 1 else "")
            button.setText(words)
            button.setAccessibleName(words)
        row = self.table.current_row()
        self._about.setText(row.steps.replace("\n", " → ") if row is not None else "")
        self._about.setVisible(row is not None)

    def _moved(self, transfer_id: int) -> None:
        self._enable()
        row = self.table.rows.get(transfer_id)
        if row is not None and row.member_id and self.isVisible():
            self.member_chosen.emit(row.member_id)

    def _open(self, transfer_id: int) -> None:
        row = self.table.rows.get(transfer_id)
        if row is not None and row.member_id:
            self.member_requested.emit(row.member_id)

    # -------------------------------------------------------------------- acts
    def _press(self, act: str) -> None:
        rows = self._fitting(act)
        if act in ("return", "withdraw"):
            verb = ACTS[act].rstrip("…")
            self.strip.ask(
                f"{verb} {len(rows)} 件转接。",
                act=f"{verb} {len(rows)} 件",
                granted=lambda reason, _: self._walk(act, rows, reason=reason),
                hint="原因",
                needed="退回转接要写明原因" if act == "return" else "",
            )
        elif act == "ask":
            self._ask(rows)
        else:
            self._walk(act, rows)

    def _walk(
        self,
        act: str,
        rows: Sequence[TransferRow],
        *,
        reason: str = "",
        branch_id: int | None = None,
    ) -> None:
        """Each an operation of its own: one that is refused does not hold up the others."""
        context = self.workplace.context

        def walk(progress: Progress) -> _Walked:
            done, left = 0, []
            for number, row in enumerate(rows):
                progress.stop_if_cancelled()
                progress(number, len(rows), "办理转接")
                try:
                    service.step_transfer(
                        context,
                        transfer_id=row.id,
                        act=act,
                        reason=reason or None,
                        branch_id=branch_id,
                    )
                    done += 1
                except TuanjiError as error:
                    left.append((row, error))
            return _Walked(done, tuple(left))

        self.workplace.jobs.write(self, walk, self._walked, words="办理转接", cancellable=True)

    def _walked(self, outcome: _Walked) -> None:
        if outcome.done:
            self.said.emit("done", f"已办理 {outcome.done} 件转接。")
        needing = [row for row, error in outcome.left if error.code == _MANY]
        if needing:
            self._ask_branch(needing)
            return
        if outcome.left:
            row, error = outcome.left[0]
            more = f"（共 {len(outcome.left)} 件没有办理）" if len(outcome.left) > 1 else ""
            clause = f"（{error.clause}）" if error.clause else ""
            self.banner.say(f"{row.name}：{error.message}{clause}{more}", level="warning")
        else:
            self.banner.hide()

    def _ask_branch(self, rows: Sequence[TransferRow]) -> None:
        """A committee receives: which of its branches takes them?"""
        context = self.workplace.context
        self.workplace.jobs.read(
            self,
            lambda: load_branches(context),
            lambda branches: self._offer_branches(rows, branches),
            topic="branches",
        )

    def _offer_branches(
        self, rows: Sequence[TransferRow], branches: Sequence[BranchChoice]
    ) -> None:
        dialog = BranchDialog(branches, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(lambda branch: self._walk("approve", rows, branch_id=branch.id))
        dialog.open()

    def _ask(self, rows: Sequence[TransferRow]) -> None:
        context = self.workplace.context
        ids = [row.id for row in rows]
        self.workplace.jobs.write(
            self,
            lambda _progress: service.ask_university(context, transfer_ids=ids),
            lambda _number: self.said.emit("done", f"已登记 {len(ids)} 件的询问。"),
            words="登记询问",
            on_error=self.banner.say_error,
        )

    def state(self) -> str:
        return self._filter

    def restore_state(self, state: str) -> None:
        if state in FILTERS:
            self._filter = state
