"""The 催办 sheet goes out, comes back and mends the record; what comes back as it went does nothing."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.quality.helpers import SCHOOL, inspected, numbers, person
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.history.service import undo
from tuanji_desktop.members.queries import member
from tuanji_desktop.members.roster_import import apply_roster, plan_roster
from tuanji_desktop.office.context import Context
from tuanji_desktop.quality.service import listing
from tuanji_desktop.quality.sheet import (
    SheetPlan,
    chosen,
    file_name,
    plan_sheets,
    write_sheets,
)

DEADLINE = date(2018, 8, 20)


@pytest.fixture
def lacking(office: Context) -> dict[str, int]:
    """Red names of several sorts, a wrong phone, and a value nobody offers."""
    return {
        "education": person(office, 1, education=""),
        "phone": person(office, 2, mobile="", household_place="", branch="QX0102"),
        "income": person(office, 3, income=""),
        "number": person(office, 4, development_number="", education=""),
        "wrong": person(office, 5, mobile="12345", branch="QX0102"),
        "choice": person(office, 6, ethnicity="火星族"),
        "bad_id": person(office, 7, id_number="520628200106070124", mobile=""),
    }


def planned(
    office: Context, *codes: str, each: bool = False, org_id: int | None = None
) -> SheetPlan:
    inspection = inspected(office)
    ids = chosen(listing(inspection, code, org_id) for code in codes)
    return plan_sheets(office, ids, org_id=org_id, each=each, deadline=DEADLINE)


ALL = ("red", "mobile_format", "choice_unknown")


def sheet_of(path: Path) -> tuple[Workbook, Worksheet, dict[str, int]]:
    book = load_workbook(path)
    sheet = book.worksheets[0]
    headings = {str(cell.value): cell.column for cell in sheet[2] if cell.value}
    return book, sheet, headings


def test_the_sheet_has_just_the_columns_that_somebody_lacks(
    office: Context, lacking: dict[str, int], tmp_path: Path
) -> None:
    plan = planned(office, *ALL)
    path = tmp_path / "催办.xlsx"
    assert write_sheets(office, plan, path) == (path,)
    book, sheet, headings = sheet_of(path)
    assert list(headings) == [
        "姓名", "身份证号", "所在团支部", "民族", "手机号码", "经济收入", "学历", "户籍地址", "需办理事项",
    ]  # fmt: skip
    assert (
        sheet["A1"].value == "青溪团县委团员信息补正表（请于 2018-08-20 前填好带底色的格子后交回）"
    )
    names = {str(row[0].value): row for row in sheet.iter_rows(min_row=3)}
    assert len(names) == len(lacking) == plan.people
    ground = names["周乙子"][headings["学历"] - 1].fill.fgColor.rgb
    assert ground == "FFFFF2CC"
    for row in names.values():
        asked = [cell for cell in row[3:-1] if cell.fill.fgColor.rgb == ground]
        assert all(cell.value is None for cell in row[3:-1])
        assert 1 <= len(asked) <= 2
        assert all(cell.data_type == "s" for cell in row[:3])
    drop_downs = {
        str(one.sqref) for one in sheet.data_validations.dataValidation if one.type == "list"
    }
    assert len(drop_downs) == 3  # ethnicity, income, education
    words = str(names["周戊子"][headings["需办理事项"] - 1].value)
    assert "发展团员编号未填。（不在本表填写，请申请删除后重新录入）" in words
    assert "学历未填。" in words
    book.close()


def test_unchanged_it_changes_nothing(
    office: Context, lacking: dict[str, int], tmp_path: Path
) -> None:
    path = tmp_path / "催办.xlsx"
    write_sheets(office, planned(office, *ALL), path)
    back = plan_roster(office, path)
    assert [row.kind for row in back.rows] == ["unchanged"] * len(lacking)
    assert apply_roster(office, back) is None


def test_filled_in_it_takes_the_red_names_away(
    office: Context, lacking: dict[str, int], tmp_path: Path
) -> None:
    path = tmp_path / "催办.xlsx"
    plan = planned(office, *ALL)
    write_sheets(office, plan, path)
    book, sheet, headings = sheet_of(path)
    given = {
        "民族": "苗族", "手机号码": "1990000{:04d}", "经济收入": "学生无收入", "学历": "高中在读",
        "户籍地址": "青溪县河西镇",
    }  # fmt: skip
    for number, row in enumerate(sheet.iter_rows(min_row=3)):
        for heading, value in given.items():
            cell = row[headings[heading] - 1]
            if cell.fill.fgColor.rgb == "FFFFF2CC":
                cell.value = value.format(number)
    book.save(path)
    before = numbers(inspected(office))
    back = plan_roster(office, path)
    assert {row.kind for row in back.rows} == {"updated"}
    assert back.submitted == 1  # the income waits for the branch's review (G 一.3)
    operation = apply_roster(office, back)
    assert operation is not None
    after = numbers(inspected(office))
    assert after["red"] == 2  # the income under review, and a number that only re-entry mends
    assert {"red.income", "red.development_number"} <= after.keys()
    assert not {"red.education", "red.mobile", "red.household_place", "mobile_format",
                "choice_unknown"} & after.keys()  # fmt: skip
    with office.database.read() as connection:
        assert member(connection, lacking["choice"]).values["ethnicity"] == "苗族"
    undo(office, number=operation)
    assert numbers(inspected(office)) == before


def test_one_workbook_for_each_unit(
    office: Context, lacking: dict[str, int], tmp_path: Path
) -> None:
    plan = planned(office, *ALL, each=True, org_id=SCHOOL)
    assert [(one.org.code, len(one.rows)) for one in plan.sheets] == [("QX0101", 5), ("QX0102", 2)]
    paths = write_sheets(office, plan, tmp_path)
    assert [path.name for path in paths] == [
        "QX0101 高三（1）班信息补正表.xlsx", "QX0102 高三（2）班信息补正表.xlsx",
    ]  # fmt: skip
    assert all(path.exists() for path in paths)
    for path in paths:
        assert {row.kind for row in plan_roster(office, path).rows} == {"unchanged"}
    with office.database.read() as connection:
        kind, words = connection.exec_driver_sql(
            "SELECT kind, words FROM journal_operations ORDER BY number DESC LIMIT 1"
        ).one()
    assert (kind, words) == ("export.reminder", "导出催办表 2 份：7 人，含完整证件号")


def test_a_unit_that_is_its_own_scope_has_one_sheet(
    office: Context, lacking: dict[str, int]
) -> None:
    plan = planned(office, *ALL, each=True, org_id=3)
    assert [one.org.code for one in plan.sheets] == ["QX0101"]


def test_shared_phones_are_asked_for_because_they_were_listed(office: Context) -> None:
    ids = [person(office, number, mobile="13812345678") for number in (1, 2)]
    with pytest.raises(BadInput) as nothing:
        plan_sheets(office, ids, org_id=None, each=False, deadline=DEADLINE)
    assert nothing.value.code == "quality.nothing_to_ask"
    plan = plan_sheets(
        office, ids, org_id=None, each=False, deadline=DEADLINE, code="mobile_shared"
    )
    assert plan.sheets[0].counts == {"手机号码": 2}


def test_who_is_over_age_is_told_so_without_a_cell_to_fill(office: Context) -> None:
    one = person(office, 1, born="1990-01-01", joined_on="2008-05", development_number="")
    plan = plan_sheets(office, [one], org_id=None, each=False, deadline=DEADLINE, code="over_age")
    (row,) = plan.sheets[0].rows
    assert row.to_fill == ()
    assert row.words.startswith("28周岁")


def test_a_deadline_that_has_passed_is_refused(office: Context, lacking: dict[str, int]) -> None:
    with pytest.raises(BadInput) as late:
        plan_sheets(office, lacking.values(), org_id=None, each=False, deadline=date(2018, 7, 31))
    assert late.value.code == "quality.deadline"


def test_the_place_must_fit_the_number_of_sheets(
    office: Context, lacking: dict[str, int], tmp_path: Path
) -> None:
    each = planned(office, *ALL, each=True, org_id=SCHOOL)
    for target in (tmp_path / "one.xlsx", tmp_path / "nowhere"):
        with pytest.raises(BadInput) as refused:
            write_sheets(office, each, target)
        assert refused.value.code == "quality.folder"
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_file_name_bears_no_sign_that_a_disk_refuses(
    office: Context, lacking: dict[str, int]
) -> None:
    with office.database.write(office.operation("test", "改")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET short_name = '一/二: 班' WHERE code = 'QX0101'"
        )
    plan = planned(office, "red", org_id=3)
    assert file_name(plan.sheets[0]) == "QX0101 一二班信息补正表.xlsx"
