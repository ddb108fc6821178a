"""Somebody of elsewhere comes in: registered, approved by our side, then a record of the roster."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from ..core.errors import BadInput, RuleRefused
from ..members import queries as members
from ..members.edits import judge as judge_values
from ..members.service import find_doubles, write_reviewed
from ..office.archive import Attachment, content_of, insert_row, keep_attachment
from ..office.context import Context
from ..orgs.queries import Organization
from ..rules.checks import Finding
from ..rules.fields import FIELDS
from ..rules.lifecycle import BEFORE_APPROVAL, STAGE_LABELS, Actor, Stage
from .kinds import COMES_IN, incoming_machine
from .steps import record_step
from .targets import Doubtful, Target, own_unit, understand

LETTER = "incoming_letter"
"""The paper that the other side gave: `Attachment.kind`."""
_REPORTING = (*sorted(BEFORE_APPROVAL), Stage.SUBMITTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Who comes in, from where, into which unit of this office, on which letter.

    `target_id` is the unit, or `target` its full name; a superior unit allots the branch later.
    """

    name: str
    id_number: str
    source: str
    on: date
    mobile: str = ""
    target: str = ""
    target_id: int | None = None
    reason: str = ""
    document: str = ""
    proofs: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class NewcomerPlan:
    """What would be registered; `missing` are the starred fields that the record would lack."""

    wish: Newcomer
    target: Target
    values: Mapping[str, str | None]
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]

    @property
    def stage(self) -> Stage:
        """What the record would be at the end: a draft as long as starred fields are empty."""
        return Stage.DRAFT if self.missing else Stage.ACTIVE

    @property
    def words(self) -> str:
        """From → to, and what becomes of it."""
        way = f"{self.wish.source.strip()} → {self.target.shown}"
        if not self.missing:
            return f"{way}，办结后在册"
        labels = "、".join(FIELDS[name].label for name in self.missing[:3])
        more = f"等 {len(self.missing)} 项" if len(self.missing) > 3 else ""
        return f"{way}，办结后为报到草稿，待补 {labels}{more}"


@dataclass(frozen=True, slots=True)
class Registered:
    """The incoming transfer that was registered."""

    operation: int
    words: str
    transfer_id: int


def plan_newcomer(context: Context, wish: Newcomer) -> NewcomerPlan:
    """What the wish would do now; writes nothing.

    Raises `BadInput` for what is missing or wrong, `RuleRefused` where the person is here already.
    """
    with context.database.read() as connection:
        return judge_newcomer(connection, context, wish)


def apply_newcomer(context: Context, plan: NewcomerPlan) -> Registered:
    """Registers what the plan says, with the letter, in one operation."""
    wish = plan.wish
    contents = [content_of(proof) for proof in wish.proofs]
    name = plan.values["name"]
    words = f"登记转入：{name}（{wish.source.strip()} → {plan.target.shown}）"
    operation = context.operation(
        "transfer.incoming",
        words,
        reason=wish.reason.strip() or None,
        document=wish.document.strip() or None,
    )
    with context.database.write(operation) as writing:
        connection = writing.connection
        if judge_newcomer(connection, context, wish) != plan:
            raise BadInput("transfer.stale", "核对之后情况又有变化，没有登记。请重新核对。")
        transfer_id = register(connection, context, plan)
        for proof, content in zip(wish.proofs, contents, strict=True):
            keep_attachment(connection, proof, content, transfer_id=transfer_id)
    return Registered(writing.number, words, transfer_id)


def register(connection: Connection, context: Context, plan: NewcomerPlan) -> int:
    """The incoming transfer of a plan, inside a write that is open; its number."""
    wish, machine, day = plan.wish, incoming_machine(context.policy), plan.wish.on.isoformat()
    transfer_id = insert_row(
        connection,
        "transfers",
        kind=COMES_IN,
        machine=machine.code,
        state=machine.initial,
        target_id=plan.target.unit_id,
        target=plan.target.name,
        target_kind="branch",
        started_by=Actor.BRANCH.value,
        started_on=day,
        moved_on=day,
        reason=wish.reason.strip() or None,
        name=plan.values["name"],
        id_number=plan.values["id_number"],
        mobile=plan.values.get("mobile"),
        recorded_by=context.operator,
        source=wish.source.strip(),
    )
    record_step(connection, context, transfer_id, "start", Actor.BRANCH, day=day)
    return transfer_id


def take_in(connection: Connection, context: Context, row: Row[Any], home: Organization) -> int:
    """The record of somebody who came in: a member, or a draft while starred fields are empty."""
    typed = {"name": row.name, "id_number": row.id_number, "mobile": row.mobile or ""}
    values, findings = _values(context, typed, home.full_name)
    _refuse_errors(findings)
    _refuse_known(connection, values["id_number"] or "", but=row.id)
    filled = {**values, "branch": home.full_name}
    stage = Stage.DRAFT if context.policy.missing(filled) else Stage.ACTIVE
    member_id = insert_row(
        connection,
        "members",
        branch_id=home.id,
        status=stage.value,
        status_on=context.today.isoformat(),
        status_reason=f"由 {row.source} 转入",
    )
    empty: dict[str, str | None] = {"branch": home.full_name}
    member = members.Member(member_id, home.id, home.short_name, stage, None, empty, ())
    write_reviewed(connection, context.policy, member, values)
    return member_id


def judge_newcomer(connection: Connection, context: Context, wish: Newcomer) -> NewcomerPlan:
    """The plan by the records as they are on this connection; raises as `plan_newcomer`."""
    if wish.on > context.today:
        raise BadInput("transfer.date_future", "登记日期不能晚于今天。")
    for text, label in (
        (wish.name, "姓名"),
        (wish.id_number, "身份证号"),
        (wish.source, "转出组织"),
    ):
        if not text.strip():
            raise BadInput("transfer.newcomer", f"请填写{label}。")
    target = _target(connection, wish)
    typed = {"name": wish.name, "id_number": wish.id_number, "mobile": wish.mobile}
    values, findings = _values(context, typed, target.name)
    _refuse_errors(findings)
    _refuse_known(connection, values["id_number"] or "")
    doubles = find_doubles(connection, {"mobile": values.get("mobile")}, but=None)
    missing = context.policy.missing({**values, "branch": target.name})
    return NewcomerPlan(wish, target, values, (*findings, *doubles), tuple(missing))


def _target(connection: Connection, wish: Newcomer) -> Target:
    """A unit of this office; where a name was typed, the one that has it."""
    if wish.target_id is not None:
        return own_unit(connection, wish.target_id)
    text = wish.target.strip()
    if not text:
        raise BadInput("transfer.target", "请选择转入本台账的哪个组织。")
    found = understand(connection, [text])[text]
    if isinstance(found, Doubtful):
        raise BadInput("transfer.target_doubtful", found.words)
    if not found.own:
        raise BadInput("transfer.target", f"“{text}”不是本台账的组织，请选择转入哪个组织。")
    return found


def _values(
    context: Context, typed: Mapping[str, str], branch: str
) -> tuple[dict[str, str | None], tuple[Finding, ...]]:
    """The values as a new record would have them, and what is wrong with them."""
    empty: dict[str, str | None] = {"branch": branch, "id_kind": "居民身份证"}
    found = judge_values(
        empty, typed, stage=Stage.DRAFT, policy=context.policy, today=context.today
    )
    return {"id_kind": "居民身份证", **found.saved}, found.findings


def _refuse_errors(findings: tuple[Finding, ...]) -> None:
    for found in findings:
        if found.level == "error":
            raise BadInput(found.code, found.message)


def _refuse_known(connection: Connection, id_number: str, *, but: int = 0) -> None:
    """Whoever is in the roster is transferred there, whoever reports in is approved there."""
    if not id_number:
        raise BadInput("transfer.newcomer", "请填写身份证号。")
    for holders in members.holders(connection, "id_number", [id_number]).values():
        member = members.member(connection, holders[0][0])
        raise RuleRefused(
            "transfer.already_member",
            f"这个身份证号是本台账在册团员 {member.name}（{member.branch_short}）的。"
            "在本台账之内调动，请在花名册里对此人发起转接。",
            clause="N 四.1",
        )
    stages = ", ".join(f"'{stage}'" for stage in _REPORTING)
    reporting = connection.exec_driver_sql(
        f"SELECT m.name, o.short_name, m.status FROM members AS m JOIN organizations AS o "
        f"ON o.id = m.branch_id WHERE m.id_number = ? AND m.status IN ({stages}) LIMIT 1",
        (id_number,),
    ).one_or_none()
    if reporting is not None:
        raise RuleRefused(
            "transfer.reporting",
            f"{reporting[0]} 已在{reporting[1]}报到（{STAGE_LABELS[Stage(reporting[2])]}），"
            "请在花名册里办完报到，不必另行登记转入。",
            clause="G 一.1",
        )
    other = connection.exec_driver_sql(
        "SELECT id FROM transfers WHERE member_id IS NULL AND finished_on IS NULL "
        "AND id_number = ? AND id <> ? LIMIT 1",
        (id_number, but),
    ).scalar()
    if other is not None:
        raise RuleRefused(
            "transfer.open",
            f"此人已有办理中的转入（第 {other} 件），先办结或退回。",
            clause="N 四.1",
        )
