"""The branch of a row of a list without a column for it: found, asked, never guessed."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.builders import add_member
from tests.imports import fresh, number_of
from tests.sheets.files import xlsx
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.history.service import undo
from tuanji_desktop.members.roster_import import apply_roster, plan_roster, read_roster
from tuanji_desktop.members.roster_rows import RosterPlan
from tuanji_desktop.members.roster_values import WrittenValue, written_texts
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.service import add_organization
from tuanji_desktop.sheets.reading import SKIP, Reading

HEAD = ("姓名", "身份证号", "学校", "班级")


def listed(folder: Path, *rows: Sequence[object], head: Sequence[object] = HEAD) -> Path:
    return xlsx(folder / "名单.xlsx", [head, *rows])


def branches(plan: RosterPlan) -> list[int | None]:
    return [row.branch_id for row in plan.rows]


def asked(office: Context, file: Path, unit: int | None = None) -> dict[str, WrittenValue]:
    table, _source = read_roster(file, unit=unit, reading=Reading())
    with office.database.read() as connection:
        found = written_texts(
            connection, table, policy=office.policy, today=office.today, unit=unit
        )
    return {one.written: one for one in found if one.field == "branch"}


def test_school_and_class_are_a_branch(office: Context, tmp_path: Path) -> None:
    file = listed(
        tmp_path,
        ["赵六", fresh(1), "青溪县第一中学", "高三(2)班"],
        ["钱七", fresh(2), "青溪一中", "高三2班"],
        ["孙八", fresh(3), "第一中学", "高三二班"],
    )
    plan = plan_roster(office, file)
    assert (plan.count("new"), branches(plan)) == (3, [4, 4, 4])
    number = apply_roster(office, plan)
    assert number is not None
    again = plan_roster(office, file)
    assert again.count("unchanged") == 3
    undo(office, number=number)


def test_what_is_not_sure_is_asked_and_answered(office: Context, tmp_path: Path) -> None:
    file = listed(tmp_path, ["赵六", fresh(1), "第八中学", "高三2班"])
    plan = plan_roster(office, file)
    (finding,) = [one for one in plan.findings if one.field == "branch"]
    assert (finding.code, finding.cell, finding.value) == (
        "branch.ambiguous", "D2", "第八中学高三2班",
    )  # fmt: skip
    assert "高三（2）班（一中团委）" in finding.message
    question = asked(office, file)["第八中学高三2班"]
    assert (question.meaning, question.rows) == ("QX0102", 1)
    assert question.score < 0.9
    reading = Reading(values=(("branch", "第八中学高三2班", "QX0102"),))
    assert branches(plan_roster(office, file, reading=reading)) == [4]


def test_a_branch_that_is_missing_may_be_made_and_named(office: Context, tmp_path: Path) -> None:
    file = listed(tmp_path, ["赵六", fresh(1), "一中", "高三9班"])
    (finding,) = [one for one in plan_roster(office, file).findings if one.field == "branch"]
    assert finding.code == "branch.unknown"
    question = asked(office, file)["一中高三9班"]
    assert question.score < 0.9
    made = add_organization(
        office, code="QX0109", full_name="一中高三9班", short_name="一中高三9班", kind="branch",
        parent_id=2,
    )  # fmt: skip
    reading = Reading(values=(("branch", "一中高三9班", "QX0109"),))
    assert branches(plan_roster(office, file, reading=reading)) == [made]
    assert branches(plan_roster(office, file)) == [made], "it is called so"


def test_a_year_of_entry_is_shown_before_it_is_taken(office: Context, tmp_path: Path) -> None:
    add_organization(
        office, code="QX0103", full_name="中国共产主义青年团青溪县第一中学2017级5班支部委员会",
        short_name="2017级5班", kind="branch", parent_id=2,
    )  # fmt: skip
    file = listed(tmp_path, ["赵六", fresh(1), "一中", "高一5班"])
    assert [one.score for one in asked(office, file).values()] == [0.7], "August: which year?"
    assert plan_roster(office, file).count("refused") == 1


def test_who_is_recorded_stays_where_nobody_is_sure(office: Context, tmp_path: Path) -> None:
    file = listed(tmp_path, ["张三", number_of(0), "第一中学", "火箭班"])
    plan = plan_roster(office, file)
    (finding,) = [one for one in plan.findings if one.field == "branch"]
    assert (finding.level, finding.code) == ("warning", "branch.unknown")
    assert plan.rows[0].kind == "updated", "the class is kept, the branch stays"
    assert plan.rows[0].branch_id is None
    named = plan_roster(office, listed(tmp_path, ["张三", number_of(0), "第一中学", "高三2班"]))
    (locked,) = [one for one in named.findings if one.level == "error"]
    assert (locked.code, locked.value) == ("field.locked", "第一中学高三2班")


def test_a_unit_says_the_school_and_a_branch_needs_no_class(
    office: Context, tmp_path: Path
) -> None:
    classes = listed(tmp_path, ["赵六", fresh(1), 2], head=("姓名", "身份证号", "班级"))
    assert plan_roster(office, classes).count("refused") == 1
    head = ("姓名", "身份证号", "年级", "班级")
    both = listed(tmp_path, ["赵六", fresh(1), "高三", 2], head=head)
    assert branches(plan_roster(office, both, org_id=2)) == [4]
    bare = listed(tmp_path, ["赵六", fresh(1)], head=HEAD[:2])
    with pytest.raises(FileRefused) as refused:
        plan_roster(office, bare)
    assert refused.value.code == "file.no_heading"
    assert "所在团支部" in refused.value.message
    assert branches(plan_roster(office, bare, org_id=4)) == [4]


def test_a_blank_branch_is_filled_by_the_class(office: Context, tmp_path: Path) -> None:
    file = listed(
        tmp_path,
        ["赵六", fresh(1), "第一中学", "高三2班", None],
        ["钱七", fresh(2), "第一中学", "高三2班", "高三（1）班"],
        head=(*HEAD, "所在团支部"),
    )
    assert branches(plan_roster(office, file)) == [4, 3]


def test_a_branch_that_is_not_to_be_imported_is_not_taken_from_the_class(
    office: Context, tmp_path: Path
) -> None:
    add_member(office, name="孙八", branch="QX0101", status="draft", id_number=fresh(9))
    file = listed(tmp_path, ["孙八", fresh(9), "第一中学", "高三2班"])
    assert branches(plan_roster(office, file)) == [4]
    plan = plan_roster(office, file, reading=Reading(policies=(("branch", SKIP),)))
    assert branches(plan) == [None]


SCHOOLS = ("姓名", "身份证号", "学校", "院系", "班级")


def colleges(office: Context) -> list[int]:
    """Two colleges with a 机电系 each; the branches of its class 2018级1班."""
    made = []
    for code, college in (("QX20", "职业技术学院"), ("QX30", "师范专科学校")):
        full = f"中国共产主义青年团青溪县{college}"
        kinds = (
            (code, "", "委员会", "committee", 1),
            (f"{code}01", "机电系", "总支部委员会", "general_branch", None),
            (f"{code}0101", "机电系2018级1班", "支部委员会", "branch", None),
        )
        above = None
        for one, name, ending, kind, parent in kinds:
            short = name.removeprefix("机电系") or name or college
            above = add_organization(
                office, code=one, full_name=f"{full}{name}{ending}", short_name=short, kind=kind,
                parent_id=parent or above, school_kind=None if name else "高校",
            )  # fmt: skip
        assert above is not None
        made.append(above)
    return made


def test_school_and_faculty_are_both_used(office: Context, tmp_path: Path) -> None:
    one, other = colleges(office)
    file = listed(
        tmp_path,
        ["赵六", fresh(1), "青溪县职业技术学院", "机电系", "2018级1班"],
        ["钱七", fresh(2), "青溪县师范专科学校", "机电系", "2018级1班"],
        ["孙八", fresh(3), "第一中学", "文科部", "高三2班"],
        head=SCHOOLS,
    )
    plan = plan_roster(office, file)
    assert plan.source.columns == {
        "name": "A", "id_number": "B", "school": "C", "superior": "D", "class_name": "E",
    }  # fmt: skip
    assert plan.source.unmapped == ()
    assert branches(plan) == [one, other, 4]
    alone = listed(
        tmp_path, ["赵六", fresh(1), "机电系", "2018级1班"], head=(*SCHOOLS[:2], *SCHOOLS[3:])
    )
    (finding,) = [one for one in plan_roster(office, alone).findings if one.field == "branch"]
    assert finding.code == "branch.ambiguous"


def test_where_school_and_faculty_contradict_nobody_is_moved(
    office: Context, tmp_path: Path
) -> None:
    colleges(office)
    add_member(office, name="孙八", branch="QX0101", status="draft", id_number=fresh(9))
    file = listed(
        tmp_path,
        ["赵六", fresh(1), "第一中学", "师范专科学校", "高三1班"],
        ["孙八", fresh(9), "第一中学", "师范专科学校", "高三1班"],
        head=SCHOOLS,
    )
    plan = plan_roster(office, file)
    assert branches(plan) == [None, None]
    told = [(one.row, one.level, one.code) for one in plan.findings if one.field == "branch"]
    assert told == [(2, "error", "branch.ambiguous"), (3, "warning", "branch.ambiguous")]
    assert "“师范专科学校”不是“第一中学”的" in plan.findings[0].message
    written = "第一中学师范专科学校高三1班"
    assert asked(office, file)[written].rows == 2, "it is asked, whoever is recorded"
    reading = Reading(values=(("branch", written, "QX0102"),))
    assert branches(plan_roster(office, file, reading=reading))[0] == 4
