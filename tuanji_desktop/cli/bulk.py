"""`member bulk`: one edit for many members, planned and then carried out."""

from collections.abc import Iterator
from typing import Annotated

import typer

from ..members import queries
from ..members.bulk import (
    BulkCell,
    BulkChange,
    BulkPlan,
    BulkRow,
    Mode,
    apply_bulk,
    expected_changes,
    plan_bulk,
)
from ..office.context import Context
from ..orgs import queries as orgs
from ..rules.fields import FIELDS
from .member_edit import Values, values_of
from .session import session


def register(app: typer.Typer) -> None:
    """Adds the command to `member`."""
    app.command(name="bulk")(bulk)


def bulk(
    ctx: typer.Context,
    pairs: Values = None,
    org: Annotated[str, typer.Option(help="这个组织之下的在册团员")] = "",
    ids: Annotated[str, typer.Option(help="团员编号，用逗号分开")] = "",
    only_empty: Annotated[bool, typer.Option("--only-empty", help="只填空项")] = False,
    find: Annotated[str, typer.Option(help="只把这段文字替换成新值")] = "",
    expected: Annotated[bool, typer.Option("--expected", help="按规则包补全空项")] = False,
    apply: Annotated[bool, typer.Option("--apply/--plan", help="执行，或只列出（默认）")] = False,
    reason: Annotated[str | None, typer.Option(help="原因")] = None,
    basis: Annotated[str | None, typer.Option(help="依据（文号、证明）")] = None,
) -> None:
    """批量修改：逐人按规则判断；“字段=”清空该项。"""
    if bool(org) == bool(ids):
        raise typer.BadParameter("请用 --org 或 --ids 之一指定团员。")
    if only_empty and find:
        raise typer.BadParameter("--only-empty 与 --find 不能同时使用。")
    mode = Mode.REPLACE if find else Mode.FILL if only_empty else Mode.SET
    this = session(ctx)
    with this.open(read_only=not apply) as context:
        changes = [
            BulkChange(name, _mode(value, mode), str(value), find)
            for name, value in values_of(pairs).items()
        ]
        if expected:
            changes += expected_changes(context.policy)
        plan = plan_bulk(
            context,
            member_ids=_wanted(context, org, ids),
            changes=changes,
            reason=reason,
            basis=basis,
            progress=this.progress,
        )
        number = apply_bulk(context, plan, progress=this.progress) if apply else None
    data = _as_json(plan)
    if number is not None:
        data["operation"] = number
    this.tell(data, _words(plan, number, applied=apply))


def _mode(value: object, mode: Mode) -> Mode:
    """`字段=` empties a field, as `member set` has it."""
    return Mode.CLEAR if mode is Mode.SET and not value else mode


def _wanted(context: Context, org: str, ids: str) -> list[int]:
    if ids:
        try:
            return [int(one) for one in ids.replace("，", ",").split(",") if one.strip()]
        except ValueError:
            raise typer.BadParameter(f"“{ids}”应是用逗号分开的编号。") from None
    with context.database.read() as connection:
        node = orgs.by_code(connection, org)
        return list(queries.ids(connection, queries.Filter(org_id=node.id)))


def _as_json(plan: BulkPlan) -> dict[str, object]:
    return {
        "rows": len(plan.rows),
        "changed": plan.count("changed"),
        "submitted": plan.count("submitted"),
        "drafts": plan.count("draft"),
        "unchanged": plan.count("unchanged"),
        "refused": [
            {
                "id": row.id,
                "name": row.name,
                "field": cell.field,
                "code": cell.code,
                "clause": cell.clause,
                "message": cell.message,
            }
            for row, cell in _cells(plan, "refused")
        ],
        "changes": [
            {
                "id": row.id,
                "field": cell.field,
                "before": cell.before,
                "after": cell.after,
                "goes": cell.kind,
                "clause": cell.clause,
            }
            for row, cell in _cells(plan, "saved", "submitted", "draft")
        ],
    }


def _cells(plan: BulkPlan, *kinds: str) -> Iterator[tuple[BulkRow, BulkCell]]:
    return ((row, cell) for row in plan.rows for cell in row.cells if cell.kind in kinds)


def _words(plan: BulkPlan, number: int | None, *, applied: bool) -> str:
    lines = [plan.words()]
    lines += [
        f"不能改：{row.name}（{row.id}），{FIELDS[cell.field].label}：{cell.message}"
        + (f"（{cell.clause}）" if cell.clause else "")
        for row, cell in _cells(plan, "refused")
    ]
    if number is not None:
        lines.append(f"已执行，第 {number} 号操作，可以撤销。")
    elif applied:
        lines.append("没有需要写入的修改。")
    else:
        lines.append("以上是预览，没有写入。加 --apply 执行。")
    return "\n".join(lines)
