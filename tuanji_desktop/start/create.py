"""A new office file: name, rules, first operator, password or none, and where it lies."""

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import BadInput, FileRefused, TuanjiError
from ..core.progress import Progress
from ..kit.dialogs import Banner, fit_to_screen
from ..kit.jobs import Jobs
from ..kit.labels import label
from ..office.service import DEFAULT_POLICY, Created, create_office, packs
from ..settings_room.dialog import SUFFIX, PathRow
from .login import Chosen
from .recovery import RecoveryPage

LEAST_PASSWORD = 6
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s]+')


class CreateDialog(QDialog):
    """A form, and for an encrypted file the recovery code behind it."""

    def __init__(
        self,
        folder: Path,
        *,
        clock: Callable[[], datetime],
        today: date | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("create_dialog")
        self.setWindowTitle("新建台账")
        self.setAccessibleName("新建台账")
        fit_to_screen(self, 560, 460)
        self.chosen: Chosen | None = None
        self._folder = folder
        self._clock = clock
        self._today = today
        self._jobs = Jobs(self)
        self._own_place = False
        self.banner = Banner(self)
        self.recovery = RecoveryPage(self)
        self.recovery.acknowledged.connect(self.accept)
        self.stack = QStackedWidget(self)
        self.stack.setObjectName("create_stack")
        self.stack.addWidget(self._make_form())
        self.stack.addWidget(self.recovery)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(self.banner)
        layout.addWidget(self.stack, 1)
        self.finished.connect(lambda _result: self._jobs.close())
        self._follow_name()
        self._follow_encryption()

    def _make_form(self) -> QWidget:
        page = QWidget(self)
        page.setObjectName("create_form")
        self.name_box = self._line("create_name", "单位名称", "例如：青溪团县委")
        self.policy_box = QComboBox(page)
        self.policy_box.setObjectName("create_policy")
        self.policy_box.setAccessibleName("规则包")
        for info in packs():
            self.policy_box.addItem(info.title, info.id)
        self.policy_box.setCurrentIndex(max(0, self.policy_box.findData(DEFAULT_POLICY)))
        self.operator_box = self._line("create_operator", "操作员姓名", "您的姓名，记入每项操作")
        self.encrypt_box = QCheckBox("设置密码，文件加密保存", page)
        self.encrypt_box.setObjectName("create_encrypt")
        self.encrypt_box.setAccessibleName("设置密码，文件加密保存")
        self.encrypt_box.setChecked(True)
        self.encrypt_box.toggled.connect(lambda _on: self._follow_encryption())
        self.password_box = self._line("create_password", "密码", f"至少 {LEAST_PASSWORD} 个字符")
        self.again_box = self._line("create_again", "再输一次密码", "")
        for box in (self.password_box, self.again_box):
            box.setEchoMode(QLineEdit.EchoMode.Password)
        self.place = PathRow("create_place", "文件位置", save=True, parent=page)
        self.place.box.textEdited.connect(lambda _text: self._took_place())
        self.name_box.textChanged.connect(lambda _text: self._follow_name())
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for words, widget in (
            ("单位名称", self.name_box),
            ("规则", self.policy_box),
            ("操作员姓名", self.operator_box),
            ("", self.encrypt_box),
            ("密码", self.password_box),
            ("再输一次", self.again_box),
            ("文件位置", self.place),
        ):
            form.addRow(words, widget)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(label("新建台账", role="title", name="create_title"))
        column.addLayout(form)
        column.addStretch(1)
        column.addWidget(self._make_buttons(page))
        return page

    def _make_buttons(self, page: QWidget) -> QDialogButtonBox:
        self.create_button = QPushButton("建立", page)
        self.create_button.setObjectName("create_act")
        self.create_button.setAccessibleName("建立台账")
        self.create_button.setProperty("main", True)
        self.create_button.setDefault(True)
        self.create_button.clicked.connect(self.create_file)
        back = QPushButton("返回", page)
        back.setObjectName("create_back")
        back.setAccessibleName("返回，不建立")
        back.clicked.connect(self.reject)
        buttons = QDialogButtonBox(page)
        buttons.setObjectName("create_buttons")
        buttons.addButton(self.create_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(back, QDialogButtonBox.ButtonRole.RejectRole)
        return buttons

    def _line(self, name: str, words: str, hint: str) -> QLineEdit:
        box = QLineEdit(self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setPlaceholderText(hint)
        return box

    # ----------------------------------------------------------------- following
    def _took_place(self) -> None:
        self._own_place = True

    def _follow_name(self) -> None:
        """The file is called like the office until the clerk calls it otherwise."""
        if not self._own_place:
            stem = _FORBIDDEN.sub("", self.name_box.text()) or "团籍台账"
            self.place.set_path(self._folder / f"{stem}{SUFFIX}")

    def _follow_encryption(self) -> None:
        for box in (self.password_box, self.again_box):
            box.setEnabled(self.encrypt_box.isChecked())

    # ---------------------------------------------------------------------- the act
    def create_file(self) -> None:
        """Makes the file off the GUI thread; what is wrong with the form is said above it."""
        try:
            chosen = self._checked()
        except TuanjiError as error:
            self.banner.say_error(error)
            return
        self.banner.hide()
        self.create_button.setEnabled(False)
        name, policy = self.name_box.text().strip(), str(self.policy_box.currentData())
        now = self._clock()
        today = self._today or now.date()

        def make(_progress: Progress) -> Created:
            try:
                chosen.path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise FileRefused(
                    "file.folder",
                    f"无法建立文件夹 {chosen.path.parent}：{error.strerror}。请换一个位置。",
                ) from error
            return create_office(
                chosen.path,
                name=name,
                policy_id=policy,
                operator=chosen.operator or "",
                password=chosen.secret,
                now=now,
                today=today,
            )

        self._jobs.write(
            self,
            make,
            lambda made: self._created(chosen, made),
            words="建立台账",
            on_error=self._refused,
        )

    def _checked(self) -> Chosen:
        if not self.name_box.text().strip():
            self.name_box.setFocus()
            raise BadInput("office.name", "请填写单位名称，例如“青溪团县委”。")
        operator = self.operator_box.text().strip()
        if not operator:
            self.operator_box.setFocus()
            raise BadInput("operator.name", "请填写操作员姓名，每项操作都会记下是谁做的。")
        path = self.place.path
        if path is None:
            self.place.box.setFocus()
            raise BadInput("office.place", "请选择文件放在哪里。")
        if not self.encrypt_box.isChecked():
            return Chosen(path, None, operator)
        password = self.password_box.text()
        if len(password) < LEAST_PASSWORD:
            self.password_box.setFocus()
            raise BadInput("operator.password", f"密码至少 {LEAST_PASSWORD} 个字符。")
        if password != self.again_box.text():
            self.again_box.setFocus()
            raise BadInput("operator.password", "两次输入的密码不一样，请重新输入。")
        return Chosen(path, password, operator)

    def _created(self, chosen: Chosen, made: Created) -> None:
        self.chosen = chosen
        if made.recovery_code is None:
            self.accept()
            return
        office, now = self.name_box.text().strip(), self._clock()
        self.recovery.show_code(made.recovery_code, office=office, day=f"{now:%Y-%m-%d}")
        self.stack.setCurrentWidget(self.recovery)

    def _refused(self, error: TuanjiError) -> None:
        self.create_button.setEnabled(True)
        self.banner.say_error(error)

    def reject(self) -> None:
        """Esc must not lose the one sight of the recovery code, nor a file about to be made."""
        if self._jobs.writing:
            self.banner.say("正在建立，请稍候。")
            return
        if self.stack.currentWidget() is self.recovery:
            self.recovery.banner.say(
                "请先打印或抄下恢复码，并在下面输入最后一组。", level="warning"
            )
            return
        super().reject()
