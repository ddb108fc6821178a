"""Reading the corrections: cases and lists of a scope, one list with its steps, counts.

Everything is scoped by a node of the tree, whose whole subtree counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.errors import NotFound, TuanjiError
from ..members import queries as members
from ..office.context import Context
from ..office.service import get_setting
from ..orgs import queries as orgs
from ..rules.fields import FIELDS
from ..rules.lifecycle import ACTOR_LABELS, Actor
from ..rules.policy import Proof
from .cases import CorrectionRow, OpenCorrection, ProofRow, case, cases, open_for_member
from .guards import IN_LISTS, OPEN_STATES, checked_value, require_path
from .papers import is_stale

__all__ = [
    "CorrectionRow", "CorrectionStart", "Counts", "FlaggedBranch", "JudgedValue", "ListDetail", "ListRow",
    "ListStart", "OpenCorrection", "ProofRow", "StepRow", "case", "correction", "correction_start",
    "counts", "find_list", "flagged_branches", "judge_value", "letter_head", "list_corrections", "list_detail",
    "list_lists", "list_row", "list_start", "many_words", "open_for_member", "proof_content",
]  # fmt: skip

DEFAULT_ADDRESSEE = "团省委"
_LIST_ACTS = {"gather": "编成清单", "renew": "重新编制清单"}
_BELOW = "m.branch_id IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = ?)"


@dataclass(frozen=True, slots=True)
class ListRow:
    """A numbered list; `stale`: it would say something else today than its paper."""

    id: int
    number: str
    org_id: int
    organization: str
    state: str
    state_label: str
    document_number: str | None
    decision_number: str | None
    created_by: str
    created_on: str
    contact: str
    contact_phone: str
    sender: str
    addressee: str
    lines: int
    approved: int
    returned: int
    stale: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a list: who did what on which paper."""

    act: str
    act_label: str
    level_label: str
    lines: tuple[int, ...]
    document_number: str | None
    reason: str | None
    done_by: str
    done_on: str


@dataclass(frozen=True, slots=True)
class ListDetail:
    """A list with its cases in the order of the paper, and its steps in time."""

    list: ListRow
    lines: tuple[CorrectionRow, ...]
    steps: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class CorrectionStart:
    """What a new case starts from; `obstacle` is why none may be opened, `rule` the clause in
    words, `open` the case that is there already."""

    member_id: int
    name: str
    branch: str
    field: str
    label: str
    recorded: str | None
    clause: str
    rule: str
    proofs: tuple[Proof, ...]
    open: OpenCorrection | None
    obstacle: TuanjiError | None


@dataclass(frozen=True, slots=True)
class JudgedValue:
    """A typed value in canonical form, or what is wrong with it; `questions` do not hold it up."""

    value: str | None
    error: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListStart:
    """What a list starts from: the units that may fill it in, the letter's head as it was last."""

    units: tuple[orgs.Organization, ...]
    contact: str
    contact_phone: str
    sender: str
    addressee: str


@dataclass(frozen=True, slots=True)
class FlaggedBranch:
    """A branch with many cases (G 二, 大批量误填): a question, no refusal."""

    branch_id: int
    branch: str
    branch_short: str
    corrected: int
    members: int
    clause: str

    @property
    def words(self) -> str:
        """The question in words."""
        return many_words([self])


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits on the desk; `stale` counts lists."""

    gathered: int
    verified: int
    sent: int
    stale: int
    oldest_days: int | None


# ------------------------------------------------------------------------- cases
def list_corrections(
    context: Context,
    *,
    org_id: int | None = None,
    states: Sequence[str] = (),
    member_id: int | None = None,
) -> tuple[CorrectionRow, ...]:
    """Cases below a node, the newest first; no `states` means all."""
    conditions, parameters = ["1"], list[object]()
    if org_id is not None:
        conditions.append(_BELOW)
        parameters.append(org_id)
    if states:
        conditions.append(f"c.state IN ({', '.join('?' * len(states))})")
        parameters += states
    if member_id is not None:
        conditions.append("c.member_id = ?")
        parameters.append(member_id)
    with context.database.read() as connection:
        return cases(connection, context, " AND ".join(conditions), parameters)


def correction(context: Context, *, correction_id: int) -> CorrectionRow:
    """One case; NotFound where there is none."""
    with context.database.read() as connection:
        return case(connection, context, correction_id)


def correction_start(context: Context, *, member_id: int, field: str) -> CorrectionStart:
    """All that the dialog shows before anything is typed; NotFound for no such member."""
    rule = context.policy.correction
    with context.database.read() as connection:
        member = members.member(connection, member_id)
        obstacle: TuanjiError | None = None
        try:
            require_path(context, connection, member, field)
        except TuanjiError as refusal:
            obstacle = refusal
        mine = [one for one in open_for_member(connection, member_id) if one.field == field]
    clause = rule.clause if rule is not None else ""
    return CorrectionStart(
        member_id,
        member.name,
        str(member.values["branch"]),
        field,
        FIELDS[field].label if field in FIELDS else field,
        member.values.get(field),
        clause,
        context.policy.clause_text(clause),
        rule.proofs if rule is not None else (),
        mine[0] if mine else None,
        obstacle,
    )


def proof_content(context: Context, *, proof_id: int) -> tuple[str, bytes]:
    """A kept proof: its file name and its bytes."""
    with context.database.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT a.file_name, b.content FROM attachments AS a "
            "JOIN blobs AS b ON b.sha256 = a.sha256 "
            "WHERE a.id = ? AND a.correction_id IS NOT NULL",
            (proof_id,),
        ).one_or_none()
    if row is None:
        raise NotFound("correction.proof_unknown", f"没有编号为 {proof_id} 的证明材料。")
    return str(row[0]), bytes(row[1])


# ------------------------------------------------------------------------- lists
def list_lists(
    context: Context, *, org_id: int | None = None, open_only: bool = False
) -> tuple[ListRow, ...]:
    """Lists made at a node or below it, or with members of it; the newest first."""
    conditions, parameters = ["1"], list[object]()
    if org_id is not None:
        conditions.append(
            "(l.org_id IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = ?) OR l.id IN "
            "(SELECT d.list_id FROM corrections AS d JOIN members AS m ON m.id = d.member_id "
            f"WHERE {_BELOW}))"
        )
        parameters += (org_id, org_id)
    if open_only:
        conditions.append(f"l.state IN {IN_LISTS}")
    with context.database.read() as connection:
        return _lists(connection, context, " AND ".join(conditions), parameters)


def find_list(context: Context, *, number: str) -> int:
    """The id of a list by the number that stands on its paper."""
    with context.database.read() as connection:
        found: int | None = connection.exec_driver_sql(
            "SELECT id FROM correction_lists WHERE number = ?", (number.strip().upper(),)
        ).scalar()
    if found is None:
        raise NotFound("correction.list_unknown", f"没有编号为“{number}”的更正清单。")
    return found


def list_row(connection: Connection, context: Context, list_id: int) -> ListRow:
    """One list on an open connection; NotFound where there is none."""
    found = _lists(connection, context, "l.id = ?", [list_id])
    if not found:
        raise NotFound("correction.list_unknown", f"没有序号为 {list_id} 的更正清单。")
    return found[0]


def list_detail(context: Context, *, list_id: int) -> ListDetail:
    """One list with its cases and steps; NotFound where there is none."""
    machine = context.policy.correction_machine
    labels = {step.act: step.label for step in (machine.transitions if machine else ())}
    with context.database.read() as connection:
        head = list_row(connection, context, list_id)
        lines = cases(
            connection, context, "c.list_id = ?", [list_id], order="c.line IS NULL, c.line, c.id"
        )
        steps = connection.exec_driver_sql(
            "SELECT act, level, lines, document_number, reason, done_by, done_on "
            "FROM correction_steps WHERE list_id = ? ORDER BY id",
            (list_id,),
        ).all()
    return ListDetail(
        head,
        lines,
        tuple(
            StepRow(
                act=row.act,
                act_label={**labels, **_LIST_ACTS}.get(row.act, row.act),
                level_label=ACTOR_LABELS[Actor(row.level)],
                lines=tuple(int(one) for one in row.lines.split(",")) if row.lines else (),
                document_number=row.document_number,
                reason=row.reason,
                done_by=row.done_by,
                done_on=row.done_on,
            )
            for row in steps
        ),
    )


def list_start(context: Context, *, org_id: int | None) -> ListStart:
    """For which units a list may be made from a node (None: the whole office), and its head."""
    with context.database.read() as connection:
        if org_id is None:
            units = orgs.children(connection, None)
        else:
            units = orgs.path(connection, org_id)[::-1]
        sender, addressee = letter_head(connection)
        contact, phone = (
            get_setting(connection, f"office.{key}") or "" for key in ("contact", "contact_phone")
        )
    return ListStart(tuple(units), contact, phone, sender, addressee)


def letter_head(connection: Connection) -> tuple[str, str]:
    """Who signed and to whom the last letter went; nobody yet: 团省委 decides (G 二)."""
    row = connection.exec_driver_sql(
        "SELECT sender, addressee FROM correction_lists ORDER BY id DESC LIMIT 1"
    ).one_or_none()
    sender, addressee = row or (None, None)
    return sender or "", addressee or DEFAULT_ADDRESSEE


def _lists(
    connection: Connection, context: Context, condition: str, parameters: Sequence[object]
) -> tuple[ListRow, ...]:
    rows = connection.exec_driver_sql(
        "SELECT l.id, l.number, l.org_id, o.full_name, l.state, l.document_number, "
        "l.decision_number, l.created_by, l.created_on, l.contact, l.contact_phone, l.sender, "
        "l.addressee, count(c.id) AS lines, coalesce(sum(c.state = 'approved'), 0) AS approved, "
        "coalesce(sum(c.state = 'returned'), 0) AS returned "
        "FROM correction_lists AS l JOIN organizations AS o ON o.id = l.org_id "
        f"LEFT JOIN corrections AS c ON c.list_id = l.id WHERE {condition} "
        "GROUP BY l.id ORDER BY l.id DESC",
        tuple(parameters),
    ).all()
    machine = context.policy.correction_machine
    states = machine.states if machine is not None else {}
    return tuple(
        ListRow(
            id=row.id,
            number=row.number,
            org_id=row.org_id,
            organization=row.full_name,
            state=row.state,
            state_label=states.get(row.state, row.state),
            document_number=row.document_number,
            decision_number=row.decision_number,
            created_by=row.created_by,
            created_on=row.created_on,
            contact=row.contact or "",
            contact_phone=row.contact_phone or "",
            sender=row.sender or "",
            addressee=row.addressee or "",
            lines=row.lines,
            approved=row.approved,
            returned=row.returned,
            # what is decided is history: its paper is not expected to follow the records
            stale=row.state in OPEN_STATES and is_stale(connection, context.policy, row.id),
        )
        for row in rows
    )


# ------------------------------------------------------------------ questions, counts
def flagged_branches(context: Context, *, org_id: int | None = None) -> tuple[FlaggedBranch, ...]:
    """Branches where many were misfilled (G 二), the most first: cases open or approved."""
    rule = context.policy.correction
    if rule is None:
        return ()
    condition, parameters = ("1", ()) if org_id is None else (_BELOW, (org_id,))
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT o.id, o.full_name, o.short_name, count(DISTINCT c.member_id) AS corrected, "
            "k.members FROM corrections AS c JOIN members AS m ON m.id = c.member_id "
            "JOIN organizations AS o ON o.id = m.branch_id JOIN org_counts AS k "
            "ON k.org_id = o.id WHERE c.state IN ('gathered', 'verified', 'sent', 'approved') "
            f"AND {condition} GROUP BY o.id ORDER BY corrected DESC, o.code",
            parameters,
        ).all()
    return tuple(
        FlaggedBranch(
            row.id, row.full_name, row.short_name, row.corrected, row.members, rule.clause
        )
        for row in rows
        if _many(row.corrected, row.members, rule.many_count, rule.many_share)
    )


def many_words(flagged: Sequence[FlaggedBranch], *, most: int = 3) -> str:
    """The question about some branches in one sentence; '' about none."""
    if not flagged:
        return ""
    named = "、".join(
        f"{one.branch_short} {one.corrected} 人（全支部 {one.members} 人）"
        for one in flagged[:most]
    )
    more = f"等 {len(flagged)} 个团支部" if len(flagged) > most else ""
    return (
        f"大批量误填：{named}{more}。团省委将按全面从严治团的要求处理，"
        f"是否已逐人查明原因？（{flagged[0].clause}）"
    )


def _many(corrected: int, members_: int, count: int, share: float) -> bool:
    """One person alone is never many, however small the branch."""
    return corrected >= 2 and (corrected >= count or corrected >= share * members_)


def counts(context: Context, *, org_id: int | None = None) -> Counts:
    """What waits below a node, for the home desk."""
    waiting = list_corrections(context, org_id=org_id, states=OPEN_STATES)
    by_state = {state: sum(row.state == state for row in waiting) for state in OPEN_STATES}
    return Counts(
        **by_state,
        stale=sum(row.stale for row in list_lists(context, org_id=org_id, open_only=True)),
        oldest_days=max((row.age_days for row in waiting), default=None),
    )


def judge_value(context: Context, *, member_id: int, field: str, text: str) -> JudgedValue:
    """Whether a typed value could be the right one, for the dialog; writes nothing."""
    with context.database.read() as connection:
        member = members.member(connection, member_id)
        try:
            value, findings = checked_value(context, connection, member, field, text)
        except TuanjiError as error:
            return JudgedValue(None, error.message, ())
    return JudgedValue(value, "", tuple(one.message for one in findings))
