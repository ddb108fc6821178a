"""A bare roster window: a tree, a table, a search box, SQL in the slots. Nothing is kept, checked,
masked, marked or styled; what it takes, any program of this kind takes.

`python -m benchmarks.references.roster_page FILE` shows it and says when it was painted.
"""

import sys
import time
from array import array
from typing import Any

import sqlcipher3.dbapi2 as driver
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QTableView,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from benchmarks.memory import pss, rss_anon
from benchmarks.painting import on_first_painting

COLUMNS = ("name", "sex", "id_number", "mobile", "joined_on", "political_status", "education")
ON_ROSTER = "status IN ('active', 'retained')"
PAGE = 200
FIRST = 300
Index = QModelIndex | QPersistentModelIndex


class BareModel(QAbstractTableModel):
    """All ids; rows are read by the page when one of them is to be drawn."""

    def __init__(self, connection: Any) -> None:
        super().__init__()
        self._connection = connection
        self._rows: dict[int, tuple[str | None, ...]] = {}
        self.ids: array[int] = array("q")

    def show_ids(self, ids: "array[int]") -> None:
        self.beginResetModel()
        self.ids = ids
        self._rows.clear()
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        one = self.ids[index.row()]
        if one not in self._rows:
            page = index.row() // PAGE * PAGE
            marks = ",".join(map(str, self.ids[page : page + PAGE]))
            for row in self._connection.execute(
                f"SELECT id, {', '.join(COLUMNS)} FROM members WHERE id IN ({marks})"
            ):
                self._rows[row[0]] = row[1:]
        return self._rows[one][index.column()]


class BareWindow(QMainWindow):
    """The window with what a clerk would do in it."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.connection = driver.connect(f"file:{path}?mode=ro", uri=True)
        self.connection.execute("PRAGMA cache_size = -16000")
        self.model = BareModel(self.connection)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.tree = QTreeView()
        self.tree.setUniformRowHeights(True)
        self.nodes = QStandardItemModel(0, 3)
        self.tree.setModel(self.nodes)
        self.tree.expanded.connect(self.fill)
        self.box = QLineEdit()
        right = QVBoxLayout()
        right.addWidget(self.box)
        right.addWidget(self.table)
        middle = QWidget()
        layout = QHBoxLayout(middle)
        layout.addWidget(self.tree, 1)
        layout.addLayout(right, 3)
        self.setCentralWidget(middle)
        self.resize(1366, 728)

    def start(self) -> None:
        """Roots of the tree, first rows of the roster."""
        self.add_nodes(self.nodes.invisibleRootItem(), None)
        self.tree.expand(self.nodes.index(0, 0))
        self.open_all()

    def add_nodes(self, above: QStandardItem, parent: int | None) -> None:
        for org_id, name, members, incomplete, children in self.connection.execute(
            "SELECT o.id, o.short_name, c.members, c.incomplete, c.children FROM organizations AS o "
            "JOIN org_counts AS c ON c.org_id = o.id "
            "WHERE o.parent_id IS ? AND o.status = 'active' ORDER BY o.code",
            (parent,),
        ).fetchall():
            cells = [QStandardItem(str(text)) for text in (name, members, incomplete)]
            cells[0].setData(org_id)
            if children:
                cells[0].appendRow([QStandardItem("…")])
            above.appendRow(cells)

    def fill(self, index: QModelIndex) -> None:
        """An opened node gets its children."""
        item = self.nodes.itemFromIndex(index)
        if item.rowCount() == 1 and item.child(0).text() == "…":
            item.removeRow(0)
            self.add_nodes(item, item.data())

    def place(self, org_id: int) -> QModelIndex:
        """Where a node stands that has been read."""
        found = self.nodes.match(
            self.nodes.index(0, 0),
            Qt.ItemDataRole.UserRole + 1,
            org_id,
            1,
            Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive,
        )
        return found[0] if found else QModelIndex()

    def show_query(self, sql: str, *parameters: object) -> None:
        self.model.show_ids(
            array("q", (row[0] for row in self.connection.execute(sql, parameters)))
        )

    def open_all(self) -> None:
        """The first page of the whole roster."""
        self.connection.execute("SELECT members FROM org_counts WHERE org_id = 1").fetchone()
        self.show_query(
            f"SELECT id FROM members INDEXED BY members_on_roster WHERE {ON_ROSTER} "
            f"ORDER BY name_pinyin LIMIT {FIRST}"
        )

    def open_branch(self, org_id: int) -> None:
        """All members below a node."""
        self.show_query(
            "SELECT id FROM members WHERE branch_id IN "
            f"(SELECT org_id FROM org_ancestors WHERE ancestor_id = ?) AND {ON_ROSTER} "
            "ORDER BY name_pinyin",
            org_id,
        )

    def sort(self, column: str, index: str | None) -> None:
        """The first page in another order, with or without an index of that order."""
        hint = f"INDEXED BY {index}" if index else "NOT INDEXED"
        self.show_query(
            f"SELECT id FROM members {hint} WHERE {ON_ROSTER} ORDER BY {column} LIMIT {FIRST}"
        )


def main() -> None:
    """Shows the window of a file, says when it was painted and what memory it has."""
    app = QApplication(sys.argv[:1])
    window = BareWindow(sys.argv[1])
    window.start()

    def painted() -> None:
        print(time.monotonic(), pss(), rss_anon(), flush=True)
        app.exit(0)

    on_first_painting(window.table.viewport(), lambda: bool(window.model.ids), painted)
    window.show()
    app.exec()


if __name__ == "__main__":
    main()
