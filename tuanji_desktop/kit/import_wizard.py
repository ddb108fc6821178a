"""Importing a list, whatever it is of: choose the file, see how it is read, check, write.

Reading, planning and writing run as jobs; the wizard itself only asks and shows. What a list means
is the room's affair (`kit.import_adapter`).
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tuanji_desktop.core.errors import FileRefused, TuanjiError
from tuanji_desktop.core.progress import Progress
from tuanji_desktop.kit.dialogs import ask_save_path
from tuanji_desktop.kit.import_adapter import ImportAdapter, ImportReview, Layout, layout_of
from tuanji_desktop.kit.import_grid import LayoutPage
from tuanji_desktop.kit.import_pages import FilePage, ResultPage
from tuanji_desktop.kit.import_review import ReviewPage
from tuanji_desktop.kit.jobs import JobInfo, Jobs
from tuanji_desktop.kit.status import JobStatus
from tuanji_desktop.kit.wizard import Wizard
from tuanji_desktop.sheets.reader import Workbook, read_workbook
from tuanji_desktop.sheets.reading import Reading
from tuanji_desktop.sheets.return_workbook import send_back

T = TypeVar("T")
FILE, LAYOUT, REVIEW, RESULT = range(4)


class ImportWizard(Wizard):
    """The four steps around a room's adapter."""

    imported = Signal(int)
    """Number of the operation that has been written."""
    undo_requested = Signal(int)
    """The clerk wants this operation taken back; whoever grants it shows first what that does."""

    def __init__(
        self,
        adapter: ImportAdapter,
        jobs: Jobs,
        *,
        path: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(adapter.title, parent)
        self._adapter, self._jobs = adapter, jobs
        self._path: Path | None = None
        self._workbook: Workbook | None = None
        self._layout: Layout | None = None
        self._review: ImportReview | None = None
        self._reviewed: Reading | None = None
        self._operation: int | None = None
        self._job = 0
        self._after_cancel: Callable[[], None] = self._nothing
        self.file_page = FilePage(adapter, self)
        self.layout_page = LayoutPage(adapter.fields, self)
        self.review_page = ReviewPage(jobs, adapter.fields, self)
        self.result_page = ResultPage(self)
        for page in (self.file_page, self.layout_page, self.review_page, self.result_page):
            self.add_step(page)
        self.footer.addWidget(JobStatus(jobs, self))
        self.footer.addStretch(1)
        self._connect()
        if path is not None:
            self.open_path(path)

    def _connect(self) -> None:
        self.file_page.path_chosen.connect(self.open_path)
        if self.file_page.options is not None:
            self.file_page.options.changed.connect(self._forget_review)
        self.layout_page.reading_changed.connect(self._find_table)
        self.review_page.return_requested.connect(self.ask_return_path)
        self.result_page.return_requested.connect(self.ask_return_path)
        self.result_page.cancel_requested.connect(self._cancel_job)
        self.result_page.undo_requested.connect(self._ask_undo)
        self.banner.action_requested.connect(self._plan)
        self._jobs.progressed.connect(self._progressed)
        self._jobs.finished.connect(self._finished)

    # --------------------------------------------------------------------- the file
    def open_path(self, path: Path) -> None:
        """Reads a file; what cannot be read is said on the first step."""
        if self.step == RESULT:
            return
        self._jobs.cancel(self._job)
        self.show_step(FILE)
        self._path, self._workbook, self._layout = path, None, None
        self._forget_review()
        self.file_page.show_path(path)
        self._start(
            lambda progress: read_workbook(path, cancelled=lambda: progress.cancelled),
            self._opened,
            words=f"读取 {path.name}",
        )

    def _opened(self, workbook: Workbook) -> None:
        if workbook.path != self._path:
            return  # another file was chosen meanwhile
        self.set_busy(False)
        self._workbook = workbook
        self.file_page.show_workbook(workbook)
        self.layout_page.show_workbook(workbook)
        self._find_table()

    # ------------------------------------------------------------------- the layout
    def _find_table(self) -> None:
        workbook, adapter = self._workbook, self._adapter
        if workbook is None:
            return
        self._forget_review()
        reading = self.layout_page.reading()
        headings, labels = adapter.headings, adapter.fields
        self._jobs.read(
            self,
            lambda: layout_of(workbook, headings, labels, reading),
            self._found,
            topic="layout",
        )

    def _found(self, layout: Layout) -> None:
        self._layout = layout
        self.layout_page.show_layout(layout)
        if self.step == LAYOUT:
            self._tell_layout()

    def _tell_layout(self) -> None:
        layout = self._layout
        if layout is None:
            return
        if layout.refusal is not None:
            self.banner.say_error(layout.refusal)
        elif layout.table is not None and not layout.table.rows:
            self.banner.say("表头下面没有数据行，请换一个工作表或文件。", level="warning")
        else:
            self.banner.hide()

    # --------------------------------------------------------------------- the plan
    def _forget_review(self) -> None:
        self._review = self._reviewed = None

    def _plan(self) -> None:
        """Checks the list as it is to be read now, unless that is what was checked last."""
        workbook, layout = self._workbook, self._layout
        if workbook is None or layout is None or self.busy:
            return
        if self.step != REVIEW:
            self.show_step(REVIEW)
        self.banner.hide()
        reading = self.layout_page.reading()
        if self._review is not None and self._reviewed == reading:
            return
        self._reviewed = reading
        self.review_page.clear("正在核对……")
        self._start(
            self._adapter.planning(workbook, reading),
            self._planned,
            words=f"核对 {workbook.path.name}",
            after_cancel=lambda: self._step_back("已取消核对，没有写入任何内容。"),
        )

    def _planned(self, review: ImportReview) -> None:
        self.set_busy(False)
        self._review = review
        if self._layout is not None:
            self.review_page.show_review(review, self._layout)

    def _step_back(self, words: str) -> None:
        self._forget_review()
        self.show_step(LAYOUT)
        if words:
            self.banner.say(words)

    # ------------------------------------------------------------------ the writing
    def _write(self) -> None:
        review = self._review
        if review is None:
            return
        self.show_step(RESULT)
        self.result_page.show_writing(f"正在写入 {review.writes:,} 行……")
        self._start(
            review.apply,
            self._written,
            words=f"写入 {review.source.file_name}",
            write=True,
            after_cancel=self._not_written,
        )

    def _not_written(self) -> None:
        self.show_step(REVIEW)
        self.banner.say("已取消写入，台账没有任何改动。")

    def _written(self, operation: int | None) -> None:
        self.set_busy(False)
        self._operation = operation
        review = self._review
        assert review is not None
        done = "导入完成" if operation is not None else "没有需要写入的内容"
        number = f"第 {operation} 号操作，可以撤销，以后也能在操作日志中撤销。" if operation else ""
        self.result_page.show_done(
            done,
            "\n".join(one for one in (review.sentence, number) if one),
            undo=operation is not None,
            send=bool(review.findings),
        )
        self.next_button.setFocus()
        if operation is not None:
            self.imported.emit(operation)

    def _ask_undo(self) -> None:
        if self._operation is not None:
            self.undo_requested.emit(self._operation)

    # -------------------------------------------------------------- the return list
    def ask_return_path(self) -> None:
        """Asks where to put the list that goes back to the school."""
        if self._path is None:
            return
        chosen = ask_save_path(
            self,
            title="另存退回名单",
            suggested=self._path.with_name(f"{self._path.stem}-退回.xlsx"),
            kind="Excel 工作簿",
            suffix=".xlsx",
        )
        if chosen is not None:
            self.save_return_list(chosen)

    def save_return_list(self, target: Path) -> None:
        """Writes the workbook with the wrong cells red and the reasons beside them."""
        review, path = self._review, self._path
        if review is None or path is None:
            return
        if target.resolve() == path.resolve():
            self.banner.say("退回名单不能覆盖原来的名单，请换一个文件名。", level="error")
            return
        self._jobs.read_long(
            self,
            lambda progress: send_back(path, target, found=review.source, findings=review.findings),
            lambda _none: self.banner.say(f"已另存退回名单：{target.name}", level="good"),
            words="另存退回名单",
            on_error=self.banner.say_error,
        )

    # -------------------------------------------------------------------- the frame
    def go_on(self) -> None:
        if self.step == FILE:
            self.show_step(LAYOUT)
            self._tell_layout()
        elif self.step == LAYOUT:
            self._plan()
        elif self.step == REVIEW:
            self._write()
        else:
            self.accept()

    def _start(
        self,
        act: Callable[[Progress], T],
        on_done: Callable[[T], None],
        *,
        words: str,
        write: bool = False,
        after_cancel: Callable[[], None] | None = None,
    ) -> None:
        self._after_cancel = after_cancel or self._nothing
        if write:
            self._job = self._jobs.write(
                self, act, on_done, words=words, cancellable=True, on_error=self._failed
            )
        else:
            self._job = self._jobs.read_long(self, act, on_done, words=words, on_error=self._failed)
        self.set_busy(True)

    def _failed(self, error: TuanjiError) -> None:
        self.set_busy(False)
        stale = error.code == "import.stale"
        if isinstance(error, FileRefused) and self._workbook is None:
            self.show_step(FILE)
        elif self.step == RESULT:
            self.show_step(REVIEW)
        elif self.step == REVIEW:
            self._step_back("")
        if stale:
            self._forget_review()
            self.review_page.clear("名单要重新核对。")
        self.banner.say_error(error, action="重新核对" if stale else "")

    def _progressed(self, info: JobInfo) -> None:
        if info.number == self._job and self.step == RESULT:
            self.result_page.show_progress(info)

    def _finished(self, info: JobInfo) -> None:
        if info.number == self._job and info.state == "cancelled":
            self.set_busy(False)
            self._after_cancel()

    def _cancel_job(self) -> None:
        self.result_page.cancel_button.setEnabled(False)
        self._jobs.cancel(self._job)

    def _nothing(self) -> None:
        """Nothing is to be said after a cancelled reading: the button is still there."""

    def would_lose(self) -> str:
        if self._review is not None and self._operation is None and self._review.writes:
            return "名单已核对，还没有写入。"
        return ""

    def reject(self) -> None:
        if self.busy and self.step == RESULT:
            self.banner.say("正在写入。可以先按“取消写入”，或等它写完。")
            return
        if self.busy:
            self._jobs.cancel(self._job)
        super().reject()
