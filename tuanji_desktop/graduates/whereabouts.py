"""Where each graduate of a year is on a day, and what sets them apart: one select for all who count.

On a past day the lists, the destinations and what was settled are those that were recorded then:
an entry changed since is read from the journal. A transfer counts by the dates of its steps. Who
was taken off the lists since is not counted: there is no entry to show.
"""

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
"""An entry without any transfer counts by its progress."""
_COLUMNS = ("year", "school_id", "destination", "progress", "member_id")
_ENTRIES_THEN = """(
  WITH changed AS MATERIALIZED (
    SELECT row_id, min(id) AS first FROM journal_rows WHERE table_name = 'graduate_entries'
    AND id >= (SELECT min(first_row) FROM journal_operations WHERE day > '{day}'){rows}
    GROUP BY row_id
  )
  SELECT id, {now} FROM graduate_entries WHERE id NOT IN (SELECT row_id FROM changed){entries}
  UNION ALL
  SELECT c.row_id, {then} FROM changed AS c CROSS JOIN journal_rows AS j ON j.id = c.first
  JOIN graduate_entries AS n ON n.id = c.row_id WHERE j.before IS NOT NULL
)"""
"""The rows of the journal since then are found by table and entry, without reading any other."""


def people_sql(
    year: int, day: date | None, today: date, *, only: Sequence[int] | None = None
) -> str:
    """Everybody of the year, or `only` these entries: where they are on the day, what sets them
    apart."""
    when = (day or today).isoformat()
    past = day is not None and day < today
    state = _STATE_THEN.format(day=when) if past else "e.progress"
    chosen, of, steps, rows, entries = "", "entry_id IS NOT NULL", "", "", ""
    if only is not None:
        ids = f"({','.join(str(int(one)) for one in only)})"
        chosen, of = f" AND e.id IN {ids}", f"entry_id IN {ids}"
        steps = f" AND transfer_id IN (SELECT id FROM transfers WHERE {of})"
        rows, entries = f" AND row_id IN {ids}", f" AND id IN {ids}"
    listed, moved = "graduate_entries", ""
    if past:
        listed = _ENTRIES_THEN.format(
            day=when,
            rows=rows,
            entries=entries,
            now=", ".join(_COLUMNS),
            then=", ".join(f"j.before ->> '{name}'" for name in _COLUMNS),
        )
        moved = _THEN.format(day=when, of=of, steps=steps)
    return (
        "SELECT e.id, e.school_id, e.destination IS '升学' AS further, "
        f"CASE WHEN e.progress = 'excluded' OR ({_STAFF}) THEN 'excluded' "
        f"ELSE {state} END AS state, {_RETAINED.format(day=when)} AS retained, "
        f"CASE WHEN {state} = 'received' THEN {_EMPLOYED} ELSE 0 END AS employed "
        f"FROM {listed} AS e {moved} WHERE e.year = {int(year)}{chosen}"
    )
