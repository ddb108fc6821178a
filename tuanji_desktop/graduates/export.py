"""The year's progress as a list: every school with its numbers, rates and rank, the total last."""

from pathlib import Path

from ..sheets.writer import Column, write_table
from .loading import Standing
from .milestones import goal_of, lacking
from .rates import RATES, RULES, Numbers, SchoolRates

_COLUMNS = (
    Column("学校", 30),
    Column("类别", 10),
    Column("名次", 6),
    Column("应转接", 8),
    Column("已发起", 8),
    Column("已转入", 8),
    Column("未完成", 8),
    Column("等待新生团支部", 14),
    Column("已登记团籍保留", 14),
    Column("不计入", 8),
    *(Column(words, 12) for words in RATES.values()),
    Column("下一节点", 12),
    Column("距目标还差（人）", 16),
)


def suggested_name(standing: Standing) -> Path:
    """What the file is called where the clerk gives no name."""
    found = standing.rates
    return Path(f"{found.year}届毕业生转接进度 {found.day.isoformat()}.xlsx")


def export_standing(standing: Standing, path: Path) -> int:
    """Writes the schools, laggards first, and the total; returns how many schools. No names."""
    found = standing.rates
    rows = [_cells(standing, one) for one in found.schools]
    total = SchoolRates(None, "", "合计", "合计", "", found.total)
    title = f"{found.year}届毕业生团员组织关系转接进度（截至{found.day.isoformat()}）"
    rules = [("",), *((words,) for words in RULES.values())]
    write_table(
        path,
        columns=_COLUMNS,
        rows=[*rows, _cells(standing, total, goal=False), *map(_padded, rules)],
        title=title,
        sheet_name="转接进度",
    )
    return len(rows)


def _cells(standing: Standing, one: SchoolRates, *, goal: bool = True) -> tuple[str, ...]:
    numbers = one.numbers
    next_goal = goal_of(standing.goals, one) if goal else None
    return (
        one.full_name,
        one.school_kind,
        str(one.rank or ""),
        *map(str, _counts(numbers)),
        *(numbers.rate(key).words for key in RATES),
        next_goal.due_on.isoformat() if next_goal else "",
        str(lacking(next_goal.milestone, numbers)) if next_goal else "",
    )


def _counts(numbers: Numbers) -> tuple[int, ...]:
    return (
        numbers.due,
        numbers.started,
        numbers.received,
        numbers.unfinished,
        numbers.waiting,
        numbers.retained,
        numbers.excluded,
    )


def _padded(cells: tuple[str, ...]) -> tuple[str, ...]:
    return (*cells, *[""] * (len(_COLUMNS) - len(cells)))
