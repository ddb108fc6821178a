"""`policy list|check|use`: rule packs."""

from pathlib import Path
from typing import Annotated

import typer

from ..members.policy_switch import use_policy
from ..office.service import pack_directories, packs
from ..rules.policy import load_pack
from .session import session

app = typer.Typer(help="规则包：列出、检查、启用。", no_args_is_help=True)


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
def check_pack(ctx: typer.Context, file: Annotated[Path, typer.Argument(metavar="文件")]) -> None:
    """检查一个规则包文件。"""
    found = load_pack(file, directories=(file.parent, *pack_directories()))
    session(ctx).tell(
        {"ok": True, "id": found.id, "title": found.title},
        f"规则包 {found.id}（{found.title}）检查通过。",
    )


@app.command()
def use(ctx: typer.Context, pack_id: Annotated[str, typer.Argument(metavar="编号")]) -> None:
    """启用一个规则包。"""
    this = session(ctx)
    with this.open() as context:
        switched = use_policy(context, policy_id=pack_id, progress=this.progress)
    this.tell(
        {"policy": pack_id, "changed": switched.changed},
        f"已启用 {switched.policy.title}，{switched.changed} 人的必填情况随之改变。",
    )
