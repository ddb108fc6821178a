"""`change list|decide`: the review queue."""

from typing import Annotated

import typer

from ..review import queries, service
from ..rules.fields import FIELDS
from .session import session

app = typer.Typer(help="待审核的修改申请。", no_args_is_help=True)


@app.command(name="list")
def list_changes(ctx: typer.Context) -> None:
    """列出待审核的申请。"""
    this = session(ctx)
    with this.open(read_only=True) as context, context.database.read() as connection:
        found = queries.pending_requests(connection)
    this.tell(
        {
            "count": len(found),
            "changes": [
                {
                    "no": one.id,
                    "member": one.member_id,
                    "name": one.name,
                    "branch": one.branch,
                    "proposed_by": one.proposed_by,
                    "proposed_at": one.proposed_at,
                    "reason": one.reason,
                    "basis": one.basis,
                    "age": one.age(this.day()),
                    "fields": [
                        {
                            "field": field.field,
                            "base": field.base,
                            "current": field.current,
                            "new": field.new,
                            "clause": field.clause,
                            "conflict": field.conflict,
                        }
                        for field in one.pending
                    ],
                }
                for one in found
            ],
        },
        "\n".join(
            f"{one.id}\t{one.name}\t{one.branch}\t"
            + "；".join(
                f"{FIELDS[f.field].label}：{f.current or '空'} → {f.new or '空'}"
                for f in one.pending
            )
            for one in found
        )
        or "没有待审核的修改申请。",
    )


def names_of(text: str | None) -> tuple[str, ...]:
    """`a,b` as names."""
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


@app.command()
def decide(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(metavar="申请编号")],
    accept: Annotated[str | None, typer.Option(help="通过的字段，逗号分隔")] = None,
    return_: Annotated[str | None, typer.Option("--return", help="退回的字段，逗号分隔")] = None,
    reason: Annotated[str | None, typer.Option(help="退回原因")] = None,
) -> None:
    """逐字段通过或退回。"""
    this = session(ctx)
    accepted, returned = names_of(accept), names_of(return_)
    if not accepted and not returned:
        raise typer.BadParameter("请用 --accept 或 --return 写明字段。")
    if both := [name for name in accepted if name in returned]:
        raise typer.BadParameter(f"“{both[0]}”不能既通过又退回。")
    with this.open() as context:
        done = service.decide_change(
            context,
            request_id=number,
            accept=accepted,
            return_=returned,
            reason=reason,
        )
    this.tell(
        {
            "decided": [*done.accepted, *done.returned],
            "accepted": list(done.accepted),
            "returned": list(done.returned),
            "conflicts": list(done.conflicts),
        },
        f"通过 {len(done.accepted)} 项，退回 {len(done.returned)} 项，冲突 {len(done.conflicts)} 项。",
    )
