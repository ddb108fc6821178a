"""`deletion request|batch|step|decide|return-all`: from request to decision."""

from pathlib import Path
from typing import Annotated

import typer

from ..deletion import queries, service
from ..orgs import queries as orgs
from .session import session

app = typer.Typer(help="删除申请：申请、编批、上报、决定。", no_args_is_help=True)
Document = Annotated[str | None, typer.Option("--document-number", help="文号")]
BatchNumber = Annotated[str, typer.Argument(metavar="批号")]


@app.command()
def request(
    ctx: typer.Context,
    member_id: Annotated[int, typer.Argument(metavar="团员编号")],
    reason: Annotated[list[str], typer.Option(help="原因代码，可多次")],
    corrected: Annotated[list[str] | None, typer.Option(help="正确的值，按原因顺序")] = None,
    note: Annotated[str | None, typer.Option(help="说明")] = None,
    attach: Annotated[list[str] | None, typer.Option(help="类别=文件，可多次")] = None,
) -> None:
    """提出删除申请。"""
    this = session(ctx)
    attachments = []
    for pair in attach or []:
        kind, equals, path = pair.partition("=")
        if not equals:
            raise typer.BadParameter(f"“{pair}”应写成 类别=文件。")
        attachments.append(service.Attachment(kind, Path(path), Path(path).name))
    with this.open() as context:
        values = list(corrected or [])
        reasons = []
        for code in reason:
            needs = context.policy.deletion_reason(code).field is not None
            reasons.append(service.Reason(code, values.pop(0) if needs and values else None))
        if values:
            raise typer.BadParameter(f"多余的 --corrected：{'、'.join(values)}。")
        done = service.request_deletion(
            context, member_id=member_id, reasons=reasons, note=note, attachments=attachments
        )
    this.tell(
        {"request": done.request_id, "status": done.status, "flags": list(done.flags)},
        f"已提出删除申请，编号 {done.request_id}。",
    )


@app.command()
def batch(
    ctx: typer.Context,
    form: Annotated[str, typer.Option(help="guangdong 或 qilu")],
    org: Annotated[str, typer.Option(help="填报单位的组织编码")],
    document_number: Document = None,
) -> None:
    """把该组织之下未编批的申请编成一批并出表。"""
    this = session(ctx)
    with this.open() as context:
        with context.database.read() as connection:
            node = orgs.by_code(connection, org)
        made = service.create_batch(
            context, form=form, org_id=node.id, document_number=document_number
        )
    this.tell(
        {
            "batch": made.number,
            "requests": list(made.requests),
            "pages": made.pages,
            "hash": made.hash,
        },
        f"批次 {made.number}：{len(made.requests)} 件申请，{made.pages} 页。",
    )


@app.command()
def step(
    ctx: typer.Context,
    number: BatchNumber,
    act: Annotated[str, typer.Argument(metavar="forward|endorse|send")],
    by: Annotated[str | None, typer.Option(help="办理的层级")] = None,
    document_number: Document = None,
) -> None:
    """批次逐级上报、汇总核定、正式行文。"""
    this = session(ctx)
    with this.open() as context:
        batch_id = queries.find_batch(context, number=number)
        done = service.step_batch(
            context, batch_id=batch_id, act=act, level=by, document_number=document_number
        )
    this.tell(
        {"batch": done.number, "state": done.state}, f"批次 {done.number}：{done.state_label}。"
    )


def lines_of(text: str | None) -> tuple[int, ...] | None:
    """`1,3` as line numbers."""
    if text is None:
        return None
    try:
        return tuple(int(part) for part in text.split(",") if part.strip())
    except ValueError:
        raise typer.BadParameter(f"行号“{text}”应写成 1,3 这样的数字。") from None


@app.command()
def decide(
    ctx: typer.Context,
    number: BatchNumber,
    act: Annotated[str, typer.Argument(metavar="approve|return")],
    lines: Annotated[str | None, typer.Option(help="行号，逗号分隔，默认全部")] = None,
    reason: Annotated[str | None, typer.Option(help="退回原因")] = None,
    document_number: Document = None,
) -> None:
    """登记团省委的决定，可逐行。"""
    if act not in ("approve", "return"):
        raise typer.BadParameter("决定应为 approve 或 return。")
    this, chosen = session(ctx), lines_of(lines)
    with this.open() as context:
        batch_id = queries.find_batch(context, number=number)
        done = service.decide_batch(
            context,
            batch_id=batch_id,
            act=act,
            lines=chosen,
            reason=reason,
            document_number=document_number,
        )
    this.tell(_decided(done), f"批准 {len(done.approved)} 件，退回 {len(done.returned)} 件。")


@app.command(name="return-all")
def return_every(ctx: typer.Context, reason: Annotated[str, typer.Option(help="退回原因")]) -> None:
    """把全部“已申请删除，待审核”的申请一次退回（G 三.3）。"""
    this = session(ctx)
    with this.open() as context:
        done = service.return_all(context, reason=reason)
    this.tell(_decided(done), f"已退回 {len(done.returned)} 件。")


def _decided(done: service.Decided) -> dict[str, object]:
    return {
        "approved": [line.request_id for line in done.approved],
        "returned": [line.request_id for line in done.returned],
    }
