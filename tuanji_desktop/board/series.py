"""The roster at the end of every month: from today's numbers backwards through the journal."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from ..core.progress import Progress, Quiet
from ..office.context import Context
from ..store.connection import raw, stoppable
from .states import on_roster, scope_sql

DEFINITION = (
    "每月最后一天在册的团员数，和其中必填信息没有填齐的人数；当月到今天为止。按现在的组织树。"
)


@dataclass(frozen=True, slots=True)
class Point:
    """How many were on the roster at the end of a month (the last one: today), how many red."""

    day: date
    members: int
    red: int

    @property
    def red_share(self) -> float:
        """Red names of all, 0…1."""
        return self.red / self.members if self.members else 0.0


def load_series(
    context: Context,
    *,
    org_id: int | None,
    months: int = 13,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> tuple[Point, ...]:
    """The last months, the oldest first; none from before the office file was begun."""
    days = _month_ends(context.today, months)
    with context.database.read() as connection, stoppable(connection, progress):
        begun = connection.exec_driver_sql(
            "SELECT min(day) FROM journal_operations WHERE first_row IS NOT NULL"
        ).scalar()
        members, red = _now(connection, org_id)
        first = max(days[0], date.fromisoformat(begun[:10])) if begun else days[0]
        changes = _changes(connection, org_id, first)  # what was loaded on the first day is no news
    points = []
    for place in range(len(days) - 1, -1, -1):
        day = days[place]
        if begun is None or day.isoformat() < begun[:10]:
            break
        points.append(Point(day, members, red))
        since = days[place - 1] if place else day
        for when in [one for one in changes if one > since.isoformat()]:
            more, redder = changes.pop(when)
            members, red = members - more, red - redder
    return tuple(reversed(points))


def _month_ends(today: date, months: int) -> list[date]:
    """The last days of so many months before, and today."""
    days = [today]
    while len(days) < months:
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    return days[::-1]


def _now(connection: Connection, org_id: int | None) -> tuple[int, int]:
    where = "o.parent_id IS NULL" if org_id is None else f"o.id = {int(org_id)}"
    row = connection.exec_driver_sql(
        "SELECT coalesce(sum(c.members), 0), coalesce(sum(c.incomplete), 0) FROM org_counts AS c "
        f"JOIN organizations AS o ON o.id = c.org_id WHERE {where}"
    ).one()
    return int(row[0]), int(row[1])


def _changes(connection: Connection, org_id: int | None, since: date) -> dict[str, tuple[int, int]]:
    """Day → how many more were on the roster, how many more of them red, by what was written."""

    def counted(side: str) -> tuple[str, str]:
        value = f"json_extract(j.{side}, '$.{{}}')".format
        here = (
            f"(j.{side} IS NOT NULL AND {on_roster('').replace('.status', value('status'))} "
            f"AND {scope_sql(org_id, value('branch_id'))})"
        )
        return here, f"({here} AND coalesce({value('missing')}, '') <> '')"

    (was, was_red), (here, here_red) = counted("before"), counted("after")
    rows = raw(connection).execute(
        f"SELECT o.day, sum({here}) - sum({was}), sum({here_red}) - sum({was_red}) "
        "FROM journal_operations AS o JOIN journal_rows AS j "
        "ON j.id BETWEEN o.first_row AND o.last_row "
        "WHERE o.day > ? AND +j.table_name = 'members' GROUP BY o.day",
        (since.isoformat(),),
    )
    return {day: (more, redder) for day, more, redder in rows}
