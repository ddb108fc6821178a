"""The people behind a number: those with a card, and those whose entry was undone since."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from ..office.context import Context
from ..store.connection import raw

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Undone:
    """Somebody who was entered, counted on a past day and taken back later: only the journal
    still knows the name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class People:
    """As many as the number says: `ids` have a card, `undone` have none any more."""

    ids: tuple[int, ...] = ()
    undone: tuple[Undone, ...] = ()

    def __len__(self) -> int:
        return len(self.ids) + len(self.undone)

    @property
    def mark(self) -> str:
        """Who is missing from the list of cards; nothing where all have one."""
        if not self.undone:
            return ""
        names = "、".join(one.name for one in self.undone[:_NAMED])
        more = "等" if len(self.undone) > _NAMED else ""
        return f"{len(self.undone):,} 人的录入后来撤销了，没有卡片：{names}{more}"


def people_among(connection: Connection, ids: Sequence[int]) -> People:
    """Tells those with a card from those without, in the order given."""
    rows = raw(connection).execute(
        "SELECT a.value, (SELECT before ->> 'name' FROM journal_rows WHERE table_name = 'members' "
        "AND row_id = a.value AND after IS NULL ORDER BY id DESC LIMIT 1) FROM json_each(?) AS a "
        "WHERE NOT EXISTS (SELECT 1 FROM members WHERE id = a.value) ORDER BY a.key",
        (json.dumps(ids),),
    )
    undone = tuple(Undone(member, name or "") for member, name in rows)
    gone = {one.id for one in undone}
    return People(tuple(one for one in ids if one not in gone), undone)


def load_people(context: Context, ids: Sequence[int]) -> People:
    """`people_among`, in a reading of its own."""
    with context.database.read() as connection:
        return people_among(connection, ids)
