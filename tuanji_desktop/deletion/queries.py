"""Reading the deletion desk: requests, batches with their lines and steps, counts.

Everything is scoped by a node of the tree, whose whole subtree counts. What stands in lists is
masked (domain.md §13); the papers alone carry full numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Row

from ..core.errors import NotFound, RuleRefused
from ..office.context import Context
from ..office.second import other_operators
from ..orgs import queries as orgs
from ..rules.lifecycle import ACTOR_LABELS, Actor
from ..rules.policy import Policy
from .batches import VOID_ACT
from .chain import (
    behind,
    due_levels,
    holder,
    left_of,
    levels_of,
    passed_by,
    returners,
)
from .decisions import require_approvable
from .doors import Standing
from .guards import (
    OPEN_STATES,
    UNFINISHED,
    member_record,
    require_no_open_request,
    require_on_roster,
    unfinished_transfers,
)
from .papers import form_title, form_titles, is_stale
from .questions import questions_of
from .reasons import reasons_of, words
from .stale import StaleField, stale_fields
from .steps import VOIDED, VOIDED_LABEL, batch_row, open_batch


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request as the desk lists it; `reasons` are the generated phrases, numbers masked."""

    id: int
    member_id: int
    name: str
    branch: str
    branch_short: str
    state: str
    state_label: str
    reasons: str
    codes: tuple[str, ...]
    batch_id: int | None
    batch: str | None
    line: int | None
    note: str | None
    flags: tuple[str, ...]
    requested_by: str
    requested_on: str
    age_days: int
    decided_on: str | None
    decision_reason: str | None
    previous_id: int | None
    override_reason: str | None
    override_by: str | None
    verified_by: str | None
    verified_on: str | None
    decided_by: str | None
    decided_level: str


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch as the desk lists it; `stale`: a record was edited after the paper was made;
    `replaced_by` is the number of the batch that came in the place of a voided one."""

    id: int
    number: str
    form: str
    form_title: str
    organization: str
    state: str
    state_label: str
    document_number: str | None
    created_by: str
    created_on: str
    content_hash: str | None
    lines: int
    approved: int
    returned: int
    stale: bool
    replaced_by: str | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a batch: who did what on which paper."""

    act: str
    act_label: str
    level: str
    level_label: str
    lines: tuple[int, ...]
    document_number: str | None
    reason: str | None
    done_by: str
    done_on: str


@dataclass(frozen=True, slots=True)
class BatchDetail:
    """One batch with its lines in the order of the paper, and its steps in time.

    `changed` are the printed values that the records have otherwise by now, `holder` whose desk it
    is on, `returners` who may return it, `left` who has still to pass it on, from below upwards;
    `asked` and `unanswered` count the questions.
    """

    batch: BatchRow
    lines: tuple[RequestRow, ...]
    steps: tuple[StepRow, ...]
    changed: tuple[StaleField, ...]
    holder: str
    returners: tuple[str, ...]
    left: tuple[Actor, ...]
    asked: int
    unanswered: int

    def next_acts(self, policy: Policy) -> tuple[str, ...]:
        """The acts whose turn it is, the decisions among them; none once it is decided."""
        acts = [one.act for one in policy.deletion_machine.steps_from(self.batch.state)]
        waits = {"endorse"} if self.left else {"forward"}
        return tuple(one for one in dict.fromkeys(acts) if one not in waits)

    @property
    def remakable(self) -> bool:
        """Nothing of it has been passed on: it may be made anew under another number."""
        gone = {"forward", "endorse", "send"}
        return self.batch.state == "requested" and not gone & {one.act for one in self.steps}


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits on the deletion desk, for the home desk; `stale` counts batches."""

    unbatched: int
    in_batches: int
    open_batches: int
    stale: int
    oldest_days: int | None


@dataclass(frozen=True, slots=True)
class RequestStart:
    """What a request for one member starts from. `recorded` are the values as the system has
    them; `returned` the member's returned requests, the last one first; `obstacle` is why none
    may be made at all, where none may; `unfinished` is why it takes one of the `seconds` – active
    operators other than the one who works – to answer for it."""

    member_id: int
    name: str
    branch: str
    recorded: Mapping[str, str | None]
    returned: tuple[RequestRow, ...]
    obstacle: RuleRefused | None
    unfinished: RuleRefused | None
    seconds: tuple[str, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class BatchStart:
    """What a batch starts from: the units that may fill the form in, the chosen node first and
    its superiors behind; the forms with their titles, and the one that the office used last, None
    before its first batch or where that form was removed."""

    units: tuple[orgs.Organization, ...]
    form: str | None
    forms: Mapping[str, str]


_BELOW = "{column} IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = ?)"


def list_requests(
    context: Context,
    *,
    org_id: int | None = None,
    states: Sequence[str] = (),
    unbatched: bool = False,
    member_id: int | None = None,
) -> tuple[RequestRow, ...]:
    """Requests below a node, the newest first; `states` empty means all."""
    conditions, parameters = ["1"], list[object]()
    if org_id is not None:
        conditions.append(_BELOW.format(column="m.branch_id"))
        parameters.append(org_id)
    if states:
        conditions.append(f"r.state IN ({', '.join('?' * len(states))})")
        parameters += states
    if unbatched:
        conditions.append("r.batch_id IS NULL")
    if member_id is not None:
        conditions.append("r.member_id = ?")
        parameters.append(member_id)
    with context.database.read() as connection:
        return _requests(connection, context, " AND ".join(conditions), "r.id DESC", parameters)


def list_batches(
    context: Context, *, org_id: int | None = None, open_only: bool = False
) -> tuple[BatchRow, ...]:
    """Batches made at a node or below it, or with members of it; the newest first."""
    conditions, parameters = ["1"], list[object]()
    if org_id is not None:
        conditions.append(
            f"({_BELOW.format(column='b.org_id')} OR b.id IN (SELECT q.batch_id FROM "
            "deletion_requests AS q JOIN members AS n ON n.id = q.member_id WHERE "
            f"{_BELOW.format(column='n.branch_id')}))"
        )
        parameters += (org_id, org_id)
    if open_only:
        conditions.append(f"b.state IN ({', '.join('?' * len(OPEN_STATES))})")
        parameters += OPEN_STATES
    with context.database.read() as connection:
        return _batches(connection, context, " AND ".join(conditions), parameters)


def find_batch(context: Context, *, number: str) -> int:
    """The id of a batch by the number that stands on its paper."""
    with context.database.read() as connection:
        found: int | None = connection.exec_driver_sql(
            "SELECT id FROM deletion_batches WHERE number = ?", (number.strip(),)
        ).scalar()
    if found is None:
        raise NotFound("deletion.batch_unknown", f"没有编号为“{number}”的删除批次。")
    return found


def batch_detail(context: Context, *, batch_id: int) -> BatchDetail:
    """One batch with its lines and steps; NotFound where there is none."""
    with context.database.read() as connection:
        batches = _batches(connection, context, "b.id = ?", [batch_id])
        if not batches:
            raise NotFound("deletion.batch_unknown", f"没有序号为 {batch_id} 的删除批次。")
        lines = _requests(connection, context, "r.batch_id = ?", "r.line", [batch_id])
        steps = connection.exec_driver_sql(
            "SELECT act, level, lines, document_number, reason, done_by, done_on "
            "FROM deletion_steps WHERE batch_id = ? ORDER BY id",
            (batch_id,),
        ).all()
        batch, policy = batches[0], context.policy
        changed = stale_fields(connection, batch_id) if batch.stale else ()
        row = batch_row(connection, batch_id)
        passed = passed_by(connection, batch_id)
        left = left_of(policy, due_levels(connection, policy, row.org_id), passed)
        asked = questions_of(connection, policy, batch_id=batch_id)
    return BatchDetail(
        batch=batch,
        lines=lines,
        steps=tuple(_step(policy, row) for row in steps),
        changed=changed,
        holder=holder(policy, batch.state, row.kind, passed, left),
        returners=tuple(
            one
            for one in returners(policy, batch.state)
            if one in levels_of(policy, "decide") or one not in behind(policy, passed)
        ),
        left=left,
        asked=len(asked),
        unanswered=sum(one.open for one in asked),
    )


def approval_refusal(context: Context, *, batch_id: int) -> RuleRefused | None:
    """Why nothing of a batch can be approved now; None where it can."""
    with context.database.read() as connection:
        try:
            require_approvable(connection, context.policy, open_batch(connection, batch_id))
        except RuleRefused as refusal:
            return refusal
    return None


def batch_is_stale(context: Context, *, batch_id: int) -> bool:
    """Whether a record was edited since the batch was printed: its hash no longer agrees."""
    with context.database.read() as connection:
        return is_stale(connection, context.policy, batch_id)


def request_start(context: Context, *, member_id: int) -> RequestStart:
    """All that the request dialog shows before anything is typed; NotFound for no such member."""
    with context.database.read() as connection:
        recorded = member_record(connection, member_id)
        name = str(recorded["name"] or "")
        returned = _requests(
            connection,
            context,
            "r.member_id = ? AND r.state = 'returned'",
            "r.id DESC",
            [member_id],
        )
        obstacle = None
        try:
            require_on_roster(context.policy, name, str(recorded["status"]))
            require_no_open_request(connection, context.policy, member_id)
        except RuleRefused as refusal:
            obstacle = refusal
        open_transfer = unfinished_transfers(connection, context.policy, {member_id: name})
        branch = orgs.by_id(connection, int(recorded["branch_id"] or 0)).full_name
        standing = _standing(connection, member_id, str(recorded["status"]))
    unfinished = open_transfer[0] if open_transfer is not None else None
    seconds = other_operators(context) if unfinished is not None else ()
    return RequestStart(
        member_id, name, branch, recorded, returned, obstacle, unfinished, seconds, standing
    )


def _standing(connection: Connection, member_id: int, status: str) -> Standing:
    transfer: int | None = connection.exec_driver_sql(
        "SELECT max(id) FROM transfers WHERE member_id = ? AND finished_on IS NULL", (member_id,)
    ).scalar()
    marks = ", ".join("?" * len(UNFINISHED))
    entry = connection.exec_driver_sql(
        "SELECT year, progress FROM graduate_entries WHERE member_id = ? "
        f"AND progress IN ({marks}) ORDER BY year DESC LIMIT 1",
        (member_id, *UNFINISHED),
    ).one_or_none()
    graduation = (int(entry.year), str(entry.progress)) if entry is not None else None
    return Standing(member_id, status, transfer, graduation)


def batch_start(context: Context, *, org_id: int | None) -> BatchStart:
    """For which units a batch may be made from a node of the tree (None: the whole office)."""
    with context.database.read() as connection:
        if org_id is None:
            units = orgs.children(connection, None)
        else:
            units = orgs.path(connection, org_id)[::-1]
        form: str | None = connection.exec_driver_sql(
            "SELECT form FROM deletion_batches ORDER BY id DESC LIMIT 1"
        ).scalar()
        forms = form_titles(connection)
    return BatchStart(tuple(units), form if form in forms else None, forms)


def counts(context: Context, *, org_id: int | None = None) -> Counts:
    """What waits below a node."""
    waiting = list_requests(context, org_id=org_id, states=OPEN_STATES)
    batches = list_batches(context, org_id=org_id, open_only=True)
    unbatched = sum(row.batch_id is None for row in waiting)
    return Counts(
        unbatched=unbatched,
        in_batches=len(waiting) - unbatched,
        open_batches=len(batches),
        stale=sum(row.stale for row in batches),
        oldest_days=max((row.age_days for row in waiting), default=None),
    )


def _requests(
    connection: Connection, context: Context, condition: str, order: str, parameters: list[object]
) -> tuple[RequestRow, ...]:
    source = (
        "FROM deletion_requests AS r JOIN members AS m ON m.id = r.member_id "
        "JOIN organizations AS o ON o.id = m.branch_id "
        f"LEFT JOIN deletion_batches AS b ON b.id = r.batch_id WHERE {condition}"
    )
    rows = connection.exec_driver_sql(
        "SELECT r.id, r.member_id, m.name, o.full_name, o.short_name, r.state, r.batch_id, b.number, "
        "r.line, r.note, r.flags, r.requested_by, r.requested_on, r.decided_on, r.decision_reason, "
        "r.previous_id, r.override_reason, r.override_by, r.verified_by, r.verified_on, "
        f"r.decided_by, r.decided_level {source} ORDER BY {order}",
        tuple(parameters),
    ).all()
    reasons = reasons_of(connection, f"SELECT r.id {source}", parameters)
    policy, states = context.policy, context.policy.deletion_machine.states
    return tuple(
        RequestRow(
            id=row.id,
            member_id=row.member_id,
            name=row.name or "",
            branch=row.full_name,
            branch_short=row.short_name,
            state=row.state,
            state_label=states.get(row.state, row.state),
            reasons=words(policy, reasons.get(row.id, ())),
            codes=tuple(reason.code for reason in reasons.get(row.id, ())),
            batch_id=row.batch_id,
            batch=row.number,
            line=row.line,
            note=row.note,
            flags=tuple(row.flags.split(",")) if row.flags else (),
            requested_by=row.requested_by,
            requested_on=row.requested_on,
            age_days=(context.today - date.fromisoformat(row.requested_on)).days,
            decided_on=row.decided_on,
            decision_reason=row.decision_reason,
            previous_id=row.previous_id,
            override_reason=row.override_reason,
            override_by=row.override_by,
            verified_by=row.verified_by,
            verified_on=row.verified_on,
            decided_by=row.decided_by,
            decided_level=ACTOR_LABELS[Actor(row.decided_level)] if row.decided_level else "",
        )
        for row in rows
    )


def _batches(
    connection: Connection, context: Context, condition: str, parameters: list[object]
) -> tuple[BatchRow, ...]:
    rows = connection.exec_driver_sql(
        "SELECT b.id, b.number, b.form, o.full_name, b.state, b.document_number, b.created_by, "
        "b.created_on, b.content_hash, n.number AS replaced_by, count(r.id) AS lines, "
        "coalesce(sum(r.state = 'approved'), 0) AS approved, "
        "coalesce(sum(r.state = 'returned'), 0) AS returned "
        "FROM deletion_batches AS b JOIN organizations AS o ON o.id = b.org_id "
        "LEFT JOIN deletion_batches AS n ON n.id = b.replaced_by "
        f"LEFT JOIN deletion_requests AS r ON r.batch_id = b.id WHERE {condition} "
        "GROUP BY b.id ORDER BY b.id DESC",
        tuple(parameters),
    ).all()
    states = context.policy.deletion_machine.states
    titles = {form: form_title(connection, form) for form in {row.form for row in rows}}
    return tuple(
        BatchRow(
            id=row.id,
            number=row.number,
            form=row.form,
            form_title=titles[row.form],
            organization=row.full_name,
            state=row.state,
            state_label=batch_label(states, row.state, row.replaced_by),
            document_number=row.document_number,
            created_by=row.created_by,
            created_on=row.created_on,
            content_hash=row.content_hash,
            lines=row.lines,
            approved=row.approved,
            returned=row.returned,
            # what is decided is history: its paper is not expected to follow the records
            stale=row.state in OPEN_STATES and is_stale(connection, context.policy, row.id),
            replaced_by=row.replaced_by,
        )
        for row in rows
    )


def batch_label(states: Mapping[str, str], state: str, replaced_by: str | None) -> str:
    """Where a batch stands, in words."""
    if state == VOIDED:
        return f"{VOIDED_LABEL}，改编为 {replaced_by}" if replaced_by else VOIDED_LABEL
    return states.get(state, state)


def _step(policy: Policy, row: Row[tuple[str, ...]]) -> StepRow:
    labels = {step.act: step.label for step in policy.deletion_machine.transitions}
    return StepRow(
        act=row.act,
        act_label="作废重编" if row.act == VOID_ACT else labels.get(row.act, "编成批次"),
        level=row.level,
        level_label=ACTOR_LABELS[Actor(row.level)],
        lines=tuple(int(line) for line in row.lines.split(",")) if row.lines else (),
        document_number=row.document_number,
        reason=row.reason,
        done_by=row.done_by,
        done_on=row.done_on,
    )
