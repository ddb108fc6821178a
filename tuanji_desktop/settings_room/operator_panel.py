"""Sections 操作员 and 安全: who works here, and who can open the file."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from ..core.errors import TuanjiError
from ..kit.ask_strip import AskStrip
from ..kit.page import Workplace
from ..kit.style import scaled
from ..office.service import add_operator
from .panel import Listing, Panel
from .queries import ROLES, OfficeFacts, OperatorRow, load_office
from .service import change_password, deactivate_operator, prove_operator


class OperatorPanel(Panel):
    """The operators; adding one, letting one go, working as another."""

    key, title = "operators", "操作员"
    about = "每项操作都记下操作员的姓名。提交修改的人和审核的人应当是两个人。"

    operator_changed = Signal(str)
    """The clerk wants to work as this operator from now on."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._rows: tuple[OperatorRow, ...] = ()
        self.operators = Listing(
            name="operator_list",
            words="操作员",
            headings=("姓名", "角色", "状态", "密码"),
            widths=(160, 100, 120, 120),
            parent=self,
        )
        self.operators.itemSelectionChanged.connect(self._chosen)
        self.column.addWidget(self.operators)
        self.switch_button = self.button("改由此人操作", "operator_switch")
        self.switch_button.clicked.connect(self._switch)
        self.remove_button = self.button("停用", "operator_remove", writes=True)
        self.remove_button.clicked.connect(self._remove)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.switch_button)
        row.addWidget(self.remove_button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.ask = AskStrip("operator_ask", self)
        self.ask.text.setEchoMode(QLineEdit.EchoMode.Password)
        self.column.addWidget(self.ask)
        self._add_form(workplace.context.database.encrypted)
        self.column.addStretch(1)

    def _add_form(self, encrypted: bool) -> None:
        self.section("增加操作员")
        self.name_field = self.line("operator_name", "姓名")
        self.role_box = QComboBox(self)
        self.role_box.setObjectName("operator_role")
        self.role_box.setAccessibleName("角色")
        self.role_box.setMaximumWidth(scaled(360))
        for key, words in ROLES.items():
            self.role_box.addItem(words, key)
        self.role_box.setCurrentIndex(1)
        self.password_field = self.line(
            "operator_password", "密码", secret=True, hint="至少 6 个字符"
        )
        form = self.form()
        form.addRow("姓名", self.name_field)
        form.addRow("角色", self.role_box)
        if encrypted:
            form.addRow("密码", self.password_field)
        self.password_field.setVisible(encrypted)
        self.column.addLayout(form)
        self.add_button = self.button("增加", "operator_add", main=True, writes=True)
        self.add_button.clicked.connect(self.add)
        self.name_field.returnPressed.connect(self.add)
        self.password_field.returnPressed.connect(self.add)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch(1)
        self.column.addLayout(row)

    def refresh(self) -> None:
        context = self.workplace.context
        self.workplace.jobs.read(self, lambda: load_office(context), self._show, topic="office")

    def _show(self, facts: OfficeFacts) -> None:
        self._rows = facts.operators
        now = self.workplace.context.operator
        self.operators.show_rows(
            [
                (
                    one.name,
                    ROLES.get(one.role, one.role),
                    "正在使用" if one.name == now else "在用" if one.active else "已停用",
                    ("已设置" if one.slot else "未设置") if facts.encrypted else "文件未加密",
                )
                for one in facts.operators
            ]
        )
        self.operators.fit()
        self._chosen()

    def chosen(self) -> OperatorRow | None:
        """The operator under the cursor."""
        place = self.operators.currentRow()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _chosen(self) -> None:
        one = self.chosen()
        other = one is not None and one.active and one.name != self.workplace.context.operator
        self.switch_button.setEnabled(other)
        self.remove_button.setEnabled(other and self.writable)

    def _switch(self) -> None:
        one = self.chosen()
        if one is None:
            return
        if not self.workplace.context.database.encrypted:
            self.operator_changed.emit(one.name)
            return
        self.ask.ask(
            f"改由“{one.name}”操作，请本人输入密码",
            act="改由此人操作",
            granted=lambda secret, _choice: self.switch_to(one.name, secret),
            hint="本人的密码或恢复码",
            needed="需要本人的密码",
        )

    def switch_to(self, name: str, secret: str) -> None:
        """Another operator goes on working here, once the password proves who it is."""
        context = self.workplace.context
        self.workplace.jobs.read(
            self,
            lambda: prove_operator(context, operator=name, secret=secret),
            lambda _proved: self.operator_changed.emit(name),
            topic="prove",
            on_error=self.fail,
        )

    def _remove(self) -> None:
        one = self.chosen()
        if one is None:
            return
        context, name = self.workplace.context, one.name
        self.workplace.jobs.write(
            self,
            lambda _progress: deactivate_operator(context, name=name),
            lambda _done: self._say_and_read(f"已停用“{name}”，其操作记录保留。"),
            words=f"停用操作员 {name}",
            on_error=self.fail,
        )

    def add(self) -> None:
        """Adds the operator that was typed; a second click on the way adds nobody."""
        if not self.add_button.isEnabled():
            return
        self.add_button.setEnabled(False)
        context = self.workplace.context
        name, role = self.name_field.text(), str(self.role_box.currentData())
        password = self.password_field.text() or None
        self.workplace.jobs.write(
            self,
            lambda _progress: add_operator(context, name=name, role=role, password=password),
            lambda _done: self._added(name.strip()),
            words="增加操作员",
            on_error=self._not_added,
        )

    def _not_added(self, error: TuanjiError) -> None:
        self.add_button.setEnabled(self.writable)
        self.fail(error)

    def _added(self, name: str) -> None:
        self.add_button.setEnabled(self.writable)
        self.name_field.clear()
        self.password_field.clear()
        self._say_and_read(f"已增加操作员“{name}”。")

    def _say_and_read(self, words: str) -> None:
        self.banner.say(words, level="good")
        self.refresh()


class SafetyPanel(Panel):
    """Whether the file is encrypted, and the present operator's password."""

    key, title = "safety", "安全"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        self.about = _SAFE if workplace.context.database.encrypted else _PLAIN
        super().__init__(workplace, parent)
        self.old_field = self.line("password_old", "原密码或恢复码", secret=True)
        self.new_field = self.line("password_new", "新密码", secret=True, hint="至少 6 个字符")
        self.again_field = self.line("password_again", "再输一次新密码", secret=True)
        self.change_button = self.button("更改密码", "password_change", main=True, writes=True)
        self.change_button.clicked.connect(self.change)
        if workplace.context.database.encrypted:
            self.section(f"更改“{workplace.context.operator}”的密码")
            form = self.form()
            for words, field in (
                ("原密码或恢复码", self.old_field),
                ("新密码", self.new_field),
                ("再输一次", self.again_field),
            ):
                form.addRow(words, field)
                field.returnPressed.connect(self.change)
            self.column.addLayout(form)
            row = QHBoxLayout()
            row.addWidget(self.change_button)
            row.addStretch(1)
            self.column.addLayout(row)
        else:
            for widget in (self.old_field, self.new_field, self.again_field, self.change_button):
                widget.hide()
        self.column.addStretch(1)

    def change(self) -> None:
        """Changes the password of whoever works now."""
        context = self.workplace.context
        old, new, again = (
            field.text() for field in (self.old_field, self.new_field, self.again_field)
        )
        self.workplace.jobs.write(
            self,
            lambda _progress: change_password(
                context, operator=context.operator, old=old, new=new, again=again
            ),
            self._changed,
            words="更改密码",
            on_error=self.fail,
        )

    def _changed(self, _done: None) -> None:
        for field in (self.old_field, self.new_field, self.again_field):
            field.clear()
        self.banner.say("密码已更改。旧备份仍用备份当时的密码打开。", level="good")


_SAFE = (
    "台账文件已加密，没有密码或恢复码谁也打不开。恢复码只在新建台账时显示过一次，"
    "请把打印件锁好；密码和恢复码都丢失，数据就无法恢复。"
)
_PLAIN = (
    "台账文件没有加密：能拿到文件的人都能打开。需要加密时，请新建一份设有密码的台账，"
    "把团组织和花名册导出后再导入。"
)
