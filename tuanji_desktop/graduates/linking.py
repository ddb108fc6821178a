"""A transfer that was started before the list came belongs to the graduate all the same."""

from collections.abc import Collection

from sqlalchemy import Connection

_PROGRESS = {"received": "received", "waiting": "waiting"}


def link_transfers(
    connection: Connection, *, year: int, destinations: Collection[str], entry_id: int | None = None
) -> int:
    """Links entries of the year (or one) that know their member with the transfer that the member
    has under way or finished in that year; returns how many. `destinations`: whose transfers are
    a graduate's (a change of major is not)."""
    if not destinations:
        return 0
    marks = ", ".join("?" * len(destinations))
    one = "" if entry_id is None else f"AND e.id = {int(entry_id)} "
    rows = connection.exec_driver_sql(
        "SELECT e.id, max(t.id), t.state FROM graduate_entries AS e JOIN transfers AS t "
        "ON t.member_id = e.member_id AND t.entry_id IS NULL "
        f"AND t.kind IN ({marks}) AND substr(t.started_on, 1, 4) = ? "
        "AND (t.finished_on IS NULL OR t.state = 'received') "
        f"WHERE e.year = ? {one}AND e.progress IN ('unsettled', 'due') GROUP BY e.id",
        (*destinations, str(year), year),
    ).all()
    for entry, transfer, state in rows:
        connection.exec_driver_sql(
            "UPDATE transfers SET entry_id = ? WHERE id = ?", (entry, transfer)
        )
        connection.exec_driver_sql(
            "UPDATE graduate_entries SET progress = ? WHERE id = ?",
            (_PROGRESS.get(state, "started"), entry),
        )
    return len(rows)
