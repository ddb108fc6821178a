"""The desk 转接: the ledger of transfers, whose turn each is, and the acts of every desk."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QMenu, QPushButton, QVBoxLayout, QWidget

from ..core.errors import TuanjiError
from ..core.progress import Progress
from ..kit.ask_strip import AskStrip
from ..kit.dialogs import Banner
from ..kit.flow import FlowLayout
from ..kit.labels import label
from ..kit.page import Page, Workplace
from ..members.branch_dialog import BranchDialog
from ..members.loading import BranchChoice
from ..store.changes import Changes
from . import queries, service
from .incoming_dialog import IncomingDialog
from .letter_dialog import IntroductionDialog
from .queries import FILTERS, Ledger, TransferRow
from .table import EMPTY, LedgerTable

ACTS = {
    "approve": "通过",
    "return": "退回…",
    "withdraw": "撤回…",
    "allocate": "分配团支部…",
    "wait": "等待新生团支部",
    "built": "新生团支部已建立",
    "ask": "登记已询问高校",
    "letter": "介绍信…",
}
_MANY = "transfer.branch_needed"
_ANSWERS = (("是", "是，在省内"), ("否", "否，在省外"))


@dataclass(frozen=True, slots=True)
class _Walked:
    """How many were done, and why the first of the others was not."""

    done: int
    left: tuple[tuple[TransferRow, TuanjiError], ...]


_LISTS = {
    "import_transfers": "转接名单：一次发起多人…",
    "import_incoming": "转入名单：外单位转来的…",
}


class TransfersPage(Page):
    """Every act goes for all chosen rows that it fits; what the rules refuse is said in words."""

    key, title, icon, manual = "transfers", "转接", "transfers", "transfers"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._filter = "open"
        self._wanted = 0
        self._chosen: Mapping[int, TransferRow] = {}
        self.table = LedgerTable(workplace.context, workplace.jobs)
        self.banner = Banner(self)
        self.strip = AskStrip("transfer_ask", self)
        self.acts: dict[str, QPushButton] = {}
        self._filters = QButtonGroup(self)
        self._about = label("", role="small", name="transfers_about", parent=self)
        self._about.setWordWrap(True)
        self._set_up()
        self.table.current_changed.connect(self._moved)
        self.table.chosen_changed.connect(lambda _count: self._read_chosen())
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
        self.incoming = self._button("transfer_incoming", "登记转入…", self.register_incoming)
        acts.addWidget(self.incoming)
        self.lists = self._button("transfer_lists", "导入名单", lambda: None)
        self.lists.setEnabled(not self.workplace.context.database.read_only)
        menu = QMenu(self.lists)
        menu.setObjectName("transfer_lists_menu")
        for wish, words in _LISTS.items():
            entry = menu.addAction(words)
            entry.triggered.connect(lambda _=False, wish=wish: self.act_requested.emit(wish, None))
        self.lists.setMenu(menu)
        acts.addWidget(self.lists)
        for act, words in ACTS.items():
            self.acts[act] = self._button(f"transfer_{act}", words, partial(self._press, act))
            acts.addWidget(self.acts[act])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addLayout(filters)
        layout.addLayout(acts)
        layout.addWidget(self.strip)
        layout.addWidget(self.banner)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._about)
        self._enable()

    # ---------------------------------------------------------------- what is shown
    def refresh(self) -> None:
        context, scope, key, wanted = (
            self.workplace.context, self.scope, self._filter, self._wanted,
        )  # fmt: skip
        self.workplace.jobs.read(
            self,
            lambda: queries.ledger(context, key=key, org_id=scope, wanted=wanted),
            self._show,
            topic="ledger",
        )

    def show_changes(self, changes: Changes) -> None:
        if changes.touches("transfers", "transfer_steps", "members", "organizations"):
            self.table.paged.refresh_all()
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
        self._mark(key)
        self.refresh()

    def _mark(self, key: str) -> None:
        self._filter = key
        for button in self._filters.buttons():
            button.setChecked(button.objectName() == f"transfers_{key}")

    def _show(self, found: Ledger) -> None:
        if found.key != self._filter:
            if not self._wanted:
                return  # another filter was pressed meanwhile: its answer is on its way
            self._mark(found.key)
        for button in self._filters.buttons():
            key = button.objectName().removeprefix("transfers_")
            button.setText(f"{FILTERS[key]} {found.counts[key]:,}")
        self.table.set_empty(*EMPTY[found.key])
        self.table.show_ids(found.ids, found.rows)
        wanted, self._wanted = self._wanted, 0
        if wanted in found.ids:
            self.table.choose([wanted])
        counts = found.counts
        self.summary_changed.emit(
            f"办理中 {counts['open']:,} · 超期 {counts['late']:,} · 等待 {counts['waiting']:,}"
        )
        self._read_chosen()

    def _read_chosen(self) -> None:
        """What the chosen ones allow; a whole ledger takes its moment in the background."""
        context, ids = self.workplace.context, array("q", self.table.chosen_ids())
        if not ids:
            self._take_chosen({})
            return
        self.workplace.jobs.read(
            self, lambda: queries.ledger_rows(context, ids), self._take_chosen, topic="chosen"
        )

    def _take_chosen(self, rows: Mapping[int, TransferRow]) -> None:
        chosen = set(self.table.chosen_ids())
        self._chosen = {one: row for one, row in rows.items() if one in chosen}
        self._enable()

    def _fitting(self, act: str) -> list[TransferRow]:
        rows = self._chosen.values()
        if act == "ask":
            return [row for row in rows if row.waiting]
        if act == "letter":  # one at a time: each takes a number of the book
            ours = [row for row in rows if not row.incoming]
            return ours if len(self._chosen) == 1 else []
        return [row for row in rows if act in row.acts]

    def _enable(self) -> None:
        writable = not self.workplace.context.database.read_only
        self.incoming.setEnabled(writable)
        for act, button in self.acts.items():
            count = len(self._fitting(act))
            button.setEnabled(writable and count > 0)
            words = ACTS[act] + (f"（{count:,} 人）" if count > 1 else "")
            button.setText(words)
            button.setAccessibleName(words)
        row = self._chosen.get(self.table.current_id())
        self._about.setText(row.steps.replace("\n", " → ") if row is not None else "")
        self._about.setVisible(row is not None)

    def _moved(self, transfer_id: int) -> None:
        row = self.table.current_row()
        if row is not None and row.id == transfer_id and row.member_id and self.isVisible():
            self.member_chosen.emit(row.member_id)

    def _open(self, transfer_id: int) -> None:
        row = self.table.current_row()
        if row is not None and row.id == transfer_id and row.member_id:
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
        elif act == "wait":
            self._wait(rows)
        elif act == "allocate":
            self._ask_branch(rows, lambda branch: self._allocate(rows, branch))
        elif act == "ask":
            self._ask(rows)
        elif act == "letter":
            self._open_letters(rows[0])
        else:
            self._walk(act, rows)

    def _wait(self, rows: Sequence[TransferRow]) -> None:
        """Where nobody asked yet, the answer is asked for now and kept with the waiting."""
        waits = self.workplace.context.policy.transfer.waiting_destinations
        unasked = {row.id for row in rows if not row.in_province and row.kind in waits}
        if not unasked:
            self._walk("wait", rows)
            return
        self.strip.ask(
            f"还没有登记 {len(unasked)} 人升学的高校是否在省内。只有在省内的才等待新生团支部。",
            act="登记并等待",
            granted=lambda _, answer: self._walk("wait", rows, answer=answer, unasked=unasked),
            typed=False,
            choices=_ANSWERS,
        )

    def _walk(
        self,
        act: str,
        rows: Sequence[TransferRow],
        *,
        reason: str = "",
        branch_id: int | None = None,
        answer: str = "",
        unasked: set[int] | None = None,
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
                        in_province=answer if unasked and row.id in unasked else None,
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
            self._ask_branch(
                needing, lambda branch: self._walk("approve", needing, branch_id=branch.id)
            )
            return
        if outcome.left:
            row, error = outcome.left[0]
            more = f"（共 {len(outcome.left)} 件没有办理）" if len(outcome.left) > 1 else ""
            clause = f"（{error.clause}）" if error.clause else ""
            self.banner.say(f"{row.name}：{error.message}{clause}{more}", level="warning")
        else:
            self.banner.hide()

    def _ask_branch(
        self, rows: Sequence[TransferRow], taken: Callable[[BranchChoice], None]
    ) -> None:
        """A committee receives: which of its branches takes them?"""
        context, ids = self.workplace.context, [row.id for row in rows]
        self.workplace.jobs.read(
            self,
            lambda: queries.branches_for(context, ids),
            lambda branches: self._offer_branches(branches, taken),
            topic="branches",
        )

    def _offer_branches(
        self, branches: Sequence[BranchChoice], taken: Callable[[BranchChoice], None]
    ) -> None:
        if not branches:
            self.banner.say(
                "所选的不在同一个转入组织之下，没有共同的团支部可以分配，请分开办理。",
                level="warning",
            )
            return
        dialog = BranchDialog(branches, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(taken)
        dialog.open()

    def _allocate(self, rows: Sequence[TransferRow], branch: BranchChoice) -> None:
        context, ids = self.workplace.context, [row.id for row in rows]
        self.workplace.jobs.write(
            self,
            lambda _progress: service.allocate_transfers(
                context, transfer_ids=ids, branch_id=branch.id
            ),
            lambda _number: self.said.emit(
                "done", f"已把 {len(ids)} 人分配到{branch.short_name}。可以撤销。"
            ),
            words="分配团支部",
            on_error=self.banner.say_error,
        )

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

    def _open_letters(self, row: TransferRow) -> None:
        """The letters of one transfer: number, void, print."""
        dialog = IntroductionDialog(self.workplace, transfer_id=row.id, name=row.name, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.said.connect(self.said)
        dialog.paper_requested.connect(lambda wish: self.act_requested.emit("paper", wish))
        dialog.setModal(True)
        dialog.open()

    def register_incoming(self) -> None:
        """Somebody of elsewhere, not in the roster, comes in."""
        dialog = IncomingDialog(self.workplace, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.said.connect(self.said)
        dialog.setModal(True)
        dialog.open()

    def state(self) -> str:
        return self._filter

    def restore_state(self, state: str) -> None:
        if state in FILTERS:
            self._mark(state)
