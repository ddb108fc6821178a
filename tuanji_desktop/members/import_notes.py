"""What is worth saying beside a roster plan: the file seen before, rows of other organisations."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from ..office.context import Context
from ..office.imports import seen_before
from ..orgs import queries as orgs
from ..store import journal
from . import queries
from .roster_import import ROSTER
from .roster_rows import PlannedRow, RosterPlan


@dataclass(frozen=True, slots=True)
class RosterNotes:
    """Sentences for the clerk, the short names of the branches that rows go to, and the members
    whom rows may mean."""

    words: tuple[str, ...]
    branches: Mapping[int, str]
    people: Mapping[int, queries.Member] = field(default_factory=dict)


def roster_notes(
    context: Context, plan: RosterPlan, scope: int | None, *, kind: str = ROSTER
) -> RosterNotes:
    """Looks around the plan; `scope` is the node the clerk had chosen."""
    with context.database.read() as connection:
        wanted = {row.branch_id for row in plan.rows if row.branch_id is not None}
        branches = {one: node.short_name for one, node in orgs.by_ids(connection, wanted).items()}
        asked = sorted({one for row in plan.rows for one in row.candidates})
        people = {one.id: one for one in queries.members(connection, asked)}
        words = []
        if not plan.count("new") and not plan.count("updated") and plan.count("unchanged"):
            words.append("这份名单与台账一致，没有需要写入的内容。")
        words += _seen(connection, plan, kind)
        if scope is not None:
            inside = orgs.subtree_ids(connection, scope)
            others = sum(1 for row in plan.rows if (org := _home(row)) and org not in inside)
            if others:
                name = orgs.by_id(connection, scope).short_name
                words.append(f"有 {others:,} 行不属于左侧选中的“{name}”。")
    return RosterNotes((*words, *plan.source.told), branches, people)


def _seen(connection: Connection, plan: RosterPlan, kind: str) -> list[str]:
    """The very same file, or another one of the same name, as far as it was not taken back."""
    seen = seen_before(connection, kind=kind, sha256=plan.source.sha256)
    if seen is not None:
        return [seen.words]
    earlier = journal.last_from(connection, f"import.{kind}", plan.source.file_name)
    if earlier is None:
        return []
    return [f"同名但内容不同的文件已在 {earlier.day} 导入过（第 {earlier.number} 号操作）。"]


def _home(row: PlannedRow) -> int | None:
    """The branch that a row goes to or is in."""
    if row.branch_id is not None:
        return row.branch_id
    return row.member.branch_id if row.member is not None else None
