"""Putting another rule pack in force: the office's setting and every red name, in one operation.

Before, `members.policy_plan` says what would change on the whole roster and in the open papers.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ..core.errors import BadInput
from ..core.progress import Progress, Quiet
from ..office.context import Context
from ..office.service import pack, put_policy
from ..rules.policy import Policy
from .policy_effects import Effects
from .policy_plan import PolicyPlan, judged, plan_policy

__all__ = ["PolicyPlan", "Switched", "plan_policy", "rejudge", "use_policy"]


@dataclass(frozen=True, slots=True)
class Switched:
    """The pack now in force and how many members' missing fields changed by it."""

    policy: Policy
    changed: int


def use_policy(
    context: Context,
    *,
    policy_id: str,
    planned: PolicyPlan | None = None,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> Switched:
    """A broken or unknown pack is refused before anything is written; the old one stays.

    With `planned` exactly that is done or, where the pack's text or a member changed meanwhile,
    nothing (`policy.stale`).
    """
    policy = pack(policy_id)
    if planned is not None and planned.policy.digest != policy.digest:
        raise _stale(policy, "规则包文件又有改动")
    operation = context.operation("office.policy", f"启用规则包：{policy.title}")
    with context.database.write(operation, progress=progress) as writing:
        connection = writing.connection
        if planned is not None and _members_moved(connection, since=planned.seen):
            raise _stale(policy, "花名册又有改动")
        put_policy(connection, policy)
        changed = rejudge(connection, policy, today=context.today, progress=progress)
    return Switched(policy, changed)


def rejudge(
    connection: Connection,
    policy: Policy,
    *,
    today: date,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> int:
    """Brings what every member lacks in step with a pack; how many changed."""
    # Judged against itself: only what is missing is asked, nothing is compared.
    effects = Effects(policy, policy, today=today)
    changed = 0
    for page in judged(connection, effects, progress):
        updates = [(one.missing, member) for member, before, one in page if one.missing != before]
        if updates:
            connection.exec_driver_sql("UPDATE members SET missing = ? WHERE id = ?", updates)
            changed += len(updates)
    return changed


def _members_moved(connection: Connection, *, since: int) -> bool:
    sql = "SELECT EXISTS (SELECT 1 FROM journal_rows WHERE id > ? AND table_name = 'members')"
    return bool(connection.exec_driver_sql(sql, (since,)).scalar())


def _stale(policy: Policy, what: str) -> BadInput:
    message = f"核对以后{what}，“{policy.title}”没有启用，什么也没有改动。请重新核对一次。"
    return BadInput("policy.stale", message)
