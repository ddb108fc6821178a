"""What is said beside the plan of a graduate list."""

from pathlib import Path

from tests.builders import add_member
from tests.imports import fresh, number_of, roster
from tests.sheets.files import FIRST_SCHOOL
from tuanji_desktop.graduates.import_notes import alarms_of, notes_of
from tuanji_desktop.graduates.service import apply_graduates, plan_graduates
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.service import add_organization

BARE = {"所在团支部": None}


def test_where_the_list_belongs_and_when_it_came_before(office: Context, tmp_path: Path) -> None:
    rows = [{**BARE, "姓名": "张三", "身份证号": number_of(0)}]
    file = roster(tmp_path / "名单.xlsx", rows)
    plan = plan_graduates(office, file, year=2018)
    assert notes_of(office, plan) == ("名单归入：一中团委 2018 届。",)
    apply_graduates(office, plan)
    again = notes_of(office, plan_graduates(office, file, year=2018))
    assert again[1:] == (
        "这个文件 2018-08-01 已由王干事导入过（1 行）。",
        "名单与台账一致，没有需要写入的内容。",
    )
    # the year was a slip: that the file came before is told all the same
    other_year = plan_graduates(office, file, year=2017)
    assert other_year.seen is not None
    assert other_year.added
    nobody = plan_graduates(
        office,
        roster(tmp_path / "二.xlsx", [{**BARE, "姓名": "赵六", "身份证号": fresh(1)}]),
        year=2018,
    )
    assert notes_of(office, nobody)[0] == "名单归入：2018 届，没有判断出学校。"


def test_a_list_of_several_schools_is_told(office: Context, tmp_path: Path) -> None:
    school = add_organization(
        office, code="QX02", full_name="青溪县第二中学委员会", short_name="二中团委",
        kind="committee", parent_id=1, school_kind="普通高中",
    )  # fmt: skip
    add_organization(
        office, code="QX0201", full_name="二中一班支部委员会", short_name="一班", kind="branch",
        parent_id=school,
    )  # fmt: skip
    names = "甲乙丙丁戊己"
    for place, name in enumerate(names):
        add_member(office, name=f"钱{name}", branch="QX0201", id_number=fresh(place + 20))
    rows = [
        {**BARE, "姓名": f"钱{name}", "身份证号": fresh(place + 20)}
        for place, name in enumerate(names)
    ]
    rows.append({**BARE, "姓名": "张三", "身份证号": number_of(0)})
    plan = plan_graduates(office, roster(tmp_path / "一.xlsx", rows), year=2018)
    assert not any("分属" in note for note in notes_of(office, plan))  # one who moved
    rows += [
        {**BARE, "姓名": name, "身份证号": number_of(place)}
        for place, name in ((1, "李小梅"), (2, "买买提·艾力"), (3, "单雄"), (5, "欧阳文静"))
    ]
    plan = plan_graduates(office, roster(tmp_path / "两校.xlsx", rows), year=2018)
    (note,) = [one for one in notes_of(office, plan) if "分属" in one]
    assert "二中团委 6 人、一中团委 5 人" in note
    assert "分学校导入" in note
    assert "分学校导入" not in "".join(notes_of(office, plan, chosen=True))
    plan = plan_graduates(office, roster(tmp_path / "二中.xlsx", rows[:6]), year=2018, school_id=2)
    assert any(
        "是另一所学校的：二中团委 6 人" in one for one in notes_of(office, plan, chosen=True)
    )
    (alarm,) = alarms_of(office, plan)
    assert alarm.confirm
    assert "6 人在册于 二中团委" in alarm.words


def test_no_alarm_for_the_samples(county: Context) -> None:
    assert alarms_of(county, plan_graduates(county, FIRST_SCHOOL, year=2018)) == ()
