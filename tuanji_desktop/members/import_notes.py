"""What is worth saying beside a roster plan: the file seen before, rows of other organisations."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..office.context import Context
from ..orgs import queries as orgs
from ..store import journal
from .roster_plan import PlannedRow, RosterPlan


@dataclass(frozen=True, slots=True)
class RosterNotes:
    """Sentences for the clerk, and the short names of the branches that rows go to."""

    words: tuple[str, ...]
    branches: Mapping[int, str]


def roster_notes(context: Context, plan: RosterPlan, scope: int | None) -> RosterNotes:
    """Looks around the plan; `scope` is the node the clerk had chosen."""
    with context.database.read() as connection:
        wanted = {row.branch_id for row in plan.rows if row.branch_id is not None}
        branches = {one: node.short_name for one, node in orgs.by_ids(connection, wanted).items()}
        words = []
        earlier = journal.last_from(connection, "import.roster", plan.source.file_name)
        if not plan.count("new") and not plan.count("updated") and plan.count("unchanged"):
            words.append("这份名单与台账一致，没有需要写入的内容。")
        if earlier is not None:
            words.append(f"同名文件已在 {earlier.day} 导入过（第 {earlier.number} 号操作）。")
        if scope is not None:
            inside = orgs.subtree_ids(connection, scope)
            others = sum(1 for row in plan.rows if (org := _home(row)) and org not in inside)
            if others:
                name = orgs.by_id(connection, scope).short_name
                words.append(f"有 {others:,} 行不属于左侧选中的“{name}”。")
    return RosterNotes(tuple(words), branches)


def _home(row: PlannedRow) -> int | None:
    """The branch that a row goes to or is in."""
    if row.branch_id is not None:
        return row.branch_id
    return row.member.branch_id if row.member is not None else None
