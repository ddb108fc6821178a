"""The review desk 待审核: changes that wait for the branch, members who wait to be let in."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..core.progress import Progress
from ..kit.ask_strip import AskStrip
from ..kit.dialogs import Banner
from ..kit.page import Page, Workplace
from ..kit.paged_model import SortKey
from ..kit.row_table import RowTable
from ..kit.style import scaled
from ..store.changes import Changes
from . import service, table
from .panel import RequestPanel
from .table import ReportInRow, ReviewRow, ReviewRows

T = TypeVar("T")
_NEEDED = "退回要写明原因，申请人才知道改什么"
_TABLES = ("change_requests", "change_fields", "members", "organizations")
_SHOWN_NAMES = 3


class ReviewPage(Page):
    """Two queues of the scope. A accepts, R returns, Enter opens the member."""

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
        self.requests.set_empty(
            "没有待审核的修改申请",
            "团员的政治面貌、经济收入、是否为团干等信息修改后，要由所在团支部审核。提出的修改会排在这里，逐项通过或退回。",
        )
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
        self.panel = RequestPanel(self)
        self.banner = Banner(self)
        self.strips = {name: AskStrip(f"{name}_ask", self) for name in ("requests", "report_ins")}
        self.buttons: dict[str, QPushButton] = {}
        self.tabs = QTabWidget(self)
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
        self.tabs.setAccessibleName("修改申请与报到")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self._side("requests", self.splitter), "修改申请")
        self.tabs.addTab(self._side("report_ins", self.report_ins), "报到待审核")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.banner)
        layout.addWidget(self.tabs, 1)

    def _side(self, name: str, content: QWidget) -> QWidget:
        side = QWidget(self)
        side.setObjectName(f"review_{name}_side")
        acts = (
            ("accept", "通过（A）", "A", partial(self._accept, name)),
            ("return", "退回（R）…", "R", partial(self._ask_return, name)),
        )
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for act, words, key, go in acts:
            button = QPushButton(words, side)
            button.setObjectName(f"{name}_{act}")
            button.setAccessibleName(words)
            button.setProperty("main", act == "accept")
            button.clicked.connect(lambda _=False, go=go: go())
            shortcut = QShortcut(QKeySequence(key), side, button.click)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.buttons[f"{name}_{act}"] = button
            bar.addWidget(button)
        bar.addStretch(1)
        opened = QPushButton("打开档案（Enter）", side)
        opened.setObjectName(f"{name}_open")
        opened.setAccessibleName("打开档案")
        opened.clicked.connect(lambda: self._open(name))
        self.buttons[f"{name}_open"] = opened
        bar.addWidget(opened)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(content, 1)
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
        self.tabs.currentChanged.connect(self._turned)

    # ---------------------------------------------------------------- what is shown
    def show_hint(self, hint: object) -> None:
        """ "requests", "report_ins", or {"request": id}, {"member": id of a report-in}."""
        if hint in ("requests", "report_ins"):
            self.tabs.setCurrentIndex(0 if hint == "requests" else 1)
        elif isinstance(hint, dict):
            self._next["requests"] = int(hint.get("request", 0))
            self._next["report_ins"] = int(hint.get("member", 0))
            self.tabs.setCurrentIndex(0 if "request" in hint else 1)
            self.refresh()

    def refresh(self) -> None:
        context, scope = self.workplace.context, self.scope
        sorts = dict(self._sorts)
        self.workplace.jobs.read(
            self,
            lambda: table.load_rows(
                context,
                org_id=scope,
                sort=sorts["requests"],
                report_in_sort=sorts["report_ins"],
            ),
            self._show,
            topic="queue",
        )

    def show_changes(self, changes: Changes) -> None:
        if changes.touches(*_TABLES):
            self.refresh()

    def _show(self, found: ReviewRows) -> None:
        self.requests.show_rows(found.requests)
        self.report_ins.show_rows(found.report_ins)
        self.tabs.setTabText(0, f"修改申请 {len(found.requests)}")
        self.tabs.setTabText(1, f"报到待审核 {len(found.report_ins)}")
        self._put_cursor("requests", self.requests)
        self._put_cursor("report_ins", self.report_ins)
        overdue = sum(row.overdue for row in found.requests.values())
        overdue += sum(row.overdue for row in found.report_ins.values())
        self.summary_changed.emit(
            f"待审核修改 {len(found.requests)} · 待审核报到 {len(found.report_ins)}"
            + (f" · 超期 {overdue}" if overdue else "")
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
        self._moved("report_ins" if tab else "requests")
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
        chosen = self.requests.chosen_rows()
        if len(chosen) > 1:
            single = [
                f"{row.request.name}：{why}"
                for row in chosen
                if (why := service.why_single(row.request))
            ]
            about = "都可以一并通过。" if not single else "须逐件审核：" + "；".join(single[:8])
            self.panel.show_several(
                f"已选 {len(chosen)} 件，可一并通过 {len(chosen) - len(single)} 件", about
            )
            return
        row = chosen[0] if chosen else self.requests.current_row()
        self.panel.show_request(row.request if row else None, age=row.age if row else 0)
        self.panel.setVisible(row is not None)
        self._enable()

    def _enable(self) -> None:
        writable = not self.workplace.context.database.read_only and not self._busy
        several = self.requests.chosen_count() > 1
        some = several or bool(self.panel.ticked())
        words = "通过所选（A）" if several else self._accept_words()
        self.buttons["requests_accept"].setText(words)
        self.buttons["requests_accept"].setAccessibleName(words)
        for act in ("accept", "return"):
            self.buttons[f"requests_{act}"].setEnabled(writable and some)
            waiting = bool(self._chosen_report_ins())
            self.buttons[f"report_ins_{act}"].setEnabled(writable and waiting)
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
                lambda done: _several_words("已通过", "份报到", done),
                "通过报到",
            )
        elif self.requests.chosen_count() > 1:
            ids = list(self.requests.chosen_ids())
            self._write(
                name,
                lambda _: service.accept_several(context, request_ids=ids),
                lambda done: _several_words("已通过", "件修改申请", done),
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
            _decided_words,
            "审核修改申请",
        )

    def _return_several(self, ids: list[int], reason: str) -> None:
        context = self.workplace.context
        self._write(
            "requests",
            lambda _: service.return_several(context, request_ids=ids, reason=reason),
            lambda done: _several_words("已退回", "件修改申请", done),
            "退回所选的修改申请",
        )

    def _return_report_ins(self, ids: list[int], reason: str) -> None:
        context = self.workplace.context
        self._write(
            "report_ins",
            lambda _: service.decide_report_ins(
                context, member_ids=ids, act="return", reason=reason
            ),
            lambda done: _several_words("已退回", "份报到", done),
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

    # -------------------------------------------------------------------- state
    def state(self) -> str:
        return json.dumps(
            {
                "requests": self.requests.column_state(),
                "report_ins": self.report_ins.column_state(),
                "splitter": self.splitter.sizes(),
            }
        )

    def restore_state(self, state: str) -> None:
        try:
            kept = json.loads(state)
            columns = [str(kept["requests"]), str(kept["report_ins"])]
            sizes = [int(one) for one in kept["splitter"]]
        except (ValueError, TypeError, KeyError):
            return
        self.requests.restore_column_state(columns[0])
        self.report_ins.restore_column_state(columns[1])
        self._sorts = {
            "requests": self.requests.paged.sort_keys,
            "report_ins": self.report_ins.paged.sort_keys,
        }
        if len(sizes) == 2 and all(sizes):
            self.splitter.setSizes(sizes)


def _decided_words(done: service.Decided) -> tuple[str, str]:
    parts = []
    if done.accepted:
        parts.append(f"已通过 {len(done.accepted)} 项")
    if done.returned:
        parts.append(f"已退回 {len(done.returned)} 项")
    if done.conflicts:
        parts.append(f"{len(done.conflicts)} 项在您查看之后又被改过，请看过现在的值再选择")
    return ("warning" if done.conflicts else "good"), "，".join(parts) + "。"


def _several_words(verb: str, unit: str, done: service.Several) -> tuple[str, str]:
    words = f"{verb} {len(done.decided)} {unit}。"
    if not done.left:
        return "good", words
    names = "；".join(why for _, why in done.left[:_SHOWN_NAMES])
    more = " 等" if len(done.left) > _SHOWN_NAMES else ""
    return "warning", f"{words}还有 {len(done.left)} {unit}没有办理：{names}{more}。"
