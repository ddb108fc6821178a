"""The year's entries, which change nothing when they come back, and its progress as a list."""

from pathlib import Path

import openpyxl
import pytest

from tests.graduates.year import YEAR, make_year
from tests.sheets.files import SAMPLES
from tuanji_desktop.graduates.export import entries_exportable, export_standing, suggested_name
from tuanji_desktop.graduates.loading import load_standing
from tuanji_desktop.graduates.service import apply_graduates, plan_graduates
from tuanji_desktop.kit.export_act import carry_out
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import queries as orgs
from tuanji_desktop.sheets.exportable import CSV, CSV_GB18030, XLSX, Scope, Wish


@pytest.mark.parametrize("format_", [XLSX, CSV, CSV_GB18030])
def test_the_entries_of_a_school_come_back_without_a_change(
    county: Context, format_: str, tmp_path: Path
) -> None:
    file = SAMPLES / "graduates-2018-first-middle-school.xlsx"
    with county.database.read() as connection:
        school = orgs.by_code(connection, "QX01").id
    first = plan_graduates(county, file, year=2018, school_id=school)
    apply_graduates(county, first)
    listing = entries_exportable(county, year=2018, org_id=school)
    out = tmp_path / ("a.xlsx" if format_ == XLSX else "a.csv")
    columns = tuple(one.key for one in listing.columns)
    written = carry_out(county, listing, Wish(columns, "all", format_, False), out)
    assert written.rows == sum(row.kind != "refused" for row in first.rows)
    back = plan_graduates(county, out, year=2018, school_id=school)
    assert len(back.rows) == written.rows
    assert not back.added
    assert not back.changed
    assert apply_graduates(county, back) is None


def test_what_is_seen_comes_in_its_order(office: Context, tmp_path: Path) -> None:
    make_year(office)
    listing = entries_exportable(
        office, year=YEAR, scopes=(Scope("seen", "列表"),), ids=lambda _scope: [3, 1]
    )
    assert "row_number" not in listing.shown
    out = tmp_path / "a.xlsx"
    keys = ("row_number", "name", "id_number", "match")
    assert carry_out(office, listing, Wish(keys, "seen"), out).rows == 2
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    rows = list(sheet.values)
    assert rows[0] == ("名单行号", "姓名", "身份证号", "匹配")
    assert all(isinstance(row[0], int) for row in rows[1:])
    assert all("***" in str(row[2] or "***") for row in rows[1:])


def test_schools_laggards_first_and_the_total_last(office: Context, tmp_path: Path) -> None:
    make_year(office)
    standing = load_standing(office, year=YEAR)
    assert suggested_name(standing).name == "2018届毕业生转接进度 2018-08-01.xlsx"
    out = tmp_path / "进度.csv"
    assert export_standing(standing, out) == 3
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("学校,"))
    assert lines[start + 1 : start + 5] == [
        "中国共产主义青年团青溪县职业学校委员会,中职,3,5,1,0,5,2,0,0,20%,0%,0%,2018-09-30,5",
        "中国共产主义青年团青溪县第一中学委员会,普通高中,2,10,6,4,6,4,0,2,60%,40%,25%,2018-09-30,6",
        "中国共产主义青年团青溪学院委员会,市属高校,1,10,9,8,2,0,0,0,90%,80%,60%,2018-09-30,2",
        "合计,,,25,16,12,13,6,0,2,64%,48%,36.8%,,",
    ]
    assert any("完成率＝已转入÷应转接" in line for line in lines)
    book = tmp_path / "进度.xlsx"
    assert export_standing(standing, book) == 3
    first = next(
        row for row in openpyxl.load_workbook(book).worksheets[0].values if row[1] == "中职"
    )
    assert first[2:11] == (3, 5, 1, 0, 5, 2, 0, 0, 0.2)
    assert (str(first[13]), first[14]) == ("2018-09-30 00:00:00", 5)
