"""Reading the journal for people: who did what, when, on which paper, and to whom."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from ..rules.fields import FIELDS
from ..rules.lifecycle import STAGE_LABELS, Stage
from ..store import journal
from ..store.journal import JournalOperation, JournalRow
from ..store.schema import DERIVED_COLUMNS

TABLES = {
    "members": "团员",
    "organizations": "团组织",
    "change_requests": "修改申请",
    "change_fields": "修改申请的字段",
    "deletion_requests": "删除申请",
    "deletion_reasons": "删除原因",
    "deletion_batches": "删除批次",
    "papers": "纸件",
    "attachments": "附件",
    "graduate_lists": "毕业生名单",
    "graduate_entries": "毕业生",
    "settings": "本单位设置",
    "operators": "操作员",
    "drafts": "草稿",
}
_HIDDEN = ("draft.keep", "draft.drop")


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """One field of one record, before and after, in the labels of the field table."""

    table: str
    row_id: int
    label: str
    before: str | None
    after: str | None


def operations(
    connection: Connection, *, limit: int = 200, before: int | None = None, drafts: bool = False
) -> list[JournalOperation]:
    """The newest operations; keeping and dropping drafts is left out unless asked for."""
    found: list[JournalOperation] = []
    while len(found) < limit:
        page = journal.operations(connection, limit=limit, before=before)
        if not page:
            break
        found += [one for one in page if drafts or one.kind not in _HIDDEN]
        before = page[-1].number
    return found[:limit]


def operations_of_member(
    connection: Connection, member_id: int, *, limit: int = 200
) -> list[tuple[JournalOperation, tuple[LoggedChange, ...]]]:
    """The life of a member: every operation that wrote the record, the newest first."""
    rows: dict[int, list[JournalRow]] = {}
    for row in journal.rows_of_record(connection, "members", member_id):
        rows.setdefault(row.operation, []).append(row)
    requests = [
        found
        for (found,) in connection.exec_driver_sql(
            "SELECT id FROM change_requests WHERE member_id = ?", (member_id,)
        )
    ]
    for request in requests:
        for row in journal.rows_of_record(connection, "change_requests", request):
            rows.setdefault(row.operation, []).append(row)
    result = []
    for number in sorted(rows, reverse=True)[:limit]:
        found = journal.operation(connection, number)
        if found is not None and found.kind not in _HIDDEN:
            written = tuple(change for row in rows[number] for change in changes(row))
            result.append((found, written))
    return result


def details(
    connection: Connection, operation: JournalOperation, *, limit: int = 2_000
) -> list[LoggedChange]:
    """What an operation wrote, field by field, up to a limit."""
    found: list[LoggedChange] = []
    for row in journal.rows_of_operation(connection, operation):
        found += changes(row)
        if len(found) >= limit:
            break
    return found[:limit]


def changes(row: JournalRow) -> list[LoggedChange]:
    """A journal row in words; columns that only follow from others are left out."""
    derived = DERIVED_COLUMNS.get(row.table, frozenset()) | {"id"}
    return [
        LoggedChange(
            row.table,
            row.row_id,
            column_label(row.table, name),
            _words(name, old),
            _words(name, new),
        )
        for name, (old, new) in row.changed_fields().items()
        if name not in derived
    ]


_COLUMN_LABELS: Mapping[str, str] = {
    "status": "状态",
    "status_reason": "状态说明",
    "status_on": "状态日期",
    "branch_id": "所在团支部",
    "full_name": "组织全称",
    "short_name": "组织简称",
    "code": "组织编码",
    "kind": "组织类别",
    "parent_id": "上级组织",
    "school_kind": "学校类别",
    "value": "值",
    "key": "项目",
    "state": "状态",
    "new_value": "申请改为",
    "base_value": "申请时的值",
    "field": "字段",
    "decided_by": "审核人",
    "decided_at": "审核时间",
    "decision_reason": "审核意见",
    "proposed_by": "申请人",
    "proposed_at": "申请时间",
    "reason": "原因",
    "basis": "依据",
    "member_id": "团员",
    "request_id": "申请",
    "batch_id": "批次",
    "number": "批号",
    "document_number": "文号",
    "progress": "办理情况",
    "match": "核对结果",
    "destination": "毕业去向",
    "note": "备注",
    "role": "角色",
    "active": "在用",
}


def column_label(table: str, column: str) -> str:
    """The Chinese name of a column."""
    if table == "members" and column in FIELDS:
        return FIELDS[column].label
    return _COLUMN_LABELS.get(column) or (FIELDS[column].label if column in FIELDS else column)


def _words(column: str, value: str | int | None) -> str | None:
    if column == "status" and value in Stage.__members__.values():
        return STAGE_LABELS[Stage(str(value))]
    if column == "field" and value in FIELDS:
        return FIELDS[str(value)].label
    return None if value is None else str(value)
