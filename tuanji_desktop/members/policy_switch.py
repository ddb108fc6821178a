"""Putting another rule pack in force: the office's setting and every red name, in one operation."""

from dataclasses import dataclass

from ..core.progress import Progress, Quiet
from ..office.context import Context
from ..office.service import pack, put_setting
from ..rules.policy import Policy
from ..store.schema import MEMBER_VALUES

_PAGE = 20_000


@dataclass(frozen=True, slots=True)
class Switched:
    """The pack now in force and how many members' missing fields changed by it."""

    policy: Policy
    changed: int


def use_policy(
    context: Context,
    *,
    policy_id: str,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> Switched:
    """A broken or unknown pack is refused before anything is written; the old one stays."""
    policy = pack(policy_id)
    changed = 0
    columns = ", ".join(f"m.{name}" for name in MEMBER_VALUES)
    operation = context.operation("office.policy", f"启用规则包：{policy.title}")
    with context.database.write(operation) as writing:
        connection = writing.connection
        put_setting(connection, "office.policy", policy.id)
        last, total = 0, connection.exec_driver_sql("SELECT max(id) FROM members").scalar() or 0
        while True:
            rows = connection.exec_driver_sql(
                f"SELECT m.id, m.missing, o.full_name, {columns} FROM members AS m "
                "JOIN organizations AS o ON o.id = m.branch_id WHERE m.id > ? ORDER BY m.id LIMIT ?",
                (last, _PAGE),
            ).all()
            if not rows:
                break
            updates = []
            for member_id, missing, branch, *values in rows:
                record = dict(zip(MEMBER_VALUES, values, strict=True))
                record["branch"] = branch
                now = ",".join(policy.missing(record))
                if now != missing:
                    updates.append((now, member_id))
            if updates:
                connection.exec_driver_sql("UPDATE members SET missing = ? WHERE id = ?", updates)
                changed += len(updates)
            last = rows[-1][0]
            progress.stop_if_cancelled()
            progress(last, total, "重新核对必填项")
    return Switched(policy, changed)
