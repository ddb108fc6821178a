"""What a school still owes, as a sheet that comes back as a list of graduates."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.deletion.helpers import one
from tests.graduates.year import SCHOOL, UNIVERSITY, YEAR, change, make_year
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.graduates.school_sheet import suggested_name, write_school_sheet
from tuanji_desktop.graduates.service import plan_graduates
from tuanji_desktop.office.context import Context


@pytest.fixture
def year(office: Context) -> Context:
    make_year(office)
    return office


def rows_of(path: Path) -> list[dict[str, str]]:
    sheet = load_workbook(path).worksheets[0]
    head, *rows = list(sheet.iter_rows(min_row=2, values_only=True))
    return [dict(zip(head, row, strict=True)) for row in rows if any(row)]


def test_only_those_are_on_it_who_are_not_through_each_with_what_is_wanted(
    year: Context, tmp_path: Path
) -> None:
    path = tmp_path / suggested_name("一中团委", YEAR)
    written = write_school_sheet(year, path, school_id=SCHOOL, year=YEAR)
    assert (written.people, written.unsettled) == (10, 1)
    rows = rows_of(path)
    assert len(rows) == 10
    wanted = [row["目前情况及需办理"] for row in rows]
    assert sum("没有毕业去向，请填写" in words for words in wanted) == 1
    assert sum("等待高校新生团支部" in words for words in wanted) == 4
    assert sum("还没有发起" in words and "没有写转入组织" in words for words in wanted) == 3
    assert {row["学校"] for row in rows} == {"一中团委"}
    last = one(
        year, "SELECT kind || ' ' || reason FROM journal_operations ORDER BY number DESC LIMIT 1"
    )
    assert last == "export.graduates 随催办函发给学校"


def test_it_comes_back_as_a_list_that_brings_just_what_was_filled_in(
    year: Context, tmp_path: Path
) -> None:
    change(
        year,
        "UPDATE graduate_entries SET name = '张三', id_number = (SELECT id_number FROM members "
        "WHERE id = 1), member_id = 1, match = 'matched' WHERE school_id = ? "
        "AND progress = 'unsettled'",
        SCHOOL,
    )
    path = tmp_path / "待办理.xlsx"
    write_school_sheet(year, path, school_id=SCHOOL, year=YEAR)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    (row,) = [cells[0].row for cells in sheet.iter_rows(min_row=3) if cells[2].value == "张三"]
    sheet.cell(row, 6).value, sheet.cell(row, 7).value = "就业", "共青团铜仁市委员会"
    book.save(path)
    plan = plan_graduates(year, path, year=YEAR, school_id=SCHOOL)
    (changed,) = plan.changed
    assert changed == row
    assert set(plan.source.columns) >= {"name", "id_number", "destination", "target"}
    assert "目前情况及需办理" in plan.source.unmapped


def test_a_school_that_is_through_is_not_asked(year: Context, tmp_path: Path) -> None:
    change(
        year, "UPDATE graduate_entries SET progress = 'received' WHERE school_id = ?", UNIVERSITY
    )
    with pytest.raises(BadInput, match="没有未办完"):
        write_school_sheet(year, tmp_path / "x.xlsx", school_id=UNIVERSITY, year=YEAR)
    assert not (tmp_path / "x.xlsx").exists()
