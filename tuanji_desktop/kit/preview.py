"""A paper before it is printed. The preview is the file: saved, printed, opened are these bytes."""

import contextlib
import os
import tempfile
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

from tuanji_desktop.core.errors import FileRefused, TuanjiError
from tuanji_desktop.core.paths import user_data_dir
from tuanji_desktop.kit.dialogs import Banner, ask_save_path
from tuanji_desktop.kit.flow import FlowLayout
from tuanji_desktop.kit.icons import icon
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.labels import hairline, label
from tuanji_desktop.kit.page_view import PageView
from tuanji_desktop.kit.pdf_pages import PdfPages
from tuanji_desktop.kit.printing import PrintRun, chosen_pages
from tuanji_desktop.kit.style import scaled


class PaperPreview(QWidget):
    """Pages to look through, and 保存, 打印, 系统打开."""

    saved = Signal(str)
    """Path of the file written."""
    printed = Signal(str)
    """Name of the printer that took it."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paper_preview")
        self.setAccessibleName("打印预览")
        self._jobs = jobs
        self._data = b""
        self._name = ""
        self._pages: PdfPages | None = None
        self._printer_name = ""
        self._run: PrintRun | None = None
        self.banner = Banner(self)
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

    def show_pdf(self, data: bytes, *, name: str, printer_name: str = "") -> None:
        """Shows a paper; `name` is the suggested file name without suffix."""
        self._data = data
        self._name = name
        self._printer_name = printer_name
        self._enable(False)
        self.banner.hide()
        self._jobs.read(
            self, lambda: _open(data), self._opened, topic="open", on_error=self._not_opened
        )

    def save(self) -> None:
        """Asks where to, and writes exactly these bytes there."""
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
        data = self._data
        self._jobs.read(
            self,
            lambda: write_whole(path, data),
            lambda _: self._was_saved(path),
            on_error=self.banner.say_error,
        )

    def print_paper(self) -> None:
        """Asks for the printer and prints."""
        if self._pages is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if self._printer_name:
            printer.setPrinterName(self._printer_name)
        printer.setDocName(self._name)
        dialog = QPrintDialog(printer, self)
        dialog.setObjectName("print_dialog")
        dialog.setMinMax(1, len(self._pages.sizes))
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_to(printer)

    def print_to(self, printer: QPrinter) -> None:
        """Prints on a printer that is set up."""
        if self._pages is None:
            return
        numbers = chosen_pages(printer, len(self._pages.sizes))
        run = PrintRun(self._jobs, self._pages, printer, numbers, parent=self)
        run.progressed.connect(
            lambda done, total: self.banner.say(f"正在打印：第 {done} 页，共 {total} 页")
        )
        run.finished.connect(lambda: self._was_printed(printer.printerName(), len(numbers)))
        run.refused.connect(self.banner.say_error)
        self._run = run
        self.banner.say(f"正在打印：共 {len(numbers)} 页")
        run.start()

    def open_outside(self) -> None:
        """Gives a copy to the program the system uses for PDFs."""
        path = user_data_dir() / "opened" / f"{self._name}.pdf"
        data = self._data
        self._jobs.read(
            self,
            lambda: write_whole(path, data),
            lambda _: self._show_outside(path),
            on_error=self.banner.say_error,
        )

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
            button.clicked.connect(act)
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
        self._pages = None
        self.view.set_pages(None)
        self.thumbnails.set_pages(None)
        self.banner.say_error(error)

    def _turn(self, pages: int) -> None:
        self.view.go_to(self.view.current + pages)

    def _page_changed(self, page: int) -> None:
        count = len(self._pages.sizes) if self._pages is not None else 0
        self._page.setText(f"第 {page + 1} 页，共 {count} 页" if count else "")
        self.thumbnails.mark(page)

    def _show_zoom(self) -> None:
        self._zoom.setText(f"{round(self.view.zoom * 100)}%")

    def _was_saved(self, path: Path) -> None:
        self.banner.say(f"已保存：{path.name}", level="good")
        self.saved.emit(str(path))

    def _was_printed(self, printer: str, pages: int) -> None:
        self.banner.say(f"已送往打印机：{pages} 页", level="good")
        self.printed.emit(printer)

    def _show_outside(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.banner.say(
                "本机没有打开 PDF 的程序。请先保存，再用别的电脑打开。", level="warning"
            )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._show_zoom()


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
    for path in (user_data_dir() / "opened").glob("*.pdf"):
        with contextlib.suppress(OSError):  # still open elsewhere: next time
            path.unlink()


def _open(data: bytes) -> PdfPages:
    try:
        return PdfPages(data)
    except ValueError as error:
        raise FileRefused("paper.damaged", "这份文件不是完好的 PDF，无法显示。") from error
