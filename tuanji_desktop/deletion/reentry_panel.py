"""The promise ledger on the desk: who has still to be entered again, and by when."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ..core.errors import TuanjiError
from ..core.progress import Progress
from ..kit.ask_strip import AskStrip
from ..kit.dialogs import Banner
from ..kit.labels import label, restyled
from ..kit.page import Workplace
from ..kit.paged_model import Column
from ..kit.row_table import RowTable
from ..kit.style import scaled
from . import reentry
from .reentry import Reentry

_EMPTY = (
    "没有重新录入的保证",
    "为更正信息而批准的删除，批准后在这里欠一次重新录入；按正确的身份证号录入之后自动销账。",
)


def reentry_columns() -> list[Column[Reentry]]:
    """The ledger; numbers are masked."""
    return [
        Column("state", "状态", lambda row: row.words, width=150, tip=lambda row: row.words,
               sortable=False),
        Column("name", "正确姓名", lambda row: row.name, width=90, sortable=False),
        Column("id_number", "正确身份证号", lambda row: row.id_masked, width=160, figures=True,
               sortable=False),
        Column("branch", "原团支部", lambda row: row.branch, width=150, tip=lambda row: row.branch,
               sortable=False),
        Column("owed_on", "批准日期", lambda row: row.owed_on, width=96, figures=True,
               sortable=False),
        Column("due_on", "应录入日期", lambda row: row.due_on, width=96, figures=True,
               sortable=False),
        Column("paid", "新档案所在", lambda row: row.paid_branch, width=130, sortable=False),
    ]  # fmt: skip


class ReentryPanel(QWidget):
    """The ledger of the scope; what is owed stands first."""

    member_chosen = Signal(int)
    member_requested = Signal(int)
    reentry_requested = Signal(object)
    """{"branch": id, "values": {field: text}}: a report-in with this typed in already."""
    said = Signal(str, str)
    counted = Signal(int, int)
    """How many are owed, and how many of them are overdue."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reentry_panel")
        self.setAccessibleName("重新录入")
        self._workplace = workplace
        self.banner = Banner(self)
        self.strip = AskStrip("reentry_ask", self)
        self.table: RowTable[Reentry] = RowTable(
            columns=reentry_columns(),
            jobs=workplace.jobs,
            name="reentry_table",
            label="重新录入",
            stretch="branch",
            parent=self,
        )
        self.table.set_empty(*_EMPTY)
        self.table.setMinimumHeight(scaled(60))
        self.enter = self._button("reentry_enter", "录入…", self._enter)
        self.enter.setToolTip("打开一份新的报到，正确的信息已填好")
        self.name = self._button("reentry_name", "指认新档案…", self._ask_name)
        self.waive = self._button("reentry_waive", "免予录入…", self._ask_waive)
        about = label(
            "为更正信息而删除的，删除后须重新录入。按正确的身份证号录入并通过审核，即自动销账。",
            role="small", name="reentry_about", parent=self,
        )  # fmt: skip
        about.setWordWrap(True)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for one in (self.enter, self.name, self.waive):
            bar.addWidget(one)
        bar.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.strip)
        layout.addWidget(self.banner)
        layout.addWidget(self.table, 1)
        layout.addWidget(about)
        self.table.current_changed.connect(self._moved)
        self.table.opened.connect(self._open)
        self.table.notice.connect(lambda words: self.said.emit("done", words))
        self._enable()

    def _button(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.clicked.connect(lambda _=False: act())
        return button

    def show_scope(self, org_id: int | None) -> None:
        """Reads the ledger of a node's subtree; None is the whole office."""
        context = self._workplace.context
        self._workplace.jobs.read(
            self,
            lambda: reentry.load_reentries(context, org_id=org_id),
            self._show,
            topic="reentry",
        )

    def _show(self, found: tuple[Reentry, ...]) -> None:
        self.table.show_rows({row.id: row for row in found})
        owed = [row for row in found if row.state == "owed"]
        self.counted.emit(len(owed), sum(row.days_late > 0 for row in owed))
        self._enable()

    def _moved(self, _reentry_id: int) -> None:
        self._enable()
        row = self.table.current_row()
        if row is not None and self.isVisible():
            self.member_chosen.emit(row.paid_member_id or row.member_id)

    def _enable(self) -> None:
        row = self.table.current_row()
        writable = not self._workplace.context.database.read_only
        owed = writable and row is not None and row.state == "owed"
        for button in (self.enter, self.name, self.waive):
            button.setEnabled(owed)
        restyled(self.enter, "main", owed)

    def _open(self, reentry_id: int) -> None:
        row = self.table.rows.get(reentry_id)
        if row is not None:
            self.member_requested.emit(row.paid_member_id or row.member_id)

    # -------------------------------------------------------------------- acts
    def _enter(self) -> None:
        context, reentry_id = self._workplace.context, self.table.current_id()
        self._workplace.jobs.read(
            self,
            lambda: reentry.reentry_values(context, reentry_id=reentry_id),
            lambda found: self.reentry_requested.emit({"branch": found[0], "values": found[1]}),
            topic="values",
            on_error=self.banner.say_error,
        )

    def _ask_name(self) -> None:
        context, reentry_id = self._workplace.context, self.table.current_id()
        self._workplace.jobs.read(
            self,
            lambda: reentry.reentry_candidates(context, reentry_id=reentry_id),
            partial(self._ask_which, reentry_id),
            topic="candidates",
            on_error=self.banner.say_error,
        )

    def _ask_which(self, reentry_id: int, found: tuple[tuple[int, str], ...]) -> None:
        if not found:
            self.banner.say(
                "花名册里还没有这个姓名的在册团员。请先录入，或核对姓名。", level="warning"
            )
            return
        self.strip.ask(
            "哪一份是重新录入的档案？",
            act="登记为已录入",
            granted=lambda _, member: self._write(
                lambda _p: reentry.settle_reentry(
                    self._workplace.context, reentry_id=reentry_id, member_id=int(member)
                ),
                "已登记重新录入。",
            ),
            typed=False,
            choices=[(str(member), words) for member, words in found],
        )

    def _ask_waive(self) -> None:
        reentry_id = self.table.current_id()
        self.strip.ask(
            "不再需要重新录入？原因将保留在台账里。",
            act="免予录入",
            granted=lambda reason, _: self._write(
                lambda _p: reentry.waive_reentry(
                    self._workplace.context, reentry_id=reentry_id, reason=reason
                ),
                "已登记免予录入。",
            ),
            hint="原因，例如：核实后确认不是团员",
            needed="免予录入须写明原因",
        )

    def _write(self, act: Callable[[Progress], None], words: str) -> None:
        def refused(error: TuanjiError) -> None:
            self.banner.say_error(error)

        self._workplace.jobs.write(
            self,
            act,
            lambda _done: self.said.emit("done", words),
            words="登记重新录入",
            on_error=refused,
        )
