"""The way of a batch after its paper: passed on, gathered, sent, decided line by line.

The levels below the prefecture check and pass on or return; they cannot approve. The province
decides after the formal letter (G 三.1); in a college its committee does (Q 五.4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from ..core.errors import BadInput, RuleRefused
from ..office.archive import keep_paper
from ..office.context import Context
from ..rules.lifecycle import Actor, Stage, next_state
from ..rules.policy import Policy
from .guards import OPEN_STATES, require_on_roster, returning_clause
from .letters import LETTER, batch_letter_of, letter_words
from .reentry import owe
from .steps import LEVELS, batch_row, record_step

_OPEN = f"({', '.join(repr(state) for state in OPEN_STATES)})"


@dataclass(frozen=True, slots=True)
class Stepped:
    """Where a batch stands after a step."""

    batch_id: int
    number: str
    state: str
    state_label: str


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


def step_batch(
    context: Context,
    *,
    batch_id: int,
    act: str,
    level: str | None = None,
    document_number: str | None = None,
) -> Stepped:
    """Passes a batch on (`forward`), gathers it (`endorse`) or sends it by formal letter (`send`).

    `level` is the level of the League whose act is recorded; where it is left out, it is the
    batch's own where that may do it, else the one that the pack names. A level without the right
    is refused (G 三.1); so is a formal letter without its document number.
    """
    if act not in ("forward", "endorse", "send"):
        raise BadInput(
            "deletion.act_unknown", f"没有“{act}”这种办理。可用的有：forward、endorse、send。"
        )
    policy = context.policy
    with context.database.read() as connection:
        batch = batch_row(connection, batch_id)
    who = _level(policy, act, level, batch.kind)
    state = next_state(policy.deletion_machine, batch.state, act, actor=who)
    number = (document_number or "").strip() or None
    if act == "send" and policy.deletion.letter_required and number is None:
        raise RuleRefused(
            "deletion.document_number_missing",
            f"批次 {batch.number} 须以正式行文上报，请填写文号（例如 团×字〔2018〕12号）。",
            clause=policy.deletion.clause,
        )
    letter = letter_words(context, batch_id=batch_id, document_number=number or "")
    paper = batch_letter_of(letter) if act == "send" and policy.deletion.letter_required else None
    label = _act_label(policy, act)
    operation = context.operation(
        f"deletion.{act}", f"删除批次 {batch.number}：{label}", document=number
    )
    with context.database.write(operation) as writing:
        connection = writing.connection
        connection.exec_driver_sql(
            "UPDATE deletion_batches SET state = ?, document_number = coalesce(?, document_number) "
            "WHERE id = ?",
            (state, number, batch_id),
        )
        connection.exec_driver_sql(
            f"UPDATE deletion_requests SET state = ? WHERE batch_id = ? AND state IN {_OPEN}",
            (state, batch_id),
        )
        record_step(connection, context, batch_id, act, who, document_number=number)
        if paper is not None:
            keep_paper(
                connection,
                paper.pdf,
                form=f"deletion-{LETTER}",
                title=letter.title,
                pages=paper.pages,
                made_at=context.stamp(),
                batch_id=batch_id,
            )
    return Stepped(batch_id, batch.number, state, policy.deletion_machine.states[state])


def decide_batch(
    context: Context,
    *,
    batch_id: int,
    act: str,
    lines: Sequence[int] | None = None,
    reason: str | None = None,
    document_number: str | None = None,
    level: str | None = None,
) -> Decided:
    """Enters a decision, for all open lines or some: `approve` or `return` with its reason.

    Approval is the decider's alone and only after the formal letter with its document number
    (G 三.1); it takes the members off the roster. `level` is who decides: by default the one
    whom the pack names; the levels below may return what they have on their desk.
    """
    if act not in ("approve", "return"):
        raise BadInput("deletion.act_unknown", f"没有“{act}”这种决定。可用的有：approve、return。")
    if act == "return":
        reason = _reason(reason)
    policy = context.policy
    with context.database.read() as connection:
        batch = batch_row(connection, batch_id)
        who = _level(policy, act, level, batch.kind)
        state = next_state(policy.deletion_machine, batch.state, act, actor=who)
        if act == "approve" and policy.deletion.letter_required and not batch.document_number:
            raise RuleRefused(
                "deletion.document_number_missing",
                f"批次 {batch.number} 没有正式行文的文号，不能登记批准。请先登记正式行文。",
                clause=policy.deletion.clause,
            )
        chosen = _chosen(connection, batch, lines)
        if act == "approve":
            _require_members(connection, policy, chosen)
    words = f"删除批次 {batch.number}：{_act_label(policy, act)} {_names(chosen)}"
    operation = context.operation(f"deletion.{act}", words, reason=reason, document=document_number)
    with context.database.write(operation) as writing:
        connection = writing.connection
        _decide(connection, context, chosen, state, reason)
        if act == "approve":
            _take_off_roster(connection, context, chosen, batch.number)
            owe(connection, context, [one.request_id for one in chosen])
        _close_batches(connection, (batch_id,))
        record_step(
            connection,
            context,
            batch_id,
            act,
            who,
            lines=[one.line for one in chosen if one.line],
            document_number=document_number,
            reason=reason,
        )
    return Decided(chosen, ()) if act == "approve" else Decided((), chosen)


def return_all(context: Context, *, reason: str) -> Decided:
    """Returns every pending request at whatever step, with one reason (G 三.3).

    Drafts and what is decided stay. Nothing pending: nothing is written.
    """
    words = _reason(reason)
    policy = context.policy
    with context.database.read() as connection:
        pending = _decided_lines(connection, f"r.state IN {_OPEN}", ())
        batches = tuple(
            connection.exec_driver_sql(
                f"SELECT DISTINCT batch_id FROM deletion_requests WHERE state IN {_OPEN} "
                "AND batch_id IS NOT NULL ORDER BY batch_id"
            ).scalars()
        )
    if not pending:
        return Decided((), ())
    operation = context.operation(
        "deletion.return_all",
        f"退回全部待审核的删除申请 {len(pending)} 份（{returning_clause(policy)}）",
        reason=words,
    )
    who = Actor(policy.deletion.decide[-1])
    with context.database.write(operation) as writing:
        connection = writing.connection
        _decide(connection, context, pending, "returned", words)
        _close_batches(connection, batches)
        for batch_id in batches:
            record_step(connection, context, batch_id, "return", who, reason=words)
    return Decided((), pending)


def _level(policy: Policy, act: str, level: str | None, kind: str) -> Actor:
    """Whose act it is: as said, else the batch's own level where it may, else the pack's."""
    if level is not None:
        known = [actor.value for actor in (*LEVELS.values(), Actor.PREFECTURE, Actor.PROVINCE)]
        if level not in (*known, Actor.BRANCH):
            names = "、".join(dict.fromkeys((Actor.BRANCH.value, *known)))
            raise BadInput("deletion.level_unknown", f"没有“{level}”这一级。可用的有：{names}。")
        return Actor(level)
    rule = policy.deletion
    allowed = {"forward": rule.forward, "endorse": rule.endorse, "send": rule.send}.get(
        act, rule.decide
    )
    own = LEVELS.get(kind, Actor.BRANCH)
    return own if own in allowed or not allowed else Actor(allowed[-1])


def _act_label(policy: Policy, act: str) -> str:
    steps = policy.deletion_machine.transitions
    return next((step.label for step in steps if step.act == act), act)


def _reason(reason: str | None) -> str:
    clean = (reason or "").strip()
    if not clean:
        raise BadInput("deletion.return_reason", "退回必须写明原因。")
    return clean


def _chosen(
    connection: Connection, batch: Row[Any], lines: Sequence[int] | None
) -> tuple[DecidedLine, ...]:
    """The lines that a decision is about: those named, else all that are open."""
    pending = _decided_lines(connection, f"r.batch_id = ? AND r.state IN {_OPEN}", (batch.id,))
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


def _decide(
    connection: Connection,
    context: Context,
    chosen: Sequence[DecidedLine],
    state: str,
    reason: str | None,
) -> None:
    day = context.today.isoformat()
    connection.exec_driver_sql(
        "UPDATE deletion_requests SET state = ?, decided_on = ?, decision_reason = ? WHERE id = ?",
        [(state, day, reason, one.request_id) for one in chosen],
    )


def _take_off_roster(
    connection: Connection, context: Context, chosen: Sequence[DecidedLine], number: str
) -> None:
    """Soft: the record stays, closed; changes that still waited for review lapse with it."""
    day = context.today.isoformat()
    connection.exec_driver_sql(
        "UPDATE members SET status = ?, status_on = ?, status_reason = ? WHERE id = ?",
        [(Stage.DELETED.value, day, f"删除批次 {number}", one.member_id) for one in chosen],
    )
    connection.exec_driver_sql(
        "UPDATE change_fields SET state = 'withdrawn', decided_by = ?, decided_at = ?, "
        "decision_reason = '团员已删除' WHERE state = 'pending' AND request_id IN "
        "(SELECT id FROM change_requests WHERE member_id = ?)",
        [(context.operator, day, one.member_id) for one in chosen],
    )
    connection.exec_driver_sql(
        "UPDATE retentions SET ended_on = ?, end_reason = '团员已删除', ended_by = ? "
        "WHERE member_id = ? AND ended_on IS NULL",
        [(day, context.operator, one.member_id) for one in chosen],
    )


def _close_batches(connection: Connection, batches: Sequence[int]) -> None:
    """A batch is decided when its last line is: approved if any line of it was."""
    if not batches:
        return
    connection.exec_driver_sql(
        "UPDATE deletion_batches SET state = CASE WHEN EXISTS (SELECT 1 FROM deletion_requests "
        "WHERE batch_id = deletion_batches.id AND state = 'approved') THEN 'approved' "
        "ELSE 'returned' END WHERE id = ? AND NOT EXISTS (SELECT 1 FROM deletion_requests "
        f"WHERE batch_id = deletion_batches.id AND state IN {_OPEN})",
        [(batch_id,) for batch_id in batches],
    )


def _names(chosen: Sequence[DecidedLine]) -> str:
    shown = "、".join(one.name for one in chosen[:4])
    return shown + (f"等 {len(chosen)} 人" if len(chosen) > 4 else "")
