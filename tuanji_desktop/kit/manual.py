"""The manual, offline: one page a desk, opened by F1 at the page of the desk in sight."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ..core.paths import resource_dir
from .icons import icon
from .style import scaled


def manual_dir() -> Path:
    """Where the pages lie."""
    return resource_dir() / "manual"


def manual_pages() -> list[tuple[str, str]]:
    """All pages as (name, title), in reading order: files are numbered, `10-roster.md`."""
    pages = []
    for file in sorted(manual_dir().glob("*.md")):
        with file.open(encoding="utf-8") as text:
            title = text.readline().lstrip("# ").strip()
        pages.append((file.stem.partition("-")[2], title))
    return pages


def _file_of(name: str) -> Path | None:
    return next(iter(sorted(manual_dir().glob(f"*-{name}.md"))), None)


class ManualWindow(QWidget):
    """Contents on the left, the page on the right; words are looked up in all pages."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("manual")
        self.setWindowTitle("使用手册")
        self.setAccessibleName("使用手册")
        room = self.screen().availableSize() - QSize(16, 48)
        self.resize(QSize(scaled(980), scaled(660)).boundedTo(room))
        self.find_box = QLineEdit(self)
        self.find_box.setObjectName("manual_find")
        self.find_box.setAccessibleName("在手册中查找")
        self.find_box.setPlaceholderText("在手册中查找，回车继续")
        self.find_box.setClearButtonEnabled(True)
        self.find_box.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.contents = QListWidget(self)
        self.contents.setObjectName("manual_contents")
        self.contents.setAccessibleName("目录")
        self.text = QTextBrowser(self)
        self.text.setObjectName("manual_text")
        self.text.setAccessibleName("手册正文")
        self.text.setOpenLinks(False)
        self.text.setSearchPaths([str(manual_dir())])
        self.text.anchorClicked.connect(self._follow)
        for name, title in manual_pages():
            item = QListWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.contents.addItem(item)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.find_box)
        column.addWidget(self.contents)
        panes = QSplitter(self)
        panes.addWidget(left)
        panes.addWidget(self.text)
        panes.setSizes([scaled(240), scaled(740)])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(8, 8, 8, 8)
        whole.addWidget(panes)
        self.contents.currentItemChanged.connect(self._chosen)
        self.find_box.returnPressed.connect(self.find_next)
        QShortcut(QKeySequence("Esc"), self, self.close)
        QShortcut(QKeySequence("Ctrl+F"), self, self.find_box.setFocus)

    def show_page(self, name: str) -> None:
        """Opens the manual at a page; the first one where there is none of that name."""
        for row in range(self.contents.count()):
            if self.contents.item(row).data(Qt.ItemDataRole.UserRole) == name:
                self.contents.setCurrentRow(row)
                break
        else:
            self.contents.setCurrentRow(0)
        self.show()
        self.raise_()
        self.activateWindow()

    def find_next(self) -> None:
        """The next place of the words in this page, else the next page that has them."""
        words = self.find_box.text().strip()
        if not words or self.text.find(words):
            return
        pages = self.contents.count()
        start = max(0, self.contents.currentRow())
        for step in range(1, pages + 1):
            row = (start + step) % pages
            name = self.contents.item(row).data(Qt.ItemDataRole.UserRole)
            file = _file_of(name)
            if file and words in file.read_text(encoding="utf-8"):
                self.contents.setCurrentRow(row)
                self.text.moveCursor(QTextCursor.MoveOperation.Start)
                self.text.find(words)
                return

    def _chosen(self, item: QListWidgetItem | None) -> None:
        file = _file_of(item.data(Qt.ItemDataRole.UserRole)) if item else None
        if file is not None:
            self.text.document().setBaseUrl(QUrl.fromLocalFile(f"{manual_dir()}/"))
            self.text.setMarkdown(file.read_text(encoding="utf-8"))

    def _follow(self, link: QUrl) -> None:
        """Links lead to other pages of the manual: `10-roster.md`."""
        stem = Path(link.path()).stem
        if link.isRelative() and stem:
            self.show_page(stem.partition("-")[2])
