"""What happens when the program itself is wrong: a line in the log, calm words, and on with it.

Known failures (`TuanjiError`) never come here; see `kit.jobs` and `kit.dialogs`.
"""

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    QUrl,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMessageBox

from tuanji_desktop.core.log import LOGGER_NAME, describe_failure
from tuanji_desktop.core.paths import log_dir

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_WORDS = "程序遇到了一个没有料到的问题，刚才的这一步没有完成。"
_ADVICE = (
    "已经保存的内容都在，可以继续工作。若同一步反复出现，请把日志文件夹交给维护人员"
    "（日志里没有姓名、证件号和手机号）。"
)


class CrashHandler(QObject):
    """Takes over the three places where Python and Qt tell of bugs, from `install` to `remove`."""

    crashed = Signal(str)
    """Type and place of a bug; emitted on the GUI thread."""
    _happened = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = logging.getLogger(f"{LOGGER_NAME}.crash")
        self._qt_log = logging.getLogger(f"{LOGGER_NAME}.qt")
        self._dialog: QMessageBox | None = None
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Catches from now on what nobody else has caught."""
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread
        qInstallMessageHandler(self._qt_said)

    def remove(self) -> None:
        """Puts Python's and Qt's own ways back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def _caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        what = describe_failure(error)
        self._log.error("bug\n%s", what)
        self._happened.emit(what)

    def _caught_in_thread(self, hooked: threading.ExceptHookArgs) -> None:
        if hooked.exc_value is not None:
            self._caught(hooked.exc_type, hooked.exc_value, hooked.exc_traceback)

    def _qt_said(self, kind: QtMsgType, where: QMessageLogContext, text: str) -> None:
        self._qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s", text)

    def _show(self, what: str) -> None:
        self.crashed.emit(what)
        if self._dialog is not None:
            return  # one calm word is enough; the log has them all
        dialog = QMessageBox(QApplication.activeWindow())
        dialog.setObjectName("crash_dialog")
        dialog.setAccessibleName("程序问题")
        dialog.setWindowTitle("团籍台账")
        dialog.setIcon(QMessageBox.Icon.Warning)
        dialog.setText(_WORDS)
        dialog.setInformativeText(_ADVICE)
        dialog.setDetailedText(what)
        dialog.setModal(False)
        folder = dialog.addButton("打开日志文件夹", QMessageBox.ButtonRole.ActionRole)
        folder.setObjectName("crash_open_log")
        close = dialog.addButton("继续工作", QMessageBox.ButtonRole.AcceptRole)
        close.setObjectName("crash_continue")
        dialog.setDefaultButton(close)
        dialog.setEscapeButton(close)
        folder.clicked.connect(_open_log_folder)
        dialog.finished.connect(self._forget)
        self._dialog = dialog
        dialog.show()

    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def _open_log_folder() -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_dir())))
