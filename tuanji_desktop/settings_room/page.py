"""The settings desk 设置/备份: sections on the left, the chosen one on the right."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from ..core.paths import user_config_dir
from ..core.settings import FILE_NAME, MachineSettings, load_settings
from ..kit.page import Page, Workplace
from ..kit.style import scaled
from ..store.changes import Changes
from .backup_panel import BackupPanel
from .forms_panel import FormsPanel
from .letters_panel import LettersPanel
from .look_panel import LookPanel
from .numbers_panel import NumbersPanel
from .office_panel import OfficePanel
from .operator_panel import OperatorPanel, SafetyPanel
from .panel import Panel
from .policy_panel import PolicyPanel


class SettingsPage(Page):
    """What concerns the office and this machine as a whole."""

    key, title, icon, manual = "settings", "设置/备份", "settings", "settings"

    policy_changed = Signal(str)
    """Another pack is in force: the window makes a new context."""
    operator_changed = Signal(str)
    """The clerk wants to work as this operator: the window asks for the password and reopens."""
    office_open_requested = Signal(object)
    """`Path` of an office file to open instead."""
    appearance_changed = Signal(object)
    """`MachineSettings` to be applied and kept."""
    backup_made = Signal()
    """A backup was made: the status bar says so."""

    def __init__(
        self,
        workplace: Workplace,
        parent: QWidget | None = None,
        *,
        settings: MachineSettings | None = None,
    ) -> None:
        super().__init__(workplace, parent)
        machine = settings or load_settings(user_config_dir() / FILE_NAME)
        self.office = OfficePanel(workplace, self)
        self.policy = PolicyPanel(workplace, self)
        self.letters = LettersPanel(workplace, self)
        self.numbers = NumbersPanel(workplace, self)
        self.forms = FormsPanel(workplace, self)
        self.operators = OperatorPanel(workplace, self)
        self.safety = SafetyPanel(workplace, self)
        self.backup = BackupPanel(workplace, self)
        self.look = LookPanel(workplace, machine, self)
        self.panels: tuple[Panel, ...] = (
            self.office,
            self.policy,
            self.letters,
            self.numbers,
            self.forms,
            self.operators,
            self.safety,
            self.backup,
            self.look,
        )
        self._set_up()
        self._connect()

    def _set_up(self) -> None:
        self.sections = QListWidget(self)
        self.sections.setObjectName("settings_sections")
        self.sections.setAccessibleName("设置的部分")
        self.sections.setFixedWidth(scaled(128))
        self.sections.setUniformItemSizes(True)
        self.stack = QStackedWidget(self)
        self.stack.setObjectName("settings_stack")
        for panel in self.panels:
            item = QListWidgetItem(panel.title)
            item.setSizeHint(QSize(scaled(120), scaled(32)))
            self.sections.addItem(item)
            area = QScrollArea(self)
            area.setObjectName(f"settings_area_{panel.key}")
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setWidgetResizable(True)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            area.setWidget(panel)
            self.stack.addWidget(area)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sections)
        row.addWidget(self.stack, 1)
        self.sections.currentRowChanged.connect(self._show_section)
        self.sections.setCurrentRow(0)

    def _connect(self) -> None:
        self.policy.policy_changed.connect(self.policy_changed)
        self.policy.members_requested.connect(
            lambda ids, title: self.act_requested.emit("members", {"ids": ids, "title": title})
        )
        self.operators.operator_changed.connect(self.operator_changed)
        self.backup.office_open_requested.connect(self.office_open_requested)
        self.backup.backup_made.connect(self.backup_made)
        self.look.appearance_changed.connect(self.appearance_changed)

    def _show_section(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        self.panels[place].refresh()

    def set_scope(self, org_id: int | None) -> None:
        """Settings are the whole office's, whichever node is chosen."""

    def refresh(self) -> None:
        self.panels[self.stack.currentIndex()].refresh()

    def show_changes(self, changes: Changes) -> None:
        if changes.touches("settings", "operators", "document_numbers"):
            self.refresh()

    def show_hint(self, hint: object) -> None:
        """The key of a section: office, policy, letters, numbers, forms, operators, safety,
        backup, look."""
        keys = [panel.key for panel in self.panels]
        if hint in keys:
            self.sections.setCurrentRow(keys.index(str(hint)))
