"""Which list is in hand: a file that is read, perhaps with a password, or what was pasted."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.kit.dialogs import Banner
from tuanji_desktop.kit.import_act import ImportAct
from tuanji_desktop.kit.import_file import FilePage
from tuanji_desktop.kit.import_keeper import KeptFile
from tuanji_desktop.kit.import_queue import CURRENT, DONE, GONE, REFUSED
from tuanji_desktop.sheets.reader import Workbook, read_pasted, read_workbook

_PASSWORDS = ("file.password", "file.wrong_password")
_NOTHING_COPIED = "剪贴板里没有表格。请在表格软件里选中名单（连表头一起）并复制，再回来粘贴。"


class ImportOpening(QObject):
    """One for each wizard; what was said of the list in hand is not its affair."""

    begun = Signal()
    """Another list is about to be taken in hand; the former still is."""
    opened = Signal(object)
    """`Workbook`"""

    def __init__(self, page: FilePage, act: ImportAct, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._act, self._banner = page, act, banner
        self.path: Path | None = None
        """Where the file lies; None for a pasted list."""
        self._pasted = ""
        self.workbook: Workbook | None = None
        page.password_given.connect(self._open_with)
        page.queue.picked.connect(self.open)

    @property
    def kept(self) -> KeptFile | None:
        """What the office file knows the list by, once it is read."""
        if self.workbook is None:
            return None
        return KeptFile(self.path, self.workbook.sha256, self._pasted)

    def open_all(self, paths: Sequence[Path]) -> None:
        """One file, or several that are taken one after the other."""
        self._page.queue.put(paths)
        if len(paths) == 1 or self.workbook is None:
            self.open(paths[0])

    def open(self, path: Path) -> None:
        """Reads a file."""
        self._begin(path)
        self._page.queue.mark(path, CURRENT)
        self._read(path, None)

    def open_pasted(self, text: str) -> None:
        """Reads a part of a spreadsheet that was copied."""
        if not text.strip():
            self._banner.say(_NOTHING_COPIED, level="warning")
            return
        self._begin(None)
        self._pasted = text
        self._act.start(lambda _progress: read_pasted(text), self._read_is, words="读取粘贴的内容")

    def open_next(self) -> bool:
        """Takes the next file that waits; False where there is none."""
        waiting = self._page.queue.waiting
        if waiting:
            self.open(waiting[0])
        return bool(waiting)

    def refused(self, error: FileRefused) -> bool:
        """Says why it cannot be read; whether it waits for a password only."""
        self._banner.say_error(error)
        if error.code in _PASSWORDS:
            if error.code == "file.password":
                self._banner.say(error.message)
            self._page.ask_password()
            return True
        self._mark(REFUSED)
        return False

    def written(self, operation: int | None) -> None:
        """The list in hand is done with."""
        self._mark(DONE, f"已写入（第 {operation} 号操作）" if operation else "没有需要写入的内容")

    def undone(self) -> None:
        """What it wrote has been taken back."""
        self._mark(GONE)

    def _mark(self, state: str, words: str = "") -> None:
        if self.path is not None:
            self._page.queue.mark(self.path, state, words)

    def _begin(self, path: Path | None) -> None:
        self.begun.emit()
        self._act.drop()
        self.path, self._pasted, self.workbook = path, "", None
        self._page.show_path(path)

    def _open_with(self, password: str) -> None:
        if self.path is not None:
            self._banner.hide()
            self._read(self.path, password)

    def _read(self, path: Path, password: str | None) -> None:
        self._act.start(
            lambda progress: read_workbook(
                path, cancelled=lambda: progress.cancelled, password=password
            ),
            self._read_is,
            words=f"读取 {path.name}",
        )

    def _read_is(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self._page.show_workbook(workbook)
        self.opened.emit(workbook)
