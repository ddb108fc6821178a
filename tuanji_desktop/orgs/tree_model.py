"""The tree as Qt asks for it: a node's children are read when it is opened, never before."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor

from ..kit.icons import icon
from ..kit.jobs import Jobs
from ..kit.style import current_tokens
from ..office.context import Context
from . import queries
from .kinds import BRANCH_KINDS, KINDS
from .queries import Organization

Index = QModelIndex | QPersistentModelIndex
_ICONS = {
    "graduate_branch": "graduate",
    "branch": "branch",
    "waiting_branch": "branch",
    "mobile_branch": "branch",
}

_STEM = re.compile("(团委|团总支|团工委|委员会)$")


class _Node:
    """A node that has been read. `children` is None until somebody opened it."""

    __slots__ = ("asked", "children", "org", "parent")

    def __init__(self, org: Organization | None, parent: "_Node | None") -> None:
        self.org = org
        self.parent = parent
        self.children: list[_Node] | None = None
        self.asked = False

    def place(self) -> int:
        siblings = self.parent.children if self.parent else None
        return siblings.index(self) if siblings else 0


class OrgTreeModel(QAbstractItemModel):
    """Three columns: name, members, incomplete ones; both numbers of the whole subtree."""

    ORG_ID = Qt.ItemDataRole.UserRole + 1
    filled = Signal(object)
    """Index whose children have just come."""

    def __init__(self, context: Context, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._jobs = context, jobs
        self._root = _Node(None, None)
        self._nodes: dict[int, _Node] = {}
        self._filter = ""

    # ------------------------------------------------------------- what is shown
    def load(self) -> None:
        """Reads the roots (anew)."""
        self.show_filtered("")

    def show_filtered(self, words: str) -> None:
        """Only nodes with these words and their superiors; no words: the lazy tree."""
        self._filter = words
        if words:
            self._jobs.read(
                self, lambda: self._read_filtered(words), self._take_filtered, topic="tree"
            )
        else:
            self._jobs.read(self, lambda: self._read_children(None), self._take_roots, topic="tree")

    def refresh_counts(self) -> None:
        """Counts and names of the nodes that are here are read again."""
        ids = list(self._nodes)
        if not ids:  # nothing was there yet, or nothing passed the filter: something may now
            self.show_filtered(self._filter)
            return
        self._jobs.read(self, lambda: self._read_nodes(ids), self._take_counts, topic="counts")

    def _read_children(self, org_id: int | None) -> list[Organization]:
        with self._context.database.read() as connection:
            return queries.children(connection, org_id)

    def _read_filtered(self, words: str) -> list[Organization]:
        with self._context.database.read() as connection:
            return queries.filtered(connection, words)[0]

    def _read_nodes(self, ids: Sequence[int]) -> dict[int, Organization]:
        found: dict[int, Organization] = {}
        with self._context.database.read() as connection:
            for start in range(0, len(ids), 5_000):
                found |= queries.by_ids(connection, ids[start : start + 5_000])
        return found

    def _take_roots(self, roots: list[Organization]) -> None:
        self.beginResetModel()
        self._nodes.clear()
        self._root = _Node(None, None)
        self._adopt(self._root, roots)
        self.endResetModel()
        self.filled.emit(QModelIndex())

    def _take_filtered(self, found: list[Organization]) -> None:
        self.beginResetModel()
        self._nodes.clear()
        self._root = _Node(None, None)
        self._root.children = []
        for org in sorted(found, key=lambda one: len(one.code)):
            above = self._nodes.get(org.parent_id or 0, self._root)
            node = _Node(org, above)
            node.children, node.asked = [], True
            assert above.children is not None
            above.children.append(node)
            self._nodes[org.id] = node
        self.endResetModel()
        self.filled.emit(QModelIndex())

    def _take_counts(self, found: dict[int, Organization]) -> None:
        gone, changed = False, []
        for org_id, node in self._nodes.items():
            org = found.get(org_id)
            if org is None or node.org is None or org.status != "active":
                gone = True
                continue
            gone = (
                gone
                or org.parent_id != node.org.parent_id
                or (org.children != node.org.children and node.children is not None)
            )
            if org != node.org:
                changed.append(org_id)
            node.org = org
        if gone:
            self.show_filtered(self._filter)
            return
        for org_id in changed:
            index = self.index_of(org_id)
            self.dataChanged.emit(index, index.siblingAtColumn(self.columnCount() - 1))

    def _adopt(self, above: _Node, orgs: Iterable[Organization]) -> None:
        above.asked = True
        above.children = []
        for org in orgs:
            node = _Node(org, above)
            if org.children == 0:
                node.children, node.asked = [], True
            above.children.append(node)
            self._nodes[org.id] = node

    # ---------------------------------------------------------------- for pages
    def organization(self, index: Index) -> Organization | None:
        """The node behind an index."""
        return self._node(index).org if index.isValid() else None

    def index_of(self, org_id: int) -> QModelIndex:
        """Where a node is that has been read; else an invalid index."""
        node = self._nodes.get(org_id)
        return self.createIndex(node.place(), 0, node) if node else QModelIndex()

    # ------------------------------------------------------------- for the view
    def _node(self, index: Index) -> _Node:
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, _Node) else self._root

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        children = self._node(parent or QModelIndex()).children or []
        if 0 <= row < len(children) and 0 <= column < self.columnCount():
            return self.createIndex(row, column, children[row])
        return QModelIndex()

    def parent(self, index: Index | None = None) -> Any:
        if index is None:
            return super().parent()
        above = self._node(index).parent
        if above is None or above is self._root:
            return QModelIndex()
        return self.createIndex(above.place(), 0, above)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return len(self._node(parent or QModelIndex()).children or [])

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 3

    def hasChildren(self, parent: Index | None = None) -> bool:  # noqa: N802
        node = self._node(parent or QModelIndex())
        return bool(node.children) if node.asked else node.org is None or node.org.children > 0

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802
        node = self._node(parent)
        return not node.asked and node.org is not None

    def fetchMore(self, parent: Index) -> None:  # noqa: N802
        node = self._node(parent)
        if node.asked or node.org is None:
            return
        node.asked = True
        org_id = node.org.id
        self._jobs.read(
            self,
            lambda: self._read_children(org_id),
            lambda found: self._take_children(org_id, found),
        )

    def _take_children(self, org_id: int, found: list[Organization]) -> None:
        node = self._nodes.get(org_id)
        if node is None or node.children or not found:
            return
        index = self.index_of(org_id)
        self.beginInsertRows(index, 0, len(found) - 1)
        self._adopt(node, found)
        self.endInsertRows()
        self.filled.emit(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self._node(index)
        org = node.org
        if org is None:
            return None
        column = index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return (
                    _name_below(org, node.parent.org if node.parent else None)
                    + (" ·毕业班" if _is_marked(org) else ""),
                    f"{org.members:,}",
                    f"{org.incomplete:,}!" if org.incomplete else "",
                )[column]
            case Qt.ItemDataRole.DecorationRole if column == 0:
                if _is_marked(org):
                    return icon("graduate", "action")
                return icon(_ICONS.get(org.kind, "committee"), "muted")
            case Qt.ItemDataRole.ForegroundRole if column == 2:
                return QColor(current_tokens().accent)
            case Qt.ItemDataRole.ForegroundRole if column == 1:
                return QColor(current_tokens().muted)
            case Qt.ItemDataRole.TextAlignmentRole if column:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return _in_words(org)
            case self.ORG_ID:
                return org.id
        return None


def _name_below(org: Organization, above: Organization | None) -> str:
    """The name without what its superior and its icon say already: a narrow pane has no room.

    第一中学2015级2班团支部 below 第一中学团委 is 2015级2班; the tooltip has the name in full.
    """
    name = org.short_name
    stem = _STEM.sub("", above.short_name) if above is not None else ""
    if not stem or not name.startswith(stem):
        return name
    rest = name[len(stem) :]
    if org.kind in ("branch", "graduate_branch"):
        rest = rest.removesuffix("团支部")
    return rest or name


def _is_marked(org: Organization) -> bool:
    """Whether a branch waits for the day on which it turns into a graduate branch."""
    return org.kind == "branch" and org.graduating_year is not None


def _in_words(org: Organization) -> str:
    words = f"{org.full_name}\n{KINDS.get(org.kind, org.kind)}，{org.code}\n团员 {org.members:,} 人"
    if org.incomplete:
        words += f"，其中 {org.incomplete:,} 人必填信息不全"
    if org.graduating_year is not None:
        words += f"\n{org.graduating_year} 年毕业班"
        words += "（已标记，还没有转换）" if _is_marked(org) else ""
    if org.kind in BRANCH_KINDS and org.members < 3:
        words += "\n不足 3 人"
    return words
