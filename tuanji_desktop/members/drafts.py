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
from . import queries


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
        return _labels(self.content)


@dataclass(frozen=True, slots=True)
class OthersDraft:
    """That another operator has begun on a card: whose, when, which fields."""

    operator: str
    saved_at: str
    labels: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in the list of all; `missing` are the starred fields it still leaves empty."""

    member_id: int
    name: str
    branch: str
    operator: str
    saved_at: str
    content: Mapping[str, str | None]
    missing: tuple[str, ...]

    @property
    def labels(self) -> str:
        """The fields it holds, in words."""
        return _labels(self.content)


def keep_draft(
    context: Context,
    *,
    member_id: int | None,
    branch_id: int | None,
    content: Mapping[str, str | None],
) -> None:
    """Keeps what was typed into a card that is not (or may not be) saved yet."""
    with context.database.write(context.operation("draft.keep", "保存未完成的草稿")) as writing:
        put_draft(
            context, writing.connection, member_id=member_id, branch_id=branch_id, content=content
        )


def put_draft(
    context: Context,
    connection: Connection,
    *,
    member_id: int | None,
    branch_id: int | None,
    content: Mapping[str, str | None],
) -> None:
    """Puts this in the place of the operator's draft, inside an operation; nothing drops it."""
    connection.exec_driver_sql(
        "DELETE FROM drafts WHERE member_id IS ? AND operator = ?", (member_id, context.operator)
    )
    if content:
        text = json.dumps(dict(content), ensure_ascii=False, sort_keys=True)
        connection.exec_driver_sql(
            "INSERT INTO drafts (member_id, branch_id, operator, content, saved_at) "
            "VALUES (?, ?, ?, ?, ?)",
            (member_id, branch_id, context.operator, text, context.stamp()),
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


def others_drafts(
    context: Context, connection: Connection, member_id: int
) -> tuple[OthersDraft, ...]:
    """What the other operators have typed into this member's card and not saved."""
    rows = connection.exec_driver_sql(
        "SELECT operator, saved_at, content FROM drafts WHERE member_id = ? AND operator <> ? "
        "ORDER BY saved_at",
        (member_id, context.operator),
    )
    return tuple(OthersDraft(who, at, _labels(json.loads(text))) for who, at, text in rows)


def list_drafts(context: Context) -> tuple[DraftLine, ...]:
    """All drafts beside records of the office, the oldest first: the cards still to be completed."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT member_id, operator, saved_at, content FROM drafts "
            "WHERE member_id IS NOT NULL ORDER BY saved_at, id"
        ).all()
        found = queries.members(connection, [row[0] for row in rows])
    by_id = {one.id: one for one in found}
    lines = []
    for member_id, operator, saved_at, text in rows:
        content: dict[str, str | None] = json.loads(text)
        one = by_id[member_id]
        lines.append(
            DraftLine(
                member_id=member_id,
                name=one.name,
                branch=one.branch_short,
                operator=operator,
                saved_at=saved_at,
                content=content,
                missing=context.policy.missing({**one.values, **content}),
            )
        )
    return tuple(lines)


def _labels(content: Mapping[str, str | None]) -> str:
    return "、".join(FIELDS[name].label for name in content if name in FIELDS)


def drop_draft(context: Context, *, member_id: int | None) -> None:
    """Throws a draft away."""
    with context.database.write(context.operation("draft.drop", "放弃草稿")) as writing:
        writing.connection.exec_driver_sql(
            "DELETE FROM drafts WHERE member_id IS ? AND operator = ?",
            (member_id, context.operator),
        )
