"""What the board has found, as arrays of ids by check: a million members cost a few bytes each.

A scan appends in the order of ids; later single members are taken out and put in anew. One thread
writes while others count: every act holds the lock for a moment only.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import RLock

Pair = tuple[int, int]
"""Two members, the smaller id first."""
MOST_PAIRS = 100_000
"""So many likely doubles are kept; more are a sign of test data, not of work to be done."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A pair under its check, and where the two are."""

    code: str
    branches: Pair


class Marked:
    """Members under one check with their branches, sorted by id."""

    __slots__ = ("_counts", "branches", "ids")

    def __init__(self) -> None:
        self.ids = array("q")
        self.branches = array("q")
        self._counts: Mapping[int, int] | None = None

    def put(self, member_id: int, branch_id: int) -> None:
        """Adds a member, or tells where they are now."""
        place = len(self.ids)
        if place and member_id <= self.ids[-1]:
            place = bisect_left(self.ids, member_id)
        if place < len(self.ids) and self.ids[place] == member_id:
            self.branches[place] = branch_id
        else:
            self.ids.insert(place, member_id)
            self.branches.insert(place, branch_id)
        self._counts = None

    def drop(self, member_id: int) -> None:
        """Takes a member out, if they are there."""
        place = bisect_left(self.ids, member_id)
        if place < len(self.ids) and self.ids[place] == member_id:
            del self.ids[place], self.branches[place]
            self._counts = None

    def by_branch(self) -> Mapping[int, int]:
        """How many in each branch."""
        if self._counts is None:
            self._counts = Counter(self.branches)
        return self._counts

    def within(self, branches: frozenset[int] | None) -> "array[int]":
        """The ids of some branches; None is all of them."""
        if branches is None:
            return self.ids[:]
        return array(
            "q", (one for one, at in zip(self.ids, self.branches, strict=True) if at in branches)
        )


class Findings:
    """All that is known just now: members by check, sharers of values, likely doubles."""

    def __init__(self) -> None:
        self.lock = RLock()
        self._marked: dict[str, Marked] = {}
        self._values: dict[str, dict[int, str]] = {}
        self._pairs: dict[Pair, Alike] = {}
        self._pairs_of: dict[int, set[Pair]] = {}
        self._distinct: frozenset[Pair] = frozenset()

    # ---------------------------------------------------------------- members by check
    def put(self, codes: Iterable[str], member_id: int, branch_id: int) -> None:
        """Marks a member under these checks."""
        for code in codes:
            self._of(code).put(member_id, branch_id)

    def drop(self, member_ids: Iterable[int], *, keep: frozenset[str]) -> None:
        """Takes members out of all checks but those of `keep`, which are looked at on their own."""
        others = [marked for code, marked in self._marked.items() if code not in keep]
        for member_id in member_ids:
            for marked in others:
                marked.drop(member_id)

    def replace(self, code: str, members: Iterable[tuple[int, int]]) -> None:
        """A check found anew as a whole: (member, branch) in any order."""
        fresh = Marked()
        for member_id, branch_id in sorted(members):
            fresh.put(member_id, branch_id)
        self._marked[code] = fresh

    def clear(self, *, keep: frozenset[str] = frozenset()) -> None:
        """Forgets all checks but those of `keep`."""
        self._marked = {code: one for code, one in self._marked.items() if code in keep}

    def members(self, code: str) -> Marked:
        """The members under a check."""
        return self._marked.get(code) or Marked()

    def _of(self, code: str) -> Marked:
        found = self._marked.get(code)
        if found is None:
            found = self._marked[code] = Marked()
        return found

    # ----------------------------------------------------------------- shared values
    def share(self, code: str, holders: Iterable[tuple[str, int, int]]) -> None:
        """All who share a value with somebody: (value, member, branch)."""
        rows = list(holders)
        self._values[code] = {member_id: value for value, member_id, _branch in rows}
        self.replace(code, ((member_id, branch) for _value, member_id, branch in rows))

    def values_of(self, code: str, member_ids: Iterable[int]) -> set[str]:
        """The values that these members shared when it was last looked."""
        known = self._values.get(code, {})
        return {known[one] for one in member_ids if one in known}

    def share_anew(
        self, code: str, values: set[str], holders: Iterable[tuple[str, int, int]]
    ) -> None:
        """These values were looked up again: whoever still shares them."""
        known = self._values.setdefault(code, {})
        marked = self._of(code)
        for one in [one for one, value in known.items() if value in values]:
            del known[one]
            marked.drop(one)
        for value, member_id, branch_id in holders:
            known[member_id] = value
            marked.put(member_id, branch_id)

    def sharers(self, code: str) -> Mapping[int, str]:
        """Member → the value that others have as well."""
        return self._values.get(code, {})

    # ---------------------------------------------------------------- likely doubles
    def pair(self, pair: Pair, alike: Alike) -> None:
        """Two records that may be one person."""
        if len(self._pairs) < MOST_PAIRS:
            self._pairs[pair] = alike
            for one in pair:
                self._pairs_of.setdefault(one, set()).add(pair)

    def part(self, member_ids: Iterable[int]) -> None:
        """Forgets the pairs of these members."""
        for one in member_ids:
            for pair in self._pairs_of.pop(one, set()):
                self._pairs.pop(pair, None)
                other = pair[0] if pair[1] == one else pair[1]
                self._pairs_of.get(other, set()).discard(pair)

    def part_all(self) -> None:
        """Forgets every pair."""
        self._pairs, self._pairs_of = {}, {}

    def set_distinct(self, pairs: Iterable[Pair]) -> None:
        """The pairs that somebody looked at: two persons."""
        self._distinct = frozenset(pairs)

    def pairs(self, code: str, branches: frozenset[int] | None = None) -> list[Pair]:
        """The open pairs under a check of which one is in these branches, in order."""
        return sorted(
            pair
            for pair, alike in self._pairs.items()
            if alike.code == code
            and pair not in self._distinct
            and (branches is None or not branches.isdisjoint(alike.branches))
        )

    def open_pairs(self) -> Mapping[Pair, Alike]:
        """All pairs that nobody has decided yet."""
        return {pair: one for pair, one in self._pairs.items() if pair not in self._distinct}
