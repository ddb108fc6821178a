"""The home desk 首页: what waits, the most urgent first; calm when nothing does."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QVBoxLayout,
    QWidget,
)

from ..kit.card import TaskCard
from ..kit.dialogs import Banner
from ..kit.empty import EmptyState
from ..kit.labels import label
from ..kit.page import Page, Workplace
from ..kit.scrolling import scrolled
from ..kit.style import scaled
from ..store.changes import Changes
from .calendar import Event
from .date_list import DateList
from .queries import Home, Step, Task, load_home

_CARD_WIDTH = 300


class HomePage(Page):
    """Task cards from kept counts; one press leads to the list."""

    key, title, icon, manual = "home", "首页", "home", "home"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._home: Home | None = None
        self.cards: list[TaskCard] = []
        self.banner = Banner(self)
        self.banner.setObjectName("home_practice")
        self.banner.keep()
        self._name = label("", role="title", name="home_name", parent=self)
        self._facts = label("", role="muted", name="home_facts", parent=self)
        self._head = label("", role="section", name="home_head", parent=self)
        self.calm = EmptyState("都处理完了", "没有等待处理的事。新的红名、审核和申请会出现在这里。")
        self.calm.setObjectName("home_calm")
        self.calm.hide()
        self.dates = DateList(self)
        self.dates.chosen.connect(self._follow)
        self._body = QWidget(self)
        self._body.setObjectName("home_cards")
        self._body.setAccessibleName("待办事项")
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._columns = 0
        self._set_up()

    def _set_up(self) -> None:
        inside = QWidget(self)
        inside.setObjectName("home_inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(self.banner)
        column.addWidget(self._name)
        column.addWidget(self._facts)
        column.addSpacing(8)
        column.addWidget(self._head)
        column.addWidget(self._body)
        column.addWidget(self.calm, 1)
        column.addSpacing(8)
        column.addWidget(self.dates)
        column.addStretch(0)
        column.setAlignment(self._body, Qt.AlignmentFlag.AlignTop)
        area = scrolled(self, inside, name="home_area", words=self.title)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # ------------------------------------------------------------------- reading
    def set_scope(self, org_id: int | None) -> None:
        """What waits is counted for the whole office, whichever node is chosen."""

    def refresh(self) -> None:
        context = self.workplace.context
        self.workplace.jobs.read(self, lambda: load_home(context), self._show, topic="home")

    def show_changes(self, changes: Changes) -> None:
        self.refresh()

    # ------------------------------------------------------------------- showing
    def _show(self, home: Home) -> None:
        if home == self._home:
            return  # the focus stays where it is
        self._home = home
        self._name.setText(home.name)
        self._facts.setText(f"{home.organizations:,} 个团组织 · 在册团员 {home.members:,} 人")
        if home.practice:
            self.banner.say("这是演示台账：组织和团员都是虚构的，可以放心练习。")
        else:
            self.banner.hide()
        items: tuple[Task | Step, ...] = home.steps or home.tasks
        self._head.setText("开始使用" if home.steps else "待办事项")
        self._head.setVisible(bool(items))
        self._show_cards(items)
        self.calm.setVisible(not items)
        self.dates.show_events(home.events, self.workplace.context.today)
        done = "从下面的步骤开始" if home.steps else "都处理完了"
        self.summary_changed.emit(f"待办 {len(home.tasks)} 项" if home.tasks else done)

    def _show_cards(self, items: tuple[Task | Step, ...]) -> None:
        focused = next((card.objectName() for card in self.cards if card.hasFocus()), "")
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [
            self._task_card(one) if isinstance(one, Task) else self._step_card(place, one)
            for place, one in enumerate(items, start=1)
        ]
        self._columns = 0
        self._arrange()
        for card in self.cards:
            if card.objectName() == focused:
                card.setFocus()

    def _task_card(self, task: Task) -> TaskCard:
        card = TaskCard(
            name=f"task_{task.key}",
            icon_name=task.icon,
            title=task.title,
            text=task.text,
            colour=task.colour,
            parent=self._body,
        )
        if task.wish:
            card.pressed.connect(lambda: self.act_requested.emit(task.wish, task.hint))
        else:
            card.pressed.connect(lambda: self.desk_requested.emit(task.desk, task.hint))
        return card

    def _step_card(self, place: int, step: Step) -> TaskCard:
        card = TaskCard(
            name=f"step_{step.key}",
            icon_name="done" if step.done else "chevron-right",
            title=f"{place}. {step.title}",
            text="已完成" if step.done else step.text,
            colour="good" if step.done else "action",
            parent=self._body,
        )
        card.pressed.connect(lambda: self._take_step(step.key))
        return card

    def _follow(self, event: Event) -> None:
        if event.wish:
            self.act_requested.emit(event.wish, event.hint)
        else:
            self.desk_requested.emit(event.desk, event.hint)

    def _take_step(self, key: str) -> None:
        if key == "settings":
            self.desk_requested.emit("settings", "office")
        else:
            self.act_requested.emit(key, None)

    # ----------------------------------------------------------------- arranging
    def _arrange(self) -> None:
        columns = max(1, (self.width() - 48) // scaled(_CARD_WIDTH))
        if columns == self._columns:
            return
        self._columns = columns
        while self._grid.takeAt(0) is not None:
            pass
        for place, card in enumerate(self.cards):
            self._grid.addWidget(card, place // columns, place % columns)
            card.show()
        for column in range(max(columns, self._grid.columnCount())):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(scaled(_CARD_WIDTH), scaled(240))
