"""Splitting a branch: who goes where, what is refused, the way back; names as they are proposed."""

import pytest

from tests.builders import add_member
from tests.orgs.helpers import do, node, records, undo_last
from tuanji_desktop.core.errors import BadInput, RuleRefused
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.plans import make_plan
from tuanji_desktop.orgs.split import (
    Part,
    Split,
    all_codes,
    codes_below,
    groups_of,
    named_after,
    next_codes,
    numbered_after,
    people_of,
    start,
)
from tuanji_desktop.store.check import check

PART = Part("QX0103", "青溪县第一中学高三（3）班支部委员会", "高三（3）班")


def test_members_go_where_they_were_put_and_back(context: Context) -> None:
    add_member(context, name="报到的人", branch="QX0101", status="submitted")
    add_member(context, name="走了的人", branch="QX0101", status="deleted")
    with context.database.write(context.operation("test", "标记")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET graduating_year = 2019, branch_sort = 'student' WHERE id = 3"
        )
    before = records(context)
    act = Split(
        org_id=3, parts=(PART,), assigned=((1, 1), (2, 0), (7, 1)), names=("新全称", "新简称")
    )
    plan = do(context, act, document="纪要〔2018〕1号")
    made = node(context, "QX0103")
    assert (made.members, made.kind, made.graduating_year) == (1, "branch", 2019)
    assert (made.parent_id, made.branch_sort) == (2, "student")
    assert node(context, "QX0101").members == 2
    assert node(context, "QX0101").full_name == "新全称"
    with context.database.read() as connection:
        assert [one.name for one in people_of(connection, made.id)] == ["报到的人", "张三"]
    assert plan.sentences == (
        "新建“高三（3）班”（QX0103），1 人",
        "原支部“高三（1）班”，改称“新简称”：3 人 → 2 人",
    )
    assert [one.code for one in plan.warnings] == ["org.hollow", "org.hollow"]
    assert check(context.database).ok
    undo_last(context)
    assert records(context) == before


def test_the_old_branch_ends_only_when_all_are_gone(context: Context) -> None:
    part = Part("QX0104", "高三（4）班支部委员会", "")
    half = Split(org_id=3, parts=(PART, part), assigned=((1, 1), (2, 2)), dissolve=True)
    with pytest.raises(RuleRefused, match="还有 1 人没有分出去"):
        make_plan(context, half)
    before = records(context)
    do(
        context,
        Split(org_id=3, parts=(PART, part), assigned=((1, 1), (2, 2), (3, 2)), dissolve=True),
    )
    assert node(context, "QX0101").status == "dissolved"
    assert (node(context, "QX0103").members, node(context, "QX0104").members) == (1, 2)
    undo_last(context)
    assert records(context) == before


@pytest.mark.parametrize(
    ("parts", "assigned", "code"),
    [
        ((), ((1, 1),), "org.split_parts"),
        ((Part("QX0102", "新", ""),), ((1, 1),), "org.code_taken"),
        ((Part("QX0103", " ", ""),), ((1, 1),), "org.empty"),
        ((PART, Part("QX0103", "另一个", "")), ((1, 1),), "org.split_double"),
        ((PART, Part("QX0104", PART.full_name, "")), ((1, 1),), "org.split_double"),
        ((PART,), ((4, 1),), "org.split_member"),
        ((PART,), ((1, 2),), "org.split_part"),
    ],
)
def test_what_is_refused(
    context: Context, parts: tuple[Part, ...], assigned: tuple[tuple[int, int], ...], code: str
) -> None:
    with pytest.raises(BadInput) as refused:
        make_plan(context, Split(org_id=3, parts=parts, assigned=assigned))
    assert refused.value.code == code


def test_only_branches_are_split(context: Context) -> None:
    with pytest.raises(RuleRefused, match="不是团支部"):
        make_plan(context, Split(org_id=2, parts=(PART,), assigned=()))


def test_a_name_that_is_there_already_is_a_warning(context: Context) -> None:
    name = node(context, "QX0102").full_name
    plan = make_plan(
        context, Split(org_id=3, parts=(Part("QX0103", name, ""),), assigned=((1, 1),))
    )
    assert "org.same_name" in {one.code for one in plan.warnings}


def test_people_stand_by_class(context: Context) -> None:
    add_member(context, name="丙", branch="QX0101", class_name="2班", grade="高三")
    add_member(context, name="乙", branch="QX0101", class_name="1班", grade="高三")
    with context.database.read() as connection:
        people = people_of(connection, 3)
        begun = start(connection, 3, parts=2)
    assert [one.name for one in people][-2:] == ["乙", "丙"]
    assert groups_of(people, "class_name") == {"1班": [8], "2班": [7]}
    assert groups_of(people, "grade") == {"高三": [8, 7]}
    assert begun.codes == ("QX0103", "QX0104")
    assert "高三（2）班" in begun.taken


def test_codes_go_on_in_the_manner_of_their_neighbours(context: Context) -> None:
    assert next_codes(["A001", "A007", "AX"], {"A008"}, "A", 2) == ["A009", "A010"]
    assert next_codes([], set(), "A", 1) == ["A01"]
    with context.database.read() as connection:
        codes = all_codes(connection)
    assert codes[0] == ["QX"]
    assert codes_below(codes, node(context, "QX"), 1) == ["QX02"]


@pytest.mark.parametrize(
    ("name", "group", "others", "proposed"),
    [
        ("一中高三（1）班支部委员会", "高三（7）班", ["高三（1）班", "高三（7）班"],
         "一中高三（7）班支部委员会"),
        ("一中高三团支部", "2班", ["1班", "2班"], "一中高三2班团支部"),
        ("一中高三", "2班", ["1班"], "一中高三2班"),
    ],
)  # fmt: skip
def test_names_by_group(name: str, group: str, others: list[str], proposed: str) -> None:
    assert named_after(name, group, others) == proposed


@pytest.mark.parametrize(
    ("name", "taken", "step", "proposed"),
    [
        ("高三（1）班支部委员会", ["高三（2）班支部委员会"], 1, "高三（3）班支部委员会"),
        ("高三（1）班支部委员会", ["高三（2）班支部委员会"], 2, "高三（4）班支部委员会"),
        ("高三（１）班", [], 1, "高三（２）班"),
        ("2018级1班团支部", [], 1, "2018级2班团支部"),
        ("河西村团支部", [], 1, "河西村第二团支部"),
    ],
)
def test_names_by_number(name: str, taken: list[str], step: int, proposed: str) -> None:
    assert numbered_after(name, taken, step) == proposed
