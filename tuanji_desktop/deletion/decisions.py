"""Decisions: line by line, one request alone, or all that is pending in one act.

The province decides after the formal letter (G 三.1); in a college its committee does (Q 五.4).
The levels below may return what they have on their desk, with a reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from ..core.errors import BadInput, NotFound, RuleRefused
from ..office.context import Context
from ..rules.lifecycle import Actor, Stage, next_state
from ..rules.policy import Policy
from ..store.database import Writing
from .chain import (
    act_label,
    due_levels,
    holder,
    left_of,
    level_of,
    passed_by,
    require_on_desk,
)
from .guards import require_on_roster, returning_clause
from .papers import OPEN
from .questions import keep_questions
from .reentry import owe
from .steps import LEVELS, act_day, last_day, open_batch, record_step


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """One decided request; `line` is None where it was in no batch yet."""

    request_id: int
    member_id: int
    name: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Decided:
    """What was approved and what went back."""

    approved: tuple[DecidedLine, ...]
    returned: tuple[DecidedLine, ...]


@dataclass(frozen=True, slots=True)
class _Decision:
    """One act on lines of one batch (or on requests of none), ready to be written."""

    act: str
    state: str
    who: Actor
    lines: tuple[DecidedLine, ...]
    reason: str | None
    document_number: str | None
    day: date


def decide_batch(
    context: Context,
    *,
    batch_id: int,
    act: str,
    lines: Sequence[int] | None = None,
    reason: str | None = None,
    document_number: str | None = None,
    level: str | None = None,
    done_on: date | None = None,
) -> Decided:
    """Enters a decision, for all open lines or some: `approve` or `return` with its reason.

    Approval is the decider's alone and only after the formal letter with its document number
    (G 三.1); it takes the members off the roster. `level` is who decides: by default the one
    whom the pack names; the levels below may return what they have on their desk.
    """
    if act not in ("approve", "return"):
        raise BadInput("deletion.act_unknown", f"没有“{act}”这种决定。可用的有：approve、return。")
    with context.database.read() as connection:
        batch = open_batch(connection, batch_id)
        made = _judged(
            connection, context, batch, act, lines, reason, document_number, level, done_on
        )
    return _enter(context, batch, (made,))


def enter_decision(
    context: Context,
    *,
    batch_id: int,
    approve: Sequence[int] = (),
    returned: Mapping[int, str] | None = None,
    document_number: str | None = None,
    level: str | None = None,
    done_on: date | None = None,
) -> Decided:
    """Enters what stands on the paper that came back, line by line, as one operation: lines that
    are approved, and lines that are returned, each with its reason. The rest stays open."""
    back = dict(returned or {})
    twice = sorted(set(approve) & set(back))
    if twice:
        raise BadInput(
            "deletion.line_twice",
            f"第 {'、'.join(map(str, twice))} 行既登记批准又登记退回，请核对。",
        )
    if not approve and not back:
        raise BadInput("deletion.nothing_decided", "还没有登记任何一行的结果。")
    by_reason: dict[str, list[int]] = {}
    for line, reason in sorted(back.items()):
        by_reason.setdefault(_reason(reason), []).append(line)
    with context.database.read() as connection:
        batch = open_batch(connection, batch_id)
        acts: list[tuple[str, Sequence[int], str | None]] = []
        acts += [("approve", approve, None)] if approve else []
        acts += [("return", lines, reason) for reason, lines in by_reason.items()]
        made = [
            _judged(connection, context, batch, act, lines, why, document_number, level, done_on)
            for act, lines, why in acts
        ]
    return _enter(context, batch, made)


def return_requests(
    context: Context,
    *,
    request_ids: Sequence[int],
    reason: str,
    level: str | None = None,
    done_on: date | None = None,
) -> Decided:
    """Returns single requests with one reason: such as are in no batch yet, and lines of batches.

    The level that has them on its desk returns them; where `level` is left out that is, for a
    request alone, the branch's superior. Refused as a whole where one is not pending.
    """
    why = _reason(reason)
    policy = context.policy
    found: list[tuple[Row[Any] | None, _Decision]] = []
    with context.database.read() as connection:
        loose, batches = _by_batch(connection, policy, request_ids)
        for row in loose:
            who = _superior(connection, policy, int(row.branch_id))
            who = level_of(policy, "return", level, "") if level else who
            state = next_state(policy.deletion_machine, row.state, "return", actor=who)
            day = act_day(context, done_on, after=row.requested_on)
            line = DecidedLine(row.id, row.member_id, row.name or "", None)
            found.append((None, _Decision("return", state, who, (line,), why, None, day)))
        for batch_id, lines in batches.items():
            batch = open_batch(connection, batch_id)
            passed = passed_by(connection, batch_id)
            left = left_of(policy, due_levels(connection, policy, batch.org_id), passed)
            by = level or holder(policy, batch.state, batch.kind, passed, left)
            made = _judged(connection, context, batch, "return", lines, why, None, by, done_on)
            found.append((batch, made))
    chosen = tuple(line for _, made in found for line in made.lines)
    words = f"退回删除申请 {_names(chosen)}"
    operation = context.operation("deletion.return", words, reason=why)
    with context.database.write(operation) as writing:
        for one, made in found:
            _write(writing, context, one, made)
    return Decided((), chosen)


def return_all(context: Context, *, reason: str, done_on: date | None = None) -> Decided:
    """Returns every pending request at whatever step, with one reason (G 三.3).

    Drafts and what is decided stay. Nothing pending: nothing is written.
    """
    words = _reason(reason)
    policy = context.policy
    with context.database.read() as connection:
        pending = _decided_lines(connection, f"r.state IN {OPEN}", ())
        batches = tuple(
            connection.exec_driver_sql(
                f"SELECT DISTINCT batch_id FROM deletion_requests WHERE state IN {OPEN} "
                "AND batch_id IS NOT NULL ORDER BY batch_id"
            ).scalars()
        )
        latest: str | None = connection.exec_driver_sql(
            f"SELECT max(day) FROM (SELECT requested_on AS day FROM deletion_requests WHERE state "
            f"IN {OPEN} UNION ALL SELECT s.done_on FROM deletion_steps AS s JOIN "
            f"deletion_requests AS r ON r.batch_id = s.batch_id WHERE r.state IN {OPEN})"
        ).scalar()
    if not pending:
        return Decided((), ())
    day = act_day(context, done_on, after=latest)
    operation = context.operation(
        "deletion.return_all",
        f"退回全部待审核的删除申请 {len(pending)} 份（{returning_clause(policy)}）",
        reason=words,
    )
    who = Actor(policy.deletion.decide[-1])
    with context.database.write(operation) as writing:
        connection = writing.connection
        _decide(
            connection, context, _Decision("return", "returned", who, pending, words, None, day)
        )
        _close_batches(connection, batches)
        for batch_id in batches:
            record_step(connection, context, batch_id, "return", who, reason=words, done_on=day)
    return Decided((), pending)


# ------------------------------------------------------------------- judging
def _judged(
    connection: Connection,
    context: Context,
    batch: Row[Any],
    act: str,
    lines: Sequence[int] | None,
    reason: str | None,
    document_number: str | None,
    level: str | None,
    done_on: date | None,
) -> _Decision:
    """A decision about lines of a batch, or why it is refused; writes nothing."""
    policy = context.policy
    why = _reason(reason) if act == "return" else reason
    who = level_of(policy, act, level, batch.kind)
    state = next_state(policy.deletion_machine, batch.state, act, actor=who)
    if act == "return":
        require_on_desk(policy, act, who, passed_by(connection, batch.id))
    else:
        require_approvable(connection, policy, batch)
    chosen = _chosen(connection, batch, lines)
    if act == "approve":
        _require_members(connection, policy, chosen)
    day = act_day(context, done_on, after=last_day(connection, batch.id))
    number = (document_number or "").strip() or None
    return _Decision(act, state, who, chosen, why, number, day)


def require_approvable(connection: Connection, policy: Policy, batch: Row[Any]) -> None:
    """No approval before the formal letter is recorded with its 文号 (G 三.1); the number of
    the county's own letter to its prefecture is not that."""
    next_state(policy.deletion_machine, batch.state, "approve")
    if not policy.deletion.letter_required:
        return
    sent = connection.exec_driver_sql(
        "SELECT 1 FROM deletion_steps WHERE batch_id = ? AND act = 'send' "
        "AND document_number <> '' LIMIT 1",
        (batch.id,),
    ).scalar()
    if sent is None:
        raise RuleRefused(
            "deletion.document_number_missing",
            f"批次 {batch.number} 没有正式行文的文号，不能登记批准。请先登记正式行文。",
            clause=policy.deletion.clause,
        )


def _reason(reason: str | None) -> str:
    clean = (reason or "").strip()
    if not clean:
        raise BadInput("deletion.return_reason", "退回必须写明原因。")
    return clean


def _by_batch(
    connection: Connection, policy: Policy, request_ids: Sequence[int]
) -> tuple[list[Row[Any]], dict[int, list[int]]]:
    """Requests that are in no batch, and lines by batch; refused where one is not pending."""
    if not request_ids:
        raise BadInput("deletion.request_missing", "请指明要退回的申请。")
    rows = {
        row.id: row
        for row in connection.exec_driver_sql(
            "SELECT r.id, r.state, r.batch_id, r.line, r.requested_on, r.member_id, m.name, "
            "m.branch_id FROM deletion_requests AS r JOIN members AS m ON m.id = r.member_id "
            f"WHERE r.id IN ({', '.join('?' * len(request_ids))}) ORDER BY r.id",
            tuple(request_ids),
        )
    }
    for one in request_ids:
        if one not in rows:
            raise NotFound("deletion.request_unknown", f"没有第 {one} 号删除申请。")
    loose = [row for row in rows.values() if row.batch_id is None]
    batches: dict[int, list[int]] = {}
    for row in rows.values():
        next_state(policy.deletion_machine, row.state, "return")  # what is decided stays decided
        if row.batch_id is not None:
            batches.setdefault(row.batch_id, []).append(row.line)
    return loose, batches


def _superior(connection: Connection, policy: Policy, branch_id: int) -> Actor:
    """Who has a request on the desk that is in no batch yet: the nearest superior of the branch
    that the pack lets return it."""
    steps = policy.deletion_machine.steps_from("requested")
    allowed = [step.actor for step in steps if step.act == "return"]
    kinds = connection.exec_driver_sql(
        "SELECT o.kind FROM org_ancestors AS a JOIN organizations AS o ON o.id = a.ancestor_id "
        "WHERE a.org_id = ? AND a.depth > 0 ORDER BY a.depth",
        (branch_id,),
    ).scalars()
    found = [LEVELS[kind] for kind in kinds if kind in LEVELS]
    return next((one for one in found if one in allowed), allowed[0])


def _chosen(
    connection: Connection, batch: Row[Any], lines: Sequence[int] | None
) -> tuple[DecidedLine, ...]:
    """The lines that a decision is about: those named, else all that are open."""
    pending = _decided_lines(connection, f"r.batch_id = ? AND r.state IN {OPEN}", (batch.id,))
    if lines is None and not pending:
        raise RuleRefused("deletion.nothing_pending", f"批次 {batch.number} 没有等待决定的申请。")
    if lines is None:
        return pending
    by_line = {one.line: one for one in pending}
    wrong = sorted(set(lines) - set(by_line))
    if wrong or not lines:
        raise BadInput(
            "deletion.line_unknown",
            f"批次 {batch.number} 没有待决定的第 {'、'.join(map(str, wrong)) or '0'} 行。"
            f"待决定的有：{'、'.join(str(one.line) for one in pending) or '无'}。",
        )
    return tuple(by_line[line] for line in sorted(set(lines)))


def _decided_lines(
    connection: Connection, condition: str, parameters: tuple[object, ...]
) -> tuple[DecidedLine, ...]:
    rows = connection.exec_driver_sql(
        "SELECT r.id, r.member_id, m.name, r.line FROM deletion_requests AS r "
        f"JOIN members AS m ON m.id = r.member_id WHERE {condition} "
        "ORDER BY r.batch_id, r.line, r.id",
        parameters,
    )
    return tuple(DecidedLine(*row) for row in rows)


def _require_members(connection: Connection, policy: Policy, chosen: Sequence[DecidedLine]) -> None:
    """Nobody who left meanwhile by another door is deleted on top of it."""
    marks = ", ".join("?" * len(chosen))
    rows = connection.exec_driver_sql(
        f"SELECT name, status FROM members WHERE id IN ({marks}) ORDER BY id",
        tuple(one.member_id for one in chosen),
    )
    for name, status in rows:
        require_on_roster(policy, name or "", status)


# ------------------------------------------------------------------- writing
def _enter(context: Context, batch: Row[Any], made: Sequence[_Decision]) -> Decided:
    """Decisions about one batch as one operation."""
    policy = context.policy
    parts = [f"{act_label(policy, one.act)} {_names(one.lines)}" for one in made]
    acts = {one.act for one in made}
    reasons = "；".join(dict.fromkeys(one.reason for one in made if one.reason))
    operation = context.operation(
        f"deletion.{acts.pop() if len(acts) == 1 else 'decide'}",
        f"删除批次 {batch.number}：{'；'.join(parts)}",
        reason=reasons or None,
        document=made[0].document_number,
    )
    with context.database.write(operation) as writing:
        for one in made:
            _write(writing, context, batch, one)
        keep_questions(writing.connection, context, batch.id)
    return Decided(
        tuple(line for one in made if one.act == "approve" for line in one.lines),
        tuple(line for one in made if one.act == "return" for line in one.lines),
    )


def _write(writing: Writing, context: Context, batch: Row[Any] | None, made: _Decision) -> None:
    connection = writing.connection
    _decide(connection, context, made)
    if made.act == "approve" and batch is not None:
        _take_off_roster(connection, context, made, batch.number)
        owe(connection, context, [one.request_id for one in made.lines], day=made.day)
    if batch is None:
        return
    _close_batches(connection, (batch.id,))
    record_step(
        connection,
        context,
        batch.id,
        made.act,
        made.who,
        lines=[one.line for one in made.lines if one.line],
        document_number=made.document_number,
        reason=made.reason,
        done_on=made.day,
    )


def _decide(connection: Connection, context: Context, made: _Decision) -> None:
    values = (made.state, made.day.isoformat(), made.reason, context.operator, made.who.value)
    connection.exec_driver_sql(
        "UPDATE deletion_requests SET state = ?, decided_on = ?, decision_reason = ?, "
        "decided_by = ?, decided_level = ? WHERE id = ?",
        [(*values, one.request_id) for one in made.lines],
    )


def _take_off_roster(
    connection: Connection, context: Context, made: _Decision, number: str
) -> None:
    """Soft: the record stays, closed; changes that still waited for review lapse with it."""
    day = made.day.isoformat()
    connection.exec_driver_sql(
        "UPDATE members SET status = ?, status_on = ?, status_reason = ? WHERE id = ?",
        [(Stage.DELETED.value, day, f"删除批次 {number}", one.member_id) for one in made.lines],
    )
    connection.exec_driver_sql(
        "UPDATE change_fields SET state = 'withdrawn', decided_by = ?, decided_at = ?, "
        "decision_reason = '团员已删除' WHERE state = 'pending' AND request_id IN "
        "(SELECT id FROM change_requests WHERE member_id = ?)",
        [(context.operator, day, one.member_id) for one in made.lines],
    )
    connection.exec_driver_sql(
        "UPDATE retentions SET ended_on = ?, end_reason = '团员已删除', ended_by = ? "
        "WHERE member_id = ? AND ended_on IS NULL",
        [(day, context.operator, one.member_id) for one in made.lines],
    )
    members = [(day, day, one.member_id) for one in made.lines]
    connection.exec_driver_sql(
        "UPDATE transfers SET state = 'withdrawn', finished_on = ?, moved_on = ?, "
        "reason = coalesce(reason || '；', '') || '团员已删除' "
        "WHERE member_id = ? AND finished_on IS NULL",
        members,
    )
    connection.exec_driver_sql(
        "UPDATE corrections SET state = 'withdrawn', decided_on = ?, "
        "decision_reason = '团员已删除' WHERE member_id = ? "
        "AND state IN ('gathered', 'verified', 'sent')",
        [(day, one.member_id) for one in made.lines],
    )
    connection.exec_driver_sql(
        "UPDATE graduate_entries SET progress = 'excluded', note = coalesce(note || '；', '') || "
        "'团员已删除' WHERE member_id = ? AND progress NOT IN ('excluded', 'received')",
        [(one.member_id,) for one in made.lines],
    )


def _close_batches(connection: Connection, batches: Sequence[int]) -> None:
    """A batch is decided when its last line is: approved if any line of it was."""
    if not batches:
        return
    connection.exec_driver_sql(
        "UPDATE deletion_batches SET state = CASE WHEN EXISTS (SELECT 1 FROM deletion_requests "
        "WHERE batch_id = deletion_batches.id AND state = 'approved') THEN 'approved' "
        "ELSE 'returned' END WHERE id = ? AND NOT EXISTS (SELECT 1 FROM deletion_requests "
        f"WHERE batch_id = deletion_batches.id AND state IN {OPEN})",
        [(batch_id,) for batch_id in batches],
    )


def _names(chosen: Sequence[DecidedLine]) -> str:
    shown = "、".join(one.name for one in chosen[:4])
    return shown + (f"等 {len(chosen)} 人" if len(chosen) > 4 else "")
