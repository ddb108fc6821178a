"""Lists as an official system would give them out: the roster of the small county, edited."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.builders import MEMBERS, valid_id
from tuanji_desktop.comparison.plan import ComparisonPlan
from tuanji_desktop.comparison.queries import (
    Board,
    LineRow,
    load_board,
    load_comparisons,
    load_lines,
)
from tuanji_desktop.comparison.service import plan_comparison, start_comparison
from tuanji_desktop.members.queries import Filter, ids, members
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.fields import FIELDS, ROSTER_FIELDS
from tuanji_desktop.sheets.reader import Sheet, Workbook
from tuanji_desktop.sheets.reading import Reading

SCHOOL, CLASS_1, CLASS_2 = 2, 3, 4
BRANCH_2 = "中国共产主义青年团青溪县第一中学高三（2）班支部委员会"
Row = dict[str, object]
LABELS = {name: FIELDS[name].label for name in ROSTER_FIELDS}


def roster(context: Context, kind: str = "roster") -> list[Row]:
    """Everybody on the roster by id, as rows of fields: the list that agrees."""
    with context.database.read() as connection:
        found = members(connection, sorted(ids(connection, Filter(kind=kind))))
    return [{name: one.values.get(name) for name in ROSTER_FIELDS} for one in found]


def listed(rows: Sequence[Mapping[str, object]], *, name: str = "导出.xlsx") -> Workbook:
    """The rows as a workbook that has been read, headed by labels."""
    fields = list(dict.fromkeys(field for row in rows for field in row))
    cells: list[list[object]] = [[LABELS.get(field, field) for field in fields]]
    cells += [[row.get(field) for field in fields] for row in rows]
    digest = f"{hash(repr(cells)) & 0xFFFFFFFF:064x}"
    return Workbook(Path(name), "xlsx", None, (Sheet("名单", False, cells),), digest)


def compared(
    context: Context,
    rows: Sequence[Mapping[str, object]],
    *,
    org_id: int | None = SCHOOL,
    reading: Reading = Reading(),  # noqa: B008 - frozen
    name: str = "导出.xlsx",
) -> ComparisonPlan:
    workbook = listed(rows, name=name)
    return plan_comparison(
        context, workbook.path, org_id=org_id, reading=reading, workbook=workbook
    )


def started(
    context: Context,
    rows: Sequence[Mapping[str, object]],
    *,
    org_id: int | None = SCHOOL,
    name: str = "导出.xlsx",
) -> int:
    """Writes the work list; the comparison's number."""
    start_comparison(context, compared(context, rows, org_id=org_id, name=name))
    return load_comparisons(context)[0].id


def brief(plan: ComparisonPlan) -> list[tuple[str, str, str | None]]:
    """Kind, name and field of every line."""
    return sorted((line.kind, line.name, line.field) for line in plan.lines)


def lines(context: Context, number: int, *, shown: str = "all") -> list[LineRow]:
    """The work list as it stands."""
    board: Board = load_board(context, number, shown=shown)
    known = load_lines(context, board.ids)
    return [known[one] for one in board.ids]


def states(context: Context, number: int) -> dict[str, str]:
    """Name → state, of a list with one line a person."""
    return {row.name: row.state for row in lines(context, number)}


def number_of(place: int) -> str:
    """The ID number of a member of `make_office`."""
    _name, _branch, sex, born = MEMBERS[place]
    return valid_id(born, sex=sex, serial=place + 1)


def edit(context: Context, member_id: int, **values: str | None) -> int:
    """Changes a record past the rules: the roster moved, by whatever door. The operation."""
    sets = ", ".join(f"{name} = ?" for name in values)
    with context.database.write(context.operation("member.edit", "改")) as writing:
        writing.connection.exec_driver_sql(
            f"UPDATE members SET {sets} WHERE id = ?", (*values.values(), member_id)
        )
    return writing.number
