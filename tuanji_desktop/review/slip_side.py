"""Change slips before they are printed; what is printed or saved is filed with the members."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ..core.errors import TuanjiError
from ..kit.dialogs import Banner
from ..kit.labels import hairline, label
from ..kit.page import Workplace
from ..kit.preview import PaperPreview
from ..office.prints import record_prints
from ..papers.preflight import kept_back
from .papers import FORM, Slips, file_slips, make_slips, prints_of
from .slip import TITLE


class SlipSide(QWidget):
    """Instead of the lists: the slips of some requests, and the way back."""

    closed = Signal()
    said = Signal(str, str)
    refused = Signal(object)
    """`TuanjiError`: the slips could not be drawn."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_slip_side")
        self.setAccessibleName(TITLE)
        self._workplace = workplace
        self._made: Slips | None = None
        self.back = QPushButton("← 返回", self)
        self.back.setObjectName("slip_back")
        self.back.setAccessibleName("返回审核")
        self.back.setProperty("link", True)
        escape = QShortcut(QKeySequence("Esc"), self, self.closed.emit)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.back.clicked.connect(lambda _=False: self.closed.emit())
        self._title = label("", name="slip_title", parent=self)
        self._title.setWordWrap(True)
        self.banner = Banner(self)
        self.preview = PaperPreview(workplace.jobs, self)
        self.preview.printed.connect(self._file_printed)
        self.preview.saved.connect(lambda _: self._file())
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 6)
        bar.addWidget(self.back)
        bar.addWidget(self._title, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(hairline(self))
        layout.addWidget(self.banner)
        layout.addWidget(self.preview, 1)

    def show_slips(self, request_ids: Collection[int]) -> None:
        """Draws the slips of these requests and shows them."""
        context, ids = self._workplace.context, tuple(request_ids)
        self._made = None
        self._title.setText("")
        self.banner.hide()
        self._workplace.jobs.read(
            self,
            lambda: make_slips(context, request_ids=ids),
            self._show,
            topic="slips",
            on_error=self._failed,
        )

    def _show(self, made: Slips) -> None:
        self._made = made
        names = "、".join(made.names[:4]) + (" 等" if len(made.names) > 4 else "")
        count = f"（{len(made.single)} 份）" if len(made.single) > 1 else ""
        self._title.setText(f"{TITLE}{count}：{names}。打印或保存后归入各人的纸件。")
        if made.paper.findings:
            words = "；".join(found.message for found in made.paper.findings[:3])
            self.banner.say(words, level="warning")
        name = f"{TITLE} {made.single[0][0]}"
        self.preview.show_pdf(
            made.paper.pdf,
            name=name,
            form=FORM,
            faults=kept_back(made.paper.findings),
            names={slip.member_id: slip.name for slip in made.slips},
        )

    def _file(self) -> None:
        made, context = self._made, self._workplace.context
        if made is None or context.database.read_only:
            return
        pen = self.preview.by_hand.characters

        def filed(operation: int | None) -> None:
            if operation is not None:
                self.said.emit("done", f"修改审核单 {len(made.single)} 份已归档。")

        self._workplace.jobs.write(
            self,
            lambda _: file_slips(context, made, by_hand=pen),
            filed,
            words="归档修改审核单",
        )

    def _file_printed(self, printer: str) -> None:
        """Each slip of which a page was printed is written down with its own pages."""
        self._file()
        made, context, order = self._made, self._workplace.context, self.preview.last_order
        if made is None or order is None or context.database.read_only:
            return
        pen, copies = self.preview.by_hand.characters, order.habit.copies
        prints = prints_of(made, order.pages, by_hand=pen)
        self._workplace.jobs.write(
            self,
            lambda _: record_prints(context, prints, printer=printer, copies=copies),
            lambda _: None,
            words="登记打印",
        )

    def _failed(self, error: TuanjiError) -> None:
        self.refused.emit(error)
