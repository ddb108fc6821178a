"""An office some time on, and the plain SQL that every number is held against."""

from dataclasses import replace
from datetime import date, datetime

from tuanji_desktop.office.context import Context


def on(context: Context, day: date) -> Context:
    """The office on another day: the journal keeps the day of every act."""
    moment = datetime(day.year, day.month, day.day, 9, 0).astimezone()
    return replace(context, clock=lambda: moment, fixed_day=day)


def write(context: Context, day: date, *statements: str) -> None:
    """Acts of a day."""
    later = on(context, day)
    with later.database.write(later.operation("test", "测试")) as writing:
        for statement in statements:
            writing.connection.exec_driver_sql(statement)


def rows(context: Context, sql: str, *values: object) -> list[tuple[object, ...]]:
    with context.database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql, values)]
