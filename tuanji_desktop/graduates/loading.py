"""What the graduate desk and its wizard need, gathered in one reading each. No Qt."""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from ..members import queries as members
from ..members.loading import ListUnits, choices_of
from ..members.matching import present
from ..members.queries import Member
from ..office.context import Context
from ..orgs import queries as orgs
from ..orgs.kinds import BRANCH_KINDS
from ..orgs.places import Cells, PlaceFinder
from . import queries
from .kept_rates import RatesKeeper
from .milestones import Goal, goals
from .queries import Entry, EntryFilter
from .rates import YearRates, load_rates

_BY_OTHERS = 0.85
"""How sure it is that somebody is where others of the same class are recorded."""


@dataclass(frozen=True, slots=True)
class BranchesLike:
    """Branches that a written name may mean, the likeliest first: full name and short name.

    `sure`: the first is meant; `score`: how like it is, from 0 to 1; 0 where nothing speaks for the
    first more than for the next.
    """

    sure: bool
    score: float
    names: tuple[tuple[str, str], ...]


def load_schools(context: Context, scope: int | None) -> ListUnits:
    """Schools to choose from; the one offered is the scope itself or the school above it."""
    with context.database.read() as connection:
        nodes = orgs.every(connection)
        above = orgs.path(connection, scope) if scope is not None else []
    known = {node.id for node in nodes if node.school_kind is not None}
    # a class that is marked as what its school is, is none itself
    schools = choices_of(
        nodes,
        lambda node: (
            node.id in known and not (node.kind in BRANCH_KINDS and node.parent_id in known)
        ),
    )
    known = {school.id for school in schools}
    return ListUnits(schools, next((one.id for one in reversed(above) if one.id in known), None))


@dataclass(frozen=True, slots=True)
class Spread:
    """Of which schools the members of a list are: name and how many, most first."""

    schools: tuple[tuple[str, int], ...]


def school_spread(context: Context, member_ids: Sequence[int]) -> Spread:
    """The schools above the members' branches: the whole school, where its classes are marked as
    schools of their kind as well."""
    found: Counter[str] = Counter()
    with context.database.read() as connection:
        for start in range(0, len(member_ids), 5_000):
            marks = ",".join(str(int(one)) for one in member_ids[start : start + 5_000])
            for name, number in connection.exec_driver_sql(
                "SELECT s.short_name, count(*) FROM members AS m JOIN organizations AS s "
                "ON s.id = (SELECT a.ancestor_id FROM org_ancestors AS a JOIN organizations AS o "
                "ON o.id = a.ancestor_id WHERE a.org_id = m.branch_id AND o.school_kind IS NOT NULL "
                f"ORDER BY a.depth DESC LIMIT 1) WHERE m.id IN ({marks}) GROUP BY s.id ORDER BY s.code"
            ):
                found[name] += number
    return Spread(tuple(found.most_common()))


def members_below(context: Context, member_ids: Sequence[int], org_id: int | None) -> int:
    """How many of these are members of an organisation, or of one below it."""
    number = 0
    with context.database.read() as connection:
        for start in range(0, len(member_ids), 5_000):
            marks = ",".join(str(int(one)) for one in member_ids[start : start + 5_000])
            number += connection.exec_driver_sql(
                "SELECT count(*) FROM members AS m JOIN org_ancestors AS a "
                f"ON a.org_id = m.branch_id AND a.ancestor_id = ? WHERE m.id IN ({marks})",
                (org_id,),
            ).scalar_one()
    return number


def like_branches(
    context: Context,
    asked: Mapping[str, Sequence[Cells]],
    school_id: int | None,
    *,
    day: date,
    numbers: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Mapping[str, BranchesLike]:
    """The branches that written names may mean, and all branches of the school after them.

    `asked`: what the rows say that write a name so, `numbers`: the ID numbers of others who do. Of
    what several schools have under one name, the one where these others are recorded is likeliest.
    """
    with context.database.read() as connection:
        nodes = orgs.every(connection)
        within = orgs.subtree_ids(connection, school_id) if school_id is not None else frozenset()
        every = [one for name in asked for one in numbers.get(name, ())]
        recorded = members.by_id_numbers(connection, every, roster_only=True)
    finder = PlaceFinder(nodes, today=day, unit=school_id)
    inside = [node for node in nodes if node.id in within and node.kind in BRANCH_KINDS]
    found = {}
    for name, cells in asked.items():
        said = [finder.find(one).sure for one in cells]
        if all(said):
            found[name] = BranchesLike(True, 1.0, ())
            continue
        open_ = next(one for one, sure in zip(cells, said, strict=True) if sure is None)
        like = [
            one for one in finder.similar(open_).candidates if not within or one[0].id in within
        ]
        homes = {
            one.branch_id for number in numbers.get(name, ()) for one in recorded.get(number, ())
        }
        here = [(node, _BY_OTHERS) for node, _score in like if node.id in homes]
        if len(here) == 1:
            like = [*here, *(one for one in like if one[0].id != here[0][0].id)]
        score = like[0][1] if like and (len(like) == 1 or like[0][1] > like[1][1]) else 0.0
        shown = {node.id: (node.full_name, node.short_name) for node, _score in like}
        shown |= {node.id: (node.full_name, node.short_name) for node in inside}
        found[name] = BranchesLike(False, score, tuple(shown.values()))
    return found


def school_name(context: Context, school_id: int | None) -> str:
    """A school's short name, '' for none."""
    if school_id is None:
        return ""
    with context.database.read() as connection:
        return orgs.by_id(connection, school_id).short_name


@dataclass(frozen=True, slots=True)
class Listing:
    """The desk at a glance: the years there are, the entries wanted, numbers for the filters."""

    years: tuple[int, ...]
    year: int
    ids: "array[int]"
    by_match: Mapping[str, int]
    by_progress: Mapping[str, int]


def load_listing(context: Context, wanted: EntryFilter) -> Listing:
    """What the desk shows; year 0 stands for the newest one with entries, else this year.

    A node that is no school (a branch) shows the graduates who are its members.
    """
    with context.database.read() as connection:
        years = tuple(queries.years(connection))
        year = wanted.year or (years[0] if years else context.today.year)
        wanted = replace(wanted, year=year)
        by_match, by_progress = queries.counts(connection, wanted)
        return Listing(
            years or (year,), year, queries.entry_ids(connection, wanted), by_match, by_progress
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """The year's progress: numbers per school, laggards first, and the milestones."""

    rates: YearRates
    goals: tuple[Goal, ...]
    attempts: int = 0
    """How many of them somebody wanted deleted instead (G 三)."""


def load_standing(
    context: Context,
    *,
    year: int = 0,
    day: date | None = None,
    scope: int | None = None,
    keeper: RatesKeeper | None = None,
) -> Standing:
    """As of a day, today if not given; year 0 stands for the newest one with entries. A `keeper`
    counts only what changed since its last look."""
    with context.database.read() as connection:
        if not year:
            known = queries.years(connection)
            year = known[0] if known else context.today.year
        found = load_rates(
            connection, year=year, today=context.today, day=day, scope=scope, keeper=keeper
        )
        attempts = queries.attempts(connection, year, scope)
    return Standing(found, goals(context.policy, found), attempts)


@dataclass(frozen=True, slots=True)
class Ready:
    """Members whose destination is settled and who are not under way, by what is to be done.

    `transfers` by kind, `retentions` by the reason of the register (Q 附件3).
    """

    transfers: Mapping[str, tuple[int, ...]]
    retentions: Mapping[str, tuple[int, ...]]


def load_ready(context: Context, *, year: int, school_ids: Sequence[int]) -> Ready:
    """Who of these schools can be started, or registered, at once."""
    with context.database.read() as connection:
        rows = queries.ready(connection, year, school_ids)
    transfers: dict[str, list[int]] = {}
    retentions: dict[str, list[int]] = {}
    for label, progress, member_id in rows:
        destination = context.policy.destinations.get(label)
        if destination is None:
            continue
        if destination.treatment == "transfer" and progress == "due":
            transfers.setdefault(label, []).append(member_id)
        elif destination.treatment != "transfer":
            reason = _reason(label, context.policy.retention_reasons)
            retentions.setdefault(reason, []).append(member_id)
    return Ready(
        {key: tuple(ids) for key, ids in transfers.items()},
        {key: tuple(ids) for key, ids in retentions.items()},
    )


def _reason(destination: str, reasons: Sequence[str]) -> str:
    """The register's words for a destination: 出国（境） is 出国（境）研究学习 there."""
    return next((one for one in reasons if one.startswith(destination)), destination)


def fetch_entries(context: Context, ids: Sequence[int]) -> dict[int, Entry]:
    """Rows for the table; runs on a reader thread."""
    with context.database.read() as connection:
        return {one.id: one for one in queries.entries(connection, ids)}


@dataclass(frozen=True, slots=True)
class Candidates:
    """An entry beside the members it may be, those with its ID number first."""

    entry: Entry
    members: tuple[Member, ...]


def candidates_of(context: Context, entry_id: int) -> Candidates | None:
    """Who on the roster an entry may be, by ID number or by name; None if the entry is gone."""
    with context.database.read() as connection:
        found = queries.entries(connection, [entry_id])
        if not found:
            return None
        entry = found[0]
        by_number = members.by_id_numbers(connection, [entry.id_number] if entry.id_number else [])
        by_name = members.by_names(connection, [entry.name] if entry.name else [])
    same = present(by_number.get(entry.id_number or "", []))
    named = [one for one in by_name.get(entry.name or "", []) if one not in same]
    return Candidates(entry, (*same, *present(named)))
