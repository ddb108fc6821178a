"""The numbered list of verified cases, and the formal letter that carries it upwards (G 二)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from sqlalchemy import Connection

from ..core.by_hand import as_reason, by_hand_way
from ..core.errors import BadInput, RuleRefused
from ..office.archive import insert_row
from ..office.context import Context
from ..office.document_numbers import proper, use_number
from ..office.service import get_setting
from ..orgs import queries as orgs
from ..papers.paper import Paper
from ..papers.preflight import PaperFinding, told, without_glyph
from ..rules.fields import FIELDS
from ..rules.lifecycle import Actor, next_state
from . import queries
from .cases import CorrectionRow, unmoved
from .cases import cases as cases_where
from .form import ListForm, content_hash, draw_list
from .guards import in_force, level_for, require_level
from .papers import (
    ORDER,
    ListHead,
    archive,
    blocking,
    draw_letter_for,
    fill,
    lines_where,
    list_form,
    list_head,
    undertaken_for_list,
)
from .queries import ListRow
from .stale import moved_since, named
from .steps import LEVELS, record_step

_PREFIX = "GZ"  # 更正


class HeadWords(TypedDict, total=False):
    """The words of a list's and its letter's head, as the acts below take them."""

    contact: str | None
    contact_phone: str | None
    sender: str | None
    addressee: str | None


@dataclass(frozen=True, slots=True)
class ListPlan:
    """A list as it would be made now: who stands in it, in the order of the paper; who does not,
    and why; what is wrong with the paper."""

    form: ListForm
    head: ListHead
    cases: tuple[CorrectionRow, ...]
    left_out: tuple[tuple[CorrectionRow, str], ...]
    paper: Paper

    @property
    def findings(self) -> tuple[PaperFinding, ...]:
        """What is wrong with its paper."""
        return self.paper.findings

    def blocking(self, *, by_hand: Collection[str] = ()) -> tuple[PaperFinding, ...]:
        """Those findings that keep it back; `by_hand` are characters that will be written."""
        return blocking(self.findings, written=by_hand)


@dataclass(frozen=True, slots=True)
class MadeList:
    """A numbered list whose paper is kept, and where it stands."""

    id: int
    number: str
    state: str
    state_label: str
    corrections: tuple[int, ...]
    pages: int
    hash: str


# ------------------------------------------------------------------- numbering
def plan_list(
    context: Context,
    *,
    org_id: int,
    correction_ids: Sequence[int] | None = None,
    contact: str | None = None,
    contact_phone: str | None = None,
    sender: str | None = None,
    addressee: str | None = None,
) -> ListPlan:
    """The list that would be made now of the verified cases below a node; writes nothing.

    One list speaks of one field. A case whose record moved, or whose member left, stays out. Whom
    to ask comes from the office's settings, the letter's head from the last list, where not given.
    """
    rule, _ = in_force(context.policy)
    with context.database.read() as connection:
        unit = orgs.by_id(connection, org_id)
        found = _verified(connection, context, org_id, correction_ids)
        field = found[0].field if found else ""
        left_out = tuple((one, why) for one in found if (why := _why_not(one, field)))
        chosen = tuple(one for one in found if not _why_not(one, field))
        if not chosen:
            because = "".join(f"{one.name}：{why}" for one, why in left_out)
            raise RuleRefused(
                "correction.nothing_verified",
                f"{unit.full_name} 及其下级没有已核实、可以编入清单的更正。{because}请先逐案核实。",
                clause=rule.clause,
            )
        last_sender, last_addressee = queries.letter_head(connection)
        office = [get_setting(connection, f"office.{key}") for key in ("contact", "contact_phone")]
        head = ListHead(
            number=_next_number(connection, context.today.year),
            unit=unit.full_name,
            created_on=context.today,
            contact=contact or office[0] or "",
            contact_phone=contact_phone or office[1] or "",
            sender=sender or last_sender,
            addressee=addressee or last_addressee,
        )
        form = _form_of(connection, context, head, chosen)
    return ListPlan(form, head, chosen, left_out, draw_list(form))


def create_list(
    context: Context,
    *,
    org_id: int,
    correction_ids: Sequence[int] | None = None,
    contact: str | None = None,
    contact_phone: str | None = None,
    sender: str | None = None,
    addressee: str | None = None,
    level: str | None = None,
    plan: ListPlan | None = None,
    by_hand: Collection[str] = (),
) -> MadeList:
    """Numbers verified cases as one list and keeps its paper.

    `correction_ids` names some of them, else all below the node. With a `plan` it does what the
    plan said or, where anything moved since, nothing (`correction.list_plan_stale`). `by_hand` are
    the characters without a font that the clerk undertakes to write on the paper.
    """
    rule, machine = in_force(context.policy)
    with context.database.read() as connection:
        own = LEVELS.get(orgs.by_id(connection, org_id).kind, Actor.BRANCH).value
    levels = tuple(dict.fromkeys((*rule.gather, *rule.verify, *rule.send)))
    who = require_level(
        levels,
        level or (own if own in levels else None),
        act="编成更正清单",
        clause=rule.clause,
    )
    now = plan_list(
        context,
        org_id=org_id,
        correction_ids=correction_ids,
        contact=contact,
        contact_phone=contact_phone,
        sender=sender,
        addressee=addressee,
    )
    if plan is not None and (plan.form.rows, _ids(plan)) != (now.form.rows, _ids(now)):
        raise BadInput(
            "correction.list_plan_stale",
            "预览之后更正或档案有过变动，没有编成清单。请重新核对后再编。",
        )
    pen = _require_printable(now, by_hand)
    head, digest = now.head, content_hash(now.form)
    words = f"编成更正清单 {head.number}（{len(now.cases)} 人）：{head.unit}"
    with context.database.write(
        context.operation("correction.list", words, reason=as_reason(pen))
    ) as writing:
        connection = writing.connection
        list_id = insert_row(
            connection,
            "correction_lists",
            number=head.number,
            org_id=org_id,
            state="verified",
            created_by=context.operator,
            created_on=context.today.isoformat(),
            content_hash=digest,
            contact=head.contact or None,
            contact_phone=head.contact_phone or None,
            sender=head.sender or None,
            addressee=head.addressee or None,
        )
        _number_lines(connection, list_id, now.cases)
        record_step(connection, context, list_id, "gather", who)
        archive(
            connection,
            context,
            now.paper,
            kind="list",
            number=head.number,
            content=digest,
            list_id=list_id,
        )
    label = machine.states["verified"]
    return MadeList(list_id, head.number, "verified", label, _ids(now), now.paper.pages, digest)


def renew_list(
    context: Context,
    *,
    list_id: int,
    contact: str | None = None,
    contact_phone: str | None = None,
    sender: str | None = None,
    addressee: str | None = None,
    level: str | None = None,
    by_hand: Collection[str] = (),
) -> MadeList:
    """Draws a list anew, under its number, from the records as they are now: after a record was
    corrected, a case went back, or for another head of the letter. Only before it is sent.

    Cases that went back leave the list. Refused where a record moved under a case: that has to go
    back first.
    """
    who, row, plan = _renewed(context, list_id, contact, contact_phone, sender, addressee, level)
    head, cases = plan.head, plan.cases
    pen = _require_printable(plan, (*by_hand, *undertaken_for_list(context, list_id=list_id)))
    digest = content_hash(plan.form)
    words = f"重新编制更正清单 {head.number}（{len(cases)} 人）"
    with context.database.write(
        context.operation("correction.renew", words, reason=as_reason(pen))
    ) as writing:
        connection = writing.connection
        connection.exec_driver_sql(
            "UPDATE correction_lists SET content_hash = ?, contact = ?, contact_phone = ?, "
            "sender = ?, addressee = ? WHERE id = ?",
            (
                digest,
                head.contact or None,
                head.contact_phone or None,
                head.sender or None,
                head.addressee or None,
                list_id,
            ),
        )
        connection.exec_driver_sql(
            "UPDATE corrections SET line = NULL WHERE list_id = ? AND state = 'returned'",
            (list_id,),
        )
        _number_lines(connection, list_id, cases)
        record_step(connection, context, list_id, "renew", who)
        archive(
            connection,
            context,
            plan.paper,
            kind="list",
            number=head.number,
            content=digest,
            list_id=list_id,
        )
    label = in_force(context.policy)[1].states[row.state]
    return MadeList(list_id, head.number, row.state, label, _ids(plan), plan.paper.pages, digest)


def renew_by_hand(context: Context, *, list_id: int) -> tuple[str, ...]:
    """The characters without a font that a list drawn anew would have and that nobody has
    undertaken yet to write; writes nothing. Raises `RuleRefused` as `renew_list`."""
    _, _, plan = _renewed(context, list_id)
    written = undertaken_for_list(context, list_id=list_id)
    return tuple(one for one in without_glyph(plan.findings) if one not in written)


def _renewed(
    context: Context,
    list_id: int,
    contact: str | None = None,
    contact_phone: str | None = None,
    sender: str | None = None,
    addressee: str | None = None,
    level: str | None = None,
) -> tuple[Actor, ListRow, ListPlan]:
    """Whose act it is, the list as it stands, and as it would be drawn anew."""
    rule, _ = in_force(context.policy)
    levels = tuple(dict.fromkeys((*rule.gather, *rule.verify, *rule.send)))
    with context.database.read() as connection:
        row = queries.list_row(connection, context, list_id)
        own = LEVELS.get(orgs.by_id(connection, row.org_id).kind, Actor.BRANCH).value
        who = require_level(
            levels,
            level or (own if own in levels else None),
            act="重新编制清单",
            clause=rule.clause,
        )
        _require_unsent(row, rule.clause)
        cases = cases_where(
            connection,
            context,
            "c.list_id = ? AND c.state = 'verified'",
            [list_id],
            order=ORDER,
        )
        _require_unmoved(cases)
        old = list_head(connection, list_id)
        head = replace(
            old,
            contact=contact or old.contact,
            contact_phone=contact_phone or old.contact_phone,
            sender=sender or old.sender,
            addressee=addressee or old.addressee,
        )
        form = _form_of(connection, context, head, cases)
    plan = ListPlan(form, head, cases, (), draw_list(form))
    return who, row, plan


# --------------------------------------------------------------------- sending
def send_list(
    context: Context,
    *,
    list_id: int,
    document_number: str,
    level: str | None = None,
    by_hand: Collection[str] = (),
) -> MadeList:
    """Records the formal letter with its document number and keeps its paper (G 二).

    By the levels that the pack lets send, alone. Refused without a number, and while the list
    says something else than the records: the letter would carry what is no longer so.
    """
    rule, machine = in_force(context.policy)
    with context.database.read() as connection:
        row = queries.list_row(connection, context, list_id)
        who = level_for(rule.send, level)
        state = next_state(machine, row.state, "send", actor=who)
        cases = cases_where(
            connection, context, "c.list_id = ? AND c.state = 'verified'", [list_id], order="c.line"
        )
        number = proper(connection, document_number)
        if not number:
            raise RuleRefused(
                "correction.document_number_missing",
                f"清单 {row.number} 须以正式行文上报，请填写文号（例如 团×字〔2019〕12号）。",
                clause=rule.clause,
            )
        _require_unmoved(cases)
        if row.stale:
            raise RuleRefused(
                "correction.stale",
                f"清单 {row.number} 编成之后，"
                f"{named(moved_since(connection, list_id)) or '表中团员的档案有过修改'}，"
                "纸面与记录不一致，不能行文。请先重新编制清单。",
                clause=rule.clause,
            )
        head = replace(list_head(connection, list_id), document_number=number)
        form = list_form(connection, context.policy, list_id)
    letter = draw_letter_for(context.policy, head, form, context.today)
    written = (*by_hand, *undertaken_for_list(context, list_id=list_id))
    faults = tuple(one for one in letter.findings if one.character and one.character not in written)
    if faults:
        raise RuleRefused(
            "correction.preflight",
            f"正式行文还不能打印，没有登记。{told(faults, {})}"
            f"{by_hand_way(without_glyph(faults), where='在“正式行文”里')}",
        )
    pen = [one for one in without_glyph(letter.findings) if one in by_hand]
    words = f"更正清单 {row.number}：正式行文 {number}（{len(cases)} 人）"
    operation = context.operation("correction.send", words, reason=as_reason(pen), document=number)
    with context.database.write(operation) as writing:
        connection = writing.connection
        connection.exec_driver_sql(
            "UPDATE correction_lists SET state = ?, document_number = ? WHERE id = ?",
            (state, number, list_id),
        )
        connection.exec_driver_sql(
            "UPDATE corrections SET state = ? WHERE list_id = ? AND state = 'verified'",
            (state, list_id),
        )
        record_step(connection, context, list_id, "send", who, document_number=number)
        subject = f"更正误填“{form.label}”的请示（{len(cases)} 人）"
        used_for = f"更正清单 {row.number}"
        use_number(connection, context, number, subject=subject, used_for=used_for)
        archive(
            connection,
            context,
            letter,
            kind="letter",
            number=row.number,
            content=content_hash(form),
            list_id=list_id,
        )
    ids = tuple(one.id for one in cases)
    label = machine.states[state]
    return MadeList(list_id, row.number, state, label, ids, letter.pages, content_hash(form))


# --------------------------------------------------------------------- helpers
def _verified(
    connection: Connection, context: Context, org_id: int, ids: Sequence[int] | None
) -> tuple[CorrectionRow, ...]:
    """The cases that wait for a list below a node, in the order of the paper."""
    found = cases_where(
        connection,
        context,
        "c.state = 'verified' AND c.list_id IS NULL AND m.branch_id IN "
        "(SELECT org_id FROM org_ancestors WHERE ancestor_id = ?)",
        [org_id],
        order=ORDER,
    )
    if ids is None:
        return found
    wrong = sorted(set(ids) - {one.id for one in found})
    if wrong:
        raise BadInput(
            "correction.not_verified",
            f"第 {'、'.join(map(str, wrong))} 号不是该组织下已核实、尚未编入清单的更正。",
        )
    return tuple(one for one in found if one.id in set(ids))


def _why_not(case: CorrectionRow, field: str) -> str:
    """Why a verified case stays out of a list of that field; '' where it does not."""
    if case.field != field:
        return f"更正的是{case.label}，须另编一份清单。"
    refusal = unmoved(case)
    return refusal.message if refusal is not None else ""


def _form_of(
    connection: Connection, context: Context, head: ListHead, cases: Sequence[CorrectionRow]
) -> ListForm:
    ids = ", ".join(str(one.id) for one in cases)
    lines = lines_where(connection, context.policy, f"c.id IN ({ids})", ())
    return fill(FIELDS[cases[0].field].label if cases else "", head, lines)


def _number_lines(connection: Connection, list_id: int, cases: Sequence[CorrectionRow]) -> None:
    connection.exec_driver_sql(
        "UPDATE corrections SET list_id = ?, line = ? WHERE id = ?",
        [(list_id, line, one.id) for line, one in enumerate(cases, start=1)],
    )


def _ids(plan: ListPlan) -> tuple[int, ...]:
    return tuple(one.id for one in plan.cases)


def _next_number(connection: Connection, year: int) -> str:
    start = f"{_PREFIX}-{year}-"
    last = connection.exec_driver_sql(
        "SELECT max(cast(substr(number, ?) AS integer)) FROM correction_lists WHERE number LIKE ?",
        (len(start) + 1, f"{start}%"),
    ).scalar()
    return f"{start}{(last or 0) + 1:03d}"


def _require_unsent(row: ListRow, clause: str) -> None:
    if row.state != "verified":
        raise RuleRefused(
            "correction.sent",
            f"清单 {row.number} 现为“{row.state_label}”，不能重新编制。",
            clause=clause,
        )


def _require_unmoved(cases: Sequence[CorrectionRow]) -> None:
    for one in cases:
        refusal = unmoved(one)
        if refusal is not None:
            raise refusal


def _require_printable(plan: ListPlan, by_hand: Collection[str]) -> tuple[str, ...]:
    """A paper that fails its pre-flight does not come into being; its characters that will be
    written by hand."""
    faults = plan.blocking(by_hand=by_hand)
    if faults:
        names = {one.member_id: one.name for one in plan.cases}
        raise RuleRefused(
            "correction.preflight",
            f"更正清单还不能打印。{told(faults, names)}请补正后重试。"
            f"{by_hand_way(without_glyph(faults))}",
        )
    return tuple(one for one in without_glyph(plan.findings) if one in by_hand)
