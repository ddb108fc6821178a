"""One branch of a campaign: its members, a result for each, and the act a result leads to."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..core.progress import Progress
from ..kit.dialogs import Banner
from ..kit.flow import FlowLayout
from ..kit.labels import hairline, label
from ..kit.page import Workplace
from ..kit.row_table import RowTable
from . import queries, service
from .finding_dialogs import UnlistedDialog, WrongDialog
from .plan import Finding, plan_checks
from .queries import BranchRow, Campaign, MemberRow
from .results import INCOMPLETE, MEMBER_RESULTS, RESULTS, RIGHT, UNLISTED, WRONG
from .service import Done
from .table import EMPTY, MEMBER_FILTERS, fits_member, member_columns, right_ready


class BranchSide(QWidget):
    """Shown in place of the units; `closed` asks to go back."""

    closed = Signal()
    said = Signal(str, str)
    act_requested = Signal(str, object)
    member_chosen = Signal(int)
    member_requested = Signal(int)
    done_requested = Signal(list)
    """Branches that report themselves done."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("campaign_branch_side")
        self.setAccessibleName("团支部的核对")
        self._workplace = workplace
        self._campaign: Campaign | None = None
        self._branch: BranchRow | None = None
        self._found: tuple[MemberRow, ...] = ()
        self._filter = "people"
        self._next: tuple[str, list[int]] = ("", [])
        self.table: RowTable[MemberRow] = RowTable(
            columns=member_columns(),
            jobs=workplace.jobs,
            name="campaign_members",
            label="团支部的团员",
            stretch="lacking",
            parent=self,
        )
        self.banner = Banner(self)
        self.results: dict[str, QPushButton] = {}
        self._filters = QButtonGroup(self)
        self._title = label("", role="section", name="campaign_branch_title", parent=self)
        self._title.setWordWrap(True)
        self.act_button = self._button("campaign_act", "办理…", self._press_act)
        self.unlisted_button = self._button("campaign_unlisted", "登记未录入…", self._ask_unlisted)
        self.expected_button = self._button("campaign_expected", "按规则补全…", self._expected)
        self.roster_button = self._button("campaign_roster", "在花名册中查看", self._to_roster)
        self.done_button = self._button("campaign_branch_done", "报告完成", self._report_done)
        self._lay_out()
        self.banner.action_requested.connect(lambda: self._emit(*self._next))
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

    def _lay_out(self) -> None:
        back = self._button("campaign_back", "← 返回进度", self.closed.emit)
        back.setProperty("link", True)
        back.setShortcut("Esc")
        head = QHBoxLayout()
        head.setContentsMargins(8, 6, 8, 6)
        head.addWidget(back)
        head.addWidget(self._title, 1)
        filters, results, acts = FlowLayout(), FlowLayout(), FlowLayout()
        for key, words in MEMBER_FILTERS.items():
            button = self._button(f"campaign_{key}", words, partial(self.show_filter, key))
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setChecked(key == self._filter)
            self._filters.addButton(button)
            filters.addWidget(button)
        for place, code in enumerate(MEMBER_RESULTS, start=1):
            words = RESULTS[code].label + ("…" if code == WRONG else "")
            button = self._button(f"campaign_result_{code}", words, partial(self._press, code))
            button.setShortcut(f"Alt+{place}")
            button.setToolTip(f"Alt+{place}")
            if code == RIGHT:
                button.setProperty("main", True)
            self.results[code] = button
            results.addWidget(button)
        for one in (
            self.unlisted_button, self.act_button, self.expected_button, self.roster_button,
            self.done_button,
        ):  # fmt: skip
            acts.addWidget(one)
        body = QVBoxLayout()
        body.setContentsMargins(8, 8, 8, 8)
        body.setSpacing(8)
        body.addLayout(filters)
        body.addLayout(results)
        body.addLayout(acts)
        body.addWidget(self.banner)
        body.addWidget(self.table, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(hairline(self))
        whole.addLayout(body, 1)

    # ---------------------------------------------------------------- what is shown
    @property
    def branch_id(self) -> int:
        """The branch shown, 0 for none."""
        return self._branch.id if self._branch else 0

    def show_branch(self, campaign: Campaign, branch: BranchRow) -> None:
        """Shows the members of a branch; another branch begins without the last one's line."""
        if self._branch is None or self._branch.id != branch.id:
            self.banner.hide()
            self._filter = "people"
        self._campaign, self._branch = campaign, branch
        parts = (branch.name, branch.parent, "毕业班团支部" if branch.graduating else "")
        self._title.setText(
            f"{' · '.join(filter(None, parts))}　已核对 {branch.checked:,} / {branch.members:,}"
            + (f"　完成 {branch.done_on}" if branch.done else "")
        )
        context = self._workplace.context
        self._workplace.jobs.read(
            self,
            lambda: queries.load_branch(context, campaign.id, branch.id),
            self._show,
            topic="branch",
        )

    def _show(self, found: tuple[MemberRow, ...]) -> None:
        self._found = found
        for button in self._filters.buttons():
            key = button.objectName().removeprefix("campaign_")
            button.setText(f"{MEMBER_FILTERS[key]} {sum(fits_member(r, key) for r in found):,}")
        self.show_filter(self._filter)

    def show_filter(self, key: str) -> None:
        """Members of one of `MEMBER_FILTERS`."""
        self._filter = key
        for button in self._filters.buttons():
            button.setChecked(button.objectName() == f"campaign_{key}")
        self.table.set_empty(*EMPTY[key])
        self.table.show_rows({row.id: row for row in self._found if fits_member(row, key)})
        self._enable()

    def _chosen(self) -> list[MemberRow]:
        return self.table.chosen_rows()

    def _enable(self) -> None:
        campaign, branch = self._campaign, self._branch
        writable = not self._workplace.context.database.read_only
        live = writable and campaign is not None and campaign.open
        chosen = [row for row in self._chosen() if row.member_id is not None]
        for code, button in self.results.items():
            rows = [row for row in chosen if right_ready(row)] if code == RIGHT else chosen
            button.setEnabled(live and bool(rows))
            if code == RIGHT:
                count = f"（{len(rows):,} 人）" if len(rows) > 1 else ""
                _word(button, RESULTS[RIGHT].label + count)
        result, ids = self._to_do()
        _word(self.act_button, RESULTS[result].act if result else "办理…")
        self.act_button.setEnabled(writable and bool(result) and (bool(ids) or result == UNLISTED))
        self.unlisted_button.setEnabled(live)
        self.expected_button.setEnabled(writable and any(row.lacking for row in self._found))
        self.roster_button.setEnabled(any(row.member_id for row in self._found))
        ready = branch is not None and not branch.left and not branch.done_on
        self.done_button.setEnabled(live and ready)
        left = branch.left if branch else 0
        self.done_button.setToolTip(f"还有 {left:,} 人没有核对结果（Q 五.1）" if left else "")

    def _to_do(self) -> tuple[str, list[int]]:
        """The one act the chosen rows lead to, and for whom; nothing where they lead apart."""
        rows = [row for row in self._chosen() if row.result and RESULTS[row.result].wish]
        wishes = {RESULTS[row.result].wish for row in rows}
        if len(wishes) != 1:
            return "", []
        return rows[0].result, [row.member_id for row in rows if row.member_id is not None]

    def _moved(self, row_id: int) -> None:
        self._enable()
        row = self.table.rows.get(row_id)
        if row is not None and row.member_id is not None and self.isVisible():
            self.member_chosen.emit(row.member_id)

    def _open(self, row_id: int) -> None:
        row = self.table.rows.get(row_id)
        if row is not None and row.member_id is not None:
            self.member_requested.emit(row.member_id)

    # -------------------------------------------------------------------- results
    def _press(self, code: str) -> None:
        rows = [row for row in self._chosen() if row.member_id is not None]
        ids = [row.member_id for row in rows if row.member_id is not None]
        if not ids:
            return
        if code == WRONG:
            dialog = WrongDialog(len(ids), self)
            dialog.told.connect(lambda fields, note: self._record(code, ids, fields, note))
            self._run(dialog)
        else:
            self._record(code, ids)

    def _run(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(True)
        dialog.open()

    def _record(
        self, code: str, ids: Sequence[int], fields: tuple[str, ...] = (), note: str = ""
    ) -> None:
        campaign, context = self._campaign, self._workplace.context
        if campaign is None:
            return
        finding = Finding(
            campaign_id=campaign.id, member_ids=tuple(ids), result=code, fields=fields, note=note
        )

        def act(_progress: Progress) -> Done:
            return service.apply_checks(context, plan_checks(context, finding))

        self._workplace.jobs.write(
            self,
            act,
            lambda done: self._recorded(code, list(ids), done),
            words="登记核对结果",
            on_error=self._refused,
        )

    def _recorded(self, code: str, ids: list[int], done: Done) -> None:
        self.said.emit("done", f"{done.words}。可以撤销。")
        result = RESULTS[code]
        self._next = (code, ids)
        if done.left:
            more = f"（共 {len(done.left)} 人没有登记）" if len(done.left) > 1 else ""
            self._next = (INCOMPLETE, ids)
            action = RESULTS[INCOMPLETE].act if code == RIGHT else ""
            self.banner.say(f"{done.left[0]}{more}。", level="warning", action=action)
        elif result.wish:
            self.banner.say(f"{done.words}（{result.clause}）。", action=result.act)
        else:
            self.banner.hide()

    def _refused(self, error: TuanjiError) -> None:
        self.banner.say_error(error)

    # ----------------------------------------------------------------------- acts
    def _press_act(self) -> None:
        self._emit(*self._to_do())

    def _emit(self, result: str, ids: list[int]) -> None:
        """The wish that a result leads to."""
        if not result:
            return
        wish = RESULTS[result].wish
        self.act_requested.emit(wish, None if wish == "add_member" else ids)

    def _expected(self) -> None:
        chosen = [row for row in self._chosen() if row.lacking]
        rows = chosen if len(chosen) > 1 else [row for row in self._found if row.lacking]
        ids = [row.member_id for row in rows if row.member_id is not None]
        self.act_requested.emit("bulk_edit", ids)

    def _to_roster(self) -> None:
        chosen = self._chosen()
        rows = chosen if len(chosen) > 1 else list(self.table.rows.values())
        ids = [row.member_id for row in rows if row.member_id is not None]
        title = f"信息核对 · {self._branch.name if self._branch else ''}"
        self.act_requested.emit("members", {"ids": ids, "title": title})

    def _ask_unlisted(self) -> None:
        campaign, branch = self._campaign, self._branch
        if campaign is None or branch is None:
            return
        dialog = UnlistedDialog(
            self._workplace,
            campaign_id=campaign.id,
            branch_id=branch.id,
            branch=branch.name,
            parent=self,
        )
        dialog.said.connect(self.said)
        dialog.added.connect(self._added)
        self._run(dialog)

    def _added(self) -> None:
        self._next = (UNLISTED, [])
        row = RESULTS[UNLISTED]
        self.banner.say(f"已登记，核实无误（{row.clause}）。现在录入系统：", action=row.act)

    def _report_done(self) -> None:
        if self._branch is not None:
            self.done_requested.emit([self._branch.id])


def _word(button: QPushButton, words: str) -> None:
    if button.text() != words:
        shortcut = button.shortcut()
        button.setText(words)  # Qt forgets the shortcut with the old words
        button.setShortcut(shortcut)
        button.setAccessibleName(words)
