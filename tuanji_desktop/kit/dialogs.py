"""How the program speaks: a line in the page first, a question only before what cannot be undone."""

import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QToolButton,
    QWidget,
)

from tuanji_desktop.core.errors import TuanjiError
from tuanji_desktop.kit.icons import icon as icon_of
from tuanji_desktop.kit.icons import pixmap
from tuanji_desktop.kit.labels import label, restyled
from tuanji_desktop.kit.style import scaled

_LEVELS = {
    "info": ("info", "action", "提示"),
    "good": ("done", "good", "完成"),
    "warning": ("warning", "warning", "注意"),
    "error": ("error", "error", "未完成"),
}

_UNFIT_FOR_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_SAVED_IN: Final = "saved_in"
"""A property of the application: the folder where a file was saved last."""


class Banner(QFrame):
    """A calm line at the top of a page: what happened and what to do, with at most one button."""

    action_requested = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setProperty("role", "banner")
        self._picture = QLabel(self)
        self._picture.setObjectName("banner_icon")
        self._text = label("", name="banner_text", parent=self)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action = QPushButton(self)
        self._action.setObjectName("banner_action")
        self._action.setProperty("link", True)
        self._action.clicked.connect(self.action_requested)
        self._close = QToolButton(self)
        self._close.setObjectName("banner_close")
        self._close.setAccessibleName("关闭这条提示")
        self._close.setToolTip("关闭这条提示")
        self._close.setIcon(icon_of("close", "muted"))
        self._close.setIconSize(QSize(scaled(14), scaled(14)))
        self._close.clicked.connect(self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 4, 4)
        layout.setSpacing(8)
        layout.addWidget(self._picture)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._action)
        layout.addWidget(self._close)
        self.hide()

    def say(self, text: str, *, level: str = "info", action: str = "") -> None:
        """Shows the line until the next one or ×; `level` is info, good, warning or error."""
        name, colour, word = _LEVELS[level]
        restyled(self, "level", level)
        size = scaled(16)
        self._picture.setPixmap(pixmap(name, colour, size, self.devicePixelRatioF()))
        self._picture.setAccessibleName(word)
        self._text.setText(text)
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(f"{word}：{text}")
        self.show()

    def say_error(self, error: TuanjiError, *, action: str = "") -> None:
        """Shows what a known failure says, with the clause it rests on."""
        self.say(words_of(error), level="error", action=action)

    def keep(self) -> None:
        """Has no ×: what it says holds as long as the page does."""
        self._close.hide()

    def dismiss(self) -> None:
        """Takes the line away."""
        self.hide()
        self.closed.emit()

    @property
    def text(self) -> str:
        """What it says now."""
        return self._text.text()


def fit_to_screen(window: QWidget, width: int, height: int) -> None:
    """Gives a window its usual size in px at scale 1, or as much of it as the screen has."""
    room = window.screen().availableSize()
    window.resize(min(scaled(width), room.width() - 16), min(scaled(height), room.height() - 48))


def words_of(error: TuanjiError) -> str:
    """A known failure in words, its clause behind."""
    return f"{error.message}（{error.clause}）" if error.clause else error.message


def confirm(
    parent: QWidget, *, title: str, text: str, act: str, details: str = "", keep: str = "不，返回"
) -> bool:
    """Asks before what cannot be undone; `act` is the verb on the button, never “确定”.

    The safe answer is the default one, and Esc.
    """
    box = QMessageBox(parent)
    box.setObjectName("confirm")
    box.setAccessibleName(title)
    box.setWindowTitle(title)
    box.setIconPixmap(pixmap("warning", "warning", scaled(32), parent.devicePixelRatioF()))
    box.setText(text)
    box.setInformativeText(details)
    do_it = box.addButton(act, QMessageBox.ButtonRole.AcceptRole)
    do_it.setObjectName("confirm_act")
    back = box.addButton(keep, QMessageBox.ButtonRole.RejectRole)
    back.setObjectName("confirm_keep")
    box.setDefaultButton(back)
    box.setEscapeButton(back)
    box.exec()
    agreed = box.clickedButton() is do_it
    box.deleteLater()
    return agreed


def ask_save_path(
    parent: QWidget, *, title: str, suggested: Path, kind: str, suffix: str
) -> Path | None:
    """Asks where to save; None when the clerk thought better of it, or wants no file overwritten.

    `kind` in words ("PDF 文件"), `suffix` with its dot. A mere name is proposed where a file was
    saved last, at first among the clerk's documents.
    """
    if not suggested.is_absolute():
        suggested = _folder() / _UNFIT_FOR_NAMES.sub(" ", str(suggested))
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), f"{kind} (*{suffix})")
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() != suffix:  # Qt has asked only about the name as it was typed
        path = path.with_name(path.name + suffix)
        if path.exists() and not confirm(
            parent, title=title, text=f"“{path.name}”已经存在，要替换它吗？", act="替换"
        ):
            return None
    _application().setProperty(_SAVED_IN, str(path.absolute().parent))
    return path


def _folder() -> Path:
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(_application().property(_SAVED_IN) or QStandardPaths.writableLocation(documents))


def _application() -> QCoreApplication:
    application = QApplication.instance()
    assert application is not None  # there are widgets
    return application


def ask_open_path(
    parent: QWidget, *, title: str, folder: Path | None, kind: str, suffixes: tuple[str, ...]
) -> Path | None:
    """Asks for one file to read; None when the clerk thought better of it."""
    pattern = " ".join(f"*{suffix}" for suffix in suffixes)
    chosen, _ = QFileDialog.getOpenFileName(
        parent, title, str(folder or ""), f"{kind} ({pattern});;所有文件 (*)"
    )
    return Path(chosen) if chosen else None


def ask_open_paths(
    parent: QWidget, *, title: str, folder: Path | None, kind: str, suffixes: tuple[str, ...]
) -> tuple[Path, ...]:
    """Asks for one file or several to read; none when the clerk thought better of it."""
    pattern = " ".join(f"*{suffix}" for suffix in suffixes)
    chosen, _ = QFileDialog.getOpenFileNames(
        parent, title, str(folder or ""), f"{kind} ({pattern});;所有文件 (*)"
    )
    return tuple(Path(one) for one in chosen)
