"""The rule sheet as a table on screen: fields down, steps of the life cycle across."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ..kit.labels import name_headers
from ..kit.style import scaled
from ..rules.lifecycle import STAGE_LABELS, Stage
from ..rules.policy_parts import TIER_LABELS
from ..rules.rule_sheet import TIER_SIGNS, RuleCell, RuleRow, RuleSheet

OTHER_DAY = "△"
NOW = "▼ 现在"
LEGEND = (
    "　".join(f"{sign}＝{TIER_LABELS[tier]}" for tier, sign in TIER_SIGNS.items())
    + f"　*＝必填　{OTHER_DAY}＝与今天不同　{NOW}＝团员现在的阶段"
)
_COLUMN = 84
_LABEL = 132

Index = QModelIndex | QPersistentModelIndex


class RuleSheetModel(QAbstractTableModel):
    """Every cell says its tier in a character; the whole of it is in the tool tip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sheet: RuleSheet | None = None
        self._rows: Sequence[RuleRow] = ()
        self._present: Stage | None = None
        self._other: frozenset[tuple[str, Stage]] = frozenset()

    def show_sheet(
        self,
        sheet: RuleSheet,
        *,
        present: Stage,
        other: frozenset[tuple[str, Stage]],
        words: str = "",
    ) -> None:
        """Shows the fields whose label or group holds `words`; `other` are the cells that are
        otherwise today."""
        self.beginResetModel()
        self._sheet, self._present, self._other = sheet, present, other
        self._rows = [
            row for row in sheet.rows if all(w in f"{row.label} {row.group}" for w in words.split())
        ]
        self.endResetModel()

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The columns."""
        return self._sheet.stages if self._sheet else ()

    def place(self, index: Index) -> tuple[RuleRow, Stage, RuleCell] | None:
        """What stands at an index."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        return row, self.stages[index.column()], row.cells[index.column()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.stages)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        found = self.place(index)
        if found is None:
            return None
        row, stage, cell = found
        match role:
            case Qt.ItemDataRole.DisplayRole:
                mark = f" {OTHER_DAY}" if (row.field, stage) in self._other else ""
                return f"{cell.sign}{mark}"
            case Qt.ItemDataRole.ToolTipRole:
                return f"{cell.words}{'必填。' if cell.starred else ''}"
            case Qt.ItemDataRole.AccessibleTextRole:
                star = "，必填" if cell.starred else ""
                return f"{row.label}，{STAGE_LABELS[stage]}：{cell.words}{star}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
            case Qt.ItemDataRole.FontRole if stage is self._present:
                font = QFont()
                font.setBold(True)
                return font
        return None

    def headerData(  # noqa: N802
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return self._rows[section].label
        stage = self.stages[section]
        return f"{STAGE_LABELS[stage]}\n{NOW}" if stage is self._present else STAGE_LABELS[stage]


class RuleSheetTable(QTableView):
    """The table; one cell is current, by mouse or by the arrows."""

    def __init__(self, model: RuleSheetModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("rule_sheet_table")
        self.setAccessibleName("规则表：行是字段，列是阶段")
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        across, down = self.horizontalHeader(), self.verticalHeader()
        name_headers(self)
        across.setDefaultSectionSize(scaled(_COLUMN))
        across.setMinimumHeight(scaled(44))
        across.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        down.setFixedWidth(scaled(_LABEL))
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        down.setDefaultSectionSize(scaled(26))
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def go_to(self, stage: Stage) -> None:
        """Puts the cursor into the first row of a stage and brings its column into sight."""
        model = self.model()
        assert isinstance(model, RuleSheetModel)
        if model.rowCount() and stage in model.stages:
            index = model.index(0, model.stages.index(stage))
            self.setCurrentIndex(index)
            self.scrollTo(index)
