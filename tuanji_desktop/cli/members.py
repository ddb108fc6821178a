"""`member find|show|add|set|report-in`: one member at a time."""

from typing import Annotated

import typer

from ..core.masks import mask_id
from ..members import queries, search, service
from ..members.drafts import find_draft
from ..members.queries import Member
from ..members.standing import report_steps, steps_of
from ..orgs import queries as orgs
from ..rules.fields import FIELDS
from ..rules.lifecycle import STAGE_LABELS
from ..rules.policy import Tier
from . import member_edit, member_rules
from .member_edit import draft_json, found_json, values_of
from .member_rules import field_states, step_json, why_json
from .session import session

app = typer.Typer(help="团员：查找、查看、新增、修改、报到。", no_args_is_help=True)
member_edit.register(app)
member_rules.register(app)
MemberId = Annotated[int, typer.Argument(metavar="编号")]
Values = Annotated[list[str] | None, typer.Argument(metavar="字段=值…")]


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
        steps = steps_of(connection, member_id)
        states = field_states(context.policy, member, steps, this.day())
        draft = find_draft(context, connection, member_id)
    cycle = report_steps(steps)
    lines = [
        f"{FIELDS[name].label}：{member.values.get(name) or ''}"
        f"{'' if state.tier is Tier.FREE else f'  〔{state.reason}{state.clause}〕'}"
        for name, state in states.items()
    ]
    if member.status_reason:
        lines.insert(0, f"说明：{member.status_reason}")
    lines += [f"报到：{one.at[:16]} {one.actor} {one.sentence}" for one in cycle]
    if draft:
        lines.append(f"草稿（{draft.saved_at}）：{draft.labels}")
    this.tell(
        {
            "member": {"id": member.id, **{name: member.values.get(name) for name in FIELDS}},
            "status": member.status.value,
            "status_reason": member.status_reason,
            "missing": list(member.missing),
            "fields": {name: why_json(one) for name, one in states.items()},
            "report_in": [step_json(one) for one in cycle],
            "draft": draft_json(draft),
        },
        "\n".join([f"状态：{STAGE_LABELS[member.status]}", *lines]),
    )


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
