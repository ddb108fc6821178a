"""Every sort of row laid beside the roster."""

import pytest

from tests.builders import add_member
from tests.comparison.helpers import (
    BRANCH_2,
    CLASS_1,
    SCHOOL,
    Row,
    brief,
    compared,
    number_of,
    roster,
)
from tests.imports import fresh
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.reading import LEAVE, MEMBER, NEW, Reading


def test_the_roster_itself_differs_in_nothing(office: Context) -> None:
    plan = compared(office, roster(office))
    assert (plan.lines, plan.findings, plan.rows_of("same"), plan.members) == ((), (), 6, 6)
    assert plan.words() == "6 人一致。"


def test_one_field_is_one_line_with_both_sides(office: Context) -> None:
    rows = roster(office)
    rows[1]["mobile"] = "13900000000"
    rows[1]["ethnicity"] = "苗"
    rows[2]["education"] = None
    plan = compared(office, rows)
    assert brief(plan) == [
        ("differs", "买买提·艾力", "education"),
        ("differs", "李小梅", "ethnicity"),
        ("differs", "李小梅", "mobile"),
    ]
    line = next(one for one in plan.lines if one.field == "mobile")
    assert (line.here, line.there, line.member_id) == ("13800138002", "13900000000", 2)
    assert next(one for one in plan.lines if one.field == "ethnicity").there == "苗族"
    assert next(one for one in plan.lines if one.field == "education").there is None
    assert [(found.cell, found.code) for found in plan.findings] == [
        ("E3", "field.differs"), ("F3", "field.differs"), ("S4", "field.differs"),
    ]  # fmt: skip
    assert plan.rows_of("differs") == 2
    assert plan.by_field() == {"mobile": 1, "ethnicity": 1, "education": 1}
    assert plan.by_unit() == {CLASS_1: 3}


def test_sex_and_birth_need_not_stand_beside_the_number(office: Context) -> None:
    rows = [{**row, "sex": None} for row in roster(office)[:1]] + roster(office)[1:]
    assert compared(office, rows).lines == ()
    rows[0]["sex"] = "女"
    assert brief(compared(office, rows)) == [("differs", "张三", "sex")]


def test_somebody_of_one_side_alone(office: Context) -> None:
    rows = roster(office)[1:]
    rows.append({**rows[0], "name": "新来", "id_number": fresh(1), "mobile": "13911111111"})
    plan = compared(office, rows)
    assert brief(plan) == [("here", "张三", None), ("there", "新来", None)]
    there = next(line for line in plan.lines if line.kind == "there")
    assert (there.id_number, there.unit_id, there.member_id) == (fresh(1), CLASS_1, None)
    assert there.values["mobile"] == "13911111111"
    here = next(line for line in plan.lines if line.kind == "here")
    assert (here.member_id, here.row, here.unit_id) == (1, None, CLASS_1)


@pytest.mark.parametrize(
    ("status", "said"), [("transferred_out", "已转出"), ("submitted", "报到待审核")]
)
def test_who_left_or_has_not_been_approved_is_only_there(
    office: Context, status: str, said: str
) -> None:
    known = add_member(office, name="周七", status=status, id_number=fresh(3))
    rows: list[Row] = [*roster(office), {"name": "周七", "id_number": fresh(3)}]
    plan = compared(office, rows)
    assert [(line.kind, line.member_id) for line in plan.lines] == [("there", known)]
    assert said in plan.findings[0].message


def test_retained_members_are_members(office: Context) -> None:
    add_member(office, name="周七", status="retained", id_number=fresh(3))
    assert compared(office, roster(office)).lines == ()
    assert brief(compared(office, roster(office)[:6])) == [("here", "周七", None)]


def test_the_branch_counts_by_the_node_whatever_it_is_called(office: Context) -> None:
    rows = roster(office)
    for row in rows[:3]:
        row["branch"] = "高三（1）班"
    assert compared(office, rows).lines == ()
    rows[0]["branch"] = "QX0102"
    rows[1]["branch"] = "外校二班"
    plan = compared(office, rows)
    assert [(line.name, line.field, line.there, line.branch_id) for line in plan.lines] == [
        ("张三", "branch", BRANCH_2, 4), ("李小梅", "branch", "外校二班", None),
    ]  # fmt: skip


def test_a_missing_number_is_asked_and_never_taken(office: Context) -> None:
    rows = roster(office)
    rows[0]["id_number"] = None
    plan = compared(office, rows)
    assert brief(plan) == [("unsure", "张三", None)]
    assert plan.lines[0].candidates == (1,)
    question = plan.questions[2]
    assert (question.ids, question.candidates[0]["status"]) == ((1,), "在册")
    assert "证件号为空" in plan.findings[0].message


def test_a_damaged_number_is_asked(office: Context) -> None:
    rows = roster(office)
    rows[0] |= {"id_number": float(number_of(0)[:15] + "000"), "branch": None, "mobile": None}
    plan = compared(office, rows)
    assert brief(plan) == [("unsure", "张三", None)]
    assert "已经丢失" in plan.findings[0].message


def test_another_number_of_the_same_person_is_asked(office: Context) -> None:
    rows = roster(office)
    rows[0]["id_number"] = fresh(9)
    assert brief(compared(office, rows)) == [("unsure", "张三", None)]
    rows[0] |= {"mobile": "13777777777"}  # nothing but the name and the branch is the same
    assert brief(compared(office, rows)) == [("here", "张三", None), ("there", "张三", None)]


def test_decisions_are_obeyed_and_can_be_taken_back(office: Context) -> None:
    rows = roster(office)
    rows[0] |= {"id_number": None, "ethnicity": "苗族"}

    def decided(said: str) -> list[tuple[str, str, str | None]]:
        plan = compared(office, rows, reading=Reading(decisions=((2, said),)))
        assert plan.questions[2].ids[0] == 1
        return brief(plan)

    assert decided(f"{MEMBER}1") == [
        ("differs", "张三", "ethnicity"), ("differs", "张三", "id_number"),
    ]  # fmt: skip
    assert decided(NEW) == [("here", "张三", None), ("there", "张三", None)]
    assert decided(LEAVE) == [("here", "张三", None)]


def test_masked_numbers_find_their_one_member_and_are_no_values(office: Context) -> None:
    rows = roster(office)
    for row in rows:
        number, mobile = str(row["id_number"]), str(row["mobile"])
        row["id_number"] = number[:4] + "*" * 10 + number[-4:]
        row["mobile"] = mobile[:3] + "****" + mobile[-4:]
    plan = compared(office, rows)
    assert (plan.lines, plan.rows_of("same")) == ((), 6)
    assert "“身份证号”有 6 格打了码，只比可见的部分。" in plan.notes
    rows[0]["mobile"] = "139****8001"
    plan = compared(office, rows)
    assert [(line.field, line.there) for line in plan.lines] == [("mobile", "139****8001")]


def test_masked_names_are_compared_by_what_is_visible(office: Context) -> None:
    rows = roster(office)
    rows[0]["name"] = "张*"
    assert compared(office, rows).lines == ()
    rows[0]["name"] = "王*"
    assert brief(compared(office, rows)) == [("differs", "张三", "name")]


def test_the_same_person_twice_in_the_list(office: Context) -> None:
    rows = roster(office)
    plan = compared(office, [*rows, rows[0]])
    assert [(line.kind, line.row, line.here, line.member_id) for line in plan.lines] == [
        ("double", 8, "第 2 行", 1)
    ]


def test_twice_on_the_roster_one_of_them_is_only_here(office: Context) -> None:
    twin = add_member(office, name="张三", id_number=number_of(0), branch="QX0102")
    plan = compared(office, roster(office)[:6])
    assert [(line.kind, line.member_id) for line in plan.lines] == [("here", twin)]


def test_people_outside_the_scope_are_not_only_here(office: Context) -> None:
    first = roster(office)[:3]
    assert compared(office, first, org_id=None).lines == ()
    assert compared(office, first, org_id=CLASS_1).lines == ()
    assert len(compared(office, first, org_id=SCHOOL).lines) == 3


def test_a_cell_that_cannot_be_read_is_told_and_not_compared(office: Context) -> None:
    rows = roster(office)
    rows[0]["joined_on"] = "去年"
    plan = compared(office, rows)
    assert plan.lines == ()
    assert [found.code for found in plan.findings] == ["date.unreadable"]


def test_a_row_without_name_and_number_is_refused(office: Context) -> None:
    rows: list[Row] = [*roster(office), {"name": None, "mobile": "13900000000", "sex": "男"}]
    plan = compared(office, rows)
    assert plan.rows_of("refused") == 1
    assert [found.code for found in plan.findings] == ["name.empty"]


def test_a_list_of_strangers_names_no_scope(office: Context) -> None:
    rows = [{"name": f"外人{place}", "id_number": fresh(place)} for place in range(3)]
    with pytest.raises(BadInput) as refusal:
        compared(office, rows, org_id=None)
    assert refusal.value.code == "comparison.no_scope"
    assert compared(office, rows, org_id=SCHOOL).count("there") == 3
