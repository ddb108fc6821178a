"""`transfer start|incoming|step|ask|list|import`: the ledger of transfers."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..core.errors import NotFound
from ..office.archive import Attachment
from ..office.context import Context
from ..orgs import queries as orgs
from ..rules.lifecycle import Actor
from ..transfers.kinds import kind_of
from ..transfers.newcomers import LETTER, Newcomer, apply_newcomer, plan_newcomer
from ..transfers.plan import TransferPlan, Wish, plan_transfers
from ..transfers.queries import TransferRow, ledger_rows, load_ledger, transfer_row
from ..transfers.service import (
    Started,
    allocate_transfers,
    apply_transfers,
    ask_university,
    step_transfer,
)
from . import introductions, transfer_lists
from .session import Session, session

app = typer.Typer(help="组织关系转接。", no_args_is_help=True)
app.add_typer(introductions.app, name="introduction")

ACTS = {"approve": "approve", "return": "return", "withdraw": "withdraw", "waiting": "wait",
        "built": "built", "allocate": "allocate"}  # fmt: skip
InProvince = Annotated[
    bool | None, typer.Option("--in-province/--out-of-province", help="升学的高校是否在省内")
]


@app.command()
def start(
    ctx: typer.Context,
    member_ids: Annotated[list[int], typer.Argument(metavar="团员编号…")],
    kind: Annotated[str, typer.Option(help="转接原因，如 升学、就业、转专业、退学")],
    to: Annotated[
        str,
        typer.Option(help="转入组织：本台账的组织编码，或组织全称；不写就按毕业生名单各人所写"),
    ] = "",
    by: Annotated[str | None, typer.Option(help="发起人：branch、general_branch、member")] = None,
    in_province: InProvince = None,
    on: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="发起日期，默认今天")] = None,
    reason: Annotated[str, typer.Option(help="说明")] = "",
    plan_only: Annotated[bool, typer.Option("--plan", help="只核对，不写入")] = False,
) -> None:
    """发起转接，一人或多人。"""
    this = session(ctx)
    with this.open(read_only=plan_only) as context:
        found = kind_of(context.policy, kind)
        target_id, target = _target(context, to)
        wish = Wish(
            member_ids=tuple(dict.fromkeys(member_ids)),
            kind=found.label,
            on=_day(on) or this.day(),
            target=target,
            target_id=target_id,
            in_province=_answer(in_province),
            started_by=_actor(by) or found.starters[0],
            reason=reason,
        )
        plan = plan_transfers(context, wish)
        done = None if plan_only else apply_transfers(context, plan)
        ids = done.transfers if done else ()
        rows = list(ledger_rows(context, ids).values())
    _tell_start(this, plan, done, rows)


@app.command()
def step(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(metavar="转接编号")],
    act: Annotated[str, typer.Argument(metavar="|".join(ACTS))],
    reason: Annotated[str | None, typer.Option(help="退回原因")] = None,
    branch: Annotated[str | None, typer.Option(help="转入团委时分配的团支部编码")] = None,
    in_province: InProvince = None,
) -> None:
    """办理一个环节：通过、退回、撤回、分配团支部、等待新生团支部、新生团支部已建立。"""
    if act not in ACTS:
        raise typer.BadParameter(f"没有“{act}”这种办理。可用的有：{'、'.join(ACTS)}。")
    if act == "allocate" and not branch:
        raise typer.BadParameter("分配团支部要写 --branch 团支部编码。")
    this = session(ctx)
    with this.open() as context:
        branch_id = _org(context, branch) if branch else None
        if act == "allocate":
            operation = allocate_transfers(context, transfer_ids=[number], branch_id=branch_id or 0)
        else:
            operation = step_transfer(
                context,
                transfer_id=number,
                act=ACTS[act],
                reason=reason,
                branch_id=branch_id,
                in_province=_answer(in_province),
            ).operation
        row = transfer_row(context, number)
    assert row is not None
    this.tell(_data(row) | {"operation": operation}, f"{row.name}：{row.state_label}。")


@app.command()
def incoming(
    ctx: typer.Context,
    name: Annotated[str, typer.Option(help="姓名")],
    id_number: Annotated[str, typer.Option("--id-number", help="身份证号")],
    source: Annotated[str, typer.Option("--from", help="从哪个组织转来，写组织全称")],
    to: Annotated[str, typer.Option(help="转入本台账的组织：编码或组织全称")],
    mobile: Annotated[str, typer.Option(help="手机号码")] = "",
    on: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="日期，默认今天")] = None,
    reason: Annotated[str, typer.Option(help="说明")] = "",
    document: Annotated[str, typer.Option(help="介绍信编号")] = "",
    attach: Annotated[list[Path] | None, typer.Option(help="介绍信扫描件，可以写几次")] = None,
    plan_only: Annotated[bool, typer.Option("--plan", help="只核对，不写入")] = False,
) -> None:
    """登记外单位转来、不在本台账里的团员；逐级通过以后成为花名册里的记录。"""
    this = session(ctx)
    with this.open(read_only=plan_only) as context:
        target_id, target = _target(context, to)
        wish = Newcomer(
            name=name,
            id_number=id_number,
            source=source,
            on=_day(on) or this.day(),
            mobile=mobile,
            target=target,
            target_id=target_id,
            reason=reason,
            document=document,
            proofs=tuple(_letter(path) for path in attach or ()),
        )
        plan = plan_newcomer(context, wish)
        done = None if plan_only else apply_newcomer(context, plan)
        row = transfer_row(context, done.transfer_id) if done else None
    data: dict[str, object] = _data(row) if row else {"transfer": None, "state": None, "due": None}
    data |= {
        "operation": done.operation if done else None,
        "becomes": plan.stage.value,
        "missing": list(plan.missing),
        "findings": [
            {"code": one.code, "level": one.level, "message": one.message} for one in plan.findings
        ],
    }
    end = f"{done.words}。" if done else "只核对，没有写入。"
    this.tell(data, "\n".join([plan.words, *(one.message for one in plan.findings), end]))


def _letter(path: Path) -> Attachment:
    return Attachment(LETTER, path, path.name)


def _answer(in_province: bool | None) -> str | None:
    return None if in_province is None else "是" if in_province else "否"


@app.command()
def ask(
    ctx: typer.Context,
    numbers: Annotated[list[int], typer.Argument(metavar="转接编号…")],
) -> None:
    """登记已向高校询问新生团支部是否建立。"""
    this = session(ctx)
    with this.open() as context:
        operation = ask_university(context, transfer_ids=numbers)
    this.tell({"asked": numbers, "operation": operation}, f"已登记 {len(numbers)} 件的询问。")


@app.command(name="list")
def list_transfers(
    ctx: typer.Context,
    org: Annotated[str | None, typer.Option(help="这个组织之下")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="只列没有办结的")] = False,
) -> None:
    """转接台账，超期的在前。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        found = load_ledger(context, org_id=_org(context, org) if org else None)
    rows = [row for row in found if row.open or not open_only]
    this.tell(
        {
            "count": len(rows),
            "open": sum(row.open for row in rows),
            "overdue": sum(row.late > 0 for row in rows),
            "waiting": sum(row.waiting for row in rows),
            "transfers": [_data(row) for row in rows],
        },
        "\n".join(
            f"{row.id}\t{row.name}\t{row.kind}\t{row.source} → {row.target}\t{row.state_label}"
            + (f"\t超期 {row.late} 天" if row.late else "")
            for row in rows
        )
        or "没有转接。",
    )


def _tell_start(
    this: Session, plan: TransferPlan, done: Started | None, rows: list[TransferRow]
) -> None:
    first = rows[0] if rows else None
    data: dict[str, object] = {
        "transfer": first.id if first else None,
        "state": first.state if first else None,
        "due": first.due_on if first else None,
        "operation": done.operation if done else None,
        "transfers": [_data(row) for row in rows],
        "rows": [
            {
                "member": row.member_id,
                "name": row.name,
                "from": row.branch,
                "to": row.shown,
                "full_name": row.target,
                "own": row.target_id is not None,
                "in_province": row.in_province,
                **({"code": row.refused, "why": row.why, "clause": row.clause} if row.why else {}),
            }
            for row in plan.rows
        ],
    }
    lines = [
        f"{row.member_id}\t{row.name}\t{row.words}" + (f"（{row.side}）" if row.ready else "")
        for row in plan.rows
    ]
    this.tell(data, "\n".join([*lines, f"{done.words}。" if done else "只核对，没有写入。"]))


def _data(row: TransferRow) -> dict[str, object]:
    return {
        "transfer": row.id,
        "member": row.member_id,
        "name": row.name,
        "kind": row.kind,
        "from": row.source,
        "to": row.target,
        "own": row.side == "本台账",
        "incoming": row.incoming,
        "paper_only": row.on_paper,
        "in_province": row.in_province or None,
        "state": row.state,
        "state_label": row.state_label,
        "turn": row.turn,
        "started_on": row.started_on,
        "due": row.due_on or None,
        "overdue_days": row.late,
        "waiting": row.waiting,
        "ask": row.ask,
        "finished_on": row.finished_on or None,
        "acts": ["waiting" if act == "wait" else act for act in row.acts],
    }


def _target(context: Context, words: str) -> tuple[int | None, str]:
    """A unit of this office by its code or name; else the words are the full name of another."""
    if not words.strip():
        return None, ""
    with context.database.read() as connection:
        try:
            node = orgs.by_name_or_code(connection, words)
        except NotFound:
            return None, words
    return node.id, node.full_name


def _org(context: Context, code: str) -> int:
    with context.database.read() as connection:
        return orgs.by_code(connection, code).id


def _actor(name: str | None) -> Actor | None:
    if name is None:
        return None
    try:
        return Actor(name)
    except ValueError:
        raise typer.BadParameter(f"没有“{name}”这种发起人。") from None


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"日期“{text}”应写成 YYYY-MM-DD。") from None


transfer_lists.register(app)
