"""Scans are read in a child that may die: every kind of file, and every way to be none."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.papers.scans import jpeg, pdf_of, png_of, sheet, tiff_of
from tests.papers.test_scan_code import paper
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.core.progress import Cancelled, Quiet
from tuanji_desktop.papers.scan import ScanLimits, page_picture, read_bytes, read_scan

NUMBER = "2018-001"


@pytest.fixture
def pages() -> list[Any]:
    pdf, _ = paper(NUMBER)
    return [sheet(pdf, one, 100) for one in range(2)]


def refusal(path: Path, limits: ScanLimits | None = None) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        read_scan(path, limits=limits)
    assert path.name in refused.value.message
    assert refused.value.message.endswith("。")
    return refused.value


def test_every_kind_of_file(tmp_path: Path, pages: list[Any]) -> None:
    _, digest = paper(NUMBER)
    several = {"扫描.pdf": pdf_of(pages), "传真.TIF": tiff_of([sheet_of(one) for one in pages])}
    single = {"照片.jpg": jpeg(pages[0], 90), "图.png": png_of(pages[0].convert("RGBA"))}
    for name, content in (several | single).items():
        (tmp_path / name).write_bytes(content)
        scan = read_scan(tmp_path / name)
        assert [one.number for one in scan.pages] == list(range(1, scan.count + 1))
        assert scan.count == (2 if name in several else 1)
        for one in scan.pages:
            assert str(one.code) == f"{NUMBER}:{one.number}:{digest[:10].upper()}"
            assert one.picture.startswith(b"\xff\xd8\xff")
            assert (one.turn, one.mirrored) == (0, False)


def sheet_of(page: Any) -> Any:
    return page.resize((page.width * 2, page.height * 2))


def test_the_small_picture_stands_upright(pages: list[Any]) -> None:
    scan = read_bytes(pdf_of([pages[0].rotate(90, expand=True)]), "a.pdf")
    assert scan.pages[0].turn == 90
    small = Image.open(io.BytesIO(scan.pages[0].picture))
    assert small.height > small.width
    large = page_picture(scan.content, "a.pdf", page=1, turn=90)
    assert len(large) > len(scan.pages[0].picture)


def test_only_as_many_pages_as_are_asked_for(pages: list[Any]) -> None:
    scan = read_bytes(pdf_of(pages), "a.pdf", enough=1)
    assert (scan.count, len(scan.pages)) == (2, 1)


def test_what_is_no_scan(tmp_path: Path) -> None:
    whole = jpeg(Image.new("L", (800, 900), 200))
    for name, content, words in (
        ("空.pdf", b"", "空"),
        ("名单.xlsx", b"PK\x03\x04" + b"0" * 50, "不是扫描件"),
        ("坏.pdf", b"%PDF-1.4\nnothing", "损坏"),
        ("断.jpg", whole[: len(whole) // 2], "损坏"),
        ("坏.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "损坏"),
    ):
        (tmp_path / name).write_bytes(content)
        found = refusal(tmp_path / name)
        assert found.code == "file.unreadable"
        assert words in found.message
    assert "找不到" in refusal(tmp_path / "没有.pdf").message
    (tmp_path / "夹").mkdir()
    assert "文件夹" in refusal(tmp_path / "夹").message


def test_a_locked_pdf_asks_for_no_password_but_says_so(tmp_path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "锁.pdf"
    canvas = Canvas(str(path), encrypt=StandardEncryption("secret"))
    canvas.showPage()
    canvas.save()
    assert refusal(path).code == "file.password"


def test_sizes_end_in_a_sentence(tmp_path: Path, pages: list[Any]) -> None:
    path = tmp_path / "大.png"
    path.write_bytes(png_of(Image.new("1", (8_000, 8_000), 1)))  # 64 MB, and 23 kB as a file
    assert path.stat().st_size < 30_000
    found = refusal(path, ScanLimits(pixels=50_000_000))
    assert found.code == "file.too_large"
    assert "8,000×8,000" in found.message
    assert refusal(path, ScanLimits(memory_bytes=90 << 20)).code == "file.too_large"
    assert "MB" in refusal(path, ScanLimits(file_bytes=5_000)).message
    path = tmp_path / "多.pdf"
    path.write_bytes(pdf_of(pages))
    assert "2 页，一次最多读 1 页" in refusal(path, ScanLimits(pages=1)).message
    assert refusal(path, ScanLimits(seconds=0)).code == "file.too_large"


def test_a_reading_can_be_stopped(pages: list[Any]) -> None:
    class Stopped(Quiet):
        cancelled = True

    with pytest.raises(Cancelled):
        read_bytes(pdf_of(pages), "a.pdf", progress=Stopped())
