"""Reading the tree: nodes with kept counts, names for matching, subtrees."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.errors import NotFound
from ..store.connection import raw


@dataclass(frozen=True, slots=True)
class Organization:
    """A node of the tree; both counts are of the whole subtree.

    `graduating_year`: marked as graduating in that summer. `held`: nobody is here and nothing
    below, but a report-in, an open request, a draft, a transfer or a retention hangs on it.
    """

    id: int
    code: str
    full_name: str
    short_name: str
    kind: str
    parent_id: int | None
    school_kind: str | None
    status: str
    secretary: str | None
    members: int
    incomplete: int
    children: int
    graduating_year: int | None = None
    branch_sort: str | None = None
    contact: str | None = None
    contact_phone: str | None = None
    held: int = 0


WAITING = "status IN ('draft', 'submitted', 'returned', 'withdrawn')"
"""Report-ins that are not decided; their branch cannot go."""

OPEN_REQUESTS = (
    "SELECT r.member_id FROM change_fields AS f JOIN change_requests AS r ON r.id = f.request_id "
    "WHERE f.state = 'pending' "
    "UNION ALL SELECT member_id FROM deletion_requests "
    "WHERE state IN ('draft', 'requested', 'endorsed', 'sent') "
    "UNION ALL SELECT member_id FROM corrections WHERE state IN ('gathered', 'verified', 'sent')"
)
"""Members of whom a decision is still to come."""

_OPEN_PAPERS = (
    "EXISTS (SELECT 1 FROM transfers WHERE source_id = o.id AND finished_on IS NULL) "
    "OR EXISTS (SELECT 1 FROM transfers WHERE target_id = o.id AND finished_on IS NULL) "
    "OR o.id IN (SELECT from_branch_id FROM retentions WHERE ended_on IS NULL "
    "AND from_branch_id IS NOT NULL "
    "UNION ALL SELECT branch_id FROM retentions WHERE ended_on IS NULL AND branch_id IS NOT NULL)"
)
"""An open transfer starts from the node or leads to it, or an open retention names it."""

_HELD = (
    "CASE WHEN c.members = 0 AND c.children = 0 AND o.status = 'active' THEN "
    f"EXISTS (SELECT 1 FROM members WHERE branch_id = o.id AND {WAITING}) "
    f"OR o.id IN (SELECT branch_id FROM members WHERE id IN ({OPEN_REQUESTS})) "
    "OR o.id IN (SELECT branch_id FROM drafts WHERE branch_id IS NOT NULL) "
    f"OR {_OPEN_PAPERS} ELSE 0 END"
)
_NODE = (
    "SELECT o.id, o.code, o.full_name, o.short_name, o.kind, o.parent_id, o.school_kind, "
    "o.status, o.secretary, c.members, c.incomplete, c.children, o.graduating_year, "
    f"o.branch_sort, o.contact, o.contact_phone, {_HELD} "
    "FROM organizations AS o JOIN org_counts AS c ON c.org_id = o.id "
)


def children(connection: Connection, parent_id: int | None) -> list[Organization]:
    """The nodes directly under one (None: the roots), as the tree shows them."""
    rows = connection.exec_driver_sql(
        _NODE + "WHERE o.parent_id IS ? AND o.status = 'active' ORDER BY o.code", (parent_id,)
    )
    return [Organization(*row) for row in rows]


def every(connection: Connection) -> list[Organization]:
    """All nodes that are not dissolved, by code."""
    rows = raw(connection).execute(_NODE + "WHERE o.status = 'active' ORDER BY o.code")
    return [Organization(*row) for row in rows]


def dissolved_codes(connection: Connection) -> set[str]:
    """Codes that are spent: a code is never given to a second node."""
    rows = connection.exec_driver_sql("SELECT code FROM organizations WHERE status = 'dissolved'")
    return {code for (code,) in rows}


def by_id(connection: Connection, org_id: int) -> Organization:
    """One node, dissolved ones too."""
    row = connection.exec_driver_sql(_NODE + "WHERE o.id = ?", (org_id,)).one_or_none()
    if row is None:
        raise NotFound("org.unknown", f"没有编号为 {org_id} 的团组织。")
    return Organization(*row)


def by_code(connection: Connection, code: str) -> Organization:
    """One node by its code."""
    row = connection.exec_driver_sql(_NODE + "WHERE o.code = ?", (code,)).one_or_none()
    if row is None:
        raise NotFound("org.unknown", f"没有组织编码为“{code}”的团组织。")
    return Organization(*row)


def by_ids(connection: Connection, ids: Iterable[int]) -> dict[int, Organization]:
    """Several nodes at once."""
    marks = ", ".join(str(int(one)) for one in ids)
    rows = connection.exec_driver_sql(_NODE + f"WHERE o.id IN ({marks})")
    return {row[0]: Organization(*row) for row in rows}


def schools(connection: Connection) -> list[Organization]:
    """The nodes that are schools, by code."""
    rows = connection.exec_driver_sql(
        _NODE + "WHERE o.status = 'active' AND o.school_kind IS NOT NULL ORDER BY o.code"
    )
    return [Organization(*row) for row in rows]


def path(connection: Connection, org_id: int) -> list[Organization]:
    """From the root down to the node itself."""
    rows = connection.exec_driver_sql(
        _NODE + "JOIN org_ancestors AS a ON a.ancestor_id = o.id WHERE a.org_id = ? "
        "ORDER BY a.depth DESC",
        (org_id,),
    )
    return [Organization(*row) for row in rows]


def subtree_ids(connection: Connection, org_id: int) -> set[int]:
    """The node and everything under it."""
    rows = connection.exec_driver_sql(
        "SELECT org_id FROM org_ancestors WHERE ancestor_id = ?", (org_id,)
    )
    return {row[0] for row in rows}


def filtered(connection: Connection, words: str) -> tuple[list[Organization], set[int]]:
    """Nodes whose name or code contains the words, with all their superiors; and the hits' ids."""
    hits = {
        row[0]
        for row in connection.exec_driver_sql(
            "SELECT id FROM organizations WHERE status = 'active' AND "
            "(instr(full_name, ?) OR instr(short_name, ?) OR instr(code, ?))",
            (words, words, words.upper()),
        )
    }
    if not hits:
        return [], hits
    marks = ", ".join(map(str, hits))
    rows = connection.exec_driver_sql(
        _NODE + "WHERE o.id IN (SELECT ancestor_id FROM org_ancestors "
        f"WHERE org_id IN ({marks})) ORDER BY o.code"
    )
    return [Organization(*row) for row in rows], hits


def by_name_or_code(connection: Connection, words: str) -> Organization:
    """The node that has exactly this code or full name."""
    row = connection.exec_driver_sql(
        _NODE + "WHERE o.code = ? OR (o.full_name = ? AND o.status = 'active')", (words, words)
    ).first()
    if row is None:
        raise NotFound("branch.unknown", f"没有编码或全称为“{words}”的团组织。")
    return Organization(*row)
