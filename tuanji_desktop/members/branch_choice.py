"""Choosing a branch for a list that names one nobody knows: any branch of the tree, or the missing
one made in place. Making it is an operation of its own, and the dialog says so."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ..kit.page import Workplace
from ..orgs.dialogs import NodeDialog
from ..orgs.queries import Organization
from .branch_dialog import BranchDialog
from .loading import BranchChoice, load_branches, load_units

NEW_BRANCH = "新建团支部…"
_NOTE = "新建的团支部立即写入台账，是单独的一步操作，与这次导入无关，可以单独撤销。"


class BranchMaker(QObject):
    """Asks for a branch; `on_chosen` gets its organisation code and how it is called.

    `written` is what the list says: it stands in the box and in the new node's names.
    """

    def __init__(
        self,
        workplace: Workplace,
        written: str,
        parent: QWidget,
        on_chosen: Callable[[str, str], None],
    ) -> None:
        super().__init__(parent)
        self._workplace, self._written = workplace, written
        self._window, self._on_chosen = parent, on_chosen
        self.dialog: BranchDialog | NodeDialog | None = None

    def ask(self) -> None:
        """Shows the branches in use."""
        context = self._workplace.context
        self._workplace.jobs.read(
            self, lambda: load_branches(context), self._offer, topic="branches"
        )

    def _offer(self, branches: tuple[BranchChoice, ...]) -> None:
        writable = not self._workplace.context.database.read_only
        dialog = BranchDialog(
            branches,
            self._window,
            title=f"“{self._written}”是哪个团支部",
            make=NEW_BRANCH if writable else "",
            note=_NOTE if writable else "",
        )
        dialog.chosen.connect(self._take)
        dialog.make_requested.connect(self._ask_superior)
        self.dialog = dialog
        dialog.open()

    def _take(self, branch: BranchChoice) -> None:
        above = f"（{branch.superior}）" if branch.superior else ""
        self._on_chosen(branch.code, f"{branch.short_name}{above}")

    # ------------------------------------------------------------------ making one
    def _ask_superior(self) -> None:
        context = self._workplace.context
        self._workplace.jobs.read(
            self, lambda: load_units(context), self._offer_superiors, topic="units"
        )

    def _offer_superiors(
        self, found: tuple[dict[int, Organization], tuple[BranchChoice, ...]]
    ) -> None:
        nodes, units = found
        dialog = BranchDialog(
            units,
            self._window,
            title=f"“{self._written}”建在哪个组织之下",
            what="上级组织",
        )
        dialog.chosen.connect(lambda unit: self._make(nodes[unit.id]))
        self.dialog = dialog
        dialog.open()

    def _make(self, superior: Organization) -> None:
        dialog = NodeDialog(self._workplace, parent_org=superior, parent=self._window)
        dialog.full_name.setText(self._written)
        dialog.short_name.setText(self._written)
        dialog.inputs_changed()
        dialog.accepted.connect(
            lambda: self._on_chosen(
                dialog.code.text().strip(), f"{dialog.short_name.text().strip()}（新建）"
            )
        )
        self.dialog = dialog
        dialog.open()
