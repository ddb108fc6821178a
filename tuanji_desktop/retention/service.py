"""Retention as acts: registering, looking at it again, ending it. One plan is one operation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ..core.errors import BadInput, NotFound, RuleRefused
from ..office.archive import content_of, insert_row, keep_attachment
from ..office.context import Context
from ..orgs.acts import Add
from ..orgs.kinds import match_name
from ..orgs.plans import View
from ..store.bulk import update_many
from ..store.schema import members
from .plan import RETAIN, RetentionPlan, check, judge_rows, review_day

BRANCH_SORT = "团籍保留"
"""`organizations.branch_sort` of a branch built for the retained (Q 三.4)."""

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: the operation, its words, to whom, and the branch built for it."""

    operation: int
    words: str
    members: tuple[int, ...]
    branch_id: int | None


def apply_retention(context: Context, plan: RetentionPlan) -> Done:
    """Does what the plan says, in one operation, the new branch included.

    Raises `RuleRefused` where nobody is left to do it to and `BadInput` (`retention.stale`) where
    a record moved since the plan was made; then nothing is written.
    """
    wish = plan.wish
    check(context, wish)
    if not plan.ready:
        first = plan.refused[0] if plan.refused else None
        if first is None:
            raise RuleRefused("retention.none", "没有选中团员。")
        raise RuleRefused(first.refused, f"{first.name}：{first.why}", clause=first.clause)
    contents = [content_of(proof) for proof in wish.proofs]
    verb = "登记团籍保留" if wish.act == RETAIN else "结束团籍保留"
    words = f"{verb}：{_names([row.name for row in plan.ready])}"
    operation = context.operation(f"retention.{wish.act}", words, reason=wish.reason.strip())
    with context.database.write(operation) as writing:
        connection = writing.connection
        if judge_rows(connection, context, wish) != plan.rows:
            raise BadInput(
                "retention.stale",
                "核对之后有团员的情况又有变化，没有办理。请看过新的核对结果再办理。",
            )
        built = _build_branch(connection, context, plan)
        _move(connection, plan, built)
        for row in plan.ready:
            if wish.act == RETAIN:
                record = _register(connection, context, plan, row.member_id, row.branch_id, built)
                for proof, content in zip(wish.proofs, contents, strict=True):
                    keep_attachment(
                        connection, proof, content, member_id=row.member_id, retention_id=record
                    )
            else:
                _end(connection, context, plan, row.retention_id)
    return Done(writing.number, words, tuple(row.member_id for row in plan.ready), built)


def _build_branch(connection: Connection, context: Context, plan: RetentionPlan) -> int | None:
    new = plan.wish.new_branch
    if new is None:
        return None
    add = Add(
        code=new.code,
        full_name=new.full_name,
        short_name=new.short_name,
        kind="branch",
        parent_id=new.parent_id,
    )
    planned = add.plan(View(connection, context.policy, context.today))
    if planned.stop is not None:
        raise BadInput(planned.stop.code, planned.stop.message)
    return insert_row(
        connection,
        "organizations",
        code=new.code.strip(),
        full_name=new.full_name.strip(),
        short_name=new.short_name.strip() or new.full_name.strip(),
        kind="branch",
        parent_id=new.parent_id,
        branch_sort=BRANCH_SORT,
        built_on=context.today.isoformat(),
        match_name=match_name(new.full_name),
    )


def _move(connection: Connection, plan: RetentionPlan, built: int | None) -> None:
    wish = plan.wish
    update_many(
        connection,
        members,
        ("status", "status_on", "status_reason", "branch_id"),
        [
            (
                row.after,
                wish.on.isoformat(),
                wish.reason.strip() if wish.act == RETAIN else None,
                built if row.new_branch_id is None else row.new_branch_id,
                row.member_id,
            )
            for row in plan.ready
        ],
    )


def _register(
    connection: Connection,
    context: Context,
    plan: RetentionPlan,
    member_id: int,
    from_branch: int,
    built: int | None,
) -> int:
    wish = plan.wish
    row = next(one for one in plan.ready if one.member_id == member_id)
    return insert_row(
        connection,
        "retentions",
        member_id=member_id,
        reason=wish.reason.strip(),
        cause=wish.cause.strip() or None,
        retained_on=wish.on.isoformat(),
        review_on=(wish.review_on or review_day(wish.on)).isoformat(),
        from_branch_id=from_branch,
        branch_id=built if row.new_branch_id is None else row.new_branch_id,
        recorded_by=context.operator,
        recorded_on=context.today.isoformat(),
    )


def _end(
    connection: Connection, context: Context, plan: RetentionPlan, retention_id: int | None
) -> None:
    if retention_id is not None:  # a list brought them in as retained: nothing is registered
        connection.exec_driver_sql(
            "UPDATE retentions SET ended_on = ?, end_reason = ?, ended_by = ? WHERE id = ?",
            (plan.wish.on.isoformat(), plan.wish.reason.strip(), context.operator, retention_id),
        )


def review_retentions(
    context: Context,
    *,
    retention_ids: Sequence[int],
    finding: str,
    next_on: date | None = None,
) -> int:
    """Records the yearly look at some retentions, in one operation; returns its number."""
    text = finding.strip()
    if not text:
        raise BadInput("retention.finding", "复核情况要填写，例如：仍在服役，继续保留。")
    following = next_on or review_day(context.today)
    if following <= context.today:
        raise BadInput("retention.review", "下次复核日期要晚于今天。")
    marks = ", ".join("?" * len(retention_ids))
    with context.database.read() as connection:
        found = connection.exec_driver_sql(
            "SELECT k.id, m.name, k.ended_on FROM retentions AS k JOIN members AS m "
            f"ON m.id = k.member_id WHERE k.id IN ({marks}) ORDER BY k.id",
            tuple(retention_ids),
        ).all()
    if len(found) < len(set(retention_ids)) or not found:
        raise NotFound("retention.unknown", "所选的保留登记不存在。")
    ended = [name for _, name, ended_on in found if ended_on]
    if ended:
        raise BadInput("retention.ended", f"{_names(ended)} 的团籍保留已经结束，不用复核。")
    words = f"团籍保留复核：{_names([name for _, name, _ in found])}"
    operation = context.operation("retention.review", words, reason=text)
    with context.database.write(operation) as writing:
        connection = writing.connection
        for retention_id, _, _ in found:
            insert_row(
                connection,
                "retention_reviews",
                retention_id=retention_id,
                reviewed_on=context.today.isoformat(),
                finding=text,
                next_on=following.isoformat(),
                reviewed_by=context.operator,
            )
            connection.exec_driver_sql(
                "UPDATE retentions SET review_on = ? WHERE id = ?",
                (following.isoformat(), retention_id),
            )
    return writing.number


def _names(names: Sequence[str]) -> str:
    shown = "、".join(names[:_SHOWN])
    return shown + (f"等 {len(names):,} 人" if len(names) > _SHOWN else "")
