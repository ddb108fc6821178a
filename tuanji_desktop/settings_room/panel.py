"""What every section of the settings room is made of: a title, a line for the clerk, rows."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.dialogs import Banner
from ..kit.labels import label, name_headers
from ..kit.page import Workplace
from ..kit.paged_table import RowDelegate
from ..kit.style import row_height, scaled


class Panel(QWidget):
    """One section. Reads when it is shown, says its results in its own line."""

    key = ""
    title = ""
    about = ""

    said = Signal(str, str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workplace = workplace
        self.writable = not workplace.context.database.read_only
        self.setObjectName(f"settings_{self.key}")
        self.setAccessibleName(self.title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 16, 24, 16)
        self.column.setSpacing(12)
        self.column.addWidget(label(self.title, role="title", name=f"{self.key}_title"))
        if self.about:
            about = label(self.about, role="muted", name=f"{self.key}_about")
            about.setWordWrap(True)
            self.column.addWidget(about)
        self.banner = Banner(self)
        self.column.addWidget(self.banner)

    def refresh(self) -> None:
        """Reads what the section shows anew."""

    def fail(self, error: TuanjiError) -> None:
        """Says in the section's own line what went wrong and what to do."""
        self.banner.say_error(error)

    def section(self, words: str) -> None:
        """A heading inside the section."""
        heading = label(words, role="section", name=f"{self.key}_section")
        heading.setContentsMargins(0, 8, 0, 0)
        self.column.addWidget(heading)

    def button(
        self, words: str, name: str, *, main: bool = False, writes: bool = False
    ) -> QPushButton:
        """A button; one that `writes` is disabled in a file that is open for reading only."""
        made = QPushButton(words, self)
        made.setObjectName(name)
        made.setAccessibleName(words.rstrip("…"))
        made.setProperty("main", main)
        if writes and not self.writable:
            made.setEnabled(False)
            made.setToolTip("台账以只读方式打开，不能更改")
        return made

    def line(self, name: str, words: str, *, secret: bool = False, hint: str = "") -> QLineEdit:
        """A field to type in, as wide as what goes in."""
        made = QLineEdit(self)
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.setPlaceholderText(hint)
        made.setMaximumWidth(scaled(360))
        if secret:
            made.setEchoMode(QLineEdit.EchoMode.Password)
        return made

    def form(self) -> QFormLayout:
        """Rows of a word and a field."""
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        return form


class Listing(QTableWidget):
    """A short table; what has to be paged uses `kit.paged_table`."""

    def __init__(
        self,
        *,
        name: str,
        words: str,
        headings: Sequence[str],
        widths: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(0, len(headings), parent)
        self.setObjectName(name)
        self.setAccessibleName(words)
        name_headers(self)
        self.setHorizontalHeaderLabels(list(headings))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setItemDelegate(RowDelegate(self))
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(row_height("compact"))
        self.verticalHeader().setDefaultSectionSize(row_height("compact"))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, scaled(width))

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Shows these rows; the cursor stays where it was."""
        current = self.currentRow()
        self.setRowCount(len(rows))
        for place, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(place, column, item)
        if rows:
            self.selectRow(min(max(current, 0), len(rows) - 1))

    def fit(self, *, most: int = 8) -> None:
        """Is as high as its rows, up to so many; more scroll."""
        rows = min(max(self.rowCount(), 1), most)
        height = self.horizontalHeader().sizeHint().height() + rows * row_height("compact")
        self.setFixedHeight(height + scaled(14))


def held_low(words: QLabel, *, height: int) -> QScrollArea:
    """Words below a table that never push it away: so many px at scale 1, more are scrolled."""
    area = QScrollArea()
    area.setObjectName(f"{words.objectName()}_area")
    area.setAccessibleName("说明")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFixedHeight(scaled(height))
    words.setWordWrap(True)
    words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    area.setWidget(words)
    return area
