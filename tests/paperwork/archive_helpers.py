"""An office with a few kept papers."""

import hashlib
from dataclasses import dataclass

from tests.kit.pdfs import make_pdf
from tuanji_desktop.office.archive import insert_row, keep_content, keep_paper
from tuanji_desktop.office.context import Context


@dataclass(frozen=True)
class Kept:
    """The papers of `fill`: a form of a batch, a roster of a branch, a slip of 李小梅."""

    form: int
    roster: int
    slip: int


def fill(office: Context) -> Kept:
    """Three papers of 3, 2 and 1 pages; 张三 stands in the batch."""
    with office.database.write(office.operation("test.papers", "存三份纸件")) as writing:
        connection = writing.connection
        batch = insert_row(
            connection,
            "deletion_batches",
            number="SC2018-001",
            form="guangdong",
            org_id=2,
            state="printed",
            created_by="王干事",
            created_on="2018-07-01",
        )
        insert_row(
            connection,
            "deletion_requests",
            member_id=1,
            batch_id=batch,
            line=1,
            state="gathered",
            requested_by="王干事",
            requested_on="2018-07-01",
        )
        return Kept(
            keep_paper(
                connection,
                make_pdf(3),
                form="deletion-guangdong",
                title="删除团员申请表 SC2018-001",
                pages=3,
                made_at="2018-07-01T10:00:00",
                batch_id=batch,
            ),
            keep_paper(
                connection,
                make_pdf(2),
                form="roster",
                title="团员花名册",
                pages=2,
                made_at="2017-09-01T10:00:00",
                number="HM0001",
                content_hash="abc",
                org_id=4,
            ),
            keep_paper(
                connection,
                make_pdf(1),
                form="change-slip",
                title="修改审核单 XG000001",
                pages=1,
                made_at="2018-07-02T10:00:00",
                number="XG000001",
                member_id=2,
            ),
        )


def file_scan(office: Context, paper_id: int, pages: list[int], content: bytes = b"scan") -> int:
    """A scan whose pages are these of the paper."""
    with office.database.write(office.operation("scan.file", "归档扫描件")) as writing:
        connection = writing.connection
        scan = insert_row(
            connection,
            "scans",
            file_name="盖章件.pdf",
            sha256=keep_content(connection, content),
            pages=len(pages),
            read_by="王干事",
            read_at="2018-08-02T09:00:00",
        )
        for place, page in enumerate(pages, start=1):
            insert_row(
                connection,
                "scan_pages",
                scan_id=scan,
                page=place,
                paper_id=paper_id,
                paper_page=page,
                told_by="code",
            )
    return scan


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
