"""Lists that go out by the menu: the roster, the tree, the table in sight, templates for schools.

Dialogs are imported when they are first opened.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from .kit.page import Workplace
from .kit.paged_table import PagedTableView
from .main_window import MainWindow
from .members.page import RosterPage

if TYPE_CHECKING:
    from .kit.export_dialog import ExportDialog
    from .members.template_dialog import TemplateDialog


class ExportCommands(QObject):
    """What the file menu writes out; `roster` builds the roster desk where it is not there yet."""

    def __init__(
        self, workplace: Workplace, window: MainWindow, roster: Callable[[], RosterPage]
    ) -> None:
        super().__init__(window)
        self._workplace, self._window, self._roster = workplace, window, roster

    def acts(self) -> dict[str, Callable[[], None]]:
        """The commands of the menus."""
        return {
            "export_roster": self.export_roster,
            "export_orgs": lambda: self._keep(self.export_organizations()),
            "export_table": self.export_table,
            "template": lambda: self._keep(self.save_template()),
        }

    def export_roster(self) -> None:
        """The roster of the node chosen in the tree."""
        page = self._roster()
        page.set_scope(self._window.scope.id if self._window.scope else None)
        page.export()

    def export_organizations(self) -> "ExportDialog":
        """The nodes below the one chosen, as a list that can be imported again."""
        from .kit.export_dialog import ExportDialog
        from .orgs.export import organizations_exportable

        scope = self._window.scope
        exportable = organizations_exportable(
            self._workplace.context, org_id=scope.id if scope else None
        )
        return ExportDialog(self._workplace, exportable, tell=self._window.say, parent=self._window)

    def export_table(self) -> None:
        """The table that has the keyboard, else the largest one of the desk in sight."""
        table = self.table_in_sight()
        if table is None or not len(table.source.ids):
            self._window.say("info", "这一页现在没有可以导出的表格。")
        else:
            table.export()

    def table_in_sight(self) -> PagedTableView[Any] | None:
        """The table that 导出当前表格 is about."""
        above: QWidget | None = QApplication.focusWidget()
        while above is not None:
            if isinstance(above, PagedTableView):
                return above
            above = above.parentWidget()
        shown = [one for one in self._window.desk.findChildren(PagedTableView) if one.isVisible()]
        return max(shown, key=lambda one: one.width() * one.height(), default=None)

    def save_template(self) -> "TemplateDialog":
        """An empty list for schools, of the node chosen where the clerk wants that."""
        from .members.template_dialog import TemplateDialog

        dialog = TemplateDialog(self._workplace, self._window.scope, parent=self._window)
        dialog.said.connect(self._window.say)
        return dialog

    def _keep(self, dialog: "ExportDialog | TemplateDialog") -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
