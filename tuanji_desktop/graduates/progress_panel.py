"""The tab 进度: the year's numbers, the milestones, the schools with the laggards first."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from ..core.errors import TuanjiError
from ..core.progress import Progress
from ..kit.day_edit import DayEdit
from ..kit.dialogs import ask_save_path, words_of
from ..kit.flow import FlowLayout
from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.paged_model import Column
from ..kit.row_table import RowTable
from ..kit.style import scaled
from . import letters
from .export import export_standing, suggested_name
from .kept_rates import RatesKeeper
from .loading import Ready, Standing, load_ready, load_standing
from .milestones import Goal, goal_of, lacking
from .rates import PARTS, RATES, RULES, Numbers, SchoolRates, YearRates
from .school_sheet import SchoolSheet, write_school_sheet
from .school_sheet import suggested_name as sheet_name

_SHOWN_PARTS = (
    "due", "open", "under_way", "received", "waiting", "retained", "excluded",
    "employer_received", "not_further",
)  # fmt: skip
_EMPTY = ("还没有毕业生名单", "导入各校的名单后，这里按学校显示发起率和完成率，落后的在前。")
_MOST_GOALS = 6
ATTEMPTED = "attempted"
"""Beside the keys of `PARTS`: whom somebody wanted deleted instead of transferred."""


def school_columns(
    goal: Callable[[SchoolRates], Goal | None],
) -> list[Column[SchoolRates]]:
    """A school's numbers; `goal` is what it is to reach next."""

    def gap(one: SchoolRates) -> str:
        found = goal(one)
        if found is None:
            return "—"
        lack = lacking(found.milestone, one.numbers)
        return f"差 {lack:,} 人" if lack else "已达标"

    def gap_tip(one: SchoolRates) -> str:
        found = goal(one)
        return f"{found.milestone.label}，{found.due_on.isoformat()}，{found.days}" if found else ""

    def number(key: str, words: str, width: int = 72) -> Column[SchoolRates]:
        return Column(
            key, words, lambda one: f"{getattr(one.numbers, key):,}", width=width,
            align="right", figures=True, sortable=False, tip=lambda _one: PARTS[key],
        )  # fmt: skip

    def rate(key: str) -> Column[SchoolRates]:
        return Column(
            f"{key}_rate", RATES[key], lambda one: one.numbers.rate(key).words, width=76,
            align="right", figures=True, sortable=False,
            tip=lambda one: _made_of(one.numbers, key),
        )  # fmt: skip

    return [
        Column("school", "学校", lambda one: one.short_name, width=150, sortable=False,
               tip=lambda one: one.full_name),
        Column("kind", "类别", lambda one: one.school_kind, width=84, sortable=False),
        number("due", "应转接"),
        number("started", "已发起"),
        number("received", "已转入"),
        number("waiting", "等待", 60),
        rate("started"),
        rate("completion"),
        Column("gap", "差距", gap, width=88, align="right", sortable=False, tip=gap_tip),
        Column("rank", "名次", lambda one: str(one.rank or "—"), width=52, align="right",
               figures=True, sortable=False),
    ]  # fmt: skip


def _made_of(numbers: Numbers, key: str) -> str:
    """Numerator, denominator and the rule."""
    rate = numbers.rate(key)
    return (
        f"{rate.numerator:,} ÷ {rate.denominator:,}（{PARTS[rate.above]}÷{PARTS[rate.below]}）\n"
        f"{rate.rule}\n{RULES['due']}"
    )


class ProgressPanel(QWidget):
    """Numbers whose people are one click away, and what is done about them."""

    part_requested = Signal(str, object)
    """A key of `PARTS` and the school's id or None: show exactly these people."""
    paper_requested = Signal(str, int)
    """A form of `letters.FORMS` and the school's id."""
    act_requested = Signal(str, object)
    said = Signal(str, str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("graduates_progress")
        self.setAccessibleName("转接进度")
        self._workplace = workplace
        self._standing: Standing | None = None
        self._asked: tuple[int, int | None] = (0, None)
        self._keeper = RatesKeeper()
        self.table: RowTable[SchoolRates] = RowTable(
            columns=school_columns(self._goal),
            jobs=workplace.jobs,
            name="graduates_schools",
            label="各校转接进度，落后的在前",
            stretch="school",
            parent=self,
        )
        self.table.setMinimumHeight(scaled(120))
        self.table.set_empty(*_EMPTY)
        self._total = label("", name="progress_total", parent=self)
        self._total.setWordWrap(True)
        self._goals = label("", name="progress_goals", parent=self)
        self._goals.setWordWrap(True)
        self._unlisted = label("", role="warning", name="progress_unlisted", parent=self)
        self._unlisted.setWordWrap(True)
        self.attempts = self._button(
            "progress_attempts", "", lambda: self.part_requested.emit(ATTEMPTED, None)
        )
        self.attempts.setProperty("link", True)
        self._whose = label("", role="muted", name="progress_whose", parent=self)
        self.parts: dict[str, QPushButton] = {
            key: self._button(f"part_{key}", PARTS[key], partial(self._show_part, key))
            for key in _SHOWN_PARTS
        }
        self.reminder = self._button("progress_reminder", "催办函…", self._wish_reminder)
        self.notice = self._button("progress_notice", "通报高校党委…", self._wish_notice)
        self.transfer = self._button(
            "progress_transfer", "发起转接…", lambda: self._load_ready(self._offer_transfers)
        )
        self.retention = self._button(
            "progress_retention",
            "登记团籍保留…",
            lambda: self._load_ready(self._offer_retentions),
        )
        self.export = self._button("progress_export", "导出…", self._export)
        self.sheet = self._button("progress_sheet", "待办理名单…", self._save_sheet)
        self.sheet.setToolTip("这所学校还没有办完的人和各缺什么，填好寄回后可以直接导入")
        self.until = DayEdit("progress_until", "截至", last=workplace.context.today, parent=self)
        self.until.dateChanged.connect(lambda _day: self._load_again())
        self.menu = QMenu(self)
        self.menu.setObjectName("progress_menu")
        self._lay_out()
        self.table.current_changed.connect(lambda _id: self._moved())
        self.table.chosen_changed.connect(lambda _count: self._moved())
        self.table.opened.connect(lambda _id: self._show_part("unfinished"))
        self.table.notice.connect(lambda words: self.said.emit("done", words))
        self._moved()

    def _button(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.clicked.connect(lambda _=False: act())
        return button

    def _lay_out(self) -> None:
        acts = FlowLayout(spacing=8)
        until = label("截至", role="muted", parent=self)
        until.setBuddy(self.until)
        for one in (
            until, self.until, self.reminder, self.sheet, self.notice, self.transfer,
            self.retention, self.export,
        ):  # fmt: skip
            acts.addWidget(one)
        parts = FlowLayout()
        parts.addWidget(self._whose)
        for button in self.parts.values():
            button.setProperty("role", "filter")
            parts.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._total)
        layout.addWidget(self._goals)
        layout.addWidget(self._unlisted)
        layout.addWidget(self.attempts, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(acts)
        layout.addWidget(self.table, 1)
        layout.addLayout(parts)

    # ---------------------------------------------------------------- what is shown
    @property
    def day(self) -> date | None:
        """The past day whose numbers are wanted; None: today's."""
        day = self.until.day
        return day if day < self._workplace.context.today else None

    def _load_again(self) -> None:
        self.load(*self._asked)

    def load(self, year: int, scope: int | None) -> None:
        """The year's numbers below a node, as of the day that is set."""
        self._asked = (year, scope)
        context, keeper, day = self._workplace.context, self._keeper, self.day
        self._workplace.jobs.read(
            self,
            lambda: load_standing(
                context, year=year, scope=scope, day=day, keeper=None if day else keeper
            ),
            self._show,
            topic="standing",
        )

    @property
    def standing(self) -> Standing | None:
        """What is shown; None before the first answer."""
        return self._standing

    def _show(self, found: Standing) -> None:
        self._standing = found
        total = found.rates.total
        then = f"截至 {found.rates.day.isoformat()}，" if self.day else ""
        rates = "　".join(
            f"{words} {rate.words}（{rate.numerator:,}/{rate.denominator:,}）"
            for words, rate in ((words, total.rate(key)) for key, words in RATES.items())
        )
        self._total.setText(
            f"{then}{found.rates.year} 届应转接 {total.due:,} 人：{rates}"
            f"　等待新生团支部 {total.waiting:,} 人（单列）" + _kinds_words(found.rates)
        )
        past = "过去某一天的数：转接按当天办到哪一步，名单和去向按当天的登记，后来撤销的不算。"
        self._total.setToolTip("\n".join((*RULES.values(), past)))
        self._goals.setText("\n".join(map(goal_words, found.goals[:_MOST_GOALS])))
        self._goals.setVisible(bool(found.goals))
        names = found.rates.unlisted
        self._unlisted.setText(
            f"有毕业班而没有交名单的学校 {len(names)} 所：{'、'.join(names[:8])}"
            + ("等" if len(names) > 8 else "")
        )
        self._unlisted.setVisible(bool(names))
        words = f"有 {found.attempts:,} 名毕业生在转接没有办完时被提出删除（提醒函三），看是哪些人"
        self.attempts.setText(words)
        self.attempts.setAccessibleName(words)
        self.attempts.setVisible(bool(found.attempts))
        self.table.show_rows({one.org_id or 0: one for one in found.rates.schools})
        self._moved()

    def _goal(self, one: SchoolRates) -> Goal | None:
        return goal_of(self._standing.goals, one) if self._standing is not None else None

    def _schools(self) -> list[SchoolRates]:
        """The chosen schools, else all."""
        return self.table.chosen_rows() or list(self.table.rows.values())

    def _one(self) -> SchoolRates | None:
        """The school under the cursor, where it is one school's turn."""
        return self.table.current_row() if len(self.table.chosen_rows()) < 2 else None

    def _moved(self) -> None:
        one = self._one()
        whole = self._standing.rates.total if self._standing is not None else Numbers()
        numbers = one.numbers if one is not None else whole
        self._whose.setText(f"{one.short_name}：" if one is not None else "全部：")
        for key, button in self.parts.items():
            number = getattr(numbers, key)
            button.setText(f"{PARTS[key]} {number:,}")
            button.setEnabled(bool(number))
            button.setVisible(bool(number) or key in ("due", "open", "waiting"))
        writable = not self._workplace.context.database.read_only
        known = one is not None and one.org_id is not None
        self.reminder.setEnabled(known)
        self.sheet.setEnabled(known and writable)
        self.notice.setEnabled(one is not None and known and letters.is_university(one))
        self.notice.setToolTip(
            "" if self.notice.isEnabled() else "选中一所高校，出通报给它的党委（G 四）。"
        )
        some = writable and bool(self.table.rows)
        self.transfer.setEnabled(some)
        self.retention.setEnabled(some)
        self.export.setEnabled(bool(self.table.rows))

    # ------------------------------------------------------------------------- acts
    def _show_part(self, key: str) -> None:
        one = self._one()
        self.part_requested.emit(key, one.org_id if one is not None else None)

    def _wish_reminder(self) -> None:
        self._wish_paper(letters.REMINDER)

    def _save_sheet(self) -> None:
        """The school's own sheet beside the letter; full numbers, which is logged."""
        one = self._one()
        if one is None or one.org_id is None or self._standing is None:
            return
        year, school = self._standing.rates.year, one.org_id
        path = ask_save_path(
            self,
            title="待办理名单另存为",
            suggested=sheet_name(one.short_name, year),
            kind="Excel 工作簿",
            suffix=".xlsx",
        )
        if path is None:
            return
        context = self._workplace.context

        def write(_progress: Progress) -> SchoolSheet:
            return write_school_sheet(context, path, school_id=school, year=year)

        def refused(error: TuanjiError) -> None:
            self.said.emit("error", words_of(error))

        self._workplace.jobs.write(
            self,
            write,
            lambda done: self.said.emit(
                "done", f"已存 {done.people} 人的待办理名单：{path.name}，可随催办函发给学校。"
            ),
            words="存待办理名单",
            on_error=refused,
        )

    def _wish_notice(self) -> None:
        self._wish_paper(letters.NOTICE)

    def _wish_paper(self, form: str) -> None:
        one = self._one()
        if one is not None and one.org_id is not None:
            self.paper_requested.emit(form, one.org_id)

    def _load_ready(self, offer: Callable[[Ready], None]) -> None:
        if self._standing is None:
            return
        context, year = self._workplace.context, self._standing.rates.year
        ids = [one.org_id for one in self._schools() if one.org_id is not None]
        self._workplace.jobs.read(
            self, lambda: load_ready(context, year=year, school_ids=ids), offer, topic="ready"
        )

    def _offer_transfers(self, found: Ready) -> None:
        self._offer(self.transfer, "transfer", "kind", found.transfers)

    def _offer_retentions(self, found: Ready) -> None:
        self._offer(self.retention, "retention", "reason", found.retentions)

    def _offer(
        self, button: QPushButton, wish: str, key: str, found: Mapping[str, tuple[int, ...]]
    ) -> None:
        """One line of the menu per kind, for one dialog does one kind."""
        self.menu.clear()
        if not found:
            words = "可以发起转接的" if wish == "transfer" else "需要登记团籍保留的"
            self.said.emit("info", f"没有{words}：去向已定、在册、还没有办理的才列出。")
            return
        for words, ids in found.items():
            act = self.menu.addAction(f"{words}　{len(ids):,} 人")
            what = {"ids": list(ids), key: words}
            act.triggered.connect(lambda _=False, what=what: self.act_requested.emit(wish, what))
        self.menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _export(self) -> None:
        if self._standing is None:
            return
        path = ask_save_path(
            self,
            title="导出转接进度",
            suggested=suggested_name(self._standing),
            kind="Excel 工作簿",
            suffix=".xlsx",
        )
        if path is None:
            return
        standing = self._standing

        def write() -> int:
            return export_standing(standing, path)

        def refused(error: TuanjiError) -> None:
            self.said.emit("error", words_of(error))

        self._workplace.jobs.read(
            self,
            write,
            lambda number: self.said.emit("done", f"已导出 {number} 所学校：{path.name}"),
            topic="export",
            on_error=refused,
        )


def _kinds_words(found: YearRates) -> str:
    """Completion by kind of school, where there is more than one kind."""
    kinds = found.by_kind
    if len(kinds) < 2:
        return ""
    return "\n各类学校完成率：" + "　".join(
        f"{kind} {numbers.rate('completion').words}" for kind, numbers in kinds.items()
    )


def goal_words(goal: Goal) -> str:
    """A milestone in one line: day, days left, rate against target, who misses it."""
    target = goal.milestone.target
    wanted = f"，目标 {target:.0%}" if target is not None else ""
    if not goal.schools:
        return f"{goal.due_on.isoformat()}　{goal.milestone.label}：没有这类学校的名单"
    names = "、".join(one.short_name for one in goal.behind[:3])
    more = "等" if len(goal.behind) > 3 else ""
    behind = f"，{len(goal.behind)} 所未达到（{names}{more}）" if goal.behind else "，全部达到"
    return (
        f"{goal.due_on.isoformat()}（{goal.days}）　{goal.milestone.label}："
        f"现为 {goal.rate.words}{wanted}{behind}"
    )
