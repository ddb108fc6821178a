"""Splitting a branch: the new ones above, its people below, sizes as they change."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.labels import label, name_headers
from ..kit.page import Workplace
from ..kit.paged_model import Column
from ..kit.row_table import RowTable
from ..kit.style import row_height, scaled
from . import loading
from .plan_dialog import PlanDialog
from .plans import Act
from .queries import Organization
from .split import Part, Person, Split, Start, groups_of, named_after, numbered_after

_HEADINGS = ("", "组织编码", "组织全称", "组织简称", "人数")
_NUMBER, _CODE, _FULL, _SHORT, _SIZE = range(5)
_MOST = 9
"""New branches at once: each has a key of its own."""


class SplitDialog(PlanDialog):
    """One branch becomes several. Choose people, press the number of the branch they go into."""

    def __init__(
        self, workplace: Workplace, *, org: Organization, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            workplace,
            f"拆分“{org.short_name}”",
            "split_dialog",
            "拆分",
            size=(900, 690),
            parent=parent,
        )
        self._org = org
        self._start: Start | None = None
        self._parts: list[Part] = []
        self._assigned: dict[int, int] = {}
        self._filling = False
        self.parts = QTableWidget(0, len(_HEADINGS), self)
        self.add_part = self._button("add_part", "增加一个支部")
        self.drop_part = self._button("drop_part", "去掉最后一个")
        self.dissolve = QCheckBox("分完后撤销原支部", self)
        self.search_box = QLineEdit(self)
        self.by_class = self._button("by_class", "按班级分")
        self.by_grade = self._button("by_grade", "按年级分")
        self.target = QComboBox(self)
        self.put = self._button("put", "选中的人分过去")
        self.people: RowTable[Person] = RowTable(
            columns=self._columns(),
            jobs=workplace.jobs,
            name="split_people",
            label="原支部的人",
            stretch="name",
            parent=self,
        )
        self._set_up_parts()
        self._set_up_people()
        self._lay_out_split()
        self.confirm.setEnabled(False)
        self.confirm.setAutoDefault(False)
        self.confirm.setDefault(False)  # Enter belongs to the tables here
        self.reload()

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        return button

    def _columns(self) -> tuple[Column[Person], ...]:
        return (
            Column("name", "姓名", lambda one: one.name, width=130, sortable=False),
            Column("class_name", "班级", lambda one: one.class_name, width=150, sortable=False),
            Column("grade", "年级", lambda one: one.grade, width=90, sortable=False),
            Column("status", "状态", lambda one: one.status_label, width=90, sortable=False),
            Column(
                "part",
                "分到",
                lambda one: self._part_words(self._assigned.get(one.id, 0)),
                width=210,
                sortable=False,
            ),
        )

    def _part_words(self, part: int) -> str:
        if part == 0:
            return "0 留在原支部"
        return f"{part} {self._parts[part - 1].short_name}"

    def _set_up_parts(self) -> None:
        table = self.parts
        table.setObjectName("split_parts")
        table.setAccessibleName("拆成的团支部")
        name_headers(table)
        table.setHorizontalHeaderLabels(list(_HEADINGS))
        table.verticalHeader().hide()
        table.verticalHeader().setMinimumSectionSize(row_height("compact"))
        table.verticalHeader().setDefaultSectionSize(row_height("compact"))
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        table.setMinimumHeight(scaled(112))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(_FULL, QHeaderView.ResizeMode.Stretch)
        for column, width in ((_NUMBER, 28), (_CODE, 100), (_SHORT, 190), (_SIZE, 64)):
            table.setColumnWidth(column, scaled(width))
        table.itemChanged.connect(self._typed)
        self.add_part.clicked.connect(lambda: self._add_parts(1))
        self.drop_part.clicked.connect(self._drop_last)
        self.dissolve.setObjectName("dissolve_source")
        self.dissolve.setAccessibleName("分完后撤销原支部")
        self.dissolve.toggled.connect(lambda _on: self.inputs_changed())

    def _set_up_people(self) -> None:
        self.search_box.setObjectName("split_search")
        self.search_box.setAccessibleName("在原支部的人中查找")
        self.search_box.setPlaceholderText("查找姓名、班级、年级")
        self.search_box.setClearButtonEnabled(True)
        self.search_box.textChanged.connect(lambda _text: self._show_people())
        self.by_class.clicked.connect(lambda: self._group("class_name"))
        self.by_grade.clicked.connect(lambda: self._group("grade"))
        self.target.setObjectName("split_target")
        self.target.setAccessibleName("分到哪个支部")
        self.target.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.target.setMinimumContentsLength(10)
        self.put.clicked.connect(lambda: self._assign_chosen(self.target.currentIndex()))
        self.people.set_empty("没有可以拆分的人", "这个支部没有在册团员，也没有待审核的报到。")
        self.people.setMinimumHeight(scaled(130))
        # Numbers are acts here; an input method would take them for a choice of its own.
        self.people.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.people.installEventFilter(self)

    def _lay_out_split(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(8)
        for widget in (self.add_part, self.drop_part, self.dissolve):
            first.addWidget(widget)
        first.addStretch(1)
        caption = label("依据", role="muted", name="label_document", parent=self)
        caption.setBuddy(self.document)
        first.addWidget(caption)
        first.addWidget(self.document)
        self.document.show()
        second.addWidget(self.search_box, 1)
        for button in (self.by_class, self.by_grade, self.target, self.put):
            second.addWidget(button)
        about = label(
            "新名称由原名改出，请核对后改成“智慧团建”中的全称。选中下面的人，按数字键就分到那个支部（0 留下）。",
            role="small",
            name="split_about",
            parent=self,
        )
        about.setWordWrap(True)
        self.body.addWidget(about)
        self.body.addWidget(self.parts, 1)
        self.body.addLayout(first)
        self.body.addLayout(second)
        self.body.addWidget(self.people, 2)

    # ----------------------------------------------------------------------- start
    def reload(self) -> None:
        """Reads the branch and its people."""
        context, org_id = self.workplace.context, self._org.id
        self.workplace.jobs.read(
            self,
            lambda: loading.load_split(context, org_id),
            self._begin,
            topic="start",
            on_error=self._not_read,
        )

    def _not_read(self, error: TuanjiError) -> None:
        self.banner.say_error(error)

    def _begin(self, start: Start) -> None:
        again = self._start is not None
        self._start = start
        if not again:
            self._names = (start.node.full_name, start.node.short_name)
        here = {person.id for person in start.people}
        self._assigned = {one: part for one, part in self._assigned.items() if one in here}
        if self._parts:
            self._redraw()
        else:
            self._add_parts(1)
        for by, button in (("class_name", self.by_class), ("grade", self.by_grade)):
            button.setEnabled(len(groups_of(start.people, by)) > 1)

    # ----------------------------------------------------------------------- parts
    def _add_parts(self, count: int) -> None:
        start = self._start
        if start is None or len(self._parts) + count > min(_MOST, len(start.codes)):
            self.banner.say(f"一次最多拆出 {_MOST} 个新支部。", level="warning")
            return
        used = {part.code for part in self._parts}
        codes = [code for code in start.codes if code not in used]
        taken = [*start.taken, *(part.full_name for part in self._parts)]
        taken += [part.short_name for part in self._parts]
        for code in codes[:count]:
            step = len(self._parts) + 1
            full = numbered_after(start.node.full_name, start.taken, step)
            short = numbered_after(start.node.short_name, start.taken, step)
            self._parts.append(Part(code, full, short))
        self._redraw()

    def _drop_last(self) -> None:
        if len(self._parts) > 1:
            gone = len(self._parts)
            self._parts.pop()
            self._assigned = {one: part for one, part in self._assigned.items() if part != gone}
            self._redraw()

    def _group(self, by: str) -> None:
        """The largest group stays, each other one goes into a branch of its own."""
        start = self._start
        if start is None:
            return
        groups = groups_of(start.people, by)
        stays = max(groups, key=lambda group: (group in start.node.full_name, len(groups[group])))
        others = [group for group in groups if group != stays]
        if len(others) > min(_MOST, len(start.codes)):
            self.banner.say(
                f"有 {len(groups)} 个不同的值，一次最多拆出 {_MOST} 个新支部。", level="warning"
            )
            return
        names = list(groups)
        self._parts = [
            Part(
                code,
                named_after(start.node.full_name, group, names),
                named_after(start.node.short_name, group, names),
            )
            for code, group in zip(start.codes, others, strict=False)
        ]
        self._assigned = {
            one: number for number, group in enumerate(others, start=1) for one in groups[group]
        }
        self._redraw()

    def _redraw(self) -> None:
        """Both tables and the choice of targets after any change of the parts."""
        self._filling = True
        self.parts.setRowCount(len(self._parts) + 1)
        code = self._org.code
        rows = [(code, *self._names), *((p.code, p.full_name, p.short_name) for p in self._parts)]
        for place, (row_code, full, short) in enumerate(rows):
            for column, text in (
                (_NUMBER, str(place)),
                (_CODE, row_code),
                (_FULL, full),
                (_SHORT, short),
            ):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column == _NUMBER or (column == _CODE and place == 0):
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.parts.setItem(place, column, item)
        self._filling = False
        kept = self.target.currentIndex()
        self.target.clear()
        self.target.addItems([self._part_words(number) for number in range(len(self._parts) + 1)])
        self.target.setCurrentIndex(kept if 0 < kept < self.target.count() else 1)
        self.drop_part.setEnabled(len(self._parts) > 1)
        self.add_part.setEnabled(len(self._parts) < _MOST)
        self._show_people()
        self._show_sizes()
        self.inputs_changed()

    def _typed(self, item: QTableWidgetItem) -> None:
        if self._filling:
            return
        place, column, text = item.row(), item.column(), item.text()
        if place == 0:
            full, short = self._names
            self._names = (text, short) if column == _FULL else (full, text)
        else:
            key = {_CODE: "code", _FULL: "full_name", _SHORT: "short_name"}.get(column)
            if key is None:
                return
            self._parts[place - 1] = replace(self._parts[place - 1], **{key: text})
            if key == "short_name":
                self.target.setItemText(place, self._part_words(place))
                self._repaint(self._assigned)
        self.inputs_changed()

    def _show_sizes(self) -> None:
        people = self._start.people if self._start else ()
        counts = [0] * (len(self._parts) + 1)
        for person in people:
            counts[self._assigned.get(person.id, 0)] += person.on_roster
        self._filling = True
        rule = self.workplace.context.policy.tree.sizes.get(self._org.kind)
        for place, count in enumerate(counts):
            fits = rule is None or (
                count >= rule.at_least and (rule.at_most is None or count <= rule.at_most)
            )
            item = QTableWidgetItem(f"{count:,}" if fits else f"{count:,} !")
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip("" if fits else "人数不在一般的范围内，只作提醒")
            self.parts.setItem(place, _SIZE, item)
        self._filling = False

    # ---------------------------------------------------------------------- people
    def _show_people(self) -> None:
        words = self.search_box.text().strip()
        people = self._start.people if self._start else ()
        self.people.show_rows(
            {
                one.id: one
                for one in people
                if words in one.name or words in one.class_name or words in one.grade
            }
        )

    def _assign_chosen(self, part: int) -> None:
        if 0 <= part <= len(self._parts):
            self.assign(self.people.chosen_ids() or [self.people.current_id()], part)

    def assign(self, ids: Sequence[int], part: int) -> None:
        """Puts people into a part; 0 is the branch they are in."""
        known = {person.id for person in self._start.people} if self._start else set()
        for one in ids:
            if one in known:
                self._assigned[one] = part
        self._repaint(ids)
        self._show_sizes()
        self.inputs_changed()

    def _repaint(self, ids: Iterable[int]) -> None:
        self.people.paged.refresh_ids(set(ids))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self.people and isinstance(event, QKeyEvent):
            text = event.text()
            if event.type() == QEvent.Type.KeyPress and text in list("0123456789"):
                self._assign_chosen(int(text))
                return True
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------------- act
    def nothing_yet(self) -> str:
        return "请把一部分人分到新支部。"

    def act(self) -> Act | None:
        if self._start is None or not any(self._assigned.values()):
            return None
        return Split(
            org_id=self._org.id,
            parts=tuple(self._parts),
            assigned=tuple(sorted(self._assigned.items())),
            names=None if self.dissolve.isChecked() else self._names,
            dissolve=self.dissolve.isChecked(),
        )
