"""Templates for schools: headings, drop-downs, how to fill in – and nobody to import by mistake."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.builders import make_office
from tuanji_desktop.core.errors import BadInput, FileRefused
from tuanji_desktop.graduates.service import plan_graduates
from tuanji_desktop.members.roster_import import plan_roster
from tuanji_desktop.members.templates import TEMPLATES, write_template
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.service import plan_organizations
from tuanji_desktop.rules.fields import FIELDS, ROSTER_FIELDS
from tuanji_desktop.sheets.heading import Headings, pick_sheet
from tuanji_desktop.sheets.reader import read_workbook
from tuanji_desktop.sheets.writer import NOTES_SHEET
from tuanji_desktop.transfers.reader import incoming_headings, transfer_headings


def headings(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path)
    found = [str(cell.value) for cell in next(book.worksheets[0].iter_rows())]
    book.close()
    return found


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_template_is_empty_and_says_how(kind: str, office: Context, tmp_path: Path) -> None:
    out = tmp_path / "模板.xlsx"
    assert write_template(office, out, kind=kind) == 0
    book = openpyxl.load_workbook(out)
    lists = ["选项"] if kind != "incoming" else []  # below a node its branches
    assert book.sheetnames == [TEMPLATES[kind].title, NOTES_SHEET, *lists]
    columns = len(headings(out))
    assert book.worksheets[0].max_row == 1
    assert book[NOTES_SHEET].max_row == 1 + columns
    assert [cell.value for cell in book[NOTES_SHEET][1]] == ["栏目", "要求", "怎么填", "示例"]
    hints = book.worksheets[0].data_validations.dataValidation
    assert any(rule.type == "list" for rule in hints) is bool(lists)
    assert any(rule.prompt for rule in hints)
    book.close()


def test_nobody_is_imported_from_an_empty_template(office: Context, tmp_path: Path) -> None:
    for kind in TEMPLATES:
        write_template(office, tmp_path / f"{kind}.xlsx", kind=kind)
    assert plan_roster(office, tmp_path / "roster.xlsx").rows == ()
    assert plan_organizations(office, tmp_path / "organizations.xlsx").source.rows == 0
    for kind in ("graduates", "transfers", "incoming", "quality"):
        assert plan_graduates(office, tmp_path / f"{kind}.xlsx", year=2018).rows == ()


def test_a_filled_template_is_read(office: Context, tmp_path: Path) -> None:
    out = tmp_path / "模板.xlsx"
    write_template(office, out, kind="roster", org_id=3)
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    with office.database.read() as connection:
        number = connection.exec_driver_sql(
            "SELECT id_number FROM members WHERE id = 1"
        ).scalar_one()
    values = {"★姓名": "张三", "★身份证号": number}
    found = headings(out)
    branch = book["选项"]
    for place, heading in enumerate(found, start=1):
        if heading in values:
            sheet.cell(2, place, values[heading])
        if heading.endswith("所在团支部"):
            rule = next(
                one
                for one in sheet.data_validations.dataValidation
                if str(one.sqref).startswith(openpyxl.utils.get_column_letter(place))
            )
            column = str(rule.formula1).split("!$")[1][0]
            names = [cell.value for cell in branch[column] if cell.value]
            assert len(names) == 1  # the branches below the node alone
            sheet.cell(2, place, names[0])
    book.save(out)
    book.close()
    plan = plan_roster(office, out)
    assert [row.kind for row in plan.rows] == ["unchanged"]


def test_the_pack_stars_and_explains(office: Context, tmp_path: Path) -> None:
    out = tmp_path / "g.xlsx"
    write_template(office, out, kind="roster")
    starred = {one.removeprefix("★") for one in headings(out) if one.startswith("★")}
    always = {FIELDS[row.field].label for row in office.policy.requirements if not row.when}
    assert starred == {FIELDS[name].label for name in ROSTER_FIELDS} & always
    college = make_office(tmp_path, policy="qilu-2024")
    try:
        write_template(college, tmp_path / "q.xlsx", kind="quality")
        asked = headings(tmp_path / "q.xlsx")
        assert asked[:3] == ["★姓名", "★身份证号", "所在团支部"]
        assert "性别" not in asked  # locked there: not a matter for a list
        book = openpyxl.load_workbook(tmp_path / "q.xlsx")
        assert all(cell.value == "选填" for cell in book[NOTES_SHEET]["B"][3:])
        book.close()
    finally:
        college.database.close()


def test_unknown_kinds_and_folders(office: Context, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="graduates") as caught:
        write_template(office, tmp_path / "a.xlsx", kind="nonsense")
    assert caught.value.code == "template.unknown"
    with pytest.raises(FileRefused):
        write_template(office, tmp_path / "无" / "a.xlsx", kind="roster")


@pytest.mark.parametrize(
    ("kind", "headings_of"),
    [("transfers", transfer_headings), ("incoming", incoming_headings)],
)
def test_the_transfer_desk_understands_every_heading(
    kind: str, headings_of: Callable[[], Headings], office: Context, tmp_path: Path
) -> None:
    out = tmp_path / "模板.xlsx"
    write_template(office, out, kind=kind)
    table = pick_sheet(read_workbook(out), headings_of(), sheet_name=TEMPLATES[kind].title)
    assert table.unmapped == ()
    assert len(table.columns) == len(headings(out))
    assert table.rows == []
