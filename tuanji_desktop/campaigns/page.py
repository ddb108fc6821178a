"""The desk 信息核对: what is due when, how far each branch is, its members, the closing report."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..core.progress import Progress as Running
from ..kit.ask_strip import AskStrip
from ..kit.dialogs import Banner, ask_save_path
from ..kit.empty import EmptyState
from ..kit.flow import FlowLayout
from ..kit.labels import hairline, label, restyled
from ..kit.page import Page, Workplace
from ..kit.preview import PaperPreview
from ..kit.row_table import RowTable
from ..office.prints import KeepAs
from ..papers.paper import Paper
from ..papers.preflight import kept_back
from ..store.changes import Changes
from . import queries, report, service
from .branch_side import BranchSide
from .open_dialog import OpenDialog
from .queries import BranchRow, Campaign, Deadline, Progress
from .results import NOT_A_MEMBER, RESULTS, RIGHT, UNLISTED, WRONG
from .table import EMPTY, UNIT_FILTERS, fits_unit, unit_columns

_EMPTY, _UNITS, _BRANCH, _PAPER = range(4)
_TITLE = "信息核对总结"


class CampaignsPage(Page):
    """Units first, laggards on top; Enter goes to the members of one."""

    key, title, icon, manual = "campaigns", "信息核对", "campaigns", "campaigns"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._filter = "units"
        self._campaigns: tuple[Campaign, ...] = ()
        self._current = 0
        self._progress: Progress | None = None
        self.empty = EmptyState(
            "没有进行中的信息核对",
            "逐个团支部、逐个团员核对系统里的信息，有误的申请删除，未录入的补录，不全的补全。",
            "开始核对…",
            self,
        )
        self.choice = QComboBox(self)
        self.choice.setObjectName("campaign_choice")
        self.choice.setAccessibleName("哪一次信息核对")
        self.table: RowTable[BranchRow] = RowTable(
            columns=unit_columns(),
            jobs=workplace.jobs,
            name="campaign_units",
            label="各团支部的进度",
            stretch="name",
            parent=self,
        )
        self.branch = BranchSide(workplace, self)
        self.strip = AskStrip("campaign_ask", self)
        self.banner = Banner(self)
        self.preview = PaperPreview(workplace.jobs, self, context=workplace.context)
        self.stack = QStackedWidget(self)
        self.numbers = label("", name="campaign_numbers", parent=self)
        self.numbers.setWordWrap(True)
        self.deadlines: dict[str, QLabel] = {}
        self._filters = QButtonGroup(self)
        self.open_button = self._button("campaign_open", "开始核对…", self._ask_open)
        self.members_button = self._button("campaign_members_open", "核对团员", self._open_current)
        self.done_button = self._button("campaign_done", "报告完成", self._report_chosen)
        self.expected_button = self._button("campaign_rule", "按规则补全…", self._expected)
        self.report_button = self._button("campaign_report", "总结…", self.show_paper)
        self.close_button = self._button("campaign_close", "结束核对…", self._ask_close)
        self._set_up()
        self._connect()

    def _button(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.clicked.connect(lambda _=False: act())
        return button

    def _set_up(self) -> None:
        self.stack.setObjectName("campaign_stack")
        for side in (self.empty, self._units_side(), self.branch, self._paper_side()):
            self.stack.addWidget(side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    def _units_side(self) -> QWidget:
        side = QWidget(self)
        side.setObjectName("campaign_units_side")
        head, dues, acts = QHBoxLayout(), FlowLayout(spacing=16), FlowLayout()
        head.addWidget(self.choice, 1)
        head.addWidget(self.open_button)
        for key in ("forms_due", "branches_done_by", "last_on"):
            self.deadlines[key] = label("", name=f"campaign_due_{key}", parent=side)
            dues.addWidget(self.deadlines[key])
        for key, words in UNIT_FILTERS.items():
            button = self._button(f"campaign_{key}", words, partial(self.show_filter, key))
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setChecked(key == self._filter)
            self._filters.addButton(button)
            acts.addWidget(button)
        self.members_button.setToolTip("Enter")
        for one in (
            self.members_button, self.done_button, self.expected_button, self.report_button,
            self.close_button,
        ):  # fmt: skip
            acts.addWidget(one)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(dues)
        layout.addWidget(self.numbers)
        layout.addLayout(acts)
        layout.addWidget(self.strip)
        layout.addWidget(self.banner)
        layout.addWidget(self.table, 1)
        return side

    def _paper_side(self) -> QWidget:
        side = QWidget(self)
        side.setObjectName("campaign_paper_side")
        back = self._button("campaign_paper_back", "← 返回进度", self.show_units)
        back.setProperty("link", True)
        back.setShortcut("Esc")
        sheet = self._button("campaign_sheet", "存为电子表格…", self._ask_sheet)
        self._paper_title = label("", name="campaign_paper_title", parent=side)
        self._paper_title.setWordWrap(True)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 6)
        bar.addWidget(back)
        bar.addWidget(self._paper_title, 1)
        bar.addWidget(sheet)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(hairline(side))
        layout.addWidget(self.preview, 1)
        return side

    def _connect(self) -> None:
        self.empty.action_requested.connect(self._ask_open)
        self.choice.activated.connect(lambda _place: self._choose(self.choice.currentData()))
        self.table.current_changed.connect(lambda _unit: self._enable())
        self.table.chosen_changed.connect(lambda _count: self._enable())
        self.table.opened.connect(self.open_branch)
        self.table.notice.connect(lambda words: self.said.emit("done", words))
        self.branch.closed.connect(self.show_units)
        self.branch.done_requested.connect(self._report_done)
        self.branch.said.connect(self.said)
        self.branch.act_requested.connect(self.act_requested)
        self.branch.member_chosen.connect(self.member_chosen)
        self.branch.member_requested.connect(self.member_requested)

    # ---------------------------------------------------------------- what is shown
    def refresh(self) -> None:
        context = self.workplace.context
        self.workplace.jobs.read(
            self, lambda: queries.load_campaigns(context), self._offer, topic="campaigns"
        )

    def show_changes(self, changes: Changes) -> None:
        if changes.touches(
            "campaigns", "campaign_checks", "campaign_branches", "members", "organizations",
            "deletion_requests", "transfers", "retentions",
        ):  # fmt: skip
            self.refresh()

    def show_hint(self, hint: object) -> None:
        """One of `UNIT_FILTERS`, {"campaign": id} or {"branch": id}."""
        if isinstance(hint, str) and hint in UNIT_FILTERS:
            self.show_units()
            self.show_filter(hint)
        elif isinstance(hint, dict) and "campaign" in hint:
            self._choose(int(hint["campaign"]))
        elif isinstance(hint, dict) and "branch" in hint:
            self.open_branch(int(hint["branch"]))

    def _offer(self, found: tuple[Campaign, ...]) -> None:
        self._campaigns = found
        self.choice.clear()
        for one in found:
            ended = f"，已结束 {one.closed_on}" if one.closed_on else ""
            self.choice.addItem(f"{one.title}（{one.unit}{ended}）", one.id)
        if not any(one.id == self._current for one in found):
            self._current = found[0].id if found else 0
        self.choice.setCurrentIndex(max(0, self.choice.findData(self._current)))
        if not found:
            self._progress = None
            self.stack.setCurrentIndex(_EMPTY)
            self.summary_changed.emit("没有信息核对")
            return
        if self.stack.currentIndex() == _EMPTY:
            self.stack.setCurrentIndex(_UNITS)
        self._load()

    def _choose(self, campaign_id: int) -> None:
        self._current = campaign_id
        self.show_units()
        self.refresh()

    def _load(self) -> None:
        context, scope, current = self.workplace.context, self.scope, self._current
        self.workplace.jobs.read(
            self,
            lambda: queries.load_progress(context, current, org_id=scope),
            self._show,
            topic="progress",
        )

    def _show(self, found: Progress) -> None:
        self._progress = found
        campaign = found.campaign
        forms = found.count(WRONG) + found.count(NOT_A_MEMBER)
        unsent = found.open_acts(WRONG, NOT_A_MEMBER)
        met = {
            "forms_due": bool(forms) and not unsent,
            "branches_done_by": found.done == len(found.rows),
        }
        days = {one.key: one for one in campaign.deadlines(self.workplace.context.today)}
        for key, widget in self.deadlines.items():
            self._show_deadline(widget, days.get(key), met.get(key, False))
        share = f"（{found.checked / found.members:.1%}）" if found.members else ""
        findings = "，".join(
            f"{row.label} {found.count(code):,}"
            for code, row in RESULTS.items()
            if code != RIGHT and found.count(code)
        )
        self.numbers.setText(
            f"{campaign.first_on} 至 {campaign.last_on}　团支部完成 {found.done:,} / "
            f"{len(found.rows):,}　团员已核对 {found.checked:,} / {found.members:,}{share}"
            + (f"\n{findings}" if findings else "")
            + (f"　须填删除登记表 {forms:,}，未申请 {unsent:,}" if forms else "")
        )
        for button in self._filters.buttons():
            key = button.objectName().removeprefix("campaign_")
            count = sum(fits_unit(row, key) for row in found.rows)
            button.setText(f"{UNIT_FILTERS[key]} {count:,}")
        self.show_filter(self._filter)
        self.summary_changed.emit(
            f"团支部完成 {found.done:,} / {len(found.rows):,} · 已核对 {found.checked:,} / "
            f"{found.members:,} · 待补录 {found.open_acts(UNLISTED):,}"
        )
        row = next((one for one in found.rows if one.id == self.branch.branch_id), None)
        if row is not None and self.stack.currentIndex() == _BRANCH:
            self.branch.show_branch(campaign, row)
        elif self.stack.currentIndex() == _BRANCH:
            self.show_units()

    def _show_deadline(self, widget: QLabel, due: Deadline | None, met: bool) -> None:
        widget.setVisible(due is not None)
        if due is None:
            return
        late = due.days < 0 and not met
        done = f"{due.label} {due.on.month}月{due.on.day}日（已完成）"
        widget.setText(f"⚠ {due.words}" if late else done if met else due.words)
        widget.setToolTip(due.clause)
        restyled(widget, "role", "error" if late else "small")

    def show_filter(self, key: str) -> None:
        """Branches of one of `UNIT_FILTERS`."""
        self._filter = key
        for button in self._filters.buttons():
            button.setChecked(button.objectName() == f"campaign_{key}")
        rows = self._progress.rows if self._progress else ()
        self.table.set_empty(*EMPTY[key])
        self.table.show_rows({row.id: row for row in rows if fits_unit(row, key)})
        self._enable()

    def show_units(self) -> None:
        """Back to the progress of the branches."""
        if self._campaigns:
            self.stack.setCurrentIndex(_UNITS)
            self.table.setFocus()

    def open_branch(self, branch_id: int) -> None:
        """The members of a branch."""
        found = self._progress
        row = next((one for one in found.rows if one.id == branch_id), None) if found else None
        if found is not None and row is not None:
            self.stack.setCurrentIndex(_BRANCH)
            self.branch.show_branch(found.campaign, row)
            self.branch.table.setFocus()

    def _open_current(self) -> None:
        self.open_branch(self.table.current_id())

    def _enable(self) -> None:
        found = self._progress
        writable = not self.workplace.context.database.read_only
        live = writable and found is not None and found.campaign.open
        chosen = self.table.chosen_rows()
        ready = [row for row in chosen if not row.left and not row.done_on]
        self.members_button.setEnabled(self.table.current_row() is not None)
        self.done_button.setEnabled(live and bool(ready) and len(ready) == len(chosen))
        self.expected_button.setEnabled(
            writable and found is not None and bool(self.workplace.context.policy.expected)
        )
        self.report_button.setEnabled(found is not None)
        self.close_button.setEnabled(live)
        self.open_button.setEnabled(writable)

    # ----------------------------------------------------------------------- acts
    def _ask_open(self) -> None:
        dialog = OpenDialog(self.workplace, scope=self.scope, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.said.connect(self.said)
        dialog.opened.connect(self._choose)
        dialog.setModal(True)
        dialog.open()

    def _report_chosen(self) -> None:
        self._report_done([row.id for row in self.table.chosen_rows()])

    def _report_done(self, branch_ids: Sequence[int]) -> None:
        context, current, ids = self.workplace.context, self._current, tuple(branch_ids)
        banner = self.branch.banner if self.stack.currentIndex() == _BRANCH else self.banner

        def act(_progress: Running) -> service.Done:
            return service.report_done(context, campaign_id=current, branch_ids=ids)

        self.workplace.jobs.write(
            self, act, self._said_done, words="报告完成", on_error=banner.say_error
        )

    def _said_done(self, done: service.Done) -> None:
        self.banner.hide()
        self.said.emit("done", f"{done.words}。可以撤销。")

    def _expected(self) -> None:
        """Whoever of the chosen branches, or of all, has not the values the rules expect."""
        chosen = self.table.chosen_rows()
        ids = [row.id for row in chosen] if len(chosen) > 1 else []
        context, current, scope = self.workplace.context, self._current, self.scope
        self.workplace.jobs.read_long(
            self,
            lambda _progress: queries.load_below_expected(context, current, ids, org_id=scope),
            self._wish_expected,
            words="查找待补全的团员",
        )

    def _wish_expected(self, ids: tuple[int, ...]) -> None:
        if ids:
            self.act_requested.emit("bulk_edit", list(ids))
        else:
            self.banner.say("所选范围内的团员都符合规则要求的内容。", level="good")

    def _ask_close(self) -> None:
        found = self._progress
        if found is None:
            return
        behind = len(found.rows) - found.done
        self.strip.ask(
            f"结束《{found.campaign.title}》。结束以后不能再登记结果。"
            + (f"还有 {behind:,} 个团支部没有完成。" if behind else ""),
            act="结束核对",
            granted=lambda reason, _: self._close(reason),
            hint="原因" if behind else "说明，可不填",
            needed="没有全部完成，现在结束要写明原因" if behind else "",
        )

    def _close(self, reason: str) -> None:
        context, current = self.workplace.context, self._current

        def act(_progress: Running) -> service.Done:
            return service.close_campaign(context, campaign_id=current, reason=reason)

        self.workplace.jobs.write(
            self, act, self._closed, words="结束信息核对", on_error=self.banner.say_error
        )

    def _closed(self, done: service.Done) -> None:
        self._said_done(done)
        self.show_paper()

    # -------------------------------------------------------------------- paper
    def show_paper(self) -> None:
        """The closing report, as it would be printed."""
        context, current = self.workplace.context, self._current
        self.workplace.jobs.read_long(
            self,
            lambda _progress: report.draw_campaign(context, current),
            self._open_paper,
            words="编写总结",
        )

    def _open_paper(self, paper: Paper) -> None:
        keep = KeepAs("campaign-report", _TITLE)
        self.preview.show_pdf(paper.pdf, name=_TITLE, keep=keep, faults=kept_back(paper.findings))
        faults = "；".join(found.message for found in paper.findings[:3])
        self._paper_title.setText(_TITLE + (f" · {faults}" if faults else ""))
        self.stack.setCurrentIndex(_PAPER)
        self.preview.setFocus()

    def _ask_sheet(self) -> None:
        path = ask_save_path(
            self, title="保存总结", suggested=Path(f"{_TITLE}.xlsx"), kind="Excel 工作簿",
            suffix=".xlsx",
        )  # fmt: skip
        if path is None:
            return
        context, current = self.workplace.context, self._current
        self.workplace.jobs.read_long(
            self,
            lambda _progress: report.save_report(context, current, path),
            lambda _none: self.said.emit("done", f"已存为 {path.name}。"),
            words="保存总结",
        )

    def state(self) -> str:
        return self._filter

    def restore_state(self, state: str) -> None:
        if state in UNIT_FILTERS:
            self._filter = state
