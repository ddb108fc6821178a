"""Destinations settled by the clerk: seen first, done once, undone whole."""

from typing import Any

import pytest

from tuanji_desktop.core.errors import BadInput, NotFound, RuleRefused
from tuanji_desktop.graduates.destinations import (
    DestinationPlan,
    Wish,
    apply_destinations,
    plan_destinations,
)
from tuanji_desktop.history.service import undo
from tuanji_desktop.office.context import Context

COLUMNS = "destination, target, in_province, note, progress"


@pytest.fixture
def listed(office: Context) -> Context:
    """Four graduates: nothing known, due, retained, received; the due one is member 2."""
    with office.database.write(office.operation("test", "名单")) as writing:
        connection = writing.connection
        connection.exec_driver_sql(
            "INSERT INTO graduate_lists (id, year, school_id, file_name, file_sha256, imported_at) "
            "VALUES (1, 2018, 2, 'a', '', '')"
        )
        for number, (destination, progress) in enumerate(
            ((None, "unsettled"), ("升学", "due"), ("延迟毕业", "excluded"), ("就业", "received")),
            start=1,
        ):
            connection.exec_driver_sql(
                "INSERT INTO graduate_entries (id, list_id, year, school_id, row_number, match, "
                "member_id, name, destination, progress) "
                "VALUES (?, 1, 2018, 2, ?, 'matched', ?, ?, ?, ?)",
                (number, number, number, f"团员{number}", destination, progress),
            )
    return office


def stored(context: Context) -> list[tuple[Any, ...]]:
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(f"SELECT {COLUMNS} FROM graduate_entries ORDER BY id")
        return [tuple(row) for row in rows]


def test_planned_done_and_undone(listed: Context) -> None:
    before = stored(listed)
    wish = Wish(
        entry_ids=(1, 2, 3, 4, 1), destination="升 学", target=" 省理工 学院团委 ", in_province="是"
    )
    plan = plan_destinations(listed, wish)
    assert stored(listed) == before
    assert [(row.entry_id, row.refused) for row in plan.rows] == [
        (1, ""), (2, ""), (3, ""), (4, "graduates.received"),
    ]  # fmt: skip
    assert plan.rows[0].before == "去向未填 · 去向未定"
    assert plan.rows[0].after == "升学 · 省理工 学院团委 · 省内 · 待转出"
    done = apply_destinations(listed, plan)
    assert done.entries == (1, 2, 3)
    assert done.words == "登记毕业生去向（升学）：团员1、团员2、团员3"
    new = ("升学", "省理工 学院团委", "是", None, "due")
    assert stored(listed) == [new, new, new, before[3]]
    undo(listed, number=done.operation)
    assert stored(listed) == before


def test_only_what_is_said_is_written(listed: Context) -> None:
    apply_destinations(
        listed, plan_destinations(listed, Wish(entry_ids=(2,), target="甲团委", note="电话核实"))
    )
    assert stored(listed)[1] == ("升学", "甲团委", None, "电话核实", "due")
    apply_destinations(listed, plan_destinations(listed, Wish(entry_ids=(2,), target="")))
    assert stored(listed)[1] == ("升学", None, None, "电话核实", "due")


def test_delayed_ones_are_not_counted_and_unknown_ones_not_settled(listed: Context) -> None:
    def settle(destination: str) -> DestinationPlan:
        plan = plan_destinations(listed, Wish(entry_ids=(2,), destination=destination))
        apply_destinations(listed, plan)
        return plan

    settle("延迟毕业")
    assert stored(listed)[1][-1] == "excluded"
    assert settle("就业").warning == ""
    assert stored(listed)[1][-1] == "due"
    assert settle("去月球").warning.startswith("“去月球”不在规则包的去向之中")
    assert stored(listed)[1][-1] == "unsettled"


def test_who_is_on_the_way_keeps_the_destination(listed: Context) -> None:
    with listed.database.write(listed.operation("test", "发起")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO transfers (member_id, kind, machine, state, started_by, started_on, "
            "moved_on, recorded_by, entry_id) VALUES (2, '升学', 'transfer', 'started', 'branch', "
            "'2018-08-01', '2018-08-01', '王', 2)"
        )
    plan = plan_destinations(listed, Wish(entry_ids=(2,), destination="就业"))
    assert plan.rows[0].refused == "graduates.moving"
    with pytest.raises(RuleRefused, match="团员2：转接已发起"):
        apply_destinations(listed, plan)


def test_whoever_was_faster_is_not_overwritten(listed: Context) -> None:
    first = plan_destinations(listed, Wish(entry_ids=(1, 2), destination="就业"))
    apply_destinations(listed, plan_destinations(listed, Wish(entry_ids=(2,), destination="创业")))
    before = stored(listed)
    with pytest.raises(BadInput, match="没有写入"):
        apply_destinations(listed, first)
    assert stored(listed) == before


def test_nothing_changes_nothing(listed: Context) -> None:
    plan = plan_destinations(listed, Wish(entry_ids=(2,), destination="升学"))
    assert plan.rows[0].refused == "graduates.same"


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Wish(entry_ids=()), "没有选中"),
        (Wish(entry_ids=(1,)), "至少一项"),
        (Wish(entry_ids=(1,), destination=" "), "不能清空"),
        (Wish(entry_ids=(1,), target="长" * 65), "“转入组织”最多 64"),
        (Wish(entry_ids=(1,), in_province="不知道"), "只能填"),
    ],
)
def test_a_wish_that_cannot_be_granted(listed: Context, wish: Wish, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        plan_destinations(listed, wish)


def test_an_entry_that_is_gone(listed: Context) -> None:
    with pytest.raises(NotFound, match="已不存在"):
        plan_destinations(listed, Wish(entry_ids=(1, 99), destination="就业"))
