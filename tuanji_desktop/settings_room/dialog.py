"""Restoring a backup: always as a new file beside the old ones, nothing is overwritten."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..core.progress import Progress
from ..kit.dialogs import Banner, ask_open_path, ask_save_path, fit_to_screen
from ..kit.jobs import JobInfo, Jobs
from ..kit.labels import label
from ..store.backup import BackupMade, restore

SUFFIX = ".tuanji"
KIND = "团籍台账"


class PathRow(QWidget):
    """A path to type or to choose."""

    changed = Signal()

    def __init__(self, name: str, words: str, *, save: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_row")
        self._words = words
        self._save = save
        self.box = QLineEdit(self)
        self.box.setObjectName(name)
        self.box.setAccessibleName(words)
        self.box.textChanged.connect(lambda _text: self.changed.emit())
        button = QPushButton("选择…", self)
        button.setObjectName(f"{name}_choose")
        button.setAccessibleName(f"选择{words}")
        button.clicked.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.box, 1)
        row.addWidget(button)

    @property
    def path(self) -> Path | None:
        """The path as it stands, with the suffix where one was left out."""
        text = self.box.text().strip()
        if not text:
            return None
        path = Path(text).expanduser()
        return path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)

    def set_path(self, path: Path) -> None:
        """Puts a path in."""
        self.box.setText(str(path))
        self.box.setCursorPosition(len(self.box.text()))

    def _choose(self) -> None:
        now = self.path or Path.home() / f"团籍台账{SUFFIX}"
        chosen = (
            ask_save_path(self, title=self._words, suggested=now, kind=KIND, suffix=SUFFIX)
            if self._save
            else ask_open_path(
                self, title=self._words, folder=now.parent, kind=KIND, suffixes=(SUFFIX,)
            )
        )
        if chosen is not None:
            self.set_path(chosen)


class RestoreDialog(QDialog):
    """Makes a working file of a backup."""

    restored = Signal(object)
    """`BackupMade`: the new file, compared with the backup."""

    def __init__(
        self,
        jobs: Jobs,
        *,
        backup: Path | None = None,
        suggested: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("restore_dialog")
        self.setWindowTitle("从备份恢复")
        self.setAccessibleName("从备份恢复")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit_to_screen(self, 560, 280)
        self._jobs = jobs
        self._job = 0
        self.password: str | None = None
        """What opened the backup: the restored file opens with it too."""
        self.source = PathRow("restore_source", "备份文件", save=False, parent=self)
        self.target = PathRow("restore_target", "恢复为新文件", save=True, parent=self)
        self.secret = QLineEdit(self)
        self.secret.setObjectName("restore_secret")
        self.secret.setAccessibleName("备份当时的密码或恢复码")
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setPlaceholderText("没有加密的备份不用填")
        self.banner = Banner(self)
        self._bar = QProgressBar(self)
        self._bar.setObjectName("restore_progress")
        self._bar.setAccessibleName("进度")
        self._bar.setTextVisible(False)
        self._bar.hide()
        self._set_up()
        jobs.progressed.connect(self._show_progress)
        self.source.changed.connect(self._suggest)
        if backup is not None:
            self.source.set_path(backup)
        if suggested is not None:
            self.target.set_path(suggested)
        self._judge()

    def _set_up(self) -> None:
        about = label(
            "备份恢复成一个新文件，现有的台账文件不会改动。恢复后逐项核对，再打开新文件。",
            role="muted",
            name="restore_about",
        )
        about.setWordWrap(True)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.addRow("备份文件", self.source)
        form.addRow("恢复为", self.target)
        form.addRow("密码", self.secret)
        self._buttons = QDialogButtonBox(self)
        self._buttons.setObjectName("restore_buttons")
        self.restore_button = QPushButton("恢复", self)
        self.restore_button.setObjectName("restore_act")
        self.restore_button.setAccessibleName("恢复为新文件")
        self.restore_button.setProperty("main", True)
        self.restore_button.clicked.connect(self.act)
        close = QPushButton("不恢复", self)
        close.setObjectName("restore_close")
        close.setAccessibleName("不恢复，关闭窗口")
        close.clicked.connect(self.reject)
        self._buttons.addButton(self.restore_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        self.target.changed.connect(self._judge)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(about)
        layout.addWidget(self.banner)
        layout.addLayout(form)
        layout.addWidget(self._bar)
        layout.addStretch(1)
        layout.addWidget(self._buttons)

    def _suggest(self) -> None:
        source = self.source.path
        if source is not None and not self.target.box.text():
            self.target.set_path(source.with_name(f"{source.stem}-恢复{SUFFIX}"))
        self._judge()

    def _judge(self) -> None:
        ready = self.source.path is not None and self.target.path is not None and not self._job
        self.restore_button.setEnabled(ready)

    def act(self) -> None:
        """Restores, off the GUI thread."""
        source, target = self.source.path, self.target.path
        if source is None or target is None or self._job:
            return
        self.banner.hide()
        self._bar.setRange(0, 0)
        self._bar.show()
        secret = self.secret.text() or None

        def run(progress: Progress) -> BackupMade:
            return restore(source, target, secret=secret, progress=progress)

        self._job = self._jobs.read_long(
            self, run, self._done, words="从备份恢复", on_error=self._fail
        )
        self._judge()

    def _show_progress(self, info: JobInfo) -> None:
        if info.number == self._job and info.total:
            self._bar.setRange(0, info.total)
            self._bar.setValue(info.done)

    def _done(self, made: BackupMade) -> None:
        self._job = 0
        self.password = self.secret.text() or None
        self.restored.emit(made)
        self.accept()

    def _fail(self, error: TuanjiError) -> None:
        self._job = 0
        self._bar.hide()
        self.banner.say_error(error)
        if error.code in ("office.password", "office.recovery_code"):
            self.secret.setFocus()
            self.secret.selectAll()
        self._judge()

    def reject(self) -> None:
        """Closing stops an unfinished copy; nothing of it is left."""
        if self._job:
            self._jobs.cancel(self._job)
        super().reject()
