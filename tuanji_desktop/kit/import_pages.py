"""The first and the last step of an import: the file, and what was done."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.kit.dialogs import ask_open_path
from tuanji_desktop.kit.icons import pixmap
from tuanji_desktop.kit.import_adapter import ImportAdapter
from tuanji_desktop.kit.jobs import JobInfo
from tuanji_desktop.kit.labels import label
from tuanji_desktop.kit.style import scaled
from tuanji_desktop.kit.wizard import WizardPage
from tuanji_desktop.sheets.reader import Workbook

SUFFIXES = (".xlsx", ".xls", ".xlsm", ".xlsb", ".et", ".ods", ".csv", ".txt")
_FORMATS = "支持 .xlsx、.xls、.et、.ods、.csv（UTF-8、GB18030、UTF-16）。"


class FilePage(WizardPage):
    """Takes a file by button or by dropping it, and asks what the room wants to know beside it."""

    title = "选择文件"
    path_chosen = Signal(object)
    """`Path`"""

    def __init__(self, adapter: ImportAdapter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("file_page")
        self._workbook: Workbook | None = None
        self.options = adapter.options(self)
        self.setAcceptDrops(True)
        self.picture = QLabel(self)
        self.picture.setObjectName("file_icon")
        self.name = label("把名单文件拖到这里", role="title", name="file_name", parent=self)
        self.details = label(_FORMATS, role="muted", name="file_details", parent=self)
        self.choose_button = QPushButton("选择文件…", self)
        self.choose_button.setObjectName("file_choose")
        self.choose_button.setAccessibleName("选择文件")
        self.choose_button.clicked.connect(self._ask)
        self._lay_out(adapter)

    def _lay_out(self, adapter: ImportAdapter) -> None:
        size = scaled(32)
        self.picture.setPixmap(pixmap("import", "muted", size, self.devicePixelRatioF()))
        drop = QFrame(self)
        drop.setObjectName("file_drop")
        drop.setProperty("role", "card")
        inner = QVBoxLayout(drop)
        inner.setContentsMargins(24, 24, 24, 24)
        inner.setSpacing(8)
        inner.addStretch(1)
        for words in (self.name, self.details):
            words.setWordWrap(True)
        for widget in (self.picture, self.name, self.details):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inner.addWidget(widget)
        inner.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addStretch(1)
        hint = label(adapter.hint, role="muted", name="file_hint", parent=self)
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(hint)
        if self.options is not None:
            layout.addWidget(self.options)
        layout.addWidget(drop, 1)

    @property
    def ready(self) -> bool:
        return self._workbook is not None

    def enter(self) -> None:
        self.choose_button.setFocus()

    def show_path(self, path: Path) -> None:
        """A file was named; whether it can be read is not known yet."""
        self._workbook = None
        try:
            size = _size_words(path.stat().st_size)
        except OSError:
            size = ""
        self.name.setText(path.name)
        self.details.setText("　".join(one for one in (size, str(path.parent)) if one))
        self.choose_button.setText("换一个文件…")
        self.ready_changed.emit()

    def show_workbook(self, workbook: Workbook) -> None:
        """The file has been read."""
        self._workbook = workbook
        words = f"{len(workbook.sheets)} 个工作表" if workbook.encoding is None else ""
        kind = workbook.encoding or workbook.format
        parts = [self.details.text(), kind.upper(), words]
        self.details.setText("　".join(one for one in parts if one))
        self.ready_changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        event.acceptProposedAction()
        self.path_chosen.emit(Path(event.mimeData().urls()[0].toLocalFile()))

    def _ask(self) -> None:
        chosen = ask_open_path(
            self, title="选择名单文件", folder=None, kind="名单", suffixes=SUFFIXES
        )
        if chosen is not None:
            self.path_chosen.emit(chosen)


class ResultPage(WizardPage):
    """While it is written, how far it is; afterwards what was done and what may be done with it."""

    title = "写入"
    cancel_requested = Signal()
    undo_requested = Signal()
    return_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("result_page")
        self._over = False
        self.picture = QLabel(self)
        self.picture.setObjectName("result_icon")
        self.words = label("", role="title", name="result_words", parent=self)
        self.details = label("", role="muted", name="result_details", parent=self)
        self.bar = QProgressBar(self)
        self.bar.setObjectName("result_bar")
        self.bar.setAccessibleName("写入进度")
        self.bar.setTextVisible(False)
        self.cancel_button = self._button("result_cancel", "取消写入", self.cancel_requested)
        self.undo_button = self._button("result_undo", "撤销这次导入", self.undo_requested)
        self.return_button = self._button("result_return", "另存退回名单…", self.return_requested)
        self._lay_out()

    def _button(self, name: str, words: str, signal: SignalInstance) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.clicked.connect(signal)
        return button

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.addStretch(2)
        for words in (self.words, self.details):
            words.setWordWrap(True)
        for widget in (self.picture, self.words, self.details):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(widget)
        layout.addWidget(self.bar)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in (self.cancel_button, self.undo_button, self.return_button):
            row.addWidget(button)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(3)

    @property
    def next_words(self) -> str:
        return "关闭" if self._over else ""

    @property
    def may_go_back(self) -> bool:
        return False

    @property
    def may_cancel(self) -> bool:
        return False  # it has a button of its own for that, as long as it makes sense

    def show_writing(self, words: str) -> None:
        """It has begun."""
        self._over = False
        self.picture.clear()
        self.words.setText(words)
        self.details.setText("写入是一次完成的：中途取消，什么都不会留下。")
        self.bar.setRange(0, 0)
        self._show_parts(writing=True)

    def show_progress(self, info: JobInfo) -> None:
        """How far it is."""
        self.bar.setRange(0, info.total)
        self.bar.setValue(info.done)

    def show_done(self, words: str, details: str, *, undo: bool, send: bool) -> None:
        """It is written."""
        self._over = True
        self.picture.setPixmap(pixmap("done", "good", scaled(40), self.devicePixelRatioF()))
        self.words.setText(words)
        self.details.setText(details)
        self._show_parts(writing=False)
        self.undo_button.setVisible(undo)
        self.return_button.setVisible(send)
        self.ready_changed.emit()

    def _show_parts(self, *, writing: bool) -> None:
        self.bar.setVisible(writing)
        self.cancel_button.setVisible(writing)
        self.cancel_button.setEnabled(writing)
        self.undo_button.setVisible(not writing)
        self.return_button.setVisible(not writing)
        self.ready_changed.emit()


def _size_words(size: int) -> str:
    """1.2 MB"""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024)):,} KB"
    return f"{size / 1024 / 1024:.1f} MB"
