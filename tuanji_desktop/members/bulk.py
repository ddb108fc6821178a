"""Editing many members at once: a plan that wrote nothing, then exactly that plan in one operation.

Every record is judged as in its own card (`members.edits.judge`): saved, submitted for review or
refused as a whole; under a pack that keeps incomplete cards (Q 五.2) such a card becomes a draft.
What is refused for one holds nobody else up.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from ..core.errors import BadInput, NotFound
from ..core.pinyin import name_keys
from ..core.progress import Progress, Quiet, watched
from ..office.context import Context
from ..rules.fields import FIELDS, Kind
from ..rules.lifecycle import Stage
from ..rules.policy import Policy
from ..store.bulk import insert_many, update_many
from ..store.connection import raw
from ..store.schema import change_fields, change_requests, drafts, members
from .bulk_plan import (
    MODE_LABELS,
    ONE_PERSONS,
    BulkCell,
    BulkChange,
    BulkPlan,
    BulkPlanner,
    BulkRow,
    Mode,
    counted,
    own_drafts,
)
from .service import find_doubles

__all__ = [
    "MODE_LABELS", "BulkCell", "BulkChange", "BulkPlan", "BulkRow", "Mode", "apply_bulk",
    "expected_changes", "plan_bulk", "plan_each",
]  # fmt: skip


def expected_changes(policy: Policy) -> tuple[BulkChange, ...]:
    """The values that the pack expects (Q 四.1, 四.4), for records where the field is empty."""
    return tuple(
        BulkChange(row.field, Mode.FILL, row.value, when=row.when) for row in policy.expected
    )


def plan_bulk(
    context: Context,
    *,
    member_ids: Sequence[int],
    changes: Sequence[BulkChange],
    reason: str | None = None,
    basis: str | None = None,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> BulkPlan:
    """Decides what the changes would do to each of these members; writes nothing.

    Raises `BadInput` for changes that make no sense for anybody and `NotFound` for an unknown id.
    """
    _check(context, changes)
    ids = list(dict.fromkeys(member_ids))
    if not ids:
        raise BadInput("bulk.nobody", "没有选中团员。请先选出要修改的人。")
    with context.database.read() as connection:
        seen = _last_journal_row(connection)
        planner = BulkPlanner(context, connection, changes, several=len(ids) > 1)
        rows = tuple(planner.rows(ids, progress))
    progress(len(ids), len(ids), "核对")
    return _planned(context, ids, rows, seen, changes=tuple(changes), reason=reason, basis=basis)


def plan_each(
    context: Context,
    *,
    values: Mapping[int, Mapping[str, str]],
    title: str,
    basis: str | None = None,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> BulkPlan:
    """Decides what becomes of values that each member has of their own (member → field → raw
    value), such as a list brings them; writes nothing. `title` is what the journal calls it.

    Raises `BadInput` where there is nobody, or a field is none, and `NotFound` for an unknown id.
    """
    if not values:
        raise BadInput("bulk.nobody", "没有选中团员。请先选出要修改的人。")
    for name in {name for given in values.values() for name in given}:
        if name not in FIELDS or FIELDS[name].kind is Kind.BRANCH:
            raise BadInput("field.unknown", f"“{name}”不能这样修改。")
    ids = list(values)
    with context.database.read() as connection:
        seen = _last_journal_row(connection)
        planner = BulkPlanner(context, connection, (), several=len(ids) > 1, each=values)
        rows = tuple(planner.rows(ids, progress))
    progress(len(ids), len(ids), "核对")
    return _planned(context, ids, rows, seen, basis=basis, title=title)


def _planned(
    context: Context,
    ids: Sequence[int],
    rows: tuple[BulkRow, ...],
    seen: int,
    *,
    changes: tuple[BulkChange, ...] = (),
    reason: str | None = None,
    basis: str | None = None,
    title: str = "",
) -> BulkPlan:
    if len(rows) < len(ids):
        unknown = min(set(ids) - {row.id for row in rows})
        raise NotFound("member.unknown", f"没有编号为 {unknown} 的团员。")
    return BulkPlan(
        changes=changes,
        rows=rows,
        counts=counted(rows),
        reason=reason or None,
        basis=basis or None,
        day=context.today,
        policy=context.policy.digest,
        seen=seen,
        title=title,
    )


def apply_bulk(
    context: Context,
    plan: BulkPlan,
    *,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> int | None:
    """Carries a plan out in one operation and returns its number; None if there is nothing to do.

    Raises `BadInput` (`bulk.stale`) and writes nothing where a record, the day or the pack is no
    longer what the plan was made for.
    """
    if plan.empty:
        return None
    if (plan.day, plan.policy) != (context.today, context.policy.digest):
        raise _stale("预览之后日期或规则包变了")
    rows = [row for row in plan.rows if row.kind in ("changed", "draft")]
    operation = context.operation(
        "member.bulk", plan.operation_words(), reason=plan.reason, document=plan.basis
    )
    with context.database.write(operation, progress=progress) as writing:
        connection = writing.connection
        _refuse_if_stale(connection, plan, rows)
        known = _same_drafts(context, connection, rows)
        progress.stop_if_cancelled()
        changed = [row for row in rows if row.kind == "changed"]
        _write_values(connection, changed, progress)
        _propose(context, connection, plan, changed, progress)
        _keep_drafts(context, connection, rows, known)
        progress.stop_if_cancelled()
        progress(len(rows), len(rows), "写入日志")
    progress(len(rows), len(rows), "完成")
    return writing.number


# ---- what makes no sense for anybody ----


def _check(context: Context, changes: Sequence[BulkChange]) -> None:
    if not changes:
        raise BadInput("bulk.nothing", "没有要改的字段。请至少选一项。")
    for change in changes:
        field = FIELDS.get(change.field)
        if field is None:
            raise BadInput("field.unknown", f"没有名为“{change.field}”的字段。")
        if field.kind is Kind.BRANCH:
            state = context.policy.field_state(
                "branch", stage=Stage.ACTIVE, values={}, today=context.today
            )
            message = f"{state.reason}报到尚未通过的，请逐人改报。"
            raise BadInput("bulk.branch", message, clause=state.clause)
        if change.mode in (Mode.SET, Mode.FILL) and not change.value.strip():
            message = f"没有填写{field.label}的新值。要清空请选“清空”。"
            raise BadInput("bulk.value", message)
        if change.mode is Mode.REPLACE and not change.find:
            raise BadInput("bulk.find", f"没有填写{field.label}里要替换的文字。")
    names = [change.field for change in changes]
    if len(set(names)) < len(names):
        double = next(name for name in names if names.count(name) > 1)
        raise BadInput("bulk.twice", f"“{FIELDS[double].label}”选了两次，请留一项。")


# ---- whether it is still so ----


def _last_journal_row(connection: Connection) -> int:
    return int(
        connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM journal_rows").scalar_one()
    )


def _refuse_if_stale(connection: Connection, plan: BulkPlan, rows: Sequence[BulkRow]) -> None:
    """Whatever was written to these records or to their requests since the plan was made."""
    touched = {
        row[0]
        for row in raw(connection).execute(
            "SELECT row_id FROM journal_rows WHERE id > ? AND table_name = 'members' UNION "
            "SELECT r.member_id FROM journal_rows AS j JOIN change_fields AS f ON f.id = j.row_id "
            "JOIN change_requests AS r ON r.id = f.request_id "
            "WHERE j.id > ? AND j.table_name = 'change_fields'",
            (plan.seen, plan.seen),
        )
    }
    if not touched:
        return
    for row in rows:
        if row.id in touched:
            raise _stale(f"{row.name} 的信息在预览之后有变动")
        taken = {
            cell.field: cell.after
            for cell in row.cells
            if cell.field in ONE_PERSONS and cell.kind in ("saved", "submitted")
        }
        if taken and find_doubles(connection, taken, but=row.id):
            raise _stale(f"给 {row.name} 的号码在预览之后已被使用")


def _same_drafts(
    context: Context, connection: Connection, rows: Sequence[BulkRow]
) -> Mapping[int, tuple[int, str]]:
    """The drafts that the plan rests on, as long as nobody went on with them elsewhere."""
    concerned = [row for row in rows if row.kind == "draft" or row.draft]
    known = own_drafts(connection, context.operator, [row.id for row in concerned])
    for row in concerned:
        if known.get(row.id, (0, ""))[1] != row.draft:
            raise _stale(f"{row.name} 的草稿在预览之后有变动")
    return known


def _stale(what: str) -> BadInput:
    return BadInput("bulk.stale", f"{what}，没有写入任何内容。请重新预览。")


# ---- writing ----


def _write_values(connection: Connection, rows: Sequence[BulkRow], progress: Progress) -> None:
    """Free fields with what follows from them, in groups of rows that change the same ones."""
    groups: dict[tuple[str, ...], list[tuple[str | int | None, ...]]] = defaultdict(list)
    for row in rows:
        columns: dict[str, str | int | None] = {
            cell.field: cell.after for cell in row.cells if cell.kind == "saved"
        }
        if not columns:
            continue
        columns["missing"] = row.missing
        if "name" in columns:
            keys = name_keys(str(columns["name"] or ""))
            columns["name_pinyin"], columns["name_initials"] = keys.pinyin, keys.initials
        groups[tuple(columns)].append((*columns.values(), row.id))
    for names, parameters in groups.items():
        update_many(connection, members, names, watched(parameters, progress, "写入"))


def _propose(
    context: Context,
    connection: Connection,
    plan: BulkPlan,
    rows: Sequence[BulkRow],
    progress: Progress,
) -> None:
    """Review fields become change requests; an older open one for the same field gives way."""
    wanted = [(row, _cells(row, "submitted")) for row in rows if row.submitted]
    if not wanted:
        return
    at = context.stamp()
    raw(connection).executemany(
        "UPDATE change_fields SET state = 'withdrawn', decided_by = ?, decided_at = ?, "
        "decision_reason = '由新的申请代替' WHERE state = 'pending' AND field = ? "
        "AND request_id IN (SELECT id FROM change_requests WHERE member_id = ?)",
        (
            (context.operator, at, cell.field, row.id)
            for row, cells in wanted
            if row.replaces
            for cell in cells
        ),
    )
    numbers = insert_many(
        connection,
        change_requests,
        ("member_id", "proposed_by", "proposed_at", "reason", "basis"),
        (
            (row.id, context.operator, at, plan.reason, plan.basis)
            for row, _cells_ in watched(wanted, progress, "提交审核")
        ),
    )
    insert_many(
        connection,
        change_fields,
        ("request_id", "field", "base_value", "new_value", "clause"),
        (
            (number, cell.field, cell.before, cell.after, cell.clause)
            for number, (_row, cells) in zip(numbers, wanted, strict=True)
            for cell in cells
        ),
    )


def _keep_drafts(
    context: Context,
    connection: Connection,
    rows: Sequence[BulkRow],
    known: Mapping[int, tuple[int, str]],
) -> None:
    """Incomplete cards wait beside the valid ones, with what the operator had typed before; a
    draft that is complete now has become the record."""
    at = context.stamp()
    new: list[tuple[object, ...]] = []
    changed: list[tuple[object, ...]] = []
    for row in rows:
        if row.kind != "draft":
            continue
        values = {cell.field: cell.after for cell in _cells(row, "draft")}
        number, before = known.get(row.id, (0, "{}"))
        text = json.dumps({**json.loads(before), **values}, ensure_ascii=False, sort_keys=True)
        if number:
            changed.append((text, at, number))
        else:
            new.append((row.id, context.operator, text, at))
    update_many(connection, drafts, ("content", "saved_at"), changed)
    insert_many(connection, drafts, ("member_id", "operator", "content", "saved_at"), new)
    raw(connection).executemany(
        "DELETE FROM drafts WHERE id = ?",
        [(known[row.id][0],) for row in rows if row.kind == "changed" and row.draft],
    )


def _cells(row: BulkRow, kind: str) -> tuple[BulkCell, ...]:
    return tuple(cell for cell in row.cells if cell.kind == kind)
