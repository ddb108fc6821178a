"""Scans at a batch, as the archive of stamped papers files them."""

import hashlib

from tuanji_desktop.office.context import Context


def file_scan(context: Context, batch_id: int, name: str, content: bytes, *, page: int) -> None:
    """Files a scan whose page (from 1) is the first one of the batch's form."""
    digest = hashlib.sha256(content).hexdigest()
    with context.database.write(context.operation("scan.file", f"归档 {name}")) as writing:
        connection = writing.connection
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO blobs (sha256, content) VALUES (?, ?)", (digest, content)
        )
        connection.exec_driver_sql(
            "INSERT INTO scans (file_name, sha256, pages, read_by, read_at) "
            "VALUES (?, ?, ?, '王干事', '2018-08-20T10:00:00')",
            (name, digest, page),
        )
        connection.exec_driver_sql(
            "INSERT INTO scan_pages (scan_id, page, paper_id, paper_page, told_by) "
            "SELECT last_insert_rowid(), ?, id, 1, 'code' FROM papers WHERE batch_id = ? LIMIT 1",
            (page, batch_id),
        )
