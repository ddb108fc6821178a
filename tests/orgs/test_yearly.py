"""Proposals of the school year, from names and members alone."""

from datetime import date
from typing import Any

import pytest

from tuanji_desktop.orgs.queries import Organization
from tuanji_desktop.orgs.yearly import (
    RollRow,
    has_students,
    mark_rows,
    roll_rows,
    school_kinds,
    to_turn,
)

SPRING = date(2019, 5, 4)


def unit(number: int, name: str, **values: Any) -> Organization:
    usual: dict[str, Any] = {
        "kind": "branch",
        "parent_id": 1,
        "school_kind": None,
        "status": "active",
        "secretary": None,
        "members": 20,
        "incomplete": 0,
        "children": 0,
    }
    return Organization(
        id=number,
        code=f"A{number:02d}",
        full_name=f"青溪县{name}支部委员会",
        short_name=name,
        **{**usual, **values},
    )


def school(kind: str = "普通高中") -> Organization:
    return unit(1, "一中", kind="committee", parent_id=None, school_kind=kind, children=9)


def marks(*nodes: Organization, years: dict[int, dict[int, int]] | None = None, **more: Any) -> Any:
    return mark_rows(
        nodes,
        kinds=school_kinds(nodes),
        years=years or {},
        year=more.pop("year", 2019),
        today=SPRING,
        **more,
    )


def rolls(*nodes: Organization, rolled: dict[int, int] | None = None) -> dict[str, RollRow]:
    codes: dict[int, list[str]] = {}
    for one in nodes:
        codes.setdefault(one.parent_id or 0, []).append(one.code)
    rows = roll_rows(nodes, kinds=school_kinds(nodes), year=2019, rolled=rolled or {}, codes=codes)
    return {row.node.short_name if row.node else row.code: row for row in rows}


def test_the_kind_of_school_comes_from_above() -> None:
    nodes = [school(), unit(2, "初中部", kind="general_branch", school_kind="初中"),
             unit(3, "七年级1班", parent_id=2), unit(4, "高一1班"), unit(5, "村", parent_id=None)]  # fmt: skip
    assert school_kinds(nodes) == {1: "普通高中", 2: "初中", 3: "初中", 4: "普通高中", 5: ""}


@pytest.mark.parametrize(
    ("sort", "name", "kind", "is_so"),
    [
        (None, "高三（1）班", "普通高中", True),
        (None, "一中教职工", "普通高中", False),
        (None, "河西村", "", False),
        ("staff", "高三年级组", "普通高中", False),
        ("student", "团学联", "", True),
    ],
)
def test_who_has_students(sort: str | None, name: str, kind: str, is_so: bool) -> None:
    assert has_students(unit(2, name, branch_sort=sort), kind) is is_so


def test_graduating_classes_are_proposed_with_the_reason() -> None:
    rows = {
        row.node.short_name: row
        for row in marks(
            school(),
            unit(2, "高三（1）班"),
            unit(3, "高二（1）班"),
            unit(4, "2016级1班"),
            unit(5, "火箭班"),
            unit(6, "高三（2）班"),
            unit(7, "一中教职工"),
            unit(8, "毕业生", kind="graduate_branch"),
            years={5: {2019: 18, 2020: 1}, 6: {2020: 30}, 3: {2020: 3}},
        )
    }
    assert set(rows) == {"高三（1）班", "高二（1）班", "2016级1班", "火箭班", "高三（2）班"}
    assert {name for name, row in rows.items() if row.ticked} == {
        "高三（1）班", "2016级1班", "火箭班"
    }  # fmt: skip
    assert "班名“高三”" in rows["高三（1）班"].reason
    assert "学制 3 年" in rows["2016级1班"].reason
    assert rows["火箭班"].reason == "18 人的毕业年份为 2019"
    assert "两者不一致" in rows["高三（2）班"].reason
    assert rows["高二（1）班"].reason == ""


def test_proposed_rows_come_first_and_marked_ones_are_ticked() -> None:
    rows = marks(
        school(),
        unit(2, "高一（1）班"),
        unit(3, "高三（1）班"),
        unit(4, "高二（1）班", graduating_year=2019),
        unit(5, "高三（5）班", graduating_year=2018),
    )
    assert [(row.node.id, row.ticked) for row in rows] == [
        (3, True), (4, True), (5, False), (2, False)
    ]  # fmt: skip
    assert rows[1].marked and not rows[0].marked


def test_next_year_asks_for_the_grade_below() -> None:
    rows = marks(school(), unit(2, "高三（1）班"), unit(3, "高二（1）班"), year=2020)
    assert (rows[0].node.id, rows[0].ticked) == (3, True)


def test_a_branch_that_was_chosen_itself_is_listed_whatever_it_is() -> None:
    assert marks(unit(9, "河西村", parent_id=None)) == []
    assert [row.ticked for row in marks(unit(9, "河西村", parent_id=None), only=9)] == [False]


def test_only_marked_branches_of_the_year_turn() -> None:
    nodes = [unit(2, "a", graduating_year=2019), unit(3, "b", graduating_year=2018), unit(4, "c"),
             unit(5, "d", graduating_year=2019, kind="graduate_branch")]  # fmt: skip
    assert [node.id for node in to_turn(nodes, 2019)] == [2]


def test_classes_go_up_and_graduates_make_room() -> None:
    rows = rolls(
        school(),
        unit(2, "高一（1）班"),
        unit(3, "高二（1）班"),
        unit(4, "高三（1）班", kind="graduate_branch", graduating_year=2019),
        unit(5, "高三（2）班", kind="graduate_branch"),
        unit(6, "2018级1班"),
        unit(7, "一中教职工"),
    )
    assert rows["高一（1）班"].full_name == "青溪县高二（1）班支部委员会"
    assert rows["高一（1）班"].short_name == "高二（1）班"
    assert rows["高一（1）班"].ticked and rows["高二（1）班"].ticked
    assert rows["高三（1）班"].short_name == "2019届高三（1）班"
    assert rows["高三（1）班"].full_name == "青溪县2019届高三（1）班支部委员会"
    assert rows["高三（1）班"].ticked
    assert rows["高三（2）班"].short_name == "高三（2）班"  # nobody wants its name
    assert not rows["高三（2）班"].ticked
    assert "2018级1班" not in rows and "一中教职工" not in rows


def test_a_last_grade_that_nobody_marked_is_a_question() -> None:
    rows = rolls(school(), unit(2, "高二（1）班"), unit(3, "高三（1）班"))
    assert not rows["高三（1）班"].ticked
    assert "最高年级" in rows["高三（1）班"].reason
    assert rows["高三（1）班"].short_name == "2019届高三（1）班"


def test_what_went_up_this_year_stays() -> None:
    rows = rolls(school(), unit(2, "高二（1）班"), rolled={2: 35})
    assert rows["高二（1）班"].sort == "stays"
    assert "第 35 号操作" in rows["高二（1）班"].reason


def test_new_classes_take_the_names_of_the_entry_grade() -> None:
    rows = rolls(school(), unit(2, "高一（1）班"), unit(3, "高一（2）班"), unit(4, "高二（1）班"))
    entries = [row for row in rows.values() if row.sort == "entry"]
    assert [(row.code, row.short_name) for row in entries] == [
        ("A0101", "高一（1）班"),
        ("A0102", "高一（2）班"),
    ]
    assert {row.full_name for row in entries} == {
        "青溪县高一（1）班支部委员会",
        "青溪县高一（2）班支部委员会",
    }
    assert all(row.parent_id == 1 and not row.ticked and row.parent == "一中" for row in entries)


def test_classes_by_year_of_entry_get_successors_once() -> None:
    last = (unit(2, "2018级1班"), unit(3, "2018级2班"), unit(4, "2017级1班"))
    assert sorted(row.short_name for row in rolls(school(), *last).values()) == [
        "2019级1班",
        "2019级2班",
    ]
    assert rolls(school(), *last, unit(5, "2019级1班")) == {}


def test_a_year_of_entry_before_the_grade_goes_on_too() -> None:
    rows = rolls(school("高校"), unit(2, "2018级大一数学1班"))
    assert rows["2018级大一数学1班"].short_name == "2018级大二数学1班"
    assert rows["A0101"].short_name == "2019级大一数学1班"
