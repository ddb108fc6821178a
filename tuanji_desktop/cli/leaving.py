"""`leaving plan|leave|restore|list|candidates|paper`: by the right door, and back."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..leaving import queries
from ..leaving.export import export_register
from ..leaving.form import FORM, TITLE
from ..leaving.papers import leaving_list
from ..leaving.plan import LeavingPlan, PlanRow, plan_leaving, plan_restore
from ..leaving.queries import Departure, RegisterFilter
from ..leaving.service import apply_leaving
from ..office.archive import Attachment
from ..office.backups import automatic_backup
from ..office.context import Context
from ..office.prints import KeepAs
from ..orgs import queries as orgs
from ..sheets.target import whole_file
from .papers import ByHand, findings_json, let_go, pen_of
from .session import Session, session

app = typer.Typer(
    help="离团和恢复团籍：先核对（--plan），再登记（--apply）。", no_args_is_help=True
)
_MANY = 100  # from so many on a backup is made first, as before an import

Members = Annotated[list[int], typer.Argument(metavar="团员编号…")]
Door = Annotated[
    str, typer.Option(help="over_age、self_left、voluntarily_left、expelled，恢复用 restore")
]
Day = Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="日期，默认今天")]
Document = Annotated[str, typer.Option("--document-number", help="文号")]
Reason = Annotated[str, typer.Option(help="原因")]
Proofs = Annotated[list[str] | None, typer.Option("--proof", help="类别=文件，可多次")]
Plan = Annotated[bool, typer.Option("--plan", help="只核对，不写入（默认）")]
Apply = Annotated[bool, typer.Option("--apply", help="写入")]
Unit = Annotated[str | None, typer.Option("--org", help="这个组织之下")]


@app.command()
def plan(
    ctx: typer.Context,
    member_ids: Members,
    door: Door,
    on: Day = None,
    document_number: Document = "",
    proof: Proofs = None,
) -> None:
    """只核对：谁可以办理，谁不能、为什么、还缺什么。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        made = plan_leaving(
            context,
            member_ids=member_ids,
            door=door,
            left_on=_day(this, on),
            document_number=document_number,
            proofs=_proofs(proof),
        )
    _tell(this, context, made, None)


@app.command()
def leave(
    ctx: typer.Context,
    member_ids: Members,
    door: Door,
    on: Day = None,
    document_number: Document = "",
    decided_by: Annotated[str, typer.Option(help="决定机关")] = "",
    reason: Reason = "",
    proof: Proofs = None,
    plan_only: Plan = False,
    apply: Apply = False,
) -> None:
    """办理离团。"""
    write = _which(plan_only, apply)
    this = session(ctx)
    with this.open(read_only=not write) as context:
        made = plan_leaving(
            context,
            member_ids=member_ids,
            door=door,
            left_on=_day(this, on),
            document_number=document_number,
            decided_by=decided_by,
            reason=reason,
            proofs=_proofs(proof),
            progress=this.progress,
        )
        _tell(this, context, made, _applied(this, context, made) if write else None)


@app.command()
def restore(
    ctx: typer.Context,
    member_ids: Members,
    on: Day = None,
    document_number: Document = "",
    reason: Reason = "",
    proof: Proofs = None,
    branch: Annotated[
        str | None, typer.Option(help="原团支部已不在时，恢复到这个编码的团支部")
    ] = None,
    plan_only: Plan = False,
    apply: Apply = False,
) -> None:
    """恢复团籍。"""
    write = _which(plan_only, apply)
    this = session(ctx)
    with this.open(read_only=not write) as context:
        made = plan_restore(
            context,
            member_ids=member_ids,
            restored_on=_day(this, on),
            document_number=document_number,
            reason=reason,
            proofs=_proofs(proof),
            branch_id=_org(context, branch),
            progress=this.progress,
        )
        _tell(this, context, made, _applied(this, context, made) if write else None)


@app.command(name="list")
def list_departures(
    ctx: typer.Context,
    door: Annotated[str, typer.Option(help="只列这种离团方式")] = "",
    year: Annotated[int, typer.Option(help="只列这一年", min=0, max=2100)] = 0,
    org: Unit = None,
    restored: Annotated[
        bool | None, typer.Option("--restored/--out", help="已恢复／未恢复")
    ] = None,
    export: Annotated[Path | None, typer.Option(help="另存为 .xlsx 或 .csv")] = None,
) -> None:
    """离团登记簿。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        wanted = RegisterFilter(_org(context, org), door, year, restored)
        with context.database.read() as connection:
            ids = queries.departure_ids(connection, wanted)
            found = queries.departures(connection, context.policy, ids)
        if export is not None:
            export_register(context, export, wanted=wanted, progress=this.progress)
    this.tell(
        {"count": len(found), "departures": [_departure(one) for one in found]},
        "\n".join(
            f"{one.member_id}\t{one.name}\t{one.branch}\t{one.door_label}\t{one.left_on}\t"
            f"{one.document_number or ''}\t{one.restored_words}"
            for one in found
        )
        or "没有离团登记。",
    )


@app.command()
def candidates(ctx: typer.Context, org: Unit = None) -> None:
    """超龄离团候选：在册、到龄、没有理由保留的。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        org_id = _org(context, org)
        with context.database.read() as connection:
            found = queries.over_age(connection, context.policy, context.today, org_id)
    this.tell(
        {
            "count": len(found),
            "members": [
                {
                    "id": one.id,
                    "name": one.name,
                    "branch": one.branch,
                    "born_on": one.born_on.isoformat(),
                    "age": one.age,
                }
                for one in found
            ],
        },
        "\n".join(f"{one.id}\t{one.name}\t{one.branch}\t{one.age} 周岁" for one in found)
        or "没有应办理超龄离团的团员。",
    )


@app.command()
def paper(
    ctx: typer.Context,
    member_ids: Members,
    out: Annotated[Path, typer.Option(help="保存为 PDF 文件")],
    on: Day = None,
    write_by_hand: ByHand = None,
) -> None:
    """超龄离团团员名册（PDF），供团支部盖章签字。"""
    this = session(ctx)
    with this.open() as context:
        made = leaving_list(context, member_ids=member_ids, left_on=_day(this, on) if on else None)
        let_go(this, context, KeepAs(FORM, TITLE), made, pen_of(write_by_hand))
    with whole_file(out) as beside:
        beside.write_bytes(made.pdf)
    this.tell(
        {
            "pages": made.pages,
            "bytes": len(made.pdf),
            "sha256": made.sha256,
            "findings": findings_json(made),
        },
        "\n".join([f"已存为 {out}：{made.pages} 页。", *(f.message for f in made.findings)]),
    )


# -------------------------------------------------------------------- helpers
def _which(plan_only: bool, apply: bool) -> bool:
    if plan_only and apply:
        raise typer.BadParameter("--plan 和 --apply 只能选一个。")
    return apply


def _day(this: Session, text: str | None) -> date:
    if text is None:
        return this.day()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"日期“{text}”应写成 YYYY-MM-DD。") from None


def _proofs(pairs: list[str] | None) -> tuple[Attachment, ...]:
    found = []
    for pair in pairs or []:
        kind, equals, path = pair.partition("=")
        if not equals:
            raise typer.BadParameter(f"“{pair}”应写成 类别=文件。")
        found.append(Attachment(kind, Path(path), Path(path).name))
    return tuple(found)


def _org(context: Context, code: str | None) -> int | None:
    if not code:
        return None
    with context.database.read() as connection:
        return orgs.by_code(connection, code).id


def _applied(this: Session, context: Context, made: LeavingPlan) -> int:
    if len(made.ready) >= _MANY:
        automatic_backup(context, reason="before", progress=this.progress)
    return apply_leaving(context, made, progress=this.progress).operation


def _tell(this: Session, context: Context, made: LeavingPlan, operation: int | None) -> None:
    data: dict[str, object] = {
        "door": made.wish.door,
        "on": made.wish.on.isoformat(),
        "ready": len(made.ready),
        "refused": len(made.refused),
        "lacking": [
            {"code": one.code, "message": one.message, "clause": one.clause} for one in made.lacking
        ],
        "members": [_row(row) for row in made.rows],
    }
    if operation is not None:
        data["operation"] = operation
    lines = [
        f"{row.member_id}\t{row.name}\t{row.words}\t"
        + (f"{row.why}（{row.clause}）" if row.refused else "；".join(row.notes))
        for row in made.rows
    ]
    lines += [f"还缺：{one.message}（{one.clause}）" for one in made.lacking]
    act = context.policy.door(made.wish.door).act
    done = f"已登记（第 {operation} 号操作）。" if operation is not None else "没有写入。"
    this.tell(
        data,
        "\n".join(
            [
                *lines,
                f"{act}：可以办理 {len(made.ready)} 人，不能办理 {len(made.refused)} 人。{done}",
            ]
        ),
    )


def _row(row: PlanRow) -> dict[str, object]:
    data: dict[str, object] = {
        "id": row.member_id,
        "name": row.name,
        "branch": row.branch,
        "before": row.before,
        "after": row.after or None,
        "notes": list(row.notes),
    }
    if row.refused:
        data["refused"] = {"code": row.refused, "message": row.why, "clause": row.clause}
    return data


def _departure(one: Departure) -> dict[str, object]:
    return {
        "id": one.id,
        "member": one.member_id,
        "name": one.name,
        "branch": one.branch_full,
        "door": one.door,
        "was": one.was,
        "left_on": one.left_on,
        "document_number": one.document_number,
        "decided_by": one.decided_by,
        "reason": one.reason,
        "recorded_by": one.recorded_by,
        "recorded_on": one.recorded_on,
        "restored_on": one.restored_on,
        "restored_document": one.restored_document,
        "restored_reason": one.restored_reason,
        "proofs": [
            {"kind": proof.kind, "label": proof.label, "file": proof.file_name}
            for proof in one.proofs
        ],
    }
