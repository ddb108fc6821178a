"""The review desk 待审核: changes that wait for the branch, members who wait to be let in."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..core.progress import Progress
from ..kit.ask_strip import AskStrip
from ..kit.dialogs import Banner
from ..kit.flow import FlowLayout
from ..kit.labels import label
from ..kit.page import Page, Workplace
from ..kit.paged_model import SortKey
from ..kit.row_table import RowTable
from ..kit.style import scaled
from ..store.changes import Changes
from . import queries, service, table
from .buttons import ACTS, READ_ONLY, why_off
from .decided_panel import DecidedPanel
from .filter_bar import FilterBar
from .panel import RequestPanel
from .slip_side import SlipSide
from .table import ReportInRow, ReviewRow, ReviewRows
from .windows_panel import WindowsPanel
from .words import decided_words, several_words, withdrawn_words

T = TypeVar("T")
_NEEDED = "退回要写明原因，申请人才知道改什么"
_NEEDED_WITHDRAW = "代团员撤回，要写明情况，例如“团员本人来电撤回”"
_TABLES = ("change_requests", "change_fields", "members", "organizations", "operators")
_EMPTY = (
    "没有待审核的修改申请",
    "团员的政治面貌、经济收入、是否为团干等信息修改后，要由所在团支部审核。提出的修改会排在这里，逐项通过或退回。",
)
_NONE_FOUND = ("没有符合条件的修改申请", "换一个筛选条件，或在左边选择另一个团组织。")
TABS = ("requests", "report_ins", "decided", "windows")


class ReviewPage(Page):
    """Two queues of the scope, what was decided, what changed inside the dated windows.

    A accepts, R returns, W withdraws, Enter opens the member.
    """

    key, title, icon, manual = "review", "待审核", "review", "review"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._sorts: dict[str, tuple[SortKey, ...]] = {"requests": (), "report_ins": ()}
        self._next: dict[str, int] = {"requests": 0, "report_ins": 0}
        self._busy = False
        jobs = workplace.jobs
        self.requests: RowTable[ReviewRow] = RowTable(
            columns=table.request_columns(),
            jobs=jobs,
            name="review_requests",
            label="修改申请",
            stretch="fields",
        )
        self.requests.setMinimumHeight(scaled(70))  # large letters leave it little
        self.requests.set_empty(*_EMPTY)
        self.report_ins: RowTable[ReportInRow] = RowTable(
            columns=table.report_in_columns(),
            jobs=jobs,
            name="review_report_ins",
            label="报到待审核",
            stretch="missing",
        )
        self.report_ins.set_empty(
            "没有待审核的报到",
            "团员向团支部报到后，在这里审核。报错团支部的请退回，由团员改报正确的团支部。",
        )
        self.filters = FilterBar(self)
        self.panel = RequestPanel(self)
        self.decided = DecidedPanel(workplace, self)
        self.windows = WindowsPanel(workplace, self)
        self.slip_side = SlipSide(workplace, self)
        self.banner = Banner(self)
        self.strips = {name: AskStrip(f"{name}_ask", self) for name in ("requests", "report_ins")}
        self.why = label("", role="warning", name="review_why", parent=self)
        self.why.setWordWrap(True)
        self.buttons: dict[str, QPushButton] = {}
        self.tabs = QTabWidget(self)
        self.stack = QStackedWidget(self)
        self._set_up()
        self._connect()
        self._enable()

    # ------------------------------------------------------------------ set up
    def _set_up(self) -> None:
        for view in (self.requests, self.report_ins):
            # A and R are acts here; an input method would take them for the start of a word.
            view.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setObjectName("review_splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.requests)
        self.splitter.addWidget(self.panel)
        self.splitter.setSizes([scaled(260), scaled(240)])
        self.splitter.setStretchFactor(0, 1)
        self.tabs.setObjectName("review_tabs")
        self.tabs.setAccessibleName("修改申请、报到、已办结、修改窗口")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self._side("requests", self.filters, self.splitter, self.why), "修改申请")
        self.tabs.addTab(self._side("report_ins", self.report_ins), "报到待审核")
        self.tabs.addTab(self.decided, "已办结")
        self.tabs.addTab(self.windows, "修改窗口")
        lists = QWidget(self)
        lists.setObjectName("review_lists")
        layout = QVBoxLayout(lists)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.banner)
        layout.addWidget(self.tabs, 1)
        self.stack.setObjectName("review_stack")
        self.stack.addWidget(lists)
        self.stack.addWidget(self.slip_side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    def _side(self, name: str, *content: QWidget) -> QWidget:
        side = QWidget(self)
        side.setObjectName(f"review_{name}_side")
        bar = FlowLayout(spacing=8)
        acts: list[tuple[str, str, str, Callable[[], None]]] = [
            ("accept", "通过（A）", "A", partial(self._accept, name)),
            ("return", "退回（R）…", "R", partial(self._ask_return, name)),
        ]
        if name == "requests":
            acts += [
                ("withdraw", "撤回（W）…", "W", self._ask_withdraw),
                ("slip", "修改单…", "", self._ask_slips),
            ]
        acts.append(("open", "打开档案（Enter）", "", partial(self._open, name)))
        for act, words, key, go in acts:
            button = QPushButton(words, side)
            button.setObjectName(f"{name}_{act}")
            button.setAccessibleName(words)
            button.setProperty("main", act == "accept")
            button.clicked.connect(lambda _=False, go=go: go())
            if key:
                shortcut = QShortcut(QKeySequence(key), side, button.click)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.buttons[f"{name}_{act}"] = button
            bar.addWidget(button)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        for one in content:
            layout.addWidget(one, 1 if one in (self.splitter, self.report_ins) else 0)
        layout.addWidget(self.strips[name])
        layout.addLayout(bar)
        return side

    def _connect(self) -> None:
        for name, view in (("requests", self.requests), ("report_ins", self.report_ins)):
            view.sort_requested.connect(partial(self._sort_by, name))
            view.notice.connect(lambda words: self.said.emit("done", words))
            view.chosen_changed.connect(lambda _count: self._choice_moved())
            view.current_changed.connect(lambda _id, name=name: self._moved(name))
            view.opened.connect(lambda _id, name=name: self._open(name))
        self.panel.choice_changed.connect(self._enable)
        self.filters.changed.connect(self.refresh)
        for side in (self.decided, self.windows):
            side.member_chosen.connect(self.member_chosen)
            side.member_requested.connect(self.member_requested)
            side.said.connect(self.said)
        self.decided.slips_requested.connect(self.show_slips)
        self.windows.act_requested.connect(self.act_requested)
        self.slip_side.closed.connect(self.close_slips)
        self.slip_side.said.connect(self.said)
        self.slip_side.refused.connect(self._slips_failed)
        self.tabs.currentChanged.connect(self._turned)

    # ---------------------------------------------------------------- what is shown
    def show_hint(self, hint: object) -> None:
        """One of `TABS`, "overdue", or {"request": id}, {"member": id of a report-in}."""
        self.close_slips()
        if hint in TABS:
            self.tabs.setCurrentIndex(TABS.index(str(hint)))
        elif hint == "overdue":
            self.tabs.setCurrentIndex(0)
            self.filters.buttons["overdue"].click()
        elif isinstance(hint, dict):
            self._next["requests"] = int(hint.get("request", 0))
            self._next["report_ins"] = int(hint.get("member", 0))
            self.tabs.setCurrentIndex(0 if "request" in hint else 1)
            if "request" in hint:
                self.filters.clear()
            self.refresh()

    def refresh(self) -> None:
        context, wanted = self.workplace.context, self.filters.chosen(self.scope)
        sorts = dict(self._sorts)
        self.workplace.jobs.read(
            self,
            lambda: table.load_rows(
                context,
                wanted=wanted,
                sort=sorts["requests"],
                report_in_sort=sorts["report_ins"],
            ),
            self._show,
            topic="queue",
        )
        for side in (self.decided, self.windows):
            side.set_scope(self.scope)
            side.refresh()

    def show_changes(self, changes: Changes) -> None:
        if changes.touches(*_TABLES):
            self.refresh()

    def show_slips(self, request_ids: list[int]) -> None:
        """Shows the change slips of some requests, to be printed."""
        self.slip_side.show_slips(request_ids)
        self.stack.setCurrentIndex(1)
        self.slip_side.back.setFocus()

    def close_slips(self) -> None:
        """Back to the lists."""
        self.stack.setCurrentIndex(0)

    def _show(self, found: ReviewRows) -> None:
        self.filters.show_fields(found.fields)
        self.requests.set_empty(*(_NONE_FOUND if found.narrowed else _EMPTY))
        self.requests.show_rows(found.requests)
        self.report_ins.show_rows(found.report_ins)
        self.tabs.setTabText(0, f"修改申请 {found.total}")
        self.tabs.setTabText(1, f"报到待审核 {len(found.report_ins)}")
        self._put_cursor("requests", self.requests)
        self._put_cursor("report_ins", self.report_ins)
        overdue = sum(row.overdue for row in found.requests.values())
        overdue += sum(row.overdue for row in found.report_ins.values())
        listed = len(found.requests)
        self.summary_changed.emit(
            f"待审核修改 {found.total} · 待审核报到 {len(found.report_ins)}"
            + (f" · 超期 {overdue}" if overdue else "")
            + (f" · 只列出最早的 {listed:,} 件" if listed < found.total else "")
        )
        self._choice_moved()

    def _put_cursor(self, name: str, view: RowTable[Any]) -> None:
        """On the wished one; without a wish and without a cursor on the one that waits longest."""
        wanted, self._next[name] = self._next[name], 0
        if wanted in view.rows:
            view.choose([wanted])
        elif view.rows and not view.current_row():
            view.choose([next(iter(view.rows))])

    def _turned(self, tab: int) -> None:
        if tab < 2:
            self._moved(TABS[tab])
        else:
            (self.decided if tab == 2 else self.windows).refresh()
        self._enable()

    def _moved(self, name: str) -> None:
        member = self._current_member(name)
        view = self.requests if name == "requests" else self.report_ins
        if member and view.isVisible():  # the other list does not move the card
            self.member_chosen.emit(member)
        self._choice_moved()

    def _current_member(self, name: str) -> int:
        if name == "report_ins":
            return self.report_ins.current_id()
        row = self.requests.current_row()
        return row.request.member_id if row else 0

    def _choice_moved(self) -> None:
        """One request is shown whole; of several it is said which have to be looked at singly."""
        chosen = self._chosen_requests()
        if len(chosen) > 1:
            single = [f"{row.request.name}：{row.single}" for row in chosen if row.single]
            about = "都可以一并通过。" if not single else "须逐件审核：" + "；".join(single[:8])
            self.panel.show_several(
                f"已选 {len(chosen)} 件，可一并通过 {len(chosen) - len(single)} 件", about
            )
            self._enable()
            return
        row = chosen[0] if chosen else None
        self.panel.setVisible(row is not None)
        if row is None:
            self.panel.show_request(None)
        else:
            context, number, age = self.workplace.context, row.request.id, row.age
            self.workplace.jobs.read(
                self,
                lambda: queries.load_request(context, request_id=number),
                lambda found: self._show_request(found, age),
                topic="request",
                on_error=lambda _: self.refresh(),
            )
        self._enable()

    def _show_request(self, found: queries.ReviewRequest, age: int) -> None:
        chosen = self._chosen_requests()
        if len(chosen) == 1 and chosen[0].request.id == found.id:
            self.panel.show_request(found, age=age)
            self._enable()

    def _chosen_requests(self) -> list[ReviewRow]:
        chosen, current = self.requests.chosen_rows(), self.requests.current_row()
        return chosen or ([current] if current else [])

    # ------------------------------------------------------------ what may be done
    def _enable(self) -> None:
        several = self.requests.chosen_count() > 1
        words = "通过所选（A）" if several else self._accept_words()
        self.buttons["requests_accept"].setText(words)
        self.buttons["requests_accept"].setAccessibleName(words)
        request = self.panel.request
        read_only = self.workplace.context.database.read_only
        off = why_off(
            self._chosen_requests(),
            shown=request.id if request else 0,
            ticked=len(self.panel.ticked()),
            read_only=read_only,
            busy=self._busy,
        )
        for act in ACTS:
            button = self.buttons[f"requests_{act}"]
            why = off[act]
            button.setEnabled(why is None)
            button.setToolTip(why or "")
            button.setAccessibleDescription(why or "")
        spoken = list(dict.fromkeys(off[act] for act in ("accept", "return") if off[act]))
        self.why.setText("；".join(str(one) for one in spoken))
        self.why.setVisible(bool(spoken))
        waiting = bool(self._chosen_report_ins()) and not self._busy
        for act in ("accept", "return"):
            self.buttons[f"report_ins_{act}"].setEnabled(waiting and not read_only)
            self.buttons[f"report_ins_{act}"].setToolTip(READ_ONLY if read_only else "")
        for name in ("requests", "report_ins"):
            self.buttons[f"{name}_open"].setEnabled(bool(self._current_member(name)))

    def _accept_words(self) -> str:
        ticked, fields = len(self.panel.ticked()), len(self.panel.fields)
        return f"通过 {ticked} 项（A）" if 0 < ticked < fields else "通过（A）"

    def _chosen_report_ins(self) -> list[int]:
        chosen = list(self.report_ins.chosen_ids())
        current = self.report_ins.current_id()
        return chosen or ([current] if current else [])

    def _open(self, name: str) -> None:
        member = self._current_member(name)
        if member:
            self.member_requested.emit(member)

    def _sort_by(self, name: str, keys: tuple[SortKey, ...]) -> None:
        self._sorts[name] = keys
        self.refresh()

    # --------------------------------------------------------------------- acts
    def _accept(self, name: str) -> None:
        context = self.workplace.context
        if name == "report_ins":
            ids = self._chosen_report_ins()
            self._write(
                name,
                lambda _: service.decide_report_ins(context, member_ids=ids, act="approve"),
                lambda done: several_words("已通过", "份报到", done),
                "通过报到",
            )
        elif self.requests.chosen_count() > 1:
            ids = list(self.requests.chosen_ids())
            self._write(
                name,
                lambda progress: service.accept_several(
                    context, request_ids=ids, progress=progress
                ),
                lambda done: several_words("已通过", "件修改申请", done),
                "通过所选的修改申请",
            )
        elif self.panel.request is not None:
            self._decide(self.panel.request.id, accept=self.panel.ticked())

    def _ask_return(self, name: str) -> None:
        if name == "report_ins":
            ids = self._chosen_report_ins()
            title = f"退回 {len(ids)} 份报到，由团员修改后重新提交，或改报其他团支部。"
            granted = partial(self._return_report_ins, ids)
        elif self.requests.chosen_count() > 1:
            ids = list(self.requests.chosen_ids())
            title = f"退回所选的 {len(ids)} 件修改申请，档案保持不变。"
            granted = partial(self._return_several, ids)
        else:
            request, fields = self.panel.request, self.panel.ticked()
            if request is None or not fields:
                return
            title = f"退回 {request.name} 的 {len(fields)} 项修改，档案保持不变。"
            granted = partial(self._return_fields, request.id, fields)
        self.strips[name].ask(
            title,
            act="退回",
            granted=lambda reason, _: granted(reason),
            hint="退回原因",
            needed=_NEEDED,
        )

    def _ask_withdraw(self) -> None:
        request, fields = self.panel.request, self.panel.ticked()
        if request is None or not fields:
            return
        own = request.proposed_by == self.workplace.context.operator
        self.strips["requests"].ask(
            f"撤回 {request.name} 的 {len(fields)} 项修改申请，档案保持不变。",
            act="撤回",
            granted=lambda reason, _: self._withdraw(request.id, fields, reason),
            hint="撤回原因（可不填）" if own else "团员怎样要求撤回的",
            needed="" if own else _NEEDED_WITHDRAW,
        )

    def _ask_slips(self) -> None:
        rows = self._chosen_requests()
        if rows:
            self.show_slips([row.request.id for row in rows])

    def _return_fields(self, request_id: int, fields: tuple[str, ...], reason: str) -> None:
        self._decide(request_id, return_=fields, reason=reason)

    def _decide(
        self,
        request_id: int,
        *,
        accept: tuple[str, ...] = (),
        return_: tuple[str, ...] = (),
        reason: str | None = None,
    ) -> None:
        context, seen = self.workplace.context, self.panel.seen()
        self._write(
            "requests",
            lambda _: service.decide_change(
                context,
                request_id=request_id,
                accept=accept,
                return_=return_,
                reason=reason,
                seen=seen,
            ),
            decided_words,
            "审核修改申请",
        )

    def _withdraw(self, request_id: int, fields: tuple[str, ...], reason: str) -> None:
        context = self.workplace.context
        self._write(
            "requests",
            lambda _: service.withdraw_change(
                context, request_id=request_id, fields=fields, reason=reason
            ),
            withdrawn_words,
            "撤回修改申请",
        )

    def _return_several(self, ids: list[int], reason: str) -> None:
        context = self.workplace.context
        self._write(
            "requests",
            lambda _: service.return_several(context, request_ids=ids, reason=reason),
            lambda done: several_words("已退回", "件修改申请", done),
            "退回所选的修改申请",
        )

    def _return_report_ins(self, ids: list[int], reason: str) -> None:
        context = self.workplace.context
        self._write(
            "report_ins",
            lambda _: service.decide_report_ins(
                context, member_ids=ids, act="return", reason=reason
            ),
            lambda done: several_words("已退回", "份报到", done),
            "退回报到",
        )

    def _write(
        self,
        name: str,
        act: Callable[[Progress], T],
        words_of: Callable[[T], tuple[str, str]],
        words: str,
    ) -> None:
        self._busy = True
        # a button that is switched off would hand the focus to its neighbour, 退回
        (self.requests if name == "requests" else self.report_ins).setFocus()
        self._enable()
        following = self._following(name)

        def done(outcome: T) -> None:
            self._busy = False
            level, text = words_of(outcome)
            self.banner.say(text, level=level)
            self._next[name] = following
            self.refresh()

        self.workplace.jobs.write(self, act, done, words=words, on_error=self._refused)

    def _following(self, name: str) -> int:
        """Where the cursor goes when the chosen ones are gone: to the next, else the one before."""
        view = self.requests if name == "requests" else self.report_ins
        ids = list(view.paged.ids)
        gone = set(view.chosen_ids()) or {view.current_id()}
        places = [place for place, one in enumerate(ids) if one in gone]
        if not places:
            return 0
        after = [one for one in ids[places[-1] :] if one not in gone]
        before = [one for one in ids[: places[0]] if one not in gone]
        return after[0] if after else before[-1] if before else 0

    def _refused(self, error: TuanjiError) -> None:
        self._busy = False
        self.banner.say_error(error)
        self.refresh()

    def _slips_failed(self, error: TuanjiError) -> None:
        self.close_slips()
        self.banner.say_error(error)

    # -------------------------------------------------------------------- state
    def state(self) -> str:
        return json.dumps(
            {
                "requests": self.requests.column_state(),
                "report_ins": self.report_ins.column_state(),
                "decided": self.decided.column_state(),
                "splitter": self.splitter.sizes(),
            }
        )

    def restore_state(self, state: str) -> None:
        try:
            kept = json.loads(state)
            columns = [str(kept["requests"]), str(kept["report_ins"])]
            sizes = [int(one) for one in kept["splitter"]]
            decided = str(kept.get("decided", ""))
        except (ValueError, TypeError, KeyError, AttributeError):
            return
        self.requests.restore_column_state(columns[0])
        self.report_ins.restore_column_state(columns[1])
        self.decided.restore_column_state(decided)
        self._sorts = {
            "requests": self.requests.paged.sort_keys,
            "report_ins": self.report_ins.paged.sort_keys,
        }
        if len(sizes) == 2 and all(sizes):
            self.splitter.setSizes(sizes)
