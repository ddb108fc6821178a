"""Finding the organisation that a list means by a name written in one of a dozen ways."""

from collections.abc import Iterable
from dataclasses import dataclass

from .kinds import BRANCH_KINDS, match_name
from .queries import Organization


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

    def find(self, name: str, *, within: set[int] | None = None) -> Match:
        """What a written name means; `within` are the ids of the school that sent the list."""
        key = (name, id(within) if within is not None else None)
        if key not in self._known:
            self._known[key] = self._find(name, within)
        return self._known[key]

    def _find(self, name: str, within: set[int] | None) -> Match:
        wanted = match_name(name)
        if not wanted:
            return Match(())
        for score, table in ((1.0, self._exact), (0.95, self._short)):
            found = table.get(wanted) or table.get(name.strip().upper(), [])
            found = [node for node in found if within is None or node.id in within]
            if found:
                return Match(tuple((node, score if len(found) == 1 else 0.6) for node in found))
        ending = [
            (node, 0.9 if within is not None else 0.7)
            for full, node in self._nodes
            if len(wanted) >= 4
            and (full.endswith(wanted) or wanted.endswith(full))
            and (within is None or node.id in within)
        ]
        if len(ending) == 1:
            return Match(tuple(ending))
        return Match(tuple((node, 0.6) for node, _score in ending[:8]))
