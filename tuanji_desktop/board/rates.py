"""The graduates' rates over time as the desk shows them. Who counts them is told from above: what a
graduate's transfer is belongs to another room."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ..core.progress import Progress
from ..kit.paged_model import Column
from ..office.context import Context
from .chart import Bar, Chart


@dataclass(frozen=True, slots=True)
class RateLine:
    """Everybody of a year on a day; `label` names the milestone of that day."""

    year: int
    day: date
    label: str
    due: int
    started: int
    received: int
    waiting: int

    @property
    def started_share(self) -> str:
        """发起率"""
        return _percent(self.started, self.due)

    @property
    def completion(self) -> str:
        """完成率"""
        return _percent(self.received, self.due)


@dataclass(frozen=True, slots=True)
class RateSource:
    """Where the lines come from (context, scope, progress → lines), and what they count."""

    load: Callable[[Context, int | None, Progress], Sequence[RateLine]]
    definition: str


def columns() -> list[Column[RateLine]]:
    """What a line shows."""

    def number(key: str, words: str) -> Column[RateLine]:
        return Column(
            key, words, lambda line: f"{getattr(line, key):,}", width=70, align="right",
            figures=True, sortable=False,
        )  # fmt: skip

    def share(key: str, words: str) -> Column[RateLine]:
        return Column(
            key, words, lambda line: str(getattr(line, key)), width=70, align="right",
            figures=True, sortable=False,
        )  # fmt: skip

    return [
        Column("day", "截至", lambda line: line.day.isoformat(), width=96, sortable=False,
               tip=lambda line: line.label),
        number("due", "应转接"),
        number("started", "已发起"),
        share("started_share", "发起率"),
        number("received", "已转入"),
        share("completion", "完成率"),
        number("waiting", "等待"),
        Column("label", "时间节点", lambda line: line.label, width=150, sortable=False,
               tip=lambda line: line.label),
    ]  # fmt: skip


def chart_of(lines: Sequence[RateLine]) -> Chart:
    """Completion in whole per cent, rounded down, of the days on which anybody was due."""
    year = f"{lines[0].year} 届" if lines else ""
    bars = tuple(
        Bar(line.day.isoformat(), f"{line.day:%m-%d}", 100 * line.received // line.due)
        for line in lines
        if line.due
    )
    return Chart(f"{year}毕业生转接完成率（%）", bars, line=True)


def _percent(number: int, whole: int) -> str:
    """Rounded down, so that 100% means all."""
    return f"{1000 * number // whole / 10:g}%" if whole else "—"
