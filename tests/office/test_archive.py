"""What is kept whole: contents once, records that name them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import make_office
from tuanji_desktop.core.errors import BadInput, FileRefused
from tuanji_desktop.office.archive import (
    Attachment,
    content_of,
    keep_attachment,
    keep_content,
    keep_paper,
    kept_paper,
)
from tuanji_desktop.office.context import Context


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Context]:
    context = make_office(tmp_path)
    yield context
    context.database.close()


def test_contents_come_from_bytes_or_a_file(tmp_path: Path) -> None:
    scan = tmp_path / "志愿书.pdf"
    scan.write_bytes(b"scan")
    assert content_of(Attachment("volume", b"bytes", "a.pdf")) == b"bytes"
    assert content_of(Attachment("volume", scan, scan.name)) == b"scan"
    with pytest.raises(FileRefused, match=r"无法读取附件 没有\.pdf") as caught:
        content_of(Attachment("volume", tmp_path / "没有.pdf", "没有.pdf"))
    assert caught.value.code == "file.unreadable"
    with pytest.raises(BadInput, match="是空文件"):
        content_of(Attachment("volume", b"", "空.pdf"))


def test_the_same_content_is_kept_once(office: Context) -> None:
    with office.database.write(office.operation("test", "存两次")) as writing:
        connection = writing.connection
        digest = keep_content(connection, b"scan")
        keep_content(connection, b"scan")
        keep_attachment(connection, Attachment("volume", b"scan", "a.pdf"), b"scan", member_id=1)
        rows = connection.exec_driver_sql("SELECT sha256, content FROM blobs").all()
        kept = connection.exec_driver_sql(
            "SELECT kind, file_name, sha256, member_id FROM attachments"
        ).all()
    assert [tuple(row) for row in rows] == [(hashlib.sha256(b"scan").hexdigest(), b"scan")]
    assert [tuple(row) for row in kept] == [("volume", "a.pdf", digest, 1)]


def test_the_last_paper_of_a_form_is_the_one(office: Context) -> None:
    with office.database.write(office.operation("test", "出两份")) as writing:
        connection = writing.connection
        for pdf in (b"first", b"second"):
            keep_paper(
                connection,
                pdf,
                form="slip",
                title="一份",
                pages=1,
                made_at="2018-08-01",
                member_id=1,
            )
        found = kept_paper(connection, form="slip", member_id=1)
        assert kept_paper(connection, form="slip", member_id=2) is None
        assert kept_paper(connection, form="other", member_id=1) is None
    assert found is not None
    assert (found.pages, found.pdf) == (1, b"second")
    assert found.sha256 == hashlib.sha256(b"second").hexdigest()
