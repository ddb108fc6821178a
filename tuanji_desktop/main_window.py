"""The main window: rail, tree, desk, card, status bar. It only wires; rooms do the work."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QMenu,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from .core.settings import MachineSettings
from .kit.desks import Desk, Desks
from .kit.dialogs import Banner
from .kit.icons import icon
from .kit.labels import label
from .kit.page import Page, Workplace
from .kit.paged_table import PagedTableView
from .kit.rail import Rail
from .kit.status import JobStatus
from .kit.style import scaled
from .members.card import MemberCard
from .orgs.queries import Organization
from .orgs.tree import OrgTree
from .store.changes import Changes

_TYPING_MS = 5
_GOOD_NEWS_MS = 8_000
_PATIENCE_MS = 200
"""So long a desk may wait for its import; the readers may be busy with something that takes longer."""
_WITHOUT_CARD = frozenset({"home", "history", "settings"})


@dataclass(frozen=True, slots=True)
class Command:
    """One entry of a menu: words, shortcut, what it does; `write` ones need a writable file."""

    name: str
    words: str
    act: Callable[[], None]
    keys: str = ""
    icon: str = ""
    write: bool = False
    tool: bool = False


class MainWindow(QMainWindow):
    """Three panes that everybody understands, and a rail of desks that work."""

    closing = Signal()
    search_changed = Signal(str)
    scope_changed = Signal(object)
    page_made = Signal(object)
    """`Page` of a desk that was built just now: whoever grants its wishes connects them."""

    def __init__(
        self,
        workplace: Workplace,
        *,
        title: str,
        desks: Sequence[Desk],
        card: MemberCard,
        settings: MachineSettings,
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.workplace = workplace
        self.pages = Desks(desks, self._take_in)
        self.card = card
        self.tree = OrgTree(workplace, self)
        self._settings = settings
        self._density = settings.row_density
        self._scope: Organization | None = None
        self._wanted_desk = ""
        self._to_tell: deque[tuple[Page, Changes]] = deque()
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(0)
        self._telling.timeout.connect(self._tell_next)
        self._commands: dict[str, QAction] = {}
        self._summaries: dict[str, str] = {}
        self._make_panes(desks)
        self._make_status_bar()
        self._connect()
        self._restore(settings)
        self.show_desk(settings.desk_states.get("_desk", ""))

    # ------------------------------------------------------------------- building
    def _make_panes(self, desks: Sequence[Desk]) -> None:
        self.rail = Rail(desks, self)
        self.rail.chosen.connect(self.go_to)
        self.stack = QStackedWidget(self)
        self.stack.setObjectName("desks")
        self.banner = Banner(parent=self)
        self.banner.setObjectName("banner")
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.notice = Banner(parent=self)
        self.notice.setObjectName("notice")
        self._notice_act: Callable[[], None] = lambda: None
        self.notice.action_requested.connect(self._follow_notice)
        column.addWidget(self.notice)
        column.addWidget(self.banner)
        column.addWidget(self.stack, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("panes")
        self.splitter.setChildrenCollapsible(False)
        for pane, stretch in ((self.tree, 0), (middle, 1), (self.card, 0)):
            self.splitter.addWidget(pane)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.tree.setMinimumWidth(scaled(180))
        middle.setMinimumWidth(scaled(420))
        self.card.setMinimumWidth(scaled(240))
        self.splitter.setSizes([scaled(250), scaled(720), scaled(300)])
        whole = QWidget(self)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self.splitter, 1)
        self.setCentralWidget(whole)

    def _make_status_bar(self) -> None:
        bar = self.statusBar()
        bar.setObjectName("status_bar")
        bar.setSizeGripEnabled(False)
        self._summary = label("", name="status_summary", parent=self)
        self._rules = label(
            f"规则：{self.workplace.context.policy.title}",
            role="muted",
            name="status_rules",
            parent=self,
        )
        self._backup = label("", role="muted", name="status_backup", parent=self)
        self._lock = label("", role="warning", name="status_lock", parent=self)
        bar.addWidget(self._summary)
        for widget in (self._lock, self._rules, self._backup, JobStatus(self.workplace.jobs, self)):
            bar.addPermanentWidget(widget)
        database = self.workplace.context.database
        if database.read_only:
            self._lock.setText("只读")
            self._lock.setToolTip(database.refusal().message)
            self.banner.say(database.refusal().message, level="warning")

    def _connect(self) -> None:
        self.tree.scope_chosen.connect(self._take_scope)
        self.tree.said.connect(self.say)
        self.workplace.jobs.refused.connect(self.banner.say_error)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._good_news = QTimer(self)
        self._good_news.setSingleShot(True)
        self._good_news.setInterval(_GOOD_NEWS_MS)
        self._good_news.timeout.connect(self._forget_good_news)

    def _take_in(self, page: Page) -> None:
        """A desk that somebody went to for the first time."""
        self.stack.addWidget(page)
        page.member_chosen.connect(partial(self._show_member, page))
        page.desk_requested.connect(self.show_desk)
        page.said.connect(self.say)
        page.summary_changed.connect(partial(self._summarise, page))
        state = self._settings.desk_states.get(page.key, "")
        if state:
            page.restore_state(state)
        for table in page.findChildren(PagedTableView):
            table.set_density(self._density)
        self.page_made.emit(page)

    def add_menus(self, menus: Sequence[tuple[str, Sequence[Command | None]]]) -> None:
        """The menu bar, and on the toolbar those commands that ask for it; then the search box."""
        self.toolbar = QToolBar("工具栏", self)
        self.toolbar.setObjectName("toolbar")
        self.toolbar.setMovable(False)
        self.toolbar.setIconSize(QSize(scaled(18), scaled(18)))
        self.toolbar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        read_only = self.workplace.context.database.read_only
        for title, commands in menus:
            menu = self.menuBar().addMenu(title)
            menu.setObjectName(f"menu_{title}")
            for command in commands:
                if command is None:
                    menu.addSeparator()
                elif not (command.write and read_only):
                    self._add_command(menu, command)
        spring = QWidget(self)
        spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.toolbar.addWidget(spring)
        self.search_box = QLineEdit(self)
        self.search_box.setObjectName("search")
        self.search_box.setAccessibleName("查找团员")
        self.search_box.setPlaceholderText("姓名、拼音、身份证号、手机号（Ctrl+F）")
        self.search_box.setClearButtonEnabled(True)
        self.search_box.setMinimumWidth(scaled(220))
        self.search_box.setMaximumWidth(scaled(340))
        self.search_box.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search_box.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(lambda: self.search_changed.emit(self.search_box.text()))
        self.toolbar.addWidget(self.search_box)
        self.addToolBar(self.toolbar)

    def _add_command(self, menu: QMenu, command: Command) -> None:
        action = QAction(command.words, self)
        action.setObjectName(f"command_{command.name}")
        if command.icon:
            action.setIcon(icon(command.icon))
        if command.keys:
            action.setShortcut(QKeySequence(command.keys))
            action.setToolTip(f"{command.words.rstrip('…')}（{command.keys}）")
        action.triggered.connect(lambda _=False: command.act())
        menu.addAction(action)
        self._commands[command.name] = action
        if command.tool:
            self.toolbar.addAction(action)

    # ------------------------------------------------------------------ behaviour
    @property
    def scope(self) -> Organization | None:
        """The node chosen in the tree; None for the whole office."""
        return self._scope

    @property
    def desk(self) -> Page:
        """The desk in sight."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def command(self, name: str) -> QAction:
        """A command by its name, to rename or disable it."""
        return self._commands[name]

    def commands(self) -> list[QAction]:
        """All commands, for the list of shortcuts."""
        return list(self._commands.values())

    def show_desk(self, key: str, hint: object = None, *, take_keyboard: bool = True) -> None:
        """Goes to a desk, with a hint what to show there."""
        page = self.pages[key if key in self.pages else next(iter(self.pages))]
        self._wanted_desk = page.key
        if page is not self.stack.currentWidget():
            self._forget_good_news()
        self.stack.setCurrentWidget(page)
        self.rail.select(page.key)
        page.set_scope(self._scope.id if self._scope else None)
        if not page.property("visited"):
            page.setProperty("visited", True)
            page.refresh()
        if hint is not None:
            page.show_hint(hint)
        if take_keyboard:
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._summary.setText(self._summaries.get(page.key, ""))
        self.card.setVisible(page.key not in _WITHOUT_CARD)

    def go_to(self, key: str) -> None:
        """Goes to a desk that the clerk chose. One that nobody has seen yet is imported on another
        thread, built, and shown: three turns, so that the window lives on in between."""
        self._wanted_desk = key
        self.rail.select(key)
        if any(page.key == key for page in self.pages.built):
            self.show_desk(key)
            return
        self.workplace.jobs.read(
            self, lambda: self.pages.load(key), lambda _loaded: self._build(key), topic="desk"
        )
        QTimer.singleShot(_PATIENCE_MS, self, lambda: self._build(key))

    def _build(self, key: str) -> None:
        if self._wanted_desk == key != self.desk.key:
            _ = self.pages[key]
            QTimer.singleShot(1, self, lambda: self._arrive(key))  # with 0 it were the same turn

    def _arrive(self, key: str) -> None:
        if self._wanted_desk == key:
            self.show_desk(key)

    def _take_scope(self, org: Organization | None) -> None:
        self._scope = org
        self.desk.set_scope(org.id if org else None)
        self.scope_changed.emit(org)

    def _show_member(self, page: Page, member_id: int) -> None:
        if page is self.desk:  # a list in the background does not move the card
            self.card.show_member(member_id)

    def _summarise(self, page: Page, words: str) -> None:
        self._summaries[page.key] = words
        if page is self.desk:
            self._summary.setText(words)

    def say(self, level: str, words: str) -> None:
        """A line for the clerk above the desk; what went well goes away by itself."""
        self.banner.say(words, level="good" if level == "done" else level)
        self._good_news.start()

    def show_notice(self, words: str, action: str, act: Callable[[], None]) -> None:
        """A standing line above every desk until it is closed: a dated window that is open."""
        self.notice.say(words, level="info", action=action)
        self._notice_act = act

    def _follow_notice(self) -> None:
        self._notice_act()

    def _forget_good_news(self) -> None:
        if self.banner.property("level") == "good":
            self.banner.hide()

    def show_changes(self, changes: Changes) -> None:
        """Everybody is told what an operation wrote: what is in sight now, then one desk after the
        other, each in a turn of its own."""
        self.tree.show_changes(changes)
        self.card.show_changes(changes)
        if self.desk.property("visited"):
            self.desk.show_changes(changes)
        others = [page for page in self.pages.built if page is not self.desk]
        self._to_tell += [(page, changes) for page in others if page.property("visited")]
        if self._to_tell:
            self._telling.start()

    def _tell_next(self) -> None:
        page, changes = self._to_tell.popleft()
        if self._to_tell:
            self._telling.start()
        page.show_changes(changes)

    def show_backup(self, words: str, *, late: bool) -> None:
        """When the last backup was made."""
        self._backup.setText(words)
        self._backup.setProperty("role", "warning" if late else "muted")
        self._backup.style().unpolish(self._backup)
        self._backup.style().polish(self._backup)

    def set_density(self, density: str) -> None:
        """Row height of every table."""
        self._density = density
        for table in self.findChildren(PagedTableView):
            table.set_density(density)

    # ---------------------------------------------------------------- state kept
    def _restore(self, settings: MachineSettings) -> None:
        if settings.window_geometry:
            self.restoreGeometry(QByteArray.fromBase64(settings.window_geometry.encode()))
        else:
            self.resize(1366, 728)
        if settings.window_state:
            self.splitter.restoreState(QByteArray.fromBase64(settings.window_state.encode()))

    def settings(self, settings: MachineSettings) -> MachineSettings:
        """The machine's settings with the present look of the window."""
        states = dict(self._settings.desk_states)
        states |= {page.key: page.state() for page in self.pages.built}
        states["_desk"] = self.desk.key
        return replace(
            settings,
            window_geometry=self.saveGeometry().toBase64().toStdString(),
            window_state=self.splitter.saveState().toBase64().toStdString(),
            desk_states={key: text for key, text in states.items() if text},
        )

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Lets everything be put away first."""
        self.closing.emit()
        super().closeEvent(event)
