"""What the card and the dialog of a member need, gathered in one reading each. No Qt."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ..office.context import Context
from ..orgs import queries as orgs
from ..orgs.kinds import BRANCH_KINDS, CHILDREN
from ..orgs.queries import Organization
from ..rules.fields import FIELDS
from ..rules.lifecycle import LEFT, REPORT_IN, Stage, Transition
from ..rules.policy import FieldState
from ..rules.why import Why, Whys
from . import queries
from .drafts import Draft, OthersDraft, find_draft, others_drafts
from .edits import Verdict, judge
from .queries import Member, PendingChange
from .service import find_doubles, judge_member_edit
from .standing import Step, entered, report_steps, steps_of
from .under_way import under_way

_CHILD_YEARS = 14
BETWEEN = " › "
"""Stands between a superior and what is below it."""


@dataclass(frozen=True, slots=True)
class CardData:
    """A member as the card shows it and the dialog edits it; id 0 is somebody to be added.

    `whys` is the whole answer behind each of `states`; `cycle` the report-in, step by step.
    """

    member: Member
    branch_code: str
    superiors: str
    states: Mapping[str, FieldState]
    required: frozenset[str]
    pending: tuple[PendingChange, ...]
    draft: Draft | None
    under_14: bool
    whys: Mapping[str, Why]
    cycle: tuple[Step, ...] = ()
    others: tuple[OthersDraft, ...] = ()
    elsewhere: tuple[str, ...] = ()
    """What other desks have about the member, a sentence each."""

    @property
    def steps(self) -> tuple[Transition, ...]:
        """The steps of the report-in that are open now."""
        return REPORT_IN.steps_from(self.member.status.value)


@dataclass(frozen=True, slots=True)
class Judged:
    """What would become of what is typed in a form just now."""

    verdict: Verdict
    required: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BranchChoice:
    """A branch, or another unit, as the picker lists it; `path` are all its superiors below the
    root, from above."""

    id: int
    code: str
    full_name: str
    short_name: str
    superior: str
    path: str = ""

    @property
    def place(self) -> str:
        """Where it stands in the tree."""
        return self.path or self.superior


@dataclass(frozen=True, slots=True)
class HistoryChange:
    """One field of a member, before and after. `field` is '' where it is none of the field
    table; only a field of the table can be restored."""

    label: str
    before: str | None
    after: str | None
    field: str = ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One operation in a member's life, as the history room tells it to the card."""

    number: int
    at: str
    actor: str
    words: str
    reason: str | None = None
    document: str | None = None
    changes: tuple[HistoryChange, ...] = ()


def load_card(context: Context, member_id: int) -> CardData:
    """A member with the rules for each field, what waits for review, and an unsaved draft."""
    with context.database.read() as connection:
        member = queries.member(connection, member_id)
        pending = tuple(queries.pending_changes(connection, member_id))
        draft = find_draft(context, connection, member_id)
        others = others_drafts(context, connection, member_id)
        steps = steps_of(connection, member_id)
        return _card(context, connection, member, pending, draft, others, steps)


def load_blank(context: Context, branch_id: int | None) -> CardData:
    """An empty report-in for a branch, or for the one that this operator's draft was for."""
    with context.database.read() as connection:
        draft = find_draft(context, connection, None)
        node = None
        if branch_id is not None:
            node = orgs.by_id(connection, branch_id)
            node = node if node.kind in BRANCH_KINDS and node.status == "active" else None
        member = Member(
            id=0,
            branch_id=node.id if node else 0,
            branch_short=node.short_name if node else "",
            status=Stage.DRAFT,
            status_reason=None,
            values={"branch": node.full_name if node else None, "id_kind": "居民身份证"},
            missing=(),
        )
        return _card(context, connection, member, (), draft, (), ())


def judge_form(
    context: Context, *, member_id: int, typed: Mapping[str, object], values: Mapping[str, str]
) -> Judged:
    """Judges what is typed into a form: `typed` differs from the record, `values` is all of it.

    `member_id` 0 is somebody to be added.
    """
    fields = {name: value for name, value in typed.items() if name != "branch"}
    with context.database.read() as connection:
        if member_id:
            member, verdict = judge_member_edit(context, connection, member_id, fields)
            current, closed = member.values, member.status in LEFT
        else:
            current, closed = {}, False
            verdict = judge(
                current, fields, stage=Stage.DRAFT, policy=context.policy, today=context.today
            )
            doubles = find_doubles(connection, verdict.saved, but=None)
            verdict = Verdict(verdict.saved, {}, verdict.refused, (*verdict.findings, *doubles))
    after = {**current, "branch": values.get("branch"), **verdict.saved, **verdict.submitted}
    required = () if closed else context.policy.required(after)
    return Judged(verdict, required, tuple(name for name in required if not values.get(name)))


def choices_of(
    nodes: Sequence[Organization], wanted: Callable[[Organization], bool] = lambda _node: True
) -> tuple[BranchChoice, ...]:
    """The units among all in use that are wanted, as the picker lists them, in the same order."""
    known = {node.id: node for node in nodes}
    paths: dict[int, str] = {}

    def path(node: Organization) -> str:
        """Of a node's superiors; a unit has the same as its sisters."""
        above = known.get(node.parent_id or 0)
        if above is None or above.parent_id not in known:
            return ""
        if above.id not in paths:
            paths[above.id] = BETWEEN.join(filter(None, (path(above), above.short_name)))
        return paths[above.id]

    return tuple(
        BranchChoice(
            node.id,
            node.code,
            node.full_name,
            node.short_name,
            known[node.parent_id].short_name if node.parent_id in known else "",
            path(node),
        )
        for node in nodes
        if wanted(node)
    )


def load_branches(context: Context) -> tuple[BranchChoice, ...]:
    """Every branch in use, in the order of the tree."""
    with context.database.read() as connection:
        nodes = orgs.every(connection)
    return choices_of(nodes, lambda node: node.kind in BRANCH_KINDS)


def load_units(
    context: Context,
) -> tuple[dict[int, Organization], tuple[BranchChoice, ...]]:
    """The organisations under which a branch may be made: by id, and as the picker lists them."""
    with context.database.read() as connection:
        nodes = orgs.every(connection)
    return {node.id: node for node in nodes}, choices_of(nodes, lambda node: node.kind in CHILDREN)


@dataclass(frozen=True, slots=True)
class ListUnits:
    """The organisations for which a list may be imported; `offered` is the id of one, or None."""

    units: tuple[BranchChoice, ...]
    offered: int | None


def load_list_units(context: Context, scope: int | None) -> ListUnits:
    """Every unit below the root that has branches, and the scope where it is a branch itself."""
    with context.database.read() as connection:
        nodes = orgs.every(connection)
    units = choices_of(
        nodes,
        lambda node: node.parent_id is not None and (node.kind in CHILDREN or node.id == scope),
    )
    return ListUnits(units, scope if any(unit.id == scope for unit in units) else None)


def _card(
    context: Context,
    connection: Connection,
    member: Member,
    pending: tuple[PendingChange, ...],
    draft: Draft | None,
    others: tuple[OthersDraft, ...],
    steps: tuple[Step, ...],
) -> CardData:
    path = orgs.path(connection, member.branch_id) if member.branch_id else []
    states = {
        name: context.policy.field_state(
            name, stage=member.status, values=member.values, today=context.today
        )
        for name in FIELDS
    }
    return CardData(
        member=member,
        branch_code=path[-1].code if path else "",
        superiors=BETWEEN.join(node.short_name for node in path[:-1]),
        states=states,
        required=frozenset(context.policy.required(member.values)),
        pending=pending,
        draft=draft,
        under_14=_is_child(member.values.get("born_on"), context.today),
        whys=Whys(
            context.policy,
            states,
            member.status,
            member.values,
            context.today,
            entered(steps, member.status),
        ),
        cycle=report_steps(steps),
        others=others,
        elsewhere=under_way(connection, context.policy, member.id) if member.id else (),
    )


def _is_child(born_on: str | None, today: date) -> bool:
    if not born_on:
        return False
    try:
        born = date.fromisoformat(born_on)
    except ValueError:
        return False
    return (today.year - born.year - ((today.month, today.day) < (born.month, born.day))) < (
        _CHILD_YEARS
    )
