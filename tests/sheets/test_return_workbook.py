"""The list that goes back: marked where it is wrong, otherwise the school's own, readable again."""

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from tests.sheets.files import FIRST_SCHOOL, MEMBERS, MINZU, VOCATIONAL, bare_xlsx, xlsx
from tests.sheets.persons import persons, row
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.core.progress import Cancelled, Quiet
from tuanji_desktop.sheets.findings import Findings, source_of
from tuanji_desktop.sheets.heading import Headings, pick_sheet
from tuanji_desktop.sheets.prepared import list_of
from tuanji_desktop.sheets.reader import cell_text, read_workbook
from tuanji_desktop.sheets.reading import Reading
from tuanji_desktop.sheets.return_workbook import (
    CellNote,
    NotedSheet,
    send_back,
    write_return_workbook,
)

RED = "FFFFC7CF"


def returned(source: Path, target: Path, *notes: CellNote) -> Worksheet:
    workbook = read_workbook(source)
    table = pick_sheet(workbook, MEMBERS)
    write_return_workbook(
        workbook, target, [NotedSheet(table.sheet_name, table.heading_rows, notes)]
    )
    return load_workbook(target)[table.sheet_name]


def contents(path: Path) -> list[dict[str, str]]:
    table = pick_sheet(read_workbook(path), MEMBERS)
    # XML keeps no cell of nothing but white space; whoever reads a list strips it anyway
    return [{f: cell_text(v).strip() for f, v in row.values.items()} for row in table.rows]


def test_the_schools_own_file_with_red_cells(tmp_path: Path) -> None:
    target = tmp_path / "退回.xlsx"
    sheet = returned(
        FIRST_SCHOOL,
        target,
        CellNote(25, 3, "身份证号丢失精度"),
        CellNote(25, 4, "手机号格式不对"),
        CellNote(30, None, "本行与第 29 行重复"),
    )
    assert sheet["D25"].fill.fgColor.rgb == sheet["E25"].fill.fgColor.rgb == RED
    assert "身份证号丢失精度" in sheet["D25"].comment.text
    assert sheet["I4"].value == "失败原因"
    assert sheet["I25"].value == "身份证号丢失精度；手机号格式不对"
    assert sheet["I30"].value == "本行与第 29 行重复"
    assert sheet["I26"].value is None
    assert sheet["D26"].fill.fgColor.rgb != RED
    assert "A1:H1" in {str(merged) for merged in sheet.merged_cells.ranges}
    assert contents(target) == contents(FIRST_SCHOOL)


@pytest.mark.parametrize("source", [VOCATIONAL, MINZU])
def test_other_formats_become_an_xlsx_of_the_same_layout(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "退回.xlsx"
    sheet = returned(source, target, CellNote(5, 1, "身份证号错误"))
    assert sheet["B5"].fill.fgColor.rgb == RED
    assert contents(target) == contents(source)
    assert pick_sheet(read_workbook(target), MEMBERS).unmapped == (
        pick_sheet(read_workbook(source), MEMBERS).unmapped
    )


def test_a_second_return_forgets_the_first(tmp_path: Path) -> None:
    source = tmp_path / "名单.xlsx"
    book = Workbook()
    page = book.worksheets[0]
    page.append(["姓名", "身份证号", "入团年月"])
    page.append(["张三", "1", date(2018, 9, 1)])
    page["A2"].comment = Comment("转学生", "一中")
    book.save(source)
    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    sheet = returned(source, first, CellNote(2, 0, "姓名不一致"), CellNote(2, 1, "位数不对"))
    assert sheet["A2"].comment.text.startswith("转学生\n")
    sheet = returned(first, second, CellNote(2, 2, "入团过早"))
    assert [cell.value for cell in sheet[1]] == ["姓名", "身份证号", "入团年月", "失败原因"]
    assert sheet["D2"].value == "入团过早"
    assert sheet["A2"].comment.text == "转学生"
    assert sheet["B2"].comment is None
    assert [cell.fill.fgColor.rgb == RED for cell in sheet[2]] == [False, False, True, False]


def test_a_merged_cell_is_marked_where_it_is_seen(tmp_path: Path) -> None:
    source = tmp_path / "名单.xlsx"
    book = Workbook()
    page = book.worksheets[0]
    for line in (["班级", "姓名"], ["三班", "张三"], [None, "李四"]):
        page.append(line)
    page.merge_cells("A2:A3")
    book.save(source)
    sheet = returned(source, tmp_path / "退回.xlsx", CellNote(3, 0, "没有这个班"))
    assert sheet["A2"].fill.fgColor.rgb == RED
    assert "没有这个班" in sheet["A2"].comment.text
    assert sheet["C3"].value == "没有这个班"


def test_formulas_go_back_as_their_values_and_texts_stay_texts(tmp_path: Path) -> None:
    csv = tmp_path / "名单.csv"
    csv.write_text("姓名,备注\n张三,=1+1\n", encoding="utf-8")
    sheet = returned(csv, tmp_path / "退回.xlsx", CellNote(2, None, "重复"))
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")


def test_a_merge_over_everything_does_no_harm(tmp_path: Path) -> None:
    source = bare_xlsx(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>张三</t></is></c></row></sheetData>'
        '<mergeCells><mergeCell ref="B1:XFD1048576"/></mergeCells><sheetData>',
    )
    sheet = returned(source, tmp_path / "退回.xlsx", CellNote(2, 0, "错"))
    assert sheet["B2"].value == "错"


def test_a_sheet_that_is_not_there_and_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    source = xlsx(tmp_path / "名单.xlsx", [["姓名"], ["张三"]])
    for sheet_name, target, code in (
        ("无", tmp_path / "退回.xlsx", "file.no_sheet"),
        ("Sheet", tmp_path / "无" / "退回.xlsx", "file.unwritable"),
    ):
        with pytest.raises(FileRefused) as caught:
            write_return_workbook(read_workbook(source), target, [NotedSheet(sheet_name, (1,), ())])
        assert caught.value.code == code
    assert list(tmp_path.iterdir()) == [source]


def test_what_an_import_found_goes_back_to_the_school(tmp_path: Path) -> None:
    source = xlsx(tmp_path / "名单.xlsx", [["姓名", "电话"], ["张三", "138"]])
    workbook = read_workbook(source)
    table = pick_sheet(workbook, Headings({"name": ("姓名",), "mobile": ("电话",)}))
    findings = Findings(table)
    findings.add(2, "mobile", level="warning", code="mobile.format", message="号码太短")
    findings.add(2, "sex", level="warning", code="required.empty", message="缺性别")
    send_back(
        workbook,
        tmp_path / "退回.xlsx",
        found=source_of(workbook, table),
        findings=findings.all,
    )
    sheet = load_workbook(tmp_path / "退回.xlsx").worksheets[0]
    assert sheet["B2"].fill.fgColor.rgb == RED
    assert sheet["C2"].value == "号码太短；缺性别"


def test_a_list_without_headings_says_beside_each_row_what_is_wrong(tmp_path: Path) -> None:
    rows = [row(one, "name", "id_number", "mobile") for one in persons(6)]
    source = xlsx(tmp_path / "名单.xlsx", rows)
    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    for path, target, number in ((source, first, 3), (first, second, 4)):
        workbook = read_workbook(path)
        table = pick_sheet(workbook, MEMBERS)
        assert (table.heading_rows, table.letters()) == (
            (), {"name": "A", "id_number": "B", "mobile": "C"},
        )  # fmt: skip
        findings = Findings(table)
        findings.add(number, "mobile", level="error", code="x", message="号码太短")
        send_back(workbook, target, found=source_of(workbook, table), findings=findings.all)
    sheet = load_workbook(second).worksheets[0]
    assert [cell.value for cell in sheet["D"]] == [
        None,
        None,
        None,
        "失败原因：号码太短",
        None,
        None,
    ]
    assert [cell.fill.fgColor.rgb == RED for cell in sheet["C"]] == [
        False, False, False, True, False, False,
    ]  # fmt: skip
    assert contents(second) == contents(source)


def test_what_was_mended_here_goes_back_as_the_school_wrote_it(tmp_path: Path) -> None:
    source = xlsx(tmp_path / "名单.xlsx", [["姓名", "民族"], ["张3", "汉"], ["李四", "汉"]])
    workbook = read_workbook(source)
    reading = Reading(mended=((2, 0, "张三"),), values=(("ethnicity", "汉", "汉族"),))
    table = list_of(workbook, MEMBERS, labels={}, reading=reading)
    findings = Findings(table)
    findings.add(3, "name", level="error", code="x", message="重名")
    send_back(
        workbook, tmp_path / "退回.xlsx", found=source_of(workbook, table), findings=findings.all
    )
    sheet = load_workbook(tmp_path / "退回.xlsx").worksheets[0]
    assert [[cell.value for cell in line] for line in sheet.iter_rows(max_col=2)] == [
        ["姓名", "民族"], ["张3", "汉"], ["李四", "汉"],
    ]  # fmt: skip
    assert sheet["C3"].value == "重名"


def test_what_is_wrong_in_a_hidden_row_is_shown(tmp_path: Path) -> None:
    source = tmp_path / "名单.xlsx"
    book = Workbook()
    page = book.worksheets[0]
    for name in ("姓名", "张三", "李四"):
        page.append([name])
    for number in (2, 3):
        page.row_dimensions[number].hidden = True
    book.save(source)
    workbook = read_workbook(source)
    for read, name in ((workbook, "一.xlsx"), (replace(workbook, format="xls"), "二.xlsx")):
        write_return_workbook(
            read, tmp_path / name, [NotedSheet("Sheet", (1,), [CellNote(3, 0, "错")])]
        )
        sheet = load_workbook(tmp_path / name)["Sheet"]
        hidden = [sheet.row_dimensions[number].hidden for number in (2, 3)]
        assert hidden == [True, False]


@pytest.mark.parametrize("change", ["protected", "changed", "gone", "pasted"])
def test_a_file_that_cannot_be_marked_itself_is_made_anew(change: str, tmp_path: Path) -> None:
    source = xlsx(tmp_path / "名单.xlsx", [["姓名"], ["张三"]])
    workbook = read_workbook(source)
    if change == "protected":
        workbook = replace(workbook, protected=True)
    elif change == "changed":
        xlsx(source, [["姓名"], ["李四"]])
    elif change == "gone":
        source.unlink()
    else:
        workbook = replace(workbook, format="pasted", path=Path("剪贴板"))
    target = tmp_path / "退回.xlsx"
    write_return_workbook(workbook, target, [NotedSheet("Sheet", (1,), [CellNote(2, 0, "错")])])
    sheet = load_workbook(target)["Sheet"]
    assert [[cell.value for cell in line] for line in sheet.iter_rows()] == [
        ["姓名", "失败原因"], ["张三", "错"],
    ]  # fmt: skip
    assert sheet["A2"].fill.fgColor.rgb == RED
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("~")]


def test_the_samples_go_back_in_their_own_file(tmp_path: Path) -> None:
    """Every part that holds no mark is the school's own, byte for byte."""
    target = tmp_path / "退回.xlsx"
    returned(FIRST_SCHOOL, target, CellNote(25, 3, "丢失精度"))
    with zipfile.ZipFile(FIRST_SCHOOL) as before, zipfile.ZipFile(target) as after:
        same = {
            name for name in before.namelist() if before.read(name) == after.read(name)
        }  # fmt: skip
        touched = set(before.namelist()) - same
    assert {name.rpartition("/")[2] for name in touched} <= {
        "styles.xml", "sheet1.xml", "[Content_Types].xml", "sheet1.xml.rels",
    }  # fmt: skip


def test_the_schools_own_file_is_never_written_over(tmp_path: Path) -> None:
    own = xlsx(tmp_path / "名单.xlsx", [["姓名", "身份证号"], ["张三", "1"]])
    before = own.read_bytes()
    with pytest.raises(FileRefused) as refusal:
        returned(own, tmp_path / "." / "名单.xlsx", CellNote(2, 1, "位数不对"))
    assert refusal.value.code == "file.own_list"
    assert own.read_bytes() == before


def test_every_sheet_concerned_goes_back_with_its_reasons(tmp_path: Path) -> None:
    book = Workbook()
    for name, rows in (
        ("高三1班", [["姓名", "身份证号"], ["张三", "1"]]),
        ("高三2班", [["毕业生"], ["身份证号", "姓名"], ["2", "李四"], ["3", "王五"]]),
        ("高三3班", [["姓名", "身份证号"], ["赵六", "4"]]),
    ):
        page = book.create_sheet(name)
        for line in rows:
            page.append(line)
    del book["Sheet"]
    book.save(tmp_path / "各班.xlsx")
    for name in ("各班.xlsx", "各班.xls"):  # the second one cannot be marked itself
        workbook = read_workbook(tmp_path / "各班.xlsx")
        workbook = replace(workbook, format=name.rpartition(".")[2])
        table = pick_sheet(workbook, MEMBERS)
        findings = Findings(table)
        for place in (0, 2):
            findings.add(
                table.rows[place].number, "id_number", level="error", code="id.length", message="短"
            )
        target = tmp_path / f"退回{workbook.format}.xlsx"
        send_back(workbook, target, found=source_of(workbook, table), findings=findings.all)
        back = load_workbook(target)
        assert [back["高三1班"][one].value for one in ("C1", "C2")] == ["失败原因", "短"]
        assert [back["高三2班"][one].value for one in ("C2", "C3", "C4")] == [
            "失败原因",
            None,
            "短",
        ]
        assert back["高三2班"]["A4"].fill.fgColor.rgb == RED
        assert back["高三3班"].max_column == 2  # nothing is wrong there
    # corrected and sent again: the marks go where nothing is wrong any more
    again = read_workbook(tmp_path / "退回xlsx.xlsx")
    table = pick_sheet(again, MEMBERS)
    assert (len(table.rows), table.unmapped) == (4, ())
    send_back(again, tmp_path / "再退.xlsx", found=source_of(again, table), findings=())
    last = load_workbook(tmp_path / "再退.xlsx")
    assert last["高三2班"]["C4"].value is None
    assert last["高三2班"]["A4"].fill.fgColor.rgb != RED


def test_reasons_of_halves_stand_right_of_both_and_say_which(tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", None, "姓名", "身份证号"], ["张三", "1", None, "李四", "2"]]
    source = xlsx(tmp_path / "名单.xlsx", rows)
    workbook = read_workbook(source)
    table = pick_sheet(workbook, MEMBERS)
    findings = Findings(table)
    for one in table.rows:
        findings.add(one.number, "id_number", level="error", code="id.length", message="短")
    target = tmp_path / "退回.xlsx"
    send_back(workbook, target, found=source_of(workbook, table), findings=findings.all)
    sheet = load_workbook(target).worksheets[0]
    assert (sheet["F1"].value, sheet["F2"].value) == ("失败原因", "左边：短；右边：短")
    assert [sheet[one].fill.fgColor.rgb == RED for one in ("B2", "E2", "A2")] == [True, True, False]
    assert len(pick_sheet(read_workbook(target), MEMBERS).rows) == 2


@pytest.mark.parametrize("source", [FIRST_SCHOOL, VOCATIONAL])
def test_it_can_be_cancelled_and_leaves_nothing(source: Path, tmp_path: Path) -> None:
    class Unwanted(Quiet):
        def stop_if_cancelled(self) -> None:
            raise Cancelled

    workbook = read_workbook(source)
    name = workbook.sheets[0].name
    target = tmp_path / "退回.xlsx"
    with pytest.raises(Cancelled):
        write_return_workbook(
            workbook, target, [NotedSheet(name, (1,), [CellNote(5, 1, "错")])], progress=Unwanted()
        )
    assert list(tmp_path.iterdir()) == []
