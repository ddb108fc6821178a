"""Marking and turning: each row as chosen, by the pack's day, twice is once."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import add_member
from tests.orgs.helpers import add_class, count_operations, do, node, records, undo_last
from tuanji_desktop.core.errors import BadInput, NotFound, RuleRefused
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import service
from tuanji_desktop.orgs.plans import View, apply_plan, make_plan
from tuanji_desktop.orgs.yearly_acts import Mark, Turn, proposals_to_mark, scope
from tuanji_desktop.store.check import check


def on(context: Context, day: date) -> Context:
    return replace(context, fixed_day=day)


def test_marking_and_unmarking(context: Context) -> None:
    before = records(context)
    plan = do(context, Mark(year=2019, marked=(3, 4)))
    assert plan.words == "毕业班：标记 2 个团支部为 2019 年毕业班"
    assert "2019 年 6 月 1 日起" in plan.sentences[-1]
    assert node(context, "QX0101").graduating_year == 2019
    do(context, Mark(year=2019, marked=(3,), unmarked=(4,)))
    assert node(context, "QX0102").graduating_year is None
    undo_last(context)
    undo_last(context)
    assert records(context) == before


def test_only_branches_are_marked(context: Context) -> None:
    with context.database.write(context.operation("test", "种类")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET kind = 'graduate_branch' WHERE id = 4"
        )
    plan = make_plan(context, Mark(year=2019, marked=(2, 3, 4, 99)))
    assert [change.id for change in plan.changes] == [3]
    told = " ".join(notice.message for notice in plan.left_out)
    assert "一中团委" in told and "已经是毕业班团支部" in told and "99" in told
    with pytest.raises(BadInput, match="年份"):
        make_plan(context, Mark(year=19, marked=(3,)))


def test_branches_turn_on_the_first_of_june_and_not_before(context: Context) -> None:
    do(context, Mark(year=2019, marked=(3,)))
    with pytest.raises(RuleRefused) as refused:
        early = on(context, date(2019, 5, 31))
        apply_plan(early, make_plan(early, Turn(year=2019)))
    assert refused.value.code == "org.turn_early"
    assert refused.value.clause == "N 二.6"
    assert node(context, "QX0101").kind == "branch"
    june = on(context, date(2019, 6, 1))
    before = records(context)
    plan = do(june, Turn(year=2019))
    assert "1 个团支部（3 名团员）" in plan.sentences[0]
    turned = node(context, "QX0101")
    assert (turned.kind, turned.graduating_year, turned.members) == ("graduate_branch", 2019, 3)
    assert node(context, "QX0102").kind == "branch"
    assert check(context.database).ok
    operations = count_operations(context)
    again = do(june, Turn(year=2019))
    assert again.changes == () and count_operations(context) == operations
    undo_last(context)
    assert records(context) == before


def test_turning_below_one_school_or_only_some(context: Context) -> None:
    service.add_organization(
        context, code="QX02", full_name="二中", short_name="", kind="committee", parent_id=1
    )
    other = add_class(context, "QX0201", "高三（1）班", parent="QX02")
    do(context, Mark(year=2018, marked=(3, 4, other)))
    plan = make_plan(context, Turn(year=2018, org_id=2, chosen=(3, other)))
    assert [change.id for change in plan.changes] == [3]
    assert len(make_plan(context, Turn(year=2018)).changes) == 3


def test_marks_of_former_years_are_told(context: Context) -> None:
    do(context, Mark(year=2017, marked=(3,)))
    plan = make_plan(context, Turn(year=2018))
    assert plan.changes == ()
    assert [notice.code for notice in plan.warnings] == ["org.turn_late"]
    assert "高三（1）班" in plan.warnings[0].message


def test_proposals_count_what_members_say(context: Context) -> None:
    add_member(context, name="甲", branch="QX0102", graduation_year="2019")
    spring = on(context, date(2019, 4, 20))
    with context.database.read() as connection:
        view = View(connection, spring.policy, spring.today)
        rows = proposals_to_mark(view, org_id=None, year=2019)
        assert [row.node.id for row in proposals_to_mark(view, org_id=3, year=2019)] == [3]
    assert [(row.node.id, row.ticked) for row in rows] == [(3, True), (4, True)]
    assert "1 人的毕业年份为 2019" in rows[1].reason


def test_the_scope_of_a_dissolved_node_is_unknown(context: Context) -> None:
    service.merge_branches(context, source_id=3, target_id=4)
    with context.database.read() as connection:
        with pytest.raises(NotFound):
            scope(connection, 3)
        assert [one.id for one in scope(connection, 4)] == [1, 2, 4]
