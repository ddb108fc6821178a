"""Side by side: a list of the official system against the roster, and the work list it leaves.

    plan_comparison(context, path, …) -> ComparisonPlan     writes nothing
    start_comparison(context, plan)   -> operation          the work list, in one operation

What clerks then say of its lines is `comparison.settling`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from sqlalchemy import Connection

from ..core.collector import collector_resting
from ..core.errors import BadInput
from ..core.progress import Progress, Quiet, watched
from ..members.reader import read_list
from ..office.context import Context
from ..office.import_recipes import NewRecipe
from ..office.imports import record_import, seen_before
from ..sheets.heading import Table
from ..sheets.reader import Workbook
from ..sheets.reading import Reading
from ..store.bulk import insert_many
from ..store.connection import raw
from ..store.list_tables import comparison_rows
from .comparer import Comparer, Grounds, Written, grounds_of
from .kinds import DECIDED, DIFFERS, HERE, SAID, THERE, UNSURE
from .plan import SAME, ComparisonPlan, Line
from .reader import comparison_headings
from .scope import Scope

KIND = "comparison"
_COLUMNS = (
    "comparison_id", "kind", "row_number", "member_id", "name", "id_number", "branch_id", "branch",
    "field", "here", "there", "content", "settled", "settled_by", "settled_on", "note",
)  # fmt: skip
_ALARM_SHARE = 0.3
_ALARM_FEWEST = 20
Key = tuple[object, ...]


@collector_resting()
def plan_comparison(
    context: Context,
    path: Path,
    *,
    org_id: int | None = None,
    reading: Reading = Reading(),  # noqa: B008 - frozen
    progress: Progress = Quiet(),  # noqa: B008 - has no state
    workbook: Workbook | None = None,
) -> ComparisonPlan:
    """Lays the list beside the roster; `org_id` None: what it covers is taken from its rows.

    Raises FileRefused (`file.*`) and BadInput `comparison.no_scope`, `comparison.empty`.
    """
    progress(0, 0, f"读取 {path.name}")
    with context.database.read() as connection:

        @cache
        def grounds() -> Grounds:
            return grounds_of(connection, context.today)

        table, source = read_list(
            path,
            headings=comparison_headings(),
            reading=reading,
            cancelled=lambda: progress.cancelled,
            workbook=workbook,
            beside=lambda _rows: grounds(),
        )
        if not table.rows:
            raise BadInput(
                "comparison.empty", f"“{path.name}”的表头下面没有人，没有可以比对的内容。"
            )
        journal = last_journal_row(connection)
        comparer = Comparer(
            context,
            connection,
            table,
            reading=reading,
            org_id=org_id,
            grounds=grounds(),
            earlier=_earlier_decisions(connection),
            progress=progress,
        )
        scope = comparer.run()
        previous = _open_comparison(connection, scope.org_id)
        carried = _said_before(connection, previous) if previous else {}
        seen = seen_before(connection, kind=KIND, sha256=source.sha256)
    rows = comparer.rows
    return ComparisonPlan(
        source=source,
        scope=scope,
        fields=comparer.fields,
        rows=rows,
        lines=tuple(comparer.lines),
        findings=tuple(comparer.findings.all),
        questions=comparer.questions,
        members=comparer.members,
        alarms=tuple(_alarms(comparer)),
        notes=(
            *_notes(comparer, scope, table),
            *((seen.words.replace("导入", "比对"),) if seen else ()),
            *source.told,
        ),
        previous=previous,
        carried=sum(_key(line) in carried for line in comparer.lines),
        journal=journal,
    )


def _notes(comparer: Comparer, scope: Scope, table: Table) -> Iterable[str]:
    how = "按名单判断" if scope.guessed else "指定"
    yield f"比对范围（{how}）：{scope.name}，在册 {comparer.members:,} 人。"
    branches, people = comparer.silent(scope)
    if branches:
        yield (
            f"范围内另有 {branches:,} 个团支部（{people:,} 人）名单里一个人也没有，没有比对。"
            "名单如果应当包括他们，请指定比对范围。"
        )
    for field, number in comparer.masked.items():
        yield f"“{table.headings[table.columns[field]]}”有 {number:,} 格打了码，只比可见的部分。"


def _alarms(comparer: Comparer) -> Iterable[str]:
    """What hardly is the roster's fault: a wrong scope, a list cut off, a column mistaken."""
    matched = sum(row.kind in (SAME, DIFFERS) for row in comparer.rows)
    for kind, whole, words in (
        (HERE, comparer.members, "台账里有 {0:,} 人（{1}%）不在名单里，名单可能不全，或比对范围不对。"),
        (THERE, len(comparer.rows), "名单里有 {0:,} 人（{1}%）不在册，可能不是这个单位的名单。"),
    ):  # fmt: skip
        number = sum(line.kind == kind for line in comparer.lines)
        if number >= _ALARM_FEWEST and number >= _ALARM_SHARE * whole:
            yield words.format(number, round(100 * number / whole))
    differing: dict[str, int] = {}
    for line in comparer.lines:
        if line.field is not None and line.there is not None:
            differing[line.field] = differing.get(line.field, 0) + 1
    for field, number in differing.items():
        if number >= _ALARM_FEWEST and number >= _ALARM_SHARE * matched:
            share = round(100 * number / matched)
            label = comparer.heading_of(field)
            yield f"“{label}”一栏有 {share}% 的人与台账不同，请核对这一栏是否对错了。"


# ------------------------------------------------------------------------- the work list
def start_comparison(
    context: Context,
    plan: ComparisonPlan,
    *,
    recipe: NewRecipe | None = None,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> int:
    """Writes the work list in one operation and returns its number. An older open comparison of
    the same scope is closed, and what was said of its lines stays said where they are still so.

    Raises BadInput `import.stale` and writes nothing where the roster moved since the plan.
    """
    words = f"名单比对 {plan.source.file_name}：{plan.words().rstrip('。')}"
    operation = context.operation("comparison.start", words, document=plan.source.file_name)
    with context.database.write(operation, progress=progress) as writing:
        connection = writing.connection
        _refuse_if_stale(connection, plan)
        progress.stop_if_cancelled()
        carried = _said_before(connection, plan.previous) if plan.previous else {}
        if plan.previous:
            close(connection, plan.previous, context)
        number = int(
            connection.exec_driver_sql(
                "INSERT INTO comparisons (file_name, sha256, org_id, rows, compared_by, compared_on) "
                "VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                (
                    plan.source.file_name,
                    plan.source.sha256,
                    plan.scope.org_id,
                    len(plan.rows),
                    context.operator,
                    context.today.isoformat(),
                ),
            ).scalar_one()
        )
        record_import(connection, context, KIND, plan.source, recipe=recipe)
        lines = [placed(plan, one) for one in plan.lines]
        write_lines(connection, number, watched(lines, progress, "写入清单"), carried)
        progress.stop_if_cancelled()
    progress(len(plan.lines), len(plan.lines), "完成")
    return writing.number


def placed(plan: ComparisonPlan, line: Line) -> Line:
    """A line whose row is the one that the clerk sees in the file."""
    places = plan.source.places
    return (
        line
        if not line.row
        else replace(line, row=places.row(line.row), sheet=places.sheet(line.row))
    )


def write_lines(
    connection: Connection,
    comparison_id: int,
    lines: Iterable[Line],
    carried: Mapping[Key, Sequence[object]] | None = None,
) -> None:
    """Adds lines to a work list, with what was said of them before."""
    said = carried or {}
    nothing = (None, None, None, None)
    insert_many(
        connection,
        comparison_rows,
        _COLUMNS,
        (
            (
                comparison_id, line.kind, line.row, line.member_id, line.name, line.id_number,
                line.branch_id, line.branch, line.field, line.here, line.there, _content(line),
                *said.get(_key(line), nothing),
            )
            for line in lines
        ),
    )  # fmt: skip


def _content(line: Line) -> str | None:
    kept: dict[str, object] = {}
    if line.values or line.candidates:
        kept["values"] = dict(line.values)
    if line.candidates:
        kept["candidates"] = list(line.candidates)
    if line.sheet:
        kept["sheet"] = line.sheet
    if not kept:
        return None
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _key(line: Line) -> Key:
    """By what a line of a newer list is the same as one of the older."""
    return (
        line.kind, line.member_id, line.field, line.here if line.field else None, line.there,
        None if line.member_id else line.name, None if line.member_id else line.id_number,
    )  # fmt: skip


def _said_before(connection: Connection, comparison_id: int) -> dict[Key, Sequence[object]]:
    """What a clerk has said of the lines of an older comparison."""
    marks = ", ".join(f"'{one}'" for one in SAID)
    found: dict[Key, Sequence[object]] = {}
    for kind, member_id, field, here, there, name, number, *said in raw(connection).execute(
        "SELECT kind, member_id, field, here, there, name, id_number, settled, settled_by, "
        f"settled_on, note FROM comparison_rows WHERE comparison_id = ? AND settled IN ({marks})",
        (comparison_id,),
    ):
        line = Line(
            kind, name, member_id=member_id, id_number=number, field=field, here=here, there=there
        )
        found[_key(line)] = said
    return found


def _earlier_decisions(connection: Connection) -> dict[Written, int | None]:
    """Whom clerks took a row for that its number did not tell: name and number as written, and the
    branch → member (None: nobody of those asked). The newest comparison speaks last; rows that look
    alike and were two persons tell nothing, nor does a name alone: others have it too."""
    found: dict[Written, int | None] = {}
    spoke: dict[Written, int] = {}
    for comparison_id, name, number, branch_id, member_id in raw(connection).execute(
        "SELECT comparison_id, name, id_number, branch_id, member_id FROM comparison_rows "
        f"WHERE kind = '{UNSURE}' AND settled = '{DECIDED}' "
        "AND (id_number IS NOT NULL OR branch_id IS NOT NULL) ORDER BY comparison_id, id"
    ):
        key = (name, number or "", branch_id)
        if spoke.get(key) == comparison_id and found.get(key, member_id) != member_id:
            found.pop(key, None)
        elif spoke.get(key) != comparison_id or key in found:
            found[key] = member_id
        spoke[key] = comparison_id
    return found


def _open_comparison(connection: Connection, org_id: int | None) -> int | None:
    found = connection.exec_driver_sql(
        "SELECT max(id) FROM comparisons WHERE org_id IS ? AND closed_on IS NULL", (org_id,)
    ).scalar()
    return int(found) if found is not None else None


def close(connection: Connection, comparison_id: int, context: Context) -> None:
    """Ends a comparison inside a write."""
    connection.exec_driver_sql(
        "UPDATE comparisons SET closed_on = ? WHERE id = ?",
        (context.today.isoformat(), comparison_id),
    )


def last_journal_row(connection: Connection) -> int:
    """The newest row of the journal: whatever comes later, a plan does not know."""
    found = connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM journal_rows")
    return int(found.scalar_one())


def _refuse_if_stale(connection: Connection, plan: ComparisonPlan) -> None:
    moved = connection.exec_driver_sql(
        "SELECT EXISTS (SELECT 1 FROM journal_rows WHERE id > ? AND table_name IN "
        "('members', 'organizations', 'comparisons', 'comparison_rows'))",
        (plan.journal,),
    ).scalar()
    if moved:
        raise BadInput("import.stale", "比对之后台账有变动，没有写入。请重新核对这份名单。")
