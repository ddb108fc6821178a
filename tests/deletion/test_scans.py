"""The stamped paper of a batch as it came back."""

import io

import pytest
from PIL import Image

from tests.deletion.helpers import COUNTY, request
from tests.deletion.scanned import file_scan
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.deletion.batches import create_batch
from tuanji_desktop.deletion.scans import batch_scans, picture_pdf, scan_pdf
from tuanji_desktop.kit.pdf_pages import PdfPages
from tuanji_desktop.office.context import Context


def picture(kind: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (300, 424), "white").save(target, kind)
    return target.getvalue()


def test_scans_of_a_batch_are_found_the_newest_first(office: Context) -> None:
    request(office, 1)
    first = create_batch(office, form="guangdong", org_id=COUNTY)
    request(office, 4)
    other = create_batch(office, form="guangdong", org_id=COUNTY)
    file_scan(office, first.id, "旧.pdf", b"%PDF-1 old", page=1)
    file_scan(office, first.id, "新.pdf", b"%PDF-1 new", page=3)
    file_scan(office, other.id, "别的.pdf", b"%PDF-1 other", page=1)
    found = batch_scans(office, batch_id=first.id)
    assert [(one.file_name, one.page) for one in found] == [("新.pdf", 2), ("旧.pdf", 0)]
    assert scan_pdf(office, scan_id=found[0].id) == b"%PDF-1 new"
    assert batch_scans(office, batch_id=99) == ()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_becomes_a_page(office: Context, kind: str) -> None:
    request(office, 1)
    made = create_batch(office, form="guangdong", org_id=COUNTY)
    file_scan(office, made.id, "扫描.jpg", picture(kind), page=1)
    (scan,) = batch_scans(office, batch_id=made.id)
    (size,) = PdfPages(scan_pdf(office, scan_id=scan.id)).sizes
    assert size.height / size.width == pytest.approx(424 / 300, rel=0.01)


def test_what_is_no_picture_is_said() -> None:
    with pytest.raises(FileRefused):
        picture_pdf(b"nothing of the kind")


def test_a_tiff_has_all_its_pages() -> None:
    target = io.BytesIO()
    sheets = [Image.new("1", (300, 424 + 100 * n), 1) for n in range(3)]
    sheets[0].save(target, "TIFF", save_all=True, append_images=sheets[1:])
    sizes = PdfPages(picture_pdf(target.getvalue())).sizes
    assert [round(size.height / size.width, 2) for size in sizes] == [1.41, 1.75, 2.08]
