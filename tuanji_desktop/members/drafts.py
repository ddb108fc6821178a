"""What was typed into a card and not saved: kept in the file, so that a crash takes nothing.

A draft belongs to one operator and one member (or to the new member that operator was adding);
under a pack that says so it is also where an incomplete card waits beside the valid one (Q 五.2).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.errors import NotFound
from ..office.context import Context
from ..orgs import queries as orgs
from ..rules.fields import FIELDS


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, by field; a branch that was chosen stands in it by its code."""

    content: Mapping[str, str | None]
    saved_at: str
    branch_id: int | None = None
    branch: str = ""

    @property
    def labels(self) -> str:
        """The fields it holds, in words."""
        return "、".join(FIELDS[name].label for name in self.content if name in FIELDS)


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


def find_draft(context: Context, connection: Connection, member_id: int | None) -> Draft | None:
    """What this operator had typed and not saved, for a member or (None) for a new one."""
    row = connection.exec_driver_sql(
        "SELECT content, saved_at FROM drafts WHERE member_id IS ? AND operator = ? "
        "ORDER BY id DESC",
        (member_id, context.operator),
    ).first()
    if row is None:
        return None
    content: dict[str, str | None] = json.loads(row[0])
    if not content.get("branch"):
        return Draft(content, row[1]) if content else None
    try:
        node = orgs.by_name_or_code(connection, str(content["branch"]))
    except NotFound:
        del content["branch"]  # it is gone meanwhile: another one must be chosen
        return Draft(content, row[1])
    return Draft(content, row[1], node.id, node.full_name)


def drop_draft(context: Context, *, member_id: int | None) -> None:
    """Throws a draft away."""
    with context.database.write(context.operation("draft.drop", "放弃草稿")) as writing:
        writing.connection.exec_driver_sql(
            "DELETE FROM drafts WHERE member_id IS ? AND operator = ?",
            (member_id, context.operator),
        )
