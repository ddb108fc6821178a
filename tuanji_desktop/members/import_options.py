"""What is asked beside the file of a roster: for which organisation it is imported."""

from collections.abc import Mapping

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from ..kit.import_adapter import ImportOptions
from ..kit.labels import label
from ..kit.page import Workplace
from .loading import ListUnits, load_list_units

_BY_LIST = "按名单各行判断"


class RosterOptions(ImportOptions):
    """The unit whose list it is: it says the school where the list names classes only. A `scope`
    below the root is the one offered."""

    def __init__(self, workplace: Workplace, scope: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("roster_options")
        self._ids: dict[str, int] = {}
        self._wanted: str | None = None
        self.unit_box = QComboBox(self)
        self.unit_box.setObjectName("roster_unit")
        self.unit_box.setAccessibleName("为哪个组织导入")
        self.unit_box.setMinimumContentsLength(20)
        self.unit_box.addItem(_BY_LIST, None)
        self.unit_box.setToolTip("名单只写班级、没有写学校时，按这里选的组织找团支部")
        name = label("为哪个组织导入", role="muted", parent=self)
        name.setBuddy(self.unit_box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(name)
        row.addWidget(self.unit_box)
        row.addStretch(1)
        self.unit_box.activated.connect(lambda _index: self.changed.emit())
        context = workplace.context
        workplace.jobs.read(
            self, lambda: load_list_units(context, scope), self._show_units, topic="list_units"
        )

    def _show_units(self, found: ListUnits) -> None:
        for org_id, code, words in found.units:
            self._ids[code] = org_id
            self.unit_box.addItem(words, org_id)
        if self._wanted is not None:
            self._choose(self._wanted)
        elif found.offered is not None:
            self.unit_box.setCurrentIndex(self.unit_box.findData(found.offered))

    @property
    def unit_id(self) -> int | None:
        """The organisation chosen; None: by the rows themselves."""
        chosen = self.unit_box.currentData()
        return None if chosen is None else int(chosen)

    def answers(self) -> dict[str, str]:
        codes = {org_id: code for code, org_id in self._ids.items()}
        return {"unit": codes.get(self.unit_id or 0, "") if self._ids else (self._wanted or "")}

    def set_answers(self, answers: Mapping[str, str]) -> None:
        if "unit" in answers:
            self._wanted = answers["unit"]
            if self._ids:
                self._choose(self._wanted)

    def _choose(self, code: str) -> None:
        """A unit by its code, as an answer keeps it; '' is none."""
        place = self.unit_box.findData(self._ids[code]) if code in self._ids else 0
        if place >= 0 and (not code or code in self._ids):
            self.unit_box.setCurrentIndex(place)
            self.changed.emit()
