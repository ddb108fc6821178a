"""`policy …`: rule packs – checked, compared, planned, put in force; own ones taken in and out."""

from pathlib import Path
from typing import Annotated

import typer

from ..core.errors import NotFound
from ..members.policy_plan import PlanRow, PolicyPlan, members_behind, plan_policy
from ..members.policy_switch import use_policy
from ..office.context import Context
from ..office.service import pack, packs
from ..rules.compare import KIND_LABELS, Difference, Kind, Said, compare
from ..rules.policy import Policy
from ..settings_room import packs as own_packs
from ..settings_room.exports import export_comparison, export_people, export_plan
from ..settings_room.queries import load_packs
from .session import session

app = typer.Typer(help="规则包：列出、检查、比较、核对、启用。", no_args_is_help=True)

PackFile = Annotated[Path, typer.Argument(metavar="文件")]
PackId = Annotated[str, typer.Argument(metavar="编号")]
Out = Annotated[Path | None, typer.Option("--export", metavar="文件", help="存为 .xlsx 或 .csv")]


@app.command(name="list")
def list_packs(ctx: typer.Context) -> None:
    """列出可用的规则包。"""
    found = packs()
    session(ctx).tell(
        {
            "policies": [
                {
                    "id": info.id,
                    "title": info.title,
                    "issuer": info.issuer,
                    "document": info.document,
                    "extends": info.extends,
                }
                for info in found
            ]
        },
        "\n".join(f"{info.id}\t{info.title}\t{info.issuer}" for info in found),
    )


@app.command(name="check")
def check(ctx: typer.Context, file: PackFile) -> None:
    """检查一个规则包文件，说出它的全部规定。"""
    found = own_packs.check_pack(file)
    rules = found.describe()
    lines = [
        f"[{one.section}] {one.subject}：{one.words}{f'（{one.clause}）' if one.clause else ''}"
        for one in rules
    ]
    session(ctx).tell(
        {
            "ok": True,
            "id": found.id,
            "title": found.title,
            "rules": [
                {
                    "key": one.key,
                    "section": one.section,
                    "subject": one.subject,
                    "rule": one.text,
                    "note": one.note,
                    "clause": one.clause,
                }
                for one in rules
            ],
        },
        "\n".join([f"规则包 {found.id}（{found.title}）检查通过。", *lines]),
    )


@app.command(name="compare")
def compare_packs(
    ctx: typer.Context,
    first: Annotated[str, typer.Argument(metavar="前者", help="编号或文件")],
    second: Annotated[str, typer.Argument(metavar="后者", help="编号或文件")],
    everything: Annotated[bool, typer.Option("--all", help="相同的也列出")] = False,
    export: Out = None,
) -> None:
    """逐条比较两个规则包。"""
    one, other = _pack(first), _pack(second)
    rows = [row for row in compare(one, other) if everything or row.kind is not Kind.SAME]
    if export is not None:
        export_comparison(export, first=one, second=other, rows=rows)
    session(ctx).tell(
        {
            "first": one.id,
            "second": other.id,
            "differences": sum(row.kind is not Kind.SAME for row in rows),
            "rows": [_difference(row) for row in rows],
        },
        "\n".join(
            f"[{row.section}] {row.subject}：{_said(row.first)} | {_said(row.second)}"
            f"（{KIND_LABELS[row.kind]}）"
            for row in rows
        ),
    )


@app.command()
def plan(
    ctx: typer.Context,
    pack_id: PackId,
    key: Annotated[
        str | None, typer.Option("--members", metavar="事项", help="列出某一事项的团员")
    ] = None,
    export: Out = None,
) -> None:
    """启用一个规则包会改变什么；不改动任何数据。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        planned = plan_policy(context, policy_id=pack_id, progress=this.progress)
        data = _planned(planned)
        if key is not None:
            data["members"] = list(members_behind(context, planned, key))
        if export is not None:
            _export_plan(context, planned, key, export)
    this.tell(data, "\n".join([planned.words(), *map(_effect_words, planned.rows)]))


@app.command()
def use(ctx: typer.Context, pack_id: PackId) -> None:
    """启用一个规则包。"""
    this = session(ctx)
    with this.open() as context:
        switched = use_policy(context, policy_id=pack_id, progress=this.progress)
    this.tell(
        {"policy": pack_id, "changed": switched.changed},
        f"已启用 {switched.policy.title}，{switched.changed} 人的必填情况随之改变。",
    )


@app.command()
def install(ctx: typer.Context, file: PackFile) -> None:
    """导入本单位的规则包文件；导入后用 policy use 启用。"""
    done = own_packs.install_pack(file)
    session(ctx).tell(
        {"id": done.info.id, "title": done.info.title, "replaced": done.replaced},
        f"{'已更新' if done.replaced else '已导入'}规则包 {done.info.id}（{done.info.title}）。",
    )


@app.command()
def remove(ctx: typer.Context, pack_id: PackId) -> None:
    """移除没有在用的本单位规则包。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        row = next(
            (one for one in load_packs(context) if one.own and pack_id in (one.id, one.file.stem)),
            None,
        )
        if row is None:
            raise NotFound("policy.unknown", f"没有编号为“{pack_id}”的本单位规则包。")
        own_packs.remove_pack(context, row.file)
    this.tell({"removed": pack_id}, f"已移除规则包 {pack_id}。")


@app.command()
def export(
    ctx: typer.Context,
    pack_id: PackId,
    file: PackFile,
) -> None:
    """把一个规则包另存为文件，供修改后再导入。"""
    own_packs.export_pack(pack(pack_id), file)
    session(ctx).tell({"id": pack_id, "file": str(file)}, f"已存为 {file}。")


@app.command()
def template(ctx: typer.Context, file: PackFile) -> None:
    """另存带说明的规则包模板。"""
    own_packs.write_pack_template(file)
    session(ctx).tell({"file": str(file)}, f"已存为 {file}。")


def _pack(word: str) -> Policy:
    return own_packs.check_pack(Path(word)) if word.endswith(".toml") else pack(word)


def _difference(row: Difference) -> dict[str, object]:
    return {
        "key": row.key,
        "section": row.section,
        "subject": row.subject,
        "kind": row.kind.value,
        "first": {"rule": row.first.text, "note": row.first.note, "clause": row.first.clause},
        "second": {"rule": row.second.text, "note": row.second.note, "clause": row.second.clause},
    }


def _said(said: Said) -> str:
    return f"{said.text}（{said.clause}）" if said.clause else said.text or "—"


def _planned(planned: PolicyPlan) -> dict[str, object]:
    return {
        "policy": planned.policy.id,
        "changed": planned.changed,
        "newly_red": planned.newly_red,
        "no_longer_red": planned.no_longer_red,
        "red_after": planned.red_after,
        "rows": [
            {
                "key": row.key,
                "section": row.section,
                "subject": row.subject,
                "before": row.before,
                "after": row.after,
                "clause": row.clause,
                "count": row.count,
                **({"organizations": list(row.names)} if row.names else {}),
            }
            for row in planned.rows
        ],
    }


def _effect_words(row: PlanRow) -> str:
    return f"[{row.section}] {row.subject}：{row.before} → {row.after}，{row.amount}　{row.key}"


def _export_plan(context: Context, planned: PolicyPlan, key: str | None, file: Path) -> None:
    if key is None:
        export_plan(planned, file)
    else:
        export_people(context, planned, key, file)
