"""From the records to the list that the branches sign: filled, drawn, filed."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from sqlalchemy import Connection

from ..core.errors import BadInput
from ..office.archive import keep_paper
from ..office.context import Context
from ..papers.paper import Paper
from ..papers.preflight import kept_back
from ..rules.policy import Policy
from ..store.connection import raw
from .form import FORM, TITLE, LeavingList, LeavingRow, LeavingSheet, draw

_PAGE = 2_000


def leaving_list(
    context: Context, *, member_ids: Sequence[int], left_on: date | None = None
) -> Paper:
    """The list of these members by branch, and files it where it is not filed already; one that may
    not be printed as it is is only drawn.

    `left_on` None: the day of each member's last over-age departure, else today. Printing is an
    act that the journal keeps; a file that can only be read is drawn from and not written to.
    """
    ids = tuple(dict.fromkeys(member_ids))
    if not ids:
        raise BadInput("leaving.none", "没有选中团员。")
    with context.database.read() as connection:
        data = fill(connection, context.policy, ids, left_on=left_on, today=context.today)
        paper = draw(data)
        kept = connection.exec_driver_sql(
            "SELECT 1 FROM papers WHERE form = ? AND sha256 = ?", (FORM, paper.sha256)
        ).scalar()
    if not kept and not context.database.read_only and not kept_back(paper.findings):
        words = f"制作{TITLE}：{len(ids):,} 人"
        with context.database.write(context.operation("leaving.paper", words)) as writing:
            keep_paper(
                writing.connection,
                paper.pdf,
                form=FORM,
                title=f"{TITLE} {data.left_on}",
                pages=paper.pages,
                made_at=context.stamp(),
            )
    return paper


def fill(
    connection: Connection,
    policy: Policy,
    ids: Sequence[int],
    *,
    left_on: date | None,
    today: date,
) -> LeavingList:
    """What the paper says: branches by code, members by name, values as recorded."""
    rows = []
    for start in range(0, len(ids), _PAGE):
        chosen = ",".join(str(int(one)) for one in ids[start : start + _PAGE])
        rows += raw(connection).execute(
            "SELECT o.code, o.full_name, m.name_pinyin, m.id, m.name, m.sex, m.born_on, "
            "m.joined_on FROM members AS m JOIN organizations AS o ON o.id = m.branch_id "
            f"WHERE m.id IN ({chosen})"
        )
    rows.sort(key=lambda row: (row[0], row[2], row[3]))
    return LeavingList(
        left_on=left_on or _last_day(connection, ids) or today,
        filled_on=today,
        rule=policy.door("over_age").advice,
        sheets=tuple(
            LeavingSheet(
                unit,
                tuple(
                    LeavingRow(row[3], row[4] or "", row[5] or "", row[6] or "", row[7] or "")
                    for row in group
                ),
            )
            for (_, unit), group in groupby(rows, key=lambda row: (row[0], row[1]))
        ),
    )


def _last_day(connection: Connection, ids: Sequence[int]) -> date | None:
    chosen = ",".join(str(int(one)) for one in ids)
    day: str | None = connection.exec_driver_sql(
        "SELECT max(left_on) FROM departures WHERE door = 'over_age' AND restored_on IS NULL "
        f"AND member_id IN ({chosen})"
    ).scalar()
    return date.fromisoformat(day) if day else None
