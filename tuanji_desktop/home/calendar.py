"""The dates of the pack that are coming: windows, milestones, the turn of the classes (domain.md §8)."""

from dataclasses import dataclass
from datetime import date

from ..rules.fields import label_of
from ..rules.policy import Policy

AHEAD_DAYS = 183
"""Half a year is looked ahead: nobody plans the office's work for longer."""


@dataclass(frozen=True, slots=True)
class Event:
    """A day on which a rule begins or ends, or something is due. `desk` is where it is worked at;
    where it is an act and no desk, `wish` names it and `hint` is what it takes."""

    day: date
    words: str
    clause: str
    desk: str
    hint: object = None
    wish: str = ""

    def when(self, today: date) -> str:
        """How far away it is."""
        days = (self.day - today).days
        return {0: "今天", 1: "明天"}.get(days, f"{days} 天后")


def upcoming(policy: Policy, today: date, *, days: int = AHEAD_DAYS) -> tuple[Event, ...]:
    """What comes, the nearest first; today belongs to it."""
    found = [
        *_windows(policy),
        *(event for year in (today.year, today.year + 1) for event in _of_year(policy, year)),
        *_campaign(policy),
    ]
    coming = {event for event in found if 0 <= (event.day - today).days <= days}
    return tuple(sorted(coming, key=lambda event: (event.day, event.words)))


def _windows(policy: Policy) -> list[Event]:
    found = []
    for window in policy.windows:
        words, clause = label_of(window.field), window.rule.clause
        found.append(Event(window.first, f"“{words}”修改规定开始执行", clause, "review", "windows"))
        if window.last is not None:
            found.append(
                Event(window.last, f"“{words}”修改窗口最后一天", clause, "review", "windows")
            )
    return found


def _of_year(policy: Policy, year: int) -> list[Event]:
    found = [
        Event(
            policy.tree.turns_on(year),
            "已标记的毕业班转为毕业班团支部",
            policy.tree.turn_clause,
            "",
            "turn",
            "yearly",
        )
    ]
    for milestone in policy.milestones:
        day = milestone.due_in(year)
        if day is not None:
            target = f"（{milestone.target:.0%}）" if milestone.target else ""
            found.append(
                Event(
                    day,
                    f"毕业生：{milestone.label}{target}",
                    milestone.clause,
                    "graduates",
                    "rates",
                )
            )
    return found


def _campaign(policy: Policy) -> list[Event]:
    rule = policy.campaign
    if rule is None:
        return []
    dated = (
        (rule.first, f"{rule.title}开始"),
        (rule.branches_done_by, f"{rule.title}：团支部完成"),
        (rule.forms_due, f"{rule.title}：登记表上报"),
        (rule.last, f"{rule.title}结束"),
    )
    return [Event(day, words, rule.clause, "campaigns") for day, words in dated if day is not None]
