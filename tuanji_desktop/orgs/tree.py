"""The pane of the tree: filter box, nodes with counts, and what may be done to a node."""

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QLineEdit,
    QMenu,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ..kit.icons import icon
from ..kit.labels import name_headers
from ..kit.page import Workplace
from ..kit.style import scaled
from ..office.context import Context
from ..store.changes import Changes
from .grades import SCHOOL_YEAR_BEGINS, grade_of
from .kinds import BRANCH_KINDS, CHILDREN
from .queries import Organization
from .tree_model import OrgTreeModel

_TYPING_MS = 120
_MARGIN = 10


class OrgTree(QWidget):
    """The scope of every desk. Tells which node is chosen; acts on nodes are wishes."""

    scope_chosen = Signal(object)
    """`Organization`, or None for the whole office."""
    act_requested = Signal(str, object)
    """add, rename, move, merge, split, dissolve, mark, turn, roll_over – and the `Organization`."""
    said = Signal(str, str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("org_tree_pane")
        self.setAccessibleName("团组织")
        self._context = workplace.context
        self._writable = not workplace.context.database.read_only
        self.filter_box = QLineEdit(self)
        self.filter_box.setObjectName("org_filter")
        self.filter_box.setAccessibleName("筛选团组织")
        self.filter_box.setPlaceholderText("筛选团组织")
        self.filter_box.setClearButtonEnabled(True)
        self.filter_box.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.model = OrgTreeModel(workplace.context, workplace.jobs, self)
        self.view = QTreeView(self)
        self.view.setObjectName("org_tree")
        self.view.setAccessibleName("团组织树")
        name_headers(self.view)
        self.view.setModel(self.model)
        self._set_up_view()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 4, 8)
        layout.setSpacing(8)
        layout.addWidget(self.filter_box)
        layout.addWidget(self.view)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_TYPING_MS)
        self._wait.timeout.connect(lambda: self.model.show_filtered(self.filter_box.text().strip()))
        self.filter_box.textChanged.connect(lambda _text: self._wait.start())
        self.model.filled.connect(self._filled)
        self.view.selectionModel().currentChanged.connect(self._moved)
        self._open: set[int] = set()
        self._wanted: int | None = None
        self.view.expanded.connect(lambda index: self._keep_open(index, open_=True))
        self.view.collapsed.connect(lambda index: self._keep_open(index, open_=False))
        self.model.load()

    def _set_up_view(self) -> None:
        view = self.view
        view.setHeaderHidden(True)
        view.setUniformRowHeights(True)
        view.setAnimated(False)
        view.setIndentation(scaled(14))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        view.installEventFilter(self)
        header = view.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(scaled(20))
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self.model.dataChanged.connect(lambda top, *_: self._fit_counts(top.parent()))

    def _fit_counts(self, parent: QModelIndex) -> None:
        """Room for the largest counts, which are the roots': to have Qt measure every row in sight
        at each change would stop the window for a second."""
        if parent.isValid():
            return
        for column in (1, 2):
            texts = [
                str(self.model.index(row, column).data() or "")
                for row in range(self.model.rowCount())
            ]
            words = max(texts, key=len, default="")
            width = self.view.fontMetrics().horizontalAdvance(words) + scaled(_MARGIN)
            self.view.header().resizeSection(column, width)

    def chosen(self) -> Organization | None:
        """The node under the cursor."""
        return self.model.organization(self.view.currentIndex())

    def choose(self, org_id: int) -> None:
        """Puts the cursor on a node, once it has been read."""
        index = self.model.index_of(org_id)
        if index.isValid():
            self._wanted = None
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
        else:
            self._wanted = org_id

    def show_changes(self, changes: Changes) -> None:
        """Counts follow what was written."""
        if changes.touches("members", "organizations"):
            self.model.refresh_counts()

    def _filled(self, parent: QModelIndex) -> None:
        self._fit_counts(parent)
        if self.filter_box.text().strip():
            self.view.expandAll()
        elif not parent.isValid():
            for row in range(self.model.rowCount()):
                self.view.expand(self.model.index(row, 0))
        for row in range(self.model.rowCount(parent)):
            index = self.model.index(row, 0, parent)
            if index.data(OrgTreeModel.ORG_ID) in self._open:
                self.view.expand(index)
        if self._wanted is not None:
            self.choose(self._wanted)

    def _keep_open(self, index: QModelIndex, *, open_: bool) -> None:
        org_id = index.data(OrgTreeModel.ORG_ID)
        if open_:
            self._open.add(org_id)
        else:
            self._open.discard(org_id)

    def _moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        org = self.model.organization(current)
        self.scope_chosen.emit(None if org is None or org.parent_id is None else org)

    def whole_office(self) -> None:
        """Back to everybody."""
        root = self.model.index(0, 0)
        self.view.selectionModel().setCurrentIndex(
            root, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """F2 renames, the menu key and Shift+F10 open the menu at the node under the cursor."""
        if watched is self.view and isinstance(event, QKeyEvent):
            shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
            menu = event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_F10 and shift)
            if event.type() == QEvent.Type.KeyPress and (menu or event.key() == Qt.Key.Key_F2):
                org = self.chosen()
                if menu:
                    self._show_menu(self.view.visualRect(self.view.currentIndex()).center())
                elif org is not None and self._writable:
                    self.act_requested.emit("rename", org)
                return True
        return super().eventFilter(watched, event)

    def _show_menu(self, at: QPoint) -> None:
        if QApplication.activePopupWidget() is not None:  # the key and its event are one wish
            return
        index = self.view.indexAt(at)
        if not index.isValid():
            index = self.view.currentIndex()
        org = self.model.organization(index)
        if org is not None:
            self.menu_for(org).popup(self.view.viewport().mapToGlobal(at))

    def menu_for(self, org: Organization) -> QMenu:
        """What may be done to a node; nothing is offered that would be refused."""
        menu = QMenu(self)
        menu.setObjectName("org_menu")
        menu.setAccessibleName(f"{org.short_name} 可以办理的事")
        copy = QAction("复制组织全称", menu)
        copy.triggered.connect(lambda: self._copy(org))
        menu.addAction(copy)
        self._add_act(menu, "roster_paper", "打印花名册…", org)
        if self._writable:
            for acts in (acts_on_unit(org), acts_of_year(org, self._context)):
                if acts:
                    menu.addSeparator()
                for name, words in acts:
                    self._add_act(menu, name, words, org)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _add_act(self, menu: QMenu, name: str, words: str, org: Organization) -> None:
        action = QAction(words, menu)
        action.setObjectName(f"org_{name}")
        if name == "rename":
            action.setShortcut(QKeySequence(Qt.Key.Key_F2))
            action.setShortcutVisibleInContextMenu(True)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: self.act_requested.emit(name, org))
        menu.addAction(action)

    def _copy(self, org: Organization) -> None:
        QGuiApplication.clipboard().setText(org.full_name)
        self.said.emit("done", f"已复制：{org.full_name}")


def acts_on_unit(org: Organization) -> list[tuple[str, str]]:
    """Acts on the node itself that its rules allow (domain.md §3)."""
    branch = org.kind in BRANCH_KINDS
    below = org.parent_id is not None
    acts = (
        ("rename", "名称和资料…", True),
        ("add", "新建下级组织…", org.kind in CHILDREN),
        ("move", "移动到其他上级…", below),
        ("merge", "并入其他团支部…", branch),
        ("split", "拆分…", branch and below and org.members > 1),
        ("dissolve", "撤销…", below and not (org.members or org.children or org.held)),
    )
    return [(name, words) for name, words, possible in acts if possible]


def acts_of_year(org: Organization, context: Context) -> list[tuple[str, str]]:
    """What the school year brings, on the days on which it may be done."""
    today, tree = context.today, context.policy.tree
    leaf = org.kind in BRANCH_KINDS
    markable = org.kind == "branch" if leaf else org.children > 0
    marked = org.graduating_year if leaf else today.year
    turns = markable and marked is not None and today >= tree.turns_on(marked)
    rolls = markable and (today.month, today.day) >= SCHOOL_YEAR_BEGINS
    if leaf and rolls:
        grade = grade_of(org.short_name) or grade_of(org.full_name)
        rolls = grade is not None and grade.level < grade.last and org.graduating_year is None
    acts = (
        ("mark", "标记毕业班…", markable),
        ("turn", "毕业班转换…", turns),
        ("roll_over", "班级升级…", rolls),
    )
    return [(name, words) for name, words, possible in acts if possible]
