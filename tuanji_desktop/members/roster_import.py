"""Importing a roster list: plan, then apply in one operation exactly what the plan said."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from sqlalchemy import Connection

from ..core.collector import collector_resting, left_behind
from ..core.errors import FileRefused
from ..core.pinyin import name_keys
from ..core.progress import Progress, Quiet, watched
from ..office.context import Context
from ..office.import_recipes import NewRecipe
from ..office.imports import record_import
from ..orgs import queries as orgs
from ..sheets.findings import ListSource
from ..sheets.heading import Table
from ..sheets.reader import Beside, Numbers, Workbook
from ..sheets.reading import Reading
from ..store.bulk import load_members
from ..store.connection import stoppable
from ..store.schema import MEMBER_VALUES
from .homes import Homes, has_home
from .reader import Cleaner, read_list, roster_headings
from .roster_ahead import Ahead
from .roster_plan import RosterPlanner
from .roster_rows import NEW_STAGE, PlannedRow, RosterPlan
from .roster_stale import refuse_if_stale

ROSTER = "roster"
QUALITY_RETURN = "quality_return"
_WORDS = {ROSTER: "导入", QUALITY_RETURN: "读回补正表"}
_KEPT = ("branch_id", "status", "status_on", "missing", "name_pinyin", "name_initials")


@collector_resting()
def plan_roster(
    context: Context,
    path: Path,
    *,
    org_id: int | None = None,
    reading: Reading = Reading(),  # noqa: B008 - frozen
    progress: Progress = Quiet(),  # noqa: B008 - has no state
    workbook: Workbook | None = None,
) -> RosterPlan:
    """Reads a roster list and decides what each row would do; writes nothing.

    `org_id`: the unit it is imported for; it settles a class of which the list does not say the
    school, and takes those of whom it says nothing where the unit is a branch.
    """
    progress(0, 0, f"读取 {path.name}")
    with (
        context.database.read() as connection,
        stoppable(connection, progress),
        left_behind() as behind,
    ):
        ahead = Ahead(connection)
        behind.append(ahead.found)

        @cache
        def homes() -> Homes:
            return Homes(orgs.every(connection), today=context.today, unit=org_id, reading=reading)

        @cache
        def cleaner() -> Cleaner:
            return Cleaner(context.policy)

        def beside(rows: Sequence[list[object]]) -> None:
            homes()
            cleaner()
            ahead(rows)
            if not ahead.anybody:
                name_keys("一")  # the dictionary of readings, which the writing of them all needs

        table, source = read_roster(
            path,
            unit=org_id,
            reading=reading,
            cancelled=lambda: progress.cancelled,
            workbook=workbook,
            beside=beside,
            numbers=ahead.look_up if ahead.anybody else None,
        )
        behind.append(table.rows)
        progress.stop_if_cancelled()
        planner = RosterPlanner(
            connection,
            table,
            policy=context.policy,
            today=context.today,
            reading=reading,
            homes=homes(),
            ahead=ahead,
            cleaner=cleaner(),
            progress=progress,
        )
        behind.append(planner.rows)
        return planner.plan(source)


def read_roster(
    path: Path,
    *,
    unit: int | None,
    reading: Reading,
    cancelled: Callable[[], bool] = lambda: False,
    workbook: Workbook | None = None,
    beside: Beside = lambda _rows: None,
    numbers: Numbers | None = None,
) -> tuple[Table, ListSource]:
    """The table of a roster; refuses a list that says of nobody where they belong."""
    table, source = read_list(
        path,
        headings=roster_headings(),
        reading=reading,
        cancelled=cancelled,
        workbook=workbook,
        beside=beside,
        numbers=numbers,
    )
    if not has_home(table, unit=unit):
        raise FileRefused(
            "file.no_heading",
            f"“{path.name}”的工作表“{table.sheet_name}”里没有“所在团支部”一栏，也没有学校、年级或班级，"
            "不知道各人属于哪个团支部。请补上这一栏，或为各列选定字段，或指明是为哪个组织导入的。",
        )
    return table, source


@collector_resting()
def apply_roster(
    context: Context,
    plan: RosterPlan,
    *,
    kind: str = ROSTER,
    recipe: NewRecipe | None = None,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> int | None:
    """Carries a plan out in one operation and returns its number; None if there is nothing to do.

    A record that changed since the plan was made refuses the whole: the plan is to be made anew.
    """
    new = [row for row in plan.rows if row.kind == "new"]
    updated = [row for row in plan.rows if row.kind == "updated"]
    if not new and not updated:
        return None
    found = plan.source
    words = f"{_WORDS[kind]} {found.file_name}：新增 {len(new)} 人，更新 {len(updated)} 人"
    if kind != ROSTER:
        words = f"{_WORDS[kind]} {found.file_name}：更新 {len(updated)} 人"
    operation = context.operation(f"import.{kind}", words, document=found.file_name)
    with context.database.write(operation, progress=progress) as writing:
        refuse_if_stale(writing.connection, plan)
        progress.stop_if_cancelled()
        record_import(writing.connection, context, kind, found, recipe=recipe)
        progress(0, len(plan.rows), "写入")
        _insert(context, writing.connection, new, progress)
        progress.stop_if_cancelled()
        _update(context, writing.connection, updated, progress)
        _submit(context, writing.connection, updated, found, progress)
        progress.stop_if_cancelled()
    progress(len(plan.rows), len(plan.rows), "完成")
    return writing.number


def _insert(
    context: Context, connection: Connection, rows: Sequence[PlannedRow], progress: Progress
) -> None:
    day = context.today.isoformat()
    said = set().union(*(row.saved for row in rows))
    columns = tuple(name for name in MEMBER_VALUES if name in said)

    def values(row: PlannedRow) -> tuple[str | int | None, ...]:
        keys = name_keys(row.saved.get("name"))
        return (
            row.branch_id,
            NEW_STAGE.value,
            day,
            ",".join(row.missing),
            keys.pinyin,
            keys.initials,
            *map(row.saved.get, columns),
        )

    load_members(
        connection,
        (*_KEPT, *columns),
        (values(row) for row in watched(rows, progress, "写入")),
        count=len(rows),
    )


def _update(
    context: Context, connection: Connection, rows: Sequence[PlannedRow], progress: Progress
) -> None:
    """Free fields, in groups of rows that change the same ones."""
    groups: dict[tuple[str, ...], list[tuple[str | int | None, ...]]] = defaultdict(list)
    for row in watched(rows, progress, "写入"):
        if row.member is None or not (row.saved or row.branch_id):
            continue
        columns: dict[str, str | int | None] = dict(row.saved)
        if row.branch_id is not None:
            columns["branch_id"] = row.branch_id
        missing = context.policy.missing({**row.member.values, **row.saved})
        if missing != row.member.missing:  # two triggers and an index hang on it
            columns["missing"] = ",".join(missing)
        if "name" in columns:
            keys = name_keys(row.saved["name"])
            columns["name_pinyin"], columns["name_initials"] = keys.pinyin, keys.initials
        groups[tuple(columns)].append((*columns.values(), row.member.id))
    for names, parameters in groups.items():
        sets = ", ".join(f'"{name}" = ?' for name in names)
        connection.exec_driver_sql(f"UPDATE members SET {sets} WHERE id = ?", parameters)


def _submit(
    context: Context,
    connection: Connection,
    rows: Sequence[PlannedRow],
    found: ListSource,
    progress: Progress,
) -> None:
    """Review fields become change requests; an open one for the same field gives way."""
    at = context.stamp()
    for row in watched(rows, progress, "提交审核"):
        wanted = row.submitted
        if not wanted or row.member is None:
            continue
        marks = ", ".join("?" * len(wanted))
        connection.exec_driver_sql(
            "UPDATE change_fields SET state = 'withdrawn', decided_by = ?, decided_at = ?, "
            "decision_reason = '由新的申请代替' WHERE state = 'pending' AND request_id IN "
            f"(SELECT id FROM change_requests WHERE member_id = ?) AND field IN ({marks})",
            (context.operator, at, row.member.id, *wanted),
        )
        request = connection.exec_driver_sql(
            "INSERT INTO change_requests (member_id, proposed_by, proposed_at, reason, basis) "
            "VALUES (?, ?, ?, ?, ?) RETURNING id",
            (
                row.member.id,
                context.operator,
                at,
                f"名单{found.places.words(row.number)}",
                found.file_name,
            ),
        ).scalar_one()
        connection.exec_driver_sql(
            "INSERT INTO change_fields (request_id, field, base_value, new_value, clause) "
            "VALUES (?, ?, ?, ?, ?)",
            [
                (
                    request,
                    name,
                    row.member.values.get(name),
                    value,
                    context.policy.field_state(
                        name,
                        stage=row.member.status,
                        values=row.member.values,
                        today=context.today,
                    ).clause,
                )
                for name, value in wanted.items()
            ],
        )
