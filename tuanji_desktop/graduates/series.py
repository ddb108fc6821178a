"""A year's rates over time: month by month, and at the days that the pack names."""

from dataclasses import dataclass
from datetime import date, timedelta

from ..core.progress import Progress, Quiet
from ..office.context import Context
from ..rules.policy import Policy
from . import queries
from .rates import Numbers, load_rates

DEFINITION = (
    "每月最后一天和规则包的时间节点上，应转接的人里已发起、已转入的有多少；"
    "名单和去向按当天的登记（后来撤销的不算），等待新生团支部的单列，不在应转接之内。"
)
_FIRST_MONTH = 4
"""April: the records are checked and the classes that end are marked (domain.md §8)."""


@dataclass(frozen=True, slots=True)
class RatePoint:
    """The numbers of everybody on a day; `label` is the milestone of that day, if it is one."""

    year: int
    day: date
    label: str
    numbers: Numbers


def load_rate_series(
    context: Context,
    *,
    org_id: int | None = None,
    year: int = 0,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> tuple[RatePoint, ...]:
    """From April of a year until today, at most until its end, the oldest first; year 0 stands for
    the newest one with entries. Nothing where the year has no list."""
    with context.database.read() as connection:
        known = queries.years(connection)
        year = year or (known[0] if known else 0)
        if year not in known:
            return ()
        days = days_of(context.policy, year, context.today)
        points = []
        for number, (day, label) in enumerate(days.items()):
            progress.stop_if_cancelled()
            progress(number, len(days), f"统计 {day}")
            found = load_rates(connection, year=year, today=context.today, day=day, scope=org_id)
            points.append(RatePoint(year, day, label, found.total))
    return tuple(points)


def days_of(policy: Policy, year: int, today: date) -> dict[date, str]:
    """The days that are counted, in order, with the milestone's name."""
    last = min(today, date(year, 12, 31))
    found = {day: "" for day in _month_ends(year) if day <= last}
    for milestone in policy.milestones:
        due_on = milestone.due_in(year)
        if due_on is not None and due_on <= last:
            found[due_on] = milestone.label
    if last >= date(year, _FIRST_MONTH, 1):
        found.setdefault(last, "")
    return dict(sorted(found.items()))


def _month_ends(year: int) -> list[date]:
    firsts = [date(year, month, 1) for month in range(_FIRST_MONTH + 1, 13)]
    return [*(first - timedelta(days=1) for first in firsts), date(year, 12, 31)]
