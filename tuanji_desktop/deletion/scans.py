"""The stamped paper of a batch as it came back: the scans that were filed at it."""

import io
from dataclasses import dataclass

from ..core.errors import FileRefused
from ..office.context import Context


@dataclass(frozen=True, slots=True)
class BatchScan:
    """A scanned file; `page` is the first of its pages, from 0, that is of the batch's form."""

    id: int
    file_name: str
    read_at: str
    page: int


def batch_scans(context: Context, *, batch_id: int) -> tuple[BatchScan, ...]:
    """The scans filed at a batch's papers, the newest first."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT s.id, s.file_name, s.read_at, min(iif(p.form = 'deletion-' || b.form, g.page, "
            "g.page + 100000)) FROM scan_pages AS g JOIN scans AS s ON s.id = g.scan_id "
            "JOIN papers AS p ON p.id = g.paper_id JOIN deletion_batches AS b ON b.id = p.batch_id "
            "WHERE p.batch_id = ? GROUP BY s.id ORDER BY s.id DESC",
            (batch_id,),
        ).all()
    return tuple(BatchScan(one, name, at, (page - 1) % 100_000) for one, name, at, page in rows)


def scan_pdf(context: Context, *, scan_id: int) -> bytes:
    """A filed scan as PDF, to be looked at; a picture becomes a page of its own."""
    with context.database.read() as connection:
        content: bytes = connection.exec_driver_sql(
            "SELECT b.content FROM scans AS s JOIN blobs AS b ON b.sha256 = s.sha256 "
            "WHERE s.id = ?",
            (scan_id,),
        ).scalar_one()
    return content if b"%PDF-" in content[:1024] else picture_pdf(content)


def picture_pdf(picture: bytes) -> bytes:
    """A picture as pages of A4 width, a TIFF of several with all of them; `FileRefused` where it is
    none."""
    from PIL import Image, ImageSequence
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    try:
        with Image.open(io.BytesIO(picture)) as image:
            for frame in ImageSequence.Iterator(image):
                size = (A4[0], A4[0] * frame.height / frame.width)
                canvas.setPageSize(size)
                canvas.drawImage(ImageReader(frame.convert("RGB")), 0, 0, *size)
                canvas.showPage()
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise FileRefused(
            "file.unreadable", "这个文件不是可以显示的图片，可能已损坏。请重新扫描后归档。"
        ) from error
    canvas.save()
    return target.getvalue()
