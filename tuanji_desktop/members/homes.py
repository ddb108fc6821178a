"""Which branch the rows of a list of persons name: in a column of its own, or by school, grade and
class together (`orgs.places`). What a clerk said of a text counts for every row that says so."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ..orgs.matching import Match
from ..orgs.places import Cells, PlaceFinder
from ..orgs.queries import Organization
from ..sheets.heading import Table
from ..sheets.prepared import text_of
from ..sheets.reading import Reading

SPEAK_OF_BRANCH = ("branch", "superior", "school", "grade", "major", "class_name")
_NAMED_BY = SPEAK_OF_BRANCH[:3]
"""The columns that say where somebody belongs."""
_PLACES = ("class_name", "grade", "superior", "major", "school")
"""Where the branch of a row is looked for, and shown, in a list without a column for it."""
_NAMED = 0.95


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says of its branch, and which that is; `sure` if there is no doubt."""

    cells: Cells
    match: Match
    sure: Organization | None


class Homes:
    """Answers for the rows of one table. `unit`: the node the list was imported for. `by_class`:
    whether other columns speak where the branch's own is missing or blank."""

    def __init__(
        self,
        nodes: Iterable[Organization],
        *,
        today: date,
        unit: int | None = None,
        reading: Reading = Reading(),  # noqa: B008 - frozen
        by_class: bool = True,
    ) -> None:
        self._nodes = {node.id: node for node in nodes}
        self._finder = PlaceFinder(self._nodes.values(), today=today, unit=unit)
        self._meant = {text: said for name, text, said in reading.values if name == "branch"}
        self._names = SPEAK_OF_BRANCH if by_class else _NAMED_BY
        self._by_class = by_class
        self._found: dict[tuple[object, ...], Said] = {}

    @property
    def nodes(self) -> Collection[Organization]:
        """The tree as the rows met it."""
        return self._nodes.values()

    def find(self, row: Mapping[str, object]) -> Said:
        """What a row says of its branch: a list says the same of all who are in one."""
        branch = row.get("branch")
        # Beside the name of a branch what other columns say of it counts for nothing.
        named = type(branch) is str and branch.strip()
        key: tuple[object, ...]
        if named:
            key = branch, row.get("superior"), row.get("school")
        else:
            key = tuple(map(row.get, self._names))
        found = self._found.get(key)
        if found is None:
            cells = Cells(*map(text_of, key))
            if cells.branch and not named:
                cells = Cells(cells.branch, cells.superior, cells.school)
            match = self._match(cells)
            found = self._found[key] = Said(cells, match, match.sure)
        return found

    def similar(self, cells: Cells, *, most: int) -> Match:
        """The branches that it may mean, for a clerk to choose from."""
        return self._finder.similar(cells, most=most)

    def _match(self, cells: Cells) -> Match:
        if cells.branch:
            return self._finder.find(cells)
        if not self._by_class:
            return Match(())
        said = self._meant.get(cells.words)
        if said is None:
            return self._finder.find(cells)
        return self._finder.find(Cells(branch=said)) if said else Match(())

    # ------------------------------------------------------------------------- one row
    def named(
        self, row: Mapping[str, object], recorded: Collection[int]
    ) -> tuple[Organization | None, tuple[str, str, str] | None]:
        """The branch; or level, code and words of why it is not known which. None and None where
        the row says nothing of it.

        Of several that a short name could mean, the one where the person is recorded is meant. What
        school and class say together leaves somebody who is recorded where they are, unless it is a
        branch by its name.
        """
        said = self.find(row)
        cells, match, sure = said.cells, said.match, said.sure
        if sure is not None:
            if cells.branch or match.candidates[0][1] >= _NAMED or not recorded:
                return sure, None
            if sure.id not in recorded:
                message = (
                    f"“{cells.words}”像是 {self.in_full(sure)}，与在册的团支部不同，团支部没有改。"
                )
                return None, ("warning", "branch.differs", message)
            return sure, None
        if not cells.words:
            return None, None
        at_odds = self._finder.at_odds(cells)
        own = [node for node, _score in match.candidates if node.id in recorded]
        if own and not at_odds:
            return own[0], None
        level = "warning" if recorded and (own or not cells.branch) else "error"
        if at_odds:
            message = (
                f"“{cells.superior}”不是“{cells.school}”的，不知道以哪一个为准，请核对学校和院系。"
            )
            return None, (level, "branch.ambiguous", message)
        if match.candidates:
            names = "、".join(self.in_full(node) for node, _score in match.candidates[:3])
            message = f"“{cells.words}”可能是：{names}。请写组织全称或组织编码。"
            return None, (level, "branch.ambiguous", message)
        message = f"没有名为“{cells.words}”的团支部，请核对名称，或先在团组织树中建立。"
        return None, (level, "branch.unknown", message)

    def written(self, row: Mapping[str, object]) -> str:
        """What the row says of its branch."""
        return self.find(row).cells.words

    def in_full(self, node: Organization) -> str:
        """A branch by its short name and whose it is: half the county has a 高三（1）班."""
        above = self._nodes.get(node.parent_id or 0)
        return f"{node.short_name}（{above.short_name}）" if above else node.short_name


def has_home(table: Table, *, unit: int | None) -> bool:
    """Whether a list says of anybody where they belong; one for a `unit` need not."""
    return unit is not None or not {"branch", *_PLACES[:3]}.isdisjoint(table.columns)


def shown_at(table: Table) -> Table:
    """The table as findings see it: what is said of a branch without a column of its own stands at
    the class."""
    if "branch" in table.columns:
        return table
    place = next((table.columns[name] for name in _PLACES if name in table.columns), None)
    if place is None:
        return table
    return replace(table, columns={**table.columns, "branch": place})
