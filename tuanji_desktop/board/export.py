"""The yearly return as a workbook: every unit in a row, every group of every measure in a column."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ..core.progress import Progress, Quiet
from ..office.context import Context
from ..sheets.writer import Column, write_table
from .measures import MEASURES
from .queries import Board, load_board

_MEASURES = ("sex", "age", "education", "ethnicity", "political_status", "occupation")


def write_return(
    context: Context,
    path: Path,
    *,
    org_id: int | None,
    day: date | None = None,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> int:
    """Writes the table of a scope (.xlsx or .csv by the name): a row a unit, the sum first."""
    whole = load_board(context, org_id=org_id, day=day, progress=progress)
    columns = [Column("团组织", 30), Column("团员总数", 10, number=True),
               Column("信息不全（红名）", 16, number=True)]  # fmt: skip
    headings = [
        (tally.key, piece.group, piece.label)
        for tally in whole.tallies
        if tally.key in _MEASURES
        for piece in tally.slices
    ]
    columns += [
        Column(f"{MEASURES[key].title}：{label}", 12, number=True) for key, _, label in headings
    ]
    title = f"团员统计年报表（{whole.day.isoformat()}）"

    def rows() -> Iterator[list[str]]:
        yield ["合计", *_cells(whole, headings)]
        units = whole.units.slices
        for number, unit in enumerate(units):
            progress.stop_if_cancelled()
            progress(number, len(units), "统计各单位")
            part = load_board(context, org_id=int(unit.group), day=day, progress=progress)
            yield [unit.label, *_cells(part, headings)]

    return write_table(path, columns=columns, rows=rows(), title=title, sheet_name="年报表")


def _cells(board: Board, headings: list[tuple[str, str, str]]) -> list[str]:
    counts = {
        (tally.key, piece.group): piece.count for tally in board.tallies for piece in tally.slices
    }
    found = [str(counts.get((key, group), 0)) for key, group, _ in headings]
    return [str(board.members), str(board.red), *found]
