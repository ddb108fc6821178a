"""`correction open|list|prove|verify|gather|send|decide …`: corrections by formal letter (G 二)."""

from pathlib import Path
from typing import Annotated

import typer

from ..corrections import queries, service
from ..corrections.papers import KINDS, list_paper, shown_value
from ..office.prints import KeepAs
from ..orgs import queries as orgs
from ..sheets.target import whole_file
from .deletion import lines_of
from .papers import ByHand, findings_json, let_go, pen_of
from .session import session

app = typer.Typer(
    help="行文更正：收集材料、逐案核实、编清单、正式行文、登记批复。", no_args_is_help=True
)
Case = Annotated[int, typer.Argument(metavar="更正编号")]
ListNumber = Annotated[str, typer.Argument(metavar="清单编号")]
By = Annotated[str | None, typer.Option(help="办理的层级")]
Reason = Annotated[str, typer.Option(help="原因")]
Document = Annotated[str | None, typer.Option("--document-number", help="文号")]
Proofs = Annotated[list[str] | None, typer.Option("--proof", help="材料类别=文件，可多次")]
Sender = Annotated[str | None, typer.Option(help="发文单位，默认同上次")]
Addressee = Annotated[str | None, typer.Option(help="主送单位，默认团省委")]
Contact = Annotated[str | None, typer.Option(help="联系人")]
Phone = Annotated[str | None, typer.Option("--contact-phone", help="联系电话")]


def proofs_of(pairs: list[str] | None) -> list[service.Attachment]:
    """`volume=文件` as attachments."""
    found = []
    for pair in pairs or []:
        kind, equals, path = pair.partition("=")
        if not equals:
            raise typer.BadParameter(f"“{pair}”应写成 类别=文件。")
        found.append(service.Attachment(kind, Path(path), Path(path).name))
    return found


@app.command(name="open")
def open_case(
    ctx: typer.Context,
    member_id: Annotated[int, typer.Argument(metavar="团员编号")],
    to: Annotated[str, typer.Option(help="正确的值，例如 2017-05")],
    reason: Reason,
    field: Annotated[str, typer.Option(help="字段")] = "joined_on",
    proof: Proofs = None,
    by: By = None,
) -> None:
    """提出更正，材料可以以后补充。"""
    this = session(ctx)
    proofs = proofs_of(proof)
    with this.open() as context:
        done = service.open_correction(
            context,
            member_id=member_id,
            field=field,
            new_value=to,
            reason=reason,
            proofs=proofs,
            level=by,
        )
    lacking = f"还缺：{'、'.join(done.missing)}。" if done.missing else "材料齐全，请逐案核实。"
    asked = "".join(one.message for one in done.findings)
    this.tell(
        {
            "correction": done.id,
            "state": done.state,
            "missing_proofs": list(done.missing),
            "findings": [
                {"field": one.field, "level": one.level, "code": one.code, "message": one.message}
                for one in done.findings
            ],
        },
        f"已提出更正，编号 {done.id}。{lacking}{asked}",
    )


@app.command(name="list")
def list_cases(
    ctx: typer.Context,
    org: Annotated[str | None, typer.Option(help="组织编码，默认全部")] = None,
    state: Annotated[list[str] | None, typer.Option(help="状态，可多次，默认全部")] = None,
    member: Annotated[int | None, typer.Option(help="团员编号")] = None,
) -> None:
    """列出更正、清单和大批量误填的团支部。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        org_id = None
        if org is not None:
            with context.database.read() as connection:
                org_id = orgs.by_code(connection, org).id
        found = queries.list_corrections(
            context, org_id=org_id, states=state or (), member_id=member
        )
        lists = queries.list_lists(context, org_id=org_id)
        flagged = queries.flagged_branches(context, org_id=org_id)
    this.tell(
        {
            "count": len(found),
            "corrections": [_case(one) for one in found],
            "lists": [_list(one) for one in lists],
            "flagged": [
                {
                    "branch": one.branch,
                    "corrected": one.corrected,
                    "members": one.members,
                    "clause": one.clause,
                    "message": one.words,
                }
                for one in flagged
            ],
        },
        "\n".join(
            [
                *(_case_words(one) for one in found),
                *(f"{one.number}\t{one.state_label}\t{one.lines} 人" for one in lists),
                *(one.words for one in flagged),
            ]
        )
        or "没有更正。",
    )


def _case(one: queries.CorrectionRow) -> dict[str, object]:
    return {
        "id": one.id,
        "member": one.member_id,
        "name": one.name,
        "branch": one.branch,
        "field": one.field,
        "base": one.base,
        "new": one.new,
        "current": one.current,
        "conflict": one.conflict,
        "state": one.state,
        "reason": one.reason,
        "clause": one.clause,
        "proofs": [{"kind": p.code, "file": p.file_name} for p in one.proofs],
        "missing_proofs": list(one.missing),
        "verified_by": one.verified_by,
        "verified_on": one.verified_on,
        "finding": one.finding,
        "list": one.list_number,
        "line": one.line,
        "decision_number": one.decision_number,
        "decision_reason": one.decision_reason,
    }


def _case_words(one: queries.CorrectionRow) -> str:
    before, after = (shown_value(one.field, value) for value in (one.base, one.new))
    place = f"{one.list_number} 第 {one.line} 行" if one.list_number and one.line else ""
    return "\t".join(
        (str(one.id), one.state_label, one.name, one.branch, f"{before} → {after}", place)
    ).rstrip()


def _list(one: queries.ListRow) -> dict[str, object]:
    return {
        "list": one.number,
        "organization": one.organization,
        "state": one.state,
        "document_number": one.document_number,
        "decision_number": one.decision_number,
        "lines": one.lines,
        "approved": one.approved,
        "returned": one.returned,
        "stale": one.stale,
    }


@app.command()
def prove(ctx: typer.Context, number: Case, proof: Proofs = None) -> None:
    """补充证明材料（核实之前）。"""
    this = session(ctx)
    proofs = proofs_of(proof)
    if not proofs:
        raise typer.BadParameter("请用 --proof 写明材料：类别=文件。")
    with this.open() as context:
        done = service.add_proofs(context, correction_id=number, proofs=proofs)
    this.tell(
        {"correction": done.id, "missing_proofs": list(done.missing)},
        f"已补充 {len(proofs)} 份材料，还缺：{'、'.join(done.missing) or '无'}。",
    )


@app.command()
def verify(
    ctx: typer.Context,
    number: Case,
    finding: Annotated[str, typer.Option(help="核实情况")],
    who: Annotated[str | None, typer.Option(help="核实人，默认操作员")] = None,
    by: By = None,
) -> None:
    """登记逐案核实的情况。"""
    this = session(ctx)
    with this.open() as context:
        done = service.verify_correction(
            context, correction_id=number, finding=finding, verified_by=who, level=by
        )
    _tell_moved(ctx, done)


@app.command(name="return")
def return_case(ctx: typer.Context, number: Case, reason: Reason, by: By = None) -> None:
    """退回一件更正。"""
    this = session(ctx)
    with this.open() as context:
        done = service.return_correction(context, correction_id=number, reason=reason, level=by)
    _tell_moved(ctx, done)


@app.command()
def withdraw(ctx: typer.Context, number: Case, reason: Reason, by: By = None) -> None:
    """撤回尚未核实的更正。"""
    this = session(ctx)
    with this.open() as context:
        done = service.withdraw_correction(context, correction_id=number, reason=reason, level=by)
    _tell_moved(ctx, done)


def _tell_moved(ctx: typer.Context, done: service.Moved) -> None:
    session(ctx).tell(
        {"correction": done.id, "state": done.state}, f"第 {done.id} 号更正：{done.state_label}。"
    )


@app.command()
def gather(
    ctx: typer.Context,
    org: Annotated[str, typer.Option(help="填报单位的组织编码")],
    only: Annotated[str | None, typer.Option(help="更正编号，逗号分隔，默认全部已核实的")] = None,
    sender: Sender = None,
    addressee: Addressee = None,
    contact: Contact = None,
    contact_phone: Phone = None,
    by: By = None,
    write_by_hand: ByHand = None,
    plan: Annotated[bool, typer.Option("--plan", help="只看会怎样，不写入")] = False,
) -> None:
    """把已核实的更正编成清单。"""
    this = session(ctx)
    with this.open(read_only=plan) as context:
        with context.database.read() as connection:
            org_id = orgs.by_code(connection, org).id
        ids = lines_of(only)
        head: service.HeadWords = {
            "contact": contact,
            "contact_phone": contact_phone,
            "sender": sender,
            "addressee": addressee,
        }
        if plan:
            _tell_plan(ctx, service.plan_list(context, org_id=org_id, correction_ids=ids, **head))
            return
        pen = pen_of(write_by_hand)
        made = service.create_list(
            context, org_id=org_id, correction_ids=ids, level=by, by_hand=pen, **head
        )
    _tell_list(ctx, made)


def _tell_plan(ctx: typer.Context, plan: service.ListPlan) -> None:
    session(ctx).tell(
        {
            "list": plan.head.number,
            "corrections": [one.id for one in plan.cases],
            "left_out": [{"id": one.id, "reason": why} for one, why in plan.left_out],
            "findings": [
                {"code": one.code, "message": one.message, "member": one.record}
                for one in plan.findings
            ],
        },
        "\n".join(
            [
                f"清单 {plan.head.number}：{len(plan.cases)} 人。",
                *(f"不编入：{one.name}，{why}" for one, why in plan.left_out),
                *(one.message for one in plan.findings),
            ]
        ),
    )


def _tell_list(ctx: typer.Context, made: service.MadeList) -> None:
    session(ctx).tell(
        {
            "list": made.number,
            "state": made.state,
            "corrections": list(made.corrections),
            "pages": made.pages,
            "hash": made.hash,
        },
        f"清单 {made.number}：{made.state_label}，{len(made.corrections)} 人，{made.pages} 页。",
    )


@app.command()
def renew(
    ctx: typer.Context,
    number: ListNumber,
    sender: Sender = None,
    addressee: Addressee = None,
    contact: Contact = None,
    contact_phone: Phone = None,
    by: By = None,
    write_by_hand: ByHand = None,
) -> None:
    """行文之前按现在的记录重新编制清单。"""
    this = session(ctx)
    with this.open() as context:
        made = service.renew_list(
            context,
            list_id=queries.find_list(context, number=number),
            contact=contact,
            contact_phone=contact_phone,
            sender=sender,
            addressee=addressee,
            level=by,
            by_hand=pen_of(write_by_hand),
        )
    _tell_list(ctx, made)


@app.command()
def send(
    ctx: typer.Context,
    number: ListNumber,
    document_number: Document = None,
    by: By = None,
    write_by_hand: ByHand = None,
) -> None:
    """登记正式行文及其文号。"""
    this = session(ctx)
    with this.open() as context:
        made = service.send_list(
            context,
            list_id=queries.find_list(context, number=number),
            document_number=document_number or "",
            level=by,
            by_hand=pen_of(write_by_hand),
        )
    _tell_list(ctx, made)


@app.command()
def decide(
    ctx: typer.Context,
    number: ListNumber,
    act: Annotated[str, typer.Argument(metavar="approve|return")],
    lines: Annotated[str | None, typer.Option(help="行号，逗号分隔，默认全部")] = None,
    document_number: Document = None,
    reason: Annotated[str | None, typer.Option(help="退回原因")] = None,
    by: By = None,
    plan: Annotated[bool, typer.Option("--plan", help="只看会怎样，不写入")] = False,
) -> int:
    """登记团省委的批复，可逐行；只有批复同意的才写入档案。"""
    if act not in ("approve", "return"):
        raise typer.BadParameter("批复应为 approve 或 return。")
    this, chosen = session(ctx), lines_of(lines)
    with this.open(read_only=plan) as context:
        list_id = queries.find_list(context, number=number)
        if plan:
            planned = service.plan_decision(context, list_id=list_id, lines=chosen)
            this.tell(
                {"list": planned.number, "lines": [_line(one) for one in planned.lines]},
                "\n".join(map(_line_words, planned.lines)),
            )
            return 0
        done = service.decide_list(
            context,
            list_id=list_id,
            act=act,
            lines=chosen,
            document_number=document_number,
            reason=reason,
            level=by,
        )
    this.tell(
        {
            "approved": [one.correction_id for one in done.approved],
            "returned": [one.correction_id for one in done.returned],
            "conflicts": [_line(one) for one in done.conflicts],
        },
        "\n".join(
            [
                f"批复同意 {len(done.approved)} 件，退回 {len(done.returned)} 件，"
                f"冲突 {len(done.conflicts)} 件。",
                *map(_line_words, done.conflicts),
            ]
        ),
    )
    return 1 if done.conflicts and not done.approved else 0


def _line(one: service.PlannedLine) -> dict[str, object]:
    return {
        "line": one.line,
        "id": one.correction_id,
        "member": one.member_id,
        "field": one.field,
        "before": one.before,
        "after": one.after,
        "refused": one.refused or None,
    }


def _line_words(one: service.PlannedLine) -> str:
    before, after = (shown_value(one.field, value) for value in (one.before, one.after))
    return (
        f"第 {one.line} 行 {one.name}：{before} → {after}{'　' if one.refused else ''}{one.refused}"
    )


@app.command()
def paper(
    ctx: typer.Context,
    number: ListNumber,
    out: Annotated[Path, typer.Option(help="保存为 PDF 文件")],
    kind: Annotated[str, typer.Option(help="list 清单 或 letter 正式行文")] = "list",
    write_by_hand: ByHand = None,
) -> None:
    """清单或正式行文的纸件（PDF）；重印一字不差。"""
    this, pen = session(ctx), pen_of(write_by_hand)
    with this.open(read_only=not pen) as context:
        list_id = queries.find_list(context, number=number)
        made = list_paper(context, list_id=list_id, kind=kind)
        title, owner = f"{KINDS[kind]} {number.strip()}", {"correction_list_id": list_id}
        let_go(this, context, KeepAs(f"correction-{kind}", title, owner), made, pen)
    with whole_file(out) as beside:
        beside.write_bytes(made.pdf)
    this.tell(
        {
            "pages": made.pages,
            "bytes": len(made.pdf),
            "sha256": made.sha256,
            "findings": findings_json(made),
        },
        "\n".join([f"已存为 {out}：{made.pages} 页。", *(one.message for one in made.findings)]),
    )
