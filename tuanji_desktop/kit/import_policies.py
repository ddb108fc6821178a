"""What each column of a list may do to records that exist."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.kit.import_columns import FieldChoice
from tuanji_desktop.kit.labels import label, restyled
from tuanji_desktop.sheets.reading import POLICIES, UPDATE

_SAID = "只管已经在册的记录；名单里新增的照名单写。无论怎么选，一个空格永远不会清掉原有内容。"


class PolicyList(QWidget):
    """One line for each field of the list that may say something else than 更新."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("policy_list")
        self.setAccessibleName("已有的记录怎么更新")
        self._fields: dict[str, str] = {}
        self._listed: dict[str, str] | None = None
        self._boxes: dict[str, QComboBox] = {}
        self._chosen: dict[str, str] = {}
        said = label(_SAID, role="muted", name="policy_said", parent=self)
        said.setWordWrap(True)
        all_row = QHBoxLayout()
        all_row.setSpacing(8)
        all_row.addWidget(label("全部设为", role="muted", parent=self))
        for policy, words in POLICIES.items():
            button = QPushButton(words, self)
            button.setObjectName(f"policy_all_{policy}")
            button.setAccessibleName(f"所有栏目都{words}")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, one=policy: self.set_all(one))
            all_row.addWidget(button)
        all_row.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("policy_scroll")
        self._scroll.setAccessibleName("各栏的更新办法")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(said)
        layout.addLayout(all_row)
        layout.addWidget(self._scroll, 1)

    def show_fields(self, fields: Sequence[str], labels: Mapping[str, str]) -> None:
        """The fields of this list for which anything may be said."""
        self._fields = {field: labels.get(field, field) for field in fields}
        if self.isVisible():
            self._build()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        self._build()  # most lists are imported without anybody looking here
        super().showEvent(event)

    def _build(self) -> None:
        if self._listed == self._fields:
            return
        self._listed = self._fields
        inner = QWidget(self)
        inner.setObjectName("policy_lines")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        self._boxes = {}
        for line, (field, words) in enumerate(self._fields.items()):
            box = FieldChoice(inner)
            box.setObjectName(f"policy_{field}")
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            box.setAccessibleName(f"{words}：已有的记录怎么更新")
            for policy, name in POLICIES.items():
                box.addItem(name, policy)
            box.setCurrentIndex(box.findData(self._chosen.get(field, UPDATE)))
            box.activated.connect(lambda _=0, one=field: self._pick(one))
            name_label = label(words, parent=inner)
            name_label.setBuddy(box)
            grid.addWidget(name_label, line, 0)
            grid.addWidget(box, line, 1)
            self._boxes[field] = box
        if self._boxes:
            self.setFocusProxy(next(iter(self._boxes.values())))
        if not self._fields:
            none = label("这份名单没有可以另作规定的栏目。", role="muted", parent=inner)
            grid.addWidget(none, 0, 0)
        grid.setColumnStretch(2, 1)
        grid.setRowStretch(max(1, len(self._fields)), 1)
        self._scroll.setWidget(inner)

    @property
    def policies(self) -> dict[str, str]:
        """Field → policy where it is not the usual one."""
        return dict(self._chosen)

    def take(self, policies: Mapping[str, str]) -> None:
        """Puts these in the place of what was chosen."""
        self._chosen = {name: one for name, one in policies.items() if one != UPDATE}
        for field, box in self._boxes.items():
            box.setCurrentIndex(box.findData(self._chosen.get(field, UPDATE)))

    def set_all(self, policy: str) -> None:
        """The same for every field of the list."""
        self._chosen |= dict.fromkeys(self._fields, policy)
        self.take(self._chosen)
        self.changed.emit()

    def _pick(self, field: str) -> None:
        self._chosen[field] = str(self._boxes[field].currentData())
        restyled(self._boxes[field], "level", "")
        self.take(self._chosen)
        self.changed.emit()
