"""A year of three schools with hand-counted numbers, for what counts them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tuanji_desktop.office.context import Context

YEAR = 2018
LISTED = date(2018, 6, 1)
SCHOOL, UNIVERSITY, VOCATIONAL = 2, 5, 6
NEW_SCHOOLS = (
    (UNIVERSITY, "QX02", "中国共产主义青年团青溪学院委员会", "青溪学院团委", "市属高校"),
    (VOCATIONAL, "QX03", "中国共产主义青年团青溪县职业学校委员会", "职校团委", "中职"),
)
# school, destination, progress, how many
PEOPLE = (
    (SCHOOL, "升学", "received", 3),
    (SCHOOL, "就业", "received", 1),
    (SCHOOL, "就业", "started", 2),
    (SCHOOL, "升学", "due", 3),
    (SCHOOL, None, "unsettled", 1),
    (SCHOOL, "升学", "waiting", 4),
    (SCHOOL, "延迟毕业", "excluded", 2),
    (UNIVERSITY, "就业", "received", 6),
    (UNIVERSITY, "就业", "started", 1),
    (UNIVERSITY, "未就业", "received", 2),
    (UNIVERSITY, "出国（境）", "due", 1),
    (VOCATIONAL, "升学", "waiting", 2),
    (VOCATIONAL, "就业", "due", 4),
    (VOCATIONAL, "就业", "started", 1),
)


def make_year(context: Context, people: Sequence[tuple[Any, ...]] = PEOPLE) -> None:
    """The three schools and their lists, nobody of them a member; recorded on 1 June."""
    then = replace(context, fixed_day=LISTED)
    with context.database.write(then.operation("test.year", "三所学校")) as writing:
        run = writing.connection.exec_driver_sql
        for org_id, code, full_name, short_name, kind in NEW_SCHOOLS:
            run(
                "INSERT INTO organizations (id, code, full_name, short_name, kind, parent_id, "
                "school_kind, match_name) VALUES (?, ?, ?, ?, 'committee', 1, ?, ?)",
                (org_id, code, full_name, short_name, kind, short_name),
            )
        for list_id, school in enumerate((SCHOOL, UNIVERSITY, VOCATIONAL), 1):
            run(
                "INSERT INTO graduate_lists (id, year, school_id, file_name, file_sha256, "
                "imported_at) VALUES (?, ?, ?, '名单.xlsx', ?, '2018-06-01')",
                (list_id, YEAR, school, str(list_id)),
            )
            row = 1
            for at, destination, progress, number in people:
                for _ in range(number if at == school else 0):
                    row += 1
                    run(
                        "INSERT INTO graduate_entries (list_id, year, school_id, row_number, "
                        "match, name, class_name, destination, progress) "
                        "VALUES (?, ?, ?, ?, 'new', ?, ?, ?, ?)",
                        (list_id, YEAR, at, row, f"学生{row}", f"{row % 2 + 1}班", destination,
                         progress),
                    )  # fmt: skip


def change(context: Context, statement: str, *values: object) -> None:
    """One statement in an operation of its own."""
    with context.database.write(context.operation("test.change", "改动")) as writing:
        writing.connection.exec_driver_sql(statement, tuple(values))


def transfer(context: Context, entry_id: int, state: str, **values: object) -> int:
    """A transfer of an entry, straight into the table."""
    row: Mapping[str, object] = {
        "kind": "就业",
        "machine": "transfer",
        "state": state,
        "target_kind": "employer",
        "started_by": "branch",
        "started_on": "2018-07-10",
        "moved_on": "2018-07-10",
        "recorded_by": "王干事",
        "entry_id": entry_id,
        **values,
    }
    with context.database.write(context.operation("test.transfer", "转接")) as writing:
        done = writing.connection.exec_driver_sql(
            f"INSERT INTO transfers ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
            tuple(row.values()),
        )
        return int(done.lastrowid)
