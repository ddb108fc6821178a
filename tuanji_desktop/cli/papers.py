"""`paper FORM`: any paper of the office as PDF."""

from pathlib import Path
from typing import Annotated

import typer

from ..deletion.letters import LETTER, STATEMENTS, batch_letter, statement_paper
from ..deletion.papers import batch_paper
from ..deletion.queries import find_batch
from ..graduates import letters as graduates
from ..office.context import Context
from ..orgs.queries import by_code
from ..papers.paper import Paper
from ..retention.form import draw_retention
from ..retention.queries import register_form
from ..review.papers import FORM as CHANGE_SLIP
from ..review.papers import latest_request, make_slips
from ..sheets.target import whole_file
from .session import session

FORMS = {"deletion-guangdong": "guangdong", "deletion-qilu": "qilu"}
RETENTION = "retention"
KNOWN = (*FORMS, LETTER, *STATEMENTS, RETENTION, CHANGE_SLIP, *graduates.FORMS)


def register(app: typer.Typer) -> None:
    """Adds the command to the root."""
    app.command(name="paper")(paper)


def paper(
    ctx: typer.Context,
    form: Annotated[str, typer.Argument(metavar="表格")],
    out: Annotated[Path, typer.Option(help="保存为 PDF 文件")],
    batch: Annotated[str | None, typer.Option(help="批号")] = None,
    member: Annotated[int | None, typer.Option(help="团员编号")] = None,
    change: Annotated[int | None, typer.Option(help="修改申请编号")] = None,
    org: Annotated[str | None, typer.Option(help="组织编码，默认全部")] = None,
    branch: Annotated[str, typer.Option(help="应报到的团支部（情况说明、检讨）")] = "",
    year: Annotated[int | None, typer.Option(help="毕业年份（催办函、通报）")] = None,
    to: Annotated[str, typer.Option(help="主送单位（催办函、通报）；通报不给则留空手写")] = "",
    cause: Annotated[str, typer.Option(help="误审核的原因（情况说明、检讨）")] = "",
) -> None:
    """出一份纸件（PDF）。"""
    this = session(ctx)
    if form not in KNOWN:
        raise typer.BadParameter(f"没有名为“{form}”的纸件。可用的有：{'、'.join(KNOWN)}。")
    if form in (*FORMS, LETTER) and not batch:
        raise typer.BadParameter("请用 --batch 指定批号。")
    if form == CHANGE_SLIP and (member is None) == (change is None):
        raise typer.BadParameter("请用 --member 指定团员，或用 --change 指定修改申请，二者选一。")
    if form in STATEMENTS and member is None:
        raise typer.BadParameter("请用 --member 指定团员。")
    if form in graduates.FORMS and (org is None or year is None):
        raise typer.BadParameter("请用 --org 指定学校，用 --year 指定毕业年份。")
    with this.open(read_only=True) as context:
        if form in graduates.FORMS:
            made = graduates.draw(
                graduates.school_letter(
                    context, form=form, org_id=_org(context, org) or 0, year=year or 0, addressee=to
                )
            )
        elif form == CHANGE_SLIP:
            made = _change_slip(context, member, change)
        elif form == RETENTION:
            made = draw_retention(register_form(context, org_id=_org(context, org)))
        elif form in STATEMENTS:
            made = statement_paper(
                context, kind=form, member_id=member or 0, right_branch=branch, cause=cause
            )
        elif form == LETTER:
            made = batch_letter(context, batch_id=find_batch(context, number=batch or ""))
        else:
            batch_id = find_batch(context, number=batch or "")
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


def _change_slip(context: Context, member: int | None, change: int | None) -> Paper:
    """The slip of a request, or of the member's latest one."""
    number = latest_request(context, member_id=member) if member is not None else change or 0
    return make_slips(context, request_ids=[number]).paper


def _org(context: Context, code: str | None) -> int | None:
    if code is None:
        return None
    with context.database.read() as connection:
        return by_code(connection, code).id
