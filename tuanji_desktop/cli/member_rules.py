"""`member rules|notice`: why a field is as it is, and the notice to whoever reported wrongly."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..members import notice, queries, standing
from ..members.queries import Member
from ..members.rule_sheet_file import sheet_title, write_rule_sheet
from ..orgs import queries as orgs
from ..rules.fields import FIELDS
from ..rules.lifecycle import STAGE_LABELS
from ..rules.policy import Policy
from ..rules.rule_sheet import RuleSheet, rule_sheet
from ..rules.why import Why, why
from ..sheets.target import whole_file
from .papers import ByHand, let_go, pen_of
from .session import session

MemberId = Annotated[int, typer.Argument(metavar="编号")]


def register(app: typer.Typer) -> None:
    """Adds the commands to `member`."""
    app.command()(rules)
    app.command(name="notice")(make_notice)


def field_states(
    policy: Policy, member: Member, steps: tuple[standing.Step, ...], day: date
) -> dict[str, Why]:
    """The whole answer for every field of a member on a day."""
    since = standing.entered(steps, member.status)
    return {
        name: why(policy, name, stage=member.status, values=member.values, today=day, entered=since)
        for name in FIELDS
    }


def why_json(one: Why) -> dict[str, object]:
    """A field's rule: tier, clause, reason and path, and all that card and dialog say beside."""
    return {
        "tier": one.tier.value,
        "clause": one.clause,
        "reason": one.reason,
        "path": one.path,
        "clause_text": one.clause_text,
        "document": one.document,
        "since": one.since.isoformat() if one.since else None,
        "by": one.by or None,
        "history": list(one.history),
        "advice": one.advice,
        "ways": [{"path": way.path, "label": way.label} for way in one.ways],
    }


def step_json(step: standing.Step) -> dict[str, object]:
    """A step of the report-in cycle."""
    return {
        "operation": step.operation,
        "at": step.at,
        "by": step.actor,
        "act": step.label,
        "from": step.before.value if step.before else None,
        "to": step.after.value,
        "branch": step.branch,
        "reason": step.reason or None,
    }


def rules(
    ctx: typer.Context,
    member_id: MemberId,
    day: Annotated[str | None, typer.Option("--day", metavar="YYYY-MM-DD", help="哪一天")] = None,
    out: Annotated[Path | None, typer.Option(help="另存为 .xlsx 或 .csv")] = None,
) -> None:
    """规则表：每个字段在每个阶段能不能改、依据哪一条。"""
    this = session(ctx)
    try:
        wanted = date.fromisoformat(day) if day else this.day()
    except ValueError:
        raise typer.BadParameter(f"日期“{day}”应写成 YYYY-MM-DD。") from None
    with this.open(read_only=True) as context, context.database.read() as connection:
        member = queries.member(connection, member_id)
        policy = context.policy
        sheet = rule_sheet(policy, member.values, wanted)
    if out is not None:
        write_rule_sheet(out, sheet, title=sheet_title(member, sheet, policy))
    here = sheet.stages.index(member.status)
    lines = [
        f"{row.label}{' *' if row.cells[here].starred else ''}\t{row.cells[here].words}"
        for row in sheet.rows
    ]
    head = f"{member.name}，{STAGE_LABELS[member.status]}，{wanted.isoformat()}，{policy.title}"
    this.tell(
        {
            "id": member.id,
            "name": member.name,
            "status": member.status.value,
            "day": wanted.isoformat(),
            "policy": policy.id,
            "stages": {stage.value: STAGE_LABELS[stage] for stage in sheet.stages},
            "fields": sheet_json(sheet),
            "out": str(out) if out else None,
        },
        "\n".join([head, *lines] if out is None else [head, f"已存为 {out}。"]),
    )


def sheet_json(sheet: RuleSheet) -> dict[str, object]:
    """The sheet by field and stage."""
    return {
        row.field: {
            "label": row.label,
            "required_clause": row.star_clause or None,
            "stages": {
                stage.value: {
                    "tier": cell.tier.value,
                    "clause": cell.clause,
                    "reason": cell.reason,
                    "path": cell.path,
                    "required": cell.starred,
                }
                for stage, cell in zip(sheet.stages, row.cells, strict=True)
            },
        }
        for row in sheet.rows
    }


def make_notice(
    ctx: typer.Context,
    member_id: MemberId,
    out: Annotated[Path, typer.Option(help="保存为 PDF 文件")],
    org: Annotated[str | None, typer.Option(help="正确的团支部编码；不写则留空")] = None,
    write_by_hand: ByHand = None,
) -> None:
    """报到更正通知单：通知报错团支部的团员撤回，向正确的团支部报到。"""
    this = session(ctx)
    with this.open() as context:
        right = None
        if org:
            with context.database.read() as connection:
                right = orgs.by_code(connection, org).id
        pen = pen_of(write_by_hand)
        data, made = notice.load_notice(context, member_id=member_id, right_branch_id=right)
        let_go(this, context, notice.keep_of(data), made, pen)
        notice.file_notice(context, member_id=member_id, right_branch_id=right, by_hand=pen)
    with whole_file(out) as beside:
        beside.write_bytes(made.pdf)
    this.tell(
        {
            "pages": made.pages,
            "bytes": len(made.pdf),
            "sha256": made.sha256,
            "findings": [
                {"code": one.code, "message": one.message, "field": one.field}
                for one in made.findings
            ],
        },
        "\n".join([f"已存为 {out}：{made.pages} 页。", *(one.message for one in made.findings)]),
    )
