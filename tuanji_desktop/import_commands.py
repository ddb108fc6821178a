"""Lists that come in: from the menu, dropped on the window, or an import that was left unfinished.

Wizards are imported when they are first opened.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from .kit.file_drop import FileDrop
from .kit.page import Workplace
from .main_window import MainWindow

if TYPE_CHECKING:
    from .history.undo_dialog import UndoDialog
    from .kit.import_wizard import ImportWizard

WORDS: Mapping[str, str] = {
    "import_roster": "导入花名册",
    "import_graduates": "导入毕业生名单",
    "import_transfers": "导入转接名单",
    "import_incoming": "导入转入名单",
    "import_return": "读回补正表",
    "import_orgs": "导入团组织",
    "compare": "比对系统导出的名单",
}
_OF_DESK: Mapping[str, tuple[str, ...]] = {
    "roster": ("import_roster",),
    "graduates": ("import_graduates",),
    "transfers": ("import_transfers", "import_incoming"),
    "quality": ("import_return",),
    "comparison": ("compare",),
}
"""What a list dropped on a desk is; on any other desk the clerk is asked."""
_OF_KIND: Mapping[str, str] = {
    "roster": "import_roster",
    "graduates": "import_graduates",
    "transfers": "import_transfers",
    "transfers_in": "import_incoming",
    "quality_return": "import_return",
    "organizations": "import_orgs",
    "comparison": "compare",
}
"""The kind of an adapter, as unfinished imports are kept by it → the command that opens it."""


class ImportCommands(QObject):
    """Opens the wizards and grants what they wish."""

    def __init__(
        self, workplace: Workplace, window: MainWindow, undo: Callable[[int], "UndoDialog"]
    ) -> None:
        super().__init__(window)
        self._workplace, self._window, self._undo = workplace, window, undo
        self.drops = FileDrop(window)
        self.drops.dropped.connect(self.take_files)

    def acts(self) -> dict[str, Callable[[], None]]:
        """The commands of the menus."""
        return {command: partial(self._open, command) for command in WORDS}

    def _open(self, command: str) -> None:
        self.open(command)

    def open(self, command: str, paths: Sequence[Path] = ()) -> "ImportWizard":
        """A wizard, with the files it is to take one after the other."""
        wizard = self._wizard(command)
        wizard.undo_requested.connect(partial(self._undo_import, wizard))
        wizard.said.connect(self._window.say)
        wizard.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        wizard.setModal(True)
        wizard.open()
        if paths:
            wizard.open_paths(paths)
        return wizard

    def _wizard(self, command: str) -> "ImportWizard":
        place, window = self._workplace, self._window
        scope = window.scope.id if window.scope else None
        match command:
            case "import_orgs":
                from .orgs.import_wizard import OrgImportWizard

                return OrgImportWizard(place, parent=window)
            case "import_roster":
                from .members.import_wizard import RosterImportWizard

                return RosterImportWizard(place, scope, parent=window)
            case "import_graduates":
                from .graduates.import_wizard import GraduateImportWizard

                return GraduateImportWizard(place, scope, parent=window)
            case "import_transfers":
                from .transfers.import_wizard import TransferImportWizard

                return TransferImportWizard(place, scope, parent=window)
            case "import_incoming":
                from .transfers.import_wizard import IncomingImportWizard

                return IncomingImportWizard(place, scope, parent=window)
            case "import_return":
                from .quality.import_wizard import ReturnWizard

                return ReturnWizard(place, scope, parent=window)
            case _:
                from .comparison.import_wizard import ComparisonWizard

                wizard = ComparisonWizard(place, scope, parent=window)
                wizard.imported.connect(lambda _number: window.show_desk("comparison"))
                return wizard

    def _undo_import(self, wizard: "ImportWizard", number: int) -> None:
        self._undo(number).undone.connect(lambda _result: wizard.show_undone())

    # -------------------------------------------------------------- files on the window
    def take_files(self, paths: Sequence[Path]) -> None:
        """Lists were dropped on the window: what they are the desk says, or else the clerk."""
        database = self._workplace.context.database
        if database.read_only:
            self._window.say("warning", database.refusal().message)
            return
        commands = _OF_DESK.get(self._window.desk.key, tuple(WORDS))
        if len(commands) == 1:
            self.open(commands[0], paths)
        else:
            self.ask(commands, paths).popup(QCursor.pos())

    def ask(self, commands: Sequence[str], paths: Sequence[Path]) -> QMenu:
        """What sort of list it is."""
        menu = QMenu(self._window)
        menu.setObjectName("dropped_menu")
        menu.setAccessibleName("拖来的是什么名单")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name = paths[0].name if len(paths) == 1 else f"{len(paths)} 份名单"
        title = menu.addAction(f"“{name}”是：")
        title.setEnabled(False)
        for command in commands:
            action = menu.addAction(WORDS[command])
            action.triggered.connect(lambda _=False, one=command: self.open(one, paths))
        return menu

    # ------------------------------------------------------------ unfinished imports
    def resume(self, kind: str) -> None:
        """Goes on with the unfinished import of a kind of list."""
        if kind in _OF_KIND:
            self.open(_OF_KIND[kind]).offers.resume_unfinished()
