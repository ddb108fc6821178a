"""Every member as the records stood at the end of a day: today's rows, or the journal read backwards.

A row that was not touched since is today's; of the others the first change after that day says
what was before it. So any day can be asked for, at the price of what happened since.
"""

from datetime import date

from sqlalchemy import Connection

from ..store.schema import ON_ROSTER

COLUMNS = (
    "branch_id", "status", "sex", "born_on", "education", "ethnicity", "political_status",
    "occupation", "missing",
)  # fmt: skip


def last_row(connection: Connection, day: date) -> int | None:
    """The journal's last row of that day or before; None where nothing came after it."""
    later = connection.exec_driver_sql(
        "SELECT min(first_row) FROM journal_operations WHERE day > ? AND first_row IS NOT NULL",
        (day.isoformat(),),
    ).scalar()
    return None if later is None else int(later) - 1


def state_sql(after: int | None, *, all_of_them: bool = False) -> str:
    """A SELECT of id and `COLUMNS` of the members; `after` is a journal row (`last_row`).

    Where `all_of_them` are wanted no index may be used: it would lead to the rows in another order
    than they lie in, which takes four times as long.
    """
    names = ", ".join(f"m.{name}" for name in COLUMNS)
    today = f"SELECT m.id, {names} FROM members AS m{' NOT INDEXED' if all_of_them else ''}"
    if after is None:
        return today
    past = ", ".join(f"json_extract(j.before, '$.{name}')" for name in COLUMNS)
    touched = (
        "SELECT row_id, min(id) AS first FROM journal_rows "
        f"WHERE id > {int(after)} AND +table_name = 'members' GROUP BY row_id"
    )
    return (
        f"{today} WHERE m.id NOT IN (SELECT row_id FROM ({touched})) "
        f"UNION ALL SELECT t.row_id, {past} FROM ({touched}) AS t "
        "JOIN journal_rows AS j ON j.id = t.first WHERE j.before IS NOT NULL"
    )


def on_roster(alias: str) -> str:
    """Who is on the roster, for a row of this alias."""
    return f"{alias}.{ON_ROSTER}"


def scope_sql(org_id: int | None, branch: str) -> str:
    """The condition that a branch lies below a node, today's tree; "1" for the whole office."""
    if org_id is None:
        return "1"
    return f"{branch} IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = {int(org_id)})"
