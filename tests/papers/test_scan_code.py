"""The code of a page is found however it was scanned, and nothing else is taken for it."""

import io
from datetime import date
from functools import cache
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from tests.papers.scans import Distortion, jpeg_of, random_distortion, scanned, sheet
from tuanji_desktop.deletion.form import GuangdongForm, GuangdongRow, content_hash, draw
from tuanji_desktop.papers.qr import PageCode, page_code
from tuanji_desktop.papers.scan_code import Sight, look

BATCHES = ("2018-001", "2018-117")
SCANS = 40


@cache
def paper(number: str, rows: int = 14) -> tuple[bytes, str]:
    """A form of two pages, and the hash of what it says."""
    data = GuangdongForm(
        unit="中国共产主义青年团青溪县委员会",
        filled_on=date(2018, 8, 1),
        contact="王干事",
        contact_phone="0856-5220000",
        rows=tuple(
            GuangdongRow(
                one,
                f"张{'三四五六七八九'[one % 7]}",
                f"138001380{one:02d}",
                "中国共产主义青年团青溪县第一中学高三（1）班支部委员会",
                "姓名错误，正确姓名为：张珊",
            )
            for one in range(rows)
        ),
        batch=number,
    )
    return draw(data).pdf, content_hash(data)


def opened(data: bytes) -> Any:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def test_forty_scans_of_a_bad_day_are_read_and_never_wrongly() -> None:
    missed, wrong = [], []
    for seed in range(SCANS):
        number, page = BATCHES[seed % 2], seed // 2 % 2
        pdf, digest = paper(number)
        sight = look(opened(jpeg_of(pdf, page, seed)))
        if sight.code is None:
            missed.append(seed)
        elif sight.code != page_code(number, page + 1, digest):
            wrong.append((seed, sight))
        else:
            how = random_distortion(seed)
            assert (sight.turn, sight.mirrored) == (how.quarter, how.mirrored)
    assert wrong == []
    assert len(missed) <= SCANS * 0.05, missed


@pytest.mark.parametrize("corner", range(4))
def test_a_red_seal_vanishes(corner: int) -> None:
    pdf, digest = paper(BATCHES[0])
    image = scanned(pdf, 1, Distortion(dpi=150, angle=-6.5, seal=corner, grain=12))
    assert look(image).code == page_code(BATCHES[0], 2, digest)


def test_grain_and_faint_toner_need_another_view() -> None:
    """Not one of these is read from the page as it is."""
    pdf, digest = paper(BATCHES[1])
    image = scanned(pdf, 0, Distortion(dpi=150, angle=3, faint=0.55, grain=42))
    straight = zxingcpp.read_barcodes(
        image.getchannel("R"), formats=zxingcpp.barcode_formats_from_str("QRCode")
    )
    assert not straight
    assert look(image).code == page_code(BATCHES[1], 1, digest)


def test_a_page_without_a_code_is_nothing() -> None:
    pdf, _ = paper(BATCHES[0])
    page = sheet(pdf, 0, 150)
    assert look(page.crop((0, 260, page.width, page.height))) == Sight()
    assert look(Image.new("1", (600, 800), 1).convert("L")) == Sight()


def _code(text: str, side: int = 300) -> Any:
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return _picture(made).resize((side, side), Image.Resampling.NEAREST)


def _picture(made: Any) -> Any:
    image = made.to_image()
    view = memoryview(image)
    assert view.shape is not None
    height, width = view.shape[:2]
    plain = Image.frombytes("L", (width, height), view.tobytes())
    framed = Image.new("L", (width + 8, height + 8), 255)
    framed.paste(plain, (4, 4))
    return framed


def test_codes_of_others_are_told_and_not_taken() -> None:
    page = Image.new("RGB", (1240, 1754), "white")
    page.paste(_code("https://example.invalid/health").convert("RGB"), (800, 60))
    sight = look(page)
    assert sight.code is None
    assert sight.foreign == ("https://example.invalid/health",)
    page.paste(_code("2018-001:1:ABCDEF0123").convert("RGB"), (100, 900))
    assert look(page).code == PageCode("2018-001", 1, "ABCDEF0123")


def test_two_codes_of_ours_on_one_page_are_both_refused() -> None:
    page = Image.new("L", (1240, 1754), 255)
    page.paste(_code("2018-001:1:ABCDEF0123"), (800, 60))
    page.paste(_code("2018-001:2:ABCDEF0123"), (100, 900))
    sight = look(page)
    assert sight.code is None
    assert {one.page for one in sight.several} == {1, 2}
