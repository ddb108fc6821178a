"""Dialogs of the tree: a new node or other data; moving, merging, dissolving. Each shows its plan."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.paged_model import Column
from ..kit.row_table import RowTable
from ..kit.style import scaled
from . import loading
from .acts import Add, Dissolve, Edit, Merge, Move
from .kinds import BRANCH_KINDS, BRANCH_SORTS, CHILDREN, KINDS, SCHOOL_KINDS
from .loading import MovedPerson
from .plan_dialog import PlanDialog
from .plans import Act, TreePlan
from .queries import Organization

_SHOWN_TARGETS = 500


class NodeDialog(PlanDialog):
    """A new node below `parent_org`, or (with `org`) other names and data of a node."""

    closes_unchanged = True

    def __init__(
        self,
        workplace: Workplace,
        *,
        parent_org: Organization | None = None,
        org: Organization | None = None,
        parent: QWidget | None = None,
    ) -> None:
        title = f"名称和资料：{org.short_name}" if org else "新建团组织"
        if parent_org:
            title = f"在“{parent_org.short_name}”之下新建"
        super().__init__(
            workplace,
            title,
            "node_dialog",
            "保存" if org else "新建",
            size=(560, 600),
            parent=parent,
        )
        self._parent_org, self._org = parent_org, org
        self.code = self._line("node_code", "组织编码", org.code if org else "")
        self.full_name = self._line("node_full_name", "组织全称", org.full_name if org else "")
        self.short_name = self._line("node_short_name", "组织简称", org.short_name if org else "")
        self.kind = self._combo("node_kind", "组织类别")
        self.school = self._combo("node_school_kind", "学校类别")
        self.sort = self._combo("node_branch_sort", "团支部种类")
        self.secretary = self._line("node_secretary", "团组织书记", (org and org.secretary) or "")
        self.contact = self._line("node_contact", "联系人", (org and org.contact) or "")
        self.phone = self._line("node_contact_phone", "联系电话", (org and org.contact_phone) or "")
        self._fill_choices()
        self._lay_out_form()
        if org is None:
            self.plan_view.say("填写编码和全称后，这里写明将要新建什么。")
        else:
            self.ask_plan()
        if parent_org is not None:
            context = workplace.context
            workplace.jobs.read(
                self, lambda: loading.suggest_code(context, parent_org), self._suggest
            )

    def _line(self, name: str, words: str, text: str) -> QLineEdit:
        line = QLineEdit(text, self)
        line.setObjectName(name)
        line.setAccessibleName(words)
        line.textEdited.connect(lambda _text: self.inputs_changed())
        return line

    def _combo(self, name: str, words: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.currentIndexChanged.connect(self._choice_changed)
        return box

    def _fill_choices(self) -> None:
        org, above = self._org, self._parent_org
        allowed = CHILDREN.get(above.kind, frozenset()) if above else {"county"}
        for code, words in KINDS.items():
            if code in (allowed if org is None else {org.kind}):
                self.kind.addItem(words, code)
        self.kind.setCurrentIndex(max(0, self.kind.findData("branch")))
        self.kind.setEnabled(org is None)
        self.code.setEnabled(org is None)
        self.school.addItem("不是学校", "")
        for words in SCHOOL_KINDS:
            self.school.addItem(words, words)
        self.sort.addItem("未填写", "")
        for code, words in BRANCH_SORTS.items():
            self.sort.addItem(words, code)
        for box, value in (
            (self.school, org.school_kind if org else None),
            (self.sort, org.branch_sort if org else None),
        ):
            if value and box.findData(value) < 0:
                box.addItem(value, value)
            box.setCurrentIndex(max(0, box.findData(value or "")))

    def _lay_out_form(self) -> None:
        self.form = QFormLayout()
        self.form.setSpacing(8)
        for words, widget in (
            ("组织编码", self.code),
            ("组织全称", self.full_name),
            ("组织简称", self.short_name),
            ("组织类别", self.kind),
            ("团支部种类", self.sort),
            ("学校类别", self.school),
            ("团组织书记", self.secretary),
            ("联系人", self.contact),
            ("联系电话", self.phone),
        ):
            caption = label(words, role="muted", name=f"label_{widget.objectName()}", parent=self)
            caption.setBuddy(widget)
            self.form.addRow(caption, widget)
        self.body.addLayout(self.form)
        note = label(
            "全称请与“智慧团建”系统中的组织名称完全一致：申请表按全称打印。",
            role="small",
            name="node_note",
            parent=self,
        )
        note.setWordWrap(True)
        self.body.addWidget(note)
        self.body.addStretch(1)
        self._show_sort()

    def _show_sort(self) -> None:
        self.form.setRowVisible(self.sort, self.kind.currentData() in BRANCH_KINDS)

    def _choice_changed(self) -> None:
        if hasattr(self, "form"):
            self._show_sort()
            self.inputs_changed()

    def _suggest(self, code: str) -> None:
        if not self.code.text():
            self.code.setText(code)

    def act(self) -> Act:
        values = {
            "school_kind": str(self.school.currentData() or ""),
            "branch_sort": str(self.sort.currentData() or ""),
            "secretary": self.secretary.text(),
            "contact": self.contact.text(),
            "contact_phone": self.phone.text(),
        }
        full, short = self.full_name.text(), self.short_name.text()
        if self._org is not None:
            names = {"full_name": full, "short_name": short}
            return Edit(org_id=self._org.id, values={**names, **values})
        return Add(
            code=self.code.text(),
            full_name=full,
            short_name=short,
            kind=str(self.kind.currentData()),
            parent_id=self._parent_org.id if self._parent_org else None,
            values=values,
        )


class PickDialog(PlanDialog):
    """Chooses the new superior of a node (`move`) or the branch it goes into (`merge`)."""

    def __init__(
        self, workplace: Workplace, *, org: Organization, act: str, parent: QWidget | None = None
    ) -> None:
        move = act == "move"
        super().__init__(
            workplace,
            f"把“{org.short_name}”{'移到' if move else '并入'}…",
            f"{act}_dialog",
            "移动" if move else "并入",
            size=(600, 520 if move else 640),
            parent=parent,
        )
        self._org, self._act = org, act
        self._targets: list[Organization] = []
        self.filter_box = QLineEdit(self)
        self.filter_box.setObjectName("target_filter")
        self.filter_box.setAccessibleName("筛选目标组织")
        self.filter_box.setPlaceholderText("输入名称或编码筛选")
        self.filter_box.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setObjectName("targets")
        self.list.setAccessibleName("可选的目标组织")
        self.list.setUniformItemSizes(True)
        self.list.setMinimumHeight(scaled(96))
        self.people: RowTable[MovedPerson] = RowTable(
            columns=(
                Column("name", "随迁的记录", lambda row: row.name, width=160, sortable=False),
                Column("status", "状态", lambda row: row.status, width=120, sortable=False),
            ),
            jobs=workplace.jobs,
            name="moved_people",
            label="随迁的记录",
            stretch="status",
            parent=self,
        )
        self.people.set_empty("", "选中并入的团支部后，这里列出随迁的记录。")
        self.people.setMinimumHeight(scaled(96))
        self.people.setVisible(not move)
        self._lay_out_choice(move)
        self.confirm.setEnabled(False)
        self.filter_box.textChanged.connect(self._show)
        self.list.currentItemChanged.connect(lambda _item, _old: self.ask_plan())
        self.reload()

    def _lay_out_choice(self, move: bool) -> None:
        words = (
            "只列出与现在的上级同类的组织。"
            if move
            else f"“{self._org.short_name}”的全部记录随之并入，原支部撤销。先列出同一上级的团支部。"
        )
        note = label(words, role="small", name="pick_note", parent=self)
        note.setWordWrap(True)
        self.body.addWidget(note)
        self.body.addWidget(self.filter_box)
        self.body.addWidget(self.list, 2)
        self.body.addWidget(self.people, 2)
        form = QFormLayout()
        caption = label("依据", role="muted", name="label_document", parent=self)
        caption.setBuddy(self.document)
        form.addRow(caption, self.document)
        self.document.show()
        self.body.addLayout(form)

    def reload(self) -> None:
        """Asks where the node may go."""
        context, org, act = self.workplace.context, self._org, self._act
        self.workplace.jobs.read(
            self, lambda: loading.load_targets(context, org.id, act=act), self._take
        )

    def _take(self, targets: list[Organization]) -> None:
        self._targets = targets
        self._show(self.filter_box.text())
        if not targets:
            self.banner.say("没有可选的目标组织。", level="warning")

    def _show(self, words: str) -> None:
        item = self.list.currentItem()
        chosen = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        self.list.clear()
        wanted = words.strip()
        for node in self._targets:
            if wanted in node.full_name or wanted in node.short_name or wanted.upper() in node.code:
                item = QListWidgetItem(f"{node.short_name}（{node.code}，{node.members:,} 人）")
                item.setData(Qt.ItemDataRole.UserRole, node.id)
                item.setToolTip(node.full_name)
                self.list.addItem(item)
                if node.id == chosen:
                    self.list.setCurrentItem(item)
            if self.list.count() >= _SHOWN_TARGETS:
                break
        if self.list.currentItem() is None:
            self.ask_plan()

    def nothing_yet(self) -> str:
        return "请选中一个目标组织。" if self._targets else ""

    def act(self) -> Act | None:
        item = self.list.currentItem()
        if item is None:
            return None
        target = int(item.data(Qt.ItemDataRole.UserRole))
        if self._act == "move":
            return Move(org_id=self._org.id, parent_id=target)
        return Merge(source_id=self._org.id, target_id=target)

    def show_plan(self, plan: TreePlan) -> None:
        """With the people whom a merger carries over."""
        super().show_plan(plan)
        if self._act == "merge":
            context = self.workplace.context
            self.workplace.jobs.read(
                self,
                lambda: loading.load_moved(context, plan),
                lambda rows: self.people.show_rows({row.id: row for row in rows}),
                topic="people",
            )


class DissolveDialog(PlanDialog):
    """Asks once before an empty node is dissolved."""

    def __init__(
        self, workplace: Workplace, *, org: Organization, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            workplace,
            f"撤销“{org.short_name}”",
            "dissolve_dialog",
            "撤销该组织",
            size=(480, 300),
            parent=parent,
        )
        self._org = org
        form = QFormLayout()
        caption = label("依据", role="muted", name="label_document", parent=self)
        caption.setBuddy(self.document)
        form.addRow(caption, self.document)
        self.document.show()
        self.body.addLayout(form)
        self.body.addStretch(1)
        self.ask_plan()

    def act(self) -> Act:
        return Dissolve(org_id=self._org.id)
