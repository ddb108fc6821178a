"""What is kept whole in the office file: papers as they were drawn, scans that prove something.

Contents lie in `blobs` by their SHA-256 and are kept once; the records that name them are
journalled like any other.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from ..core.errors import BadInput, FileRefused


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """A paper as it was kept."""

    pages: int
    sha256: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with an act; `kind` is the code of the proof or paper it is."""

    kind: str
    content: bytes | Path
    file_name: str


def content_of(attachment: Attachment) -> bytes:
    """The bytes of an attachment, read before anything is written.

    Raises `FileRefused` where the file cannot be read and `BadInput` where it is empty.
    """
    content = attachment.content
    if isinstance(content, Path):
        try:
            content = content.read_bytes()
        except OSError as error:
            raise FileRefused(
                "file.unreadable", f"无法读取附件 {attachment.file_name}：{error.strerror}。"
            ) from error
    if not content:
        raise BadInput("file.empty", f"附件 {attachment.file_name} 是空文件，请重新扫描后附上。")
    return content


def insert_row(connection: Connection, table: str, **values: str | int | None) -> int:
    """A new row of one of our tables; returns its id."""
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    done = connection.exec_driver_sql(
        f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values())
    )
    return int(done.lastrowid)


def keep_content(connection: Connection, content: bytes) -> str:
    """Keeps bytes, the same ones once; returns their SHA-256."""
    digest = hashlib.sha256(content).hexdigest()
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO blobs (sha256, content) VALUES (?, ?)", (digest, content)
    )
    return digest


def keep_attachment(
    connection: Connection, attachment: Attachment, content: bytes, **owner: int
) -> int:
    """Keeps a file beside the records that `owner` names (`member_id`, `request_id` …)."""
    return insert_row(
        connection,
        "attachments",
        kind=attachment.kind,
        file_name=attachment.file_name,
        sha256=keep_content(connection, content),
        **owner,
    )


def keep_paper(
    connection: Connection,
    pdf: bytes,
    *,
    form: str,
    title: str,
    pages: int,
    made_at: str,
    number: str = "",
    content_hash: str = "",
    **owner: int,
) -> int:
    """Keeps a drawn paper, so that a reprint is the same bytes.

    `number` and `content_hash` are what the code on its pages says: a scan is matched by them.
    """
    return insert_row(
        connection,
        "papers",
        form=form,
        title=title,
        pages=pages,
        sha256=keep_content(connection, pdf),
        made_at=made_at,
        number=number or None,
        content_hash=content_hash or None,
        **owner,
    )


def kept_paper(connection: Connection, *, form: str, **owner: int) -> KeptPaper | None:
    """The paper that was kept last for a record; None where there is none."""
    ((column, value),) = owner.items()
    row = connection.exec_driver_sql(
        "SELECT p.pages, p.sha256, b.content FROM papers AS p JOIN blobs AS b "
        f"ON b.sha256 = p.sha256 WHERE p.form = ? AND p.{column} = ? ORDER BY p.id DESC LIMIT 1",
        (form, value),
    ).one_or_none()
    return KeptPaper(*row) if row is not None else None
