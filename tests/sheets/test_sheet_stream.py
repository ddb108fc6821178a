"""How a written sheet looks to whoever opens it: widths, dates, numbers, texts, drop-downs."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tuanji_desktop.sheets.sheet_stream import (
    SheetStream,
    choices_xml,
    fitted,
    notes_xml,
    wide,
)
from tuanji_desktop.sheets.writer import Column, write_table

COLUMNS = (Column("姓名", 10), Column("身份证号", 20, hint="18 位"))


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("ab", 2), ("姓名", 4), ("a\n姓名b", 5), ("𠮷", 2)]
)
def test_an_ideograph_is_two_wide(text: str, width: int) -> None:
    assert wide(text) == width


def test_a_heading_always_fits() -> None:
    assert fitted([Column("是否递交入党申请书", 4)], [["是"]]) == [18]
    assert fitted([Column("x", 4)], []) == [4]


def test_the_range_under_the_filter_ends_with_the_last_row() -> None:
    part = io.BytesIO()
    sheet = SheetStream(part, COLUMNS, "标题", foot="名单")
    assert sheet.write([("甲", "1"), ("乙", None)]) == 2
    assert (sheet.head, sheet.filter_range) == (2, "A2:B4")
    assert sheet.absolute_filter_range == "$A$2:$B$4"
    assert sheet.told() == ()
    text = part.getvalue().decode()
    assert "&amp;L名单" in text
    assert 'showInputMessage="1" prompt="18 位"' in text


def test_lists_of_choices_stand_beside_each_other() -> None:
    text = choices_xml([("男", "女"), ("是",)])
    assert 'r="A2"' in text
    assert 'r="B2"' not in text
    assert "<cols>" in notes_xml([("栏目", "要求"), ("一", "二")])


def test_widths_follow_the_content_and_ideographs_count_two(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    columns = [Column("姓名", 99), Column("备注", 5), Column("号", 30)]
    rows = [("阿卜杜拉·买买提", "x" * 300, "1"), ("甲", "一行\n二行字", None)]
    write_table(path, columns=columns, rows=rows)
    sheet = load_workbook(path).worksheets[0]
    assert [sheet.column_dimensions[one].width for one in "ABC"] == [18, 62, 4]
    write_table(path, columns=columns, rows=())
    sheet = load_workbook(path).worksheets[0]
    assert [sheet.column_dimensions[one].width for one in "ABC"] == [62, 7, 32]


def test_days_are_dates_and_what_is_none_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    days = ["2018-09-01", "2000-02-29", "2018-02-30", "2018-09", "1899-12-31", "1900-03-01", ""]
    write_table(path, columns=[Column("日期", date=True)], rows=[(day,) for day in days])
    sheet = load_workbook(path).active
    assert sheet is not None
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    found = [str(cell.value)[:10] if cell.is_date else cell.value for cell in cells]
    assert found == [*days[:-1], None][: len(found)]
    assert [cell.is_date for cell in cells][:6] == [True, True, False, False, False, True]
    assert cells[0].number_format.replace("\\", "") == "yyyy-mm-dd"


def test_what_looks_like_a_formula_stays_text_when_it_is_edited(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    texts_ = ["=1+1", "+86 138", "-", "@a", "'a", "a=b"]
    write_table(path, columns=[Column("x")], rows=[(one,) for one in texts_])
    sheet = load_workbook(path).active
    assert sheet is not None
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == texts_
    assert [cell.data_type for cell in cells] == ["s"] * 6
    assert [cell.quotePrefix or False for cell in cells] == [True] * 5 + [False]
    assert {cell.number_format for cell in cells} == {"@"}


def test_shares_are_numbers_that_look_like_shares(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    columns = [Column("完成率", 8, number=True), Column("说明", 8)]
    write_table(path, columns=columns, rows=[("33.8%", "33.8%"), ("100%", ""), ("1.25%", "")])
    sheet = load_workbook(path).worksheets[0]
    assert [sheet[f"A{row}"].value for row in (2, 3, 4)] == [0.338, 1, "1.25%"]
    assert sheet["A2"].number_format == "0.0%"
    assert sheet["B2"].value == "33.8%"


def test_counts_are_numbers_to_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "counts.xlsx"
    columns = [Column("单位", 10), Column("人数", 8, number=True), Column("编码", 8)]
    assert write_table(path, columns=columns, rows=[["甲<乙", "1200", "007"], ["丙", "", "8"]]) == 2
    sheet = load_workbook(path).active
    assert sheet is not None
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert found == [["甲<乙", 1200, "007"], ["丙", None, "8"]]


def test_cells_to_fill_have_a_ground_and_stay_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_table(path, columns=COLUMNS[:2], rows=[("a", None), (None, "b")], to_fill=[{1}, {1}])
    sheet = load_workbook(path).worksheets[0]
    assert [list(row) for row in sheet.values][1:] == [["a", None], [None, "b"]]
    grounds = [[cell.fill.fgColor.rgb for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert grounds == [["00000000", "FFFFF2CC"], ["00000000", "FFFFF2CC"]]
    plain = tmp_path / "b.csv"
    assert write_table(plain, columns=COLUMNS[:2], rows=[("a", None)], to_fill=[{1}]) == 1
