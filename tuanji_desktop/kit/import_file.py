"""The first step of an import: one file or several, dropped, chosen or pasted; its password."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.kit.dialogs import ask_open_paths
from tuanji_desktop.kit.file_drop import LIST_SUFFIXES, local_paths
from tuanji_desktop.kit.icons import pixmap
from tuanji_desktop.kit.import_adapter import ImportAdapter
from tuanji_desktop.kit.import_queue import FileQueue
from tuanji_desktop.kit.labels import label, restyled
from tuanji_desktop.kit.scrolling import scrolled
from tuanji_desktop.kit.style import scaled
from tuanji_desktop.kit.wizard import WizardPage
from tuanji_desktop.sheets.reader import Workbook

_EMPTY = "把名单文件拖到这里"
_FORMATS = (
    "可以一次拖来几份，也可以在表格里复制后按 Ctrl+V 粘贴。\n"
    "支持 .xlsx、.xls、.et、.ods、.csv、.txt，编码自动识别，有密码的会问密码。"
)
_KINDS = {"pasted": "粘贴的表格"}


class FilePage(WizardPage):
    """Takes files by button, by dropping or from the clipboard, and asks what the room wants to
    know beside them."""

    title = "选择文件"
    paths_chosen = Signal(object)
    """`tuple[Path, ...]`"""
    text_pasted = Signal(str)
    password_given = Signal(str)

    def __init__(self, adapter: ImportAdapter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("file_page")
        self._workbook: Workbook | None = None
        self._folder: Path | None = None
        self.options = adapter.options(self)
        self.setAcceptDrops(True)
        self.picture = QLabel(self)
        self.picture.setObjectName("file_icon")
        self.name = label(_EMPTY, role="title", name="file_name", parent=self)
        self.details = label(_FORMATS, role="muted", name="file_details", parent=self)
        self.told = label("", name="file_told", parent=self)
        self.queue = FileQueue(self)
        self.choose_button = self._button("file_choose", "选择文件…")
        self.choose_button.clicked.connect(self._ask)
        self.paste_button = self._button("file_paste", "从剪贴板粘贴")
        self.paste_button.setToolTip("粘贴在表格里复制的区域，连表头一起（Ctrl+V）")
        self.paste_button.clicked.connect(self.paste)
        self.paste_keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        self.paste_keys.setContext(Qt.ShortcutContext.WindowShortcut)  # from the frame too
        self.paste_keys.activated.connect(self.paste)
        self._make_password_line()
        self._lay_out(adapter)

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        return button

    def _make_password_line(self) -> None:
        self.password_line = QWidget(self)
        self.password_line.setObjectName("file_password_line")
        self.password = QLineEdit(self.password_line)
        self.password.setObjectName("file_password")
        self.password.setAccessibleName("文件的密码")
        self.password.setPlaceholderText("文件的密码")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaximumWidth(scaled(240))
        self.password.returnPressed.connect(self._give_password)
        self.password_button = self._button("file_password_open", "打开")
        self.password_button.setAccessibleName("用这个密码打开文件")
        self.password_button.setEnabled(False)
        self.password.textChanged.connect(self._judge_password)
        self.password_button.clicked.connect(self._give_password)
        row = QHBoxLayout(self.password_line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.password, 1)
        row.addWidget(self.password_button)
        row.addStretch(1)
        self.password_line.hide()

    def _lay_out(self, adapter: ImportAdapter) -> None:
        size = scaled(32)
        self.picture.setPixmap(pixmap("import", "muted", size, self.devicePixelRatioF()))
        self.drop = QFrame(self)
        self.drop.setObjectName("file_drop")
        self.drop.setAccessibleName("名单文件")
        self.drop.setProperty("role", "card")
        inner = QVBoxLayout(self.drop)
        inner.setContentsMargins(24, 16, 24, 16)
        inner.setSpacing(8)
        inner.addStretch(1)
        for widget in (self.picture, self.name, self.details, self.told):
            widget.setWordWrap(widget is not self.picture)
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inner.addWidget(widget)
        self.told.hide()
        inner.addWidget(self.password_line)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.choose_button)
        buttons.addWidget(self.paste_button)
        buttons.addStretch(1)
        inner.addLayout(buttons)
        inner.addStretch(1)
        self.hint = label(adapter.hint, role="muted", name="file_hint", parent=self)
        self.hint.setWordWrap(True)
        body = QWidget(self)
        body.setObjectName("file_body")
        lines = QVBoxLayout(body)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(12)
        lines.addWidget(self.hint)
        if self.options is not None:
            lines.addWidget(self.options)
        lines.addWidget(self.drop, 1)
        lines.addWidget(self.queue)
        scrolled(self, body, name="file_scroll", words=self.title)

    @property
    def ready(self) -> bool:
        return self._workbook is not None

    def enter(self) -> None:
        self.choose_button.setFocus()

    # --------------------------------------------------------------- what is shown
    def show_path(self, path: Path | None) -> None:
        """A file was named (None: pasted); whether it can be read is not known yet."""
        self._workbook = None
        self.told.hide()
        self.password_line.hide()
        self.password.clear()
        size = ""
        if path is not None:
            try:
                size = _size_words(path.stat().st_size)
            except OSError:
                size = ""
        self.name.setText(path.name if path is not None else "粘贴的内容")
        where = str(path.parent) if path is not None else ""
        self.details.setText("　".join(one for one in (size, where) if one))
        self._folder = path.parent if path is not None else self._folder
        self.choose_button.setText("换一个文件…")
        self.drop.setFocus()  # an Enter too many, while it is read, must not ask for another
        self.ready_changed.emit()

    def show_workbook(self, workbook: Workbook) -> None:
        """The file has been read, and this was noticed on the way."""
        self._workbook = workbook
        self.password_line.hide()
        self.password.clear()
        words = f"{len(workbook.sheets)} 个工作表" if workbook.encoding is None else ""
        kind = workbook.encoding or workbook.format
        if workbook.format == "pasted":
            words = f"{len(workbook.sheets[0].rows):,} 行"
        parts = [self.details.text(), _KINDS.get(kind, kind.upper()), words]
        self.details.setText("　".join(one for one in parts if one))
        self.show_told(workbook.told)
        self.ready_changed.emit()

    def show_told(self, sentences: Sequence[str], *, level: str = "muted") -> None:
        """What is to be known of the file before one goes on, calmly."""
        self.told.setText("\n".join(f"· {one}" for one in sentences))
        self.told.setVisible(bool(sentences))
        restyled(self.told, "role", level)

    def ask_password(self) -> None:
        """The file opens with a password only."""
        self.password_line.show()
        self.password.selectAll()
        self.password.setFocus()

    # ------------------------------------------------------------- what the clerk does
    def _judge_password(self, text: str) -> None:
        self.password_button.setEnabled(bool(text))

    def _give_password(self) -> None:
        if self.password.text():
            self.password_given.emit(self.password.text())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if local_paths(event.mimeData()) or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        event.acceptProposedAction()
        self._take(event.mimeData())

    def paste(self) -> None:
        """Takes what was copied: files, or a part of a spreadsheet."""
        self._take(QGuiApplication.clipboard().mimeData())

    def _take(self, data: QMimeData) -> None:
        paths = local_paths(data)
        if paths:
            self.paths_chosen.emit(paths)
        else:
            self.text_pasted.emit(data.text())

    def _ask(self) -> None:
        chosen = ask_open_paths(
            self, title="选择名单文件", folder=self._folder, kind="名单", suffixes=LIST_SUFFIXES
        )
        if chosen:
            self.paths_chosen.emit(chosen)


def _size_words(size: int) -> str:
    """1.2 MB"""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024)):,} KB"
    return f"{size / 1024 / 1024:.1f} MB"
