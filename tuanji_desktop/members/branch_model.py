"""The units that a picker lists, any number of them, and those of them that answer to what is typed."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from ..core.pinyin import name_keys
from ..kit.paged_model import Index
from .loading import BETWEEN, BranchChoice

CHOICE = Qt.ItemDataRole.UserRole
_NOBODY = "·"
"""Before a name it is no surname: 解放路 begins with jf."""


class BranchModel(QAbstractListModel):
    """Holds places in the list of choices; texts are made for the lines in sight."""

    def __init__(self, choices: Sequence[BranchChoice], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._shown: Sequence[int] = range(len(choices))
        self._words: list[str] = []
        self._initials: list[str] = []

    def narrow(self, text: str) -> None:
        """Shows those of which every part of the text is told: by name, superior or code, in letters
        also by the initials of the pinyin."""
        parts = text.casefold().split()
        self.beginResetModel()
        self._shown = range(len(self._choices))
        for part in parts:
            said = self._said()
            spelt = self._spelt() if part.isascii() and not part.isdecimal() else said
            self._shown = [at for at in self._shown if part in said[at] or part in spelt[at]]
        self.endResetModel()

    def _said(self) -> list[str]:
        if not self._words:
            self._words = [
                f"{one.full_name} {one.short_name} {one.place} {one.code}".casefold()
                for one in self._choices
            ]
        return self._words

    def _spelt(self) -> list[str]:
        """The initials of a unit, of each of its superiors, and of all together: 一中高三 is yzgs."""
        if not self._initials:
            known: dict[str, str] = {}

            def initials(name: str) -> str:
                if name not in known:
                    known[name] = name_keys(_NOBODY + name).initials
                return known[name]

            self._initials = [
                "".join(map(initials, (*one.place.split(BETWEEN), one.short_name)))
                for one in self._choices
            ]
        return self._initials

    def place_of(self, row: int) -> str:
        """Where the unit of a line stands in the tree, itself and its code at the end."""
        one = self._choices[self._shown[row]]
        return f"{BETWEEN.join(filter(None, (one.place, one.short_name)))}（{one.code}）"

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one = self._choices[self._shown[index.row()]]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{one.short_name}　{one.place}" if one.place else one.short_name
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{one.full_name}（{one.code}）"
        return one if role == CHOICE else None
