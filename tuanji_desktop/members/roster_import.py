"""Importing a roster list: plan, then apply in one operation exactly what the plan said."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from ..core.errors import BadInput
from ..core.pinyin import name_keys
from ..core.progress import Progress, Quiet, watched
from ..office.context import Context
from ..office.imports import record_import
from ..orgs import queries as orgs
from ..sheets.reader import Workbook
from ..sheets.reading import Reading
from ..store.bulk import insert_many
from ..store.schema import MEMBER_VALUES, members
from . import queries
from .matching import present
from .reader import read_list, roster_headings
from .roster_plan import RosterPlanner
from .roster_rows import NEW_STAGE, PlannedRow, RosterPlan

ROSTER = "roster"
QUALITY_RETURN = "quality_return"
_WORDS = {ROSTER: "导入", QUALITY_RETURN: "读回补正表"}
_COLUMNS = (
    "branch_id",
    "status",
    "status_on",
    *MEMBER_VALUES,
    "missing",
    "name_pinyin",
    "name_initials",
)


def plan_roster(
    context: Context,
    path: Path,
    *,
    reading: Reading = Reading(),  # noqa: B008 - frozen
    progress: Progress = Quiet(),  # noqa: B008 - has no state
    workbook: Workbook | None = None,
) -> RosterPlan:
    """Reads a roster list and decides what each row would do; writes nothing."""
    progress(0, 0, f"读取 {path.name}")
    table, source = read_list(
        path,
        headings=roster_headings(),
        reading=reading,
        cancelled=lambda: progress.cancelled,
        workbook=workbook,
    )
    progress.stop_if_cancelled()
    with context.database.read() as connection:
        planner = RosterPlanner(
            connection,
            table,
            policy=context.policy,
            today=context.today,
            reading=reading,
            progress=progress,
        )
        return planner.plan(source)


def apply_roster(
    context: Context,
    plan: RosterPlan,
    *,
    kind: str = ROSTER,
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
    with context.database.write(operation) as writing:
        _refuse_if_stale(writing.connection, plan.rows)
        progress.stop_if_cancelled()
        record_import(
            writing.connection,
            context,
            kind=kind,
            file_name=found.file_name,
            sha256=found.sha256,
            sheet=found.sheet,
            layout=found.layout,
            rows=found.rows,
        )
        progress(0, len(plan.rows), "写入")
        _insert(context, writing.connection, new, progress)
        progress.stop_if_cancelled()
        _update(context, writing.connection, updated)
        _submit(context, writing.connection, updated, plan.source.file_name, progress)
        progress.stop_if_cancelled()
    progress(len(plan.rows), len(plan.rows), "完成")
    return writing.number


def _refuse_if_stale(connection: Connection, rows: Sequence[PlannedRow]) -> None:
    """Members that the plan writes, and those a clerk decided for, must be as they were seen."""
    new = [row for row in rows if row.kind == "new"]
    planned = {
        row.member.id: row
        for row in rows
        if row.member and (row.kind == "updated" or (row.decided and row.kind == "unchanged"))
    }
    now = {one.id: one for one in queries.members(connection, list(planned))}
    for member_id, row in planned.items():
        if now.get(member_id) != row.member:
            decided = f"，第 {row.number} 行的决定不再成立" if row.decided else ""
            raise _stale(f"{row.member.name if row.member else ''} 的信息", decided)
    numbers = {row.saved["id_number"]: row.name for row in new if row.saved.get("id_number")}
    for number, found in queries.by_id_numbers(connection, filter(None, numbers)).items():
        if present(found):
            raise _stale(f"{numbers[number]} 的登记")
    wanted = {row.branch_id for row in rows if row.branch_id is not None}
    nodes = orgs.by_ids(connection, wanted) if wanted else {}
    if any(org_id not in nodes or nodes[org_id].status != "active" for org_id in wanted):
        raise _stale("名单中某个团支部")


def _stale(what: str, more: str = "") -> BadInput:
    return BadInput("import.stale", f"{what}在核对之后有变动{more}，没有写入。请重新核对这份名单。")


def _insert(
    context: Context, connection: Connection, rows: Sequence[PlannedRow], progress: Progress
) -> None:
    day = context.today.isoformat()

    def values(row: PlannedRow) -> tuple[str | int | None, ...]:
        keys = name_keys(row.saved.get("name"))
        return (
            row.branch_id,
            NEW_STAGE.value,
            day,
            *map(row.saved.get, MEMBER_VALUES),
            ",".join(row.missing),
            keys.pinyin,
            keys.initials,
        )

    insert_many(
        connection, members, _COLUMNS, (values(row) for row in watched(rows, progress, "写入"))
    )


def _update(context: Context, connection: Connection, rows: Sequence[PlannedRow]) -> None:
    """Free fields, in groups of rows that change the same ones."""
    groups: dict[tuple[str, ...], list[tuple[str | int | None, ...]]] = defaultdict(list)
    for row in rows:
        if row.member is None or not (row.saved or row.branch_id):
            continue
        columns: dict[str, str | int | None] = dict(row.saved)
        if row.branch_id is not None:
            columns["branch_id"] = row.branch_id
        missing = context.policy.missing({**row.member.values, **row.saved})
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
    file_name: str,
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
            (row.member.id, context.operator, at, f"名单第 {row.number} 行", file_name),
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
