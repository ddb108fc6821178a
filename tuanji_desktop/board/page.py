"""The desk 统计: who the members are on a day, who came and went, how it was month by month."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..core.progress import Progress, Quiet
from ..kit.day_edit import DayEdit
from ..kit.dialogs import Banner, ask_save_path
from ..kit.flow import FlowLayout
from ..kit.jobs import JobInfo
from ..kit.labels import label
from ..kit.page import Page, Workplace
from ..kit.paged_model import Column
from ..kit.preview import write_whole
from ..kit.row_table import RowTable
from ..kit.style import scaled
from ..store.changes import Changes
from . import movement, series
from .chart import Bar, Chart, ChartView, picture
from .export import write_return
from .measures import BRANCH_MEASURES, MEASURES
from .people import People, load_people
from .queries import UNITS, Tally, load_tally, people_of
from .rates import RateLine, RateSource, chart_of
from .rates import columns as rate_columns

MOVES, TREND, RATES = "moves", "trend", "rates"
_RED_WORDS = "斜线部分：必填信息没有填齐（红名）"
_MANY = 50_000
"""A list of so many takes a second: it can be cancelled."""
_EARLIEST = date(2010, 1, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: what it counts and how to find whom."""

    key: str
    label: str
    count: int
    red: int
    whole: int
    people: tuple[int, ...] | None = None

    @property
    def share(self) -> str:
        """Of all, in per cent."""
        return f"{self.count / self.whole:.1%}" if self.whole else "—"

    @property
    def red_share(self) -> str:
        """Red names of this line, in per cent."""
        return f"{self.red / self.count:.1%}" if self.count else "—"


def columns() -> list[Column[Line]]:
    """What a line shows."""
    return [
        Column("label", "分组", lambda line: line.label, width=150, tip=lambda line: line.label,
               sortable=False),
        Column("count", "人数", lambda line: f"{line.count:,}", width=76, align="right",
               figures=True, sortable=False),
        Column("share", "占比", lambda line: line.share, width=66, align="right", figures=True,
               sortable=False),
        Column("red", "红名", lambda line: f"{line.red:,}", width=66, align="right", figures=True,
               sortable=False),
        Column("red_share", "红名率", lambda line: line.red_share, width=70, align="right",
               figures=True, sortable=False),
    ]  # fmt: skip


class BoardPage(Page):
    """Numbers of the scope; each opens its list and says what it counts."""

    key, title, icon, manual = "board", "统计", "board", "board"

    def __init__(
        self,
        workplace: Workplace,
        *,
        rates: RateSource | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(workplace, parent)
        self._shown = UNITS
        self._rates = rates
        self._asked = 0
        self._long: int | None = None
        self.banner = Banner(self)
        self.until = self._date("board_until", "统计日")
        self.since = self._date("board_since", "起始日")
        self._choices = QButtonGroup(self)
        self._bar = FlowLayout()
        self.table: RowTable[Line] = RowTable(
            columns=columns(),
            jobs=workplace.jobs,
            name="board_table",
            label="统计表",
            stretch="label",
            parent=self,
        )
        self.rates_table: RowTable[RateLine] = RowTable(
            columns=rate_columns(),
            jobs=workplace.jobs,
            name="board_rates_table",
            label="毕业生转接率",
            stretch="label",
            parent=self,
        )
        self.chart = ChartView("board_chart", self)
        self.definition = label("", role="muted", name="board_definition", parent=self)
        self.people_button = self._button("board_people", "查看名单", self._open_people)
        self.today_button = self._button("board_today", "今天", self._go_today)
        self._set_up()
        self.table.opened.connect(lambda _row: self._open_people())
        self.table.chosen_changed.connect(lambda _count: self._enable())
        self.table.current_changed.connect(lambda _row: self._enable())
        self.rates_table.opened.connect(lambda _row: self._open_people())
        self.rates_table.current_changed.connect(lambda _row: self._enable())
        self.chart.chosen.connect(self._choose_bar)
        workplace.jobs.finished.connect(self._finished)

    # ------------------------------------------------------------------ building
    def _date(self, name: str, words: str) -> DayEdit:
        today = self.workplace.context.today
        edit = DayEdit(name, words, last=today, parent=self)
        edit.allow(_EARLIEST, today)
        edit.dateChanged.connect(lambda _day: self.refresh())
        return edit

    def _button(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.clicked.connect(lambda _=False: act())
        return button

    def _set_up(self) -> None:
        self._since_label = label("从", name="board_since_label", parent=self)
        days = FlowLayout()
        for one in (self._since_label, self.since, label("截至", name="board_until_label", parent=self),
                    self.until, self.today_button):  # fmt: skip
            days.addWidget(one)
        self.since.blockSignals(True)
        self.since.take(date(self.workplace.context.today.year, 1, 1))
        self.since.blockSignals(False)
        acts = FlowLayout()
        acts.addWidget(self.people_button)
        for name, words, suffix in (
            ("board_picture", "存为图片…", ".png"),
            ("board_pdf", "存为 PDF…", ".pdf"),
        ):
            acts.addWidget(self._button(name, words, partial(self._save_picture, suffix)))
        acts.addWidget(self._button("board_return", "导出年报表…", self._export))
        measures = (*MEASURES.values(), *BRANCH_MEASURES)
        for key, words in (
            (UNITS, "团组织"),
            *((one.key, one.title) for one in measures),
            (MOVES, "进出"),
            (TREND, "逐月"),
            *([(RATES, "毕业生转接率")] if self._rates is not None else []),
        ):
            self._add_choice(key, words)
        self.definition.setWordWrap(True)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setObjectName("board_splitter")
        self._tables = QStackedWidget(self)
        self._tables.setObjectName("board_tables")
        self._tables.addWidget(self.table)
        self._tables.addWidget(self.rates_table)
        split.addWidget(self._tables)
        split.addWidget(self.chart)
        split.setSizes([scaled(450), scaled(360)])  # all headings beside the scroll bar
        split.setStretchFactor(1, 1)
        top = QHBoxLayout()
        top.addLayout(days, 1)
        top.addLayout(acts, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addLayout(self._bar)
        layout.addWidget(self.banner)
        layout.addWidget(split, 1)
        layout.addWidget(self.definition)
        self.table.set_empty("这一天还没有团员", "台账从建立的那天起才有记录；请换一个统计日。")
        self.rates_table.set_empty(
            "还没有毕业生名单", "在“毕业生”桌面导入各校的名单后，这里按月显示转接率。"
        )

    def _add_choice(self, key: str, words: str) -> None:
        button = self._button(f"board_{key}", words, partial(self.show_measure, key))
        button.setCheckable(True)
        button.setProperty("role", "filter")
        button.setChecked(key == self._shown)
        self._choices.addButton(button)
        self._bar.addWidget(button)

    # ------------------------------------------------------------------ reading
    @property
    def day(self) -> date:
        """The last day that counts."""
        return self.until.day

    def refresh(self) -> None:
        question = self._question(self.scope, self.day, self.since.day)
        self._read(question, f"统计（{self.day}）" if self._takes_time else "")
        moving = self._shown == MOVES
        self.since.setVisible(moving)
        self._since_label.setVisible(moving)
        for one in (self.until, self.today_button):
            one.setEnabled(self._shown not in (TREND, RATES))
        self._tables.setCurrentWidget(self.rates_table if self._shown == RATES else self.table)

    @property
    def _takes_time(self) -> bool:
        """Whether the answer stands in the journal; of today the file keeps the numbers."""
        return self._shown in (MOVES, TREND, RATES) or self.day < self.workplace.context.today

    def _question(
        self, scope: int | None, day: date, since: date
    ) -> Callable[[Progress], Callable[[], None]]:
        """What is to be read: on its thread it gives what the page then shows."""
        context, shown = self.workplace.context, self._shown

        def ask(progress: Progress) -> Callable[[], None]:
            if shown == MOVES:
                moved = movement.load_movement(
                    context, org_id=scope, since=min(since, day), until=day, progress=progress
                )
                return partial(self._show_movement, moved)
            if shown == RATES and self._rates is not None:
                return partial(self._show_rates, self._rates.load(context, scope, progress))
            if shown == TREND:
                points = series.load_series(context, org_id=scope, progress=progress)
                return partial(self._show_series, points)
            tally = load_tally(context, org_id=scope, day=day, measure=shown, progress=progress)
            return partial(self._show_tally, day, tally)

        return ask

    def _read(self, question: Callable[[Progress], Callable[[], None]], words: str = "") -> None:
        """Shows the answer to the newest question; one with words can be cancelled."""
        jobs = self.workplace.jobs
        self._asked += 1
        asked = self._asked
        before, self._long = self._long, None
        if before is not None:
            jobs.cancel(before)

        def answered(show: Callable[[], None]) -> None:
            if asked == self._asked:
                self._long = None
                show()

        failed = self.banner.say_error
        if words:
            self._long = jobs.read_long(self, question, answered, words=words, on_error=failed)
        else:
            jobs.read(self, lambda: question(Quiet()), answered, topic="board", on_error=failed)

    def _finished(self, job: JobInfo) -> None:
        if job.number == self._long and job.state == "cancelled":
            self._long = None
            self.banner.say(f"已取消：{job.words}。下面还是原来的数。")

    def show_changes(self, changes: Changes) -> None:
        if changes.touches("members", "organizations") or (
            self._shown == RATES and changes.touches("graduate_entries", "transfers")
        ):
            self.refresh()

    def show_hint(self, hint: object) -> None:
        """A measure's key, "moves", "trend" or "rates"."""
        if isinstance(hint, str):
            self.show_measure(hint)

    def show_measure(self, key: str) -> None:
        """Shows one of the tables."""
        self._shown = key
        for button in self._choices.buttons():
            button.setChecked(button.objectName() == f"board_{key}")
        self.refresh()

    # ------------------------------------------------------------------ showing
    def _show_tally(self, day: date, tally: Tally) -> None:
        lines = [
            Line(piece.group, piece.label, piece.count, piece.red, tally.members)
            for piece in tally.slices
        ]
        bars = tuple(Bar(line.key, line.label, line.count, line.red) for line in lines)
        self._show(lines, Chart(f"团员按{tally.title}统计（{day}）", bars, part_words=_RED_WORDS))
        self.definition.setText(tally.definition)
        self.summary_changed.emit(
            f"{day} 在册 {tally.members:,} 人 · 红名 {tally.red:,}（{tally.red_share:.1%}）"
        )

    def _show_movement(self, moved: movement.Movement) -> None:
        lines = [
            Line(key, words, len(moved.people[key]), 0, moved.before, moved.people[key])
            for key, words in movement.WORDS.items()
            if moved.people[key]
        ]
        bars = tuple(Bar(line.key, line.label, line.count) for line in lines)
        title = f"团员进出（{moved.since} 至 {moved.until}）"
        self._show(lines, Chart(title, bars))
        self.definition.setText(movement.DEFINITION)
        self.summary_changed.emit(f"{moved.before:,} 人 → {moved.after:,} 人")

    def _show_series(self, points: tuple[series.Point, ...]) -> None:
        lines = [
            Line(
                point.day.isoformat(), f"{point.day:%Y-%m}", point.members, point.red, point.members
            )
            for point in points
        ]
        bars = tuple(Bar(line.key, line.label, line.count) for line in lines)
        self._show(lines, Chart("逐月在册团员", bars, line=True))
        self.definition.setText(series.DEFINITION)
        self.summary_changed.emit(f"{len(points)} 个月")

    def _show_rates(self, lines: Sequence[RateLine]) -> None:
        self.banner.hide()
        self.rates_table.show_rows(dict(enumerate(lines, start=1)))
        self.chart.show_chart(chart_of(lines))
        self.definition.setText(self._rates.definition if self._rates is not None else "")
        last = lines[-1] if lines else None
        self.summary_changed.emit(
            f"{last.year} 届 完成率 {last.completion}（{last.received:,}/{last.due:,}）"
            if last
            else ""
        )
        self._enable()

    def _show(self, lines: list[Line], chart: Chart) -> None:
        self.banner.hide()
        self.table.show_rows(dict(enumerate(lines, start=1)))
        self.chart.show_chart(chart)
        self._enable()

    def _enable(self) -> None:
        shown = self.rates_table if self._shown == RATES else self.table
        self.people_button.setEnabled(shown.current_row() is not None)

    # ------------------------------------------------------------------ acts
    def _go_today(self) -> None:
        self.until.take(self.workplace.context.today)

    def _choose_bar(self, key: str) -> None:
        if self._shown == RATES:
            rates = (one for one in self.rates_table.rows.values() if one.day.isoformat() == key)
            self._open_graduates(next(rates, None))
            return
        line = next((one for one in self.table.rows.values() if one.key == key), None)
        if line is not None:
            self._open(line)

    def _open_graduates(self, line: RateLine | None) -> None:
        """Who had been received on a day, on the desk of the graduates."""
        if line is not None:
            hint = {"year": line.year, "day": line.day.isoformat(), "part": "received"}
            self.act_requested.emit("graduates", hint)

    def _open_people(self) -> None:
        if self._shown == RATES:
            self._open_graduates(self.rates_table.current_row())
            return
        line = self.table.current_row()
        if line is not None:
            self._open(line)

    def _open(self, line: Line) -> None:
        """The people behind a number, in the roster."""
        context, scope, shown = self.workplace.context, self.scope, self._shown
        day = date.fromisoformat(line.key) if shown == TREND else self.day
        title = f"{line.label}（{day}）"
        if line.people is not None:
            among = line.people
            self._read(lambda _: partial(self._show_people, load_people(context, among), title))
            return
        measure, group = ("", "") if shown == TREND else (shown, line.key)

        def ask(progress: Progress) -> Callable[[], None]:
            found = people_of(
                context, org_id=scope, day=day, measure=measure, group=group, progress=progress
            )
            return partial(self._show_people, found, title)

        many = day < context.today or line.count > _MANY
        self._read(ask, f"名单：{title}" if many else "")

    def _show_people(self, people: People, title: str) -> None:
        """The cards in the roster; who has none any more is named."""
        if not people.ids:
            self.banner.say(people.mark)
            return
        marked = f"{title}（另有 {people.mark}）" if people.undone else title
        self.act_requested.emit("members", {"ids": list(people.ids), "title": marked})

    def _save_picture(self, suffix: str) -> None:
        path = ask_save_path(
            self,
            title="保存统计图",
            suggested=Path(f"{self.chart.chart.title}{suffix}"),
            kind="PDF 文件" if suffix == ".pdf" else "图片",
            suffix=suffix,
        )
        if path is not None:
            self.save_picture(path)

    def save_picture(self, path: Path) -> None:
        """Writes the chart that is shown as PNG or PDF, by the name."""
        drawn = picture(self.chart.chart, pdf=path.suffix.lower() == ".pdf")
        self.workplace.jobs.read(
            self,
            lambda: write_whole(path, drawn),
            lambda _: self.said.emit("done", f"已保存：{path.name}"),
            on_error=self.banner.say_error,
        )

    def _export(self) -> None:
        path = ask_save_path(
            self, title="导出年报表", suggested=Path(f"团员统计年报表-{self.day}.xlsx"),
            kind="Excel 工作簿", suffix=".xlsx",
        )  # fmt: skip
        if path is not None:
            self.export(path)

    def export(self, path: Path) -> None:
        """Writes the yearly return of the scope."""
        context, scope, day = self.workplace.context, self.scope, self.day

        def act(progress: Progress) -> int:
            return write_return(context, path, org_id=scope, day=day, progress=progress)

        self.workplace.jobs.read_long(
            self,
            act,
            lambda rows: self.said.emit("done", f"已导出 {rows} 行：{path.name}"),
            words="导出年报表",
            on_error=self.banner.say_error,
        )
