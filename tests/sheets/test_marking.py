"""Marks in whole files: everything that is not a mark stays as it was."""

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image as Picture

from tests.sheets.files import FIRST_SCHOOL, bare_xlsx
from tuanji_desktop.sheets.mark_styles import RED
from tuanji_desktop.sheets.marking import mark_file
from tuanji_desktop.sheets.marks import Marks
from tuanji_desktop.sheets.package import RELATIONS, NotPlain
from tuanji_desktop.sheets.reader import read_workbook


def marks(column: int = 3, *, again: bool = False) -> Marks:
    return Marks(column, 1, 2, 3, again, {2: "号码错"}, {2: {1}}, {(2, 1): ["号码错"]})


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    """A list with everything that a school's own program may have put into it."""
    picture = io.BytesIO()
    Picture.new("RGB", (4, 4), "red").save(picture, "PNG")
    book = Workbook()
    page = book.worksheets[0]
    for row in (["姓名", "身份证号", "去向"], ["张三", "1", "升学"], ["李四", "2", "就业"]):
        page.append(row)
    page.freeze_panes = "A2"
    page.auto_filter.ref = "A1:C3"
    page.column_dimensions["A"].width = 33
    page["A2"].fill = PatternFill("solid", fgColor="FFFFFF00")
    page["A3"].comment = Comment("转学生", "一中")
    choices = DataValidation("list", '"升学,就业"')
    choices.add("C2:C3")
    page.add_data_validation(choices)
    rule = CellIsRule(operator="equal", formula=["1"], fill=PatternFill(bgColor="FF00FF00"))
    page.conditional_formatting.add("B2:B3", rule)
    page.add_image(Image(picture), "E2")
    book.create_sheet("说明").append(["请如实填写"])
    path = tmp_path / "名单.xlsx"
    book.save(path)
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_everything_else_stays_byte_for_byte(rich: Path, tmp_path: Path) -> None:
    target = tmp_path / "退回.xlsx"
    mark_file(rich, target, {"Sheet": marks()})
    before, after = parts(rich), parts(target)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml",
    }  # fmt: skip
    assert after.keys() == before.keys()
    for name in changed:
        ElementTree.fromstring(after[name])  # well-formed, or Excel would repair it
    book = load_workbook(target)
    page = book["Sheet"]
    assert page["B2"].fill.fgColor.rgb == RED
    assert (page["D1"].value, page["D2"].value, page["D3"].value) == ("失败原因", "号码错", None)
    assert (page["A3"].comment.text, "号码错" in page["B2"].comment.text) == ("转学生", True)
    assert page.freeze_panes == "A2"
    assert page.column_dimensions["A"].width == 33
    assert page["A2"].fill.fgColor.rgb == "FFFFFF00"
    assert len(page.data_validations.dataValidation) == 1
    assert len(page.conditional_formatting) == 1
    assert [cell.value for cell in book["说明"][1]] == ["请如实填写"]


def test_a_sheet_without_comments_gets_them(tmp_path: Path) -> None:
    target = tmp_path / "退回.xlsx"
    wanted = Marks(8, 4, 5, 101, False, {25: "错"}, {25: {3}}, {(25, 3): ["错"]})
    mark_file(FIRST_SCHOOL, target, {"毕业生名单": wanted})
    book = load_workbook(target)
    assert "错" in book["毕业生名单"]["D25"].comment.text
    for name, data in parts(target).items():
        if name.endswith((".xml", ".rels", ".vml")):
            ElementTree.fromstring(data)
    types = parts(target)["[Content_Types].xml"].decode()
    assert types.count('Extension="vml"') == 1
    again = tmp_path / "再退.xlsx"
    second = Marks(8, 4, 5, 101, True, {26: "新"}, {26: {3}}, {(26, 3): ["新"]})
    mark_file(target, again, {"毕业生名单": second})
    page = load_workbook(again)["毕业生名单"]
    assert (page["D25"].comment, page["I25"].value, page["I26"].value) == (None, None, "新")
    assert page["D25"].fill.fgColor.rgb != RED
    assert parts(again).keys() == parts(target).keys()


def test_formulas_keep_what_they_gave(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["姓名", "岁", "x"])
    book.worksheets[0].append(["张三", "=1+1", "x"])
    path = tmp_path / "名单.xlsx"
    book.save(path)
    whole = parts(path)
    sheet = whole["xl/worksheets/sheet1.xml"]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in whole.items():
            kept = re.sub(rb"<f>1\+1</f><v ?(?:/>|></v>)", b"<f>1+1</f><v>2</v>", data)
            archive.writestr(name, kept if name.endswith("sheet1.xml") else data)
    assert b"<f>1+1</f>" in sheet
    target = tmp_path / "退回.xlsx"
    mark_file(path, target, {"Sheet": marks()})
    assert load_workbook(target)["Sheet"]["B2"].value == "=1+1"
    assert read_workbook(target).sheets[0].rows[1][1] == 2


def test_macros_do_not_go_back(rich: Path, tmp_path: Path) -> None:
    macro = tmp_path / "宏.xlsm"
    with zipfile.ZipFile(macro, "w") as archive:
        for name, data in parts(rich).items():
            text = data
            if name == "[Content_Types].xml":
                text = data.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                ).replace(
                    b"</Types>",
                    b'<Override PartName="/xl/vbaProject.bin" ContentType="x/vba"/></Types>',
                )
            if name == "xl/_rels/workbook.xml.rels":
                text = data.replace(
                    b"</Relationships>",
                    b'<Relationship Type="http://x/vbaProject" Target="vbaProject.bin" Id="v"/>'
                    b"</Relationships>",
                )
            archive.writestr(name, text)
        archive.writestr("xl/vbaProject.bin", b"Sub AutoOpen")
    target = tmp_path / "退回.xlsx"
    mark_file(macro, target, {"Sheet": marks()})
    whole = parts(target)
    assert not any(b"vba" in name.encode() + data for name, data in whole.items())
    assert b"macroEnabled" not in whole["[Content_Types].xml"]
    assert load_workbook(target)["Sheet"]["D2"].value == "号码错"


def test_a_file_written_otherwise_is_not_plain(tmp_path: Path) -> None:
    bare = bare_xlsx(tmp_path / "a.xlsx", '<row r="1"/>')  # it has no styles
    text = tmp_path / "b.xlsx"
    text.write_text("姓名", encoding="utf-8")
    for source in (bare, text):
        with pytest.raises(NotPlain):
            mark_file(source, tmp_path / "退回.xlsx", {"S": marks()})


def _with_header_picture(path: Path, *, comment: bool) -> None:
    import xlsxwriter

    picture = path.with_suffix(".png")
    Picture.new("RGB", (4, 4), "red").save(picture)
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Sheet")
        for number, row in enumerate((["姓名", "身份证号"], ["张三", "1"], ["李四", "2"])):
            page.write_row(number, 0, row)
        page.set_header("&L&G", {"image_left": str(picture)})
        if comment:
            page.write_comment("A3", "转学生")


@pytest.mark.parametrize("comment", [False, True])
def test_the_picture_of_the_header_is_no_place_for_comments(tmp_path: Path, comment: bool) -> None:
    source, target = tmp_path / "名单.xlsx", tmp_path / "退回.xlsx"
    _with_header_picture(source, comment=comment)
    name = "xl/worksheets/_rels/sheet1.xml.rels"
    contents = parts(source)
    listed = re.findall(rb"<Relationship .*?/>", contents[name])
    contents[name] = contents[name].replace(b"".join(listed), b"".join(reversed(listed)))
    with zipfile.ZipFile(source, "w") as archive:
        for part, data in contents.items():
            archive.writestr(part, data)
    mark_file(source, target, {"Sheet": marks()})
    before, after = parts(source), parts(target)
    header = "xl/drawings/vmlDrawing2.vml" if comment else "xl/drawings/vmlDrawing1.vml"
    assert after[header] == before[header]
    sheet = after["xl/worksheets/sheet1.xml"].decode()
    relations = after["xl/worksheets/_rels/sheet1.xml.rels"].decode()
    key = re.search(r'<legacyDrawing\b[^>]*r:id="(\w+)"', sheet)
    assert key is not None
    named = re.search(rf'Id="{key[1]}"[^>]*Target="([^"]+)"', relations)
    assert named is not None
    slips = after["xl/drawings/" + named[1].rpartition("/")[2]].decode()
    assert slips.count("ObjectType=") == (2 if comment else 1)


def test_slips_that_lie_nowhere_are_made_anew(rich: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "悬空.xlsx", tmp_path / "退回.xlsx"
    with zipfile.ZipFile(source, "w") as archive:
        for name, data in parts(rich).items():
            if name.endswith("sheet2.xml"):
                mark = (
                    b'<legacyDrawing xmlns:r="%s" r:id="rId99"/></worksheet>' % RELATIONS.encode()
                )
                archive.writestr(name, data.replace(b"</worksheet>", mark))
            else:
                archive.writestr(name, data)
    mark_file(source, target, {"说明": Marks(1, 0, 1, 1, False, {1: "错"}, {}, {(1, 0): ["错"]})})
    after = parts(target)
    sheet = after["xl/worksheets/sheet2.xml"].decode()
    key = re.search(r'<legacyDrawing\b[^>]*r:id="(\w+)"', sheet)
    assert key is not None
    assert f'Id="{key[1]}"' in after["xl/worksheets/_rels/sheet2.xml.rels"].decode()


def test_a_spelling_that_was_understood_wrongly_does_not_go_out(rich: Path, tmp_path: Path) -> None:
    odd = tmp_path / "怪.xlsx"
    with zipfile.ZipFile(odd, "w") as archive:
        for name, data in parts(rich).items():  # cells and rows closed in a way that nobody does
            archive.writestr(name, data.replace(b"</c>", b"</c >").replace(b"</row>", b"</row >"))
    with pytest.raises(NotPlain, match="xml"):
        mark_file(odd, tmp_path / "退回.xlsx", {"Sheet": marks()})
