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


def state_sql(after: int | None) -> str:
    """A SELECT of id and `COLUMNS` of the members; `after` is a journal row (`last_row`)."""
    names = ", ".join(f"m.{name}" for name in COLUMNS)
    today = f"SELECT m.id, {names} FROM members AS m"
    if after is None:
        return today
    touched = touched_sql(after)
    return (
        f"{today} WHERE m.id NOT IN (SELECT row_id FROM ({touched})) "
        f"UNION ALL {before_sql(touched)}"
    )


def touched_sql(after: int, until: int | None = None) -> str:
    """A SELECT of the members (`row_id`) with a journal row after that one, and its `first` id."""
    last = "" if until is None else f"AND id <= {int(until)} "
    return (
        "SELECT row_id, min(id) AS first FROM journal_rows "
        f"WHERE id > {int(after)} {last}AND +table_name = 'members' GROUP BY row_id"
    )


def before_sql(touched: str) -> str:
    """A SELECT of id and `COLUMNS` of these members before they were touched, if they were there."""
    past = ", ".join(f"json_extract(j.before, '$.{name}') AS {name}" for name in COLUMNS)
    return (
        f"SELECT t.row_id AS id, {past} FROM ({touched}) AS t "
        "CROSS JOIN journal_rows AS j ON j.id = t.first WHERE j.before IS NOT NULL"
    )


def on_roster(alias: str) -> str:
    """Who is on the roster, for a row of this alias."""
    return f"{alias}.{ON_ROSTER}"


def scope_sql(org_id: int | None, branch: str) -> str:
    """The condition that a branch lies below a node, today's tree; "1" for the whole office."""
    if org_id is None:
        return "1"
    return f"{branch} IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = {int(org_id)})"


def head_of_all(connection: Connection) -> int | None:
    """The organisation that all others are below, if there is one."""
    rows = connection.exec_driver_sql(
        "SELECT id FROM organizations WHERE parent_id IS NULL LIMIT 2"
    ).all()
    return rows[0].id if len(rows) == 1 else None
