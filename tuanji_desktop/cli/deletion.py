"""`deletion request|batch|remake|step|decide|return|return-all|questions|answer`: from request to
decision."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..deletion import queries, questions, service
from ..office.context import Context
from ..orgs import queries as orgs
from .papers import ByHand, pen_of
from .session import password_of, session

app = typer.Typer(help="删除申请：申请、编批、上报、决定。", no_args_is_help=True)
Document = Annotated[str | None, typer.Option("--document-number", help="文号")]
BatchNumber = Annotated[str, typer.Argument(metavar="批号")]
DoneOn = Annotated[
    str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="实际办理的日期，默认今天")
]


def day_of(text: str | None) -> date | None:
    """A day given as an option."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"日期“{text}”应写成 YYYY-MM-DD。") from None


@app.command()
def request(
    ctx: typer.Context,
    member_id: Annotated[int, typer.Argument(metavar="团员编号")],
    reason: Annotated[list[str], typer.Option(help="原因代码，可多次")],
    corrected: Annotated[list[str] | None, typer.Option(help="正确的值，按原因顺序")] = None,
    note: Annotated[str | None, typer.Option(help="说明")] = None,
    attach: Annotated[list[str] | None, typer.Option(help="类别=文件，可多次")] = None,
    verified_by: Annotated[str | None, typer.Option(help="退回后重新申请：核查人")] = None,
    verified_on: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="退回后重新申请：核查日期")
    ] = None,
    override_reason: Annotated[
        str | None, typer.Option(help="转接未完成而特别办理的理由（须第二操作员确认）")
    ] = None,
    override_by: Annotated[str | None, typer.Option(help="第二操作员")] = None,
    override_password_file: Annotated[
        Path | None, typer.Option(metavar="文件", help="存有第二操作员密码的文件（台账加密时）")
    ] = None,
) -> None:
    """提出删除申请。"""
    this = session(ctx)
    override = verification = None
    if override_reason is not None or override_by is not None:
        password = password_of(override_password_file) if override_password_file else None
        override = service.Override(override_reason or "", override_by or "", password)
    if verified_by is not None or verified_on is not None:
        verification = service.Verification(verified_by or "", day_of(verified_on))
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
            context,
            member_id=member_id,
            reasons=reasons,
            note=note,
            attachments=attachments,
            verification=verification,
            override=override,
        )
    this.tell(
        {"request": done.request_id, "status": done.status, "flags": list(done.flags)},
        f"已提出删除申请，编号 {done.request_id}。",
    )


@app.command()
def batch(
    ctx: typer.Context,
    form: Annotated[str, typer.Option(help="guangdong、qilu 或本单位表格的编号")],
    org: Annotated[str, typer.Option(help="填报单位的组织编码")],
    document_number: Document = None,
    write_by_hand: ByHand = None,
) -> None:
    """把该组织之下未编批的申请编成一批并出表。"""
    this = session(ctx)
    with this.open() as context:
        with context.database.read() as connection:
            node = orgs.by_code(connection, org)
        made = service.create_batch(
            context,
            form=form,
            org_id=node.id,
            document_number=document_number,
            by_hand=pen_of(write_by_hand),
        )
    this.tell(_batch(made), f"批次 {made.number}：{len(made.requests)} 件申请，{made.pages} 页。")


def _batch(made: service.Batch) -> dict[str, object]:
    return {
        "batch": made.number,
        "requests": list(made.requests),
        "pages": made.pages,
        "hash": made.hash,
    }


@app.command()
def remake(
    ctx: typer.Context,
    number: BatchNumber,
    reason: Annotated[str, typer.Option(help="作废重编的原因")],
    write_by_hand: ByHand = None,
) -> None:
    """还没有上报的批次作废，按现在的记录用新批号重编。"""
    this = session(ctx)
    with this.open() as context:
        batch_id = queries.find_batch(context, number=number)
        made = service.remake_batch(
            context,
            batch_id=batch_id,
            reason=reason,
            by_hand=pen_of(write_by_hand),
        )
    this.tell(
        {"voided": number.strip(), **_batch(made)}, f"批次 {number} 已作废，改编为 {made.number}。"
    )


@app.command()
def step(
    ctx: typer.Context,
    number: BatchNumber,
    act: Annotated[str, typer.Argument(metavar="forward|endorse|send")],
    by: Annotated[str | None, typer.Option(help="办理的层级")] = None,
    document_number: Document = None,
    on: DoneOn = None,
    write_by_hand: ByHand = None,
) -> None:
    """批次逐级上报、汇总核定、正式行文。"""
    this = session(ctx)
    with this.open() as context:
        batch_id = queries.find_batch(context, number=number)
        done = service.step_batch(
            context,
            batch_id=batch_id,
            act=act,
            level=by,
            document_number=document_number,
            done_on=day_of(on),
            by_hand=pen_of(write_by_hand),
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
    by: Annotated[str | None, typer.Option(help="决定或退回的层级")] = None,
    on: DoneOn = None,
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
            level=by,
            done_on=day_of(on),
        )
    this.tell(_decided(done), f"批准 {len(done.approved)} 件，退回 {len(done.returned)} 件。")


@app.command(name="return")
def return_some(
    ctx: typer.Context,
    requests: Annotated[list[int], typer.Argument(metavar="申请编号…")],
    reason: Annotated[str, typer.Option(help="退回原因")],
    by: Annotated[str | None, typer.Option(help="退回的层级")] = None,
    on: DoneOn = None,
) -> None:
    """退回单份申请，编没编批都可以；由申请所在的一级退回。"""
    this = session(ctx)
    with this.open() as context:
        done = service.return_requests(
            context, request_ids=requests, reason=reason, level=by, done_on=day_of(on)
        )
    this.tell(_decided(done), f"已退回 {len(done.returned)} 件。")


@app.command(name="return-all")
def return_every(
    ctx: typer.Context,
    reason: Annotated[str, typer.Option(help="退回原因")],
    on: DoneOn = None,
) -> None:
    """把全部“已申请删除，待审核”的申请一次退回（G 三.3）。"""
    this = session(ctx)
    with this.open() as context:
        done = service.return_all(context, reason=reason, done_on=day_of(on))
    this.tell(_decided(done), f"已退回 {len(done.returned)} 件。")


@app.command(name="questions")
def list_questions(
    ctx: typer.Context,
    number: Annotated[str | None, typer.Argument(metavar="批号")] = None,
    request_id: Annotated[int | None, typer.Option("--request", help="申请编号")] = None,
) -> None:
    """一批或一份申请里需要核实的问题（G 三），各有名单和已填的核实情况。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        asked = questions.questions_about(context, **_about(context, number, request_id))
    rows = [
        {
            "code": one.code,
            "org": one.org_id,
            "question": one.words,
            "members": list(one.members),
            "answers": [
                {"note": said.note, "by": said.by, "on": said.on, "people": said.people}
                for said in one.answers
            ],
            "open": one.open,
        }
        for one in asked
    ]
    text = "\n".join(f"{'？' if one.open else '✓'} {one.words}（{one.code}）" for one in asked)
    this.tell({"questions": rows}, text or "没有需要核实的问题。")


@app.command()
def answer(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="问题代码")],
    note: Annotated[str, typer.Option(help="核实的情况")],
    number: Annotated[str | None, typer.Option("--batch", help="批号")] = None,
    request_id: Annotated[int | None, typer.Option("--request", help="申请编号")] = None,
    org: Annotated[str | None, typer.Option(help="问题所指单位的组织编码")] = None,
) -> None:
    """填写一个问题的核实情况；与批次一并存档，不印在申请表上。"""
    this = session(ctx)
    with this.open() as context:
        about = _about(context, number, request_id)
        org_id = None
        if org is not None:
            with context.database.read() as connection:
                org_id = orgs.by_code(connection, org).id
        asked = [
            one
            for one in questions.questions_about(context, **about)
            if one.code == code and org_id in (None, one.org_id)
        ]
        if len(asked) > 1:
            raise typer.BadParameter("这个问题涉及几个单位，请用 --org 指明。")
        if asked:
            org_id = asked[0].org_id
        questions.answer_question(context, code=code, note=note, org_id=org_id, **about)
    this.tell({"code": code, "org": org_id}, "已登记核实情况。")


def _about(context: Context, number: str | None, request_id: int | None) -> dict[str, int]:
    if (number is None) == (request_id is None):
        raise typer.BadParameter("请指明批号，或用 --request 指明申请编号，二者选一。")
    if number is not None:
        return {"batch_id": queries.find_batch(context, number=number)}
    assert request_id is not None
    return {"request_id": request_id}


def _decided(done: service.Decided) -> dict[str, object]:
    return {
        "approved": [line.request_id for line in done.approved],
        "returned": [line.request_id for line in done.returned],
    }
