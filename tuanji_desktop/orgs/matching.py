"""Finding the organisation that a list means by a name written in one of a dozen ways."""

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass

from .kinds import BRANCH_KINDS, match_name
from .queries import Organization

_SUPERIORS = ("团委", "团总支", "团工委")
_BRANCH = "团支部"


@dataclass(frozen=True, slots=True)
class Match:
    """The nodes a name may mean, best first, with scores from 0 to 1 (1: certain)."""

    candidates: tuple[tuple[Organization, float], ...]

    @property
    def sure(self) -> Organization | None:
        """The one node meant, if there is no doubt."""
        best = [node for node, score in self.candidates if score >= 0.9]
        return best[0] if len(best) == 1 else None


class NameIndex:
    """All nodes by normalised name, for matching many rows against one tree."""

    def __init__(self, nodes: Iterable[Organization], *, branches_only: bool = True) -> None:
        self._exact: dict[str, list[Organization]] = {}
        self._short: dict[str, list[Organization]] = {}
        self._nodes: list[tuple[str, Organization]] = []
        self._bare = (_BRANCH,) if branches_only else _SUPERIORS
        for node in nodes:
            if branches_only and node.kind not in BRANCH_KINDS:
                continue
            full, short = match_name(node.full_name), match_name(node.short_name)
            self._exact.setdefault(full, []).append(node)
            self._exact.setdefault(node.code.upper(), []).append(node)
            if short != full:
                self._short.setdefault(short, []).append(node)
            self._nodes.append((full, node))
        self._known: dict[tuple[str, int | None], Match] = {}

    def find(self, name: str, *, within: Set[int] | None = None) -> Match:
        """What a written name means; `within` are the ids of the school that sent the list."""
        key = (name, id(within) if within is not None else None)
        if key not in self._known:
            self._known[key] = self._find(name, within)
        return self._known[key]

    def _find(self, name: str, within: Set[int] | None) -> Match:
        wanted = match_name(name)
        if not wanted:
            return Match(())
        spellings = [wanted]
        if not wanted.endswith((_BRANCH, *_SUPERIORS)):  # a class, a school: what it is is left out
            spellings += [wanted + ending for ending in self._bare]
        for score, table in ((1.0, self._exact), (0.95, self._short)):
            for spelling in (*spellings, name.strip().upper()):
                found = [node for node in table.get(spelling, []) if _inside(node, within)]
                if found:
                    return Match(tuple((node, score if len(found) == 1 else 0.6) for node in found))
        ending = [
            (node, 0.9 if within is not None else 0.7)
            for full, node in self._nodes
            if _inside(node, within)
            and any(
                len(one) >= 4 and (full.endswith(one) or one.endswith(full)) for one in spellings
            )
        ]
        if len(ending) == 1:
            return Match(tuple(ending))
        return Match(tuple((node, 0.6) for node, _score in ending))


def _inside(node: Organization, within: Set[int] | None) -> bool:
    return within is None or node.id in within


class BranchFinder:
    """The branch that a row means, from its own column and the one that names the superior."""

    def __init__(self, nodes: Iterable[Organization]) -> None:
        every = list(nodes)
        self._branches = NameIndex(every)
        self._superiors = NameIndex(
            [node for node in every if node.kind not in BRANCH_KINDS], branches_only=False
        )
        self._children: dict[int, list[int]] = defaultdict(list)
        for node in every:
            self._children[node.parent_id or 0].append(node.id)
        self._below: dict[int, frozenset[int]] = {}

    def find(self, name: str, *, superior: str = "", within: Set[int] | None = None) -> Match:
        """What a written branch name means; a superior settles what the name leaves open."""
        match = self._branches.find(name, within=within)
        if match.sure or not superior:
            return match
        above = self._superiors.find(superior).candidates
        if len(above) != 1:
            return match
        closer = self._branches.find(name, within=self._subtree(above[0][0].id))
        return closer if closer.sure and (within is None or closer.sure.id in within) else match

    def _subtree(self, org_id: int) -> frozenset[int]:
        if org_id not in self._below:
            found = [org_id]
            for one in found:
                found += self._children[one]
            self._below[org_id] = frozenset(found)
        return self._below[org_id]
