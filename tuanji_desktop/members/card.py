"""The right pane of the window: one member, what is missing, what waits, what happened."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ..kit.dialogs import Banner
from ..kit.empty import EmptyState
from ..kit.icons import pixmap
from ..kit.labels import label, restyled
from ..kit.page import Workplace
from ..kit.style import scaled
from ..rules.fields import FIELDS, GROUPS
from ..rules.lifecycle import LEFT, ON_ROSTER, STAGE_LABELS, Stage
from ..rules.policy import ChangePath
from ..rules.why import RETURN, WITHDRAW
from ..store.changes import Changes
from .card_rows import CardRow, CycleLine, HistoryList, PendingLine
from .loading import CardData, HistoryLine, load_card
from .paper_list import PaperList
from .paper_trail import paper_trail
from .report_acts import ReportActs
from .reveal import reveal_field

History = Callable[[int], Sequence[HistoryLine]]
"""What happened to a member, the newest first; called on a reader thread."""


PAPER_TABLES = ("papers", "prints", "spoiled_sheets", "scan_pages")
_SHOWN_TABLES = (
    "change_requests", "change_fields", "organizations", "settings", "deletion_requests",
    "corrections", "transfers", "retentions", "departures", *PAPER_TABLES,
)  # fmt: skip


class MemberCard(QWidget):
    """Shows the member that is selected somewhere. It edits no field: wishes go up. A report-in
    that waits is withdrawn or returned from here, where the mark of a locked field offers it."""

    open_requested = Signal(int)
    """Open the dialog of this member."""
    deletion_requested = Signal(int)
    path_requested = Signal(int, str, str)
    """Member, field and way (`rules.why.Way.path`)."""
    restore_requested = Signal(int, str, str)
    """Member, field and the older value that should stand again, as a new change."""
    paper_requested = Signal(int)
    """Show a kept paper."""

    def __init__(
        self, workplace: Workplace, *, history: History, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("member_card")
        self.setAccessibleName("团员信息")
        self._workplace = workplace
        self._history = history
        self._member_id = 0
        self._data: CardData | None = None
        self._history_of = 0
        self._rows: dict[str, CardRow] = {}
        self._groups: dict[str, QLabel] = {}
        self._report = ReportActs(workplace, self)
        self._report.done.connect(self._was_reported)
        self._stack = QStackedWidget(self)
        self._stack.setObjectName("card_stack")
        self._stack.addWidget(
            EmptyState("没有选中团员", "在列表中点选一名团员，这里显示其信息、待审核的修改和历史。")
        )
        self._stack.addWidget(self._make_body())
        self._report.failed.connect(self._banner.say_error)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    @property
    def member_id(self) -> int:
        """Who is shown; 0 for nobody."""
        return self._member_id

    def show_member(self, member_id: int) -> None:
        """Shows a member, or nobody (0)."""
        self._member_id = member_id
        if not member_id:
            self._data = None
            self._stack.setCurrentIndex(0)
            return
        context = self._workplace.context
        self._workplace.jobs.read(
            self, lambda: load_card(context, member_id), self._show, topic="card"
        )

    def show_changes(self, changes: Changes) -> None:
        """Reads the member anew where an operation touched the record."""
        touched = changes.tables.get("members", frozenset())
        asked = changes.touches(*_SHOWN_TABLES)
        if self._member_id and (self._member_id in touched or asked):
            self._history_of = 0
            self.show_member(self._member_id)

    # ------------------------------------------------------------------ the parts
    def _make_body(self) -> QWidget:
        body = QWidget(self)
        body.setObjectName("card_body")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 12, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(self._make_head(body))
        self._banner = Banner(body)
        layout.addWidget(self._banner)
        layout.addLayout(self._make_buttons(body))
        self._tabs = QTabWidget(body)
        self._tabs.setObjectName("card_tabs")
        self._tabs.setAccessibleName("信息和历史")
        self._tabs.addTab(self._make_fields(), "信息")
        self._list = HistoryList(self)
        self._list.restore_requested.connect(
            lambda field, value: self.restore_requested.emit(self._member_id, field, value)
        )
        self._tabs.addTab(self._list, "历史")
        self._papers = PaperList(self)
        self._papers.paper_requested.connect(self.paper_requested)
        self._tabs.addTab(self._papers, "纸件")
        self._tabs.currentChanged.connect(lambda _index: self._read_history())
        layout.addWidget(self._tabs, 1)
        return body

    def _make_head(self, body: QWidget) -> QVBoxLayout:
        self._mark = QLabel(body)
        self._mark.setObjectName("card_mark")
        self._name = label("", role="title", name="card_name", parent=body)
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._status = label("", role="small", name="card_status", parent=body)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self._mark)
        top.addWidget(self._name)
        top.addStretch(1)
        top.addWidget(self._status)
        self._branch = label("", name="card_branch", parent=body)
        self._above = label("", role="small", name="card_superiors", parent=body)
        self._missing = label("", role="error", name="card_missing", parent=body)
        self._note = label("", role="small", name="card_note", parent=body)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addLayout(top)
        for one in (self._branch, self._above, self._missing, self._note):
            one.setWordWrap(True)
            head.addWidget(one)
        return head

    def _make_buttons(self, body: QWidget) -> QHBoxLayout:
        self._open = QPushButton("打开", body)
        self._open.setObjectName("card_open")
        self._open.setAccessibleName("打开这名团员的资料窗口")
        self._open.clicked.connect(lambda: self.open_requested.emit(self._member_id))
        self._delete = QPushButton("申请删除…", body)
        self._delete.setObjectName("card_delete")
        self._delete.setAccessibleName("为这名团员申请删除")
        self._delete.setToolTip("只用于纠正错误信息；不能代替转接或组织处理")
        self._delete.clicked.connect(lambda: self.deletion_requested.emit(self._member_id))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._open)
        buttons.addWidget(self._delete)
        self._notice = QPushButton("通知单…", body)
        self._notice.setObjectName("card_notice")
        self._notice.setAccessibleName("打印通知单：通知团员撤回，向正确的团支部报到")
        self._notice.setToolTip("报错团支部：通知团员撤回，向正确的团支部报到")
        self._notice.clicked.connect(self._report.show_notice)
        buttons.addWidget(self._notice)
        buttons.addStretch(1)
        return buttons

    def _make_fields(self) -> QScrollArea:
        page = QWidget()
        page.setObjectName("card_fields")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 8, 4, 8)
        layout.setSpacing(3)
        self._pending_head, self._pending = self._make_list("待审核的修改", "card_pending", layout)
        for group in GROUPS:
            title = label(group, role="section", name=f"card_group_{GROUPS.index(group)}")
            title.setContentsMargins(0, 8, 0, 0)
            self._groups[group] = title
            layout.addWidget(title)
            for field in FIELDS.values():
                if field.group == group and field.name not in ("name", "branch"):
                    layout.addWidget(self._make_row(field.name, page))
        self._cycle_head, self._cycle = self._make_list("报到经过", "card_cycle", layout)
        layout.addStretch(1)
        area = QScrollArea(self)
        area.setObjectName("card_area")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        return area

    def _make_list(self, words: str, name: str, layout: QVBoxLayout) -> tuple[QLabel, QVBoxLayout]:
        head = label(words, role="section", name=name)
        head.setContentsMargins(0, 8, 0, 0)
        lines = QVBoxLayout()
        lines.setSpacing(3)
        layout.addWidget(head)
        layout.addLayout(lines)
        return head, lines

    def _make_row(self, name: str, page: QWidget) -> CardRow:
        row = CardRow(FIELDS[name], page)
        row.reveal_requested.connect(self._reveal)
        row.path_requested.connect(self._take_path)
        self._rows[name] = row
        return row

    # ------------------------------------------------------------------- showing
    def _show(self, data: CardData) -> None:
        if data.member.id != self._member_id:
            return
        self._data = data
        self._show_head(data)
        writable = not self._workplace.context.database.read_only
        self._delete.setVisible(writable and data.member.status in ON_ROSTER)
        self._notice.setVisible(data.member.status is Stage.SUBMITTED)
        self._report.begin(data.member.id)
        self._banner.hide()
        self._fill(self._pending_head, self._pending, [PendingLine(c, self) for c in data.pending])
        self._fill(self._cycle_head, self._cycle, [CycleLine(step, self) for step in data.cycle])
        required = data.required if data.member.status not in LEFT else frozenset()
        for group, title in self._groups.items():
            rows = [row for row in self._rows.values() if row.field.group == group]
            for row in rows:
                name = row.field.name
                row.show_value(
                    data.member.values.get(name) or "",
                    data.states[name],
                    name in required,
                    partial(data.whys.__getitem__, name),
                )
            title.setVisible(any(not row.isHidden() for row in rows))
        self._stack.setCurrentIndex(1)
        self._read_history()

    def _show_head(self, data: CardData) -> None:
        member = data.member
        left = member.status in LEFT
        red = bool(member.missing) and not left
        self._mark.setVisible(red)
        if red:
            size = scaled(18)
            self._mark.setPixmap(pixmap("error", "accent", size, self.devicePixelRatioF()))
            self._mark.setAccessibleName("红名：必填信息不全")
        self._name.setText(member.name or "（未填姓名）")
        restyled(self._name, "red", red)
        self._status.setText(STAGE_LABELS[member.status])
        self._branch.setText(member.branch_short)
        self._branch.setToolTip(member.values.get("branch") or "")
        self._above.setText(data.superiors)
        labels = "、".join(FIELDS[name].label for name in member.missing)
        self._missing.setText(f"缺 {len(member.missing)} 项必填：{labels}")
        self._missing.setVisible(red)
        notes = list(data.elsewhere)
        if member.status_reason:
            notes.append(f"{STAGE_LABELS[member.status]}的说明：{member.status_reason}")
        if data.under_14:
            notes.append("未满 14 周岁，个人信息按敏感信息保护")
        if data.draft:
            when = data.draft.saved_at[:16].replace("T", " ")
            notes.append(f"有 {when} 未保存的草稿：{data.draft.labels}")
        notes += [
            f"{one.operator} 有 {one.saved_at[:16].replace('T', ' ')} 未保存的草稿：{one.labels}"
            for one in data.others
        ]
        self._note.setText("\n".join(notes))
        self._note.setVisible(bool(notes))
        self.setAccessibleDescription(
            f"{member.name}，{STAGE_LABELS[member.status]}，{member.branch_short}"
        )

    def _fill(self, head: QLabel, place: QVBoxLayout, lines: Sequence[QWidget]) -> None:
        while (item := place.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for line in lines:
            place.addWidget(line)
        head.setVisible(bool(lines))

    # ------------------------------------------------------------------ ways out
    def _take_path(self, field: str, path: str) -> None:
        if path in (WITHDRAW, RETURN):
            self._report.start(path)
        elif path == ChangePath.DERIVED and not self._rows["id_number"].isHidden():
            self._rows["id_number"].explain()
        else:
            self.path_requested.emit(self._member_id, field, path)

    def _was_reported(self, _stage: Stage) -> None:
        self._history_of = 0
        self.show_member(self._member_id)

    # ---------------------------------------------------------------- reveal, history
    def _reveal(self, field: str) -> None:
        context, member_id = self._workplace.context, self._member_id

        def show(value: str) -> None:
            if member_id == self._member_id:
                self._rows[field].reveal(value)

        self._workplace.jobs.write(
            self,
            lambda _progress: reveal_field(context, member_id=member_id, field=field),
            show,
            words="",
            on_error=self._banner.say_error,
        )

    def _read_history(self) -> None:
        if self._tabs.currentWidget() is self._papers:
            self._read_papers()
        if self._tabs.currentWidget() is not self._list or self._history_of == self._member_id:
            return
        member_id, history = self._member_id, self._history
        self._history_of = member_id
        self._workplace.jobs.read(
            self, lambda: history(member_id), self._list.show_lines, topic="history"
        )

    def _read_papers(self) -> None:
        context, member_id = self._workplace.context, self._member_id
        self._workplace.jobs.read(
            self, lambda: paper_trail(context, member_id), self._papers.show_lines, topic="papers"
        )
