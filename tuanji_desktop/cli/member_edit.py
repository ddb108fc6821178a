"""`member set|drafts|draft`: edits under the rules, and the drafts that are kept beside a record."""

import json
from collections.abc import Mapping
from typing import Annotated

import typer

from ..core.errors import NotFound
from ..members import drafts, queries, service
from ..office.context import Context
from ..rules.fields import FIELDS
from .session import Session, session

MemberId = Annotated[int, typer.Argument(metavar="编号")]
Values = Annotated[list[str] | None, typer.Argument(metavar="字段=值…")]


def register(app: typer.Typer) -> None:
    """Adds the commands to `member`."""
    app.command(name="set")(set_fields)
    app.command(name="drafts")(list_drafts)
    app.command(name="draft")(one_draft)


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


def found_json(found: object) -> dict[str, object]:
    """A finding about a typed value."""
    names = ("field", "level", "code", "message", "value")
    return {name: getattr(found, name) for name in names}


def set_fields(
    ctx: typer.Context,
    member_id: MemberId,
    pairs: Values = None,
    basis: Annotated[str | None, typer.Option(help="依据（文号、证明）")] = None,
    reason: Annotated[str | None, typer.Option(help="原因")] = None,
) -> None:
    """按规则修改；有一个字段不允许就全部不写。"""
    save(session(ctx), member_id, values_of(pairs), reason=reason, basis=basis)


def save(
    this: Session,
    member_id: int,
    typed: dict[str, object],
    *,
    reason: str | None = None,
    basis: str | None = None,
    with_draft: bool = False,
) -> None:
    """An edit of one member. Where an incomplete card is kept as a draft (Q 五.2) the next edit
    goes on with it: as soon as draft and edit together are complete, both are saved. Any other
    draft of this operator stays beside the record."""
    with this.open() as context:
        with context.database.read() as connection:
            incomplete = bool(queries.member(connection, member_id).missing)
            draft = drafts.find_draft(context, connection, member_id)
        if draft is None and with_draft:
            raise _no_draft(context)
        kept: Mapping[str, str | None] = draft.content if draft else {}
        goes_on = with_draft or (context.policy.incomplete_keeps_draft and incomplete)
        done = service.save_member(
            context,
            member_id=member_id,
            changes={**kept, **typed} if goes_on else typed,
            reason=reason,
            basis=basis,
            beside={} if goes_on else kept,
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


def list_drafts(ctx: typer.Context) -> None:
    """存在档案旁边、还没有写入的草稿。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        found = drafts.list_drafts(context)
    this.tell(
        {
            "count": len(found),
            "drafts": [
                {
                    "id": one.member_id,
                    "name": one.name,
                    "branch": one.branch,
                    "operator": one.operator,
                    "saved_at": one.saved_at,
                    "values": dict(one.content),
                    "missing": list(one.missing),
                }
                for one in found
            ],
        },
        "\n".join(
            [
                *(
                    f"{one.member_id}\t{one.name}\t{one.branch}\t{one.operator}"
                    f"\t{one.labels}\t{_lacking(one.missing)}"
                    for one in found
                ),
                f"共 {len(found)} 份草稿",
            ]
        ),
    )


def _lacking(missing: tuple[str, ...]) -> str:
    return f"还缺：{'、'.join(FIELDS[name].label for name in missing)}" if missing else "已填齐"


def one_draft(
    ctx: typer.Context,
    member_id: MemberId,
    apply: Annotated[bool, typer.Option("--apply", help="按规则写入")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="放弃这份草稿")] = False,
) -> None:
    """查看、写入或放弃自己为一名团员存的草稿。"""
    if apply and drop:
        raise typer.BadParameter("--apply 和 --drop 只能用一个。")
    this = session(ctx)
    if apply:
        save(this, member_id, {}, with_draft=True)
        return
    with this.open(read_only=not drop) as context:
        with context.database.read() as connection:
            queries.member(connection, member_id)
            found = drafts.find_draft(context, connection, member_id)
        if found is None:
            raise _no_draft(context)
        if drop:
            drafts.drop_draft(context, member_id=member_id)
    words = "已放弃草稿" if drop else f"{found.saved_at} 的草稿"
    this.tell(
        {"id": member_id, "draft": draft_json(found), "dropped": drop}, f"{words}：{found.labels}"
    )


def _no_draft(context: Context) -> NotFound:
    return NotFound("draft.none", f"{context.operator}没有为这名团员存草稿。")


def draft_json(found: drafts.Draft | None) -> dict[str, object] | None:
    """What this operator has kept beside a record."""
    return None if found is None else {"saved_at": found.saved_at, "values": dict(found.content)}
