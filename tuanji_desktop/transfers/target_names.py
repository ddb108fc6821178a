"""Which of our units a written target may be; a unit is named by its code from here on."""

from collections.abc import Set
from dataclasses import dataclass

from ..office.context import Context
from ..orgs import queries as orgs
from ..orgs.kinds import match_name
from ..orgs.matching import BranchFinder, NameIndex

_SUPERIORS = ("团委", "团总支", "团工委")
_ENDINGS = (*_SUPERIORS, "团支部")


@dataclass(frozen=True, slots=True)
class TargetNames:
    """The units of this office by name. `within`: the ids of those into which somebody comes."""

    codes: Set[str]
    full_names: Set[str]
    matched: dict[str, int]
    index: NameIndex
    finder: BranchFinder
    within: frozenset[int] | None = None

    def is_ours(self, written: str) -> bool:
        """Whether a name is exactly that of one of our units (`targets.understand`)."""
        if written.upper() in self.codes or written in self.full_names:
            return True
        if any(self.matched.get(one) == 1 for one in _spellings(written)):
            return True
        sure = self.index.find(written).sure  # with its province and city before it
        return sure is not None and match_name(written).endswith(match_name(sure.full_name))

    def is_doubtful(self, written: str) -> bool:
        """Whether several of our units have this name."""
        return any(self.matched.get(one, 0) > 1 for one in _spellings(written))

    def is_sure(self, written: str) -> bool:
        """Whether somebody who comes in can be sent there without a question."""
        found = (
            self.finder.find(written, within=self.within).sure
            or self.finder.above(written, within=self.within).sure
        )
        return found is not None or self.is_ours(written)

    def like(self, written: str) -> list[tuple[str, str, float]]:
        """Our units like a name, the likest first: code, words, score."""
        found = self.index.similar(written, within=self.within).candidates
        return [(node.code, node.full_name, score) for node, score in found]


def load_target_names(context: Context, *, within: int | None = None) -> TargetNames:
    """Gathers the names of all units in use."""
    with context.database.read() as connection:
        nodes = orgs.every(connection)
        below = frozenset(orgs.subtree_ids(connection, within)) if within is not None else None
    matched: dict[str, int] = {}
    for node in nodes:
        name = match_name(node.full_name)
        matched[name] = matched.get(name, 0) + 1
    return TargetNames(
        frozenset(node.code.upper() for node in nodes),
        frozenset(node.full_name for node in nodes),
        matched,
        NameIndex(nodes, branches_only=False),
        BranchFinder(nodes),
        below,
    )


def _spellings(written: str) -> tuple[str, ...]:
    name = match_name(written)
    return (name,) if name.endswith(_ENDINGS) else (name, *(name + one for one in _SUPERIORS))
