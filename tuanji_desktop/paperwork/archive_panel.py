"""One kept paper: its very bytes, what was printed, spoiled and scanned, and the acts on it."""

from collections.abc import Callable
from pathlib import PurePath

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..core.by_hand import named
from ..core.page_ranges import pages_in_words
from ..core.paths import user_data_dir
from ..kit.ask_strip import AskStrip
from ..kit.dialogs import Banner
from ..kit.empty import EmptyState
from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.preview import PaperPreview, write_whole
from ..kit.style import scaled
from . import queries, service
from .queries import PaperDetails, ScanLine

_SCAN = Qt.ItemDataRole.UserRole
_WHOLE = "0"
_STALE = "这份纸件是存档的原件，之后档案有过修改，纸面与现在的记录不一致，不再打印。"


class ArchivePanel(QWidget):
    """Shows what is chosen in the list. Reprinting takes the kept bytes, so the number stays."""

    said = Signal(str, str)
    act_requested = Signal(str, object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paperwork_panel")
        self.setAccessibleName("所选的纸件")
        self._workplace = workplace
        self._details: PaperDetails | None = None
        self.banner = Banner(self)
        self.strip = AskStrip("paperwork_ask", self)
        self.preview = PaperPreview(workplace.jobs, self, context=workplace.context)
        self.events = QListWidget(self)
        self._title = label("", role="section", name="paperwork_title", parent=self)
        self._title.setWordWrap(True)
        self.void = self._button("paperwork_void", "作废…", self._ask_void)
        self.void.setToolTip("盖坏、撕坏的纸登记作废；重印后编号不变")
        self.elsewhere = self._button("paperwork_elsewhere", "登记打印…", self._ask_elsewhere)
        self.elsewhere.setToolTip("保存后拿到别的电脑上打印的，在这里补记")
        self.scan = self._button(
            "paperwork_scan", "归档扫描件…", lambda: self.act_requested.emit("read_scan", None)
        )
        self.banner.action_requested.connect(self._print_again)
        self.banner.keep()
        self._set_up_events()
        self._lay_out()
        self.show_nothing()

    def _button(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.clicked.connect(lambda _=False: act())
        return button

    def _set_up_events(self) -> None:
        self.events.setObjectName("paperwork_events")
        self.events.setAccessibleName("打印、作废和扫描件")
        self.events.setWordWrap(True)
        self.events.setSpacing(4)
        self.events.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.events.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.events.itemActivated.connect(self._open_event)

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("paperwork_panel_splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.preview)
        self.splitter.addWidget(self.events)
        self.splitter.setSizes([scaled(520), scaled(200)])
        self.splitter.setStretchFactor(0, 1)
        self.preview.setMinimumWidth(scaled(200))
        self.events.setMinimumWidth(scaled(120))
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 4)
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        for button in (self.void, self.elsewhere, self.scan):
            head.addWidget(button)
        body = QWidget(self)
        body.setObjectName("paperwork_body")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.strip)
        layout.addWidget(self.banner)
        layout.addWidget(self.splitter, 1)
        self.stack = QStackedWidget(self)
        self.stack.setObjectName("paperwork_stack")
        self.stack.addWidget(
            EmptyState("没有选中纸件", "在列表中点选一份，这里显示它的原件、打印和扫描件。")
        )
        self.stack.addWidget(body)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        # no layout: one with buttons that wrap would make the page as tall as a sheet of paper
        super().resizeEvent(event)
        self.stack.setGeometry(self.rect())

    # ------------------------------------------------------------------ showing
    @property
    def paper_id(self) -> int:
        """Which paper is shown; 0 for none."""
        return self._details.row.id if self._details is not None else 0

    def show_nothing(self) -> None:
        """No paper is chosen."""
        self._details = None
        self.strip.dismiss()
        self.stack.setCurrentIndex(0)

    def show_paper(self, details: PaperDetails) -> None:
        """Shows a paper; one that is here already keeps its place while its story is renewed."""
        other = details.row.id != self.paper_id or self.preview.data != details.pdf
        known = self._details.faults if self._details is not None else ()
        self._details = details
        row = details.row
        if other or known != details.faults:
            self.strip.dismiss()
            name = f"{row.title}" + (f" {row.number}" if row.number not in row.title else "")
            self.preview.show_pdf(
                details.pdf,
                name=name,
                keep=service.keep_as(details),
                refusal=_replaced(details),
                faults=details.faults,
            )
        self.preview.mark_void(row.void)
        pen = "、".join(named(one) for one in details.by_hand)
        parts = (
            row.title,
            row.number if row.number not in row.title else "",
            row.about,
            row.state,
            f"打印后在〓处手写 {pen}" if pen else "",
        )
        self._title.setText(" · ".join(part for part in parts if part))
        writable = not self._workplace.context.database.read_only
        for button in (self.void, self.elsewhere):
            button.setEnabled(writable)
        self.void.setEnabled(writable and len(row.void) < row.pages)
        if details.replaced_by:
            self.banner.say(_replaced(details), level="warning")
        elif details.faults:
            self.banner.say(_STALE, level="warning")
        elif row.void:
            which = "整份" if len(row.void) == row.pages else f"第 {pages_in_words(row.void)} 页"
            self.banner.say(
                f"{which}已作废，不要送出。重印后编号不变。", level="warning", action="现在重印…"
            )
        else:
            self.banner.hide()
        self._show_events(details)
        self.stack.setCurrentIndex(1)

    def _show_events(self, details: PaperDetails) -> None:
        lines: list[tuple[str, str, ScanLine | None]] = []
        for one in details.prints:
            copies = f"，{one.copies} 份" if one.copies > 1 else ""
            words = f"打印 第 {one.pages} 页{copies}\n{one.printer}　{one.by}"
            lines.append((one.at, words, None))
        for sheet in details.spoiled:
            which = "整份" if sheet.page is None else f"第 {sheet.page} 页"
            after = "（已重印）" if sheet.replaced else "（未重印）"
            lines.append((sheet.on, f"作废 {which}{after}\n{sheet.reason}　{sheet.by}", None))
        for scan in details.scans:
            words = f"归档扫描件 第 {'、'.join(map(str, scan.pages))} 页\n{scan.file_name}"
            lines.append((scan.at, words, scan))
        lines.append((details.row.made_at, "制成存档", None))
        self.events.clear()
        for at, words, found in sorted(lines, key=lambda line: line[0], reverse=True):
            when = at[:16].replace("T", " ")
            item = QListWidgetItem(f"{when}\n{words}", self.events)
            item.setData(_SCAN, found)
            if found is not None:
                item.setToolTip("双击打开扫描件")

    # ------------------------------------------------------------------ voiding
    def _ask_void(self) -> None:
        details = self._details
        if details is None:
            return
        row = details.row
        valid = [page for page in range(1, row.pages + 1) if page not in row.void]
        choices = [(_WHOLE, "整份")] if row.pages > 1 else []
        choices += [(str(page), f"第 {page} 页") for page in valid]
        here = str(self.preview.view.current + 1)
        paper_id = row.id
        self.strip.ask(
            f"作废“{row.title}”的哪一页？文件和编号不变，重印即可补上。",
            act="作废",
            granted=lambda reason, page: self._void(paper_id, reason, int(page or _WHOLE)),
            hint="原因，例如：盖章盖偏、卡纸撕破",
            needed="作废要写明原因",
            choices=choices,
            chosen=here if row.pages > 1 and int(here) in valid else choices[0][0],
        )

    def _void(self, paper_id: int, reason: str, page: int) -> None:
        context = self._workplace.context
        self._workplace.jobs.write(
            self,
            lambda _progress: service.void_sheet(
                context, paper_id=paper_id, page=page or None, reason=reason
            ),
            lambda done: self.said.emit("done", f"已{done.words}，重印后编号不变。"),
            words="作废纸张",
            on_error=self.banner.say_error,
        )

    def _print_again(self) -> None:
        if self._details is not None:
            self.preview.print_paper(pages_in_words(self._details.row.void))

    # ------------------------------------------------------- printed elsewhere, scans
    def _ask_elsewhere(self) -> None:
        details = self._details
        if details is None:
            return
        paper_id = details.row.id
        self.strip.ask(
            "在别的电脑上打印了哪几页？登记后才能算打印过、等扫描件。",
            act="登记打印",
            granted=lambda pages, _: self._record(paper_id, pages),
            hint=f"页码，留空为全部（共 {details.row.pages} 页）；例如 1-3,5",
        )

    def _record(self, paper_id: int, pages: str) -> None:
        context = self._workplace.context
        self._workplace.jobs.write(
            self,
            lambda _progress: service.record_print(
                context, paper_id=paper_id, pages=pages, printer="别的电脑"
            ),
            lambda _done: self.said.emit("done", "已登记打印。"),
            words="登记打印",
            on_error=self.banner.say_error,
        )

    def _open_event(self, item: QListWidgetItem) -> None:
        scan = item.data(_SCAN)
        if not isinstance(scan, ScanLine):
            return
        context = self._workplace.context
        # a copy for the program that shows it; copies are removed when ours starts
        ending = PurePath(scan.file_name).suffix[:8]
        path = user_data_dir() / "opened" / f"{scan.sha256[:16]}{ending}"

        def fetch() -> None:
            write_whole(path, queries.load_scan(context, sha256=scan.sha256))

        def show(_: None) -> None:
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
                self.banner.say("本机没有打开这种文件的程序。", level="warning")

        self._workplace.jobs.read(self, fetch, show, on_error=self.banner.say_error)


def _replaced(details: PaperDetails) -> str:
    """Why a paper is not printed any more; "" where it may be."""
    if not details.replaced_by:
        return ""
    return f"这一批已作废，改用批次 {details.replaced_by}，不再打印。"
