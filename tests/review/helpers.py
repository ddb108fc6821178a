"""Short words for the tests of the review desk."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.builders import add_member
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context

INCOME = "8000–10000"


def propose(context: Context, member_id: int, **values: str) -> int:
    """A change request for review fields; returns its id."""
    done = save_member(context, member_id=member_id, changes=values, reason="本人来电")
    (request,) = done.changes
    return request


def overtake(context: Context, member_id: int, field: str, value: str) -> None:
    """The record changes while a request waits: a conflict."""
    with context.database.write(context.operation("test", "改动档案")) as writing:
        writing.connection.exec_driver_sql(
            f"UPDATE members SET {field} = ? WHERE id = ?", (value, member_id)
        )


def report_in(context: Context, name: str, *, branch: str = "QX0101", **values: str) -> int:
    """A member whose report-in waits since the office's day."""
    return add_member(context, name=name, branch=branch, status="submitted", **values)


def later(context: Context, days: int) -> Context:
    """The same office some days on."""
    return replace(context, fixed_day=context.today + timedelta(days=days))


def value(context: Context, member_id: int, field: str) -> Any:
    """A value as recorded."""
    with context.database.read() as connection:
        return connection.exec_driver_sql(
            f"SELECT {field} FROM members WHERE id = ?", (member_id,)
        ).scalar()


def operations(context: Context) -> list[tuple[Any, ...]]:
    """Kind, words and reason of every operation."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT kind, words, reason FROM journal_operations")
        return [tuple(row) for row in rows]
