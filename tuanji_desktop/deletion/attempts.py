"""Graduates whose transfer is unfinished and whom somebody wanted deleted instead (G 三).

The request is refused; that it was made stays, and the desk of the graduates shows it.
"""

from collections.abc import Sequence

from ..core.errors import RuleRefused
from ..office.archive import insert_row
from ..office.context import Context
from .reasons import Reason, labels


def record_attempt(
    context: Context, *, member_id: int, name: str, reasons: Sequence[Reason], why: RuleRefused
) -> None:
    """Notes who asked for what and was refused; the same attempt once a day. Nothing can be noted
    in an office file that is open for reading."""
    if context.database.read_only:
        return
    given = ",".join(sorted(one.code for one in reasons))
    row = (member_id, given, context.operator, context.today.isoformat())
    with context.database.read() as connection:
        known = connection.exec_driver_sql(
            "SELECT 1 FROM deletion_attempts WHERE member_id = ? AND reasons = ? AND tried_by = ? "
            "AND tried_on = ? LIMIT 1",
            row,
        ).scalar()
    if known:
        return
    words = f"拒绝了删除申请：{name}（{labels(context.policy, reasons)}），转接没有办完"
    with context.database.write(context.operation("deletion.attempt", words)) as writing:
        insert_row(
            writing.connection,
            "deletion_attempts",
            member_id=member_id,
            reasons=given,
            refusal=why.message,
            tried_by=context.operator,
            tried_on=context.today.isoformat(),
        )
