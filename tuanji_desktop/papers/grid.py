"""The electronic table of a paper: the rows of its printed table, for a sheet."""

from collections.abc import Iterable

from tuanji_desktop.papers.frame import MM
from tuanji_desktop.papers.kinds import Grid
from tuanji_desktop.papers.table import Row, Table


def grid_of(
    title: str,
    table: Table,
    rows: Iterable[Row | tuple[str, ...]],
    *,
    above: Iterable[str] = (),
    below: Iterable[str] = (),
    landscape: bool = False,
) -> Grid:
    """The rows under the headings of the printed table, in shares of its widths (millimetres)."""
    return Grid(
        title=title,
        above=tuple(above),
        headings=tuple(one.heading.replace("\n", "") for one in table.columns),
        widths=tuple(round(one.width / MM, 1) for one in table.columns),
        rows=tuple(row.cells if isinstance(row, Row) else row for row in rows),
        below=tuple(below),
        landscape=landscape,
    )
