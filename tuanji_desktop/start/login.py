"""Opening an encrypted office file: who it is, and the password or the recovery code."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import OfficeLocked, TuanjiError
from ..kit.dialogs import Banner, fit_to_screen
from ..kit.jobs import Jobs
from ..kit.labels import label
from ..store.vault import RECOVERY, read_envelope

TRIES = 5
"""Wrong passwords in a row before one has to wait."""
WAIT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be opened, by whom, and with what."""

    path: Path
    secret: str | None = None
    operator: str | None = None


def operators_of(path: Path) -> tuple[str, ...]:
    """Whose passwords open a file, the first one first; none for a file that is not encrypted."""
    envelope = read_envelope(path)
    slots = envelope.slots if envelope is not None else ()
    return tuple(slot.name for slot in slots if slot.kind != RECOVERY)


def prove_secret(path: Path, *, operator: str, secret: str) -> None:
    """Whether this operator may open the file; raises `OfficeLocked` in words where not."""
    envelope = read_envelope(path)
    if envelope is None:
        return
    if not secret:
        raise OfficeLocked("office.password", "请输入密码，或打印保存的恢复码。")
    envelope.proving(operator).open(secret, operator=operator)


class LoginDialog(QDialog):
    """Asks until the file opens or the clerk gives up; `chosen` then holds what opened it."""

    def __init__(
        self, path: Path, parent: QWidget | None = None, *, operator: str | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("login_dialog")
        self.setWindowTitle(f"打开 {path.stem}")
        self.setAccessibleName(f"打开 {path.stem}")
        self.chosen: Chosen | None = None
        self._path = path
        self._jobs = Jobs(self)
        self._wrong = 0
        self._seconds = 0
        self._tick = QTimer(self)
        self._tick.setInterval(1_000)
        self._tick.timeout.connect(self._count_down)
        self.operator_box = QComboBox(self)
        self.operator_box.setObjectName("login_operator")
        self.operator_box.setAccessibleName("操作员")
        self.operator_box.addItems(list(operators_of(path)))
        if operator is not None:
            self.operator_box.setCurrentText(operator)
        self.secret_box = QLineEdit(self)
        self.secret_box.setObjectName("login_secret")
        self.secret_box.setAccessibleName("密码或恢复码")
        self.secret_box.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret_box.setPlaceholderText("忘记密码时，填打印保存的恢复码")
        self.secret_box.returnPressed.connect(self.open_file)
        self.banner = Banner(self)
        self._set_up()
        self.finished.connect(lambda _result: self._jobs.close())

    def _set_up(self) -> None:
        fit_to_screen(self, 460, 300)
        title = label(self._path.stem, role="title", name="login_title", parent=self)
        place = label(str(self._path.parent), role="small", name="login_place", parent=self)
        place.setWordWrap(True)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.addRow("操作员", self.operator_box)
        form.addRow("密码", self.secret_box)
        self.open_button = QPushButton("打开", self)
        self.open_button.setObjectName("login_open")
        self.open_button.setAccessibleName("打开台账")
        self.open_button.setProperty("main", True)
        self.open_button.setDefault(True)
        self.open_button.clicked.connect(self.open_file)
        back = QPushButton("返回", self)
        back.setObjectName("login_back")
        back.setAccessibleName("返回，不打开")
        back.clicked.connect(self.reject)
        buttons = QDialogButtonBox(self)
        buttons.setObjectName("login_buttons")
        buttons.addButton(self.open_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(back, QDialogButtonBox.ButtonRole.RejectRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(place)
        layout.addSpacing(8)
        layout.addLayout(form)
        layout.addWidget(self.banner)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.secret_box.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_file(self) -> None:
        """Tries what was typed, off the GUI thread (a password costs a quarter of a second)."""
        if not self.open_button.isEnabled():
            return
        path, operator, secret = self._path, self.operator_box.currentText(), self.secret_box.text()
        self.banner.hide()
        self._allow(False)

        def prove() -> Chosen:
            prove_secret(path, operator=operator, secret=secret)
            return Chosen(path, secret, operator)

        self._jobs.read(self, prove, self._opened, topic="prove", on_error=self._refused)

    def _opened(self, chosen: Chosen) -> None:
        self.chosen = chosen
        self.accept()

    def _refused(self, error: TuanjiError) -> None:
        wrong = error.code == "office.password" and bool(self.secret_box.text())
        self._wrong += wrong
        if self._wrong >= TRIES:
            self._wrong = 0
            self._seconds = WAIT_SECONDS
            self._tick.start()
            self._say_wait()
            return
        self._allow(True)
        left = f"还可以试 {TRIES - self._wrong} 次。" if wrong else ""
        self.banner.say(f"{error.message}{left}", level="error")
        self.secret_box.selectAll()
        self.secret_box.setFocus()

    def _count_down(self) -> None:
        self._seconds -= 1
        if self._seconds > 0:
            self._say_wait()
            return
        self._tick.stop()
        self.banner.hide()
        self._allow(True)
        self.secret_box.selectAll()
        self.secret_box.setFocus()

    def _say_wait(self) -> None:
        self.banner.say(
            f"密码错了 {TRIES} 次，请等 {self._seconds} 秒再试。忘记密码可以用恢复码。",
            level="warning",
        )

    def _allow(self, allowed: bool) -> None:
        self.open_button.setEnabled(allowed)
        self.secret_box.setEnabled(allowed)
        self.operator_box.setEnabled(allowed)
