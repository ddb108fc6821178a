"""The pack's milestones: days left, who misses them, how many people lack."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import pack
from tests.graduates.year import SCHOOL, UNIVERSITY, VOCATIONAL, YEAR, make_year
from tuanji_desktop.graduates.milestones import (
    Goal,
    concerns,
    days_words,
    goal_of,
    goals,
    lacking,
)
from tuanji_desktop.graduates.rates import Numbers, year_rates
from tuanji_desktop.office.context import Context

POLICY = pack("guangdong-2018")


def found_on(context: Context, day: date) -> tuple[Goal, ...]:
    rates = year_rates(replace(context, fixed_day=day), year=YEAR)
    return goals(POLICY, rates)


def test_september_30_for_universities_and_the_rest(office: Context) -> None:
    """G 四: nine days before the end of September, under the letter's own milestones."""
    make_year(office)
    found = found_on(office, date(2018, 9, 21))
    assert [
        (goal.due_on.isoformat(), goal.days_left, goal.days, goal.rate.numerator,
         goal.rate.denominator, [one.org_id for one in goal.behind], goal.overdue)
        for goal in found
    ] == [
        ("2018-06-30", -83, "已逾期 83 天", 16, 25, [VOCATIONAL, SCHOOL], True),
        ("2018-09-30", 9, "还有 9 天", 8, 10, [UNIVERSITY], False),
        ("2018-09-30", 9, "还有 9 天", 4, 15, [VOCATIONAL, SCHOOL], False),
        ("2018-10-30", 39, "还有 39 天", 12, 25, [VOCATIONAL, SCHOOL, UNIVERSITY], False),
    ]  # fmt: skip
    assert [goal.milestone.clause for goal in found[1:3]] == ["G 四", "G 四"]


def test_how_many_people_lack(office: Context) -> None:
    make_year(office)
    found = found_on(office, date(2018, 9, 21))
    rates = year_rates(office, year=YEAR)
    lack = {
        one.org_id: lacking(goal.milestone, one.numbers)
        for one in rates.schools
        if (goal := goal_of(found, one)) is not None
    }
    # 95 % of 10 are 10 people, of 5 are 5; the university wants all of its 10
    assert lack == {SCHOOL: 6, VOCATIONAL: 5, UNIVERSITY: 2}
    milestone = found[2].milestone
    assert lacking(milestone, Numbers(due=100, received=95)) == 0
    assert lacking(milestone, Numbers(due=100, received=94)) == 1
    assert lacking(milestone, Numbers()) == 0


def test_the_next_milestone_and_then_the_last_one_missed(office: Context) -> None:
    make_year(office)
    school = year_rates(office, year=YEAR).of(UNIVERSITY)
    assert school is not None
    for day, due_on in (
        (date(2018, 6, 30), "2018-06-30"),
        (date(2018, 9, 30), "2018-09-30"),
        (date(2018, 10, 1), "2018-10-30"),
        (date(2018, 11, 5), "2018-10-30"),
    ):
        goal = goal_of(found_on(office, day), school)
        assert goal is not None
        assert goal.due_on.isoformat() == due_on
    done = replace(school, numbers=Numbers(due=1, started=1, received=1))
    assert goal_of(found_on(office, date(2018, 11, 5)), done) is None


def test_milestones_of_another_year_stay_away(office: Context) -> None:
    rates = year_rates(office, year=2019)
    assert [goal.due_on.isoformat() for goal in goals(POLICY, rates)] == [
        "2019-06-30",
        "2019-10-30",
    ]


def test_kinds_of_school() -> None:
    universities, others = POLICY.milestones[1:3]
    assert concerns(universities, "省属高校")
    assert concerns(universities, "高校")
    assert not concerns(universities, "普通高中")
    assert concerns(others, "中专")
    assert not concerns(others, "小学")
    assert concerns(POLICY.milestones[0], "小学")


@pytest.mark.parametrize(
    ("left", "met", "words"),
    [
        (9, False, "还有 9 天"),
        (0, False, "今天到期"),
        (-3, False, "已逾期 3 天"),
        (-3, True, "已到期"),
    ],
)
def test_days_in_words(left: int, met: bool, words: str) -> None:
    assert days_words(left, met=met) == words
