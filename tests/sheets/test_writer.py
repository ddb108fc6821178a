"""What is written opens everywhere, is text throughout, and is the same for the same data."""

import csv
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.sheets.files import MEMBERS
from tuanji_desktop.core.errors import BadInput, FileRefused
from tuanji_desktop.sheets import sheet_stream
from tuanji_desktop.sheets.heading import pick_sheet
from tuanji_desktop.sheets.reader import read_workbook
from tuanji_desktop.sheets.workbook_xml import NOT_IN_XML
from tuanji_desktop.sheets.writer import NOTES_SHEET, Column, write_list, write_table

COLUMNS = (
    Column("姓名", 10),
    Column("身份证号", 20, hint="18 位，文本格式"),
    Column("性别", 6, choices=("男", "女")),
    Column("经济收入", 22, choices=("≤2000", "2000–5000", "是,否")),
)
ROWS: list[Sequence[str | None]] = [
    ("张㛃", "520628200007107992", "女", None),
    ("=1+1", "000000", None, "<&>\"'"),
    (" 𠮷 ", "+86", "-", "两行\n文字"),
]


def texts(path: Path) -> list[list[object]]:
    return [list(row) for row in load_workbook(path).worksheets[0].values]


def test_openpyxl_and_calamine_read_the_same_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert write_table(path, columns=COLUMNS, rows=ROWS, sheet_name="团员[花名册]") == 3
    expected: list[list[object]] = [[column.label for column in COLUMNS]]
    expected += [list(row) for row in ROWS]
    assert texts(path) == expected
    read = read_workbook(path).sheets
    assert [sheet.hidden for sheet in read] == [False, True]
    assert read[0].name == "团员 花名册"
    assert [row + [None] * (4 - len(row)) for row in read[0].rows] == expected


def test_the_looks(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_table(path, columns=COLUMNS, rows=ROWS, title="毕业生名单")
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert sheet["A1"].value == "毕业生名单"
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:D1"]
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:D5"
    assert sheet.print_title_rows == "$1:$2"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert "名单" in str(sheet.oddFooter.left.text)
    assert {cell.data_type for row in sheet["A3:D5"] for cell in row if cell.value} == {"s"}
    assert sheet["B3"].number_format == "@"
    lists = {
        str(rule.sqref): rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    assert lists == {"C3:C1048576": "选项!$A$1:$A$2", "D3:D1048576": "选项!$B$1:$B$3"}
    assert book["选项"].sheet_state == "hidden"
    assert [cell.value for cell in book["选项"]["B"]] == ["≤2000", "2000–5000", "是,否"]


def test_what_is_written_is_read_as_a_list(tmp_path: Path) -> None:
    for name in ("a.xlsx", "a.csv"):
        write_table(tmp_path / name, columns=COLUMNS, rows=ROWS, title="团员名单")
        table = pick_sheet(read_workbook(tmp_path / name), MEMBERS)
        assert list(table.columns) == ["name", "id_number", "sex", "income"]
        assert table.rows[0].values["id_number"] == "520628200007107992"
        assert len(table.rows) == 3


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_equal_data_give_equal_bytes(name: str, tmp_path: Path) -> None:
    first, second = tmp_path / name, tmp_path / f"b{name}"
    for path in (first, second):
        write_table(path, columns=COLUMNS, rows=iter(ROWS))
    assert first.read_bytes() == second.read_bytes()


def test_every_part_is_well_formed_and_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_table(path, columns=COLUMNS, rows=ROWS, title="<题>")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    roots = {name: ET.fromstring(data) for name, data in parts.items()}
    types = roots["[Content_Types].xml"]
    named = {entry.get("PartName") for entry in types if entry.get("PartName")}
    assert named == {f"/{name}" for name in parts if name.startswith("xl/") and "rels" not in name}
    order = [child.tag.split("}")[1] for child in roots["xl/worksheets/sheet1.xml"]]
    # the order is the schema's: Excel "repairs" a sheet that has another one
    assert order == [
        "sheetPr",
        "sheetViews",
        "sheetFormatPr",
        "cols",
        "sheetData",
        "autoFilter",
        "mergeCells",
        "dataValidations",
        "pageMargins",
        "pageSetup",
        "headerFooter",
        "ignoredErrors",
    ]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.text(max_size=12), min_size=1, max_size=5))
def test_any_text_survives(values: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    columns = [Column(f"列{number}") for number in range(len(values))]
    write_table(path, columns=columns, rows=[values])
    rows = read_workbook(path).sheets[0].rows[1:]
    read = (rows[0] if rows else []) + [None] * len(values)
    for value, back in zip(values, read, strict=False):
        kept = NOT_IN_XML.sub("", value)
        assert (back or "") == kept.replace("\r\n", "\n").replace("\r", "\n")


def test_a_csv_for_excel(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert write_table(path, columns=COLUMNS, rows=ROWS) == 3
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1] == ["张㛃", "520628200007107992", "女", ""]
    assert rows[2][0] == "'=1+1"  # else Excel would calculate it
    assert rows[3][1] == "'+86"
    back = read_workbook(path).sheets[0].rows
    assert [row + [None] * (4 - len(row)) for row in back[1:]] == [list(row) for row in ROWS]


def test_a_list_without_rows(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    assert write_table(path, columns=COLUMNS, rows=()) == 0
    assert texts(path) == [[column.label for column in COLUMNS]]


def test_what_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted() -> Iterator[Sequence[str | None]]:
        yield ROWS[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_table(tmp_path / "a.xlsx", columns=COLUMNS, rows=interrupted())
    for name in ("a.docx", "无/a.xlsx", "无/a.csv"):
        with pytest.raises(FileRefused) as caught:
            write_table(tmp_path / name, columns=COLUMNS, rows=ROWS)
        assert caught.value.code == "file.unwritable"
    monkeypatch.setattr(sheet_stream, "LAST_ROW", 3)
    with pytest.raises(FileRefused, match="csv") as caught:
        write_table(tmp_path / "a.xlsx", columns=COLUMNS, rows=ROWS)
    assert caught.value.code == "file.too_large"
    assert list(tmp_path.iterdir()) == []


def test_what_excel_cannot_hold_is_told(tmp_path: Path) -> None:
    rows = [("长" * 40_000,), ("a\x01b",), ("好",)]
    written = write_list(tmp_path / "a.xlsx", columns=[Column("x")], rows=rows)
    assert (written.rows, len(written.told)) == (3, 2)
    assert "1 格超过 32,767 个字" in written.told[0]
    assert "控制字符" in written.told[1]
    assert write_list(tmp_path / "a.csv", columns=[Column("x")], rows=rows[:1]).told == ()


def test_notes_are_a_second_sheet_and_the_drop_downs_a_third(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_list(path, columns=COLUMNS, rows=(), notes=[("栏目", "怎么填"), ("A 列", "全名")])
    book = load_workbook(path)
    assert book.sheetnames == ["名单", NOTES_SHEET, "选项"]
    assert [sheet.sheet_state for sheet in book] == ["visible", "visible", "hidden"]
    assert [list(row) for row in book[NOTES_SHEET].values] == [["栏目", "怎么填"], ["A 列", "全名"]]


def test_the_seal_comes_before_anybody_sees_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    seen: list[tuple[int, bool]] = []
    write_list(
        path,
        columns=COLUMNS,
        rows=ROWS,
        seal=lambda rows: seen.append((rows, path.exists())),
    )
    assert (seen, path.exists()) == ([(3, False)], True)

    def refuse(_rows: int) -> None:
        raise BadInput("x", "不行")

    with pytest.raises(BadInput):
        write_list(tmp_path / "b.csv", columns=COLUMNS, rows=ROWS, seal=refuse)
    assert not (tmp_path / "b.csv").exists()
    with pytest.raises(BadInput, match="gb18030"):
        write_list(tmp_path / "b.csv", columns=COLUMNS, rows=ROWS, encoding="latin-1")


def test_no_personal_data_in_the_documents_properties(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_table(path, columns=COLUMNS, rows=ROWS)
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if name.startswith("docProps")]
