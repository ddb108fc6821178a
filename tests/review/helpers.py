"""Short words for the tests of the review desk."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.builders import add_member
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.policy import ReviewRule

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


def strict(context: Context, *, overdue_days: int = 10) -> Context:
    """The same office under a pack whose proposers may not decide."""
    rule = ReviewRule(True, overdue_days, "N 一.6")
    return replace(context, policy=replace(context.policy, review=rule))


def by(context: Context, operator: str) -> Context:
    """The same office with another operator at the desk."""
    return replace(context, operator=operator)


def leave_alone(context: Context) -> None:
    """All operators but the first have gone."""
    with context.database.write(context.operation("test", "停用操作员")) as writing:
        writing.connection.exec_driver_sql("UPDATE operators SET active = 0 WHERE id > 1")


def on(context: Context, day: date) -> Context:
    """The same office on a day."""
    return replace(context, fixed_day=day)


def join_later(context: Context, members: Sequence[int], *, month: str = "2016-09") -> list[int]:
    """Requests for another month of joining, which only an open window takes."""
    return [propose(context, one, joined_on=month) for one in members]
