"""Where a row of a list belongs: by its column 团支部, or by what 学校, 年级, 专业 and 班级 say together.

A row that was meant for one unit (`unit`) need not name its school. What cannot be sure is never
taken: it has a score below `SURE`, and a clerk is asked.
"""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from .classes import (
    DOUBTFUL,
    LIKELY,
    PARTLY,
    ClassName,
    alike,
    class_name,
    contradicts,
    in_words,
)
from .kinds import BRANCH_KINDS
from .matching import BranchFinder, Match
from .names import stem
from .queries import Organization

SURE = 0.9
_EQUAL = 0.6
_WHOLE = 0.92
_MOST = 8
_ROUND = re.compile(
    r"^\(?（?\d{1,3}[)）]?[、.．]\s*(?=\D)|\s*[（(]\s*(?:共\s*)?\d+\s*[人名]\s*[)）]$"
)
_MIDDLE = re.compile("(?:团委|团总支)(?=.*(?:支部|班)$)")
_STROKES = re.compile(r"\s*[/／>＞›→|｜]+\s*")
_OF_CLASSES = frozenset({"branch", "graduate_branch"})


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a row that say where somebody belongs, as text."""

    branch: str = ""
    superior: str = ""
    grade: str = ""
    major: str = ""
    class_name: str = ""

    @property
    def by_class(self) -> bool:
        """Whether it is said by several columns together, and not by the branch's own."""
        return not self.branch

    @property
    def class_words(self) -> str:
        """Year, subject and class in one."""
        return in_words(grade=self.grade, major=self.major, class_=self.class_name)

    @property
    def words(self) -> str:
        """All of it as one text: what a clerk is asked about, and what a recipe remembers."""
        if self.branch:
            return self.branch
        said = self.class_words
        return said if said.startswith(self.superior) else f"{self.superior}{said}"


@dataclass(frozen=True, slots=True)
class _Class:
    node: Organization
    name: ClassName
    school_kind: str | None
    owners: tuple[str, ...]


class PlaceFinder:
    """Finds the branch of one row after another; `unit` is the node a list was imported for."""

    def __init__(
        self, nodes: Iterable[Organization], *, today: date, unit: int | None = None
    ) -> None:
        self._nodes = {node.id: node for node in nodes}
        self._finder = BranchFinder(self._nodes.values())
        self._today = today
        self._unit = self._nodes.get(unit or 0)
        self._within = self._finder.below(unit) if unit is not None else None
        self._unit_is_branch = self._unit is not None and self._unit.kind in BRANCH_KINDS
        self._known: dict[Cells, Match] = {}

    def find(self, cells: Cells) -> Match:
        """What the cells mean, the best first."""
        if cells not in self._known:
            self._known[cells] = self._find(cells)
        return self._known[cells]

    def similar(self, cells: Cells, *, most: int = _MOST) -> Match:
        """What they may mean, for a clerk to choose from: what `find` finds, then whatever is
        called alike."""
        found = self.find(cells).candidates
        taken = {node.id for node, _score in found}
        superior = cells.superior if cells.branch else ""
        like = self._finder.similar(cells.words, superior=superior, most=most).candidates
        # What is called alike only is not so sure as what the columns say together.
        others = [(node, min(score, DOUBTFUL)) for node, score in like if node.id not in taken]
        if cells.branch and not found:
            others = [(node, score) for node, score in like]
        return Match((*found, *others)[: max(most, 1)])

    # ------------------------------------------------------------------ the ways
    def _find(self, cells: Cells) -> Match:
        if not cells.branch:
            return self._by_class(cells, cells.class_words)
        match = self._finder.find(cells.branch, superior=cells.superior)
        if match.sure is None and (bare := _without_extras(cells.branch)) != cells.branch:
            match = self._finder.find(bare, superior=cells.superior)
        if self._is_elsewhere(cells.branch, match):
            match = Match(tuple((node, _EQUAL) for node, _score in match.candidates))
        if match.sure is None and self._within is not None:
            closer = self._finder.find(cells.branch, within=self._within)
            match = closer if closer.sure else match
        if match.sure is not None:
            return match
        by_class = self._by_class(cells, cells.branch)
        if by_class.sure is not None or not match.candidates:
            return by_class
        found = {node.id: score for node, score in by_class.candidates}
        for node, score in match.candidates:
            found[node.id] = max(score, found.get(node.id, 0))
        return self._ranked(found)

    def _is_elsewhere(self, text: str, match: Match) -> bool:
        """Whether a short name is that of a branch outside the unit the list is for."""
        sure = match.sure
        if sure is None or self._within is None or self._unit_is_branch:
            return False
        named = match.candidates[0][1] == 1 or stem(text) == stem(sure.full_name)
        return sure.id not in self._within and not named

    def _by_class(self, cells: Cells, text: str) -> Match:
        inside, most = self._inside(cells.superior)
        if not text:
            return self._of_unit(cells.superior, inside, most)
        found: dict[int, float] = {}
        for node, score in self._finder.find(text, within=inside).candidates:
            found[node.id] = self._trusted(text, node, score, most)
        for one in self._classes_in(inside):
            name = _bare(class_name(text, one.school_kind, self._today), one.owners)
            score = min(most, alike(name, one.name, one.school_kind, self._today))
            if score > found.get(one.node.id, 0):
                found[one.node.id] = score
        for org_id, score in found.items():
            kind = self._school_kind(self._nodes[org_id])
            if contradicts(cells.grade, cells.class_name, kind, self._today):
                found[org_id] = min(score, PARTLY)
        if not found and cells.by_class and self._unit_is_branch:
            assert self._unit is not None
            found[self._unit.id] = LIKELY
        return self._ranked(found)

    def _ranked(self, found: Mapping[int, float]) -> Match:
        """The best first; of several that could be sure none is."""
        twice = sum(score >= SURE for score in found.values()) > 1
        scored = [
            (self._nodes[one], _EQUAL if twice and score >= SURE else score)
            for one, score in found.items()
        ]
        return Match(tuple(sorted(scored, key=lambda one: (-one[1], one[0].code))))

    def _trusted(self, text: str, node: Organization, score: float, most: float) -> float:
        """How sure a name is that was found as it stands."""
        if score >= _WHOLE and stem(text) == stem(node.full_name):
            return score
        if score < _WHOLE:
            kind = self._school_kind(node)
            one = class_name(text, kind, self._today)
            other = class_name(node.short_name, kind, self._today)
            if one.has_year != other.has_year:
                most = min(most, PARTLY)
        return min(score, most)

    def _inside(self, superior: str) -> tuple[Set[int] | None, float]:
        """Where to look, and how sure what is found there can be at most."""
        if not superior:
            return self._within, 1.0 if self._within is not None else LIKELY
        above = self._finder.above(superior).candidates
        if len(above) != 1:
            return self._within, 1.0 if self._within is not None else PARTLY
        node, score = above[0]
        below = self._finder.below(node.id)
        most = 1.0 if score >= SURE or self._leaves_out_region(superior, node) else LIKELY
        if self._within is None:
            return below, most
        both = below & self._within
        return (both, most) if both else (below, LIKELY)

    def _leaves_out_region(self, superior: str, node: Organization) -> bool:
        """Whether a name is the whole of a unit's but for the county: 民族中学."""
        whole, said = stem(node.full_name), stem(superior)
        region = whole.removesuffix(said)
        return region != whole and any(
            stem(one.full_name).startswith(region) for one in self._above(node)
        )

    def _of_unit(self, superior: str, inside: Set[int] | None, most: float) -> Match:
        """Nothing is said of a class: the unit is a branch, or may have only one."""
        if superior:
            named = self._finder.find(superior)
            if named.sure is not None:
                return named
        elif self._unit is None:
            return Match(())
        elif self._unit_is_branch:
            return Match(((self._unit, 1.0),))
        if inside is None:
            return Match(())
        branches = [
            node for node in self._nodes.values() if node.id in inside and node.kind in BRANCH_KINDS
        ]
        score = min(most, LIKELY) if len(branches) == 1 else _EQUAL
        return Match(tuple((node, score) for node in branches))

    # ------------------------------------------------------------------ the classes there are
    def _classes_in(self, inside: Set[int] | None) -> Iterable[_Class]:
        if inside is None:
            return self._classes.values()
        return [self._classes[one] for one in inside if one in self._classes]

    @cached_property
    def _classes(self) -> Mapping[int, _Class]:
        """Every branch with what its name says; made when a class is looked for."""
        found: dict[int, _Class] = {}
        for node in self._nodes.values():
            if node.kind in _OF_CLASSES:
                kind = self._school_kind(node)
                above = [
                    text for one in self._above(node) for text in (one.full_name, one.short_name)
                ]
                owners = tuple(sorted({stem(text) for text in above}, key=len, reverse=True))
                name = _bare(class_name(node.short_name, kind, self._today), owners)
                found[node.id] = _Class(node, name, kind, owners)
        return found

    def _above(self, node: Organization) -> Iterable[Organization]:
        above = self._nodes.get(node.parent_id or 0)
        while above is not None:
            yield above
            above = self._nodes.get(above.parent_id or 0)

    def _school_kind(self, node: Organization) -> str | None:
        kinds = (one.school_kind for one in (node, *self._above(node)))
        return next(filter(None, kinds), None)


def _without_extras(text: str) -> str:
    """A written branch without what lists put round it: 1、 before, （17人） behind, the committee's
    own kind and strokes in the middle (一中团委 / 高三1班)."""
    plain = _ROUND.sub("", text.strip())
    return _STROKES.sub("", _MIDDLE.sub("", plain)) or text


def _bare(name: ClassName, owners: Iterable[str]) -> ClassName:
    """A class without its school's own name in the subject."""
    for owner in owners:
        if owner and name.subject.startswith(owner):
            return replace(name, subject=name.subject.removeprefix(owner))
    return name
