"""One case of a correction that takes a formal letter (G 二): opened, proved, verified, or sent back.

The county gathers the material, the prefecture verifies each case. Nothing here writes the
member's record: that is done by the approved decision alone (`decisions.decide_list`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.errors import RuleRefused
from ..members import queries as members
from ..office.archive import Attachment, content_of, insert_row, keep_attachment
from ..office.context import Context
from ..rules.checks import Finding
from ..rules.fields import label_of
from ..rules.lifecycle import next_state
from . import queries
from .cases import CorrectionRow, unmoved
from .decisions import (
    Decided,
    DecisionPlan,
    PlannedLine,
    close_list,
    decide_list,
    plan_decision,
)
from .guards import (
    checked_value,
    in_force,
    level_for,
    missing_proofs,
    require_level,
    require_path,
    require_proofs_known,
    require_reason,
)
from .lists import (
    HeadWords,
    ListPlan,
    MadeList,
    create_list,
    plan_list,
    renew_by_hand,
    renew_list,
    send_list,
)
from .papers import shown_value
from .steps import record_step

__all__ = [
    "Attachment", "Decided", "DecisionPlan", "HeadWords", "ListPlan", "MadeList", "Moved", "Opened",
    "PlannedLine", "add_proofs", "create_list", "decide_list", "open_correction", "plan_decision",
    "plan_list", "renew_by_hand", "renew_list", "return_correction", "send_list", "verify_correction",
    "withdraw_correction",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """A new case; `missing` are the required proofs still to come, `findings` questions."""

    id: int
    state: str
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a case stands after a step."""

    id: int
    state: str
    state_label: str


def open_correction(
    context: Context,
    *,
    member_id: int,
    field: str,
    new_value: object,
    reason: str,
    proofs: Sequence[Attachment] = (),
    level: str | None = None,
) -> Opened:
    """Opens a case for one field of a member: what is right, and how it came to be wrong.

    Refused where the letter is not the way (`guards.require_path`), where the right value breaks
    a rule or is the recorded one, and by any level but those that gather. The proofs may come
    later, before the case is verified.
    """
    rule, machine = in_force(context.policy)
    require_level(rule.gather, level, act="收集更正材料", clause=rule.clause)
    with context.database.read() as connection:
        member = members.member(connection, member_id)
        require_path(context, connection, member, field)
        value, findings = checked_value(context, connection, member, field, new_value)
    why = require_reason(
        reason, "correction.reason_missing", "请写明误填的原因，核实和批复都要看这一条。"
    )
    require_proofs_known(rule, [one.kind for one in proofs])
    contents = [content_of(one) for one in proofs]
    base = member.values.get(field)
    words = (
        f"提出行文更正：{member.name} 的{label_of(field)} "
        f"{shown_value(field, base)} → {shown_value(field, value)}"
    )
    with context.database.write(context.operation("correction.open", words, reason=why)) as writing:
        connection = writing.connection
        correction_id = insert_row(
            connection,
            "corrections",
            member_id=member_id,
            field=field,
            base_value=base,
            new_value=value,
            reason=why,
            clause=rule.clause,
            state=machine.initial,
            opened_by=context.operator,
            opened_on=context.today.isoformat(),
        )
        _attach(connection, correction_id, member_id, proofs, contents)
    missing = missing_proofs(rule, [one.kind for one in proofs])
    return Opened(correction_id, machine.initial, missing, findings)


def add_proofs(
    context: Context, *, correction_id: int, proofs: Sequence[Attachment]
) -> CorrectionRow:
    """Adds proofs to a case while its material is being gathered."""
    rule, _ = in_force(context.policy)
    case = queries.correction(context, correction_id=correction_id)
    if case.state != "gathered":
        raise RuleRefused(
            "correction.proofs_closed",
            f"第 {case.id} 号更正现为“{case.state_label}”，材料只能在核实之前补充。",
            clause=rule.clause,
        )
    require_proofs_known(rule, [one.kind for one in proofs])
    contents = [content_of(one) for one in proofs]
    if proofs:
        words = f"补充 {case.name} 的{case.label}更正材料 {len(proofs)} 份"
        with context.database.write(context.operation("correction.proofs", words)) as writing:
            _attach(writing.connection, case.id, case.member_id, proofs, contents)
    return queries.correction(context, correction_id=correction_id)


def _attach(
    connection: Connection,
    correction_id: int,
    member_id: int,
    proofs: Sequence[Attachment],
    contents: Sequence[bytes],
) -> None:
    for one, content in zip(proofs, contents, strict=True):
        keep_attachment(connection, one, content, correction_id=correction_id, member_id=member_id)


def verify_correction(
    context: Context,
    *,
    correction_id: int,
    finding: str,
    verified_by: str | None = None,
    level: str | None = None,
) -> Moved:
    """Records that a case was verified: who looked, when, and what was found, in words (G 二).

    Refused while a required proof is missing, where the record moved since the case was opened,
    and for a member who has left.
    """
    rule, machine = in_force(context.policy)
    case = queries.correction(context, correction_id=correction_id)
    state = next_state(machine, case.state, "verify", actor=level_for(rule.verify, level))
    found = require_reason(
        finding, "correction.finding_missing", "请写明核实情况：查了什么材料，结论是什么。"
    )
    if case.missing:
        papers = "、".join(f"《{label}》" for label in case.missing)
        raise RuleRefused(
            "correction.proof_missing",
            f"{case.name} 的更正还缺{papers}，不能核实。请先补充材料。",
            clause=rule.clause,
        )
    refusal = unmoved(case)
    if refusal is not None:
        raise refusal
    who = (verified_by or "").strip() or context.operator
    words = f"核实 {case.name} 的{case.label}更正（{who}）"
    operation = context.operation("correction.verify", words, reason=found)
    with context.database.write(operation) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE corrections SET state = ?, verified_by = ?, verified_on = ?, finding = ? "
            "WHERE id = ?",
            (state, who, context.today.isoformat(), found, case.id),
        )
    return Moved(case.id, state, machine.states[state])


def return_correction(
    context: Context, *, correction_id: int, reason: str, level: str | None = None
) -> Moved:
    """Sends a case back with its reason; one that stands in a list goes back as a line of it."""
    rule, machine = in_force(context.policy)
    case = queries.correction(context, correction_id=correction_id)
    default = rule.decide if case.state == "sent" else rule.verify
    who = level_for(default, level)
    state = next_state(machine, case.state, "return", actor=who)
    why = require_reason(reason, "correction.return_reason", "退回必须写明原因。")
    words = f"退回 {case.name} 的{case.label}更正"
    operation = context.operation("correction.return", words, reason=why)
    with context.database.write(operation) as writing:
        connection = writing.connection
        connection.exec_driver_sql(
            "UPDATE corrections SET state = ?, decided_on = ?, decision_reason = ? WHERE id = ?",
            (state, context.today.isoformat(), why, case.id),
        )
        if case.list_id is not None:
            record_step(
                connection,
                context,
                case.list_id,
                "return",
                who,
                lines=[case.line] if case.line else [],
                reason=why,
            )
            close_list(connection, case.list_id)
    return Moved(case.id, state, machine.states[state])


def withdraw_correction(
    context: Context, *, correction_id: int, reason: str, level: str | None = None
) -> Moved:
    """Takes a case back before it was verified."""
    rule, machine = in_force(context.policy)
    case = queries.correction(context, correction_id=correction_id)
    who = level_for(rule.gather, level)
    state = next_state(machine, case.state, "withdraw", actor=who)
    why = require_reason(reason, "correction.withdraw_reason", "撤回必须写明原因。")
    words = f"撤回 {case.name} 的{case.label}更正"
    operation = context.operation("correction.withdraw", words, reason=why)
    with context.database.write(operation) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE corrections SET state = ?, decided_on = ?, decision_reason = ? WHERE id = ?",
            (state, context.today.isoformat(), why, case.id),
        )
    return Moved(case.id, state, machine.states[state])
