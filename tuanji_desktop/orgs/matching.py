"""Finding the organisation that a list means by a name written in one of a dozen ways."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from .kinds import BRANCH_KINDS, match_name
from .names import ends_with, likeness, loose, stem
from .queries import Organization

_Table = dict[str, list[Organization]]
_SUPERIORS = ("团委", "团总支", "团工委")
_BRANCH = "团支部"
_SURE = 0.9
_DOUBT = 0.6
_LIKE = 0.45
_NEARLY = 0.85
_LOOKED_AT = 40
_MOST = 8
_REGION = re.compile("[省市州区盟]")
_LONGEST_REGION = 24
_COUNTY = re.compile("[\u4e00-\u9fff]{1,10}?[县市区旗]")


@dataclass(frozen=True, slots=True)
class Match:
    """The nodes a name may mean, best first, with scores from 0 to 1 (1: certain)."""

    candidates: tuple[tuple[Organization, float], ...]

    @property
    def sure(self) -> Organization | None:
        """The one node meant, if there is no doubt."""
        best = [node for node, score in self.candidates if score >= _SURE]
        return best[0] if len(best) == 1 else None


class NameIndex:
    """All nodes by normalised name, for matching many rows against one tree.

    Scores: the full name or the code 1, the short name 0.95; with other numerals and short forms
    (高三1班 for 高三（1）班, 一中 for 第一中学) 0.95 and 0.92; the end of a full name 0.9 within one
    school, else 0.7. What two nodes could be is 0.6 for each, what is only like a name below 0.9.
    """

    def __init__(self, nodes: Iterable[Organization], *, branches_only: bool = True) -> None:
        self._exact: _Table = {}
        self._nodes: list[tuple[str, Organization]] = []
        self._bare = (_BRANCH,) if branches_only else _SUPERIORS
        for node in nodes:
            if branches_only and node.kind not in BRANCH_KINDS:
                continue
            full = match_name(node.full_name)
            self._exact.setdefault(full, []).append(node)
            if node.code.upper() != full:
                self._exact.setdefault(node.code.upper(), []).append(node)
            self._nodes.append((full, node))
        self._known: dict[tuple[str, frozenset[int] | None], Match] = {}
        self._pairs: Mapping[str, list[int]] | None = None

    @property
    def nodes(self) -> tuple[Organization, ...]:
        """All of them, in the order in which they were handed in."""
        return tuple(node for _full, node in self._nodes)

    def find(self, name: str, *, within: Set[int] | None = None) -> Match:
        """What a written name means; `within` are the ids of the school that sent the list."""
        key = (name, None if within is None else frozenset(within))
        if key not in self._known:
            self._known[key] = self._find(name, within)
        return self._known[key]

    def similar(self, name: str, *, within: Set[int] | None = None, most: int = _MOST) -> Match:
        """What a written name may mean, for a clerk to choose from: what `find` finds, then the
        names most like it. It looks at many names: once for each spelling, not for each row."""
        found = list(self.find(name, within=within).candidates)
        taken = {node.id for node, _score in found}
        wanted = stem(name)
        scored = []
        for node in self._like(wanted):
            if node.id not in taken and _inside(node, within):
                alike = max(
                    likeness(wanted, stem(one)) for one in (node.full_name, node.short_name)
                )
                if alike >= _LIKE:
                    scored.append((node, round(alike * _NEARLY, 4)))
        found += scored
        found.sort(key=lambda one: (-one[1], one[0].code))
        return Match(tuple(found[:most]))

    @cached_property
    def whole(self) -> Mapping[str, Organization]:
        """The nodes by their full names as they stand, where no other is called like it: what most
        rows of most lists say, known without any looking."""
        return {node.full_name: node for full, node in self._nodes if len(self._exact[full]) == 1}

    @cached_property
    def _short(self) -> _Table:
        """The nodes by their short names; made once a full name finds nothing."""
        table: _Table = {}
        for full, node in self._nodes:
            if (short := match_name(node.short_name)) != full:
                table.setdefault(short, []).append(node)
        return table

    @cached_property
    def _loosely(self) -> tuple[_Table, _Table]:
        """The nodes by their loose full and short names; made once a strict name finds nothing."""
        full: _Table = {}
        short: _Table = {}
        for _name, node in self._nodes:
            plain, plain_short = loose(node.full_name), loose(node.short_name)
            full.setdefault(plain, []).append(node)
            if plain_short != plain:
                short.setdefault(plain_short, []).append(node)
        return full, short

    def _find(self, name: str, within: Set[int] | None) -> Match:
        wanted = match_name(name)
        if not wanted:
            return Match(())
        whole = self._whole(name, wanted, within)
        if whole.candidates:
            return whole
        for spellings, plain in (
            (self._spellings(wanted), False),
            (self._spellings(loose(name)), True),
        ):
            ending = self._ending(spellings, plain=plain, within=within)
            if ending.candidates:
                return ending
        return Match(())

    def _whole(self, name: str, wanted: str, within: Set[int] | None) -> Match:
        """By a whole name, the strictest comparison first."""
        strict = (*self._spellings(wanted), name.strip().upper())
        found = _looked_up(name, strict, self._exact, 1.0, within) or _looked_up(
            name, strict, self._short, 0.95, within
        )
        if found is None:
            full, short = self._loosely
            plain = self._spellings(loose(name))
            found = (
                _looked_up(name, plain, full, 0.95, within)
                or _looked_up(name, plain, short, 0.92, within)
                or self._in_region(name, wanted, within)
            )
        return found or Match(())

    def _in_region(self, name: str, wanted: str, within: Set[int] | None) -> Match | None:
        """By a full name that begins with its county, written with province and city before it."""
        tails = (wanted[cut.end() :] for cut in _REGION.finditer(wanted[:_LONGEST_REGION]))
        whole = [one for tail in tails if _COUNTY.match(tail) for one in self._spellings(tail)]
        return _looked_up(name, whole, self._exact, 0.95, within)

    def _ending(self, spellings: list[str], *, plain: bool, within: Set[int] | None) -> Match:
        """By the end of a full name: the region or the school is left out, or there is more of it."""
        ending = [
            node
            for full, node in self._nodes
            if _inside(node, within)
            and any(
                len(one) >= 4 and (ends_with(own, one) or ends_with(one, own))
                for own in (loose(node.full_name) if plain else full,)
                for one in spellings
            )
        ]
        if len(ending) == 1:
            sure = within is not None or self._lacks_county(ending[0], spellings, plain=plain)
            return Match(((ending[0], _SURE if sure else 0.7),))
        return Match(tuple((node, _DOUBT) for node in ending))

    def _lacks_county(self, node: Organization, spellings: list[str], *, plain: bool) -> bool:
        """Whether a name is the whole of a node's but for the county: 第六中学团委."""
        spell = loose if plain else match_name
        own = spell(node.full_name)
        rests = [own.removesuffix(one) for one in spellings if own.endswith(one)]
        counties = [spell(one.full_name) for _full, one in self._nodes if one.kind == "county"]
        return any(
            len(rest) > 1 and county.startswith(rest) for rest in rests for county in counties
        )

    def _spellings(self, wanted: str) -> list[str]:
        """A class, a school: what sort of organisation it is may be left out."""
        if wanted.endswith((_BRANCH, *_SUPERIORS)):
            return [wanted]
        return [wanted, *(wanted + ending for ending in self._bare)]

    def _like(self, wanted: str) -> list[Organization]:
        """The nodes that share most with a stem: pairs of characters, for speed."""
        if self._pairs is None:
            pairs: dict[str, list[int]] = defaultdict(list)
            for place, (_full, node) in enumerate(self._nodes):
                for pair in _pairs_of(stem(node.full_name)) | _pairs_of(stem(node.short_name)):
                    pairs[pair].append(place)
            self._pairs = pairs
        shared: Counter[int] = Counter()
        for pair in _pairs_of(wanted):
            shared.update(self._pairs.get(pair, ()))
        best = sorted(shared, key=lambda place: (-shared[place], place))[:_LOOKED_AT]
        return [self._nodes[place][1] for place in best]


def _looked_up(
    name: str, spellings: Iterable[str], table: _Table, score: float, within: Set[int] | None
) -> Match | None:
    """What a table has under one of these spellings; None where it has nothing."""
    for spelling in spellings:
        found = [node for node in table.get(spelling, []) if _inside(node, within)]
        said = [node for node in found if node.full_name == name.strip()]
        if len(said) == 1:
            return Match(((said[0], score), *((n, _DOUBT) for n in found if n != said[0])))
        if found:
            return Match(tuple((node, score if len(found) == 1 else _DOUBT) for node in found))
    return None


def _pairs_of(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)} or {text}


def _names_itself(name: str, node: Organization) -> bool:
    """Whether a written name is the whole name of a node, its school with it."""
    return stem(name) == stem(node.full_name)


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
        """What a written branch name means; a superior settles what the name leaves open, and a
        short name that is another superior's is a question."""
        match = self._branches.find(name, within=within)
        sure = match.sure
        if not superior or (sure and (within is not None or match.candidates[0][1] == 1)):
            return match
        above = self.above(superior).candidates
        if len(above) != 1:
            return match
        below = self.below(above[0][0].id)
        if sure is not None and (
            sure.id in below or above[0][1] < _SURE or _names_itself(name, sure)
        ):
            return match
        closer = self._branches.find(name, within=below)
        if closer.sure and (within is None or closer.sure.id in within):
            return closer
        if sure is None:
            return match
        return Match(tuple((node, _DOUBT) for node, _score in match.candidates))

    def named(self, name: str) -> Organization | None:
        """The branch of which a text is the full name, and nobody else's: whatever stands beside it."""
        return self._branches.whole.get(name)

    def above(self, name: str, *, within: Set[int] | None = None) -> Match:
        """What the name of a school, a committee, a general branch means."""
        return self._superiors.find(name, within=within)

    def similar(
        self, name: str, *, superior: str = "", within: Set[int] | None = None, most: int = _MOST
    ) -> Match:
        """What it may mean, for a clerk to choose from: the best first, each with its score."""
        sure = self.find(name, superior=superior, within=within).sure
        like = self._branches.similar(name, within=within, most=most).candidates
        if sure is None:
            return Match(like)
        score = max((score for node, score in like if node.id == sure.id), default=_SURE)
        others = ((node, min(other, _NEARLY)) for node, other in like if node.id != sure.id)
        return Match(((sure, max(score, _SURE)), *others)[:most])

    def below(self, org_id: int) -> frozenset[int]:
        """A node and all below it."""
        if org_id not in self._below:
            found = [org_id]
            for one in found:
                found += self._children[one]
            self._below[org_id] = frozenset(found)
        return self._below[org_id]
