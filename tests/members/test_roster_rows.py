"""What the plan of a roster list is made of."""

import pytest

from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.members.roster_rows import (
    PlannedRow,
    RosterPlan,
    decisions_of,
    member_decided,
    policies_of,
    summary,
)
from tuanji_desktop.sheets.findings import ListSource
from tuanji_desktop.sheets.places import STEP, Part, Places, part_number
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
    with pytest.raises(BadInput, match="第 7 行右边的决定"):
        decisions_of(Reading(decisions=((number, "留"),)), half)


def test_policies_are_read_or_refused() -> None:
    reading = Reading(policies=(("mobile", "skip"), ("education", "fill"), ("notes", "update")))
    assert policies_of(reading) == (frozenset({"mobile"}), frozenset({"education"}))
    with pytest.raises(BadInput, match="notes") as refused:
        policies_of(Reading(policies=(("notes", "append"),)))
    assert refused.value.code == "import.policy"
