"""Where each graduate of a year is on a day, and what sets them apart: one select for all who count."""

from collections.abc import Sequence
from datetime import date

_STAFF = (
    "e.progress <> 'received' AND e.member_id IN (SELECT m.id FROM organizations AS o "
    "CROSS JOIN members AS m ON m.branch_id = o.id WHERE o.branch_sort IN ('staff', 'mixed') "
    "AND (o.branch_sort = 'staff' OR m.occupation LIKE '%教职工'))"
)
"""Teachers on a school's list. Who was received elsewhere as a teacher is a graduate all the same."""

_RETAINED = (
    "coalesce(e.member_id IN (SELECT member_id FROM retentions WHERE retained_on <= '{day}' "
    "AND (ended_on IS NULL OR ended_on > '{day}')), 0)"
)
_EMPLOYED = (
    "coalesce((SELECT t.target_kind FROM transfers AS t WHERE t.entry_id = e.id "
    "AND t.state = 'received' ORDER BY t.id DESC LIMIT 1), "
    "CASE WHEN e.destination IN ('就业', '创业') THEN 'employer' END) IS 'employer'"
)
_THEN = """
LEFT JOIN (
  SELECT entry_id, max(CASE WHEN started_on <= '{day}' THEN id END) AS latest
  FROM transfers WHERE {of} GROUP BY entry_id
) AS h ON h.entry_id = e.id
LEFT JOIN transfers AS t ON t.id = h.latest
LEFT JOIN (
  SELECT transfer_id, act, max(id) FROM transfer_steps
  WHERE act IN ('wait', 'built') AND done_on <= '{day}'{steps} GROUP BY transfer_id
) AS w ON w.transfer_id = t.id
"""
_STATE_THEN = """
CASE WHEN h.entry_id IS NULL THEN e.progress WHEN t.id IS NULL THEN 'due'
  WHEN t.finished_on <= '{day}' THEN CASE t.state WHEN 'received' THEN 'received' ELSE 'due' END
  WHEN w.act = 'wait' THEN 'waiting' ELSE 'started' END
"""
"""An entry without any transfer counts by its progress today."""


def people_sql(
    year: int, day: date | None, today: date, *, only: Sequence[int] | None = None
) -> str:
    """Everybody of the year, or `only` these entries: where they are on the day, what sets them
    apart."""
    when = (day or today).isoformat()
    past = day is not None and day < today
    state = _STATE_THEN.format(day=when) if past else "e.progress"
    chosen, of, steps = "", "entry_id IS NOT NULL", ""
    if only is not None:
        ids = f"({','.join(str(int(one)) for one in only)})"
        chosen, of = f" AND e.id IN {ids}", f"entry_id IN {ids}"
        steps = f" AND transfer_id IN (SELECT id FROM transfers WHERE {of})"
    return (
        "SELECT e.id, e.school_id, e.destination IS '升学' AS further, "
        f"CASE WHEN e.progress = 'excluded' OR ({_STAFF}) THEN 'excluded' "
        f"ELSE {state} END AS state, {_RETAINED.format(day=when)} AS retained, "
        f"CASE WHEN {state} = 'received' THEN {_EMPLOYED} ELSE 0 END AS employed "
        f"FROM graduate_entries AS e {_THEN.format(day=when, of=of, steps=steps) if past else ''} "
        f"WHERE e.year = {int(year)}{chosen}"
    )
