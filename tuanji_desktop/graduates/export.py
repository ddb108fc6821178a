"""Lists of the graduate desk: the year's entries, which can be imported again, and its progress,
every school with its numbers, rates and rank, the total last."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from ..core.masks import mask_id, mask_phone
from ..office.context import Context
from ..rules.fields import FIELDS
from ..sheets.column import Column, Row
from ..sheets.exportable import Exportable, ExportColumn, Scope
from ..sheets.writer import write_table
from . import queries
from .loading import Standing
from .milestones import goal_of, lacking
from .queries import Entry, EntryFilter
from .rates import RATES, RULES, Numbers, SchoolRates
from .states import MATCHES, PROGRESS

_AT_ONCE = 5_000
_CELLS: Mapping[str, tuple[str, int, Callable[[Entry], str | None]]] = MappingProxyType(
    {
        "name": ("姓名", 10, lambda one: one.name),
        "school": ("学校", 24, lambda one: one.school),
        "class_name": ("班级", 18, lambda one: one.class_name),
        "id_number": ("身份证号", 20, lambda one: one.id_number),
        "sex": ("性别", 6, lambda one: one.sex),
        "mobile": ("手机号码", 13, lambda one: one.mobile),
        "destination": ("去向", 12, lambda one: one.destination),
        "target": ("转入组织", 30, lambda one: one.target),
        "match": ("匹配", 8, lambda one: MATCHES.get(one.match, one.match)),
        "branch": ("在册团支部", 30, lambda one: one.branch),
        "progress": ("进度", 14, lambda one: PROGRESS.get(one.progress, one.progress)),
        "note": ("备注", 24, lambda one: one.note),
        "sheet": ("名单工作表", 16, lambda one: one.sheet or None),
        "row_number": ("名单行号", 10, lambda one: str(one.row_number)),
    }
)
"""The columns of the desk by their keys: heading, width, and what stands there."""
_WHERE = ("sheet", "row_number")
"""Where the list had the entry: only for whoever wants to know."""
_MASKS = {"id_number": mask_id, "mobile": mask_phone}
_CHOSEN_FROM = ("sex", "destination")

_COLUMNS = (
    Column("学校", 30),
    Column("类别", 10),
    Column("名次", 6, number=True),
    Column("应转接", 8, number=True),
    Column("已发起", 8, number=True),
    Column("已转入", 8, number=True),
    Column("未完成", 8, number=True),
    Column("等待新生团支部", 14, number=True),
    Column("已登记团籍保留", 14, number=True),
    Column("不计入", 8, number=True),
    *(Column(words, 12, number=True) for words in RATES.values()),
    Column("下一节点", 12, date=True),
    Column("距目标还差（人）", 16, number=True),
)


def entries_exportable(
    context: Context,
    *,
    year: int,
    org_id: int | None = None,
    scopes: Sequence[Scope] = (Scope("all", "这一届的全部毕业生"),),
    ids: Callable[[str], Sequence[int]] = lambda _scope: (),
    shown: Sequence[str] = (),
) -> Exportable:
    """The entries of a year. The scope `all` is those of a school, or of all, by school and row;
    any other scope is what `ids` gives for it."""

    def rows(scope: str, keys: tuple[str, ...]) -> Iterator[Row]:
        with context.database.read() as connection:
            wanted = ids(scope)
            if scope == "all":
                wanted = queries.entry_ids(connection, EntryFilter(year, org_id))
            for start in range(0, len(wanted), _AT_ONCE):
                for one in queries.entries(connection, wanted[start : start + _AT_ONCE]):
                    yield [_CELLS[key][2](one) for key in keys]

    columns = tuple(
        ExportColumn(
            key,
            Column(label, width, _choices(context, key), number=key == "row_number"),
            _MASKS.get(key),
        )
        for key, (label, width, _cell) in _CELLS.items()
    )
    usual = tuple(key for key in _CELLS if key not in _WHERE)
    return Exportable(
        "graduates",
        f"{year}届毕业生",
        columns,
        tuple(shown) or usual,
        tuple(scopes),
        rows,
        unit="人",
    )


def _choices(context: Context, key: str) -> tuple[str, ...]:
    return context.policy.choices(key) if key in _CHOSEN_FROM and key in FIELDS else ()


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
