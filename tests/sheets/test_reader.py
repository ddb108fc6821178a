"""Every format a school sends, by content; every file that cannot be a list, in one sentence."""

import errno
import hashlib
import os
import time
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as Book

from tests.sheets.files import (
    FIRST_SCHOOL,
    MINZU,
    ROSTER,
    VOCATIONAL,
    Grid,
    bare_xlsx,
    ods,
    sparse_giant,
    xlsx,
)
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.core.progress import Cancelled
from tuanji_desktop.sheets.limits import Limits
from tuanji_desktop.sheets.reader import cell_text, read_workbook, refused_by_system

MORNING = datetime(2018, 9, 1, 8, 30)  # noqa: DTZ001 (spreadsheets know no zones)
GRID: Grid = [["姓名", "身份证号", "手机"], ["张㛃", "520628200007107992", 13800138000.0]]
READ = [["姓名", "身份证号", "手机"], ["张㛃", "520628200007107992", 13800138000]]


def refusal(path: Path, limits: Limits | None = None) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read_workbook(path, limits=limits)
    assert path.name in caught.value.message
    assert caught.value.message.endswith("。")
    return caught.value


def test_an_xlsx_is_read_whatever_its_name(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "名单.xls", GRID)
    book = read_workbook(path)
    assert (book.format, book.encoding, book.path) == ("xlsx", None, path)
    assert book.sheets[0].rows == READ
    assert book.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_an_ods_is_read(tmp_path: Path) -> None:
    book = read_workbook(ods(tmp_path / "a.ods", GRID))
    assert (book.format, book.sheets[0].name, book.sheets[0].rows) == ("ods", "名单", READ)


def test_an_xls_is_read_and_so_is_et(tmp_path: Path) -> None:
    path = tmp_path / "名单.et"
    path.write_bytes(VOCATIONAL.read_bytes())
    book = read_workbook(path)
    assert book.format == "xls"
    assert len(book.sheets[0].rows) == 86
    assert book.sheets[0].rows[0][1] == "团员姓名"


def test_a_text_table_is_read() -> None:
    book = read_workbook(MINZU)
    assert (book.format, book.encoding, book.sheets[0].name) == ("csv", "gb18030", MINZU.stem)
    assert book.sheets[0].rows[1][1] == "\t520628200108138966"


def test_rows_and_columns_stand_where_the_sheet_has_them(tmp_path: Path) -> None:
    made = Book()
    made.worksheets[0]["C4"] = "姓名"
    made.worksheets[0]["C6"] = "张三"
    made.save(tmp_path / "a.xlsx")
    rows = read_workbook(tmp_path / "a.xlsx").sheets[0].rows
    assert rows == [[], [], [], [None, None, "姓名"], [], [None, None, "张三"]]


def test_cells_keep_their_kind(tmp_path: Path) -> None:
    values = [date(2018, 9, 1), MORNING, MORNING.time(), True, 7, 2.5]
    book = read_workbook(xlsx(tmp_path / "a.xlsx", [[*values, 520628200002067192.0]]))
    row = book.sheets[0].rows[0]
    assert row[:6] == values
    assert [type(value) for value in row[3:6]] == [bool, int, float]
    # eighteen digits are more than a number holds: it stays a float, so that this can be seen
    assert isinstance(row[6], float)


def test_hidden_sheets_and_merged_cells_are_told(tmp_path: Path) -> None:
    made = Book()
    made.worksheets[0].merge_cells("B2:B9")
    made.create_sheet("选项").sheet_state = "hidden"
    made.create_chartsheet("图")
    made.save(tmp_path / "a.xlsx")
    sheets = read_workbook(tmp_path / "a.xlsx").sheets
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("Sheet", False), ("选项", True)]
    assert sheets[0].merged == ((1, 1, 8, 1),)
    assert sheets[0].rows == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("　张三 ", "　张三 "),
        (13800138000.0, "13800138000"),
        (7, "7"),
        (2.5, "2.5"),
        (True, "是"),
        (False, "否"),
        (date(2018, 9, 1), "2018-09-01"),
        (MORNING.replace(hour=0, minute=0), "2018-09-01"),
        (MORNING, "2018-09-01 08:30:00"),
        (MORNING.time(), "08:30:00"),
        (520628200002067192.0, "5.20628200002067E+17"),
        (float("nan"), "NAN"),
    ],
)
def test_cell_text(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_files_that_are_no_list(tmp_path: Path) -> None:
    good = FIRST_SCHOOL.read_bytes()
    contents = {
        "空.xlsx": b"",
        "截断.xlsx": good[: len(good) // 2],
        "截断.xls": VOCATIONAL.read_bytes()[:9000],
        "乱码.csv": bytes(range(256)) * 9,
        "网页.xls": "<html><table><tr><td>姓名</td></tr></table></html>".encode(),
        "空白.txt": b"\r\n \r\n"[:2] * 3,
        "坏.xlsx": good[:3000] + b"\xff" * 400 + good[3400:],
        "头.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        assert refusal(tmp_path / name).code == "file.unreadable", name
    assert refusal(tmp_path / "没有.xlsx").code == "file.unreadable"
    assert refusal(tmp_path).code == "file.unreadable"


def test_a_zip_that_is_no_workbook_is_named_so(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("说明.txt", "x")
    assert "不是表格文件" in refusal(tmp_path / "a.xlsx").message


def test_a_device_is_refused_before_it_is_opened() -> None:
    assert refusal(Path(os.devnull)).code == "file.unreadable"


def test_many_sheets_are_limited_together() -> None:
    assert refusal(ROSTER, Limits(result_bytes=30_000)).code == "file.too_large"


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (FileNotFoundError(errno.ENOENT, ""), "找不到"),
        (PermissionError(errno.EACCES, ""), "权限"),
        (OSError(errno.EIO, ""), "磁盘"),
    ],
)
def test_the_system_refuses(error: OSError, word: str) -> None:
    told = refused_by_system(Path("名单.xlsx"), error)
    assert told.code == "file.unreadable"
    assert word in told.message


def test_a_password_is_named(tmp_path: Path) -> None:
    data = bytearray(VOCATIONAL.read_bytes())
    start = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    data[start : start + 2] = b"\x2f\x00"  # what follows is said to be encrypted
    (tmp_path / "a.xls").write_bytes(data)
    assert refusal(tmp_path / "a.xls").code == "file.password"
    package = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    package += "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600
    (tmp_path / "a.xlsx").write_bytes(package)
    assert refusal(tmp_path / "a.xlsx").code == "file.password"


def test_a_sparse_giant_ends_at_once(tmp_path: Path) -> None:
    path = sparse_giant(tmp_path / "a.xlsx")
    assert path.stat().st_size < 2000
    began = time.monotonic()
    assert refusal(path).code == "file.too_large"
    assert time.monotonic() - began < 3


def test_a_bomb_is_told_by_its_sizes(tmp_path: Path) -> None:
    path = bare_xlsx(tmp_path / "a.xlsx", "", {"xl/media/a.bin": bytes(40 << 20)})
    assert path.stat().st_size < 50_000
    assert refusal(path).code == "file.too_large"


def test_too_many_parts(tmp_path: Path) -> None:
    path = bare_xlsx(tmp_path / "a.xlsx", "", {f"a{n}": b"" for n in range(60)})
    assert refusal(path, Limits(entries=50)).code == "file.too_large"


def test_an_entity_bomb(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><s>&b;</s>'
    path = bare_xlsx(tmp_path / "a.xlsx", "", {"xl/sharedStrings.xml": bomb})
    assert refusal(path).code == "file.unreadable"


def test_memory_cells_and_sizes_are_limited(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["姓名"] * 10] * 100)
    assert refusal(path, Limits(cells=999)).code == "file.too_large"
    assert refusal(path, Limits(file_bytes=100)).code == "file.too_large"
    assert refusal(MINZU, Limits(text_bytes=100)).code == "file.too_large"
    assert refusal(MINZU, Limits(cells=100)).code == "file.too_large"
    # 30,000 × 500 cells of nothing but a corner: honest XML, and too much for 64 MiB
    wide = bare_xlsx(
        tmp_path / "b.xlsx",
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="30000"><c r="SF30000"><v>1</v></c></row>',
    )
    small = Limits(memory_bytes=64 << 20, memory_ceiling=64 << 20)
    assert refusal(wide, small).code == "file.too_large"


def test_time_is_limited() -> None:
    assert refusal(FIRST_SCHOOL, Limits(seconds=0)).code == "file.too_large"


def test_reading_can_be_cancelled() -> None:
    asked = iter([False])
    with pytest.raises(Cancelled):
        read_workbook(FIRST_SCHOOL, cancelled=lambda: next(asked, True))


def test_a_long_sheet_arrives_whole(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 9002) if n != 4000
    )
    read = read_workbook(bare_xlsx(tmp_path / "a.xlsx", rows)).sheets[0].rows
    assert [row[0] if row else 4000 for row in read] == list(range(1, 9002))


harmful = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])


@harmful
@given(data=st.binary(min_size=1, max_size=300))
def test_random_bytes_are_read_or_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "乱.xlsx"
    path.write_bytes(data)
    try:
        assert read_workbook(path).sheets
    except FileRefused as error:
        assert error.code.startswith("file.")


@harmful
@given(
    source=st.sampled_from([FIRST_SCHOOL, VOCATIONAL, MINZU]),
    places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=40),
    kept=st.floats(0.2, 1),
)
def test_damaged_lists_are_read_or_refused(
    source: Path, places: list[tuple[float, int]], kept: float, tmp_path: Path
) -> None:
    data = bytearray(source.read_bytes())
    for place, value in places:
        data[int(place * len(data))] = value
    path = tmp_path / source.name
    path.write_bytes(data[: int(len(data) * kept)] if kept < 0.9 else data)
    try:
        assert read_workbook(path, limits=Limits(seconds=5)).format
    except FileRefused as error:
        assert error.code.startswith("file.")
