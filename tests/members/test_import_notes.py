"""What is said beside a plan."""

from tests.sheets.files import ROSTER, SAMPLES
from tuanji_desktop.members.import_notes import roster_notes
from tuanji_desktop.members.roster_import import plan_roster
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import queries as orgs


def test_a_list_imported_before_and_rows_of_others(county: Context) -> None:
    notes = roster_notes(county, plan_roster(county, ROSTER), None)
    assert notes.words == (
        "这份名单与台账一致，没有需要写入的内容。",
        "同名文件已在 2018-08-01 导入过（第 3 号操作）。",
    )
    with county.database.read() as connection:
        school = orgs.by_code(connection, "QX01").id
    plan = plan_roster(county, SAMPLES / "roster-changes.xlsx")
    notes = roster_notes(county, plan, school)
    assert set(notes.branches) == {row.branch_id for row in plan.rows if row.kind == "new"}
    assert notes.words[0].endswith("行不属于左侧选中的“第一中学团委”。")
