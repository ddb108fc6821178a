"""`paper FORM`: any paper of the office as PDF."""

from pathlib import Path
from typing import Annotated

import typer

from ..deletion.papers import batch_paper
from ..deletion.queries import find_batch
from ..sheets.target import whole_file
from .session import session

FORMS = {"deletion-guangdong": "guangdong", "deletion-qilu": "qilu"}


def register(app: typer.Typer) -> None:
    """Adds the command to the root."""
    app.command(name="paper")(paper)


def paper(
    ctx: typer.Context,
    form: Annotated[str, typer.Argument(metavar="表格")],
    out: Annotated[Path, typer.Option(help="保存为 PDF 文件")],
    batch: Annotated[str | None, typer.Option(help="批号")] = None,
) -> None:
    """出一份纸件（PDF）。"""
    this = session(ctx)
    if form not in FORMS:
        raise typer.BadParameter(f"没有名为“{form}”的纸件。可用的有：{'、'.join(FORMS)}。")
    if not batch:
        raise typer.BadParameter("请用 --batch 指定批号。")
    with this.open(read_only=True) as context:
        batch_id = find_batch(context, number=batch)
        made = batch_paper(context, batch_id=batch_id, form=FORMS[form])
    with whole_file(out) as beside:
        beside.write_bytes(made.pdf)
    this.tell(
        {
            "pages": made.pages,
            "bytes": len(made.pdf),
            "sha256": made.sha256,
            "findings": [
                {"code": found.code, "message": found.message, "member": found.record}
                for found in made.findings
            ],
        },
        "\n".join([f"已存为 {out}：{made.pages} 页。", *(f.message for f in made.findings)]),
    )
