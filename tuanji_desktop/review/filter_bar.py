"""Which requests the queue shows: whose, overdue ones, with which field. The tree is the scope."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QPushButton, QWidget

from ..kit.flow import FlowLayout
from ..rules.fields import label_of
from .queries import Filter

CHOICES: Mapping[str, str] = MappingProxyType(
    {"all": "全部", "overdue": "超期", "others": "他人提出", "mine": "本人提出"}
)


class FilterBar(QWidget):
    """One of four choices, and a field."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_filters")
        self.setAccessibleName("筛选修改申请")
        self.buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        flow = FlowLayout()
        for key, words in CHOICES.items():
            button = QPushButton(words, self)
            button.setObjectName(f"filter_{key}")
            button.setAccessibleName(f"显示{words}的修改申请")
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setChecked(key == "all")
            button.clicked.connect(lambda _=False: self.changed.emit())
            group.addButton(button)
            self.buttons[key] = button
            flow.addWidget(button)
        self.field = QComboBox(self)
        self.field.setObjectName("filter_field")
        self.field.setAccessibleName("按修改的字段筛选")
        self.field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.field.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.show_fields(())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(flow, 1)
        layout.addWidget(self.field)

    def chosen(self, org_id: int | None) -> Filter:
        """The filter below a node."""
        key = next(name for name, button in self.buttons.items() if button.isChecked())
        return Filter(
            org_id=org_id,
            who=key if key in ("mine", "others") else "",
            overdue=key == "overdue",
            field=str(self.field.currentData() or ""),
        )

    def show_fields(self, names: Sequence[str]) -> None:
        """Offers the fields that wait; one that was chosen stays, be there none left of it."""
        chosen = str(self.field.currentData() or "")
        wanted = [*names, *([chosen] if chosen and chosen not in names else [])]
        now = [self.field.itemData(place) for place in range(1, self.field.count())]
        if self.field.count() and now == wanted:
            return
        with QSignalBlocker(self.field):
            self.field.clear()
            self.field.addItem("全部字段", "")
            for name in wanted:
                self.field.addItem(label_of(name), name)
            self.field.setCurrentIndex(max(0, self.field.findData(chosen)))
        self.field.setEnabled(self.field.count() > 1)

    def clear(self) -> None:
        """Shows all again."""
        with QSignalBlocker(self.field):
            self.buttons["all"].setChecked(True)
            self.field.setCurrentIndex(0)
