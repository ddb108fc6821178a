"""Two small questions: what is wrong with a record, and who is not in the system."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.dialogs import Banner, fit_to_screen
from ..kit.labels import hairline, label
from ..kit.page import Workplace
from ..rules.fields import FIELDS
from . import service
from .results import WRONG_FIELDS
from .service import Done


def _note(parent: QWidget, name: str, words: str) -> QWidget:
    made = label(words, role="small", name=name, parent=parent)
    made.setWordWrap(True)
    return made


class _Question(QDialog):
    """A form over 取消 and the act."""

    def __init__(self, name: str, words: str, act: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(words)
        self.setAccessibleName(words)
        self.banner = Banner(self)
        self.form = QFormLayout()
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.form.setVerticalSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 12)
        whole.setSpacing(8)
        whole.addWidget(self.banner)
        whole.addLayout(self.form)
        whole.addStretch(1)
        self.act_button = QPushButton(act, self)

    def finish(self, go: Callable[[], None]) -> None:
        """The foot, after the fields: so the keyboard goes through them first. `go` is what the
        main button does."""
        name, act = self.objectName(), self.act_button.text()
        cancel = QPushButton("取消", self)
        cancel.setObjectName(f"{name}_cancel")
        cancel.setAccessibleName("取消，什么也不做")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.act_button.setObjectName(f"{name}_act")
        self.act_button.setAccessibleName(act)
        self.act_button.setToolTip("Ctrl+Enter")
        self.act_button.setProperty("main", True)
        self.act_button.setDefault(True)
        self.act_button.clicked.connect(lambda _=False: go())
        QShortcut(QKeySequence("Ctrl+Return"), self, go)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.act_button)
        self.setTabOrder(cancel, self.act_button)
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.addWidget(hairline(self))
        whole.addLayout(foot)

    def line(self, name: str, words: str, hint: str = "") -> QLineEdit:
        """A line of the form."""
        made = QLineEdit(self)
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.setPlaceholderText(hint)
        self.form.addRow(words, made)
        return made


class WrongDialog(_Question):
    """Which of the fields that are never corrected in place is wrong (Q 三.1)."""

    told = Signal(tuple, str)
    """The fields and the note."""

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__("campaign_wrong", f"{count} 人信息有误", "登记有误", parent)
        self.boxes: dict[str, QCheckBox] = {}
        for name in WRONG_FIELDS:
            box = QCheckBox(f"{FIELDS[name].label}有误", self)
            box.setObjectName(f"campaign_wrong_{name}")
            box.setAccessibleName(box.text())
            box.toggled.connect(lambda _on: self._judge())
            self.boxes[name] = box
            self.form.addRow(box)
        self.note = self.line("campaign_wrong_note", "说明", "可不填，例如：应为张珊")
        self.form.addRow(
            _note(
                self,
                "campaign_wrong_about",
                "这几项不能直接修改，须申请删除，批准后重新录入（Q 三.1）。其他项目在团员信息里改正。",
            )
        )
        self.finish(self.act)
        self._judge()
        self.boxes[WRONG_FIELDS[0]].setFocus()
        fit_to_screen(self, 440, 330)

    def _judge(self) -> None:
        self.act_button.setEnabled(any(box.isChecked() for box in self.boxes.values()))

    def act(self) -> None:
        """Hands over what was ticked."""
        if self.act_button.isEnabled():
            fields = tuple(name for name, box in self.boxes.items() if box.isChecked())
            self.told.emit(fields, self.note.text().strip())
            self.accept()


class UnlistedDialog(_Question):
    """Somebody of the branch who is not in the system; 核实无误 is ticked by hand (Q 三.1)."""

    said = Signal(str, str)
    added = Signal()

    def __init__(
        self, workplace: Workplace, *, campaign_id: int, branch_id: int, branch: str,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("campaign_unlisted", f"{branch}：登记未录入系统的团员", "登记", parent)
        self._workplace = workplace
        self._campaign, self._branch = campaign_id, branch_id
        self.name = self.line("campaign_unlisted_name", "姓名")
        self.number = self.line("campaign_unlisted_number", "身份证号")
        self.note = self.line("campaign_unlisted_note", "说明", "可不填")
        self.verified = QCheckBox("已核实无误：确为团员，姓名和身份证号与证件一致", self)
        self.verified.setObjectName("campaign_unlisted_verified")
        self.verified.setAccessibleName(self.verified.text())
        self.form.addRow(self.verified)
        self.form.addRow(
            _note(
                self,
                "campaign_unlisted_about",
                "登记以后按“补录团员…”录入系统。已在系统其他团支部的，办理组织关系转接，不补录。",
            )
        )
        self.finish(self.act)
        self.name.setFocus()
        fit_to_screen(self, 500, 330)

    def act(self) -> None:
        """Records the person; the service refuses whoever is not verified."""
        if not self.act_button.isEnabled():
            return
        self.act_button.setEnabled(False)
        context, campaign, branch = self._workplace.context, self._campaign, self._branch
        name, number = self.name.text(), self.number.text()
        note, verified = self.note.text(), self.verified.isChecked()
        self._workplace.jobs.write(
            self,
            lambda _progress: service.add_unlisted(
                context, campaign_id=campaign, branch_id=branch, name=name, id_number=number,
                verified=verified, note=note,
            ),
            self._done,
            words="登记未录入",
            on_error=self._refused,
        )  # fmt: skip

    def _done(self, done: Done) -> None:
        self.said.emit("done", f"{done.words}。可以撤销。")
        self.added.emit()
        self.accept()

    def _refused(self, error: TuanjiError) -> None:
        self.act_button.setEnabled(True)
        self.banner.say_error(error)
