"""Which members the roster page shows: a list by filter, or the answers of the search box."""

from array import array
from collections.abc import Mapping, Sequence
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
        hits = search.search(connection, text, org_id=org_id, limit=limit)
        total = len(hits)
        if limit is not None and total >= limit:
            total = search.count(connection, text, org_id=org_id)
    return Listing(
        array("q", (hit.member_id for hit in hits)),
        total,
        {hit.member_id: hit.found_by for hit in hits},
    )


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
