"""What of the roster a list covers: the unit the clerk named, or what its rows name themselves."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..orgs.kinds import BRANCH_KINDS
from ..orgs.queries import Organization

_MOST = 0.95
"""A few strays do not widen the scope."""


@dataclass(frozen=True, slots=True)
class Scope:
    """`org_id` None is the whole office. `branches` are those whose members the list should have;
    `silent` those below `org_id` that a guessed scope leaves out, for the list names nobody there.
    """

    org_id: int | None
    name: str
    guessed: bool
    branches: frozenset[int]
    silent: frozenset[int]


class Tree:
    """The nodes that are not dissolved, from above and from below."""

    def __init__(self, nodes: Sequence[Organization]) -> None:
        self.nodes = {node.id: node for node in nodes}
        self._children: dict[int | None, list[int]] = defaultdict(list)
        for node in nodes:
            self._children[node.parent_id].append(node.id)

    def below(self, org_id: int | None) -> list[int]:
        """The node and everything under it; None: everything."""
        found = [org_id] if org_id is not None else list(self._children[None])
        for one in found:
            found += self._children[one]
        return found

    def branches(self, org_id: int | None) -> frozenset[int]:
        """The nodes below that can have members of their own."""
        return frozenset(one for one in self.below(org_id) if self.nodes[one].kind in BRANCH_KINDS)

    def narrowest(self, votes: Mapping[int, int]) -> int | None:
        """The deepest node that nearly all votes lie under."""
        heard: Counter[int] = Counter()
        for org_id, number in votes.items():
            place: int | None = org_id
            while place is not None and place in self.nodes:
                heard[place] += number
                place = self.nodes[place].parent_id
        wanted = _MOST * sum(votes.values())
        found: int | None = None
        while True:
            below = [one for one in self._children[found] if heard[one] >= wanted > 0]
            if len(below) != 1:
                return found
            found = below[0]

    def named(self, org_id: int | None) -> str:
        """What a scope is called."""
        if org_id is None or org_id not in self.nodes:
            return "全部团组织"
        return self.nodes[org_id].full_name


def chosen_scope(tree: Tree, org_id: int | None) -> Scope:
    """The scope that the clerk named: everybody in it should be in the list."""
    below = frozenset(tree.below(org_id))
    return Scope(org_id, tree.named(org_id), False, below, frozenset())


def guessed_scope(tree: Tree, named: Mapping[int, int], homes: Mapping[int, int]) -> Scope:
    """The scope that the rows speak for: the branches they name, else those in which the persons
    found are recorded (branch → rows)."""
    votes = named if sum(named.values()) * 2 >= sum(homes.values()) else homes
    org_id = tree.narrowest(votes)
    below = frozenset(tree.below(org_id))
    heard = frozenset(one for one in votes if one in below)
    silent = tree.branches(org_id) - heard
    return Scope(org_id, tree.named(org_id), True, heard, silent)
