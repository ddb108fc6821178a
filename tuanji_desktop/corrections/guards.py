"""What stands in the way of a correction by letter, and the easier way where there is one (G 二)."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from ..core.errors import BadInput, RuleRefused, TuanjiError
from ..members.edits import derived_from_id
from ..members.queries import Member, pending_changes
from ..members.service import find_doubles
from ..office.context import Context
from ..rules.checks import Finding, cross_check, normalise
from ..rules.fields import FIELDS
from ..rules.lifecycle import ACTOR_LABELS, LEFT, Actor, Machine
from ..rules.policy import ChangePath, CorrectionRule, Policy

OPEN_STATES = ("gathered", "verified", "sent")
"""States of a case that somebody still has to act on."""

IN_LISTS = "('gathered', 'verified', 'sent')"


def in_force(policy: Policy) -> tuple[CorrectionRule, Machine]:
    """The pack's rule of corrections by letter and its machine; refused where there is none."""
    if policy.correction is None or policy.correction_machine is None:
        raise RuleRefused(
            "correction.no_rule",
            f"现行规则“{policy.title}”没有正式行文更正的规定，不能提出。"
            "请按该项信息自己的规则办理：打开团员资料，点该项旁边的标记查看。",
        )
    return policy.correction, policy.correction_machine


def require_path(context: Context, connection: Connection, member: Member, field: str) -> None:
    """Refuses where the letter is not the way: no rule, another field, an easier way, a record
    that is closed, a change or a case that is open already."""
    policy = context.policy
    rule, machine = in_force(policy)
    if field not in FIELDS:
        raise BadInput("field.unknown", f"没有名为“{field}”的字段。")
    label = FIELDS[field].label
    state = policy.field_state(
        field, stage=member.status, values=member.values, today=context.today
    )
    if field not in rule.fields:
        known = "、".join(FIELDS[name].label for name in rule.fields)
        raise RuleRefused(
            "correction.field",
            f"“{label}”不在行文更正的范围内（{rule.clause} 只及于：{known}）。{state.reason}",
            clause=state.clause,
        )
    if member.status in LEFT:
        raise RuleRefused(
            "correction.left", f"{member.name} 已不在册。{state.reason}", clause=state.clause
        )
    if state.path is not ChangePath.CORRECTION_LETTER:
        way = f"可以办理：{state.path_label}。" if state.path_label else ""
        raise RuleRefused(
            "correction.easier_way",
            f"{member.name} 的“{label}”现在不走正式行文。{state.reason}{way}",
            clause=state.clause,
        )
    for pending in pending_changes(connection, member.id):
        if pending.field == field:
            raise RuleRefused(
                "correction.pending_change",
                f"{member.name} 的“{label}”已有修改申请（第 {pending.request_id} 号）等待审核。"
                "请先在“待审核”里审核或退回，再决定是否行文更正。",
                clause=rule.clause,
            )
    row = connection.exec_driver_sql(
        "SELECT id, state FROM corrections WHERE member_id = ? AND field = ? "
        f"AND state IN {IN_LISTS} LIMIT 1",
        (member.id, field),
    ).one_or_none()
    if row is not None:
        raise RuleRefused(
            "correction.open",
            f"{member.name} 的“{label}”已有更正（第 {row.id} 号，{machine.states[row.state]}），"
            "不能重复提出。",
            clause=rule.clause,
        )


def checked_value(
    context: Context, connection: Connection, member: Member, field: str, raw: object
) -> tuple[str, tuple[Finding, ...]]:
    """The right value in canonical form, with what it makes one ask.

    Raises `BadInput` where it cannot be read, breaks a rule (age when joined, future), is another
    member's, or is what the record says already.
    """
    policy, label = context.policy, FIELDS[field].label
    value, found = normalise(field, raw, policy=policy, id_kind=member.values.get("id_kind"))
    if value is None:
        words = found[0].message if found else f"请填写正确的{label}。"
        raise BadInput("correction.value_missing", words)
    if value == member.values.get(field):
        raise BadInput(
            "correction.same", f"填写的正确{label}与系统中的相同（{value}），不需要更正。"
        )
    after = {**member.values, **written(field, value)}
    known = {
        (one.field, one.code)
        for one in cross_check(member.values, policy=policy, today=context.today)
    }
    crossed = cross_check(after, policy=policy, today=context.today)
    doubles = find_doubles(connection, {field: value}, but=member.id)
    findings = (
        *found,
        *(one for one in crossed if one.field == field or (one.field, one.code) not in known),
        *doubles,
    )
    for one in findings:
        if one.level == "error" and one.field == field:
            raise BadInput(one.code, one.message)
    return value, findings


def written(field: str, value: str | None) -> dict[str, str | None]:
    """What an approved correction writes: the value, and what follows from an ID number."""
    derived = derived_from_id(value) if field == "id_number" else {}
    return {field: value, **derived}


def require_reason(reason: str | None, code: str, message: str) -> str:
    """The words without which an act does not happen."""
    clean = (reason or "").strip()
    if not clean:
        raise BadInput(code, message)
    return clean


def require_proofs_known(rule: CorrectionRule, kinds: Iterable[str]) -> None:
    """Refuses proofs that the pack does not name."""
    known = {proof.code: proof.label for proof in rule.proofs}
    for kind in kinds:
        if kind not in known:
            words = "、".join(f"{code}（{label}）" for code, label in known.items())
            raise BadInput("correction.proof_unknown", f"没有“{kind}”这种材料。可用的有：{words}。")


def missing_proofs(rule: CorrectionRule | None, kinds: Iterable[str]) -> tuple[str, ...]:
    """Labels of the required proofs that are not there."""
    there = set(kinds)
    proofs = rule.proofs if rule is not None else ()
    return tuple(one.label for one in proofs if one.required and one.code not in there)


def level_for(levels: Sequence[str], level: str | None) -> Actor:
    """Whose act it is: as said, else the highest of those whom the pack lets do it."""
    if level is None:
        return Actor(levels[-1])
    known = [actor.value for actor in Actor]
    if level not in known:
        raise BadInput(
            "correction.level_unknown",
            f"没有“{level}”这一级。可用的有：{'、'.join(dict.fromkeys(levels))}。",
        )
    return Actor(level)


def require_level(levels: Sequence[str], level: str | None, *, act: str, clause: str) -> Actor:
    """As `level_for`, for acts that are no step of the machine: opening a case, numbering a list."""
    who = level_for(levels, level)
    if who.value not in levels:
        allowed = "、".join(ACTOR_LABELS[Actor(one)] for one in dict.fromkeys(levels))
        raise RuleRefused(
            "lifecycle.refused",
            f"“{act}”只能由{allowed}办理，{ACTOR_LABELS[who]}无权办理。",
            clause=clause,
        )
    return who


def words_of(error: TuanjiError) -> str:
    """A refusal as one line of a plan."""
    return f"{error.message}（{error.clause}）" if error.clause else error.message
