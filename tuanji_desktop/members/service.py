"""What a clerk does to one member: report in, edit, submit for review. Each act is one operation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from sqlalchemy import Connection

from ..core.errors import BadInput, RuleRefused
from ..core.pinyin import name_keys
from ..office.context import Context
from ..orgs import queries as orgs
from ..orgs.kinds import BRANCH_KINDS
from ..rules.checks import (
    Finding,
    development_number_taken,
    id_belongs_elsewhere,
    mobile_shared,
)
from ..rules.fields import FIELDS
from ..rules.lifecycle import REPORT_IN, Actor, Stage, next_state
from ..rules.policy import Policy
from ..store.schema import MEMBER_VALUES
from . import queries
from .drafts import keep_draft, put_draft
from .edits import Refusal, Verdict, judge, left_incomplete

_EDITABLE = frozenset(MEMBER_VALUES)
Holders = Callable[..., Mapping[str, list[tuple[int, str]]]]
"""Asks who on the roster has a number, as `queries.holders` does."""
_REPORTING = (Stage.DRAFT, Stage.RETURNED, Stage.WITHDRAWN)
_NOTHING: Mapping[str, str | None] = MappingProxyType({})
_REPORT_WORDS = MappingProxyType(
    {"submit": "提交报到", "approve": "通过报到", "return": "退回报到", "withdraw": "撤回报到"}
)


@dataclass(frozen=True, slots=True)
class Saved:
    """The outcome of an edit; with `refused` or errors among `findings` nothing was written."""

    saved: tuple[str, ...]
    submitted: tuple[str, ...]
    refused: tuple[Refusal, ...]
    findings: tuple[Finding, ...]
    changes: tuple[int, ...] = ()
    operation: int | None = None
    draft: bool = False

    @property
    def done(self) -> bool:
        return not self.refused and not any(found.level == "error" for found in self.findings)


@dataclass(frozen=True, slots=True)
class Added:
    """A new report-in."""

    id: int
    status: Stage
    findings: tuple[Finding, ...] = field(default=())


def judge_member_edit(
    context: Context, connection: Connection, member_id: int, raw: Mapping[str, object]
) -> tuple[queries.Member, Verdict]:
    """The verdict on an edit of one member, with uniqueness in this office; writes nothing."""
    unknown = [name for name in raw if name not in _EDITABLE and name != "branch"]
    if unknown:
        raise BadInput("field.unknown", f"没有名为“{unknown[0]}”的字段。")
    member = queries.member(connection, member_id)
    return member, judge_record(context, connection, member, raw)


def judge_record(
    context: Context,
    connection: Connection,
    member: queries.Member,
    raw: Mapping[str, object],
    *,
    holders: Holders = queries.holders,
) -> Verdict:
    """The verdict on an edit of a member that has been read; `holders` may remember its answers."""
    values = {name: value for name, value in raw.items() if name != "branch"}
    verdict = judge(
        member.values, values, stage=member.status, policy=context.policy, today=context.today
    )
    refused = list(verdict.refused)
    if "branch" in raw and raw["branch"] not in (None, member.values["branch"]):
        state = context.policy.field_state(
            "branch", stage=member.status, values=member.values, today=context.today
        )
        if member.status not in _REPORTING:
            refused.append(
                Refusal(
                    "branch",
                    state.tier.value,
                    state.clause,
                    state.reason,
                    state.path,
                    state.path_label,
                )
            )
    changed = {**verdict.saved, **verdict.submitted}
    doubles = find_doubles(connection, changed, but=member.id, holders=holders)
    return Verdict(verdict.saved, verdict.submitted, tuple(refused), (*verdict.findings, *doubles))


def save_member(
    context: Context,
    *,
    member_id: int,
    changes: Mapping[str, object],
    reason: str | None = None,
    basis: str | None = None,
    beside: Mapping[str, str | None] = _NOTHING,
) -> Saved:
    """An edit under the rules: free fields are saved, review fields become a change request.

    One refused field or one error, and nothing is written (the lists still say where each field
    would have gone). Under a pack that says so (Q 五.2) a card with an empty starred field is
    kept as a draft beside the valid one. `beside` is what an earlier draft of this operator holds
    and this edit leaves alone: it stays a draft.
    """
    with context.database.read() as connection:
        member, verdict = judge_member_edit(context, connection, member_id, changes)
        target = _target_branch(connection, member, changes)
    outcome = Saved(
        tuple(verdict.saved) + (("branch",) if target else ()),
        tuple(verdict.submitted),
        verdict.refused,
        verdict.findings,
    )
    if not outcome.done or not (outcome.saved or outcome.submitted):
        return outcome
    missing = left_incomplete(member.values, verdict, stage=member.status, policy=context.policy)
    if missing:
        return _keep_draft(context, member, verdict, missing, beside)
    words = f"修改 {member.name} 的{_labels(outcome)}"
    operation = context.operation("member.edit", words, reason=reason, document=basis)
    with context.database.write(operation) as writing:
        connection = writing.connection
        _write_values(connection, context.policy, member, verdict.saved, branch_id=target)
        request = _propose(
            context, connection, member, verdict.submitted, reason=reason, basis=basis
        )
        known = {**member.values, **verdict.saved, **verdict.submitted}
        rest = {
            name: value
            for name, value in beside.items()
            if name not in changes and value != known.get(name)
        }
        put_draft(context, connection, member_id=member_id, branch_id=None, content=rest)
    return Saved(
        outcome.saved,
        outcome.submitted,
        (),
        outcome.findings,
        changes=(request,) if request else (),
        operation=writing.number,
    )


def _labels(outcome: Saved) -> str:
    names = [FIELDS[name].label for name in (*outcome.saved, *outcome.submitted)]
    return "、".join(names[:4]) + (f"等 {len(names)} 项" if len(names) > 4 else "")


def _target_branch(
    connection: Connection, member: queries.Member, changes: Mapping[str, object]
) -> int | None:
    wanted = changes.get("branch")
    if wanted in (None, member.values["branch"]) or member.status not in _REPORTING:
        return None
    node = orgs.by_name_or_code(connection, str(wanted))
    _require_branch(node)
    return None if node.id == member.branch_id else node.id


def _require_branch(node: orgs.Organization) -> None:
    if node.kind not in BRANCH_KINDS or node.status != "active":
        raise BadInput("branch.unknown", f"“{node.full_name}”不是在用的团支部，不能报到。")


def _write_values(
    connection: Connection,
    policy: Policy,
    member: queries.Member,
    values: Mapping[str, str | None],
    *,
    branch_id: int | None = None,
) -> None:
    """Writes values with all that follows from them."""
    if not values and branch_id is None:
        return
    after = {**member.values, **values}
    columns: dict[str, str | int | None] = dict(values)
    columns["missing"] = ",".join(policy.missing(after))
    if "name" in values:
        keys = name_keys(values["name"])
        columns["name_pinyin"], columns["name_initials"] = keys.pinyin, keys.initials
    if branch_id is not None:
        columns["branch_id"] = branch_id
    sets = ", ".join(f'"{name}" = ?' for name in columns)
    connection.exec_driver_sql(
        f"UPDATE members SET {sets} WHERE id = ?", (*columns.values(), member.id)
    )


def write_reviewed(
    connection: Connection, policy: Policy, member: queries.Member, values: Mapping[str, str | None]
) -> None:
    """Writes values that a reviewer accepted, inside the reviewer's operation."""
    _write_values(connection, policy, member, values)


def _propose(
    context: Context,
    connection: Connection,
    member: queries.Member,
    values: Mapping[str, str | None],
    *,
    reason: str | None,
    basis: str | None,
) -> int | None:
    """A change request for review fields; an older open one for the same field gives way."""
    if not values:
        return None
    at = context.stamp()
    marks = ", ".join("?" * len(values))
    connection.exec_driver_sql(
        "UPDATE change_fields SET state = 'withdrawn', decided_by = ?, decided_at = ?, "
        "decision_reason = '由新的申请代替' WHERE state = 'pending' AND request_id IN "
        f"(SELECT id FROM change_requests WHERE member_id = ?) AND field IN ({marks})",
        (context.operator, at, member.id, *values),
    )
    request = int(
        connection.exec_driver_sql(
            "INSERT INTO change_requests (member_id, proposed_by, proposed_at, reason, basis) "
            "VALUES (?, ?, ?, ?, ?) RETURNING id",
            (member.id, context.operator, at, reason, basis),
        ).scalar_one()
    )
    for name, value in values.items():
        state = context.policy.field_state(
            name, stage=member.status, values=member.values, today=context.today
        )
        connection.exec_driver_sql(
            "INSERT INTO change_fields (request_id, field, base_value, new_value, clause) "
            "VALUES (?, ?, ?, ?, ?)",
            (request, name, member.values.get(name), value, state.clause),
        )
    return request


def _keep_draft(
    context: Context,
    member: queries.Member,
    verdict: Verdict,
    missing: tuple[str, ...],
    beside: Mapping[str, str | None],
) -> Saved:
    labels = "、".join(FIELDS[name].label for name in missing)
    keep_draft(
        context,
        member_id=member.id,
        branch_id=None,
        content={**beside, **verdict.saved, **verdict.submitted},
    )
    note = Finding(
        field=missing[0],
        level="warning",
        code="required.empty",
        message=f"必填项未填：{labels}。按 {context.policy.incomplete_clause} 不能提交，已存为草稿，原有信息不变。",
        value="",
        suggestion=None,
    )
    return Saved((), (), (), (*verdict.findings, note), draft=True)


def add_member(
    context: Context,
    *,
    branch_id: int,
    values: Mapping[str, object],
    submit: bool = False,
    approve: bool = False,
) -> Added:
    """A report-in draft in a branch (G 一.1); may be incomplete until it is submitted (Q 五.2)."""
    unknown = [name for name in values if name not in _EDITABLE]
    if unknown:
        raise BadInput("field.unknown", f"没有名为“{unknown[0]}”的字段。")
    with context.database.read() as connection:
        node = orgs.by_id(connection, branch_id)
        _require_branch(node)
        empty: dict[str, str | None] = {"branch": node.full_name}
        verdict = judge(
            empty, values, stage=Stage.DRAFT, policy=context.policy, today=context.today
        )
        doubles = find_doubles(connection, verdict.saved, but=None)
    _raise_errors(verdict.findings)
    stage = Stage.DRAFT
    member = queries.Member(0, node.id, node.short_name, stage, None, empty, ())
    filled = {**empty, **verdict.saved}
    if submit or approve:
        _require_complete(context.policy, filled)
        _raise_errors(doubles)
        stage = Stage.SUBMITTED
    if approve:
        stage = Stage.ACTIVE
    name = verdict.saved.get("name") or "（未填姓名）"
    operation = context.operation("member.add", f"新增 {name}（{node.short_name}）")
    with context.database.write(operation) as writing:
        connection = writing.connection
        new_id = int(
            connection.exec_driver_sql(
                "INSERT INTO members (branch_id, status, status_on) VALUES (?, ?, ?) RETURNING id",
                (node.id, stage.value, context.today.isoformat()),
            ).scalar_one()
        )
        created = queries.Member(new_id, node.id, member.branch_short, stage, None, empty, ())
        _write_values(connection, context.policy, created, {"name": None, **verdict.saved})
        connection.exec_driver_sql(
            "DELETE FROM drafts WHERE member_id IS NULL AND operator = ?", (context.operator,)
        )
    return Added(new_id, stage, (*verdict.findings, *doubles))


def report_in(
    context: Context,
    *,
    member_id: int,
    act: str,
    branch_id: int | None = None,
    reason: str | None = None,
) -> Stage:
    """A step of the report-in cycle: submit, approve, return, withdraw (G 一.1).

    Submitting with another branch reports there instead (改报并提交), in the same operation.
    """
    with context.database.read() as connection:
        member = queries.member(connection, member_id)
        home = orgs.by_id(connection, member.branch_id)
        node = orgs.by_id(connection, branch_id) if branch_id is not None else None
    if act == "return" and not (reason or "").strip():
        raise BadInput("report_in.reason", "退回要写明原因，团员才知道改什么。")
    actor = Actor.MEMBER if act in ("submit", "withdraw") else Actor.BRANCH
    state = Stage(next_state(REPORT_IN, member.status.value, act, actor=actor))
    if node is not None and member.status not in _REPORTING:
        raise RuleRefused(
            "report_in.branch",
            "只有草稿、被退回或已撤回的报到可以改报其他团支部。",
            clause=REPORT_IN.clause,
        )
    if act in ("submit", "approve"):
        _require_branch(node or home)
        _require_complete(context.policy, member.values)
        with context.database.read() as connection:
            _raise_errors(find_doubles(connection, member.values, but=member_id))
    words = f"{_REPORT_WORDS[act]}：{member.name}"
    if node is not None and node.id != home.id:
        words = f"改报并提交：{member.name}（{home.short_name} → {node.short_name}）"
    operation = context.operation(f"report_in.{act}", words, reason=reason)
    with context.database.write(operation) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE members SET status = ?, status_reason = ?, status_on = ?, branch_id = ? "
            "WHERE id = ?",
            (
                state.value,
                reason,
                context.today.isoformat(),
                node.id if node else member.branch_id,
                member_id,
            ),
        )
    return state


def _require_complete(policy: Policy, values: Mapping[str, str | None]) -> None:
    missing = policy.missing(values)
    if missing:
        labels = "、".join(FIELDS[name].label for name in missing)
        raise RuleRefused(
            "required.empty",
            f"还有 {len(missing)} 项必填未填：{labels}。填好后再提交。",
            clause=policy.requirement_clause(missing[0]),
            fields=missing,
        )


def _raise_errors(findings: tuple[Finding, ...]) -> None:
    for found in findings:
        if found.level == "error":
            raise BadInput(found.code, found.message)


def find_doubles(
    connection: Connection,
    values: Mapping[str, str | None],
    *,
    but: int | None,
    holders: Holders = queries.holders,
) -> tuple[Finding, ...]:
    """Numbers that somebody else in this office has already (domain.md §4, §6)."""
    found: list[Finding] = []
    for name in ("id_number", "development_number", "mobile"):
        value = values.get(name)
        theirs = holders(connection, name, [value], but=but) if value else {}
        for others in theirs.values():
            names = "、".join(other for _id, other in others[:3])
            found.append(_taken(connection, name, value or "", others[0][0], names))
    return tuple(found)


def _taken(connection: Connection, name: str, value: str, holder: int, names: str) -> Finding:
    if name == "mobile":
        return mobile_shared(value, names)
    if name == "development_number":
        return development_number_taken(value, names)
    return id_belongs_elsewhere(value, names, queries.member(connection, holder).branch_short)
