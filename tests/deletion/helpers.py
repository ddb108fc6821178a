"""Short words for the tests of the deletion desk."""

from typing import Any

from tuanji_desktop.deletion.queries import batch_detail
from tuanji_desktop.deletion.reasons import Reason
from tuanji_desktop.deletion.service import request_deletion, step_batch
from tuanji_desktop.office.context import Context

COUNTY, SCHOOL, CLASS_1, CLASS_2 = 1, 2, 3, 4
NAME_WRONG = (Reason("wrong_name", "张珊"),)
RARE = "\U000323af"
"""A character of the newest plane: no font of ours has it."""
NO_MEMBER = (Reason("not_a_member"),)


def request(context: Context, member_id: int, *reasons: Reason, note: str | None = None) -> int:
    """A request; without reasons the person was never a member."""
    done = request_deletion(context, member_id=member_id, reasons=reasons or NO_MEMBER, note=note)
    return done.request_id


def rename(context: Context, member_id: int, name: str) -> None:
    """A name, past the rules for names."""
    with context.database.write(context.operation("test", "生僻字")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE members SET name = ? WHERE id = ?", (name, member_id)
        )


def passed_on(context: Context, batch_id: int) -> None:
    """Every level that has to pass a batch on has done so."""
    for _ in batch_detail(context, batch_id=batch_id).left:
        step_batch(context, batch_id=batch_id, act="forward")


def endorsed(context: Context, batch_id: int) -> None:
    """Passed on level by level, and gathered above."""
    passed_on(context, batch_id)
    step_batch(context, batch_id=batch_id, act="endorse")


def select(context: Context, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """Rows of the file as they are."""
    with context.database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql, tuple(parameters))]


def one(context: Context, sql: str, *parameters: object) -> Any:
    """The one value that a statement gives."""
    ((value,),) = select(context, sql, *parameters)
    return value


def operations(context: Context) -> int:
    """How many operations the journal has."""
    return int(one(context, "SELECT count(*) FROM journal_operations"))


def graduate(context: Context, member_id: int, progress: str) -> None:
    """An entry of this year's graduate list linked to a member."""
    with context.database.write(context.operation("import.graduates", "导入名单")) as writing:
        connection = writing.connection
        connection.exec_driver_sql(
            "INSERT INTO graduate_lists (year, school_id, file_name, file_sha256, imported_at) "
            "VALUES (2018, 2, '一中.xlsx', 'x', '2018-08-01')"
        )
        connection.exec_driver_sql(
            "INSERT INTO graduate_entries (list_id, year, school_id, row_number, match, member_id, "
            "progress) VALUES (last_insert_rowid(), 2018, 2, 1, 'matched', ?, ?)",
            (member_id, progress),
        )
