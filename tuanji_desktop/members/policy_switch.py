"""Putting another rule pack in force: the office's setting and every red name, in one operation."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.progress import Progress, Quiet
from ..office.context import Context
from ..office.service import pack, put_policy
from ..rules.lifecycle import ON_ROSTER
from ..rules.policy import Policy
from ..store.schema import MEMBER_VALUES

_PAGE = 20_000


@dataclass(frozen=True, slots=True)
class Switched:
    """The pack now in force and how many members' missing fields changed by it."""

    policy: Policy
    changed: int


@dataclass(frozen=True, slots=True)
class PolicyPlan:
    """What another pack would change; `changed` as in `Switched`, the rest counts the roster."""

    policy: Policy
    changed: int
    newly_red: int
    no_longer_red: int
    red_after: int

    def words(self) -> str:
        """The plan as the clerk reads it before saying yes."""
        if not self.changed:
            return f"没有人的必填情况会改变；红名仍为 {self.red_after:,} 人。"
        return (
            f"{self.changed:,} 人的必填情况会改变：新增红名 {self.newly_red:,} 人，"
            f"不再是红名 {self.no_longer_red:,} 人；启用后红名共 {self.red_after:,} 人。"
        )


@dataclass(frozen=True, slots=True)
class _Judged:
    """A page of members under a pack: those that change, and the red names of the roster."""

    updates: list[tuple[str, int]]
    newly_red: int
    no_longer_red: int
    red: int


def plan_policy(
    context: Context,
    *,
    policy_id: str,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> PolicyPlan:
    """What `use_policy` would change; writes nothing."""
    policy = pack(policy_id)
    changed = newly_red = no_longer_red = red = 0
    with context.database.read() as connection:
        for page in _judge(connection, policy, progress):
            changed += len(page.updates)
            newly_red += page.newly_red
            no_longer_red += page.no_longer_red
            red += page.red
    return PolicyPlan(policy, changed, newly_red, no_longer_red, red)


def use_policy(
    context: Context,
    *,
    policy_id: str,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> Switched:
    """A broken or unknown pack is refused before anything is written; the old one stays."""
    policy = pack(policy_id)
    changed = 0
    operation = context.operation("office.policy", f"启用规则包：{policy.title}")
    with context.database.write(operation) as writing:
        connection = writing.connection
        put_policy(connection, policy)
        for page in _judge(connection, policy, progress):
            if page.updates:
                connection.exec_driver_sql(
                    "UPDATE members SET missing = ? WHERE id = ?", page.updates
                )
                changed += len(page.updates)
    return Switched(policy, changed)


def _judge(connection: Connection, policy: Policy, progress: Progress) -> Iterator[_Judged]:
    columns = ", ".join(f"m.{name}" for name in MEMBER_VALUES)
    last, total = 0, connection.exec_driver_sql("SELECT max(id) FROM members").scalar() or 0
    while True:
        rows = connection.exec_driver_sql(
            f"SELECT m.id, m.missing, m.status, o.full_name, {columns} FROM members AS m "
            "JOIN organizations AS o ON o.id = m.branch_id WHERE m.id > ? ORDER BY m.id LIMIT ?",
            (last, _PAGE),
        ).all()
        if not rows:
            return
        updates: list[tuple[str, int]] = []
        newly_red = no_longer_red = red = 0
        for member_id, missing, status, branch, *values in rows:
            record = dict(zip(MEMBER_VALUES, values, strict=True))
            record["branch"] = branch
            now = ",".join(policy.missing(record))
            if now != missing:
                updates.append((now, member_id))
            if status in ON_ROSTER:
                red += bool(now)
                newly_red += bool(now) and not missing
                no_longer_red += bool(missing) and not now
        yield _Judged(updates, newly_red, no_longer_red, red)
        last = rows[-1][0]
        progress.stop_if_cancelled()
        progress(last, total, "重新核对必填项")
