"""A paper before it is printed. The preview is the file: saved, printed, opened are these bytes."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.core.by_hand import named
from tuanji_desktop.core.errors import FileRefused, TuanjiError
from tuanji_desktop.core.page_ranges import pages_in_words
from tuanji_desktop.core.paths import user_config_dir, user_data_dir
from tuanji_desktop.core.print_habits import FILE_NAME, PrintHabits, load_habits, save_habits
from tuanji_desktop.kit.by_hand import ByHandStrip
from tuanji_desktop.kit.dialogs import Banner, ask_save_path
from tuanji_desktop.kit.findings_list import FindingsList
from tuanji_desktop.kit.flow import FlowLayout
from tuanji_desktop.kit.icons import icon
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.labels import hairline, label
from tuanji_desktop.kit.page import open_member
from tuanji_desktop.kit.page_view import PageView
from tuanji_desktop.kit.pdf_pages import PdfPages
from tuanji_desktop.kit.print_dialog import PrintDialog
from tuanji_desktop.kit.printing import PrintOrder, PrintRun, as_left, new_printer, set_up
from tuanji_desktop.kit.style import scaled
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.member_names import member_names
from tuanji_desktop.office.prints import KeepAs, Printed, Recorded, keep_saved, record_prints
from tuanji_desktop.papers.preflight import PaperFinding, told, without_glyph
from tuanji_desktop.papers.qr import PageCode, read_code

_LIST_HEIGHT = 150
_TOLD = 2
"""How many faults the line over the paper names; all of them stand in lists."""


class PaperPreview(QWidget):
    """Pages to look through, and 保存, 打印, 系统打开.

    With a `context` and told as what it is kept, a printed paper goes into the office file, the
    same once, and every print is written down. A paper with faults is only looked at: it is not
    printed, saved or given away until they are mended; a character that no font has may be ticked
    to be written by hand, and that is kept with the paper.
    """

    saved = Signal(str)
    """Path of the file written."""
    printed = Signal(str)
    """Name of the printer that took it."""
    recorded = Signal(object)
    """`Recorded`: the print is written down."""

    def __init__(
        self,
        jobs: Jobs,
        parent: QWidget | None = None,
        *,
        context: Context | None = None,
        lists: bool = True,
    ) -> None:
        """`lists` False: whoever shows the paper lists what was found in it."""
        super().__init__(parent)
        self.setObjectName("paper_preview")
        self.setAccessibleName("打印预览")
        self._jobs = jobs
        self._context = context
        self._data = b""
        self._name = self._form = self._refusal = ""
        self._keep: KeepAs | None = None
        self._pages: PdfPages | None = None
        self._last: PrintOrder | None = None
        self._run: PrintRun | None = None
        self._faults: tuple[PaperFinding, ...] = ()
        self._names: Mapping[int, str] = {}
        self.banner = Banner(self)
        writable = context is None or not context.database.read_only
        self.by_hand = ByHandStrip("preview_by_hand", self, writable=writable)
        self.by_hand.changed.connect(self._list_faults)
        self._lists = lists
        self.findings = FindingsList(self, name="preview_findings")
        self.findings.setMaximumHeight(scaled(_LIST_HEIGHT))
        self.findings.setContentsMargins(8, 4, 8, 4)
        self.findings.record_requested.connect(lambda member, _field: open_member(self, member))
        self.findings.hide()
        self.view = PageView(jobs, name="preview_pages", label="页面", parent=self)
        self.thumbnails = PageView(jobs, name="preview_thumbnails", label="缩略图", parent=self)
        self._page = label("", role="muted", name="preview_page", parent=self)
        self._zoom = label("", role="muted", name="preview_zoom", parent=self)
        self._acts: list[QPushButton] = []
        self._lay_out()
        self.view.page_changed.connect(self._page_changed)
        self.view.zoom_changed.connect(lambda _: self._show_zoom())
        self.thumbnails.page_pressed.connect(self.view.go_to)
        self._enable(False)

    @property
    def data(self) -> bytes:
        """The bytes that are shown."""
        return self._data

    @property
    def last_order(self) -> PrintOrder | None:
        """What was ordered last of what is shown: known when `printed` tells of it."""
        return self._last

    @property
    def keep(self) -> KeepAs | None:
        """As what a print of them is kept; None: it is not."""
        return self._keep

    def show_pdf(
        self,
        data: bytes,
        *,
        name: str,
        form: str = "",
        keep: KeepAs | None = None,
        refusal: str = "",
        faults: Sequence[PaperFinding] = (),
        names: Mapping[int, str] | None = None,
    ) -> None:
        """Shows a paper; `name` is the suggested file name without suffix.

        `form` is whose printing habits hold, that of `keep` where nothing else is said; `refusal`
        are the words why this paper does not go to a printer, `faults` what its pre-flight found
        to keep it back, `names` those of the members they speak of.
        """
        ticked = self.by_hand.characters if name == self._name else ()
        self._data = data
        self._name = name
        self._faults, self._names = tuple(faults), names or {}
        self.by_hand.ask(without_glyph(faults), ticked=ticked)
        self._list_faults()
        self._form = form or (keep.form if keep is not None else "")
        self._keep = keep
        self._last = None
        self._refusal = refusal
        self._enable(False)
        self.mark_void(())
        self.banner.hide()
        context = self._context
        told_of = frozenset(one.record for one in faults if one.record)
        unknown = told_of if context is not None and not names else frozenset[int]()

        def read() -> tuple[PdfPages, Mapping[int, str]]:
            known = member_names(context, unknown) if context is not None and unknown else {}
            return _open(data), known

        self._jobs.read(
            self, read, lambda found: self._read(*found), topic="open", on_error=self._not_opened
        )

    @property
    def standing(self) -> tuple[PaperFinding, ...]:
        """The faults that keep the paper back, but for what the clerk will write by hand."""
        written = self.by_hand.characters
        return tuple(one for one in self._faults if one.character not in written)

    def _list_faults(self) -> None:
        """What keeps the paper back, each with the way to its record."""
        self.findings.show_findings(self._faults, blocking=self.standing, names=self._names)
        self.findings.setVisible(self._lists and bool(self._faults))

    def _held(self) -> bool:
        """Says why the paper does not leave the screen, where it does not."""
        standing = self.standing
        if standing:
            words = f"还不能打印：{told(standing[:_TOLD], self._names)}"
            words += f"（共 {len(standing)} 处）" if len(standing) > _TOLD else ""
            self.banner.say(words, level="warning")
        return bool(standing)

    def clear(self) -> None:
        """Shows nothing."""
        self._data = b""
        self._keep = None
        self._faults = ()
        self.by_hand.ask(())
        self._list_faults()
        self._enable(False)
        self.banner.hide()
        self._jobs.read(self, lambda: None, lambda _: None, topic="open")  # what was asked is void
        self._not_shown()

    def mark_void(self, pages: Collection[int]) -> None:
        """Pages (from 1) whose last print was spoiled: marked on the screen, never in the file."""
        for view in (self.view, self.thumbnails):
            view.mark_void([page - 1 for page in pages])

    def save(self) -> None:
        """Asks where to, and writes exactly these bytes there."""
        if self._held():
            return
        path = ask_save_path(
            self,
            title="保存",
            suggested=Path(f"{self._name}.pdf"),
            kind="PDF 文件",
            suffix=".pdf",
        )
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Writes exactly these bytes to `path`, whole or not at all."""
        self._write_file(path, lambda: self._was_saved(path))

    def _write_file(self, path: Path, done: Callable[[], None]) -> None:
        """A file is printed elsewhere: what was undertaken for it is kept before it leaves."""
        data, made, context = self._data, self._printed(""), self._context

        def write() -> None:
            self._jobs.read(
                self,
                lambda: write_whole(path, data),
                lambda _: done(),
                on_error=self.banner.say_error,
            )

        if self._held():
            return
        if made is None or context is None or not made.keep.by_hand:
            write()
            return
        self._jobs.write(
            self,
            lambda _progress: keep_saved(context, with_code(made)),
            lambda _: write(),
            words="存档",
            on_error=self.banner.say_error,
        )

    def print_paper(self, pages: str = "") -> PrintDialog | None:
        """Asks how, then prints; `pages` are typed in already. None: it may not be printed."""
        if self._pages is None or self._held():
            return None
        if self._refusal:
            self.banner.say(self._refusal, level="warning")
            return None
        dialog = PrintDialog(
            title=self._name,
            count=len(self._pages.sizes),
            current=max(0, self.view.current) + 1,
            form=self._form,
            habits=self._habits(),
            parent=self,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show_only(pages)
        dialog.ordered.connect(lambda order: self.print_to(new_printer(order.printer), order))
        dialog.system_requested.connect(self._ask_system)
        dialog.test_requested.connect(self.print_calibration)
        dialog.open()
        return dialog

    def print_to(self, printer: QPrinter, order: PrintOrder) -> None:
        """Prints an order on a printer, remembers how, and writes the print down."""
        if self._pages is None or self._held():
            return
        habits = self._habits().remembering(self._form, order.printer, order.habit)
        save_habits(user_config_dir() / FILE_NAME, habits)
        printer.setDocName(self._name)
        numbers = set_up(printer, order.habit, order.pages)
        data, done = self._data, self._printed(pages_in_words(order.pages))
        # a document of its own: meanwhile another paper may be looked at
        self._start(
            lambda: PdfPages(data),
            printer,
            numbers,
            lambda: self._was_printed(order, done),
            offset=(order.habit.offset_x, order.habit.offset_y),
        )

    def print_calibration(self, printer: str) -> None:
        """Prints the sheet from which the offset is read, without any offset."""
        from tuanji_desktop.papers.calibration import TITLE, draw_calibration

        target = new_printer(printer)
        target.setDocName(TITLE)
        self._start(
            lambda: PdfPages(draw_calibration().pdf),
            target,
            [0],
            lambda: self.banner.say("校准页已送往打印机：对折后读数", level="good"),
        )

    def _start(
        self,
        draw: Callable[[], PdfPages],
        printer: QPrinter,
        numbers: list[int],
        finished: Callable[[], None],
        *,
        offset: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        def go(pages: PdfPages) -> None:
            run = PrintRun(self._jobs, pages, printer, numbers, offset=offset, parent=self)
            run.progressed.connect(
                lambda done, total: self.banner.say(f"正在打印：第 {done} 页，共 {total} 页")
            )
            run.finished.connect(finished)
            run.refused.connect(self.banner.say_error)
            self._run = run
            run.start()

        self.banner.say(f"正在打印：共 {len(numbers)} 页")
        self._jobs.read(self, draw, go, on_error=self.banner.say_error)

    def _ask_system(self, order: PrintOrder) -> None:
        """The system's own dialog, for what only the driver knows; pages and offset stay ours."""
        printer = new_printer(order.printer)
        set_up(printer, order.habit, order.pages)
        dialog = QPrintDialog(printer, self)
        dialog.setObjectName("print_dialog")
        for option in (
            QPrintDialog.PrintDialogOption.PrintToFile,
            QPrintDialog.PrintDialogOption.PrintPageRange,
        ):
            dialog.setOption(option, False)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            name = printer.printerName() or order.printer
            self.print_to(printer, replace(order, printer=name, habit=as_left(printer, order)))

    def _habits(self) -> PrintHabits:
        return load_habits(user_config_dir() / FILE_NAME)

    def _printed(self, pages: str) -> Printed | None:
        """What is to be written down of what is shown: it may be another paper by then."""
        context = self._context
        if self._keep is None or self._pages is None or context is None:
            return None
        if context.database.read_only:
            return None
        return Printed(
            keep=replace(self._keep, by_hand=self.by_hand.characters),
            pdf=self._data,
            sha256=hashlib.sha256(self._data).hexdigest(),
            sheets=len(self._pages.sizes),
            pages=pages,
        )

    def open_outside(self) -> None:
        """Gives a copy to the program the system uses for PDFs."""
        path = user_data_dir() / "opened" / f"{self._name}.pdf"
        self._write_file(path, lambda: self._show_outside(path))

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setObjectName("preview_splitter")
        splitter.addWidget(self.thumbnails)
        splitter.addWidget(self.view)
        splitter.setSizes([scaled(120), scaled(640)])
        splitter.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._make_bar())
        layout.addWidget(self.banner)
        layout.addWidget(self.by_hand)
        layout.addWidget(self.findings)
        layout.addWidget(hairline(self))
        layout.addWidget(splitter, 1)

    def _make_bar(self) -> FlowLayout:
        """Three groups that go below each other where the desk is narrow."""
        bar = FlowLayout(spacing=12)
        bar.setContentsMargins(8, 6, 8, 6)
        acts, turning, size = (self._group(bar) for _ in range(3))
        for name, icon_name, words, act in (
            ("preview_print", "print", "打印…", self.print_paper),
            ("preview_save", "save", "保存…", self.save),
            ("preview_open", "open", "系统打开", self.open_outside),
        ):
            button = QPushButton(words, self)
            button.setObjectName(name)
            button.setAccessibleName(words)
            button.setIcon(icon(icon_name, "on_action" if not self._acts else "text"))
            button.setProperty("main", not self._acts)
            button.clicked.connect(lambda _=False, act=act: act())
            self._acts.append(button)
            acts.addWidget(button)
        turning.addWidget(self._tool("previous", "chevron-left", "上一页", lambda: self._turn(-1)))
        turning.addWidget(self._page)
        turning.addWidget(self._tool("next", "chevron-right", "下一页", lambda: self._turn(1)))
        size.addWidget(self._tool("smaller", "zoom-out", "缩小", lambda: self.view.step_zoom(-1)))
        size.addWidget(self._zoom)
        size.addWidget(self._tool("larger", "zoom-in", "放大", lambda: self.view.step_zoom(1)))
        fit = QPushButton("适合宽度", self)
        fit.setObjectName("preview_fit")
        fit.setAccessibleName("适合宽度")
        fit.setProperty("link", True)
        fit.clicked.connect(self.view.fit_width)
        size.addWidget(fit)
        return bar

    def _group(self, bar: FlowLayout) -> QHBoxLayout:
        side = QWidget(self)
        side.setObjectName(f"preview_group_{bar.count() + 1}")
        row = QHBoxLayout(side)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        bar.addWidget(side)
        return row

    def _tool(self, name: str, icon_name: str, words: str, act: object) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"preview_{name}")
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setIcon(icon(icon_name))
        button.setIconSize(QSize(scaled(16), scaled(16)))
        button.clicked.connect(act)
        return button

    def _enable(self, on: bool) -> None:
        for button in self._acts:
            button.setEnabled(on)

    def _read(self, pages: PdfPages, names: Mapping[int, str]) -> None:
        if names:
            self._names = names
            self._list_faults()
        self._opened(pages)

    def _opened(self, pages: PdfPages) -> None:
        old, self._pages = self._pages, pages
        self.view.set_pages(pages)
        self.thumbnails.set_pages(pages)
        self.thumbnails.setVisible(len(pages.sizes) > 1)
        self._page_changed(0)
        self._show_zoom()
        self._enable(True)
        if old is not None:
            self._jobs.read(self, old.close, lambda _: None)

    def _not_opened(self, error: TuanjiError) -> None:
        self._not_shown()
        self.banner.say_error(error)

    def _not_shown(self) -> None:
        self._pages = None
        self.view.set_pages(None)
        self.thumbnails.set_pages(None)
        self.thumbnails.hide()
        self._page_changed(0)
        self._show_zoom()

    def _turn(self, pages: int) -> None:
        self.view.go_to(self.view.current + pages)

    def _page_changed(self, page: int) -> None:
        count = len(self._pages.sizes) if self._pages is not None else 0
        self._page.setText(f"第 {page + 1} 页，共 {count} 页" if count else "")
        self.thumbnails.mark(page)

    def _show_zoom(self) -> None:
        known = self._pages is not None
        self._zoom.setText(f"{round(self.view.zoom * 100)}%" if known else "")

    def _was_saved(self, path: Path) -> None:
        self.banner.say(f"已保存：{path.name}", level="good")
        self.saved.emit(str(path))

    def _was_printed(self, order: PrintOrder, note: Printed | None) -> None:
        words = f"已送往打印机：{len(order.pages)} 页"
        self._last = order
        words += f"，每页 {order.habit.copies} 份" if order.habit.copies > 1 else ""
        pen = "、".join(named(one) for one in self.by_hand.characters)
        words += f"；请在〓处手写 {pen}" if pen else ""
        self.banner.say(words, level="good")
        self.printed.emit(order.printer)
        context = self._context
        if note is None or context is None:
            return

        def recorded(done: Recorded) -> None:
            self.banner.say(f"{words}；已存档", level="good")
            self.recorded.emit(done)

        self._jobs.write(
            self,
            lambda _progress: record_prints(
                context, [with_code(note)], printer=order.printer, copies=order.habit.copies
            ),
            recorded,
            words="存档并登记打印",
            on_error=self.banner.say_error,
        )

    def _show_outside(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.banner.say(
                "本机没有打开 PDF 的程序。请先保存，再用别的电脑打开。", level="warning"
            )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._show_zoom()


def with_code(printed: Printed) -> Printed:
    """With the number and content that the code on its pages says, where nobody said them: by
    these the stamped scan is recognised. Pages of several papers together have no one number."""
    if printed.keep.number:
        return printed
    pages = PdfPages(printed.pdf)
    found = {_code_on(pages, number) for number in {0, len(pages.sizes) - 1}}
    pages.close()
    codes = {(code.batch, code.content) for code in found if code is not None}
    if len(codes) != 1 or None in found:
        return printed
    ((number, content),) = codes
    known = printed.keep.content_hash or content
    return replace(printed, keep=replace(printed.keep, number=number, content_hash=known))


def _code_on(pages: PdfPages, number: int) -> PageCode | None:
    lines = pages.words(number).split()
    return next((code for one in lines if (code := read_code(one)) is not None), None)


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all; `FileRefused` says what to do."""
    draft = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, draft = tempfile.mkstemp(dir=path.parent, suffix=".new")
        with os.fdopen(number, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(draft).replace(path)
    except OSError as error:
        if draft:
            with contextlib.suppress(OSError):
                Path(draft).unlink()
        message = f"“{path.name}”没有写成。请检查磁盘空间、U 盘是否已拔出，或该文件是否正被打开。"
        raise FileRefused("file.write", message) from error


def forget_opened_papers() -> None:
    """Removes the copies that were given to other programs; called when the program starts."""
    for path in (user_data_dir() / "opened").glob("*"):
        with contextlib.suppress(OSError):  # still open elsewhere: next time
            path.unlink()


def _open(data: bytes) -> PdfPages:
    try:
        return PdfPages(data)
    except ValueError as error:
        raise FileRefused("paper.damaged", "这份文件不是完好的 PDF，无法显示。") from error
