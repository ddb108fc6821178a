"""A plan is applied as it stands in one operation, or not at all."""

import pytest

from tests.builders import add_member
from tests.orgs.helpers import count_operations, do, node, records, undo_last
from tuanji_desktop.core.errors import BadInput, RuleRefused
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import service
from tuanji_desktop.orgs.acts import Edit, Merge, Move
from tuanji_desktop.orgs.plans import apply_plan, make_plan, new_ids, size_notice, some
from tuanji_desktop.orgs.yearly_acts import Turn
from tuanji_desktop.store import journal


def test_planning_writes_nothing_and_applying_is_one_operation(context: Context) -> None:
    before, operations = records(context), count_operations(context)
    plan = make_plan(context, Merge(source_id=3, target_id=4))
    assert records(context) == before
    number = apply_plan(context, plan, reason="班级合并", document="团青字〔2018〕3号")
    assert number == operations + 1 == count_operations(context)
    with context.database.read() as connection:
        written = journal.operation(connection, number)
    assert written is not None
    assert (written.reason, written.document) == ("班级合并", "团青字〔2018〕3号")
    undo_last(context)
    assert records(context) == before


def test_a_plan_that_somebody_overtook_is_refused(context: Context) -> None:
    plan = make_plan(context, Merge(source_id=3, target_id=4))
    add_member(context, name="后来的人", branch="QX0101")
    before = records(context)
    with pytest.raises(BadInput) as refused:
        apply_plan(context, plan)
    assert refused.value.code == "org.stale"
    assert records(context) == before


def test_a_plan_that_became_impossible_is_refused_with_the_reason(context: Context) -> None:
    plan = make_plan(context, Merge(source_id=3, target_id=4))
    service.merge_branches(context, source_id=4, target_id=3)
    with pytest.raises(BadInput, match="已撤销"):
        apply_plan(context, plan)


def test_what_does_not_touch_a_plan_does_not_hinder_it(context: Context) -> None:
    plan = make_plan(context, Merge(source_id=3, target_id=4))
    do(context, Edit(org_id=2, values={"secretary": "王书记"}))
    assert apply_plan(context, plan) is not None


def test_nothing_to_do_is_no_operation(context: Context) -> None:
    name = node(context, "QX0101")
    plan = make_plan(context, Edit(org_id=3, values={"short_name": name.short_name}))
    assert plan.changes == ()
    before = count_operations(context)
    assert apply_plan(context, plan) is None
    assert count_operations(context) == before


def test_a_stopped_plan_is_refused(context: Context) -> None:
    plan = make_plan(context, Turn(year=2019))
    assert plan.stop is not None
    with pytest.raises(RuleRefused, match="2019 年 6 月 1 日"):
        apply_plan(context, plan)


def test_new_nodes_are_told(context: Context) -> None:
    made = service.add_organization(
        context, code="QX02", full_name="二中", short_name="", kind="committee", parent_id=1
    )
    assert new_ids(context, count_operations(context)) == (made,)


def test_as_json_tells_the_columns_that_change(context: Context) -> None:
    service.add_organization(
        context, code="QX02", full_name="二中", short_name="", kind="committee", parent_id=1
    )
    told = make_plan(context, Move(org_id=3, parent_id=node(context, "QX02").id)).as_json()
    assert told["act"] == "org.move"
    assert told["nodes"] == [
        {"id": 3, "code": "QX0101", "before": {"parent_id": 2}, "after": {"parent_id": 5}}
    ]
    renamed = make_plan(context, Edit(org_id=3, values={"full_name": "新名", "short_name": "新"}))
    assert renamed.as_json()["nodes"][0]["after"] == {"full_name": "新名", "short_name": "新"}  # type: ignore[index]


@pytest.mark.parametrize(
    ("kind", "members", "code"),
    [
        ("branch", 2, "org.hollow"),
        ("branch", 3, None),
        ("branch", 30, None),
        ("branch", 31, "org.too_large"),
        ("general_branch", 29, "org.too_small"),
        ("general_branch", 30, None),
        ("general_branch", 100, None),
        ("general_branch", 101, "org.too_large"),
        ("committee", 99, "org.too_small"),
        ("committee", 100, None),
        ("committee", 9_999, None),
        ("graduate_branch", 1, None),
        ("waiting_branch", 400, None),
    ],
)
def test_sizes_warn_by_kind(context: Context, kind: str, members: int, code: str | None) -> None:
    notice = size_notice(context.policy, kind=kind, name="某团组织", members=members)
    assert (notice.code if notice else None) == code
    if notice:
        assert notice.clause == "N 二.5"


def test_many_names_are_counted() -> None:
    assert some(["甲", "乙"]) == "“甲”、“乙”"
    assert some(list("甲乙丙丁戊己")) == "“甲”、“乙”、“丙”、“丁”、“戊” 等 6 个"
