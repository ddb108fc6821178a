"""A record as it stood after an operation: the journal knows."""

import json

from sqlalchemy import Connection

Values = dict[str, str | int | None]


def as_of(connection: Connection, table: str, row_id: int, operation: int, now: Values) -> Values:
    """The columns of `now` as they stood after the operation: the first later change tells."""
    before: str | None = connection.exec_driver_sql(
        "SELECT before FROM journal_rows WHERE table_name = ? AND row_id = ? AND operation > ? "
        "ORDER BY id LIMIT 1",
        (table, row_id, operation),
    ).scalar()
    if before is None:
        return dict(now)
    values = json.loads(before)
    return {one: values.get(one) for one in now}


def organization_name_as_of(connection: Connection, org_id: int, operation: int) -> str:
    """The full name that an organisation had after the operation."""
    name = connection.exec_driver_sql(
        "SELECT full_name FROM organizations WHERE id = ?", (org_id,)
    ).scalar()
    then = as_of(connection, "organizations", org_id, operation, {"full_name": name})
    return str(then["full_name"] or "")
