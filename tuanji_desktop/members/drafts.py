"""What was typed into a card and not saved: kept in the file, so that a crash takes nothing.

A draft belongs to one operator and one member (or to the new member that operator was adding);
under a pack that says so it is also where an incomplete card waits beside the valid one (Q 五.2).
"""

import json
from collections.abc import Mapping

from sqlalchemy import Connection

from ..office.context import Context


def keep_draft(
    context: Context,
    *,
    member_id: int | None,
    branch_id: int | None,
    content: Mapping[str, str | None],
) -> None:
    """Keeps what was typed into a card that is not (or may not be) saved yet."""
    operation = context.operation("draft.keep", "保存未完成的草稿")
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    at = context.stamp()
    with context.database.write(operation) as writing:
        writing.connection.exec_driver_sql(
            "DELETE FROM drafts WHERE member_id IS ? AND operator = ?",
            (member_id, context.operator),
        )
        writing.connection.exec_driver_sql(
            "INSERT INTO drafts (member_id, branch_id, operator, content, saved_at) "
            "VALUES (?, ?, ?, ?, ?)",
            (member_id, branch_id, context.operator, text, at),
        )


def find_draft(
    context: Context, connection: Connection, member_id: int | None
) -> dict[str, str | None] | None:
    """What this operator had typed and not saved, for a member or (None) for a new one."""
    content = connection.exec_driver_sql(
        "SELECT content FROM drafts WHERE member_id IS ? AND operator = ? ORDER BY id DESC",
        (member_id, context.operator),
    ).scalar()
    if content is None:
        return None
    values: dict[str, str | None] = json.loads(content)
    return values


def drop_draft(context: Context, *, member_id: int | None) -> None:
    """Throws a draft away."""
    with context.database.write(context.operation("draft.drop", "放弃草稿")) as writing:
        writing.connection.exec_driver_sql(
            "DELETE FROM drafts WHERE member_id IS ? AND operator = ?",
            (member_id, context.operator),
        )
