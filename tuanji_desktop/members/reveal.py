"""Showing a masked number whole: a deliberate act that the journal keeps (domain.md §13)."""

from ..core.errors import BadInput
from ..office.context import Context
from ..rules.fields import FIELDS, Kind
from . import queries

MASKED_FIELDS = frozenset(
    name for name, field in FIELDS.items() if field.kind in (Kind.ID_NUMBER, Kind.MOBILE)
)
"""Fields that screens show masked until somebody asks."""


def reveal_field(context: Context, *, member_id: int, field: str) -> str:
    """The whole value of a masked field ('' where empty); who looked is written down.

    In a file that is open for reading only nothing can be written, so nothing is shown.
    """
    if field not in MASKED_FIELDS:
        raise BadInput("reveal.field", "这一项没有遮挡，不需要显示完整内容。")
    with context.database.read() as connection:
        member = queries.member(connection, member_id)
    words = f"查看 {member.name} 的完整{FIELDS[field].label}"
    at = context.clock().astimezone().isoformat(timespec="seconds")
    with context.database.write(context.operation("member.reveal", words)) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO reveals (member_id, field, operator, at) VALUES (?, ?, ?, ?)",
            (member_id, field, context.operator, at),
        )
    return member.values.get(field) or ""
