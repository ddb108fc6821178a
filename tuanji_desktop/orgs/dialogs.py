"""Dialogs of the tree: a new node or new names; choosing another node to move or merge into."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.dialogs import Banner
from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.style import scaled
from . import loading, service
from .kinds import CHILDREN, KINDS, SCHOOL_KINDS
from .queries import Organization


class _OrgDialog(QDialog):
    """A dialog whose act is a write: it closes when that is done, and says why when it is not."""

    def __init__(
        self, workplace: Workplace, title: str, name: str, verb: str, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(scaled(480))
        self.workplace = workplace
        self.banner = Banner(parent=self)
        self.buttons = QDialogButtonBox(self)
        self.confirm = QPushButton(verb, self)
        self.confirm.setObjectName("confirm")
        self.confirm.setDefault(True)
        cancel = QPushButton("取消", self)
        cancel.setObjectName("cancel")
        self.buttons.addButton(self.confirm, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.apply)
        self.buttons.rejected.connect(self.reject)
        self.body = QVBoxLayout(self)
        self.body.setSpacing(12)
        self.body.addWidget(self.banner)

    def finish_body(self) -> None:
        self.body.addWidget(self.buttons)

    def apply(self) -> None:
        """Carries the act out."""
        raise AssertionError("every dialog of the tree has an act")

    def write(self, act: Callable[[], object], words: str) -> None:
        """Runs the act on the writer; the dialog closes when it is done."""
        self.confirm.setEnabled(False)
        self.workplace.jobs.write(
            self,
            lambda _progress: act(),
            lambda _result: self.accept(),
            words=words,
            on_error=self._refused,
        )

    def _refused(self, error: TuanjiError) -> None:
        self.confirm.setEnabled(True)
        self.banner.say_error(error)


class NodeDialog(_OrgDialog):
    """A new node below `parent_org`, or (with `org`) new names for a node."""

    def __init__(
        self,
        workplace: Workplace,
        *,
        parent_org: Organization | None = None,
        org: Organization | None = None,
        parent: QWidget | None = None,
    ) -> None:
        title = f"更名：{org.short_name}" if org else "新建团组织"
        if parent_org:
            title = f"在“{parent_org.short_name}”之下新建"
        super().__init__(workplace, title, "node_dialog", "保存" if org else "新建", parent)
        self._parent_org, self._org = parent_org, org
        form = QFormLayout()
        form.setSpacing(8)
        self.code = self._line("node_code", "组织编码", org.code if org else "")
        self.full_name = self._line("node_full_name", "组织全称", org.full_name if org else "")
        self.short_name = self._line("node_short_name", "组织简称", org.short_name if org else "")
        self.kind = QComboBox(self)
        self.kind.setObjectName("node_kind")
        self.kind.setAccessibleName("组织类别")
        self.school = QComboBox(self)
        self.school.setObjectName("node_school_kind")
        self.school.setAccessibleName("学校类别")
        self.school.addItem("不是学校", "")
        for words in SCHOOL_KINDS:
            self.school.addItem(words, words)
        allowed = CHILDREN.get(parent_org.kind, frozenset()) if parent_org else {"county"}
        for code, words in KINDS.items():
            if code in allowed:
                self.kind.addItem(words, code)
        self.code.setEnabled(org is None)
        form.addRow("组织编码", self.code)
        form.addRow("组织全称", self.full_name)
        form.addRow("组织简称", self.short_name)
        if org is None:
            self.kind.setCurrentIndex(max(0, self.kind.findData("branch")))
            form.addRow("组织类别", self.kind)
            form.addRow("学校类别", self.school)
        self.body.addLayout(form)
        self.body.addWidget(
            label(
                "全称请与“智慧团建”系统中的组织名称完全一致：申请表按全称打印。",
                role="small",
                parent=self,
            )
        )
        self.finish_body()
        if parent_org is not None:
            context = workplace.context
            workplace.jobs.read(
                self, lambda: loading.suggest_code(context, parent_org), self._suggest
            )

    def _line(self, name: str, words: str, text: str) -> QLineEdit:
        line = QLineEdit(text, self)
        line.setObjectName(name)
        line.setAccessibleName(words)
        return line

    def _suggest(self, code: str) -> None:
        if not self.code.text():
            self.code.setText(code)

    def apply(self) -> None:
        context = self.workplace.context
        full, short = self.full_name.text(), self.short_name.text()
        if self._org is not None:
            org_id = self._org.id
            self.write(
                lambda: service.rename_organization(
                    context, org_id=org_id, full_name=full, short_name=short
                ),
                "更名",
            )
            return
        code, kind = self.code.text(), self.kind.currentData()
        school = self.school.currentData() or None
        above = self._parent_org.id if self._parent_org else None
        self.write(
            lambda: service.add_organization(
                context,
                code=code,
                full_name=full,
                short_name=short,
                kind=kind,
                parent_id=above,
                school_kind=school,
            ),
            "新建团组织",
        )


class PickDialog(_OrgDialog):
    """Chooses the new superior of a node (`move`) or the branch it goes into (`merge`)."""

    def __init__(
        self, workplace: Workplace, *, org: Organization, act: str, parent: QWidget | None = None
    ) -> None:
        move = act == "move"
        title = f"把“{org.short_name}”{'移到' if move else '并入'}…"
        super().__init__(workplace, title, f"{act}_dialog", "移动" if move else "并入", parent)
        self._org, self._act = org, act
        self._targets: list[Organization] = []
        self.filter_box = QLineEdit(self)
        self.filter_box.setObjectName("target_filter")
        self.filter_box.setAccessibleName("筛选目标组织")
        self.filter_box.setPlaceholderText("输入名称或编码筛选")
        self.list = QListWidget(self)
        self.list.setObjectName("targets")
        self.list.setAccessibleName("可选的目标组织")
        words = (
            "只列出与现在的上级同类的组织。"
            if move
            else f"“{org.short_name}”的全部团员随之并入，原支部撤销。可在操作日志中撤销。"
        )
        self.body.addWidget(label(words, role="small", parent=self))
        self.body.addWidget(self.filter_box)
        self.body.addWidget(self.list)
        self.finish_body()
        self.confirm.setEnabled(False)
        self.filter_box.textChanged.connect(self._show)
        self.list.currentItemChanged.connect(
            lambda item, _old: self.confirm.setEnabled(item is not None)
        )
        context = workplace.context
        workplace.jobs.read(
            self, lambda: loading.load_targets(context, org.id, act=act), self._take
        )

    def _take(self, targets: list[Organization]) -> None:
        self._targets = targets
        self._show("")
        if not targets:
            self.banner.say("没有可选的目标组织。", level="warning")

    def _show(self, words: str) -> None:
        self.list.clear()
        wanted = words.strip()
        for node in self._targets:
            if wanted in node.full_name or wanted in node.short_name or wanted.upper() in node.code:
                item = QListWidgetItem(f"{node.short_name}（{node.code}，{node.members} 人）")
                item.setData(Qt.ItemDataRole.UserRole, node.id)
                item.setToolTip(node.full_name)
                self.list.addItem(item)
            if self.list.count() >= 500:
                break

    def apply(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        context, org, target = (
            self.workplace.context,
            self._org,
            item.data(Qt.ItemDataRole.UserRole),
        )
        if self._act == "move":
            self.write(
                lambda: service.move_organization(context, org_id=org.id, parent_id=target), "移动"
            )
        else:
            self.write(
                lambda: service.merge_branches(context, source_id=org.id, target_id=target), "合并"
            )


class DissolveDialog(_OrgDialog):
    """Asks once before an empty node is dissolved."""

    def __init__(
        self, workplace: Workplace, *, org: Organization, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            workplace, f"撤销“{org.short_name}”", "dissolve_dialog", "撤销该组织", parent
        )
        self._org = org
        words = f"撤销后“{org.full_name}”不再出现在树上，历史记录保留。可在操作日志中恢复。"
        text = label(words, parent=self)
        text.setWordWrap(True)
        self.body.addWidget(text)
        self.finish_body()

    def apply(self) -> None:
        context, org = self.workplace.context, self._org
        self.write(lambda: service.dissolve_organization(context, org_id=org.id), "撤销团组织")
