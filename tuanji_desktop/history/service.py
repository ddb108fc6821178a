"""Undo of any operation, with what was kept and what is impossible (architecture.md: undo is a write)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.errors import BadInput, NotFound, RuleRefused
from ..core.progress import Progress, Quiet
from ..members import queries as members
from ..members.policy_switch import rejudge
from ..office.context import Context
from ..office.service import pack_in_force
from ..rules.policy import Policy
from ..store import journal
from ..store.changes import Operation
from ..store.journal import JournalOperation, JournalRow
from ..store.undo import Undone, UndoneRow, undo_rows
from . import queries, records
from .chains import require_last

LISTED = 300
"""So many records of each list of an undo are named; the rest is a number."""
_NOT_WORK = ("office.create", "office.backup", "member.reveal", "recipe.keep", "recipe.drop",
             "deletion.attempt")  # fmt: skip
_LEFT_THE_OFFICE = "export."
"""That a file with whole numbers went out is kept, and nothing to take back."""


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What an undo did, or (planned) would do."""

    target: JournalOperation
    undone: Undone
    operation: int | None


@dataclass(frozen=True, slots=True)
class UndoLine:
    """One record of an undo's lists in words; `why` says why it is kept or impossible."""

    subject: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """A planned undo for the eye: the plan itself, and the first lines of its three lists."""

    result: UndoResult
    reversed: tuple[UndoLine, ...]
    kept: tuple[UndoLine, ...]
    impossible: tuple[UndoLine, ...]


def plan_undo(
    context: Context,
    *,
    number: int,
    progress: Progress = Quiet(),  # noqa: B008
) -> UndoResult:
    """What undoing an operation would do; writes nothing."""
    target = _target(context, number)
    with context.database.rehearse(_operation(context, target)) as writing:
        undone = _undo(context, writing.connection, target, progress)
    return UndoResult(target, undone, None)


def preview_undo(
    context: Context,
    *,
    number: int,
    progress: Progress = Quiet(),  # noqa: B008
) -> UndoPreview:
    """The plan of an undo with its lists in words."""
    result = plan_undo(context, number=number, progress=progress)
    lists = (result.undone.reversed, result.undone.kept, result.undone.impossible)
    with context.database.read() as connection:
        found = [
            _lines(connection, context.policy, result.target, rows, words)
            for rows, words in zip(lists, ("只恢复", "后来改动过", ""), strict=True)
        ]
    return UndoPreview(result, *found)


def undo(
    context: Context,
    *,
    number: int,
    expected: Undone | None = None,
    progress: Progress = Quiet(),  # noqa: B008
) -> UndoResult:
    """Takes an operation back, as far as nobody has changed since what it wrote.

    With `expected`, the lists of a plan, it does exactly what the plan said, or nothing.
    """
    target = _target(context, number)
    operation = _operation(context, target)
    with context.database.write(operation, progress=progress) as writing:
        undone = _undo(context, writing.connection, target, progress)
        progress.stop_if_cancelled()
        if expected is not None and undone != expected:
            raise BadInput("undo.changed", "查看之后又有人改动过，没有撤销。请重新查看再撤销。")
    return UndoResult(target, undone, writing.number if undone.reversed else None)


def last_undoable(connection: Connection) -> JournalOperation | None:
    """The operation that Ctrl+Z takes back: the newest that is no undo and not yet undone."""
    undone = queries.taken_back(connection)
    for found in queries.operations(connection, limit=200):
        work = found.kind not in _NOT_WORK and not found.kind.startswith(_LEFT_THE_OFFICE)
        if found.undoes is None and found.number not in undone and work:
            return found
    return None


def _target(context: Context, number: int) -> JournalOperation:
    with context.database.read() as connection:
        target = journal.operation(connection, number)
    if target is None:
        raise NotFound("operation.unknown", f"没有第 {number} 号操作。")
    if target.kind == "office.create":
        raise RuleRefused("undo.first", "建立台账的操作不能撤销。")
    with context.database.read() as connection:
        back = queries.taken_back(connection).get(number)
        if back is not None:
            # what it wrote may stand there again by other acts: a second undo would take theirs
            raise RuleRefused(
                "undo.already", f"第 {number} 号操作已经撤销过了（第 {back} 号操作）。"
            )
        require_last(connection, target)
    return target


def _operation(context: Context, target: JournalOperation) -> Operation:
    return context.operation(
        "history.undo", f"撤销：{target.words}", undoes=target.number, document=target.document
    )


def _undo(
    context: Context, connection: Connection, target: JournalOperation, progress: Progress
) -> Undone:
    undone = undo_rows(
        connection, target, progress=lambda done, total: _tell(progress, done, total)
    )
    policy = context.policy
    if any(row.table == "settings" for row in undone.reversed):
        policy = pack_in_force(connection)  # the undo may have brought another one back
    if policy.digest == context.policy.digest:
        _refresh(connection, policy, undone.reversed)
    else:
        rejudge(connection, policy, today=context.today, progress=progress)
    return undone


def _lines(
    connection: Connection,
    policy: Policy,
    target: JournalOperation,
    rows: Sequence[UndoneRow],
    words: str,
) -> tuple[UndoLine, ...]:
    listed = rows[:LISTED]
    written: dict[tuple[str, int], JournalRow] = {}
    for row in listed:
        for one in journal.rows_of_record(connection, row.table, row.row_id):
            if one.operation == target.number:
                written[row.table, row.row_id] = one
    names = records.names_for(connection, written.values())
    return tuple(
        UndoLine(records.subject(written[row.table, row.row_id], names, policy), _why(row, words))
        for row in listed
    )


def _why(row: UndoneRow, words: str) -> str:
    fields = records.field_labels(row.table, row.fields)
    return "：".join(part for part in (row.why or (words if fields else ""), fields) if part)


def _tell(progress: Progress, done: int, total: int) -> None:
    progress.stop_if_cancelled()
    progress(done, total, "撤销")


def _refresh(connection: Connection, policy: Policy, rows: Sequence[UndoneRow]) -> None:
    """Red names follow from the values that came back, under the pack of today."""
    ids = sorted({row.row_id for row in rows if row.table == "members"})
    for start in range(0, len(ids), 5_000):
        changed = [
            (",".join(missing), one.id)
            for one in members.members(connection, ids[start : start + 5_000])
            if (missing := policy.missing(one.values)) != one.missing
        ]
        if changed:
            connection.exec_driver_sql("UPDATE members SET missing = ? WHERE id = ?", changed)
