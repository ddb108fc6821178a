"""`member find|show|add|set|report-in`: one member at a time."""

import json
from typing import Annotated

import typer

from ..core.masks import mask_id
from ..members import queries, search, service
from ..members.queries import Member
from ..orgs import queries as orgs
from ..rules.fields import FIELDS
from ..rules.lifecycle import STAGE_LABELS
from ..rules.policy import Policy
from .session import Session, session

app = typer.Typer(help="团员：查找、查看、新增、修改、报到。", no_args_is_help=True)
MemberId = Annotated[int, typer.Argument(metavar="编号")]
Values = Annotated[list[str] | None, typer.Argument(metavar="字段=值…")]


def values_of(pairs: list[str] | None) -> dict[str, object]:
    """`mobile=138…` as field and value; Chinese labels are understood too."""
    labels = {field.label: name for name, field in FIELDS.items()}
    values: dict[str, object] = {}
    for pair in pairs or []:
        name, equals, value = pair.partition("=")
        if not equals:
            raise typer.BadParameter(f"“{pair}”应写成 字段=值。")
        values[labels.get(name.strip(), name.strip())] = value
    return values


def brief(member: Member) -> dict[str, object]:
    """A member in a list."""
    return {
        "id": member.id,
        "name": member.name,
        "id_number": member.values.get("id_number"),
        "branch": member.values.get("branch"),
        "status": member.status.value,
        "missing": list(member.missing),
    }


@app.command()
def find(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="文字")] = "",
    org: Annotated[str | None, typer.Option(help="只在这个组织之下")] = None,
    limit: Annotated[int, typer.Option(help="最多列出几人", min=0)] = 50,
) -> None:
    """按姓名、拼音、证件号、手机号等查找；空文字列出全部。"""
    this = session(ctx)
    with this.open(read_only=True) as context, context.database.read() as connection:
        org_id = orgs.by_code(connection, org).id if org else None
        if text.strip():
            count = search.count(connection, text, org_id=org_id)
            ids = [
                hit.member_id for hit in search.search(connection, text, org_id=org_id, limit=limit)
            ]
        else:
            wanted = queries.Filter(org_id=org_id)
            count = queries.count(connection, wanted)
            ids = list(queries.ids(connection, wanted, limit=limit))
        found = queries.members(connection, ids)
    lines = [
        f"{one.id}\t{one.name}\t{mask_id(one.values.get('id_number') or '')}\t{one.branch_short}"
        f"\t{STAGE_LABELS[one.status]}"
        for one in found
    ]
    this.tell(
        {"count": count, "members": [brief(one) for one in found]},
        "\n".join([*lines, f"共 {count} 人"]),
    )


@app.command()
def show(ctx: typer.Context, member_id: MemberId) -> None:
    """一名团员的全部字段和每个字段的修改规则。"""
    this = session(ctx)
    with this.open(read_only=True) as context, context.database.read() as connection:
        member = queries.member(connection, member_id)
        states = field_states(context.policy, member, this)
    lines = [
        f"{FIELDS[name].label}：{member.values.get(name) or ''}"
        f"{'' if state['tier'] == 'free' else '  〔' + str(state['reason']) + '〕'}"
        for name, state in states.items()
    ]
    this.tell(
        {
            "member": {"id": member.id, **{name: member.values.get(name) for name in FIELDS}},
            "status": member.status.value,
            "missing": list(member.missing),
            "fields": states,
        },
        "\n".join([f"状态：{STAGE_LABELS[member.status]}", *lines]),
    )


def field_states(policy: Policy, member: Member, this: Session) -> dict[str, dict[str, str]]:
    """Tier, clause, reason and path of every field on the session's day."""
    result = {}
    for name in FIELDS:
        state = policy.field_state(
            name, stage=member.status, values=member.values, today=this.day()
        )
        result[name] = {
            "tier": state.tier.value,
            "clause": state.clause,
            "reason": state.reason,
            "path": state.path,
        }
    return result


@app.command()
def add(
    ctx: typer.Context,
    pairs: Values = None,
    org: Annotated[str, typer.Option(help="报到的团支部编码")] = "",
    submit: Annotated[bool, typer.Option("--submit", help="提交报到")] = False,
    approve: Annotated[bool, typer.Option("--approve", help="提交并通过")] = False,
) -> None:
    """新增报到（草稿）。"""
    if not org:
        raise typer.BadParameter("请用 --org 指定团支部编码。")
    this = session(ctx)
    with this.open() as context:
        with context.database.read() as connection:
            branch = orgs.by_code(connection, org)
        added = service.add_member(
            context,
            branch_id=branch.id,
            values=values_of(pairs),
            submit=submit,
            approve=approve,
        )
    this.tell(
        {
            "id": added.id,
            "status": added.status.value,
            "findings": [found_json(found) for found in added.findings],
        },
        f"已新增，编号 {added.id}，状态：{STAGE_LABELS[added.status]}。",
    )


def found_json(found: object) -> dict[str, object]:
    """A finding about a typed value."""
    names = ("field", "level", "code", "message", "value")
    return {name: getattr(found, name) for name in names}


@app.command(name="set")
def set_fields(
    ctx: typer.Context,
    member_id: MemberId,
    pairs: Values = None,
    basis: Annotated[str | None, typer.Option(help="依据（文号、证明）")] = None,
    reason: Annotated[str | None, typer.Option(help="原因")] = None,
) -> None:
    """按规则修改；有一个字段不允许就全部不写。"""
    this = session(ctx)
    with this.open() as context:
        done = service.save_member(
            context, member_id=member_id, changes=values_of(pairs), reason=reason, basis=basis
        )
    data: dict[str, object] = {
        "saved": list(done.saved),
        "submitted": list(done.submitted),
        "refused": [
            {
                "field": one.field,
                "tier": one.tier,
                "clause": one.clause,
                "path": one.path,
                "reason": one.reason,
            }
            for one in done.refused
        ],
        "changes": list(done.changes),
        "findings": [found_json(found) for found in done.findings],
    }
    if done.draft:
        data["draft"] = True
    if done.done:
        this.tell(data, _words(done))
        return
    first = done.refused[0] if done.refused else None
    error = next((found for found in done.findings if found.level == "error"), None)
    if first is not None:
        data["error"] = {"code": first.code, "message": first.reason, "clause": first.clause}
    elif error is not None:
        data["error"] = {"code": error.code, "message": error.message}
    if this.as_json:
        typer.echo(json.dumps(data, ensure_ascii=False))
    reasons = [f"{FIELDS[one.field].label}：{one.reason}（{one.clause}）" for one in done.refused]
    reasons += [found.message for found in done.findings if found.level == "error"]
    typer.echo("没有写入。\n" + "\n".join(reasons), err=True)
    raise typer.Exit(1)


def _words(done: service.Saved) -> str:
    if done.draft:
        return done.findings[-1].message
    parts = []
    for label, names in (("已保存", done.saved), ("已提交审核", done.submitted)):
        if names:
            parts.append(label + "：" + "、".join(FIELDS[name].label for name in names))
    return "；".join(parts) or "没有变化。"


@app.command(name="report-in")
def report_in(
    ctx: typer.Context,
    member_id: MemberId,
    act: Annotated[str, typer.Argument(metavar="submit|approve|return|withdraw")],
    org: Annotated[str | None, typer.Option(help="改报的团支部编码")] = None,
    reason: Annotated[str | None, typer.Option(help="退回原因")] = None,
) -> None:
    """报到：提交、通过、退回、撤回。"""
    if act not in ("submit", "approve", "return", "withdraw"):
        raise typer.BadParameter("操作应为 submit、approve、return、withdraw 之一。")
    this = session(ctx)
    with this.open() as context:
        branch = None
        if org:
            with context.database.read() as connection:
                branch = orgs.by_code(connection, org).id
        status = service.report_in(
            context, member_id=member_id, act=act, branch_id=branch, reason=reason
        )
    this.tell({"id": member_id, "status": status.value}, f"状态：{STAGE_LABELS[status]}。")
