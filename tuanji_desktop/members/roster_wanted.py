"""What the columns of a list may do to members who are there: policies, and what was asked of whom."""

from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType

from ..rules.fields import label_of
from ..sheets.reading import Reading
from . import queries
from .homes import SPEAK_OF_BRANCH
from .matching import alike
from .reader import CleanRow
from .roster_rows import policies_of

_WHO = frozenset({"name", "id_number"})
"""These say who is meant and are never taken away."""

_NONE: Mapping[str, Collection[int]] = MappingProxyType({})

Asked = Callable[[queries.Member], Collection[str]]
Tell = Callable[[CleanRow, str, str, str, str, str], None]


class Wanted:
    """`asked` narrows a list to the fields that were asked of each member: what stands in other
    cells is told through `tell` and not taken. `deduced`: field → rows in which it fills a
    blank only."""

    def __init__(
        self,
        reading: Reading,
        mapped: Sequence[str],
        *,
        asked: Asked | None,
        tell: Tell,
        deduced: Mapping[str, Collection[int]] = _NONE,
    ) -> None:
        self._skipped, self._filled = policies_of(reading)
        self._mapped, self._asked, self._tell = mapped, asked, tell
        self._deduced = deduced
        self._all = not (self._skipped or self._filled or asked or deduced)

    def cells(self, row: CleanRow, member: queries.Member | None) -> CleanRow:
        """The row without the cells that may do nothing to this record, and what was found in
        them. A row of nobody known stays as it is."""
        if self._all or member is None:
            return row
        held = {*self._skipped, *(name for name in self._filled if member.values.get(name))}
        if self._asked is not None:
            held |= self._not_asked(row, member, frozenset(self._asked(member)))
        named = row.values.get("name")
        keeps_name = "name" in held and alike(named, member.name)
        gone = held - _WHO
        values = {name: value for name, value in row.values.items() if name not in gone}
        if keeps_name:
            values["name"] = member.name
            gone = {*gone, "name"}
        findings = tuple(one for one in row.findings if one.field not in gone)
        if "branch" in gone:
            gone = {*gone, *SPEAK_OF_BRANCH}
        raw = {name: cell for name, cell in row.raw.items() if name not in gone}
        for name, rows in self._deduced.items():
            if row.number in rows and member.values.get(name):
                values.pop(name, None)
        return CleanRow(row.number, values, findings, raw)

    def _not_asked(self, row: CleanRow, member: queries.Member, asked: frozenset[str]) -> set[str]:
        """The fields nobody asked for; where one is filled in with something else, it is told."""
        others = {name for name in self._mapped if name not in asked}
        for name in (one for one in self._mapped if one in others):
            value = row.values.get(name)
            if not value or name in _WHO or name == "branch" or value == member.values.get(name):
                continue
            message = f"没有要求补正“{label_of(name)}”，没有采用“{value}”。"
            self._tell(row, name, "warning", "field.not_asked", message, value)
        return others
