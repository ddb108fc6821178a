"""`graduates list|match`: the year's entries."""

from typing import Annotated

import typer

from ..graduates import queries, service
from .session import session

app = typer.Typer(help="毕业生去向。", no_args_is_help=True)


@app.command(name="list")
def list_entries(ctx: typer.Context, year: Annotated[int, typer.Option(help="毕业年份")]) -> None:
    """列出一年的毕业生条目和各类人数。"""
    this = session(ctx)
    wanted = queries.EntryFilter(year)
    with this.open(read_only=True) as context, context.database.read() as connection:
        by_match, by_progress = queries.counts(connection, wanted)
        found = queries.entries(connection, queries.entry_ids(connection, wanted))
    this.tell(
        {
            "count": len(found),
            "match": by_match,
            "progress": by_progress,
            "entries": [
                {
                    "id": one.id,
                    "name": one.name,
                    "id_number": one.id_number,
                    "school": one.school,
                    "match": one.match,
                    "member": one.member_id,
                    "destination": one.destination,
                    "progress": one.progress,
                }
                for one in found
            ],
        },
        "\n".join(f"{one.id}\t{one.name}\t{one.school}\t{one.destination or ''}" for one in found),
    )


@app.command()
def match(
    ctx: typer.Context,
    entry: Annotated[int, typer.Argument(metavar="条目编号")],
    member: Annotated[int | None, typer.Option(help="团员编号；不给则确认不在册")] = None,
) -> None:
    """对待确认的条目作答：是哪名团员，或不在册。"""
    this = session(ctx)
    with this.open() as context:
        service.settle_match(context, entry_id=entry, member_id=member)
    this.tell({"entry": entry, "member": member}, "已确认。")
