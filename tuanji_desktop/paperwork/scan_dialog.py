"""A stamped paper came back: drop its scan, see which sheet each page is, file it."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import FileRefused, TuanjiError
from ..kit.dialogs import Banner, confirm, fit_to_screen, words_of
from ..kit.jobs import JobInfo
from ..kit.labels import label
from ..kit.page import Workplace
from ..papers.scan import SUFFIXES, Scan, page_picture
from . import scanning
from .scan_rows import LargePage, PageRow, PageRows
from .scanning import Filed, PaperCheck, Place, ScanPlan, Typed

_INVITATION = (
    "盖好章的纸件扫描后，把文件拖到这里，或按“选择扫描件…”。\n"
    "PDF、JPEG、PNG、TIFF 都可以，一次可以选几个；放歪、放倒都没有关系。"
)


class ScanDialog(QDialog):
    """Reads, shows, files. What was typed for a page stays until it is filed or thrown away."""

    said = Signal(str, str)
    decision_requested = Signal(int)
    """Id of a deletion batch whose decision is to be entered from its paper."""

    def __init__(self, workplace: Workplace, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scan_dialog")
        self.setWindowTitle("归档盖章扫描件")
        self.setAccessibleName("归档盖章扫描件")
        self.setAcceptDrops(True)
        self._workplace = workplace
        self._plan: ScanPlan | None = None
        self._typed: dict[Place, Typed] = {}
        self._job = 0
        self.banner = Banner(self)
        self.choose = self._button("scan_choose", "选择扫描件…", self.choose_files)
        self.again = QCheckBox("归档过的页再归一次", self)
        self.again.setObjectName("scan_again")
        self.again.setAccessibleName("归档过的页再归一次，例如后来又盖了一枚章")
        self.again.toggled.connect(lambda _: self._ask_plan())
        self.bar = QProgressBar(self)
        self.bar.setObjectName("scan_bar")
        self.bar.setAccessibleName("识别进度")
        self.bar.setTextVisible(False)
        self.stop = self._button("scan_stop", "停止识别", self._stop)
        self.invitation = label(_INVITATION, role="muted", name="scan_invitation", parent=self)
        self.invitation.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.invitation.setWordWrap(True)
        self.rows = PageRows(self)
        self.rows.typed.connect(self._take_typed)
        self.rows.opened.connect(self._open_page)
        self.summary = QWidget(self)
        self.summary.setObjectName("scan_summary")
        self.summary.setAccessibleName("各份纸件是否齐全")
        self._papers = QVBoxLayout(self.summary)
        self.file = self._button("scan_file", "归档", self.file_pages)
        self.file.setProperty("main", True)
        self.close_button = self._button("scan_close", "关闭", self.reject)
        self._lay_out()
        fit_to_screen(self, 980, 640)
        self._show_busy(False)
        self._show_plan(None)
        workplace.jobs.progressed.connect(self._tell_progress)
        workplace.jobs.finished.connect(self._was_stopped)

    def _button(self, name: str, words: str, act: Callable[..., None]) -> QPushButton:
        made = QPushButton(words, self)
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.setAutoDefault(False)
        made.clicked.connect(act)
        return made

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.choose)
        top.addWidget(self.bar, 1)
        top.addWidget(self.stop)
        top.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setObjectName("scan_summary_scroll")
        scroll.setAccessibleName("各份纸件是否齐全")
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.summary)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setObjectName("scan_split")
        self.split.setAccessibleName("各页和各份纸件")
        self.split.addWidget(self.rows)
        self.split.addWidget(scroll)
        self.split.setStretchFactor(0, 2)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([620, 320])
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        bottom.addWidget(self.again)
        bottom.addStretch(1)
        bottom.addWidget(self.close_button)
        bottom.addWidget(self.file)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self.banner)
        layout.addWidget(self.invitation, 1)
        layout.addWidget(self.split, 1)
        layout.addLayout(bottom)

    # ------------------------------------------------------------------------ reading
    def choose_files(self) -> None:
        """Asks for scans; several may be chosen."""
        pattern = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        chosen, _ = QFileDialog.getOpenFileNames(
            self, "选择扫描件", "", f"扫描件 ({pattern});;所有文件 (*)"
        )
        self.read_files([Path(one) for one in chosen])

    def read_files(self, files: Sequence[Path]) -> None:
        """Reads these beside what is there already."""
        if not files or self._job:
            return
        self.banner.hide()
        self._show_busy(True)
        self._job = self._workplace.jobs.read_long(
            self,
            lambda progress: scanning.read_files(files, progress=progress),
            self._was_read,
            words="识别扫描件",
            on_error=self._failed,
        )

    def _was_read(self, found: tuple[tuple[Scan, ...], tuple[FileRefused, ...]]) -> None:
        scans, refused = found
        self._job = 0
        self._show_busy(False)
        if refused:
            self.banner.say("\n".join(words_of(one) for one in refused), level="error")
        if scans:
            self._ask_plan((*(self._plan.scans if self._plan else ()), *scans))

    def _tell_progress(self, info: JobInfo) -> None:
        if info.number == self._job:
            self.bar.setRange(0, info.total)
            self.bar.setValue(info.done)

    def _was_stopped(self, info: JobInfo) -> None:
        if info.number == self._job and info.state == "cancelled":
            self._job = 0
            self._show_busy(False)
            self.banner.say("已停止识别，没有归档。", level="info")

    def _stop(self) -> None:
        self._workplace.jobs.cancel(self._job)

    def _failed(self, error: TuanjiError) -> None:
        self._job = 0
        self._show_busy(False)
        self.banner.say_error(error)

    def _show_busy(self, busy: bool) -> None:
        self.bar.setRange(0, 0 if busy else 1)
        for widget in (self.bar, self.stop):
            widget.setVisible(busy)
        self.choose.setEnabled(not busy)

    # ----------------------------------------------------------------------- the plan
    def _take_typed(self, place: Place, typed: Typed | None) -> None:
        if typed is None:
            self._typed.pop(place, None)
        else:
            self._typed[place] = typed
        self._ask_plan()

    def _ask_plan(self, scans: tuple[Scan, ...] | None = None) -> None:
        if scans is None:
            if self._plan is None:
                return
            scans = self._plan.scans
        context, typed, again = self._workplace.context, dict(self._typed), self.again.isChecked()
        chosen = scans
        self.file.setEnabled(False)
        self._workplace.jobs.read(
            self,
            lambda: scanning.plan_scans(context, chosen, typed=typed, again=again),
            self._show_plan,
            topic="plan",
            on_error=self._failed,
        )

    def _show_plan(self, plan: ScanPlan | None) -> None:
        self._plan = plan
        self.invitation.setVisible(plan is None)
        self.split.setVisible(plan is not None)
        count = len(plan.to_file) if plan else 0
        self.file.setText(f"归档 {count} 页" if count else "归档")
        self.file.setAccessibleName(self.file.text())
        self.file.setEnabled(bool(count) and not self._workplace.context.database.read_only)
        self.again.setVisible(
            plan is not None and (plan.again or any(one.why == "again" for one in plan.pages))
        )
        if plan is not None:
            self.rows.show_plan(plan)
            self._show_summary(plan)

    def _show_summary(self, plan: ScanPlan) -> None:
        while (item := self._papers.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._add(label(_counts(plan), name="scan_count"))
        for one in plan.papers:
            self._add(label(one.title, role="section", name=f"scan_paper_{one.paper_id}"))
            self._add(label(one.words, name="scan_complete", role="" if one.complete else "error"))
            for words in one.warnings:
                self._add(label(words, role="muted", name="scan_paper_warning"))
            if one.decidable and one.filed and one.batch_id is not None:
                self._add(self._decide_button(one))
        for words in plan.warnings:
            self._add(label(words, role="muted", name="scan_plan_warning"))
        self._papers.addStretch(1)  # an alignment would cut what goes over several lines

    def _add(self, widget: QWidget) -> None:
        if isinstance(widget, QLabel):
            widget.setWordWrap(True)
        self._papers.addWidget(widget)

    def _decide_button(self, one: PaperCheck) -> QPushButton:
        """What is on file and waits for its decision: the way to enter it line by line."""
        made = self._button(f"scan_decide_{one.batch_id}", "登记决定…", lambda: None)
        made.setAccessibleName(f"登记批次 {one.number} 的决定")
        made.clicked.disconnect()
        made.clicked.connect(partial(self._decide, one.batch_id or 0))
        return made

    def _decide(self, batch_id: int) -> None:
        if self._may_leave():
            self.done(QDialog.DialogCode.Accepted)
            self.decision_requested.emit(batch_id)

    # ------------------------------------------------------------------- a page, large
    def _open_page(self, place: Place) -> None:
        plan = self._plan
        if plan is None:
            return
        scan, page = plan.scans[place[0]], plan.picture_of(place)
        large = LargePage(f"{scan.file_name} 第 {place[1]} 页", self)
        large.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        large.open()
        self._workplace.jobs.read(
            large,
            lambda: page_picture(
                scan.content,
                scan.file_name,
                page=page.number,
                turn=page.turn,
                mirrored=page.mirrored,
            ),
            large.show_picture,
            on_error=self.banner.say_error,
        )

    # ------------------------------------------------------------------------- filing
    def file_pages(self) -> None:
        """Does what the plan says."""
        plan = self._plan
        if plan is None or not plan.to_file:
            return
        self.file.setEnabled(False)
        context, shown = self._workplace.context, plan
        self._workplace.jobs.write(
            self,
            lambda progress: scanning.file_scans(context, shown),
            self._was_filed,
            words="归档扫描件",
            on_error=self._not_filed,
        )

    def _was_filed(self, done: Filed) -> None:
        missing = [f"{one.title}：{one.words}" for one in done.papers if one.missing]
        decide = "要登记决定，请按右边的“登记决定…”。" if done.decidable else ""
        words = "。".join([done.words, *missing]) + "。"
        self.banner.say(words + decide, level="warning" if missing else "good")
        self.said.emit("good", words)
        self.again.setChecked(False)
        self._ask_plan()

    def _not_filed(self, error: TuanjiError) -> None:
        self.banner.say_error(error)
        self._ask_plan()

    # ------------------------------------------------------------------------ leaving
    def _may_leave(self) -> bool:
        """Asks only where something would be lost: matched pages that are not filed, typed codes."""
        typed = any(row.code.text().strip() and row.code.isVisible() for row in self._open_rows())
        waiting = len(self._plan.to_file) if self._plan else 0
        if not (waiting or typed):
            return True
        lost = f"还有 {waiting} 页没有归档。" if waiting else "录入的编号还没有归档。"
        return confirm(self, title="还没有归档", text=lost, act="不归档，关闭")

    def _open_rows(self) -> list[PageRow]:
        filed = (
            {one.place for one in self._plan.pages if one.why == "filed"} if self._plan else set()
        )
        return [row for place, row in self.rows.rows.items() if place not in filed]

    def reject(self) -> None:
        if self._may_leave():
            if self._job:
                self._stop()
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        if self._may_leave():
            event.accept()
        else:
            event.ignore()

    # ------------------------------------------------------------------------ dropping
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        files = [Path(one.toLocalFile()) for one in event.mimeData().urls() if one.isLocalFile()]
        event.acceptProposedAction()
        self.read_files(files)


def _counts(plan: ScanPlan) -> str:
    """How many pages there are, and how many of them are what."""
    filed = sum(one.verdict == scanning.FILED for one in plan.pages)
    ready = len(plan.to_file)
    left = len(plan.pages) - filed - ready
    parts = [f"{filed} 页已归档"] if filed else []
    parts += [f"{ready} 页可以归档"] if ready else []
    parts += [f"{left} 页不归"] if left else []
    return f"共 {len(plan.pages)} 页：{'，'.join(parts)}"
