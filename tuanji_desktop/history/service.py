"""Undo of any operation, with what was kept and what is impossible (architecture.md: undo is a write)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.errors import NotFound, RuleRefused
from ..core.progress import Progress, Quiet
from ..members import queries as members
from ..office.context import Context
from ..rules.policy import Policy
from ..store import journal
from ..store.changes import Operation
from ..store.journal import JournalOperation
from ..store.undo import Undone, UndoneRow, undo_rows
from . import queries


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What an undo did, or (planned) would do."""

    target: JournalOperation
    undone: Undone
    operation: int | None


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


def undo(
    context: Context,
    *,
    number: int,
    progress: Progress = Quiet(),  # noqa: B008
) -> UndoResult:
    """Takes an operation back, as far as nobody has changed since what it wrote."""
    target = _target(context, number)
    with context.database.write(_operation(context, target)) as writing:
        undone = _undo(context, writing.connection, target, progress)
        progress.stop_if_cancelled()
    return UndoResult(target, undone, writing.number if undone.reversed else None)


def last_undoable(connection: Connection) -> JournalOperation | None:
    """The operation that Ctrl+Z takes back: the newest that is no undo and not yet undone."""
    taken_back: set[int] = set()
    for found in queries.operations(connection, limit=200):
        if found.undoes is not None:
            taken_back.add(found.undoes)
        elif found.number not in taken_back and found.kind != "office.create":
            return found
    return None


def _target(context: Context, number: int) -> JournalOperation:
    with context.database.read() as connection:
        target = journal.operation(connection, number)
    if target is None:
        raise NotFound("operation.unknown", f"没有第 {number} 号操作。")
    if target.kind == "office.create":
        raise RuleRefused("undo.first", "建立台账的操作不能撤销。")
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
    _refresh(connection, context.policy, undone.reversed)
    return undone


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
