"""What other desks have about a member: open papers, doors gone through, in sentences. No Qt."""

from collections.abc import Iterator

from sqlalchemy import Connection

from ..rules.fields import label_of
from ..rules.lifecycle import STAGE_LABELS, TRANSFERS, Stage, correction_machine
from ..rules.policy import Policy

_CORRECTION = correction_machine(gather=(), verify=(), send=(), decide=(), clause="").states


def under_way(connection: Connection, policy: Policy, member_id: int) -> tuple[str, ...]:
    """One sentence for each; what is still open comes first."""
    return (
        *_deletion(connection, policy, member_id),
        *_corrections(connection, member_id),
        *_transfers(connection, member_id),
        *_retentions(connection, member_id),
        *_departures(connection, member_id),
    )


def _deletion(connection: Connection, policy: Policy, member_id: int) -> Iterator[str]:
    for state, day in connection.exec_driver_sql(
        "SELECT state, requested_on FROM deletion_requests WHERE member_id = ? "
        "AND state IN ('requested', 'endorsed', 'sent') ORDER BY id",
        (member_id,),
    ):
        label = policy.deletion_machine.states.get(state, state)
        yield f"{day} 提出删除申请，现为“{label}”"


def _corrections(connection: Connection, member_id: int) -> Iterator[str]:
    for field, state, day in connection.exec_driver_sql(
        "SELECT field, state, opened_on FROM corrections WHERE member_id = ? "
        "AND state IN ('gathered', 'verified', 'sent') ORDER BY id",
        (member_id,),
    ):
        yield f"{day} 提出{label_of(field)}的行文更正，现为“{_CORRECTION[state]}”"


def _transfers(connection: Connection, member_id: int) -> Iterator[str]:
    for kind, machine, state, target, day in connection.exec_driver_sql(
        "SELECT kind, machine, state, target, started_on FROM transfers WHERE member_id = ? "
        "AND finished_on IS NULL ORDER BY id",
        (member_id,),
    ):
        yield f"{day} 发起转接（{kind}）到{target}，现为“{TRANSFERS[machine].states[state]}”"


def _retentions(connection: Connection, member_id: int) -> Iterator[str]:
    for reason, day, review in connection.exec_driver_sql(
        "SELECT reason, retained_on, review_on FROM retentions WHERE member_id = ? "
        "AND ended_on IS NULL ORDER BY id",
        (member_id,),
    ):
        again = f"，{review} 复核" if review else ""
        yield f"{day} 起团籍保留：{reason}{again}"


def _departures(connection: Connection, member_id: int) -> Iterator[str]:
    for door, left_on, document, restored_on, restored_document in connection.exec_driver_sql(
        "SELECT door, left_on, document_number, restored_on, restored_document FROM departures "
        "WHERE member_id = ? ORDER BY id DESC",
        (member_id,),
    ):
        paper = f"（{document}）" if document else ""
        back = f"，{restored_on} 恢复团籍" if restored_on else ""
        back += f"（{restored_document}）" if restored_document else ""
        yield f"{left_on} {STAGE_LABELS[Stage(door)]}{paper}{back}"
