"""The papers that go with a request, found again: 情况说明, 检讨, other material (G 三.2)."""

from dataclasses import dataclass

from ..office.context import Context
from .reasons import ATTACHMENT_LABELS


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a request."""

    id: int
    label: str
    file_name: str

    @property
    def is_pdf(self) -> bool:
        """Whether it can be shown in the window."""
        return self.file_name.lower().endswith(".pdf")


def attached_files(context: Context, *, request_id: int) -> tuple[Attached, ...]:
    """The files of a request in the order in which they were attached."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT id, kind, file_name FROM attachments WHERE request_id = ? ORDER BY id",
            (request_id,),
        ).all()
    return tuple(
        Attached(row.id, ATTACHMENT_LABELS.get(row.kind, row.kind), row.file_name) for row in rows
    )


def attached_content(context: Context, *, attachment_id: int) -> bytes:
    """The bytes of one of them."""
    with context.database.read() as connection:
        content: bytes = connection.exec_driver_sql(
            "SELECT b.content FROM attachments AS a JOIN blobs AS b ON b.sha256 = a.sha256 "
            "WHERE a.id = ?",
            (attachment_id,),
        ).scalar_one()
    return content
