"""The pack's dated goals of a graduates' year: days left, who misses them, how many people lack."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..rules.policy import Milestone, Policy
from .rates import Numbers, Rate, SchoolRates, YearRates


@dataclass(frozen=True, slots=True)
class Goal:
    """A milestone of a year as it stands on a day; `behind` are the schools that miss it."""

    milestone: Milestone
    due_on: date
    days_left: int
    rate: Rate
    schools: int
    behind: tuple[SchoolRates, ...]

    @property
    def overdue(self) -> bool:
        """The day is past and somebody misses it."""
        return self.days_left < 0 and bool(self.behind)

    @property
    def days(self) -> str:
        """The days left in words."""
        return days_words(self.days_left, met=not self.behind)


def days_words(days_left: int, *, met: bool) -> str:
    """还有 9 天, 今天到期, 已逾期 3 天; a past day that nobody missed is 已过."""
    if days_left > 0:
        return f"还有 {days_left} 天"
    if days_left == 0:
        return "今天到期"
    return "已到期" if met else f"已逾期 {-days_left} 天"


def goals(policy: Policy, rates: YearRates) -> tuple[Goal, ...]:
    """The year's milestones by date."""
    found = []
    for milestone in policy.milestones:
        due_on = milestone.due_in(rates.year)
        if due_on is None:
            continue
        schools = [one for one in rates.schools if concerns(milestone, one.school_kind)]
        found.append(
            Goal(
                milestone,
                due_on,
                (due_on - rates.day).days,
                _together(milestone.rate, schools),
                len(schools),
                tuple(one for one in schools if lacking(milestone, one.numbers)),
            )
        )
    return tuple(sorted(found, key=lambda goal: goal.due_on))


def concerns(milestone: Milestone, school_kind: str) -> bool:
    """Whether a milestone is for schools of a kind; 高校 means 省属高校 and 市属高校 too."""
    kinds = milestone.school_kinds
    return not kinds or any(school_kind.endswith(kind) for kind in kinds)


def lacking(milestone: Milestone, numbers: Numbers) -> int:
    """How many people are still wanted for the target rate; 0 where it is reached."""
    rate = numbers.rate(milestone.rate)
    wanted = math.ceil((milestone.target or 0.0) * rate.denominator - 1e-9)
    return max(0, wanted - rate.numerator)


def goal_of(found: Iterable[Goal], school: SchoolRates) -> Goal | None:
    """What a school is to reach next; after the last day, the last one that it missed."""
    mine = [goal for goal in found if concerns(goal.milestone, school.school_kind)]
    coming = [goal for goal in mine if goal.days_left >= 0]
    if coming:
        return coming[0]
    missed = [goal for goal in mine if lacking(goal.milestone, school.numbers)]
    return missed[-1] if missed else None


def _together(key: str, schools: Iterable[SchoolRates]) -> Rate:
    rates = [one.numbers.rate(key) for one in schools]
    empty = Numbers().rate(key)
    return Rate(
        key,
        sum(one.numerator for one in rates),
        sum(one.denominator for one in rates),
        empty.above,
        empty.below,
    )
