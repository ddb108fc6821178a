"""Names of members by id, for whoever tells what is wrong with a paper."""

from collections.abc import Collection

from .context import Context


def member_names(context: Context, ids: Collection[int]) -> dict[int, str]:
    """Names of the members that the findings of a paper speak of."""
    chosen = ",".join(str(int(one)) for one in ids)
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT id, coalesce(name, '') FROM members WHERE id IN ({chosen})"
        )
        return {row[0]: row[1] for row in rows}
