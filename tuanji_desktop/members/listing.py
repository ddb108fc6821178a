"""Which members the roster page shows: a list by filter, or the answers of the search box."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..office.context import Context
from . import queries, search
from .queries import Filter

FIRST_PAGE = 300
SMALL = 30_000
"""Up to here all ids come at once; a longer list shows its first page before."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Ids in order; `total` may be more than there are ids yet."""

    ids: "array[int]"
    total: int
    found_by: Mapping[int, str] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        return len(self.ids) >= self.total


def first_listing(context: Context, wanted: Filter) -> Listing:
    """The whole list where it is short, else its first page and how many there are."""
    with context.database.read() as connection:
        total = queries.count(connection, wanted)
        limit = None if total <= SMALL else FIRST_PAGE
        return Listing(queries.ids(connection, wanted, limit=limit), total)


def whole_listing(context: Context, wanted: Filter) -> Listing:
    """All ids of a long list."""
    with context.database.read() as connection:
        ids = queries.ids(connection, wanted)
    return Listing(ids, len(ids))


def search_listing(
    context: Context, text: str, *, org_id: int | None, limit: int | None = None
) -> Listing:
    """The answers of the search box, with the field that matched."""
    with context.database.read() as connection:
        found = search.find(connection, text, org_id=org_id, limit=limit)
    ids = array("q")
    for part in found.parts:
        ids.extend(part.ids)
    return Listing(ids, found.total, FoundBy(found.parts))


class FoundBy(Mapping[int, str]):
    """Id → the field that matched. Of the field with most answers no id is kept: a million of
    them would take as much memory as the rest of the program."""

    def __init__(self, parts: Sequence[search.Part]) -> None:
        most = max(parts, key=lambda part: len(part.ids), default=None)
        self._usual = most
        self._others = {
            one: part.found_by for part in parts if part is not most for one in part.ids
        }

    def __getitem__(self, member_id: int) -> str:
        """For an id of the listing; others are not told apart from the usual ones."""
        by = self._others.get(member_id)
        if by is not None:
            return by
        if self._usual is None:
            raise KeyError(member_id)
        return self._usual.found_by

    def __iter__(self) -> Iterator[int]:
        yield from self._others
        yield from self._usual.ids if self._usual else ()

    def __len__(self) -> int:
        return len(self._others) + (len(self._usual.ids) if self._usual else 0)


@dataclass(frozen=True, slots=True)
class Pasted:
    """A pasted list of names or numbers, each with what was found."""

    found: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]
    several: tuple[tuple[str, tuple[int, ...]], ...]


def paste_listing(context: Context, words: Sequence[str]) -> Pasted:
    """Looks a pasted list up: found, not found, several of that name."""
    found: list[tuple[str, int]] = []
    missing: list[str] = []
    several: list[tuple[str, tuple[int, ...]]] = []
    clean = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    with context.database.read() as connection:
        by_number = queries.by_id_numbers(
            connection, [word.upper() for word in clean], roster_only=True
        )
        by_mobile = queries.holders(connection, "mobile", clean)
        by_name = queries.by_names(connection, clean)
    for word in clean:
        ids = [one.id for one in by_number.get(word.upper(), [])]
        ids = ids or [one for one, _name in by_mobile.get(word, [])]
        ids = ids or [one.id for one in by_name.get(word, [])]
        if len(ids) == 1:
            found.append((word, ids[0]))
        elif ids:
            several.append((word, tuple(ids)))
        else:
            missing.append(word)
    return Pasted(tuple(found), tuple(missing), tuple(several))
