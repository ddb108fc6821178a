"""Looking through the whole roster: what an index knows at once, the rest page by page.

An `Inspection` lives as long as its desk. `run` looks at everybody once; after that `note` is told
what was written, and `catch_up` looks at those members again and at nobody else.
"""

import time
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from threading import Lock
from typing import Any

from sqlalchemy import Connection

from ..core.progress import Progress
from ..office.context import Context
from ..rules.id_numbers import is_valid
from ..store.changes import Changes
from . import queries
from .alike import Person, why_alike
from .checks import DRAFTS, SECRETARY, SHARED, Judge, red_codes
from .findings import Alike, Findings

PAGE = 250
SLICE = 25
"""So many members are judged before the lock is let go and the window gets its turn: about 2 ms."""
PEOPLE = 1_000
"""So many are compared between two readings."""
MANY = 20_000
"""With more records touched at once it is quicker to look at everybody again."""
LEADS = "_leads"
"""Members whose post is the secretary's; kept among the findings, and on no board."""
OWN = frozenset({*SHARED, DRAFTS})
"""Checks that are found by an index and not by judging a member."""


def breathe() -> None:
    """Lets the window have its turn; the command line does without."""
    time.sleep(0.001)


class Inspection:
    """The board's knowledge of one office on one day under one pack."""

    def __init__(self, context: Context, *, pause: Callable[[], None] = lambda: None) -> None:
        self.context = context
        self.judge = Judge(context.policy, context.today)
        self.findings = Findings()
        self.done = self.total = 0
        self.running = self.begun = self.complete = False
        self._pause = pause
        self._columns = self.judge.columns
        self._noted = Lock()
        self._compared = 0
        self._members: set[int] = set()
        self._drafts = self._distinct = False

    # --------------------------------------------------------------------- everybody
    def run(self, progress: Progress) -> None:
        """Looks at everybody; findings can be counted meanwhile. `Cancelled` leaves them partial."""
        self.judge = Judge(self.context.policy, self.context.today)
        self._columns = self.judge.columns
        self.running, self.begun, self.complete = True, False, False
        self._take_noted()
        try:
            self._by_index(progress)
            self._pairs(progress, self._all_members(progress))
            self.complete = True
            while self.catch_up():
                progress.stop_if_cancelled()
        finally:
            self.running = False

    def _by_index(self, progress: Progress) -> None:
        """Red names, doubled numbers and drafts: there are indexes for them."""
        with self.context.database.read() as connection:
            self.total = queries.roster_size(connection)
            self.done = 0
            progress(0, self.total, "检查数据质量")
            red = queries.incomplete(connection)
            with self.findings.lock:
                self.findings.clear(keep=OWN)
                for member_id, branch_id, missing in red:
                    self.findings.put(red_codes(missing), member_id, branch_id)
            self.begun = True
            self._read_small(connection)
            for code, column in SHARED.items():
                progress.stop_if_cancelled()
                rows = queries.sharers(connection, column)
                with self.findings.lock:
                    self.findings.share(code, rows)

    def _read_small(self, connection: Connection) -> None:
        drafts = queries.drafts(connection)
        distinct = queries.distinct_pairs(connection)
        with self.findings.lock:
            self.findings.replace(DRAFTS, drafts)
            self.findings.set_distinct(distinct)

    def _all_members(self, progress: Progress) -> "_Traces":
        """Judges page after page; each page is a reading of its own."""
        traces, last = _Traces(), 0
        while True:
            with self.context.database.read() as connection:
                rows = queries.page(connection, self._columns, after=last, limit=PAGE)
            if not rows:
                return traces
            for start in range(0, len(rows), SLICE):
                progress.stop_if_cancelled()
                part = rows[start : start + SLICE]
                self._take_up(part, red=False)
                traces.take(part, self._columns)
                self.done += len(part)
                self._pause()
            last = rows[-1][0]
            progress(self.done, max(self.total, self.done), "检查数据质量")

    def _take_up(self, rows: Sequence[Any], *, red: bool) -> None:
        judge, columns = self.judge, self._columns
        found = []
        for member_id, branch_id, missing, _pinyin, *texts in rows:
            values = dict(zip(columns, texts, strict=True))
            codes = judge.value_codes(values)
            if values.get("post") == SECRETARY:
                codes.add(LEADS)
            if red:
                codes.update(red_codes(missing))
            if codes:
                found.append((codes, member_id, branch_id))
        with self.findings.lock:
            for codes, member_id, branch_id in found:
                self.findings.put(codes, member_id, branch_id)

    # ----------------------------------------------------------------- likely doubles
    def _pairs(self, progress: Progress, traces: "_Traces") -> None:
        """Compares those who have something telling in common."""
        with self.findings.lock:
            self.findings.part_all()
            phones = dict(self.findings.sharers("mobile_shared"))
        groups: list[Sequence[int]] = [*traces.groups(self._pause), *_by_value(phones)]
        for start, chunk in _chunks(groups):
            progress.stop_if_cancelled()
            progress(start, len(groups), "查找疑似重复")
            with self.context.database.read() as connection:
                known = queries.people(connection, {one for group in chunk for one in group})
            for group in chunk:
                self._compare([known[one] for one in group if one in known], progress)
        for place in range(0, len(traces.odd), SLICE):
            progress.stop_if_cancelled()
            with self.context.database.read() as connection:
                odd = queries.people(connection, traces.odd[place : place + SLICE]).values()
                named = queries.people_named(connection, {one.name for one in odd})
            for one in odd:
                self._match(one, named.get(one.name, ()))
            self._pause()

    def _compare(self, group: Sequence[Person], progress: Progress) -> None:
        for one, other in combinations(group, 2):
            self._compared += 1
            if self._compared % PAGE == 0:
                progress.stop_if_cancelled()
                self._pause()
            self._pair(one, other)

    def _match(self, one: Person, others: Iterable[Person]) -> None:
        for other in others:
            if other.id != one.id:
                self._pair(one, other)

    def _pair(self, one: Person, other: Person) -> None:
        code = why_alike(one, other)
        if code is not None:
            first, second = (one, other) if one.id < other.id else (other, one)
            alike = Alike(code, (first.branch_id, second.branch_id))
            with self.findings.lock:
                self.findings.pair((first.id, second.id), alike)

    # ------------------------------------------------------------ what was written since
    def note(self, changes: Changes) -> bool:
        """Keeps in mind what an operation wrote; whether any of it matters here."""
        tables = changes.tables
        with self._noted:
            self._members |= tables.get("members", frozenset())
            self._drafts = self._drafts or changes.touches("drafts", "members")
            self._distinct = self._distinct or changes.touches("distinct_persons")
        return changes.touches("members", "drafts", "distinct_persons", "organizations")

    @property
    def behind(self) -> bool:
        """Whether so much was written, or so long ago, that all must be looked at again."""
        return len(self._members) > MANY or self.judge.today != self.context.today

    def _take_noted(self) -> tuple[set[int], bool]:
        with self._noted:
            noted = self._members, self._drafts or self._distinct
            self._members, self._drafts, self._distinct = set(), False, False
        return noted

    def catch_up(self) -> bool:
        """Looks again at whoever was touched; False when there was nothing to look at."""
        touched, small = self._take_noted()
        if not touched and not small:
            return False
        with self.context.database.read() as connection:
            self._read_small(connection)
            ids = sorted(touched)
            for start in range(0, len(ids), PEOPLE):
                self._look_again(connection, ids[start : start + PEOPLE])
        return True

    def _look_again(self, connection: Connection, touched: Sequence[int]) -> None:
        rows = queries.rows_of(connection, self._columns, touched)
        with self.findings.lock:
            self.findings.drop(touched, keep=OWN)
        for start in range(0, len(rows), SLICE):
            self._take_up(rows[start : start + SLICE], red=True)
            self._pause()
        at = {name: place for place, name in enumerate(self._columns, start=4)}
        for code, column in SHARED.items():
            with self.findings.lock:
                values = self.findings.values_of(code, touched)
            values |= {row[at[column]] for row in rows if row[at[column]]}
            holders = queries.sharers_of(connection, column, values)
            with self.findings.lock:
                self.findings.share_anew(code, values, holders)
        people = queries.people(connection, touched)
        with self.findings.lock:
            self.findings.part(touched)
        for one in people.values():
            self._match(one, queries.likely(connection, one))
            self._pause()


class _Traces:
    """What the comparison needs of everybody: two hashes a member, and whose number is no number.

    Two numbers that differ in one place, or by neighbours that changed places, are never both
    valid (MOD 11-2 finds either slip): it is enough to compare those whose number is not.
    """

    def __init__(self) -> None:
        self._ids = array("q")
        self._births = array("q")  # sound of the name and day of birth
        self._homes = array("q")  # branch and day of birth
        self.odd = array("q")

    def take(self, rows: Sequence[Any], columns: Sequence[str]) -> None:
        born_at, number_at = columns.index("born_on") + 4, columns.index("id_number") + 4
        for row in rows:
            member_id, branch_id, pinyin, born = row[0], row[1], row[3], row[born_at]
            if born:
                self._ids.append(member_id)
                self._births.append(hash((pinyin, born)))
                self._homes.append(hash((branch_id, born)))
            if row[number_at] and not is_valid(row[number_at]):
                self.odd.append(member_id)

    def groups(self, pause: Callable[[], None]) -> Iterator[Sequence[int]]:
        """Members with a hash in common, of either sort."""
        for hashes in (self._births, self._homes):
            same = defaultdict(list)
            for place in _repeated(hashes, pause):
                same[hashes[place]].append(self._ids[place])
            yield from (group for group in same.values() if len(group) > 1)


def _repeated(hashes: "array[int]", pause: Callable[[], None]) -> Iterator[int]:
    """Places whose hash most likely occurs twice; a byte for each bucket instead of a dictionary."""
    mask = (1 << max(10, (len(hashes) * 8).bit_length())) - 1
    seen = bytearray(mask + 1)
    for place, one in enumerate(hashes):
        bucket = one & mask
        seen[bucket] = min(seen[bucket] + 1, 2)
        if place % 2_000 == 0:
            pause()
    for place, one in enumerate(hashes):
        if seen[one & mask] > 1:
            yield place
        if place % 2_000 == 0:
            pause()


def _by_value(values: Mapping[int, str]) -> list[list[int]]:
    same = defaultdict(list)
    for member_id, value in values.items():
        same[value].append(member_id)
    return list(same.values())


def _chunks(groups: Sequence[Sequence[int]]) -> Iterator[tuple[int, list[Sequence[int]]]]:
    """Whole groups, about a page of members at a time."""
    chunk: list[Sequence[int]] = []
    size = 0
    for number, group in enumerate(groups):
        chunk.append(group)
        size += len(group)
        if size >= PEOPLE:
            yield number, chunk
            chunk, size = [], 0
    if chunk:
        yield len(groups), chunk
