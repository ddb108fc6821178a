"""Where a row of a list belongs: by its column 团支部, or by what 学校, 年级, 专业 and 班级 say together.

A row that was meant for one unit (`unit`) need not name its school. What cannot be sure is never
taken: it has a score below `SURE`, and a clerk is asked.
"""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
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
_BEHIND = re.compile(r"(.+?)\s*[（(]([^（()）]{2,})[)）]")
"""2015级1班团支部（第一中学）: as the program itself says whose a branch is."""
_OF_CLASSES = frozenset({"branch", "graduate_branch"})
_SCHOOLS = frozenset({"committee", "general_branch"})


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a row that say where somebody belongs, as text; `school` is whose the superior is,
    where a list has a column for both."""

    branch: str = ""
    superior: str = ""
    school: str = ""
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
        for above in (self.superior, self.school):
            said = said if said.startswith(above) else f"{above}{said}"
        return said


@dataclass(frozen=True, slots=True)
class _Where:
    """Where to look (None: everywhere), and how sure what is found there can be at most. `node`: the
    unit that was named; `aside`: what belongs to other units of a school than the row names."""

    inside: frozenset[int] | None
    most: float
    node: Organization | None = None
    aside: frozenset[int] = frozenset()
    at_odds: bool = False


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
        self._places: dict[tuple[str, str], _Where] = {}

    def find(self, cells: Cells) -> Match:
        """What the cells mean, the best first."""
        if (node := self._finder.named(cells.branch)) is not None:
            return Match(((node, 1.0),))
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

    def at_odds(self, cells: Cells) -> bool:
        """Whether the school and the superior that a row names are two different units."""
        return self._where(cells).at_odds

    # ------------------------------------------------------------------ the ways
    def _find(self, cells: Cells) -> Match:
        if not cells.branch:
            return self._by_class(cells, cells.class_words)
        superior = self._superior_of(cells)
        match = self._finder.find(cells.branch, superior=superior)
        if match.sure is None and (bare := _without_extras(cells.branch)) != cells.branch:
            match = self._finder.find(bare, superior=superior)
        behind = _BEHIND.fullmatch(cells.branch) if match.sure is None else None
        if behind is not None and self._finder.above(behind[2]).candidates:
            match = self._finder.find(behind[1], superior=behind[2])
        if self._is_elsewhere(cells.branch, match) or self._is_doubtful(cells, match):
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
        return sure.id not in self._within and not _in_full(text, match)

    def _is_doubtful(self, cells: Cells, match: Match) -> bool:
        """Whether a short name stands beside a school and a superior of which one must be wrong."""
        return match.sure is not None and self.at_odds(cells) and not _in_full(cells.branch, match)

    def _superior_of(self, cells: Cells) -> str:
        """The superior of a branch; beside a school it is the one that belongs to it."""
        if not cells.school:
            return cells.superior
        where = self._where(cells)
        return where.node.full_name if where.node and where.most == 1 else cells.superior

    def _by_class(self, cells: Cells, text: str) -> Match:
        where = self._where(cells)
        inside, most = where.inside, where.most
        if not text:
            return self._of_unit(cells, where)
        found: dict[int, float] = {}
        for node, score in self._finder.find(text, within=inside).candidates:
            found[node.id] = self._trusted(text, node, score, most)
        for one in self._classes_in(inside):
            name = _bare(class_name(text, one.school_kind, self._today), one.owners)
            score = min(most, alike(name, one.name, one.school_kind, self._today))
            if score > found.get(one.node.id, 0):
                found[one.node.id] = score
        if self._unit_is_branch and self._unit is not None and self._unit.id in found:
            found = {self._unit.id: max(SURE, found[self._unit.id])}  # the clerk said whose it is
        for org_id, score in found.items():
            if org_id in where.aside:
                found[org_id] = score = min(score, PARTLY)  # noqa: PLW2901
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

    # ------------------------------------------------------------------ where to look
    def _where(self, cells: Cells) -> _Where:
        key = (cells.school, cells.superior)
        if key not in self._places:
            school, superior = key if all(key) else ("", "".join(key))
            self._places[key] = self._in_school(school, superior) if school else self._in(superior)
        return self._places[key]

    def _in(self, superior: str) -> _Where:
        """Below what one column names."""
        unknown = 1.0 if self._within is not None else PARTLY
        if not superior:
            return _Where(self._within, max(unknown, LIKELY))
        above = self._finder.above(superior).candidates
        return (
            self._below(superior, *above[0]) if len(above) == 1 else _Where(self._within, unknown)
        )

    def _in_school(self, school: str, superior: str) -> _Where:
        """Below the superior that belongs to the school; one that is no node there leaves the school."""
        schools = self._finder.above(school).candidates
        alone = self._in(superior)
        if not schools:
            known = alone.node is not None and self._is_whole(superior, alone.node)
            sure = known or self._within is not None
            return alone if sure else replace(alone, most=min(alone.most, PARTLY))
        whole = frozenset().union(*(self._finder.below(node.id) for node, _score in schools))
        closer = self._finder.above(superior, within=whole).candidates
        if len(closer) == 1:
            if alone.node is not None and alone.node.id == closer[0][0].id:
                return alone
            where = self._below(superior, *closer[0])
            return replace(where, most=min(where.most, self._trust(school, schools)))
        others = [node for node, _score in self._finder.above(superior).candidates]
        inside = [
            one
            for one in schools
            if any(one[0].id in self._finder.below(node.id) for node in others)
        ]
        if not closer and len(inside) == 1:  # the superior is the school's own
            return self._below(school, *inside[0])
        if closer or len(schools) > 1:
            return _Where(self._within, PARTLY)
        if any(self._is_whole(superior, node) for node in others):
            below = (self._finder.below(node.id) for node in others)
            return _Where(whole.union(*below), _EQUAL, at_odds=True)
        ((node, score),) = schools
        aside = frozenset(one for one in whole if self._nodes[one].parent_id != node.id)
        return replace(self._below(school, node, score), aside=aside)

    def _below(self, name: str, node: Organization, score: float) -> _Where:
        """Below the one unit that a name means."""
        below, most = self._finder.below(node.id), self._trust(name, [(node, score)])
        if self._within is None:
            return _Where(below, most, node)
        both = below & self._within
        return _Where(both, most, node) if both else _Where(below, LIKELY, node)

    def _trust(self, name: str, above: Sequence[tuple[Organization, float]]) -> float:
        """How sure what is found below units can be: what settles one of several is another name."""
        if len(above) > 1:
            return 1.0
        ((node, score),) = above
        return 1.0 if score >= SURE or self._leaves_out_region(name, node) else LIKELY

    def _is_whole(self, name: str, node: Organization) -> bool:
        """Whether a name means that unit wherever it stands: it is said in full, or no part of a
        school, as many schools have a 机电系."""
        return stem(name) == stem(node.full_name) or not any(
            one.kind in _SCHOOLS for one in self._above(node)
        )

    def _leaves_out_region(self, superior: str, node: Organization) -> bool:
        """Whether a name is the whole of a unit's but for the county: 民族中学."""
        whole, said = stem(node.full_name), stem(superior)
        region = whole.removesuffix(said)
        return region != whole and any(
            stem(one.full_name).startswith(region) for one in self._above(node)
        )

    def _of_unit(self, cells: Cells, where: _Where) -> Match:
        """Nothing is said of a class: the unit is a branch, or may have only one."""
        inside, most = where.inside, where.most
        if superior := cells.superior or cells.school:
            named = self._finder.find(superior, within=inside if cells.school else None)
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


def _in_full(text: str, match: Match) -> bool:
    """Whether the surest branch is said by its whole name or its code."""
    node, score = match.candidates[0]
    return score == 1 or stem(text) == stem(node.full_name)


def _bare(name: ClassName, owners: Iterable[str]) -> ClassName:
    """A class without its school's own name in the subject."""
    for owner in owners:
        if owner and name.subject.startswith(owner):
            return replace(name, subject=name.subject.removeprefix(owner))
    return name
