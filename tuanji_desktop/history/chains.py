"""Acts that stand on each other are undone from the last one back: the way of a deletion (G 三.1),
transfers one after the other.

A formal letter must not vanish under a decision that rests on it, nor a returned request come to
life beside the new one that took its place (G 三.3).
"""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from ..core.errors import RuleRefused
from ..store.journal import JournalOperation
from . import queries

_KINDS = "deletion.%"
_OWN = {"deletion_batches": "batch", "deletion_requests": "request"}
_REFERENCES = {"batch_id": "batch", "request_id": "request", "previous_id": "request",
               "replaced_by": "batch"}  # fmt: skip


def require_last(connection: Connection, target: JournalOperation) -> None:
    """Refuses to undo an act of a deletion while a later one about the same batch or request holds.
    An undo of such an act is itself undone under the same condition: it would bring a step back
    among those that were taken without it.

    Raises `RuleRefused` (`undo.chain`) naming the act that must be undone first.
    """
    if target.kind.startswith("transfer."):
        _require_no_later_transfer(connection, target)
    if not _kind_of(connection, target).startswith(_KINDS[:-1]):
        return
    mine = _cases(connection, target.number)
    undone = queries.taken_back(connection)
    later = connection.exec_driver_sql(
        "SELECT number, words FROM journal_operations WHERE number > ? AND kind LIKE ? "
        "AND undoes IS NULL ORDER BY number DESC",
        (target.number, _KINDS),
    ).all()
    for number, words in later:
        if number not in undone and mine & _cases(connection, number):
            raise RuleRefused(
                "undo.chain",
                f"后来又办理了“{words}”（第 {number} 号操作），要撤销这一步，请先撤销它。",
            )
    _require_not_reentered(connection, mine)


def _kind_of(connection: Connection, target: JournalOperation) -> str:
    """The kind of an act, of an undo that of the act which it is about in the end."""
    kind, undoes = target.kind, target.undoes
    while undoes is not None:
        kind, undoes = connection.exec_driver_sql(
            "SELECT kind, undoes FROM journal_operations WHERE number = ?", (undoes,)
        ).one()
    return kind


def _require_no_later_transfer(connection: Connection, target: JournalOperation) -> None:
    """A step back under a transfer that went on from there would leave it without its start."""
    found = connection.exec_driver_sql(
        "SELECT coalesce(m.name, ''), later.started_on FROM journal_operations AS o "
        "JOIN journal_rows AS j ON j.id BETWEEN o.first_row AND o.last_row "
        "AND j.table_name = 'transfers' JOIN transfers AS mine ON mine.id = j.row_id "
        "AND mine.state = 'received' "
        "JOIN transfers AS later ON later.member_id = mine.member_id AND later.id > mine.id "
        "AND later.state NOT IN ('returned', 'withdrawn') "
        "JOIN members AS m ON m.id = mine.member_id WHERE o.number = ? LIMIT 1",
        (target.number,),
    ).one_or_none()
    if found is not None:
        name, day = found
        raise RuleRefused(
            "undo.chain",
            f"{name} 在这以后（{day}）又发起了转接，要撤销这一步，请先撤回或撤销后来的转接。",
        )


def _require_not_reentered(connection: Connection, mine: frozenset[tuple[str, int]]) -> None:
    """Whoever was entered anew after the approval must not stand there twice (Q 附件1)."""
    requests = [number for case, number in mine if case == "request"]
    marks = ", ".join("?" * len(requests))
    found = connection.exec_driver_sql(
        "SELECT n.name, o.short_name FROM reentries AS e "
        "JOIN deletion_requests AS r ON r.id = e.request_id "
        "JOIN members AS m ON m.id = r.member_id AND m.status = 'deleted' "
        "JOIN members AS n ON n.status IN ('active', 'retained') AND n.id <> m.id "
        "AND (n.id = e.paid_member_id OR n.id_number = e.id_number) "
        "JOIN organizations AS o ON o.id = n.branch_id "
        f"WHERE e.request_id IN ({marks}) LIMIT 1",
        tuple(requests),
    ).one_or_none()
    if found is not None:
        name, branch = found
        raise RuleRefused(
            "undo.reentered",
            f"{name}（{branch}）已按承诺重新录入，撤销批准会使同一人有两条在册记录。"
            "请先撤销重新录入的那次操作。",
        )


def _cases(connection: Connection, number: int) -> frozenset[tuple[str, int]]:
    """The batches and requests that an operation wrote about."""
    rows = connection.exec_driver_sql(
        "SELECT j.table_name, j.row_id, coalesce(j.after, j.before) FROM journal_operations AS o "
        "JOIN journal_rows AS j ON j.id BETWEEN o.first_row AND o.last_row WHERE o.number = ?",
        (number,),
    )
    found = set[tuple[str, int]]()
    for table, row_id, values in rows:
        if table in _OWN:
            found.add((_OWN[table], row_id))
        found |= _named(json.loads(values))
    return frozenset(found)


def _named(values: Mapping[str, Any]) -> set[tuple[str, int]]:
    return {
        (case, int(values[column])) for column, case in _REFERENCES.items() if values.get(column)
    }
