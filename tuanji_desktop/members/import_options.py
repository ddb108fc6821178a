"""What is asked beside the file of a roster: for which organisation it is imported."""

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ..kit.import_adapter import ImportOptions
from ..kit.page import Workplace
from .loading import ListUnits, load_list_units
from .unit_choice import UnitChoice


class RosterOptions(ImportOptions):
    """The unit whose list it is: it says the school where the list names classes only. A `scope`
    below the root is the one offered."""

    def __init__(self, workplace: Workplace, scope: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("roster_options")
        self.unit_box = UnitChoice(
            "为哪个组织导入",
            none="按名单各行判断",
            title="为哪个组织导入",
            name="roster_unit",
            tip="名单只写班级、没有写学校时，按这里选的组织找团支部",
            parent=self,
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.unit_box)
        self.unit_box.changed.connect(self.changed)
        context = workplace.context
        workplace.jobs.read(
            self, lambda: load_list_units(context, scope), self._show_units, topic="list_units"
        )

    def _show_units(self, found: ListUnits) -> None:
        self.unit_box.show_units(found.units, found.offered)

    @property
    def unit_id(self) -> int | None:
        """The organisation chosen; None: by the rows themselves."""
        return self.unit_box.unit_id

    @property
    def told(self) -> str:
        unit = self.unit_box.unit
        return f"为“{unit.short_name}”导入" if unit is not None else ""

    def answers(self) -> dict[str, str]:
        return {"unit": self.unit_box.code}

    def set_answers(self, answers: Mapping[str, str]) -> None:
        if "unit" in answers:
            self.unit_box.take_code(answers["unit"])
