"""What the plan of a roster list is made of."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.sheets.files import MEMBERS, sheet
from tests.sheets.persons import persons, row
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.members.roster_rows import (
    PlannedRow,
    RosterPlan,
    decisions_of,
    deduced,
    member_decided,
    policies_of,
    summary,
)
from tuanji_desktop.sheets.findings import ListSource
from tuanji_desktop.sheets.places import STEP, Part, Places, part_number
from tuanji_desktop.sheets.prepared import list_of
from tuanji_desktop.sheets.reader import Workbook
from tuanji_desktop.sheets.reading import Reading

SOURCE = ListSource("名单.xlsx", "", "名单", (1,), {}, (), 3)


def test_counts_of_a_plan() -> None:
    rows = (
        PlannedRow(2, "new", "甲"),
        PlannedRow(3, "updated", "乙", submitted={"income": "学生无收入"}),
        PlannedRow(4, "updated", "丙", saved={"education": "本科"}),
    )
    plan = RosterPlan(SOURCE, rows, ())
    assert (plan.count("updated"), plan.count("refused"), plan.submitted) == (2, 0, 1)
    assert summary(plan) == {"new": 1, "updated": 2}


def test_decisions_are_read_or_refused() -> None:
    reading = Reading(decisions=((4, "member:12"), (5, "new"), (6, "leave")))
    found = decisions_of(reading)
    assert [member_decided(found[row]) for row in (4, 5, 6)] == [12, None, None]
    with pytest.raises(BadInput, match="第 7 行"):
        decisions_of(Reading(decisions=((7, "member:-1"),)))
    number = part_number(2, 1) * STEP + 7
    half = Places((Part("高三2班", part_number(2, 1), (1,), 2, {0: 4}, "右边"),))
    with pytest.raises(BadInput, match="第 7 行右边的决定“留”读不懂"):
        decisions_of(Reading(decisions=((number, "留"),)), half)
    other = Part("高三3班", part_number(3, 0), (1,), 2, {0: 0})
    with pytest.raises(BadInput, match="“高三2班”第 7 行右边的决定“留”读不懂"):
        decisions_of(Reading(decisions=((number, "留"),)), Places((*half.parts, other)))


def test_a_class_that_stands_in_no_cell_is_deduced() -> None:
    """Of a list on a sheet of its own every class is written somewhere, if only above its group."""
    head, people = ["姓名", "身份证号"], persons(4)
    rows = [row(one, "name", "id_number") for one in people]
    pages = (
        replace(sheet([*head, "班级"], *([*one, "高三1班"] for one in rows[:2])), name="全部"),
        replace(sheet(head, *rows[2:]), name="高三2班"),
    )
    book = Workbook(Path("名单.xlsx"), "xlsx", None, pages, "")
    table = list_of(book, MEMBERS, labels={}, reading=Reading())
    numbers = [one.number for one in table.rows]
    assert deduced(table, Reading()) == {"class_name": set(numbers[2:])}
    at = table.columns["class_name"]
    mended = Reading(mended=((numbers[3], at, "高三2班"),))
    assert deduced(table, mended) == {"class_name": {numbers[2]}}
    assert deduced(table, Reading(policies=(("class_name", "update"),))) == {}
    alone = list_of(replace(book, sheets=pages[:1]), MEMBERS, labels={}, reading=Reading())
    assert deduced(alone, Reading()) == {}


def test_policies_are_read_or_refused() -> None:
    reading = Reading(policies=(("mobile", "skip"), ("education", "fill"), ("notes", "update")))
    assert policies_of(reading) == (frozenset({"mobile"}), frozenset({"education"}))
    with pytest.raises(BadInput, match="notes") as refused:
        policies_of(Reading(policies=(("notes", "append"),)))
    assert refused.value.code == "import.policy"
