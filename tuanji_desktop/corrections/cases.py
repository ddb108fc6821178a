"""Cases as everybody reads them: with their proofs, and whether the record moved since."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ..core.errors import NotFound, RuleRefused
from ..members import queries as members
from ..office.context import Context
from ..rules.fields import FIELDS
from ..rules.lifecycle import LEFT, Stage
from .guards import IN_LISTS, OPEN_STATES, missing_proofs
from .papers import shown_value


@dataclass(frozen=True, slots=True)
class ProofRow:
    """A kept proof of a case."""

    id: int
    code: str
    label: str
    file_name: str


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A case. `conflict`: the record moved since it was opened; `left`: the member is off the
    roster; `missing` names the required proofs that are not there."""

    id: int
    member_id: int
    name: str
    branch: str
    branch_short: str
    field: str
    label: str
    base: str | None
    new: str | None
    current: str | None
    conflict: bool
    left: bool
    reason: str
    clause: str | None
    state: str
    state_label: str
    opened_by: str
    opened_on: str
    age_days: int
    verified_by: str | None
    verified_on: str | None
    finding: str | None
    list_id: int | None
    list_number: str | None
    line: int | None
    decided_on: str | None
    decision_number: str | None
    decision_reason: str | None
    proofs: tuple[ProofRow, ...]
    missing: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether somebody still has to act on it."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class OpenCorrection:
    """An open case of a member, for the member's card."""

    id: int
    field: str
    base: str | None
    new: str | None
    state: str
    opened_by: str
    opened_on: str
    list_number: str | None


def case(connection: Connection, context: Context, correction_id: int) -> CorrectionRow:
    """One case on an open connection."""
    found = cases(connection, context, "c.id = ?", [correction_id])
    if not found:
        raise NotFound("correction.unknown", f"没有第 {correction_id} 号更正。")
    return found[0]


def cases(
    connection: Connection,
    context: Context,
    condition: str,
    parameters: Sequence[object],
    *,
    order: str = "c.id DESC",
) -> tuple[CorrectionRow, ...]:
    """Cases where a condition on `c` (corrections), `m`, `o` and `l` holds."""
    source = (
        "FROM corrections AS c JOIN members AS m ON m.id = c.member_id "
        "JOIN organizations AS o ON o.id = m.branch_id "
        f"LEFT JOIN correction_lists AS l ON l.id = c.list_id WHERE {condition}"
    )
    rows = connection.exec_driver_sql(
        "SELECT c.id, c.member_id, m.name, m.status, o.full_name, o.short_name, c.field, "
        "c.base_value, c.new_value, c.reason, c.clause, c.state, c.opened_by, c.opened_on, "
        "c.verified_by, c.verified_on, c.finding, c.list_id, l.number, c.line, c.decided_on, "
        f"c.decision_number, c.decision_reason {source} ORDER BY {order}",
        tuple(parameters),
    ).all()
    values = {
        one.id: one.values for one in members.members(connection, [row.member_id for row in rows])
    }
    rule, machine = context.policy.correction, context.policy.correction_machine
    states = machine.states if machine is not None else {}
    labels = {proof.code: proof.label for proof in (rule.proofs if rule else ())}
    proofs = defaultdict[int, list[ProofRow]](list)
    for proof_id, owner, code, name in connection.exec_driver_sql(
        "SELECT id, correction_id, kind, file_name FROM attachments WHERE correction_id IN "
        f"(SELECT c.id {source}) ORDER BY id",
        tuple(parameters),
    ):
        proofs[owner].append(ProofRow(proof_id, code, labels.get(code, code), name))
    found = []
    for row in rows:
        current = values[row.member_id].get(row.field)
        moved = current not in (row.base_value, row.new_value)
        kept = tuple(proofs[row.id])
        found.append(
            CorrectionRow(
                id=row.id,
                member_id=row.member_id,
                name=row.name or "",
                branch=row.full_name,
                branch_short=row.short_name,
                field=row.field,
                label=FIELDS[row.field].label,
                base=row.base_value,
                new=row.new_value,
                current=current,
                conflict=row.state in OPEN_STATES and moved,
                left=Stage(row.status) in LEFT,
                reason=row.reason,
                clause=row.clause,
                state=row.state,
                state_label=states.get(row.state, row.state),
                opened_by=row.opened_by,
                opened_on=row.opened_on,
                age_days=(context.today - date.fromisoformat(row.opened_on)).days,
                verified_by=row.verified_by,
                verified_on=row.verified_on,
                finding=row.finding,
                list_id=row.list_id,
                list_number=row.number,
                line=row.line,
                decided_on=row.decided_on,
                decision_number=row.decision_number,
                decision_reason=row.decision_reason,
                proofs=kept,
                missing=missing_proofs(rule, [one.code for one in kept]),
            )
        )
    return tuple(found)


def open_for_member(connection: Connection, member_id: int) -> tuple[OpenCorrection, ...]:
    """The open cases of a member, for the card and the dialog."""
    rows = connection.exec_driver_sql(
        "SELECT c.id, c.field, c.base_value, c.new_value, c.state, c.opened_by, c.opened_on, "
        "l.number FROM corrections AS c LEFT JOIN correction_lists AS l ON l.id = c.list_id "
        f"WHERE c.member_id = ? AND c.state IN {IN_LISTS} ORDER BY c.id",
        (member_id,),
    )
    return tuple(OpenCorrection(*row) for row in rows)


def unmoved(row: CorrectionRow) -> RuleRefused | None:
    """Why a case may not go on: it speaks of the record as it was, and that moved or was closed.
    None where it did not."""
    if row.left:
        return RuleRefused(
            "correction.left",
            f"{row.name} 已不在册，不能再更正{row.label}。请退回第 {row.id} 号更正。",
            clause=row.clause,
        )
    if row.conflict:
        return RuleRefused(
            "correction.conflict",
            f"{row.name} 的{row.label}现为{shown_value(row.field, row.current)}，"
            f"提出更正时为{shown_value(row.field, row.base)}。"
            f"请退回第 {row.id} 号更正，核对后重新提出。",
            clause=row.clause,
        )
    return None
