"""The numbers of a graduates' year kept between two looks: only what changed is counted anew.

What changed is read from the journal, in the very reading that is answered, so that nothing can be
missed: another window's acts, an undo, an import.
"""

import json
import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from ..store.connection import raw
from .whereabouts import people_sql

Group = tuple[int | None, str, int, int, int]
"""School, state, retained, received by an employer, goes on to study."""
_YEARS = 4
_MOST = 20_000
"""More entries than this at once are counted as a whole."""
_TABLES = (
    "graduate_entries", "members", "organizations", "retentions", "transfers", "transfer_steps",
)  # fmt: skip


@dataclass(slots=True)
class _Kept:
    """One year on one day: the group of each entry, the size of each group, up to which row of
    the journal."""

    last_row: int
    groups: dict[int, Group] = field(default_factory=dict)
    sizes: Counter[Group] = field(default_factory=Counter)

    def take(self, rows: Iterable[tuple[int, *Group]]) -> None:
        """Adds entries, or puts known ones into their group of now."""
        same: dict[Group, Group] = {group: group for group in self.sizes}
        for entry_id, *values in rows:
            wanted: Group = tuple(values)  # type: ignore[assignment]
            group = same.setdefault(wanted, wanted)
            self.drop(entry_id)
            self.groups[entry_id] = group
            self.sizes[group] += 1

    def drop(self, entry_id: int) -> None:
        """Forgets an entry."""
        old = self.groups.pop(entry_id, None)
        if old is not None:
            self.sizes[old] -= 1
            if not self.sizes[old]:
                del self.sizes[old]


class RatesKeeper:
    """Lives as long as whoever shows the numbers; any thread may ask it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, date | None, date], _Kept] = OrderedDict()
        self._alone = threading.Lock()

    def groups(
        self, connection: Connection, *, year: int, day: date | None, today: date
    ) -> list[tuple[*Group, int]]:
        """How many are in each group, by the records as they are on this connection."""
        driver = raw(connection)
        (last_row,) = driver.execute("SELECT coalesce(max(id), 0) FROM journal_rows").fetchone()
        key = (year, day, today)
        with self._alone:
            kept = self._kept.get(key)
            if kept is not None and kept.last_row > last_row:
                kept = _whole(connection, year, day, today, last_row)  # an older view: not kept
            else:
                changed = None if kept is None else _changed(connection, kept.last_row)
                if kept is None or changed is None:
                    kept = _whole(connection, year, day, today, last_row)
                elif changed:
                    _renew(connection, kept, changed, year, day, today)
                kept.last_row = last_row
                self._kept[key] = kept
                self._kept.move_to_end(key)
                while len(self._kept) > _YEARS:
                    self._kept.popitem(last=False)
            return [(*group, size) for group, size in kept.sizes.items()]


def _whole(
    connection: Connection, year: int, day: date | None, today: date, last_row: int
) -> _Kept:
    kept = _Kept(last_row)
    kept.take(_people(connection, year, day, today))
    return kept


def _renew(
    connection: Connection,
    kept: _Kept,
    changed: Sequence[int],
    year: int,
    day: date | None,
    today: date,
) -> None:
    for entry_id in changed:
        kept.drop(entry_id)
    kept.take(_people(connection, year, day, today, only=changed))


def _people(
    connection: Connection,
    year: int,
    day: date | None,
    today: date,
    only: Sequence[int] | None = None,
) -> Iterable[tuple[int, *Group]]:
    found: Iterable[tuple[int, *Group]] = raw(connection).execute(
        "SELECT id, school_id, state, retained, employed, further "
        f"FROM ({people_sql(year, day, today, only=only)})"
    )
    return found


def _changed(connection: Connection, after: int) -> list[int] | None:
    """Entries that may be in another group since a row of the journal; None: perhaps all."""
    driver = raw(connection)
    marks = ", ".join(f"'{table}'" for table in _TABLES)
    touched: dict[str, set[int]] = {table: set() for table in _TABLES}
    entries: set[int] = set()
    members: set[int] = set()
    transfers: set[int] = set()
    for table, row_id, before, now in driver.execute(
        "SELECT table_name, row_id, before, after FROM journal_rows NOT INDEXED "
        f"WHERE id > ? AND table_name IN ({marks})",
        (after,),
    ):
        touched[table].add(row_id)
        if sum(map(len, touched.values())) > _MOST:
            return None
        sides = [json.loads(side) for side in (before, now) if side]
        if table == "organizations" and len({side.get("branch_sort") for side in sides}) > 1:
            return None  # a branch of teachers now, or no longer
        if table == "transfers":
            entries |= {side["entry_id"] for side in sides if side.get("entry_id")}
        elif table == "transfer_steps":
            transfers |= {side["transfer_id"] for side in sides}
        elif table == "retentions":
            members |= {side["member_id"] for side in sides}
    members |= touched["members"]
    entries |= touched["graduate_entries"]
    for column, source, ids in (
        ("id", "graduate_entries WHERE member_id", members),
        ("entry_id", "transfers WHERE entry_id IS NOT NULL AND id", transfers),
    ):
        chosen = ",".join(map(str, ids))
        entries |= {
            row[0] for row in driver.execute(f"SELECT {column} FROM {source} IN ({chosen})")
        }
    return sorted(entries) if len(entries) <= _MOST else None
