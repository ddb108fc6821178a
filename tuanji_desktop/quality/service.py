"""The board in numbers, the list behind each number, and “不是同一人”."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from ..core.errors import BadInput, NotFound
from ..core.progress import Progress, Quiet
from ..members import queries as members
from ..members.queries import Member
from ..office.context import Context
from ..orgs import queries as orgs
from ..orgs.kinds import KINDS
from ..orgs.queries import Organization
from ..rules.checks import development_number_taken, mobile_shared
from ..rules.fields import FIELDS
from . import queries
from .checks import (
    MEMBERS,
    NO_SECRETARY,
    PAIRS,
    RED,
    SHARED,
    UNITS,
    Check,
    catalog,
    find_check,
    unit_codes,
    unit_words,
)
from .findings import Findings, Pair
from .scan import LEADS, Inspection


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of the scope with its numbers by check."""

    org: Organization
    counts: Mapping[str, int]

    def total(self, checks: Sequence[Check], level: str) -> int:
        """All findings of a level; the parts of a check are counted in it already."""
        return sum(
            self.counts.get(one.code, 0) for one in checks if one.level == level and not one.parent
        )


@dataclass(frozen=True, slots=True)
class Board:
    """The numbers of a scope. While the scan runs, or after it was stopped, they are partial."""

    checks: tuple[Check, ...]
    counts: Mapping[str, int]
    units: tuple[UnitRow, ...]
    members: int
    complete: bool
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Listing:
    """What is behind a number: members or units by id, or pairs of members."""

    check: Check
    ids: Sequence[int] = field(default_factory=lambda: array("q"))
    pairs: tuple[Pair, ...] = ()

    def __len__(self) -> int:
        return len(self.pairs) if self.check.kind == PAIRS else len(self.ids)


@dataclass(frozen=True, slots=True)
class FoundMember:
    """A member in a list, and what is the matter with them under its check."""

    member: Member
    words: str


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit in a list."""

    org: Organization
    leader: str
    words: str

    @property
    def kind(self) -> str:
        return KINDS[self.org.kind]


@dataclass(frozen=True, slots=True)
class FoundPair:
    """Two members who may be one."""

    one: Member
    other: Member


def first_board(context: Context, org_id: int | None) -> Board:
    """What the kept numbers tell at once: red names and sizes of units."""
    with context.database.read() as connection:
        area = queries.area(connection, org_id)
    counts = {RED: sum(one.incomplete for one in area.children)}
    by_child: dict[int, dict[str, int]] = {
        one.id: {RED: one.incomplete} if one.incomplete else {} for one in area.children
    }
    _count_units(context, area, None, counts, by_child)
    return _board(context, area, counts, by_child, complete=False, done=0, total=area.members)


def board(inspection: Inspection, org_id: int | None) -> Board:
    """All numbers of a scope as far as the scan has come."""
    context, findings = inspection.context, inspection.findings
    with context.database.read() as connection:
        area = queries.area(connection, org_id)
    counts: dict[str, int] = {}
    by_child: dict[int, dict[str, int]] = {one.id: {} for one in area.children}
    with findings.lock:
        for check in catalog(context.policy):
            if check.kind == MEMBERS:
                _add_members(findings, check.code, area, counts, by_child)
        _add_pairs(findings, area, counts, by_child)
        led = frozenset(findings.members(LEADS).by_branch()) if inspection.complete else None
    _count_units(context, area, led, counts, by_child)
    return _board(
        context,
        area,
        counts,
        by_child,
        complete=inspection.complete,
        done=inspection.done,
        total=inspection.total,
    )


def _board(
    context: Context,
    area: queries.Area,
    counts: Mapping[str, int],
    by_child: Mapping[int, Mapping[str, int]],
    *,
    complete: bool,
    done: int,
    total: int,
) -> Board:
    units = tuple(UnitRow(one, MappingProxyType(dict(by_child[one.id]))) for one in area.children)
    known = MappingProxyType(dict(counts))
    return Board(catalog(context.policy), known, units, area.members, complete, done, total)


def _add_members(
    findings: Findings,
    code: str,
    area: queries.Area,
    counts: dict[str, int],
    by_child: dict[int, dict[str, int]],
) -> None:
    """A check's members by the children of the scope they belong to."""
    number, home = 0, area.home
    whole, branches = area.scope is None, area.branches or frozenset()
    for branch_id, found in findings.members(code).by_branch().items():
        child = home.get(branch_id)
        if child is not None:
            by_child[child][code] = by_child[child].get(code, 0) + found
        if whole or branch_id in branches:
            number += found
    counts[code] = number


def _add_pairs(
    findings: Findings,
    area: queries.Area,
    counts: dict[str, int],
    by_child: dict[int, dict[str, int]],
) -> None:
    """A pair counts in each unit that has one of the two, and once in the scope."""
    branches = area.branches
    for alike in findings.open_pairs().values():
        if branches is None or not branches.isdisjoint(alike.branches):
            counts[alike.code] = counts.get(alike.code, 0) + 1
            for child in {area.home.get(one) for one in alike.branches} - {None}:
                assert child is not None
                by_child[child][alike.code] = by_child[child].get(alike.code, 0) + 1


def _count_units(
    context: Context,
    area: queries.Area,
    led: frozenset[int] | None,
    counts: dict[str, int],
    by_child: dict[int, dict[str, int]],
) -> None:
    for unit in area.units:
        for code in _codes_of(context, unit, led):
            counts[code] = counts.get(code, 0) + 1
            child = area.home.get(unit.id)
            if child is not None:
                by_child[child][code] = by_child[child].get(code, 0) + 1


def _codes_of(context: Context, unit: queries.Unit, led: frozenset[int] | None) -> tuple[str, ...]:
    """`led`: branches with a member whose post is the secretary's; None: not known yet."""
    return unit_codes(
        context.policy,
        kind=unit.kind,
        members=unit.members,
        has_secretary=unit.secretary or led is None or unit.id in led,
    )


# ------------------------------------------------------------------------------ lists


def check_named(context: Context, code: str) -> Check:
    """A check by its code, or `NotFound` naming those there are."""
    found = find_check(context.policy, code)
    if found is None:
        known = "、".join(f"{one.code}（{one.label}）" for one in catalog(context.policy))
        raise NotFound("quality.check_unknown", f"没有“{code}”这项检查。可用的有：{known}。")
    return found


def listing(
    inspection: Inspection,
    code: str,
    org_id: int | None,
    *,
    sort: Sequence[tuple[str, bool]] = (),
) -> Listing:
    """Exactly what the number of a check counts in a scope."""
    context, findings = inspection.context, inspection.findings
    check = check_named(context, code)
    with context.database.read() as connection:
        if check.kind == UNITS:
            return Listing(check, _units_under(inspection, code, queries.area(connection, org_id)))
        area = queries.area(connection, org_id)
        branches = area.branches
        with findings.lock:
            if check.kind == PAIRS:
                return Listing(check, pairs=tuple(findings.pairs(code, branches)))
            ids = findings.members(code).within(branches)
        if code in SHARED and not sort:
            sort = ((SHARED[code], False),)  # those who share stand together
        return Listing(check, array("q", queries.in_order(connection, ids, sort)))


def _units_under(inspection: Inspection, code: str, area: queries.Area) -> "array[int]":
    led = None
    if inspection.complete:
        with inspection.findings.lock:
            led = frozenset(inspection.findings.members(LEADS).by_branch())
    found = [
        (unit.members, unit.id)
        for unit in area.units
        if code in _codes_of(inspection.context, unit, led)
    ]
    worst_first = sorted(found, reverse=code == "oversized")
    return array("q", (unit_id for _members, unit_id in worst_first))


def fetch_members(
    inspection: Inspection, check: Check, ids: Sequence[int]
) -> dict[int, FoundMember]:
    """Members of a list with what is the matter with each."""
    context = inspection.context
    with context.database.read() as connection:
        found = members.members(connection, list(ids))
        shared = SHARED.get(check.code)
        holders = (
            members.holders(connection, shared, filter(None, (o.values[shared] for o in found)))
            if shared
            else {}
        )
        places = queries.names(connection, (i for rows in holders.values() for i, _ in rows))
    result = {}
    for one in found:
        if shared:
            value = one.values[shared] or ""
            others = [places[i] for i, _name in holders.get(value, []) if i != one.id]
            words = _shared_words(check.code, value, others)
        else:
            words = inspection.judge.words(check.code, one.values, one.missing)
        result[one.id] = FoundMember(one, words)
    return result


def _shared_words(code: str, value: str, others: Sequence[tuple[str, str]]) -> str:
    who = "、".join(f"{name}（{branch}）" for name, branch in others[:3])
    if len(others) > 3:
        who += f"等{len(others)}人"
    if code == "mobile_shared":
        return mobile_shared(value, who).message
    if code == "number_doubled":
        return development_number_taken(value, who).message
    return f"身份证号与{who}相同，请对照证件核对。"


def fetch_units(inspection: Inspection, check: Check, ids: Sequence[int]) -> dict[int, FoundUnit]:
    """Units of a list with what is the matter with each."""
    policy = inspection.context.policy
    with inspection.context.database.read() as connection:
        found = orgs.by_ids(connection, ids)
        leaders = queries.leaders(connection, ids) if check.code != NO_SECRETARY else {}
    return {
        one.id: FoundUnit(
            one,
            leaders.get(one.id, ""),
            unit_words(check.code, policy, kind=one.kind, members=one.members),
        )
        for one in found.values()
    }


def fetch_pairs(context: Context, pairs: Sequence[Pair]) -> list[FoundPair]:
    """Pairs with both records; one of whom nobody is left is passed over."""
    with context.database.read() as connection:
        wanted = list({one for pair in pairs for one in pair})
        found = {one.id: one for one in members.members(connection, wanted)}
    return [FoundPair(found[a], found[b]) for a, b in pairs if a in found and b in found]


def partner(inspection: Inspection, code: str, member_id: int) -> Pair | None:
    """This member and the next one who shares the value, to compare them."""
    with inspection.findings.lock:
        sharers = inspection.findings.sharers(code)
        value = sharers.get(member_id)
        others = sorted(one for one, held in sharers.items() if held == value and one != member_id)
    if value is None or not others:
        return None
    return (member_id, others[0])


@dataclass(frozen=True, slots=True)
class Compared:
    """A field of two records beside each other."""

    field: str
    label: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return self.one != self.other


def compare(pair: FoundPair) -> tuple[Compared, ...]:
    """The fields that at least one of the two has, in the order of the field table."""
    rows = (
        Compared(
            name, row.label, pair.one.values.get(name) or "", pair.other.values.get(name) or ""
        )
        for name, row in FIELDS.items()
    )
    return tuple(row for row in rows if row.one or row.other)


def inspected(context: Context, progress: Progress = Quiet()) -> Inspection:  # noqa: B008
    """A finished look at everybody: what the command line asks."""
    inspection = Inspection(context)
    inspection.run(progress)
    return inspection


# --------------------------------------------------------------------- two, not one


def say_distinct(context: Context, *, one: int, other: int, reason: str | None = None) -> int:
    """Keeps that two records that look alike are two persons; the pair is never shown again.

    Undoing the operation shows it again. Returns the operation's number.
    """
    if one == other:
        raise BadInput("quality.same_member", "请给出两名不同的团员。")
    first, second = sorted((one, other))
    with context.database.read() as connection:
        a, b = (members.member(connection, member_id) for member_id in (first, second))
        known = connection.exec_driver_sql(
            "SELECT said_by, said_on FROM distinct_persons WHERE member_id = ? AND other_id = ?",
            (first, second),
        ).one_or_none()
    if known is not None:
        raise BadInput(
            "quality.distinct_known",
            f"{a.name}（编号 {a.id}）与 {b.name}（编号 {b.id}）已由 {known[0]} 于 {known[1]} "
            "记为不是同一人，不必再记。",
        )
    words = f"核对重复：{a.name}（{a.branch_short}）与 {b.name}（{b.branch_short}）不是同一人"
    operation = context.operation("quality.distinct", words, reason=reason)
    with context.database.write(operation) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO distinct_persons (member_id, other_id, reason, said_by, said_on) "
            "VALUES (?, ?, ?, ?, ?)",
            (first, second, reason, context.operator, context.today.isoformat()),
        )
    return writing.number
