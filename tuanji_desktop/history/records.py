"""Journal rows as records that a clerk knows: whose record, what was done to it, field by field."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from ..rules.policy import Policy
from ..store.journal import JournalRow
from ..store.schema import DERIVED_COLUMNS, metadata
from .words import TABLES, Value, column_label, masked, value_words

Names = Mapping[tuple[str, int], str]
"""What a record is called, by table and id."""

_REFERENCES: Mapping[tuple[str, str], str] = {
    (table.name, column.name): next(iter(column.foreign_keys)).column.table.name
    for table in metadata.sorted_tables
    for column in table.columns
    if column.foreign_keys
} | {("reveals", "member_id"): "members"}
_NAMED = {
    "members": "SELECT id, name FROM members",
    "organizations": "SELECT id, short_name FROM organizations",
    "deletion_batches": "SELECT id, number FROM deletion_batches",
    "graduate_lists": "SELECT id, file_name FROM graduate_lists",
    "change_requests": "SELECT r.id, m.name FROM change_requests AS r "
    "JOIN members AS m ON m.id = r.member_id",
    "deletion_requests": "SELECT r.id, m.name FROM deletion_requests AS r "
    "JOIN members AS m ON m.id = r.member_id",
}
_OWN_NAME = {
    "members": "name",
    "organizations": "short_name",
    "deletion_batches": "number",
    "graduate_lists": "file_name",
    "graduate_entries": "name",
    "papers": "title",
    "attachments": "file_name",
    "operators": "name",
}
_OWNER = ("member_id", "request_id", "batch_id", "branch_id")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, in words, numbers masked."""

    column: str
    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What an operation did to one record: `subject` "团员 张三", `act` 新增, 修改 or 删除."""

    subject: str
    act: str
    fields: tuple[FieldChange, ...]


def names_for(connection: Connection, rows: Iterable[JournalRow]) -> Names:
    """The names of all records these rows point to, in one query for each table."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        for values in (row.before, row.after):
            for column, value in (values or {}).items():
                target = _REFERENCES.get((row.table, column))
                if target in _NAMED and isinstance(value, int):
                    wanted[target].add(value)
    found: dict[tuple[str, int], str] = {}
    for table, ids in wanted.items():
        sql = _NAMED[table]
        key = "r.id" if " AS r " in sql else "id"
        marks = ",".join(map(str, ids))
        for row_id, name in connection.exec_driver_sql(f"{sql} WHERE {key} IN ({marks})"):
            found[table, row_id] = name or "（未填姓名）"
    return found


def subject(row: JournalRow, names: Names, policy: Policy) -> str:
    """Whose record a row is."""
    values = {**(row.before or {}), **(row.after or {})}
    kind = TABLES.get(row.table, row.table)
    if row.table == "settings":
        return f"{kind} {value_words('settings', 'key', values.get('key'), policy=policy) or ''}"
    own = values.get(_OWN_NAME.get(row.table, ""))
    if own is None:
        for column in _OWNER:
            target = _REFERENCES.get((row.table, column), "")
            if isinstance(one := values.get(column), int):
                own = names.get((target, one))
            if own is not None:
                break
    return f"{kind} {own}" if own else f"{kind} 第 {row.row_id} 条"


def record_changes(
    rows: Sequence[JournalRow], names: Names, policy: Policy, *, whole: bool = False
) -> tuple[RecordChange, ...]:
    """Rows in words; columns that only follow from others are left out."""
    return tuple(
        RecordChange(
            subject(row, names, policy), _act(row), field_changes(row, names, policy, whole=whole)
        )
        for row in rows
    )


def field_changes(
    row: JournalRow, names: Names, policy: Policy, *, whole: bool = False
) -> tuple[FieldChange, ...]:
    """The fields that a row changed; `whole` shows numbers without stars."""
    hidden = DERIVED_COLUMNS.get(row.table, frozenset()) | {"id", "match_name"}
    values = {**(row.before or {}), **(row.after or {})}
    found = (
        FieldChange(
            column,
            column_label(row.table, column),
            _words(row.table, column, before, values, names, policy, whole),
            _words(row.table, column, after, values, names, policy, whole),
        )
        for column, (before, after) in row.changed_fields().items()
        if column not in hidden
    )
    return tuple(one for one in found if one.before or one.after)


def _words(
    table: str,
    column: str,
    value: Value,
    values: Mapping[str, Value],
    names: Names,
    policy: Policy,
    whole: bool,
) -> str | None:
    target = _REFERENCES.get((table, column))
    if target is not None and isinstance(value, int):
        return names.get((target, value), f"第 {value} 条")
    field = column
    if table == "change_fields" and column in ("base_value", "new_value"):
        field = str(values.get("field"))
    elif table == "deletion_reasons" and column == "corrected":
        reason = policy.reasons.get(str(values.get("code")))
        field = (reason.field if reason else None) or column
    elif table == "drafts" and column == "content":
        return None if value is None else "（草稿内容）"
    words = value_words(table, column, value, policy=policy)
    return words if whole else masked(field, words)


def _act(row: JournalRow) -> str:
    if row.before is None:
        return "新增"
    return "删除" if row.after is None else "修改"


def field_labels(table: str, fields: Sequence[str]) -> str:
    """Names of fields as one says them in a row."""
    derived = DERIVED_COLUMNS.get(table, frozenset())
    return "、".join(column_label(table, one) for one in fields if one not in derived)
