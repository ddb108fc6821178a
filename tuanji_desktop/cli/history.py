"""`log` and `undo`: the journal."""

from typing import Annotated

import typer

from ..history import queries, service
from ..store.journal import JournalOperation
from ..store.undo import UndoneRow
from .session import session


def register(app: typer.Typer) -> None:
    """Adds both commands to the root."""
    app.command(name="log")(log)
    app.command(name="undo")(undo)


def log(
    ctx: typer.Context,
    member: Annotated[int | None, typer.Option(help="只看这名团员")] = None,
    limit: Annotated[int, typer.Option(help="最多几项", min=1)] = 50,
) -> None:
    """操作日志：谁在何时依据什么改了什么。"""
    this = session(ctx)
    with this.open(read_only=True) as context, context.database.read() as connection:
        found: list[tuple[JournalOperation, tuple[queries.LoggedChange, ...]]]
        if member is None:
            found = [(one, ()) for one in queries.operations(connection, limit=limit, drafts=True)]
        else:
            found = queries.operations_of_member(connection, member, limit=limit)
    data = []
    for one, changes in found:
        entry: dict[str, object] = {
            "number": one.number,
            "kind": one.kind,
            "words": one.words,
            "actor": one.actor,
            "at": one.at,
            "day": one.day,
            "reason": one.reason,
            "document": one.document,
            "undoes": one.undoes,
            "rows": one.last_row - one.first_row + 1,
            "hash": one.hash,
        }
        if member is not None:
            entry["changes"] = [
                {"field": change.label, "before": change.before, "after": change.after}
                for change in changes
            ]
        data.append(entry)
    this.tell(
        {"operations": data},
        "\n".join(f"{one.number}\t{one.at[:16]}\t{one.actor}\t{one.words}" for one, _ in found),
    )


def undo(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(metavar="操作号")],
    plan: Annotated[bool, typer.Option("--plan", help="只看结果，不写入")] = False,
) -> None:
    """撤销一项操作；后来改动过的保留并列出。"""
    this = session(ctx)
    with this.open() as context:
        if plan:
            done = service.plan_undo(context, number=number, progress=this.progress)
        else:
            done = service.undo(context, number=number, progress=this.progress)
    undone = done.undone
    data: dict[str, object] = {
        "undoes": number,
        "reversed": [_row(row) for row in undone.reversed],
        "kept": [_row(row) for row in undone.kept],
        "impossible": [_row(row) for row in undone.impossible],
    }
    if done.operation is not None:
        data["operation"] = done.operation
    this.tell(
        data,
        f"撤销“{done.target.words}”：恢复 {len(undone.reversed)} 条，"
        f"后来改动过而保留 {len(undone.kept)} 条，不能恢复 {len(undone.impossible)} 条。",
    )


def _row(row: UndoneRow) -> dict[str, object]:
    found: dict[str, object] = {"table": row.table, "id": row.row_id}
    if row.fields:
        found["fields"] = list(row.fields)
    if row.why:
        found["why"] = row.why
    return found
