"""A sheet that came back mends what was asked, and nothing else."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.builders import valid_id
from tests.quality.helpers import inspected, numbers, person
from tuanji_desktop.history.service import undo
from tuanji_desktop.members.queries import member, shared_values
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context
from tuanji_desktop.quality.returns import apply_return, plan_return
from tuanji_desktop.quality.service import listing
from tuanji_desktop.quality.sheet import chosen, plan_sheets, write_sheets
from tuanji_desktop.sheets.reading import Reading

DEADLINE = date(2018, 8, 20)
Fill = Callable[[dict[str, dict[str, str]]], Path]


@pytest.fixture
def lacking(office: Context) -> dict[str, int]:
    return {
        "education": person(office, 1, education=""),
        "phone": person(office, 2, mobile="", household_place="", branch="QX0102"),
        "wrong": person(office, 5, mobile="12345", branch="QX0102"),
        "shared": person(office, 6, mobile="13800138001"),
    }


@pytest.fixture
def fill(office: Context, lacking: dict[str, int], tmp_path: Path) -> Fill:
    """Writes the sheet for everybody and fills cells: name → heading → text."""

    def act(cells: dict[str, dict[str, str]]) -> Path:
        inspection = inspected(office)
        codes = ("red", "mobile_format", "mobile_shared")
        ids = chosen(listing(inspection, code, None) for code in codes)
        path = tmp_path / "补正表.xlsx"
        plan = plan_sheets(
            office, ids, org_id=None, each=False, deadline=DEADLINE, code="mobile_shared"
        )
        write_sheets(office, plan, path)
        book = load_workbook(path)
        sheet = book.worksheets[0]
        headings = {str(cell.value): cell.column for cell in sheet[2] if cell.value}
        for row in sheet.iter_rows(min_row=3):
            for heading, text in cells.get(str(row[0].value), {}).items():
                row[headings[heading] - 1].value = text
        book.save(path)
        return path

    return act


def test_what_was_asked_is_mended_in_one_operation(
    office: Context, lacking: dict[str, int], fill: Fill
) -> None:
    file = fill({
        "周乙子": {"学历": "本科在读"},
        "周丙子": {"手机号码": "13911112222", "户籍地址": "青溪县河西镇"},
        "周己子": {"手机号码": "13911113333"},
        "周庚子": {"手机号码": "13911114444"},
    })  # fmt: skip
    plan = plan_return(office, file)
    assert (plan.count("updated"), plan.count("refused"), plan.findings) == (4, 0, ())
    assert plan.count("updated") + plan.count("unchanged") == len(plan.rows)
    number = apply_return(office, plan)
    assert number is not None
    left = numbers(inspected(office))
    assert {code for code in left if code.startswith(("red", "mobile"))} == set()
    with office.database.read() as connection:
        assert member(connection, lacking["education"]).values["education"] == "本科在读"
        (kind,) = connection.exec_driver_sql(
            "SELECT kind FROM journal_operations WHERE number = ?", (number,)
        ).one()
        assert kind == "import.quality_return"
    undo(office, number=number)
    assert numbers(inspected(office))["red"] == 2
    assert plan_return(office, file).count("updated") == 4


def test_what_was_not_asked_is_told_and_left(
    office: Context, lacking: dict[str, int], fill: Fill
) -> None:
    file = fill({"周乙子": {"学历": "本科在读", "户籍地址": "别处", "手机号码": "13911112222"}})
    plan = plan_return(office, file)
    (row,) = (one for one in plan.rows if one.kind == "updated")
    assert row.saved == {"education": "本科在读"}
    told = {(one.field, one.code, one.level) for one in plan.findings}
    assert told == {
        ("household_place", "field.not_asked", "warning"),
        ("mobile", "field.not_asked", "warning"),
    }


def test_a_late_sheet_overwrites_nothing(
    office: Context, lacking: dict[str, int], fill: Fill
) -> None:
    file = fill({"周乙子": {"学历": "本科在读"}})
    save_member(office, member_id=lacking["education"], changes={"education": "硕士在读"})
    plan = plan_return(office, file)
    assert plan.count("updated") == 0
    assert [one.code for one in plan.findings] == ["field.not_asked"]


def test_a_sheet_as_it_went_out_does_nothing(office: Context, fill: Fill) -> None:
    plan = plan_return(office, fill({}))
    assert {row.kind for row in plan.rows} == {"unchanged"}
    assert apply_return(office, plan) is None


def test_a_row_without_a_number_is_told_so(office: Context, fill: Fill) -> None:
    file = fill({})
    book = load_workbook(file)
    book.worksheets[0].append(["张三", None, None])
    book.save(file)
    assert [one.code for one in plan_return(office, file).findings] == ["required.empty"]


@pytest.mark.parametrize("branch", [None, "没有这个团支部"])
def test_nobody_is_new(office: Context, fill: Fill, branch: str | None) -> None:
    file = fill({})
    book = load_workbook(file)
    book.worksheets[0].append(["新来的", valid_id(date(2001, 6, 1), serial=300), branch])
    book.save(file)
    plan = plan_return(office, file)
    assert plan.rows[-1].kind == "refused"
    assert [one.code for one in plan.findings] == ["row.not_a_member"]
    decided = Reading(decisions=((plan.rows[-1].number, "new"),))
    assert plan_return(office, file, reading=decided).count("new") == 0


def test_phones_that_several_have(office: Context, lacking: dict[str, int]) -> None:
    with office.database.read() as connection:
        assert shared_values(connection, "mobile") == {"13800138001"}
        with pytest.raises(ValueError, match="no index"):
            shared_values(connection, "name")
