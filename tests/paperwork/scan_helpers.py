"""A batch on paper and its scans, for the tests of what comes back."""

from pathlib import Path
from typing import Any

from tests.builders import add_member
from tests.papers.scans import pdf_of, sheet
from tuanji_desktop.deletion.reasons import Reason
from tuanji_desktop.deletion.service import create_batch, request_deletion, step_batch
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import save_settings
from tuanji_desktop.papers.qr import PageCode
from tuanji_desktop.papers.scan import Scan, ScanPage

DPI = 110  # clean pages: enough for the code, and quick


def make_batch(office: Context, members: int = 2, *, more: int = 0) -> str:
    """A batch of so many of the six members and `more` new ones; its number."""
    chosen = [*range(1, members + 1)]
    chosen += [add_member(office, name=f"钱{one:02d}", mobile="13900000000") for one in range(more)]
    for one in chosen:
        request_deletion(office, member_id=one, reasons=(Reason("not_a_member"),))
    return create_batch(office, form="guangdong", org_id=1).number


def send(office: Context, batch_id: int = 1) -> None:
    """The batch goes up by formal letter, from the county and from the prefecture."""
    save_settings(office, [("office.superior", "共青团铜仁市委员会")])
    step_batch(office, batch_id=batch_id, act="forward", document_number="青团字〔2018〕7号")
    step_batch(office, batch_id=batch_id, act="endorse")
    step_batch(office, batch_id=batch_id, act="send", document_number="铜团字〔2018〕12号")


def kept(office: Context, paper_id: int = 1) -> bytes:
    """The bytes of a kept paper."""
    return bytes(value(office, "SELECT content FROM blobs JOIN papers USING (sha256) "
                       f"WHERE papers.id = {paper_id}"))  # fmt: skip


def value(office: Context, sql: str) -> Any:
    """The one value that a statement gives."""
    with office.database.read() as connection:
        return connection.exec_driver_sql(sql).scalar_one()


def rows(office: Context, sql: str) -> list[tuple[Any, ...]]:
    """Rows of the file as they are."""
    with office.database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


def blank(pdf: bytes) -> Any:
    """A page whose code cannot be read: somebody put a coffee on it."""
    image = sheet(pdf, 0, DPI).copy()
    image.paste("white", (image.width // 2, 0, image.width, image.height // 7))
    return image


def scan_file(folder: Path, name: str, pages: list[Any]) -> Path:
    """Pictures as a scanner's PDF on the disk."""
    path = folder / name
    path.write_bytes(pdf_of(pages))
    return path


def told(*codes: str | None, name: str = "扫描.pdf", content: bytes = b"%PDF-scan") -> Scan:
    """A scan that was read: the code of each page, None for an unread one."""
    pages = tuple(
        ScanPage(number, _code(code), (), (), 0, False, b"")
        for number, code in enumerate(codes, start=1)
    )
    sha256 = name.encode().hex().ljust(64, "0")[:64]
    return Scan(name, content, sha256, len(pages), pages)


def _code(code: str | None) -> PageCode | None:
    if code is None:
        return None
    batch, page, content = code.split(":")
    return PageCode(batch, int(page), content)


def head(office: Context, paper_id: int = 1) -> str:
    """The ten characters that the pages of a paper end with."""
    sql = f"SELECT content_hash FROM papers WHERE id = {paper_id}"
    return str(value(office, sql))[:10].upper()
