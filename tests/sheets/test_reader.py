"""Every format a school sends, by content; every file that cannot be a list, in one sentence."""

import errno
import hashlib
import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook as Book

from tests.sheets import old_excel
from tests.sheets.files import (
    FIRST_SCHOOL,
    MINZU,
    ROSTER,
    VOCATIONAL,
    Grid,
    bare_xlsx,
    ods,
    xlsx,
)
from tuanji_desktop.core.children import start_child
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.core.progress import Cancelled
from tuanji_desktop.sheets import reader
from tuanji_desktop.sheets.limits import Limits
from tuanji_desktop.sheets.notices import WEB_TABLE
from tuanji_desktop.sheets.reader import (
    Sheet,
    cell_text,
    read_pasted,
    read_workbook,
    refused_by_system,
)

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
    made.create_sheet("旧表").sheet_state = "hidden"
    made.create_chartsheet("图")
    made.save(tmp_path / "a.xlsx")
    sheets = read_workbook(tmp_path / "a.xlsx").sheets
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("Sheet", False), ("旧表", True)]
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
        "网页.xls": b"<html><frameset/></html>",
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


LOCKED = old_excel.locked_xls({"名单": [old_excel.label(0, 0, "姓名")]}, "密码 Abc1")


def test_a_password_opens_and_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(LOCKED)
    book = read_workbook(path, password="密码 Abc1")
    assert (book.protected, book.sheets[0].rows) == (True, [["姓名"]])
    assert book.sha256 == hashlib.sha256(LOCKED).hexdigest()
    assert refusal(path).code == "file.password"
    with pytest.raises(FileRefused) as caught:
        read_workbook(path, password="密码 abc1")
    assert caught.value.code == "file.wrong_password"
    assert "abc1" not in caught.value.message


def test_a_password_that_nobody_needs_does_no_harm(tmp_path: Path) -> None:
    book = read_workbook(FIRST_SCHOOL, password="x")
    assert not book.protected
    assert book.sheets == read_workbook(FIRST_SCHOOL).sheets
    damaged = tmp_path / "a.xlsx"
    damaged.write_bytes(FIRST_SCHOOL.read_bytes()[:5000] + bytes(2_000_000))
    with pytest.raises(FileRefused):  # the child leaves before it has heard everything
        read_workbook(damaged, password="x")


def test_a_password_stands_in_no_command_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started: list[object] = []

    def start(*arguments: object) -> "subprocess.Popen[bytes]":
        started.extend(arguments)
        return start_child(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "start_child", start)
    path = tmp_path / "a.xls"
    path.write_bytes(LOCKED)
    assert read_workbook(path, password="密码 Abc1").protected
    assert "Abc1" not in repr(started)
    assert "Abc1" not in "".join(os.environ.values())


def test_what_is_hidden_is_read_and_told(tmp_path: Path) -> None:
    made = Book()
    page = made.worksheets[0]
    for row in GRID:
        page.append(list(row))
    page.row_dimensions[2].hidden = True
    page.column_dimensions["B"].hidden = True
    page["D1"] = "=VLOOKUP(1,A:B,2,0)"
    made.create_sheet("旧表").sheet_state = "hidden"
    made.save(tmp_path / "a.xlsx")
    book = read_workbook(tmp_path / "a.xlsx")
    assert book.sheets[0].rows == READ
    assert book.sheets[0].hidden_rows == frozenset({2})
    assert [sentence for sentence in book.told if "“旧表”" in sentence]
    assert [sentence for sentence in book.told if "第 2 行" in sentence]
    assert [sentence for sentence in book.told if "B 列" in sentence]
    assert [sentence for sentence in book.told if "D1 是公式，但文件里没有算好的结果" in sentence]


def test_a_web_page_called_xls_is_read(tmp_path: Path) -> None:
    path = tmp_path / "毕业生.xls"
    path.write_text("<table><tr><td>姓名<tr><td>张㛃</table>", encoding="gb18030")
    book = read_workbook(path)
    assert (book.format, book.encoding) == ("html", "gb18030")
    assert (book.sheets[0].name, book.sheets[0].rows) == ("毕业生", [["姓名"], ["张㛃"]])
    assert book.told == (WEB_TABLE,)


def test_what_was_copied_elsewhere() -> None:
    book = read_pasted('姓名\t备注\n张㛃\t"两\n行"\n')
    assert (book.format, book.path.name, book.encoding) == ("pasted", "剪贴板", None)
    assert book.sheets == (Sheet("剪贴板", False, [["姓名", "备注"], ["张㛃", "两\n行"]]),)
    assert book.sha256 != read_pasted("姓名\t备注\n").sha256
    for text, code in (
        ("", "file.unreadable"),
        ("a\x00b", "file.unreadable"),
        ("a" * (17 << 20), "file.too_large"),
    ):
        with pytest.raises(FileRefused) as caught:
            read_pasted(text, name="微信")
        assert caught.value.code == code
        assert caught.value.message.startswith("“微信”：")


def test_too_many_parts(tmp_path: Path) -> None:
    path = bare_xlsx(tmp_path / "a.xlsx", "", {f"a{n}": b"" for n in range(60)})
    assert refusal(path, Limits(entries=50)).code == "file.too_large"


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


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (-24, "file.too_large", "很久"),
        (-6, "file.too_large", "很远"),
        (-11, "file.unreadable", "损坏"),
    ],
)
def test_how_a_child_ended_is_told(
    status: int, code: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = f"import os, signal; os.kill(os.getpid(), {-status})"

    def start(*_: object) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-c", ended], stdout=subprocess.PIPE)

    monkeypatch.setattr(reader, "start_child", start)
    told = refusal(FIRST_SCHOOL)
    assert told.code == code
    assert words in told.message


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


def test_what_is_done_beside_the_reading_sees_the_rows_as_they_come(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "长.xlsx", [["姓名"], *([f"第{n}人"] for n in range(2_500))])
    pieces: list[list[list[object]]] = []
    book = read_workbook(path, beside=lambda rows: pieces.append(list(rows)))
    assert pieces[0] == []  # once before anything has come
    assert len(pieces) > 2
    assert [row for piece in pieces for row in piece] == book.sheets[0].rows


def test_what_fails_beside_the_reading_ends_it() -> None:
    def fails(_rows: object) -> None:
        raise LookupError("beside")

    with pytest.raises(LookupError, match="beside"):
        read_workbook(ROSTER, beside=fails)
