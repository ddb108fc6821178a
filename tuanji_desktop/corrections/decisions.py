"""The province's decision on a list, line by line; only here the member's record changes (G 二)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.errors import BadInput, RuleRefused
from ..members import queries as members
from ..members.service import write_reviewed
from ..office.context import Context
from ..rules.lifecycle import next_state
from . import queries
from .cases import CorrectionRow, unmoved
from .cases import cases as cases_where
from .guards import IN_LISTS, in_force, level_for, require_reason, written
from .steps import record_step


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """What an approval would do to one line: `before` is what the record says now; `refused` says
    why it stays as it is, '' where it is written."""

    correction_id: int
    line: int
    member_id: int
    name: str
    field: str
    label: str
    before: str | None
    after: str | None
    refused: str


@dataclass(frozen=True, slots=True)
class DecisionPlan:
    """What an approval of some lines would do."""

    list_id: int
    number: str
    lines: tuple[PlannedLine, ...]

    @property
    def written(self) -> tuple[PlannedLine, ...]:
        """The lines whose records would change."""
        return tuple(one for one in self.lines if not one.refused)

    @property
    def conflicts(self) -> tuple[PlannedLine, ...]:
        """The lines that would stay undecided."""
        return tuple(one for one in self.lines if one.refused)


@dataclass(frozen=True, slots=True)
class Decided:
    """What was approved (and is now in the records), what went back, what stays undecided because
    the record moved meanwhile."""

    approved: tuple[PlannedLine, ...]
    returned: tuple[PlannedLine, ...]
    conflicts: tuple[PlannedLine, ...]
    operation: int | None


def plan_decision(
    context: Context, *, list_id: int, lines: Sequence[int] | None = None
) -> DecisionPlan:
    """What an approval of these lines (None: all that are open) would write; writes nothing."""
    in_force(context.policy)
    with context.database.read() as connection:
        row = queries.list_row(connection, context, list_id)
        chosen = _chosen(connection, context, list_id, row.number, lines)
    return DecisionPlan(list_id, row.number, tuple(_planned(one) for one in chosen))


def decide_list(
    context: Context,
    *,
    list_id: int,
    act: str,
    lines: Sequence[int] | None = None,
    document_number: str | None = None,
    reason: str | None = None,
    level: str | None = None,
    plan: DecisionPlan | None = None,
) -> Decided:
    """Enters a decision for all open lines or some: `approve` with the number of the decision, or
    `return` with its reason.

    Approval is the decider's alone, after the formal letter. It writes the right value into each
    member's record in the same operation, whose `document` is the decision's number. A record
    that moved since the case was opened is a conflict: the line stays undecided, nothing is
    overwritten. With a `plan` it does what the plan said, or nothing (`correction.decision_stale`).
    """
    if act not in ("approve", "return"):
        raise BadInput(
            "correction.act_unknown", f"没有“{act}”这种决定。可用的有：approve、return。"
        )
    rule, machine = in_force(context.policy)
    number = (document_number or "").strip() or None
    with context.database.read() as connection:
        row = queries.list_row(connection, context, list_id)
        default = rule.decide if act == "approve" or row.state == "sent" else rule.send
        who = level_for(default, level)
        state = next_state(machine, row.state, act, actor=who)
        chosen = _chosen(connection, context, list_id, row.number, lines)
    planned = tuple(_planned(one) for one in chosen)
    if plan is not None and plan.lines != planned:
        raise BadInput(
            "correction.decision_stale",
            f"预览之后清单 {row.number} 或档案有过变动，没有登记批复。请重新核对后再登记。",
        )
    why: str | None = (reason or "").strip() or None
    if act == "return":
        why = require_reason(reason, "correction.return_reason", "退回必须写明原因。")
        kept = planned
    else:
        if number is None:
            raise RuleRefused(
                "correction.decision_number_missing",
                f"登记清单 {row.number} 的批复须填写批复文号，档案的修改以它为据。",
                clause=rule.clause,
            )
        kept = tuple(one for one in planned if not one.refused)
    conflicts = tuple(one for one in planned if one not in kept)
    if not kept:
        return Decided((), (), conflicts, None)
    label = next(step.label for step in machine.transitions if step.act == act)
    words = f"更正清单 {row.number}：{label} {_names(kept)}"
    operation = context.operation(f"correction.{act}", words, reason=why, document=number)
    with context.database.write(operation) as writing:
        connection = writing.connection
        if act == "approve":
            _write_records(connection, context, kept)
        connection.exec_driver_sql(
            "UPDATE corrections SET state = ?, decided_on = ?, decision_number = ?, "
            "decision_reason = ? WHERE id = ?",
            [(state, context.today.isoformat(), number, why, one.correction_id) for one in kept],
        )
        if number is not None:
            connection.exec_driver_sql(
                "UPDATE correction_lists SET decision_number = ? WHERE id = ?", (number, list_id)
            )
        close_list(connection, list_id)
        record_step(
            connection,
            context,
            list_id,
            act,
            who,
            lines=[one.line for one in kept if one.line],
            document_number=number,
            reason=why,
        )
    approved, returned = (kept, ()) if act == "approve" else ((), kept)
    return Decided(approved, returned, conflicts, writing.number)


def close_list(connection: Connection, list_id: int) -> None:
    """A list is decided when its last line is: approved if any line of it was."""
    connection.exec_driver_sql(
        "UPDATE correction_lists SET state = CASE WHEN EXISTS (SELECT 1 FROM corrections "
        "WHERE list_id = correction_lists.id AND state = 'approved') THEN 'approved' "
        "ELSE 'returned' END WHERE id = ? AND NOT EXISTS (SELECT 1 FROM corrections "
        f"WHERE list_id = correction_lists.id AND state IN {IN_LISTS})",
        (list_id,),
    )


def _chosen(
    connection: Connection,
    context: Context,
    list_id: int,
    number: str,
    lines: Sequence[int] | None,
) -> tuple[CorrectionRow, ...]:
    """The cases that a decision is about: the lines named, else all that are open."""
    pending = cases_where(
        connection, context, f"c.list_id = ? AND c.state IN {IN_LISTS}", [list_id], order="c.line"
    )
    if lines is None:
        return pending
    by_line = {one.line: one for one in pending}
    wrong = sorted(set(lines) - set(by_line))
    if wrong or not lines:
        raise BadInput(
            "correction.line_unknown",
            f"清单 {number} 没有待批复的第 {'、'.join(map(str, wrong)) or '0'} 行。"
            f"待批复的有：{'、'.join(str(one.line) for one in pending) or '无'}。",
        )
    return tuple(by_line[line] for line in sorted(set(lines)))


def _planned(case: CorrectionRow) -> PlannedLine:
    refusal = unmoved(case)
    return PlannedLine(
        case.id,
        case.line or 0,
        case.member_id,
        case.name,
        case.field,
        case.label,
        case.current,
        case.new,
        refusal.message if refusal is not None else "",
    )


def _write_records(connection: Connection, context: Context, lines: Sequence[PlannedLine]) -> None:
    """The right values go into the records, with all that follows from them."""
    people = {
        one.id: one for one in members.members(connection, [line.member_id for line in lines])
    }
    wanted: dict[int, dict[str, str | None]] = {}
    for line in lines:
        wanted.setdefault(line.member_id, {}).update(written(line.field, line.after))
    for member_id, values in wanted.items():
        write_reviewed(connection, context.policy, people[member_id], values)


def _names(lines: Sequence[PlannedLine]) -> str:
    shown = "、".join(f"{one.name} 的{one.label}" for one in lines[:4])
    return shown + (f"等 {len(lines)} 人" if len(lines) > 4 else "")
