"""What a request takes beyond its reasons: 认真核查 after a return, a second operator's answer."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from ..kit.day_edit import DayEdit
from ..kit.dialogs import words_of
from ..kit.labels import label
from .guards import Verification
from .queries import RequestStart
from .service import Override


class VerificationBox(QWidget):
    """Which returned request is followed, and by whom and when it was checked (G 三.3)."""

    changed = Signal()

    def __init__(
        self, start: RequestStart, clause: str, *, today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("request_verification")
        self.setAccessibleName("认真核查")
        text = label(
            f"该团员的申请曾被退回。须严格认真核查后重新提出，写明何人何时核查（{clause}）。",
            role="warning",
            name="request_returned",
            parent=self,
        )
        text.setWordWrap(True)
        self.previous = _choice("request_previous", "原申请", self)
        for row in start.returned:
            why = f"：{row.decision_reason}" if row.decision_reason else ""
            self.previous.addItem(f"第 {row.id} 号，{row.decided_on} 退回{why}", row.id)
        self.by = _line("request_verified_by", "核查人", self)
        self.by.setPlaceholderText("何人核查，例如：王干事、刘书记")
        self.on = DayEdit("request_verified_on", "核查日期", last=today, parent=self)
        back = start.returned[0].decided_on
        if back:
            self.on.allow(date.fromisoformat(back), today)
        self.by.textChanged.connect(lambda _text: self.changed.emit())
        fields = _form((("原申请", self.previous), ("核查人 *", self.by), ("核查日期 *", self.on)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(text)
        layout.addLayout(fields)

    @property
    def verification(self) -> Verification:
        """By whom and when."""
        return Verification(self.by.text().strip(), self.on.day)

    @property
    def lacking(self) -> str:
        """What is still wanted, '' for nothing."""
        return "" if self.by.text().strip() else "请填写核查人"


class OverrideBox(QWidget):
    """A graduate whose transfer is unfinished: why it is a deletion all the same, and the second
    operator who answers for it – by password where the file has one."""

    changed = Signal()

    def __init__(
        self, start: RequestStart, *, encrypted: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("request_override")
        self.setAccessibleName("特别办理")
        assert start.unfinished is not None
        self._encrypted = encrypted
        self.why = label(
            words_of(start.unfinished), role="warning", name="override_why", parent=self
        )
        self.why.setWordWrap(True)
        self.box = QCheckBox("确需删除的，经第二操作员同意特别办理", self)
        self.box.setObjectName("override_box")
        self.box.setAccessibleName(self.box.text())
        self.reason = _line("override_reason", "特别办理的理由", self)
        self.reason.setPlaceholderText("为什么不是以删除代替转接，例如：本就不是团员，误录入")
        self.second = _choice("override_second", "第二操作员", self)
        self.second.addItems(list(start.seconds))
        self.password = _line("override_password", "第二操作员的密码", self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(200)
        self._fields = QWidget(self)
        self._fields.setObjectName("override_fields")
        rows = [("理由 *", self.reason), ("第二操作员 *", self.second)]
        if encrypted:
            rows.append(("密码 *", self.password))
        self.password.setVisible(encrypted)
        form = _form(tuple(rows))
        about = "由第二操作员本人输入密码确认；" if encrypted else (
            "台账没有加密，无法核对第二操作员的密码，只登记所选的姓名；"
        )  # fmt: skip
        self._note = label(
            about + "理由和姓名记入操作日志和本批的核实情况，不印在申请表上。",
            role="small",
            name="override_note",
            parent=self,
        )
        self._note.setWordWrap(True)
        self._alone = label(
            "本台账没有其他在用的操作员，不能特别办理。请先在“设置/备份”里增加操作员。",
            role="error",
            name="override_alone",
            parent=self,
        )
        self._alone.setWordWrap(True)
        inner = QVBoxLayout(self._fields)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(form)
        inner.addWidget(self._note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.why, self.box, self._alone, self._fields):
            layout.addWidget(widget)
        self._alone.setVisible(not start.seconds)
        self.box.setEnabled(bool(start.seconds))
        self.box.toggled.connect(self._toggled)
        self.reason.textChanged.connect(lambda _text: self.changed.emit())
        self.password.textChanged.connect(lambda _text: self.changed.emit())
        self._fields.hide()

    @property
    def override(self) -> Override | None:
        """Reason, second operator and password; None while it is not wanted."""
        if not self.box.isChecked():
            return None
        password = self.password.text() if self._encrypted else None
        return Override(self.reason.text().strip(), self.second.currentText(), password)

    @property
    def lacking(self) -> str:
        """What is still wanted, '' for nothing."""
        if not self.box.isChecked():
            return "转接尚未完成，不能申请删除"
        if not self.reason.text().strip():
            return "请写明特别办理的理由"
        if self._encrypted and not self.password.text():
            return f"请由 {self.second.currentText()} 输入密码"
        return ""

    def _toggled(self, on: bool) -> None:
        self._fields.setVisible(on)
        if on:
            self.reason.setFocus()
        self.password.clear()
        self.changed.emit()


def _form(rows: tuple[tuple[str, QWidget], ...]) -> QFormLayout:
    form = QFormLayout()
    form.setContentsMargins(0, 2, 0, 2)
    form.setHorizontalSpacing(12)
    form.setVerticalSpacing(6)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    for words, widget in rows:
        caption = label(words, role="muted", name=f"label_{widget.objectName()}")
        caption.setBuddy(widget)
        form.addRow(caption, widget)
    return form


def _line(name: str, words: str, parent: QWidget) -> QLineEdit:
    line = QLineEdit(parent)
    line.setObjectName(name)
    line.setAccessibleName(words)
    line.setMaxLength(60)
    return line


def _choice(name: str, words: str, parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    box.setObjectName(name)
    box.setAccessibleName(words)
    box.setMinimumContentsLength(20)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box
