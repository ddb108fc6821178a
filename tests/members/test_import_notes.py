"""What is said beside a plan."""

from pathlib import Path

from tests.imports import fresh, roster
from tests.sheets.files import ROSTER, SAMPLES
from tuanji_desktop.history.service import undo
from tuanji_desktop.members.import_notes import roster_notes
from tuanji_desktop.members.roster_import import apply_roster, plan_roster
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import queries as orgs


def test_a_list_imported_before_and_rows_of_others(county: Context) -> None:
    notes = roster_notes(county, plan_roster(county, ROSTER), None)
    assert notes.words == (
        "这份名单与台账一致，没有需要写入的内容。",
        "这个文件 2018-08-01 已由管理员导入过（1,108 行）。",
    )
    with county.database.read() as connection:
        school = orgs.by_code(connection, "QX01").id
    plan = plan_roster(county, SAMPLES / "roster-changes.xlsx")
    notes = roster_notes(county, plan, school)
    assert set(notes.branches) == {row.branch_id for row in plan.rows if row.kind == "new"}
    assert notes.words[0].endswith("行不属于左侧选中的“第一中学团委”。")


def test_another_file_of_the_same_name_and_one_that_was_taken_back(
    office: Context, tmp_path: Path
) -> None:
    file = roster(tmp_path / "名单.xlsx", [{"姓名": "赵六", "身份证号": fresh(1)}])
    number = apply_roster(office, plan_roster(office, file))
    assert number is not None
    roster(file, [{"姓名": "钱七", "身份证号": fresh(2)}])
    notes = roster_notes(office, plan_roster(office, file), None)
    assert notes.words == (f"同名但内容不同的文件已在 2018-08-01 导入过（第 {number} 号操作）。",)
    roster(file, [{"姓名": "赵六", "身份证号": fresh(1)}])
    undo(office, number=number)
    again = plan_roster(office, file)
    assert roster_notes(office, again, None).words == ()
    assert [row.kind for row in again.rows] == ["new"]


def test_the_people_whom_rows_may_mean_are_there(office: Context, tmp_path: Path) -> None:
    rows = [{"姓名": "张三", "手机号码": "13800138001"}]
    plan = plan_roster(office, roster(tmp_path / "名单.xlsx", rows))
    assert {
        one: member.name for one, member in roster_notes(office, plan, None).people.items()
    } == {1: "张三"}
