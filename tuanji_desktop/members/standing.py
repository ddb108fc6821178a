"""How a record came to stand as it does: every step of its status, read from the journal. No Qt."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ..orgs import queries as orgs
from ..rules.lifecycle import ON_ROSTER, REPORT_IN, STAGE_LABELS, Stage
from ..rules.why import Entered

_CYCLE = frozenset(map(Stage, REPORT_IN.states))


@dataclass(frozen=True, slots=True)
class Step:
    """One act that moved a member: another status, or while reporting in another branch.

    `before` is None where the record was not there; `branch_before` is '' where the branch stayed.
    """

    operation: int
    at: str
    day: date
    actor: str
    words: str
    reason: str
    before: Stage | None
    after: Stage
    branch: str
    branch_before: str

    @property
    def label(self) -> str:
        """What was done, in two words where the life cycle has a name for it."""
        if self.before is None:
            return f"登记为“{STAGE_LABELS[self.after]}”"
        if self.before is self.after:
            return "改报团支部"
        for step in REPORT_IN.steps_from(self.before):
            if step.target == self.after:
                return f"改报并{step.label}" if self.branch_before else step.label
        return f"{STAGE_LABELS[self.before]} → {STAGE_LABELS[self.after]}"

    @property
    def sentence(self) -> str:
        """The whole step in a line: what, where, why."""
        where = f"{self.branch_before} → {self.branch}" if self.branch_before else self.branch
        why = f"，原因：{self.reason}" if self.reason else ""
        return f"{self.label}（{where}）{why}"


def steps_of(connection: Connection, member_id: int) -> tuple[Step, ...]:
    """Every step of a member, the oldest first; an undone one is followed by the undo."""
    rows = connection.exec_driver_sql(
        "SELECT o.number, o.at, o.day, o.actor, o.words, o.reason, "
        "json_extract(r.before, '$.status'), json_extract(r.after, '$.status'), "
        "json_extract(r.before, '$.branch_id'), json_extract(r.after, '$.branch_id') "
        "FROM journal_rows AS r JOIN journal_operations AS o ON o.number = r.operation "
        "WHERE r.table_name = 'members' AND r.row_id = ? AND r.after IS NOT NULL AND "
        "(json_extract(r.before, '$.status') IS NOT json_extract(r.after, '$.status') OR "
        "json_extract(r.before, '$.branch_id') IS NOT json_extract(r.after, '$.branch_id')) "
        "ORDER BY r.id",
        (member_id,),
    ).all()
    ids = {one for row in rows for one in row[8:] if one is not None}
    names = {key: node.short_name for key, node in orgs.by_ids(connection, ids).items()}
    found = []
    for number, at, day, actor, words, reason, old, new, branch_old, branch in rows:
        before = Stage(old) if old else None
        if before is Stage(new) and before not in _CYCLE - ON_ROSTER:
            continue  # a transfer or a merger of branches is no step of the report-in
        moved = before is not None and branch_old != branch
        found.append(
            Step(
                number,
                at,
                date.fromisoformat(day),
                actor,
                words,
                reason or "",
                before,
                Stage(new),
                names.get(branch, ""),
                names.get(branch_old, "") if moved else "",
            )
        )
    return tuple(found)


def report_steps(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Those of the report-in cycle alone: from the first draft to the approval."""
    return tuple(
        one
        for one in steps
        if one.after in _CYCLE - ON_ROSTER or one.before in _CYCLE - ON_ROSTER or one.before is None
    )


def entered(steps: tuple[Step, ...], status: Stage) -> Entered | None:
    """How the record came into its present standing; on the roster, into the roster.

    Retention and its end do not count: the tiers hold since the approval.
    """
    here = ON_ROSTER if status in ON_ROSTER else frozenset({status})
    for one in reversed(steps):
        if one.after in here and (one.before is None or one.before not in here):
            return Entered(one.day, one.actor, one.words, one.operation, one.reason)
    return None
