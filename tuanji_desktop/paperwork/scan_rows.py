"""The pages of a scan as a list: picture, verdict in words, and a box for the typed code."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..kit.dialogs import fit_to_screen
from ..kit.flow import FlowLayout
from ..kit.icons import pixmap
from ..kit.labels import label
from ..kit.style import scaled
from .scanning import AGAIN, CONFIRM, FILED, MATCHED, Place, PlanPage, ScanPlan, Typed

PICTURE = 96  # px at scale 1, the longer side
ROWS_A_TURN = 8
LEVELS = {
    MATCHED: ("done", "good", "可以归档"),
    FILED: ("done", "good", "已归档"),
    AGAIN: ("info", "action", "以前归档过"),
    CONFIRM: ("warning", "warning", "待确认"),
}
_FAILED = ("warning", "warning", "不归档")
_TYPABLE = ("no_code", "several", "foreign", "typed", "several_papers", "unknown", "hash", "page")


class PageRow(QFrame):
    """One page. What was typed stays, whatever the plan says of it."""

    typed = Signal(object, object)
    """Place and `Typed`, or None where the box was emptied."""
    opened = Signal(object)
    """Place of the page that is to be seen large."""

    def __init__(self, place: Place, name: str, picture: bytes, parent: QWidget) -> None:
        super().__init__(parent)
        self.place = place
        self.setObjectName(f"scan_page_{place[0]}_{place[1]}")
        self.setProperty("role", "row")
        self._name = name
        self.picture = QToolButton(self)
        self.picture.setObjectName("scan_picture")
        self.picture.setAccessibleName(f"{name}，放大看")
        self.picture.setToolTip("放大看")
        drawn = QPixmap()
        drawn.loadFromData(picture)
        side = scaled(PICTURE)
        self.picture.setIcon(QIcon(drawn))
        self.picture.setIconSize(QSize(side, side))
        self.picture.setFixedSize(side + 8, side + 8)
        self.picture.clicked.connect(lambda: self.opened.emit(self.place))
        self._mark = QLabel(self)
        self._mark.setObjectName("scan_mark")
        self._where = label(name, role="muted", name="scan_where", parent=self)
        self.verdict = label("", name="scan_verdict", parent=self)
        self.warning = label("", role="error", name="scan_warning", parent=self)
        for words in (self._where, self.verdict, self.warning):
            words.setWordWrap(True)
        self.code = QLineEdit(self)
        self.code.setObjectName("scan_code")
        self.code.setAccessibleName(f"{name}，二维码下面的编号")
        self.code.setPlaceholderText("二维码下面的编号，例如 2018-001:2:5A0B1C2D3E")
        self.code.setMaxLength(60)
        self.code.returnPressed.connect(self._take)
        self.take = self._button("scan_take", "认这个编号", self._take)
        self.confirm = self._button("scan_confirm", "看过了，是这一页", self._confirm)
        self._lay_out()

    def _button(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        made = QPushButton(words, self)
        made.setObjectName(name)
        made.setAccessibleName(f"{self._name}，{words}")
        made.setAutoDefault(False)
        made.clicked.connect(act)
        return made

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._mark)
        head.addWidget(self._where, 1)
        entry = FlowLayout(spacing=8)
        self.code.setMinimumWidth(scaled(240))
        for widget in (self.code, self.take, self.confirm):
            entry.addWidget(widget)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addLayout(head)
        right.addWidget(self.verdict)
        right.addWidget(self.warning)
        right.addLayout(entry)
        right.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(12)
        layout.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(right, 1)

    def show_page(self, page: PlanPage) -> None:
        """What the plan says of the page."""
        name, colour, word = LEVELS.get(page.verdict, _FAILED)
        size = scaled(16)
        self._mark.setPixmap(pixmap(name, colour, size, self.devicePixelRatioF()))
        self._mark.setAccessibleName(word)
        self._where.setText(f"{self._name} · {word}")
        self.verdict.setText(page.words)
        self.warning.setText(page.warning)
        self.warning.setVisible(bool(page.warning))
        typable = bool(self.code.text()) or (page.sheet is None and page.why in _TYPABLE)
        if page.told_by == "code":
            typable = False
        self.code.setVisible(typable)
        self.take.setVisible(typable)
        self.confirm.setVisible(page.verdict == CONFIRM)
        self.setAccessibleName(f"{self._name}，{word}：{page.words}{page.warning}")

    def _take(self) -> None:
        text = self.code.text().strip()
        self.typed.emit(self.place, Typed(text) if text else None)

    def _confirm(self) -> None:
        self.typed.emit(self.place, Typed(self.code.text().strip(), confirmed=True))


class PageRows(QScrollArea):
    """All pages, made a few at a time, so that a long scan never holds the window up."""

    typed = Signal(object, object)
    opened = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("scan_pages")
        self.setAccessibleName("扫描件各页")
        self.setWidgetResizable(True)
        self._inner = QWidget(self)
        self._inner.setObjectName("scan_pages_inner")
        self._layout = QVBoxLayout(self._inner)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._inner)
        self.rows: dict[Place, PageRow] = {}
        self._plan: ScanPlan | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    def show_plan(self, plan: ScanPlan) -> None:
        """Rows that are there say what the plan says now; the others are made."""
        self._plan = plan
        for page in plan.pages:
            if page.place in self.rows:
                self.rows[page.place].show_page(page)
        self._go_on()

    def _go_on(self) -> None:
        plan = self._plan
        waiting = [one for one in plan.pages if one.place not in self.rows] if plan else []
        for page in waiting[:ROWS_A_TURN]:
            assert plan is not None
            name = f"{plan.scans[page.scan].file_name} 第 {page.page} 页"
            row = PageRow(page.place, name, plan.picture_of(page.place).picture, self._inner)
            row.show_page(page)
            row.typed.connect(self.typed)
            row.opened.connect(self.opened)
            self.rows[page.place] = row
            self._layout.addWidget(row)
            row.show()
        if len(waiting) > ROWS_A_TURN:
            self._timer.start()
        else:
            self._timer.stop()


class LargePage(QDialog):
    """A page as it was scanned, large enough to compare it with the paper; Esc closes it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("scan_large")
        self.setWindowTitle(name)
        self.setAccessibleName(name)
        self._picture = QPixmap()
        self._page = label("正在打开……", name="scan_large_page", parent=self)
        self._page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._page.setAccessibleName(name)
        scroll = QScrollArea(self)
        scroll.setObjectName("scan_large_scroll")
        scroll.setAccessibleName(f"{name}，可用方向键移动")
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(scroll)
        fit_to_screen(self, 1000, 700)

    def show_picture(self, picture: bytes) -> None:
        """The page, as wide as the window."""
        self._picture.loadFromData(picture)
        width = max(self.width() - scaled(48), 200)
        self._page.setPixmap(
            self._picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        )
