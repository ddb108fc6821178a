"""Reading the journal for people: who did what, when, on which paper, and to whom."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from ..core.errors import NotFound
from ..members.loading import HistoryChange, HistoryLine
from ..office.context import Context
from ..rules.fields import FIELDS
from ..rules.policy import Policy
from ..store import journal
from ..store.journal import JournalOperation, JournalRow
from ..store.schema import DERIVED_COLUMNS
from . import records
from .records import RecordChange
from .words import column_label, value_words

_HIDDEN = ("draft.keep", "draft.drop", "recipe.keep")
_SHOWN = "kind NOT IN ('draft.keep', 'draft.drop', 'recipe.keep')"
PAGE = 100
"""Records of an operation that are put into words at a time."""


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """One field of one record, before and after, in the labels of the field table."""

    table: str
    row_id: int
    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class OperationRow:
    """An operation as the list shows it. `undone_by`: the operation that took it back, if any."""

    number: int
    kind: str
    at: str
    actor: str
    words: str
    reason: str | None
    document: str | None
    rows: int
    undoes: int | None
    undone_by: int | None

    @property
    def undoable(self) -> bool:
        """Whether it can be taken back: the first one, one that is already back, and that somebody
        was refused cannot."""
        return self.kind not in ("office.create", "deletion.attempt") and self.undone_by is None


@dataclass(frozen=True, slots=True)
class OperationDetails:
    """One operation with a page of the records it wrote; `start` counts from 0."""

    operation: OperationRow
    start: int
    records: tuple[RecordChange, ...]

    @property
    def complete(self) -> bool:
        return self.start + len(self.records) >= self.operation.rows


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


def load_numbers(context: Context, *, words: str = "") -> "array[int]":
    """Numbers of all operations, the newest first; `words` are looked for in all that is said.

    Several words must all occur; a number is also that operation, and a day `2018-08-01` those of the day.
    """
    conditions, parameters = [_SHOWN], list[str]()
    for word in words.split():
        conditions.append(
            "(instr(words, ?) OR instr(actor, ?) OR instr(ifnull(reason, ''), ?) "
            "OR instr(ifnull(document, ''), ?) OR CAST(number AS TEXT) = ? "
            "OR (length(?) >= 4 AND instr(at, ?) = 1))"
        )
        parameters += [word] * 7
    with context.database.read() as connection:
        found = connection.exec_driver_sql(
            f"SELECT number FROM journal_operations WHERE {' AND '.join(conditions)} "
            "ORDER BY number DESC",
            tuple(parameters),
        )
        return array("q", (row[0] for row in found))


def load_rows(context: Context, numbers: Sequence[int]) -> dict[int, OperationRow]:
    """Operations by number, as the list shows them."""
    with context.database.read() as connection:
        return _operation_rows(connection, numbers)


def load_details(context: Context, *, number: int, start: int = 0) -> OperationDetails:
    """One operation and a page of what it wrote, in words; NotFound where there is none."""
    with context.database.read() as connection:
        row = _operation_rows(connection, [number]).get(number)
        found = journal.operation(connection, number)
        if row is None or found is None:
            raise NotFound("operation.unknown", f"没有第 {number} 号操作。")
        written = journal.rows_between(
            connection,
            found.first_row + start,
            min(found.last_row, found.first_row + start + PAGE - 1),
        )
        rows = list(written)
        names = records.names_for(connection, rows)
    return OperationDetails(row, start, records.record_changes(rows, names, context.policy))


def history_lines(context: Context, member_id: int, *, limit: int = 200) -> tuple[HistoryLine, ...]:
    """The life of a member for the card, the newest first.

    Fields of the record come whole, because they can be restored from there: the card masks them.
    """
    with context.database.read() as connection:
        found = _rows_of_member(connection, member_id, limit)
        names = records.names_for(connection, [row for _, rows in found for row in rows])
    return tuple(
        HistoryLine(
            one.number,
            one.at,
            one.actor,
            one.words,
            one.reason,
            one.document,
            tuple(change for row in rows for change in _card_changes(row, names, context.policy)),
        )
        for one, rows in found
    )


def _card_changes(row: JournalRow, names: records.Names, policy: Policy) -> Iterator[HistoryChange]:
    if row.table == "members" and row.before is None:
        return  # the record as it came: the card shows it anyway
    changed = row.changed_fields()
    for one in records.field_changes(row, names, policy):
        if row.table == "members" and one.column in FIELDS:
            before, after = changed[one.column]
            yield HistoryChange(one.label, _text(before), _text(after), one.column)
        else:
            yield HistoryChange(one.label, one.before, one.after)


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)


def operations_of_member(
    connection: Connection, member_id: int, *, limit: int = 200
) -> list[tuple[JournalOperation, tuple[LoggedChange, ...]]]:
    """The life of a member: every operation that wrote the record, the newest first."""
    return [
        (one, tuple(change for row in rows for change in changes(row)))
        for one, rows in _rows_of_member(connection, member_id, limit)
    ]


def changes(row: JournalRow) -> list[LoggedChange]:
    """A journal row in words; columns that only follow from others are left out."""
    derived = DERIVED_COLUMNS.get(row.table, frozenset()) | {"id"}
    return [
        LoggedChange(
            row.table,
            row.row_id,
            column_label(row.table, name),
            value_words(row.table, name, old),
            value_words(row.table, name, new),
        )
        for name, (old, new) in row.changed_fields().items()
        if name not in derived
    ]


def _rows_of_member(
    connection: Connection, member_id: int, limit: int
) -> list[tuple[JournalOperation, list[JournalRow]]]:
    rows: dict[int, list[JournalRow]] = {}
    for row in journal.rows_of_record(connection, "members", member_id):
        rows.setdefault(row.operation, []).append(row)
    requests = connection.exec_driver_sql(
        "SELECT 'change_requests', id FROM change_requests WHERE member_id = ? UNION ALL "
        "SELECT 'change_fields', f.id FROM change_fields AS f "
        "JOIN change_requests AS r ON r.id = f.request_id WHERE r.member_id = ?",
        (member_id, member_id),
    ).all()
    for table, row_id in requests:
        for row in journal.rows_of_record(connection, table, row_id):
            rows.setdefault(row.operation, []).append(row)
    result = []
    for number in sorted(rows, reverse=True)[:limit]:
        found = journal.operation(connection, number)
        if found is not None and found.kind not in _HIDDEN:
            result.append((found, rows[number]))
    return result


def _operation_rows(connection: Connection, numbers: Sequence[int]) -> dict[int, OperationRow]:
    undone = taken_back(connection)
    found = {}
    for start in range(0, len(numbers), 5_000):
        marks = ",".join(map(str, numbers[start : start + 5_000]))
        for row in connection.exec_driver_sql(
            "SELECT number, kind, at, actor, words, reason, document, "
            f"last_row - first_row + 1, undoes FROM journal_operations WHERE number IN ({marks})"
        ):
            values: tuple[Any, ...] = (*row, undone.get(row[0]))
            found[row[0]] = OperationRow(*values)
    return found


def taken_back(connection: Connection) -> dict[int, int]:
    """Operation → the undo that took it back and was not itself taken back."""
    undone: dict[int, int] = {}
    for number, undoes in connection.exec_driver_sql(
        "SELECT number, undoes FROM journal_operations WHERE undoes IS NOT NULL "
        "ORDER BY number DESC"
    ):
        if number not in undone:
            undone.setdefault(undoes, number)
    return undone
