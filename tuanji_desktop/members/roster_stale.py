"""Whether what a roster plan rests on is still so, asked inside the transaction that would write it."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection

from ..core.errors import BadInput
from ..orgs import queries as orgs
from ..orgs.queries import Organization
from ..sheets.places import Places
from ..store import journal
from . import queries
from .matching import find_similar, present
from .roster_rows import PlannedRow, RosterPlan

Standing = Mapping[int, tuple[object, ...]]
"""Branch → what it and everything above it is called, and where it stands."""

_NUMBER = "development_number"


def standing(nodes: Iterable[Organization], ids: Collection[int]) -> Standing:
    """How the branches of a plan stand in the tree; one that is closed is not there."""
    known = {node.id: node for node in nodes if node.status == "active"}
    found: dict[int, tuple[object, ...]] = {}
    for org_id in ids:
        chain: list[object] = []
        node = known.get(org_id)
        while node is not None:
            chain.append((node.id, node.code, node.full_name, node.short_name, node.kind))
            node = known.get(node.parent_id or 0)
        found[org_id] = tuple(chain)
    return found


def refuse_if_stale(connection: Connection, plan: RosterPlan) -> None:
    """Refuses the whole (`import.stale`) where a member, a number or a branch has moved since."""
    if journal.head(connection) == plan.head:
        return
    rows = plan.rows
    new = [row for row in rows if row.kind == "new"]
    _members(connection, rows, plan.source.places)
    _newcomers(connection, new)
    _development_numbers(connection, [*new, *(row for row in rows if row.kind == "updated")])
    wanted = {row.branch_id for row in rows if row.branch_id is not None}
    if wanted and standing(orgs.every(connection), wanted) != plan.branches:
        raise _stale("名单中某个团支部（改名、撤销或换了上级）")


def _members(connection: Connection, rows: Sequence[PlannedRow], places: Places) -> None:
    """Members that the plan writes, and those a clerk decided for, must be as they were seen."""
    planned = {
        row.member.id: row
        for row in rows
        if row.member and (row.kind == "updated" or (row.decided and row.kind == "unchanged"))
    }
    now = {one.id: one for one in queries.members(connection, list(planned))}
    for member_id, row in planned.items():
        if now.get(member_id) != row.member:
            decided = f"，{places.words(row.number)}的决定不再成立" if row.decided else ""
            raise _stale(f"{row.member.name if row.member else ''} 的信息", decided)


def _newcomers(connection: Connection, new: Sequence[PlannedRow]) -> None:
    """Nobody may have registered them meanwhile: by their number, or without one by what else
    tells who they are."""
    numbers = {row.saved["id_number"]: row.name for row in new if row.saved.get("id_number")}
    for number, found in queries.by_id_numbers(connection, filter(None, numbers)).items():
        if present(found):
            raise _stale(f"{numbers[number]} 的登记")
    bare = [row for row in new if not row.saved.get("id_number")]
    wanted = {(row.name, row.saved.get("mobile"), row.branch_id) for row in bare}
    by_name: dict[str, list[queries.Member]] = {}
    for one in queries.namesakes(connection, wanted):
        by_name.setdefault(one.name, []).append(one)
    for row in bare:
        here = [one for one in by_name.get(row.name, []) if one.id not in row.candidates]
        same = [one for one in here if one.branch_id == row.branch_id]
        if same or find_similar({**row.saved, "branch": None}, here):
            raise _stale(f"{row.name} 的登记")


def _development_numbers(connection: Connection, rows: Sequence[PlannedRow]) -> None:
    """A number belongs to one member: nobody may have taken it meanwhile."""
    wanted = {
        number: row for row in rows if (number := {**row.saved, **row.submitted}.get(_NUMBER))
    }
    for number, holders in queries.holders(connection, _NUMBER, wanted).items():
        row = wanted[number]
        others = [name for one, name in holders if row.member is None or one != row.member.id]
        if others:
            raise _stale(f"发展团员编号 {number} 的归属（现在 {others[0]} 名下）")


def _stale(what: str, more: str = "") -> BadInput:
    return BadInput("import.stale", f"{what}在核对之后有变动{more}，没有写入。请重新核对这份名单。")
