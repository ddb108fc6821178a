"""A table paper as a workbook: the same content, text throughout, ready to be printed."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.sheets.form_sheet import write_form_sheet

HEADINGS = ("序号", "姓名", "身份证号", "编号", "删除原因")
ROWS = [
    ("1", "王𬱖", "52062820001017727X", "201812345678", "姓名错误，正确姓名为：=王某"),
    ("2", "买买提·艾力", "520628200103050012", "", "很长的原因，" * 20),
]
ABOVE = ("填报单位（盖章）：青溪团县委　联系人：李四",)
BELOW = ("注：本表一式两份。", "负责人签字：")


def written(path: Path, *, landscape: bool = False) -> Path:
    count = write_form_sheet(
        path,
        title="后台删除团员登记表",
        above=ABOVE,
        headings=HEADINGS,
        widths=(12, 26, 40, 30, 48),
        rows=ROWS,
        below=BELOW,
        landscape=landscape,
    )
    assert count == 2
    return path


def test_another_reader_finds_the_same_content(tmp_path: Path) -> None:
    sheet = CalamineWorkbook.from_path(written(tmp_path / "a.xlsx")).get_sheet_by_index(0)
    rows = [[value for value in row if value != ""] for row in sheet.to_python()]
    assert rows == [
        ["后台删除团员登记表"],
        [ABOVE[0]],
        list(HEADINGS),
        list(ROWS[0]),
        [value for value in ROWS[1] if value],
        [BELOW[0]],
        [BELOW[1]],
    ]
    assert all(isinstance(value, str) for row in rows for value in row)


def test_it_looks_like_the_paper_and_prints_on_a4(tmp_path: Path) -> None:
    sheet = load_workbook(written(tmp_path / "a.xlsx")).worksheets[0]
    assert {str(one) for one in sheet.merged_cells.ranges} == {"A1:E1", "A2:E2", "A6:E6", "A7:E7"}
    assert sheet["A1"].alignment.horizontal == "center"
    assert sheet["A1"].font.bold
    assert sheet["C3"].font.bold
    assert sheet.freeze_panes == "A4"
    for cell in ("A3", "E4", "D5"):
        assert sheet[cell].border.left.style == sheet[cell].border.bottom.style == "thin"
    assert sheet["A6"].border.left.style is None
    for cell in ("C4", "D4"):
        assert (sheet[cell].data_type, sheet[cell].number_format) == ("s", "@")
    assert sheet["E5"].alignment.wrap_text
    assert sheet.row_dimensions[5].height > 3 * sheet.row_dimensions[4].height / 2
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDE"]
    assert widths[0] < widths[1] < widths[3] < widths[2] < widths[4]
    assert widths[2] > 20  # an ID number stands on one line


def test_a_landscape_form_lies_on_its_side(tmp_path: Path) -> None:
    sheet = load_workbook(written(tmp_path / "a.xlsx", landscape=True)).worksheets[0]
    assert sheet.page_setup.orientation == "landscape"


def test_equal_content_gives_equal_bytes(tmp_path: Path) -> None:
    first, second = written(tmp_path / "a.xlsx"), written(tmp_path / "b.xlsx")
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert {one.date_time[0] for one in archive.infolist()} == {1980}


def test_one_column_and_no_row(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert write_form_sheet(path, title="表", headings=["姓名"], widths=[1], rows=[]) == 0
    assert list(load_workbook(path).worksheets[0].values) == [("表",), ("姓名",)]


def test_another_suffix_is_refused_and_nothing_is_left_behind(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"以 \.xlsx 结尾"):
        write_form_sheet(tmp_path / "a.csv", title="表", headings=["一"], widths=[1], rows=[])
    with pytest.raises(ValueError, match="shorter"):
        write_form_sheet(
            tmp_path / "b.xlsx", title="表", headings=["一", "二"], widths=[1, 1], rows=[["x"]]
        )
    assert list(tmp_path.iterdir()) == []
