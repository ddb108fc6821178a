"""Ending a membership by the right door, and giving it back (domain.md §5.3).

Over age, 自行脱团, 自愿退团, 开除 and 恢复团籍, each with its proof, day and document. The record,
its history and its papers stay; deletion is none of these doors. One plan is one operation.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from sqlalchemy import Connection

from ..core.errors import BadInput, RuleRefused
from ..core.progress import Progress, Quiet
from ..members.queries import members as members_of
from ..office.archive import content_of, keep_content
from ..office.context import Context
from ..store.bulk import insert_many, update_many
from ..store.case_tables import departures
from ..store.changes import Operation
from ..store.schema import attachments, members
from .doors import RESTORED
from .plan import (
    Lack,
    LeavingPlan,
    PlanRow,
    Wish,
    judge_rows,
    lacking,
    plan_leaving,
    plan_restore,
)
from .records import CLOSED_ENTRY, OPEN_ENTRIES

__all__ = [
    "Done", "Lack", "LeavingPlan", "PlanRow", "Wish", "apply_leaving", "plan_leaving",
    "plan_restore",
]  # fmt: skip

_DEPARTURE = (
    "member_id", "door", "was", "left_on", "reason", "decided_by", "document_number",
    "recorded_by", "recorded_on",
)  # fmt: skip
_ATTACHMENT = ("member_id", "departure_id", "kind", "file_name", "sha256")
_SHOWN_NAMES = 4


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: the operation, its words, and to whom, in the order of the plan."""

    operation: int
    words: str
    members: tuple[int, ...]


def apply_leaving(
    context: Context,
    plan: LeavingPlan,
    *,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> Done:
    """Does what the plan says, in one operation.

    Raises `RuleRefused` where a paper, the document number or the day is wanting or nobody is
    left to do it to, `BadInput` (`leaving.stale`) where a record moved since the plan was made,
    and `FileRefused` for a proof that cannot be read. Then nothing is written.
    """
    wish = plan.wish
    wanting = lacking(context.policy, wish, context.today)
    if wanting:
        raise RuleRefused(wanting[0].code, wanting[0].message, clause=wanting[0].clause)
    if not plan.ready:
        raise _nobody(plan)
    contents = [content_of(proof) for proof in wish.proofs]
    operation = _operation(context, plan)
    with context.database.write(operation, progress=progress) as writing:
        connection = writing.connection
        now = judge_rows(connection, context, wish, progress=progress)
        if now != plan.rows:
            raise _stale(plan.rows, now)
        digests = [keep_content(connection, content) for content in contents]
        progress(0, 0, "写入")
        if wish.door == RESTORED:
            _restore(connection, context, plan, digests)
        else:
            _leave(connection, context, plan, digests)
        progress.stop_if_cancelled()
    return Done(writing.number, operation.words, tuple(row.member_id for row in plan.ready))


def _nobody(plan: LeavingPlan) -> RuleRefused:
    if not plan.rows:
        return RuleRefused("leaving.none", "没有选中团员。")
    first = plan.rows[0]
    if len(plan.rows) == 1:
        return RuleRefused(first.refused, f"{first.name}：{first.why}", clause=first.clause)
    message = f"{len(plan.rows)} 人都不能办理，没有写入。{first.name}：{first.why}"
    return RuleRefused(first.refused, message, clause=first.clause)


def _stale(seen: Sequence[PlanRow], now: Sequence[PlanRow]) -> BadInput:
    moved = [new.name for old, new in zip(seen, now, strict=False) if old != new]
    return BadInput(
        "leaving.stale",
        f"核对之后，{_names(moved)}的情况又有变化，没有办理。请看过新的核对结果再办理。",
    )


def _operation(context: Context, plan: LeavingPlan) -> Operation:
    wish, door = plan.wish, context.policy.door(plan.wish.door)
    words = f"{door.act}：{_names([row.name for row in plan.ready])}"
    kind = "leaving.restore" if wish.door == RESTORED else f"leaving.{wish.door}"
    return context.operation(
        kind, words, reason=wish.reason or None, document=wish.document_number or None
    )


def _names(names: Sequence[str]) -> str:
    shown = "、".join(names[:_SHOWN_NAMES])
    return shown + (f"等 {len(names):,} 人" if len(names) > _SHOWN_NAMES else "")


def _leave(
    connection: Connection, context: Context, plan: LeavingPlan, digests: Sequence[str]
) -> None:
    """The order matters to an undo, which goes backwards: papers, entry, then the member."""
    wish, ready = plan.wish, plan.ready
    door, day = context.policy.door(wish.door), wish.on.isoformat()
    update_many(
        connection,
        members,
        ("status", "status_on", "status_reason"),
        [(row.after, day, wish.reason or door.label, row.member_id) for row in ready],
    )
    _close_open_work(connection, context, plan)
    made = insert_many(
        connection,
        departures,
        _DEPARTURE,
        (
            (
                row.member_id,
                wish.door,
                row.before,
                day,
                wish.reason or None,
                wish.decided_by or None,
                wish.document_number or None,
                context.operator,
                context.today.isoformat(),
            )
            for row in ready
        ),
    )
    _attach(connection, plan, made, digests, lambda kind: kind)


def _close_open_work(connection: Connection, context: Context, plan: LeavingPlan) -> None:
    """Changes that waited for review lapse, graduate entries count no more, retentions end."""
    label = context.policy.door(plan.wish.door).label
    ids = [(row.member_id,) for row in plan.ready if row.notes]
    if not ids:
        return
    connection.exec_driver_sql(
        "UPDATE change_fields SET state = 'withdrawn', decided_by = ?, decided_at = ?, "
        "decision_reason = ? WHERE state = 'pending' AND request_id IN "
        "(SELECT id FROM change_requests WHERE member_id = ?)",
        [(context.operator, context.stamp(), f"团员已{label}", *one) for one in ids],
    )
    connection.exec_driver_sql(
        f"UPDATE graduate_entries SET progress = '{CLOSED_ENTRY}' "
        f"WHERE member_id = ? AND progress IN {OPEN_ENTRIES}",
        ids,
    )
    connection.exec_driver_sql(
        "UPDATE retentions SET ended_on = ?, end_reason = ?, ended_by = ? "
        "WHERE member_id = ? AND ended_on IS NULL",
        [(plan.wish.on.isoformat(), label, context.operator, *one) for one in ids],
    )


def _restore(
    connection: Connection, context: Context, plan: LeavingPlan, digests: Sequence[str]
) -> None:
    """Papers, entry, then the member: an undo takes them back from the member on."""
    wish, ready = plan.wish, plan.ready
    entries = _entries(connection, context, ready)
    _attach(connection, plan, entries, digests, lambda kind: f"{RESTORED}_{kind}")
    day = wish.on.isoformat()
    update_many(
        connection,
        departures,
        ("restored_on", "restored_reason", "restored_document"),
        [(day, wish.reason or None, wish.document_number or None, one) for one in entries],
    )
    missing = _missing_fields(connection, context, ready)
    label = context.policy.door(RESTORED).label
    update_many(
        connection,
        members,
        ("status", "status_on", "status_reason", "branch_id", "missing"),
        [
            (row.after, day, wish.reason or label, row.branch_id, absent, row.member_id)
            for row, absent in zip(ready, missing, strict=True)
        ],
    )


def _entries(connection: Connection, context: Context, ready: Sequence[PlanRow]) -> list[int]:
    """The open entry of each; whoever left before there was a register is entered now."""
    late = [row for row in ready if row.departure_id is None]
    added = dict(
        zip(
            (row.member_id for row in late),
            insert_many(connection, departures, _DEPARTURE, _late(connection, context, late)),
            strict=True,
        )
    )
    return [row.departure_id or added[row.member_id] for row in ready]


def _late(
    connection: Connection, context: Context, late: Sequence[PlanRow]
) -> Iterator[tuple[object, ...]]:
    today = context.today.isoformat()
    for row in late:
        left_on, reason = connection.exec_driver_sql(
            "SELECT status_on, status_reason FROM members WHERE id = ?", (row.member_id,)
        ).one()
        yield (row.member_id, row.before, "active", left_on or today, reason, None, None,
               context.operator, today)  # fmt: skip


def _missing_fields(
    connection: Connection, context: Context, ready: Sequence[PlanRow]
) -> list[str]:
    """The empty starred fields of today's pack: it may be another than on the day of leaving."""
    found = members_of(connection, [row.member_id for row in ready])
    return [",".join(context.policy.missing(one.values)) for one in found]


def _attach(
    connection: Connection,
    plan: LeavingPlan,
    entries: Iterable[int],
    digests: Sequence[str],
    kind_of: Callable[[str], str],
) -> None:
    """One paper may serve many: its bytes are kept once, each entry names it."""
    proofs = list(zip(plan.wish.proofs, digests, strict=True))
    pairs = zip(plan.ready, entries, strict=True)
    insert_many(
        connection,
        attachments,
        _ATTACHMENT,
        (
            (row.member_id, entry, kind_of(proof.kind), proof.file_name, digest)
            for (row, entry), (proof, digest) in product(list(pairs), proofs)
        ),
    )
