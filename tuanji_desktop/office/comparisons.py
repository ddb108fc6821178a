"""Where each line of a comparison's work list stands, looked up in the roster: the SQL of it, in
one place for the desk and for the home page.

A line is settled when the roster says the same as the list, whoever brought that about; nothing of
this is stored. What a clerk has said of a line (`settled`) counts as long as the two differ.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from ..rules.fields import MEMBER_COLUMNS
from ..store.schema import ON_ROSTER

HERE: Final = "here"
THERE: Final = "there"
DIFFERS: Final = "differs"
OPEN: Final = "open"
PENDING: Final = "pending"
AGREED: Final = "agreed"

_NOW = "CASE r.field " + " ".join(f"WHEN '{one}' THEN m.{one}" for one in MEMBER_COLUMNS) + " END"
"""What the record says now in the line's field."""

_SCOPE_LEFT = (
    "(c.org_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM org_ancestors AS a "
    "WHERE a.org_id = m.branch_id AND a.ancestor_id = c.org_id))"
)
_SAME = (
    "CASE WHEN r.field = 'branch' THEN r.branch_id IS NOT NULL AND m.branch_id = r.branch_id "
    f"WHEN instr(r.there, '*') THEN ({_NOW}) GLOB r.there "
    f"ELSE ({_NOW}) IS r.there END"
)
_ARRIVED = f"""CASE
  WHEN r.member_id IS NOT NULL AND m.{ON_ROSTER} THEN 1
  WHEN r.id_number IS NULL THEN EXISTS (SELECT 1 FROM members AS n
    WHERE n.name = r.name AND n.branch_id = r.branch_id AND n.{ON_ROSTER}
    AND n.id NOT IN (SELECT value FROM json_each(r.content, '$.candidates')))
  WHEN instr(r.id_number, '*') THEN EXISTS (SELECT 1 FROM members AS n
    WHERE n.name = r.name AND n.id_number GLOB r.id_number AND n.{ON_ROSTER}
    AND n.id NOT IN (SELECT value FROM json_each(r.content, '$.candidates')))
  ELSE EXISTS (SELECT 1 FROM members AS n
    WHERE n.id_number = r.id_number AND n.{ON_ROSTER}) END"""
_AGREED = (
    f"CASE r.kind WHEN '{HERE}' THEN NOT (m.{ON_ROSTER}) OR {_SCOPE_LEFT} "
    f"WHEN '{THERE}' THEN {_ARRIVED} "
    f"WHEN '{DIFFERS}' THEN NOT (m.{ON_ROSTER}) OR ({_SAME}) ELSE 0 END"
)
_ASKED = (
    "EXISTS (SELECT 1 FROM change_requests AS q JOIN change_fields AS f ON f.request_id = q.id "
    "WHERE q.member_id = r.member_id AND f.state = 'pending' AND f.field = r.field "
    "AND f.new_value IS r.there)"
)
_DELETING = (
    "EXISTS (SELECT 1 FROM deletion_requests AS d WHERE d.member_id = r.member_id "
    "AND d.state IN ('draft', 'requested', 'endorsed', 'sent'))"
)
_CORRECTING = (
    "EXISTS (SELECT 1 FROM corrections AS k WHERE k.member_id = r.member_id "
    "AND k.field = r.field AND k.state IN ('gathered', 'verified', 'sent'))"
)
_MOVING = (
    "EXISTS (SELECT 1 FROM transfers AS t WHERE t.member_id = r.member_id "
    "AND t.finished_on IS NULL)"
)
_REPORTING = "m.status IN ('draft', 'submitted', 'returned', 'withdrawn')"
_PENDING = (
    f"CASE r.kind WHEN '{HERE}' THEN {_DELETING} OR {_MOVING} "
    f"WHEN '{THERE}' THEN r.member_id IS NOT NULL AND {_REPORTING} "
    f"WHEN '{DIFFERS}' THEN (r.field = 'branch' AND {_MOVING}) OR {_ASKED} OR {_CORRECTING} "
    f"OR {_DELETING} ELSE 0 END"
)
STATE = (
    f"CASE WHEN ({_AGREED}) THEN '{AGREED}' WHEN r.settled IS NOT NULL THEN r.settled "
    f"WHEN ({_PENDING}) THEN '{PENDING}' ELSE '{OPEN}' END"
)
FROM = (
    "FROM comparison_rows AS r JOIN comparisons AS c ON c.id = r.comparison_id "
    "LEFT JOIN members AS m ON m.id = r.member_id "
)
UNIT = "coalesce(m.branch_id, r.branch_id)"
"""The branch a line is counted under."""


@dataclass(frozen=True, slots=True)
class OpenComparison:
    """A comparison that is worked on, and how many of its lines wait."""

    id: int
    file_name: str
    compared_on: str
    waiting: int


def newest_open(connection: Connection) -> OpenComparison | None:
    """The newest comparison that is not closed."""
    found = connection.exec_driver_sql(
        "SELECT id, file_name, compared_on FROM comparisons WHERE closed_on IS NULL "
        "ORDER BY id DESC LIMIT 1"
    ).one_or_none()
    if found is None:
        return None
    number, file_name, compared_on = found
    waiting = connection.exec_driver_sql(
        f"SELECT count(*) {FROM} WHERE r.comparison_id = ? AND r.settled IS NULL "
        f"AND ({STATE}) = '{OPEN}'",
        (number,),
    ).scalar_one()
    return OpenComparison(number, file_name, compared_on, int(waiting))
